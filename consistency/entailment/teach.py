"""Ask a teacher that a smaller network learns from: `python -m consistency.entailment.teach`.

The teacher is a run of `train` from a larger encoder. What it says of the training pairs, and of
new pairs that nobody labelled, is written into a run's folder beside people's labels; `train` goes
on from there (distillation, Hinton et al. 2015, arXiv:1503.02531). The teacher is not shipped.
Stopped at any time, it goes on with the parts not yet written when it is called again.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.multiprocessing.spawn import spawn

from consistency.entailment import generate
from consistency.entailment.batches import TokenisedPairs, fitting, tokenise
from consistency.entailment.calibration import probabilities
from consistency.entailment.checkpoints import averaged_weights
from consistency.entailment.data import SHARES, Pair, is_held_out, training_pairs
from consistency.entailment.labels import LABELS
from consistency.entailment.network import all_logits, base_folder, new_network
from consistency.entailment.recombine import recombined_pairs

_PART = 4096
"""Pairs asked at once and written to one file."""
_SEEN_LITTLE = 0.25
"""Sets of which an epoch sees no more than this are made by rule: their labels need no opinion."""


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
    """Folder of the run that is to learn."""
    n_generated: int = 24_000
    max_tokens: int = 96
    """Longest pair, in tokens of the network that learns."""
    workers: int = 2
    """Processes of one thread each; 1 on a GPU."""
    seed: int = 20


def teach(lesson: Lesson) -> None:
    """Write train.npz, with the teacher's labels, and held_out.npz into `lesson.out`.

    Raises:
        InputError: If `lesson.data` holds no pairs.
    """
    lesson.out.mkdir(parents=True, exist_ok=True)
    pupils = _tokenizer(base_folder())
    pairs = fitting(_pairs(lesson), pupils, max_tokens=lesson.max_tokens)
    learnt = [pair for pair in pairs if not is_held_out(pair)]
    held_out = [pair for pair in pairs if is_held_out(pair)]
    tokenise(held_out, pupils).save(lesson.out / "held_out.npz")
    asked = [row for row, pair in enumerate(learnt) if is_asked(pair.source)]
    tokenise([learnt[row] for row in asked], _tokenizer(lesson.base)).save(_asked_file(lesson))
    _ask(lesson)
    taught = np.zeros((len(learnt), len(LABELS)), dtype=np.float32)
    taught[asked] = _answers(lesson)
    replace(tokenise(learnt, pupils), taught=taught).save(lesson.out / "train.npz")


def is_asked(source: str) -> bool:
    """Say whether a teacher is asked of a set's pairs: of those made by rule it is not."""
    return not source.startswith("generated") and SHARES.get(source, 1.0) > _SEEN_LITTLE


def _pairs(lesson: Lesson) -> list[Pair]:
    given = training_pairs(lesson.data)
    asked = [pair for pair in given if is_asked(pair.source) and not is_held_out(pair)]
    pairs = [
        *given,
        *recombined_pairs(asked, seed=lesson.seed),
        *generate.generated_pairs(lesson.n_generated, seed=lesson.seed),
    ]
    random.Random(lesson.seed).shuffle(pairs)
    return pairs


def _ask(lesson: Lesson) -> None:
    if lesson.workers == 1:
        _answer(0, lesson)
    else:
        spawn(_answer, args=(lesson,), nprocs=lesson.workers)


def _answer(rank: int, lesson: Lesson) -> None:
    """One worker's share of the parts, those not yet written."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
    network = new_network(lesson.base)
    network.load_state_dict(averaged_weights(lesson.teacher), strict=False)
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


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def teach_cli(arguments: list[str] | None = None) -> None:
    """Read the command line and ask."""
    parser = argparse.ArgumentParser(prog="python -m consistency.entailment.teach")
    for option, what in (
        ("data", "folder with train/ and dev/ sets"),
        ("teacher", "folder that the teacher's run wrote to"),
        ("base", "folder of the encoder it started from"),
        ("out", "folder of the run that is to learn"),
    ):
        parser.add_argument(f"--{option}", type=Path, required=True, help=what)
    parser.add_argument("--workers", type=int, default=2, help="processes, now 2; 1 on a GPU")
    teach(Lesson(**vars(parser.parse_args(arguments))))


if __name__ == "__main__":
    teach_cli()
