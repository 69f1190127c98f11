"""What of an article may carry claims: the story, its headlines, and none of the page around it."""

from __future__ import annotations

import pytest

from consistency.articles.assembly import assemble
from consistency.articles.drafts import Draft
from consistency.articles.layout import lay_out
from consistency.articles.phrases import furniture_kind
from consistency.records import Article
from consistency.settings import ReadingSettings

TITLE = "Council votes to close the Osk Bridge for eleven months"
LEAD = (
    "TARN CITY — The Tarn City council voted 7 to 2 on Thursday to close the Osk Bridge for "
    "eleven months, the mayor’s office said."
)
MIDDLE = (
    "The bridge carries 14,000 cars a day, and the county will run two more ferries while the "
    "piers are repaired, said Tam Oda of the county’s transport department."
)
LAST = (
    "Mayor Ines Holt, who had opposed the plan, said the council had no other choice after the "
    "inspection in March found cracks in three of the piers."
)


def article(*lines: str, title: str | None = None, apart: str = "\n\n") -> Article:
    draft = Draft(apart.join(lines), title=title)
    return assemble(draft, path="story.txt", settings=ReadingSettings())


def body(*lines: str, apart: str = "\n\n") -> list[str]:
    """Return the body's parts of an article of these lines."""
    found = article(*lines, apart=apart)
    return [found.text[span.start : span.end] for span in found.body]


def headlines(*lines: str, title: str | None = None) -> list[str]:
    found = article(*lines, title=title)
    return [found.text[span.start : span.end] for span in found.headlines]


# --- furniture, line by line -------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Ferry fares rise again as the season starts",
        "RELATED: Island bakery wins a prize",
        "READ MORE: Ferry operator fined over unsafe ramps",
        "Click here to see every closure this summer",
        "This article was originally published in the Tarn Valley Post.",
        "The post Bridge to close appeared first on Harbor Herald.",
        "A version of this article appears in print on April 4, 2031, on page A3.",
        "Story continues below advertisement",
        "Advertisement",
        "Share post:",
        "Share this article on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Instagram for more news",
        "Subscribe to our newsletter",
        "Sign up for our morning newsletter and never miss a story.",
        "Get the day’s five best stories delivered to your inbox.",
        "By signing up you agree to our terms.",
        "Zero spam",
        "We use cookies to improve your visit.",
        "Accept all cookies",
        "Support our journalism",
        "Leave a Comment",
        "12 Comments",
        "Your email address will not be published. Required fields are marked *",
        "Comments powered by Talkbox",
        "More like this",
        "Related Articles",
        "You may also like",
        "Most Read",
        "Previous Article",
        "Next story: Ferry fares rise again",
        "6 min read",
        "1,204 views",
        "Listen to this article",
        "Home / News / Local",
        "Home News Sports Opinion",
        "Current News",
        "Skip to main content",
        "/",
        "?>",
        "https://harborherald.example/bridge",
        "#tarncity #bridge",
        "© 2031 Harbor Herald. All rights reserved.",
        "Copyright 2031 The Harbor Herald",
        "Distributed by Tarn Valley News Agency, LLC.",
        "Photo: Bo Lund / Harbor Herald",
        "Bo Lund/AP Photo",
        "Getty Images",
        "By Ada Quill",
        "By Ada Quill and Bo Lund, Harbor Herald Staff",
        "Written by Ada Quill for the Tarn Valley Post",
        "Bo Lund contributed to this report.",
        "Reporting by Ada Quill; editing by Bo Lund",
        "Filed under: bridges, council",
        "Date:",
        "Published in Local News",
        "Updated 3 hours ago",
        "Market conditions may have changed since publication.",
        "This is not financial advice.",
        "This is a developing story. Check back for updates.",
        "About the author",
        "###",
        "[ad]",
        "[Photo: the bridge at dusk]",
        "Fares may have risen since this page was posted.",
        "Support the journalism you rely on. Become a member today.",
        "Join our newsletter",
        "The article Bridge to close appeared first on Harbor Herald.",
    ],
)
def test_page_furniture_is_left_out_wherever_it_stands(line: str) -> None:
    assert body(TITLE, LEAD, line, MIDDLE, line, LAST, line) == [TITLE, LEAD, MIDDLE, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "By the end of August, three towns had signed.",
        "By Friday, crews had opened one lane.",
        "Support for the plan has grown now.",
        "Support US bridge builders with loans, the mayor said.",
        "Copyright law does not cover the drawings.",
        "Disclosure of the memo led to two resignations.",
        "Subscribers to the ferry service pay half.",
        "Share prices of the operator fell 4 percent.",
        "More than 30 people were hurt.",
        "More ferries will run from May.",
        "Comments by the mayor angered the islanders.",
        "Photographs show cracks in three piers.",
        "The story of the bridge began in 1962.",
        "The post appeared to show a ferry on fire.",
        "This report lists 40 unsafe bridges.",
        "Smoking contributed to this and other fires.",
        "Related charges against two officials were dropped.",
        "Email from the contractor warned of cracks.",
        "Next week the council will vote again.",
        "Watch towers will be built on both banks.",
        "Facebook said it would remove the video.",
        "Home owners on the island will get $500.",
        "Sign language interpreters attended.",
        "He had become a member of the board.",
        "He told Reuters.",
        "Start Date: October 1, 2031",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line: str) -> None:
    assert furniture_kind(line) is None
    assert line in body(TITLE, LEAD, line, MIDDLE, LAST)


