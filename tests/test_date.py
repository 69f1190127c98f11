"""The date facet on parsed sentences: which event is dated, in which role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from consistency.claims import parse_articles
from consistency.facets.date import DateFacet, inconsistent
from consistency.records import Article, Level, Mention
from consistency.settings import Settings

pytestmark = pytest.mark.slow
FACET = DateFacet(Settings())
PUBLISHED = date(2025, 9, 30)
"""A Tuesday."""
Find = Callable[..., list[Mention]]


@pytest.fixture(scope="module")
def find() -> Find:
    def mentions(text: str, published: date | None = PUBLISHED) -> list[Mention]:
        article = Article("a1", "one.txt", "One", None, None, published, "text", None, text)
        (parsed,) = parse_articles([article], settings=Settings())
        return FACET.find(parsed)

    return mentions


@pytest.mark.parametrize(
    ("sentence", "value", "role", "head"),
    [
        ("Gov. Ann Lee on Tuesday authorized the Guard.", "Tue 30 Sep 2025", "on", "authorize"),
        ("The judge set the sentencing for June 28.", "Sun 28 Jun 2026", "on", "sentencing"),
        ("The primary would be held on April 30.", "Thu 30 Apr 2026", "on", "primary"),
        ("He issued an apology on Monday.", "Mon 29 Sep 2025", "on", "apology"),
        ("At Wednesday's ceremony she spoke.", "Wed 24 Sep 2025", "on", "ceremony"),
        ("The trial begins on Friday.", "Fri 3 Oct 2025", "start", "trial"),
        ("The ban takes effect on Jan. 1.", "Thu 1 Jan 2026", "start", "ban"),
        ("The pool will reopen June 1.", "Mon 1 Jun 2026", "on", "reopen"),
        ("He was born on May 4, 1961.", "Thu 4 May 1961", "birth", "bear"),
        ("The program will run until Sept. 30, 2026.", "Wed 30 Sep 2026", "end", "program"),
        ("He will vote on Friday.", "Fri 3 Oct 2025", "on", "vote"),
        ("Lee is expected to announce her bid Thursday.", "Thu 2 Oct 2025", "on", "announce"),
        ("He served from 1967 to 1979.", "1967–1979", "span", "serve"),
        ("By Monday, she had resigned.", "Mon 29 Sep 2025", "by", "resign"),
        ("He was first elected in 1995.", "1995", "on", "elect"),
        ("The hearing began at 2 p.m.", "2:00 p.m.", "clock", "hearing"),
        ("The troops will leave before the end of the year.", "late 2025", "by", "leave"),
        ("The panel must report no later than Oct. 9.", "Thu 9 Oct 2025", "by", "report"),
        ("The parade was held on Labor Day.", "Mon 1 Sep 2025", "on", "parade"),
        ("The panel will meet on the first Monday in May.", "Mon 4 May 2026", "on", "meet"),
        ("He will stay through the last day of April.", "Thu 30 Apr 2026", "end", "stay"),
        ("She took over on the first day of May 2024.", "Wed 1 May 2024", "on", "take"),
        ("Lee was certain to be eligible to vote on Nov. 6.", "Thu 6 Nov 2025", "on", "vote"),
        ("The crowd waited until Monday.", "Mon 29 Sep 2025", "end", "wait"),
        ("The council extended the ban until Monday.", "Mon 6 Oct 2025", "end", "extend"),
    ],
)
def test_a_date_is_read_with_its_event_and_role(
    find: Find, sentence: str, value: str, role: str, head: str
) -> None:
    (mention,) = find(sentence)
    assert (str(mention.value), mention.slot.role, mention.slot.head) == (value, role, head)


def test_what_is_said_to_have_happened_narrows_a_verb_of_saying(find: Find) -> None:
    (mention,) = find("The governor said on Sept. 29 that she has authorized the troops.")
    assert mention.slot.predicate == "say"
    assert "authorize" in mention.slot.modifiers


def test_a_date_in_front_of_a_noun_does_not_date_its_relative_clause(find: Find) -> None:
    (mention,) = find("On Friday, the aide, who was new to the office, wrote an open letter.")
    assert mention.slot.predicate == "write"


def test_a_perfect_is_not_dated_by_a_day_behind_another_noun(find: Find) -> None:
    (mention,) = find("Lee has apologized for his behavior over the weekend.")
    assert mention.slot.head == "behavior"


def test_a_near_day_belongs_to_the_main_verb_and_not_to_a_gerund(find: Find) -> None:
    (mention,) = find("She is expected to plead guilty to filing false returns on Wednesday.")
    assert mention.slot.head == "plead"


def test_a_span_of_days_is_a_start_and_an_end(find: Find) -> None:
    start, end = find(
        "The Guard will help for a year, starting Wednesday and ending Sept. 30, 2026."
    )
    assert [start.slot.role, end.slot.role] == ["start", "end"]
    assert [str(start.value), str(end.value)] == ["Wed 1 Oct 2025", "Wed 30 Sep 2026"]


def test_joined_days_are_a_start_and_an_end_too(find: Find) -> None:
    text = "The road is closed from October 1, 2025, through September 30, 2026."
    start, end = find(text)
    assert [start.text, end.text] == ["October 1, 2025", "September 30, 2026"]
    assert [start.slot.role, end.slot.role] == ["start", "end"]


def test_a_span_in_the_past_ends_in_the_past(find: Find) -> None:
    start, end = find("From Saturday through Monday, 31 people were arrested.")
    assert [str(start.value), str(end.value)] == ["Sat 27 Sep 2025", "Mon 29 Sep 2025"]


def test_start_end_and_day_are_three_questions(find: Find) -> None:
    start, end, day = find(
        "It starts on Oct. 1, 2025. It ends on Sept. 30, 2026. She signed it on Sept. 29, 2025."
    )
    for one, other in ((start, end), (start, day), (end, day)):
        assert FACET.compare(one, other).level is Level.NULL


def test_ends_of_things_without_a_common_word_differ_weakly(find: Find) -> None:
    ban, wait, again = find(
        "The ban on fishing ends on Friday. The crowd waited until Monday. "
        "The fishing ban will last until Thursday."
    )
    weak, strong = FACET.compare(ban, wait), FACET.compare(ban, again)
    assert weak.level is strong.level is Level.DIFFERENT
    assert weak.strength < strong.strength


def test_weekday_and_date_of_one_event_agree(find: Find) -> None:
    one, other = find("Lee on Tuesday authorized the move. Lee authorized it on Sept. 30.")
    assert FACET.compare(one, other).level is Level.EQUAL
    assert one.keys & other.keys


def test_another_weekday_differs_without_any_publication_date(find: Find) -> None:
    one, other = find("The House voted on Tuesday. The House voted on Wednesday.", None)
    judged = FACET.compare(one, other)
    assert judged.level is Level.DIFFERENT
    assert judged.strength >= 0.9


def test_a_limit_only_differs_from_a_later_day(find: Find) -> None:
    limit, before, after = find(
        "By Sept. 20, 2025, she had resigned. She resigned on Sept. 18, 2025. "
        "She resigned on Sept. 25, 2025."
    )
    assert FACET.compare(limit, before).level is Level.COMPATIBLE
    assert FACET.compare(limit, after).level is Level.DIFFERENT
    assert FACET.compare(after, limit) == FACET.compare(limit, after)


def test_a_day_that_is_not_given_is_a_value_of_its_own(find: Find) -> None:
    (declined,) = find("The mayor has not said when a final decision would be made.")
    assert declined.value.declined
    assert declined.slot.head == "decision"


def test_a_weekday_at_odds_with_its_date_is_exposed(find: Find) -> None:
    wrong, right = find("The vote is on Tuesday, Oct. 15, 2025. It was Wednesday, Oct. 15, 2025.")
    assert inconsistent(wrong)
    assert not inconsistent(right)


def test_the_date_of_the_article_itself_is_no_event(find: Find) -> None:
    assert find("Published Oct. 6, 2025") == []
    assert find("Sun, 10/05/2025 – 22:10") == []


def test_relative_dates_need_a_publication_date(find: Find) -> None:
    assert find("Last week the mayor left.", None) == []


def test_a_speakers_today_may_be_the_day_before_publication(find: Find) -> None:
    spoken, written = find("“We lost the vote today,” Lee said. The House voted on Monday.")
    assert spoken.value.bounds == (date(2025, 9, 29), date(2025, 9, 30))
    assert FACET.compare(spoken, written).level is Level.COMPATIBLE


def test_a_weekday_behind_ago_is_no_second_date(find: Find) -> None:
    assert [m.text for m in find("The raid happened a month ago Thursday.")] == [
        "a month ago Thursday"
    ]


def test_spans_reproduce_the_text(find: Find) -> None:
    text = "Last week Lee spoke.\nOn Sept. 29 she left, and on Friday she will return."
    mentions = find(text)
    assert [text[m.span.start : m.span.end] for m in mentions] == [
        "Last week",
        "Sept. 29",
        "Friday",
    ]
    assert [m.text for m in mentions] == ["Last week", "Sept. 29", "Friday"]


def test_what_something_is_measured_by_has_been(find: Find) -> None:
    (mention,) = find("Owners will get $43 a share, 32 percent above Friday's close.")
    assert mention.value.first < PUBLISHED


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("A 16-year-old was arrested on Friday.", "When was the 16-year-old arrested?"),
        ("The painting, made in 1887, was found in a barn.", "When was the painting made?"),
        ("The bridge will close, the director said on Friday.", "When did the director say this?"),
        ("The judge set the sentencing for June 28.", "When was the sentencing?"),
        ("The program will run until Sept. 30, 2026.", "When does the program end?"),
        (
            "Ann Lee will remain in the post until Friday.",
            "Until when did Ann Lee remain in the post?",
        ),
        ("Ann Lee on Tuesday appointed Joe Roe.", "When did Ann Lee appoint Joe Roe?"),
        ("Start Date: October 1, 2025", "What is the start date?"),
    ],
)
def test_questions_are_plain_english(find: Find, sentence: str, question: str) -> None:
    assert FACET.question(find(sentence)) == question


def test_a_weekday_that_counts_from_something_else_stays_a_weekday(find: Find) -> None:
    (mention,) = find("A clerk found the note the Friday after the strike began.")
    assert (str(mention.value), mention.value.bounds) == ("Friday", None)


@pytest.mark.parametrize("word", ["following", "previous"])
def test_a_weekday_beside_another_day_stays_a_weekday(find: Find, word: str) -> None:
    (mention,) = find(f"The hearing was held the {word} Thursday.")
    assert str(mention.value) == "Thursday"


def test_the_end_of_a_year_that_is_past_is_not_placed(find: Find) -> None:
    assert find("He resigned before the end of the year.") == []


def test_what_is_bought_for_a_holiday_is_no_date(find: Find) -> None:
    assert find("They spent $400 on Christmas cards.") == []


def test_what_was_held_lies_behind(find: Find) -> None:
    (mention,) = find("The minutes of a session held on Aug. 12 show nothing.")
    assert mention.value.bounds == (date(2025, 8, 12), date(2025, 8, 12))


def test_one_day_under_two_weekdays_differs(find: Find) -> None:
    def level(left: str, right: str) -> Level:
        sides = (find(f"The fire began on {day}.") for day in (left, right))
        (one,), (other,) = sides
        return FACET.compare(one, other).level

    assert level("Wednesday, Sept. 9", "Tuesday, Sept. 9") is Level.DIFFERENT
    assert level("Wednesday, Sept. 9", "Sept. 9") is Level.EQUAL
    assert level("Wednesday, Sept. 9", "Wednesday, Sept. 9") is Level.EQUAL


@pytest.mark.parametrize(
    ("sentence", "role", "head"),
    [
        ("A guard opened the door on Friday.", "on", "open"),
        ("The mayor opened the session on Friday.", "start", "session"),
    ],
)
def test_opening_a_thing_starts_nothing(find: Find, sentence: str, role: str, head: str) -> None:
    (mention,) = find(sentence)
    assert (mention.slot.role, mention.slot.head) == (role, head)


def test_a_pronoun_is_whom_it_means(find: Find) -> None:
    *_, mention = find("Mayor Ann Lee spoke first. She left the council on Friday.")
    assert mention.slot.subject == "ann lee"


def test_far_apart_only_dates_of_one_thing_differ(find: Find) -> None:
    (session,) = find("The governor opens the session on Jan. 13.")
    (patrol,) = find("The patrol starts on July 1.")
    (again,) = find("The session of the council starts on July 1.")
    (soon,) = find("The patrol starts on Jan. 14.")
    assert FACET.compare(session, patrol).level is Level.NULL
    assert FACET.compare(session, again).level is Level.DIFFERENT
    assert FACET.compare(session, soon).level is Level.DIFFERENT
