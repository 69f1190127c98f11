"""A copy of the state in which a dry run can record what it likes."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from consistency.errors import StateError


def is_file(url: str) -> bool:
    """Say whether a state is a SQLite file; a server's database cannot be copied."""
    return make_url(url).get_backend_name() == "sqlite"


@contextlib.contextmanager
def scratch_state(url: str) -> Iterator[str]:
    """Give the address of a copy of a state, gone afterwards.

    It is empty where there is none yet, and for a server's database.
    """
    with tempfile.TemporaryDirectory(prefix="consistency-") as folder:
        path, state = Path(folder, "state.db"), make_url(url).database
        if is_file(url) and state and Path(state).is_file():
            copy_of(Path(state), path)
        yield f"sqlite:///{path}"


def copy_of(state: Path, target: Path) -> None:
    """Copy a database as it stands, whoever is writing to it."""
    try:
        source = sqlite3.connect(f"{state.resolve().as_uri()}?mode=ro", uri=True)
        with contextlib.closing(source), contextlib.closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise StateError(f"the state {state} cannot be read: {error}") from error
