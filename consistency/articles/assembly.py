"""A draft becomes an article: its text is fixed, laid out, dated and signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from consistency.articles.agencies import agency_named, credited_agency
from consistency.articles.blocks import HEADLINES, Kind
from consistency.articles.credits import (
    credited_source,
    host_of,
    publisher_at,
    signed_author,
)
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
from consistency.articles.language import refuse_other_languages
from consistency.articles.layout import Layout, lay_out
from consistency.articles.mojibake import repaired
from consistency.articles.witnesses import PAGE_TAGS, Dating, Witness, last_day, weigh
from consistency.records import Article
from consistency.settings import ReadingSettings


def assemble(draft: Draft, *, path: str, settings: ReadingSettings) -> Article:
    """Build an article, still without an id, from what a reader found.

    A title that the text does not open with is put above it, so that the headline can be cited.

    Args:
        path: The input as named; its stem names the source where nothing else does.
    Raises:
        Unreadable: If the text is empty, too long, not English, or nothing but page furniture.
    """
    title = cleaned(draft.title)
    text = headed(checked_text(draft.text, settings), title)
    refuse_other_languages(text, settings)
    layout = lay_out(text, title=title, settings=settings)
    body = layout.spans(HEADLINES | {Kind.STORY})
    if not body:
        raise Unreadable(
            f"none of its {len(layout.blocks)} lines reads as an article, only as menus, buttons "
            "and links; save the story's text rather than the page around it"
        )
    dating = dated(draft, layout, text, path, settings)
    around = [line.text for line in layout.around]
    source, source_from = source_of(draft, around, path)
    return Article(
        id="",
        path=path,
        source=source,
        source_from=source_from,
        title=title or found_title(layout),
        author=cleaned(draft.author) or signed_author(around),
        published=dating.day,
        published_from=dating.kind,
        published_why=dating.why,
        wire=wire_of(draft, around),
        url=cleaned(draft.url),
        text=text,
        body=body,
        headlines=layout.spans(HEADLINES),
    )


def cleaned(value: str | None) -> str | None:
    """Fix a metadata value as text is fixed, on one line; None when nothing is left."""
    return " ".join(repaired(value or "").split()) or None


def checked_text(raw: str, settings: ReadingSettings) -> str:
    """Fix a text. Raises Unreadable when it is empty, has no word or is longer than allowed."""
    text = repaired(raw) if len(raw) <= 2 * settings.max_characters else fix(raw)
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


def dated(draft: Draft, layout: Layout, text: str, path: str, settings: ReadingSettings) -> Dating:
    """Find the day of publication, where it was found, and what else speaks of it."""
    witnesses = list(witnesses_of(draft, layout, text, path))
    gathered = metadata_day(draft.gathered or "")
    return weigh(witnesses, latest=last_day(settings.today, gathered))


def witnesses_of(draft: Draft, layout: Layout, text: str, path: str) -> Iterator[Witness]:
    """Yield what speaks of the day of publication, the most trusted first.

    A publisher's structured data come before what tags around it say of the page. A document's own
    properties come late: they tell when it was made, which may be when the first
    draft was begun or the page was printed.
    """
    near = certain_days(text)
    stated_by = [("JSON-LD", draft.announced), (draft.published_by, draft.published)]
    if draft.published_by != PAGE_TAGS:
        stated_by.reverse()
    for by, stated in stated_by:
        if stated:
            yield Witness(by, "metadata", stated, metadata_day(stated, near=near))
    if day := url_day(draft.url or ""):
        yield Witness("the address", "metadata", str(day), day)
    if day := publication_day([line.text for line in layout.around], near=near):
        yield Witness("the text", "text", str(day), day)
    if draft.created and (day := metadata_day(draft.created)):
        yield Witness("the document’s properties", "metadata", str(day), day)
    if day := filename_day(stem_of(path)):
        yield Witness("the file’s name", "filename", str(day), day)


def wire_of(draft: Draft, around: Sequence[str]) -> str | None:
    """Name the agency whose copy an article is, by its metadata or its credits; None for none."""
    named = agency_named(cleaned(draft.source)) or agency_named(cleaned(draft.author))
    return named or credited_agency(around)


def source_of(draft: Draft, around: Sequence[str], path: str) -> tuple[str, str]:
    """Name who published an article, never empty, and say where the name was found.

    Metadata first, where they name more than the host; then a copyright line that the host bears
    out, the host, a credit in the text, and the file's stem.
    """
    named, host = cleaned(draft.source), host_of(draft.url)
    if named and "://" in named:
        named = host_of(named)
    if named and not is_host(named):
        return named, "metadata"
    host = named or host
    if publisher := publisher_at(host, around):
        return publisher, "text"
    if host:
        return host, "address"
    if credited := credited_source(around):
        return credited, "text"
    return stem_of(path) or path, "filename"


def is_host(name: str) -> bool:
    """Say whether a source's name is only a site's address: "www.herald.example"."""
    return " " not in name and "." in name.strip(".") and name == name.lower()


def stem_of(path: str) -> str:
    """Return the name of the article's own file, without what it is packed in and its extension."""
    if path.startswith("-"):
        return "standard input"
    name = PurePath(path)
    while name.suffix.lower() in PACKINGS:
        name = name.with_suffix("")
    return name.stem


PACKINGS = frozenset((".gz", ".bz2", ".zst"))
"""Extensions that say how a file is compressed; what it is stands before them."""
