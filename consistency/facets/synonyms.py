"""Words that newspapers use for one act or one thing, whichever of them a writer takes."""

from __future__ import annotations

ACTS = (
    "close shut shutter", "buy acquire purchase", "fire dismiss sack oust", "resign quit",
    "begin start launch commence", "end stop halt cease", "ban prohibit outlaw forbid",
    "send deploy dispatch", "build construct", "cut slash reduce eliminate trim lower",
    "raise increase lift hike boost", "appoint name", "withdraw recall",
    "arrest detain apprehend", "suspend pause freeze", "cancel scrap axe abandon",
    "repeal revoke rescind", "demolish raze", "move relocate transfer", "free release",
    "extend prolong", "indict charge", "postpone delay defer", "rename rebrand",
    "renovate refurbish", "reopen restart resume", "investigate probe", "merge combine",
    "hit strike",
)  # fmt: skip
"""Verbs, by lemma; each word stands in one group only. Left out are words that are as often another
thing (a bar, a duty, a post): what a clause speaks of is compared without its parts of speech."""
THINGS = (
    "plant factory", "bill measure legislation", "job position", "troop soldier",
    "company firm", "jail prison", "child kid", "car vehicle", "lawmaker legislator",
    "home house", "student pupil", "worker employee", "pact accord agreement treaty deal",
    "store shop", "tax levy", "ship vessel", "doctor physician", "film movie",
    "attorney lawyer", "illness disease", "inquiry investigation",
)  # fmt: skip
"""Nouns, likewise."""
_FIRST = {word: group.split()[0] for group in (*ACTS, *THINGS) for word in group.split()}


def same_word(lemma: str) -> str:
    """Return the word that stands for a lemma and all that mean the same.

    >>> same_word("shutter"), same_word("factory"), same_word("harbor")
    ('close', 'plant', 'harbor')
    """
    return _FIRST.get(lemma, lemma)
