"""Train the entailment cross-encoder: `python -m consistency.entailment.train`.

Several workers of one thread each beat one process of several threads on a CPU that other programs
use too: threads wait for one another in every operation, workers once in `sync_steps`. Each takes
its share of the batches and their weights are averaged (local SGD, Stich 2019, arXiv:1805.09767).
A run stopped at any time goes on from its last checkpoint when it is called again.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.multiprocessing.spawn import spawn

from consistency.entailment.backends import ONNX_FILE
from consistency.entailment.batches import TokenisedPairs, batched_indices, masked, padded
from consistency.entailment.checkpoints import Averager, Checkpoint, append_log
from consistency.entailment.data import epoch_indices
from consistency.entailment.labels import LABELS
from consistency.entailment.network import (
    all_logits,
    batch_loss,
    forward,
    mask_and_special_ids,
    new_network,
    parameter_groups,
    take_device,
)
from consistency.entailment.prepare import prepare
from consistency.entailment.restore import restored_weights

if TYPE_CHECKING:
    from transformers import PreTrainedModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does."""

    data: Path
    """Folder with train/ and dev/ sets."""
    out: Path
    """Folder for checkpoints, the log and tokenised pairs."""
    base: Path | None = None
    """The encoder to start from; without one, the sentence encoder of the package."""
    n_frozen: int = 0
    """How many of the encoder's lowest layers are not trained."""
    epochs: int = 6
    """Passes over the mix of `data.SHARES`, at least 1."""
    max_minutes: float = float("inf")
    """Longest time of training, all resumed parts together; the learning rate ends at 0 by then."""
    batch_size: int = 32
    """Pairs a worker takes a step with."""
    learning_rate: float = 1.2e-4
    """Peak of the upper layers' rate."""
    layer_decay: float = 0.9
    """Factor from a layer's rate to that of the one below."""
    warmup: float = 0.04
    """Share of the run in which the rate rises, 0..1."""
    cooldown: float = 0.3
    """Share of the run in which the rate falls to 0 at its end, 0..1. What the run was before is
    kept, so that it can go on from there when there is more time."""
    start: Path | None = None
    """A folder of shipped weights to go on from."""
    soft_labels: Path | None = None
    """What a teacher said, as `teach` wrote it; without it, people's labels are learnt alone."""
    trust: float = 0.7
    """Weight of the teacher's label where people gave one too, 0..1."""
    smoothing: float = 0.03
    """Mass that label smoothing spreads over the three labels, 0..1."""
    masking: float = 0.08
    """Share of a pair's words hidden each time it is seen, 0..1."""
    n_generated: int = 24_000
    """Pairs generated to be trained on; an epoch sees part of them."""
    max_tokens: int = 96
    """Longest pair trained on, in tokens."""
    workers: int = 2
    """Processes of one thread each; 1 on a GPU."""
    sync_steps: int = 16
    """Steps between averagings of the workers' weights."""
    checkpoint_minutes: float = 5.0
    """Time between checkpoints."""
    n_watched: int = 800
    """Held-out pairs that the learning curve is measured on."""
    seed: int = 20
    """Fixes the order of pairs and the dropout."""


def train(plan: Plan) -> None:
    """Train to the end of the plan, from the last checkpoint in `plan.out` if there is one.

    Raises:
        InputError: If `plan.data` holds no pairs, `plan.soft_labels` is about none of them, or
            `plan.start` holds no weights.
    """
    prepare(plan)
    if plan.workers == 1:
        _work(0, plan)
        return
    (plan.out / "rendezvous").unlink(missing_ok=True)
    spawn(_work, args=(plan,), nprocs=plan.workers)


def _work(rank: int, plan: Plan) -> None:
    """One worker's run; worker 0 also measures, logs and writes checkpoints."""
    device = take_device()
    torch.manual_seed(plan.seed + rank)
    with Averager(rank, plan.workers, plan.out / "rendezvous") as averager:
        _Run(rank, plan, device, averager).to_the_end()


