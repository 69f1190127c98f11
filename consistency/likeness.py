"""How alike articles are as a whole: by the names they share and by what they say first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from consistency.embeddings import Encoder
from consistency.records import Article
from consistency.settings import EventSettings
from consistency.sparse import cosines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NAME = re.compile(r"(?<![.!?“\"]\s)(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]+")
"""A capitalised word that does not open a sentence."""
WORD = re.compile(r"[^\W\d_]{4,}")
ANY_DAY = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december mr mrs ms dr i'm i'll i've".split()
)
"""Capitalised words that are no name of anything in the news."""


def story(article: Article) -> str:
    """Return what an article says, without the page around it."""
    return " ".join(article.text[part.start : part.end] for part in article.body) or article.text


def names_in(text: str) -> list[str]:
    """Return the folded words of the names in a text, as often as they stand there.

    >>> names_in("On Friday, Mayor Ada Holm spoke in Dunmere. Nobody asked Holm's deputy.")
    ['mayor', 'ada', 'holm', 'dunmere', 'holm']
    """
    words = (found.group().lower().replace("’", "'") for found in NAME.finditer(text))
    return [w for w in (word.removesuffix("'s").strip("-'") for word in words) if w not in ANY_DAY]


def opening(article: Article, n_characters: int) -> str:
    """Return the headline and the first `n_characters` of what follows, headline included."""
    text, title = story(article), article.title or ""
    return (text if text.startswith(title) else f"{title}. {text}")[:n_characters]


class Likeness:
    """The articles of a collection, ready to be compared as a whole.

    A score adds the cosine of two articles' names, weighted by how rare these are, and the cosine
    of their openings' embeddings: -1..2. Of an article that names too little, its names say
    nothing, and `unnamed` stands in their place. Openings are embedded when a score is asked for.

    Args:
        articles: In any order; places in this sequence stand for them everywhere.
    """

    def __init__(
        self, articles: Sequence[Article], *, encoder: Encoder, settings: EventSettings
    ) -> None:
        self.articles, self._encoder, self._settings = articles, encoder, settings
        named = [names_in(story(article)) for article in articles]
        self.is_named = np.array([len(set(names)) >= settings.least_names for names in named], bool)
        self.names = weighted_rows(named, settings.usual_collection)
        self._openings: dict[int, NDArray[np.float32]] = {}

    def openings(self, places: Iterable[int]) -> NDArray[np.float32]:
        """Unit rows of the openings of these articles, shape (n, d); each is embedded once."""
        wanted = list(places)
        missing = sorted({place for place in wanted if place not in self._openings})
        n_characters = self._settings.opening_characters
        texts = [opening(self.articles[place], n_characters) for place in missing]
        if texts:
            self._openings.update(zip(missing, self._encoder.encode(texts), strict=True))
        return np.array([self._openings[place] for place in wanted])

    def by_names(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosine by names of each pair, or `unnamed` where either names too little."""
        cosines = cosines_of(self.names, pairs)
        told = self.is_named[pairs].all(axis=1)
        return np.where(told, cosines, np.maximum(cosines, self._settings.unnamed))

    def by_openings(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosine by openings of each pair, shape (len(pairs),)."""
        if not len(pairs):
            return np.zeros(0)
        left, right = (self.openings(side.tolist()) for side in pairs.T)
        return np.asarray(np.einsum("ij,ij->i", left, right), np.float64)

    def scores(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Score of each pair, shape (len(pairs),)."""
        return self.by_names(pairs) + self.by_openings(pairs)

    @cached_property
    def candidates(self) -> NDArray[np.int64]:
        """Pairs that share a name, or a word where either names little: all that can be alike.

        A word in more than `largest_block` articles is no reason to compare them all: each is then
        paired with those beside it in order of time. So the number of pairs grows as the articles.
        """
        found = list(self._sharing(self.names, range(len(self.articles))))
        unnamed = np.flatnonzero(~self.is_named)
        if len(unnamed):
            words = [WORD.findall(story(article).lower()) for article in self.articles]
            rows = weighted_rows(words, self._settings.usual_collection)
            found += self._sharing(rows, unnamed.tolist())
        if not found:
            return np.zeros((0, 2), dtype=np.int64)
        return np.unique(np.concatenate(found), axis=0)

    def _sharing(self, rows: csr_matrix, wanted: Iterable[int]) -> Iterator[NDArray[np.int64]]:
        """Pairs of which one is wanted and both have a word in common."""
        is_wanted = np.zeros(rows.shape[0], bool)
        is_wanted[list(wanted)] = True
        in_time = np.array(_in_time(self.articles), dtype=np.int64)
        by_word = rows[in_time].tocsc()
        by_word.sort_indices()
        for start, end in zip(by_word.indptr, by_word.indptr[1:], strict=False):
            having = in_time[by_word.indices[start:end]]
            pairs = _beside(having, self._settings.largest_block)
            pairs = pairs[is_wanted[pairs].any(axis=1)]
            if len(pairs):
                yield np.sort(pairs, axis=1)


def _in_time(articles: Sequence[Article]) -> list[int]:
    """Places by day of publication, the undated last."""
    days = [article.published.toordinal() if article.published else None for article in articles]
    return sorted(range(len(articles)), key=lambda place: (days[place] is None, days[place] or 0))


def _beside(having: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """All pairs of up to `most` places, and of more only those near one another."""
    if len(having) <= most:
        return np.array(list(combinations(having.tolist(), 2)), dtype=np.int64).reshape(-1, 2)
    steps = range(1, most // 2 + 1)
    near = chain.from_iterable(zip(having, having[step:], strict=False) for step in steps)
    return np.array(list(near), dtype=np.int64)


def weighted_rows(words: Sequence[Sequence[str]], usual_collection: int) -> csr_matrix:
    """Unit rows over words, the rarer the heavier (TF-IDF: Spärck Jones, 1972), terms sublinear.

    Rarity is judged as if `usual_collection` more articles had none of these words, so that in a
    few articles on one event the words they all use still weigh something.
    """
    from scipy.sparse import csr_matrix, diags

    from consistency.learning import CountVectorizer, normalize

    if not any(words):
        return csr_matrix((len(words), 1), dtype=np.float64)
    counts = CountVectorizer(analyzer=list, dtype=np.float64).fit_transform(words).tocsr()
    counts.data = 1.0 + np.log(counts.data)
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log((usual_collection + len(words)) / (having + 1.0))
    return normalize(counts @ diags(np.maximum(rarity, 0.0))).tocsr()
