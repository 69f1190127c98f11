"""What a teacher said of pairs, kept by the pairs' fingerprints: no text, eleven bytes a pair.

Whoever has the pairs can train with the teacher's labels without having the teacher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from consistency.entailment.data import Pair
from consistency.entailment.labels import LABELS
from consistency.errors import InputError


@dataclass(frozen=True, slots=True)
class SoftLabels:
    """A teacher's labels of n pairs, in the order of their fingerprints."""

    fingerprints: NDArray[np.uint64]
    """Shape (n,), rising."""
    shares: NDArray[np.uint8]
    """Shape (n, 3): probabilities of `LABELS` in parts of 255."""

    @classmethod
    def of(cls, pairs: Sequence[Pair], given: NDArray[np.floating]) -> SoftLabels:
        """Keep what was said of pairs.

        Args:
            given: Probabilities, shape (n, 3), a row for each pair.
        """
        fingerprints = _fingerprints(pairs)
        order = np.argsort(fingerprints, kind="stable")
        return cls(fingerprints[order], np.round(255 * given[order]).astype(np.uint8))

    def about(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Look pairs up: shape (n, 3), rows summing to 1, or all 0 where none was asked."""
        wanted = _fingerprints(pairs)
        if not len(self.fingerprints):
            return np.zeros((len(wanted), len(LABELS)), dtype=np.float32)
        places = np.searchsorted(self.fingerprints, wanted).clip(max=len(self.fingerprints) - 1)
        is_known = self.fingerprints[places] == wanted
        shares = self.shares[places].astype(np.float32) * is_known[:, None]
        told: NDArray[np.float32] = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
        return told

    def save(self, path: Path) -> None:
        """Write to one compressed .npz file."""
        np.savez_compressed(path, fingerprints=self.fingerprints, shares=self.shares)

    @classmethod
    def load(cls, path: Path) -> SoftLabels:
        """Read what `save` wrote.

        Raises:
            InputError: If the file is none of it.
        """
        try:
            with np.load(path, allow_pickle=False) as arrays:
                return cls(arrays["fingerprints"], arrays["shares"])
        except (OSError, ValueError, KeyError) as error:
            raise InputError(
                f"{path} holds no teacher's labels ({error}). Name a file that "
                "`python -m consistency.entailment.teach` wrote."
            ) from error


def _fingerprints(pairs: Sequence[Pair]) -> NDArray[np.uint64]:
    """Hash the words of each pair's sides; case and punctuation do not count, as in `Pair.key`."""
    digests = (blake2b("\n".join(pair.key).encode(), digest_size=8).digest() for pair in pairs)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)
