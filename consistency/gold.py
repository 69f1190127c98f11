"""Findings files and what they are scored against: gold, traps and judgements, one object a line.

A gold finding says what a perfect report contains; a trap is a pair of passages that only look as
if they disagree; a judgement is what a person said of a reported finding. A value or side names its
article by the input's stem and quotes the passage verbatim.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from consistency.errors import FindingsFileError

Record = dict[str, Any]

WEIGHT = {"high": 3, "medium": 2, "low": 1}
"""How much a gold finding of each severity weighs."""
DIFFERENCES = frozenset({"conflict", "update", "quote_change"})
VALUE_KEYS = ("article", "claim_start", "claim_end", "start", "end", "value")
KINDS = DIFFERENCES | {"agreement", "unstated"}


def read_findings(path: Path) -> Record:
    """Return a findings file as it is, once it has what scoring needs.

    Raises:
        FindingsFileError: If it cannot be read, is not JSON or lacks a field that scoring needs.
    """
    report = load(path)
    require(report, ("articles", "findings"), f"{path} (is it a findings file?)")
    for n, article in enumerate(report["articles"]):
        require(article, ("id", "path", "text"), f"{path}: articles[{n}]")
    for n, finding in enumerate(report["findings"]):
        require(finding, ("id", "kind", "facet", "values"), f"{path}: findings[{n}]")
        for value in finding["values"]:
            require(value, VALUE_KEYS, f"{path}: findings[{n}]")
    return dict(report)


def read_gold(paths: Iterable[Path]) -> list[Record]:
    """Return the gold findings of all files, in order.

    Raises:
        FindingsFileError: If a file cannot be read, or a line is not a gold finding.
    """
    keys = ("id", "kind", "facet", "severity", "question", "values")
    return [_gold(record, where) for record, where in _lines(paths, keys)]


def _gold(record: Record, where: str) -> Record:
    allow(record, "kind", KINDS, where)
    allow(record, "severity", WEIGHT, where)
    for value in record["values"]:
        require(value, ("article", "quote", "value"), where)
    return record


def read_traps(paths: Iterable[Path]) -> list[Record]:
    """Return the traps of all files, in order.

    Raises:
        FindingsFileError: If a file cannot be read, or a line is not a trap.
    """
    traps = []
    for record, where in _lines(paths, ("id", "a", "b")):
        for side in ("a", "b"):
            require(record[side], ("article", "quote"), f"{where}: {side}")
        traps.append(record)
    return traps


def read_judgements(paths: Iterable[Path]) -> list[Record]:
    """Return the judgements of all files, in order.

    Raises:
        FindingsFileError: If a file cannot be read, or a line is not a judgement.
    """
    keys = ("finding", "kind", "facet", "verdict", "passages")
    return [record for record, _ in _lines(paths, keys)]


def _lines(paths: Iterable[Path], keys: Sequence[str]) -> Iterator[tuple[Record, str]]:
    """Yield each object with its file and line; blank lines are passed over."""
    for path in paths:
        for number, line in enumerate(_read_text(path).split("\n"), start=1):
            if line.strip():
                where = f"{path}:{number}"
                try:
                    record = json.loads(line)
                except json.JSONDecodeError as error:
                    raise FindingsFileError(f"{where}: not a JSON object: {error}") from error
                require(record, keys, where)
                yield record, where


def load(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        FindingsFileError: If it cannot be read or is not JSON.
    """
    try:
        return json.loads(_read_text(path))
    except json.JSONDecodeError as error:
        raise FindingsFileError(f"{path}: not JSON: {error}") from error


def require(record: object, keys: Sequence[str], where: str) -> None:
    """Raise FindingsFileError unless a record is an object with these keys."""
    if not isinstance(record, Mapping):
        raise FindingsFileError(f"{where}: expected an object, found {type(record).__name__}")
    missing = ", ".join(key for key in keys if key not in record)
    if missing:
        raise FindingsFileError(f"{where}: {missing} missing; expected {', '.join(keys)}")


def allow(record: Record, key: str, allowed: Collection[str], where: str) -> None:
    """Raise FindingsFileError unless a record's value is one of those allowed."""
    if record[key] not in allowed:
        expected = ", ".join(sorted(allowed))
        raise FindingsFileError(f"{where}: {key} is {record[key]!r}, expected one of {expected}")


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FindingsFileError(f"cannot read {path}: {error}") from error
