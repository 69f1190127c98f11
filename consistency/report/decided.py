"""Decisions on findings with what they were about: as rows of a table, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from consistency.report.findings_file import encoded
from consistency.state.records import Decision, Sighting, Tracking

if TYPE_CHECKING:
    import pandas

DECISIONS_VERSION = 1
DECISION_COLUMNS = {
    "job": "string",
    "finding": "string",
    "verdict": "string",
    "in_force": "boolean",
    "reviewer": "string",
    "decided_at": "string",
    "note": "string",
    "called": "string",
    "said": "string",
    "kind": "string",
    "facet": "string",
    "severity": "string",
    "confidence": "Float64",
    "question": "string",
    "values": "string",
    "evidence": "string",
}

Row = dict[str, Any]


def decision_rows(trackings: Iterable[Tracking], *, job: str = "") -> list[Row]:
    """Return one row a decision, oldest first, with the finding as the reviewer saw it.

    `finding` is its id in the state. `in_force` says whether it settles the finding as it is now.
    """
    decided = [(decision, t) for t in trackings for decision in t.decisions]
    decided.sort(key=lambda pair: pair[0].decided_at)
    return [_row(tracking, decision, job) for decision, tracking in decided]


def seen_by(decision: Decision, tracking: Tracking) -> Sighting:
    """Return the sighting that a decision is about: the last of its evidence that there was then.

    Clocks of two machines may differ, so one of that evidence that came after it will do too.
    """
    same = [s for s in tracking.sightings if s.evidence == decision.evidence]
    before = [s for s in same if s.at <= decision.decided_at]
    return (before or same[:1] or [tracking.last])[-1]


def decisions_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return decisions as the JSON that `consistency evaluate --decisions` reads."""
    return encoded({"schema_version": DECISIONS_VERSION, "decisions": list(rows)})


def decisions_csv(rows: Iterable[Row]) -> bytes:
    """Return decisions as CSV that a spreadsheet opens cleanly, formulas defused."""
    from consistency.report.spreadsheets import csv_bytes

    return csv_bytes(decisions_table(rows))


def decisions_table(rows: Iterable[Row]) -> pandas.DataFrame:
    """Return decisions as a table; `values` is "source: value", separated by "; "."""
    from consistency.report.tables import frame

    return frame([{**row, "values": "; ".join(_told(row))} for row in rows], DECISION_COLUMNS)


def _told(row: Row) -> Iterator[str]:
    return (f"{value['source']}: {value['value']}" for value in row["values"])


def _row(tracking: Tracking, decision: Decision, job: str) -> Row:
    seen = seen_by(decision, tracking)
    return {
        "job": job or None,
        "finding": tracking.id,
        "verdict": decision.verdict.value,
        "in_force": decision is tracking.settled_by,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at.isoformat(),
        "note": decision.note,
        "called": decision.called,
        "said": decision.said,
        "kind": seen.kind,
        "facet": seen.facet,
        "severity": seen.severity,
        "confidence": seen.confidence,
        "question": seen.question,
        "values": [{"source": source, "value": value} for source, value in seen.values],
        "evidence": decision.evidence,
    }
