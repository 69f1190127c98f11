"""Sentences word by word: which sentence of a source a claim repeats, and what it changes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Opcode

from consistency.records import Claim, Span

TOKEN = re.compile(r"[$€£]?\d+(?:[.,:]\d+)*%?|[^\W_]+(?:['’][^\W\d_]+)*")
"""A word or a figure; hyphenated words are several."""


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a text, each with its place in the article."""

    folded: tuple[str, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, start: int) -> Words:
        """Take the words of a text that begins at `start` in its article."""
        found = list(TOKEN.finditer(text))
        return cls(
            tuple(m.group().lower().replace("’", "'") for m in found),
            tuple(Span(start + m.start(), start + m.end()) for m in found),
        )

    def between(self, first: int, last: int) -> Span | None:
        """Span from the word `first` to the one before `last`; None where there is none."""
        if first >= last:
            return None
        return Span(self.spans[first].start, self.spans[last - 1].end)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Words of a claim that stand in the place of others, or of none, in a source's sentence."""

    own: Span | None
    theirs: Span | None
    own_words: tuple[str, ...]
    their_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A sentence of a source that a claim repeats, all but for some words.

    Args:
        likeness: Share of the words of both that match in order, 0..1.
        exchanges: What is otherwise; none where it is word for word the same.
    """

    claim: Claim
    likeness: float
    exchanges: tuple[Exchange, ...]


def find_twin(claim: Claim, candidates: Iterable[Claim], *, least: float) -> Twin | None:
    """Return the candidate that shares most words in order with a claim, at or above `least`.

    A claim may also repeat a part of a longer sentence. The first of those that share alike; two
    sentences without a word are never twins.
    """
    own = Words.of(claim.text, claim.span.start)
    best: Twin | None = None
    for candidate in candidates if own.folded else ():
        theirs = _like_part(own, Words.of(candidate.text, candidate.span.start))
        likeness = Indel.normalized_similarity(own.folded, theirs.folded)
        if likeness >= least and (best is None or likeness > best.likeness):
            best = Twin(candidate, likeness, tuple(_exchanges(own, theirs)))
    return best


def _like_part(own: Words, theirs: Words) -> Words:
    """The part of a longer sentence, as long as the claim, that is likest to it; else the whole."""
    size = len(own.folded)
    if size < SHORTEST_PART or len(theirs.folded) < PART * size:
        return theirs
    start = max(
        range(len(theirs.folded) - size + 1),
        key=lambda k: Indel.similarity(own.folded, theirs.folded[k : k + size]),
    )
    return Words(theirs.folded[start : start + size], theirs.spans[start : start + size])


SHORTEST_PART = 4
"""Words from which on a claim can be a part of another sentence."""
PART = 1.2
"""Longer over shorter sentence, in words, from which on the shorter may be a part of it."""


def _exchanges(own: Words, theirs: Words) -> Iterator[Exchange]:
    for i, j, k, m in _joined(Indel.opcodes(own.folded, theirs.folded)):
        yield Exchange(own.between(i, j), theirs.between(k, m), own.folded[i:j], theirs.folded[k:m])


def _joined(opcodes: Iterable[Opcode]) -> Iterator[tuple[int, int, int, int]]:
    """Join what is deleted and what is inserted at one place into an exchange."""
    open_: tuple[int, int, int, int] | None = None
    for code in opcodes:
        i, j, k, m = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            if open_:
                yield open_
            open_ = None
        else:
            open_ = (open_[0], j, open_[2], m) if open_ else (i, j, k, m)
    if open_:
        yield open_


def in_order(words: Sequence[str], text: Sequence[str]) -> bool:
    """Say whether words stand in a text side by side and in order."""
    n = len(words)
    return any(tuple(text[k : k + n]) == tuple(words) for k in range(len(text) - n + 1))
