"""Opening a database: how SQLite is to behave, and tables brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

from consistency.errors import StateError
from consistency.state.settings import StateSettings

VERSION_TABLE = "consistency_version"
"""Name of the table with the version of the others; one of its own in a shared database."""
UPGRADE_LOCK = 7_213_904_511
"""Key of the lock under which PostgreSQL's tables are made or changed: any number of our own."""
WRITING = {"consistency_writes": True}
"""Execution option of connections that take SQLite's write lock as they begin."""


class Database:
    """A database whose transactions are short and either read or write."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**WRITING)
        # SQLite's readers see one state of the data without being told to.
        sqlite = engine.dialect.name == "sqlite"
        snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
        self._reading = engine if sqlite else snapshot

    @contextmanager
    def reads(self) -> Iterator[Session]:
        """Give a session that sees one state of the data throughout."""
        with self._told(), Session(self._reading) as session:
            yield session

    @contextmanager
    def writes(self) -> Iterator[Session]:
        """Give a session that is kept whole when the block ends, or not at all where it fails."""
        session = Session(self._writing, expire_on_commit=False)
        with self._told(), session, session.begin():
            yield session

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a database says into a StateError. Constraints are for callers to handle."""
        try:
            yield
        except IntegrityError:
            raise
        except DatabaseError as error:
            raise StateError(
                f"the state {self.engine.url!s} cannot be used: {reason(error)}. Is it there, may "
                "it be written to, and is there room on its disk?"
            ) from error


def open_database(url: str, settings: StateSettings) -> Database:
    """Connect to a database and bring its tables up to date; make it where SQLite has none.

    Raises:
        StateError: If it cannot be reached or written to, or is no state of this package's.
    """
    engine = make_engine(parsed(url), settings)
    try:
        bring_up_to_date(engine, settings)
    except StateError:
        engine.dispose()
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        engine.dispose()
        raise StateError(
            f"the state {engine.url!s} cannot be opened: {reason(error)}. Name a database that "
            "exists and may be written to, such as sqlite:///state.db"
        ) from error
    return Database(engine)


def parsed(url: str) -> URL:
    """Read a database's address. Raises StateError for none, and for memory, which forgets."""
    try:
        read = make_url(url)
    except ArgumentError as error:
        raise StateError(
            f"found {url!r} as the state's address, expected one such as sqlite:///state.db or "
            "postgresql+psycopg://user@host/name"
        ) from error
    if read.get_backend_name() == "sqlite" and read.database in (None, "", ":memory:"):
        raise StateError(
            f"the state {url!r} would be forgotten; name a file, such as sqlite:///state.db"
        )
    return read


def make_engine(url: URL, settings: StateSettings) -> Engine:
    """Return an engine; SQLite's is set up to be shared by processes and killed at any moment."""
    sqlite = url.get_backend_name() == "sqlite"
    waits = {"timeout": settings.busy_seconds} if sqlite else {}
    try:
        engine = create_engine(url, connect_args=waits, pool_pre_ping=not sqlite)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StateError(
            f"no driver for {url.drivername} is installed ({error}); for PostgreSQL, "
            "pip install 'psycopg[binary]' and name postgresql+psycopg://"
        ) from error
    if sqlite:
        event.listen(engine, "connect", set_up_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    return engine


def set_up_sqlite(connection: Any, _record: object) -> None:
    """Let transactions begin where we say, check references, and lose nothing when power fails."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def begin_sqlite(connection: Connection) -> None:
    """Take the write lock first where writing follows: a reader cannot always become a writer."""
    writes = connection.get_execution_options().get("consistency_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def bring_up_to_date(engine: Engine, settings: StateSettings) -> None:
    """Make or change the tables, in one transaction, one process at a time."""
    from consistency.state.migrations import current, newest, upgrade

    if engine.dialect.name == "sqlite":
        make_private(Path(engine.url.database or ""))
        retrying(use_write_ahead_log, settings)(engine)
    with engine.connect() as connection:
        check_ours(connection)
        if current(connection) == newest():
            return
    with engine.execution_options(**WRITING).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        upgrade(connection)


def make_private(path: Path) -> None:
    """Make a SQLite file that its owner alone may read, where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Its log, beside it, gets the same permissions from SQLite.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers read while one process writes; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def retrying(function: Any, settings: StateSettings) -> Any:
    """Do again what SQLite does not wait for by itself while another process has the file."""
    return retry(
        retry=retry_if_exception_type(sqlite3.OperationalError),
        stop=stop_after_delay(settings.busy_seconds),
        wait=wait_random(0.01, 0.1),
        reraise=True,
    )(function)


def check_ours(connection: Connection) -> None:
    """Raise StateError for a SQLite file with another program's tables in it."""
    if connection.dialect.name != "sqlite":
        return  # a server's database may well be shared
    tables = inspect(connection).get_table_names()
    if tables and VERSION_TABLE not in tables:
        raise StateError(
            f"{connection.engine.url.database} is a database of another program (with tables "
            f"{', '.join(sorted(tables)[:3])}); name another file for the state"
        )


def reason(error: Exception) -> str:
    """Return what a driver or the system said, in one line."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
