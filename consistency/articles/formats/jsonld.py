"""What a page says of itself in JSON-LD: when it was published, and by whom."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

OPENING = re.compile(r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>", re.IGNORECASE)
CLOSING = re.compile(r"</script", re.IGNORECASE)
DEEPEST = 6
"""How deep in lists and graphs an article is looked for."""


def announced_in(html: str) -> tuple[str | None, str | None]:
    """Return when the first article on a page was published and the publisher's name, as stated."""
    articles = [found for script in scripts_in(html) for found in articles_in(script)]
    day = first_words(article.get("datePublished") for article in articles)
    return day, first_words(name_of(article.get("publisher")) for article in articles)


def scripts_in(html: str) -> Iterator[str]:
    """Yield what stands in the scripts that hold JSON-LD, up to one that is never closed."""
    closing = None
    while opening := OPENING.search(html, closing.start() if closing else 0):
        closing = CLOSING.search(html, opening.end())
        if closing is None:
            return
        yield html[opening.end() : closing.start()]


def articles_in(script: str) -> list[Mapping[str, Any]]:
    """Return the objects in a script that are articles; [] when it is no JSON."""
    try:
        return list(articles_below(json.loads(script), DEEPEST))
    except (ValueError, RecursionError):
        return []


def articles_below(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the articles among a value and what it holds."""
    if depth and isinstance(value, list):
        for item in value:
            yield from articles_below(item, depth - 1)
    elif depth and isinstance(value, Mapping):
        if is_article(value.get("@type")):
            yield value
        yield from articles_below(value.get("@graph"), depth - 1)


def is_article(kind: Any) -> bool:
    """Say whether a type is one of schema.org's articles: NewsArticle, ReportageNewsArticle…"""
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.endswith(("Article", "BlogPosting")) for k in kinds)


def name_of(publisher: Any) -> Any:
    """Return a publisher's name, whether it is an object, a list of them or the name itself."""
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    return publisher.get("name") if isinstance(publisher, Mapping) else publisher


def first_words(values: Iterator[Any]) -> str | None:
    """Return the first value that is a string with words in it, None when there is none."""
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), None)
