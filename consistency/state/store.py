"""The one door to the state: opens it, lets one run at a time work on a job, keeps decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from consistency.records import Article, Report
from consistency.state.records import Decision, Tracking


@dataclass(frozen=True, slots=True)
class Memory:
    """What a server last said of an address, for the next request to it."""

    url: str
    etag: str = ""
    modified: str = ""
    checked_at: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that a source brought, and whether it belongs to the event.

    Args:
        location: Its address, or the path of its file: the same article at the same place.
        feed: Name of the job's source that brought it.
        likeness: How near it is to the query or example, 0..1; None where there was none.
    """

    location: str
    feed: str
    article: Article
    chosen: bool = True
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One finding to be told on one channel; `id` names it to `told`."""

    id: int
    channel: str
    tracking: Tracking


class RunningJob:
    """One run's hold on its job. What a method records is kept whole, or not at all."""

    id: str

    def memory(self, url: str) -> Memory | None:
        """Return what is known of an address."""
        raise NotImplementedError

    def remember(self, memory: Memory) -> None:
        """Keep what a server said."""
        raise NotImplementedError

    def add(self, arrivals: Iterable[Arrival]) -> list[Arrival]:
        """Keep articles; return those that are new or whose text has changed."""
        raise NotImplementedError

    def articles(self) -> list[Article]:
        """Return every chosen article and version, read for one check: ids, versions, copies."""
        raise NotImplementedError

    def record(self, report: Report, *, channels: Sequence[str] = (), least: str = "low") -> Report:
        """Keep claims and findings; write down what is to be told on `channels`, where a finding is
        new or changed and at least of severity `least`; return the report with its tracking.
        """
        raise NotImplementedError

    def untold(self, channel: str) -> list[Telling]:
        """Return what is still to be told on a channel, this run's and earlier ones'."""
        raise NotImplementedError

    def told(self, tellings: Iterable[Telling]) -> None:
        """Note that these were told."""
        raise NotImplementedError

    def not_told(self, tellings: Iterable[Telling], error: str) -> None:
        """Note that these could not be told; the next run tries again."""
        raise NotImplementedError


class Store:
    """The state of any number of jobs, in any database that SQLAlchemy knows."""

    @classmethod
    def open(cls, url: str) -> Store:
        """Open or make the state and bring its tables up to date. `url` as SQLAlchemy has it."""
        raise NotImplementedError

    def run(self, job: str) -> AbstractContextManager[RunningJob]:
        """Hold a job for one run. Raises StateError while another run that is alive holds it."""
        raise NotImplementedError

    def tracked(self, job: str) -> list[Tracking]:
        """Return every finding of a job, gone ones too."""
        raise NotImplementedError

    def decide(self, finding: str, decision: Decision, *, token: str) -> Tracking:
        """Keep a decision; one with a token that was used is not kept twice."""
        raise NotImplementedError

    def decisions(self, job: str) -> Iterator[tuple[Tracking, Decision]]:
        """Yield all decisions, oldest first, each with its finding."""
        raise NotImplementedError
