"""News agencies' XML: NITF and NewsML-G2; feeds and web pages under .xml go to their readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from consistency.articles.drafts import Damaged, Draft, Unreadable
from consistency.articles.formats.feeds import read_feed
from consistency.articles.formats.html import read_html
from consistency.articles.sniffing import root_of

PARAGRAPHS = frozenset("p hl1 hl2 h1 h2 h3 h4 h5 h6 blockquote pre dt dd bq".split())
ROWS = frozenset(("tr",))
ITEMS = frozenset(("li",))
UNSEEN = frozenset("media script style head table.caption figcaption".split())
FEEDS = frozenset(("rss", "feed", "rdf"))
TIME = re.compile(r"(?P<day>\d{8})T?\d*")


def read_xml(data: bytes) -> list[Draft | Damaged]:
    """Read a news document, or a feed saved as a file.

    Raises:
        Unreadable: If it is no XML, defines entities, or is of another kind.
    """
    try:
        return drafts_in(parsed(data), data)
    except RecursionError as error:
        raise Unreadable("the XML is nested too deeply; save its text as .txt") from error


def drafts_in(root: Any, data: bytes) -> list[Draft | Damaged]:
    """Read a document by its kind.

    Args:
        root: Its root element, None where it is not well-formed: feeds seldom are.
    """
    kind = tag(root).lower() if root is not None else root_of(data)
    if kind in FEEDS:
        return read_feed(data)
    if kind == "html":
        return [*read_html(data)]
    if root is None:
        raise Unreadable("it is no well-formed XML; fetch it again, or save its text as .txt")
    if kind == "nitf":
        return [nitf_draft(root)]
    items = [element for element in root.iter() if tag(element) == "newsItem"]
    if items:
        return [newsml_draft(item) for item in items]
    raise Unreadable(
        f"the XML document is of the kind <{kind}>; expected <nitf>, <newsItem> (NewsML-G2), "
        "<rss> or <feed>"
    )


def parsed(data: bytes) -> Any:
    """Parse XML, None when it is not well-formed. Raises Unreadable when it defines entities.

    Entities can stand for gigabytes, or for files of this machine; news documents need none.
    """
    # Imported here: only these documents need it.
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(data)
    except DefusedXmlException as error:
        raise Unreadable(
            "it defines XML entities, which can be made to fill memory or to read files; remove "
            "its <!ENTITY …> lines"
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError):
        return None


def tag(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def first(element: Any, *names: str) -> Any:
    """Return the first element below that bears one of the names, the earlier names first; None."""
    for name in names:
        for below in element.iter():
            if tag(below) == name and below is not element:
                return below
    return None


def words(element: Any) -> str | None:
    """Return an element's text on one line, None when there is none."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def nitf_draft(root: Any) -> Draft | Damaged:
    """Read an article in NITF: the head tells of it, body.content tells it."""
    content = first(root, "body.content")
    if content is None:
        content = first(root, "body")
    text = "\n\n".join(blocks(content)) if content is not None else ""
    if not text:
        return Damaged("the NITF document has no body.content with words in it")
    issued = first(root, "date.issue", "story.date")
    holder = first(root, "doc.copyright")
    return Draft(
        "\n\n".join(filter(None, (words(first(root, "hl2")), text))),
        title=words(first(root, "hl1", "headline")) or words(first(root, "title")),
        source=words(first(root, "distributor")) or attribute(holder, "holder"),
        author=author_in(words(first(root, "byttl")), words(first(root, "byline"))),
        published=day_in(attribute(issued, "norm")) or words(issued),
        published_by="the document’s head",
    )


def author_in(position: str | None, byline: str | None) -> str | None:
    """Return the name in a byline, without "By" and without the writer's position."""
    name = (byline or "").removesuffix(position or "").strip(" ,")
    return re.sub(r"^by\s", "", name, flags=re.IGNORECASE) or None


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute's value, None when it or the element is missing."""
    return element.get(name) if element is not None else None


def day_in(stated: str | None) -> str | None:
    """Return the day of a time written without marks: 20310403T221000Z."""
    match = TIME.match(stated or "")
    return match["day"] if match else stated


def newsml_draft(item: Any) -> Draft | Damaged:
    """Read a newsItem of NewsML-G2; its words may be NITF or XHTML within."""
    content = first(item, "contentSet")
    within = first(content, "nitf") if content is not None else None
    inner = nitf_draft(within) if within is not None else None
    if isinstance(inner, Damaged):
        return inner
    told = inner.text if inner else "\n\n".join(blocks(content)) if content is not None else ""
    plain = first(content, "inlineData") if content is not None else None
    text = told or ("".join(plain.itertext()) if plain is not None else "")
    if not text.strip():
        return Damaged("the newsItem has no text in its contentSet")
    created = first(item, "firstCreated", "contentCreated", "versionCreated")
    provider = first(item, "provider", "infoSource")
    return Draft(
        text,
        title=words(first(item, "headline")) or (inner.title if inner else None),
        source=named(provider) or (inner.source if inner else None),
        author=author_in(None, words(first(item, "by")) or named(first(item, "creator"))),
        published=words(created) or (inner.published if inner else None),
        published_by="the document’s head",
    )


def named(party: Any) -> str | None:
    """Return the name of a party of NewsML-G2: its name, or the literal that stands for it."""
    if party is None:
        return None
    return words(first(party, "name")) or attribute(party, "literal")


def blocks(element: Any) -> Iterator[str]:
    """Yield the paragraphs, items and rows below an element, each on one line."""
    for child in element:
        name = tag(child)
        if name in UNSEEN:
            continue
        if name in PARAGRAPHS:
            yield from filter(None, [words(child)])
        elif name in ITEMS:
            yield from (f"- {line}" for line in filter(None, [words(child)]))
        elif name in ROWS:
            yield " | ".join(filter(None, map(words, child)))
        else:
            yield from blocks(child)
