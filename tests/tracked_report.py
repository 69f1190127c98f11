"""The report made by hand, as the fourth run of a scheduled job would see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fake_report import SCRIPT, fake_report

from consistency.records import Finding, Report
from consistency.state.records import Change, Decision, Sighting, Status, Tracking, Verdict

FIRST_RUN = datetime(2031, 3, 6, 9, 0, tzinfo=UTC)
REVIEWER = "Dana Ruiz"


def at(run: int) -> datetime:
    """When a run was: one a quarter of an hour."""
    return FIRST_RUN + timedelta(minutes=15 * (run - 1))


def sighting(
    finding: Finding,
    run: int,
    change: Change,
    values: tuple[tuple[str, str], ...],
    *,
    evidence: str = "e1",
    severity: str = "",
) -> Sighting:
    """A finding as one run saw it."""
    return Sighting(
        run=f"run-{run}",
        at=at(run),
        change=change,
        kind=finding.kind,
        severity=severity or finding.severity,
        question=finding.question,
        evidence=evidence,
        values=values,
        facet=finding.facet,
        confidence=finding.confidence,
    )


def decision(verdict: Verdict, *, evidence: str = "e1", run: int = 3, **words: str) -> Decision:
    """A reviewer's word, five minutes after a run."""
    return Decision(verdict, REVIEWER, evidence, at(run) + timedelta(minutes=5), **words)


def tracked_report() -> Report:
    """Sixteen findings: one new, one changed after a decision, one dismissed, two confirmed, one
    explained, one noted, the others as they were; and one that is gone.
    """
    report = fake_report()
    by_rank = {finding.rank: finding for finding in report.finding_records}
    tracking = {f.id: standing(report, f) for f in report.finding_records}
    tracking |= {
        by_rank[1].id: changed(by_rank[1]),
        by_rank[2].id: with_status(tracking[by_rank[2].id], Status.NEW),
        by_rank[3].id: decided(
            tracking[by_rank[3].id],
            decision(Verdict.CONFIRMED, called="Port office", said=f"“$5.1 million” {SCRIPT}"),
        ),
        by_rank[4].id: decided(
            tracking[by_rank[4].id], decision(Verdict.DISMISSED, note="The rebuilt hall, in 1989.")
        ),
        by_rank[5].id: noted(tracking[by_rank[5].id]),
        by_rank[6].id: decided(tracking[by_rank[6].id], decision(Verdict.UPDATE)),
    }
    return replace(report, tracking=tracking, gone=(gone(by_rank[8]),))


def standing(report: Report, finding: Finding) -> Tracking:
    """A finding that is as it was when it was first seen."""
    sources = {article.id: article.source for article in report.articles}
    values = tuple(dict.fromkeys((sources[v.article], v.value or v.text) for v in finding.values))
    seen = sighting(finding, 2, Change.NEW, values)
    return Tracking(f"t{finding.rank}", Status.STANDING, (seen,))


def with_status(tracking: Tracking, status: Status) -> Tracking:
    """The same at another point."""
    return replace(tracking, status=status)


def decided(tracking: Tracking, last: Decision) -> Tracking:
    """The same, settled."""
    return replace(tracking, status=Status.SETTLED, decisions=(last,))


def noted(tracking: Tracking) -> Tracking:
    """The same with a note, which settles nothing."""
    word = decision(Verdict.NOTED, called="Tobias Renn", note="No answer yet.")
    return replace(tracking, decisions=(word,))


def changed(finding: Finding) -> Tracking:
    """Dismissed when two sources differed; then a third value came, and one source moved."""
    courier, wire, daily = "The Ellery Courier", "Coast Wire", "Sound Shore Daily"
    return Tracking(
        "t1",
        Status.CHANGED,
        (
            sighting(finding, 1, Change.NEW, ((courier, "10"), (wire, "21")), severity="medium"),
            sighting(
                finding, 2, Change.SOURCES, ((courier, "10"), (wire, "21"), (daily, "21")),
                severity="medium",
            ),
            sighting(
                finding, 4, Change.CHANGED, ((courier, "12"), (wire, "21"), (daily, "21")),
                evidence="e2",
            ),
        ),
        (decision(Verdict.DISMISSED, run=2, note="Two piers."),),
    )  # fmt: skip


def gone(finding: Finding) -> Tracking:
    """A finding that the third run did not see any more."""
    lost = replace(finding, question=f"How long is the pier {SCRIPT}?")
    values = (("Coast Wire", "90 metres"), ("The Ellery Courier", "120 metres"))
    seen = sighting(lost, 1, Change.NEW, values)
    return Tracking(
        "t99", Status.GONE, (seen, replace(seen, run="run-3", at=at(3), change=Change.GONE))
    )
