"""How sure to be: fitting a temperature, applying it, and measuring what is left of the error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


def probabilities(logits: Floats, *, temperature: float) -> NDArray[np.float32]:
    """Softmax of logits divided by a temperature, along the last axis."""
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=-1, keepdims=True)
    exponents = np.exp(scaled)
    shares: NDArray[np.float32] = exponents / exponents.sum(axis=-1, keepdims=True)
    return shares.astype(np.float32)


def fitted_temperature(logits: Floats, targets: NDArray[np.integer]) -> float:
    """Find the temperature at which held-out pairs are likeliest (Guo et al. 2017).

    Args:
        logits: Shape (n, labels), n at least 1.
        targets: Shape (n,), indices of the right labels.
    Returns:
        The best of a fine grid, 0.2..5; above 1 where the model is too sure of itself.
    """
    grid = np.geomspace(0.2, 5, 200)
    return float(min(grid, key=lambda t: _surprise(logits, targets, float(t))))


def _surprise(logits: Floats, targets: NDArray[np.integer], temperature: float) -> float:
    right = probabilities(logits, temperature=temperature)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def expected_calibration_error(
    given: Floats, targets: NDArray[np.integer], *, n_bins: int = 15
) -> float:
    """Mean gap between how sure a model is of its first choice and how often that is right.

    Weighted over bins of equal width (Naeini et al. 2015). 0 is perfect; no pairs give 0.

    Args:
        given: Probabilities, shape (n, labels).
    """
    if not len(targets):
        return 0.0
    confidence = given.max(axis=1)
    is_right = given.argmax(axis=1) == targets
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    gaps = [
        abs(float(confidence[bins == b].mean()) - float(is_right[bins == b].mean()))
        * float((bins == b).mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps))
