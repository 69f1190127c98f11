"""What a run says of itself, as lines or as JSON; every line has the run's id."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from consistency.terminal import printable

Format = Literal["text", "json"]
ROOM = "consistency.jobs"
LONGEST = 500
"""Characters of one value in a line; what a server sends may be long."""


@contextlib.contextmanager
def logged(stream: TextIO, *, form: Format, run: str, quiet: bool = False) -> Iterator[None]:
    """Write what this room logs to a stream while the block runs.

    Args:
        run: Id of the run, on every line.
        quiet: Whether only warnings and errors are written.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(run) if form == "json" else TextLines(run))
    logger = logging.getLogger(ROOM)
    before = logger.level, logger.propagate
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def told(**values: object) -> dict[str, dict[str, object]]:
    """Return what `extra` of a logging call takes, so that a line has these values by name."""
    return {"told": values}


def told_by(record: logging.LogRecord, run: str) -> dict[str, Any]:
    """Return what a record says, in the order in which it is written."""
    moment = datetime.fromtimestamp(record.created, UTC)
    extras = {name: plain(value) for name, value in getattr(record, "told", {}).items()}
    return {
        "time": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z",
        "level": record.levelname.lower(),
        "run": run,
        "event": record.getMessage(),
        **extras,
    }


def plain(value: object) -> str | int | float | bool | None:
    """Return a value that can steer no terminal and is no longer than allowed."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return printable(str(value))[:LONGEST]


class JsonLines(logging.Formatter):
    """A JSON object a line."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        return json.dumps(told_by(record, self.run))


class TextLines(JsonLines):
    """Words, then `name=value` pairs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        told = told_by(record, self.run)
        moment, level, run, event = (told.pop(n) for n in ("time", "level", "run", "event"))
        pairs = " ".join(f"{name}={json.dumps(v, ensure_ascii=False)}" for name, v in told.items())
        return f"{moment} {level.upper():7} run={run} {event} {pairs}".rstrip()
