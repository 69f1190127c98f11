"""Do two mentions answer one question? Features of a pair, and a logistic model over them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.fuzz import ratio

from consistency.embeddings import Encoder
from consistency.errors import ModelError
from consistency.evidence import Evidence
from consistency.leads import leads
from consistency.records import Judgement, Level, Mention, Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

JudgedPair = tuple[Mention, Mention, Judgement]
AGREEING = frozenset({Level.EQUAL, Level.COMPATIBLE})

FEATURES = (
    "claim_cosine",
    "term_cosine",
    "names_shared",
    "nearest",
    "headline",
    "masked_cosine",
    "head_cosine",
    "head_equal",
    "head_other",
    "predicate_cosine",
    "predicate_equal",
    "predicate_other",
    "subject_equal",
    "subject_other",
    "modifiers_shared",
    "modifiers_other",
    "keys_shared",
    "key_rarity",
    "equal",
    "compatible",
    "strength",
    "near_value",
    "nearness",
    "beside",
    "alone",
    "lead",
    "entailed",
    "entailed_both",
    "contradicted",
)
"""What the same-question model looks at, all within -1..1 and symmetric in the two mentions.

`nearest` is 1 where each claim is the other's closest in its article, 0.5 where one is;
`key_rarity` is 1 where no other mention has the key that the two share; `near_value` is how alike
two differing values are written, for one digit or letter changed is seldom another matter, and
`nearness` how near they lie; `beside` is 1 where the two claims share three values or more besides;
`head_other` and `predicate_other` are 1 where both have a word and the two are far
apart; `entailed` is the probability that one statement follows from the other, the
higher of the two directions, `entailed_both` the lower, `contradicted` that they cannot both hold;
`alone` is 1 where neither article has another mention in this role; `lead` is how much more the two
look alike than either does with the next best in the other's article, below 0 where another is.
"""
LIKENESS = {
    "claim_cosine": 1.0,
    "term_cosine": 1.0,
    "masked_cosine": 1.0,
    "head_cosine": 0.5,
    "predicate_cosine": 0.5,
    "subject_equal": 0.3,
}
"""What makes two mentions look alike whatever their values, for `lead`, and how much it counts."""
SIZE = "~"
"""Mark of keys by which numbers of one size find each other; they do not say what is counted."""
READ = frozenset({"polarity"})
"""Facets whose mentions are statements that an entailment model can read."""
UNLIKE = 0.35
"""Cosine of two words below which they name different things."""
MOST_BESIDE = 3
"""Shared values from which on more say nothing more."""
MOST_ALIKE = 20
"""Mentions in one role from which on an article's next says nothing more."""

READINGS = ("entailed", "entailed_both", "contradicted")
"""The features that the entailment model gives, each 0..1; the last of `FEATURES`."""
NOT_READ = (0.0, 0.0, 0.0)
SAME_WORDS = (1.0, 1.0, 0.0)

Beside = Mapping[frozenset[str], int]
"""How many mentions agree between two claims, by the pair of their ids."""


@dataclass(frozen=True)
class SameQuestionModel:
    """Logistic regression over `FEATURES`, fitted on labelled pairs: same_question.json.

    Each feature has a weight, and another that comes on top where the two values agree: that two
    sources say "40" of like things tells more than that one says "40" and one "50".
    """

    coefficients: Mapping[str, float]
    intercept: float
    facets: Mapping[str, float] = field(default_factory=dict)
    agreeing: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def shipped(cls) -> SameQuestionModel:
        """Load the fitted weights that come with the package.

        Raises:
            ModelError: If the weights do not name exactly the features in use.
        """
        data = json.loads(files("consistency").joinpath("same_question.json").read_text("utf-8"))
        for part in ("coefficients", "agreeing"):
            if set(data.get(part, ())) != set(FEATURES):
                odd = sorted(set(data.get(part, ())) ^ set(FEATURES))
                raise ModelError(
                    f"same_question.json ({part}) and FEATURES differ in {odd}: fit the model again"
                )
        return cls(data["coefficients"], data["intercept"], data["facets"], data["agreeing"])

    def probability(
        self, features: NDArray[np.float64], facets: Sequence[str]
    ) -> NDArray[np.float64]:
        """Probability, per row, that two mentions of that row's facet answer one question."""
        weights = _in_order(self.coefficients), _in_order(self.agreeing)
        offsets = np.array([self.facets.get(name, 0.0) for name in facets])
        odds = features @ weights[0] + only_agreeing(features) @ weights[1]
        return np.asarray(1.0 / (1.0 + np.exp(-(odds + offsets + self.intercept))))

    def most(self, features: NDArray[np.float64], facets: Sequence[str]) -> NDArray[np.float64]:
        """Highest probability, per row, that any reading of the entailment model could lead to."""
        best = features.copy()
        agrees = _agrees(features)
        for name in READINGS:
            weight = self.coefficients.get(name, 0.0) + agrees * self.agreeing.get(name, 0.0)
            best[:, FEATURES.index(name)] = weight > 0
        return self.probability(best, facets)


