"""Lay out what a run of `train` learns from: tokenised pairs, with a teacher's labels if given."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from consistency.entailment import generate
from consistency.entailment.batches import TokenisedPairs, fitting, tokenise, tokenizer_of
from consistency.entailment.data import UNLABELLED, Pair, is_held_out, training_pairs
from consistency.entailment.network import base_folder
from consistency.entailment.opinions import Opinions
from consistency.entailment.recombine import pairs_to_ask

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from consistency.entailment.train import Plan


def prepare(plan: Plan) -> None:
    """Write train.npz and held_out.npz into `plan.out`, once.

    Raises:
        InputError: If `plan.data` holds no pairs, or `plan.opinions` no opinions.
    """
    if (plan.out / "held_out.npz").exists():
        return
    plan.out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of(plan.base or base_folder())
    pairs = fitting(_pairs(plan), tokenizer, max_tokens=plan.max_tokens)
    random.Random(plan.seed).shuffle(pairs)
    learnt = [pair for pair in pairs if not is_held_out(pair) or pair.label == UNLABELLED]
    _taught(learnt, tokenizer, plan).save(plan.out / "train.npz")
    held_out = [pair for pair in pairs if is_held_out(pair) and pair.label != UNLABELLED]
    tokenise(held_out, tokenizer).save(plan.out / "held_out.npz")


def _pairs(plan: Plan) -> list[Pair]:
    given = training_pairs(plan.data)
    made = generate.generated_pairs(plan.n_generated, seed=plan.seed)
    if plan.opinions is None:
        return given + made
    asked = pairs_to_ask(given)
    return given + made + [pair for pair in asked if pair.label == UNLABELLED]


def _taught(pairs: list[Pair], tokenizer: Tokenizer, plan: Plan) -> TokenisedPairs:
    """Set the teacher's labels beside people's; pairs that neither labelled are left out."""
    if plan.opinions is None:
        return tokenise(pairs, tokenizer)
    taught = Opinions.load(plan.opinions).about(pairs)
    is_known = taught.any(axis=1) | np.array([pair.label != UNLABELLED for pair in pairs])
    rows = np.flatnonzero(is_known)
    return replace(tokenise([pairs[row] for row in rows], tokenizer), taught=taught[rows])
