"""Ask whether one sentence follows from another: batched, sorted by length, calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.entailment.backends import (
    ONNX_FILE,
    Backend,
    CrossEncoderBackend,
    OnnxBackend,
    TextPair,
)
from consistency.entailment.labels import LABELS
from consistency.errors import ModelError
from consistency.settings import EntailmentSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights"
"""Where the weights that come with the package lie."""


class EntailmentModel:
    """A cross-encoder that reads a premise and a hypothesis together.

    Directed: the premise is taken to hold, and the hypothesis follows from it (entailment), is
    left open by it (neutral), or cannot hold beside it (contradiction). It says nothing of
    whether two sentences speak of the same thing; ask it only of those that may.

    Raises:
        ModelError: If the model cannot be loaded, or is none of three-class entailment.
    """

    def __init__(self, settings: EntailmentSettings) -> None:
        self._settings = settings
        self._backend = _backend(settings.model)

    def predict(self, pairs: Sequence[TextPair]) -> NDArray[np.float32]:
        """Give each (premise, hypothesis) the probability of each label.

        Returns:
            Shape (n, 3), columns named by `LABELS`, rows in the order of the pairs, each summing
            to 1; calibrated if the weights carry a temperature. No pairs give shape (0, 3).
        """
        import numpy as np

        from consistency.entailment.calibration import probabilities

        if not pairs:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        logits = self._backend.logits(pairs, settings=self._settings)
        return probabilities(logits, temperature=self._backend.temperature)


def load(settings: EntailmentSettings | None = None) -> EntailmentModel:
    """Load the shipped model, or the one named in the settings.

    Raises:
        ModelError: As `EntailmentModel` does.
    """
    return EntailmentModel(settings or EntailmentSettings())


def _backend(name: str) -> Backend:
    if name == "shipped":
        if not (SHIPPED / ONNX_FILE).is_file():
            raise ModelError(
                f"The entailment weights are missing: no {ONNX_FILE} in {SHIPPED}. Install the "
                "package again, train them (see that folder's README.md), or name another model "
                "under entailment.model."
            )
        return OnnxBackend(SHIPPED)
    folder = Path(name)
    return OnnxBackend(folder) if (folder / ONNX_FILE).is_file() else CrossEncoderBackend(name)
