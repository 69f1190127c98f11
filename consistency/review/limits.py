"""How much a reviewer may send, and how many reviewers there are."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.ranges import Count, Ranged


@dataclass(frozen=True, slots=True)
class ReviewSettings(Ranged):
    """Limits of the review page. All are counts, at least 1."""

    body_bytes: Count = 110_000
    """Longest body of a request: all fields of a form at their limits, in four-byte characters that
    are written with three signs a byte."""
    note_characters: Count = 4_000
    """Longest note, and longest account of what somebody said: two pages."""
    name_characters: Count = 80
    """Longest name of a reviewer."""
    called_characters: Count = 500
    """Longest list of who was called."""
    sessions: Count = 200
    """Most sessions at once; the one that has been silent longest ends when another begins."""
    connections: Count = 64
    """Most requests at once; each reviewer has a few."""
