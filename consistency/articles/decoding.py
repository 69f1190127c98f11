"""Bytes to characters: UTF-8 and UTF-16 with or without a mark, Windows-1252 for what is left."""

from __future__ import annotations

import codecs

from consistency.articles.drafts import Unreadable

MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive (as .docx, .odt and .epub files are)",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"{\\rtf": "a rich-text document",
    b"SQLite format 3": "an SQLite database",
}
"""First bytes of formats that people rename or save under a text extension."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; the longer ones first, since UTF-32's begins with UTF-16's."""

CONTROL_SHARE = 0.01
"""Share of control characters above which text is taken for binary: prose has none at all."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the characters of a text file.

    Args:
        declared: Encoding the file names itself (`<meta charset>`), tried after UTF-8.
    Raises:
        Unreadable: If the bytes are those of a known binary format, or no text in any encoding.
    """
    refuse_binary_formats(data)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return checked(data[len(mark) :].decode(encoding, errors="replace"))
    return checked(decode_unmarked(data, declared))


def decode_unmarked(data: bytes, declared: str | None) -> str:
    """Decode bytes without a byte-order mark: the first encoding that fits, then Windows-1252."""
    for encoding in filter(None, (unmarked_utf16(data), "utf-8", declared)):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def unmarked_utf16(data: bytes) -> str | None:
    """Name the UTF-16 byte order that zero bytes betray, or None.

    Western text in UTF-16 has a zero in nearly every second byte; UTF-8 and Windows-1252 have none.
    """
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def refuse_binary_formats(data: bytes) -> None:
    """Raise Unreadable, naming the format, when the first bytes are a known binary format's."""
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise Unreadable(
                f"its first bytes are those of {name}, not of text; "
                "save it as plain text or HTML and check that file"
            )


def checked(text: str) -> str:
    """Return `text`, or raise Unreadable when its control characters show it is binary."""
    zeros = text.count("\0")
    if zeros:
        raise Unreadable(
            f"{zeros} null {'byte' if zeros == 1 else 'bytes'} found, so this is binary data or a "
            "damaged file; save the article as UTF-8 text again"
        )
    controls = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in text)
    if controls > CONTROL_SHARE * len(text):
        raise Unreadable(
            f"{controls} of {len(text)} characters are control characters, so this is no text in "
            "UTF-8, UTF-16 or Windows-1252; save the article as UTF-8 text"
        )
    return text
