"""Below the story: where it ends, and what the lines after it are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consistency.articles.blocks import Block, Kind
from consistency.articles.head import METADATA_LABEL
from consistency.articles.lines import TRAILS_OFF, Line, Shape
from consistency.articles.phrases import BIOGRAPHY
from consistency.settings import ReadingSettings

NOBODY = re.compile(r"\b(?:sayings?|proverbs?|adages?|maxims?|anonymous|unknown)\b", re.IGNORECASE)
"""What stands for a speaker under a quotation of the day that nobody said."""
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")


def foot_start(lines: Sequence[Line], head: int, settings: ReadingSettings) -> int:
    """Count the lines before the first comment form, author box or list of other stories that
    has nearly all of the story above it."""
    told = [told_characters(line) if i >= head else 0 for i, line in enumerate(lines)]
    before, after = 0, sum(told)
    for index, line in enumerate(lines):
        if line.closes_story and before and after <= settings.tail_share * before:
            return index
        before, after = before + told[index], after - told[index]
    return len(lines)


def told_characters(line: Line) -> int:
    """Count the characters of a full statement; what trails off is a teaser and counts nothing."""
    return len(line.text) if line.tells and not TRAILS_OFF.search(line.text) else 0


def story_end(lines: Sequence[Line], head: int, foot: int, settings: ReadingSettings) -> int:
    """Count the lines up to the last one above the foot that belongs to the story."""
    end = last_told(lines, head, foot)
    if end - head > 2 and is_epigraph(lines[head:end], settings):
        end = last_told(lines, head, end - 2)
    return end


def last_told(lines: Sequence[Line], head: int, end: int) -> int:
    """Count the lines up to the last before `end` that tells something of the story."""
    while end > head and is_outside(lines[end - 1], lines[max(head, end - 2) : end - 1]):
        end -= 1
    return end


def is_outside(last: Line, above: Sequence[Line]) -> bool:
    """Say whether the last line of what may be the story is no part of it.

    Args:
        above: The line above it, if there is one.
    """
    if last.shape is Shape.ATTRIBUTION:
        return not any(line.tells for line in above)
    if not last.tells or METADATA_LABEL.match(last.text) or BIOGRAPHY.match(last.text):
        return True
    return bool(TRAILS_OFF.search(last.text)) and any(line.shape is Shape.SHORT for line in above)


def is_epigraph(story: Sequence[Line], settings: ReadingSettings) -> bool:
    """Say whether a story closes with a quotation that has nothing to do with it.

    Its speaker is never named above it, and few of its content words recur there: a quotation of
    the day.
    """
    quotation, attribution = story[-2:]
    if attribution.shape is not Shape.ATTRIBUTION:
        return False
    words = content_words(" ".join(line.text for line in story[:-2]))
    named = content_words(attribution.text) & words
    if named and not NOBODY.search(attribution.text):
        return False
    quoted = content_words(quotation.text)
    return len(quoted & words) <= settings.epigraph_overlap * len(quoted)


def content_words(text: str) -> set[str]:
    """Return the folded words of four letters or more."""
    return {word.casefold() for word in CONTENT_WORD.findall(text)}


def foot_blocks(foot: Sequence[Line]) -> list[Block]:
    """Lay out the lines below the story, all outside it."""
    return [Block(line, Kind.OUTSIDE, reason_below(line)) for line in foot]


def reason_below(line: Line) -> str:
    """Say what a line below the story is."""
    if line.furniture:
        return line.furniture.what
    if line.shape is Shape.DATE:
        return "a date of publication"
    return "about the author" if BIOGRAPHY.match(line.text) else "below the story's end"
