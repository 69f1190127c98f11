"""Tell levels from changes: "rose to 14", "rose by 3", "up from 11", "500 more", "in all"."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from consistency.facets.lexemes import phrase_at, phrase_before, word_at
from consistency.facets.numbers.places import Place
from consistency.facets.numbers.stated import FALLING, RISING
from consistency.facets.slots import governor, is_noun, root_of, subject_token

if TYPE_CHECKING:
    from spacy.tokens import Token

REACHING = frozenset("bring brings brought bringing total totaling totalling totaled reach".split())
AHEAD = frozenset("will would could may might shall 'll ’ll 'd ’d".split())
HOLDING = frozenset("have be number stand".split())
"""Verbs of a level that stays, under which "will" tells of a level to come."""
UPWARD = RISING | {"up"}
DOWNWARD = FALLING | {"down"}
NEAR, FAR = 4, 11
"""Pieces before a number within which "up" and "down", and a verb of change, still govern it."""


def movement_of(place: Place) -> int:
    """Return +1 where a rise, -1 where a fall, is told right before the number; 0 for neither."""
    for back in range(1, FAR + 1):
        word = word_at(place.lexemes, place.reading.first - back)
        if word in {"up", "down"} and back > NEAR:
            continue
        if word in UPWARD or word in DOWNWARD:
            return 1 if word in UPWARD else -1
    return 0


def role_of_level(place: Place) -> str:
    """Return "count", or "change", "total" and "before" (the old value of "from 500 to 1,700"),
    or "prospect" for a total to come, which no number of today contradicts."""
    reading = place.reading
    if reading.change or _is_step(place):
        return "change"
    if phrase_before(place.lexemes, reading.first, ("total", "of")):
        return "total"
    if place.after == "total" or phrase_at(place.lexemes, reading.last, ("in", "all")):
        return "total"
    reached = any(
        word_at(place.lexemes, reading.first - back) in REACHING for back in range(1, FAR + 1)
    )
    if movement_of(place) or reached:
        role = {"to": "total", "by": "change", "from": "before"}.get(place.before, "count")
        return "prospect" if role == "total" and _is_ahead(place) else role
    return "prospect" if _is_ahead(place, of=HOLDING) else "count"


def _is_ahead(place: Place, *, of: Container[str] | None = None) -> bool:
    """Say whether the level is one to come: "would bring the number of troops to 8,000".

    Args:
        of: Lemmas the verb must be one of; None for any.
    """
    verb = governor(root_of(place.core_tokens))
    if verb is None or (of is not None and verb.lemma_ not in of):
        return False
    return any(c.lower_ in AHEAD for c in verb.children if c.dep_ == "aux")


def _is_step(place: Place) -> bool:
    """Say whether "up" or "down" makes a change of the number; not so in "brought up 15 bills"."""
    first = place.run[0]
    return place.before in {"up", "down"} and first.i > 0 and first.nbor(-1).dep_ != "prt"


def what_moves(place: Place) -> Token | None:
    """Return what is said to rise, fall or reach a number: the toll that "rose to 14", the wage
    that someone would "raise to $9"."""
    verb = governor(root_of(place.core_tokens))
    if verb is None:
        return None
    raised = next((c for c in verb.children if c.dep_ == "dobj" and is_noun(c)), None)
    if raised is not None and raised not in place.run and raised.i not in place.stop:
        return raised
    if verb.lower_ not in RISING | FALLING | REACHING and verb.lemma_ not in {"be", "go", "stand"}:
        return None
    subject = subject_token(verb)
    return (
        subject if subject is not None and is_noun(subject) and subject not in place.run else None
    )
