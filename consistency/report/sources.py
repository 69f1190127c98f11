"""The articles as sources on the page: a letter each, its day, and whose words it reuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from string import ascii_uppercase
from urllib.parse import urlsplit

from consistency.records import Article, Claim, Finding, Report
from consistency.report.wording import PUBLISHED_FROM, clip, day, percent

WORD = re.compile(r"\w{4,}", re.UNICODE)
MANNERS = {"copy": "word for word", "rewrite": "reworded", "version": "as a later version"}


@dataclass(frozen=True, slots=True)
class Reuse:
    """Part of a source's words that stand in another source too."""

    origin: str
    share: str
    manner: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article as the page names it: `tag` is a letter, `anchor` its place in the page.

    Args:
        why: What else names its day, or was not believed, in sentences; "" where nothing does.
        wire: News agency it credits, or None.
        also_at: Paths of further files that hold the very same article.
    """

    id: str
    tag: str
    name: str
    headline: str | None
    day: str
    iso: str | None
    found: str
    author: str | None
    url: str | None
    path: str
    words: int
    answered: int
    reuses: tuple[Reuse, ...]
    why: str = ""
    wire: str | None = None
    also_at: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Id of the article in the page."""
        return f"article-{self.id}"

    @property
    def is_numbered(self) -> bool:
        """Whether its name is only that of a file with a number in it, such as "003_d27aa4".

        In a sentence its letter reads better.
        """
        is_file = PurePath(self.path).name.startswith(self.name)
        return is_file and any(char.isdigit() for char in self.name)


@dataclass(frozen=True)
class Index:
    """What the views look up by article id: articles, claims in reading order, sources."""

    articles: Mapping[str, Article]
    claims: Mapping[str, Sequence[Claim]]
    sources: Mapping[str, Source]


def index(report: Report) -> Index:
    """Build the look-up for one report."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(report.claim_records, key=lambda claim: claim.span):
        claims[claim.article].append(claim)
    return Index({a.id: a for a in report.articles}, claims, sources(report))


def sources(report: Report) -> dict[str, Source]:
    """Name every article: A, B, C… in the report's order."""
    tags = dict(zip((article.id for article in report.articles), letters(), strict=False))
    answered = _answered(report.finding_records)
    return {
        article.id: _source(article, tags, answered.get(article.id, 0), report)
        for article in report.articles
    }


def letters() -> Iterator[str]:
    """A … Z, AA, AB … as spreadsheet columns are named."""
    yield from ascii_uppercase
    for first in letters():
        for second in ascii_uppercase:
            yield first + second


def event_line(report: Report) -> str:
    """The most central headline: the one that shares most words with the others.

    The earlier article wins a tie. Without any headline the articles are merely counted.
    """
    titles = [clip(a.title, 160) for a in report.articles if a.title and a.title.strip()]
    if not titles:
        return f"{len(report.articles)} articles compared"
    bags = [frozenset(word.casefold() for word in WORD.findall(title)) for title in titles]
    scores = [sum(_likeness(bag, other) for other in bags) for bag in bags]
    return titles[scores.index(max(scores))]


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web; anything else an article names is not linked."""
    try:
        known = url is not None and urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        return None
    return url if known else None


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def _answered(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings cite each article."""
    counts: dict[str, int] = defaultdict(int)
    for finding in findings:
        for article in {value.article for value in finding.values}:
            counts[article] += 1
    return counts


def _source(article: Article, tags: Mapping[str, str], answered: int, report: Report) -> Source:
    return Source(
        id=article.id,
        tag=tags[article.id],
        name=article.source,
        headline=article.title,
        day=day(article.published),
        iso=article.published.isoformat() if article.published else None,
        found=PUBLISHED_FROM.get(article.published_from, article.published_from),
        author=article.author,
        url=web_address(article.url),
        path=article.path,
        words=len(article.text.split()),
        answered=answered,
        reuses=_reuses(article, tags, report),
        why=article.published_why,
        wire=article.wire,
        also_at=article.also_at,
    )


def _reuses(article: Article, tags: Mapping[str, str], report: Report) -> tuple[Reuse, ...]:
    """Measured copies first; an origin that was only named is listed without a share."""
    measured = {copy.origin: copy for copy in report.copies if copy.article == article.id}
    found = [
        Reuse(tags[copy.origin], percent(copy.share), MANNERS.get(copy.manner, copy.manner))
        for copy in measured.values()
    ]
    named = [origin for origin in article.derived_from if origin not in measured]
    return tuple(found + [Reuse(tags[origin], "", "") for origin in named])
