"""Files that appear whole or not at all, and together where they belong to one run."""

from __future__ import annotations

import contextlib
import importlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from consistency.errors import OutputError

# Windows has no such locks: there leftovers are known by their age alone.
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None

SUFFIX = ".consistency-part"
"""Ends the names of files being written; nothing else is ever cleared away."""
ABANDONED_SECONDS = 24 * 3600
"""Age at which a part that no lock tells about belongs to no run any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file written beside its place, under a lock for as long as its run lives."""

    target: Path
    path: Path
    lock: int | None

    def put_in_place(self) -> None:
        """Replace the target in one step."""
        self.path.chmod(_mode(self.target))
        self.path.replace(self.target)

    def drop(self) -> None:
        """Let go of the lock, and of the part where it is still there."""
        self.path.unlink(missing_ok=True)
        if self.lock is not None:
            os.close(self.lock)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Parts that wait for the rest, and the folders that were cleared for them: once is enough.

    Files that are no longer wanted go last.
    """

    parts: list[Part] = field(default_factory=list)
    cleared: set[Path] = field(default_factory=set)
    unwanted: list[Path] = field(default_factory=list)


_waiting: ContextVar[_Waiting | None] = ContextVar("parts waiting for the rest", default=None)


@contextlib.contextmanager
def together() -> Iterator[None]:
    """Hold back all files written inside until each has been written, then put them in place.

    They take their places in the order of writing, within a moment of one another; an interrupt in
    that moment waits until all have. If anything fails before, every old file stays as it was.

    Raises:
        OutputError: If a file cannot take its place.
    """
    waiting = _Waiting()
    token = _waiting.set(waiting)
    try:
        yield
        _put_all_in_place(waiting.parts)
        for path in waiting.unwanted:
            _remove(path)
    finally:
        _waiting.reset(token)
        for part in waiting.parts:
            part.drop()


def room_for(n_files: int) -> None:
    """Let the process keep so many more files open, where the system allows it.

    A file that waits for the others keeps its lock, and with it a handle, until all are written.
    """
    if fcntl is None:
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = soft + n_files
    with contextlib.suppress(OSError, ValueError):
        unlimited = hard == resource.RLIM_INFINITY
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if unlimited else min(wanted, hard), hard)
        )


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path`, as `write_parts` does."""
    write_parts(path, [data], durable=durable)


def write_parts(path: Path, data: Iterable[bytes], *, durable: bool = True) -> None:
    """Write one piece of `data` after another to `path`; a reader never sees half a file.

    The folder is made where there is none.

    A device or a pipe (`/dev/stdout`) is written to directly: it must not be replaced.

    Args:
        durable: Wait until the disk has it, so that not even a power cut leaves half a file; other
            files belong to no run, and take their places at once.

    Raises:
        OutputError: If the folder cannot be made, the path is a folder, or writing fails.
    """
    with _told(path):
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                stream.writelines(data)
            return
        part = _written(target, data, durable)
    waiting = _waiting.get()
    if waiting is not None and durable:
        waiting.parts.append(part)
        return
    try:
        _put_all_in_place([part])
    finally:
        part.drop()


def remove(path: Path) -> None:
    """Remove a file that an earlier run wrote, once what is written beside it has its place.

    One that cannot be removed stays: that is no reason for a run to fail that has done its work.
    """
    waiting = _waiting.get()
    if waiting is None:
        _remove(path)
    else:
        waiting.unwanted.append(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


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


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says into an `OutputError` that names the file and what to do."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"cannot write {path}: {reason}. Name a file in a folder you may write to."
        ) from error


def _put_all_in_place(parts: list[Part]) -> None:
    waiting = list(parts)
    interrupt: KeyboardInterrupt | None = None
    while waiting:
        try:
            with _told(waiting[0].target):
                # One that is gone was put in place just before the interrupt.
                if waiting[0].path.exists():
                    waiting[0].put_in_place()
            waiting.pop(0)
        except KeyboardInterrupt as error:
            interrupt = error
    if interrupt:
        raise interrupt


def _written(target: Path, data: Iterable[bytes], durable: bool) -> Part:
    """Write data beside its place, clearing away what runs that were killed have left there."""
    cleared = waiting.cleared if (waiting := _waiting.get()) else set()
    if target.parent not in cleared:
        _clear_away(target.parent)
        cleared.add(target.parent)
    part, stream = _locked_part(target)
    try:
        with stream:
            stream.writelines(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
    except BaseException:
        part.drop()
        raise
    return part


def _locked_part(target: Path) -> tuple[Part, IO[bytes]]:
    """Make a part, open for writing; its lock outlives the stream."""
    while True:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name[:40]}.", suffix=SUFFIX, dir=target.parent
        )
        locked = _lock(handle)
        # Another run may have taken it for abandoned between its making and its locking.
        if locked is False or not Path(name).exists():
            os.close(handle)
            continue
        lock = os.dup(handle) if locked else None
        return Part(target, Path(name), lock), os.fdopen(handle, "wb")


def _clear_away(folder: Path) -> None:
    """Remove parts whose run has ended without putting them in place."""
    for part in folder.glob(f".*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if _is_abandoned(part):
                part.unlink()


def _is_abandoned(part: Path) -> bool:
    with part.open("rb") as stream:
        locked = _lock(stream.fileno())
        if locked is None:
            return time.time() - part.stat().st_mtime > ABANDONED_SECONDS
        return locked


def _lock(handle: int) -> bool | None:
    """Lock an open file until it is closed: True; False if another has it; None without locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems have no locks
        return None
    return True


def _mode(target: Path) -> int:
    """Permissions of the file being replaced, or what a new file would get (mkstemp gives 0600)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
