"""What is stated where, before anything is compared: claims, mentions and the pairs worth it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain

from consistency.claims import parse_articles
from consistency.clusters import PairedMentions, pair_claims, pair_mentions, term_rows
from consistency.comparisons import Pair
from consistency.embeddings import Encoder
from consistency.evidence import Evidence, Reader
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


@dataclass(frozen=True)
class Observation:
    """What is stated where, with the claims' rows and the pairs that are worth comparing.

    `skipped` are articles that hold too many claims; `articles` are the others, in their order.
    `paired` has, by facet, the mentions that are worth comparing.
    """

    articles: Sequence[Article]
    skipped: Sequence[Skipped]
    facets: Mapping[str, Facet]
    claims: Sequence[Claim]
    mentions: Mapping[str, Sequence[Mention]]
    refusals: Sequence[Mention]
    evidence: Evidence
    claim_pairs: Set[Pair]
    paired: Mapping[str, PairedMentions]

    @property
    def n_mentions(self) -> int:
        """Mentions of all facets."""
        return sum(map(len, self.mentions.values()))

    def all_mentions(self) -> Iterator[Mention]:
        """Mentions of all facets, facet by facet."""
        return chain.from_iterable(self.mentions.values())


@dataclass
class _Gathered:
    """What has been found so far, article by article."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Mention] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


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


def pair_stated(
    stated: Stated,
    facets: Mapping[str, Facet],
    *,
    settings: Settings,
    encoder: Encoder,
    load_reader: Callable[[], Reader] | None = None,
) -> Observation:
    """Link the mentions over all articles, embed the claims and pair those worth comparing."""
    linked = {name: facet.link(stated.mentions[name]) for name, facet in facets.items()}
    claims = stated.claims
    rows = encoder.encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), encoder, load_reader)
    claim_pairs = pair_claims(rows, evidence.terms, settings=settings.clusters)
    paired = {
        name: pair_mentions(mentions, evidence.place, claim_pairs, settings=settings.clusters)
        for name, mentions in linked.items()
    }
    return Observation(
        stated.articles,
        stated.skipped,
        facets,
        claims,
        linked,
        stated.refusals,
        evidence,
        claim_pairs,
        paired,
    )


def only_with(article: str, mentions: Sequence[Mention], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs with one side, and one only, in the article of this id."""
    for i, j in pairs:
        if (mentions[i].article == article) != (mentions[j].article == article):
            yield i, j
