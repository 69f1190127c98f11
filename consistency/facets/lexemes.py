"""Cut a claim into the small pieces that numbers and dates are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_PIECES = re.compile(
    r"""
    (?P<code>https?://\S+ | www\.\S+ | \S+@\S+\.\w+ | @\w+            # addresses, handles
        | \(?\d{3}\)?[-.\s]\d{3}[-.]\d{4}\b | \b\d{3}-\d{4}\b         # telephone numbers
        | \b\d+(?:\.\d+){2,} | \b\d+\([a-z]\)                         # 3.2.1, 287(g)
        | \b24/7\b | \b9/11\b
        | \b(?!(?:[Mm]id|[Pp]re|[Pp]ost|[Nn]on|[Oo]ver|[Uu]nder)-)[A-Z][A-Za-z]*-?\d[\w-]*)  # F-16
  | (?P<date>\b\d{4}-\d{2}-\d{2}\b | \b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b)
  | (?P<clock>\b\d{1,2}:\d{2}(?::\d{2})?\b)
  | (?P<decade>\b\d{3}0s\b | ['’]\d0s\b)
  | (?P<tens>\b[1-9]0s\b)
  | (?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
  | (?P<fraction>\b\d{1,2}/\d{1,2}\b | [½¼¾⅓⅔])
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)? | \d+(?:\.\d+)? | (?<!\w)\.\d+)
  | (?P<currency>(?:\b(?:US|AU|CA|NZ|HK|[AC]))?\$ | [£€¥₹₩])
  | (?P<word>(?:\b[A-Za-z]\.){2,} | ['’][^\W\d_]+ | [^\W\d_]+)
  | (?P<symbol>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a claim's text, [start, end) in it.

    Args:
        kind: "word", "number", "ordinal", "fraction", "currency", "date", "clock", "decade",
            "tens", "symbol" or "code" (what looks like a number and is none: F-16, a telephone
            number).
        lower: The text in lower case, with a straight apostrophe.
        gap: Whether white space stands before it.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: str
    gap: bool


@lru_cache(maxsize=1_024)  # an article's claims: numbers are read from them, then dates
def lex(text: str) -> tuple[Lexeme, ...]:
    """Return the pieces of `text` in order; white space belongs to none of them."""
    return tuple(
        Lexeme(
            text=m.group(),
            lower=m.group().lower().replace("’", "'"),
            start=m.start(),
            end=m.end(),
            kind=m.lastgroup or "symbol",
            gap=m.start() == 0 or text[m.start() - 1].isspace(),
        )
        for m in _PIECES.finditer(text)
    )


def word_at(lexemes: Sequence[Lexeme], at: int) -> str:
    """Lower-case text of the piece at `at`; "" outside the sequence."""
    return lexemes[at].lower if 0 <= at < len(lexemes) else ""


def kind_at(lexemes: Sequence[Lexeme], at: int) -> str:
    """Kind of the piece at `at`; "" outside the sequence."""
    return lexemes[at].kind if 0 <= at < len(lexemes) else ""


def phrase_at(lexemes: Sequence[Lexeme], at: int, phrase: Sequence[str]) -> bool:
    """Say whether the words of `phrase` stand at `at`, in order."""
    return all(word_at(lexemes, at + n) == word for n, word in enumerate(phrase))


def phrase_before(lexemes: Sequence[Lexeme], at: int, phrase: Sequence[str]) -> bool:
    """Say whether the words of `phrase` end right before `at`."""
    return at >= len(phrase) and phrase_at(lexemes, at - len(phrase), phrase)
