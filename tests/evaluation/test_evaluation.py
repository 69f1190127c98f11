"""Floors under what a check finds in the sample, and in the articles beside the project.

In-sample: the same-question weights were fitted on these collections. A floor that is missed says
that something was lost; the figures with each event held out are in README.md beside this file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files

import pytest

from consistency import Report, check_articles
from consistency.embeddings import SentenceEncoder
from tests.evaluation import floors
from tests.evaluation.collections import HELD_OUT, SHARED, collections

pytestmark = pytest.mark.slow

KEPT = floors.read_floors()
REMEDY = "see why; if it is meant, `python -m tests.evaluation.floors --write` keeps new floors"
HERE = ("sample", "invented", "held_out")


def figures_of(
    encoder: SentenceEncoder, *, made: Mapping[str, Report] | None = None, **which: bool
) -> Mapping[str, floors.Figures]:
    """The figures of each group; reports in `made` are not made again."""
    rows: dict[str, list[floors.Measured]] = defaultdict(list)
    for collection in collections(**which):
        report = (made or {}).get(collection.name)
        report = report or check_articles(collection.articles, encoder=encoder)
        measured = floors.measure(collection, report)
        rows[measured.group].append(measured)
    return {
        group: floors.figures_of_group(found) | {floors.PER_WORDS: floors.per_1000_words(found)}
        for group, found in rows.items()
    }


def assert_stands(figure: str, figures: floors.Figures, kept: floors.Figures) -> None:
    """Fail where a figure lies under its floor; precision that is no longer known says so."""
    if figure not in figures and figure.startswith("precision_"):
        pytest.skip("over a tenth is unjudged: `python -m tests.evaluation.judge list`")
    assert figures[figure] >= kept[figure], REMEDY


@pytest.fixture(scope="session")
def figures_here(
    sample_reports: Mapping[str, Report], encoder: SentenceEncoder
) -> Mapping[str, floors.Figures]:
    """The mean figures of the groups that are kept in the repository."""
    return figures_of(encoder, made=sample_reports, shared=False)


@pytest.fixture(scope="session")
def figures_beside(encoder: SentenceEncoder) -> Mapping[str, floors.Figures]:
    """The mean figures of the seeds and of the events, where they are on hand."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no measuring material beside this repository (../shared)")
    return figures_of(encoder, sample=False)


@pytest.mark.parametrize("group", HERE)
def test_the_gold_is_what_the_floors_were_measured_with(group: str) -> None:
    assert floors.gold_digest(group) == KEPT[group]["gold"], REMEDY


@pytest.mark.parametrize(
    ("group", "figure"), [(group, name) for group in HERE for name in KEPT[group]["floors"]]
)
def test_the_collections_here_stand_on_their_floors(
    group: str, figure: str, figures_here: Mapping[str, floors.Figures]
) -> None:
    assert_stands(figure, figures_here[group], KEPT[group]["floors"])


@pytest.mark.parametrize("group", HERE)
def test_the_collections_here_stay_under_their_ceilings(
    group: str, figures_here: Mapping[str, floors.Figures]
) -> None:
    for figure, ceiling in KEPT[group]["ceilings"].items():
        assert figures_here[group][figure] <= ceiling, REMEDY


def test_nothing_is_fitted_on_what_is_held_out() -> None:
    fitted = json.loads(files("consistency").joinpath("same_question.json").read_text("utf-8"))

    assert HELD_OUT.isdisjoint(fitted["events"])
    assert {"A1", "B1"} <= set(fitted["events"])


@pytest.mark.parametrize(
    ("group", "figure"),
    [(group, name) for group in floors.BESIDE for name in KEPT[group]["floors"]],
)
def test_the_articles_beside_the_project_stand_on_their_floors(
    group: str, figure: str, figures_beside: Mapping[str, floors.Figures]
) -> None:
    if floors.gold_digest(group) != KEPT[group]["gold"]:
        pytest.skip(f"the floors of the {group} were measured with other gold")

    assert_stands(figure, figures_beside[group], KEPT[group]["floors"])


@pytest.mark.parametrize("group", floors.BESIDE)
def test_the_articles_beside_the_project_stay_under_their_ceilings(
    group: str, figures_beside: Mapping[str, floors.Figures]
) -> None:
    if floors.gold_digest(group) != KEPT[group]["gold"]:
        pytest.skip(f"the ceilings of the {group} were measured with other gold")

    for figure, ceiling in KEPT[group]["ceilings"].items():
        assert figures_beside[group][figure] <= ceiling, REMEDY
