"""Floors under what a run on the sample finds: lowering one is explained in its commit.

Each stands a little under what was measured, so that a change of wording or of a library's version
passes and a lost kind of finding does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from consistency import check
from consistency.evaluation import Result, evaluate
from consistency.report import write_json

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class Floors:
    """Least recall by kind and share of reported differences that are in gold; most traps hit."""

    recall: Mapping[str, float]
    differences_in_gold: float
    traps: int


FLOORS = {
    "guard-order": Floors(
        {"conflict": 0.1, "update": 0.3, "quote_change": 0.85, "unstated": 0.6, "agreement": 0.7},
        differences_in_gold=0.5,
        traps=2,
    ),
    "ropeworks-fire": Floors(
        {"conflict": 0.6, "update": 0.3, "quote_change": 1.0, "unstated": 0.65, "agreement": 0.9},
        differences_in_gold=0.6,
        traps=2,
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    """Each event of the sample, checked and scored."""
    folder = tmp_path_factory.mktemp("floors")
    scored = {}
    for event in FLOORS:
        path = folder / f"{event}.json"
        write_json(check([ROOT / "data" / "sample" / event]), path)
        scored[event] = evaluate(path, [GOLD / "sample.jsonl"], traps=[GOLD / "sample-traps.jsonl"])
    return scored


def test_every_event_of_the_sample_has_floors() -> None:
    events = {p.name for p in (ROOT / "data" / "sample").iterdir() if p.is_dir()}

    assert events == set(FLOORS)


@pytest.mark.parametrize(
    ("event", "kind"), [(event, kind) for event, floors in FLOORS.items() for kind in floors.recall]
)
def test_recall_of_each_kind_stands_on_its_floor(
    event: str, kind: str, results: Mapping[str, Result]
) -> None:
    recall, _ = results[event].recall_by_kind[kind]

    assert recall is not None
    assert recall >= FLOORS[event].recall[kind]


@pytest.mark.parametrize("event", sorted(FLOORS))
def test_most_differences_reported_are_in_gold(event: str, results: Mapping[str, Result]) -> None:
    found = results[event]

    assert found.differences_reported > 0
    share = found.differences_in_gold_reported / found.differences_reported
    assert share >= FLOORS[event].differences_in_gold


@pytest.mark.parametrize("event", sorted(FLOORS))
def test_few_traps_are_walked_into(event: str, results: Mapping[str, Result]) -> None:
    assert results[event].traps_hit <= FLOORS[event].traps


@pytest.mark.parametrize("event", sorted(FLOORS))
def test_every_passage_of_the_gold_is_found_in_what_was_read(
    event: str, results: Mapping[str, Result]
) -> None:
    read = {stem for stem, _ in results[event].unplaced if stem}

    assert read & {p.stem for p in (ROOT / "data" / "sample" / event).iterdir()} == set()
