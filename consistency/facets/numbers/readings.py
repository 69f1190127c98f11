"""Read amounts off a claim: hedge, number or range, unit, and whether it is a change or a share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from consistency.facets.dates.written import is_year
from consistency.facets.lexemes import Lexeme, kind_at, phrase_at, word_at
from consistency.facets.numbers.amounts import Amount, show_hedged, show_number
from consistency.facets.numbers.hedges import Hedge, hedge_after, hedge_before, loosen
from consistency.facets.numbers.numerals import read_numeral
from consistency.facets.numbers.stated import (
    DASHES,
    Stated,
    dash_at,
    is_code,
    read_range,
    read_stated,
    with_unit,
)
from consistency.facets.numbers.units import convert, time_unit
from consistency.settings import QuantitySettings

FALLING = frozenset("fewer less".split())

DETERMINERS = frozenset("the its his her their all only last first past other".split())
"""Words between "of" and the whole: "10 of its last 12"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount as it stands in a claim, before syntax says what is counted.

    Args:
        first, last: Lexemes [first, last) with hedge and unit; `core` those of the number alone.
        kind: "count", "money", "percent", "time", "measure", "age", "pair" (396-9) or "ordinal".
        unit_word: The unit of a duration or measure as written, "" otherwise.
        change: +1 for "500 more", -1 for "500 fewer", 0 for a level.
        share: Whether it is the part in "three of ten", "one in five" or "half of".
        form: How the number is written (see `Numeral`).
    """

    first: int
    last: int
    core: tuple[int, int]
    amount: Amount
    kind: str
    unit_word: str = ""
    change: int = 0
    share: bool = False
    form: str = "digits"


def read_amounts(
    lexemes: Sequence[Lexeme], taken: Set[int], *, settings: QuantitySettings
) -> Iterator[Reading]:
    """Yield the amounts of a claim in order; lexemes in `taken` (dates) are passed over."""
    at = 0
    while at < len(lexemes):
        reading = None if at in taken else _read_at(lexemes, at, taken, settings)
        if reading is not None:
            yield reading
            at = max(reading.last, at + 1)
        else:
            at = _skip(lexemes, at)


def _skip(lexemes: Sequence[Lexeme], at: int) -> int:
    """Step on; over all of a number that was refused, so that its tail is not read as another."""
    numeral = read_numeral(lexemes, at)
    return numeral.last if numeral and numeral.form == "digits" else at + 1


def _read_at(
    lexemes: Sequence[Lexeme], at: int, taken: Set[int], settings: QuantitySettings
) -> Reading | None:
    if pair := _read_pair(lexemes, at):
        return pair
    if ratio := _read_ratio(lexemes, at):
        return ratio
    stated = read_stated(lexemes, at)
    if stated is None or taken & set(range(stated.first, stated.last)):
        return None
    stated = read_range(lexemes, stated, taken)
    if stated.low.form == "ordinal":
        return _ordinal(stated)
    if stated.low.form == "few" and stated.kind not in {"time", "measure"}:
        return None
    if stated.low.form == "part" and stated.kind == "count":
        return _read_part(lexemes, stated)
    return _finish(lexemes, stated, settings)


def _read_pair(lexemes: Sequence[Lexeme], at: int) -> Reading | None:
    """Read two numbers set against each other, none larger than the first: "396-9"."""
    if kind_at(lexemes, at) != "number" or kind_at(lexemes, at + 2) != "number":
        return None
    joined = word_at(lexemes, at + 1)
    if joined not in DASHES | {"to"} or (joined != "to" and lexemes[at + 2].gap):
        return None
    first, second = read_numeral(lexemes, at), read_numeral(lexemes, at + 2)
    if first is None or second is None or first.last != at + 1 or second.last != at + 3:
        return None
    after = with_unit(lexemes, Stated(second, second, at + 2, at + 3))
    if first.value < second.value or after.kind != "count" or is_code(lexemes, second):
        return None
    shown = f"{show_number(first.value)}–{show_number(second.value)}"
    amount = Amount(first.value, first.value, parts=(first.value, second.value), shown=shown)
    return Reading(at, at + 3, (at, at + 3), amount, "pair")


def _read_ratio(lexemes: Sequence[Lexeme], at: int) -> Reading | None:
    """Read "one in five" and "nine out of 10" as a share in percent, with a little slack."""
    part = read_numeral(lexemes, at)
    if part is None or part.form not in {"digits", "words"}:
        return None
    out_of = phrase_at(lexemes, part.last, ("out", "of"))
    if not out_of and word_at(lexemes, part.last) != "in":
        return None
    start = part.last + (2 if out_of else 1)
    whole = None if is_year(lexemes, start) else read_numeral(lexemes, start)
    if (
        whole is None
        or whole.form not in {"digits", "words"}
        or not part.value < whole.value <= 100
    ):
        return None
    if time_unit(word_at(lexemes, whole.last)):
        return None
    hedge, first = hedge_before(lexemes, at)
    share = round(100 * part.value / whole.value, 1)
    shown = f"{hedge.value} {show_number(part.value)} in {show_number(whole.value)}".strip()
    amount = Amount(share - 1.5, share + 1.5, "percent", approximate=True, shown=shown)
    core = (at, whole.last)
    return Reading(first, whole.last, core, amount, "percent", share=True, form="part")


def _ordinal(stated: Stated) -> Reading:
    value = stated.low.value
    shown = ordinal_text(int(value))
    amount = Amount(value, value, shown=shown)
    return Reading(
        stated.first, stated.last, (stated.first, stated.last), amount, "ordinal", form="ordinal"
    )


def ordinal_text(n: int) -> str:
    """Write an ordinal number.

    >>> ordinal_text(1), ordinal_text(12), ordinal_text(43)
    ('1st', '12th', '43rd')
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _read_part(lexemes: Sequence[Lexeme], stated: Stated) -> Reading:
    """Make "two-thirds of" a share in percent, with the slack that a fraction has."""
    value = round(stated.low.value * 100, 1)
    hedge, first = hedge_before(lexemes, stated.first)
    words = " ".join(x.lower for x in lexemes[stated.first : stated.last]).replace(" - ", "-")
    low, high = {
        Hedge.MORE: (value, 100.0),
        Hedge.LEAST: (value, 100.0),
        Hedge.SLIGHTLY_OVER: (value, value + 5),
        Hedge.NEARLY: (value - 5, value),
        Hedge.LESS: (0.0, value),
        Hedge.MOST: (0.0, value),
    }.get(hedge, (value - 1.5, value + 1.5))
    shown = f"{hedge.value} {words}".strip()
    amount = Amount(low, high, "percent", approximate=True, shown=shown)
    core = (stated.first, stated.last)
    return Reading(first, stated.last, core, amount, "percent", share=True, form="part")


