"""Two quotations, word by word: what both have, what only one has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

TOKEN = re.compile(r"\w+(?:[’'\-.,]\w+)*|[^\w\s]+", re.UNICODE)
ELLIPSIS = re.compile(r"…|\.\.\.|\. \. \.")
DECIDING = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|cannot|without)\b|n['’]t\b|\d+",
    re.IGNORECASE,
)
"""Words that make another statement of a sentence: what is denied, and how much it was."""
MAX_TOKENS = 1_500
"""Beyond this many tokens a quotation is compared as a whole: the matcher is quadratic."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both quotations have (`side` "both") or only the "left" or "right".

    `beyond` marks words where the other quotation starts later, ends earlier or has an ellipsis:
    it was cut there, not altered.
    """

    side: str
    text: str
    beyond: bool = False


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
    """Align two texts by word; the pieces of one side and of both give that side's words back.

    Longest matching blocks first (Ratcliff and Obershelp, as in `difflib`). Punctuation alone is
    house style, not a difference: it is shown as the left has it, or dropped beside words.
    """
    before, after = tokens(left), tokens(right)
    if max(len(before), len(after)) > MAX_TOKENS:
        return [Piece("left", left), Piece("right", right)]
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    pieces: list[Piece] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(Piece("both", _join(before[i1:i2])))
        else:
            pieces += _exchanged(_join(before[i1:i2]), _join(after[j1:j2]))
    return _with_ends(pieces)


def changed_words(pieces: list[Piece]) -> tuple[str, str]:
    """Return the longest run that only the left has and the run that stands in its place.

    A run that denies what the other has, or gives another number, comes before longer ones. Either
    may be "" where words were only added or only dropped. Where the quotations differ only in how
    far they go, that is what is returned.
    """
    best = ("", "")
    inner = [piece for piece in pieces if not piece.beyond]
    for first, second in zip_longest(inner, inner[1:]):
        best = max(best, _pair(first, second), key=lambda pair: (decides(pair), _length(pair)))
    if _length(best):
        return best
    ends = [_pair(piece, None) for piece in pieces if piece.beyond]
    return max(ends, key=_length, default=best)


def decides(pair: tuple[str, str]) -> bool:
    """Say whether one run denies what the other states, or has another number."""
    left, right = ([m.lower() for m in DECIDING.findall(run)] for run in pair)
    return left != right


def tokens(text: str) -> list[Token]:
    """Split text into words and punctuation, each with the blanks before it."""
    found, end = [], 0
    for match in TOKEN.finditer(text):
        found.append(Token(" " if match.start() > end else "", match.group()))
        end = match.end()
    return found


def _exchanged(left: str, right: str) -> list[Piece]:
    """What stands in one place on either side; an ellipsis says that words were left out there."""
    if not (_has_words(left) or _has_words(right)):
        return [Piece("both", left or right)]
    if ELLIPSIS.search(left) and not _has_words(left):
        return [Piece("right", right, beyond=True)]
    if ELLIPSIS.search(right) and not _has_words(right):
        return [Piece("left", left, beyond=True)]
    sides = (Piece("left", left), Piece("right", right))
    return [piece for piece in sides if _has_words(piece.text)]


def _with_ends(pieces: Sequence[Piece]) -> list[Piece]:
    """Drop the blank that would open the whole, and tell words cut off at either end."""
    if not pieces:
        return []
    marked = [replace(pieces[0], text=pieces[0].text.lstrip()), *pieces[1:]]
    if len(marked) == 1:
        return marked
    if marked[0].side != "both" and marked[1].side == "both":
        marked[0] = replace(marked[0], beyond=True)
    if marked[-1].side != "both" and marked[-2].side == "both":
        marked[-1] = replace(marked[-1], beyond=True)
    return marked


def _pair(first: Piece, second: Piece | None) -> tuple[str, str]:
    if first.side == "left":
        return _trimmed(first), _trimmed(second) if second and second.side == "right" else ""
    return ("", _trimmed(first)) if first.side == "right" else ("", "")


def _trimmed(piece: Piece) -> str:
    return piece.text.strip(" ,.;:")


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0]) + len(pair[1])


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _join(run: list[Token]) -> str:
    return "".join(token.blank + token.text for token in run)
