"""The one door to the state: opens it, lets one run at a time work on a job, keeps decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consistency.errors import StateError
from consistency.records import Article, Report, Skipped
from consistency.settings import ReadingSettings
from consistency.state.articles import add_arrivals, keep_claims, places_in, read_articles
from consistency.state.decisions import all_decisions, decisions_on, keep_decision
from consistency.state.engine import Database, open_database
from consistency.state.findings import (
    Seen,
    against_state,
    is_at_least,
    is_to_be_told,
    keep,
    trackings,
    with_tracking,
)
from consistency.state.memory import keep_memory, recall
from consistency.state.models import Job, Run, SightingRow, TrackedFinding
from consistency.state.outbox import mark_not_told, mark_told, put, waiting
from consistency.state.records import (
    Arrival,
    Change,
    Decision,
    Memory,
    PastRun,
    Telling,
    Tracking,
)
from consistency.state.runs import held, holding, now, past_runs
from consistency.state.settings import StateSettings

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Arrival", "Memory", "RunningJob", "Store", "Telling"]


class RunningJob:
    """One run's hold on its job. What a method records is kept whole, or not at all.

    A method that records articles or findings raises StateError once another run has taken the job
    over, because this one was silent for too long.
    """

    def __init__(self, database: Database, run: Run, settings: StateSettings) -> None:
        self.id = run.id
        self._job = run.job_id
        self._database = database
        self._settings = settings

    def memory(self, url: str) -> Memory | None:
        """Return what is known of an address."""
        with self._database.reads() as session:
            return recall(session, self._job, url)

    def remember(self, memory: Memory) -> None:
        """Keep what a server said."""
        with self._writes() as (session, job):
            keep_memory(session, job.id, memory)

    def add(self, arrivals: Iterable[Arrival]) -> list[Arrival]:
        """Keep articles; return those that are new or whose text has changed.

        A text that its place had before is not new. What is known besides the text (title, day,
        whether it is chosen) is kept as it came last.
        """
        arrivals = list(arrivals)
        with self._writes() as (session, job):
            return add_arrivals(session, job.id, self.id, arrivals, seen_at=now())

    def articles(self) -> list[Article]:
        """Return every chosen article and version, read for one check: ids, versions, copies."""
        return self.gathered(ReadingSettings())[0]

    def gathered(self, settings: ReadingSettings) -> tuple[list[Article], list[Skipped]]:
        """Return what `consistency.articles.read` would for the same articles, paths in order.

        Versions of one article that came to one path follow one another in the order they came; the
        second is at "PATH#2", and so on.
        """
        with self._database.reads() as session:
            return read_articles(session, self._job, settings)

    def record(
        self,
        report: Report,
        *,
        channels: Sequence[str] = (),
        least: str = "low",
        kinds: Collection[str] | None = None,
    ) -> Report:
        """Keep claims and findings; return the report with its tracking. Once a run.

        Args:
            channels: Where new and changed findings are to be told. What is settled, and what is
                back as it was before it went, is told nowhere.
            least: Lowest severity that is to be told.
            kinds: Kinds that are to be told; None for all.
        Raises:
            StateError: If this run has recorded before.
        """
        # Matching takes a while, and nobody else records on this job: so no lock is held for it.
        with self._database.reads() as session:
            job = session.get_one(Job, self._job)
            places = places_in(session, job.id, report)
            outcome = against_state(session, job, report, places, self._settings)
        with self._writes() as (session, job):
            if job.recorded == self.id:
                raise StateError(f"run {self.id} has recorded its findings; one report a run")
            keep_claims(session, report, places)
            sightings = keep(session, job, self.id, report, outcome, at=now())
            decided = decisions_on(session, job.name)
            put(session, to_be_told(sightings, decided, least, kinds), channels)
            return with_tracking(report, outcome, trackings(session, job))

    def untold(self, channel: str) -> list[Telling]:
        """Return what is still to be told on a channel, this run's and earlier ones', oldest first.

        What has been settled or has gone in the meantime is among it, and its tracking says so.
        """
        with self._database.reads() as session:
            job = session.get_one(Job, self._job)
            return waiting(session, job.id, channel, trackings(session, job))

    def told(self, tellings: Iterable[Telling]) -> None:
        """Note that these were told, which is so whoever holds the job by now."""
        with self._database.writes() as session:
            mark_told(session, tellings, at=now())

    def not_told(self, tellings: Iterable[Telling], error: str) -> None:
        """Note that these could not be told; the next run tries again."""
        with self._database.writes() as session:
            mark_not_told(session, tellings, error)

    @contextmanager
    def _writes(self) -> Iterator[tuple[Session, Job]]:
        with self._database.writes() as session:
            yield session, held(session, self.id)


def to_be_told(
    sightings: Iterable[tuple[Seen, SightingRow]],
    decided: Mapping[str, Sequence[Decision]],
    least: str,
    kinds: Collection[str] | None,
) -> list[SightingRow]:
    """Return the sightings that are news, of the kinds and severities asked for."""
    return [
        row
        for seen, row in sightings
        if is_at_least(row.severity, least)
        and (kinds is None or row.kind in kinds)
        and is_to_be_told(Change(row.change), seen.was, decided.get(seen.id, ()), row.evidence)
    ]


class Store:
    """The state of any number of jobs, in any database that SQLAlchemy knows.

    Close it when it is done with, or use it in a `with` block. Threads may share it.
    """

    def __init__(self, database: Database, settings: StateSettings) -> None:
        self._database = database
        self._settings = settings

    @classmethod
    def open(cls, url: str, *, settings: StateSettings | None = None) -> Store:
        """Open or make the state and bring its tables up to date.

        Args:
            url: As SQLAlchemy has it: "sqlite:///state.db", "postgresql+psycopg://…". A SQLite file
                that is not there is made, for its owner alone to read.
        Raises:
            StateError: If it cannot be reached or written to, or is no state of this package's.
        """
        settings = settings or StateSettings()
        return cls(open_database(url, settings), settings)

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()

    def __enter__(self) -> Store:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def run(self, job: str) -> Iterator[RunningJob]:
        """Hold a job for one run, and make it where there is none of that name.

        A run that was killed loses its hold to the next, at once where its process is known to be
        gone, else when it has been silent for `StateSettings.stale_seconds`.

        Raises:
            StateError: While another run that is alive holds it.
        """
        with holding(self._database, job, self._settings) as run:
            yield RunningJob(self._database, run, self._settings)

    def jobs(self) -> list[str]:
        """Return the names of all jobs, in the order they were made."""
        with self._database.reads() as session:
            return list(session.scalars(select(Job.name).order_by(Job.id)))

    def runs(self, job: str) -> list[PastRun]:
        """Return the runs of a job, oldest first."""
        with self._database.reads() as session:
            return past_runs(session, job)

    def tracked(self, job: str) -> list[Tracking]:
        """Return every finding of a job, gone ones too, in the order they were first seen."""
        with self._database.reads() as session:
            return list(_known(session, job).values())

    def decide(self, finding: str, decision: Decision, *, token: str) -> Tracking:
        """Keep a decision; one with a token that was used is not kept twice.

        Raises:
            StateError: If there is no such finding.
        """
        # Where two requests with one token came at once, the other one is kept.
        with suppress(IntegrityError), self._database.writes() as session:
            keep_decision(session, finding, decision, token)
        with self._database.reads() as session:
            row = session.get_one(TrackedFinding, finding)
            return trackings(session, session.get_one(Job, row.job_id))[finding]

    def decisions(self, job: str) -> Iterator[tuple[Tracking, Decision]]:
        """Yield all decisions, oldest first, each with its finding."""
        with self._database.reads() as session:
            known = _known(session, job)
            kept = all_decisions(session, job)
        return ((known[finding], decision) for finding, decision in kept)


def _known(session: Session, name: str) -> dict[str, Tracking]:
    job = session.scalar(select(Job).where(Job.name == name))
    return trackings(session, job) if job else {}
