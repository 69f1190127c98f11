"""Even out a network's activations before int8 rounds them (Xiao et al. 2023, arXiv:2211.10438).

A few channels of what goes into a layer are many times as large as the others; rounded in steps
fit for these, the others lose their lower digits. Dividing each channel by a scale, and multiplying
the layer's weights for it by the same, changes nothing but what is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from consistency.entailment.network import all_logits
from consistency.entailment.restore import SCALE

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from consistency.entailment.batches import TokenisedPairs

_STRENGTH = 0.8
"""How much of a channel's size goes over from the activations to the weights, 0..1."""
_LEAST = 1e-5


class _Smoothed(torch.nn.Linear):
    smooth_scale: torch.Tensor

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - torch's own name
        return functional.linear(input / self.smooth_scale, self.weight, self.bias)


@torch.no_grad()
def smooth(network: PreTrainedModel, pairs: TokenisedPairs) -> None:
    """Even out, in place, what goes into the layers that share it with no other layer.

    Args:
        network: Its logits stay what they are, but for the rounding of floats.
        pairs: Pairs like those it will be asked about: what they make of channels is measured.
    """
    layers = dict(_layers(network))
    for name, peaks in _peaks(network, layers, pairs).items():
        layer = layers[name]
        weights = layer.weight.abs().amax(dim=0).clamp(min=_LEAST)
        scale = peaks.clamp(min=_LEAST) ** _STRENGTH / weights ** (1 - _STRENGTH)
        layer.weight.mul_(scale)
        layer.register_buffer(SCALE, scale)
        layer.__class__ = _Smoothed


def _layers(network: PreTrainedModel) -> Iterator[tuple[str, torch.nn.Linear]]:
    """Yield the layers behind attention: query, key and value read one input, and are left."""
    for name, module in network.named_modules():
        if isinstance(module, torch.nn.Linear) and ".layer." in name and name.endswith(".dense"):
            yield name, module


def _peaks(
    network: PreTrainedModel, layers: dict[str, torch.nn.Linear], pairs: TokenisedPairs
) -> dict[str, torch.Tensor]:
    """Measure the largest size of each channel of what goes into each layer."""
    peaks: dict[str, torch.Tensor] = {}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def take_in(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            largest = inputs[0].float().abs().flatten(0, -2).amax(dim=0)
            peaks[name] = torch.maximum(peaks.get(name, largest), largest)

        return layers[name].register_forward_pre_hook(take_in)

    handles = [watch(name) for name in layers]
    all_logits(network, pairs)
    for handle in handles:
        handle.remove()
    return peaks
