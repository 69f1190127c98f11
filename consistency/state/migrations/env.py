"""What alembic runs to migrate: with the connection that `upgrade` hands it, and no other."""

from __future__ import annotations

from alembic import context

from consistency.state.engine import VERSION_TABLE
from consistency.state.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite cannot change a column, so its tables are copied
)
with context.begin_transaction():
    context.run_migrations()
