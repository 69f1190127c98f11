"""The tables of the state, for SQLAlchemy; `migrations/` builds and changes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is cut off going in and put back."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take a moment with a time zone. Raises ValueError for one without."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a moment in UTC."""
        del dialect
        return value.replace(tzinfo=UTC) if value else None


class Words(TypeDecorator[str]):
    """Text from outside, kept as something that every database can hold.

    Lone surrogates, which UTF-8 lacks, become escapes, so that two file names stay two; NUL, which
    PostgreSQL refuses, becomes U+FFFD.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what is stored, and looked up, for a text."""
        del dialect
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")


class Base(DeclarativeBase):
    """Parent of all tables. Every constraint has a name, by which a migration can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Job(Base):
    """One story that is followed. `holder` is the run that works on it now, if any."""

    __tablename__ = "jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words, unique=True)
    holder: Mapped[str | None] = mapped_column(String(32))
    recorded: Mapped[str | None] = mapped_column(String(32))
    """The last run that recorded findings."""


class Run(Base):
    """One run of a job. `beat_at` is when it last said that it is alive."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    status: Mapped[str] = mapped_column(String(12))
    """running, finished, failed or abandoned."""
    host: Mapped[str] = mapped_column(Words)
    process: Mapped[int]
    """Where it runs: while its process is there, it holds its job."""
    detail: Mapped[str] = mapped_column(Words, default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Fetched(Base):
    """What a server said of an address, for the next request to it."""

    __tablename__ = "fetched"
    __table_args__ = (UniqueConstraint("job_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    key: Mapped[str] = mapped_column(String(64))
    """Digest of the address, which may be longer than what an index holds."""
    url: Mapped[str] = mapped_column(Words)
    etag: Mapped[str] = mapped_column(Words, default="")
    modified: Mapped[str] = mapped_column(Words, default="")
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What it last sent, where "not modified" has to stand for it (feeds and sitemaps)."""


class Document(Base):
    """One article, whatever its text says at the time, by the address or file it comes from."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("job_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    key: Mapped[str] = mapped_column(String(64))
    """Digest of the location, which may be longer than what an index holds."""
    location: Mapped[str] = mapped_column(Words)
    feed: Mapped[str] = mapped_column(Words, default="")
    """Name of the job's source that brought it."""


class Version(Base):
    """One state of an article's text, by content; what is known of it besides may be put right."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("document_id", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    seen_at: Mapped[datetime] = mapped_column(Moment)
    article: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The `Article` as it was read, without what depends on other articles (id, copies)."""
    chosen: Mapped[bool] = mapped_column(default=True)
    """Whether it belongs to the event that the job follows."""
    likeness: Mapped[float | None]


class StatedClaim(Base):
    """One claim of one version of an article."""

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("version_id", "start", "end"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Words)
    speaker: Mapped[str | None] = mapped_column(Words)


class TrackedFinding(Base):
    """One finding across runs."""

    __tablename__ = "findings"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    facet: Mapped[str] = mapped_column(Words)
    present: Mapped[bool] = mapped_column(default=True)
    last_run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    passages: Mapped[list[Any]] = mapped_column(JSON)
    """By what the next run knows it again; see `identity`."""


class SightingRow(Base):
    """A finding as one run saw it, written when anything of it differs from the one before."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("finding_id", "run_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    change: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(Words)
    severity: Mapped[str] = mapped_column(String(10))
    question: Mapped[str] = mapped_column(Words)
    evidence: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The finding as the findings file has it, and `values`: pairs of source and value."""


class DecisionRow(Base):
    """One reviewer's word on one finding; never changed or deleted."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(12))
    reviewer: Mapped[str] = mapped_column(Words)
    evidence: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Words, default="")
    called: Mapped[str] = mapped_column(Words, default="")
    said: Mapped[str] = mapped_column(Words, default="")
    token: Mapped[str] = mapped_column(Words, unique=True)
    """Made with the form, so that one sent twice is recorded once."""


class Notification(Base):
    """That a sighting is to be told on a channel, written together with the sighting."""

    __tablename__ = "notifications"
    __table_args__ = (UniqueConstraint("sighting_id", "channel"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sighting_id: Mapped[int] = mapped_column(ForeignKey("sightings.id"))
    channel: Mapped[str] = mapped_column(Words)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Words, default="")
