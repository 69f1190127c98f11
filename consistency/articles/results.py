"""Results among the articles: what this package wrote is no article, and replaces none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from consistency.errors import SettingsError

_START, _END = 4096, 200
"""Bytes from either end of a file that show whose it is."""
_PAGE = re.compile(rb'<meta name="generator" content="claim-consistency ')
_FINDINGS = re.compile(rb'\s*\{\s*"schema_version": \d+,\s*"tool_version": "')
_CLAIM_REVIEW = re.compile(rb'"@type": "SoftwareApplication",\s*"name": "claim-consistency ')
_DIGEST = re.compile(rb"\nCompared by claim-consistency \S+\s*$")
_TABLE = re.compile(
    rb"\xef\xbb\xbf(?:id,source,title,author,published,published_from,published_why,"
    rb"|id,article,source,start,end,text,speaker,section|path,reason\r"
    rb"|finding,rank,kind,scope,facet,severity,|tracking,finding,status,at,run,change,"
    rb"|job,finding,verdict,in_force,reviewer,)"
)


def named_as_result(data: bytes) -> str | None:
    """Say what a file is of those that a run writes, or None where it is none of them."""
    start, end = data[:_START], data[-_END:]
    if _PAGE.search(start):
        return "a report"
    if _FINDINGS.match(start):
        return "a findings file"
    if _CLAIM_REVIEW.search(start):
        return "a ClaimReview file"
    if _TABLE.match(start):
        return "a table of findings"
    return "a digest" if _DIGEST.search(end) else None


def without_results(paths: Iterable[str], written: Iterable[str | Path]) -> list[str]:
    """Leave out of the files to be read those that the run will write again.

    Raises:
        SettingsError: If one of these is not the result of an earlier run: it would be lost.
    """
    real = {os.path.realpath(path) for path in written}
    kept = []
    for path in paths:
        if os.path.realpath(path) not in real:
            kept.append(path)
        elif not is_result(Path(path)):
            raise SettingsError(
                f"{path} is both read and written, and what is in it would be lost; name another "
                "file to write"
            )
    return kept


def is_result(path: Path) -> bool:
    """Say whether a file holds what a run wrote. One that cannot be read does not."""
    try:
        return named_as_result(path.read_bytes()) is not None
    except OSError:
        return False
