"""How findings fared with reviewers: precision by kind and facet, and whether confidence held."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from consistency.errors import FindingsFileError
from consistency.evaluation import Result, format_result
from consistency.gold import KINDS, Record, allow, load, require

HOLDS = {"confirmed": True, "update": True, "dismissed": False}
"""Whether a finding held, by the verdict on it. What is only noted says nothing."""
VERDICTS = (*HOLDS, "noted")
BANDS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))
"""Bands of stated confidence, from the first number to below the second; the last takes 1 too. The
page calls all below 0.5 a hint only, and few findings stand there, so that they are one band."""
NEEDED = ("finding", "verdict", "evidence", "reviewer", "decided_at", "kind", "facet", "confidence")

SAME = ("finding", "reviewer", "decided_at", "verdict", "evidence")
"""What tells one decision from another, whenever it was exported."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings that held and that did not; `precision` is None where there are neither."""

    right: int = 0
    wrong: int = 0
    precision: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """Findings of one band of stated confidence, from `least` to below `below`.

    Args:
        stated: Mean of the confidence that was stated, 0..1.
        held: Share of them that held, 0..1. Well calibrated, the two are near one another.
    """

    least: float
    below: float
    findings: int
    stated: float
    held: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewers' decisions say of the findings.

    Args:
        decisions: How many were read, notes and overruled ones among them.
        gap: Mean distance between stated confidence and share held, over the bands, weighted by
            their findings (expected calibration error: Naeini et al., 2015); None without any.
    """

    decisions: int
    findings: Tally
    by_kind: dict[str, Tally]
    by_facet: dict[str, Tally]
    reliability: list[Band]
    gap: float | None


def read_decisions(paths: Iterable[Path]) -> list[Record]:
    """Return the decisions of all files, oldest first; those that two files share once.

    Raises:
        FindingsFileError: If a file cannot be read or is not what `consistency decisions --json`
            writes.
    """
    found: dict[tuple[str, ...], Record] = {}
    for path in paths:
        content = load(path)
        require(content, ("decisions",), f"{path} (is it from `consistency decisions --json`?)")
        if not isinstance(content["decisions"], list):
            raise FindingsFileError(f"{path}: decisions should be a list")
        for number, record in enumerate(content["decisions"]):
            decision = _decision(record, f"{path}: decisions[{number}]")
            found[tuple(str(decision[key]) for key in SAME)] = decision
    return sorted(found.values(), key=moment_of)


def _decision(record: Any, where: str) -> Record:
    require(record, NEEDED, where)
    allow(record, "verdict", VERDICTS, where)
    allow(record, "kind", sorted(KINDS), where)
    moment_of(record, where)
    stated = record["confidence"]
    is_number = isinstance(stated, (int, float)) and not isinstance(stated, bool)
    if stated is not None and not (is_number and 0 <= stated <= 1):
        raise FindingsFileError(f"{where}: confidence is {stated!r}, expected 0 to 1 or null")
    return dict(record)


def moment_of(decision: Record, where: str = "") -> datetime:
    """Return when it was decided. Raises FindingsFileError unless it says so with a time zone."""
    stated = str(decision["decided_at"])
    with suppress(ValueError):
        moment = datetime.fromisoformat(stated)
        if moment.tzinfo:
            return moment
    raise FindingsFileError(f"{where}: decided_at is {stated!r}, expected a moment in UTC")


def last_words(decisions: Iterable[Record]) -> list[Record]:
    """Return the last decision that settles, of each finding and state of its evidence.

    A finding that was dismissed, changed and was confirmed counts twice: it was two claims.
    """
    last: dict[tuple[str, str], Record] = {}
    for decision in decisions:
        if decision["verdict"] in HOLDS:
            last[str(decision["finding"]), str(decision["evidence"])] = decision
    return list(last.values())


def review(paths: Iterable[Path]) -> Reviewed:
    """Score what reviewers decided.

    Raises:
        FindingsFileError: See `read_decisions`.
    """
    decisions = read_decisions(paths)
    decided = last_words(decisions)
    bands = reliability(decided)
    return Reviewed(
        decisions=len(decisions),
        findings=tally(decided),
        by_kind=_tallies(decided, lambda decision: str(decision["kind"])),
        by_facet=_tallies(decided, lambda decision: str(decision["facet"])),
        reliability=bands,
        gap=gap_of(bands),
    )


def tally(decided: Sequence[Record]) -> Tally:
    """Count what held."""
    right = sum(HOLDS[decision["verdict"]] for decision in decided)
    share = round(right / len(decided), 3) if decided else None
    return Tally(right, len(decided) - right, share)


def reliability(decided: Iterable[Record]) -> list[Band]:
    """Say of each band that has findings how many there were and what share held."""
    filled: dict[int, list[Record]] = defaultdict(list)
    for decision in decided:
        if decision["confidence"] is not None:
            filled[band_of(decision["confidence"])].append(decision)
    return [_band(number, filled[number]) for number in sorted(filled)]


def band_of(confidence: float) -> int:
    """Return the number of the band that a confidence, 0..1, lies in."""
    return max(number for number, (least, _) in enumerate(BANDS) if confidence >= least)


def gap_of(bands: Sequence[Band]) -> float | None:
    """Return the mean distance between stated and held, weighted; None without bands."""
    total = sum(band.findings for band in bands)
    if not total:
        return None
    return round(sum(abs(b.stated - b.held) * b.findings for b in bands) / total, 3)


def _band(number: int, decided: Sequence[Record]) -> Band:
    count = len(decided)
    stated = sum(decision["confidence"] for decision in decided) / count
    held = sum(HOLDS[decision["verdict"]] for decision in decided) / count
    return Band(*BANDS[number], count, round(stated, 3), round(held, 3))


def _tallies(decided: Iterable[Record], name: Callable[[Record], str]) -> dict[str, Tally]:
    named: dict[str, list[Record]] = defaultdict(list)
    for decision in decided:
        named[name(decision)].append(decision)
    return {key: tally(named[key]) for key in sorted(named)}


def format_reviewed(reviewed: Reviewed) -> str:
    """Return the figures for the terminal, a line each."""
    lines = [f"decisions: {reviewed.decisions}", f"held: {_told(reviewed.findings)}"]
    for heading, tallies in (("kind", reviewed.by_kind), ("facet", reviewed.by_facet)):
        lines += [f"precision by {heading}:"] if tallies else []
        lines += [f"   {name}: {_told(one)}" for name, one in tallies.items()]
    lines += ["confidence, stated and held:"] if reviewed.reliability else []
    for band in reviewed.reliability:
        lines.append(
            f"   {band.least:.1f} to {band.below:.1f}: {band.stated:.3f} stated, "
            f"{band.held:.3f} held ({band.findings})"
        )
    if reviewed.gap is not None:
        lines.append(f"mean gap between stated and held: {reviewed.gap:.3f}")
    return "\n".join(lines)


def format_figures(result: Result | None, reviewed: Reviewed | None, *, as_json: bool) -> str:
    """Return what gold, reviewers or both say, for the terminal or as one JSON object."""
    if not as_json:
        told = [format_result(result)] if result else []
        return "\n".join([*told, *([format_reviewed(reviewed)] if reviewed else [])])
    content = asdict(result) if result else {}
    if reviewed:
        content["reviewed"] = asdict(reviewed)
    return json.dumps(content, indent=1, ensure_ascii=False)


def _told(one: Tally) -> str:
    share = "none decided" if one.precision is None else f"{one.precision:.3f}"
    return f"{share} ({one.right} of {one.right + one.wrong})"
