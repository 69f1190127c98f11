"""Evening out activations: the network says the same, and int8 loses less of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from tiny_entailment import WORDS, save_tiny_encoder

from consistency.entailment.batches import TokenisedPairs, tokenise, tokenizer_of
from consistency.entailment.data import Pair
from consistency.entailment.export import onnx_logits, write_onnx
from consistency.entailment.network import all_logits, new_network
from consistency.entailment.restore import SCALE, restored_weights
from consistency.entailment.smooth_quant import smooth

if TYPE_CHECKING:
    from transformers import PreTrainedModel

pytestmark = pytest.mark.slow


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return save_tiny_encoder(tmp_path / "base", max_position_embeddings=200)


@pytest.fixture
def pairs(base: Path) -> TokenisedPairs:
    """Sixty pairs of words in this order and that."""
    texts = [" ".join([*WORDS[n % 20 :: 3], WORDS[n // 20]]) for n in range(60)]
    asked = [Pair(text, texts[-n], "neutral", "mnli") for n, text in enumerate(texts)]
    return tokenise(asked, tokenizer_of(base))


@pytest.fixture
def uneven(base: Path) -> PreTrainedModel:
    """A network in which one channel of each feed-forward layer is far larger than the others."""
    made = new_network(base)
    with torch.no_grad():
        for name, weights in made.named_parameters():
            if name.endswith("intermediate.dense.weight"):
                weights[0] *= 100
            elif name.endswith("output.dense.weight") and "attention" not in name:
                weights[:, 0] /= 100
    made.eval()
    return made


def loss(network: PreTrainedModel, pairs: TokenisedPairs, path: Path) -> float:
    """How far int8 logits lie from the network's own, on average."""
    write_onnx(network, path)
    return float(np.abs(onnx_logits(path, pairs) - all_logits(network, pairs)).mean())


def test_a_smoothed_network_says_what_it_said(
    uneven: PreTrainedModel, pairs: TokenisedPairs
) -> None:
    tokens = torch.from_numpy(pairs.tokens[: pairs.starts[1]].astype(np.int64))[None]
    before = uneven(input_ids=tokens).logits

    smooth(uneven, pairs)

    assert [name for name in uneven.state_dict() if name.endswith(SCALE)]
    assert torch.allclose(uneven(input_ids=tokens).logits, before, atol=1e-3)


def test_int8_loses_less_of_a_smoothed_network(
    uneven: PreTrainedModel, pairs: TokenisedPairs, tmp_path: Path
) -> None:
    rough = loss(uneven, pairs, tmp_path / "rough.onnx")

    smooth(uneven, pairs)

    assert loss(uneven, pairs, tmp_path / "smooth.onnx") < rough / 2


def test_smoothed_weights_are_restored_as_they_were(
    uneven: PreTrainedModel, pairs: TokenisedPairs, tmp_path: Path
) -> None:
    with torch.no_grad():
        for parameter in uneven.parameters():  # equal ones would be written once
            parameter.add_(torch.randn_like(parameter), alpha=0.01)
    whole = {name: weights.detach().clone() for name, weights in uneven.named_parameters()}
    smooth(uneven, pairs)
    scales = dict(uneven.named_buffers())

    write_onnx(uneven, tmp_path / "model.onnx")
    restored = restored_weights(tmp_path / "model.onnx")

    assert set(restored) == set(whole)
    for name, weights in whole.items():
        scale = scales.get(name.replace("weight", SCALE), torch.ones(1))
        step = float((weights * scale).abs().max()) / 63  # seven bits, the sign among them
        assert torch.all((restored[name] - weights).abs() <= step / scale + 1e-6), name
