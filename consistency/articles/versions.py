"""The same article twice counts once, and a later version of an article is known as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import ceil
from urllib.parse import urlsplit

from consistency.articles.head import folded
from consistency.records import Article
from consistency.settings import ReadingSettings

Run = tuple[str, ...]
RUN = 5
"""Words in a run by which two texts are compared."""
ROUNDING = 1e-9
"""What a product of floats may be off by."""
WITNESSED = ("metadata", "text", "filename", "none")
"""Where a day was found, the surest place first."""


def told_once(articles: Sequence[Article]) -> list[Article]:
    """Keep one of the articles that tell the same story word for word under one name.

    A file that names no publisher is the same article as any with its very text. Two publishers
    with the same words stay two articles: one reprints the other, which is for the page to show.
    The one that is kept knows most of itself, and where the others lie (`also_at`); order stays.
    """
    kept: dict[int, Article] = {}
    for group in same_stories(articles):
        best = min(group, key=lambda index: how_known(articles[index], index))
        paths = sorted(articles[index].path for index in group if index != best)
        kept[best] = replace(articles[best], also_at=tuple(paths))
    return [kept[index] for index in sorted(kept)]


def same_stories(articles: Sequence[Article]) -> Iterator[list[int]]:
    """Yield groups of indices: one publisher's story, or one text under no publisher's name."""
    groups: dict[str, list[int]] = {}
    texts: dict[str, str] = {}
    for index, article in enumerate(articles):
        if not is_nameless(article):
            key = f"{article.source.casefold()}\n{story_of(article)}"
            groups.setdefault(key, []).append(index)
            texts.setdefault(folded(article.text), key)
    for index, article in enumerate(articles):
        if is_nameless(article):
            text = folded(article.text)
            groups.setdefault(texts.get(text, text), []).append(index)
    yield from groups.values()


def story_of(article: Article) -> str:
    """Fold what an article tells below its headlines: letters and digits of its body."""
    told = [span for span in article.body if span not in article.headlines] or article.body
    return "".join(folded(article.text[span.start : span.end]) for span in told)


def is_nameless(article: Article) -> bool:
    """Say whether only the file's name stands for who published an article."""
    return article.source_from == "filename"


def how_known(article: Article, index: int) -> tuple[bool, int, date, bool, bool, int]:
    """Order the same articles by how much is known of them, the best known first."""
    return (
        is_nameless(article),
        WITNESSED.index(article.published_from),
        article.published or date.max,
        article.url is None,
        article.author is None,
        index,
    )


def in_versions(articles: Sequence[Article], settings: ReadingSettings) -> list[Article]:
    """Let each later version of an article name the one before it.

    Two articles are versions of one when they have one address, or one named publisher, and share
    enough of their words. The earlier day comes first; of one day, the order of the inputs tells.

    Args:
        articles: With their ids, and with sources not yet told apart.
    """
    home = list(range(len(articles)))
    for group in of_one_origin(articles):
        runs = {index: runs_of(articles[index]) for index in group}
        for i, j in may_share(runs, settings.version_share):
            if home[i] != home[j] and shared(runs[i], runs[j]) >= settings.version_share:
                home = [home[i] if place == home[j] else place for place in home]
    before: dict[int, str] = {}
    for group in (members(home, place) for place in set(home)):
        ordered = sorted(group, key=lambda k: (articles[k].published or date.max, k))
        before |= {later: articles[earlier].id for earlier, later in pairwise(ordered)}
    return [
        replace(article, version_of=before.get(index)) for index, article in enumerate(articles)
    ]


def members(home: Sequence[int], wanted: int) -> list[int]:
    """Return the indices that share a home."""
    return [index for index, place in enumerate(home) if place == wanted]


def of_one_origin(articles: Sequence[Article]) -> list[list[int]]:
    """Group what can be versions of one article: one address, or one named publisher."""
    by_origin: dict[str, list[int]] = {}
    for index, article in enumerate(articles):
        publisher = "" if is_nameless(article) else f"by {article.source.casefold()}"
        for origin in filter(None, (publisher, address_of(article.url))):
            by_origin.setdefault(origin, []).append(index)
    return [group for group in by_origin.values() if len(group) > 1]


def may_share(runs: Mapping[int, frozenset[Run]], share: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs i < j that may share so much of the shorter's runs, each at most twice.

    Args:
        runs: Of each text, by its index; none without a run.
        share: Of the shorter text's runs, 0..1.

    A text that shares n of its runs shares one of any all but n - 1 of them: so only texts with a
    run among its rarest are looked at (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006).
    """
    having: dict[Run, list[int]] = {}
    for index, own in runs.items():
        for run in own:
            having.setdefault(run, []).append(index)
    for i, own in runs.items():
        rarest = sorted(own, key=lambda run: (len(having[run]), run))
        rarest = rarest[: len(own) - max(1, ceil(share * len(own) - ROUNDING)) + 1]
        for j in sorted({other for run in rarest for other in having[run]} - {i}):
            if len(own) <= len(runs[j]):
                yield min(i, j), max(i, j)


def address_of(url: str | None) -> str | None:
    """Fold an address: host and path, without "www.", a trailing slash and what is tracked."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    return (
        f"{(parts.hostname or '').removeprefix('www.')}{path}" if path and parts.hostname else None
    )


def runs_of(article: Article) -> frozenset[Run]:
    """Return the runs of words in an article's body, folded."""
    words = [
        word
        for span in article.body
        for word in article.text[span.start : span.end].casefold().split()
    ]
    return frozenset(tuple(words[k : k + RUN]) for k in range(max(1, len(words) - RUN + 1)))


def shared(left: frozenset[Run], right: frozenset[Run]) -> float:
    """Return the share of the shorter text's runs that stand in the other, 0..1."""
    return len(left & right) / min(len(left), len(right))
