"""Variants of labelled pairs, for a teacher to label: reworded, cut, turned and recombined anew.

A small network follows a larger one closely on the pairs it was taught with and much less so on
others: what it lacks is not labels but pairs. Each variant is a pair the teacher has not seen
either, whose label it works out (data augmentation of TinyBERT, Jiao et al. 2020,
arXiv:1909.10351; function matching, Beyer et al. 2022, arXiv:2106.05237).
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from consistency.entailment.data import UNLABELLED, Pair

Neighbours = Callable[[str], Sequence[str]]
"""Give the words used like a word in lower case, nearest first; none for one that is not known."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How many variants are made of a set: means for each of its pairs, but for `recombined`."""

    reworded: float = 0.0
    cut: float = 0.0
    turned: float = 0.0
    recombined: int = 0
    """Pairs of two hypotheses of one premise, at most, for each premise."""


RATES: Mapping[str, Rates] = {
    "mnli_lingloop": Rates(reworded=1.0, cut=0.5, turned=0.25, recombined=10),
    # One hypothesis a premise: these hold most of the premises that there are.
    "mnli_olora": Rates(reworded=3.0, cut=1.5, turned=1.0),
    "mnli_taxi": Rates(reworded=3.0, cut=1.5, turned=1.0),
    "negation_mnli": Rates(reworded=1.0),
    "snli": Rates(reworded=0.5, cut=0.1),
    "emergent": Rates(reworded=4.0, cut=1.0),
    "mrpc": Rates(reworded=1.0, cut=0.5),
    "claimdiff_none": Rates(reworded=2.0, cut=1.0),
    "aggrefact": Rates(reworded=2.0),
    "cb": Rates(reworded=2.0, cut=1.0),
    "glue_rte": Rates(reworded=2.0, cut=1.0),
    "rte123": Rates(reworded=2.0, cut=1.0),
    "summedits_pair": Rates(reworded=1.0, cut=0.5),
    "healthver": Rates(reworded=0.5),
    "sanli": Rates(reworded=0.5, cut=0.25),
    "fool_me_twice": Rates(reworded=1.0, cut=0.5),
    "fever_symmetric": Rates(reworded=1.0),
    "conjnli_dev": Rates(reworded=1.0, cut=0.5),
}
"""By how a set's name begins; of others nothing is made."""
REPLACED = 0.2
"""Share of a sentence's words exchanged in rewording, 0..1; at least one is."""

_SHORTEST_CUT = 3
"""Words, at least, that a cut sentence keeps."""
_WORD = re.compile(r"\w+")
_SEAM = re.compile(
    r"(?<=[,;:.!?])\s+|\s+(?=(?:after|and|at|because|before|but|by|for|from|if|in|on|or|that|to"
    r"|when|which|while|who|with)\b)"
)


def varied_pairs(pairs: Sequence[Pair], neighbours: Neighbours, *, seed: int) -> list[Pair]:
    """Make variants of labelled pairs.

    Each pair's variants depend on it and the seed alone, not on what stands beside it.

    Args:
        pairs: Labelled pairs. What is made holds their sentences or parts of them, so pairs held
            out of these stay held out of what is made.
    Returns:
        Unlabelled pairs, each once and none of `pairs`, from sources named `varied_` and the set.
    """
    known = {pair.key for pair in pairs}
    made: dict[tuple[str, str], Pair] = {}
    variants = (
        variant
        for pair in pairs
        for variant in _variants(pair, neighbours, random.Random(f"{seed} {pair.key}"))
    )
    for pair in [*variants, *_siblings(pairs, seed)]:
        if pair.key not in known and all(pair.key):
            made.setdefault(pair.key, pair)
    return list(made.values())


def _variants(pair: Pair, neighbours: Neighbours, dice: random.Random) -> Iterator[Pair]:
    rates = _rates(pair.source)
    for _ in range(_number(rates.reworded, dice)):
        yield _on_some_side(pair, lambda text: reworded(text, neighbours, dice), dice)
    for _ in range(_number(rates.cut, dice)):
        yield _on_some_side(pair, lambda text: cut(text, dice), dice)
    if dice.random() < rates.turned:
        yield _unlabelled(pair.hypothesis, pair.premise, pair.source)


def _rates(source: str) -> Rates:
    return next((rates for start, rates in RATES.items() if source.startswith(start)), Rates())


def _number(mean: float, dice: random.Random) -> int:
    return int(mean) + (dice.random() < mean % 1)


def _on_some_side(pair: Pair, change: Callable[[str], str], dice: random.Random) -> Pair:
    """Change the hypothesis mostly, which is the shorter: there one word decides more."""
    side = dice.random()
    premise = change(pair.premise) if side > 0.55 else pair.premise
    hypothesis = change(pair.hypothesis) if side < 0.7 else pair.hypothesis
    return _unlabelled(premise, hypothesis, pair.source)


def reworded(text: str, neighbours: Neighbours, dice: random.Random) -> str:
    """Exchange some words for words used like them: synonyms, opposites and sisters alike."""
    words = [word for word in _WORD.finditer(text) if neighbours(word.group().lower())]
    if not words:
        return text
    n_replaced = max(1, sum(dice.random() < REPLACED for _ in words))
    for word in sorted(dice.sample(words, n_replaced), key=re.Match.start, reverse=True):
        other = dice.choice(neighbours(word.group().lower()))
        other = other.capitalize() if word.group()[0].isupper() else other
        text = text[: word.start()] + other + text[word.end() :]
    return text


def cut(text: str, dice: random.Random) -> str:
    """Take a piece between seams out of a sentence, or all but a run of pieces.

    A sentence of one piece, or one that too little would be left of, is returned whole.
    """
    seams = [0, *(seam.end() for seam in _SEAM.finditer(text)), len(text)]
    start, end = sorted(dice.sample(range(len(seams)), 2))
    inside, outside = (
        text[seams[start] : seams[end]],
        text[: seams[start]] + text[seams[end] :],
    )
    left = outside if dice.random() < 0.5 else inside
    return left.strip(" ,;:") if len(_WORD.findall(left)) >= _SHORTEST_CUT else text


def _siblings(pairs: Sequence[Pair], seed: int) -> Iterator[Pair]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in pairs:
        if _rates(pair.source).recombined:
            groups[pair.source, pair.premise].append(pair.hypothesis)
    for (source, premise), texts in groups.items():
        both = list(permutations(dict.fromkeys(texts), 2))
        dice = random.Random(f"{seed} {premise}")
        for first, second in dice.sample(both, min(len(both), _rates(source).recombined)):
            yield _unlabelled(first, second, source)


def _unlabelled(premise: str, hypothesis: str, source: str) -> Pair:
    return Pair(premise, hypothesis, UNLABELLED, f"varied_{source}")
