"""Find what a source says is not known or not given: "did not say how many"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedClaim
from consistency.facets.slots import NOUNS, VERBS, governor, is_noun, object_of

if TYPE_CHECKING:
    from spacy.tokens import Token

TELLING = frozenset(
    "say disclose specify clarify reveal know provide give announce indicate detail state"
    " identify confirm decide determine tell explain release elaborate set offer mention share"
    " report publish finalize".split()
)
REFUSING = frozenset("decline refuse".split())
OPEN = frozenset("unclear unknown uncertain undisclosed unspecified undecided undetermined".split())
NEGATIVE = frozenset("no neither none nobody".split())


@dataclass(frozen=True, slots=True)
class Withheld:
    """A detail named only to say that it is missing.

    Args:
        run: Tokens from the question word to what is asked for.
        asked: The thing counted or the event dated, None where it is not named.
        verb: The verb of the question, else of the refusal.
    """

    run: list[Token]
    asked: Token | None
    verb: Token | None


def withheld_number(claim: ParsedClaim) -> Iterator[Withheld]:
    """Yield each "how many …" or "how much …" that the claim says is not known or not given."""
    for token in claim.tokens:
        if token.lower_ != "how" or token.i + 1 >= claim.tokens.end:
            continue
        many = token.nbor(1)
        if many.lower_ in {"many", "much"} and is_withheld(token):
            thing = _thing_asked(many)
            last = thing if thing is not None and thing.i > many.i else many
            yield Withheld(list(claim.tokens.doc[token.i : last.i + 1]), thing, governor(many))
    yield from _missing_noun(
        claim, frozenset("number figure total count cost price amount".split())
    )


def withheld_date(claim: ParsedClaim) -> Iterator[Withheld]:
    """Yield each "when …" and "no date" that the claim says is not known or not given."""
    for token in claim.tokens:
        if token.lower_ == "when" and is_withheld(token):
            verb = governor(token)
            last = verb if verb is not None and 0 < verb.i - token.i < 12 else token
            yield Withheld(list(claim.tokens.doc[token.i : last.i + 1]), verb, verb)
    yield from _missing_noun(claim, frozenset("date timeline timetable deadline".split()))


def is_withheld(question: Token) -> bool:
    """Say whether a question word stands under a negated verb of telling or "unclear"."""
    for above in question.ancestors:
        if above.lemma_.lower() in OPEN:
            return True
        if above.lemma_ in REFUSING:
            return True
        if above.lemma_ in TELLING and any(
            c.i > above.i and (c == question or c.is_ancestor(question)) for c in above.children
        ):
            return _negated(above) or any(a.lemma_ in REFUSING for a in above.ancestors)
        if any(
            c.lemma_.lower() in OPEN and c.dep_ in {"acomp", "attr", "oprd"} for c in above.children
        ):
            return True
    return False


def _negated(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "not"}:
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and (
            child.lower_ in NEGATIVE or any(c.lower_ in NEGATIVE for c in child.children)
        ):
            return True
    return False


def _thing_asked(many: Token) -> Token | None:
    if is_noun(many.head) and many.head.i > many.i:
        return many.head
    following = many.doc[many.i + 1 : min(many.i + 5, many.sent.end)]
    found = None
    for token in following:
        if is_noun(token):
            found = token
        elif found is not None or token.pos_ not in {"ADJ", "ADP", "DET"}:
            break
    return found


def _missing_noun(claim: ParsedClaim, nouns: frozenset[str]) -> Iterator[Withheld]:
    """Yield "no date has been set", "did not give a number of …"."""
    for token in claim.tokens:
        if token.lemma_.lower() not in nouns or token.pos_ not in NOUNS:
            continue
        verb = token.head
        if verb.pos_ not in VERBS or token.dep_ not in {"dobj", "nsubj", "nsubjpass"}:
            continue
        lacking = any(c.lower_ == "no" for c in token.children) and verb.lemma_ in TELLING
        if lacking or (verb.lemma_ in TELLING and _negated(verb)) or _refused(verb):
            yield Withheld([token], object_of(token, ("of", "for")), verb)


def _refused(verb: Token) -> bool:
    return verb.lemma_ in TELLING and verb.dep_ == "xcomp" and verb.head.lemma_ in REFUSING
