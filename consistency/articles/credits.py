"""Who published and who wrote an article, as its metadata or its own lines tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from consistency.articles.head import SIGNED, folded
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
        match = BY.match(line)
        if match and not match["author"].startswith("The "):
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
            outlet = outlet_in(match) if match else None
            if outlet and not NOT_OUTLETS.match(outlet):
                return outlet.strip().rstrip(".,")
    return None


def publisher_at(host: str | None, lines: Sequence[str]) -> str | None:
    """Return the outlet that a copyright line names and the host bears out, or None.

    "The Harbor Herald" at harborherald.example, or HH at hh.example: a copyright line may also name
    an agency or a photographer, and theirs are other hosts.
    """
    letters = folded((host or "").rpartition(".")[0])
    for match in filter(None, map(OWNER.match, lines)):
        name = match["outlet"].strip().rstrip(".,")
        words = name.removeprefix("The ").removeprefix("the ")
        initials = "".join(word[0] for word in words.split()).casefold()
        if letters and (folded(words) in letters or letters in (folded(words), initials)):
            return name
    return None


def outlet_in(match: re.Match[str]) -> str | None:
    """Return the outlet a credit names; a byline may name it in place of a person."""
    author = match.groupdict().get("author")
    instead = author if author and author.startswith("The ") else None
    return match["outlet"] or instead


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
    by_source: dict[str, list[Article]] = {}
    for article in articles:
        by_source.setdefault(article.source, []).append(article)
    labels = {
        article.id: label
        for source, group in by_source.items()
        for article, label in zip(group, labels_of(source, group), strict=True)
    }
    return [replace(article, source=labels[article.id]) for article in articles]


def labels_of(source: str, group: Sequence[Article]) -> list[str]:
    """Name one source's articles: with their days where these tell them apart, else numbered."""
    if len(group) == 1:
        return [source]
    days = {article.published for article in group}
    if None not in days and len(days) == len(group):
        return [f"{source}, {article.published}" for article in group]
    return [f"{source} ({number})" for number in range(1, len(group) + 1)]
