"""Findings across runs: what a run changes of them, their history and where they stand."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consistency.records import Finding, Report
from consistency.report.findings_file import as_dict
from consistency.report.wording import SEVERITIES
from consistency.state.articles import Place
from consistency.state.decisions import decisions_on
from consistency.state.identity import Passage, Traces, evidence_of, match, traces_of
from consistency.state.models import Job, Run, SightingRow, TrackedFinding
from consistency.state.records import Change, Decision, Sighting, Status, Tracking, Verdict
from consistency.state.runs import fresh_runs
from consistency.state.settings import StateSettings

Values = tuple[tuple[str, str], ...]
TELLING = (Change.NEW, Change.CHANGED, Change.BACK)
"""Changes that make a finding worth telling."""
KEPT_WHEN_GONE = ("kind", "severity", "question", "evidence", "body")


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding of the report at hand, with its id in the state; `was` is None for a new one."""

    id: str
    finding: Finding
    traces: Traces
    values: Values
    was: Tracking | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found against the state. Findings of `gone` were present before."""

    seen: Sequence[Seen]
    gone: Sequence[Tracking]


def against_state(
    session: Session,
    job: Job,
    report: Report,
    places: Mapping[str, Place],
    settings: StateSettings,
) -> Outcome:
    """Find out which finding of the report is which of the state's."""
    rows = list(tracked_rows(session, job.id))
    before = trackings(session, job)
    traces = traces_in(report, places)
    found = match([traces_kept(row, before[row.id]) for row in rows], traces, settings)
    seen = [
        Seen(
            id=rows[found[j]].id if j in found else secrets.token_hex(16),
            finding=finding,
            traces=traces[j],
            values=values_of(finding, places),
            was=before[rows[found[j]].id] if j in found else None,
        )
        for j, finding in enumerate(report.finding_records)
    ]
    still = {one.id for one in seen}
    return Outcome(seen, [before[r.id] for r in rows if r.present and r.id not in still])


def traces_in(report: Report, places: Mapping[str, Place]) -> list[Traces]:
    """Return what each finding of a report is known again by."""
    articles = {article.id: article for article in report.articles}
    locations = {article: place.location for article, place in places.items()}
    return [traces_of(finding, articles, locations) for finding in report.finding_records]


def traces_kept(row: TrackedFinding, tracking: Tracking) -> Traces:
    """Return what a finding of the state is known again by."""
    passages = frozenset(
        Passage(location, tuple(before), tuple(words), tuple(after))
        for location, before, words, after in row.passages
    )
    last = tracking.last
    return Traces(row.facet, last.kind, last.evidence, passages, row.present)


def values_of(finding: Finding, places: Mapping[str, Place]) -> Values:
    """Return source and value of each passage, each pair once."""
    return tuple(
        dict.fromkeys((places[v.article].source, v.value or v.text) for v in finding.values)
    )


def change_of(seen: Seen, was: Tracking | None) -> Change | None:
    """Say what a finding is against the state; None where it stands as it did."""
    if was is None:
        return Change.NEW
    if was.last.change is Change.GONE:
        return Change.BACK
    if was.last.evidence != evidence_of(seen.finding) or has_risen(seen.finding, was):
        return Change.CHANGED
    return None if set(was.last.values) == set(seen.values) else Change.SOURCES


def has_risen(finding: Finding, was: Tracking) -> bool:
    """Say whether the severity is above that of the last change; one may fall and rise again."""
    severity = next(s.severity for s in reversed(was.sightings) if s.change is not Change.SOURCES)
    return finding.severity != severity and is_at_least(finding.severity, severity)


