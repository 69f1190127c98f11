"""Which pairs a teacher is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.entailment.data import SHARES, Pair, is_held_out
from consistency.entailment.neighbours import WordNeighbours
from consistency.entailment.recombine import recombined_pairs
from consistency.entailment.vary import varied_pairs

_RECOMBINED, _VARIED = 20, (31, 53)
"""Seeds, fixed so that every run makes the pairs that the teacher was asked about. Each of
`_VARIED` is a round: the first doubled the pairs, the second brings as many again."""
_SEEN_LITTLE = 0.25
"""Sets of which an epoch sees no more than this are made by rule: their labels need no other."""


def pairs_to_ask(pairs: Sequence[Pair]) -> list[Pair]:
    """Choose what a teacher is asked: pairs that people labelled, and those made of them.

    Not asked are pairs held out, and sets made by rule.

    Args:
        pairs: Those of `data.training_pairs`, in their order, which the new ones depend on.
    """
    labelled = [
        pair
        for pair in pairs
        if SHARES.get(pair.source, 1.0) > _SEEN_LITTLE and not is_held_out(pair)
    ]
    neighbours = WordNeighbours().of
    made = {pair.key: pair for pair in recombined_pairs(labelled, seed=_RECOMBINED)}
    for seed in _VARIED:
        for pair in varied_pairs(labelled, neighbours, seed=seed):
            made.setdefault(pair.key, pair)
    return [*labelled, *made.values()]
