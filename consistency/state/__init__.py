"""What a scheduled job remembers between runs: articles, findings, decisions, notifications.

Importing this package loads no database library; asking it for `Store` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consistency.state.records import (
    Arrival,
    Change,
    Decision,
    Memory,
    PastRun,
    Sighting,
    Status,
    Telling,
    Tracking,
    Verdict,
)
from consistency.state.settings import StateSettings

if TYPE_CHECKING:
    from consistency.state.store import RunningJob, Store

__all__ = [
    "Arrival",
    "Change",
    "Decision",
    "Memory",
    "PastRun",
    "RunningJob",
    "Sighting",
    "StateSettings",
    "Status",
    "Store",
    "Telling",
    "Tracking",
    "Verdict",
]


def __getattr__(name: str) -> Any:
    """Load the store, and with it the database library, only when it is asked for."""
    if name in {"RunningJob", "Store"}:
        from consistency.state import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
