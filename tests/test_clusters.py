"""Topics against an independent clustering, and candidate pairs at each threshold."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import WordEncoder, make_claim, make_event, make_mention
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from consistency.clusters import Topics, find_topics, pair_claims, pair_mentions, term_rows
from consistency.settings import ClusterSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from consistency.records import Claim, Mention


LOOSE = ClusterSettings(pair_similarity=0.1, term_similarity=0.1)


def unit(*angles: float) -> NDArray[np.float32]:
    """Rows in the plane, at these angles in degrees."""
    radians = np.radians(angles)
    return np.column_stack([np.cos(radians), np.sin(radians)]).astype(np.float32)


def together(labels: NDArray[np.int64]) -> set[tuple[int, int]]:
    """Pairs of rows that share a group; loners share none."""
    return {(i, j) for i, j in combinations(range(len(labels)), 2) if labels[i] == labels[j] != -1}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("similarity", [0.2, 0.45, 0.7])
def test_topics_are_those_of_scipys_average_linkage(seed: int, similarity: float) -> None:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(5, 8))
    rows = centres[rng.integers(5, size=30)] + 0.6 * rng.normal(size=(30, 8))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    topics = find_topics(rows, settings=ClusterSettings(topic_similarity=similarity))

    tree = linkage(pdist(rows.astype(np.float64), "cosine"), method="average")
    oracle = fcluster(tree, 1.0 - similarity, criterion="distance")
    assert together(topics.labels) == together(oracle.astype(np.int64))


@pytest.mark.parametrize(("similarity", "n_topics"), [(0.49, 1), (0.51, 0)])
def test_claims_share_a_topic_only_at_or_above_the_threshold(
    similarity: float, n_topics: int
) -> None:
    rows = unit(0, 60)  # cosine 0.5

    topics = find_topics(rows, settings=ClusterSettings(topic_similarity=similarity))

    assert len(topics.members()) == n_topics


def test_a_mean_cosine_exactly_at_the_threshold_joins() -> None:
    rows = np.array([[1, 0], [0, 1]], dtype=np.float32)

    assert len(find_topics(rows, settings=ClusterSettings(topic_similarity=0.0)).members()) == 1


def test_a_claim_alone_in_its_matter_belongs_to_no_topic() -> None:
    topics = find_topics(unit(0, 5, 90), settings=ClusterSettings(topic_similarity=0.9))

    assert topics.labels[2] == -1
    assert list(topics.members().values()) == [[0, 1]]


@pytest.mark.parametrize("n_rows", [0, 1])
def test_fewer_than_two_claims_have_no_topics(n_rows: int) -> None:
    topics = find_topics(np.ones((n_rows, 3), dtype=np.float32), settings=ClusterSettings())

    assert topics.labels.tolist() == [-1] * n_rows
    assert topics.members() == {}


def test_members_leave_loners_out() -> None:
    assert Topics(np.array([1, -1, 0, 1])).members() == {1: [0, 3], 0: [2]}


def pairs_of(claims: list[Claim], settings: ClusterSettings) -> set[tuple[int, int]]:
    rows = WordEncoder().encode([c.text for c in claims])
    return pair_claims(rows, term_rows(claims), settings=settings)


@given(
    st.lists(
        st.lists(st.sampled_from("mayor pier ferry cracks storm tolls".split()), min_size=1).map(
            " ".join
        ),
        max_size=8,
    )
)
def test_each_pair_of_claims_comes_once_the_lower_row_first(texts: list[str]) -> None:
    claims = [make_claim(text, f"c{n}") for n, text in enumerate(texts)]

    for i, j in pairs_of(claims, ClusterSettings()):
        assert 0 <= i < j < len(claims)


def test_pairs_do_not_depend_on_the_order_of_claims() -> None:
    _, claims = make_event(
        ["The mayor closed the north pier.", "Tolls rise in May."],
        ["The north pier was closed by the mayor.", "A storm took the ferry out."],
        ["Tolls will rise.", "Nobody saw the ferry leave the pier."],
    )
    turned = claims[::-1]

    texts = {frozenset((claims[i].text, claims[j].text)) for i, j in pairs_of(claims, LOOSE)}
    turned_texts = {frozenset((turned[i].text, turned[j].text)) for i, j in pairs_of(turned, LOOSE)}

    assert texts == turned_texts != set()


def test_claims_pair_by_rare_words_where_meaning_sees_nothing() -> None:
    claims = [make_claim("ferry tolls", "c1"), make_claim("tolls", "c2"), make_claim("rain", "c3")]
    apart = np.eye(3, dtype=np.float32)

    pairs = pair_claims(apart, term_rows(claims), settings=ClusterSettings())

    assert pairs == {(0, 1)}


@pytest.mark.parametrize(("least", "expected"), [(0.49, {(0, 1)}), (0.51, set())])
def test_claims_pair_at_or_above_the_similarity(least: float, expected: set[object]) -> None:
    claims = [make_claim("one", "c1"), make_claim("two", "c2")]
    settings = ClusterSettings(pair_similarity=least)

    assert pair_claims(unit(0, 60), term_rows(claims), settings=settings) == expected


def test_a_claim_is_paired_with_no_more_than_its_nearest_neighbours() -> None:
    claims = [make_claim(word, f"c{n}") for n, word in enumerate(("pier", "ferry", "tolls"))]
    rows = unit(0, 10, 30)
    one = ClusterSettings(neighbours=1, term_similarity=1.0)

    assert pair_claims(rows, term_rows(claims), settings=one) == {(0, 1), (1, 2)}


def test_claims_without_a_term_make_no_pairs_by_terms() -> None:
    claims = [make_claim("…", "c1"), make_claim("!", "c2")]

    assert term_rows(claims).shape[0] == 2
    assert pair_claims(unit(0, 90), term_rows(claims), settings=ClusterSettings()) == set()


def keyed(*keys: str) -> list[Mention]:
    """A mention a key, each in a claim of its own."""
    return [
        make_mention(make_claim("ten towns", f"c{n}"), "ten", keys=frozenset({key} if key else ()))
        for n, key in enumerate(keys)
    ]


def pair_all(
    mentions: list[Mention],
    claim_pairs: set[tuple[int, int]],
    settings: ClusterSettings | None = None,
) -> set[tuple[int, int]]:
    rows = {f"c{n}": n for n in range(len(mentions))}
    found = pair_mentions(mentions, rows, claim_pairs, settings=settings or ClusterSettings())
    return set(found.pairs)


def test_mentions_pair_where_their_claims_do() -> None:
    assert pair_all(keyed("", "", ""), {(0, 2)}) == {(0, 2)}


def test_a_shared_key_pairs_mentions_whose_claims_look_nothing_alike() -> None:
    assert pair_all(keyed("town", "pier", "town"), set()) == {(0, 2)}


@pytest.mark.parametrize(("largest", "n_pairs"), [(2, 0), (3, 3), (4, 3)])
def test_a_key_that_too_many_share_is_passed_over(largest: int, n_pairs: int) -> None:
    settings = ClusterSettings(largest_block=largest)

    assert len(pair_all(keyed("town", "town", "town"), set(), settings)) == n_pairs


def crowded(n_claims: int, n_mentions: int) -> tuple[list[Mention], dict[str, int]]:
    """Claims with many mentions each, none of them under a key."""
    claims = [make_claim("12 " * n_mentions, f"c{n}") for n in range(n_claims)]
    mentions = [make_mention(claim, "12", keys=()) for claim in claims for _ in range(n_mentions)]
    return mentions, {claim.id: n for n, claim in enumerate(claims)}


def test_of_a_crowded_claim_the_first_mentions_are_paired() -> None:
    mentions, rows = crowded(2, 9)
    settings = ClusterSettings(most_mentions=3)

    pairs = pair_mentions(mentions, rows, {(0, 1)}, settings=settings)

    assert pairs.pairs == {(a, b) for a in range(3) for b in range(9, 12)}


def test_there_are_never_more_pairs_than_the_settings_allow() -> None:
    mentions, rows = crowded(6, 4)
    claim_pairs = set(combinations(range(6), 2))
    every = pair_mentions(mentions, rows, claim_pairs, settings=ClusterSettings())

    few = pair_mentions(mentions, rows, claim_pairs, settings=ClusterSettings(most_pairs=50))

    assert len(every.pairs) == 15 * 16
    assert len(few.pairs) == 50
    assert few.pairs < every.pairs


@pytest.mark.parametrize(("most", "in_part"), [(239, True), (240, False), (241, False)])
def test_a_facet_is_compared_in_part_only_where_pairs_are_left(most: int, in_part: bool) -> None:
    mentions, rows = crowded(6, 4)
    claim_pairs = set(combinations(range(6), 2))  # 240 pairs of mentions

    found = pair_mentions(mentions, rows, claim_pairs, settings=ClusterSettings(most_pairs=most))

    assert found.in_part == in_part


def test_no_mentions_make_no_pairs() -> None:
    assert pair_all([], set()) == set()
