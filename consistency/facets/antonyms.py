"""Verbs and adjectives that cannot both hold of one thing at one time."""

from __future__ import annotations

PAIRS: tuple[tuple[str, str], ...] = (
    ("accept", "reject"), ("accept", "refuse"), ("admit", "deny"), ("agree", "refuse"),
    ("alive", "dead"), ("allow", "ban"), ("allow", "block"), ("allow", "forbid"),
    ("allow", "prohibit"), ("approve", "reject"), ("approve", "veto"), ("attend", "skip"),
    ("back", "oppose"), ("confirm", "deny"), ("cut", "raise"), ("decrease", "increase"),
    ("defend", "criticise"), ("drop", "rise"), ("empty", "full"), ("endorse", "oppose"),
    ("expand", "shrink"), ("fall", "rise"), ("fire", "hire"), ("full", "partial"), ("gain", "lose"),
    ("grow", "shrink"), ("guilty", "innocent"), ("join", "leave"), ("keep", "abandon"),
    ("legal", "illegal"), ("lose", "win"), ("lower", "raise"), ("mandatory", "voluntary"),
    ("open", "close"), ("oppose", "support"), ("pass", "fail"), ("peaceful", "violent"),
    ("permanent", "temporary"), ("private", "public"), ("safe", "unsafe"), ("succeed", "fail"),
    ("stay", "leave"), ("true", "untrue"), ("uphold", "overturn"), ("worsen", "improve"),
    ("constitutional", "unconstitutional"), ("lawful", "unlawful"), ("convict", "acquit"),
    ("arrest", "release"), ("survive", "die"), ("routine", "unprecedented"), ("common", "rare"),
    ("likely", "unlikely"), ("necessary", "unnecessary"), ("possible", "impossible"),
    ("unanimous", "divided"), ("armed", "unarmed"), ("conscious", "unconscious"),
)  # fmt: skip

OPPOSITES = frozenset(frozenset(pair) for pair in PAIRS)


WORDS = frozenset().union(*OPPOSITES)


def are_opposites(left: str, right: str) -> bool:
    """Say whether two lemmas exclude one another. Symmetric; a word is not its own opposite.

    What is done again is done: "reopen" excludes "close" as "open" does.
    """
    return frozenset((_done(left), _done(right))) in OPPOSITES


def _done(word: str) -> str:
    plain = word.removeprefix("re").lstrip("-")
    return plain if word not in WORDS and plain in WORDS else word
