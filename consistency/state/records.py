"""What goes into the state and comes out of it, as records: articles, sightings, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from consistency.records import Article


class Change(StrEnum):
    """What a run found of a finding, against the run before it.

    CHANGED means that a value came or went, that the kind is another or that the severity rose.
    SOURCES means only that other sources state the values there were: it is kept for the history,
    and nobody is told.
    """

    NEW = "new"
    CHANGED = "changed"
    SOURCES = "sources"
    GONE = "gone"
    BACK = "back"


class Status(StrEnum):
    """Where a finding stands for whoever reads the page now.

    NEW and CHANGED are against the last run that finished before this one: what a run recorded
    that was killed before its page was written is still new to readers. SETTLED means that the
    last decision confirms, dismisses or explains the evidence as it is; when the evidence changes
    after it, the finding is CHANGED, until it is decided again.
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
        severity: When it changed; one that only fell since is not written down.
        evidence: Digest of what a decision is about; see `identity.evidence_of`.
        values: Source and value, in the order of the finding's passages, each pair once. Sources
            have their own names here, without the days or numbers that tell a source's articles
            apart on the page.
        confidence: How sure the tool was, 0..1; None where that was not kept.
    """

    run: str
    at: datetime
    change: Change
    kind: str
    severity: str
    question: str
    evidence: str
    values: tuple[tuple[str, str], ...]
    facet: str = ""
    confidence: float | None = None


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


@dataclass(frozen=True, slots=True)
class Memory:
    """What a server last said of an address, for the next request to it."""

    url: str
    etag: str = ""
    modified: str = ""
    checked_at: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that a source brought, and whether it belongs to the event.

    Args:
        location: Its address, or the path of its file: the same article at the same place.
        feed: Name of the job's source that brought it.
        likeness: How near it is to the query or example, 0..1; None where there was none.
    """

    location: str
    feed: str
    article: Article
    chosen: bool = True
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One finding to be told on one channel; `id` names it to `told`.

    Args:
        change: What it was when it was written down to be told: NEW, CHANGED or BACK. By the time
            it is told, `tracking` may have changed again, or be settled or gone.
        run: The run that wrote it down.
    """

    id: int
    channel: str
    tracking: Tracking
    change: Change = Change.NEW
    run: str = ""


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run of a job.

    Args:
        status: "running", "finished", "failed" or "abandoned".
        detail: Why it failed or was abandoned; "" otherwise.
        counts: Findings that it recorded, by what they were: "new", "changed", "sources", "gone",
            "back", "standing". Empty where it recorded none.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    status: str
    detail: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
