"""What articles state, each read by itself: claims and mentions, before anything is compared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise

from consistency import workers
from consistency.claims import load_parser, parse_articles
from consistency.facets import load_facets
from consistency.facets.base import Facet, ParsedArticle
from consistency.records import Article, Claim, Mention, Skipped
from consistency.refusals import find_refusals
from consistency.settings import Settings

FEWEST = 8
"""Articles a process must have for itself, or it would take longer to start than to help."""


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


def stated_by(
    articles: Sequence[Article], settings: Settings, dated_by: Sequence[Article] | None = None
) -> Stated:
    """Find claims and mentions of all facets; what goes in and out can go to another process."""
    return find_stated(articles, load_facets(settings), settings=settings, dated_by=dated_by)


def start_finding(articles: Sequence[Article], settings: Settings) -> Callable[[], Stated]:
    """Let the processes beside this one find claims and mentions; return what waits for them.

    Each takes a share of many articles. That is as if one had read them all.
    """
    shares = in_shares(articles, min(workers.n_beside(), len(articles) // FEWEST) or 1)
    shares = shares or [articles]
    find = partial(stated_by, settings=settings, dated_by=articles)
    awaited = [workers.start(find, share) for share in shares]

    def made() -> Stated:
        found = together([wait() for wait in awaited])
        alone = len(shares) == 1
        # Which articles are skipped for having too many claims depends on those before them.
        few = len(found.claims) <= settings.models.max_claims and not found.skipped
        return found if alone or few else stated_by(articles, settings)

    return made


def in_shares(articles: Sequence[Article], n_shares: int) -> list[Sequence[Article]]:
    """Cut articles into runs of about as many characters each; none is empty if they suffice."""
    ends = list(accumulate(len(article.text) for article in articles))
    wanted = (ends[-1] * n / n_shares for n in range(1, n_shares)) if ends else ()
    cuts = [0, *(bisect_left(ends, end) + 1 for end in wanted), len(articles)]
    return [articles[start:end] for start, end in pairwise(cuts) if start < end]


def together(parts: Sequence[Stated]) -> Stated:
    """Put together what runs of articles state, with claims numbered through."""
    numbered, first = [], 0
    for part in parts:
        numbered.append(_numbered_from(first, part))
        first += len(part.claims)
    facets = dict.fromkeys(name for part in numbered for name in part.mentions)
    return Stated(
        articles=[a for part in numbered for a in part.articles],
        skipped=[s for part in numbered for s in part.skipped],
        claims=[c for part in numbered for c in part.claims],
        mentions={name: [m for part in numbered for m in part.mentions[name]] for name in facets},
        refusals=[m for part in numbered for m in part.refusals],
    )


def _numbered_from(first: int, part: Stated) -> Stated:
    """Number claims as if as many others came before."""
    if not first:
        return part
    id_of = {c.id: f"c{n}" for n, c in enumerate(part.claims, start=first + 1)}

    def moved(mentions: Sequence[Mention]) -> list[Mention]:
        return [replace(m, claim=id_of[m.claim]) for m in mentions]

    return replace(
        part,
        claims=[replace(c, id=id_of[c.id]) for c in part.claims],
        mentions={name: moved(found) for name, found in part.mentions.items()},
        refusals=moved(part.refusals),
    )


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
