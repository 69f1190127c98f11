"""A collection of articles to the events they tell of, before anything in them is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from consistency.embeddings import Encoder
from consistency.likeness import Likeness
from consistency.records import Article, Span
from consistency.settings import EventSettings
from consistency.sparse import cosines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Selection:
    """Which articles of a collection tell of a given event, in their order."""

    kept: tuple[Article, ...]
    left_out: tuple[Article, ...]


def split(
    articles: Sequence[Article], *, encoder: Encoder, settings: EventSettings
) -> list[tuple[Article, ...]]:
    """Group articles by the event they tell of; articles and groups keep their order.

    Two groups join while the mean score between them (`Likeness`) is at or above `together`, or
    `together_apart` where more than `days_apart` lie between them: average linkage over the pairs
    that share a name, so that a chain of articles, each like the next, is no event. An article
    without a day joins by what it tells. Versions of one article stay together.

    Args:
        encoder: Embeds the openings of articles of which names alone do not decide.
    """
    groups = _places(articles, encoder, settings)
    return [tuple(articles[place] for place in group) for group in groups]


def _places(
    articles: Sequence[Article], encoder: Encoder, settings: EventSettings
) -> list[list[int]]:
    if len(articles) < 2:
        return [[place] for place in range(len(articles))]
    groups = _Groups(Likeness(articles, encoder=encoder, settings=settings), settings)
    groups.join_versions()
    groups.join_by_names()
    groups.join_by_scores()
    return groups.members()


def select(
    articles: Sequence[Article],
    *,
    like: Article | str,
    encoder: Encoder,
    settings: EventSettings,
) -> Selection:
    """Keep the articles that tell of the same event as an article, or of what a text asks for.

    Against an article each is held by itself. What a few words ask for is told better by several
    articles than by one, so that events are kept or left out whole, by the mean of their scores.

    Args:
        like: An article, of the collection or not, or a query such as "Larkin Ropeworks fire".
    """
    if isinstance(like, str):
        groups, wanted, least = _places(articles, encoder, settings), _asked(like), settings.asked
    else:
        groups, wanted, least = [[i] for i in range(len(articles))], like, settings.together
    known = Likeness([*articles, wanted], encoder=encoder, settings=settings)
    pairs = [(place, len(articles)) for place in range(len(articles))]
    held = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    by_names = cosines_of(known.names, held) if isinstance(like, str) else known.by_names(held)
    scores = by_names + known.by_openings(held)
    kept = {place for group in groups for place in group if scores[group].mean() >= least}
    return Selection(
        tuple(article for place, article in enumerate(articles) if place in kept),
        tuple(article for place, article in enumerate(articles) if place not in kept),
    )


def _asked(query: str) -> Article:
    """A query as if it were an article, so that it can be held against others."""
    return Article(
        id="",
        path="",
        source="",
        title=None,
        author=None,
        published=None,
        published_from="none",
        url=None,
        text=f"on {query}",
        body=(Span(0, len(query) + 3),),
    )


@dataclass
class _Group:
    """Articles taken to tell of one event, with the sums of their rows."""

    places: list[int]
    n_named: int
    names: csr_matrix
    first: date | None
    last: date | None
    openings: NDArray[np.float32] | None = field(default=None, repr=False)


class _Groups:
    """Groups that join one another, best pairs of articles first."""

    def __init__(self, known: Likeness, settings: EventSettings) -> None:
        self._known, self._settings = known, settings
        self._home = list(range(len(known.articles)))
        self._groups = {place: self._alone(place) for place in self._home}

    def _alone(self, place: int) -> _Group:
        day = self._known.articles[place].published
        is_named = bool(self._known.is_named[place])
        names = self._known.names[place] * float(is_named)
        return _Group([place], int(is_named), names, day, day)

    def members(self) -> list[list[int]]:
        """Places of each group's articles, in order."""
        return sorted(sorted(group.places) for group in self._groups.values())

    def join_versions(self) -> None:
        """Join the versions of each article."""
        place_of = {article.id: place for place, article in enumerate(self._known.articles)}
        for place, article in enumerate(self._known.articles):
            before = place_of.get(article.version_of or "")
            if before is not None:
                self._join(self._home[before], self._home[place])

    def join_by_names(self) -> None:
        """Join what shares so many rare names that nothing else need be asked."""
        pairs = self._known.candidates
        cosines = self._known.by_names(pairs)
        for left, right in _best_first(pairs, cosines, self._settings.sure_names):
            one, other = self._groups[self._home[left]], self._groups[self._home[right]]
            if one is not other and self._days_between(one, other) <= self._settings.days_apart:
                n_pairs = len(one.places) * len(other.places)
                if self._names_between(one, other) >= self._settings.sure_group * n_pairs:
                    self._join(self._home[left], self._home[right])

    def join_by_scores(self) -> None:
        """Join what is alike by names and openings together."""
        pairs = self._known.candidates
        pairs = pairs[self._known.by_names(pairs) >= self._settings.least_shared]
        homes = np.array(self._home)
        pairs = pairs[homes[pairs[:, 0]] != homes[pairs[:, 1]]]
        scores = self._known.scores(pairs)
        for left, right in _best_first(pairs, scores, self._settings.together):
            one, other = self._groups[self._home[left]], self._groups[self._home[right]]
            if one is not other and self._mean_score(one, other) >= self._least(one, other):
                self._join(self._home[left], self._home[right])

    def _least(self, one: _Group, other: _Group) -> float:
        apart = self._days_between(one, other) > self._settings.days_apart
        return self._settings.together_apart if apart else self._settings.together

    @staticmethod
    def _days_between(one: _Group, other: _Group) -> int:
        """Days from the end of one group to the beginning of the other; 0 where they overlap."""
        if not (one.first and one.last and other.first and other.last):
            return 0
        return max((other.first - one.last).days, (one.first - other.last).days, 0)

    def _names_between(self, one: _Group, other: _Group) -> float:
        """Sum of the cosines by names of all pairs between two groups."""
        n_unnamed = len(one.places) * len(other.places) - one.n_named * other.n_named
        shared = one.names.multiply(other.names).sum()
        return float(shared) + n_unnamed * self._settings.unnamed

    def _mean_score(self, one: _Group, other: _Group) -> float:
        """Mean score of all pairs between two groups, from sums: no pair is looked at."""
        between = self._names_between(one, other) + float(
            self._opening_sum(one) @ self._opening_sum(other)
        )
        return between / (len(one.places) * len(other.places))

    def _opening_sum(self, group: _Group) -> NDArray[np.float32]:
        if group.openings is None:
            group.openings = np.sum(self._known.openings(group.places), axis=0)
        return group.openings

    def _join(self, left: int, right: int) -> None:
        """Let the larger group take in the smaller one."""
        if left == right:
            return
        if len(self._groups[left].places) < len(self._groups[right].places):
            left, right = right, left
        one, other = self._groups[left], self._groups.pop(right)
        for place in other.places:
            self._home[place] = left
        one.places += other.places
        one.n_named += other.n_named
        one.names = one.names + other.names
        one.first = min(filter(None, (one.first, other.first)), default=None)
        one.last = max(filter(None, (one.last, other.last)), default=None)
        one.openings = None  # asked again when it is next needed


def _best_first(
    pairs: NDArray[np.int64], scores: NDArray[np.float64], least: float
) -> Iterable[tuple[int, int]]:
    """Pairs at or above `least`, best first; of equal ones the first in order."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores.round(6)))
    return ((int(left), int(right)) for left, right in pairs[order[scores[order] >= least]])
