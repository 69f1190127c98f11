"""What the parser is given at a time: a paragraph, or a stretch of one that is too long for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from consistency.records import Span
from consistency.settings import ModelSettings

WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"\b[a-z]+[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z])")
"""Where a sentence surely ends: after a word in lower case, so after no abbreviated title."""
CLAUSE_END = re.compile(r"(?<=[;,:])\s+")
BLANK = re.compile(r"\s+")


def portions(text: str, paragraph: Span, *, settings: ModelSettings) -> Iterator[Span]:
    """Yield what of a paragraph is parsed, a stretch at a time, in order and without overlap.

    A paragraph within the limits is one portion. A longer one is cut where a sentence ends, else
    after a clause, else between words. A "word" over the limit (a picture in base64, a row of
    dashes) is cut into portions of its own. What holds no letter and no digit is left out: it can
    state nothing.
    """
    for stretch, limit in _stretches(text, paragraph, settings):
        for start, end in _cut(text, stretch, limit):
            if any(char.isalnum() for char in text[start:end]):
                yield Span(start, end)


def _stretches(text: str, paragraph: Span, settings: ModelSettings) -> Iterator[tuple[Span, int]]:
    """Part overlong words from the prose around them, each with the limit that holds for it."""
    start = paragraph.start
    if paragraph.end - start > settings.longest_word:
        for word in WORD.finditer(text, paragraph.start, paragraph.end):
            if word.end() - word.start() > settings.longest_word:
                yield Span(start, word.start()), settings.longest_portion
                yield Span(*word.span()), settings.longest_word
                start = word.end()
    yield Span(start, paragraph.end), settings.longest_portion


def _cut(text: str, stretch: Span, limit: int) -> Iterator[tuple[int, int]]:
    start = stretch.start
    while stretch.end - start > limit:
        end = _place_to_cut(text, start, start + limit)
        yield start, end
        start = end
    yield start, stretch.end


def _place_to_cut(text: str, start: int, end: int) -> int:
    """The last good place in the second half of a window, its end where there is none."""
    for kind in (SENTENCE_END, CLAUSE_END, BLANK):
        places = [match.end() for match in kind.finditer(text, (start + end) // 2, end)]
        if places:
            return places[-1]
    return end
