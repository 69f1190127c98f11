"""Ask a teacher that a smaller network learns from: `python -m consistency.entailment.teach`.

The teacher is a run of `train` from a larger encoder. What it says of the training pairs, and of
new pairs that nobody labelled, is written to `soft_labels.npz`, which `train` sets beside people's
labels (distillation, Hinton et al. 2015, arXiv:1503.02531). The teacher is not shipped. Stopped at
any time, it goes on with the parts not yet written when it is called again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.multiprocessing.spawn import spawn

from consistency.entailment.asking import pairs_to_ask
from consistency.entailment.batches import TokenisedPairs, fitting, tokenise, tokenizer_of
from consistency.entailment.calibration import probabilities
from consistency.entailment.data import training_pairs
from consistency.entailment.labels import LABELS
from consistency.entailment.network import all_logits, base_folder, take_device, trained_network
from consistency.entailment.soft_labels import SoftLabels

_PART = 4096
"""Pairs asked at once and written to one file."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is asked, of whom."""

    data: Path
    """Folder with train/ and dev/ sets."""
    teacher: Path
    """Folder that the teacher's run wrote to."""
    base: Path
    """Folder of the encoder the teacher's run started from."""
    out: Path
    """Folder for the soft labels and the parts of them; one for each teacher and each `data`."""
    max_tokens: int = 96
    """Longest pair asked, in tokens of the network that learns."""
    workers: int = 2
    """Processes of one thread each; 1 on a GPU."""


def teach(lesson: Lesson) -> SoftLabels:
    """Ask the teacher, and write what it says to `lesson.out`/soft_labels.npz.

    Raises:
        InputError: If `lesson.data` holds no pairs.
    """
    lesson.out.mkdir(parents=True, exist_ok=True)
    asked = fitting(
        pairs_to_ask(training_pairs(lesson.data)),
        tokenizer_of(base_folder()),
        max_tokens=lesson.max_tokens,
    )
    tokenise(asked, tokenizer_of(lesson.base)).save(_asked_file(lesson))
    _ask(lesson)
    soft_labels = SoftLabels.of(asked, _answers(lesson))
    soft_labels.save(lesson.out / "soft_labels.npz")
    return soft_labels


def _ask(lesson: Lesson) -> None:
    if lesson.workers == 1:
        _answer(0, lesson)
    else:
        spawn(_answer, args=(lesson,), nprocs=lesson.workers)


def _answer(rank: int, lesson: Lesson) -> None:
    """One worker's share of the parts, those not yet written."""
    device = take_device()
    network = trained_network(lesson.teacher, base=lesson.base)
    torch.nn.Module.to(network, device)
    pairs = TokenisedPairs.load(_asked_file(lesson))
    for number, rows in list(enumerate(_parts(pairs)))[rank :: lesson.workers]:
        path = _part_file(lesson, number)
        if not path.exists():
            given = probabilities(all_logits(network, pairs.rows(rows)), temperature=1.0)
            partial = path.with_suffix(".partial.npy")
            np.save(partial, given)
            partial.replace(path)


def _answers(lesson: Lesson) -> NDArray[np.float32]:
    pairs = TokenisedPairs.load(_asked_file(lesson))
    answers = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    for number, rows in enumerate(_parts(pairs)):
        answers[rows] = np.load(_part_file(lesson, number))
    return answers


def _parts(pairs: TokenisedPairs) -> list[Sequence[int]]:
    """Cut pairs into parts, shortest first."""
    order = np.argsort(pairs.lengths, kind="stable").tolist()
    return [order[at : at + _PART] for at in range(0, len(order), _PART)]


def _asked_file(lesson: Lesson) -> Path:
    return lesson.out / "asked.npz"


def _part_file(lesson: Lesson, number: int) -> Path:
    return lesson.out / f"answers-{number:04}.npy"


def teach_cli(arguments: list[str] | None = None) -> None:
    """Read the command line and ask."""
    parser = argparse.ArgumentParser(prog="python -m consistency.entailment.teach")
    for option, what in (
        ("data", "folder with train/ and dev/ sets"),
        ("teacher", "folder that the teacher's run wrote to"),
        ("base", "folder of the encoder it started from"),
        ("out", "folder to write soft_labels.npz to"),
    ):
        parser.add_argument(f"--{option}", type=Path, required=True, help=what)
    parser.add_argument("--workers", type=int, default=2, help="processes, now 2; 1 on a GPU")
    teach(Lesson(**vars(parser.parse_args(arguments))))


if __name__ == "__main__":
    teach_cli()
