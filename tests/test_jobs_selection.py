"""Which articles belong to the event."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import WordEncoder, make_article

from consistency.jobs.selection import Choice, choose, opening
from consistency.records import Article
from consistency.settings import EventSettings

PIER = make_article("a1", "North pier closed\n\nThe north pier was closed after cracks were found.")
CATS = make_article("a2", "A show of cats\n\nCats were shown in the town hall, and many came.")


def chosen(
    *articles: Article, like: Article | str | None, threshold: float | None = None
) -> list[str]:
    """Ids of the articles that belong."""
    choices = chosen_of(articles, like, threshold)
    return [choice.article.id for choice in choices if choice.chosen]


def chosen_of(
    articles: Sequence[Article], like: Article | str | None, threshold: float | None = None
) -> list[Choice]:
    """What is said of each article."""
    return choose(
        articles,
        like=like,
        threshold=threshold,
        encoder=WordEncoder(),
        settings=EventSettings(),
    )


def test_without_an_event_everything_belongs() -> None:
    assert chosen(PIER, CATS, like=None) == ["a1", "a2"]
    assert chosen_of([PIER], None)[0].likeness is None


def test_a_query_chooses() -> None:
    assert chosen(PIER, CATS, like="cracks found, north pier closed") == ["a1"]


def test_an_example_chooses_what_is_like_it_and_itself() -> None:
    assert chosen(PIER, CATS, like=CATS) == ["a2"]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert chosen(like="pier") == []


@pytest.mark.parametrize(("offset", "belongs"), [(-0.01, True), (0.0, True), (0.01, False)])
def test_a_likeness_passes_at_or_above_the_threshold(offset: float, belongs: bool) -> None:
    [choice] = chosen_of([PIER], "north pier", 0)
    assert choice.likeness is not None
    exact = float(
        WordEncoder().encode([opening(PIER)])[0] @ WordEncoder().encode(["north pier"])[0]
    )
    assert bool(chosen(PIER, like="north pier", threshold=exact - 1e-6 + offset)) is belongs


def test_a_threshold_holds_for_an_example_too() -> None:
    assert chosen(PIER, CATS, like=PIER, threshold=0) == ["a1", "a2"]
    assert chosen(PIER, CATS, like=PIER, threshold=1) == ["a1"]


def test_an_opening_has_the_title_once() -> None:
    article = make_article(
        "a1", "North pier closed\n\nCracks were found.", title="North pier closed"
    )
    assert opening(article) == "North pier closed. Cracks were found."


@pytest.mark.parametrize("position", [0, 1, 2])
def test_order_is_kept_and_decides_nothing(position: int) -> None:
    articles = [CATS, CATS]
    articles.insert(position, PIER)
    choices = chosen_of(articles, "north pier closed", 0.3)
    assert [choice.article for choice in choices] == articles
    assert [choice.chosen for choice in choices] == [article is PIER for article in articles]
