"""Single compressed files: .gz, .bz2 and .zst of anything that can be read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from consistency.articles.allowance import Allowance, Stream
from consistency.articles.drafts import Member, Unreadable

WARC_START = b"WARC/1."


def read_gzip(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield the file that a gzip file holds; of a crawl, compressed record by record, the crawl."""
    yield unpacked(lambda: gzip.GzipFile(fileobj=io.BytesIO(data)), allowance, "gzip")


def read_bzip2(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield the file that a bzip2 file holds."""
    yield unpacked(lambda: bz2.BZ2File(io.BytesIO(data)), allowance, "bzip2")


def read_zstd(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield the file that a Zstandard file holds."""
    # Imported here: only these files need it.
    import zstandard

    # A frame may ask for a window of gigabytes; 128 MB is what the command-line tool allows.
    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    try:
        yield unpacked(lambda: Frames(data, decompressor), allowance, "Zstandard")
    except zstandard.ZstdError as error:
        raise damaged("Zstandard", error) from error


class Frames:
    """The frames of a Zstandard file as one stream; the library's own passes over a missing end."""

    FED = 256
    """Bytes unpacked at a time: the densest bomb makes 8 MB of them."""

    def __init__(self, data: bytes, decompressor: Any) -> None:
        self.packed = memoryview(data)
        self.decompressor = decompressor
        self.frame = decompressor.decompressobj()
        self.waiting = b""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes. Raises EOFError when the last frame breaks off."""
        pieces = [self.waiting]
        n_held = len(self.waiting)
        while n_held < size and len(self.packed):
            pieces.append(self.fed())
            n_held += len(pieces[-1])
        if not len(self.packed) and not self.frame.eof:
            raise EOFError("it breaks off")
        held = b"".join(pieces)
        self.waiting = held[size:]
        return held[:size]

    def fed(self) -> bytes:
        """Unpack a little more, into the next frame where one has ended."""
        if self.frame.eof:
            self.frame = self.decompressor.decompressobj()
        piece = self.frame.decompress(self.packed[: self.FED])
        n_left = len(self.frame.unused_data) if self.frame.eof else 0
        self.packed = self.packed[min(self.FED, len(self.packed)) - n_left :]
        return bytes(piece)


def unpacked(opened: Callable[[], Stream], allowance: Allowance, name: str) -> Member:
    """Unpack a stream. Raises Unreadable when it is damaged or unpacks to too much."""
    try:
        data = allowance.read(opened())
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise damaged(name, error) from error
    return Member("", data, ".warc" if data.startswith(WARC_START) else "")


def damaged(name: str, error: Exception) -> Unreadable:
    """Return the reason for a file that cannot be unpacked."""
    return Unreadable(
        f"it begins as a {name} file but cannot be unpacked ({error}); fetch or compress it again"
    )
