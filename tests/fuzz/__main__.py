"""Fuzz one target with atheris, which is guided by coverage: python -m tests.fuzz TARGET [OPTION].

Targets: readers, facets, page, names. Options are libFuzzer's: -max_total_time=60, a folder of
inputs that are kept from run to run. What breaks a promise is written to a file named crash-….
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["consistency"]):
    from consistency.articles.formats import READERS
    from fuzz import promises

EXTENSIONS = ("", *sorted(READERS))


def readers(data: bytes) -> None:
    """The first byte picks the format, the rest is the file."""
    if data:
        promises.holds_of_bytes(data[1:], EXTENSIONS[data[0] % len(EXTENSIONS)])


def facets(data: bytes) -> None:
    """Bytes pick fragments, or stand for themselves."""
    promises.holds_of_text(text_of(data))


def page(data: bytes) -> None:
    """Three texts, each a third of the bytes."""
    third = len(data) // 3 + 1
    promises.holds_of_event([text_of(data[n * third : (n + 1) * third]) for n in range(3)])


def names(data: bytes) -> None:
    """One text in every field that the page shows."""
    promises.holds_of_names(text_of(data))


def text_of(data: bytes) -> str:
    """Put fragments together: a byte below their number is one, others are their character."""
    known = promises.FRAGMENTS
    return "".join(known[b] if b < len(known) else chr(b) for b in data[:300])


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "facets": facets,
    "page": page,
    "names": names,
}


def main() -> None:
    """Run one target until libFuzzer's options end it."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [libFuzzer options]")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
