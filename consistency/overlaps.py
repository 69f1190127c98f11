"""Which of many spans meet a given one, without looking at them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Generic, TypeVar

from consistency.records import Span

T = TypeVar("T")


class Overlaps(Generic[T]):
    """Things that have a span each, in any order; they may overlap one another."""

    def __init__(self, things: Iterable[T], span_of: Callable[[T], Span]) -> None:
        ordered = sorted(enumerate(things), key=lambda numbered: span_of(numbered[1]))
        self._spans = [span_of(thing) for _, thing in ordered]
        self._things = ordered
        self._starts = [span.start for span in self._spans]
        self._furthest = list(accumulate((span.end for span in self._spans), max))

    def of(self, span: Span) -> list[T]:
        """Return the things whose span shares a character with this one, in their given order."""
        first = bisect_right(self._furthest, span.start)
        last = bisect_left(self._starts, span.end)
        near = (n for n in range(first, last) if self._spans[n].overlaps(span))
        return [thing for _, thing in sorted((self._things[n] for n in near), key=lambda t: t[0])]

    def any(self, span: Span) -> bool:
        """Say whether one of them shares a character with this span."""
        first = bisect_right(self._furthest, span.start)
        last = bisect_left(self._starts, span.end)
        return any(self._spans[n].overlaps(span) for n in range(first, last))
