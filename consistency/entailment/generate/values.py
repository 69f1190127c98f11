"""Values that fill a sentence's slots, and what one of them says about another.

A value has an extent: the numbers, days or places it can stand for. What lies inside another
extent is entailed, what is apart from it is contradicted, anything else is left open. Hedges are
vague at their edges, so each extent has a core that everyone grants ("nearly 20" covers 19) and a
reach beyond which no one does (it does not cover 12); values that fall between are never paired.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from consistency.entailment.generate import words


@dataclass(frozen=True, slots=True)
class Value:
    """One wording of a number, day, place or person."""

    text: str
    core: tuple[float, float]
    reach: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A wording of a place: its path runs from the country down to as far as the wording says."""

    text: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A wording of a person: what is not said is ""."""

    text: str
    title: str
    first: str
    last: str


Slot = Value | Place | Person

MONTH_WORDS = frozenset(name for name, _, _ in words.MONTHS)


def relation(premise: Slot, hypothesis: Slot) -> str:
    """Say how a hypothesis's value stands to a premise's, all else being equal.

    Returns:
        One of the labels, or "" where people would not agree on one.
    """
    if isinstance(premise, Value) and isinstance(hypothesis, Value):
        return _relation_of_extents(premise, hypothesis)
    if isinstance(premise, Place) and isinstance(hypothesis, Place):
        return _relation_of_paths(premise.path, hypothesis.path)
    if isinstance(premise, Person) and isinstance(hypothesis, Person):
        return _relation_of_people(premise, hypothesis)
    return ""


def _relation_of_extents(premise: Value, hypothesis: Value) -> str:
    if _within(premise.reach, hypothesis.core):
        return "entailment"
    if premise.reach[1] < hypothesis.reach[0] or hypothesis.reach[1] < premise.reach[0]:
        return "contradiction"
    overlap = max(premise.core[0], hypothesis.core[0]) <= min(premise.core[1], hypothesis.core[1])
    return "neutral" if overlap and not _within(premise.core, hypothesis.reach) else ""


def _within(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _relation_of_paths(premise: tuple[str, ...], hypothesis: tuple[str, ...]) -> str:
    if premise[: len(hypothesis)] == hypothesis:
        return "entailment"
    return "neutral" if hypothesis[: len(premise)] == premise else "contradiction"


def _relation_of_people(premise: Person, hypothesis: Person) -> str:
    pairs = [
        (premise.title, hypothesis.title),
        (premise.first, hypothesis.first),
        (premise.last, hypothesis.last),
    ]
    if any(left and right and left != right for left, right in pairs):
        return "contradiction"
    return "entailment" if all(left or not right for left, right in pairs) else "neutral"


# Numbers


def count(dice: random.Random, *, near: int | None = None) -> Value:
    """Draw a wording of a count, of a size such as news reports; `near` a given number if any."""
    number = near if near is not None else round(math.exp(dice.uniform(math.log(3), math.log(900))))
    number = max(2, round(number * dice.choice((1, 1, 1, 0.95, 0.9, 1.05, 0.5, 1.5, 2, 3))))
    return dice.choice(_COUNTS)(number, dice)


def part_of(whole: Value, dice: random.Random) -> Value | None:
    """Draw a number that can be a part of a count, whatever the count is; None of a small one."""
    least = int(min(whole.core[0], 900))
    return _exact(dice.randrange(2, least), dice) if least > 2 else None


def _exact(number: int, dice: random.Random) -> Value:
    spelt = number in words.NUMBERS and dice.random() < 0.5
    text = words.NUMBERS[number] if spelt else f"{number:,}"
    return Value(text, (number, number), (number, number))


def _round(number: int, *, least: int = 5) -> int:
    step = 5 * int("1" + "0" * max(0, len(str(number)) - 2))
    return max(least, round(number / step) * step)


def _about(number: int, dice: random.Random) -> Value:
    middle = _round(number, least=10)
    hedge = dice.choice(("about", "around", "some", "roughly", "approximately"))
    core, reach = (0.95 * middle, 1.05 * middle), (0.8 * middle, 1.2 * middle)
    return Value(f"{hedge} {middle:,}", core, reach)


def _nearly(number: int, dice: random.Random) -> Value:
    top = _round(number, least=10)
    hedge = dice.choice(("nearly", "almost", "just under", "close to"))
    return Value(f"{hedge} {top:,}", (0.9 * top, top - 1), (0.75 * top, top))


def _at_least(number: int, dice: random.Random) -> Value:
    low = _round(number)
    text, low = dice.choice(
        ((f"at least {low:,}", low), (f"more than {low:,}", low + 1), (f"over {low:,}", low + 1))
    )
    return Value(text, (low, math.inf), (low, math.inf))


def _at_most(number: int, dice: random.Random) -> Value:
    high = _round(number)
    text, high = dice.choice(((f"no more than {high:,}", high), (f"fewer than {high:,}", high - 1)))
    return Value(text, (0, high), (0, high))


def _between(number: int, dice: random.Random) -> Value:
    low = _round(number)
    high = _round(number + dice.choice((10, 20, 40)), least=low + 5)
    return Value(f"between {low:,} and {high:,}", (low, high), (low, high))


def _plenty(number: int, dice: random.Random) -> Value:
    if number >= 150 or (number >= 100 and dice.random() < 0.5):
        return Value("hundreds of", (200, 900), (120, 2000))
    return Value("dozens of", (30, 90), (20, 150))


_COUNTS: tuple[Callable[[int, random.Random], Value], ...] = (
    *(_exact,) * 5, _about, _nearly, _at_least, _at_most, _between, _plenty,
)  # fmt: skip


def money(dice: random.Random, *, near: int | None = None) -> Value:
    """Draw a wording of a sum, in dollars, in tenths of a million; `near` a given one if any."""
    tenths = near if near is not None else dice.randrange(11, 99)
    tenths = max(11, round(tenths * dice.choice((1, 1, 1, 0.5, 1.3, 2, 10))))
    millions = f"{tenths / 10:g}"
    exact = (100_000.0 * tenths, 100_000.0 * tenths)
    low = 1_000_000.0 * (tenths // 10)
    return dice.choice(
        (
            Value(f"${millions} million", exact, exact),
            Value(f"${tenths * 100_000:,}", exact, exact),
            Value(f"{millions} million dollars", exact, exact),
            Value(f"more than ${low / 1e6:g} million", (low + 1, math.inf), (low + 1, math.inf)),
            Value(
                f"about ${millions} million",
                (0.95 * exact[0], 1.05 * exact[0]),
                (0.85 * exact[0], 1.15 * exact[0]),
            ),
        )
    )


# Days


def day(dice: random.Random, *, near: int | None = None) -> Value:
    """Draw a wording of a day of the year, from 0; `near` a given one if any."""
    number = dice.randrange(365) if near is None else near
    number = (number + dice.choice((0, 0, 0, 1, 3, 10, 40, 200, 363))) % 365
    month, of_month = words.month_and_day(number)
    name, first, last = words.MONTHS[month]
    kind = dice.random()
    if kind < 0.6:
        form = dice.choice((f"on {of_month} {name}", f"on the {_ordinal(of_month)} of {name}"))
        return Value(form, (number, number), (number, number))
    if kind < 0.8:
        return Value(f"in {name}", (first, last), (first, last))
    if kind < 0.9:
        return Value(f"in early {name}", (first, first + 6), (first, first + 13))
    return Value(f"in late {name}", (last - 6, last), (last - 13, last))


def weekday(dice: random.Random, *, near: int | None = None) -> Value:
    """Draw a weekday, from 0, or a part of it or of the week; `near` a given one if any."""
    number = dice.randrange(7) if near is None else (near + dice.choice((0, 0, 1, 2, 5))) % 7
    name = words.WEEKDAYS[number]
    kind = dice.random()
    if kind < 0.15 and number >= 5:
        return Value("at the weekend", (5, 6.9), (5, 6.9))
    if kind < 0.4:
        part, hour = dice.choice((("morning", 0.3), ("afternoon", 0.6), ("evening", 0.8)))
        return Value(
            f"on {name} {part}", (number + hour, number + hour), (number + hour, number + hour)
        )
    return Value(f"on {name}", (number, number + 0.9), (number, number + 0.9))


def _ordinal(number: int) -> str:
    ending = (
        {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"
    )
    return f"{number}{ending}"


# Places and people


def place(dice: random.Random, *, near: Place | None = None) -> Place:
    """Draw a wording of a place; half the time the one given, more or less exactly."""
    town, state, country = dice.choice(words.TOWNS)
    if near is not None and dice.random() < 0.6:
        town, state, country = next(
            known
            for known in words.TOWNS
            if near.path == (known[2], known[1], known[0])[: len(near.path)]
        )
    return dice.choice(
        (
            Place(town, (country, state, town)),
            Place(f"{town}, {state}", (country, state, town)),
            Place(state, (country, state)),
        )
    )


def person(dice: random.Random, *, near: Person | None = None) -> Person:
    """Draw a wording of a title and name; of the person given, one thing at most is changed."""
    title, first, last = (dice.choice(group) for group in (words.TITLES, words.FIRST, words.LAST))
    if near is not None:
        known = (near.title or title, near.first or first, near.last)
        drawn = (title, first, last)
        changed = dice.choice((0, 1, 2, 2, 3, 3, 3))
        title, first, last = (drawn[at] if at == changed else known[at] for at in range(3))
    return dice.choice(
        (
            Person(f"{title} {first} {last}", title, first, last),
            Person(f"{first} {last}", "", first, last),
            Person(f"{title} {last}", title, "", last),
            Person(last, "", "", last),
        )
    )
