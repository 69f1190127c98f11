"""How long runs are waited for, and when two passages or two findings count as one."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.ranges import Positive, Ranged, Share


@dataclass(frozen=True, slots=True)
class StateSettings(Ranged):
    """Thresholds of the state. A score passes at `>=`."""

    beat_seconds: Positive = 10.0
    """How often a run says that it is alive, in seconds, above 0."""
    stale_seconds: Positive = 300.0
    """How long a run may be silent, in seconds, above 0, before another takes its job over: many
    beats, so that a machine that stands still for a minute, or another's clock that is a minute
    off, costs no run its job."""
    busy_seconds: Positive = 30.0
    """How long to wait, in seconds, above 0, for another process that writes to the state; each
    writes for well under a second."""
    passage_similarity: Share = 0.6
    """Share of the words, in their order round the deciding ones, 0..1, at or above which two
    passages of one article are one, re-worded. Of 938 pairs of different sentences behind findings
    of one facet in one article (six collections, 2026-11-26), one reaches it, and says the same
    twice; a changed number or an added clause leaves 0.7 and more."""
    finding_overlap: Share = 0.5
    """Share of the passages of the smaller finding, 0..1, that the larger must have at or above
    which both are one finding. One source may re-word its side of a difference between two."""
    same_kind: Share = 0.2
    """What a common kind adds to the weight of a pair of findings, 0..1, where sharing all passages
    is 2: it chooses between pairs that share about as much, and never overrides a passage."""
    is_present: Share = 0.1
    """The same for a finding that the run before had too: what went long ago stands back."""
