"""Texts to tokens, in batches of like length that a core's cache can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

Text = str | tuple[str, str]

TOKENISED_AT_ONCE = 2_048
"""Texts whose tokens are held at a time: some ten megabytes."""

MOST_PADDING = 12
"""Tokens of padding in a batch from which on another run of the network, which takes as long as
about ten tokens, costs less."""


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """What a network is given of some texts; each array has the shape (texts, longest)."""

    places: Sequence[int]
    """Where these texts stand among those given."""
    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_type_ids: NDArray[np.int64]

    def inputs(self) -> dict[str, NDArray[np.int64]]:
        """The arrays by the names that exported networks know them by."""
        return {
            "input_ids": self.input_ids,
            "attention_mask": self.attention_mask,
            "token_type_ids": self.token_type_ids,
        }


def in_batches(
    texts: Sequence[Text], tokenizer: Tokenizer, *, most_tokens: int
) -> Iterator[TokenBatch]:
    """Yield all texts, those of like length together, so that next to nothing is padded.

    Texts of one length come in the order given: sort them first where the same texts in another
    order must come in the same batches.

    Args:
        texts: Single texts or pairs of texts.
        tokenizer: Truncates and does not pad.
        most_tokens: Tokens of a batch, padding included; a longer text is a batch of its own.
    """
    by_length = sorted(range(len(texts)), key=lambda i: _characters(texts[i]))
    for start in range(0, len(by_length), TOKENISED_AT_ONCE):
        places = by_length[start : start + TOKENISED_AT_ONCE]
        encodings = tokenizer.encode_batch([texts[i] for i in places])
        order = sorted(range(len(places)), key=lambda i: len(encodings[i]))
        for batch in _cut(order, [len(e) for e in encodings], most_tokens):
            yield _padded([places[i] for i in batch], [encodings[i] for i in batch])


def _characters(text: Text) -> int:
    return len(text) if isinstance(text, str) else sum(map(len, text))


def _cut(order: Sequence[int], lengths: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """Cut indices in order of length where one more makes a batch too large or too much padded."""
    start = filled = 0
    for end, index in enumerate(order):
        size = lengths[index] * (end + 1 - start)
        if end > start and (size > most or size - filled - lengths[index] > MOST_PADDING):
            yield order[start:end]
            start, filled = end, 0
        filled += lengths[index]
    if order:
        yield order[start:]


def _padded(places: Sequence[int], encodings: Sequence[Encoding]) -> TokenBatch:
    import numpy as np

    shape = len(encodings), len(encodings[-1])
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, encoding in enumerate(encodings):
        n = len(encoding)
        ids[row, :n], types[row, :n], mask[row, :n] = encoding.ids, encoding.type_ids, 1
    return TokenBatch(places, ids, mask, types)
