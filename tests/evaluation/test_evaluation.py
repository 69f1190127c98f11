"""Floors under what a check finds in the sample, and in the articles beside the project.

In-sample: the same-question weights were fitted on these collections. A floor that is missed says
that something was lost; the figures with each event held out are in README.md beside this file.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from consistency import Report, check_articles
from consistency.embeddings import SentenceEncoder
from tests.evaluation import floors
from tests.evaluation.collections import SHARED, collections

pytestmark = pytest.mark.slow

KEPT = floors.read_floors()
REMEDY = "see why; if it is meant, `python -m tests.evaluation.floors --write` keeps new floors"
BESIDE = ("seeds", "events")


@pytest.fixture(scope="session")
def sample_figures(sample_reports: Mapping[str, Report]) -> floors.Figures:
    """The mean figures of the sample's events."""
    return floors.means(
        floors.measure(collection, sample_reports[collection.name]).figures
        for collection in collections(shared=False)
    )


@pytest.fixture(scope="session")
def figures_beside(encoder: SentenceEncoder) -> Mapping[str, floors.Figures]:
    """The mean figures of the seeds and of the events, where they are on hand."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no measuring material beside this repository (../shared)")
    rows: dict[str, list[floors.Figures]] = {group: [] for group in BESIDE}
    for collection in collections(sample=False):
        measured = floors.measure(collection, check_articles(collection.articles, encoder=encoder))
        rows[measured.group].append(measured.figures)
    return {group: floors.means(found) for group, found in rows.items()}


def test_the_gold_of_the_sample_is_what_the_floors_were_measured_with() -> None:
    assert floors.gold_digest("sample") == KEPT["sample"]["gold"], REMEDY


@pytest.mark.parametrize("figure", sorted(KEPT["sample"]["floors"]))
def test_the_sample_stands_on_its_floors(figure: str, sample_figures: floors.Figures) -> None:
    assert sample_figures[figure] >= KEPT["sample"]["floors"][figure], REMEDY


@pytest.mark.parametrize(
    ("group", "figure"), [(group, name) for group in BESIDE for name in KEPT[group]["floors"]]
)
def test_the_articles_beside_the_project_stand_on_their_floors(
    group: str, figure: str, figures_beside: Mapping[str, floors.Figures]
) -> None:
    if floors.gold_digest(group) != KEPT[group]["gold"]:
        pytest.skip(f"the floors of the {group} were measured with other gold")

    assert figures_beside[group][figure] >= KEPT[group]["floors"][figure], REMEDY
