"""One run at a time on a job: taking hold, saying that one is alive, letting go."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consistency.errors import StateError
from consistency.state.engine import Database
from consistency.state.models import Job, Run
from consistency.state.records import PastRun
from consistency.state.settings import StateSettings

_held_here: set[str] = set()
"""Runs of this very process: another one of its number, after a restart, is not it."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


@contextlib.contextmanager
def holding(database: Database, name: str, settings: StateSettings) -> Iterator[Run]:
    """Hold a job while the block runs; note how it ended.

    Raises:
        StateError: If another run that is alive holds it.
    """
    run = take_hold(database, name, settings)
    _held_here.add(run.id)
    try:
        with beating(database, run.id, settings):
            yield run
    except BaseException as error:
        # Where even this fails, the next run finds the process gone.
        with contextlib.suppress(StateError):
            let_go(database, run, "failed", f"{type(error).__name__}: {error}".rstrip(": "))
        raise
    else:
        let_go(database, run, "finished")
    finally:
        _held_here.discard(run.id)


def take_hold(database: Database, name: str, settings: StateSettings) -> Run:
    """Start a run, after one that was killed has been marked as abandoned."""
    make_job(database, name)
    with database.writes() as session:
        job = session.scalars(select(Job).where(Job.name == name).with_for_update()).one()
        holder = session.get(Run, job.holder) if job.holder else None
        if holder is not None:
            abandon(holder, name, settings)
        moment = now()
        run = Run(
            id=f"{moment:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
            job_id=job.id,
            started_at=moment,
            beat_at=moment,
            status="running",
            host=this_host(),
            process=os.getpid(),
        )
        session.add(run)
        job.holder = run.id
    return run


def make_job(database: Database, name: str) -> None:
    """See to it that the job is in the state. Two runs may try at once."""
    with contextlib.suppress(IntegrityError), database.writes() as session:
        if session.scalar(select(Job.id).where(Job.name == name)) is None:
            session.add(Job(name=name))


def abandon(holder: Run, name: str, settings: StateSettings) -> None:
    """Mark a run that is not alive any more. Raises StateError for one that is."""
    silent = now() - holder.beat_at
    if is_gone(holder):
        holder.detail = f"its process {holder.process} is gone"
    elif silent >= timedelta(seconds=settings.stale_seconds):
        holder.detail = f"not heard of since {said(holder.beat_at)}"
    else:
        raise StateError(
            f"job {name!r} is held by run {holder.id} since {said(holder.started_at)}, process "
            f"{holder.process} on {holder.host.partition(' ')[0]}, last heard of at "
            f"{said(holder.beat_at)}. Wait until it has ended; if it was stopped, another run may "
            f"take over once it has been silent for {settings.stale_seconds:g} seconds"
        )
    holder.status = "abandoned"
    holder.ended_at = now()


def said(moment: datetime) -> str:
    """Return a moment for a message."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def this_host() -> str:
    """Name what process numbers belong to: the host, and the container within it."""
    try:
        return f"{socket.gethostname()} {os.readlink('/proc/self/ns/pid')}"  # noqa: PTH115
    except OSError:
        return socket.gethostname()


def is_gone(holder: Run) -> bool:
    """Say whether a run's process is known to have ended. On another host nothing is known."""
    if holder.host != this_host() or os.name != "posix":
        return False
    if holder.process == os.getpid():
        return holder.id not in _held_here
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@contextlib.contextmanager
def beating(database: Database, run: str, settings: StateSettings) -> Iterator[None]:
    """Let a thread say every few seconds that the run is alive, while the block runs."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(settings.beat_seconds):
            with contextlib.suppress(StateError), database.writes() as session:
                session.execute(update(Run).where(Run.id == run).values(beat_at=now()))

    thread = threading.Thread(target=beat, name=f"heartbeat of {run}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def let_go(database: Database, run: Run, status: str, detail: str = "") -> None:
    """End a run, unless another has taken its job over."""
    with database.writes() as session:
        job = session.get_one(Job, run.job_id, with_for_update=True)
        if job.holder == run.id:
            job.holder = None
            values = {"status": status, "detail": detail, "ended_at": now()}
            session.execute(update(Run).where(Run.id == run.id).values(values))


def held(session: Session, run: str) -> Job:
    """Return the job that a run holds, and keep it from being taken over before the writing ends.

    Raises:
        StateError: If another run has taken it over, as this one was silent for too long.
    """
    owner = select(Run.job_id).where(Run.id == run).scalar_subquery()
    job = session.scalars(select(Job).where(Job.id == owner).with_for_update()).one()
    if job.holder != run:
        raise StateError(
            f"run {run} of job {job.name!r} was silent for so long that another took over; nothing "
            "more of this one is kept. Look at what held it up, and run again"
        )
    return job


def fresh_runs(session: Session, job: Job) -> set[str]:
    """Name the runs whose findings no page of a finished run has shown before the last one's.

    These are the last run that recorded and, before it, any that were killed or failed.
    """
    ordered = select(Run.id, Run.status).where(Run.job_id == job.id)
    ordered = ordered.order_by(Run.started_at.desc(), Run.id.desc())
    fresh: set[str] = set()
    for run, status in session.execute(ordered):
        if fresh and status == "finished":
            break
        if fresh or run == job.recorded:
            fresh.add(run)
    return fresh


def past_runs(session: Session, name: str) -> list[PastRun]:
    """Return the runs of a job, oldest first."""
    ordered = select(Run).join(Job).where(Job.name == name).order_by(Run.started_at, Run.id)
    return [
        PastRun(r.id, r.started_at, r.ended_at, r.status, r.detail, dict(r.counts))
        for r in session.scalars(ordered)
    ]
