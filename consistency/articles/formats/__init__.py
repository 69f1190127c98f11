"""One reader a format, looked up by extension; a new format is a new function and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from consistency.articles.allowance import Allowance
from consistency.articles.drafts import Damaged, Draft, Member, Reader
from consistency.articles.formats.archive import read_zip
from consistency.articles.formats.compressed import read_bzip2, read_gzip, read_zstd
from consistency.articles.formats.html import read_html
from consistency.articles.formats.mail import read_message
from consistency.articles.formats.markdown import read_markdown
from consistency.articles.formats.newsxml import read_xml
from consistency.articles.formats.pdf import read_pdf
from consistency.articles.formats.plain import read_plain
from consistency.articles.formats.structured import read_csv, read_json, read_jsonl, read_tsv
from consistency.articles.formats.warc import read_warc
from consistency.articles.formats.word import read_word

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".pdf": read_pdf,
    ".xml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
}
"""Readers of files that hold articles, by lower-case extension, dot included."""

Unpacker = Callable[[bytes, Allowance], Iterable[Draft | Damaged | Member]]
"""Reads a format that holds other files: its bytes and what they may unpack to in, articles and
files out; raises Unreadable, before the first or after any."""

UNPACKERS: dict[str, Unpacker] = {
    ".docx": read_word,
    ".eml": read_message,
    ".mht": read_message,
    ".mhtml": read_message,
    ".zip": read_zip,
    ".warc": read_warc,
    ".gz": read_gzip,
    ".bz2": read_bzip2,
    ".zst": read_zstd,
}
"""Readers of files that hold other files, or are archives within, by lower-case extension."""


def known_extensions() -> str:
    """Name the extensions that can be read, for messages."""
    return ", ".join([*READERS, *UNPACKERS])
