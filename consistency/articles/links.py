"""Feeds and sitemaps to the addresses they list, read where articles are: they are hostile too."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any

from consistency.articles.allowance import Allowance
from consistency.articles.decoding import decode
from consistency.articles.drafts import Unreadable

GZIP = b"\x1f\x8b"
SITEMAP_ROOTS = frozenset(("urlset", "sitemapindex"))


def read_links(data: bytes, allowance: Allowance) -> Iterator[dict[str, Any]]:
    """Yield the fields of a `Link` for each address, in the order of the document.

    Args:
        data: RSS, Atom, or a sitemap or an index of them, perhaps compressed with gzip.
    Raises:
        Unreadable: If it is none of these, or defines entities.
    """
    if data.startswith(GZIP):
        data = unzipped(data, allowance)
    if "<!ENTITY" in decode(data).upper():
        raise Unreadable("it defines XML entities, which no feed or sitemap needs")
    yield from sitemap_links(data) if is_sitemap(data) else feed_links(data)


def unzipped(data: bytes, allowance: Allowance) -> bytes:
    """Return what gzip holds. Raises Unreadable when it is damaged or too much."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return allowance.read(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"it is damaged: {error}") from error


def is_sitemap(data: bytes) -> bool:
    """Say whether a document's root element is a sitemap's."""
    head = data[:4096].decode("utf-8", "replace")
    return any(f"<{root}" in head or f":{root}" in head for root in SITEMAP_ROOTS)


def feed_links(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the entries of a feed that link to something."""
    # Imported here: only feeds need it.
    import feedparser

    # A stream, since a string might be taken for an address to fetch.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.get("version"):
        raise Unreadable("it is no feed and no sitemap; is its address that of a page on them?")
    for entry in feed.entries:
        if entry.get("link"):
            yield {"link": entry["link"], "published": entry.get("published")}


def sitemap_links(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the pages of a sitemap, or the sitemaps of an index."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(f"it cannot be parsed: {error}") from error
    is_map = local_name(root) == "sitemapindex"
    for entry in root:
        # Pictures have a <loc> too, deeper down.
        told = {local_name(part): words_of(part) for part in (*entry.iter(), *entry)}
        if told.get("loc"):
            yield {
                "link": told["loc"],
                "published": told.get("publication_date"),
                "changed": told.get("lastmod"),
                "is_map": is_map,
            }


def local_name(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def words_of(element: Any) -> str | None:
    """Return an element's own text, None for none."""
    return (element.text or "").strip() or None
