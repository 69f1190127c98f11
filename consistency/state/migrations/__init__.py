"""The state's tables, version by version; `upgrade` takes a database from any to the newest.

To change a table, change `models.py` and add a file to `versions/`; a test fails until both agree.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from consistency.errors import StateError
from consistency.state.engine import VERSION_TABLE


def config() -> Config:
    """Return what alembic needs to know, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "newline")
    return made


def newest() -> str | None:
    """Name the newest version of the tables."""
    return ScriptDirectory.from_config(config()).get_current_head()


def current(connection: Connection) -> str | None:
    """Name the version of a database's tables, or None where it has none."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def upgrade(connection: Connection, version: str = "head") -> None:
    """Bring the tables to a version, the newest by default, within the connection's transaction.

    Raises:
        StateError: If a newer version of this package made them.
    """
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    found = current(connection)
    if found is not None and found not in known:
        raise StateError(
            f"the state {connection.engine.url!s} has tables of version {found!r}, which this "
            "version of the tool does not know; it was used with a newer one: install that"
        )
    using = config()
    using.attributes["connection"] = connection
    command.upgrade(using, version)
