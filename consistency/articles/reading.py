"""One file at a time: its bytes, its reader, its sidecar, its articles."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from consistency.articles.assembly import assemble
from consistency.articles.drafts import Damaged, Draft, Reader, Unreadable
from consistency.articles.formats import READERS, known_extensions, sniff
from consistency.articles.inputs import STANDARD_INPUT
from consistency.articles.sidecars import is_sidecar, lies_alone, read_sidecar, sidecar_of
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


def read_file(path: str, *, settings: ReadingSettings) -> Iterator[Article | Skipped]:
    """Yield what one file holds: its articles in order, and what in it could not be used."""
    if path != STANDARD_INPUT and is_sidecar(Path(path)):
        if lies_alone(Path(path)):
            reason = "it is a sidecar, and no article lies beside it; name the article's file"
            yield Skipped(path, reason)
        return
    try:
        reader, data = opened(path, settings)
        drafts = list(reader(data))
    except Unreadable as reason:
        yield Skipped(path, str(reason))
        return
    if path != STANDARD_INPUT:
        try:
            drafts = with_metadata(drafts, read_sidecar(Path(path)))
        except Unreadable as reason:
            yield Skipped(sidecar_of(Path(path)).as_posix(), str(reason))
    yield from assembled(drafts, path, settings)


def assembled(
    drafts: Sequence[Draft | Damaged], path: str, settings: ReadingSettings
) -> Iterator[Article | Skipped]:
    """Yield an article or a reason for each record of a file, numbered where there are several."""
    for number, draft in enumerate(drafts, start=1):
        name = f"{path}#{number}" if len(drafts) > 1 else path
        try:
            yield assemble(undamaged(draft), path=name, settings=settings)
        except Unreadable as reason:
            yield Skipped(name, str(reason))


def undamaged(draft: Draft | Damaged) -> Draft:
    """Return a draft as it is. Raises Unreadable for a damaged record."""
    if isinstance(draft, Damaged):
        raise Unreadable(draft.reason)
    return draft


def with_metadata(
    drafts: Sequence[Draft | Damaged], metadata: dict[str, str]
) -> list[Draft | Damaged]:
    """Lay a sidecar's metadata over a file's only article, or under each of several."""
    if len(drafts) == 1 and isinstance(drafts[0], Draft):
        return [replace(drafts[0], **metadata)]
    return [
        draft if isinstance(draft, Damaged) else draft.filled_from(metadata) for draft in drafts
    ]


def opened(path: str, settings: ReadingSettings) -> tuple[Reader, bytes]:
    """Return the reader for a file and its bytes. Raises Unreadable when there is none for it."""
    if path == STANDARD_INPUT:
        data = sized(sys.stdin.buffer.read(settings.max_bytes + 1), settings)
        return READERS[sniff(data)], data
    extension = Path(path).suffix.lower()
    reader = READERS.get(extension)
    if reader is None:
        found = f"files ending in {extension}" if extension else "files without an extension"
        raise Unreadable(f"{found} cannot be read; save it as one of {known_extensions()}")
    return reader, sized(bytes_of(Path(path), settings), settings)


def bytes_of(path: Path, settings: ReadingSettings) -> bytes:
    """Read a regular file, one byte beyond the limit at most. Raises Unreadable when it cannot."""
    try:
        # A pipe or a device would keep the run waiting, perhaps for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("it is no regular file; pipe it in with - instead")
        with path.open("rb") as stream:
            return stream.read(settings.max_bytes + 1)
    except OSError as error:
        raise Unreadable(
            f"it cannot be opened ({error.strerror or error}); check its permissions"
        ) from error


def sized(data: bytes, settings: ReadingSettings) -> bytes:
    """Return bytes as they are. Raises Unreadable when there are none, or more than allowed."""
    if not data.strip():
        raise Unreadable("the file is empty; check that the article was saved completely")
    if len(data) > settings.max_bytes:
        raise Unreadable(
            f"it is larger than the limit of {settings.max_bytes:,} bytes; "
            "split it, or raise reading.max_bytes in the settings"
        )
    return data
