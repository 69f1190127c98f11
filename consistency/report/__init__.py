"""A report as people and programs read it: findings file, tables, page, digest.

Importing this package loads neither pandas nor Jinja: each writer fetches what it needs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from consistency.records import Report
from consistency.report.writing import together

if TYPE_CHECKING:
    from consistency.cache import Cache

__all__ = [
    "digest",
    "markdown",
    "read_json",
    "together",
    "write_claimreview",
    "write_csv",
    "write_html",
    "write_json",
    "write_markdown",
    "write_parquet",
]


def write_json(report: Report, target: IO[str] | str | os.PathLike[str]) -> None:
    """Write the findings file, schema version 1, to an open text stream or a path.

    Raises:
        OutputError: If the path cannot be written.
    """
    from consistency.report.findings_file import write as act

    act(report, target)


def read_json(path: str | os.PathLike[str]) -> Report:
    """Read a findings file back into a report, so that it can be rendered or exported again.

    Claims come back without their `terms` and `names`: those serve the run, not the reader.

    Raises:
        FindingsFileError: If the file is missing, is not JSON or has not the shape it should.
    """
    from consistency.report.findings_file import read as act

    return act(Path(path))


def write_csv(report: Report, folder: str | os.PathLike[str]) -> list[Path]:
    """Write claims, findings, articles and skipped inputs as CSV; return the files written.

    The report of a scheduled job has two tables more: what became of its findings, and decisions.

    The files open cleanly in a spreadsheet: UTF-8 with a byte order mark, formulas defused.

    Raises:
        OutputError: If the folder cannot be made or written.
    """
    from consistency.report.spreadsheets import write_csv as act

    return act(report, Path(folder))


def write_parquet(report: Report, folder: str | os.PathLike[str]) -> list[Path]:
    """Write the same tables as Parquet, text untouched; return the files written.

    Raises:
        OutputError: If the folder cannot be made or written.
    """
    from consistency.report.spreadsheets import write_parquet as act

    return act(report, Path(folder))


def write_html(report: Report, path: str | os.PathLike[str], *, cache: Cache | None = None) -> None:
    """Write the page: one self-contained file that makes no request.

    Of several events this is an index, with a page an event in the folder NAME-events beside it.
    Pages there that an earlier run wrote of more events are removed.

    Args:
        cache: Gives back the pages of events that were written before, and keeps the others.

    Raises:
        OutputError: If the path cannot be written.
    """
    from consistency.report import overview, page

    if report.is_split:
        overview.write(report, Path(path), cache)
    else:
        page.write(report, Path(path))
        overview.remove_pages(Path(path), beyond=0)


def write_claimreview(report: Report, path: str | os.PathLike[str]) -> None:
    """Write the differences as ClaimReview JSON-LD, rated as differing and never as false.

    Raises:
        OutputError: If the path cannot be written.
    """
    from consistency.report.claimreview import write as act

    act(report, Path(path))


def write_markdown(report: Report, path: str | os.PathLike[str]) -> None:
    """Write the summary that `markdown` gives.

    Raises:
        OutputError: If the path cannot be written.
    """
    from consistency.report.writing import write_text as act

    act(Path(path), markdown(report))


def digest(report: Report) -> str:
    """Summarise the report as one screen of plain text, safe to print on a terminal."""
    if report.is_split:
        from consistency.report.overview import plain as act
    else:
        from consistency.report.digests import plain as act

    return act(report)


def markdown(report: Report) -> str:
    """Summarise the report as Markdown for a message to the desk."""
    if report.is_split:
        from consistency.report.overview import markdown as act
    else:
        from consistency.report.digests import markdown as act

    return act(report)
