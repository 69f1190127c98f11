"""How a task and the steps of its reading travel between two processes: as JSON, never pickled.

The process that parses hostile files is believed in nothing but these records.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import IO, Any

from consistency.articles.contents import Begun, Link, Step, Task
from consistency.records import Article, Skipped, Span
from consistency.settings import ReadingSettings

LENGTH_BYTES = 8
END = b""
"""The part that closes a task's steps."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Reading ended before the task did, with the file that was last begun, for this reason."""

    failed: str


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
        "harmful": dict(task.harmful),
        "links": task.links,
    }
    return json.dumps(description).encode(), task.data


def task_from(description: bytes, data: bytes) -> Task:
    """Build a task from its description and its bytes."""
    said = json.loads(description)
    settings = ReadingSettings(**said["settings"])
    return Task(said["path"], data, said["metadata"], settings, said["harmful"], said["links"])


def packed_step(step: Step | Failed) -> bytes:
    """Return a step as JSON."""
    return json.dumps(asdict(step), default=date.isoformat).encode()


def step_from(data: bytes) -> Step | Failed:
    """Build a step from JSON."""
    return step_of(json.loads(data))


def step_of(record: dict[str, Any]) -> Step | Failed:
    """Build a step from what JSON holds of it."""
    if "begun" in record:
        return Begun(**record)
    if "failed" in record:
        return Failed(**record)
    if "link" in record:
        return Link(**record)
    return Skipped(**record) if "reason" in record else article_from(record)


def article_from(record: dict[str, Any]) -> Article:
    """Build an article."""
    published = record["published"]
    changed = {
        "published": date.fromisoformat(published) if published else None,
        "body": tuple(Span(**span) for span in record["body"]),
        "headlines": tuple(Span(**span) for span in record["headlines"]),
        "derived_from": tuple(record["derived_from"]),
        "also_at": tuple(record["also_at"]),
    }
    return Article(**{**record, **changed})
