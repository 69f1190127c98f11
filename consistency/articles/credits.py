"""Who published and who wrote an article, as its metadata or its own lines tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from consistency.articles.layout import SIGNED
from consistency.records import Article

_NAME = r"[A-Z][\w.’'-]*(?:\s(?:de|van|von|bin|al|la|[A-Z][\w.’'-]*)){1,4}"
_OUTLET = (
    r"(?:[Tt]he\s)?[A-Z][\w&’'-]*(?:\.\w+)*(?:\s(?:[A-Z&][\w&’'-]*(?:\.\w+)*|of|and|the|for)){0,5}"
)
BY = re.compile(
    rf"(?:By|BY|Authored by|Written by|Posted by|Reported by|Story by)\s(?P<author>{_NAME})"
    rf"(?:\s?(?:,|\||/|\bof\b|\bvia\b|\bfor\b|–|—|-)\s?(?P<outlet>{_OUTLET}))?"
)
VIA = re.compile(
    rf"(?:.*\b(?:via|courtesy of)|(?:Distributed|Syndicated|Provided) by)\s(?P<outlet>{_OUTLET})"
)
OWNER = re.compile(
    r"(?:©|\([Cc]\)|[Cc]opyright)\s?(?:©\s?|\([Cc]\)\s?)?(?:\d{4}\s?[-–]?\s?)*,?\s?(?:by\s)?"
    rf"(?P<outlet>{_OUTLET})"
)
NOT_OUTLETS = re.compile(
    r"(?:All Rights|\w+day\b|Updated|Published|Posted|Staff\b|\d)", re.IGNORECASE
)


def signed_author(lines: Iterable[str]) -> str | None:
    """Return the name in the first byline, or None."""
    for line in lines:
        if match := BY.match(line):
            return match["author"]
        if SIGNED.match(line):
            return re.split(r"\s?[,|/•·–—]\s?|\s-\s", line, maxsplit=1)[0]
    return None


def credited_source(lines: Sequence[str]) -> str | None:
    """Return the outlet that a copyright line, a "via" or a byline names, or None.

    In that order: a copyright names who publishes, a byline may name who wrote for whom.
    """
    for pattern in (OWNER, VIA, BY, SIGNED):
        for line in lines:
            match = pattern.match(line)
            outlet = match["outlet"] if match else None
            if outlet and not NOT_OUTLETS.match(outlet):
                return outlet.strip().rstrip(".,")
    return None


def host_of(url: str | None) -> str | None:
    """Return an address's host without "www.", or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def told_apart(articles: Sequence[Article]) -> list[Article]:
    """Add a day or a number to sources that published more than one of the articles.

    Order and everything else stay; a source with one article keeps its name.
    """
    days = {article.id: article.published for article in articles}
    labels = labels_of([(article.source, f"{days[article.id] or ''}") for article in articles])
    return [replace(article, source=label) for article, label in zip(articles, labels, strict=True)]


def labels_of(named: Sequence[tuple[str, str]]) -> list[str]:
    """Return a label for each (source, day): with the day where days differ, else a number."""
    sources = Counter(source for source, _ in named)
    pairs = Counter(named)
    seen: Counter[str] = Counter()
    labels = []
    for source, day in named:
        seen[source] += 1
        if sources[source] == 1:
            labels.append(source)
        elif all(pairs[pair] == 1 and pair[1] for pair in named if pair[0] == source):
            labels.append(f"{source}, {day}")
        else:
            labels.append(f"{source} ({seen[source]})")
    return labels
