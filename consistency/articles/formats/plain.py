"""Plain text, with front matter where it has some."""

from __future__ import annotations

from consistency.articles.decoding import decode
from consistency.articles.drafts import Draft, metadata_of
from consistency.articles.fixing import unwrap
from consistency.articles.formats.frontmatter import split_front_matter


def read_plain(data: bytes) -> list[Draft]:
    """Read a text file as one article; hard-wrapped paragraphs are joined.

    Raises:
        Unreadable: If the bytes are no text.
    """
    fields, text = split_front_matter(decode(data))
    return [Draft(unwrap(text), **metadata_of(fields))]
