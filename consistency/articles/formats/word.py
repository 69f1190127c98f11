"""Word documents (.docx): paragraphs and tables, with changes as accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from consistency.articles.allowance import Allowance
from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.fixing import joined_at_break

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = frozenset(
    [
        *(WORDS + name for name in ("del", "moveFrom", "txbxContent", "instrText", "pPr", "rPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
"""What a reader of the page does not see in its place: deletions, field codes, text boxes."""
BREAKS = frozenset((WORDS + "br", WORDS + "cr"))
TITLES = ("title", "heading 1")


def read_word(data: bytes, allowance: Allowance) -> list[Draft]:
    """Read a Word document as one article; its first title or top heading is the headline.

    Raises:
        Unreadable: If it is damaged or locked, or unpacks to more than allowed.
    """
    # Imported here: it pulls in lxml, and only these documents need it.
    import docx

    take_all(data, allowance)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [block for item in document.iter_inner_content() for block in blocks_of(item)]
        title = title_of(document)
        properties = document.core_properties
        author, created = properties.author, properties.created
    except MemoryError:
        raise  # of the process, which the next file may not lack
    except Exception as error:
        # Damaged documents reach corners of three parsers; whatever fails, the file is at fault.
        raise Unreadable(
            f"it is a Word document that cannot be read ({type(error).__name__}: {error}); "
            "open it and save it again, or save its text as .txt"
        ) from error
    text = "\n\n".join(filter(None, blocks))
    signed = author if author and author.casefold() in text[:600].casefold() else None
    return [
        Draft(text, title=title, author=signed, created=str(created.date()) if created else None)
    ]


def take_all(data: bytes, allowance: Allowance) -> None:
    """Count what a document unpacks to. Raises Unreadable when that is more than allowed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        allowance.admit(len(archive.infolist()))
        for entry in archive.infolist():
            allowance.take(entry.file_size)


def title_of(document: Any) -> str | None:
    """Return the first paragraph that is styled as a title or a top heading, or None."""
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style is not None else ""
        if (style or "").lower() in TITLES and (words := line_of(paragraph._element)):
            return " ".join(words.split())
    return None


def blocks_of(item: Any) -> Iterator[str]:
    """Yield a paragraph, or a table's rows."""
    if not hasattr(item, "rows"):
        marker = "- " if "list" in (item.style.name or "").lower() else ""
        words = line_of(item._element)
        yield marker + words if words else ""
        return
    for row in item.rows:
        cells = list({id(cell._element): cell for cell in row.cells}.values())
        yield " | ".join(filter(None, (" ".join(cell_words(cell).split()) for cell in cells)))


def cell_words(cell: Any) -> str:
    """Return a cell's paragraphs on one line."""
    return " ".join(line_of(paragraph._element) for paragraph in cell.paragraphs)


def line_of(element: Any) -> str:
    """Return a paragraph's words, lines parted where it breaks them."""
    lines = [" ".join(line.split()) for line in "".join(pieces_of(element)).split("\n")]
    joined = ""
    for line in filter(None, lines):
        joined = joined_at_break(joined, line) if joined else line
    return joined


def pieces_of(element: Any) -> Iterator[str]:
    """Yield what is seen of an element, in order."""
    for child in element:
        if child.tag in UNSEEN:
            continue
        if child.tag == WORDS + "t":
            yield child.text or ""
        elif child.tag == WORDS + "tab":
            yield " "
        elif child.tag in BREAKS:
            yield "\n"
        elif child.tag == WORDS + "noBreakHyphen":
            yield "-"
        else:
            yield from pieces_of(child)
