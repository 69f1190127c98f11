"""The plain baseline: what it calls a conflict, what an agreement, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from builders import make_claim

from consistency.embeddings import SentenceEncoder
from consistency.entailment import LABELS, EntailmentModel
from tests.evaluation.baseline import findings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERALD = make_claim("Twelve cracks were found.", "c1", "a1")
POST = make_claim("Engineers found 21 cracks.", "c2", "a2")


class Rows:
    """An encoder under which the two sentences have a given cosine."""

    def __init__(self, cosine: float) -> None:
        self.rows = np.array([[1.0, 0.0], [cosine, (1 - cosine**2) ** 0.5]])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return self.rows[: len(texts)]


class Told:
    """A model that gives a label a probability when the Herald's sentence comes first, or last."""

    def __init__(self, label: str, there: float, back: float) -> None:
        self.label, self.probabilities = label, {HERALD.text: there, POST.text: back}

    def predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        made = np.zeros((len(pairs), len(LABELS)))
        made[:, LABELS.index(self.label)] = [self.probabilities[first] for first, _ in pairs]
        return made


def found(label: str, there: float, back: float, cosine: float = 0.9) -> list[dict[str, Any]]:
    encoder = cast("SentenceEncoder", Rows(cosine))
    model = cast("EntailmentModel", Told(label, there, back))
    return list(findings_of([HERALD, POST], encoder, model))


@pytest.mark.parametrize(
    ("there", "back", "kinds"),
    [(0.7, 0.0, ["conflict"]), (0.0, 0.7, ["conflict"]), (0.69, 0.69, [])],
)
def test_a_contradiction_in_either_direction_is_a_conflict(
    there: float, back: float, kinds: list[str]
) -> None:
    assert [f["kind"] for f in found("contradiction", there, back)] == kinds


@pytest.mark.parametrize(
    ("there", "back", "kinds"),
    [(0.7, 0.7, ["agreement"]), (0.69, 1.0, []), (1.0, 0.69, [])],
)
def test_entailment_in_both_directions_is_an_agreement(
    there: float, back: float, kinds: list[str]
) -> None:
    assert [f["kind"] for f in found("entailment", there, back)] == kinds


def test_nothing_is_read_below_a_cosine_of_a_half() -> None:
    assert found("contradiction", 1.0, 1.0, cosine=0.49) == []
    assert len(found("contradiction", 1.0, 1.0, cosine=0.5)) == 1


def test_a_finding_cites_both_sentences() -> None:
    values = found("contradiction", 1.0, 0.0)[0]["values"]

    assert [v["article"] for v in values] == ["a1", "a2"]
    assert [v["value"] for v in values] == [HERALD.text, POST.text]
