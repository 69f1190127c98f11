"""Words used like a word, by the sentence encoder's table of word embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from consistency.entailment.batches import tokenizer_of
from consistency.entailment.network import base_folder, new_network

_TABLE = "bert.embeddings.word_embeddings.weight"
N_NEIGHBOURS = 10
"""How many words stand for one: among ten there are synonyms, opposites and sisters."""


class WordNeighbours:
    """Nearest whole words of an encoder's vocabulary, by the cosine of their embeddings."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or base_folder()
        vocabulary = tokenizer_of(folder).get_vocab()
        self._words = sorted(word for word in vocabulary if word.isalpha() or word.isdigit())
        self._places = {word: place for place, word in enumerate(self._words)}
        table = new_network(folder).state_dict()[_TABLE].numpy()
        vectors = table[[vocabulary[word] for word in self._words]]
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, word: str) -> Sequence[str]:
        """Return the nearest words, nearest first, without the word; none if it is not known."""
        if word not in self._places:
            return ()
        place = self._places[word]
        nearness = self._vectors @ self._vectors[place]
        nearest = np.argsort(-nearness, kind="stable")[: N_NEIGHBOURS + 1].tolist()
        return tuple(self._words[other] for other in nearest if other != place)[:N_NEIGHBOURS]
