"""What some sources state and others, covering the same matter, leave out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consistency.comparisons import AGREEING, Evidence
from consistency.facets.base import Facet
from consistency.records import Article, Comparison, Mention
from consistency.settings import FindingSettings

WORTH = {"quantity": 1.0, "date": 0.8, "place": 0.7, "name": 0.9, "title": 0.5, "quote": 0.6}
"""How much a missing detail of each facet is worth to a checker, 0..1; facets not named are never missed."""


@dataclass(frozen=True)
class Gap:
    """A detail that some articles give and others, covering its matter, do not."""

    mentions: tuple[Mention, ...]
    silent: tuple[str, ...]
    confidence: float
    explanation: str
    question: str


@dataclass(frozen=True)
class Silence:
    """Finds gaps: per claim the most telling detail that no claim of another article matches."""

    evidence: Evidence
    articles: Sequence[Article]
    facets: Mapping[str, Facet]
    centrality: np.ndarray
    settings: FindingSettings

    def find(self, mentions: Sequence[Mention], comparisons: Sequence[Comparison]) -> list[Gap]:
        """Return gaps, at most one a claim, surest first, at most `gaps_per_claim` of all claims."""
        answered = _answered(comparisons, self.settings)
        gaps: dict[str, Gap] = {}
        for mention in mentions:
            gap = self._gap(mention, answered.get(mention, set()))
            if gap and (mention.claim not in gaps or gaps[mention.claim].confidence < gap.confidence):
                gaps[mention.claim] = gap
        most = int(self.settings.gaps_per_claim * len(self.evidence.claims))
        ordered = sorted(gaps.values(), key=lambda g: (-g.confidence, g.mentions[0].claim))
        return ordered[:most]

    def _gap(self, mention: Mention, answered: set[str]) -> Gap | None:
        worth = WORTH.get(mention.facet, 0.0)
        row = self.evidence.place[mention.claim]
        silent = [
            a.id
            for a in self.articles
            if a.id != mention.article and a.id not in answered and self._covers(a.id, row)
        ]
        if not worth or not silent:
            return None
        confidence = worth * (0.4 + 0.6 * float(self.centrality[row]))
        if confidence < self.settings.gap:
            return None
        question = self.facets[mention.facet].question([mention])
        return Gap(
            (mention,),
            tuple(silent),
            confidence,
            f"Stated in one source; {len(silent)} that cover the matter do not state it",
            question,
        )

    def _covers(self, article: str, row: int) -> bool:
        rows = [i for i, c in enumerate(self.evidence.claims) if c.article == article]
        if not rows:
            return False
        nearest = float((self.evidence.rows[rows] @ self.evidence.rows[row]).max())
        return nearest >= self.settings.covers


def _answered(
    comparisons: Sequence[Comparison], settings: FindingSettings
) -> dict[Mention, set[str]]:
    """Articles that answer each mention's question, alike or otherwise."""
    answered: dict[Mention, set[str]] = defaultdict(set)
    for c in comparisons:
        likely = c.same_question >= (
            settings.agreement / 2 if c.judgement.level in AGREEING else settings.difference
        )
        if likely:
            answered[c.left].add(c.right.article)
            answered[c.right].add(c.left.article)
    return answered
