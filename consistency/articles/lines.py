"""A text's lines and what each looks like by itself, before its neighbours are asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from consistency.articles.dates import is_date_line
from consistency.articles.fixing import LIST_MARKER
from consistency.articles.phrases import Furniture, furniture_kind, without_credit
from consistency.records import Span


class Shape(Enum):
    """What a line looks like by itself."""

    PROSE = "a sentence or more"
    SHORT = "a few words that close no sentence"
    ITEM = "an item of a list"
    LABELLED = "a label and its value, or a headline with a colon"
    ROW = "cells of a table"
    ATTRIBUTION = "a dash and the name of who is quoted above"
    DATE = "a date and nothing else"
    FURNITURE = "page furniture by its words"


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: where its words stand, list marker and photo credit aside; its shape."""

    span: Span
    text: str
    shape: Shape
    furniture: Furniture | None = None

    @property
    def closes_story(self) -> bool:
        """Whether what follows this line may no longer be part of the story."""
        return self.furniture is not None and self.furniture.closing

    @property
    def tells(self) -> bool:
        """Whether the line states something in full: a sentence, an item or a row."""
        return self.shape in (Shape.PROSE, Shape.ITEM, Shape.ROW)


NON_BLANK = re.compile(r"\S[^\n]*")
STOP = re.compile(r"[.!?…][)\]\"”’'»*]*$")
LEAD_IN = re.compile(r"[:;,]$")
TRAILS_OFF = re.compile(r"(?:\.\.\.|…)$")
DASHED = re.compile(r"(?:[–—]|--)\s*[^\W\d_]|(?:[–—]|--)\s*[@“\"]|-\s[A-Z][^\d:]*$")
MARKER = re.compile(r"(?:[-*•‣▪◦·–—]\s*(?=[^\W\d_])|\(?\d{1,3}[.)]\s+|\(?[a-z][.)]\s+)")
BULLET = re.compile(r"[-*•‣▪◦·]\s*[^\W\d_]")
LABELLED = re.compile(r"(?P<label>[A-Z][\w’'&/() -]{1,40}?)\s?:\s(?P<value>\S.*)$")
QUESTION_WORDS = 14
"""Words up to which a question standing alone is a heading rather than a paragraph."""
WHO_WORDS = 14
"""Most words of an attribution: a name, an office, and where or when it was said."""
LABEL_WORDS = 4
"""Most words of a label; what stands before a colon in a headline is often longer."""
LEAD_IN_WORDS = 5
"""Fewest words of a lead-in such as "The county will pay for:"; "Key dates:" is a heading."""
SENTENCE_WORDS = 2
"""Fewest words of a sentence: "He declined." is one, "Advertisement." is none."""


LISTED = {Shape.ITEM, Shape.LABELLED}
DASHES = {Shape.ITEM, Shape.ATTRIBUTION}


def lines_of(text: str, *, headline_characters: int) -> list[Line]:
    """Split a fixed text into its non-blank lines and say what each looks like.

    Args:
        headline_characters: Longest line, in characters, that is not prose for want of a full stop.
    """
    return [
        shaped(match.group().rstrip(), match.start(), headline_characters=headline_characters)
        for match in NON_BLANK.finditer(text)
    ]


def shaped(words: str, start: int, *, headline_characters: int) -> Line:
    """Build the line that `words` make at `start`, a list marker and a photo credit taken off."""
    words = without_credit(words)
    shape, furniture = shape_of(words, headline_characters=headline_characters)
    line = Line(Span(start, start + len(words)), words, shape, furniture)
    return as_item(line) if shape is Shape.ITEM else line


def as_item(line: Line) -> Line:
    """Make a line an item, its list marker taken off."""
    marker = MARKER.match(line.text)
    skipped = marker.end() if marker else 0
    span = Span(line.span.start + skipped, line.span.end)
    return Line(span, line.text[skipped:], Shape.ITEM)


def shape_of(words: str, *, headline_characters: int) -> tuple[Shape, Furniture | None]:
    """Say what a line looks like and, for page furniture, of which kind."""
    in_cells = " | " in words or "\t" in words
    words = " ".join(words.split())
    if is_date_line(words):
        return Shape.DATE, None
    if furniture := furniture_kind(words):
        return Shape.FURNITURE, furniture
    if is_attribution(words):
        return Shape.ATTRIBUTION, None
    if LIST_MARKER.match(words) or BULLET.match(words):
        return Shape.ITEM, None
    if is_labelled(words):
        return Shape.LABELLED, None
    if in_cells:
        return Shape.ROW, None
    return (Shape.PROSE if is_prose(words, headline_characters) else Shape.SHORT), None


def is_prose(words: str, headline_characters: int) -> bool:
    """Say whether a line closes a sentence, or is too long for a headline.

    A short question alone on its line ("What comes next?") reads as a heading, unless quoted.
    """
    if len(words) > headline_characters:
        return True
    n_words = len(words.split())
    if n_words < (SENTENCE_WORDS if STOP.search(words) else LEAD_IN_WORDS):
        return False
    asks = words.endswith("?") and n_words <= QUESTION_WORDS
    return is_sentence(words) and not asks


def is_attribution(words: str) -> bool:
    """Say whether a line credits the quotation above it: "– Governor's Office"."""
    return bool(DASHED.match(words)) and len(words.split()) <= WHO_WORDS and not is_sentence(words)


def is_sentence(words: str) -> bool:
    """Say whether a line ends as sentences do, or leads in to the next line."""
    return bool(STOP.search(words) or LEAD_IN.search(words))


def is_labelled(words: str) -> bool:
    """Say whether a line is a label of a few words, a colon and a value that is no sentence."""
    label = LABELLED.match(words)
    if label is None or is_sentence(words):
        return False
    return len(label["label"].split()) <= LABEL_WORDS


def in_company(lines: Sequence[Line]) -> list[Line]:
    """Settle shapes that only neighbours tell: lists with labels, and lists with dashes.

    A labelled line beside another item is an item, and so is one whose value holds a number;
    a lone one otherwise is a headline with a colon. A name after a dash credits the statement above
    it; beside other dashes, or under a colon, it is an item.
    """
    return [settled(lines, index) for index in range(len(lines))]


def settled(lines: Sequence[Line], index: int) -> Line:
    """Return the line at `index` with the shape its neighbours give it."""
    line = lines[index]
    above, below = lines[max(0, index - 1) : index], lines[index + 1 : index + 2]
    if line.shape is Shape.LABELLED:
        numbered = any(char.isdigit() for char in line.text) and index > 0
        listed = numbered or any(near.shape in LISTED for near in (*above, *below))
        return replace(line, shape=Shape.ITEM if listed else Shape.SHORT)
    if line.shape is Shape.ATTRIBUTION:
        follows = any(near.tells and not near.text.endswith(":") for near in above)
        listed = any(near.shape in DASHES for near in (*above, *below))
        return line if follows and not listed else as_item(line)
    return line
