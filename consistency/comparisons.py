"""Candidate pairs to comparisons: is it one question, and do the values agree?"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.fuzz import ratio

from consistency.embeddings import Encoder
from consistency.errors import ModelError
from consistency.facets.base import Facet
from consistency.records import Claim, Comparison, Judgement, Level, Mention, Section
from consistency.settings import ComparisonSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

Pair = tuple[int, int]
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
    "predicate_cosine",
    "predicate_equal",
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
)
"""What the same-question model looks at, all within -1..1 and symmetric in the two mentions.

`nearest` is 1 where each claim is the other's closest in its article, 0.5 where one is;
`key_rarity` is 1 where no other mention has the key that the two share; `near_value` is how alike
two differing values are written, for one digit or letter changed is seldom another matter.
"""


@dataclass(frozen=True)
class Evidence:
    """What is known of the claims of a run: rows by meaning and by terms, in their order."""

    claims: Sequence[Claim]
    rows: NDArray[np.float32]
    terms: csr_matrix
    encoder: Encoder

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Row of each claim, by id."""
        return {claim.id: row for row, claim in enumerate(self.claims)}

    @cached_property
    def nearest(self) -> Mapping[str, NDArray[np.int64]]:
        """For each article, the row of its claim closest to every claim, by meaning and terms."""
        rows_of: dict[str, list[int]] = defaultdict(list)
        for row, claim in enumerate(self.claims):
            rows_of[claim.article].append(row)
        closest = {}
        for article, rows in rows_of.items():
            likeness = self.rows @ self.rows[rows].T + (self.terms @ self.terms[rows].T).toarray()
            closest[article] = np.array(rows)[likeness.argmax(axis=1)]
        return closest

    def mutually_nearest(self, i: int, j: int) -> float:
        """1 where each claim is the closest to the other in its article, 0.5 where one is."""
        there = self.nearest[self.claims[j].article][i] == j
        back = self.nearest[self.claims[i].article][j] == i
        return (float(there) + float(back)) / 2

    def claim_of(self, mention: Mention) -> Claim:
        """Return the claim a mention stands in."""
        return self.claims[self.place[mention.claim]]


@dataclass(frozen=True)
class SameQuestionModel:
    """Logistic regression over `FEATURES`, fitted on labelled pairs: same_question.json."""

    coefficients: Mapping[str, float]
    intercept: float
    facets: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def shipped(cls) -> SameQuestionModel:
        """Load the fitted weights that come with the package.

        Raises:
            ModelError: If the weights do not name exactly the features in use.
        """
        data = json.loads(files("consistency").joinpath("same_question.json").read_text("utf-8"))
        if set(data["coefficients"]) != set(FEATURES):
            odd = sorted(set(data["coefficients"]) ^ set(FEATURES))
            raise ModelError(
                f"same_question.json and FEATURES differ in {odd}: fit the model again"
            )
        return cls(data["coefficients"], data["intercept"], data["facets"])

    def probability(
        self, features: NDArray[np.float64], facets: Sequence[str]
    ) -> NDArray[np.float64]:
        """Probability, per row, that two mentions of that row's facet answer one question."""
        weights = np.array([self.coefficients[name] for name in FEATURES])
        offsets = np.array([self.facets.get(name, 0.0) for name in facets])
        return np.asarray(1.0 / (1.0 + np.exp(-(features @ weights + offsets + self.intercept))))


def judge_pairs(
    facet: Facet, mentions: Sequence[Mention], pairs: Iterable[Pair]
) -> list[JudgedPair]:
    """Set one facet's mentions side by side, leaving out what cannot be compared.

    Mentions of one claim are never compared: two values in a sentence are of two things.
    """
    return [
        (mentions[i], mentions[j], judgement)
        for i, j in sorted(pairs)
        if mentions[i].claim != mentions[j].claim
        and (judgement := facet.compare(mentions[i], mentions[j])).level is not Level.NULL
    ]


def compare_mentions(
    judged: Sequence[JudgedPair],
    evidence: Evidence,
    *,
    model: SameQuestionModel,
    settings: ComparisonSettings,
) -> list[Comparison]:
    """Say how likely each judged pair answers one question; keep those that may."""
    if not judged:
        return []
    features = pair_features(judged, evidence)
    asked = model.probability(features, [left.facet for left, _, _ in judged])
    return [
        Comparison(left, right, judgement, _same_question(judgement, float(p)))
        for (left, right, judgement), p in zip(judged, asked, strict=True)
        if _same_question(judgement, float(p)) >= settings.least_same_question
    ]


def _same_question(judgement: Judgement, modelled: float) -> float:
    """The facet's own word on it where it has one (quotations by alignment), else the model's."""
    if judgement.alignment is None:
        return modelled
    return judgement.alignment * judgement.strength


def pair_features(judged: Sequence[JudgedPair], evidence: Evidence) -> NDArray[np.float64]:
    """Return one row of `FEATURES` a pair, shape (len(judged), len(FEATURES))."""
    words = _WordRows(evidence.encoder, [(left, right) for left, right, _ in judged])
    n_having = _count_keys(judged)
    table = np.zeros((len(judged), len(FEATURES)))
    for row, (left, right, judgement) in enumerate(judged):
        table[row] = (
            *_claim_features(left, right, evidence),
            *_slot_features(left, right, words),
            *_key_features(left, right, n_having),
            *_value_features(left, right, judgement),
        )
    return table


