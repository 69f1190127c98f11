"""What a training run keeps: its state on disk, its averaged weights, its learning curve."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from consistency.entailment.backends import ONNX_FILE
from consistency.entailment.restore import restored_weights
from consistency.errors import InputError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

State = dict[str, torch.Tensor]

_BLEND = 0.1
"""Share of the newest weights in the running average, at every synchronisation: the last 150 steps
or so count, when workers synchronise every 16."""


@dataclass(slots=True)
class Checkpoint:
    """Where a run stands; `blend` is called by the worker that writes."""

    path: Path
    step: int = 0
    """Steps each worker has taken."""
    minutes: float = 0.0
    """Time trained, all resumed parts together."""
    average: State = field(default_factory=dict)
    """Exponential moving average of the weights that are trained."""

    @classmethod
    def start(
        cls, folder: Path, network: PreTrainedModel, optimizer: torch.optim.Optimizer
    ) -> Checkpoint:
        """Put network and optimiser where the last checkpoint left them, if there is one."""
        checkpoint = cls(folder / "checkpoint.pt")
        if not checkpoint.path.exists():
            return checkpoint
        saved = torch.load(checkpoint.path, map_location=network.device, weights_only=True)
        _put(network, saved["weights"])
        optimizer.load_state_dict(saved["optimizer"])
        checkpoint.step, checkpoint.minutes = saved["step"], saved["minutes"]
        checkpoint.average = saved["average"]
        return checkpoint

    def write(
        self,
        network: PreTrainedModel,
        optimizer: torch.optim.Optimizer,
        *,
        name: str = "checkpoint.pt",
    ) -> None:
        """Replace the checkpoint on disk, whole or not at all."""
        content = {
            "weights": _trained(network),
            "optimizer": optimizer.state_dict(),
            "average": self.average,
            "step": self.step,
            "minutes": self.minutes,
        }
        path = self.path.with_name(name)
        partial = path.with_suffix(".partial")
        torch.save(content, partial)
        partial.replace(path)

    @torch.no_grad()
    def blend(self, network: PreTrainedModel) -> None:
        """Let the running average take in the network's weights."""
        for name, weights in _trained(network).items():
            if name in self.average:
                self.average[name].lerp_(weights, _BLEND)
            else:
                self.average[name] = weights.clone()

    @contextlib.contextmanager
    def averaged(self, network: PreTrainedModel) -> Iterator[None]:
        """Give the network the averaged weights for a while."""
        kept = {name: weights.clone() for name, weights in _trained(network).items()}
        _put(network, self.average or kept)
        try:
            yield
        finally:
            _put(network, kept)


class Averager:
    """Averages weights over the workers of one machine; of one worker, does nothing.

    A context: on leaving it the workers wait for one another and part, since a worker that ends
    while its threads still listen to the others is aborted.
    """

    def __init__(self, rank: int, n_workers: int, rendezvous: Path) -> None:
        self._n_workers = n_workers
        if n_workers > 1:
            os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
            torch.distributed.init_process_group(
                "gloo", init_method=f"file://{rendezvous}", rank=rank, world_size=n_workers
            )

    def __enter__(self) -> Averager:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._n_workers == 1:
            return
        if kind is None:
            torch.distributed.barrier()
        torch.distributed.destroy_process_group()

    @torch.no_grad()
    def average(self, network: PreTrainedModel) -> None:
        """Replace every worker's weights by their mean."""
        if self._n_workers == 1:
            return
        weights = list(_trained(network).values())
        flat = torch.cat([weight.flatten() for weight in weights])
        torch.distributed.all_reduce(flat)
        flat /= self._n_workers
        for weight, mean in zip(weights, flat.split([w.numel() for w in weights]), strict=True):
            weight.copy_(mean.view_as(weight))

    def agree(self, value: float) -> float:
        """Return the first worker's value in all of them."""
        if self._n_workers == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64)
        torch.distributed.broadcast(shared, src=0)
        return float(shared)


def append_log(path: Path, line: Mapping[str, float]) -> None:
    """Add a line of JSON to a log."""
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def _trained(network: PreTrainedModel) -> State:
    return {
        name: parameter.data
        for name, parameter in network.named_parameters()
        if parameter.requires_grad
    }


@torch.no_grad()
def _put(network: PreTrainedModel, weights: State) -> None:
    for name, parameter in _trained(network).items():
        parameter.copy_(weights[name])


def averaged_weights(*folders: Path) -> State:
    """Read the averaged weights of a run's last checkpoint, or the mean of several runs'.

    Args:
        folders: Folders of runs; beside them, of shipped weights, for what the runs trained.
    Raises:
        InputError: If a folder holds neither a checkpoint nor shipped weights, if none holds a
            checkpoint, or if they are of different networks.
    """
    runs = [folder for folder in folders if not (folder / ONNX_FILE).is_file()]
    if not runs:
        raise InputError(f"{folders[0]} holds shipped weights. Name a folder of a run beside it.")
    first = _weights_of(runs[0])
    found = [_weights_of(folder, of=first) for folder in folders]
    for folder, weights in zip(folders, found, strict=True):
        if {n: w.shape for n, w in weights.items()} != {n: w.shape for n, w in first.items()}:
            raise InputError(
                f"{folder} trained other weights than {runs[0]}. Average runs of one network."
            )
    return {name: torch.stack([weights[name] for weights in found]).mean(dim=0) for name in first}


def _weights_of(folder: Path, *, of: State | None = None) -> State:
    if of is not None and (folder / ONNX_FILE).is_file():
        shipped = restored_weights(folder / ONNX_FILE)
        return {name: shipped[name] for name in of if name in shipped}
    if not (folder / "checkpoint.pt").is_file():
        raise InputError(f"No checkpoint.pt in {folder}. Name a folder that `train` wrote to.")
    saved = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    average: State = saved["average"] or saved["weights"]
    return average
