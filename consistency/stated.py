"""What articles state, each read by itself: claims and mentions, before anything is compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consistency.claims import load_parser, parse_articles
from consistency.facets import load_facets
from consistency.facets.base import Facet, ParsedArticle
from consistency.records import Article, Claim, Mention, Skipped
from consistency.refusals import find_refusals
from consistency.settings import Settings


@dataclass(frozen=True)
class Stated:
    """What articles state, each read by itself: nothing is linked or paired yet.

    `skipped` are articles that hold too many claims; `articles` are the others, in their order.
    """

    articles: Sequence[Article]
    skipped: Sequence[Skipped]
    claims: Sequence[Claim]
    mentions: Mapping[str, Sequence[Mention]]
    refusals: Sequence[Mention]

    @property
    def n_mentions(self) -> int:
        """Mentions of all facets."""
        return sum(map(len, self.mentions.values()))

    def without(self, article: str) -> Stated:
        """Leave out what the article of this id states."""
        return replace(
            self,
            articles=[a for a in self.articles if a.id != article],
            claims=[c for c in self.claims if c.article != article],
            mentions={
                name: [m for m in found if m.article != article]
                for name, found in self.mentions.items()
            },
            refusals=[m for m in self.refusals if m.article != article],
        )


@dataclass
class _Gathered:
    """What has been found so far, article by article."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Mention] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def make_ready_to_find(settings: Settings) -> None:
    """Load what `stated_by` needs, so that it need not when it is asked."""
    load_parser(settings.models.spacy)
    load_facets(settings)


def stated_by(articles: Sequence[Article], settings: Settings) -> Stated:
    """Find claims and mentions of all facets; what goes in and out can go to another process."""
    return find_stated(articles, load_facets(settings), settings=settings)


def find_stated(
    articles: Sequence[Article],
    facets: Mapping[str, Facet],
    *,
    settings: Settings,
    dated_by: Sequence[Article] | None = None,
    also: Callable[[ParsedArticle], None] | None = None,
) -> Stated:
    """Find claims and mentions, article by article.

    Args:
        dated_by: Articles by whose days those without one are placed; all of them by default.
        also: Called with each article while its tokens are at hand.
    """
    gathered = _Gathered()
    found: dict[str, list[Mention]] = {name: [] for name in facets}
    skipped: list[Skipped] = []
    for parsed in parse_articles(articles, settings=settings, skipped=skipped, dated_by=dated_by):
        gathered.articles.append(parsed.article)
        gathered.claims.extend(c.claim for c in parsed.claims)
        gathered.refusals.extend(find_refusals(parsed))
        for name, facet in facets.items():
            found[name].extend(facet.find(parsed))
        if also is not None:
            also(parsed)
    return Stated(gathered.articles, skipped, gathered.claims, found, gathered.refusals)
