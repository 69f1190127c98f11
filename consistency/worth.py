"""How much a checker would miss a detail: its kind, its part in the story, and how exact it is."""

from __future__ import annotations

import re

from consistency.records import Mention

WORTH = {
    "quantity": 1.0,
    "name": 0.9,
    "date": 0.8,
    "charge": 0.8,
    "quote": 0.6,
    "place": 0.5,
    "title": 0.4,
}
"""How much a missing detail of a facet is worth to a checker, 0..1. Others are never missed."""
ROLE_WORTH = {
    "rank": 0.6,
    "age": 0.7,
    "duration": 0.8,
    "lag": 0.5,  # whoever dates both events has told it
    "share": 0.9,
    "agent": 0.6,
    "recipient": 0.6,
    "patient": 0.6,
    "against": 0.6,
    "named": 0.5,
    "scope": 0.5,
    "phrase": 0.5,
    "spelling": 0.0,
    "called": 0.0,
}
"""What is left of that worth for details that are seldom the point of a story, 0..1."""
LOOSE_WORTH = 0.5
"""What is left of the worth of a detail that pins nothing down, 0..1."""
FEW = frozenset({"1", "2", "1 more", "2 more", "1 fewer", "2 fewer"})
COUNTING = frozenset({"count", "duration", "lag", "limit", "period"})
ROUGH = re.compile(
    r"\b(?:a few|several|some|many|dozens|scores|hundreds|thousands|millions|billions)\b"
)
"""Counts with no number in them."""
HEDGED_LAG = re.compile(r"\b(?:more|less|fewer) than an?\b|\bover an?\b|\bunder an?\b")
TOLD_FROM_TODAY = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|ago|weekend|(?:last|this) "
    r"(?:night|morning|afternoon|evening|spring|summer|fall|autumn|winter))\b"
)
"""Dates told by how far off they lie: others tell the same day by its name or not at all."""
NO_EVENT = frozenset({"be", "have", "do"})
"""Verbs of which "When was that?" is all that can be asked."""


def worth_of(mention: Mention) -> float:
    """How much a checker would miss this detail, 0..1."""
    role = mention.slot.role
    if role == "named" and len(str(mention.value).split()) == 1:
        return (
            0.0  # a single capitalised word is as often an abbreviation or a first word as a name
        )
    if mention.facet == "quantity" and role in {"count", "change"} and _is_few(mention):
        return 0.0  # "one problem", "the two leaders": a way of speaking, no figure
    if mention.facet == "date" and mention.slot.head in NO_EVENT:
        return 0.0
    if mention.facet == "charge" and _tells_deeds(mention):
        return 0.0
    loose = LOOSE_WORTH if _is_loose(mention) else 1.0
    return WORTH.get(mention.facet, 0.0) * ROLE_WORTH.get(role, 1.0) * loose


def _tells_deeds(mention: Mention) -> bool:
    """Whether a charge tells what was done, which others tell elsewhere: "planning an attack"."""
    return all(offence.is_deed for offence in mention.value.offences)


def _is_few(mention: Mention) -> bool:
    return str(mention.value) in FEW


def _is_loose(mention: Mention) -> bool:
    """Whether a detail is too rough to check: "a few weeks", "thousands", "this weekend"."""
    text = mention.text.lower()
    if mention.facet == "date":
        return bool(TOLD_FROM_TODAY.search(text))
    if mention.facet != "quantity" or mention.slot.role not in COUNTING:
        return False
    rough = ROUGH.search(text) or (mention.slot.role == "lag" and HEDGED_LAG.search(text))
    return bool(rough) and not any(c.isdigit() for c in text)
