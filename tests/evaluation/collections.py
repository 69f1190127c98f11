"""What the evaluation runs on: the sample, invented events, and articles beside the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consistency.articles import read
from consistency.records import Article
from consistency.settings import Settings

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = Path(__file__).parent / "gold"
INVENTED = Path(__file__).parent / "events"
HELD_OUT = frozenset({"A2", "B2", "C2", "D2", "H1"})
"""Invented events that nothing is fitted on and no rule was written for, to see how news that
nobody has looked at fares. Do not read their findings while working on the comparison."""


@dataclass(frozen=True)
class Collection:
    """Articles on one event with what a perfect report of them contains."""

    name: str
    articles: tuple[Article, ...]
    gold: tuple[dict[str, Any], ...]
    traps: tuple[dict[str, Any], ...]
    paths: tuple[Path, ...]

    @property
    def is_held_out(self) -> bool:
        """Whether models and calibration must not be fitted on it."""
        return self.name in HELD_OUT

    @property
    def group(self) -> str:
        """The collections it is averaged with: sample, invented, held_out, seeds or events."""
        if self.is_held_out:
            return "held_out"
        folder = self.paths[0]
        if folder.parent == INVENTED:
            return "invented"
        return folder.name if folder.name == "seeds" else folder.parent.name


def collections(*, sample: bool = True, shared: bool = True) -> Iterator[Collection]:
    """Yield the sample's events, the invented ones, then those of `../shared` where it exists."""
    if sample:
        for folder in folders_in(ROOT / "data" / "sample"):
            yield _collection(folder, GOLD, GOLD, only="sample")
        for folder in folders_in(INVENTED):
            yield _collection(folder, GOLD, GOLD, only="events")
    if shared and SHARED.is_dir():
        yield _collection(SHARED / "seeds", SHARED / "gold", SHARED / "gold", only="seeds")
        for folder in folders_in(SHARED / "events"):
            yield _collection(folder, SHARED / "gold", SHARED / "gold", only="events")


def folders_in(parent: Path) -> list[Path]:
    """The folders directly in one, by name; none where it does not exist."""
    return sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []


def _collection(folder: Path, gold: Path, traps: Path, only: str = "*") -> Collection:
    articles, _ = read([folder], settings=Settings().reading)
    stems = {Path(a.path).stem for a in articles}
    golds = [
        g for p in sorted(gold.glob(f"{only}.jsonl")) if "traps" not in p.stem for g in _lines(p)
    ]
    snares = [t for p in sorted(traps.glob(f"{only}-traps.jsonl")) for t in _lines(p)]
    return Collection(
        name=folder.name,
        articles=tuple(articles),
        gold=tuple(g for g in golds if any(v["article"] in stems for v in g["values"])),
        traps=tuple(t for t in snares if t["a"]["article"] in stems),
        paths=(folder,),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
