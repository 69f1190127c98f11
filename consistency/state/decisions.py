"""What reviewers decided: kept word by word, in order, and never changed."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from consistency.errors import StateError
from consistency.state.models import DecisionRow, Job, TrackedFinding
from consistency.state.records import Decision, Verdict


def keep_decision(session: Session, finding: str, decision: Decision, token: str) -> None:
    """Keep a decision, unless one with its token is there.

    Raises:
        StateError: If there is no such finding.
    """
    if session.get(TrackedFinding, finding) is None:
        raise StateError(f"found no finding {finding!r} in the state; load the page again")
    if session.scalar(select(DecisionRow.id).where(DecisionRow.token == token)) is not None:
        return
    session.add(
        DecisionRow(
            finding_id=finding,
            verdict=decision.verdict.value,
            reviewer=decision.reviewer,
            evidence=decision.evidence,
            decided_at=decision.decided_at,
            note=decision.note,
            called=decision.called,
            said=decision.said,
            token=token,
        )
    )


def decisions_on(session: Session, job: str) -> dict[str, list[Decision]]:
    """Return the decisions on each of a job's findings that has any, oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for finding, decision in all_decisions(session, job):
        found[finding].append(decision)
    return dict(found)


def all_decisions(session: Session, job: str) -> list[tuple[str, Decision]]:
    """Return all decisions of a job in the order they were kept, each with its finding's id."""
    rows = select(DecisionRow).join(TrackedFinding).join(Job).where(Job.name == job)
    return [
        (row.finding_id, as_decision(row)) for row in session.scalars(rows.order_by(DecisionRow.id))
    ]


def as_decision(row: DecisionRow) -> Decision:
    """Return the record of a decision."""
    return Decision(
        verdict=Verdict(row.verdict),
        reviewer=row.reviewer,
        evidence=row.evidence,
        decided_at=row.decided_at,
        note=row.note,
        called=row.called,
        said=row.said,
    )
