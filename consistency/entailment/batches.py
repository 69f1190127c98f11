"""Tokenised pairs in flat arrays, cut into batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from consistency.entailment.data import TARGETS, Pair
from consistency.entailment.labels import LABELS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_TOKENISED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class TokenisedPairs:
    """All pairs' tokens end to end; pair i owns `tokens[starts[i] : starts[i + 1]]`."""

    tokens: NDArray[np.int32]
    starts: NDArray[np.int64]
    """Shape (n + 1,)."""
    hypothesis_at: NDArray[np.int32]
    """Shape (n,): how many tokens of a pair stand before its hypothesis."""
    targets: NDArray[np.int8]
    """Shape (n,): indices into `TARGETS`."""
    sources: NDArray[np.str_]
    """Shape (n,): the set each pair is from."""
    soft: NDArray[np.float32]
    """Shape (n, 3): what a teacher says of each pair, probabilities; zeros where none was asked."""

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each pair, specials included."""
        return np.diff(self.starts)

    def head(self, n: int) -> TokenisedPairs:
        """Return the first n pairs, or all if there are fewer."""
        return self.rows(range(min(n, len(self))))

    def rows(self, indices: Sequence[int]) -> TokenisedPairs:
        """Return the pairs of these indices, in their order."""
        chosen = list(indices)
        pieces = [self.tokens[self.starts[row] : self.starts[row + 1]] for row in chosen]
        return TokenisedPairs(
            tokens=np.concatenate([np.zeros(0, dtype=np.int32), *pieces]),
            starts=np.concatenate([[0], np.cumsum(self.lengths[chosen])]).astype(np.int64),
            hypothesis_at=self.hypothesis_at[chosen],
            targets=self.targets[chosen],
            sources=self.sources[chosen],
            soft=self.soft[chosen],
        )

    def save(self, path: Path) -> None:
        """Write to one .npz file, so that a resumed run and its workers need not tokenise again."""
        np.savez(path, **{name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def load(cls, path: Path) -> TokenisedPairs:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays of shape (batch, longest), and the targets."""

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_type_ids: NDArray[np.int64]
    targets: NDArray[np.int64]
    soft: NDArray[np.float32]


def tokenizer_of(folder: Path) -> Tokenizer:
    """Load an encoder's tokenizer, to cut nothing and pad nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def fitting(pairs: Sequence[Pair], tokenizer: Tokenizer, *, max_tokens: int) -> list[Pair]:
    """Leave out pairs longer than `max_tokens`, and those without a hypothesis.

    A long pair is left out, not cut: what decides its label may stand in the part cut off.
    """
    return [
        pair
        for pair, encoding in _encoded(pairs, tokenizer)
        if len(encoding.ids) <= max_tokens and 1 in encoding.sequence_ids
    ]


def tokenise(pairs: Sequence[Pair], tokenizer: Tokenizer) -> TokenisedPairs:
    """Tokenise pairs, each of which has words on both sides."""
    kept = [
        (encoding.ids, encoding.sequence_ids.index(1)) for _, encoding in _encoded(pairs, tokenizer)
    ]
    lengths = [len(ids) for ids, _ in kept]
    return TokenisedPairs(
        tokens=np.fromiter((token for ids, _ in kept for token in ids), dtype=np.int32),
        starts=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64),
        hypothesis_at=np.array([at for _, at in kept], dtype=np.int32),
        targets=np.array([TARGETS.index(pair.label) for pair in pairs], dtype=np.int8),
        sources=np.array([pair.source for pair in pairs], dtype=np.str_),
        soft=np.zeros((len(pairs), len(LABELS)), dtype=np.float32),
    )


def _encoded(pairs: Sequence[Pair], tokenizer: Tokenizer) -> Iterator[tuple[Pair, Any]]:
    for start in range(0, len(pairs), _TOKENISED_AT_ONCE):
        part = pairs[start : start + _TOKENISED_AT_ONCE]
        yield from zip(
            part,
            tokenizer.encode_batch([(pair.premise, pair.hypothesis) for pair in part]),
            strict=True,
        )


def batched_indices(
    order: Sequence[int], lengths: NDArray[np.int64], *, batch_size: int, seed: str
) -> list[list[int]]:
    """Cut an epoch's order into batches of pairs of like length, in random order.

    Sorting within a pool of 64 batches leaves little to pad and much to chance.
    """
    batches: list[list[int]] = []
    pool = 64 * batch_size
    for start in range(0, len(order), pool):
        near = sorted(order[start : start + pool], key=lambda index: int(lengths[index]))
        batches += [near[at : at + batch_size] for at in range(0, len(near), batch_size)]
    random.Random(seed).shuffle(batches)
    return batches


def padded(pairs: TokenisedPairs, indices: Sequence[int]) -> Batch:
    """Gather pairs into one batch, padded to the longest of them, in steps of eight tokens."""
    longest = -(-int(pairs.lengths[list(indices)].max()) // 8) * 8
    ids, mask, types = (np.zeros((len(indices), longest), dtype=np.int64) for _ in range(3))
    for row, index in enumerate(indices):
        tokens = pairs.tokens[pairs.starts[index] : pairs.starts[index + 1]]
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
        types[row, pairs.hypothesis_at[index] : len(tokens)] = 1
    rows = list(indices)
    return Batch(ids, mask, types, pairs.targets[rows].astype(np.int64), pairs.soft[rows])


def masked(
    batch: Batch,
    share: float,
    dice: np.random.Generator,
    *,
    mask_id: int,
    special_ids: Sequence[int],
) -> Batch:
    """Hide a random share of a batch's words, so that no pair is learnt by one of them.

    Token cutoff (Shen et al. 2020, arXiv:2009.13818), which costs nothing on a CPU where drawing
    dropout in every layer costs a quarter of a step. Special tokens stay.

    Args:
        share: Words hidden, 0 <= share < 1.
        mask_id: The token that stands for a hidden word.
        special_ids: Tokens that are no words.
    """
    is_word = (batch.attention_mask == 1) & ~np.isin(batch.input_ids, special_ids)
    is_hidden = is_word & (dice.random(batch.input_ids.shape) < share)
    return replace(batch, input_ids=np.where(is_hidden, mask_id, batch.input_ids))


def in_order_of_length(pairs: TokenisedPairs, batch_size: int) -> Iterator[list[int]]:
    """Yield all indices, batch by batch, shortest first: for measuring."""
    order = np.argsort(pairs.lengths, kind="stable").tolist()
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]
