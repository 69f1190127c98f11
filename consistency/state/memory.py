"""What servers said of addresses, for the next request to them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from consistency.state.articles import digest_of
from consistency.state.models import Fetched
from consistency.state.records import Memory

FIELDS = ("url", "etag", "modified", "checked_at", "failures", "retry_at", "body")


def recall(session: Session, job: int, url: str) -> Memory | None:
    """Return what is known of an address."""
    row = row_of(session, job, url)
    return Memory(**{name: getattr(row, name) for name in FIELDS}) if row else None


def keep_memory(session: Session, job: int, memory: Memory) -> None:
    """Keep what a server said in place of what it said before."""
    row = row_of(session, job, memory.url)
    if row is None:
        row = Fetched(job_id=job, key=digest_of(memory.url))
        session.add(row)
    for name in FIELDS:
        setattr(row, name, getattr(memory, name))


def row_of(session: Session, job: int, url: str) -> Fetched | None:
    """Return the row of an address."""
    key = digest_of(url)
    return session.scalar(select(Fetched).where(Fetched.job_id == job, Fetched.key == key))
