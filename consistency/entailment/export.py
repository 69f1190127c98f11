"""Turn a training run into shipped weights: `python -m consistency.entailment.export`.

Writes a CrossEncoder folder whose network is one int8 ONNX file, with the temperature fitted on
the run's held-out pairs, never on what accuracy is reported of.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from consistency.entailment.backends import CALIBRATION_FILE, MAX_TOKENS, ONNX_FILE
from consistency.entailment.batches import TokenisedPairs, in_order_of_length, padded
from consistency.entailment.calibration import (
    expected_calibration_error,
    fitted_temperature,
    probabilities,
)
from consistency.entailment.labels import LABELS
from consistency.entailment.network import INPUTS, base_folder, trained_network
from consistency.entailment.smooth_quant import smooth

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
_OPSET = 17
_SMOOTHED_BY = 500
"""Pairs that tell which channels of the network are large."""
CALIBRATED_ON = ("mnli", "snli_dev", "emergent", "cb", "generated")
"""Sets whose held-out pairs fix the temperature: general, news, and the project's own."""


def export(runs: Sequence[Path], weights: Path) -> dict[str, float]:
    """Write `weights` from the averaged weights of a run, or from the mean of several runs'.

    What the last run held out evens out activations and fixes the temperature.

    Args:
        runs: Folders of runs; before the last, of shipped weights too, even those that `weights`
            holds now. One named twice counts twice.
        weights: Folder to write.
    Returns:
        What was fitted: the temperature, the pairs it was fitted on and the error left there.
    """
    network = trained_network(*runs)
    (weights / ONNX_FILE).parent.mkdir(parents=True, exist_ok=True)
    _write_config(network, weights)
    held_out = TokenisedPairs.load(runs[-1] / "held_out.npz")
    smooth(network, held_out.head(_SMOOTHED_BY))
    write_onnx(network, weights / ONNX_FILE)
    fitted = _calibrated(weights, held_out)
    (weights / CALIBRATION_FILE).write_text(json.dumps(fitted, indent=2) + "\n", "utf-8")
    return fitted


def write_onnx(network: PreTrainedModel, path: Path) -> None:
    """Export a network and quantise it to int8, weights by channel, activations by batch.

    Seven bits are used of the eight (`reduce_range`): processors without VNNI instructions add up
    pairs of products in 16 bits, and would overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {name: {0: "batch", 1: "tokens"} for name in INPUTS} | {"logits": {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own successor
        whole = Path(folder) / "model.onnx"
        torch.onnx.export(
            network,
            tuple(example for _ in INPUTS),
            str(whole),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )


def onnx_logits(path: Path, pairs: TokenisedPairs) -> NDArray[np.float32]:
    """Run a network's file over tokenised pairs: shape (n, 3), in their order."""
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    for indices in in_order_of_length(pairs, 32):
        batch = padded(pairs, indices)
        logits[indices] = session.run(["logits"], {name: getattr(batch, name) for name in INPUTS})[
            0
        ]
    return logits


def _write_config(network: PreTrainedModel, weights: Path) -> None:
    network.config.save_pretrained(weights)
    config = json.loads((weights / "config.json").read_text("utf-8"))
    config.pop("_name_or_path", None)
    config["architectures"] = [type(network).__name__]
    (weights / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    for name in _TOKENIZER_FILES:
        shutil.copyfile(base_folder() / name, weights / name)
    tokenizer = json.loads((weights / "tokenizer_config.json").read_text("utf-8"))
    tokenizer["model_max_length"] = MAX_TOKENS
    tokenizer.pop("name_or_path", None)
    (weights / "tokenizer_config.json").write_text(json.dumps(tokenizer, indent=2) + "\n", "utf-8")


def _calibrated(weights: Path, held_out: TokenisedPairs) -> dict[str, float]:
    chosen = np.isin(held_out.targets, range(len(LABELS))) & np.array(
        [str(source).startswith(CALIBRATED_ON) for source in held_out.sources], dtype=bool
    )
    logits = onnx_logits(weights / ONNX_FILE, held_out)[chosen]
    targets = held_out.targets[chosen].astype(np.int64)
    temperature = fitted_temperature(logits, targets)
    given = probabilities(logits, temperature=temperature)
    return {
        "temperature": round(temperature, 3),
        "n_pairs": len(targets),
        "accuracy": round(float((given.argmax(axis=1) == targets).mean()), 4),
        "expected_calibration_error": round(expected_calibration_error(given, targets), 4),
    }


def export_cli(arguments: list[str] | None = None) -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(prog="python -m consistency.entailment.export")
    parser.add_argument(
        "--run",
        type=Path,
        required=True,
        nargs="+",
        help="folders train wrote to, or of shipped weights before them: their mean",
    )
    parser.add_argument("--weights", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    export(options.run, options.weights)


if __name__ == "__main__":
    export_cli()
