"""Judged precision of the best-ranked findings, pooled over the collections of a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consistency.evaluation import GROUPS, Result


@dataclass(frozen=True)
class Tally:
    """What is known of the best-ranked findings of one group of kinds.

    Right are those in the gold and those that a person judged right. A finding judged "same",
    where sources say one thing in other words, is wrong: it should not have been reported.
    """

    right: int = 0
    wrong: int = 0
    unjudged: int = 0

    @property
    def n_judged(self) -> int:
        """Findings that gold or a person speaks for."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """Share of the judged that are right, 0..1; None where nothing is judged.

        Findings in the gold are judged by being there, so the fewer of the others are judged, the
        more this flatters: read it beside `unjudged`.
        """
        return round(self.right / self.n_judged, 3) if self.n_judged else None

    @property
    def is_judged(self) -> bool:
        """Whether precision can be relied on: at most a tenth of the findings is unjudged."""
        return self.n_judged > 0 and self.unjudged * 10 <= self.n_judged + self.unjudged


def tallies(result: Result) -> dict[str, Tally]:
    """Count what is right, wrong and unjudged in one collection, by group of kinds."""
    return {
        name: Tally(*(int(told[key] or 0) for key in ("right", "wrong", "unjudged")))
        for name, told in result.precision.items()
    }


def pooled(rows: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Add up collections, so that one with three findings does not weigh as much as one with 20."""
    known = list(rows)
    return {
        name: Tally(
            right=sum(row[name].right for row in known),
            wrong=sum(row[name].wrong for row in known),
            unjudged=sum(row[name].unjudged for row in known),
        )
        for name in GROUPS
    }