def _finish(lexemes: Sequence[Lexeme], stated: Stated, settings: QuantitySettings) -> Reading:
    """Add hedges, rate, age and change, and turn the stated number into an amount."""
    hedge, first = hedge_before(lexemes, stated.first)
    after, last = hedge_after(lexemes, stated.last)
    hedge = after if hedge is Hedge.PLAIN else hedge
    kind, last = _age(lexemes, stated, last)
    amount = _amount(lexemes, stated, hedge, settings)
    if kind == "money":
        amount, last = _with_rate(lexemes, amount, last)
    change, first, last = _change(lexemes, first, last)
    share = _is_share(lexemes, stated)
    if change < 0:
        amount = replace(amount, low=-amount.high, high=-amount.low)
    if change:
        amount = replace(amount, shown=f"{amount} {'more' if change > 0 else 'fewer'}")
    core = (stated.first, stated.high.last)
    return Reading(
        first, last, core, amount, kind, stated.unit_word, change, share, stated.low.form
    )


def _amount(
    lexemes: Sequence[Lexeme], stated: Stated, hedge: Hedge, settings: QuantitySettings
) -> Amount:
    low, high, place = stated.low, stated.high, stated.high.place
    bottom = loosen(hedge, low.low, low.place, settings=settings)[0]
    top = loosen(hedge, high.high, high.place, settings=settings)[1]
    vague = low.form in {"vague", "few"}
    unit, bounds = stated.unit, (bottom, top, place)
    if stated.kind == "measure" and unit not in {"degree", "meter ** 2"} and unit:
        word, unit = unit, convert(1.0, unit)[1]
        bounds = tuple(convert(b, word)[0] for b in bounds)  # type: ignore[assignment]
    bottom, top, place = (b * stated.factor for b in bounds)
    return Amount(
        low=bottom,
        high=top,
        unit=unit,
        approximate=vague or hedge is not Hedge.PLAIN,
        ranges=low.value < high.value and hedge is Hedge.PLAIN,
        place=place,
        shown=_shown(lexemes, stated, hedge),
    )


