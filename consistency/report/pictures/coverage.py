"""Coverage as a picture: how many of the questions each source answers, declines or passes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consistency.report.sources import Source
from consistency.report.views import FindingView

MAX_BARS = 40
"""Sources drawn, in the report's order; the table has all of them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One source on all questions; the four numbers add up to the number of questions."""

    source: Source
    answers: int
    declines: int
    silent: int
    absent: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """A bar a source."""

    bars: tuple[Bar, ...]
    n_questions: int

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """The bars that the picture has room for."""
        return self.bars[:MAX_BARS]

    @property
    def n_more(self) -> int:
        """Sources that are only in the table."""
        return len(self.bars) - len(self.drawn)


def coverage(views: Sequence[FindingView], sources: Sequence[Source]) -> Coverage | None:
    """Count where each source stands; None without two sources and a question."""
    if len(sources) < 2 or not views:
        return None
    stating = Counter(source.id for view in views for source in view.stating)
    declining = Counter(s.id for view in views for s in view.declining if s not in view.stating)
    silent = Counter(source.id for view in views for source in view.silent)

    def bar(source: Source) -> Bar:
        told = (stating[source.id], declining[source.id], silent[source.id])
        return Bar(source, *told, len(views) - sum(told))

    return Coverage(tuple(map(bar, sources)), len(views))
