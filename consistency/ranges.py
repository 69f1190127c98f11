"""What values a setting may have, as part of its type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any, get_type_hints

from consistency.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Range:
    """Finite numbers from `least` to `most`.

    Args:
        above: Whether `least` itself is left out.
    """

    least: float
    most: float = math.inf
    above: bool = False

    def __contains__(self, value: float) -> bool:
        """Say whether a number lies in the range; no range holds infinity or "not a number"."""
        low = value > self.least if self.above else value >= self.least
        return math.isfinite(value) and low and value <= self.most

    def __str__(self) -> str:
        """Return the range as the settings' own texts name it: 0..1, at least 1, above 0."""
        if self.most < math.inf:
            return f"{self.least:g}..{self.most:g}"
        return f"{'above' if self.above else 'at least'} {self.least:g}"


Share = Annotated[float, Range(0, 1)]
"""A share, a probability, a strength, or a cosine of what is never opposed."""
Cosine = Annotated[float, Range(-1, 1)]
Positive = Annotated[float, Range(0, above=True)]
NotNegative = Annotated[float, Range(0)]
Count = Annotated[int, Range(1)]
CountOrNone = Annotated[int, Range(0)]


class Ranged:
    """A frozen dataclass whose numbers are checked against the ranges in their types."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raise SettingsError for the first number out of its range."""
        for name, allowed in ranges_of(type(self)).items():
            value = getattr(self, name)
            if value not in allowed:
                raise SettingsError(f"{name} = {value!r}, expected {allowed}")


def ranges_of(section: type[Any]) -> Mapping[str, Range]:
    """Return the range of each field of a dataclass that has one, by name."""
    hashable: Any = section  # as every class is, which the type checker does not see
    return _ranges_of(hashable)


@lru_cache(maxsize=64)
def _ranges_of(section: Any) -> Mapping[str, Range]:
    hints = get_type_hints(section, include_extras=True)
    found = {f.name: getattr(hints[f.name], "__metadata__", ()) for f in fields(section)}
    return {name: extras[0] for name, extras in found.items() if extras}
