"""The shipped weights, measured: floors on labelled pairs, and pairs any reader would agree on."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.entailment import LABELS, EntailmentModel, load
from consistency.entailment.backends import ONNX_FILE
from consistency.entailment.evaluate import Score, evaluate
from consistency.entailment.model import SHIPPED

DEV = Path(__file__).resolve().parent.parent.parent / "shared/nli/dev"
MOST = 600
"""Pairs sampled from each set; the standard error of an accuracy is then two points at most."""

FLOORS = {
    "mnli_dev": 0.73,
    "snli_test": 0.82,
    "emergent_test": 0.74,
    "claimdiff_none_test": 0.92,
}
"""Accuracy in three classes, four points or so under what was measured."""
LARGEST_CALIBRATION_ERROR = 0.06
"""On the sample of mnli_dev, of which 0.02 is the sample's own noise."""

HAND_WRITTEN = [
    ("Two climbers were rescued from the ridge on Sunday.", "Climbers were rescued.", "e"),
    ("The museum in Leeds will close in May.", "A museum will close.", "e"),
    ("Mayor Ida Strand resigned on Friday.", "Ida Strand stepped down.", "e"),
    ("A man is playing a guitar on the stage.", "A person is making music.", "e"),
    ("No one was hurt in the blaze.", "Three people were hurt in the blaze.", "c"),
    ("The council approved the plan.", "The council rejected the plan.", "c"),
    ("The bridge was closed all week.", "The bridge was open all week.", "c"),
    ("The ferry sank near the harbour.", "The ferry did not sink.", "c"),
    ("The factory employs local people.", "The factory makes bicycles.", "n"),
    ("A woman is reading on a bench.", "The woman is waiting for her sister.", "n"),
    ("Police arrested a suspect.", "The suspect had a long criminal record.", "n"),
    ("The company plans to open a shop in Oslo.", "The shop will sell shoes.", "n"),
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SHIPPED / ONNX_FILE).is_file(), reason="the package has no entailment weights here"
    ),
]


@pytest.fixture(scope="module")
def shipped() -> EntailmentModel:
    return load()


@pytest.fixture(scope="module")
def scores(shipped: EntailmentModel) -> dict[str, Score]:
    if not DEV.is_dir():
        pytest.skip(f"no labelled pairs in {DEV.name}/ beside the repository")
    return {score.name: score for score in evaluate(shipped, DEV, most=MOST)}


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_accuracy_stays_above_its_floor(scores: dict[str, Score], name: str, floor: float) -> None:
    assert scores[name].accuracy >= floor


def test_the_model_is_as_sure_as_it_is_right(scores: dict[str, Score]) -> None:
    assert scores["mnli_dev"].calibration_error <= LARGEST_CALIBRATION_ERROR


def test_readers_and_the_model_agree_on_plain_pairs(shipped: EntailmentModel) -> None:
    given = shipped.predict([(premise, hypothesis) for premise, hypothesis, _ in HAND_WRITTEN])
    labels = [LABELS[row][0] for row in given.argmax(axis=1)]
    wrong = [row for row, label in zip(HAND_WRITTEN, labels, strict=True) if row[2] != label]
    assert len(wrong) <= 2, wrong


def test_the_weights_are_small(shipped: EntailmentModel) -> None:
    assert shipped
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= 25_000_000
