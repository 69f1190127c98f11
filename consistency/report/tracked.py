"""Findings across runs as the page shows them: where they stand, their history, decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consistency.records import Report
from consistency.report.views import FindingView
from consistency.report.wording import DISMISSED, GROUP_OF_KIND, GROUPS
from consistency.state.records import Change, Decision, Sighting, Status, Tracking, Verdict

STATUSES = {
    Status.NEW: "New",
    Status.CHANGED: "Changed",
    Status.STANDING: "As before",
    Status.SETTLED: "Settled",
}
CHANGES = {
    Change.NEW: "first seen",
    Change.CHANGED: "changed",
    Change.SOURCES: "other sources",
    Change.GONE: "gone",
    Change.BACK: "back",
}
VERDICTS = {
    Verdict.CONFIRMED: "confirmed",
    Verdict.DISMISSED: "dismissed",
    Verdict.UPDATE: "an update",
    Verdict.NOTED: "noted",
}
MOST_GONE = 50
"""Findings that are gone, named on the page; those that went last. The findings file has all."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one source states at one point: (value, "same", "come" or "left") each."""

    source: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one run saw of a finding that the run before did not: `moves` of kind or severity."""

    iso: str
    change: str
    moves: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision; `stands` says that it is in force, `before` that the evidence has changed."""

    verdict: str
    reviewer: str
    iso: str
    note: str
    called: str
    said: str
    stands: bool
    before: bool


@dataclass(frozen=True, slots=True)
class TrackedView:
    """A finding across runs.

    Args:
        status: Key of where it stands, for filters.
        label: The same in a word, or the verdict that settles it; "" where it is as before.
        question, kind: As they were last.
    """

    status: str
    label: str
    question: str
    kind: str
    steps: tuple[Step, ...]
    decisions: tuple[DecisionView, ...]

    @property
    def settled_by(self) -> DecisionView | None:
        """The decision in force."""
        return next((decision for decision in self.decisions if decision.stands), None)


def tracked_views(report: Report) -> dict[str, TrackedView]:
    """Prepare what is known of the report's findings, by their ids."""
    return {finding: tracked_view(tracking) for finding, tracking in report.tracking.items()}


def gone_views(report: Report) -> tuple[TrackedView, ...]:
    """Prepare those that went last."""
    return tuple(tracked_view(tracking) for tracking in report.gone[:MOST_GONE])


def tracked_view(tracking: Tracking) -> TrackedView:
    """Prepare one finding's tracking."""
    last = tracking.last
    return TrackedView(
        status=tracking.status.value,
        label=label_of(tracking),
        question=last.question,
        kind=kind_words(last.kind),
        steps=steps_of(tracking.sightings),
        decisions=tuple(_decision_view(d, tracking) for d in tracking.decisions),
    )


def label_of(tracking: Tracking) -> str:
    """Say in a word where a finding stands: its verdict where it is settled, "" as before."""
    if tracking.status is Status.SETTLED and tracking.settled_by:
        return VERDICTS[tracking.settled_by.verdict]
    return "" if tracking.status is Status.STANDING else tracking.status.value


def placed(view: FindingView, tracking: Tracking | None) -> FindingView:
    """Put a finding that is dismissed into the group of those."""
    settled = tracking.settled_by if tracking else None
    dismissed = settled is not None and settled.verdict is Verdict.DISMISSED
    return replace(view, group=DISMISSED.key) if dismissed else view


def is_open(view: FindingView, known: Mapping[str, Tracking]) -> bool:
    """Say whether nobody has settled a finding as it is now."""
    return view.id not in known or known[view.id].status is not Status.SETTLED


def status_counts(report: Report) -> dict[Status, int]:
    """Count findings by where they stand, in the order in which it is told; none left out."""
    known = report.tracking
    counts = Counter(known[f.id].status for f in report.finding_records if f.id in known)
    return {status: counts[status] for status in STATUSES}


def kind_words(kind: str) -> str:
    """Name a kind as the page heads its group."""
    key = GROUP_OF_KIND.get(kind, GROUPS[0].key)
    return next(group.heading for group in GROUPS if group.key == key)


def steps_of(sightings: Sequence[Sighting]) -> tuple[Step, ...]:
    """Lay out a history: everything at first, then what each run saw otherwise."""
    first = Step(
        sightings[0].at.isoformat(),
        CHANGES[sightings[0].change],
        (),
        tuple(Said(s, tuple((v, "same") for v in told)) for s, told in _told(sightings[0]).items()),
    )
    return (first, *(_step(before, after) for before, after in pairwise(sightings)))


def _step(before: Sighting, after: Sighting) -> Step:
    moves = []
    if before.kind != after.kind:
        moves.append(f"{kind_words(before.kind)} → {kind_words(after.kind)}")
    if before.severity != after.severity:
        moves.append(f"{before.severity} → {after.severity}")
    said = _differences(_told(before), _told(after))
    return Step(after.at.isoformat(), CHANGES[after.change], tuple(moves), said)


def _told(sighting: Sighting) -> dict[str, list[str]]:
    """What each source states, in the order of the finding."""
    told: dict[str, list[str]] = {}
    for source, value in sighting.values:
        told.setdefault(source, []).append(value)
    return told


def _differences(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> tuple[Said, ...]:
    """The sources whose values are not what they were, with what left and what came."""
    sources = dict.fromkeys((*before, *after))
    said = (Said(s, _marked(before.get(s, ()), after.get(s, ()))) for s in sources)
    return tuple(one for one in said if any(mark != "same" for _, mark in one.values))


def _marked(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, str], ...]:
    was, now = dict.fromkeys(before), dict.fromkeys(after)
    left = [(value, "left") for value in was if value not in now]
    return (*left, *((value, "same" if value in was else "come") for value in now))


def _decision_view(decision: Decision, tracking: Tracking) -> DecisionView:
    return DecisionView(
        verdict=VERDICTS[decision.verdict],
        reviewer=decision.reviewer,
        iso=decision.decided_at.isoformat(),
        note=decision.note,
        called=decision.called,
        said=decision.said,
        stands=decision is tracking.settled_by,
        before=decision.evidence != tracking.last.evidence,
    )