def test_one_line_of_furniture_does_not_swallow_the_next_paragraph() -> None:
    assert body(TITLE, LEAD, "Subscribe to our newsletter", LAST) == [TITLE, LEAD, LAST]


# --- above the story ---------------------------------------------------------------------------


def test_the_title_is_found_among_menus_names_and_dates() -> None:
    above = ["Harbor Herald", "News", "Friday, April 4, 2031", TITLE, "By Ada Quill", "4 min read"]
    assert body(*above, LEAD, LAST, apart="\n") == [TITLE, LEAD, LAST]


def test_a_newspapers_own_name_is_not_the_title() -> None:
    assert headlines("The Osk Island Herald", "/", TITLE, LEAD, LAST) == [TITLE]


def test_a_newspapers_name_is_the_title_where_nothing_else_can_be() -> None:
    assert headlines("Mayor Sues The Osk Herald", LEAD, LAST) == ["Mayor Sues The Osk Herald"]


def test_a_title_repeated_as_the_first_line_is_a_headline_both_times() -> None:
    assert headlines(TITLE, TITLE, LEAD, LAST) == [TITLE, TITLE]


def test_a_known_title_that_reads_like_furniture_is_still_a_headline() -> None:
    assert headlines("More ferries", LEAD, LAST, title="More ferries") == ["More ferries"]


def test_a_title_that_the_text_lacks_is_put_above_it() -> None:
    found = article(LEAD, LAST, title=TITLE)
    assert found.text.startswith(f"{TITLE}\n\n{LEAD}")
    assert article(TITLE.upper(), LEAD, title=TITLE).text.startswith(TITLE.upper())


def test_a_standfirst_is_a_headline() -> None:
    deck = "Islanders fear for their trade as fares rise"
    assert headlines(TITLE, deck, "By Ada Quill", LEAD, LAST) == [TITLE, deck]


def test_a_summary_above_the_date_is_a_headline() -> None:
    deck = "The piers of the bridge are cracked. Here is what islanders need to know."
    assert headlines(TITLE, "2 min read", deck, "April 3, 2031", LEAD, LAST) == [TITLE, deck]


def test_an_article_may_begin_without_a_headline() -> None:
    assert article(LEAD, LAST).title is None
    assert headlines(LEAD, LAST) == []


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill, The Harbor Herald on",
        "Ada Quill | Harbor Herald",
        "Ada Quill and Bo Lund",
        "April 3, 2031",
        "Date: April 3, 2031",
        "Author: Ada Quill",
    ],
)
def test_names_and_dates_under_the_headline_are_no_claims(line: str) -> None:
    assert body(TITLE, line, LEAD, LAST) == [TITLE, LEAD, LAST]


# --- inside the story --------------------------------------------------------------------------


def test_headings_inside_the_story_are_headlines() -> None:
    assert headlines(TITLE, LEAD, "What it costs", MIDDLE, "What comes next?", LAST) == [
        TITLE,
        "What it costs",
        "What comes next?",
    ]


def test_a_quotation_and_who_said_it_stay_together() -> None:
    quoted = ["We lose half our customers.", "– Owner of an island bakery"]
    assert body(TITLE, LEAD, *quoted, LAST) == [TITLE, LEAD, *quoted, LAST]


def test_a_hyphen_before_a_name_under_a_quotation_credits_it() -> None:
    quoted = ["We lose half our customers.", "- Tam Oda, baker"]
    assert body(TITLE, LEAD, *quoted, LAST) == [TITLE, LEAD, *quoted, LAST]


def test_dashes_before_several_lines_make_a_list() -> None:
    assert body(TITLE, LEAD, "– One lane stays open", "– Two ferries are added", LAST) == [
        TITLE,
        LEAD,
        "One lane stays open",
        "Two ferries are added",
        LAST,
    ]


def test_list_items_and_labelled_values_lose_their_markers_only() -> None:
    lines = [
        "- County: $2.1 million",
        "• City: $1.6 million",
        "1. Close the northern lane",
        "Start Date: May 1, 2031",
        "End Date: March 31, 2032",
    ]
    assert body(TITLE, LEAD, *lines, LAST, apart="\n") == [
        TITLE,
        LEAD,
        "County: $2.1 million",
        "City: $1.6 million",
        "Close the northern lane",
        "Start Date: May 1, 2031",
        "End Date: March 31, 2032",
        LAST,
    ]


def test_a_story_may_end_with_a_list() -> None:
    assert body(TITLE, LEAD, "- May 1: lane closed", "- June 1: ferries double")[-2:] == [
        "May 1: lane closed",
        "June 1: ferries double",
    ]


