"""What a reader of one format hands over: an article before its text is fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
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
    """One article as its file gives it: text not yet fixed, metadata as written."""

    text: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None

    def filled_from(self, other: Mapping[str, str]) -> Draft:
        """Take from `other` the fields this draft does not have."""
        missing = {name: value for name, value in other.items() if getattr(self, name) is None}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Damaged:
    """One record of a file that holds several, and why it cannot be used."""

    reason: str


Reader = Callable[[bytes], Iterable[Draft | Damaged]]
"""Reads one format: a file's bytes in, its articles out, in their order; raises Unreadable."""


def fold_name(name: str) -> str:
    """Fold a field's name for look-up: "Date_Published", "date-published" and "datePublished"."""
    return "".join(char for char in name.lower() if char.isalnum())


def metadata_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of `Draft`, text aside, that a record gives under any known name."""
    folded = {fold_name(str(name)): value for name, value in reversed(list(record.items()))}
    found = {}
    for field in fields(Draft):
        values = (as_words(folded.get(name)) for name in FIELD_NAMES.get(field.name, ()))
        value = next((value for value in values if value), None)
        if value:
            found[field.name] = value
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
