"""From the probability behind a finding to the confidence shown: how often such findings hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from math import exp, log

GROUP_OF = {
    "conflict": "differences",
    "update": "differences",
    "quote_change": "differences",
    "agreement": "agreements",
    "unstated": "unstated",
}
"""Kinds that are calibrated together."""


def log_odds(probability: float) -> float:
    """Log odds of a probability, which is kept within 0.001..0.999 so that they are finite."""
    p = min(max(probability, 0.001), 0.999)
    return log(p / (1.0 - p))


@dataclass(frozen=True)
class Calibration:
    """Platt scaling (Platt, 1999) of kinds: confidence = sigmoid(slope * log odds + offset).

    A group that is not named keeps its probability.
    """

    groups: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def shipped(cls) -> Calibration:
        """Load the calibration that comes with the package, fitted held out by event."""
        return cls(
            json.loads(files("consistency").joinpath("confidence.json").read_text("utf-8"))[
                "groups"
            ]
        )

    def confidence(self, kind: str, probability: float) -> float:
        """Return how sure one may be of a finding of this kind, 0..1, rising with `probability`."""
        scale = self.groups.get(GROUP_OF[kind])
        if scale is None:
            return probability
        return 1.0 / (1.0 + exp(-(scale["slope"] * log_odds(probability) + scale["offset"])))
