"""What is to be told on which channel: written with the finding, marked once it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consistency.state.models import Notification, SightingRow, TrackedFinding
from consistency.state.records import Change, Telling, Tracking


def put(session: Session, sightings: Iterable[SightingRow], channels: Sequence[str]) -> None:
    """Write down that sightings are to be told on each channel."""
    session.add_all(
        Notification(sighting_id=row.id, channel=channel)
        for row in sightings
        for channel in dict.fromkeys(channels)
    )


def waiting(
    session: Session, job: int, channel: str, known: Mapping[str, Tracking]
) -> list[Telling]:
    """Return what is still to be told on a channel, oldest first."""
    rows = session.execute(
        select(Notification.id, SightingRow.finding_id, SightingRow.change, SightingRow.run_id)
        .join(SightingRow, Notification.sighting_id == SightingRow.id)
        .join(TrackedFinding, SightingRow.finding_id == TrackedFinding.id)
        .where(
            TrackedFinding.job_id == job,
            Notification.channel == channel,
            Notification.sent_at.is_(None),
        )
        .order_by(Notification.id)
    )
    return [
        Telling(number, channel, known[finding], Change(change), run)
        for number, finding, change, run in rows
    ]


def mark_told(session: Session, tellings: Iterable[Telling], *, at: datetime) -> None:
    """Note that these were told; the first time counts."""
    for telling in tellings:
        session.execute(
            update(Notification)
            .where(Notification.id == telling.id, Notification.sent_at.is_(None))
            .values(sent_at=at, attempts=Notification.attempts + 1)
        )


def mark_not_told(session: Session, tellings: Iterable[Telling], error: str) -> None:
    """Note that these could not be told, and why."""
    for telling in tellings:
        session.execute(
            update(Notification)
            .where(Notification.id == telling.id, Notification.sent_at.is_(None))
            .values(last_error=error, attempts=Notification.attempts + 1)
        )
