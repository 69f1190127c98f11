"""One reader a format, looked up by extension; a new format is a new function and a line here."""

from __future__ import annotations

from consistency.articles.drafts import Reader
from consistency.articles.formats.html import read_html
from consistency.articles.formats.markdown import read_markdown
from consistency.articles.formats.plain import read_plain
from consistency.articles.formats.structured import read_csv, read_json, read_jsonl, read_tsv

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
}
"""Readers by lower-case extension, dot included."""


def known_extensions() -> str:
    """Name the extensions that can be read, for messages."""
    return ", ".join(READERS)


def sniff(data: bytes) -> str:
    """Name the extension that bytes without a file name (standard input) are read by.

    Tells JSON, JSON Lines, HTML and text apart by their first characters.
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1000].lower()
    if start.startswith((b"{", b"[")):
        return ".jsonl" if looks_like_json_lines(data) else ".json"
    if start.startswith((b"<!doctype html", b"<html")) or b"<body" in start or b"<head>" in start:
        return ".html"
    if start.startswith(b"<") and (b"</" in data or b"<p>" in data):
        return ".html"
    return ".md" if start.startswith(b"# ") else ".txt"


def looks_like_json_lines(data: bytes) -> bool:
    """Say whether each of several lines holds an object of its own."""
    lines = [line.strip() for line in data.splitlines() if line.strip()]
    return len(lines) > 1 and all(line[:1] == b"{" and line[-1:] == b"}" for line in lines)
