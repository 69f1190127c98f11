"""Which articles reuse one another's words or sequence, and how many reports that leaves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from consistency.editions import earlier_versions, first_version
from consistency.quotations import QuotedPlaces, find_quotations
from consistency.records import Article, Claim, Copy
from consistency.settings import SourceSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = re.compile(r"\w+(?:['’]\w+)*")
CHUNK = 1024
"""Claims whose similarities to all others are held at a time."""

Pair = tuple[int, int]
Shingle = tuple[str, ...]


def find_copies(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    rows: NDArray[np.float32] | None = None,
    *,
    settings: SourceSettings,
) -> list[Copy]:
    """Return which articles reuse others, sorted by article and origin, at most one record a pair.

    A copy shares runs of words (shingles: Broder, 1997). A rewrite says the same things in the same
    order in other words. What sources quote alike is no reuse: quotations are left out of both. The
    origin is the earlier version, else the news agency that both credit, else the earlier article;
    of one day or without days, the one with more to say.

    Args:
        claims: The articles' claims, each article's in reading order.
        rows: Unit rows of the claims, shape (len(claims), d). Without them only copies are found.
    """
    of_article: dict[str, list[int]] = {a.id: [] for a in articles}
    for index, claim in enumerate(claims):
        of_article[claim.article].append(index)
    texts = [_Text.of(a, claims, of_article[a.id], settings) for a in articles]
    shared = _shared_words(texts, settings) | _same_words(articles)
    found = {
        (i, j): (shares, "copy")
        for (i, j), shares in shared.items()
        if max(shares) >= _least_share(articles[i], articles[j], settings)
    }
    if rows is not None:
        for i, j in _lookalikes(rows, texts, settings):
            shares = followed_shares(
                rows[list(texts[i].told)], rows[list(texts[j].told)], settings=settings
            )
            if (i, j) not in found and max(shares) >= settings.followed_share:
                found[i, j] = (shares, "rewrite")
    found |= {pair: (shared.get(pair, (0.0, 0.0)), "version") for pair in _versions(articles)}
    copies = [_copy(articles, texts, pair, *how) for pair, how in found.items()]
    return sorted(copies, key=lambda c: (c.article, c.origin))


def count_independent(article_ids: Iterable[str], copies: Iterable[Copy]) -> int:
    """Count reports once copies are collapsed: connected groups among the articles named.

    Two articles that both reuse a third stand for one report even when the third is not named.
    """
    wanted = set(article_ids)
    parent = {article: article for article in wanted}

    def root(article: str) -> str:
        while parent.setdefault(article, article) != article:
            article = parent[article]
        return article

    for copy in copies:
        parent[root(copy.article)] = root(copy.origin)
    return len({root(article) for article in wanted})


def followed_shares(
    left: NDArray[np.float32], right: NDArray[np.float32], *, settings: SourceSettings
) -> tuple[float, float]:
    """Say how much of each article the other follows sentence by sentence, each 0..1.

    Sentences pair up when each is the other's nearest, at or above `sentence_similarity`. Two
    accounts of one event pair up here and there; only a rewrite also keeps the order, measured by
    the rank correlation of the pairs (Kendall, 1938). Below `same_order` or `least_pairs`: (0, 0).

    Args:
        left: Unit rows of one article's sentences in reading order, shape (n, d).
        right: The same of the other article.
    """
    if not len(left) or not len(right):
        return 0.0, 0.0
    cosines = left @ right.T
    nearest_right, nearest_left = cosines.argmax(axis=1), cosines.argmax(axis=0)
    partners = [
        int(j)
        for i, j in enumerate(nearest_right)
        if nearest_left[j] == i and cosines[i, j] >= settings.sentence_similarity
    ]
    if len(partners) < settings.least_pairs or rank_correlation(partners) < settings.same_order:
        return 0.0, 0.0
    return len(partners) / len(left), len(partners) / len(right)


def rank_correlation(places: Sequence[int]) -> float:
    """Kendall's tau of distinct places against their order: 1 ascending, -1 descending, -1..1.

    One place or none says nothing of order: 0.
    """
    pairs = list(combinations(places, 2))
    if not pairs:
        return 0.0
    return sum(1 if first < second else -1 for first, second in pairs) / len(pairs)


@dataclass(frozen=True)
class _Text:
    """What an article says in its own words.

    Args:
        n_words: Words in runs long enough to compare.
        shingles: Position of each shingle's first word -> the shingle.
        told: Rows of the claims that say enough and are mostly not quotation, in reading order.
    """

    n_words: int
    shingles: Mapping[int, Shingle]
    told: tuple[int, ...]

    @classmethod
    def of(
        cls,
        article: Article,
        claims: Sequence[Claim],
        indices: Sequence[int],
        settings: SourceSettings,
    ) -> _Text:
        quoted = QuotedPlaces(s for q in find_quotations(article) for s in q.spans)
        size, offset = settings.shingle_words, 0
        shingles: dict[int, Shingle] = {}
        for run in _runs(article, [claims[i] for i in indices], quoted):
            if len(run) >= size:
                for k in range(len(run) - size + 1):
                    shingles[offset + k] = tuple(run[k : k + size])
                offset += len(run)
        told = tuple(
            i
            for i in indices
            if len(claims[i].terms) >= settings.least_terms and _is_told(claims[i], quoted)
        )
        return cls(offset, shingles, told)

    def words_in(self, wanted: set[Shingle], size: int) -> int:
        """Count the words that lie in one of the wanted shingles."""
        covered: set[int] = set()
        for position, shingle in self.shingles.items():
            if shingle in wanted:
                covered.update(range(position, position + size))
        return len(covered)


def _is_told(claim: Claim, quoted: QuotedPlaces) -> bool:
    return 2 * quoted.count(claim.span) < claim.span.end - claim.span.start


def _runs(article: Article, claims: Sequence[Claim], quoted: QuotedPlaces) -> list[list[str]]:
    """The claims' folded words, cut wherever a quotation or text that is no claim intervenes."""
    runs: list[list[str]] = [[]]
    end = 0
    for claim in claims:
        if article.text[end : claim.span.start].strip():
            runs.append([])
        for match in WORD.finditer(article.text, claim.span.start, claim.span.end):
            if match.start() in quoted:
                runs.append([])
            else:
                runs[-1].append(match.group().lower().replace("’", "'"))
        end = claim.span.end
    return [run for run in runs if run]


