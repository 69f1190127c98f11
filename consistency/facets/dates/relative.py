"""Read dates that count from the day of publication: "Tuesday", "last week", "a month ago"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consistency.facets.dates.calendar import SEASONS, Grain
from consistency.facets.dates.written import (
    NAMES_OF_PEOPLE,
    WEEKDAY_NUMBERS,
    Moment,
    is_year,
    month_and_day,
    part_at,
    which_at,
)
from consistency.facets.lexemes import Lexeme, kind_at, phrase_at, word_at
from consistency.facets.numbers.numerals import Numeral, read_numeral
from consistency.facets.numbers.units import time_unit

NAMED_DAYS = frozenset(
    "black good ash super fat cyber palm easter bloody holy giving maundy".split()
)
"""Words that make a holiday or an occasion of a weekday: "Super Tuesday" is not last Tuesday."""
DAY_PARTS = frozenset("morning afternoon evening night".split())
NEAR = {"today": 0, "tonight": 0, "yesterday": 1, "tomorrow": -1}
"""Days before publication."""
GRAINS = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "weekend": Grain.WEEKEND,
    "month": Grain.MONTH,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
}


def read_weekday(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "Tuesday", "last Friday", "early Saturday morning", "Tuesday, Oct. 15"."""
    start, which, at = at, *which_at(lexemes, at)
    at += word_at(lexemes, at) in {"early", "late"}
    if not _is_weekday(lexemes, at):
        return None
    weekday = WEEKDAY_NUMBERS[lexemes[at].lower]
    at += 1
    at += word_at(lexemes, at) == "." and lexemes[at - 1].lower in {
        "mon",
        "tues",
        "wed",
        "thurs",
        "fri",
    }
    dated = month_and_day(lexemes, at + (word_at(lexemes, at) == ","))
    if dated is not None and dated.day is not None:
        return replace(dated, first=start, weekday=weekday)
    at += word_at(lexemes, at) in DAY_PARTS
    return Moment(start, at, weekday=weekday, which=which)


def _is_weekday(lexemes: Sequence[Lexeme], at: int) -> bool:
    if kind_at(lexemes, at) != "word":
        return False
    lexeme = lexemes[at]
    if lexeme.lower not in WEEKDAY_NUMBERS or not lexeme.text[0].isupper():
        return False
    if len(lexeme.text) < 6 and lexeme.lower not in {"tues", "thurs", "thur"}:
        return word_at(lexemes, at + 1) in {".", ","} and lexeme.lower not in NAMES_OF_PEOPLE
    return (
        word_at(lexemes, at - 1) not in NAMED_DAYS
        and word_at(lexemes, at + 1) not in {"times", "post"}
    ) and not phrase_at(lexemes, at + 1, ("night", "live"))


def read_season(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "spring 2014", "last summer", "the fall of 2012"; never a bare season."""
    start, part, at = at, *part_at(lexemes, at)
    at += word_at(lexemes, at) == "the"
    which, at = which_at(lexemes, at)
    season = word_at(lexemes, at)
    if season not in SEASONS:
        return None
    at += 1
    of = word_at(lexemes, at) == "of"
    if is_year(lexemes, at + of):
        return Moment(start, at + of + 1, year=int(lexemes[at + of].text), season=season, part=part)
    return Moment(start, at, season=season, which=which, part=part) if which else None


def read_near(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "today", "yesterday", "tomorrow", "tonight", "this morning", "last night"."""
    word, after = word_at(lexemes, at), word_at(lexemes, at + 1)
    later = int(word in {"later", "earlier"} and after in {"today", "yesterday"})
    back = NEAR.get(after if later else word)
    last = at + 1 + later
    if back is not None:
        last += word_at(lexemes, last) in DAY_PARTS
    elif word == "this" and after in DAY_PARTS:
        back, last = 0, at + 2
    elif word == "last" and after == "night":
        back, last = 1, at + 2
    return None if back is None else Moment(at, last, unit=Grain.DAY, back=(back, back))


def read_running(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "last week", "next year", "earlier this month", "this past weekend"."""
    start, side = at, ""
    if word_at(lexemes, at) in {"earlier", "later"}:
        side, at = word_at(lexemes, at), at + 1
    part, at = part_at(lexemes, at)
    which, after = which_at(lexemes, at)
    if word_at(lexemes, after) == "weekend" and not which and word_at(lexemes, after - 1) == "the":
        return Moment(start, after + 1, unit=Grain.WEEKEND)
    if phrase_at(lexemes, at, ("the", "weekend")) and not side:
        return Moment(start, at + 2, unit=Grain.WEEKEND)
    grain = GRAINS.get(word_at(lexemes, after))
    if grain is None or grain in {Grain.DAY, Grain.DECADE} or not which or _lasts(lexemes, at):
        return None
    back = {"last": 1, "this": 0, "next": -1}[which]
    which = side or (which if grain is Grain.WEEKEND else "")
    return Moment(start, after + 1, unit=grain, back=(back, back), part=part, which=which)


def read_end(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "the end of the year", "month's end", "year-end": the end of what is running."""
    start, at = at, at + (word_at(lexemes, at) == "the")
    if word_at(lexemes, at) == "end" and word_at(lexemes, at + 1) == "of":
        at += 2 + (word_at(lexemes, at + 2) == "the")
        last = at + 1
    else:
        joined = word_at(lexemes, at + 1) in {"'s", "-", "–"}
        last = at + 3 if joined and word_at(lexemes, at + 2) == "end" else 0
    grain = GRAINS.get(word_at(lexemes, at))
    if not last or grain not in {Grain.WEEK, Grain.MONTH, Grain.YEAR}:
        return None
    return Moment(start, last, unit=grain, back=(0, 0), part="late", which="running")


def read_week_from(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "a week from Tuesday": the Tuesday after the next."""
    if word_at(lexemes, at) not in {"a", "one"} or not phrase_at(lexemes, at + 1, ("week", "from")):
        return None
    if not _is_weekday(lexemes, at + 3):
        return None
    return Moment(at, at + 4, weekday=WEEKDAY_NUMBERS[lexemes[at + 3].lower], which="from")


def _lasts(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Say whether "the past year", "over the last week" tells how long, not when."""
    weekend = word_at(lexemes, at + 2) == "weekend"
    if word_at(lexemes, at) in {"this", "the"} and word_at(lexemes, at + 1) in {"past", "coming"}:
        return not weekend
    return word_at(lexemes, at) == "past" or word_at(lexemes, at - 1) == "the"


def read_ago(lexemes: Sequence[Lexeme], at: int) -> Moment | None:
    """Read "three days ago", "a month ago", "more than 20 years ago"."""
    numeral = read_numeral(lexemes, at)
    if numeral is None and word_at(lexemes, at) in {"a", "an", "one"}:
        numeral = Numeral(1, 1, 1, at, at + 1, "words")
    if numeral is None:
        return None
    unit = time_unit(word_at(lexemes, numeral.last))
    if unit not in GRAINS or word_at(lexemes, numeral.last + 1) != "ago" or numeral.high > 2000:
        return None
    slack = round(numeral.value * 0.2) if numeral.value >= 10 else 0
    back = (int(numeral.low) - slack, int(numeral.high) + slack)
    last = numeral.last + 2
    last += word_at(lexemes, last) in WEEKDAY_NUMBERS  # "a month ago Thursday" is one date
    return Moment(at, last, unit=GRAINS[unit], back=back, which="ago")
