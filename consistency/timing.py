"""When time explains a difference: what grows as a story goes on, told by a later article."""

from __future__ import annotations

from collections.abc import Mapping

from consistency.editions import are_versions
from consistency.records import Article, Comparison, Level, Mention

GROWING = frozenset(
    "acre arrest body case casualty charge claim complaint count customer damage dead death "
    "detainee donation evacuee family fatality home house hospitalisation hospitalization "
    "household infection injury lawsuit loss missing patient person people plaintiff protester "
    "resident signature student survivor toll victim vote wounded worker".split()
)
"""Things whose reported number grows while a story unfolds."""
COUNTED_ON = frozenset(
    "arrest burn charge confirm die displace evacuate find hospitalize hurt identify infect "
    "injure kill recover rescue treat wound".split()
)
"""Verbs of what is still being counted."""


def time_explains(comparison: Comparison, articles: Mapping[str, Article]) -> bool:
    """Say whether a difference is how a matter went on, not a disagreement.

    A rung further up the ladder always is. A count is when it is of something that grows as a story
    unfolds and the article published on a later day gives the higher number; without both dates
    nothing is explained. Between two versions of one article time explains whatever its publisher
    changed, but for the words of a quotation.
    """
    if comparison.judgement.level is Level.PROGRESSED:
        return True
    left, right = comparison.left, comparison.right
    if left.facet != "quote" and are_versions(left.article, right.article, articles):
        return True
    if left.facet != "quantity" or not (_grows(left) and _grows(right)):
        return False
    first, second = articles[left.article].published, articles[right.article].published
    if first is None or second is None or first == second:
        return False
    low, high = (left, right) if first < second else (right, left)
    return bool(low.value.high < high.value.low)


def _grows(mention: Mention) -> bool:
    return mention.slot.head in GROWING or mention.slot.predicate in COUNTED_ON
