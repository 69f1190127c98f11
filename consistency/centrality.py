"""How central each claim is to the event: what leads say and what several articles repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from consistency.records import Claim, Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAD_CLAIMS = 3
"""Claims of an article's opening that count as its lead, besides its headlines."""


def find_centrality(claims: Sequence[Claim], rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return one number a claim, 0..1: the mean of three witnesses of what the event is about.

    Closeness to the leads and headlines of all articles, closeness to the nearest claim of each
    other article (cf. LexRank, Erkan and Radev, 2004, kept across sources), and earliness.
    Each witness is scaled to its own range within the run. No claims give an empty array.
    """
    if not claims:
        return np.zeros(0)
    witnesses = (_to_leads(claims, rows), _to_other_articles(claims, rows), _earliness(claims))
    return np.asarray(np.mean([_scaled(w) for w in witnesses], axis=0))


def _to_leads(claims: Sequence[Claim], rows: NDArray[np.float32]) -> NDArray[np.float64]:
    leads = [i for indices in _by_article(claims).values() for i in _lead(claims, indices)]
    middle = rows[leads].mean(axis=0)
    return np.asarray(rows @ middle, dtype=np.float64)


def _lead(claims: Sequence[Claim], indices: Sequence[int]) -> list[int]:
    titles = [i for i in indices[:LEAD_CLAIMS] if claims[i].section is Section.HEADLINE]
    body = [i for i in indices if claims[i].section is Section.BODY]
    return titles + body[:LEAD_CLAIMS]


def _to_other_articles(claims: Sequence[Claim], rows: NDArray[np.float32]) -> NDArray[np.float64]:
    groups = _by_article(claims)
    if len(groups) < 2:
        return np.zeros(len(claims))
    best = np.stack([(rows @ rows[indices].T).max(axis=1) for indices in groups.values()], axis=1)
    for column, indices in enumerate(groups.values()):
        best[indices, column] = 0.0
    return np.asarray(best.sum(axis=1) / (len(groups) - 1), dtype=np.float64)


def _earliness(claims: Sequence[Claim]) -> NDArray[np.float64]:
    early = np.zeros(len(claims))
    for indices in _by_article(claims).values():
        for position, i in enumerate(indices):
            early[i] = 1.0 - position / len(indices)
    return early


def _by_article(claims: Sequence[Claim]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        groups.setdefault(claim.article, []).append(i)
    return groups


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.full_like(values, 0.5)