def _shown(lexemes: Sequence[Lexeme], stated: Stated, hedge: Hedge) -> str:
    if stated.low.form in {"vague", "few"}:
        words = " ".join(x.lower for x in lexemes[stated.first : stated.last])
        return f"{hedge.value} {words}".strip()
    if stated.shown:
        return f"{hedge.value} {stated.shown}".strip()
    unit = stated.unit_word or stated.unit
    if stated.kind == "money" and stated.factor != 1.0:
        scaled = (stated.low.value * stated.factor, stated.high.value * stated.factor)
        return show_hedged(hedge, *scaled, unit)
    return show_hedged(hedge, stated.low.value, stated.high.value, unit)


def _age(lexemes: Sequence[Lexeme], stated: Stated, last: int) -> tuple[str, int]:
    """Say whether "-old", "old" or "of age" makes an age of a duration, and where it ends."""
    at = stated.last + dash_at(lexemes, stated.last)
    if stated.kind != "time":
        return stated.kind, last
    if word_at(lexemes, at) in {"old", "olds"}:
        return "age", max(at + 1, last)
    if phrase_at(lexemes, at, ("of", "age")):
        return "age", max(at + 2, last)
    return "time", last


def _change(lexemes: Sequence[Lexeme], first: int, last: int) -> tuple[int, int, int]:
    """Say whether "another", "more", "fewer"… make the amount a change, and where it ends."""
    before, after = word_at(lexemes, first - 1), word_at(lexemes, last)
    if after in FALLING and word_at(lexemes, last + 1) != "of":
        return -1, first, last + 1
    if after in {"more", "additional", "extra"} and word_at(lexemes, last + 1) != "or":
        return 1, first, last + 1
    if before in {"another", "additional", "extra"}:
        return 1, first - 1, last
    return 0, first, last


def _is_share(lexemes: Sequence[Lexeme], stated: Stated) -> bool:
    """Say whether a stated whole follows: "of (the) ten", "out of 350"."""
    at = stated.last + phrase_at(lexemes, stated.last, ("out", "of"))
    if stated.kind != "count" or word_at(lexemes, at) != "of":
        return False
    at += 1
    while word_at(lexemes, at) in DETERMINERS:
        at += 1
    whole = read_numeral(lexemes, _past_hedge(lexemes, at))
    if whole is None or whole.form not in {"digits", "words"}:
        return False
    return whole.value > stated.low.value


def _past_hedge(lexemes: Sequence[Lexeme], at: int) -> int:
    for n in (1, 2, 3):
        hedge, first = hedge_before(lexemes, at + n)
        if hedge is not Hedge.PLAIN and first == at:
            return at + n
    return at


def _with_rate(lexemes: Sequence[Lexeme], amount: Amount, last: int) -> tuple[Amount, int]:
    """Note "a year", "per month" behind a sum of money in its unit, and where it ends."""
    word, unit = word_at(lexemes, last), time_unit(word_at(lexemes, last + 1))
    compared = word_at(lexemes, last + 2) in {"earlier", "later", "ago", "before", "after", "old"}
    if word not in {"a", "an", "per", "each", "every"} or unit is None or compared:
        return amount, last
    return replace(amount, unit=f"{amount.unit} per {unit}", shown=f"{amount} per {unit}"), last + 2
