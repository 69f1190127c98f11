"""A line and the part it plays in its article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from consistency.articles.lines import Line


class Kind(Enum):
    """The part a line plays."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    STORY = "story"
    OUTSIDE = "outside"


HEADLINES = {Kind.TITLE, Kind.STANDFIRST, Kind.HEADING}


@dataclass(frozen=True, slots=True)
class Block:
    """One line, the part it plays and, for a line outside the story, what it is instead."""

    line: Line
    kind: Kind
    reason: str = ""
