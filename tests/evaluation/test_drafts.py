"""Marks of drafts kept beside the repository: what must be marked, and how often it is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consistency import Report
from consistency.draft.records import FINE, DraftClaim, Mark
from consistency.embeddings import SentenceEncoder
from tests.evaluation.drafts import DRAFTS, judged_marks, judgements, marked, precision

pytestmark = pytest.mark.slow

LEAST_PRECISION = 0.7
MOST_OPEN = 0.2
"""Share of the marks that may be unjudged, since spans move when rules change."""
SEED, *EVENTS = DRAFTS
JUDGED = [path for path in EVENTS if judgements(path)]


@pytest.fixture(scope="module")
def seed(shared: Path, encoder: SentenceEncoder) -> Report:
    assert shared.is_dir()
    return marked(SEED, encoder=encoder)


def claims_at(report: Report, place: int) -> Iterator[DraftClaim]:
    """The claims that a character of the draft's text lies in."""
    assert report.draft is not None
    return (c for c in report.draft.claims if c.span.start <= place < c.span.end)


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        pytest.param(1812, Mark.QUOTE_ALTERED, id="the governor's words"),
        pytest.param(3312, Mark.QUOTE_ALTERED, id="the mayor's words"),
        pytest.param(5346, Mark.SPEAKER_CHANGED, id="the mayor's argument, given to a league"),
        pytest.param(4162, Mark.DIFFERS, id="a state counted among those in support"),
        pytest.param(7601, Mark.NOT_IN_SOURCES, id="an advocate without a name"),
        pytest.param(562, Mark.SUPPORTED, id="day of the order"),
        pytest.param(1145, Mark.SUPPORTED, id="first day of the mission"),
        pytest.param(1498, Mark.SUPPORTED, id="legal status"),
        pytest.param(1980, Mark.SUPPORTED, id="no arrests"),
    ],
)
def test_the_seeds_rewrite_is_marked_as_an_editor_would(
    seed: Report, place: int, mark: Mark
) -> None:
    assert [c.mark for c in claims_at(seed, place)] == [mark]


def test_marks_that_ask_for_a_look_are_mostly_right(seed: Report) -> None:
    right, judged, asking = precision(list(judged_marks(seed, judgements(SEED))))

    assert asking - judged <= MOST_OPEN * asking
    assert right >= LEAST_PRECISION * judged > 0


@pytest.mark.parametrize("path", JUDGED)
def test_marks_on_events_are_mostly_right(
    shared: Path, encoder: SentenceEncoder, path: str
) -> None:
    assert shared.is_dir()
    report = marked(path, encoder=encoder)
    right, judged, asking = precision(list(judged_marks(report, judgements(path))))

    assert asking - judged <= MOST_OPEN * asking
    assert right >= LEAST_PRECISION * judged > 0


def test_every_mark_of_a_judgement_is_a_mark() -> None:
    known = {mark.value for mark in Mark}
    said = [j for path in DRAFTS for j in judgements(path)]

    assert {j.mark for j in said} <= known
    assert any(Mark(j.mark) not in FINE for j in said)
