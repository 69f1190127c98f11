"""One file at a time: its bytes and its sidecar here, what they hold in a process beside."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.articles.contents import Task
from consistency.articles.drafts import Unreadable
from consistency.articles.inputs import STANDARD_INPUT
from consistency.articles.results import named_as_result
from consistency.articles.sidecars import is_sidecar, lies_alone, read_sidecar, sidecar_of
from consistency.articles.supervision import carry_out
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

if TYPE_CHECKING:
    from consistency.cache import Cache


def read_file(
    path: str, *, settings: ReadingSettings, cache: Cache | None = None
) -> Iterator[Article | Skipped]:
    """Yield what one file holds: its articles in order, and what in it could not be used."""
    if path != STANDARD_INPUT and is_sidecar(Path(path)):
        if lies_alone(Path(path)):
            reason = "it is a sidecar, and no article lies beside it; name the article's file"
            yield Skipped(path, reason)
        return
    try:
        data = bytes_at(path, settings)
    except Unreadable as reason:
        yield Skipped(path, str(reason))
        return
    if result := named_as_result(data):
        yield Skipped(path, f"it is {result}, the result of a run; name the articles alone")
        return
    metadata: dict[str, str] = {}
    if path != STANDARD_INPUT:
        try:
            metadata = read_sidecar(Path(path))
        except Unreadable as reason:
            yield Skipped(sidecar_of(Path(path)).as_posix(), str(reason))
    yield from carry_out(Task(path, data, metadata, settings), cache)


def bytes_at(path: str, settings: ReadingSettings) -> bytes:
    """Return what a file or standard input holds. Raises Unreadable when that cannot be used."""
    limit = max(settings.max_bytes, settings.max_unpacked_bytes)
    if path == STANDARD_INPUT:
        return sized(sys.stdin.buffer.read(limit + 1))
    return sized(bytes_of(Path(path), limit))


def bytes_of(path: Path, limit: int) -> bytes:
    """Read a regular file, one byte beyond the limit at most. Raises Unreadable when it cannot."""
    try:
        # A pipe or a device would keep the run waiting, perhaps for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("it is no regular file; pipe it in with - instead")
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        raise Unreadable(
            f"it cannot be opened ({error.strerror or error}); check its permissions"
        ) from error


def sized(data: bytes) -> bytes:
    """Return bytes as they are. Raises Unreadable when there are none."""
    if not data.strip():
        raise Unreadable("the file is empty; check that the article was saved completely")
    return data
