"""What the bytes of one file hold: its reader, the files inside it, their articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from consistency.articles.allowance import Allowance
from consistency.articles.assembly import assemble
from consistency.articles.drafts import Damaged, Draft, Member, Unreadable
from consistency.articles.formats import READERS, UNPACKERS, known_extensions
from consistency.articles.inputs import STANDARD_INPUT
from consistency.articles.sniffing import BINARY, sniffed_text, true_extension
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read.

    Args:
        path: The input as named.
        metadata: What its sidecar tells, by field of `Draft`.
    """

    path: str
    data: bytes
    metadata: Mapping[str, str]
    settings: ReadingSettings


def articles_in(task: Task) -> Iterator[Article | Skipped]:
    """Yield the articles of a file, still without ids, and what in it could not be used.

    Beyond the most articles a run reads, one record says so and the rest is left unread.
    """
    allowance = Allowance(task.settings)
    extension = "" if task.path == STANDARD_INPUT else packed_extension(task.path)
    found = outcomes(task.path, Member("", task.data, extension, task.metadata), allowance)
    limit = task.settings.max_articles
    yield from islice(found, limit)
    if next(found, None) is not None:
        yield Skipped(
            task.path,
            f"it holds more than {limit:,} articles, the most that are read; the rest was not "
            "looked at; split it, or raise reading.max_articles in the settings",
        )


def packed_extension(path: str) -> str:
    """Return a file's last extension, lower case with the dot; "" for none."""
    return Path(path).suffix.lower()


def outcomes(
    path: str, file: Member, allowance: Allowance, depth: int = 0
) -> Iterator[Article | Skipped]:
    """Yield what one file holds, however deep in others it lies.

    Args:
        depth: Number of archives it lies in.
    """
    settings = allowance.settings
    try:
        extension = extension_of(path, file, depth)
        if extension not in UNPACKERS:
            refuse_oversize(file.data, settings)
            records = with_metadata(list(READERS[extension](file.data)), file.metadata)
            yield from assembled(records, path, settings)
            return
        for part in UNPACKERS[extension](file.data, allowance):
            yield from unpacked(path, part, file.metadata, allowance, depth)
    except Unreadable as reason:
        yield Skipped(path, str(reason))


def unpacked(
    path: str,
    part: Draft | Damaged | Member,
    metadata: Mapping[str, str],
    allowance: Allowance,
    depth: int,
) -> Iterator[Article | Skipped]:
    """Yield what one part of an archive, a document or a message holds."""
    if not isinstance(part, Member):
        name = f"{path}/{part.name}" if isinstance(part, Damaged) and part.name else path
        yield from assembled(with_metadata([part], metadata), name, allowance.settings)
        return
    if depth >= allowance.settings.max_nesting:
        yield Skipped(path, too_deep(allowance.settings))
        return
    name = f"{path}/{part.name}" if part.name else path
    told = {**part.metadata, **metadata} if not part.name else part.metadata
    yield from outcomes(name, replace(part, metadata=told), allowance, depth + 1)


def too_deep(settings: ReadingSettings) -> str:
    """Say why an archive inside others was left unread."""
    return (
        f"archives lie in archives more than {settings.max_nesting} deep; unpack it, or raise "
        "reading.max_nesting in the settings"
    )


def extension_of(path: str, file: Member, depth: int) -> str:
    """Return the extension of the reader a file's bytes call for. Raises Unreadable for none."""
    if not file.data.strip():
        raise Unreadable("the file is empty; check that the article was saved completely")
    named = file.extension
    if depth and not file.name:  # a compressed file: what it is stands before .gz
        named = named or packed_extension(str(Path(path).with_suffix("")))
    found = true_extension(named, file.data)
    if path == STANDARD_INPUT and found not in BINARY:
        return sniffed_text(file.data)
    if found in READERS or found in UNPACKERS:
        return found
    what = f"files ending in {named}" if named else "files without an extension"
    raise Unreadable(f"{what} cannot be read; save it as one of {known_extensions()}")


def refuse_oversize(data: bytes, settings: ReadingSettings) -> None:
    """Raise Unreadable when a file that is no archive is larger than allowed."""
    if len(data) > settings.max_bytes:
        raise Unreadable(
            f"it is larger than the limit of {settings.max_bytes:,} bytes; "
            "split it, or raise reading.max_bytes in the settings"
        )


def with_metadata(
    drafts: Sequence[Draft | Damaged], metadata: Mapping[str, str]
) -> list[Draft | Damaged]:
    """Lay a sidecar's metadata over a file's only article, or under each of several.

    What a crawler tells of a page (`gathered`, and the address it asked for) lies under what the
    page says of itself.
    """
    crawled = "gathered" in metadata
    if len(drafts) == 1 and isinstance(drafts[0], Draft) and not crawled:
        told = {"published_by": "the metadata"} if "published" in metadata else {}
        return [replace(drafts[0], **metadata, **told)]
    return [
        draft if isinstance(draft, Damaged) else draft.filled_from(metadata) for draft in drafts
    ]


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
