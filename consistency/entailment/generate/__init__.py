"""Sentence pairs made by rule, for what news needs and general sets lack.

Numbers, sums, days, places, people and offices exchanged; hedges that agree ("nearly 20" and 18);
other groups' numbers; plans, orders and denials; the reach of a negation. All sentences were
written for this project, all labels follow from how they are put together.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping

from consistency.entailment.data import Pair
from consistency.entailment.generate import stances, values
from consistency.entailment.generate.events import EVENTS, Event
from consistency.entailment.generate.values import Person, Place, Slot, Value, relation
from consistency.entailment.labels import LABELS

_TRIES = 400
Filling = dict[str, Slot]


def generated_pairs(n: int, *, seed: int) -> list[Pair]:
    """Make n distinct pairs, a third for each label, the same for the same seed.

    Their source is `generated_` and the kind: slot, brief, aside or stance.
    """
    dice = random.Random(seed)
    made: dict[tuple[str, str], Pair] = {}
    while len(made) < n:
        label = LABELS[len(made) % len(LABELS)]
        pair = dice.choice(_KINDS[label])(label, dice)
        if pair is not None:
            made.setdefault(pair.key, pair)
    return list(made.values())


def _exchanged(label: str, dice: random.Random) -> Pair | None:
    """Two wordings of one event, alike but for one slot, which decides the label."""
    event = dice.choice(EVENTS)
    premise = dice.choice(event.full)
    slot = dice.choice(_variable_slots(premise))
    hypotheses = [text for text in event.full + event.brief if slot in _slots(text)]
    first = _filling(dice)
    second = _exchange(first, slot, label, dice)
    if second is None:
        return None
    hypothesis = dice.choice(hypotheses)
    alike = _alike(event, dice)
    return _pair(premise, first, hypothesis, second, alike, label, "generated_slot")


def _exchange(filling: Filling, slot: str, label: str, dice: random.Random) -> Filling | None:
    """Word one slot anew so that it stands to the first wording as the label says."""
    for _ in range(_TRIES):
        drawn = _draw(slot, filling[slot], dice)
        if relation(filling[slot], drawn) == label and drawn != filling[slot]:
            return filling | {slot: drawn}
    return None


def _brief(label: str, dice: random.Random) -> Pair | None:
    """A full wording and a brief one: the brief follows from the full, not the other way."""
    event = dice.choice(EVENTS)
    full, brief = dice.choice(event.full), dice.choice(event.brief)
    filling, alike = _filling(dice), _alike(event, dice)
    if label == "entailment":
        other = dice.choice((brief, dice.choice(event.full)))
        return _pair(full, filling, other, filling, alike, label, "generated_brief")
    if set(_variable_slots(brief)) == set(_variable_slots(full)):
        return None
    return _pair(brief, filling, full, filling, alike, label, "generated_brief")


def _aside(label: str, dice: random.Random) -> Pair | None:
    """A sentence on the same event about another matter, or about another event in that place."""
    event, other = dice.sample(EVENTS, 2)
    whole = values.count(dice)
    filling = _filling(dice) | {"n": whole}
    changed = filling | {"n": values.count(dice), "m": values.money(dice)}
    hypothesis = dice.choice(other.full + other.brief if dice.random() < 0.3 else event.asides)
    if "part" in _slots(hypothesis):
        part = values.part_of(whole, dice)
        if part is None:
            return None
        changed["part"] = part
    alike = _alike(other, dice) | _alike(event, dice)
    premise = dice.choice(event.full)
    return _pair(premise, filling, hypothesis, changed, alike, label, "generated_aside")


def _stance(label: str, dice: random.Random) -> Pair | None:
    """A row of the tables on certainty and negation, filled."""
    rows = stances.DEED_ROWS if dice.random() < 0.6 else stances.GROUP_ROWS
    premise, hypothesis, _ = dice.choice([row for row in rows if row[2] == label])
    base, past, participle, ing = dice.choice(stances.DEEDS)
    alike = {
        "actor": dice.choice(stances.ACTORS),
        "people": dice.choice(stances.GROUPS),
        "hurt": dice.choice(stances.FATES),
        "n": str(dice.randrange(2, 60)),
        "n2": str(dice.randrange(60, 90)),
        "day": values.weekday(dice).text,
        "base": base, "past": past, "pp": participle, "ing": ing,
    }  # fmt: skip
    return Pair(_sentence(premise, alike), _sentence(hypothesis, alike), label, "generated_stance")


_KINDS: Mapping[str, tuple[Callable[[str, random.Random], Pair | None], ...]] = {
    "entailment": (_exchanged, _exchanged, _brief, _stance),
    "neutral": (_exchanged, _aside, _aside, _brief, _stance),
    "contradiction": (_exchanged, _exchanged, _exchanged, _stance),
}


def _filling(dice: random.Random) -> Filling:
    return {slot: _draw(slot, None, dice) for slot in ("n", "m", "day", "place", "who")} | {
        "day": dice.choice((values.day, values.weekday))(dice)
    }


def _draw(slot: str, near: Slot | None, dice: random.Random) -> Slot:
    """Draw a slot's wording; of days, one of the same kind as the one it is near to."""
    if isinstance(near, Place) or slot == "place":
        return values.place(dice, near=near if isinstance(near, Place) else None)
    if isinstance(near, Person) or slot == "who":
        return values.person(dice, near=near if isinstance(near, Person) else None)
    start = int(near.core[0]) if isinstance(near, Value) else None
    if slot == "day":
        is_weekday = isinstance(near, Value) and near.text.split()[-1] not in values.MONTH_WORDS
        return (values.weekday if is_weekday else values.day)(dice, near=start)
    if slot == "m":
        return values.money(dice, near=None if start is None else round(start / 100_000))
    return values.count(dice, near=start)


def _alike(event: Event, dice: random.Random) -> dict[str, str]:
    return {slot: dice.choice(choices) for slot, choices in event.alike.items()}


def _pair(
    premise: str,
    first: Filling,
    hypothesis: str,
    second: Filling,
    alike: Mapping[str, str],
    label: str,
    source: str,
) -> Pair:
    texts = [
        _sentence(wording, {**alike, **{slot: value.text for slot, value in filling.items()}})
        for wording, filling in ((premise, first), (hypothesis, second))
    ]
    return Pair(texts[0], texts[1], label, source)


def _sentence(wording: str, filling: Mapping[str, str]) -> str:
    """Fill a wording; `{x_first}` is x with a capital, as is the sentence's first letter."""
    capitals = {f"{slot}_first": text[:1].upper() + text[1:] for slot, text in filling.items()}
    text = wording.format_map({**filling, **capitals})
    return text[:1].upper() + text[1:]


def _slots(wording: str) -> set[str]:
    names = (name for _, name, _, _ in string.Formatter().parse(wording) if name)
    return {name.removesuffix("_first") for name in names}


def _variable_slots(wording: str) -> list[str]:
    return sorted(_slots(wording) & {"n", "m", "day", "place", "who"})
