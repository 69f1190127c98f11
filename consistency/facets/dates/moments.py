"""Read every date of a claim, as words leave it: nothing is placed on a calendar here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from consistency.facets.dates.calendar import SEASONS
from consistency.facets.dates.named_days import FIRST_WORDS, read_holiday, read_nth_weekday
from consistency.facets.dates.relative import (
    GRAINS,
    NEAR,
    read_ago,
    read_end,
    read_near,
    read_running,
    read_season,
    read_week_from,
    read_weekday,
)
from consistency.facets.dates.written import (
    DASHES,
    MONTH_NUMBERS,
    WEEKDAY_NUMBERS,
    Moment,
    day_number,
    read_clock,
    read_dated,
    read_numeric,
    read_year,
    year_after,
)
from consistency.facets.lexemes import Lexeme, kind_at, word_at
from consistency.facets.numbers.numerals import NUMBER_WORDS

OPENERS = frozenset(
    [
        *MONTH_NUMBERS,
        *WEEKDAY_NUMBERS,
        *SEASONS,
        *NEAR,
        *NUMBER_WORDS,
        *FIRST_WORDS,
        *GRAINS,
        *"a an the this last next past early mid late earlier later end fiscal noon".split(),
    ]
)
"""Words a date can start with; most words are passed over at once."""
Reader = Callable[[Sequence[Lexeme], int], Moment | None]


def read_moments(lexemes: Sequence[Lexeme]) -> Iterator[Moment]:
    """Yield the dates of a claim in order, spans as one moment with an `end`."""
    at = 0
    while at < len(lexemes):
        moment = read_moment(lexemes, at)
        if moment is None:
            at += 1
            continue
        moment = _with_end(lexemes, moment)
        yield moment
        at = moment.last


def read_moment(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read the one date that starts at `at`, without a span's end, or None."""
    kind = kind_at(lexemes, at)
    if kind in {"", "symbol"} or (kind == "word" and lexemes[at].lower not in OPENERS):
        return None
    for read in READERS:
        if moment := read(lexemes, at):
            return moment
    return None


def _with_end(lexemes: Sequence[Lexeme], start: Moment) -> Moment:
    """Go on over "through September 30, 2026", "to 1978", "-78", "and 2009" after "between"."""
    joined, at = word_at(lexemes, start.last), start.last + 1
    if joined == ",":
        joined, at = word_at(lexemes, at), at + 1
        if joined not in {"through", "until", "to"}:
            return start
    between = word_at(lexemes, start.first - 1) == "between" and joined == "and"
    if joined not in DASHES | {"to", "through", "until", "thru", "till"} and not between:
        return start
    end = (
        read_moment(lexemes, at)
        or _short_year(lexemes, at, start)
        or _day_alone(lexemes, at, start)
    )
    if end is None or _kind(end) != _kind(start) or start.minute is not None:
        return start
    return replace(start, last=end.last, end=end, own_last=start.last)


def _kind(moment: Moment) -> str:
    if moment.day is not None:
        return "day"
    if moment.month is not None:
        return "month"
    return (
        "year" if moment.year is not None else "weekday" if moment.weekday is not None else "other"
    )


def _short_year(lexemes: Sequence[Lexeme], at: int, start: Moment) -> Moment | None:
    """Read the "78" of "1966-78"."""
    if start.year is None or start.month or kind_at(lexemes, at) != "number":
        return None
    text = lexemes[at].text
    if len(text) != 2 or lexemes[at].gap or int(text) <= start.year % 100:
        return None
    return Moment(at, at + 1, year=start.year - start.year % 100 + int(text))


def _day_alone(lexemes: Sequence[Lexeme], at: int, start: Moment) -> Moment | None:
    """Read the "12" of "June 10-12"."""
    day = day_number(lexemes, at)
    if start.day is None or day is None or day <= start.day:
        return None
    year = year_after(lexemes, at + 1)
    return Moment(at, year[1], year=year[0] or start.year, month=start.month, day=day)


READERS: tuple[Reader, ...] = (
    read_numeric,
    read_clock,
    read_ago,
    read_week_from,
    read_nth_weekday,
    read_holiday,
    read_weekday,
    read_dated,
    read_year,
    read_season,
    read_near,
    read_end,
    read_running,
)
