"""What came of a run: what is news in it, and how it is summed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consistency.records import Finding, Report, Skipped
from consistency.state.records import Change, Status, Tracking

NEWS = frozenset((Status.NEW, Status.CHANGED))


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Args:
        report: None where no article belongs to the event yet.
        n_new: Articles and versions that were not known before.
        skipped: What could not be used in this run, sources among it.
        files: What was written, or would have been.
        n_messages: Messages that went, or would have gone.
        n_waiting: Pages that are left to the next run.
        silent: Names of channels on which a message did not go.
        dry: Whether nothing was written, told or recorded.
    """

    job: str
    run: str
    report: Report | None
    n_new: int
    skipped: tuple[Skipped, ...]
    files: tuple[Path, ...] = ()
    n_messages: int = 0
    n_waiting: int = 0
    silent: tuple[str, ...] = ()
    dry: bool = False

    @property
    def news(self) -> tuple[Finding, ...]:
        """Findings that are new or changed and not settled, in rank order."""
        if self.report is None:
            return ()
        known = self.report.tracking
        return tuple(
            finding
            for finding in self.report.finding_records
            if finding.id in known and is_news(known[finding.id], self.run)
        )

    def lines(self) -> list[str]:
        """Say in a few lines what came of it."""
        return list(told_of(self))


def is_news(tracking: Tracking, run: str) -> bool:
    """Say whether a finding is new or has changed since a page was last written.

    One that was settled before it changed stays marked as changed until it is decided again, and is
    news only once.
    """
    if tracking.status not in NEWS:
        return False
    last = tracking.last
    return not tracking.decisions or (last.run == run and last.change is not Change.SOURCES)


def told_of(outcome: Outcome) -> Iterator[str]:
    """Yield the lines that sum a run up."""
    number = len(outcome.report.articles) if outcome.report else 0
    findings = len(outcome.report.finding_records) if outcome.report else 0
    yield (
        f"{outcome.job}: {number} articles on the event, {outcome.n_new} of them new; "
        f"{findings} findings, {len(outcome.news)} of them new or changed"
    )
    for skip in outcome.skipped:
        yield f"skipped {skip.path}: {skip.reason}"
    if outcome.n_waiting:
        yield f"left to the next run: {outcome.n_waiting} pages"
    would = "would be " if outcome.dry else ""
    yield from (f"{would}written: {path.resolve()}" for path in outcome.files)
    if outcome.n_messages:
        yield f"{would}told: {outcome.n_messages} message{'s' if outcome.n_messages > 1 else ''}"
    for channel in outcome.silent:
        yield f"not told: {channel}; the next run tries again"
    if outcome.dry:
        yield "This was a dry run: nothing was written, told or recorded."
