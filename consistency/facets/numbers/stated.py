"""Read a number or a range of two with its currency sign or unit, before any hedge."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from consistency.facets.lexemes import Lexeme, kind_at, phrase_at, word_at
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


def read_stated(lexemes: Sequence[Lexeme], at: int) -> Stated | None:
    """Read one number with its currency sign or unit."""
    money = kind_at(lexemes, at) == "currency"
    numeral = read_numeral(lexemes, at + money, money=money)
    if numeral is None:
        return _read_article(lexemes, at)
    if is_code(lexemes, numeral):
        return None
    stated = Stated(numeral, numeral, at, numeral.last)
    if money:
        return replace(stated, kind="money", unit=CURRENCY_SIGNS.get(lexemes[at].text, "USD"))
    return with_unit(lexemes, stated)


def _read_article(lexemes: Sequence[Lexeme], at: int) -> Stated | None:
    """Read "a year" where it says how long: "for a year", "a year of", "nearly an hour"."""
    unit = time_unit(word_at(lexemes, at + 1))
    if word_at(lexemes, at) not in {"a", "an"} or unit in {None, "second", "day", "night"}:
        return None
    lasting = word_at(lexemes, at - 1) in {"for", "within", "lasting", "lasted"}
    lasting |= hedge_before(lexemes, at)[0] is not Hedge.PLAIN
    lasting |= word_at(lexemes, at + 2) == "of" and unit != "week"
    lasting |= phrase_at(lexemes, at + 2, ("-", "long")) or phrase_at(
        lexemes, at + 2, ("in", "prison")
    )
    if not lasting:
        return None
    one = Numeral(1.0, 1.0, 1.0, at, at + 1, "words")
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
