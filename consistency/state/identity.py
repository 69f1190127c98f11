"""Which finding of a run is which of an earlier one: by the passages that they share.

Two findings are one when they are of one facet and share enough passages, whatever became of their
kind, their question and their rank. Each is at most one of the others.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from consistency.articles.head import folded
from consistency.records import Article, Finding, FindingValue
from consistency.state.settings import StateSettings

SETTLES_TIES = 1e-9
"""Far less than two weights that differ for a reason."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage behind a finding, as words: the deciding ones, and their sentence round them.

    Args:
        location: Where its article comes from, which lasts while the article changes.
    """

    location: str
    before: tuple[str, ...]
    words: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def sentence(self) -> tuple[str, ...]:
        """All its words."""
        return self.before + self.words + self.after

    def reaches_into(self, other: Passage) -> bool:
        """Say whether the deciding words of two passages of one sentence have a word in common."""
        ends = len(self.before) + len(self.words), len(other.before) + len(other.words)
        return len(self.before) < ends[1] and len(other.before) < ends[0]


@dataclass(frozen=True, slots=True)
class Traces:
    """What a finding is known again by.

    Args:
        evidence: See `evidence_of`.
        present: Whether the run before has it; one that went long ago stands back.
    """

    facet: str
    kind: str
    evidence: str
    passages: frozenset[Passage]
    present: bool = True

    @property
    def digest(self) -> str:
        """Name these traces by their content."""
        whole = (self.facet, self.kind, self.evidence, sorted(map(astuple, self.passages)))
        return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def traces_of(
    finding: Finding, articles: Mapping[str, Article], locations: Mapping[str, str]
) -> Traces:
    """Return what a finding of a report is known again by.

    Args:
        articles: By id.
        locations: Of each article, by its id.
    """
    passages = frozenset(
        passage_of(value, articles[value.article].text, locations[value.article])
        for value in finding.values
    )
    return Traces(finding.facet, finding.kind, evidence_of(finding), passages)


def passage_of(value: FindingValue, text: str, location: str) -> Passage:
    """Return a passage; deciding words that reach beyond their sentence are kept whole."""
    return Passage(
        location,
        before=words_of(text[value.claim_span.start : value.span.start]),
        words=words_of(text[value.span.start : value.span.end]),
        after=words_of(text[value.span.end : value.claim_span.end]),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words without case and punctuation."""
    return tuple(filter(None, map(folded, text.split())))


def evidence_of(finding: Finding) -> str:
    """Return a digest of what a decision on a finding is about: its kind and its distinct values.

    One more source for a value that was there leaves it as it is; so do case and blanks.
    """
    stated = {" ".join((v.value or v.text).casefold().split()) for v in finding.values}
    whole = "\n".join([finding.kind, *sorted(stated)])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def match(
    earlier: Sequence[Traces], later: Sequence[Traces], settings: StateSettings
) -> dict[int, int]:
    """Map indices of `later` to those of `earlier`, each at most once.

    Findings with the same evidence in the same passages come first; the others are paired so that
    they share as much as can be. Symmetric: the other way round, the map is the inverse; the order
    of either side does not matter.
    """
    found = same_traces(earlier, later)
    taken = set(found.values())
    for facet in sorted({traces.facet for traces in later}):
        rows = [i for i, t in enumerate(earlier) if t.facet == facet and i not in taken]
        columns = [j for j, t in enumerate(later) if t.facet == facet and j not in found]
        weights = [[weight(earlier[i], later[j], settings) for j in columns] for i in rows]
        found |= {columns[column]: rows[row] for row, column in heaviest(weights)}
    return found


def heaviest(weights: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of row and column, each at most once, whose weights add up to the most.

    Pairs without weight are left out.
    """
    # Loaded when findings are matched: whoever only reads the state does not wait for it.
    from scipy.optimize import linear_sum_assignment

    if weights and weights[0]:
        pairs = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
        yield from ((int(i), int(j)) for i, j in pairs if weights[i][j] > 0)


def same_traces(earlier: Sequence[Traces], later: Sequence[Traces]) -> dict[int, int]:
    """Pair findings whose traces are equal, those that are present first, else in order."""
    waiting: dict[Traces, list[int]] = defaultdict(list)
    for index in present_first(earlier):
        waiting[replace(earlier[index], present=True)].append(index)
    paired = ((j, waiting[replace(later[j], present=True)]) for j in present_first(later))
    return {j: same.pop(0) for j, same in paired if same}


def present_first(traces: Sequence[Traces]) -> list[int]:
    """Return indices, those of findings that went before last."""
    return sorted(range(len(traces)), key=lambda index: not traces[index].present)


def weight(left: Traces, right: Traces, settings: StateSettings) -> float:
    """Say how surely two findings of one facet are one; 0 where they share too little.

    The share of the smaller's passages decides, since findings grow as articles are added; of
    several that share as much, the one that is nearest in size comes first.
    """
    common = shared(left.passages, right.passages, settings.passage_similarity)
    smaller, larger = sorted((len(left.passages), len(right.passages)))
    if not common or common < settings.finding_overlap * smaller:
        return 0.0
    tips = settings.same_kind * (left.kind == right.kind)
    tips += settings.is_present * (left.present and right.present)
    return common / smaller + common / (smaller + larger - common) + tips + lot(left, right)


def lot(left: Traces, right: Traces) -> float:
    """Return a tiny number that settles ties, the same for a pair however it is ordered."""
    both = "".join(sorted((left.digest, right.digest)))
    return zlib.crc32(both.encode()) / 2**32 * SETTLES_TIES


def shared(left: frozenset[Passage], right: frozenset[Passage], least: float) -> float:
    """Return how many passages two findings share; a re-worded one counts for its likeness."""
    same = left & right
    return len(same) + min(
        likenesses(left - same, right - same, least), likenesses(right - same, left - same, least)
    )


def likenesses(some: Iterable[Passage], others: Iterable[Passage], least: float) -> float:
    """Add up how like each passage is to the likest of the others, leaving out those below."""
    others = list(others)
    best = (max((likeness(p, q) for q in others), default=0.0) for p in some)
    return sum(score for score in best if score >= least)


def likeness(left: Passage, right: Passage) -> float:
    """Say how much of two passages is the same words in the same order round the deciding ones.

    Symmetric, 0..1. Passages of two articles share nothing, and neither do other words of one
    sentence ("11 were treated and 3 died").
    """
    if left.location != right.location:
        return 0.0
    return alignment(*sorted((left, right), key=lambda p: (p.before, p.words, p.after)))


@lru_cache(maxsize=100_000)
def alignment(left: Passage, right: Passage) -> float:
    """Return the likeness of two passages of one article."""
    if left.sentence == right.sentence:
        return 1.0 if left.reaches_into(right) else 0.0
    pairs = ((left.before, right.before), (left.words, right.words), (left.after, right.after))
    common = sum(LCSseq.similarity(some, others) for some, others in pairs)
    return 2 * common / (len(left.sentence) + len(right.sentence))
