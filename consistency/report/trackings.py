"""What earlier runs saw of findings, in the findings file: written, and read back with care."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from consistency.records import Report
from consistency.state.records import Change, Decision, Sighting, Status, Tracking, Verdict

if TYPE_CHECKING:
    from consistency.report.parsing import Entry

Json = dict[str, Any]
Word = TypeVar("Word", bound=StrEnum)


def is_tracked(report: Report) -> bool:
    """Say whether the report is of a scheduled job, which remembers its findings."""
    return bool(report.tracking or report.gone)


def tracking_keys(report: Report) -> Json:
    """Return `tracking`, by the ids of findings, and `gone`; nothing for a report without."""
    if not is_tracked(report):
        return {}
    return {
        "tracking": {finding: as_json(seen) for finding, seen in report.tracking.items()},
        "gone": [as_json(tracking) for tracking in report.gone],
    }


def as_json(tracking: Tracking) -> Json:
    """Return one finding's tracking as the findings file has it."""
    return {
        "id": tracking.id,
        "status": tracking.status.value,
        "sightings": [sighting_as_json(sighting) for sighting in tracking.sightings],
        "decisions": [decision_as_json(decision) for decision in tracking.decisions],
    }


def sighting_as_json(sighting: Sighting) -> Json:
    """Return what one run saw."""
    return {
        "run": sighting.run,
        "at": sighting.at.isoformat(),
        "change": sighting.change.value,
        "kind": sighting.kind,
        "facet": sighting.facet,
        "severity": sighting.severity,
        "confidence": sighting.confidence,
        "question": sighting.question,
        "evidence": sighting.evidence,
        "values": [{"source": source, "value": value} for source, value in sighting.values],
    }


def decision_as_json(decision: Decision) -> Json:
    """Return what one reviewer decided."""
    return {
        "verdict": decision.verdict.value,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at.isoformat(),
        "note": decision.note,
        "called": decision.called,
        "said": decision.said,
        "evidence": decision.evidence,
    }


def read_tracking(entry: Entry) -> Mapping[str, Tracking]:
    """Read the tracking of a findings file; absent counts as empty.

    Raises:
        FindingsFileError: If it is not of the expected shape, or is of a finding that is not there.
    """
    found = entry.items("tracking", _tracking)
    listed = [item.get("id") for item in entry.list("findings") if isinstance(item, Mapping)]
    for finding in found:
        if finding not in listed:
            raise entry.fail(f"'tracking' names finding {finding!r}, which is not in the file")
    return found


def read_gone(entry: Entry) -> tuple[Tracking, ...]:
    """Read the findings that earlier runs saw and this one does not; absent counts as empty."""
    return entry.entries("gone", _tracking)


def _tracking(entry: Entry) -> Tracking:
    sightings = entry.entries("sightings", _sighting)
    if not sightings:
        raise entry.fail("'sightings' should hold at least one")
    return Tracking(
        id=entry.text("id"),
        status=_word(entry, "status", Status),
        sightings=sightings,
        decisions=entry.entries("decisions", _decision),
    )


def _sighting(entry: Entry) -> Sighting:
    return Sighting(
        run=entry.text("run"),
        at=_moment(entry, "at"),
        change=_word(entry, "change", Change),
        kind=entry.text("kind"),
        severity=entry.text("severity"),
        question=entry.text("question"),
        evidence=entry.text("evidence"),
        values=entry.entries("values", lambda e: (e.text("source"), e.text("value"))),
        facet=entry.maybe("facet") or "",
        confidence=None if entry.content.get("confidence") is None else entry.share("confidence"),
    )


def _decision(entry: Entry) -> Decision:
    return Decision(
        verdict=_word(entry, "verdict", Verdict),
        reviewer=entry.text("reviewer"),
        evidence=entry.text("evidence"),
        decided_at=_moment(entry, "decided_at"),
        note=entry.maybe("note") or "",
        called=entry.maybe("called") or "",
        said=entry.maybe("said") or "",
    )


def _word(entry: Entry, key: str, words: type[Word]) -> Word:
    stated = entry.text(key)
    try:
        return words(stated)
    except ValueError as error:
        known = ", ".join(words)
        raise entry.fail(f"{key!r} should be one of {known}, found {stated!r}") from error


def _moment(entry: Entry, key: str) -> datetime:
    stated = entry.text(key)
    with suppress(ValueError):
        moment = datetime.fromisoformat(stated)
        if moment.tzinfo:
            return moment
    raise entry.fail(f"{key!r} should be a moment like 2025-10-06T09:00Z, found {stated!r}")
