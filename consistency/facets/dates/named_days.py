"""Read days that go by a name or a place in their month: "Labor Day", "the first Monday in May"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.easter import easter

from consistency.facets.dates.relative import DAY_PARTS
from consistency.facets.dates.written import (
    MONTH_NUMBERS,
    WEEKDAY_NUMBERS,
    Moment,
    which_at,
    year_after,
)
from consistency.facets.lexemes import Lexeme, kind_at, lex, phrase_at, word_at

LAST = -1
_MONDAY, _THURSDAY = 0, 3
_FIXED = {
    "New Year's Day": (1, 1),
    "Groundhog Day": (2, 2),
    "Valentine's Day": (2, 14),
    "St. Patrick's Day": (3, 17),
    "Earth Day": (4, 22),
    "May Day": (5, 1),
    "Juneteenth": (6, 19),
    "Fourth of July": (7, 4),
    "July Fourth": (7, 4),
    "Bastille Day": (7, 14),
    "Halloween": (10, 31),
    "Armistice Day": (11, 11),
    "Remembrance Day": (11, 11),
    "Veterans Day": (11, 11),
    "Christmas Eve": (12, 24),
    "Christmas Day": (12, 25),
    "Christmas": (12, 25),
    "Boxing Day": (12, 26),
    "New Year's Eve": (12, 31),
}
"""Month and day."""
_WEEKDAY = {
    "Martin Luther King Jr. Day": (1, _MONDAY, 3),
    "Martin Luther King Day": (1, _MONDAY, 3),
    "Presidents' Day": (2, _MONDAY, 3),
    "Presidents Day": (2, _MONDAY, 3),
    "Memorial Day": (5, _MONDAY, LAST),
    "Labor Day": (9, _MONDAY, 1),
    "Columbus Day": (10, _MONDAY, 2),
    "Indigenous Peoples' Day": (10, _MONDAY, 2),
    "Thanksgiving Day": (11, _THURSDAY, 4),
    "Thanksgiving": (11, _THURSDAY, 4),
}
"""Month, weekday, and which of the month's weekdays. As in the United States: elsewhere most of
these names are unknown, and Canada's Thanksgiving is the one that falls otherwise."""
_FROM_EASTER = {
    "Mardi Gras": -47,
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
    "Easter": 0,
}
"""Days after the western Easter."""

_YEARS = range(1583, 4100)
"""Years of the Gregorian calendar for which dateutil computes Easter."""
_PHRASES = {
    name: tuple(piece.lower for piece in lex(name))
    for name in sorted((*_FIXED, *_WEEKDAY, *_FROM_EASTER), key=len, reverse=True)
}
"""The longest first: "Christmas Eve" is not Christmas."""
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": LAST}
FIRST_WORDS = frozenset({phrase[0] for phrase in _PHRASES.values()} | set(_ORDINALS))
"""Words such a day can start with."""
_BEFORE = frozenset("on by until till before since through from to between".split())
"""Words that make a date of a holiday: else it is mostly what is kept on it ("Christmas cards")."""


def read_holiday(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "Labor Day" after "on" and its like, "last Christmas", "Thanksgiving 2013"."""
    start, (which, at) = at, which_at(lexemes, at)
    at += word_at(lexemes, at) == "the"
    name = next((n for n, phrase in _PHRASES.items() if phrase_at(lexemes, at, phrase)), "")
    if not name or not lexemes[at].text[0].isupper():
        return None
    after = at + len(_PHRASES[name])
    year, last = year_after(lexemes, after)
    if any(phrase_at(lexemes, after, ("of", that, "year")) for that in ("that", "the", "each")):
        return None  # of which year stands elsewhere
    if not (which or year or word_at(lexemes, start - 1) in _BEFORE):
        return None
    last += word_at(lexemes, last) in DAY_PARTS
    return Moment(start, last, year=year, holiday=name, which=which)


def read_nth_weekday(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "the first Monday in May", "the last Friday of June 2013"."""
    start, at = at, at + (word_at(lexemes, at) == "the")
    nth, weekday = _ordinal(lexemes, at), WEEKDAY_NUMBERS.get(word_at(lexemes, at + 1))
    month = MONTH_NUMBERS.get(word_at(lexemes, at + 3))
    joined = word_at(lexemes, at + 2) in {"in", "of"}
    if not nth or weekday is None or month is None or not joined:
        return None
    stop = word_at(lexemes, at + 4) == "." and not lexemes[at + 4].gap and len(lexemes) > at + 5
    year, last = year_after(lexemes, at + 4 + stop)
    return Moment(start, last, year=year, month=month, weekday=weekday, nth=nth)


def _ordinal(lexemes: Sequence[Lexeme], at: int) -> int:
    word = word_at(lexemes, at)
    if kind_at(lexemes, at) == "ordinal":
        return int(word[:-2]) if word[:-2] in set("12345") else 0
    return _ORDINALS.get(word, 0)


def named_day(moment: Moment, year: int) -> date | None:
    """Return the day of a year that a holiday or an nth weekday falls on; None if it has none.

    None, too, in years for which Easter is not computed.
    """
    if year not in _YEARS:
        return None
    if moment.nth:
        return nth_weekday(year, moment.month or 1, moment.weekday or 0, moment.nth)
    if moment.holiday in _FROM_EASTER:
        sunday: date = easter(year)
        return sunday + timedelta(days=_FROM_EASTER[moment.holiday])
    if moment.holiday in _WEEKDAY:
        return nth_weekday(year, *_WEEKDAY[moment.holiday])
    return date(year, *_FIXED[moment.holiday])


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the month's nth weekday, its last for `LAST`; None where there are not so many.

    >>> nth_weekday(2023, 10, 0, 2)
    datetime.date(2023, 10, 9)
    """
    days = monthrange(year, month)[1]
    first = (weekday - date(year, month, 1).weekday()) % 7 + 1
    found = range(first, days + 1, 7)
    if nth > len(found):
        return None
    return date(year, month, found[nth - 1 if nth > 0 else nth])
