"""What a draft is held against: the passages near each of its claims, and what they state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

import numpy as np

from consistency.calibration import Calibration
from consistency.draft.notes import Notes
from consistency.draft.words import TOKEN, Twin, find_twin, in_order
from consistency.facets.alignment import fold_words, is_content, stem
from consistency.observation import Observation
from consistency.records import Article, Claim, Comparison, Finding, Mention, Span
from consistency.settings import DraftSettings


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a source beside a claim of the draft.

    Args:
        reach: Cosine by meaning plus cosine by terms, -1..2.
        entailed: Probability that the claim follows from it, 0..1; 0 where nobody read them.
    """

    claim: Claim
    reach: float
    entailed: float = 0.0


@dataclass(frozen=True)
class Ground:
    """All that is known of a draft and its sources, looked up by claim."""

    draft: Article
    seen: Observation
    comparisons: Sequence[Comparison]
    notes: Notes
    findings: Sequence[Finding]
    settings: DraftSettings
    _near: dict[str, dict[str, list[Near]]] = field(default_factory=dict)

    @cached_property
    def calibration(self) -> Calibration:
        """What a probability has come to mean."""
        return Calibration.shipped()

    @cached_property
    def claims(self) -> list[Claim]:
        """Claims of the draft, in reading order."""
        return [c for c in self.seen.claims if c.article == self.draft.id]

    @cached_property
    def sources(self) -> dict[str, list[int]]:
        """Rows of the claims of each source, in reading order."""
        rows: dict[str, list[int]] = {a.id: [] for a in self.seen.articles if a.id != self.draft.id}
        for row, claim in enumerate(self.seen.claims):
            if claim.article in rows:
                rows[claim.article].append(row)
        return rows

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Every article by id, the draft too."""
        return {a.id: a for a in self.seen.articles}

    @cached_property
    def mentions(self) -> Mapping[str, Sequence[Mention]]:
        """Mentions of every facet, by claim."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.seen.all_mentions():
            found[mention.claim].append(mention)
        return found

    @cached_property
    def compared(self) -> Mapping[Mention, Sequence[tuple[Mention, Comparison]]]:
        """For each mention of the draft, what it was compared with, the likeliest first."""
        found: dict[Mention, list[tuple[Mention, Comparison]]] = defaultdict(list)
        for c in sorted(self.comparisons, key=lambda c: -c.same_question):
            own = c.left.article == self.draft.id
            mine, other = (c.left, c.right) if own else (c.right, c.left)
            found[mine].append((other, c))
        return found

    @cached_property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The folded words of each source's claims, in order."""
        return {
            article: tuple(
                m.group().lower().replace("’", "'")
                for row in rows
                for m in TOKEN.finditer(self.seen.claims[row].text)
            )
            for article, rows in self.sources.items()
        }

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every folded word of every source, without possessive endings."""
        return frozenset(w.removesuffix("'s") for words in self.words.values() for w in words)

    @cached_property
    def _holding(self) -> Counter[str]:
        """How many claims of the sources have each stem."""
        claims = [self.seen.claims[row] for rows in self.sources.values() for row in rows]
        return Counter(stem(w) for c in claims for w in {*fold_words(c.text)} if is_content(w))

    def weight(self, word: str) -> float:
        """How much a stem tells one matter from another: the rarer in the sources, the more."""
        n = sum(map(len, self.sources.values()))
        return log((1 + n) / (1 + self._holding[word]))

    def has(self, words: Sequence[str]) -> list[str]:
        """Ids of the sources in which these words stand side by side."""
        return [article for article, text in self.words.items() if in_order(words, text)]

    @cached_property
    def nearest(self) -> Mapping[str, Mapping[str, Sequence[Near]]]:
        """For each claim of the draft, the nearest sentences of each source, nearest first."""
        evidence = self.seen.evidence
        own = [evidence.place[c.id] for c in self.claims]
        found: dict[str, dict[str, list[Near]]] = {c.id: {} for c in self.claims}
        for article, rows in self.sources.items():
            if not rows or not own:
                continue
            reach = (
                evidence.rows[own] @ evidence.rows[rows].T
                + (evidence.terms[own] @ evidence.terms[rows].T).toarray()
            )
            for line, claim in zip(reach, self.claims, strict=True):
                order = np.argsort(-line, kind="stable")[: self.settings.candidates]
                found[claim.id][article] = [
                    Near(self.seen.claims[rows[k]], float(line[k])) for k in order
                ]
        return self._read(found)

    def _read(self, found: dict[str, dict[str, list[Near]]]) -> dict[str, dict[str, list[Near]]]:
        """Let the entailment model read the nearest two of each source."""
        reader = self.seen.evidence.reader
        if reader is None:
            return found
        texts = {c.id: c.text for c in self.claims}
        asked = sorted(
            {
                (near.claim.text, texts[claim])
                for claim, of in found.items()
                for group in of.values()
                for near in group[:READ]
                if near.reach >= LEAST_READ
            }
        )
        given = dict(zip(asked, reader.predict(asked), strict=True))
        return {
            claim: {
                article: [
                    replace(near, entailed=float(given[pair][0]))
                    if (pair := (near.claim.text, texts[claim])) in given
                    else near
                    for near in group
                ]
                for article, group in of.items()
            }
            for claim, of in found.items()
        }

    def near(self, claim: Claim) -> list[Near]:
        """The nearest sentences of all sources, nearest first."""
        groups = self.nearest.get(claim.id, {}).values()
        return sorted((n for group in groups for n in group), key=lambda n: -n.reach)

    def twins(self, claim: Claim) -> list[Twin]:
        """The sentence of each source that the claim repeats most nearly, the likest first."""
        found = [
            find_twin(claim, self._candidates(group), least=self.settings.repeats)
            for group in self.nearest.get(claim.id, {}).values()
        ]
        return sorted((t for t in found if t), key=lambda t: (-t.likeness, len(t.exchanges)))

    def _candidates(self, group: Sequence[Near]) -> Iterator[Claim]:
        """The sentences themselves, then each joined with its neighbours on the same line."""
        for near in group:
            yield near.claim
        for near in group:
            row = self.seen.evidence.place[near.claim.id]
            for first, last in ((row, row + 1), (row - 1, row)):
                joined = self._joined(first, last)
                if joined is not None:
                    yield joined

    def _joined(self, first: int, last: int) -> Claim | None:
        claims = self.seen.claims
        if first < 0 or last >= len(claims) or claims[first].article != claims[last].article:
            return None
        span = Span(claims[first].span.start, claims[last].span.end)
        text = self.articles[claims[first].article].text[span.start : span.end]
        return None if "\n" in text else replace(claims[first], span=span, text=text)


READ = 2
"""Passages of each source that the entailment model reads beside a claim."""
LEAST_READ = 0.3
"""Reach below which nothing is read."""
