"""The three labels, their order, and how other models' names for them are read."""

from __future__ import annotations

from collections.abc import Mapping

from consistency.errors import ModelError

LABELS = ("entailment", "neutral", "contradiction")
"""Columns of every array of probabilities, in this order."""

_STEMS = {"entail": "entailment", "neutral": "neutral", "contradict": "contradiction"}


def columns_by_name(id2label: Mapping[int, str]) -> list[int]:
    """Say which output of a model stands for which of `LABELS`.

    Labels are read by name ("ENTAILMENT", "contradicts"), never by position: models order them
    differently and nothing in their shape tells.

    Returns:
        For each of `LABELS` the index of the model's output.
    Raises:
        ModelError: If the names are not exactly one for each label.
    """
    found = {_label(name): index for index, name in id2label.items()}
    if len(id2label) != len(LABELS) or set(found) != set(LABELS):
        raise ModelError(
            f"The model's outputs are named {sorted(id2label.values())}, expected one each of "
            f"{list(LABELS)}. Choose a three-class entailment model whose config.json names its "
            "labels under id2label."
        )
    return [found[label] for label in LABELS]


def _label(name: str) -> str:
    lowered = name.strip().casefold()
    return next((label for stem, label in _STEMS.items() if lowered.startswith(stem)), "")
