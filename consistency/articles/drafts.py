"""What a reader of one format hands over: an article before its text is fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

TEXT_NAMES = ("text", "body", "content", "article", "articlebody", "fulltext", "maintext")
"""Field and column names that hold the story, folded by `fold_name`, the best first."""

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "source": ("source", "publisher", "outlet", "sitename", "site", "publication", "newspaper"),
    "author": ("author", "authors", "byline", "creator", "by"),
    "published": (
        "published",
        "datepublished",
        "publishedat",
        "publishedtime",
        "publicationdate",
        "publishdate",
        "pubdate",
        "date",
        "created",
    ),
    "url": ("url", "link", "canonicalurl", "permalink", "sourceurl"),
}
"""Other names under which files give each field of `Draft`, folded, the best first."""


class Unreadable(Exception):
    """A file's content cannot be used; the message says what was found and what to do next.

    Never leaves this room: `read` turns it into a `Skipped` record.
    """


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it: text not yet fixed, metadata as written.

    Args:
        published_by: Who says so, for people to read ("the metadata", "the page’s tags").
        announced: The day as the publisher's own structured data give it (JSON-LD).
        created: The day the document was made, which may be long before or after it was published.
        gathered: The day a crawler fetched it: it was published by then.
    """

    text: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    published_by: str = "the metadata"
    announced: str | None = None
    created: str | None = None
    gathered: str | None = None

    def filled_from(self, other: Mapping[str, str]) -> Draft:
        """Take from `other` the fields this draft does not have."""
        missing = {name: value for name, value in other.items() if getattr(self, name) is None}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Damaged:
    """One record of a file that holds several, and why it cannot be used.

    Args:
        name: Its path inside an archive; "" where records go by their number.
    """

    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another, still to be read by the reader of its own format.

    Args:
        name: Path inside the archive; "" for the only file of a compressed one, which goes by the
            name of that.
        extension: What its name says it is, lower case with the dot; "" when it says nothing.
        metadata: What is told of it by a sidecar, by field of `Draft`; it wins.
        beneath: What else is told of it, where neither a sidecar nor the file itself does.
    """

    name: str
    data: bytes
    extension: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    beneath: Mapping[str, str] = field(default_factory=dict)


Reader = Callable[[bytes], Iterable[Draft | Damaged]]
"""Reads one format: a file's bytes in, its articles out, in their order; raises Unreadable."""


def fold_name(name: str) -> str:
    """Fold a field's name for look-up: "Date_Published", "date-published" and "datePublished"."""
    return "".join(char for char in name.lower() if char.isalnum())


def metadata_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of `Draft`, text aside, that a record gives under any known name."""
    folded = {fold_name(str(name)): value for name, value in reversed(list(record.items()))}
    found = {}
    for name, others in FIELD_NAMES.items():
        value = next(filter(None, (as_words(folded.get(other)) for other in others)), None)
        if value:
            found[name] = value
    return found


def as_words(value: Any) -> str | None:
    """Flatten a metadata value to one line; None when it says nothing.

    Lists are joined by commas; of an object (`{"@type": "Person", "name": …}`) the name is taken.
    """
    if isinstance(value, Mapping):
        return as_words(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_words, value))) or None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None
