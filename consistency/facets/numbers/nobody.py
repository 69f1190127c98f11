"""Counts of nobody: "no one was hurt", "no arrests had been made"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedClaim
from consistency.facets.numbers.amounts import Amount
from consistency.facets.numbers.outcomes import EVENTS, outcomes_of
from consistency.facets.slots import SUBJECTS, VERBS, governor, is_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

UNNARROWED = frozenset({"person", "", *EVENTS})
"""Heads that leave nobody out."""
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
