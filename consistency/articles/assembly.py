"""A draft becomes an article: its text is fixed, laid out, dated and signed."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from consistency.articles.blocks import HEADLINES, Kind
from consistency.articles.credits import credited_source, host_of, signed_author
from consistency.articles.dates import (
    certain_days,
    filename_day,
    metadata_day,
    publication_day,
    url_day,
)
from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.fixing import fix
from consistency.articles.head import HEAD_LINES, folded
from consistency.articles.layout import Layout, lay_out
from consistency.records import Article
from consistency.settings import ReadingSettings


def assemble(draft: Draft, *, path: str, settings: ReadingSettings) -> Article:
    """Build an article, still without an id, from what a reader found.

    A title that the text does not open with is put above it, so that the headline can be cited.

    Args:
        path: The input as named; its stem names the source where nothing else does.
    Raises:
        Unreadable: If the text is empty, too long, or nothing but page furniture.
    """
    title = cleaned(draft.title)
    text = headed(checked_text(draft.text, settings), title)
    layout = lay_out(text, title=title, settings=settings)
    body = layout.spans(HEADLINES | {Kind.STORY})
    if not body:
        raise Unreadable(
            f"none of its {len(layout.blocks)} lines reads as an article, only as menus, buttons "
            "and links; save the story's text rather than the page around it"
        )
    published, published_from = dated(draft, layout, text, path)
    around = [line.text for line in layout.around]
    return Article(
        id="",
        path=path,
        source=source_of(draft, around, path),
        title=title or found_title(layout),
        author=cleaned(draft.author) or signed_author(around),
        published=published,
        published_from=published_from,
        url=cleaned(draft.url),
        text=text,
        body=body,
        headlines=layout.spans(HEADLINES),
    )


def cleaned(value: str | None) -> str | None:
    """Fix a metadata value as text is fixed, on one line; None when nothing is left."""
    return " ".join(fix(value or "").split()) or None


def checked_text(raw: str, settings: ReadingSettings) -> str:
    """Fix a text. Raises Unreadable when it is empty, has no word or is longer than allowed."""
    text = fix(raw)
    if not text:
        raise Unreadable("there is no text in it; check that the article was saved completely")
    if not any(char.isalnum() for char in text):
        raise Unreadable(
            f"there is no word in it, only {len(text):,} marks and symbols; "
            "check that the article was saved as text"
        )
    if len(text) > settings.max_characters:
        raise Unreadable(
            f"its text has {len(text):,} characters and the limit is {settings.max_characters:,}; "
            "split it, or raise reading.max_characters in the settings"
        )
    return text


def headed(text: str, title: str | None) -> str:
    """Put a title above a text that does not hold it among its first lines."""
    if title is None:
        return text
    first_lines = [line for line in text.split("\n", 4 * HEAD_LINES) if line.strip()][:HEAD_LINES]
    if any(folded(line) == folded(title) for line in first_lines):
        return text
    return f"{title}\n\n{text}"


def found_title(layout: Layout) -> str | None:
    """Return the headline as the text has it, or None."""
    titles = (block.line.text for block in layout.blocks if block.kind is Kind.TITLE)
    return next(titles, None)


def dated(draft: Draft, layout: Layout, text: str, path: str) -> tuple[date | None, str]:
    """Find the day of publication and say where: metadata, text, filename or none."""
    near = certain_days(text)
    if day := metadata_day(draft.published or "", near=near) or url_day(draft.url or ""):
        return day, "metadata"
    if day := publication_day([line.text for line in layout.around], near=near):
        return day, "text"
    if day := filename_day(PurePath(path).stem):
        return day, "filename"
    return None, "none"


def source_of(draft: Draft, around: list[str], path: str) -> str:
    """Name who published an article; never empty.

    Metadata first, then the address's host, then a credit in the text, then the file's stem.
    """
    named = cleaned(draft.source)
    if named and "://" in named:
        named = host_of(named)
    stem = "standard input" if path.startswith("-") else PurePath(path).stem
    return named or host_of(draft.url) or credited_source(around) or stem or path
