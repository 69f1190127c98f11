"""Read a number or a range of two with its currency sign or unit, before any hedge."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from consistency.facets.lexemes import Lexeme, kind_at, phrase_at, phrase_before, word_at
from consistency.facets.numbers.amounts import show_quantity
from consistency.facets.numbers.hedges import Hedge, hedge_before
from consistency.facets.numbers.numerals import Numeral, read_numeral
from consistency.facets.numbers.units import (
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DAYS,
    DURATION,
    convert,
    measure_unit,
    time_unit,
)

DASHES = frozenset("-–—")
AND_A_HALF = ("and", "a", "half")
SMALLER = {
    "foot": {"inch"},
    "pound": {"ounce"},
    "hour": {"minute"},
    "minute": {"second"},
    "day": {"hour"},
    "week": {"day"},
    "month": {"week", "day"},
    "year": {"month", "week", "day"},
}
"""Units in which the rest of an amount is told."""
SPEEDS = {"mile": "mph", "kilometer": "kph", "kilometre": "kph", "km": "kph"}
"""What so many of them "per hour" or "an hour" are."""
SCALES = {"f": "fahrenheit", "c": "celsius"}
RISING = frozenset(
    "rise rises rose risen rising grow grows grew grown growing increase increases increased"
    " increasing jump jumps jumped climb climbs climbed climbing surge surged raise raises raised"
    " raising expand expanded expanding swell swelled soar soared gain gained double doubled"
    " doubling triple tripled tripling".split()
)
FALLING = frozenset(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining"
    " decrease decreases decreased decreasing cut cuts cutting reduce reduces reduced reducing"
    " lower lowered lowering slash slashed shrink shrank shrunk plunge plunged slip slipped slump"
    " slumped tumble tumbled dip dipped".split()
)
MOVING = RISING | FALLING | frozenset("went go goes gone up down move moved change changed".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """Number or range with its unit, not yet hedged."""

    low: Numeral
    high: Numeral
    first: int
    last: int
    kind: str = "count"
    unit: str | None = None
    factor: float = 1.0
    unit_word: str = ""
    shown: str = ""
    """How the page shows it, where it is written in two units: "1 hour 20 minutes"."""


def read_stated(lexemes: Sequence[Lexeme], at: int) -> Stated | None:
    """Read one number with its currency sign or unit."""
    money = kind_at(lexemes, at) == "currency"
    numeral = read_numeral(lexemes, at + money, money=money)
    if numeral is None:
        return _read_article(lexemes, at)
    if is_code(lexemes, numeral) or _are_odds(lexemes, numeral):
        return None
    stated = Stated(numeral, numeral, at, numeral.last)
    if money:
        return replace(stated, kind="money", unit=CURRENCY_SIGNS.get(lexemes[at].text, "USD"))
    return _with_rest(lexemes, with_unit(lexemes, stated))


def _with_rest(lexemes: Sequence[Lexeme], stated: Stated) -> Stated:
    """Go on over "and a half" behind a unit, and over a smaller unit: "an hour and 20 minutes"."""
    if stated.kind not in {"time", "measure"} or not stated.unit_word:
        return stated
    if phrase_at(lexemes, stated.last, AND_A_HALF):
        value = stated.low.value + 0.5
        mixed = replace(stated.low, low=value, high=value, place=0.5)
        return replace(stated, low=mixed, high=mixed, last=stated.last + len(AND_A_HALF))
    small = _smaller(lexemes, stated)
    if small is None:
        return stated
    ratio = _size(stated) / _size(small)
    value = round(stated.low.value * ratio + small.low.value, 6)
    whole = replace(small.low, low=value, high=value, first=stated.low.first)
    texts = [show_quantity(s.low.value, s.low.value, s.unit_word) for s in (stated, small)]
    return replace(small, low=whole, high=whole, first=stated.first, shown=" ".join(texts))


def _smaller(lexemes: Sequence[Lexeme], stated: Stated) -> Stated | None:
    """Read the rest of an amount in a smaller unit: the "2" of "6-foot-2", "and three months"."""
    joined = word_at(lexemes, stated.last) in {",", "and", *DASHES}
    numeral = read_numeral(lexemes, stated.last + joined)
    if numeral is None or numeral.form not in {"digits", "words"}:
        return None
    small = with_unit(lexemes, Stated(numeral, numeral, numeral.first, numeral.last))
    glued = word_at(lexemes, stated.last) in DASHES and not lexemes[numeral.first].gap
    if small.kind == "count" and stated.unit_word == "foot" and glued:
        small = replace(small, kind="measure", unit="inch", unit_word="inch")
    if small.kind != stated.kind or small.unit_word not in SMALLER.get(stated.unit_word, ()):
        return None
    return small if small.low.value * _size(small) < _size(stated) else None


def _size(stated: Stated) -> float:
    """One of a unit, in the unit of its dimension."""
    if stated.kind == "time":
        return stated.factor
    return convert(1.0, stated.unit or "")[0]


def _are_odds(lexemes: Sequence[Lexeme], numeral: Numeral) -> bool:
    """Say whether the number is a side of "3-to-1", which counts nothing."""
    to = ("-", "to", "-")
    if phrase_at(lexemes, numeral.last, to):
        other = read_numeral(lexemes, numeral.last + len(to))
        return other is not None and other.value < numeral.value
    if not phrase_before(lexemes, numeral.first, to):
        return False
    other = read_numeral(lexemes, numeral.first - len(to) - 1)
    return other is not None and other.value > numeral.value


def _read_article(lexemes: Sequence[Lexeme], at: int) -> Stated | None:
    """Read "a year" where it says how long: "for a year", "a year of", "nearly an hour"."""
    if word_at(lexemes, at) not in {"a", "an"}:
        return None
    one = Numeral(1.0, 1.0, 1.0, at, at + 1, "words")
    with_rest = _with_rest(lexemes, with_unit(lexemes, Stated(one, one, at, at + 1)))
    if with_rest.low.value > 1.0:
        return with_rest
    unit = time_unit(word_at(lexemes, at + 1))
    if unit in {None, "second", "day", "night"}:
        return None
    lasting = word_at(lexemes, at - 1) in {"for", "within", "lasting", "lasted"}
    lasting |= hedge_before(lexemes, at)[0] is not Hedge.PLAIN
    lasting |= word_at(lexemes, at + 2) == "of" and unit != "week"
    lasting |= phrase_at(lexemes, at + 2, ("-", "long")) or phrase_at(
        lexemes, at + 2, ("in", "prison")
    )
    if not lasting:
        return None
    return _with_measure(lexemes, Stated(one, one, at, at + 1), at + 1, word_at(lexemes, at + 1))


def is_code(lexemes: Sequence[Lexeme], numeral: Numeral) -> bool:
    """Say whether the number is glued to what makes it a label: "#1", "4x4", "5G"."""
    if numeral.form != "digits":
        return False
    before, after = numeral.first - 1, numeral.last
    labels = kind_at(lexemes, before) == "word" or word_at(lexemes, before) in {"#", "/", "\\", "_"}
    if labels and not lexemes[numeral.first].gap:
        return True
    if after >= len(lexemes) or lexemes[after].gap:
        return False
    word = lexemes[after].lower
    glued = lexemes[after].kind == "word" and not word.startswith("'")
    return word in {"/", "_"} or (glued and not time_unit(word) and not measure_unit(word))


def with_unit(lexemes: Sequence[Lexeme], stated: Stated) -> Stated:
    """Go on over "percent", "dollars", "-year", "miles", "square feet", where one follows."""
    at = stated.last
    if word_at(lexemes, at) in DASHES:
        at += 1
    word = word_at(lexemes, at)
    if stated.low.form == "ordinal":
        return stated
    if found := _percent(lexemes, at, word):
        return replace(stated, kind="percent", unit=found[0], last=found[1])
    if stated.low.form in {"vague", "words", "part"} and word in {"of", "a", "an"}:
        at, word = at + 1, word_at(lexemes, at + 1)
        if stated.low.form == "words" and word not in CURRENCY_WORDS:
            return stated
    if word in CURRENCY_WORDS:
        unit, factor = CURRENCY_WORDS[word]
        return replace(stated, kind="money", unit=unit, factor=factor, last=at + 1)
    return _with_measure(lexemes, stated, at, word)


def _percent(lexemes: Sequence[Lexeme], at: int, word: str) -> tuple[str, int] | None:
    if word == "percentage" and word_at(lexemes, at + 1) in {"point", "points"}:
        return "percentage point", at + 2
    if word in {"%", "percent", "pct"}:
        points = word_at(lexemes, at + 1) in {"point", "points"}
        return ("percentage point", at + 2) if points else ("percent", at + 1)
    return ("percent", at + 2) if phrase_at(lexemes, at, ("per", "cent")) else None


def _with_measure(lexemes: Sequence[Lexeme], stated: Stated, at: int, word: str) -> Stated:
    if unit := time_unit(word):
        return replace(
            stated, kind="time", unit=DURATION, factor=DAYS[unit], unit_word=unit, last=at + 1
        )
    if word == "square" and measure_unit(word_at(lexemes, at + 1 + dash_at(lexemes, at + 1))):
        unit = measure_unit(word_at(lexemes, at + 1 + dash_at(lexemes, at + 1)))
        last = at + 2 + dash_at(lexemes, at + 1)
        factor = convert(1.0, word_at(lexemes, last - 1))[0] ** 2
        return replace(
            stated,
            kind="measure",
            unit="meter ** 2",
            factor=factor,
            unit_word=f"square {unit}",
            last=last,
        )
    if word in {"degree", "degrees"}:
        scale = word_at(lexemes, at + 1)
        if unit := measure_unit(SCALES.get(scale, scale)):
            return replace(
                stated,
                kind="measure",
                unit=SCALES.get(scale, scale),
                unit_word=f"°{unit[-1]}",
                last=at + 2,
            )
        return replace(stated, kind="measure", unit="degree", unit_word="degree", last=at + 1)
    speed = SPEEDS.get(word.removesuffix("s"))
    if speed and word_at(lexemes, at + 1) in {"per", "an"} and word_at(lexemes, at + 2) == "hour":
        return replace(stated, kind="measure", unit=speed, unit_word=speed, last=at + 3)
    if unit := measure_unit(word):
        return replace(stated, kind="measure", unit=word, unit_word=unit, last=at + 1)
    return stated


def dash_at(lexemes: Sequence[Lexeme], at: int) -> int:
    return int(word_at(lexemes, at) in DASHES)


def read_range(lexemes: Sequence[Lexeme], low: Stated, taken: Set[int]) -> Stated:
    """Go on over "to 1.6 million", "-15", "or three", "and 12" after "between"."""
    at = low.last
    joined = word_at(lexemes, at)
    if joined == "and" and word_at(lexemes, low.first - 1) != "between":
        return low
    if joined not in DASHES | {"to", "or", "and"} or at in taken or at + 1 in taken:
        return low
    high = read_stated(lexemes, at + 1)
    if high is None or not _makes_range(low, high, joined) or _is_movement(lexemes, low.first):
        return low
    return _joined(low, high)


def _makes_range(low: Stated, high: Stated, joined: str) -> bool:
    if {low.low.form, high.low.form} - {"digits", "words"}:
        return False
    if low.kind not in {"count", high.kind} or (low.unit_word not in {"", high.unit_word}):
        return False
    above = high.low.value > _shared(low.low, high.low).value
    return above and (joined != "or" or high.low.value <= 2 * low.low.value)


def _shared(low: Numeral, high: Numeral) -> Numeral:
    """Give the low number the magnitude of the high one: "1.5 to 1.6 million"."""
    for size in (1e12, 1e9, 1e6, 1e3):
        if (
            high.place * 1000 > size
            and high.value >= size > low.value
            and high.last - high.first > 1
        ):
            return low.times(size, low.last) if low.value < 1000 else low
    return low


def _joined(low: Stated, high: Stated) -> Stated:
    return replace(high, low=_shared(low.low, high.low), first=low.first)


def _is_movement(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Say whether "from 12 to 15 percent" tells of a rise or fall rather than of a range."""
    if word_at(lexemes, at - 1) != "from":
        return False
    return any(word_at(lexemes, at - back) in MOVING for back in range(2, 9))
