"""What bytes are, whatever their file is called."""

from __future__ import annotations

import io
import re
import zipfile

MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"PK\x05\x06", ".zip"),
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
    (b"WARC/1.", ".warc"),
)
"""First bytes of the binary formats that can be read."""
COMPRESSED = frozenset((".gz", ".bz2", ".zst"))
"""Extensions that stand after that of the one file they hold."""
BINARY = COMPRESSED | {".pdf", ".docx", ".zip", ".warc"}
"""Extensions of files that open with such bytes."""
TEXTUAL = frozenset((".txt", ".text", ".md", ".markdown"))
MARKUP = frozenset((".html", ".htm", ".xhtml", ".xml", ".rss", ".atom"))
ROOT = re.compile(
    r"\s*(?:<\?[^>]{0,400}\?>\s*|<!--(?:(?!-->).){0,4000}-->\s*"
    r"|<!DOCTYPE[^>\[]{0,400}(?:\[[^\]]{0,20000}\]\s*)?>\s*)*"
    r"<(?:[\w.-]{1,40}:)?(?P<name>[A-Za-z][\w.-]{0,60})",
    re.DOTALL | re.IGNORECASE,
)
"""What may stand before a document's root element, and its name."""
NEWS_ROOTS = frozenset(
    ("nitf", "newsitem", "newsmessage", "packageitem", "rss", "feed", "rdf", "newsml")
)
MESSAGE = re.compile(
    rb"(?:(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|X-[\w-]{1,60}|DKIM-Signature)"
    rb":[^\n]*\n)",
    re.IGNORECASE,
)


def true_extension(extension: str, data: bytes) -> str:
    """Return the extension a file should have: its own, unless its bytes plainly call for another.

    Binary formats are told by their first bytes; of texts only web pages, news documents and saved
    messages are plain enough to overrule a name.

    Args:
        extension: As the file is named, lower case with the dot; "" for none.
    """
    binary = binary_extension(data)
    if binary:
        return extension if binary == ".gz" and extension == ".warc" else binary
    if extension in BINARY:
        return sniffed_text(data)
    if extension in TEXTUAL:
        return true_text(extension, data)
    if extension in MARKUP:
        return true_markup(extension, data)
    if extension == ".json" and looks_like_json_lines(data):
        return ".jsonl"
    return extension


def binary_extension(data: bytes) -> str | None:
    """Return the extension that the first bytes of a readable binary format call for, or None."""
    found = next((extension for magic, extension in MAGIC if data.startswith(magic)), None)
    if found is None and b"%PDF-" in data[:1024] and b"endobj" in data:
        return ".pdf"  # mail gateways put lines above it, and readers allow for that
    return ".docx" if found == ".zip" and is_word(data) else found


def is_word(data: bytes) -> bool:
    """Say whether a ZIP archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def true_text(extension: str, data: bytes) -> str:
    """Tell texts from whole web pages, news documents and messages; a few tags are still text."""
    root = root_of(data)
    if root == "html" or root in NEWS_ROOTS:
        return ".html" if root == "html" else ".xml"
    return ".eml" if is_message(data) else extension


def true_markup(extension: str, data: bytes) -> str:
    """Tell web pages from news documents and from what is no markup at all."""
    root = root_of(data)
    if root in NEWS_ROOTS:
        return ".xml"
    if root == "html":
        return ".html"
    if extension in (".html", ".htm", ".xhtml") and b"<" not in data and b"<\0" not in data:
        return sniffed_text(data)
    return extension


def root_of(data: bytes) -> str:
    """Return the lower-case name of the root element, without its prefix; "" when there is none."""
    start = data[:40_000]
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    match = ROOT.match(start.decode(encoding, errors="replace").lstrip("\ufeff"))
    return match["name"].lower() if match else ""


def sniffed_text(data: bytes) -> str:
    """Name the extension that a text without one (standard input) is read by.

    Tells JSON, JSON Lines, web pages, news documents, saved messages and text apart by how they
    begin.
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1000].lower()
    if start.startswith((b"{", b"[")):
        return ".jsonl" if looks_like_json_lines(data) else ".json"
    root = root_of(data)
    if root in NEWS_ROOTS:
        return ".xml"
    if root == "html" or b"<body" in start or b"<head>" in start:
        return ".html"
    if start.startswith(b"<") and (b"</" in data or b"<p>" in data):
        return ".html"
    if is_message(data):
        return ".eml"
    return ".md" if start.startswith(b"# ") else ".txt"


def is_message(data: bytes) -> bool:
    """Say whether a text is a saved e-mail: it opens as only those do, and has their headers."""
    head = data[:20_000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0] + b"\n"
    lower = head.lower()
    opens = MESSAGE.match(head) or b"\nmime-version:" in lower or b"\nmessage-id:" in lower
    return bool(opens) and b"subject:" in lower and b"from:" in lower


def looks_like_json_lines(data: bytes) -> bool:
    """Say whether each of several lines holds an object of its own."""
    lines = [line.strip() for line in data.splitlines() if line.strip()]
    return len(lines) > 1 and all(line[:1] == b"{" and line[-1:] == b"}" for line in lines)
