"""Fit the same-question model on labelled pairs, cross-validated by event.

    python -m tests.evaluation.fit [--write]

A pair of mentions from two articles is positive when one gold finding of a matching facet cites
both claims and the typed comparison does not contradict its kind; pairs whose claims share a gold
finding of another facet, or contradict its kind, are left out; every other pair is negative.
Gold comes from the sample and, where it exists, from ../shared. Figures printed are out of fold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss
from sklearn.model_selection import GroupKFold, cross_val_predict

from consistency.comparisons import AGREEING, FEATURES, JudgedPair, pair_features
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import Located, PassageFinder
from consistency.pipeline import Observation, judge_all, observe
from consistency.records import Level, Mention
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections

WEIGHTS = Path(__file__).parents[2] / "consistency" / "same_question.json"
ALIKE = {
    "quantity": {"quantity"},
    "money": {"quantity"},
    "date": {"date", "quantity"},
    "person": {"name", "title"},
    "organisation": {"name", "title"},
    "title": {"title", "name"},
    "place": {"place", "name"},
    "quote": {"quote", "polarity"},
    "certainty": {"certainty", "polarity"},
    "attribution": {"name", "quote", "polarity"},
}
"""Facets of ours that can answer a gold finding of each facet; statements answer the others."""
STATEMENTS = {"polarity", "certainty"}


@dataclass(frozen=True)
class GoldPairs:
    """Where each gold finding's passages stand in one report."""

    golds: Sequence[dict[str, Any]]
    passages: Sequence[Sequence[Located | None]]
    stem_of: dict[str, str]

    def label(self, left: Mention, right: Mention, seen: Observation, level: Level) -> bool | None:
        """True: one question; False: two; None: cannot be told from the gold."""
        shared = False
        for gold, passages in zip(self.golds, self.passages, strict=True):
            if gold["kind"] == "unstated":
                continue
            a = self._cited(left, passages, seen)
            b = self._cited(right, passages, seen)
            if not a or not b:
                continue
            shared = True
            if left.facet not in ALIKE.get(gold["facet"], STATEMENTS):
                continue
            alike = any(x.value == y.value for x in a for y in b) or gold["kind"] == "agreement"
            if alike == (level in AGREEING):
                return True
        return None if shared else False

    def _cited(
        self, mention: Mention, passages: Sequence[Located | None], seen: Observation
    ) -> list[Located]:
        stem = self.stem_of[mention.article]
        claim = seen.evidence.claim_of(mention)
        return [
            p for p in passages if p is not None and p.stem == stem and p.span.overlaps(claim.span)
        ]


def labelled_pairs(collection: Collection, seen: Observation) -> Iterator[tuple[JudgedPair, bool]]:
    """Yield every judged pair of one collection that the gold labels."""
    finder = PassageFinder(
        {"id": a.id, "path": a.path, "text": a.text} for a in collection.articles
    )
    golds = [g for g in collection.gold if any(v["article"] in finder.stems for v in g["values"])]
    passages = [[finder.locate(v) for v in g["values"]] for g in golds]
    pairs = GoldPairs(golds, passages, finder.stem_of)
    judged = judge_all(seen, settings=Settings())
    for left, right, judgement in chain.from_iterable(judged.values()):
        if left.article == right.article or judgement.alignment is not None:
            continue
        label = pairs.label(left, right, seen, judgement.level)
        if label is not None:
            yield (left, right, judgement), label


def gather() -> tuple[NDArray[np.float64], list[str], NDArray[np.bool_], list[str]]:
    """Features, facets, labels and the event of every labelled pair."""
    encoder = SentenceEncoder(Settings().models)
    tables: list[NDArray[np.float64]] = []
    facets: list[str] = []
    labels: list[bool] = []
    groups: list[str] = []
    for collection in collections():
        seen = observe(collection.articles, settings=Settings(), encoder=encoder)
        rows = list(labelled_pairs(collection, seen))
        if not rows:
            continue
        tables.append(pair_features([judged for judged, _ in rows], seen.evidence))
        facets.extend(judged[0].facet for judged, _ in rows)
        labels.extend(label for _, label in rows)
        groups.extend([collection.name] * len(rows))
        one = sum(label for _, label in rows)
        print(f"{collection.name}: {len(rows)} pairs, {one} of one question")
    return np.concatenate(tables), facets, np.array(labels), groups


def main() -> None:
    """Fit, print out-of-fold figures, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    arguments = parser.parse_args()
    features, facets, labels, groups = gather()
    names = sorted(set(facets))
    design = np.hstack([features, np.array([[f == n for n in names] for f in facets], float)])
    model = LogisticRegression(C=1.0, max_iter=2000)
    folds = GroupKFold(n_splits=min(8, len(set(groups))))
    held_out = cross_val_predict(
        model, design, labels, groups=groups, cv=folds, method="predict_proba"
    )[:, 1]
    print(f"{len(labels)} pairs, {labels.sum()} of one question, out of fold:")
    print(f"average precision {average_precision_score(labels, held_out):.3f}")
    print(f"Brier score {brier_score_loss(labels, held_out):.4f}")
    for name in names:
        mine = np.array([f == name for f in facets])
        if labels[mine].any():
            precision = average_precision_score(labels[mine], held_out[mine])
            print(f"  {name}: {mine.sum()} pairs, {labels[mine].sum()} of one, AP {precision:.3f}")
    model.fit(design, labels)
    weights = dict(zip(FEATURES, model.coef_[0][: len(FEATURES)].round(4).tolist(), strict=True))
    offsets = dict(zip(names, model.coef_[0][len(FEATURES) :].round(4).tolist(), strict=True))
    print(json.dumps(weights, indent=1), json.dumps(offsets), model.intercept_)
    if arguments.write:
        card = {
            "card": "Logistic regression fitted by tests/evaluation/fit.py; not article text.",
            "pairs": len(labels),
            "events": sorted(set(groups)),
            "intercept": round(float(model.intercept_[0]), 4),
            "facets": offsets,
            "coefficients": weights,
        }
        WEIGHTS.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
