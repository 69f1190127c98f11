"""Who says a claim: reporting verbs, "according to", attribution lines, and pronouns that go on."""

from __future__ import annotations

from consistency.facets.base import ParsedArticle


def attribute(parsed: ParsedArticle) -> ParsedArticle:
    """Return the article with each claim's `speaker` filled in where someone is said to say it."""
    return parsed
