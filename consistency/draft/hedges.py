"""Words that leave a claim open: modal verbs, adverbs of doubt, verbs of intention, and so on."""

from __future__ import annotations

from collections.abc import Iterable

from consistency.facets.numbers.hedges import BEFORE

MODALS = frozenset({"may", "might", "could"})
HEDGES = frozenset(
    "reportedly allegedly apparently possibly probably perhaps likely maybe supposedly seemingly"
    " presumably potentially purportedly".split()
)
HEDGING_VERBS = frozenset(
    "consider plan intend propose threaten hope want weigh mull expect aim seem appear suspect"
    " believe think suggest try seek discuss".split()
)
"""Verbs that put what follows as meant, wanted or thought, by lemma."""
HEDGING_WORDS = (
    MODALS
    | HEDGES
    | frozenset(
        "considering considered considers planning plans planned intends intended threatens"
        " threatened hopes hoped expected expects seems seemed appears appeared suspected alleged"
        " accused purported potential possible proposed unconfirmed would should some most many"
        " often sometimes usually largely mostly partly".split()
    )
)
"""Words as written that make a sentence say less than it would without them."""
NUMBER_HEDGES = frozenset(phrase for phrase, _ in BEFORE)


def hedges_among(words: Iterable[str]) -> list[str]:
    """Return the hedges in a run of folded words, one-word ones and those of numbers.

    >>> hedges_among(["at", "least", "forty"]), hedges_among(["forty"])
    (['at least'], [])
    """
    run = tuple(words)
    found = [w for w in run if w in HEDGING_WORDS]
    for n in range(len(run)):
        for size in (1, 2, 3, 4):
            phrase = run[n : n + size]
            if len(phrase) == size and phrase in NUMBER_HEDGES and phrase[0] not in HEDGING_WORDS:
                found.append(" ".join(phrase))
    return found
