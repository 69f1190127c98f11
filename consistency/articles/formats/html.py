"""Web pages: the article's own text through trafilatura, its metadata from tags and JSON-LD."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import reduce
from html.parser import HTMLParser
from typing import Any

from consistency.articles.decoding import decode
from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.fixing import joined_at_break
from consistency.articles.formats.jsonld import announced_in
from consistency.articles.witnesses import PAGE_TAGS

DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<(?:p|br|div|li|h[1-6]|blockquote|span|a|b|i|em|strong|ul|ol)\b[^<>]{0,400}>", re.IGNORECASE
)
BREAK = "\u2028"
"""Unicode's own line separator, which XML allows and fixing would turn into a line end anyway."""
DATES: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "max_date": "2100-01-01",
}
"""Dates only from markup, never guessed from prose, the first publication before updates, and the
same whatever day it is today."""


def read_html(data: bytes) -> list[Draft]:
    """Read a web page as one article.

    Raises:
        Unreadable: If the bytes are no text, or the page holds no article.
    """
    declared = DECLARED.search(data[:4096])
    html = decode(data, declared=declared[1].decode("ascii") if declared else None)
    page = extract(html)
    text = "\n\n".join(blocks_of(page.body)) if page is not None and page.body is not None else ""
    if not text.strip():
        raise Unreadable(
            "no article text was found in the page; it may build itself by script in the browser: "
            "save the page as shown there, or paste its text into a .txt file"
        )
    published, publisher = announced_in(html)
    return [
        Draft(
            text,
            title=page.title or None,
            source=publisher or page.sitename or page.hostname or None,
            author=page.author or None,
            published=page.date or None,
            published_by=PAGE_TAGS,
            announced=published,
            url=page.url or None,
        )
    ]


def extract(html: str) -> Any:
    """Return trafilatura's document for a page, or None where it finds no article."""
    # Imported here: it pulls in lxml and date data, and only web pages need it.
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("htmldate").addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            html, include_comments=False, with_metadata=True, date_extraction_params=dict(DATES)
        )
    except MemoryError:
        raise  # of the process, which the next file may not lack
    except Exception as error:
        # Hostile pages reach corners of three parsers; whatever fails there, this page is at fault.
        raise Unreadable(
            f"the page could not be parsed ({type(error).__name__}: {error}); "
            "paste its text into a .txt file"
        ) from error


def blocks_of(element: Any) -> Iterator[str]:
    """Yield the blocks of trafilatura's tree in order: paragraphs, headings, "- items", rows."""
    for child in element:
        if child.tag in ("list", "quote", "table") or child.tag in ("div", "figure"):
            yield from blocks_of(child)
        elif child.tag == "row":
            yield " | ".join(filter(None, (words_of(cell) for cell in child)))
        elif child.tag == "item":
            yield f"- {words_of(child)}"
        elif lines := lines_of(child):
            yield reduce(joined_at_break, lines)
        if tail := (child.tail or "").strip():
            yield " ".join(tail.split())


def words_of(element: Any) -> str:
    """Return an element's text on one line."""
    return " ".join(lines_of(element))


def lines_of(element: Any) -> list[str]:
    """Return an element's text, blanks collapsed, split at its line breaks (`<br>`)."""
    for line_break in element.iter("lb"):
        line_break.tail = f"{BREAK}{line_break.tail or ''}"
    lines = "".join(element.itertext()).split(BREAK)
    return [words for words in (" ".join(line.split()) for line in lines) if words]


class Stripper(HTMLParser):
    """Collects a fragment's text, a line for each block element."""

    BLOCKS = frozenset(
        "p br div li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table section figure".split()
    )
    HIDDEN = frozenset(("script", "style", "template", "noscript", "figcaption"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line for a block, or hide what is not text."""
        self.hidden += tag in self.HIDDEN
        if tag in self.BLOCKS:
            self.pieces.append("\n\n- " if tag == "li" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        """End a block's line."""
        self.hidden = max(0, self.hidden - (tag in self.HIDDEN))
        if tag in self.BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep text that a reader sees."""
        if not self.hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def without_markup(text: str) -> str:
    """Return text whose field holds HTML ("<p>…</p>") as plain text; other text unchanged."""
    if not MARKUP.search(text):
        return text
    stripper = Stripper()
    stripper.feed(text)
    stripper.close()
    lines = (line.strip() for line in "".join(stripper.pieces).split("\n"))
    return "\n\n".join(line for line in lines if line and line != "-")
