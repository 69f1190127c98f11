"""What a number or a date belongs to, read off the parse: thing, verb, subject, clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from consistency.entities import entity_at
from consistency.facets.base import ParsedClaim

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
LINKING = frozenset({"be", "have", "become", "include", "remain", "involve"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT"})
WINDOW = 12
"""Tokens kept on either side of a mention when its clause is longer."""


class Positions:
    """Finds the tokens of a claim by character positions in the claim's own text."""

    def __init__(self, claim: ParsedClaim) -> None:
        base = claim.tokens.start_char
        self._tokens = [t for t in claim.tokens if not t.is_space]
        self._starts = [t.idx - base for t in self._tokens]
        self._ends = [t.idx - base + len(t.text) for t in self._tokens]

    def between(self, start: int, end: int) -> list[Token]:
        """Return the tokens that share a character with [start, end)."""
        return self._tokens[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def root_of(run: Sequence[Token]) -> Token:
    """Return the token through which a run of tokens hangs on the rest of its sentence."""
    inside = {t.i for t in run}
    roots = [t for t in run if t.head.i not in inside or t.head == t]
    best = [t for t in roots if t.dep_ in {"nummod", "pobj", "dobj", "nsubj", "npadvmod"}]
    return (best or roots or list(run))[-1]


def governor(token: Token) -> Token | None:
    """Return the nearest verb above a token, or the copula; None in a verbless line."""
    for above in token.ancestors:
        if above.pos_ in VERBS and above.dep_ not in {"aux", "auxpass"}:
            return above
    return None


def subject_token(verb: Token | None) -> Token | None:
    """Return the subject of a verb as it stands, the passive one too, through joined verbs."""
    for _ in range(4):
        if verb is None:
            return None
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            own = past_hyphens(own)
            relative = own.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl"
            return verb.head if relative else own
        if verb.dep_ in {"acl", "relcl"}:
            return verb.head
        verb = verb.head if verb.dep_ in {"xcomp", "conj", "advcl", "ccomp"} else None
    return None


def past_hyphens(subject: Token) -> Token:
    """Return the last word of "ex-treasurer", of which the parser makes three subjects."""
    while subject.i + 2 < subject.sent.end and not subject.whitespace_:
        dash, last = subject.nbor(1), subject.nbor(2)
        if dash.text != "-" or dash.whitespace_ or last.dep_ != subject.dep_:
            break
        subject = last
    return subject


def name_of(token: Token | None) -> str:
    """Return a token's name in full, folded, or its lemma; "" for pronouns and numbers."""
    if token is None or token.pos_ in {"PRON", "NUM", "DET", "PUNCT", "SYM"}:
        return ""
    if token.lemma_.lower() == "other":
        return ""
    entity = entity_at(token)
    if entity is not None and entity.label_ in NAMED:
        words = [t.lower_ for t in entity if t.is_alpha and t.pos_ not in {"DET", "PART"}]
        return " ".join(words) or token.lower_
    return lemma_of(token)


def lemma_of(token: Token) -> str:
    """Return a token's lemma, folded; "people" are persons."""
    lemma = token.lemma_.lower()
    return "person" if lemma in {"people", "individual"} else lemma


def is_noun(token: Token) -> bool:
    """Say whether a token can be a thing counted or an event dated."""
    return token.pos_ in NOUNS and token.is_alpha


def noun_right_of(run: Sequence[Token], stop: Collection[int] = ()) -> Token | None:
    """Return the last noun of the phrase right behind a run, where the parser lost the thread.

    Args:
        stop: Indices of tokens that end the phrase (dates, other numbers).
    """
    found, doc = None, run[-1].doc
    for token in doc[run[-1].i + 1 : min(run[-1].i + 8, run[-1].sent.end)]:
        if token.i in stop or (found is not None and token.pos_ not in NOUNS | {"PART", "PUNCT"}):
            break
        if is_noun(token):
            found = token
        elif not (
            token.pos_ in {"ADJ", "PART", "ADV"}
            or token.text == "-"
            or token.tag_ in {"VBN", "VBG"}
        ):
            break
    return found


def object_of(token: Token, prepositions: Collection[str]) -> Token | None:
    """Return the noun behind one of the prepositions below a token, "worth of" included."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            found = next((p for p in child.children if p.dep_ in {"pobj", "pcomp"}), None)
            if found is not None:
                return found
    return None


def modifiers_of(head: Token | None, left_out: Collection[int]) -> frozenset[str]:
    """Return the lemmas that narrow a noun: its adjectives, compounds, owners and "of" phrases.

    Args:
        left_out: Indices of tokens that belong to values and narrow nothing.
    """
    if head is None:
        return frozenset()
    words = (t for t in _narrowing(head, 2) if t.i not in left_out and t != head)
    return frozenset(t.lemma_.lower() for t in words if t.is_alpha and not t.is_stop)


def _narrowing(token: Token, depth: int) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod", "poss", "appos"} or (
            child.dep_ in {"acl", "relcl"} and depth == 2
        ):
            if child.pos_ in CONTENT:
                yield child
            yield from _narrowing(child, min(depth, 1))
        elif child.dep_ == "prep" and depth > 0:
            for below in child.children:
                if below.pos_ in NOUNS:
                    yield below
                    yield from _narrowing(below, depth - 1)


def asked_of(head: Token | None, verb: Token | None) -> Token | None:
    """Return the verb that says what happens to the thing counted.

    In "is one of ten states being looked at" that is "looked", not the linking "is".
    """
    if head is not None and (verb is None or verb.lemma_ in LINKING):
        clause = next((c for c in head.children if c.dep_ in {"acl", "relcl"}), None)
        if clause is not None and clause.pos_ in VERBS:
            return clause
    return verb


def mask(
    claim: ParsedClaim, run: Sequence[Token], others: Sequence[Sequence[Token]], verb: Token | None
) -> str:
    """Return the clause around a mention with this facet's values blanked by "#".

    The clause is the verb's, with the noun that it modifies, at most `WINDOW` tokens to either
    side. Where three or more values are
    listed in it, only what stands between this one's neighbours is kept, behind the verb.
    """
    start, end = claim.tokens.start, claim.tokens.end
    if verb is not None:
        modifies = verb.dep_ in {"acl", "relcl"}
        edge = verb.head.left_edge.i if modifies else verb.left_edge.i
        start, end = max(start, edge), min(end, verb.right_edge.i + 1)
    listed = sum(start <= other[0].i < end for other in others) >= 2
    start = max(min(start, run[0].i), run[0].i - WINDOW)
    end = min(max(end, run[-1].i + 1), run[-1].i + 1 + WINDOW)
    lead = ""
    if listed:
        start, end = _own_item(run, others, start, end)
        lead = f"{verb.text} " if verb is not None and not start <= verb.i < end else ""
    inside = [other for other in others if start <= other[0].i < end]
    return lead + _blanked(claim, start, end, [run, *inside])


def _own_item(
    run: Sequence[Token], others: Sequence[Sequence[Token]], start: int, end: int
) -> tuple[int, int]:
    """Cut a stretch of a list down to the item a run stands in."""
    doc = run[0].doc
    start = max([start, *(o[-1].i + 1 for o in others if o[-1].i < run[0].i)])
    end = min([end, *(o[0].i for o in others if o[0].i > run[-1].i)])
    breaks = [
        t.i + 1 for t in doc[start : run[0].i] if t.pos_ == "CCONJ" or t.text in {",", ";", ":"}
    ]
    while end > run[-1].i + 1 and doc[end - 1].pos_ in {"DET", "ADP", "CCONJ", "PUNCT"}:
        end -= 1
    return max([start, *breaks]), end


def _blanked(claim: ParsedClaim, start: int, end: int, runs: Sequence[Sequence[Token]]) -> str:
    first = {run[0].i: run for run in runs}
    hidden = {t.i for run in runs for t in run}
    pieces = []
    for token in claim.tokens.doc[start:end]:
        if token.i in first:
            pieces.append("# ")
        elif token.is_space:
            pieces.append(" ")
        elif token.i not in hidden:
            pieces.append(token.text_with_ws)
    return re.sub(r"# (?=[.,;:’'”)-])", "#", " ".join("".join(pieces).split())).strip(" ,;:—–-")
