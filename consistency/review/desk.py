"""What is reviewed: the findings of the last run, with everything decided on them so far."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from consistency.errors import FindingsFileError, JobError, StateError
from consistency.records import Report
from consistency.report import read_json
from consistency.state.records import Arrival, Decision, Tracking, Verdict
from consistency.state.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE_SUFFIX = ".review.sqlite"
"""Ends the name of the state that is made beside a findings file which no job wrote."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer sent.

    Args:
        finding: Id of the finding in the report.
        evidence: Digest of the evidence that the reviewer saw; see `Decision`.
        token: Made with the form: a form sent twice counts once.
    """

    finding: str
    verdict: Verdict
    reviewer: str
    evidence: str
    token: str
    note: str = ""
    called: str = ""
    said: str = ""


@dataclass
class Desk:
    """The findings of a file and the state that remembers what was decided on them.

    Args:
        findings: Written by the job's runs, or by a check; read again whenever it changes.
        known: Which finding of the state each finding of a file without tracking is, by its id.
    """

    findings: Path
    store: Store
    job: str
    known: Mapping[str, str] = field(default_factory=dict)
    _read: tuple[tuple[int, int], Report] | None = None
    _lock: Lock = field(default_factory=Lock)

    def report(self) -> Report:
        """Return the last run's findings, each with its history and decisions as of now.

        Raises:
            FindingsFileError: If the file is gone or not of the expected shape.
            StateError: If the state cannot be read.
        """
        report = self._file()
        now = {tracking.id: tracking for tracking in self.store.tracked(self.job)}
        names = {finding: seen.id for finding, seen in report.tracking.items()} or self.known
        tracking = {f: now[name] for f, name in names.items() if name in now}
        return replace(report, tracking=tracking)

    def tracking_of(self, finding: str) -> Tracking | None:
        """Return what is known of one finding of the report; None for one that is not there."""
        return self.report().tracking.get(finding)

    def decide(self, word: Word) -> None:
        """Keep what a reviewer decided.

        Raises:
            StateError: If there is no such finding.
        """
        tracking = self.tracking_of(word.finding)
        if tracking is None:
            raise StateError(f"found no finding {word.finding!r} any more; load the page again")
        decision = Decision(
            verdict=word.verdict,
            reviewer=word.reviewer,
            evidence=word.evidence,
            decided_at=datetime.now(UTC),
            note=word.note,
            called=word.called,
            said=word.said,
        )
        self.store.decide(tracking.id, decision, token=word.token)

    def _file(self) -> Report:
        with self._lock:
            stamp = stamp_of(self.findings)
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, read_json(self.findings))
            return self._read[1]


def stamp_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written again. Raises FindingsFileError if it is gone."""
    try:
        found = path.stat()
    except OSError as error:
        raise FindingsFileError(
            f"{path} cannot be read ({error.strerror or error}); it is the findings file to review"
        ) from error
    return found.st_mtime_ns, found.st_size


@contextmanager
def desk_of(what: Path, *, state: str | None = None, job: str | None = None) -> Iterator[Desk]:
    """Open what is named for review: a job file (.toml), or a findings file.

    Args:
        state: State of a findings file; a file beside it unless a job wrote it.
        job: Name under which the state has the findings; the file's stem by default.
    Raises:
        JobError: If the job file is not as it should be, or writes no findings file.
        FindingsFileError: If the findings file cannot be read.
        StateError: If the state cannot be opened.
    """
    if what.suffix == ".toml":
        findings, state, job = of_job(what)
        with Store.open(state) as store:
            yield Desk(findings, store, job)
        return
    report, job = read_json(what), job or what.stem
    with Store.open(state or f"sqlite:///{what.with_suffix(STATE_SUFFIX)}") as store:
        yield Desk(what, store, job, known_in(report, store, job))


def of_job(path: Path) -> tuple[Path, str, str]:
    """Return a job's findings file, state and name."""
    from consistency.jobs.jobfile import read_job

    job = read_job(path)
    if job.outputs.json is None:
        raise JobError(
            f"{path} has no [outputs] json, and reviews read that file; name one, and run the job"
        )
    if not job.outputs.json.exists():
        raise FindingsFileError(
            f"{job.outputs.json} is not there yet; run the job first: consistency run {path}"
        )
    return job.outputs.json, job.state, job.name


def known_in(report: Report, store: Store, job: str) -> dict[str, str]:
    """Map findings of a report to those of the state; record a report that no job wrote."""
    if not report.tracking and report.finding_records:
        arrivals = [Arrival(article.path, "", article) for article in report.articles]
        with store.run(job) as running:
            running.add(arrivals)
            report = running.record(report)
    return {finding: tracking.id for finding, tracking in report.tracking.items()}
