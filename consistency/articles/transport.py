"""How a task and its outcomes travel between two processes: as JSON and bytes, never as pickles.

The process that parses hostile files is believed in nothing but these records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import IO, Any

from consistency.articles.contents import Task
from consistency.records import Article, Skipped, Span
from consistency.settings import ReadingSettings

LENGTH_BYTES = 8


def send(stream: IO[bytes], *parts: bytes) -> None:
    """Write parts, each after its length."""
    for part in parts:
        stream.write(len(part).to_bytes(LENGTH_BYTES, "big"))
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one part. Raises EOFError when the other side is gone."""
    length = int.from_bytes(exactly(stream, LENGTH_BYTES), "big")
    return exactly(stream, length)


def exactly(stream: IO[bytes], size: int) -> bytes:
    """Read `size` bytes. Raises EOFError when there are fewer."""
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the other process has ended")
    return data


def packed_task(task: Task) -> tuple[bytes, bytes]:
    """Return a task as its description and its bytes."""
    description = {
        "path": task.path,
        "metadata": dict(task.metadata),
        "settings": asdict(task.settings),
    }
    return json.dumps(description).encode(), task.data


def task_from(description: bytes, data: bytes) -> Task:
    """Build a task from its description and its bytes."""
    said = json.loads(description)
    return Task(said["path"], data, said["metadata"], ReadingSettings(**said["settings"]))


def packed_outcomes(outcomes: Iterable[Article | Skipped]) -> bytes:
    """Return outcomes as JSON."""
    return json.dumps([asdict(outcome) for outcome in outcomes], default=date.isoformat).encode()


def outcomes_from(data: bytes) -> list[Article | Skipped]:
    """Build outcomes from JSON."""
    return [outcome_from(record) for record in json.loads(data)]


def outcome_from(record: dict[str, Any]) -> Article | Skipped:
    """Build one outcome."""
    if "reason" in record:
        return Skipped(**record)
    published = record["published"]
    changed = {
        "published": date.fromisoformat(published) if published else None,
        "body": tuple(Span(**span) for span in record["body"]),
        "headlines": tuple(Span(**span) for span in record["headlines"]),
        "derived_from": tuple(record["derived_from"]),
        "also_at": tuple(record["also_at"]),
    }
    return Article(**{**record, **changed})
