"""Opening a state: its tables from any version on, its file's permissions, and what is refused."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from state_reports import arrival, story

import consistency.state
from consistency.errors import SettingsError, StateError
from consistency.state import StateSettings, Store
from consistency.state.engine import VERSION_TABLE, WRITING, make_engine, parsed
from consistency.state.migrations import current, newest, upgrade
from consistency.state.models import Base

FIRST = "0001"
ROOT = Path(__file__).resolve().parent.parent
READERS = 4
OPENING = "import sys; from consistency.state import Store; Store.open(sys.argv[1]).close()"


def test_migrations_make_the_tables_that_the_models_describe(store: Store) -> None:
    with store._database.engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        assert current(connection) == newest()


def test_a_state_that_the_first_migration_made_is_brought_up_to_date(state_url: str) -> None:
    engine = make_engine(parsed(state_url), StateSettings())
    with engine.execution_options(**WRITING).begin() as connection:
        upgrade(connection, FIRST)
        connection.execute(text("INSERT INTO jobs (name) VALUES ('quay')"))
    engine.dispose()
    with Store.open(state_url) as store, store.run("quay") as run:
        assert len(run.add([arrival(story("Port Herald", "The quay is shut."))])) == 1
        with store._database.engine.connect() as connection:
            assert current(connection) == newest()


def test_a_state_is_opened_again_with_all_it_has(state_url: str) -> None:
    with Store.open(state_url) as store, store.run("quay") as run:
        run.add([arrival(story("Port Herald", "The quay is shut."))])
    with Store.open(state_url) as store, store.run("quay") as run:
        assert len(run.articles()) == 1


def test_several_may_open_a_new_state_at_once(state_url: str) -> None:
    command = [sys.executable, "-c", OPENING, state_url]
    opening = [subprocess.Popen(command, cwd=ROOT) for _ in range(READERS)]
    assert [process.wait() for process in opening] == READERS * [0]


def test_a_sqlite_state_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.db"
    with Store.open(f"sqlite:///{path}") as store, store.run("quay"):
        made = {made.name: stat.S_IMODE(made.stat().st_mode) for made in path.parent.iterdir()}
    assert made.keys() >= {"state.db", "state.db-wal"}
    assert set(made.values()) == {0o600}


def test_sqlite_checks_references_and_lets_readers_read_while_one_writes(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/state.db") as store:
        with store._database.writes() as writing, store._database.reads() as reading:
            writing.execute(text("INSERT INTO jobs (name) VALUES ('quay')"))
            assert reading.scalar(text("PRAGMA foreign_keys")) == 1
            assert reading.scalar(text("SELECT count(*) FROM jobs")) == 0
        with pytest.raises(sqlite3.IntegrityError) as raised:
            store._database.engine.raw_connection().execute(
                "INSERT INTO documents (job_id, key, location, feed) VALUES (9, '', '', '')"
            )
        assert "FOREIGN KEY" in str(raised.value)


@pytest.mark.parametrize("url", ["state.db", "", "sqlite://", "sqlite:///:memory:", "mysql+no://"])
def test_what_is_no_address_of_a_state_is_refused(url: str) -> None:
    with pytest.raises(StateError, match=r"sqlite:///state\.db|driver"):
        Store.open(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but longer than its header " * 9)
    with pytest.raises(StateError, match="not a database"):
        Store.open(f"sqlite:///{tmp_path}/notes.txt")


def test_a_folder_that_cannot_be_written_to_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="cannot be opened"):
        Store.open(f"sqlite:///{tmp_path}/file/state.db")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE jobs (name TEXT)")
    other.close()
    with pytest.raises(StateError, match=r"another program \(with tables jobs\)"):
        Store.open(f"sqlite:///{tmp_path}/other.db")


def test_a_state_of_a_newer_version_is_left_alone(state_url: str) -> None:
    Store.open(state_url).close()
    engine = create_engine(state_url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StateError, match="'9999', which this version of the tool does not know"):
        Store.open(state_url)


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(StateError, match="cannot be opened"):
        Store.open("postgresql+psycopg://nobody@/none?host=/no/such/folder")


def test_an_address_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StateError) as raised:
        Store.open(f"postgresql+psycopg://nobody:geheim@/none?host={tmp_path}")
    assert "geheim" not in str(raised.value)


def test_importing_the_package_loads_no_database_library() -> None:
    script = "import sys, consistency.state; print('sqlalchemy' in sys.modules)"
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "False\n"


def test_everything_the_package_names_is_there() -> None:
    names = consistency.state.__all__
    assert sorted(names) == names
    assert [name for name in names if not hasattr(consistency.state, name)] == []


def test_settings_outside_their_range_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"finding_overlap = 2, expected 0\.\.1"):
        StateSettings(finding_overlap=2)
