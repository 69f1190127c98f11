"""What befell those whom a number counts: killed, hurt, arrested, missing, evacuated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.facets.slots import is_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

OUTCOMES = {
    "dead": frozenset("kill die death dead toll fatality perish drown".split()),
    "hurt": frozenset("injure wound hurt injury injured wounded casualty hospitalize".split()),
    "held": frozenset("arrest detain apprehend".split()),
    "missing": frozenset("miss missing".split()),
    "moved": frozenset("evacuate displace evacuation displacement".split()),
}
"""What befalls people and sources count, by the words they count it under, nouns or verbs."""
EVENTS = frozenset("death fatality injury casualty arrest".split())
"""Nouns of `OUTCOMES` that stand for whoever it befell: no deaths, no arrests."""
NAMED_BY = {
    "dead": "kill",
    "hurt": "injure",
    "held": "arrest",
    "missing": "miss",
    "moved": "evacuate",
}
"""One verb for each of `OUTCOMES`."""
TOLLS = EVENTS | {"toll", "dead"}
"""Nouns that count whom an outcome befell as if it were they."""
TREATING = frozenset(
    "admit airlift bring carry fly receive rush send suffer sustain take transport treat".split()
)
"""Verbs that tell of the hurt by what they had or were brought somewhere with."""
INJURIES = frozenset("injury wound burn bruise fracture concussion".split())
HURT, HOSPITAL = "injure", "hospital"


def outcomes_of(words: frozenset[str]) -> frozenset[str]:
    """The names of the outcomes that any of the lemmas stands for."""
    return frozenset(name for name, known in OUTCOMES.items() if words & known)


def one_wording(head: str, predicate: str) -> tuple[str, str]:
    """Say in one way who is counted and what befell them: "two deaths", "two people died"."""
    outcomes = outcomes_of(frozenset({head if head in TOLLS else predicate}))
    if len(outcomes) != 1:
        return head, predicate
    return "person" if head in TOLLS or not head else head, NAMED_BY[min(outcomes)]


def outcome_verb(verb: Token) -> str:
    """Lemma of a verb, "injure" where it tells of injuries: "taken to hospital with burns"."""
    lemma = verb.lemma_.lower()
    if lemma not in TREATING:
        return lemma
    behind = [n for n in verb.subtree if n.i > verb.i]
    is_told = any(_tells_of_harm(noun, verb) for noun in behind)
    return HURT if is_told else lemma


def _tells_of_harm(noun: Token, verb: Token) -> bool:
    lemma = noun.lemma_.lower()
    if lemma == HOSPITAL:
        return noun.head.lower_ == "to"
    as_object = noun.head == verb if noun.dep_ == "dobj" else noun.head.lower_ in {"with", "for"}
    return lemma in INJURIES and as_object


def outcome_above(counted: Token) -> str:
    """The noun that says what befalls those counted: "the arrest of 12 men"; "" for none.

    It may stand before another: "an evacuation order for 120,000 residents".
    """
    if counted.dep_ != "pobj" or counted.head.lower_ not in {"of", "for"}:
        return ""
    noun = counted.head.head
    told = [noun, *(c for c in noun.lefts if c.dep_ == "compound")]
    return next((t.lemma_.lower() for t in told if is_noun(t) and outcomes_of_word(t)), "")


def outcomes_of_word(token: Token) -> frozenset[str]:
    """The names of the outcomes that a word stands for."""
    return outcomes_of(frozenset({token.lemma_.lower()}))
