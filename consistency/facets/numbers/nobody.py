"""Counts of nobody: "no one was hurt", "no arrests had been made"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedClaim
from consistency.facets.numbers.amounts import Amount
from consistency.facets.slots import SUBJECTS, VERBS, governor, is_noun

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
UNNARROWED = frozenset({"person", "", *EVENTS})
"""Heads that leave nobody out."""
TREATING = frozenset(
    "admit airlift bring carry fly receive rush suffer sustain take transport treat".split()
)
"""Verbs that tell of the hurt by what they had or were brought somewhere with."""
INJURIES = frozenset("injury wound burn bruise fracture concussion".split())
HURT = "injure"
NOBODY = Amount(0.0, 0.0, shown="none")


@dataclass(frozen=True, slots=True)
class Nobody:
    """A place where a claim says that something befell nobody.

    Args:
        run: The words that say so: "no one", "No arrests".
        head: Lemma of what is counted: "person", "officer", "arrest".
        verb: The verb that says what befell them.
    """

    run: list[Token]
    head: str
    verb: Token


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
    behind = (n for n in verb.subtree if n.i > verb.i and n.lemma_.lower() in INJURIES)
    is_told = any(
        n.head == verb if n.dep_ == "dobj" else n.head.lower_ in {"with", "for"} for n in behind
    )
    return HURT if is_told else lemma


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


def find_nobody(claim: ParsedClaim) -> Iterator[Nobody]:
    """Yield each statement that an outcome befell nobody.

    Passed over: what would or may not happen, and what somebody else or another kind of it may
    have befallen ("no one else", "no further arrests", "no serious injuries").
    """
    for token in claim.tokens:
        if token.lower_ == "no":
            found = _no_one(token) or _none_of_a_kind(token)
        elif token.lower_ in {"nobody", "none"}:
            found = _with_verb([token], token, "person")
        else:
            continue
        if found is not None and outcomes_of(frozenset({found.head, found.verb.lemma_.lower()})):
            yield found


def _no_one(no: Token) -> Nobody | None:
    if no.i + 1 >= no.sent.end or no.nbor().lower_ != "one":
        return None
    return _with_verb([no, no.nbor()], no.nbor(), "person")


def _none_of_a_kind(no: Token) -> Nobody | None:
    noun = no.head
    if no.dep_ != "det" or not is_noun(noun) or noun.i < no.i:
        return None
    if any(c.dep_ in {"amod", "compound", "prep", "relcl", "acl"} for c in noun.children):
        return None
    lemma = noun.lemma_.lower()
    head = "person" if lemma == "people" else lemma
    return _with_verb(list(no.doc[no.i : noun.i + 1]), noun, head)


def _with_verb(run: list[Token], noun: Token, head: str) -> Nobody | None:
    """Join who it befell to the verb; an event ("no arrests") may be its object too."""
    verb = governor(noun)
    if verb is None or verb.pos_ not in VERBS or _is_hypothetical(verb):
        return None
    follows = noun.nbor().lower_ if noun.i + 1 < noun.sent.end else ""
    if follows in {"else", "other"} or (noun.dep_ not in SUBJECTS and head not in EVENTS):
        return None
    return Nobody(run, head, verb)


def _is_hypothetical(verb: Token) -> bool:
    """Whether the clause speaks of what would, may or will be, of a condition, or denies it."""
    return any(
        c.tag_ == "MD" or c.dep_ == "neg" or (c.dep_ == "mark" and c.lower_ in {"if", "unless"})
        for c in verb.children
    )
