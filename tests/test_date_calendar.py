"""Dates as written, placed on the calendar, and compared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.dates.calendar import (
    DECLINED,
    Grain,
    When,
    compare_days,
    month_of,
    on_day,
    week_of,
    weekend_of,
    years,
)
from consistency.facets.dates.moments import read_moments
from consistency.facets.dates.named_days import LAST, nth_weekday
from consistency.facets.dates.resolving import resolve
from consistency.facets.dates.written import Moment
from consistency.facets.lexemes import lex
from consistency.records import Level
from consistency.settings import DateSettings

SETTINGS = DateSettings()
PUBLISHED = date(2013, 1, 30)
"""A Wednesday."""


def moments(text: str) -> list[Moment]:
    return list(read_moments(lex(text)))


def when(text: str, *, ahead: int = -1, reference: date | None = PUBLISHED) -> When:
    """The one date in a text, placed."""
    (moment,) = moments(text)
    placed = resolve(moment, reference, direction=ahead)
    assert placed is not None
    return placed


def compare(left: When, right: When) -> Level:
    return compare_days(left, right, settings=SETTINGS).level


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sept. 30, 2025", "Tue 30 Sep 2025"),
        ("30 September 2025", "Tue 30 Sep 2025"),
        ("the 15th of March, 2012", "Thu 15 Mar 2012"),
        ("2025-10-06", "Mon 6 Oct 2025"),
        ("10/05/2025", "Sat 10 May 2025"),
        ("13/05/2025", "Tue 13 May 2025"),
        ("January 2010", "January 2010"),
        ("in May", "May 2012"),
        ("mid-May", "mid-May 2012"),
        ("last November", "November 2012"),
        ("late 1998", "late 1998"),
        ("the 1970s", "the 1970s"),
        ("last summer", "summer 2012"),
        ("the fall of 2011", "fall 2011"),
        ("Tuesday", "Tue 29 Jan 2013"),
        ("Wednesday morning", "Wed 30 Jan 2013"),
        ("last Wednesday", "Wed 23 Jan 2013"),
        ("next Tuesday", "Tue 5 Feb 2013"),
        ("yesterday", "Tue 29 Jan 2013"),
        ("last night", "Tue 29 Jan 2013"),
        ("three days ago", "Sun 27 Jan 2013"),
        ("last week", "week of 21 Jan 2013"),
        ("over the weekend", "weekend of 26 Jan 2013"),
        ("this past weekend", "weekend of 26 Jan 2013"),
        ("last year", "2012"),
        ("late last year", "late 2012"),
        ("eight years ago", "2005"),
        ("earlier this month", "Tue 1 Jan 2013 – Wed 30 Jan 2013"),
        ("from 1966 to 1978", "1966–1978"),
        ("1966-78", "1966–1978"),
        ("the first Monday in May", "Mon 7 May 2012"),
        ("the last Friday of June 2011", "Fri 24 Jun 2011"),
        ("the 2nd Tuesday of Nov. 2012", "Tue 13 Nov 2012"),
        ("on Columbus Day", "Mon 8 Oct 2012"),
        ("on Memorial Day", "Mon 28 May 2012"),
        ("since Thanksgiving", "Thu 22 Nov 2012"),
        ("on New Year’s Eve", "Mon 31 Dec 2012"),
        ("on Christmas morning", "Tue 25 Dec 2012"),
        ("last Halloween", "Wed 31 Oct 2012"),
        ("Easter Sunday 2008", "Sun 23 Mar 2008"),
        ("on Good Friday 2011", "Fri 22 Apr 2011"),
        ("2:52 p.m.", "2:52 p.m."),
        ("noon", "12:00 p.m."),
    ],
)
def test_dates_are_placed_as_a_reader_of_that_day_would(text: str, shown: str) -> None:
    assert str(when(text)) == shown


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        ("Tuesday", "Tue 29 Jan 2013", "Tue 5 Feb 2013"),
        ("Wednesday", "Wed 30 Jan 2013", "Wed 30 Jan 2013"),
        ("in April", "April 2012", "April 2013"),
        ("the weekend", "weekend of 26 Jan 2013", "weekend of 2 Feb 2013"),
        ("on Labor Day", "Mon 3 Sep 2012", "Mon 2 Sep 2013"),
        ("the third Thursday in April", "Thu 19 Apr 2012", "Thu 18 Apr 2013"),
        ("a week from Friday", "Fri 8 Feb 2013", "Fri 8 Feb 2013"),
        ("a week from Wednesday", "Wed 13 Feb 2013", "Wed 13 Feb 2013"),
    ],
)
def test_tense_decides_between_the_last_and_the_next(text: str, past: str, ahead: str) -> None:
    assert str(when(text, ahead=-1)) == past
    assert str(when(text, ahead=1)) == ahead


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("before the end of the year", date(2013, 8, 7), date(2013, 12, 31)),
        ("by year's end", date(2013, 8, 7), date(2013, 12, 31)),
        ("at year-end", date(2013, 8, 7), date(2013, 12, 31)),
        ("by the end of the month", date(2013, 1, 19), date(2013, 1, 31)),
        ("by the end of the week", date(2013, 2, 1), date(2013, 2, 3)),
    ],
)
def test_the_end_of_what_is_running_lies_ahead_or_is_not_known(
    text: str, first: date, last: date
) -> None:
    assert when(text, ahead=1).bounds == (first, last)
    assert resolve(moments(text)[0], PUBLISHED, direction=-1) is None


@pytest.mark.parametrize(
    "text",
    [
        "he may go",
        "the end of the fiscal year",
        "Christmas cards",
        "the Labor Day parade",
        "before Thanksgiving of that year",
        "on labor day by day",
        "Theresa May said",
        "the march on the capitol",
        "Super Tuesday",
        "on Sundays",
        "$2008",
        "1,966 boats",
        "during the past week",
        "2000 people",
        "in his 20s",
        "Sun",
        "© 2013",
    ],
)
def test_what_only_looks_like_a_date_is_passed_over(text: str) -> None:
    assert moments(text) == []


def test_a_year_is_taken_from_the_weekday_where_both_orders_of_a_numeric_date_are_possible() -> (
    None
):
    assert str(when("06/10/2025", reference=date(2025, 10, 6))) == "Mon 6 Oct 2025"
    assert str(when("06/10/2025", reference=date(2025, 6, 11))) == "Tue 10 Jun 2025"


def test_a_weekday_that_the_date_does_not_fall_on_is_a_clash() -> None:
    clashing = when("Tuesday, Oct. 15, 2025")
    assert clashing.clash
    assert str(clashing) == "Tuesday 15 Oct 2025 (a Wednesday)"
    assert not when("Wednesday, Oct. 15, 2025").clash


def test_without_a_publication_date_a_weekday_stays_a_weekday() -> None:
    assert str(when("on Tuesday", reference=None)) == "Tuesday"
    assert str(when("on June 25", reference=None)) == "25 June"
    assert resolve(moments("last week")[0], None) is None


def test_a_span_keeps_both_ends_and_where_the_near_one_stops() -> None:
    (moment,) = moments("beginning October 1, 2025, through September 30, 2026, it")
    assert moment.end is not None
    assert (moment.day, moment.end.day, moment.end.year) == (1, 30, 2026)
    assert moment.own_last < moment.end.first


def test_weekdays_of_a_span_follow_one_another() -> None:
    span = when("Wednesday through Friday", ahead=-1)
    assert span.bounds is not None
    assert span.bounds[0] < span.bounds[1]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Sept. 30, 2025", "September 30, 2025", Level.EQUAL),
        ("Sept. 30, 2025", "September 2025", Level.COMPATIBLE),
        ("January 2010", "2010", Level.COMPATIBLE),
        ("Tuesday", "Wednesday", Level.DIFFERENT),
        ("April 30, 2013", "mid-May", Level.DIFFERENT),
        ("from 1966 to 1978", "from 1967 to 1979", Level.DIFFERENT),
        ("last year", "earlier this month", Level.DIFFERENT),
        ("last year", "in November", Level.COMPATIBLE),
        ("last week", "over the weekend", Level.DIFFERENT),
        ("2 p.m.", "3 p.m.", Level.DIFFERENT),
        ("2 p.m.", "Tuesday", Level.NULL),
    ],
)
def test_dates_compare_at_the_coarser_grain(left: str, right: str, level: Level) -> None:
    assert compare(when(left), when(right)) is level


def test_a_weekday_can_be_compared_with_a_placed_date() -> None:
    tuesday = when("on Tuesday", reference=None)
    assert compare(tuesday, on_day(date(2013, 1, 29))) is Level.COMPATIBLE
    assert compare(tuesday, on_day(date(2013, 1, 30))) is Level.DIFFERENT
    assert compare(tuesday, month_of(2013, 1)) is Level.NULL


def test_one_weekday_in_two_weeks_is_no_difference() -> None:
    assert compare(when("Tuesday"), on_day(date(2013, 1, 22))) is Level.COMPATIBLE


def test_a_difference_that_rests_on_a_guessed_day_is_weaker() -> None:
    (moment,) = moments("last week")
    guessed = resolve(moment, PUBLISHED, certain=False, direction=-1)
    assert guessed is not None
    other = on_day(date(2013, 1, 29))
    weak = compare_days(guessed, other, settings=SETTINGS)
    strong = compare_days(when("last week"), other, settings=SETTINGS)
    assert weak.strength == SETTINGS.uncertain_strength < strong.strength


def test_a_withheld_day_is_declined_beside_a_stated_one() -> None:
    assert compare(DECLINED, on_day(PUBLISHED)) is Level.DECLINED
    assert compare(DECLINED, DECLINED) is Level.EQUAL


days = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@st.composite
def whens(draw: st.DrawFn) -> When:
    day = draw(days)
    made = draw(
        st.sampled_from(
            [
                on_day(day),
                week_of(day),
                weekend_of(day),
                month_of(day.year, day.month),
                years(day.year, day.year),
                When(weekday=day.weekday(), named=True),
                When(month=day.month, day=day.day),
                When(grain=Grain.CLOCK, minute=day.day * 30),
                DECLINED,
            ]
        )
    )
    return made


@given(whens(), whens())
def test_comparing_dates_is_symmetric(left: When, right: When) -> None:
    one = compare_days(left, right, settings=SETTINGS)
    other = compare_days(right, left, settings=SETTINGS)
    assert (one.level, one.strength) == (other.level, other.strength)
    assert 0 <= one.strength <= 1


@given(whens())
def test_a_date_equals_itself_and_shows_itself(value: When) -> None:
    assert compare(value, value) is Level.EQUAL
    assert str(value)


@given(days)
def test_every_interval_holds_the_day_it_is_made_of(day: date) -> None:
    for interval in (week_of(day), month_of(day.year, day.month), years(day.year, day.year)):
        assert interval.bounds is not None
        assert interval.bounds[0] <= day <= interval.bounds[1]
        assert compare(interval, on_day(day)) in {Level.COMPATIBLE, Level.EQUAL}


@given(st.integers(1583, 4099), st.integers(1, 12), st.integers(0, 6))
def test_the_weekdays_of_a_month_are_counted_from_both_ends(
    year: int, month: int, weekday: int
) -> None:
    counted = [d for n in range(1, 6) if (d := nth_weekday(year, month, weekday, n))]
    assert nth_weekday(year, month, weekday, LAST) == counted[-1]
    assert {(d.year, d.month, d.weekday()) for d in counted} == {(year, month, weekday)}
    gaps = {(after - before).days for before, after in pairwise(counted)}
    assert gaps == {7}
    assert (counted[0] - timedelta(days=7)).month != month
    assert (counted[-1] + timedelta(days=7)).month != month


def test_a_month_without_a_fifth_monday_gives_no_day() -> None:
    assert resolve(moments("the fifth Monday in February 2013")[0], PUBLISHED) is None


@given(days)
def test_written_days_are_read_back(day: date) -> None:
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%Y-%m-%d}",
    ):
        assert when(text).bounds == (day, day)


@given(days, st.integers(0, 6), st.sampled_from([-1, 1]))
def test_a_bare_weekday_lies_within_a_week_of_publication(
    day: date, weekday: int, ahead: int
) -> None:
    placed = resolve(Moment(0, 1, weekday=weekday), day, direction=ahead)
    assert placed is not None
    assert placed.first is not None
    assert placed.first.weekday() == weekday
    assert timedelta(0) <= (placed.first - day) * ahead < timedelta(7)


@given(st.text(max_size=80), days)
def test_no_text_breaks_the_reader(text: str, published: date) -> None:
    pieces = lex(text)
    for moment in read_moments(pieces):
        assert 0 <= moment.first < moment.last <= len(pieces)
        placed = resolve(moment, published)
        assert placed is None or str(placed)
