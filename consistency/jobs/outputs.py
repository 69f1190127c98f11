"""What a run writes: files under the same names each time, and a copy of them in an archive."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from consistency import report as writers
from consistency.errors import OutputError
from consistency.jobs.job import Outputs
from consistency.records import Report

RUN_FOLDER = re.compile(r"\d{4}-\d\d-\d\dT\d{4}(?:-\d+)?")
"""Names of the folders in an archive: the moment in UTC, and a number where one was taken."""
UNFINISHED = ".unfinished-"
Writer = Callable[[Report, Path], object]


def write_outputs(report: Report, outputs: Outputs, *, at: datetime) -> list[Path]:
    """Write every file, all of them or none, the page last; then archive them. Return the files.

    Raises:
        OutputError: If a file cannot be written.
    """
    named = list(files_of(outputs))
    with writers.together():
        for path, write in named:
            write(report, path)
    written = [path for path, _ in named]
    if outputs.archive:
        archive(written, outputs.archive, keep=outputs.keep, at=at)
    return written


def files_of(outputs: Outputs) -> Iterator[tuple[Path, Writer]]:
    """Yield what is to be written, in the order of writing, with its writer."""
    known: tuple[tuple[Path | None, Writer], ...] = (
        (outputs.json, writers.write_json),
        (outputs.csv, writers.write_csv),
        (outputs.parquet, writers.write_parquet),
        (outputs.claimreview, writers.write_claimreview),
        (outputs.markdown, writers.write_markdown),
        (outputs.page, writers.write_html),
    )
    return ((path, write) for path, write in known if path)


def archive(files: list[Path], folder: Path, *, keep: int | None, at: datetime) -> None:
    """Copy files into a folder of their own, which appears whole; remove the oldest beyond `keep`.

    Only folders that are named as an archive names them are ever removed.

    Raises:
        OutputError: If the archive cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        part = folder / f"{UNFINISHED}{os.getpid()}"
        part.mkdir()
        for path in files:
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, part / path.name)
        part.rename(free_name(folder, at))
        remove_oldest(folder, keep)
    except OSError as error:
        raise OutputError(
            f"cannot write to the archive {folder}: {error.strerror or error}. "
            "Name a folder you may write to."
        ) from error


def free_name(folder: Path, at: datetime) -> Path:
    """Return a name for a run's folder after those that the archive has of the same minute."""
    name = f"{at:%Y-%m-%dT%H%M}"
    numbers = [in_time(path)[1] for path in folder.glob(f"{name}*") if is_run(path)]
    return folder / (f"{name}-{max(numbers) + 1}" if numbers else name)


def is_run(path: Path) -> bool:
    """Say whether a folder is named as an archive names a run's."""
    return bool(RUN_FOLDER.fullmatch(path.name)) and path.is_dir()


def remove_oldest(folder: Path, keep: int | None) -> None:
    """Remove the oldest runs of an archive beyond so many; None keeps all."""
    runs = sorted(filter(is_run, folder.iterdir()), key=in_time)
    for path in runs[: -keep if keep else 0]:
        shutil.rmtree(path)


def in_time(path: Path) -> tuple[str, int]:
    """Order runs of an archive: by their moments, then by their numbers."""
    return path.name[:15], int(path.name[16:] or 1)
