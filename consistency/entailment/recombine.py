"""New pairs from the sentences of labelled ones, for a teacher to label.

Several hypotheses were written for one premise, and several headlines on one claim: any two of
them speak of one thing without anybody having said how they stand. A teacher's soft labels of such
pairs show a smaller network far more pairs of sentences than people labelled.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from consistency.entailment.data import UNLABELLED, Pair

MOST_PER_TEXT: Mapping[str, int] = {"mnli": 8, "emergent": 40, "snli": 1}
"""Pairs made of the sentences that share a text, at most, by how a set's name begins. News is
scarce and takes all; captions are plenty."""
TURNED = 0.05
"""Share of labelled pairs that are also asked with their sides exchanged."""


def recombined_pairs(pairs: Sequence[Pair], *, seed: int) -> list[Pair]:
    """Pair sentences that stood beside one text, and turn some pairs round.

    Args:
        pairs: Labelled pairs. What is made holds their sentences alone, so pairs held out of
            these stay held out of what is made.
    Returns:
        Unlabelled pairs, each once and none of `pairs`, from sources named `recombined_` and the
        set; the same for the same seed.
    """
    dice = random.Random(seed)
    known = {pair.key for pair in pairs}
    made: dict[tuple[str, str], Pair] = {}
    for pair in [*_siblings(pairs, dice), *_turned(pairs, dice)]:
        if pair.key not in known:
            made.setdefault(pair.key, pair)
    return list(made.values())


def _siblings(pairs: Iterable[Pair], dice: random.Random) -> Iterator[Pair]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in pairs:
        groups[pair.source, pair.premise].append(pair.hypothesis)
        groups[pair.source, pair.hypothesis].append(pair.premise)
    for (source, _), texts in groups.items():
        both = list(permutations(dict.fromkeys(texts), 2))
        for premise, hypothesis in dice.sample(both, min(len(both), _most(source))):
            yield _unlabelled(premise, hypothesis, source)


def _turned(pairs: Iterable[Pair], dice: random.Random) -> Iterator[Pair]:
    for pair in pairs:
        if dice.random() < TURNED:
            yield _unlabelled(pair.hypothesis, pair.premise, pair.source)


def _most(source: str) -> int:
    return next((most for start, most in MOST_PER_TEXT.items() if source.startswith(start)), 0)


def _unlabelled(premise: str, hypothesis: str, source: str) -> Pair:
    return Pair(premise, hypothesis, UNLABELLED, f"recombined_{source}")
