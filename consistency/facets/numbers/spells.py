"""How long something lasts, worked out from the days on which it starts and ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from consistency.facets.dates.events import END_WORDS, START_WORDS, words_before
from consistency.facets.dates.resolving import resolve
from consistency.facets.dates.written import Moment
from consistency.facets.lexemes import Lexeme
from consistency.facets.numbers.amounts import Amount, show_quantity
from consistency.facets.numbers.units import DAYS, DURATION

LEAST_DAYS = 28
"""Shorter spells are told in days, and nobody retells them as a duration."""
SLACK = 2.0
"""Days by which whole years and months may be missed: last days count or do not, leap days do."""
WEEKDAY_SLACK = 7.0
"""The same where a side is only a weekday, which may be this week's or the next."""


@dataclass(frozen=True, slots=True)
class Spell:
    """The time from one day to another, on lexemes [first, last)."""

    first: int
    last: int
    amount: Amount


def read_spells(
    lexemes: Sequence[Lexeme], moments: Sequence[Moment], reference: date | None
) -> Iterator[Spell]:
    """Yield the spells of a claim: "from May 1 to July 31", "starting Monday … ending Sept. 30"."""
    for moment in moments:
        if moment.end is not None and moment.day is not None:
            near = Moment(moment.first, moment.own_last, moment.year, moment.month, moment.day)
            yield from _spell(near, moment.end, reference)
    for start, end in pairwise(moments):
        starts = words_before(lexemes, start.first) & START_WORDS
        if starts and words_before(lexemes, end.first) & END_WORDS:
            yield from _spell(start, end, reference)


def _spell(start: Moment, end: Moment, reference: date | None) -> Iterator[Spell]:
    first = resolve(start, reference, direction=1)
    last = resolve(end, reference, direction=1)
    if not (first and last and first.bounds and last.bounds) or end.day is None:
        return
    (begun, begun_last), (_, over) = first.bounds, last.bounds
    n_days = (over - begun).days + 1
    if begun == begun_last and n_days >= LEAST_DAYS:
        slack = WEEKDAY_SLACK if start.day is None else SLACK
        yield Spell(start.first, end.last, _length(n_days, slack))


def _length(n_days: int, slack: float) -> Amount:
    shown = next((s for unit in ("year", "month") if (s := _in_units(n_days, unit, slack))), "")
    shown = shown or show_quantity(n_days, n_days, DURATION)
    return Amount(n_days - slack, n_days + slack, DURATION, shown=f"{shown} by its dates")


def _in_units(n_days: int, unit: str, slack: float) -> str:
    """Write a length in whole units, or return "" where it is none."""
    n_units = round(n_days / DAYS[unit])
    whole = n_units > 0 and abs(n_days - n_units * DAYS[unit]) <= slack
    return show_quantity(n_units, n_units, unit) if whole else ""
