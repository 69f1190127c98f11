"""Labelled sentence pairs: reading them, taking duplicates out, and mixing sets for an epoch.

A set is a file of gzipped JSON lines, `{"premise", "hypothesis", "label", "source"}`, below a data
folder's `train/` (to learn from) or `dev/` (to measure with, never learnt from).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consistency.entailment.labels import LABELS
from consistency.errors import InputError

NOT_ENTAILMENT = "not entailment"
"""Target of a pair known only not to follow: it may be neutral or a contradiction."""
_GIVEN = (*LABELS, NOT_ENTAILMENT)
UNLABELLED = "unlabelled"
"""Target of a pair that only a teacher has labelled."""
TARGETS = (*_GIVEN, UNLABELLED)
"""What a pair can be trained towards; the index is the number used in arrays."""

BINARY_SOURCES = frozenset(
    {"covidfact", "covidfact_dev", "help_andor", "med", "mrpc", "summedits_doc", "summedits_pair"}
)
"""Sets whose authors asked only whether the hypothesis follows; their other label says no more."""

SHARES: Mapping[str, float] = {
    # News, and what editors change in it: little of it, so it is seen more often.
    "emergent": 4.0,
    "claimdiff_none": 2.0,
    "cb": 2.0,
    # Captions: a style far from news, and more of it than of anything else.
    "snli_sub": 0.8,
    "snli_dev": 0.8,
    "snli_counterfactual": 0.5,
    # Encyclopedias, in hypotheses that were edited by machine and checked by hand.
    "sanli_base_wiki": 0.5,
    "sanli_sim_wiki": 0.5,
    "sanli_translate_wiki": 0.5,
    # Made by machine or by rule: whole, they teach their artefacts.
    "breaking_nli": 0.2,
    "climate_fever": 0.2,
    "conjnli_adv": 0.1,
    "covidfact": 0.3,
    "fever_dev": 0.25,
    "fib_swaps": 0.5,
    "help_andor": 0.1,
    "med": 0.2,
    "generated_slot": 0.4,
    "generated_brief": 0.3,
    "generated_aside": 0.4,
    "generated_stance": 0.4,
}
"""How much of a set an epoch sees: 0.3 is another three tenths each time, 2.0 twice. Others: 1."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise and a hypothesis with the relation people gave them."""

    premise: str
    hypothesis: str
    label: str
    """One of `TARGETS`."""
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes two pairs the same: their words, whatever the case and the punctuation."""
        return _words(self.premise), _words(self.hypothesis)


def read_pairs(path: Path) -> Iterator[Pair]:
    """Read one set.

    Raises:
        InputError: If a line is not a pair with a known label.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield _pair(line, where=f"{path}, line {number}")


def read_sets(folder: Path) -> dict[str, list[Pair]]:
    """Read every set of a folder, by name in alphabetical order.

    Raises:
        InputError: If the folder holds none.
    """
    paths = sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise InputError(f"No *.jsonl.gz in {folder}. Name a folder with train/ and dev/ sets.")
    return {path.name.removesuffix(".jsonl.gz"): list(read_pairs(path)) for path in paths}


def training_pairs(folder: Path) -> list[Pair]:
    """Read `folder`/train without duplicates and without what stands in `folder`/dev."""
    seen = [pair for pairs in read_sets(folder / "train").values() for pair in pairs]
    measured = (pair for pairs in read_sets(folder / "dev").values() for pair in pairs)
    return [_binary(pair) for pair in distinct(seen, without=measured)]


def distinct(pairs: Sequence[Pair], *, without: Iterable[Pair] = ()) -> list[Pair]:
    """Keep the first of equal pairs; pairs given two labels, or in `without`, are dropped."""
    dropped = {pair.key for pair in without}
    first: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        if first.setdefault(pair.key, pair).label != pair.label:
            dropped.add(pair.key)
    return [pair for key, pair in first.items() if key not in dropped]


def is_held_out(pair: Pair, *, percent: int = 2) -> bool:
    """Say whether a pair is kept from training, to choose checkpoints and fit the temperature.

    Decided by the premise, so that all hypotheses written for it fall on one side.
    """
    return zlib.crc32(_words(pair.premise).encode()) % 100 < percent


def epoch_indices(
    sources: Sequence[str], *, epoch: int, seed: int, shares: Mapping[str, float] = SHARES
) -> list[int]:
    """Choose which pairs an epoch sees, shuffled.

    A set with a share below one is shuffled once and dealt out in turn, so that successive epochs
    see other parts of it; the whole part of a share repeats the set.

    Args:
        sources: Each pair's set.
        epoch: Counted from 0.
    """
    members: dict[str, list[int]] = {}
    for index, source in enumerate(sources):
        members.setdefault(source, []).append(index)
    chosen: list[int] = []
    for source, indices in sorted(members.items()):
        chosen += _dealt(indices, shares.get(source, 1.0), epoch, random.Random(f"{seed} {source}"))
    random.Random(f"{seed} {epoch}").shuffle(chosen)
    return chosen


def _dealt(indices: list[int], share: float, epoch: int, dice: random.Random) -> list[int]:
    order = indices.copy()
    dice.shuffle(order)
    n_wanted = round(share * len(order))
    start = epoch * n_wanted
    return [order[place % len(order)] for place in range(start, start + n_wanted)]


def _pair(line: str, *, where: str) -> Pair:
    try:
        raw = json.loads(line)
        pair = Pair(raw["premise"], raw["hypothesis"], raw["label"], raw["source"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"Not a labelled pair: {where} ({error!r}).") from error
    if pair.label not in _GIVEN:
        raise InputError(f"Unknown label {pair.label!r}: {where}. Expected one of {_GIVEN}.")
    return pair


def _binary(pair: Pair) -> Pair:
    if pair.source not in BINARY_SOURCES or pair.label == "entailment":
        return pair
    return Pair(pair.premise, pair.hypothesis, NOT_ENTAILMENT, pair.source)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
