"""Sources against questions: one row a finding, one cell a source, its state in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.report.sources import Source
from consistency.report.views import Camp, FindingView

STATES = {
    "differs": ("≠", "differs"),
    "changed": ("→", "at another time"),
    "requoted": ("”", "other words"),
    "agrees": ("=", "agrees"),
    "states": ("●", "states it"),
    "declined": ("∅", "declines or cannot say"),
    "silent": ("–", "silent"),
    "absent": ("", "not on this"),
}
STATE_OF_KIND = {
    "conflict": "differs",
    "update": "changed",
    "quote_change": "requoted",
    "agreement": "agrees",
    "unstated": "states",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source says in one cell, with the place where it says so and which camp that is."""

    text: str
    anchor: str
    camp: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One source on one question. `glyph` and `words` tell the state without colour."""

    source: Source
    state: str
    answers: tuple[Answer, ...] = ()

    @property
    def glyph(self) -> str:
        """Sign of the state; empty where the source has nothing on the matter."""
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state][1]


@dataclass(frozen=True, slots=True)
class Row:
    """One question with a cell for every source, in the report's order."""

    finding: FindingView
    cells: tuple[Cell, ...]

    @property
    def runs(self) -> tuple[tuple[Cell, int], ...]:
        """The cells as the table draws them, each with its width: empty neighbours are one."""
        runs: list[tuple[Cell, int]] = []
        for cell in self.cells:
            if runs and cell.state == runs[-1][0].state == "absent":
                runs[-1] = (cell, runs[-1][1] + 1)
            else:
                runs.append((cell, 1))
        return tuple(runs)


def rows(findings: Iterable[FindingView], sources: Sequence[Source]) -> tuple[Row, ...]:
    """Lay out findings as rows, in the order given."""
    return tuple(
        Row(finding, tuple(cell(finding, source) for source in sources)) for finding in findings
    )


def cell(finding: FindingView, source: Source) -> Cell:
    """Say where one source stands on one question."""
    answers = tuple(
        answer
        for number, camp in enumerate(finding.camps, start=1)
        if (answer := _answer(camp, number, source))
    )
    if answers:
        return Cell(source, _state(finding, answers), answers)
    silent = any(other.id == source.id for other in finding.silent)
    return Cell(source, "silent" if silent else "absent")


def _answer(camp: Camp, number: int, source: Source) -> Answer | None:
    passage = next((p for p in camp.passages if p.source.id == source.id), None)
    return Answer(camp.short, passage.anchor, number) if passage else None


def _state(finding: FindingView, answers: Sequence[Answer]) -> str:
    if all(finding.camps[answer.camp - 1].declined for answer in answers):
        return "declined"
    return STATE_OF_KIND.get(finding.kind, "differs")
