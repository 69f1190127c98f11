"""Saved messages (.eml) with their attachments, and pages that a browser saved as one (.mht)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from pathlib import PurePosixPath

from consistency.articles.allowance import Allowance
from consistency.articles.drafts import Damaged, Draft, Member, Unreadable
from consistency.articles.fixing import unwrap
from consistency.articles.formats.html import read_html

STUB_WORDS = 30
"""Words of a plain version below which it only says that there is a version in HTML."""
NAMELESS = "attachment"


def read_message(data: bytes, allowance: Allowance) -> Iterator[Draft | Damaged | Member]:
    """Yield what a message says, then its attachments.

    The plain version is taken where it is more than a hint at the other. Of a message whose only
    words are in its attachments nothing but these is yielded.

    Raises:
        Unreadable: If it holds neither words nor attachments.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        draft = body_of(message)
        files = attachments_of(message)
    except MemoryError:
        raise  # of the process, which the next file may not lack
    except Exception as error:
        # Hostile headers reach every corner of the parser; whatever fails, the message is at fault.
        raise Unreadable(
            f"the message cannot be read ({type(error).__name__}: {error}); save its text as .txt"
        ) from error
    if draft:
        yield draft
    allowance.admit(len(files))
    if draft is None and not files:
        raise Unreadable("there are no words in the message; save its text as .txt")
    for file in files:
        try:
            allowance.take(len(file.data))
        except Unreadable as reason:
            yield Damaged(str(reason), file.name)
        else:
            yield file


def body_of(message: EmailMessage) -> Draft | None:
    """Return what the message itself says, None when it says nothing."""
    plain = words_of(message.get_body(("plain",)))
    page = message.get_body(("html",))
    metadata = metadata_of_message(message)
    if page is not None and len(plain.split()) < STUB_WORDS:
        with suppress(Unreadable):
            return read_html(words_of(page).encode())[0].filled_from(metadata)
    return Draft(unwrap(plain)).filled_from(metadata) if plain.strip() else None


def words_of(part: MIMEPart | None) -> str:
    """Return the text of a part; "" for none."""
    content = part.get_content() if part is not None else ""
    return content if isinstance(content, str) else ""


def metadata_of_message(message: EmailMessage) -> dict[str, str]:
    """Return what the headers tell, by field of `Draft`."""
    address = header(message, "Snapshot-Content-Location")
    sender, mailbox = parseaddr(header(message, "From") or "")
    told = {
        "title": header(message, "Subject"),
        "source": sender or mailbox.rpartition("@")[2],
        "published": header(message, "Date"),
    }
    if address:  # a browser saved a page on that day, in its own name
        told = {"title": told["title"], "url": address, "gathered": told["published"]}
    return {name: value for name, value in told.items() if value}


def header(message: EmailMessage, name: str) -> str | None:
    """Return a header on one line, None when it is missing or empty."""
    return " ".join(str(message.get(name) or "").split()) or None


def attachments_of(message: EmailMessage) -> list[Member]:
    """Return the files attached to a message; what they do not say, its sender and day tell."""
    told = metadata_of_message(message)
    beneath = {name: told[name] for name in told if name in ("source", "published")}
    parts = message.iter_attachments() if message.is_multipart() else ()
    return [attached(p, beneath) for p in parts if p.get_content_disposition() == "attachment"]


def attached(part: EmailMessage, beneath: Mapping[str, str]) -> Member:
    """Decode an attachment."""
    name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name or NAMELESS
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    return Member(name, data, PurePosixPath(name).suffix.lower(), beneath=beneath)
