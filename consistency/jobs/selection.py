"""Which articles belong to the event: those whose openings are like its query or its example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.embeddings import Encoder
from consistency.events import select
from consistency.records import Article
from consistency.settings import EventSettings

LIKE_QUERY = 0.40
"""Cosine of a query and an opening, 0..1, at or above which the article tells of what is asked for.
With each title of 63 articles on 19 events as the query for the others (2026-11), 0.40 finds 87 %,
and of what it finds 18 % do not belong; 0.45 finds 80 % (7 %). A missing article costs a story more
than one that is beside it; tests/evaluation/README.md has the sweep."""
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
    settings: EventSettings,
) -> list[Choice]:
    """Say of each article whether it belongs to the event. Order is kept.

    Args:
        like: An article or a query; None where everything belongs.
        threshold: Cosine of openings at or above which an article belongs. None for what was swept:
            `LIKE_QUERY` for a query; for an example its names count too, as in `events.select`.
    """
    if like is None or not articles:
        return [Choice(article, True) for article in articles]
    wanted = like if isinstance(like, str) else opening(like)
    rows = encoder.encode([wanted, *map(opening, articles)])
    scores = (rows[1:] @ rows[0]).clip(0, 1).tolist()
    if isinstance(like, Article) and threshold is None:
        kept = select(articles, like=like, encoder=encoder, settings=settings).kept
        belongs = [any(article is one for one in kept) for article in articles]
    else:
        least = LIKE_QUERY if threshold is None else threshold
        belongs = [score >= least for score in scores]
    return [
        Choice(article, chosen, round(score, 4))
        for article, chosen, score in zip(articles, belongs, scores, strict=True)
    ]


def opening(article: Article) -> str:
    """Return the title and the first words of the story below it."""
    title = article.title or ""
    story = " ".join(article.text[part.start : part.end] for part in article.body) or article.text
    return f"{title}. {story.removeprefix(title).strip()[:OPENING]}"
