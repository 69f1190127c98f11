"""Libraries that other libraries import wherever they find them, and that a run has no use for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from threading import Lock, get_ident

_spared = False
_changing = Lock()


def spare() -> None:
    """Let this process import no library that `left_out` names; for programs of our own.

    The process of somebody who calls the package may have uses for them that nobody knows of.
    """
    global _spared
    _spared = True


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Hide libraries from whatever is imported meanwhile, if this process is to be spared them."""
    if not _spared:
        yield
        return
    with hidden(*names):
        yield


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Let libraries look as if they were not installed to whatever this thread imports meanwhile.

    Afterwards they can be imported as ever. One that is imported already stays in sight.
    """
    hider = _Hider(names)
    # Another list each time: another thread may be going through this one.
    with _changing:
        sys.meta_path = [hider, *sys.meta_path]
    try:
        yield
    finally:
        with _changing:
            sys.meta_path = [finder for finder in sys.meta_path if finder is not hider]


class _Hider(MetaPathFinder):
    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.thread = names, get_ident()

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        del path, target
        if fullname in self.names and get_ident() == self.thread:
            raise ModuleNotFoundError(f"{fullname} is not needed here", name=fullname)
