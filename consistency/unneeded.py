"""Libraries that other libraries import wherever they find them, and that a run has no use for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Let libraries look as if they were not installed to whatever is imported meanwhile.

    Afterwards they can be imported as ever. One that is imported already stays in sight.
    """
    hider = _Hider(names)
    sys.meta_path.insert(0, hider)
    try:
        yield
    finally:
        sys.meta_path.remove(hider)


class _Hider(MetaPathFinder):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        del path, target
        if fullname in self.names:
            raise ModuleNotFoundError(f"{fullname} is not needed here", name=fullname)
