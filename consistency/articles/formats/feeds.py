"""RSS and Atom feeds saved as a file: an article an entry."""

from __future__ import annotations

import io
from typing import Any

from consistency.articles.decoding import decode
from consistency.articles.drafts import Damaged, Draft, Unreadable
from consistency.articles.formats.html import without_markup

LEAST_WORDS = 12
"""Words of an entry below which it announces an article rather than being one."""


def read_feed(data: bytes) -> list[Draft | Damaged]:
    """Read the entries of a feed in their order; those that only announce an article are damaged.

    Raises:
        Unreadable: If it defines entities, or has no entry.
    """
    # Imported here: only feeds need it.
    import feedparser

    if "<!ENTITY" in decode(data).upper():
        raise Unreadable("it defines XML entities, which no feed needs; remove its <!ENTITY lines")
    # A stream, since a string might be taken for an address to fetch.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.entries:
        raise Unreadable("there is no entry in the feed; fetch it again")
    source = plain(feed.feed.get("title"))
    return [draft_of(entry, source) for entry in feed.entries]


def draft_of(entry: Any, source: str | None) -> Draft | Damaged:
    """Read one entry: its full content where it has some, else its summary."""
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    text = without_markup(max([*contents, entry.get("summary") or ""], key=len))
    title = plain(entry.get("title"))
    if len(text.split()) < LEAST_WORDS:
        return Damaged(
            f"the entry {title!r} only announces an article; save the page its link leads to"
        )
    return Draft(
        text,
        title=title,
        source=plain((entry.get("source") or {}).get("title")) or source,
        author=plain(entry.get("author")),
        published=entry.get("published") or entry.get("updated"),
        published_by="the feed",
        url=entry.get("link"),
    )


def plain(words: str | None) -> str | None:
    """Return words on one line without markup, None when there are none."""
    return " ".join(without_markup(words or "").split()) or None
