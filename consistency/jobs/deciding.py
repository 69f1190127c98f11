"""The decisions that a job's state holds, fetched to be exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from consistency.errors import StateError
from consistency.jobs.jobfile import read_job
from consistency.report.decided import decision_rows
from consistency.state.engine import parsed
from consistency.state.store import Store


def decisions_in(named: str, *, job: str | None = None) -> list[dict[str, Any]]:
    """Return the decisions of a job as rows, oldest first; of all jobs, one after another.

    Args:
        named: A job file, or the address of a state.
        job: Name of the job; None for the job file's own, and for all of a state that is named by
            its address.
    Raises:
        JobError: If the job file is not as it should be.
        StateError: If there is no such state or no such job in it.
    """
    if "://" in named:
        state = named
    else:
        read = read_job(Path(named))
        state, job = read.state, job or read.name
    refuse_nowhere(state)
    with Store.open(state) as store:
        known = store.jobs()
        if job is not None and job not in known:
            told = ", ".join(known) or "none yet"
            raise StateError(f"found no job {job!r} in the state; jobs there: {told}")
        names = known if job is None else [job]
        return [row for name in names for row in decision_rows(store.tracked(name), job=name)]


def refuse_nowhere(state: str) -> None:
    """Raise StateError for a file that is not there: opening it would make an empty one."""
    url = parsed(state)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise StateError(f"found no state at {url.database}; `consistency run` makes it")
