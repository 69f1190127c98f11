"""How far a pair of mentions is ahead of what else either could be held against."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from consistency.records import Judgement, Mention

if TYPE_CHECKING:
    from numpy.typing import NDArray

Place = tuple[Mention, str]
"""A mention, and the article that a counterpart is looked for in."""


def leads(
    judged: Sequence[tuple[Mention, Mention, Judgement]], likeness: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Per pair, how far it is ahead of the best other one of either side, the lesser of both.

    1 where neither side has another counterpart in the other's article, below 0 where one that is
    more alike stands there; -1..1.

    Args:
        likeness: Per pair, how alike the two are, shape (len(judged),).
    """
    places = [((a, b.article), (b, a.article)) for a, b, _ in judged]
    found: dict[Place, list[float]] = defaultdict(list)
    for pair, like in zip(places, likeness, strict=True):
        for place in pair:
            found[place].append(float(like))
    best_two = {place: heapq.nlargest(2, likes) for place, likes in found.items()}
    return np.array(
        [
            min(_lead(float(like), best_two[place]) for place in pair)
            for pair, like in zip(places, likeness, strict=True)
        ]
    )


def _lead(likeness: float, best_two: Sequence[float]) -> float:
    """Ahead of the second best where it is the best, else behind the best; within -1..1."""
    if len(best_two) < 2:
        return 1.0
    other = best_two[1] if likeness >= best_two[0] else best_two[0]
    return max(-1.0, min(1.0, likeness - other))