def _claim_features(left: Mention, right: Mention, evidence: Evidence) -> tuple[float, ...]:
    i, j = evidence.place[left.claim], evidence.place[right.claim]
    claims = evidence.claims[i], evidence.claims[j]
    titles = sum(claim.section is Section.HEADLINE for claim in claims)
    return (
        float(evidence.rows[i] @ evidence.rows[j]),
        float(evidence.terms[i].multiply(evidence.terms[j]).sum()),
        _jaccard(claims[0].names, claims[1].names),
        evidence.mutually_nearest(i, j),
        titles / 2,
    )


def _slot_features(left: Mention, right: Mention, words: _WordRows) -> tuple[float, ...]:
    a, b = left.slot, right.slot
    return (
        words.cosine(left.masked, right.masked),
        words.cosine(a.head, b.head),
        float(bool(a.head) and a.head == b.head),
        words.cosine(a.predicate, b.predicate),
        float(bool(a.predicate) and a.predicate == b.predicate),
        float(bool(a.subject) and _shares_word(a.subject, b.subject)),
        float(bool(a.subject and b.subject) and not _shares_word(a.subject, b.subject)),
        _jaccard(a.modifiers, b.modifiers),
        float(bool(a.modifiers and b.modifiers) and not a.modifiers & b.modifiers),
    )


def _count_keys(judged: Sequence[JudgedPair]) -> Counter[str]:
    """How many mentions have each key."""
    mentions = {m for left, right, _ in judged for m in (left, right)}
    return Counter(key for m in mentions for key in m.keys)


def _key_features(left: Mention, right: Mention, n_having: Counter[str]) -> tuple[float, float]:
    shared = left.keys & right.keys
    rarity = max((2.0 / n_having[key] for key in shared), default=0.0)
    return float(bool(shared)), min(rarity, 1.0)


def _value_features(left: Mention, right: Mention, judgement: Judgement) -> tuple[float, ...]:
    equal = judgement.level is Level.EQUAL
    agreeing = judgement.level in AGREEING
    alike = 0.0 if agreeing else ratio(str(left.value), str(right.value)) / 100.0
    return (float(equal), float(agreeing and not equal), judgement.strength, alike)


def _shares_word(left: str, right: str) -> bool:
    return bool(set(left.split()) & set(right.split()))


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


class _WordRows:
    """Rows for the short texts of many pairs, embedded in one call."""

    def __init__(self, encoder: Encoder, pairs: Sequence[tuple[Mention, Mention]]) -> None:
        texts = {
            text
            for pair in pairs
            for m in pair
            for text in (m.masked, m.slot.head, m.slot.predicate)
            if text
        }
        ordered = sorted(texts)
        rows = encoder.encode(ordered)
        self._row = dict(zip(ordered, rows, strict=True))

    def cosine(self, left: str, right: str) -> float:
        """Cosine of two texts; 0 where either is empty, 1 where they are the same."""
        if not left or not right:
            return 0.0
        return 1.0 if left == right else float(self._row[left] @ self._row[right])


def settle_rivals(
    comparisons: Sequence[Comparison], *, settings: ComparisonSettings
) -> list[Comparison]:
    """Keep agreements, and of the differences those where each side is the other's best match.

    Two mentions that differ are set aside when either has a better partner in the other's article:
    an equal value answering the same question, or a likelier counterpart. A value that the other
    article states too, elsewhere, halves the belief that the two answer one question.
    """
    best_equal, best_any = _best_partners(comparisons)
    stated = _stated(comparisons)
    kept = []
    for c in comparisons:
        if c.judgement.level in AGREEING:
            kept.append(c)
            continue
        if _has_better_partner(c, best_equal, best_any, settings):
            continue
        shared = _value_key(c.left) in stated[c.right.article] or (
            _value_key(c.right) in stated[c.left.article]
        )
        across = c.left.article != c.right.article
        belief = c.same_question * (0.5 if shared and across else 1.0)
        if belief >= settings.least_same_question:
            kept.append(replace(c, same_question=belief))
    return kept


Partner = tuple[Mention, str]


def _best_partners(
    comparisons: Sequence[Comparison],
) -> tuple[dict[Partner, float], dict[Partner, float]]:
    """Best same-question score of each mention in each article, with equal values and with any."""
    equal: dict[Partner, float] = defaultdict(float)
    best: dict[Partner, float] = defaultdict(float)
    for c in comparisons:
        for one, other in ((c.left, c.right), (c.right, c.left)):
            place = (one, other.article)
            best[place] = max(best[place], c.same_question)
            if c.judgement.level in AGREEING:
                equal[place] = max(equal[place], c.same_question)
    return equal, best


def _has_better_partner(
    c: Comparison,
    equal: Mapping[Partner, float],
    best: Mapping[Partner, float],
    settings: ComparisonSettings,
) -> bool:
    for one, other in ((c.left, c.right), (c.right, c.left)):
        place = (one, other.article)
        if equal.get(place, 0.0) >= c.same_question - settings.rival_margin:
            return True
        if best.get(place, 0.0) > c.same_question + settings.tie_margin:
            return True
    return False


def _stated(comparisons: Sequence[Comparison]) -> dict[str, set[tuple[str, str]]]:
    stated: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for c in comparisons:
        for mention in (c.left, c.right):
            stated[mention.article].add(_value_key(mention))
    return stated


def _value_key(mention: Mention) -> tuple[str, str]:
    return mention.facet, str(mention.value)
