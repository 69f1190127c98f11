"""Candidate pairs to comparisons: is it one question, and do the values agree?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from consistency.evidence import Evidence
from consistency.facets.base import Facet
from consistency.records import Comparison, Level, Mention
from consistency.same_question import (
    AGREEING,
    Beside,
    JudgedPair,
    SameQuestionModel,
    WordRows,
    pair_features,
)
from consistency.settings import ComparisonSettings

Pair = tuple[int, int]


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
    beside: Beside,
    *,
    model: SameQuestionModel,
    settings: ComparisonSettings,
    words: WordRows | None = None,
) -> list[Comparison]:
    """Say how likely each judged pair answers one question; keep those that may.

    The facet's own word on it where it has one (quotations by alignment), else the model's.

    Args:
        judged: Of one facet.
        beside: How many values of any facet two claims share, by `count_beside`.
        words: As of `pair_features`.
    """
    unsure = [pair for pair in judged if pair[2].alignment is None]
    modelled = iter(_modelled(unsure, evidence, beside, words, model, settings))
    asked = (
        next(modelled) if judgement.alignment is None else judgement.alignment * judgement.strength
        for _, _, judgement in judged
    )
    return [
        Comparison(*pair, p)
        for pair, p in zip(judged, asked, strict=True)
        if p >= settings.least_same_question
    ]


def _modelled(
    judged: Sequence[JudgedPair],
    evidence: Evidence,
    beside: Beside,
    words: WordRows | None,
    model: SameQuestionModel,
    settings: ComparisonSettings,
) -> list[float]:
    """The model's word on each pair. Statements are read only where that can get them reported."""
    if not judged:
        return []
    facets = [left.facet for left, _, _ in judged]
    reported = np.array(
        [
            settings.read_agreement if judgement.level in AGREEING else settings.read_difference
            for _, _, judgement in judged
        ]
    )
    features = pair_features(
        judged,
        evidence,
        beside,
        words=words,
        worth_reading=lambda unread: model.most(unread, facets) >= reported,
    )
    return [float(p) for p in model.probability(features, facets)]


def settle_rivals(
    comparisons: Sequence[Comparison], *, settings: ComparisonSettings
) -> list[Comparison]:
    """Keep agreements, and of the differences those where each side is the other's best match.

    Two mentions that differ are set aside when either has a better partner in the other's article:
    the same value answering nearly as likely the same question, a compatible one or any other
    answering it likelier. A value that the other article states too, elsewhere, is doubted.
    """
    best_equal, best_agreeing, best_any = _best_partners(comparisons)
    stated = _stated(comparisons)
    kept = []
    for c in comparisons:
        if c.judgement.level in AGREEING:
            kept.append(c)
            continue
        if _has_better_partner(c, best_equal, best_agreeing, best_any, settings):
            continue
        belief = c.same_question * _doubt(c, stated, settings)
        if belief >= settings.least_same_question:
            kept.append(replace(c, same_question=belief))
    return kept


def _doubt(
    c: Comparison, stated: Mapping[str, set[tuple[str, str]]], settings: ComparisonSettings
) -> float:
    """Factor on a difference across sources where one states the other's value too, elsewhere.

    Not of dates: the days around an event stand in every article on it.
    """
    if c.left.article == c.right.article or c.left.facet == "date":
        return 1.0
    shared = _value_key(c.left) in stated[c.right.article] or (
        _value_key(c.right) in stated[c.left.article]
    )
    return settings.stated_elsewhere if shared else 1.0


Partner = tuple[Mention, str]


def _best_partners(
    comparisons: Sequence[Comparison],
) -> tuple[dict[Partner, float], ...]:
    """Best same-question score of each mention in each article: with the same value, with any
    that agrees, and with any at all."""
    equal: dict[Partner, float] = defaultdict(float)
    agreeing: dict[Partner, float] = defaultdict(float)
    best: dict[Partner, float] = defaultdict(float)
    for c in comparisons:
        for one, other in ((c.left, c.right), (c.right, c.left)):
            place = (one, other.article)
            best[place] = max(best[place], c.same_question)
            if c.judgement.level in AGREEING:
                agreeing[place] = max(agreeing[place], c.same_question)
            if c.judgement.level is Level.EQUAL:
                equal[place] = max(equal[place], c.same_question)
    return equal, agreeing, best


def _has_better_partner(
    c: Comparison,
    equal: Mapping[Partner, float],
    agreeing: Mapping[Partner, float],
    best: Mapping[Partner, float],
    settings: ComparisonSettings,
) -> bool:
    for one, other in ((c.left, c.right), (c.right, c.left)):
        place = (one, other.article)
        if equal.get(place, 0.0) >= settings.rival_share * c.same_question:
            return True
        if agreeing.get(place, 0.0) >= c.same_question:
            return True
        if best.get(place, 0.0) > c.same_question + settings.tie_margin:
            return True
    return False


def _stated(comparisons: Sequence[Comparison]) -> dict[str, set[tuple[str, str]]]:
    """The values that each article states in some comparison, by its id."""
    stated: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for c in comparisons:
        for mention in (c.left, c.right):
            stated[mention.article].add(_value_key(mention))
    return stated


def _value_key(mention: Mention) -> tuple[str, str]:
    return mention.facet, str(mention.value)