def _shared_words(
    texts: Sequence[_Text], settings: SourceSettings
) -> dict[Pair, tuple[float, float]]:
    """Share of each article's words that stand in the other, for pairs that share enough words."""
    first: dict[Shingle, int] = {}
    holders: dict[Shingle, set[int]] = {}  # of those that two texts have: most are in one alone
    for index, text in enumerate(texts):
        for shingle in text.shingles.values():
            holder = first.setdefault(shingle, index)
            if holder != index:
                holders.setdefault(shingle, {holder}).add(index)
    common: dict[Pair, set[Shingle]] = defaultdict(set)
    for shingle, indices in holders.items():
        for pair in combinations(sorted(indices), 2):
            common[pair].add(shingle)
    shares = {}
    for (i, j), wanted in common.items():
        counts = [texts[k].words_in(wanted, settings.shingle_words) for k in (i, j)]
        if min(counts) >= settings.least_words:
            shares[i, j] = (counts[0] / texts[i].n_words, counts[1] / texts[j].n_words)
    return shares


def _same_words(articles: Sequence[Article]) -> dict[Pair, tuple[float, float]]:
    """Pairs of articles whose bodies are the same word for word, however short they are."""
    bodies: dict[Shingle, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        parts = (article.text[span.start : span.end].lower() for span in article.body)
        bodies[tuple(WORD.findall(" ".join(parts)))].append(index)
    alike = (pair for words, of in bodies.items() if words for pair in combinations(of, 2))
    return dict.fromkeys(alike, (1.0, 1.0))


def _least_share(left: Article, right: Article, settings: SourceSettings) -> float:
    """Share of words that makes a copy: less is needed where both credit one news agency."""
    credited = left.wire is not None and left.wire == right.wire
    return settings.credited_share if credited else settings.copied_share


def _versions(articles: Sequence[Article]) -> list[Pair]:
    """Pairs of articles that are versions of one, in order of the articles."""
    by_id = {article.id: article for article in articles}
    of_one: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        of_one[first_version(article.id, by_id)].append(index)
    return [pair for indices in of_one.values() for pair in combinations(indices, 2)]


def _lookalikes(
    rows: NDArray[np.float32], texts: Sequence[_Text], settings: SourceSettings
) -> list[Pair]:
    """Pairs of articles with `least_pairs` sentences alike or more, worth aligning."""
    owner = np.full(len(rows), -1)
    for index, text in enumerate(texts):
        owner[list(text.told)] = index
    told = np.flatnonzero(owner >= 0)
    alike: dict[Pair, int] = defaultdict(int)
    for start in range(0, len(told), CHUNK):
        part = told[start : start + CHUNK]
        close = rows[part] @ rows[told].T >= settings.sentence_similarity
        for a, b in zip(*np.nonzero(close), strict=True):
            i, j = int(owner[part[a]]), int(owner[told[b]])
            if i < j:
                alike[i, j] += 1
    return sorted(pair for pair, n in alike.items() if n >= settings.least_pairs)


def _copy(
    articles: Sequence[Article],
    texts: Sequence[_Text],
    pair: Pair,
    shares: tuple[float, float],
    manner: str,
) -> Copy:
    i, j = pair
    reuser, origin, share = (i, j, shares[0])
    if manner == "version":
        later = articles[j].id in earlier_versions(articles[i].id, {a.id: a for a in articles})
    else:
        later = _is_later(articles[i], articles[j], texts[i].n_words, texts[j].n_words)
    if not later:
        reuser, origin, share = (j, i, shares[1])
    return Copy(articles[reuser].id, articles[origin].id, round(share, 3), manner)


def _is_later(left: Article, right: Article, n_left: int, n_right: int) -> bool:
    """Whether `left` is the one that reuses; does not depend on the order of the inputs."""
    if _is_agency(left) != _is_agency(right):
        return _is_agency(right)
    one, other = left.published, right.published
    if one and other and one != other:
        return one > other
    return (-n_left, left.text, left.id) > (-n_right, right.text, right.id)


def _is_agency(article: Article) -> bool:
    """Whether an article is a news agency's own."""
    return article.wire is not None and article.wire.casefold() in article.source.casefold()
