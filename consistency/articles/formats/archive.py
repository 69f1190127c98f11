"""ZIP archives: each entry read as the file it is. Nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from consistency.articles.allowance import Allowance
from consistency.articles.drafts import Damaged, Member, Unreadable
from consistency.articles.sidecars import SUFFIX, sidecar_metadata

ENCRYPTED = 0x1
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the zipfile module raises for damaged, encrypted or unknown entries."""
OTHER_DOCUMENTS = {
    "xl/workbook.xml": "an Excel workbook; save its table as .csv",
    "ppt/presentation.xml": "a PowerPoint presentation; save its text as .txt",
    "content.xml": "an OpenDocument file; save it as .docx, .pdf or .txt",
    "META-INF/container.xml": "an e-book; save its text as .txt or .html",
}
"""What else is a ZIP archive within, by an entry that gives it away, and what to do about it."""


def read_zip(data: bytes, allowance: Allowance) -> Iterator[Member | Damaged]:
    """Yield the entries of a ZIP archive in the order of their names, hidden ones left out.

    A NAME.meta.json beside NAME.txt tells of that, as it does in a folder.

    Raises:
        Unreadable: If the archive is damaged, lists too many entries, or holds none.
    """
    archive = opened(data)
    with archive:
        entries = archive.infolist()
        allowance.admit(len(entries))
        refuse_other_documents(archive)
        shown = sorted((e for e in entries if is_shown(e.filename)), key=lambda e: e.filename)
        if not shown:
            raise Unreadable("the archive holds no files; put articles in it")
        told: dict[str, dict[str, str]] = {}
        for entry in filter(is_sidecar, shown):
            try:
                told[entry.filename] = sidecar_metadata(unpack(archive, entry, allowance))
            except Unreadable as reason:
                yield Damaged(str(reason), entry.filename)
        for entry in shown:
            if not is_sidecar(entry):
                yield member_of(archive, entry, told, allowance)


def is_sidecar(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry tells of the one beside it."""
    return entry.filename.lower().endswith(SUFFIX)


def opened(data: bytes) -> zipfile.ZipFile:
    """Open an archive's list of entries. Raises Unreadable when it has none."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Unreadable(
            f"it begins as a ZIP archive but cannot be read as one ({error}); fetch it again"
        ) from error


def refuse_other_documents(archive: zipfile.ZipFile) -> None:
    """Raise Unreadable for documents of other programs, which are ZIP archives within."""
    for name, what in OTHER_DOCUMENTS.items():
        if name in archive.NameToInfo:
            raise Unreadable(f"it is {what}")


def is_shown(name: str) -> bool:
    """Say whether an entry is a file that a folder's reader would not leave out as hidden."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return bool(parts) and not name.endswith("/") and not hidden and parts[0] != "__MACOSX"


def member_of(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    told: Mapping[str, Mapping[str, str]],
    allowance: Allowance,
) -> Member | Damaged:
    """Unpack one entry in memory, or say why it is left where it is."""
    name = entry.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        reason = "its name leads out of the archive, as attacks do; it was not unpacked"
        return Damaged(reason, "/".join(part for part in path.parts if part not in ("/", "..")))
    metadata = told.get(str(path.with_name(path.stem + SUFFIX)), {})
    try:
        return Member(name, unpack(archive, entry, allowance), path.suffix.lower(), metadata)
    except Unreadable as reason:
        return Damaged(str(reason), name)


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    """Return an entry's bytes. Raises Unreadable when it is locked, damaged or too large."""
    if entry.flag_bits & ENCRYPTED:
        raise Unreadable("it is locked with a password; unpack it and name the files")
    try:
        with archive.open(entry) as stream:
            return allowance.read(stream)
    except BROKEN as error:
        raise Unreadable(f"it cannot be unpacked ({error}); make the archive again") from error
