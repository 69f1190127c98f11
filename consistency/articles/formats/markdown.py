"""Markdown, rendered to the prose a reader of the page would see."""

from __future__ import annotations

import re
from html import unescape

from consistency.articles.decoding import decode
from consistency.articles.drafts import Draft, metadata_of
from consistency.articles.fixing import joined_at_break
from consistency.articles.formats.frontmatter import split_front_matter

ATX = re.compile(r" {0,3}(?P<level>#{1,6})\s+(?P<words>.*?)\s*#*\s*$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*$")
RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}$")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
QUOTED = re.compile(r" {0,3}>\s?")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?P<words>\S.*)$")
TABLE_RULE = re.compile(r"(?=[^\n]*-)[|:\- ]*\|[|:\- ]*$")
REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s+\S+")
SPEAKER = re.compile(r"(?:[–—]|--)\s*\S")

INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--[^>]{0,2000}-->"), ""),
    (re.compile(r"!\[[^\]\n]{0,400}\](?:\([^()\n]{0,1000}\)|\[[^\]\n]{0,200}\])"), ""),
    (
        re.compile(r"\[(?P<words>[^\[\]\n]{1,1000})\](?:\([^()\n]{0,1000}\)|\[[^\]\n]{0,200}\])"),
        r"\g<words>",
    ),
    (re.compile(r"\[\^[^\]\n]{1,80}\]:?"), ""),
    (re.compile(r"<(?P<words>(?:https?://|mailto:)[^<>\s]{1,1000})>"), r"\g<words>"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,400}>"), ""),
    (re.compile(r"(?<!\\)(\*\*|__)(?=\S)(?P<words>[^\n]{1,2000}?)(?<=\S)\1"), r"\g<words>"),
    (
        re.compile(r"(?<![\\\w*])\*(?=[^\s*])(?P<words>[^*\n]{1,2000}?)(?<=\S)\*(?![\w*])"),
        r"\g<words>",
    ),
    (re.compile(r"(?<![\\\w])_(?=[^\s_])(?P<words>[^_\n]{1,2000}?)(?<=\S)_(?!\w)"), r"\g<words>"),
    (re.compile(r"~~(?P<words>[^~\n]{1,2000})~~"), r"\g<words>"),
    (re.compile(r"(?<!\\)(`+)(?P<words>[^`\n]{1,2000})\1"), r"\g<words>"),
    (re.compile(r"\\(?P<mark>[!-/:-@\[-`{-~])"), r"\g<mark>"),
)
"""Inline marks and what stays of them, in this order."""


def read_markdown(data: bytes) -> list[Draft]:
    """Read a Markdown file as one article; the first top-level heading is its title.

    Raises:
        Unreadable: If the bytes are no text.
    """
    fields, text = split_front_matter(decode(data))
    metadata = metadata_of(fields)
    if "title" not in metadata and (heading := first_heading(text)):
        metadata["title"] = heading
    return [Draft(render(text), **metadata)]


def first_heading(text: str) -> str | None:
    """Return the words of the first "# " heading, or None."""
    matches = map(ATX.match, text.split("\n"))
    return next(
        (inline(match["words"]) for match in matches if match and match["level"] == "#"), None
    )


def render(text: str) -> str:
    """Return Markdown as plain text, a line a paragraph, item, row or heading, blanks between."""
    paragraphs: list[str] = []
    open_paragraph = False
    for line in text.split("\n"):
        line = without_quote_mark(line)
        underlines = open_paragraph and UNDERLINE.match(line)
        if underlines or not line.strip() or is_mark_only(line):
            open_paragraph = False
        elif block := block_words(line):
            paragraphs.append(block)
            open_paragraph = bool(ITEM.match(line))
        elif open_paragraph and not SPEAKER.match(line.strip()):
            paragraphs[-1] = continued(paragraphs[-1], line.lstrip())
        else:
            paragraphs.append(line.lstrip())
            open_paragraph = True
    return "\n\n".join(filter(None, map(inline, paragraphs)))


def without_quote_mark(line: str) -> str:
    """Take ">" marks off, however deep the quotation."""
    while mark := QUOTED.match(line):
        line = line[mark.end() :]
    return line


def is_mark_only(line: str) -> bool:
    """Say whether a line is markup alone: a rule, a fence, a table's rule, a link's address."""
    return any(mark.match(line) for mark in (RULE, FENCE, TABLE_RULE, REFERENCE))


def block_words(line: str) -> str | None:
    """Return what a heading, an item or a table's row says; None for a paragraph's line."""
    if heading := ATX.match(line):
        return heading["words"]
    if item := ITEM.match(line):
        return f"- {item['words']}"
    if line.strip().startswith("|"):
        return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return None


def continued(paragraph: str, line: str) -> str:
    """Add a line to its paragraph, minding hard breaks: two blanks or a backslash at the end."""
    if paragraph.endswith(("  ", "\\")):
        return joined_at_break(paragraph.rstrip(" \\"), line)
    return f"{paragraph.rstrip()} {line}"


def inline(words: str) -> str:
    """Take inline marks off: emphasis, links, pictures, code, tags, escapes, entities."""
    for pattern, kept in INLINE:
        words = pattern.sub(kept, words)
    return "\n".join(line.strip(" \t\\") for line in unescape(words).split("\n")).strip()
