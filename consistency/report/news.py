"""What a short form of a scheduled job's report says besides: what is new, settled and gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from consistency.records import Report
from consistency.report.tracked import VERDICTS, label_of, status_counts
from consistency.report.views import FindingView
from consistency.report.wording import day, listed
from consistency.state.records import Decision, Status, Tracking

MOST_LISTED = 10
"""Settled and gone findings that a short form names, each; the others are counted."""
Lines = list[str]
Escape = Callable[[str], str]


def standing_line(report: Report) -> str:
    """Count what has become of the findings: "Since the run before: 1 new, 2 settled, 1 gone."."""
    counts = {s.value: n for s, n in status_counts(report).items() if s is not Status.STANDING}
    counts[Status.GONE.value] = len(report.gone)
    told = [f"{count} {name}" for name, count in counts.items() if count]
    return f"Since the run before: {', '.join(told) or 'nothing new'}."


def mark(view: FindingView, known: Mapping[str, Tracking]) -> str:
    """Put before a finding where it stands: "[new] "; "" where it is as before."""
    label = label_of(known[view.id]) if view.id in known else ""
    return f"[{label}] " if label else ""


def record_lines(tracking: Tracking | None) -> Lines:
    """Say what a finding was before its last change, and what was decided, a line each."""
    if tracking is None:
        return []
    before = before_line(tracking)
    return [*([before] if before else []), *(decision_line(d) for d in tracking.decisions)]


def before_line(tracking: Tracking) -> str:
    """Say what the sources stated before a finding's last change; "" if it never changed."""
    now, earlier = set(tracking.last.values), tracking.sightings[:-1]
    other = [sighting for sighting in earlier if set(sighting.values) != now]
    if not other:
        return ""
    return f"Before, {when(other[-1].at)}: {values_text(other[-1].values)}"


def values_text(values: Sequence[tuple[str, str]]) -> str:
    """Say values with their sources: "12 in the Courier; 21 in the Wire and the Daily."."""
    sources: dict[str, list[str]] = {}
    for source, value in values:
        sources.setdefault(value, []).append(source)
    return "; ".join(f"{value} in {listed(named)}" for value, named in sources.items()) + "."


def decision_line(decision: Decision) -> str:
    """Say a decision on one line."""
    parts = [f"{VERDICTS[decision.verdict].capitalize()} by {decision.reviewer}, "]
    parts.append(when(decision.decided_at))
    for name, words in (("called", decision.called), ("said", decision.said), ("", decision.note)):
        if words:
            parts.append(f"; {name}{': ' if name else ''}{words}")
    return " ".join("".join(parts).split())


def when(moment: datetime) -> str:
    """Write a moment in UTC to the minute: "6 Oct 2025, 09:00 UTC"."""
    moment = moment.astimezone(UTC)
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def settled_lines(views: Iterable[FindingView], known: Mapping[str, Tracking]) -> Lines:
    """Name the findings that are settled, by rank, each with the decision in force."""
    told = [
        f"{view.number}. {view.question} {decision_line(settled)}"
        for view in views
        if view.id in known and (settled := known[view.id].settled_by)
    ]
    return _first(told)


def gone_lines(report: Report) -> Lines:
    """Name the findings that are gone, the last first, each with what the sources stated."""
    return _first([f"{t.last.question} {values_text(t.last.values)}" for t in report.gone])


def _first(lines: Lines) -> Lines:
    more = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], f"and {more} more"] if more > 0 else lines
