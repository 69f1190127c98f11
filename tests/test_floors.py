"""What is measured of a group, the floors under it and the ceiling over how much is reported."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.evaluation import GROUPS
from tests.evaluation.floors import (
    NOISE,
    Measured,
    Recalled,
    ceiling_over,
    figures_of_group,
    floors_under,
    per_1000_words,
)
from tests.evaluation.precision import Tally


def row(n: int = 0, found: int = 0, weight: int = 1, **changes: Any) -> Measured:
    """A collection with gold of the facet "date", if any, and nothing judged."""
    parts = {"facet: date": Recalled(n, found, weight)} if n else {}
    given: dict[str, Any] = {"figures": {}, "steps": {}, "judged": dict.fromkeys(GROUPS, Tally())}
    return Measured("sample", parts=parts, **given | changes)


def test_a_facet_is_pooled_over_the_collections_of_a_group() -> None:
    # The mean of the two shares would be 0.625: an event with one finding would count as much.
    assert figures_of_group([row(1, 3, 3), row(6, 3, 12)]) == {"facet: date": 0.4}


@pytest.mark.parametrize(("n_here", "known"), [(1, False), (2, True), (3, True)])
def test_a_facet_is_a_figure_from_three_gold_findings_in_the_group(
    n_here: int, known: bool
) -> None:
    rows = [row(1, 1, 1), row(n_here, 1, 2 * n_here)]

    assert ("facet: date" in figures_of_group(rows)) is known


def test_a_floor_lies_one_finding_of_high_severity_below() -> None:
    assert floors_under([row(10, 15, 30)]) == {"facet: date": 0.4}


def test_a_floor_lies_no_closer_than_the_noise() -> None:
    assert floors_under([row(100, 150, 300)]) == {"facet: date": 0.5 - NOISE}


def test_a_floor_is_never_below_nothing() -> None:
    assert floors_under([row(3, 0, 4)]) == {"facet: date": 0.0}


def test_a_mean_has_the_slack_of_one_finding_among_its_collections() -> None:
    rows = [row(figures={"traps_avoided": 1}, steps={"traps_avoided": 0.2}) for _ in range(2)]

    assert floors_under(rows) == {"traps_avoided": 0.9}


def test_findings_are_counted_for_a_thousand_words() -> None:
    assert per_1000_words([row(n_findings=10, n_words=600), row(n_findings=10, n_words=400)]) == 20


@pytest.mark.parametrize(("n_findings", "n_words", "ceiling"), [(10, 1000, 11), (100, 1000, 103)])
def test_a_ceiling_lies_above_by_one_finding_or_by_the_noise(
    n_findings: int, n_words: int, ceiling: float
) -> None:
    assert ceiling_over([row(n_findings=n_findings, n_words=n_words)]) == ceiling


def test_judged_precision_has_a_floor_beside_the_facets() -> None:
    judged = dict.fromkeys(GROUPS, Tally()) | {"differences": Tally(right=9, wrong=1)}

    floors = floors_under([row(10, 15, 30, judged=judged)])

    assert floors == {"facet: date": 0.4, "precision_differences": 0.8}
