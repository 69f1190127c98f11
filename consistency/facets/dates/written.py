"""Read dates that are written out: days, months, years, decades, times of day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from consistency.facets.dates.calendar import MONTHS, WEEKDAYS, Grain
from consistency.facets.lexemes import Lexeme, kind_at, word_at
from consistency.facets.numbers.units import time_unit

MONTH_NUMBERS = {m.lower(): n for n, m in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {m.lower()[:3]: n for n, m in enumerate(MONTHS, 1)} | {"sept": 9}
WEEKDAY_NUMBERS = {d.lower(): n for n, d in enumerate(WEEKDAYS)}
WEEKDAY_NUMBERS |= {d.lower()[:3]: n for n, d in enumerate(WEEKDAYS)} | {
    "tues": 1,
    "thurs": 3,
    "thur": 3,
}
NAMES_OF_PEOPLE = frozenset({"may", "march", "april", "june", "august", "jan", "mar", "sun", "sat"})
"""Words for times that are names or common words too: they need a neighbour that says date."""
TIME_PREPOSITIONS = frozenset(
    "in since until till by from through during of last next this early mid late and to for after"
    " before between past around coming each every".split()
)
PARTS = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}
"""Nouns that name a part of a month or year: "the end of August" is late August."""
DASHES = frozenset("-–—")
COMMON_YEAR = 2001
"""Stands for a year that is not named: February has 28 days in most."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written on lexemes [first, last).

    Args:
        year, month, day, weekday, minute: What is named.
        other: Day and month swapped, where "06/10/2025" could mean either.
        season: "spring" and so on.
        part: "early", "mid" or "late" in a month, year or decade.
        unit: Unit of a relative date: "last week", "a month ago".
        back: Units before the publication date, as (fewest, most); negative for later ones.
        which: "last", "next" or "this" before a weekday, month or season; "earlier" and "later"
            for the part of a running unit before and after publication; "ago"; "from" for the
            weekday a week after the next; "running" for the end of the unit that runs.
        holiday: The name of a day that has one.
        nth: Which of its month's weekdays, -1 for the last.
        end: The far end of a span; `own_last` is where the near end stops.
    """

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    minute: int | None = None
    other: tuple[int, int] | None = None
    season: str = ""
    part: str = ""
    unit: Grain | None = None
    back: tuple[int, int] | None = None
    which: str = ""
    holiday: str = ""
    nth: int = 0
    end: Moment | None = None
    own_last: int = 0

    @property
    def explicit(self) -> bool:
        """Whether a year, a month or a day of the month is written out."""
        return self.year is not None or self.month is not None


def read_numeric(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "2025-10-06" and "10/06/2025"; where both orders can be, month first and `other`."""
    if kind_at(lexemes, at) != "date":
        return None
    text = lexemes[at].text
    if "-" in text:
        year, month, day = (int(n) for n in text.split("-"))
        return _checked(Moment(at, at + 1, year=year, month=month, day=day))
    month, day, year = (int(n) for n in text.split("/"))
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    other = (day, month) if day <= 12 and day != month else None
    if month > 12:
        month, day, other = day, month, None
    return _checked(Moment(at, at + 1, year=year, month=month, day=day, other=other))


def _checked(moment: Moment) -> Moment | None:
    if not 1 <= (moment.month or 1) <= 12 or not 1 <= (moment.day or 1) <= 31:
        return None
    return moment


