"""Time as a run sees it, so that tests need not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, how much has gone by in seconds, and a way to let some go by."""

    now: Callable[[], datetime] = utc_now
    passed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