def test_small_tables_stay() -> None:
    rows = ["Lane | Closed", "North | 11 months"]
    assert body(TITLE, LEAD, *rows, LAST) == [TITLE, LEAD, *rows, LAST]


def test_a_caption_stays_without_its_credit() -> None:
    caption = "The Osk Bridge seen from the ferry on March 2, 2031."
    for credit in ("Bo Lund/AP Photo", "(Bo Lund/Harbor Herald)", "Photo: Bo Lund"):
        assert body(TITLE, LEAD, f"{caption} {credit}", LAST) == [TITLE, LEAD, caption, LAST]


def test_a_date_alone_inside_the_story_heads_what_follows() -> None:
    assert headlines(TITLE, LEAD, "March 2, 2031", MIDDLE, LAST) == [TITLE, "March 2, 2031"]


def test_a_box_of_other_stories_inside_the_story_is_left_out() -> None:
    box = ["Related stories", "Ferry fares rise again", "Bakery owner wins a prize"]
    assert body(TITLE, LEAD, *box, MIDDLE, LAST) == [TITLE, LEAD, MIDDLE, LAST]


def test_the_heading_of_a_newsletter_box_goes_with_it() -> None:
    box = ["Never miss a tide", "Subscribe to our newsletter"]
    assert body(TITLE, LEAD, *box, MIDDLE, LAST) == [TITLE, LEAD, MIDDLE, LAST]


def test_a_headline_of_another_story_in_capitals_is_left_out() -> None:
    link = "ISLANDERS SUE FERRY OPERATOR OVER RISING FARES"
    assert body(TITLE, LEAD, link, MIDDLE, LAST) == [TITLE, LEAD, MIDDLE, LAST]


# --- below the story ---------------------------------------------------------------------------

TEASERS = [
    "Ferry operator fined over unsafe ramps",
    "Osk Island - The operator has been told to...",
]


def test_teasers_below_a_related_heading_are_left_out() -> None:
    assert body(TITLE, LEAD, MIDDLE, LAST, "More like this", *TEASERS) == [
        TITLE,
        LEAD,
        MIDDLE,
        LAST,
    ]


def test_whole_sentences_below_a_related_heading_are_left_out() -> None:
    teaser = "The operator was fined $90,000 on Monday."
    assert body(TITLE, LEAD, MIDDLE, LAST, "Related", TEASERS[0], teaser)[-1] == LAST


def test_a_heading_like_related_with_most_of_the_story_below_does_not_end_it() -> None:
    assert body(TITLE, LEAD, "Related", MIDDLE, LAST) == [TITLE, LEAD, MIDDLE, LAST]


def test_how_much_may_stand_below_is_the_setting() -> None:
    settings = ReadingSettings(tail_share=1.0)
    text = "\n".join([TITLE, LEAD, "Related", LAST[: len(LEAD)]])
    assert lay_out(text, title=TITLE, settings=settings).foot == 2
    below = ReadingSettings(tail_share=0.5)
    assert lay_out(text, title=TITLE, settings=below).foot == 4


def test_short_lines_after_the_last_sentence_are_left_out() -> None:
    assert body(TITLE, LEAD, LAST, "Ada Quill", "Sun, 04/06/2031 – 22:10", *TEASERS)[-1] == LAST


def test_a_story_may_end_in_a_short_sentence() -> None:
    assert body(TITLE, LEAD, LAST, "She declined.")[-1] == "She declined."


@pytest.mark.parametrize(
    "about",
    [
        "Ada Quill is a staff writer who covers transport for the Harbor Herald.",
        "Bo Lund covers bridges for the Tarn Valley Post.",
        "Ada Quill can be reached at ada@harborherald.example.",
    ],
)
def test_the_author_is_not_part_of_the_story(about: str) -> None:
    assert body(TITLE, LEAD, MIDDLE, LAST, about)[-1] == LAST
    assert about in body(TITLE, LEAD, about, MIDDLE, LAST)


def test_a_quotation_of_the_day_is_left_out() -> None:
    wisdom = ["A calm sea never made a skilful sailor; only storms teach.", "— Elin Marsh"]
    assert body(TITLE, LEAD, MIDDLE, LAST, *wisdom)[-1] == LAST


def test_a_proverb_is_left_out_whoever_is_said_to_say_it() -> None:
    wisdom = ["A calm sea never made a skilful sailor.", "— old Tarn City saying"]
    assert body(TITLE, LEAD, MIDDLE, LAST, *wisdom)[-1] == LAST


def test_links_in_a_list_below_read_more_are_left_out() -> None:
    links = ["Read more", "- What is in the water? A chemist answers", "- The island, then and now"]
    assert body(TITLE, LEAD, MIDDLE, LAST, *links)[-1] == LAST


def test_a_closing_quotation_from_the_story_stays() -> None:
    quoted = ["The piers are cracked and the bridge must close.", "— Mayor Holt"]
    assert body(TITLE, LEAD, MIDDLE, LAST, *quoted)[-2:] == quoted
