"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from consistency.errors import OutputError


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, making its folder; a reader never sees half a file.

    A device or a pipe (`/dev/stdout`) is written to directly: it must not be replaced.

    Raises:
        OutputError: If the folder cannot be made, the path is a folder, or writing fails.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write {path}: {reason}. Name a file in a folder you may write to."
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    write_bytes(path, encodable(text).encode("utf-8"))


def encodable(text: str) -> str:
    """Put U+FFFD in place of lone surrogates, which JSON can smuggle in and UTF-8 cannot hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Permissions of the file being replaced, or what a new file would get (mkstemp gives 0600)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
