"""Who copies whom as a picture: each article that reuses words under the one it takes most from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consistency.records import Copy, Report
from consistency.report.sources import MANNERS, Index, Source
from consistency.report.wording import percent

MAX_ARROWS = 36
"""Arrows drawn, those with the greatest share first."""
MAX_DEPTH = 5
"""Arrows drawn one after another; the picture has no room for more columns."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One article takes words from another. `share` is 0..1, None where it was not measured."""

    origin: Source
    copier: Source
    share: float | None
    manner: str

    @property
    def words(self) -> str:
        """How much and in what manner: "64 %, reworded"."""
        share = "" if self.share is None else percent(self.share)
        manner = MANNERS.get(self.manner, self.manner)
        return ", ".join(part for part in (share, manner) if part)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source stands: how many arrows lead to it one after another, and its line."""

    source: Source
    depth: int
    line: int


@dataclass(frozen=True, slots=True)
class Copying:
    """The arrows drawn, one to an article, and where their ends stand.

    Args:
        listed: Every reuse, also the lesser ones, strongest first.
        n_alone: Articles that share no long run of words with another.
        n_more: Articles that reuse words and are only in the list.
    """

    arrows: tuple[Arrow, ...]
    places: tuple[Place, ...]
    listed: tuple[Arrow, ...]
    n_alone: int
    n_more: int

    @property
    def n_lines(self) -> int:
        """Lines the picture needs."""
        return max(place.line for place in self.places) + 1


def copying(report: Report, known: Index) -> Copying | None:
    """Lay out who takes words from whom; None where nobody does."""
    listed = _listed(report, known)
    strongest = _strongest(listed)
    if not strongest:
        return None
    places = _places(strongest, known)
    placed = {place.source.id for place in places}
    arrows = tuple(arrow for arrow in strongest if arrow.copier.id in placed)
    copiers = {arrow.copier.id for arrow in listed}
    involved = copiers | {arrow.origin.id for arrow in listed}
    return Copying(
        arrows=arrows,
        places=places,
        listed=listed,
        n_alone=len(known.sources) - len(involved),
        n_more=len(copiers) - len(arrows),
    )


def _listed(report: Report, known: Index) -> tuple[Arrow, ...]:
    """Measured copies and, without a share, origins that were only named; strongest first."""
    measured = {(copy.article, copy.origin): copy for copy in report.copies}
    named = {(a.id, origin) for a in report.articles for origin in a.derived_from}
    arrows = [_arrow(*ends, measured, known) for ends in sorted(named | measured.keys())]
    return tuple(sorted(arrows, key=lambda arrow: -(arrow.share or 0.0)))


def _arrow(
    article: str, origin: str, measured: Mapping[tuple[str, str], Copy], known: Index
) -> Arrow:
    copy = measured.get((article, origin))
    return Arrow(
        origin=known.sources[origin],
        copier=known.sources[article],
        share=copy.share if copy else None,
        manner=copy.manner if copy else "",
    )


def _strongest(arrows: Iterable[Arrow]) -> tuple[Arrow, ...]:
    """One arrow to an article, none that would close a circle: what is left is trees."""
    taken: dict[str, Arrow] = {}
    for arrow in arrows:
        new = arrow.copier.id not in taken and len(taken) < MAX_ARROWS
        if new and arrow.copier.id not in _line_of(arrow.origin.id, taken):
            taken[arrow.copier.id] = arrow
    return tuple(taken.values())


def _line_of(source: str, taken: Mapping[str, Arrow]) -> list[str]:
    """A source and those whose words came to it, nearest first."""
    line = [source]
    while line[-1] in taken:
        line.append(taken[line[-1]].origin.id)
    return line


def _places(arrows: Iterable[Arrow], known: Index) -> tuple[Place, ...]:
    """Copiers stand right of their origin, an origin at the height of its first copier."""
    copiers: dict[str, list[str]] = {}
    origins = {arrow.copier.id: arrow.origin.id for arrow in arrows}
    for copier in sorted(origins, key=list(known.sources).index):
        copiers.setdefault(origins[copier], []).append(copier)
    places: list[Place] = []
    waiting = [(id_, 0) for id_ in known.sources if id_ in copiers and id_ not in origins][::-1]
    line = -1
    while waiting:
        id_, depth = waiting.pop()
        first_copier = bool(places) and depth == places[-1].depth + 1
        line += not first_copier
        places.append(Place(known.sources[id_], depth, line))
        if depth < MAX_DEPTH:
            waiting += [(copier, depth + 1) for copier in copiers.get(id_, [])[::-1]]
    return tuple(places)
