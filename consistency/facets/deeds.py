"""Deeds: what a clause says is done, will be or may be, so that a plan meets what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.clauses import is_denied, negator_of

if TYPE_CHECKING:
    from spacy.tokens import Token

OPEN = frozenset({"may", "might", "could"})
AHEAD = frozenset({"will", "would", "shall", "wo", "'ll", "’ll", "'d", "’d"})
HAVING = frozenset({"have", "has", "had", "'ve", "’ve"})
STATED = frozenset({"ROOT", "conj", "ccomp"})
"""Places in a sentence where a clause is put forward, not taken as known."""
UNDONE = frozenset({"if", "unless", "whether", "until", "before"})
"""Words that open a clause of what has not come about."""
NO_DEED = frozenset(
    "be have do say tell think know want need see feel seem appear believe hope try like love"
    " mean look hear understand remember add note argue write explain go come get make take give"
    " keep let put show call use find become remain".split()
)
"""Verbs of saying and thinking, and those that mean little by themselves."""


@dataclass(frozen=True, slots=True)
class Deed:
    """How far a deed has got, "considering", "proposed" or "done", and the word that says so."""

    rung: str
    word: str


def deed_of(verb: Token) -> Deed | None:
    """Return what a verb says of its deed; None where it says nothing of one, or denies it."""
    if verb.lemma_.lower() in NO_DEED or verb.dep_ not in STATED or not verb.lemma_.isalpha():
        return None
    if negator_of(verb) is not None or is_denied(verb):
        return None
    if any(c.dep_ == "mark" and c.lower_ in UNDONE for c in verb.children):
        return None
    helpers = [c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if modal := next((h for h in helpers if h in OPEN | AHEAD), None):
        rung = "considering" if modal in OPEN else "proposed"
        return Deed(rung, f"{modal} {verb.lower_}") if "have" not in helpers else None
    if verb.tag_ == "VBD" and not helpers:
        return Deed("done", verb.lower_)
    past = verb.tag_ == "VBN" and set(helpers) & (HAVING | {"was", "were"})
    return Deed("done", verb.lower_) if past else None