def is_at_least(severity: str, least: str) -> bool:
    """Say whether a severity is at least another."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)


def is_to_be_told(
    change: Change | None, was: Tracking | None, decisions: Iterable[Decision], evidence: str
) -> bool:
    """Say whether a change is news: not where it is settled, nor back as it was once before."""
    if change not in TELLING or settling(decisions, evidence):
        return False
    known = {sighting.evidence for sighting in was.sightings} if was else set()
    return change is not Change.BACK or evidence not in known


def settling(decisions: Iterable[Decision], evidence: str) -> Decision | None:
    """Return the last decision that settles, if it is about this evidence."""
    last = [d for d in decisions if d.verdict is not Verdict.NOTED][-1:]
    return last[0] if last and last[0].evidence == evidence else None


def keep(
    session: Session, job: Job, run: str, report: Report, outcome: Outcome, *, at: datetime
) -> list[tuple[Seen, SightingRow]]:
    """Write down what a run found; return the new sightings, those of findings that are gone aside.

    A finding that stands as it did has none.
    """
    bodies = finding_bodies(report)
    sightings = []
    counts: Counter[str] = Counter()
    for seen in outcome.seen:
        change = change_of(seen, seen.was)
        counts[change or "standing"] += 1
        keep_traces(session, job, run, seen)
        if change:
            row = sighting_row(seen, run, change, bodies[seen.finding.id], at=at)
            session.add(row)
            sightings.append((seen, row))
    for tracking in outcome.gone:
        counts[Change.GONE] += 1
        keep_gone(session, tracking, run, at=at)
    session.get_one(Run, run).counts = dict(counts)
    job.recorded = run
    session.flush()
    return sightings


def finding_bodies(report: Report) -> dict[str, dict[str, Any]]:
    """Return each finding by its id as the findings file has it."""
    return {body["id"]: body for body in as_dict(report)["findings"]}


def keep_traces(session: Session, job: Job, run: str, seen: Seen) -> None:
    """Keep what the next run knows the finding by."""
    row = session.get(TrackedFinding, seen.id)
    if row is None:
        row = TrackedFinding(id=seen.id, job_id=job.id, facet=seen.finding.facet)
        session.add(row)
    row.present = True
    row.last_run_id = run
    row.passages = [list(astuple(passage)) for passage in sorted(seen.traces.passages, key=astuple)]
    session.flush()


def sighting_row(
    seen: Seen, run: str, change: Change, body: dict[str, Any], *, at: datetime
) -> SightingRow:
    """Return a sighting to be kept."""
    return SightingRow(
        finding_id=seen.id,
        run_id=run,
        at=at,
        change=change.value,
        kind=seen.finding.kind,
        severity=seen.finding.severity,
        question=seen.finding.question,
        evidence=seen.traces.evidence,
        body={"finding": body, "values": [list(pair) for pair in seen.values]},
    )


def keep_gone(session: Session, tracking: Tracking, run: str, *, at: datetime) -> None:
    """Write down that a finding is gone: as it was, since it may come back."""
    session.get_one(TrackedFinding, tracking.id).present = False
    was = session.scalars(
        select(SightingRow)
        .where(SightingRow.finding_id == tracking.id)
        .order_by(SightingRow.id.desc())
        .limit(1)
    ).one()
    kept = {name: getattr(was, name) for name in KEPT_WHEN_GONE}
    session.add(
        SightingRow(finding_id=was.finding_id, run_id=run, at=at, change=Change.GONE.value, **kept)
    )


def trackings(session: Session, job: Job) -> dict[str, Tracking]:
    """Return every finding of a job by its id, gone ones too, in the order they came."""
    sightings: dict[str, list[Sighting]] = defaultdict(list)
    rows = select(SightingRow).join(TrackedFinding).where(TrackedFinding.job_id == job.id)
    for row in session.scalars(rows.order_by(SightingRow.id)):
        sightings[row.finding_id].append(as_sighting(row))
    decided = decisions_on(session, job.name)
    fresh = fresh_runs(session, job)
    return {
        name: Tracking(
            id=name,
            status=status_of(seen, decided.get(name, ()), fresh),
            sightings=tuple(seen),
            decisions=tuple(decided.get(name, ())),
        )
        for name, seen in sightings.items()
    }


def as_sighting(row: SightingRow) -> Sighting:
    """Return the record of a sighting."""
    return Sighting(
        run=row.run_id,
        at=row.at,
        change=Change(row.change),
        kind=row.kind,
        severity=row.severity,
        question=row.question,
        evidence=row.evidence,
        values=tuple((source, value) for source, value in row.body["values"]),
        facet=row.body["finding"]["facet"],
        confidence=row.body["finding"]["confidence"],
    )


def status_of(
    sightings: Sequence[Sighting], decisions: Sequence[Decision], fresh: Set[str]
) -> Status:
    """Say where a finding stands, given the runs that no page of an earlier run shows."""
    changes = {sighting.change for sighting in sightings if sighting.run in fresh}
    if sightings[-1].change is Change.GONE:
        return Status.GONE
    if settling(decisions, sightings[-1].evidence):
        return Status.SETTLED
    if Change.NEW in changes:
        return Status.NEW
    is_open_again = any(d.verdict is not Verdict.NOTED for d in decisions)
    changed = is_open_again or not changes.isdisjoint({Change.CHANGED, Change.BACK})
    return Status.CHANGED if changed else Status.STANDING


def tracked_rows(session: Session, job: int) -> Iterable[TrackedFinding]:
    """Return the rows of a job's findings in the order of their ids."""
    rows = select(TrackedFinding).where(TrackedFinding.job_id == job)
    return session.scalars(rows.order_by(TrackedFinding.id))


def with_tracking(report: Report, outcome: Outcome, known: Mapping[str, Tracking]) -> Report:
    """Return the report with what the state knows of its findings, and of those that are gone.

    Those that went last come first.
    """
    gone = [tracking for tracking in known.values() if tracking.status is Status.GONE]
    return replace(
        report,
        tracking={seen.finding.id: known[seen.id] for seen in outcome.seen},
        gone=tuple(sorted(gone, key=lambda tracking: tracking.last.at, reverse=True)),
    )
