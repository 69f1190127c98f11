"""What was named on the command line becomes a sorted list of files, each once."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from consistency.errors import InputError
from consistency.records import Skipped

STANDARD_INPUT = "-"
EMPTY_FOLDER = "the folder holds no files (hidden ones are left out); put the articles in it"


def named_files(inputs: Iterable[str | Path]) -> tuple[list[str], list[Skipped]]:
    """Expand inputs to paths as people named them, sorted, each file once however often named.

    A folder stands for every file below it, hidden ones left out; a pattern for what it matches;
    "-" for standard input. The order depends on the names alone, not on the order of the inputs.

    Raises:
        InputError: If an input does not exist, a pattern matches nothing, or nothing is named.
    """
    named = [str(item) for item in inputs]
    if not named:
        raise InputError(
            "no input was named; name articles as files, folders, patterns or - for standard input"
        )
    spellings: dict[str, str] = {}
    skipped: set[Skipped] = set()
    for item in named:
        for path in expand(item, skipped):
            same = STANDARD_INPUT if path == STANDARD_INPUT else os.path.realpath(path)
            spellings[same] = min(
                path, spellings.get(same, path), key=lambda name: (len(name), name)
            )
    if not spellings:
        raise InputError(
            f"no file was found under {', '.join(sorted(named))}; "
            "name a folder that holds articles (hidden files are left out)"
        )
    return sorted(spellings.values()), sorted(skipped, key=lambda skip: skip.path)


def is_one_file(left: str | Path, right: str | Path) -> bool:
    """Say whether two paths lead to one file; standard input is one with itself."""
    if STANDARD_INPUT in (str(left), str(right)):
        return str(left) == str(right)
    return os.path.realpath(left) == os.path.realpath(right)


def shortest_first(name: str) -> tuple[int, str]:
    """Order spellings of one file's name, so that which is shown depends on no input order."""
    return len(name), name


def expand(item: str, skipped: set[Skipped]) -> Iterator[str]:
    """Yield the files one input stands for; folders that cannot be listed go to `skipped`."""
    if item == STANDARD_INPUT:
        yield STANDARD_INPUT
        return
    for path in matches(item):
        if Path(path).is_dir():
            files = list(files_below(path, skipped))
            if not files:
                skipped.add(Skipped(Path(path).as_posix(), EMPTY_FOLDER))
            yield from files
        else:
            yield Path(path).as_posix()


def matches(item: str) -> list[str]:
    """Return the paths an input names: itself when it exists, else what it matches as a pattern."""
    try:
        if os.path.lexists(item):
            return [item]
        # Path.glob takes no absolute pattern and does not leave hidden files out.
        found = glob.glob(item, recursive=True) if glob.has_magic(item) else []  # noqa: PTH207
    except ValueError as error:
        raise InputError(f"{item!r} cannot be a file's name ({error})") from error
    if found:
        return found
    if glob.has_magic(item):
        raise InputError(f"the pattern {item} matches no file; check it, with quotes around it")
    raise InputError(f"{item} does not exist (looked in {parent_of(item)}); {advice(item)}")


def parent_of(item: str) -> str:
    """Name the folder a missing file was looked for in, for a message."""
    return str(Path(item).parent) if Path(item).parent != Path() else "the current folder"


def advice(item: str) -> str:
    """Say what to do about an input that does not exist."""
    if item.startswith(("http://", "https://")):
        return "web addresses are not fetched here: save the page as .html and name that file"
    return "check the spelling, or name the folder it lies in"


def files_below(folder: str, skipped: set[Skipped]) -> Iterator[str]:
    """Yield the files below a folder, hidden files and folders left out, links to folders not
    followed."""

    def refuse(error: OSError) -> None:
        reason = f"the folder cannot be listed ({error.strerror}); check its permissions"
        skipped.add(Skipped(Path(error.filename or folder).as_posix(), reason))

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(parent, name).as_posix()
