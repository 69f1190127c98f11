"""Polarity: what a clause says is so or is not so, as a proposition with a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.antonyms import are_opposites
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.clauses import (
    NEGATIVE_VERBS,
    SUBJECTS,
    content,
    is_denied,
    name_for,
    negator_of,
    subject_of,
    verbs_of,
)
from consistency.facets.phrasing import cut_short
from consistency.records import Judgement, Level, Mention, Slot, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEECH = frozenset(
    "say tell add note write argue announce state report insist explain claim stress warn".split()
)
MOST_SHOWN = 160
"""Characters of a statement that a question repeats."""
LIGHT = frozenset("be have do make take get go give come see think know want".split())
"""Verbs that say too little by themselves for two clauses to be opposites of one another."""


@dataclass(frozen=True, slots=True)
class Proposition:
    """A predicate and its terms, affirmed or denied. `sentence` is how the page shows it."""

    predicate: str
    terms: frozenset[str]
    names: frozenset[str]
    affirmed: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class PolarityFacet(Facet):
    """Finds the clauses of a claim and whether each is affirmed or denied."""

    name = "polarity"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return a mention a clause that says something of substance, in reading order."""
        return [
            mention
            for claim in parsed.claims
            for verb in verbs_of(claim)
            if (mention := _mention(parsed, claim, verb)) is not None
        ]

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Say whether two clauses affirm the same, or one denies what the other affirms.

        Names alone never make one proposition: something must be said of them in both.
        """
        a, b = left.value, right.value
        shared = a.terms & b.terms
        said = shared - a.names - b.names
        if a.predicate == b.predicate and a.predicate not in LIGHT:
            said |= {a.predicate}
        if are_opposites(a.predicate, b.predicate):
            said |= {a.predicate, b.predicate}
        if not said or len(shared | said) < 2:
            return Judgement(Level.NULL, "another proposition")
        overlap = len(shared) / max(1, min(len(a.terms), len(b.terms)))
        opposed = _opposed(a, b)
        if overlap >= 0.5 and opposed:
            return Judgement(Level.DIFFERENT, _signs(left, right), 0.75)
        if a.affirmed != b.affirmed or opposed:
            return Judgement(Level.NULL, "another proposition")
        return Judgement(
            Level.EQUAL, f"both speak of {_listed(shared | said)}", min(1.0, 0.6 + 0.4 * overlap)
        )

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask whether the proposition is agreed on, in the words of the plainest mention."""
        plain = [m for m in mentions if m.value.affirmed] or list(mentions)
        shortest = min(plain, key=lambda m: (m.slot.role != "main", len(m.value.sentence)))
        return f"Is it so that “{cut_short(shortest.value.sentence, MOST_SHOWN)}”?"


def _opposed(a: Proposition, b: Proposition) -> bool:
    """One denies what the other affirms, or they differ in a pair of opposites alone."""
    if a.predicate == b.predicate and a.affirmed != b.affirmed:
        return True
    words = a.terms - b.terms | {a.predicate}, b.terms - a.terms | {b.predicate}
    return a.affirmed == b.affirmed and any(are_opposites(x, y) for x in words[0] for y in words[1])


def _signs(left: Mention, right: Mention) -> str:
    yes, no = sorted((left, right), key=lambda m: not m.value.affirmed)
    return f"“{yes.text}” and “{no.text}” are opposite statements"


def _listed(terms: frozenset[str]) -> str:
    return ", ".join(sorted(terms)[:4])


def _mention(parsed: ParsedArticle, claim: ParsedClaim, verb: Token) -> Mention | None:
    predicate = verb.lemma_.lower()
    negated = (negator_of(verb) is not None) != is_denied(verb)
    if predicate in SPEECH or not (_is_finite(verb) or negated):
        return None
    words = [t for t in content(verb) if t != verb]
    terms = frozenset(t.lemma_.lower() for t in words)
    if len(terms) < 2:
        return None
    span = _clause_span(claim, verb)
    text = parsed.article.text[span.start : span.end]
    return Mention(
        facet="polarity",
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=text,
        value=Proposition(
            predicate,
            terms,
            frozenset(t.lemma_.lower() for t in words if t.pos_ == "PROPN"),
            negated == (predicate in NEGATIVE_VERBS),
            " ".join(text.split()),
        ),
        slot=Slot(
            head=_object_of(verb),
            role="main" if verb.dep_ == "ROOT" else "clause",
            modifiers=terms,
            predicate="" if predicate in LIGHT else predicate,
            subject=name_for(subject_of(verb)),
        ),
        speaker=claim.claim.speaker,
        masked=text,
    )


def _is_finite(verb: Token) -> bool:
    """Has a subject of its own, or shares one with the verb it is joined to."""
    if any(c.dep_ in SUBJECTS for c in verb.children):
        return True
    return verb.dep_ == "ROOT" or (verb.dep_ == "conj" and _is_finite(verb.head))


def _object_of(verb: Token) -> str:
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "attr", "nsubjpass"}), None)
    return thing.lemma_.lower() if thing is not None else ""


def _joins(token: Token) -> bool:
    return token.is_punct or token.pos_ in {"CCONJ", "SCONJ"}


def _clause_span(claim: ParsedClaim, verb: Token) -> Span:
    """From the first to the last word of the clause, other clauses at its edges cut off."""
    cut = {
        t.i
        for child in verb.children
        if child.dep_ in {"advcl", "parataxis", "ccomp", "relcl"}
        or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"})
        for t in child.subtree
    }
    own = [t for t in verb.subtree if t.i not in cut and not t.is_space]
    while own and _joins(own[-1]):
        own.pop()
    while own and _joins(own[0]):
        own.pop(0)
    if not own:
        return claim.span_of(verb, verb)
    return claim.span_of(own[0], own[-1])
