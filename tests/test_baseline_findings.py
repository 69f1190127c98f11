"""The plain baseline reports in the shape of a findings file, so that any program can score it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from builders import WordEncoder, make_event

from consistency.embeddings import SentenceEncoder
from consistency.entailment import LABELS, EntailmentModel
from consistency.gold import read_findings
from tests.evaluation.baseline import findings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARTICLES, CLAIMS = make_event(
    ["The pier shut.", "Twelve cracks were found."], ["Some twelve cracks were found."]
)


class Contradicting:
    """A model to which every pair is a contradiction."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        made = np.zeros((len(pairs), len(LABELS)))
        made[:, LABELS.index("contradiction")] = 1.0
        return made


def found() -> list[dict[str, Any]]:
    encoder, model = cast("SentenceEncoder", WordEncoder()), Contradicting()
    return list(findings_of(CLAIMS, encoder, cast("EntailmentModel", model)))


def test_a_findings_file_of_the_baseline_can_be_read(tmp_path: Path) -> None:
    articles = [{"id": a.id, "path": a.path, "text": a.text} for a in ARTICLES]
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({"articles": articles, "findings": found()}), "utf-8")

    assert read_findings(path)["findings"] == found()


def test_a_value_of_the_baseline_is_the_whole_sentence() -> None:
    text_of = {article.id: article.text for article in ARTICLES}
    values = found()[0]["values"]

    assert [text_of[v["article"]][v["start"] : v["end"]] for v in values] == [
        "Twelve cracks were found.",
        "Some twelve cracks were found.",
    ]
    assert [(v["claim_start"], v["claim_end"]) for v in values] == [
        (v["start"], v["end"]) for v in values
    ]
