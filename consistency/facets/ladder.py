"""The ladder of certainty: which words put a matter on which rung."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from consistency.facets.clauses import is_denied, is_infinite, negator_of

if TYPE_CHECKING:
    from spacy.tokens import Token

RUNGS: dict[str, tuple[str, ...]] = {
    "ruled out": ("reject", "refuse", "decline", "deny", "scrap", "cancel", "abandon", "withdraw"),
    "asked": ("ask", "request", "urge", "petition", "seek", "demand"),
    "considering": (
        "consider", "weigh", "mull", "explore", "study", "contemplate", "ponder", "debate",
    ),
    "proposed": (
        "propose", "plan", "intend", "threaten", "recommend", "expect", "aim", "suggest", "pledge",
    ),
    "decided": (
        "authorize", "authorise", "approve", "order", "sign", "announce", "declare", "decide",
        "agree", "adopt", "enact", "ratify", "grant", "appoint", "accept", "pass", "vote",
    ),
    "begun": ("begin", "start", "launch", "deploy", "send", "dispatch", "undertake", "implement"),
    "done": ("complete", "finish", "conclude", "finalize", "finalise", "end"),
}  # fmt: skip
"""The ladder, lowest first, and the verbs that put a matter on each rung."""

ORDER = tuple(RUNGS)
RUNG_OF = {verb: rung for rung, verbs in RUNGS.items() for verb in verbs}
ADJECTIVE_RUNGS = {
    "possible": "considering",
    "potential": "considering",
    "prospective": "considering",
    "likely": "proposed",
    "proposed": "proposed",
    "planned": "proposed",
    "expected": "proposed",
    "announced": "decided",
    "declared": "decided",
    "official": "decided",
    "confirmed": "decided",
    "approved": "decided",
    "completed": "done",
}
"""Adjectives that put the noun they stand before on a rung ("a potential candidate")."""

NOT_DONE = frozenset({"fail", "want", "hope", "try", "need", "promise", "vow"})
"""Verbs that are no rung but keep what they govern from being one."""
NEEDS = {
    "vote": frozenset({"xcomp"}),
    "agree": frozenset({"xcomp", "ccomp"}),
    "ask": frozenset({"xcomp", "ccomp", "dobj", "nsubjpass"}),
    "pass": frozenset({"dobj", "nsubjpass"}),
}
"""What these verbs must govern to be a rung, by dependency."""
STEPS_BACK = frozenset("bow drop opt back pull rule".split())
"""Verbs that with "out" end a matter: "bowed out of the race", "ruled out a run"."""
SELF = frozenset({"himself", "herself", "themselves", "itself", "myself"})
FUTURE = frozenset({"will", "would", "shall", "could", "may", "might"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A rung of the ladder, the word that says so, and the day the article appeared if known."""

    rung: str
    word: str
    day: date | None

    def __str__(self) -> str:
        return self.word if self.word == self.rung else f"{self.word} ({self.rung})"

    @property
    def step(self) -> int:
        """Place on the ladder, 0 for "ruled out"."""
        return ORDER.index(self.rung)


def rung_of(verb: Token) -> str | None:
    """The rung a verb states, lowered by "will" and "might"; None when it states none."""
    rung = "ruled out" if _steps_back(verb) else RUNG_OF.get(verb.lemma_.lower())
    if rung is None or negator_of(verb) is not None or is_denied(verb):
        return None
    above = verb.head.lemma_.lower()
    if is_infinite(verb) and (above in RUNG_OF or above in NOT_DONE):
        return None  # "refused to approve", "plans to announce": the verb above says how far it got
    if not _takes_up_a_matter(verb):
        return None
    ahead = any(c.dep_ == "aux" and c.lower_ in FUTURE for c in verb.children)
    if ahead and ORDER.index(rung) > ORDER.index("proposed"):
        return "proposed"
    return rung


def _steps_back(verb: Token) -> bool:
    """Say whether somebody withdraws: "bowed out", "took herself out of the running"."""
    if not any(c.lower_ == "out" and c.dep_ in {"prt", "prep", "advmod"} for c in verb.children):
        return False
    lemma, things = verb.lemma_.lower(), [c.lower_ for c in verb.children if c.dep_ == "dobj"]
    if lemma == "take":
        return bool(SELF & set(things))
    return lemma == "rule" if things else lemma in STEPS_BACK


def _takes_up_a_matter(verb: Token) -> bool:
    """Say whether the verb has what it needs to be about a matter.

    "Voted to let them in" decides, who voted or for whom decides nothing; "agreed" by itself is an
    opinion, and "asked" a question.
    """
    deps = {c.dep_ for c in verb.children}
    needed = NEEDS.get(verb.lemma_.lower())
    return needed is None or bool(needed & deps)
