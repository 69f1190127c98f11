"""What is reviewed: the report of a job's last run or of a single check, and its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from consistency.errors import FindingsFileError, JobError, StateError
from consistency.records import Report
from consistency.report import read_json
from consistency.report.page import drawn
from consistency.state.records import Arrival, Decision, Status, Tracking
from consistency.state.store import Store

ONE_CHECK = "check"
"""Name of the job under which the state beside a findings file knows it."""


class Subject:
    """A report under review. Threads may share it; close it when it is done with.

    Args:
        path: The findings file; it is read again when it has changed.
        job: By what the state knows it.
        recorded: Whether a run has recorded the findings; what a check wrote is recorded here.
    """

    def __init__(self, path: Path, store: Store, job: str, *, recorded: bool) -> None:
        self.path, self.store, self.job = path, store, job
        self._recorded = recorded
        self._lock = Lock()
        self._read: tuple[Any, Report, dict[str, Any]] | None = None

    def report(self) -> Report:
        """Return the report with its tracking as it is now.

        Raises:
            FindingsFileError: If the file cannot be read any more.
            StateError: If it is of a job that the state does not know.
        """
        return self.report_and_pictures()[0]

    def report_and_pictures(self) -> tuple[Report, dict[str, Any]]:
        """Return the report, and its pictures, which are drawn once for each state of the file."""
        _, report, pictures = self._current()
        known = {tracking.id: tracking for tracking in self.store.tracked(self.job)}
        tracking = {f: known[t.id] for f, t in report.tracking.items() if t.id in known}
        if report.tracking and not tracking:
            raise StateError(
                f"{self.path} is of a job that this state does not know as {self.job!r}; "
                "name its state and its job"
            )
        there = {t.id for t in tracking.values()}
        gone = [t for t in known.values() if t.status is Status.GONE and t.id not in there]
        gone.sort(key=lambda t: t.last.at, reverse=True)
        return replace(report, tracking=tracking, gone=tuple(gone)), pictures

    def decide(self, finding: str, decision: Decision, *, token: str) -> Tracking:
        """Keep a decision; see `Store.decide`."""
        return self.store.decide(finding, decision, token=token)

    def close(self) -> None:
        """Let go of the state."""
        self.store.close()

    def _current(self) -> tuple[Any, Report, dict[str, Any]]:
        with self._lock:
            stamp = stamp_of(self.path)
            if self._read is None or self._read[0] != stamp:
                # Of several events, too, all findings stand on one page here.
                report = replace(read_json(self.path), events=(), alone=())
                if not self._recorded:
                    report = recorded(report, self.store, self.job)
                self._read = (stamp, report, drawn(report))
            return self._read


def stamp_of(path: Path) -> tuple[int, int, int]:
    """Return what changes as a file is written anew. Raises FindingsFileError where it is gone."""
    try:
        status = path.stat()
    except OSError as error:
        raise FindingsFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    return status.st_ino, status.st_mtime_ns, status.st_size


def recorded(report: Report, store: Store, job: str) -> Report:
    """Record the findings of a single check in a state of its own, and return their tracking."""
    with store.run(job) as running:
        running.add(Arrival(a.path, "check", a) for a in report.articles)
        return running.record(report)


def subject_of(path: Path, *, state: str | None, job: str | None) -> Subject:
    """Open what is to be reviewed.

    Args:
        path: A job file, or a findings file.
        state: Address of the state that a job's findings file belongs to; None for a single check,
            whose state lies beside it.
        job: The job's name in it.
    Raises:
        JobError: If the job writes no findings file, or state and job do not fit together.
        FindingsFileError: If the findings file cannot be read.
        StateError: If the state cannot be opened.
    """
    if path.suffix == ".toml":
        return of_job(path, state=state, job=job)
    if (state is None) != (job is None):
        raise JobError("--state and --job go together: the state's address, and the job in it")
    report = read_json(path)
    if state is not None and job is not None:
        return checked(Subject(path, Store.open(state), job, recorded=True))
    if report.tracking:
        raise JobError(
            f"{path} was written by a job; name the job file, or its --state and --job, "
            "so that decisions are kept where the next run finds them"
        )
    return checked(Subject(path, Store.open(beside(path)), ONE_CHECK, recorded=False))


def of_job(path: Path, *, state: str | None, job: str | None) -> Subject:
    """Open what the last run of a job wrote."""
    from consistency.jobs.jobfile import read_job

    read = read_job(path)
    findings = read.outputs.json
    if findings is None:
        raise JobError(f'{path}: [outputs] names no findings file; add json = "….json"')
    if not findings.exists():
        raise JobError(f"{path}: there is no {findings} yet; run it first: consistency run {path}")
    return checked(
        Subject(findings, Store.open(state or read.state), job or read.name, recorded=True)
    )


def checked(subject: Subject) -> Subject:
    """Return the subject, once its report can be had; else close it."""
    try:
        subject.report()
    except Exception:
        subject.close()
        raise
    return subject


def beside(path: Path) -> str:
    """Return the address of the state beside a findings file: NAME.review.sqlite."""
    return f"sqlite:///{path.resolve().with_name(f'{path.stem}.review.sqlite')}"


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)
