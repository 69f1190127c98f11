"""Text that is safe to print: nothing in it can steer a terminal."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)
"""Control, direction and zero-width characters: a terminal would obey them."""


def printable(text: str) -> str:
    """Put one blank in place of characters that steer a terminal or turn the writing direction."""
    return UNPRINTABLE.sub(" ", text)


def printable_lines(text: str) -> str:
    """Do the same line by line: the line feeds stay."""
    return "\n".join(map(printable, text.split("\n")))
