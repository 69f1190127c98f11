"""Claims and rows to topics, and to the pairs of claims worth comparing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

import numpy as np

from consistency.records import Claim, Mention
from consistency.settings import ClusterSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

Pair = tuple[int, int]


@dataclass(frozen=True)
class Topics:
    """Which matter each claim is about.

    `labels` has one number a claim, -1 for a claim that shares its matter with no other.
    """

    labels: NDArray[np.int64]

    def members(self) -> dict[int, list[int]]:
        """Rows of the claims of each topic, loners left out."""
        groups: dict[int, list[int]] = defaultdict(list)
        for row, label in enumerate(self.labels):
            if label >= 0:
                groups[int(label)].append(row)
        return dict(groups)


@dataclass(frozen=True)
class PairedMentions:
    """Which of one facet's mentions are worth comparing.

    `in_part` says that there were more pairs than are compared: `pairs` are the first of them.
    """

    pairs: Set[Pair]
    in_part: bool = False


def find_topics(rows: NDArray[np.float32], *, settings: ClusterSettings) -> Topics:
    """Group claims by average-linkage clustering of their rows (Sokal and Michener, 1958).

    Two groups join while their mean cosine is at or above `topic_similarity`.
    """
    if len(rows) < 2:
        return Topics(np.full(len(rows), -1, dtype=np.int64))
    from consistency.learning import AgglomerativeClustering

    too_far = np.nextafter(1.0 - settings.topic_similarity, np.inf)  # the first that does not join
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=too_far
    )
    labels = model.fit_predict(rows).astype(np.int64)
    sizes = np.bincount(labels)
    return Topics(np.where(sizes[labels] > 1, labels, -1))


def term_rows(claims: Sequence[Claim]) -> csr_matrix:
    """Unit TF-IDF rows over the claims' terms and names, weighted within this run."""
    from consistency.learning import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=_features, sublinear_tf=True)
    if not any(_features(c) for c in claims):
        from scipy.sparse import csr_matrix

        return csr_matrix((len(claims), 1), dtype=np.float64)
    return vectorizer.fit_transform(claims)


def _features(claim: Claim) -> list[str]:
    return sorted(claim.terms) + [
        f"name:{part}" for name in sorted(claim.names) for part in name.split()
    ]


def pair_claims(
    rows: NDArray[np.float32],
    terms: csr_matrix,
    *,
    settings: ClusterSettings,
) -> set[Pair]:
    """Return pairs (i, j), i < j, of claims that look alike by meaning or by rare words.

    Each claim is paired with its `neighbours` nearest claims by embedding and as many by terms, at
    or above the similarity each setting names. Includes pairs within one article.
    """
    by_meaning = _nearest(rows, settings.neighbours, settings.pair_similarity)
    by_terms = _nearest(terms, settings.neighbours, settings.term_similarity)
    return set(by_meaning) | set(by_terms)


def _nearest(matrix: NDArray[np.float32] | csr_matrix, k: int, least: float) -> Iterator[Pair]:
    n = matrix.shape[0]
    if n < 2:
        return
    from consistency.learning import NearestNeighbors

    finder = NearestNeighbors(n_neighbors=min(k + 1, n), metric="cosine", algorithm="brute")
    distances, others = finder.fit(matrix).kneighbors(matrix)
    for i in range(n):
        for distance, j in zip(distances[i], others[i], strict=True):
            if i != j and 1.0 - distance >= least:
                yield (min(i, int(j)), max(i, int(j)))


def pair_mentions(
    mentions: Sequence[Mention],
    claim_rows: Mapping[str, int],
    claim_pairs: Iterable[Pair],
    *,
    settings: ClusterSettings,
) -> PairedMentions:
    """Pair one facet's mentions, (i, j) with i < j: those of paired claims, or with a shared key.

    A key that more than `largest_block` mentions share says too little to pair by: it is passed
    over. Of a claim's mentions the first `most_mentions` are paired, and of all pairs the first
    `most_pairs` kept: those with a shared key, then those of paired claims in reading order.
    """
    of_claim: dict[int, list[int]] = defaultdict(list)
    of_key: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        group = of_claim[claim_rows[mention.claim]]
        if len(group) < settings.most_mentions:
            group.append(index)
            for key in mention.keys:
                of_key[key].append(index)
    sharing = (g for g in of_key.values() if len(g) <= settings.largest_block)
    by_key = chain.from_iterable(combinations(group, 2) for group in sharing)
    by_claim = (
        (min(a, b), max(a, b))
        for i, j in sorted(claim_pairs)
        for a, b in product(of_claim.get(i, ()), of_claim.get(j, ()))
    )
    return first_distinct(chain(by_key, by_claim), settings.most_pairs)


def first_distinct(pairs: Iterable[Pair], most: int) -> PairedMentions:
    """Keep the first `most` pairs that differ from one another; say whether others follow."""
    found: set[Pair] = set()
    for pair in pairs:
        if len(found) == most and pair not in found:
            return PairedMentions(found, in_part=True)
        found.add(pair)
    return PairedMentions(found)
