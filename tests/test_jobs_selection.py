"""Which articles belong to the event."""

from __future__ import annotations

import pytest
from builders import WordEncoder, make_article

from consistency.jobs.selection import LIKE_ARTICLE, LIKE_QUERY, choose, opening
from consistency.records import Article

PIER = make_article("a1", "North pier closed\n\nThe north pier was closed after cracks were found.")
CATS = make_article("a2", "A show of cats\n\nCats were shown in the town hall, and many came.")


def chosen(
    *articles: Article, like: Article | str | None, threshold: float | None = None
) -> list[str]:
    """Ids of the articles that belong."""
    choices = choose(articles, like=like, threshold=threshold, encoder=WordEncoder())
    return [choice.article.id for choice in choices if choice.chosen]


def test_without_an_event_everything_belongs() -> None:
    assert chosen(PIER, CATS, like=None) == ["a1", "a2"]
    assert [
        c.likeness for c in choose([PIER], like=None, threshold=None, encoder=WordEncoder())
    ] == [None]


def test_a_query_chooses() -> None:
    assert chosen(PIER, CATS, like="cracks found, north pier closed") == ["a1"]


def test_an_example_chooses_what_is_like_it_and_itself() -> None:
    assert chosen(PIER, CATS, like=CATS) == ["a2"]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert chosen(like="pier") == []


@pytest.mark.parametrize(("offset", "belongs"), [(-0.01, True), (0.0, True), (0.01, False)])
def test_a_likeness_passes_at_or_above_the_threshold(offset: float, belongs: bool) -> None:
    [choice] = choose([PIER], like="north pier", threshold=0, encoder=WordEncoder())
    assert choice.likeness is not None
    exact = float(
        WordEncoder().encode([opening(PIER)])[0] @ WordEncoder().encode(["north pier"])[0]
    )
    assert bool(chosen(PIER, like="north pier", threshold=exact - 1e-6 + offset)) is belongs


def test_each_kind_of_likeness_has_its_own_threshold() -> None:
    assert 0 < LIKE_QUERY < LIKE_ARTICLE < 1


def test_an_opening_has_the_title_once() -> None:
    article = make_article(
        "a1", "North pier closed\n\nCracks were found.", title="North pier closed"
    )
    assert opening(article) == "North pier closed. Cracks were found."


@pytest.mark.parametrize("position", [0, 1, 2])
def test_order_is_kept_and_decides_nothing(position: int) -> None:
    articles = [CATS, CATS]
    articles.insert(position, PIER)
    choices = choose(articles, like="north pier closed", threshold=0.3, encoder=WordEncoder())
    assert [choice.article for choice in choices] == articles
    assert [choice.chosen for choice in choices] == [article is PIER for article in articles]
