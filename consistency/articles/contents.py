"""What the bytes of one file hold: its reader, the files inside it, their articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from consistency.articles.allowance import Allowance
from consistency.articles.assembly import assemble
from consistency.articles.drafts import Damaged, Draft, Member, Unreadable
from consistency.articles.formats import READERS, UNPACKERS, known_extensions
from consistency.articles.inputs import STANDARD_INPUT
from consistency.articles.sniffing import BINARY, COMPRESSED, sniffed_text, true_extension
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read.

    Args:
        path: The input as named.
        metadata: What its sidecar tells, by field of `Draft`.
        harmful: Files inside it that ended their parser before, by path, and why they are skipped.
        links: Whether only the addresses are wanted that a feed or a sitemap lists.
    """

    path: str
    data: bytes
    metadata: Mapping[str, str]
    settings: ReadingSettings
    harmful: Mapping[str, str] = field(default_factory=dict)
    links: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A file, perhaps inside others, is about to be parsed: if that ends badly, it is at fault."""

    begun: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed or a sitemap lists, as it stands there.

    Args:
        published: Day or moment of publication as written, None where it is not told.
        changed: The same of its last change.
        is_map: Whether it is that of another sitemap.
    """

    link: str
    published: str | None = None
    changed: str | None = None
    is_map: bool = False


Step = Article | Skipped | Begun | Link


def steps_of(task: Task) -> Iterator[Step]:
    """Yield the articles of a file, still without ids, and what in it could not be used.

    Beyond the most articles a run reads, one record says so and the rest is left unread. Where only
    links are wanted, it yields those.
    """
    if task.links:
        yield from links_in(task)
        return
    extension = "" if task.path == STANDARD_INPUT else last_extension(task.path)
    file = Member("", task.data, extension, task.metadata)
    n_outcomes = 0
    for step in Reading(task).steps(task.path, file):
        if n_outcomes == task.settings.max_articles and not isinstance(step, Begun):
            yield Skipped(
                task.path,
                f"it holds more than {n_outcomes:,} articles, the most that are read; the rest was "
                "not looked at; split it, or raise reading.max_articles in the settings",
            )
            return
        n_outcomes += not isinstance(step, Begun)
        yield step


def links_in(task: Task) -> Iterator[Step]:
    """Yield the addresses that a feed or a sitemap lists, or why there are none."""
    from consistency.articles.links import read_links

    yield Begun(task.path)
    try:
        for number, found in enumerate(read_links(task.data, Allowance(task.settings))):
            if number == task.settings.max_articles:
                return
            yield Link(**found)
    except Unreadable as reason:
        yield Skipped(task.path, str(reason))


def last_extension(path: str) -> str:
    """Return a file's last extension, lower case with the dot; "" for none."""
    return Path(path).suffix.lower()


class Reading:
    """Reads one named file with all that lies in it."""

    def __init__(self, task: Task) -> None:
        self.settings = task.settings
        self.harmful = task.harmful
        self.allowance = Allowance(task.settings)

    def steps(self, path: str, file: Member, depth: int = 0) -> Iterator[Step]:
        """Yield what one file holds, however deep in others it lies.

        Args:
            depth: Number of archives it lies in.
        """
        if path in self.harmful:
            yield Skipped(path, self.harmful[path])
            return
        yield Begun(path)
        try:
            extension = extension_of(path, file, depth)
            if extension in UNPACKERS:
                for part in UNPACKERS[extension](file.data, self.allowance):
                    yield from self.part_steps(path, part, file, depth)
                    yield Begun(path)
                return
            refuse_oversize(file.data, self.settings)
            drafts = list(READERS[extension](file.data))
        except Unreadable as reason:
            yield Skipped(path, str(reason))
            return
        yield from assembled(drafts, path, file, self.settings)

    def part_steps(
        self, path: str, part: Draft | Damaged | Member, file: Member, depth: int
    ) -> Iterator[Step]:
        """Yield what one part of an archive, a document or a message holds.

        Args:
            file: What the part lies in. What is told of that is told of its only file too; of
                several it lies beneath what they say themselves.
        """
        if not isinstance(part, Member):
            name = f"{path}/{part.name}" if isinstance(part, Damaged) and part.name else path
            yield from assembled([part], name, file, self.settings)
        elif depth >= self.settings.max_nesting:
            yield Skipped(f"{path}/{part.name}" if part.name else path, too_deep(self.settings))
        elif part.name:
            beneath = {**file.beneath, **file.metadata, **part.beneath}
            inner = replace(part, beneath=beneath)
            yield from self.steps(f"{path}/{part.name}", inner, depth + 1)
        else:
            inner = replace(part, metadata=file.metadata, beneath=file.beneath)
            yield from self.steps(path, inner, depth + 1)


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
    if depth and not file.name:  # a compressed file: what it holds stands before .gz, if that does
        outer = last_extension(path)
        named = named or (last_extension(path[: -len(outer)]) if outer in COMPRESSED else outer)
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


def assembled(
    drafts: Sequence[Draft | Damaged], path: str, file: Member, settings: ReadingSettings
) -> Iterator[Article | Skipped]:
    """Yield an article or a reason for each record of a file, numbered where there are several."""
    for number, draft in enumerate(with_metadata(drafts, file), start=1):
        name = f"{path}#{number}" if len(drafts) > 1 else path
        try:
            yield assemble(undamaged(draft), path=name, settings=settings)
        except Unreadable as reason:
            yield Skipped(name, str(reason))


def with_metadata(drafts: Sequence[Draft | Damaged], file: Member) -> list[Draft | Damaged]:
    """Lay a sidecar's metadata over a file's only article, or under each of several."""
    if len(drafts) == 1 and isinstance(drafts[0], Draft):
        told = {"published_by": "the metadata"} if "published" in file.metadata else {}
        return [replace(drafts[0], **file.metadata, **told).filled_from(file.beneath)]
    known = {**file.beneath, **file.metadata}
    return [draft if isinstance(draft, Damaged) else draft.filled_from(known) for draft in drafts]


def undamaged(draft: Draft | Damaged) -> Draft:
    """Return a draft as it is. Raises Unreadable for a damaged record."""
    if isinstance(draft, Damaged):
        raise Unreadable(draft.reason)
    return draft
