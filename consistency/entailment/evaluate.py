"""Measure an entailment model: `python -m consistency.entailment.evaluate --data DIR`.

Prints, for each set below `DIR`/dev, how many pairs it has, the accuracy and the calibration error,
and then how many pairs a second were read.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from consistency.entailment.calibration import expected_calibration_error
from consistency.entailment.data import Pair, read_sets
from consistency.entailment.labels import LABELS
from consistency.entailment.model import EntailmentModel
from consistency.settings import EntailmentSettings

BINARY_SETS = frozenset({"mrpc_test"})
"""Sets that only say whether the hypothesis follows: two labels are told apart, not three."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well a model does on one set."""

    name: str
    n_pairs: int
    accuracy: float
    """Share of pairs whose likeliest label is right, 0..1."""
    calibration_error: float
    """Expected calibration error over the three labels, 0..1; nan for binary sets."""
    seconds: float


def evaluate(
    model: EntailmentModel, folder: Path, *, most: int | None = None, seed: int = 0
) -> list[Score]:
    """Score a model on every set of a folder.

    Args:
        most: Pairs sampled from each set; None for all.
    Raises:
        InputError: If the folder holds no sets.
    """
    return [
        _score(model, name, _sample(pairs, most, seed)) for name, pairs in read_sets(folder).items()
    ]


def _sample(pairs: Sequence[Pair], most: int | None, seed: int) -> Sequence[Pair]:
    if most is None or len(pairs) <= most:
        return pairs
    return random.Random(seed).sample(pairs, most)


def _score(model: EntailmentModel, name: str, pairs: Sequence[Pair]) -> Score:
    started = time.perf_counter()
    given = model.predict([(pair.premise, pair.hypothesis) for pair in pairs])
    seconds = time.perf_counter() - started
    targets = np.array([LABELS.index(pair.label) for pair in pairs])
    is_binary = name in BINARY_SETS
    return Score(
        name=name,
        n_pairs=len(pairs),
        accuracy=_accuracy(given, targets, is_binary=is_binary),
        calibration_error=(
            float("nan") if is_binary else expected_calibration_error(given, targets)
        ),
        seconds=seconds,
    )


def _accuracy(
    given: NDArray[np.float32], targets: NDArray[np.integer], *, is_binary: bool
) -> float:
    if is_binary:
        return float(((given[:, 0] >= 0.5) == (targets == 0)).mean())
    return float((given.argmax(axis=1) == targets).mean())


def table(scores: Iterable[Score]) -> str:
    """Lay scores out as lines of text, with the speed over all sets below them."""
    rows = list(scores)
    lines = [f"{'set':24}{'pairs':>8}{'accuracy':>10}{'ECE':>8}"]
    for score in rows:
        error = score.calibration_error
        shown = "-" if np.isnan(error) else f"{error:.3f}"
        lines.append(f"{score.name:24}{score.n_pairs:>8}{score.accuracy:>10.3f}{shown:>8}")
    n_pairs, seconds = sum(row.n_pairs for row in rows), sum(row.seconds for row in rows)
    return "\n".join([*lines, f"{n_pairs / max(seconds, 1e-9):.0f} pairs a second"])


def evaluate_cli(arguments: list[str] | None = None) -> None:
    """Read the command line, measure, and write the table to stdout."""
    parser = argparse.ArgumentParser(prog="python -m consistency.entailment.evaluate")
    parser.add_argument("--data", type=Path, required=True, help="folder with dev/ sets")
    parser.add_argument("--model", default="shipped", help="weights folder or CrossEncoder name")
    parser.add_argument("--most", type=int, help="pairs sampled from each set")
    options = parser.parse_args(arguments)
    model = EntailmentModel(replace(EntailmentSettings(), model=options.model))
    scores = evaluate(model, options.data / "dev", most=options.most)
    sys.stdout.write(table(scores) + "\n")


if __name__ == "__main__":
    evaluate_cli()
