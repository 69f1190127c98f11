"""What the state says of a finding, as records: sightings, decisions, standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Change(StrEnum):
    """What a run found of a finding, against the run before it."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"


class Status(StrEnum):
    """Where a finding stands for whoever reads the page now.

    SETTLED means that the last decision confirms, dismisses or explains the evidence as it is; when
    the evidence changes after it, the finding is CHANGED again.
    """

    NEW = "new"
    CHANGED = "changed"
    STANDING = "standing"
    SETTLED = "settled"
    GONE = "gone"


class Verdict(StrEnum):
    """What a reviewer decided. NOTED adds a note and settles nothing."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UPDATE = "update"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one finding. Nothing overwrites it: the last one that settles counts.

    Args:
        evidence: Digest of the finding's evidence when it was decided; see `identity.evidence_of`.
        called, said: Who was asked about it, and what they answered; "" where nobody was.
        decided_at: In UTC.
    """

    verdict: Verdict
    reviewer: str
    evidence: str
    decided_at: datetime
    note: str = ""
    called: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding as one run saw it; kept for the runs that saw it change.

    Args:
        values: Source and value, in the order of the finding's passages, each pair once.
    """

    run: str
    at: datetime
    change: Change
    kind: str
    severity: str
    question: str
    evidence: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tracking:
    """One finding across runs.

    Args:
        id: Its own id in the state; lasts while articles are added and passages re-worded, unlike
            the id of the finding in a findings file.
        sightings: Oldest first, at least one; the last one has the finding as it is now.
        decisions: Oldest first.
    """

    id: str
    status: Status
    sightings: tuple[Sighting, ...]
    decisions: tuple[Decision, ...] = ()

    @property
    def last(self) -> Sighting:
        """The finding as it is now, or as it was when it went."""
        return self.sightings[-1]

    @property
    def settled_by(self) -> Decision | None:
        """The decision in force: the last that settles, if the evidence is still what it saw."""
        settling = [d for d in self.decisions if d.verdict is not Verdict.NOTED]
        if settling and settling[-1].evidence == self.last.evidence:
            return settling[-1]
        return None
