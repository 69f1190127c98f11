"""How much one named file may unpack to, however deep its archives lie in one another."""

from __future__ import annotations

from typing import Protocol

from consistency.articles.drafts import Unreadable
from consistency.settings import ReadingSettings


class Stream(Protocol):
    """Anything with bytes to read."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, fewer or none at the end."""


class Allowance:
    """Counts what a file has unpacked to, and refuses what would be too much.

    What an archive says of its sizes is not believed: bytes are counted as they are unpacked, and
    never more than the limit is held.
    """

    def __init__(self, settings: ReadingSettings) -> None:
        self.settings = settings
        self.left = settings.max_unpacked_bytes

    def read(self, stream: Stream) -> bytes:
        """Return all that a stream unpacks to. Raises Unreadable when that is more than allowed."""
        limit = min(self.settings.max_bytes, self.left)
        pieces: list[bytes] = []
        size = 0
        while size <= limit and (piece := stream.read(min(1 << 20, limit + 1 - size))):
            pieces.append(piece)
            size += len(piece)
        self.take(size)
        return b"".join(pieces)

    def take(self, size: int) -> None:
        """Count `size` bytes. Raises Unreadable when they are more than allowed."""
        if size > self.settings.max_bytes:
            raise Unreadable(
                f"it unpacks to more than the limit of {self.settings.max_bytes:,} bytes; "
                "if it is no bomb, raise reading.max_bytes in the settings"
            )
        if size > self.left:
            self.left = 0
            raise Unreadable(
                f"with it the archive unpacks to more than the limit of "
                f"{self.settings.max_unpacked_bytes:,} bytes; split it, or raise "
                "reading.max_unpacked_bytes in the settings"
            )
        self.left -= size

    def admit(self, n_members: int) -> None:
        """Raise Unreadable when an archive lists more entries than allowed."""
        if n_members > self.settings.max_members:
            raise Unreadable(
                f"the archive lists {n_members:,} entries and the limit is "
                f"{self.settings.max_members:,}; split it, or raise reading.max_members in the "
                "settings"
            )
