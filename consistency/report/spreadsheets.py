"""The tables as files: CSV that a spreadsheet opens cleanly, Parquet that programs open fast."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas

from consistency.errors import OutputError
from consistency.records import Report
from consistency.report import tables
from consistency.report.decided import decision_rows, decisions_table
from consistency.report.trackings import is_tracked
from consistency.report.writing import write_bytes

FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""First characters that make a spreadsheet compute a cell, full-width forms included (OWASP)."""


def write_csv(report: Report, folder: Path) -> list[Path]:
    """Write one CSV a table into `folder`; return the paths.

    Article texts stay out of articles.csv: a spreadsheet breaks a cell at 32,767 characters.
    """
    _make(folder)
    written = []
    for name, table in tables_of(report).items():
        text = table.drop(columns="text") if name == "articles" else table
        path = folder / f"{name}.csv"
        write_bytes(path, csv_bytes(text))
        written.append(path)
    return written


def write_parquet(report: Report, folder: Path) -> list[Path]:
    """Write one Parquet file a table into `folder`, text as it was read; return the paths."""
    _make(folder)
    written = []
    for name, table in tables_of(report).items():
        buffer = io.BytesIO()
        table.to_parquet(buffer, index=False)
        path = folder / f"{name}.parquet"
        write_bytes(path, buffer.getvalue())
        written.append(path)
    return written


def csv_bytes(table: pandas.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8 with a byte order mark, every text cell defused."""
    safe = table.copy()
    for name in safe.columns:
        if safe[name].dtype == "string":
            safe[name] = safe[name].map(defuse, na_action="ignore")
    return bytes(safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))


def defuse(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Blanks before the sign are looked through, since some spreadsheets drop them. NUL, which ends
    a cell early in some readers, is taken out.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    first = text[:1] if text[:1] in FORMULA_STARTS else text.lstrip()[:1]
    return f"'{text}" if first in FORMULA_STARTS and first else text


def tables_of(report: Report) -> dict[str, pandas.DataFrame]:
    """Return the tables by the names of their files: four, and two more for a scheduled job."""
    return {
        "claims": tables.claims_table(report),
        "findings": tables.findings_table(report),
        "articles": tables.articles_table(report),
        "skipped": tables.skipped_table(report),
        **_tracked_tables(report),
    }


def _tracked_tables(report: Report) -> dict[str, pandas.DataFrame]:
    if not is_tracked(report):
        return {}
    decided = decision_rows([*report.tracking.values(), *report.gone])
    return {"history": tables.history_table(report), "decisions": decisions_table(decided)}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"cannot make the folder {folder}: {reason}. Name a folder you may write to."
        ) from error
