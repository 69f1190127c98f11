"""Crawlers' archives (WARC): each page that was fetched, with its address and day."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from consistency.articles.allowance import Allowance
from consistency.articles.drafts import Damaged, Member, Unreadable

TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
"""Extensions by media type; pictures, styles and scripts of a page are no articles."""
KEPT = frozenset(("response", "resource", "conversion"))
"""Record types that hold what was fetched; requests and notes hold nothing to read."""


def read_warc(data: bytes, allowance: Allowance) -> Iterator[Member | Damaged]:
    """Yield the pages of a crawl in their order: what was answered with success and is text.

    Raises:
        Unreadable: If it is damaged, holds too many records, or no page.
    """
    from warcio.exceptions import ArchiveLoadFailed

    n_records = n_pages = 0
    try:
        for record in records_in(data):
            n_records += 1
            allowance.admit(n_records)
            extension = page_extension(record)
            if extension:
                n_pages += 1
                yield page_of(record, extension, allowance)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        raise Unreadable(
            f"record {n_records + 1} of the crawl is damaged ({error}); what came before was read; "
            "save the crawl again for the rest"
        ) from error
    if not n_pages:
        raise Unreadable(
            f"no page was found among its {n_records} records; expected answers of type text/html"
        )


def records_in(data: bytes) -> Iterator[Any]:
    """Yield the records of a crawl. Raises ValueError for one that was answered from nowhere."""
    # Imported here: only crawls need it.
    from warcio.archiveiterator import ArchiveIterator

    records = iter(ArchiveIterator(io.BytesIO(data)))
    while True:
        try:
            record = next(records, None)
        except AttributeError as error:  # warcio takes it that an answer has an address
            raise ValueError("an answer has no address") from error
        if record is None:
            return
        yield record


def page_extension(record: Any) -> str | None:
    """Return the extension that a record's media type calls for, None where it holds no page."""
    if record.rec_type not in KEPT:
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", "203"):
        return None
    stated = headers.get_header("Content-Type") if headers else record.content_type
    return TYPES.get((stated or "").split(";")[0].strip().lower())


def page_of(record: Any, extension: str, allowance: Allowance) -> Member | Damaged:
    """Unpack one page with its address and the day it was fetched."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    name = name_of(url)
    try:
        data = allowance.read(record.content_stream())
    except Unreadable as reason:
        return Damaged(str(reason), name)
    fetched = record.rec_headers.get_header("WARC-Date") or ""
    return Member(name, data, extension, beneath={"url": url, "gathered": fetched})


def name_of(url: str) -> str:
    """Name a page by its address: the host and the path, without what would climb out of it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "page"
    path = [part for part in PurePosixPath(parts.path).parts if part not in ("/", "..")]
    return "/".join([parts.hostname or "page", *path])
