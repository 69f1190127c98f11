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
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss

from consistency.embeddings import SentenceEncoder
from consistency.evaluation import Located, PassageFinder
from consistency.observation import Observation
from consistency.pipeline import judge_all, observe
from consistency.records import Level, Mention
from consistency.same_question import (
    AGREEING,
    FEATURES,
    JudgedPair,
    SameQuestionModel,
    WordRows,
    count_beside,
    only_agreeing,
    pair_features,
)
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
    "certainty": {"certainty", "polarity", "scope"},
    "attribution": {"attribution", "name", "quote", "polarity"},
}
"""Facets of ours that can answer a gold finding of each facet; statements and lists, the others."""
STATEMENTS = {"polarity", "certainty", "scope"}
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}


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
            if gold["kind"] == "agreement":
                states = level in AGREEING
            elif level in AGREEING:
                states = any(x.value == y.value for x in a for y in b)
            else:
                states = any(_states(left, x) and _states(right, y) for x, y in _opposed(a, b))
            if states:
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


def _opposed(left: Sequence[Located], right: Sequence[Located]) -> list[tuple[Located, Located]]:
    return [(x, y) for x in left for y in right if x.value != y.value]


def _states(mention: Mention, passage: Located) -> bool:
    """Say whether a mention can be the value that a gold passage states.

    A sentence with several numbers states only one of them in answer to the gold's question: where
    the gold's value has a number in digits or in words, the mention must have it too.
    """
    wanted = _numbers(passage.value)
    if mention.facet not in {"quantity", "date"} or not wanted:
        return True
    return bool(wanted & _numbers(f"{mention.text} {mention.value}"))


def _numbers(text: str) -> set[str]:
    """Digits and number words of a text, as digits."""
    plain = re.sub(r"(?<=\d),(?=\d)", "", text.lower())
    words = re.findall(r"[a-z]+", plain)
    return {*re.findall(r"\d+(?:\.\d+)?", plain)} | {
        NUMBER_WORDS[w] for w in words if w in NUMBER_WORDS
    }


def label_pairs(
    collection: Collection, seen: Observation, judged: Iterable[JudgedPair]
) -> Iterator[bool | None]:
    """Yield what the gold says of each judged pair of one collection, None where nothing."""
    finder = PassageFinder(
        {"id": a.id, "path": a.path, "text": a.text} for a in collection.articles
    )
    golds = [g for g in collection.gold if any(v["article"] in finder.stems for v in g["values"])]
    passages = [[finder.locate(v) for v in g["values"]] for g in golds]
    pairs = GoldPairs(golds, passages, finder.stem_of)
    for left, right, judgement in judged:
        apart = left.article != right.article and judgement.alignment is None
        yield pairs.label(left, right, seen, judgement.level) if apart else None


@dataclass(frozen=True)
class Pairs:
    """Features, facets and labels of one collection's labelled pairs."""

    name: str
    features: NDArray[np.float64]
    facets: list[str]
    labels: list[bool]


def gather_pairs(collection: Collection, seen: Observation) -> Pairs:
    """Label the pairs of one collection and describe them by their features.

    Some features count what else there is to compare, so all pairs of a facet that the model is
    asked about in a run are described before those without a label are left out.
    """
    by_facet = judge_all(seen)
    beside = count_beside(chain.from_iterable(by_facet.values()))
    words = WordRows(seen.evidence.encoder, chain.from_iterable(by_facet.values()))
    tables, facets, labels = [np.zeros((0, len(FEATURES)))], [], []
    for name, judged in by_facet.items():
        judged = [pair for pair in judged if pair[2].alignment is None]
        told = list(label_pairs(collection, seen, judged))
        rows = [row for row, label in enumerate(told) if label is not None]
        if rows:
            tables.append(pair_features(judged, seen.evidence, beside, words=words)[rows])
        facets += [name] * len(rows)
        labels += [label for label in told if label is not None]
    return Pairs(collection.name, np.concatenate(tables), facets, labels)


def fit_model(pairs: Sequence[Pairs]) -> SameQuestionModel:
    """Fit logistic regression on the pairs of several collections, one offset a facet."""
    facets = [f for p in pairs for f in p.facets]
    names = sorted(set(facets))
    model = LogisticRegression(C=0.5, max_iter=4000)
    model.fit(_design(pairs, names), [label for p in pairs for label in p.labels])
    n, weights = len(FEATURES), model.coef_[0].round(4).tolist()
    return SameQuestionModel(
        coefficients=dict(zip(FEATURES, weights[:n], strict=True)),
        intercept=round(float(model.intercept_[0]), 4),
        facets=dict(zip(names, weights[2 * n :], strict=True)),
        agreeing=dict(zip(FEATURES, weights[n : 2 * n], strict=True)),
    )


def _design(pairs: Sequence[Pairs], names: Sequence[str]) -> NDArray[np.float64]:
    features = np.concatenate([p.features for p in pairs])
    offsets = np.array([[f == n for n in names] for p in pairs for f in p.facets], float)
    return np.hstack([features, only_agreeing(features), offsets])


def hold_out(pairs: Sequence[Pairs]) -> NDArray[np.float64]:
    """Probability of every pair by the model fitted without its collection."""
    return np.concatenate(
        [
            fit_model([q for q in pairs if q is not p]).probability(p.features, p.facets)
            for p in pairs
        ]
    )


def main() -> None:
    """Fit, print held-out figures, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    arguments = parser.parse_args()
    encoder = SentenceEncoder(Settings().models)
    pairs = [
        gather_pairs(c, observe(c.articles, settings=Settings(), encoder=encoder))
        for c in collections()
        if not c.is_held_out
    ]
    report_fit(pairs)
    if arguments.write:
        write_weights(pairs)


def report_fit(pairs: Sequence[Pairs]) -> None:
    """Print how well the model tells pairs of collections it was not fitted on."""
    labels = np.array([label for p in pairs for label in p.labels])
    facets = np.array([f for p in pairs for f in p.facets])
    held_out = hold_out(pairs)
    out = sys.stdout
    out.write(f"{len(labels)} pairs, {labels.sum()} of one question, held out by event:\n")
    out.write(f"average precision {average_precision_score(labels, held_out):.3f}\n")
    out.write(f"Brier score {brier_score_loss(labels, held_out):.4f}\n")
    for name in sorted(set(facets)):
        mine = facets == name
        if labels[mine].any():
            precision = average_precision_score(labels[mine], held_out[mine])
            out.write(f"  {name}: {mine.sum()} pairs, {labels[mine].sum()} of one question, ")
            out.write(f"average precision {precision:.3f}\n")


def write_weights(pairs: Sequence[Pairs]) -> None:
    """Fit on all collections and keep the weights in the package."""
    model = fit_model(pairs)
    card = {
        "card": "Logistic regression fitted by tests/evaluation/fit.py; holds no article text.",
        "pairs": sum(len(p.labels) for p in pairs),
        "events": [p.name for p in pairs],
        "intercept": model.intercept,
        "facets": model.facets,
        "coefficients": model.coefficients,
        "agreeing": model.agreeing,
    }
    WEIGHTS.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