def _in_order(weights: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([weights.get(name, 0.0) for name in FEATURES])


def only_agreeing(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the features with the rows of values that differ set to 0; same shape."""
    return features * _agrees(features)[:, None]


def _agrees(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 where the two values agree, else 0; shape (rows,)."""
    return np.asarray(
        features[:, FEATURES.index("equal")] + features[:, FEATURES.index("compatible")]
    )


def count_beside(judged: Iterable[JudgedPair]) -> Counter[frozenset[str]]:
    """Count, per two claims, how many of their mentions agree, over the facets of `judged`."""
    return Counter(
        frozenset((left.claim, right.claim))
        for left, right, judgement in judged
        if judgement.level in AGREEING
    )


def pair_features(
    judged: Sequence[JudgedPair],
    evidence: Evidence,
    beside: Beside,
    *,
    words: WordRows | None = None,
    worth_reading: Callable[[NDArray[np.float64]], NDArray[np.bool_]] | None = None,
) -> NDArray[np.float64]:
    """Return one row of `FEATURES` a pair, shape (len(judged), len(FEATURES)).

    Args:
        beside: From `count_beside` over the pairs of all facets.
        words: Rows for the words of these pairs and of others; of these alone by default.
        worth_reading: Says by all other features, row by row, which statements the entailment
            model reads, as it takes longer than the rest together; all of them by default. The
            `READINGS` of what is not read are 0.
    """
    words = words or WordRows(evidence.encoder, judged)
    n_having = _count_keys(judged)
    n_alike = _count_roles(judged)
    beneath = [
        (evidence.place[left.claim], evidence.place[right.claim]) for left, right, _ in judged
    ]
    of_claims = _claim_features(sorted(set(beneath)), evidence)
    table = np.zeros((len(judged), len(FEATURES)))
    for row, (left, right, judgement) in enumerate(judged):
        table[row] = (
            *of_claims[beneath[row]],
            *_slot_features(left, right, words),
            *_key_features(left, right, n_having),
            *_value_features(left, right, judgement),
            _shared_beside(left, right, judgement, beside),
            _alone(left, right, n_alike),
            0.0,
            *NOT_READ,
        )
    likeness = table[:, [FEATURES.index(name) for name in LIKENESS]] @ list(LIKENESS.values())
    table[:, FEATURES.index("lead")] = leads(judged, likeness)
    chosen = np.ones(len(judged), dtype=bool) if worth_reading is None else worth_reading(table)
    rows = np.flatnonzero(chosen).tolist()
    table[rows, -len(READINGS) :] = _read([judged[row] for row in rows], evidence)
    return table


def _read(judged: Sequence[JudgedPair], evidence: Evidence) -> NDArray[np.float64]:
    """Entailed, entailed both ways and contradicted, a row a pair; 0 for what is not read.

    Statements of two articles are read, in both directions, in one call. Those in the same words
    need no reading.
    """
    readings = np.zeros((len(judged), len(READINGS)))
    if evidence.load_reader is None:
        return readings
    asked = {}
    for row, (left, right, _) in enumerate(judged):
        if left.facet in READ and left.article != right.article:
            if left.text == right.text:
                readings[row] = SAME_WORDS
            else:
                asked[row] = left.text, right.text
    if not asked or evidence.reader is None:
        return readings
    texts = sorted({pair for a, b in asked.values() for pair in ((a, b), (b, a))})
    given = dict(zip(texts, evidence.reader.predict(texts), strict=True))
    for row, (a, b) in asked.items():
        there, back = given[a, b], given[b, a]
        entailed = sorted((float(there[0]), float(back[0])))
        readings[row] = entailed[1], entailed[0], max(float(there[2]), float(back[2]))
    return readings


def _claim_features(
    pairs: Sequence[tuple[int, int]], evidence: Evidence
) -> dict[tuple[int, int], tuple[float, ...]]:
    """What two claims have in common, whatever their mentions, by their rows in the evidence."""
    by_terms = evidence.term_cosines(pairs)
    return {
        (i, j): _shared_by_claims(i, j, float(terms), evidence)
        for (i, j), terms in zip(pairs, by_terms, strict=True)
    }


def _shared_by_claims(i: int, j: int, terms: float, evidence: Evidence) -> tuple[float, ...]:
    claims = evidence.claims[i], evidence.claims[j]
    titles = sum(claim.section is Section.HEADLINE for claim in claims)
    return (
        float(evidence.rows[i] @ evidence.rows[j]),
        terms,
        _jaccard(claims[0].names, claims[1].names),
        evidence.mutually_nearest(i, j),
        titles / 2,
    )


def _slot_features(left: Mention, right: Mention, words: WordRows) -> tuple[float, ...]:
    a, b = left.slot, right.slot
    return (
        words.cosine(left.masked, right.masked),
        words.cosine(a.head, b.head),
        float(bool(a.head) and a.head == b.head),
        float(_is_other(a.head, b.head, words)),
        words.cosine(a.predicate, b.predicate),
        float(bool(a.predicate) and a.predicate == b.predicate),
        float(_is_other(a.predicate, b.predicate, words)),
        float(bool(a.subject) and _shares_word(a.subject, b.subject)),
        float(bool(a.subject and b.subject) and not _shares_word(a.subject, b.subject)),
        _jaccard(a.modifiers, b.modifiers),
        float(bool(a.modifiers and b.modifiers) and not a.modifiers & b.modifiers),
    )


def _is_other(left: str, right: str, words: WordRows) -> bool:
    """Say whether two words are given and far apart: a watch is no furniture."""
    return bool(left and right) and words.cosine(left, right) < UNLIKE


def _count_keys(judged: Sequence[JudgedPair]) -> Counter[str]:
    """How many mentions have each key."""
    mentions = {m for left, right, _ in judged for m in (left, right)}
    return Counter(key for m in mentions for key in m.keys)


def _key_features(left: Mention, right: Mention, n_having: Counter[str]) -> tuple[float, float]:
    shared = {key for key in left.keys & right.keys if SIZE not in key}
    rarity = max((2.0 / n_having[key] for key in shared), default=0.0)
    return float(bool(shared)), min(rarity, 1.0)


def _value_features(left: Mention, right: Mention, judgement: Judgement) -> tuple[float, ...]:
    equal = judgement.level is Level.EQUAL
    agreeing = judgement.level in AGREEING
    alike = 0.0 if agreeing else ratio(str(left.value), str(right.value)) / 100.0
    return (
        float(equal),
        float(agreeing and not equal),
        judgement.strength,
        alike,
        0.0 if agreeing else judgement.nearness,
    )


def _shared_beside(left: Mention, right: Mention, judgement: Judgement, beside: Beside) -> float:
    """Share of `MOST_BESIDE` values that the two claims have in common apart from this one."""
    own = judgement.level in AGREEING
    others = beside.get(frozenset((left.claim, right.claim)), 0) - own
    return min(max(others, 0), MOST_BESIDE) / MOST_BESIDE


def _count_roles(judged: Sequence[JudgedPair]) -> Counter[tuple[str, str, str]]:
    """How many mentions of a facet each article has in each role."""
    mentions = {m for left, right, _ in judged for m in (left, right)}
    return Counter(_role(m) for m in mentions)


def _role(mention: Mention) -> tuple[str, str, str]:
    return mention.article, mention.facet, mention.slot.role


def _alone(left: Mention, right: Mention, n_alike: Mapping[tuple[str, str, str], int]) -> float:
    """Geometric mean of one over the mentions that each article has in this role."""
    n = [min(n_alike[_role(mention)], MOST_ALIKE) for mention in (left, right)]
    return float((n[0] * n[1]) ** -0.5)


def _shares_word(left: str, right: str) -> bool:
    """Say whether two folded names can be one: not "ada marsh" and "tom marsh"."""
    one, other = left.split(), right.split()
    if len(one) == len(other) == 2 and one[1] == other[1]:
        return one[0][0] == other[0][0]
    return bool(set(one) & set(other))


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


class WordRows:
    """Rows for the short texts of many pairs, embedded in one call.

    Pairs that were aligned word by word are no question to the model, and have none.
    """

    def __init__(self, encoder: Encoder, judged: Iterable[JudgedPair]) -> None:
        set_beside = chain.from_iterable(
            zip(_words_of(left), _words_of(right), strict=True)
            for left, right, judgement in judged
            if judgement.alignment is None
        )
        ordered = sorted({text for two in set_beside if _is_asked(*two) for text in two})
        rows = encoder.encode(ordered)
        self._row = dict(zip(ordered, rows, strict=True))

    def cosine(self, left: str, right: str) -> float:
        """Cosine of two texts; 0 where either is empty, 1 where they are the same."""
        if _is_asked(left, right):
            return float(self._row[left] @ self._row[right])
        return float(bool(left) and left == right)


def _words_of(mention: Mention) -> tuple[str, str, str]:
    return mention.masked, mention.slot.head, mention.slot.predicate


def _is_asked(left: str, right: str) -> bool:
    """Say whether it takes a model to tell how alike two texts are."""
    return bool(left and right) and left != right
