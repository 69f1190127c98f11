"""Datelines: the place, and often the agency, that stand before a story's first sentence."""

from __future__ import annotations

import re

from consistency.facets.gazetteer import look_up, state_named
from consistency.records import Article, Span

_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z]{2}[A-Z.’' -]*[A-Z])"
    r"(?:, ?(?P<within>[A-Z][\w.]*(?: [\w.]+){0,2}?))?"
    r"(?:,? (?P<agency>\([A-Z][\w ./]*\)|/[A-Z][\w ]*/))?"
    r"\s*[—–-]{1,2}\s+(?=[\"“'‘]?[A-Z0-9])"
)
_DAY = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}")


def past_dateline(text: str, paragraph: Span) -> Span:
    """Return what of a paragraph follows its dateline; the paragraph where it has none.

    Read with the sentence, "ASHFORD, Conn. —" passes for its subject. Capitals before a dash are a
    dateline where a state, a day or an agency follows them, or the gazetteer has a place so named.
    """
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    if found is None or not _is_certain(found):
        return paragraph
    return Span(found.end(), paragraph.end)


def datelines_of(article: Article) -> list[str]:
    """Return the datelines of an article as they stand."""
    parts = ((part, past_dateline(article.text, part)) for part in article.body_parts)
    return [article.text[part.start : rest.start] for part, rest in parts if rest != part]


def _is_certain(dateline: re.Match[str]) -> bool:
    within = dateline["within"]
    if dateline["agency"] or (within and (_DAY.match(within) or state_named(within))):
        return True
    return bool(look_up(within or dateline["place"].title()))
