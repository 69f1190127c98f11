"""Lay out what a run of `train` learns from: tokenised pairs, with a teacher's labels if given."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from consistency.entailment import generate
from consistency.entailment.asking import pairs_to_ask
from consistency.entailment.batches import TokenisedPairs, fitting, tokenise, tokenizer_of
from consistency.entailment.data import UNLABELLED, Pair, is_held_out, training_pairs
from consistency.entailment.network import base_folder
from consistency.entailment.soft_labels import SoftLabels
from consistency.errors import InputError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from consistency.entailment.train import Plan


def prepare(plan: Plan) -> None:
    """Write train.npz and held_out.npz into `plan.out`, once.

    Raises:
        InputError: If `plan.data` holds no pairs, or `plan.soft_labels` is about none of them, or
            what lies in `plan.out` was laid out with soft labels and is now asked for without, or
            the other way round.
    """
    if (plan.out / "held_out.npz").exists():
        _check(plan)
        return
    plan.out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of(plan.base or base_folder())
    pairs = fitting(_pairs(plan), tokenizer, max_tokens=plan.max_tokens)
    random.Random(plan.seed).shuffle(pairs)
    learnt = [pair for pair in pairs if not is_held_out(pair) or pair.label == UNLABELLED]
    _with_soft_labels(learnt, tokenizer, plan).save(plan.out / "train.npz")
    held_out = [pair for pair in pairs if is_held_out(pair) and pair.label != UNLABELLED]
    tokenise(held_out, tokenizer).save(plan.out / "held_out.npz")


def _check(plan: Plan) -> None:
    has_soft = TokenisedPairs.load(plan.out / "train.npz").soft.any()
    if bool(has_soft) != (plan.soft_labels is not None):
        was = "with" if has_soft else "without"
        raise InputError(
            f"{plan.out} was begun {was} a teacher's soft labels. Go on {was} them, or "
            "name another folder."
        )


def _pairs(plan: Plan) -> list[Pair]:
    given = training_pairs(plan.data)
    made = generate.generated_pairs(plan.n_generated, seed=plan.seed)
    if plan.soft_labels is None:
        return given + made
    asked = pairs_to_ask(given)
    return given + made + [pair for pair in asked if pair.label == UNLABELLED]


def _with_soft_labels(pairs: list[Pair], tokenizer: Tokenizer, plan: Plan) -> TokenisedPairs:
    """Set the teacher's labels beside people's; pairs that neither labelled are left out."""
    if plan.soft_labels is None:
        return tokenise(pairs, tokenizer)
    soft = SoftLabels.load(plan.soft_labels).about(pairs)
    if not soft.any():
        raise InputError(
            f"{plan.soft_labels} is about none of the pairs in {plan.data}. Name the file that was "
            "written of these pairs, or train without it."
        )
    is_known = soft.any(axis=1) | np.array([pair.label != UNLABELLED for pair in pairs])
    rows = np.flatnonzero(is_known)
    return replace(tokenise([pairs[row] for row in rows], tokenizer), soft=soft[rows])
