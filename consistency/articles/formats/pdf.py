"""PDF documents: their text in reading order, lines joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.fixing import rejoined, unwrap
from consistency.articles.head import folded

DAY = re.compile(r"(?:D:)?(?P<day>\d{8})")
"""How document properties open a time: D:20310403221000+05'00'."""
PAGE_NUMBER = re.compile(r"(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?$", re.IGNORECASE)
EDGE_LINES = 2
"""Lines at the top and the bottom of a page among which running heads and feet stand."""
RUNNING_PAGES = 3
"""Fewest pages on which a line must stand at the edge to be a running head or foot."""


def read_pdf(data: bytes) -> list[Draft]:
    """Read a PDF document as one article.

    Raises:
        Unreadable: If it is locked, damaged, or holds pictures of text alone.
    """
    # Imported here: only these documents need it.
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    logging.getLogger("pypdf").propagate = False
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise Unreadable("it is a PDF document locked with a password; save it without one")
        pages = [page.extract_text() for page in document.pages]
        properties = properties_of(document)
    except (Unreadable, MemoryError):  # memory is the process's: the next file may not lack it
        raise
    except Exception as error:
        # Damaged documents reach every corner of the parser; whatever fails, the file is at fault.
        raise Unreadable(
            f"it is a PDF document that cannot be read ({type(error).__name__}: {error}); "
            "open it and save it again, or save its text as .txt"
        ) from error
    text = "\n\n".join(without_running_lines(pages))
    if not text.strip():
        raise Unreadable(
            f"there is no text in the {len(pages)} pages of this PDF document, only pictures; "
            "recognise its text first, or type it into a .txt file"
        )
    return [draft_of(unwrap(rejoined(text)), properties)]


def properties_of(document: Any) -> dict[str, str]:
    """Return the document's own properties as words, by name without the slash."""
    stated = document.metadata or {}
    return {str(name).lstrip("/"): str(stated[name]) for name in stated}


def draft_of(text: str, properties: dict[str, str]) -> Draft:
    """Build a draft; of the properties only what its text bears out is believed.

    Programs fill them in by themselves: titles such as "Microsoft Word - draft3.doc".
    """
    opening = folded(text[:600])
    title, author = (properties.get(name, "").strip() for name in ("Title", "Author"))
    day = DAY.match(properties.get("CreationDate", ""))
    return Draft(
        text,
        title=title if folded(title) and folded(title) in opening else None,
        author=author if folded(author) and folded(author) in opening else None,
        created=day["day"] if day else None,
    )


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers, and without lines that stand at the edge of many."""
    lines = [[line.strip() for line in page.split("\n")] for page in pages]
    edges = Counter(line for page in lines for line in {*page[:EDGE_LINES], *page[-EDGE_LINES:]})
    running = {
        line for line, n in edges.items() if line and n >= max(RUNNING_PAGES, 0.5 * len(pages))
    }
    return ["\n".join(kept_lines(page, running)) for page in lines]


def kept_lines(page: Sequence[str], running: set[str]) -> list[str]:
    """Leave out running lines and page numbers at either end of a page."""
    last = len(page) - EDGE_LINES
    return [
        line
        for index, line in enumerate(page)
        if not ((index < EDGE_LINES or index >= last) and (line in running or is_number(line)))
    ]


def is_number(line: str) -> bool:
    """Say whether a line is a page's number alone."""
    return bool(PAGE_NUMBER.match(line))
