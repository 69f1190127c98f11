"""The one place where text changes: afterwards every span points into what `fix` returned."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from statistics import median

LINE_ENDS = dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n")
INVISIBLE = dict.fromkeys(
    "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Soft hyphens, zero-width characters and direction overrides: unseen, they split words, and
overrides let a text show other words than it holds."""
SPACES = dict.fromkeys(
    ["\xa0", "\u1680", *map(chr, range(0x2000, 0x200B)), *"\u202f\u205f\u3000"], " "
)
CONTROLS = dict.fromkeys(chr(code) for code in (*range(9), *range(14, 28), 31, *range(127, 160)))
HALF_PAIR = re.compile("[\ud800-\udfff]")
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
"""Letters that typesetters join and PDF documents keep joined: no search finds "o\ufb03ce"."""
TABLE = str.maketrans({**CONTROLS, **SPACES, **INVISIBLE, **LINE_ENDS, **LIGATURES})

PARTED = re.compile(r"\b(?P<first>[^\W\d_]{2,})[-\xad\u2010][ ]?\n[ ]?(?P<second>[a-z]{2,})")
"""A word parted at a line's end; before a capital or a digit the hyphen is the word's own."""
HYPHENATED = re.compile(r"\b[^\W\d_]+-[a-z]+")
COMPOUNDING = frozenset(
    "all anti best co cross ex far first full half hard high ill large long low middle multi near "
    "new non off old one part post pre pro re right second self semi short single small so third "
    "top two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy "
    "eighty ninety well wide year".split()
)
"""What compounds begin with: a hyphen after one of these is the word's own."""
LIST_MARKER = re.compile(r"\s*(?:[-*•‣▪◦·–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
"""How an item of a list begins; also used to take the marker off a claim."""


def fix(text: str) -> str:
    """Return the text that spans will point into.

    Line ends become "\\n", fixed spaces plain ones; soft hyphens, zero-width and control characters
    go; joined letters are parted; characters are composed (NFC); half a surrogate pair becomes
    U+FFFD. Quotation marks, dashes and all other letters stay as they are. Blank lines at the ends
    go. Idempotent.
    """
    text = text.replace("\r\n", "\n").translate(TABLE)
    text = HALF_PAIR.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text).strip()


def unwrap(text: str) -> str:
    """Join the lines of hard-wrapped paragraphs, so that every line is a paragraph.

    A text counts as hard-wrapped when its lines are of a typewriter's length and many go on in
    lower case; otherwise it comes back unchanged.
    """
    lines = [line.strip() for line in text.split("\n")]
    if not is_hard_wrapped(lines):
        return text
    width = max(map(len, lines))
    joined = [lines[0]]
    for previous, line in pairwise(lines):
        if goes_on(previous, line, width=width):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def is_hard_wrapped(lines: list[str]) -> bool:
    """Say whether line breaks fall inside sentences."""
    broken = [line for line, after in pairwise(lines) if line and after]
    if len(broken) < 3 or max(map(len, lines)) > 100 or median(map(len, broken)) < 45:
        return False
    lower = sum(line[:1].islower() for line in lines)
    return lower >= 0.25 * len(broken)


def goes_on(previous: str, line: str, *, width: int) -> bool:
    """Say whether `line` continues the paragraph `previous` stands in.

    It does when it begins in lower case, or when its first word would not have fitted on the line
    before: a shorter line was broken on purpose.
    """
    if not previous or not line or LIST_MARKER.match(line):
        return False
    first_word = line.split(maxsplit=1)[0]
    return line[0].islower() or len(previous) + 1 + len(first_word) > width


def rejoined(text: str) -> str:
    """Join words that were parted at a line's end, as printed columns part them.

    The hyphen stays where it is the word's own: after what compounds begin with, and where the
    text writes the word with it elsewhere.
    """

    unbroken = set(HYPHENATED.findall(text))

    def whole(match: re.Match[str]) -> str:
        first, second = match["first"], match["second"]
        own = first.lower() in COMPOUNDING or f"{first}-{second}" in unbroken
        return f"{first}-{second}" if own else first + second

    return PARTED.sub(whole, text)


def joined_at_break(first: str, second: str) -> str:
    """Join two lines parted by a forced break, which stays unless the sentence goes on."""
    return f"{first} {second}" if second[:1].islower() else f"{first}\n{second}"
