"""Two quotations, word by word: what both have, what only one has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

TOKEN = re.compile(r"\w+(?:[’'\-.,]\w+)*|[^\w\s]+", re.UNICODE)
MAX_TOKENS = 1_500
"""Beyond this many tokens a quotation is compared as a whole: the matcher is quadratic."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both quotations have (`side` "both") or only the "left" or "right"."""

    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a run of punctuation, with the blanks before it."""

    blank: str
    text: str

    @property
    def key(self) -> str:
        """What is compared: case and the shape of quotation marks do not make another word."""
        return self.text.casefold().replace("’", "'").replace("“", '"').replace("”", '"')


def word_diff(left: str, right: str) -> list[Piece]:
    """Align two texts by word; joining the pieces of one side and of both gives its words back.

    Longest matching blocks first (Ratcliff and Obershelp, as in `difflib`). Blanks are kept from
    the side a word is taken from; shared words are shown as the left has them.
    """
    before, after = tokens(left), tokens(right)
    if max(len(before), len(after)) > MAX_TOKENS:
        return [Piece("left", left), Piece("right", right)]
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    pieces: list[Piece] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(Piece("both", _join(before[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece("left", _join(before[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("right", _join(after[j1:j2])))
    return _spaced(pieces)


def changed_words(pieces: list[Piece]) -> tuple[str, str]:
    """Return the longest run that only the left has and the run that stands in its place.

    Either may be "" where words were only added or only dropped.
    """
    best = ("", "")
    for first, second in zip_longest(pieces, pieces[1:]):
        pair = _exchange(first, second)
        if sum(map(len, pair)) > sum(map(len, best)):
            best = pair
    return best


def tokens(text: str) -> list[Token]:
    """Split text into words and punctuation, each with the blanks before it."""
    found, end = [], 0
    for match in TOKEN.finditer(text):
        found.append(Token(" " if match.start() > end else "", match.group()))
        end = match.end()
    return found


def _exchange(first: Piece, second: Piece | None) -> tuple[str, str]:
    if first.side == "left":
        right = second.text if second and second.side == "right" else ""
        return first.text.strip(), right.strip()
    return ("", first.text.strip()) if first.side == "right" else ("", "")


def _join(run: list[Token]) -> str:
    return "".join(token.blank + token.text for token in run)


def _spaced(pieces: list[Piece]) -> list[Piece]:
    """Drop the blank that would open the whole."""
    if pieces:
        pieces[0] = Piece(pieces[0].side, pieces[0].text.lstrip())
    return pieces
