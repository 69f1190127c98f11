"""Whether sources bear a claim out as a whole: by the passages near it and the details shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.draft.details import Detail
from consistency.draft.ground import Ground, Near
from consistency.records import Claim
from consistency.settings import DraftSettings


@dataclass(frozen=True)
class Support:
    """What speaks for a claim.

    Args:
        nearest: The nearest sentence of each source, nearest first.
        bearing: Of these, the ones that bear the claim out.
        details: Details that sources agree on.
    """

    nearest: Sequence[Near]
    bearing: Sequence[Near]
    details: Sequence[Detail]

    @property
    def reach(self) -> float:
        """Reach of the nearest passage of all, -1..2; -1 where there is none."""
        return max((near.reach for near in self.nearest), default=-1.0)

    @property
    def entailed(self) -> float:
        """Highest probability that the claim follows from a passage near it, 0..1."""
        return max((near.entailed for near in self.nearest), default=0.0)


def find_support(ground: Ground, claim: Claim, details: Sequence[Detail]) -> Support:
    """Gather what speaks for a claim."""
    groups = ground.nearest.get(claim.id, {}).values()
    best = [max(g, key=lambda n: _worth(n, ground.settings)) for g in groups if g]
    best.sort(key=lambda n: -_worth(n, ground.settings))
    agreed = [d for d in details if d.agreeing]
    hard = [d for d in agreed if d.is_hard and _surely(d)]
    whole = bool(hard) and not any(d.is_hard and not d.agreeing for d in details)
    bearing = [
        near
        for near in best
        if bears_out(near, ground.settings)
        or (whole and near.reach >= ground.settings.distant and _gives(hard, near.claim.article))
    ]
    return Support(best, _sharing(bearing, agreed), agreed)


def _sharing(bearing: Sequence[Near], agreed: Sequence[Detail]) -> list[Near]:
    """Of sources that bear a claim out, those that share a detail with it, where any does.

    Passages full of the same names come near to one another, whatever they say.
    """
    sharing = {article for detail in agreed for article in detail.agreeing}
    kept = [n for n in bearing if n.claim.article in sharing or n.reach >= ALIKE]
    return kept or list(bearing)


def bears_out(near: Near, settings: DraftSettings) -> bool:
    """Say whether a passage is close enough to a claim, or close and read as entailing it."""
    if near.reach >= settings.supports:
        return True
    return near.reach >= settings.supports_entailed and near.entailed >= settings.entailed


def _worth(near: Near, settings: DraftSettings) -> float:
    return near.reach + (0.2 if near.entailed >= settings.entailed else 0.0)


SURELY = 0.6
"""Probability of one question from which on an agreed figure or day bears a claim out."""


def _surely(detail: Detail) -> bool:
    return any(c.same_question >= SURELY for _, c in detail.agreeing.values())


ALIKE = 1.1
"""Reach from which on a passage bears a claim out though it shares no detail with it, -1..2."""


def _gives(details: Sequence[Detail], article: str) -> bool:
    return all(article in d.agreeing for d in details)
