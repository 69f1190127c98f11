"""Deeds: what a clause says is done, will be or may be, so that a plan meets what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.clauses import clause_terms, is_denied, negator_of
from consistency.facets.synonyms import same_word
from consistency.records import Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

DEED = "deed"
"""Role of a mention that only says what is done, or may be: it is met by what plans it."""
KNOWN_DOER = 0.2
"""How much it adds, 0..1, to two clauses being of one deed that both name the same doer."""
LEAST_SHARED = 2
"""Terms that two clauses must share to be of one deed where a doer is not named."""
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


def deed_slot(verb: Token, doer: str) -> Slot:
    """Return the slot of a deed: the verb, who does it, to what, and the clause's other terms."""
    lemma = verb.lemma_.lower()
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    return Slot(
        head=thing.lemma_.lower() if thing is not None else "",
        role=DEED,
        modifiers=clause_terms(verb) - {lemma} - set(doer.split()),
        predicate=lemma,
        subject=doer,
    )


def deed_keys(slot: Slot) -> frozenset[str]:
    """Keys by which a plan and the deed find each other: the verb with who does it or to what."""
    if not slot.predicate:
        return frozenset()
    with_it = {slot.head, *slot.modifiers, *slot.subject.split()[-1:]}
    act = same_word(slot.predicate)
    return frozenset(f"deed:{act}:{same_word(word)}" for word in with_it if word)


def one_deed(left: Slot, right: Slot) -> float:
    """How sure it is, 0..1, that two slots are of one act, doer and matter; 0 where they are not.

    The terms shared, of the fewer, tell; with no doer named on one side, more must be shared.
    """
    act = same_word(left.predicate)
    terms = [frozenset(map(same_word, slot.modifiers)) - {act} for slot in (left, right)]
    shared = terms[0] & terms[1]
    if not shared or not act or act != same_word(right.predicate):
        return 0.0
    part = 0.5 * len(shared) / min(len(terms[0]), len(terms[1]))
    if left.subject and right.subject:
        one_doer = set(left.subject.split()) & set(right.subject.split())
        return KNOWN_DOER + part if one_doer else 0.0
    return part if len(shared) >= LEAST_SHARED else 0.0
