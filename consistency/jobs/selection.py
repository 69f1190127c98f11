"""Which articles belong to the event: those whose openings are like its query or its example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.embeddings import Encoder
from consistency.records import Article

LIKE_ARTICLE = 0.50
"""Cosine of two openings, 0..1, at or above which both tell of one event. Swept on 63 articles on
19 events (2026-11): it finds 96 % of the articles on an example's event, and nothing else; 0.45
finds 97 %, and of what it finds 15 % do not belong."""
LIKE_QUERY = 0.40
"""Cosine of a query and an opening, 0..1, at or above which the article tells of what is asked for.
With each article's title as the query for the others, 0.40 finds 87 %, and of what it finds 18 % do
not belong; 0.45 finds 80 % (7 %). A missing article costs a story more than one that is beside it;
tests/evaluation/README.md has the sweep."""
OPENING = 600
"""Characters of an article below its title that are compared."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An article, whether it belongs to the event, and its likeness, 0..1; None for no event."""

    article: Article
    chosen: bool
    likeness: float | None = None


def choose(
    articles: Sequence[Article],
    *,
    like: Article | str | None,
    threshold: float | None,
    encoder: Encoder,
) -> list[Choice]:
    """Say of each article whether it belongs to the event. Order is kept.

    Args:
        like: An article or a query; None where everything belongs.
        threshold: Cosine at or above which an article belongs; None for the swept one.
    """
    if like is None or not articles:
        return [Choice(article, True) for article in articles]
    is_query = isinstance(like, str)
    wanted = like if isinstance(like, str) else opening(like)
    rows = encoder.encode([wanted, *map(opening, articles)])
    scores = (rows[1:] @ rows[0]).clip(0, 1).tolist()
    least = threshold if threshold is not None else LIKE_QUERY if is_query else LIKE_ARTICLE
    return [
        Choice(article, score >= least, round(score, 4))
        for article, score in zip(articles, scores, strict=True)
    ]


def opening(article: Article) -> str:
    """Return the title and the first words of the story below it."""
    title = article.title or ""
    story = " ".join(article.text[part.start : part.end] for part in article.body) or article.text
    return f"{title}. {story.removeprefix(title).strip()[:OPENING]}"