class _Run:
    """The state of one worker between two synchronisations."""

    def __init__(self, rank: int, plan: Plan, device: str, averager: Averager) -> None:
        self.rank, self.plan, self.averager = rank, plan, averager
        self.pairs = TokenisedPairs.load(plan.out / "train.npz")
        self.network = new_network(plan.base, n_frozen=plan.n_frozen)
        if plan.start:
            self.network.load_state_dict(restored_weights(plan.start / ONNX_FILE))
        torch.nn.Module.to(self.network, device)  # transformers wraps `to` in a type of its own
        self.optimizer = torch.optim.AdamW(
            parameter_groups(
                self.network, learning_rate=plan.learning_rate, layer_decay=plan.layer_decay
            ),
            fused=True,
        )
        self.peaks = [group["peak"] for group in self.optimizer.param_groups]
        self.checkpoint = Checkpoint.start(plan.out, self.network, self.optimizer)
        self.n_steps = plan.epochs * len(self._batches(0))
        self.losses: list[float] = []
        self.written = self.resumed = time.monotonic()
        self.minutes_before = self.checkpoint.minutes
        self.progress = self._progress()
        self.dice = np.random.default_rng([plan.seed, rank, self.checkpoint.step])
        self.mask_id, self.special_ids = mask_and_special_ids(plan.base)

    def to_the_end(self) -> None:
        """Step through the remaining batches, synchronising now and then."""
        for batch in self._remaining_batches():
            self._step(batch)
            if self.checkpoint.step % self.plan.sync_steps == 0 and self._synchronise() >= 1:
                break
        if self.checkpoint.step % self.plan.sync_steps:
            self._synchronise()
        if self.rank == 0 and self.losses:
            self._write()

    def _step(self, indices: list[int]) -> None:
        self.network.train()
        rate = _rate(self.progress, self.plan)
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * rate
        batch = padded(self.pairs, indices)
        batch = masked(
            batch,
            self.plan.masking,
            self.dice,
            mask_id=self.mask_id,
            special_ids=self.special_ids,
        )
        logits = forward(self.network, batch)
        targets, soft = (
            torch.from_numpy(array).to(logits.device) for array in (batch.targets, batch.soft)
        )
        loss = batch_loss(
            logits, targets, soft, smoothing=self.plan.smoothing, trust=self.plan.trust
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.losses.append(loss.item())
        self.checkpoint.step += 1

    def _synchronise(self) -> float:
        """Average the workers' weights; return the share of the run that is done."""
        self.averager.average(self.network)
        was, self.progress = self.progress, self.averager.agree(self._progress())
        if self.rank == 0 and was < 1 - self.plan.cooldown <= self.progress:
            self.checkpoint.write(self.network, self.optimizer, name="before_cooldown.pt")
        if self.rank == 0:
            self.checkpoint.blend(self.network)
            if time.monotonic() - self.written >= 60 * self.plan.checkpoint_minutes:
                self._write()
        return self.progress

    def _progress(self) -> float:
        self.checkpoint.minutes = self.minutes_before + (time.monotonic() - self.resumed) / 60
        return max(
            self.checkpoint.step / self.n_steps, self.checkpoint.minutes / self.plan.max_minutes
        )

    def _batches(self, epoch: int) -> list[list[int]]:
        """This worker's batches of an epoch; every worker has equally many."""
        order = epoch_indices(self.pairs.sources.tolist(), epoch=epoch, seed=self.plan.seed)
        batches = batched_indices(
            order,
            self.pairs.lengths,
            batch_size=self.plan.batch_size,
            seed=f"{self.plan.seed} {epoch}",
        )
        n_each = len(batches) // self.plan.workers
        return batches[self.rank :: self.plan.workers][:n_each]

    def _remaining_batches(self) -> Iterator[list[int]]:
        done = self.checkpoint.step
        for epoch in range(self.plan.epochs):
            batches = self._batches(epoch)
            yield from batches[min(done, len(batches)) :]
            done = max(0, done - len(batches))

    def _write(self) -> None:
        """Write a checkpoint and a line of the learning curve, measured with averaged weights."""
        self.checkpoint.write(self.network, self.optimizer)
        with self.checkpoint.averaged(self.network):
            held_out = TokenisedPairs.load(self.plan.out / "held_out.npz").head(self.plan.n_watched)
            accuracies = accuracy_by_source(self.network, held_out)
        append_log(
            self.plan.out / "curve.jsonl",
            {
                "step": self.checkpoint.step,
                "minutes": round(self.checkpoint.minutes, 2),
                "progress": round(self._progress(), 4),
                "loss": round(float(np.mean(self.losses)), 4),
                **accuracies,
            },
        )
        self.losses.clear()
        self.written = time.monotonic()


def accuracy_by_source(network: PreTrainedModel, pairs: TokenisedPairs) -> dict[str, float]:
    """Measure accuracy in three classes, of each set's held-out pairs and of all of them."""
    is_exact = pairs.targets < len(LABELS)
    is_right = all_logits(network, pairs).argmax(axis=1) == pairs.targets
    groups = {"all": is_exact} | {
        name: is_exact & np.char.startswith(pairs.sources, name)
        for name in ("mnli", "snli", "emergent", "generated")
    }
    return {
        name: round(float(is_right[members].mean()), 4)
        for name, members in groups.items()
        if members.any()
    }


def _rate(progress: float, plan: Plan) -> float:
    """Rise in a line to 1, stay, fall in a line to 0 (Hägele et al. 2024, arXiv:2405.18392)."""
    rise = max(progress, 1e-3) / plan.warmup
    fall = (1 - progress) / plan.cooldown
    return min(1.0, rise, max(0.0, fall))


_OPTIONS = (
    "n_frozen",
    "epochs",
    "max_minutes",
    "learning_rate",
    "cooldown",
    "masking",
    "trust",
    "workers",
    "seed",
)


def train_cli(arguments: list[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m consistency.entailment.train")
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and dev/ sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument("--base", type=Path, help="folder of another encoder to start from")
    parser.add_argument("--start", type=Path, help="folder of shipped weights to go on from")
    parser.add_argument("--soft-labels", type=Path, help="file that `teach` wrote")
    for option in _OPTIONS:
        default = getattr(Plan(Path(), Path()), option)
        name = "--" + option.replace("_", "-")
        parser.add_argument(name, type=type(default), default=default, help=f"now {default}")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    train(Plan(**vars(parser.parse_args(arguments))))


if __name__ == "__main__":
    train_cli()
