"""Files of a watched folder, each known by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from consistency import __version__
from consistency.articles.drafts import Unreadable
from consistency.articles.inputs import named_files
from consistency.articles.reading import bytes_of, read_file
from consistency.articles.sidecars import is_sidecar, sidecar_of
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file by its path, and by the name it is known as: relative to the job's folder."""

    path: Path
    name: str

    def digest(self, settings: ReadingSettings) -> str:
        """Return what changes when reading the file again may bring something else."""
        hashed = hashlib.sha256(f"{__version__} {settings}".encode())
        for path in (self.path, sidecar_of(self.path)):
            try:
                data = bytes_of(path, max(settings.max_bytes, settings.max_unpacked_bytes))
                hashed.update(len(data).to_bytes(8, "big") + data)
            except Unreadable:
                hashed.update(b"-")
        return hashed.hexdigest()

    def outcomes(self, settings: ReadingSettings) -> list[Article | Skipped]:
        """Read the file: its articles, and what in it could not be used."""
        long = self.path.as_posix()
        return [
            replace(outcome, path=self.name + outcome.path.removeprefix(long))
            for outcome in read_file(long, settings=settings)
        ]


def files_in(folder: Path, base: Path) -> Iterator[WatchedFile]:
    """Yield the files below a folder in the order of their names; sidecars go with their articles.

    Args:
        base: What names are relative to where the folder lies below it.
    Raises:
        InputError: If there is no such folder. One without files is none to complain of.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    for path in map(Path, named_files([folder])[0]):
        if not is_sidecar(path):
            yield WatchedFile(path, known_as(path, base))


def known_as(path: Path, base: Path) -> str:
    """Return how a file is named: relative to the job's folder where it lies below it."""
    whole, inside = path.resolve(), base.resolve()
    return (whole.relative_to(inside) if whole.is_relative_to(inside) else whole).as_posix()