def read_clock(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "2:52 p.m.", "2 pm", "noon", "midnight"."""
    if word_at(lexemes, at) == "noon":
        return Moment(at, at + 1, minute=720)
    half = word_at(lexemes, at + 1).replace(".", "")
    kind = kind_at(lexemes, at)
    if half not in {"am", "pm"}:
        if kind != "clock":
            return None
        hour, minute = _hours(lexemes[at].text)
        return Moment(at, at + 1, minute=hour * 60 + minute) if hour >= 13 else None
    if kind not in {"clock", "number"} or "," in lexemes[at].text or "." in lexemes[at].text:
        return None
    hour, minute = _hours(lexemes[at].text)
    if not 1 <= hour <= 12:
        return None
    return Moment(at, at + 2, minute=(hour % 12 + 12 * (half == "pm")) * 60 + minute)


def _hours(text: str) -> tuple[int, int]:
    hour, _, rest = text.partition(":")
    return int(hour), int(rest.split(":")[0]) if rest else 0


def which_at(lexemes: Sequence[Lexeme], at: int) -> tuple[str, int]:
    """Read "last", "next", "this", "this past", "this coming", and where the dated word stands."""
    word, after = word_at(lexemes, at), word_at(lexemes, at + 1)
    if word in {"this", "the"} and after in {"past", "coming"}:
        return ("last" if after == "past" else "next"), at + 2
    if word in {"last", "next", "this", "past"}:
        return ("last" if word == "past" else word), at + 1
    return "", at


def read_dated(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read a date with a month in it: "Sept. 30, 2025", "30 September", "mid-May"."""
    for read in (_day_first, month_and_day, _edge_of_month, _month_alone):
        if moment := read(lexemes, at):
            return moment
    return None


def _month_number(lexemes: Sequence[Lexeme], at: int) -> tuple[int | None, int]:
    """Return the month written at `at` and where it ends, its full stop included."""
    word = word_at(lexemes, at)
    if word not in MONTH_NUMBERS or not lexemes[at].text[0].isupper():
        return None, at
    short = len(word) <= 4 and word not in {"may", "june", "july"}
    stop = short and word_at(lexemes, at + 1) == "." and not lexemes[at + 1].gap
    return MONTH_NUMBERS[word], at + 1 + stop


def day_number(lexemes: Sequence[Lexeme], at: int) -> int | None:
    kind = kind_at(lexemes, at)
    if kind not in {"number", "ordinal"}:
        return None
    text = lexemes[at].text
    digits = text[:-2] if kind == "ordinal" else text
    if not digits.isdigit() or len(digits) > 2 or not 1 <= int(digits) <= 31:
        return None
    glued = at + 1 < len(lexemes) and not lexemes[at + 1].gap and lexemes[at + 1].kind == "word"
    return None if glued and not lexemes[at + 1].lower.startswith("'") else int(digits)


def year_after(lexemes: Sequence[Lexeme], at: int) -> tuple[int | None, int]:
    """Return the year that follows, after a comma or not, and where the date then ends."""
    for skip in (1, 0) if word_at(lexemes, at) == "," else (0,):
        if is_year(lexemes, at + skip):
            return int(lexemes[at + skip].text), at + skip + 1
    return None, at


def month_and_day(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    month, after = _month_number(lexemes, at)
    if month is None:
        return None
    day = day_number(lexemes, after)
    if day is None:
        return None
    year, last = year_after(lexemes, after + 1)
    return Moment(at, last, year=year, month=month, day=day)


def _day_first(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "30 September 2025", "the 15th of March"."""
    start = at
    at += word_at(lexemes, at) == "the" and kind_at(lexemes, at + 1) == "ordinal"
    day = day_number(lexemes, at)
    if day is None:
        return None
    at += 1
    at += word_at(lexemes, at) == "of"
    month, after = _month_number(lexemes, at)
    if month is None or day_number(lexemes, after) is not None:
        return None
    year, last = year_after(lexemes, after)
    return Moment(start, last, year=year, month=month, day=day)


def _edge_of_month(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "the last day of April", "the first day of May 2020"."""
    words = [word_at(lexemes, at + n) for n in range(4)]
    if words[0] != "the" or words[2:] != ["day", "of"] or words[1] not in {"first", "last"}:
        return None
    month, after = _month_number(lexemes, at + 4)
    if month is None or day_number(lexemes, after) is not None:
        return None
    year, last = year_after(lexemes, after)
    day = 1 if words[1] == "first" else monthrange(year or COMMON_YEAR, month)[1]
    return Moment(at, last, year=year, month=month, day=day)


def _month_alone(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "January 2010", "in June", "mid-May", "late last March", "the end of August"."""
    start, part, at = at, *part_at(lexemes, at)
    which, at = which_at(lexemes, at)
    month, after = _month_number(lexemes, at)
    if month is None:
        return None
    after += word_at(lexemes, after) == "of" and is_year(lexemes, after + 1)
    year, last = year_after(lexemes, after)
    bare = not (year or part or which)
    if bare and _may_be_name(lexemes, at, start):
        return None
    return Moment(start, last, year=year, month=month, part=part, which=which)


def _may_be_name(lexemes: Sequence[Lexeme], at: int, start: int) -> bool:
    before = word_at(lexemes, start - 1)
    if before in TIME_PREPOSITIONS:
        return False
    return lexemes[at].lower in NAMES_OF_PEOPLE or len(lexemes[at].lower) <= 4


def part_at(lexemes: Sequence[Lexeme], at: int) -> tuple[str, int]:
    """Read "early", "mid-", "late", "the end of", "the start of", "the middle of"."""
    word = word_at(lexemes, at)
    if word in {"early", "mid", "late"}:
        after = at + 1 + (word_at(lexemes, at + 1) in {*DASHES, "in"})
        return word, after
    if word == "the" and word_at(lexemes, at + 2) == "of":
        part = PARTS.get(word_at(lexemes, at + 1))
        if part:
            return part, at + 3
    return "", at


def is_year(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Say whether a year, 1800 to 2099, stands at `at` and nothing makes a count of it."""
    if kind_at(lexemes, at) != "number":
        return False
    text = lexemes[at].text
    if len(text) != 4 or not text.isdigit() or not 1800 <= int(text) <= 2099:
        return False
    if kind_at(lexemes, at - 1) == "currency" or word_at(lexemes, at - 1) in {
        "#",
        "no",
        "about",
        "some",
        "©",
        "copyright",
    }:
        return False
    after = word_at(lexemes, at + 1)
    glued = at + 1 < len(lexemes) and not lexemes[at + 1].gap and lexemes[at + 1].kind == "word"
    return after not in {"%", "percent", "dollars", "million", "billion", "more"} and not (
        (glued and not after.startswith("'"))
        or time_unit(after)
        or after in {"miles", "feet", "people"}
    )


def read_year(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "2008", "late 1998", "the end of 2012", "fiscal 2013", "the 1970s"."""
    start, part, at = at, *part_at(lexemes, at)
    at += word_at(lexemes, at) == "the" and kind_at(lexemes, at + 1) == "decade"
    if kind_at(lexemes, at) == "decade":
        digits = lexemes[at].text.strip("'’s")
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
        return Moment(start, at + 1, year=year, part=part, unit=Grain.DECADE)
    if is_year(lexemes, at):
        return Moment(start, at + 1, year=int(lexemes[at].text), part=part)
    return None
