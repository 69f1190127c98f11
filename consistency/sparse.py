"""Arithmetic on sparse rows, in pieces that fit in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

AT_A_TIME = 4_096
"""Pairs of rows that are multiplied in one go: some megabytes."""


def cosines_of(rows: csr_matrix, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Dot product of the two rows of each pair: their cosine, where rows have unit length.

    Args:
        pairs: Shape (n, 2).

    Returns:
        Shape (n,).
    """
    found = np.zeros(len(pairs))
    for start in range(0, len(pairs), AT_A_TIME):
        left, right = pairs[start : start + AT_A_TIME].T
        shared = rows[left].multiply(rows[right])
        found[start : start + AT_A_TIME] = np.asarray(shared.sum(axis=1)).ravel()
    return found
