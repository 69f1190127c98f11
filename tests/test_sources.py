"""Copies, rewrites and the reports that are left: order, symmetry and what is no reuse."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from consistency.records import Article, Claim, Copy, Span
from consistency.settings import SourceSettings
from consistency.sources import count_independent, find_copies, followed_shares, rank_correlation

SETTINGS = SourceSettings()
REPORT = [
    "The harbour board of Tarnwick voted on Monday to close the eastern quay for repairs.",
    "Engineers found that two of the nine piers had settled by almost four centimetres.",
    "Fishing crews will land their catch at the ferry terminal until the work is finished.",
    "The board expects the repairs to cost six million crowns and to last until spring.",
    "A levy on berths, introduced two years ago, covers about half of that amount.",
]
OTHER = [
    "Rain fell on the vineyards of Oster for eleven days and split much of the early fruit.",
    "Growers there have begun to sell what can be saved to makers of jam and vinegar.",
    "Nobody in the valley remembers a summer in which the river stood so high in July.",
]
STATEMENT = "“We close it because nobody should have to wonder whether the ground holds,” she said."


def article(
    article_id: str, sentences: list[str], published: date | None = None
) -> tuple[Article, list[Claim]]:
    text = "\n".join(sentences)
    claims, start = [], 0
    for n, sentence in enumerate(sentences):
        terms = frozenset(w.lower() for w in sentence.split() if len(w) > 4)
        span = Span(start, start + len(sentence))
        claims.append(Claim(f"{article_id}c{n}", article_id, span, sentence, terms=terms))
        start += len(sentence) + 1
    made = Article(article_id, f"{article_id}.txt", "S", None, None, published, "none", None, text)
    return made, claims


def copies_of(*texts: tuple[Article, list[Claim]], rows: np.ndarray | None = None) -> list[Copy]:
    claims = [claim for _, of_article in texts for claim in of_article]
    return find_copies([a for a, _ in texts], claims, rows, settings=SETTINGS)


def test_an_article_under_another_name_is_a_copy_of_itself() -> None:
    found = copies_of(article("a1", REPORT), article("a2", REPORT))
    assert [(c.share, c.manner) for c in found] == [(1.0, "copy")]


def test_disjoint_texts_are_no_copies() -> None:
    assert copies_of(article("a1", REPORT), article("a2", OTHER)) == []


def test_the_earlier_article_is_the_origin() -> None:
    late, early = date(2031, 5, 4), date(2031, 5, 3)
    found = copies_of(article("a1", REPORT, late), article("a2", REPORT[:4], early))
    assert [(c.article, c.origin) for c in found] == [("a1", "a2")]


def test_the_fuller_article_is_the_origin_when_days_are_unknown() -> None:
    found = copies_of(article("a1", REPORT[:4]), article("a2", REPORT, date(2031, 5, 4)))
    assert [(c.article, c.origin, c.share) for c in found] == [("a1", "a2", 1.0)]


def test_a_shared_quotation_is_no_copy() -> None:
    found = copies_of(article("a1", [STATEMENT, *OTHER]), article("a2", [STATEMENT, REPORT[1]]))
    assert found == []


def test_one_shared_sentence_in_a_long_article_is_no_copy() -> None:
    found = copies_of(article("a1", [*OTHER, REPORT[0]]), article("a2", REPORT))
    assert found == []


def test_text_that_is_no_claim_does_not_count() -> None:
    left, claims = article("a1", REPORT + OTHER)
    right = article("a2", REPORT)
    assert copies_of((left, claims[5:]), right) == []


@pytest.mark.parametrize("n_shared", range(6))
def test_copying_does_not_depend_on_the_order_of_the_inputs(n_shared: int) -> None:
    left, right = article("a1", REPORT), article("a2", REPORT[:n_shared] + OTHER)
    assert copies_of(left, right) == copies_of(right, left)


@given(st.permutations(range(5)))
def test_shuffled_inputs_give_the_same_copies(order: list[int]) -> None:
    texts = [article(f"a{n}", (REPORT + OTHER)[n : n + 4]) for n in range(5)]
    assert copies_of(*(texts[n] for n in order)) == copies_of(*texts)


def scaled(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def unit_rows(n: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(n, 64)).astype(np.float32)
    return scaled(rows)


def near(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    moved = rows + 0.3 * unit_rows(len(rows), seed=9)
    return scaled(moved)


def test_sentences_in_the_same_order_are_a_rewrite() -> None:
    rows = unit_rows(8, seed=1)
    assert followed_shares(rows, near(rows), settings=SETTINGS) == (1.0, 1.0)


def test_the_same_sentences_in_another_order_are_no_rewrite() -> None:
    rows = unit_rows(8, seed=1)
    shuffled = near(rows)[[3, 7, 0, 5, 1, 6, 4, 2]]
    assert followed_shares(rows, shuffled, settings=SETTINGS) == (0.0, 0.0)


def test_too_few_alike_sentences_are_no_rewrite() -> None:
    rows = unit_rows(8, seed=1)
    few = np.concatenate([near(rows)[: SETTINGS.least_pairs - 1], unit_rows(6, seed=3)])
    assert followed_shares(rows, few, settings=SETTINGS) == (0.0, 0.0)


def test_padding_lowers_only_the_padded_article_share() -> None:
    rows = unit_rows(8, seed=1)
    padded = np.concatenate([near(rows), unit_rows(8, seed=4)])
    assert followed_shares(rows, padded, settings=SETTINGS) == (1.0, 0.5)


def test_a_rewrite_is_reported_with_its_manner() -> None:
    rows = unit_rows(8, seed=1)
    left = article("a1", REPORT + OTHER)
    right = article("a2", [f"Nothing here has any of those words, sentence {n}." for n in range(8)])
    found = copies_of(left, right, rows=np.concatenate([rows, near(rows)]))
    assert [(c.article, c.origin, c.manner) for c in found] == [("a2", "a1", "rewrite")]


def test_an_article_without_sentences_follows_nothing() -> None:
    empty = np.zeros((0, 64), dtype=np.float32)
    assert followed_shares(empty, unit_rows(4, seed=1), settings=SETTINGS) == (0.0, 0.0)


@given(st.permutations(range(7)))
def test_reversing_the_order_reverses_the_rank_correlation(places: list[int]) -> None:
    assert rank_correlation(places) == pytest.approx(-rank_correlation(places[::-1]))


def test_two_copies_of_one_origin_are_one_report() -> None:
    copies = [Copy("a2", "a1", 0.9, "copy"), Copy("a3", "a1", 0.5, "rewrite")]
    assert count_independent(["a2", "a3"], copies) == 1


def test_unrelated_articles_count_each() -> None:
    assert count_independent(["a1", "a4", "a4"], [Copy("a2", "a1", 0.9, "copy")]) == 2


def test_nobody_is_no_report() -> None:
    assert count_independent([], []) == 0
