"""The day of publication: from metadata, from the text, from the file's name, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from consistency.articles.assembly import assemble
from consistency.articles.dates import (
    filename_day,
    is_date_line,
    metadata_day,
    url_day,
    written_days,
)
from consistency.articles.drafts import Draft
from consistency.settings import ReadingSettings

DAY = date(2031, 4, 3)
TITLE = "Council votes to close the Osk Bridge for eleven months"
LEAD = "The council of Tarn City voted 7 to 2 on Thursday to close the bridge from May 1, 2031."
LAST = "Mayor Ines Holt said the council had no other choice after the inspection on March 2, 2031."


def found(
    *lines: str, path: str = "story.txt", published: str | None = None
) -> tuple[date | None, str]:
    """Return the day of an article of these lines, and where it was found."""
    draft = Draft("\n\n".join(lines), published=published)
    article = assemble(draft, path=path, settings=ReadingSettings())
    return article.published, article.published_from


@pytest.mark.parametrize(
    "line",
    [
        "April 3, 2031",
        "Apr 3, 2031",
        "Thursday, April 3, 2031",
        "3 April 2031",
        "3rd of April 2031",
        "2031-04-03",
        "2031-04-03T22:10:00-05:00",
        "Thu, 04/03/2031 – 22:10",
        "Thu 03.04.2031, 10:10 p.m.",
        "Published April 3, 2031 at 5:03 p.m. ET",
        "First published on 3 April 2031",
        "Posted: Apr. 3, 2031 | Updated: Apr. 5, 2031",
        "Updated April 5, 2031; published April 3, 2031",
        "Date: April 3, 2031",
        "By Ada Quill | April 3, 2031",
        "Published April 3, 2031 in Local News",
    ],
)
def test_a_line_that_is_a_date_gives_the_day(line: str) -> None:
    assert found(TITLE, line, LEAD, LAST) == (DAY, "text")
    assert found(TITLE, LEAD, LAST, line) == (DAY, "text")


def test_a_press_release_opens_with_its_day() -> None:
    opening = "TARN CITY, April 3, 2031 /Newswire/ -- The city will close the Osk Bridge in May."
    assert found(TITLE, opening, LAST) == (DAY, "text")


def test_an_update_dates_an_article_only_where_nothing_else_does() -> None:
    assert found(TITLE, "Updated April 3, 2031", LEAD) == (DAY, "text")
    assert found(TITLE, "Updated April 5, 2031", "April 3, 2031", LEAD) == (DAY, "text")


def test_the_day_at_the_headline_comes_before_the_day_above_it() -> None:
    assert found("Saturday, April 5, 2031", TITLE, "April 3, 2031", LEAD) == (DAY, "text")


@pytest.mark.parametrize(
    "line",
    [
        "The bridge closes on May 1, 2031.",
        "By May 1, 2031, two more ferries will run.",
        "Issued on March 2, 2031, the report named three piers.",
        "Start Date: May 1, 2031",
        "© 2031 Harbor Herald",
        "Figures as of 06/10/2031. They may have changed since publication.",
        "April 3",
    ],
)
def test_days_in_prose_and_bare_years_are_no_publication_days(line: str) -> None:
    assert found(TITLE, line, LEAD, LAST) == (None, "none")
    assert found(TITLE, LEAD, LAST, line) == (None, "none")


def test_a_date_that_heads_a_passage_is_no_publication_day() -> None:
    assert found(TITLE, LEAD, LAST, "March 2, 2031", LAST) == (None, "none")


def test_dates_of_other_stories_are_no_publication_days() -> None:
    other = ["Related", "Ferry fares rise again", "April 3, 2031"]
    assert found(TITLE, LEAD, LAST, *other) == (None, "none")


def test_metadata_come_before_text_and_text_before_the_file_name() -> None:
    named = "2031-04-09-bridge.txt"
    assert found(TITLE, "April 5, 2031", LEAD, published="2031-04-03") == (DAY, "metadata")
    assert found(TITLE, "April 3, 2031", LEAD, path=named) == (DAY, "text")
    assert found(TITLE, LEAD, path=named) == (date(2031, 4, 9), "filename")


def test_unreadable_metadata_leave_the_day_to_the_text() -> None:
    assert found(TITLE, "April 3, 2031", LEAD, published="last week") == (DAY, "text")


@pytest.mark.parametrize(
    "value",
    [
        "2031-04-03",
        "2031-04-03T23:59:00+09:00",
        "20310403",
        "Thu, 03 Apr 2031 10:00:00 GMT",
        "April 3rd, 2031",
        "1932940800",
        "1932940800000",
    ],
)
def test_metadata_are_read_in_their_usual_forms(value: str) -> None:
    assert metadata_day(value) == DAY


@pytest.mark.parametrize("value", ["", "yesterday", "2031", "2031-02-30", "31/31/2031", "9" * 40])
def test_what_is_no_day_is_none(value: str) -> None:
    assert metadata_day(value) is None


def test_an_ambiguous_day_is_settled_by_its_weekday() -> None:
    assert metadata_day("Thursday 04/03/2031") == DAY
    assert metadata_day("Thursday 03/04/2031") == DAY


def test_an_ambiguous_day_is_settled_by_the_days_the_story_names() -> None:
    assert metadata_day("04/03/2031", near=[date(2031, 4, 1)]) == DAY
    assert metadata_day("04/03/2031", near=[date(2031, 3, 1)]) == date(2031, 3, 4)


def test_an_ambiguous_day_that_nothing_settles_is_unknown() -> None:
    assert metadata_day("04/03/2031") is None
    assert metadata_day("04/04/2031") == date(2031, 4, 4)
    assert metadata_day("25/04/2031") == date(2031, 4, 25)


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2031-04-03-bridge", DAY),
        ("herald_20310403", DAY),
        ("2031.04.03", DAY),
        ("120310403", None),
        ("a20310403f", None),
        ("2031-13-03", None),
        ("000_401c68b17d433c99", None),
    ],
)
def test_a_file_name_gives_a_day_that_stands_apart(stem: str, day: date | None) -> None:
    assert filename_day(stem) == day


def test_an_address_gives_a_day() -> None:
    assert url_day("https://herald.example/2031/04/03/bridge") == DAY
    assert url_day("https://herald.example/2031/04/bridge") is None


def test_a_date_line_holds_nothing_else() -> None:
    assert is_date_line("Last updated: 3 April 2031, 10:10 GMT")
    assert not is_date_line("Market report, April 3, 2031")
    assert not is_date_line("")


def test_days_are_found_in_order_with_their_places() -> None:
    text = "From 3 April 2031 to 2031-05-01."
    days = written_days(text)
    assert [text[day.start : day.end] for day in days] == ["3 April 2031", "2031-05-01"]
