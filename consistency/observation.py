"""What is stated where, with the pairs of claims and mentions that are worth comparing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from consistency.clusters import PairedMentions, pair_claims, pair_mentions, term_rows
from consistency.comparisons import Pair
from consistency.embeddings import Encoder
from consistency.evidence import Evidence, Reader
from consistency.facets.base import Facet
from consistency.records import Article, Claim, Mention, Skipped
from consistency.settings import Settings
from consistency.stated import Stated


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
