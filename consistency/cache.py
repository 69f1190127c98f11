"""What was made before, kept in files by what it was made from; never more than data.

An entry is named by a digest of everything it depends on, so that it is never out of date: another
text, setting, model or version of this package is another entry. Each carries a digest of itself;
one that is damaged counts as missing. Entries are put in place whole, so that several runs can use
one folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from consistency.errors import OutputError

KEPT_SECONDS = 90 * 24 * 3600
"""Time after which an entry that no run has asked for is removed."""
LARGEST = 500_000_000
"""Bytes of an entry beyond which it is not believed, as it is unpacked."""
DIGEST = hashlib.sha256().digest_size
SUFFIX = ".entry"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries. It may be shared, removed, or gone the next moment: it only saves time.

    Raises:
        OutputError: When the folder cannot be made.
    """

    folder: Path

    def __post_init__(self) -> None:
        """Make the folder, for its owner alone: it holds what articles say."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"cannot keep anything in {self.folder}: {error.strerror or error}. "
                "Name a folder you may write to under --cache."
            ) from error

    def get(self, key: str) -> str | None:
        """Return the text kept under a key; None when there is none, or it is damaged."""
        path = self._path(key)
        try:
            stored = path.read_bytes()
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(stored[DIGEST:], LARGEST)
            if hashlib.sha256(data).digest() != stored[:DIGEST]:
                return None
            os.utime(path)
            return data.decode("utf-8")
        except (OSError, zlib.error, UnicodeDecodeError):
            return None

    def __contains__(self, key: str) -> bool:
        """Whether something is kept under a key; what `get` returns a moment later may differ."""
        return self._path(key).is_file()

    def put(self, key: str, text: str) -> None:
        """Keep a text; when it cannot be kept, the next run makes it again."""
        from consistency.report.writing import write_bytes

        data = text.encode("utf-8")
        with contextlib.suppress(OutputError):
            packed = hashlib.sha256(data).digest() + zlib.compress(data, 1)
            write_bytes(self._path(key), packed, durable=False)  # half an entry is none

    def clear_away(self) -> None:
        """Remove entries that no run has asked for in a long while."""
        oldest = time.time() - KEPT_SECONDS
        for path in self.folder.glob(f"??/*{SUFFIX}"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"


def key_of(kind: str, *parts: Any) -> str:
    """Return the key of what is made from these parts by this package on this machine.

    Args:
        kind: What is made, so that two things made from the same parts have two keys.
        parts: Whatever JSON can hold; days and the like count by how they read.
    """
    told = json.dumps([kind, here(), *parts], sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def here() -> str:
    """Digest of this package's own files, the packages beside it and the processor's kind."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(path.relative_to(root).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    beside = sorted(f"{d.metadata['Name']}=={d.version}" for d in distributions())
    digest.update("\n".join([*beside, platform.python_version(), platform.machine()]).encode())
    with contextlib.suppress(OSError):  # the models' exports depend on what it can do
        flags = Path("/proc/cpuinfo").read_text("ascii", errors="ignore")
        digest.update(b"vnni" if "avx512_vnni" in flags else b"")
    return digest.hexdigest()
