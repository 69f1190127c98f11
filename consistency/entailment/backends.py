"""What runs a cross-encoder: onnxruntime for shipped weights, sentence-transformers for others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from consistency.cores import spread
from consistency.entailment.labels import columns_by_name
from consistency.errors import ModelError
from consistency.settings import EntailmentSettings
from consistency.token_batches import TokenBatch, in_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TextPair = tuple[str, str]
ONNX_FILE = "onnx/model_qint8.onnx"
"""The quantised network inside a weights folder."""
CALIBRATION_FILE = "calibration.json"
MAX_TOKENS = 192
"""Longest pair read, in tokens; of a longer one the end of its longer text is cut off."""


class Backend(Protocol):
    """A loaded network."""

    temperature: float
    """What its logits are divided by to be calibrated; 1 where nobody fitted one."""

    def logits(
        self, pairs: Sequence[TextPair], *, settings: EntailmentSettings
    ) -> NDArray[np.float32]:
        """Score pairs: shape (n, 3), columns in the order of `LABELS`; n is at least 1."""
        ...


class OnnxBackend:
    """Weights exported by this project, on onnxruntime alone: starts in a fraction of a second.

    Activations are quantised a batch at a time, so a pair's logits depend a little on the pairs
    beside it. Batches are made by length and text, so the same pairs in any order give the same.

    Raises:
        ModelError: If a file of the folder is damaged or missing.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # batches run side by side instead
        try:
            self._session = onnxruntime.InferenceSession(
                folder / ONNX_FILE, options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            config = json.loads((folder / "config.json").read_text("utf-8"))
            calibration = json.loads((folder / CALIBRATION_FILE).read_text("utf-8"))
            names = {int(index): str(name) for index, name in config["id2label"].items()}
            self.temperature = float(calibration["temperature"])
        except Exception as error:  # the runtime and the tokeniser raise their own kinds
            raise ModelError(
                f"Entailment weights in {folder} cannot be loaded: {error}. Install the package "
                "again, or name another model under entailment.model."
            ) from error
        self._columns = columns_by_name(names)
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def logits(
        self, pairs: Sequence[TextPair], *, settings: EntailmentSettings
    ) -> NDArray[np.float32]:
        """Score pairs, each distinct one once."""
        import numpy as np

        ordered = sorted(set(pairs))
        scores = np.zeros((len(ordered), len(self._columns)), dtype=np.float32)
        batches = list(in_batches(ordered, self._tokenizer, most_tokens=settings.batch_tokens))
        for batch, part in zip(batches, spread(self._scores, batches), strict=True):
            scores[batch.places] = part
        place = {pair: row for row, pair in enumerate(ordered)}
        return scores[[place[pair] for pair in pairs]][:, self._columns]

    def _scores(self, batch: TokenBatch) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = self._session.run(["logits"], batch.inputs())[0]
        return scores


class CrossEncoderBackend:
    """Any three-class CrossEncoder, by hub name or folder, with labels read by name.

    Raises:
        ModelError: If it cannot be loaded, or its labels are not those of entailment.
    """

    temperature = 1.0

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            # Weights in a format that can hold code (pickle, as in .bin files) are refused.
            safe = {"use_safetensors": True}
            self._model: Any = CrossEncoder(name, device="cpu", model_kwargs=safe)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"No entailment model {name!r} can be loaded: {error}. Name a CrossEncoder's "
                "folder, or its hub name where the hub can be reached; its weights must be in "
                "safetensors files."
            ) from error
        self._columns = columns_by_name(dict(self._model.config.id2label))

    def logits(
        self, pairs: Sequence[TextPair], *, settings: EntailmentSettings
    ) -> NDArray[np.float32]:
        """Score pairs; the library sorts them by length."""
        import torch

        scores: NDArray[np.float32] = self._model.predict(
            list(pairs),
            batch_size=settings.batch_size,
            activation_fn=torch.nn.Identity(),
            show_progress_bar=False,
        )
        return scores[:, self._columns]
