"""A quantity as a value: bounds, unit, how it reads, and how two of them compare."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf, isclose, isinf, log2

from consistency.facets.numbers.hedges import Hedge
from consistency.records import Judgement, Level
from consistency.settings import QuantitySettings

WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
PLURALS = {
    "foot": "feet",
    "square foot": "square feet",
    "inch": "inches",
    "mph": "mph",
    "kph": "kph",
}
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "INR": "₹", "KRW": "₩"}
SYMBOLS |= {"AUD": "A$", "CAD": "C$", "NZD": "NZ$", "HKD": "HK$"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its bounds and unit. Equal amounts admit the same numbers of the same thing.

    Args:
        low, high: Bounds in `unit`, inclusive; an open side is +-inf ("at least 40").
        unit: "USD", "percent", "meter"…; None for a plain count.
        approximate: Whether the source hedges or is vague.
        parts: Both numbers of a vote or a score, in the order given; empty otherwise.
        ranges: Whether the source gives two numbers with all between them: "50 to 80".
        declined: Whether the source says that the number is not known or not given.
        place: Weight of the last significant place, in `unit`.
        shown: How the page shows it; the bounds are formatted where it is empty.
    """

    low: float
    high: float
    unit: str | None = None
    approximate: bool = False
    parts: tuple[float, ...] = ()
    ranges: bool = field(default=False, compare=False)
    declined: bool = False
    place: float = field(default=1.0, compare=False)
    shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.declined:
            return "not stated"
        return self.shown or _show_bounds(self)

    @property
    def bounded(self) -> bool:
        """Whether both sides are closed."""
        return not isinf(self.low) and not isinf(self.high)

    @property
    def magnitude(self) -> float:
        """One representative number: the middle, or the closed side of an open interval."""
        if self.bounded:
            return (self.low + self.high) / 2
        return self.low if isinf(self.high) else self.high


DECLINED = Amount(-inf, inf, declined=True)


def show_number(value: float, *, money: bool = False) -> str:
    """Format a number as newspapers do.

    >>> show_number(1600000.0), show_number(43350.0), show_number(5687.75), show_number(0.5)
    ('1.6 million', '43,350', '5,687.75', '0.5')
    """
    for size, word in WORDS:
        if abs(value) >= size and round(value / size, 3) * size == value:
            return f"{value / size:,.3f}".rstrip("0").rstrip(".") + f" {word}"
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.2f}" if money else f"{value:,.2f}".rstrip("0").rstrip(".")


def show_quantity(low: float, high: float, unit: str | None) -> str:
    """Format one number or a range of two with its unit."""
    sign = SYMBOLS.get(unit or "", "")
    texts = [
        sign + show_number(x, money=bool(sign)) for x in ((low,) if low == high else (low, high))
    ]
    return "–".join(texts) + _suffix(unit, plural=(low, high) != (1, 1))


def _suffix(unit: str | None, *, plural: bool) -> str:
    if unit == "percent":
        return "%"
    if unit is None or unit in SYMBOLS:
        return ""
    if unit.isupper() or unit.startswith("°"):
        return f" {unit}"
    return f" {PLURALS.get(unit, unit + 's')}" if plural else f" {unit}"


def _show_bounds(amount: Amount) -> str:
    if amount.parts:
        return "–".join(show_number(p) for p in amount.parts)
    if isinf(amount.low) and isinf(amount.high):
        return "any number"
    if isinf(amount.high):
        return f"at least {show_quantity(amount.low, amount.low, amount.unit)}"
    if isinf(amount.low):
        return f"up to {show_quantity(amount.high, amount.high, amount.unit)}"
    return show_quantity(amount.low, amount.high, amount.unit)


def show_hedged(hedge: Hedge, low: float, high: float, unit: str | None) -> str:
    """Format a stated number with its hedge: "just under 20", "at least $40 million"."""
    words = "less than" if hedge is Hedge.LESS and unit is not None else hedge.value
    return f"{words} {show_quantity(low, high, unit)}".strip()


def lowered(amount: Amount) -> Amount:
    """Return how far something fell as a negative change."""
    return replace(amount, low=-amount.high, high=-amount.low, shown=f"down {amount}")


def meets(left: Amount, right: Amount) -> bool:
    """Say whether some number lies within both. Symmetric; touching bounds meet."""
    return left.low <= right.high and right.low <= left.high


