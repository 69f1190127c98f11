"""Write requirements/runtime.txt, newsroom.txt and dev.txt from what is installed.

Run it by `make lock`, in the environment whose versions are to be pinned. It walks the dependencies
that pyproject.toml names, and theirs, and pins each at the version found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Set
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
RUNTIME_HEAD = "# What running the checker needs, to the last package. Written by `make lock`.\n"
NEWSROOM_HEAD = "# What scheduled jobs and the review page need besides. Written by `make lock`.\n"
DEV_HEAD = "# What tests, linters and the notebook need besides. Written by `make lock`.\n"


def main() -> None:
    """Write the files. Raises PackageNotFoundError if something needed is not installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = pins(project["project"]["dependencies"])
    newsroom = pins(project["project"]["optional-dependencies"]["newsroom"])
    dev = pins(project["dependency-groups"]["dev"])
    write("runtime", RUNTIME_HEAD, runtime, without=set())
    write("newsroom", NEWSROOM_HEAD, newsroom, without=runtime.keys())
    write("dev", DEV_HEAD, dev, without=runtime.keys() | newsroom.keys())


def write(name: str, head: str, versions: dict[str, str], *, without: Set[str]) -> None:
    """Write one file, without what another file pins already."""
    kept = {name: version for name, version in versions.items() if name not in without}
    (FOLDER / f"{name}.txt").write_text(head + lines(kept), "utf-8")


def pins(requirements: Iterable[str]) -> dict[str, str]:
    """Map each distribution that the requirements lead to, themselves included, to its version.

    A local version ("2.13.0+cpu") is cut off, so that the pin can be met wherever it is installed.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *sorted(wanted.extras)):
            name = canonicalize_name(wanted.name)
            if (name, extra) not in seen:
                seen.add((name, extra))
                found[name] = distribution(name).version.partition("+")[0]
                waiting.extend(needs(name, extra))
    return found


def needs(name: str, extra: str) -> Iterator[Requirement]:
    """Yield what one installed distribution asks for here: by itself (""), or with an extra."""
    for requirement in map(Requirement, distribution(name).requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def lines(versions: dict[str, str]) -> str:
    """Return one "name==version" line a distribution, sorted."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


if __name__ == "__main__":
    main()