def compare_amounts(left: Amount, right: Amount, *, settings: QuantitySettings) -> Judgement:
    """Compare two amounts of one thing. Symmetric.

    Units must have been converted: other units than the same give NULL. Bounds on the same side
    ("up to 1.5 million", "up to 1.6 million") differ although their intervals meet, unless one is
    the other rounded.
    """
    if left.declined or right.declined:
        return _compare_declined(left, right)
    if left.unit != right.unit or bool(left.parts) != bool(right.parts):
        return Judgement(Level.NULL, f"{left} and {right} are not of one kind")
    if left == right or _alike(left, right):
        return Judgement(Level.EQUAL, f"both say {left}", 0.9 if _hedged(left, right) else 1.0)
    if left.parts or not meets(left, right) or _rival_bounds(left, right):
        return _difference(left, right, settings)
    return Judgement(
        Level.COMPATIBLE, f"{left} and {right} can be one number", _closeness(left, right)
    )


def _hedged(left: Amount, right: Amount) -> bool:
    return left.approximate or right.approximate


def _compare_declined(left: Amount, right: Amount) -> Judgement:
    if left.declined and right.declined:
        return Judgement(Level.EQUAL, "neither gives the number")
    stated = right if left.declined else left
    return Judgement(
        Level.DECLINED, f"one states {stated}, the other says it is not known or not given"
    )


def _alike(left: Amount, right: Amount) -> bool:
    """Equal up to the error of converting units."""
    return (
        not left.parts
        and isclose(left.low, right.low, rel_tol=1e-9)
        and isclose(left.high, right.high, rel_tol=1e-9)
    )


def _rival_bounds(left: Amount, right: Amount) -> bool:
    """Say whether both state a limit on one side, with numbers that do not round to one another.

    "Up to" and "at least" state one limit, "50 to 80" both; a plain or hedged number states none.
    """
    pairs = zip(_limits(left), _limits(right), strict=True)
    shared = [(a, b) for a, b in pairs if a is not None and b is not None]
    return any(
        not isclose(a, b, rel_tol=1e-9) and not rounds_to(_at(left, a), _at(right, b))
        for a, b in shared
    )


def _limits(amount: Amount) -> tuple[float | None, float | None]:
    """Lower and upper limit that the source states, None for each that it does not."""
    if amount.bounded and not amount.ranges:
        return None, None
    low, high = amount.low, amount.high
    return (None if isinf(low) else low), (None if isinf(high) else high)


def _at(amount: Amount, value: float) -> Amount:
    return replace(amount, low=value, high=value)


def rounds_to(left: Amount, right: Amount) -> bool:
    """Say whether the coarser number is the finer one, rounded or cut off. Symmetric."""
    coarse, fine = sorted((left, right), key=lambda a: -a.place)
    return abs(coarse.magnitude - fine.magnitude) < coarse.place and coarse.place > fine.place


def _difference(left: Amount, right: Amount, settings: QuantitySettings) -> Judgement:
    strength = 1.0
    for amount in (left, right):
        if amount.approximate or not amount.bounded:
            strength *= settings.hedged_strength
    if not left.parts and _rounding_explains(left, right, settings):
        strength *= settings.rounding_strength
    if ratio_of(left, right) >= settings.far_ratio and not _says_none(left, right):
        strength *= settings.far_strength
    return Judgement(
        Level.DIFFERENT, f"{left} and {right} cannot be one number", round(strength, 3)
    )


def _says_none(left: Amount, right: Amount) -> bool:
    """Say whether one side is none at all: no ratio says how far that is from some."""
    return any(amount.low == amount.high == 0 for amount in (left, right))


def _rounding_explains(left: Amount, right: Amount, settings: QuantitySettings) -> bool:
    """Say whether one plain number may be the other, rounded to hundreds or more."""
    gap = abs(left.magnitude - right.magnitude)
    largest = max(abs(left.magnitude), abs(right.magnitude))
    coarse = max(left.place, right.place)
    return (
        coarse >= settings.least_rounding_place
        and rounds_to(left, right)
        and gap <= settings.rounding_share * largest
    )


def ratio_of(left: Amount, right: Amount) -> float:
    """Larger over smaller of all closed bounds, at least 1; inf across zero or without any."""
    bounds = [b for a in (left, right) for b in (a.low, a.high) if not isinf(b)]
    if not bounds:
        return inf
    low, high = min(bounds), max(bounds)
    if low == high:
        return 1.0
    return high / low if low > 0 else low / high if high < 0 else inf


def _closeness(left: Amount, right: Amount) -> float:
    """How much it says that two amounts meet: 0.9 for neighbours, 0.2 for "over 100" and 5,000."""
    ratio = ratio_of(left, right)
    return 0.2 if isinf(ratio) else round(max(0.2, 0.9 - 0.3 * log2(ratio)), 3)
