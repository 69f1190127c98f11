"""Certainty: how far a matter has got, from ruled out to done, and when the article said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from consistency.facets.actors import SPEAKING, Actors
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.clauses import (
    COMPLEMENTS,
    clause_terms,
    clause_text,
    is_denied,
    is_infinite,
    name_for,
    negator_of,
    subject_of,
    verbs_of,
)
from consistency.facets.deeds import deed_of
from consistency.personal_names import GENDER_OF_PRONOUN
from consistency.records import Judgement, Level, Mention, Slot

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

NOT_DONE = frozenset({"fail", "want", "hope", "try", "need"})
"""Verbs that are no rung but keep what they govern from being one."""
KNOWN_DOER = 0.2
"""How much it adds, 0..1, to two clauses being of one deed that both name the same doer."""
ENOUGH_TERMS = 3
"""Terms two ladder verbs of one actor share at or above which their matter is taken to be one."""

DEED = "deed"
"""Role of a mention that only says what is done, or may be: it is met by what plans it."""

UNDECIDED = "considering"
"""Rung of what somebody says is not decided yet."""
DECISION = "decision"
"""Head of such a mention: what the decision is on stands elsewhere in the article."""
NEEDS = {
    "vote": frozenset({"xcomp"}),
    "agree": frozenset({"xcomp", "ccomp"}),
    "ask": frozenset({"xcomp", "ccomp", "dobj", "nsubjpass"}),
    "pass": frozenset({"dobj", "nsubjpass"}),
}
"""What these verbs must govern to be a rung, by dependency."""

UNCOMMITTED = frozenset({"undecided", "uncommitted"})
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


class CertaintyFacet(Facet):
    """Finds ladder verbs and adjectives with who does it and what it concerns."""

    name = "certainty"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return one mention a ladder word, in reading order."""
        actors = Actors(parsed)
        found = [m for n in range(len(parsed.claims)) for m in self._in_claim(parsed, n, actors)]
        return [_with_open_matter(m, found[:n]) for n, m in enumerate(found)]

    def _in_claim(self, parsed: ParsedArticle, index: int, actors: Actors) -> list[Mention]:
        day, claim = parsed.article.published, parsed.claims[index]
        before = parsed.claims[index - 1] if index else None
        mentions = []
        for verb in verbs_of(claim):
            rung = _rung(verb) or (UNDECIDED if is_undecided(verb) else None)
            if rung:
                actor = _actor(_doer(verb), claim, actors)
                standing = Standing(rung, verb.lower_, day)
                mentions.append(_mention(parsed, claim, before, verb, actor, standing))
            elif verb.lemma_.lower() not in RUNG_OF and (deed := deed_of(verb)) is not None:
                actor = _actor(_doer(verb), claim, actors)
                standing = Standing(deed.rung, deed.word, day)
                mentions.append(_deed_mention(parsed, claim, verb, actor, standing))
        for token in claim.tokens:
            if token.dep_ == "amod" and token.lower_ in ADJECTIVE_RUNGS:
                standing = Standing(ADJECTIVE_RUNGS[token.lower_], token.lower_, day)
                mentions.append(_noun_mention(parsed, claim, token, standing))
        return sorted(mentions, key=lambda m: m.span)

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two rungs of one matter: equal, progressed with time, or at odds with it."""
        if not _may_be_one_matter(left, right):
            return Judgement(Level.NULL, "different matters")
        a, b = left.value, right.value
        if DEED in {left.slot.role, right.slot.role} and a.rung == b.rung:
            return Judgement(Level.NULL, "both say as much of it")
        if a.rung == b.rung:
            # One rung says little by itself: whether both say the same, the polarity facet tells.
            return Judgement(Level.EQUAL, f"both say {a.rung}", 0.4)
        low, high = sorted((a, b), key=lambda s: (s.step, s.word))
        words = f"“{low.word}” in one, “{high.word}” in the other"
        strength = 0.9 if left.slot.subject and right.slot.subject else 0.6
        alignment = _alignment(left, right)
        if low.day and high.day and low.day > high.day:
            return Judgement(
                Level.DIFFERENT,
                f"{words}, though the one that says less is the later",
                strength * 0.8,
                alignment,
            )
        dated = (
            ""
            if low.day and high.day
            else "; without both dates this could be an update or a difference"
        )
        return Judgement(Level.PROGRESSED, f"{words}{dated}", strength, alignment)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask how far the matter has got, between the lowest and the highest rung mentioned."""
        best = max(mentions, key=lambda m: (bool(m.slot.subject), len(m.slot.modifiers)))
        ladder = sorted(mentions, key=lambda m: (m.value.step, m.value.word))
        words = list(dict.fromkeys((ladder[0].value.word, ladder[-1].value.word)))
        who = best.slot.subject.title() or (f"the {best.slot.head}" if best.slot.head else "it")
        return f"{' or '.join(words).capitalize()}: how far has {who} got?"


def _with_open_matter(mention: Mention, before: Sequence[Mention]) -> Mention:
    """Say what "a decision" not taken yet is on: the last thing its actor was said to weigh."""
    if mention.slot.head != DECISION:
        return mention
    who = set(mention.slot.subject.split())
    for other in reversed(before):
        weighing = other.value.step <= ORDER.index("proposed") and other.slot.head != DECISION
        if weighing and who & set(other.slot.subject.split()):
            return replace(mention, slot=replace(mention.slot, modifiers=other.slot.modifiers))
    return mention


def _doer(verb: Token) -> Token | None:
    """The subject of a verb; of "is expected to close" whoever is to close something."""
    doer = subject_of(verb)
    if doer is None and any(c.dep_ == "xcomp" for c in verb.children):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return doer


def _actor(subject: Token | None, claim: ParsedClaim, actors: Actors) -> str:
    """Folded name of who does it: "he" and "the Republican governor" by the person they mean."""
    if subject is None:
        return ""
    meant = actors.meant_by(subject, claim)
    pronoun = subject.lower_ in {*SPEAKING, *GENDER_OF_PRONOUN}
    return meant if meant or pronoun else name_for(subject).lower()


def _purpose(thing: Token | None) -> frozenset[str]:
    """Terms of what a measure would do: "a bill that would let instructors in" is about them."""
    if thing is None or thing.pos_ not in {"NOUN", "PROPN"}:
        return frozenset()
    clauses = (c for c in thing.children if c.dep_ in {"relcl", "acl"})
    return frozenset(term for clause in clauses for term in clause_terms(clause))


def _rung(verb: Token) -> str | None:
    """The rung a verb states, lowered by "will" and "might"; None when it states none."""
    rung = RUNG_OF.get(verb.lemma_.lower())
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


def _action(verb: Token) -> Token | None:
    """The verb that a ladder verb governs: "send" in "threatened to send troops"."""
    return next((c for c in verb.children if c.dep_ in COMPLEMENTS), None)


def is_undecided(verb: Token) -> bool:
    """Say whether a clause tells that nothing is decided yet.

    "has not decided", "have not made up my mind", "is undecided", "no decision has been made", "has
    not said when a decision would be made".
    """
    lemma = verb.lemma_.lower()
    denied = negator_of(verb) is not None
    below = {t.lemma_.lower() for t in verb.subtree}
    if verb.lower_ in UNCOMMITTED:
        return not denied
    if lemma == "decide":
        return denied
    if lemma == "make" and "mind" in {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"}:
        return denied
    if lemma == "be":
        return any(c.lower_ in UNCOMMITTED for c in verb.children)
    return denied and lemma in {"say", "make", "reach", "announce"} and "decision" in below


def _takes_up_a_matter(verb: Token) -> bool:
    """Say whether the verb has what it needs to be about a matter.

    "Voted to let them in" decides, who voted or for whom decides nothing; "agreed" by itself is an
    opinion, and "asked" a question.
    """
    deps = {c.dep_ for c in verb.children}
    needed = NEEDS.get(verb.lemma_.lower())
    return needed is None or bool(needed & deps)


def _mention(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    before: ParsedClaim | None,
    verb: Token,
    subject: str,
    standing: Standing,
) -> Mention:
    undecided = is_undecided(verb)
    terms = set(clause_terms(verb)) - {verb.lemma_.lower()}
    if before and (undecided or any(_points_back(t) for t in verb.subtree)):
        # "is considering this request": what the request is stands in the sentence before.
        terms |= before.claim.terms
    action = None if undecided else _action(verb)
    thing = action or next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    terms |= _purpose(thing)
    terms -= set(subject.split())
    slot = Slot(
        head=DECISION if undecided else thing.lemma_.lower() if thing is not None else "",
        role="matter",
        modifiers=frozenset(terms),
        predicate=action.lemma_.lower() if action is not None else "",
        subject=subject,
    )
    span = claim.span_of(verb, verb)
    return Mention(
        facet="certainty",
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=standing,
        slot=slot,
        speaker=claim.claim.speaker,
        keys=frozenset({f"who:{subject.split()[-1]}"} if subject else ()) | _deed_keys(slot),
        masked=clause_text(verb, verb, "___"),
    )


def _deed_mention(
    parsed: ParsedArticle, claim: ParsedClaim, verb: Token, subject: str, standing: Standing
) -> Mention:
    lemma = verb.lemma_.lower()
    thing = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    slot = Slot(
        head=thing.lemma_.lower() if thing is not None else "",
        role=DEED,
        modifiers=clause_terms(verb) - {lemma} - set(subject.split()),
        predicate=lemma,
        subject=subject,
    )
    span = claim.span_of(verb, verb)
    return Mention(
        facet="certainty",
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=standing,
        slot=slot,
        speaker=claim.claim.speaker,
        keys=_deed_keys(slot),
        masked=clause_text(verb, verb, "___"),
    )


def _deed_keys(slot: Slot) -> frozenset[str]:
    """Keys by which a plan and the deed find each other: the verb with who does it or to what."""
    if not slot.predicate:
        return frozenset()
    with_it = {slot.head, *slot.modifiers, slot.subject.split()[-1] if slot.subject else ""}
    return frozenset(f"deed:{slot.predicate}:{word}" for word in with_it if word)


def _points_back(token: Token) -> bool:
    """Say whether a determiner points to the sentence before: "this plan", "the request" alone."""
    if token.tag_ != "DT":
        return False
    alone = token.head.dep_ == "dobj" and len(list(token.head.children)) == 1
    return token.lower_ in {"this", "that"} or (token.lower_ == "the" and alone)


def _noun_mention(
    parsed: ParsedArticle, claim: ParsedClaim, adjective: Token, standing: Standing
) -> Mention:
    noun = adjective.head
    people = [e for e in adjective.sent.ents if e.label_ == "PERSON"]
    span = (
        claim.span_of(adjective, noun)
        if noun.i > adjective.i
        else claim.span_of(adjective, adjective)
    )
    return Mention(
        facet="certainty",
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=standing,
        slot=Slot(
            head=noun.lemma_.lower(),
            role="noun",
            modifiers=clause_terms(noun),
            subject=" ".join(e.text.split()[-1].lower() for e in people),
        ),
        speaker=claim.claim.speaker,
        keys=frozenset(f"noun:{noun.lemma_.lower()}:{e.text.split()[-1].lower()}" for e in people),
        masked=claim.claim.text.replace(adjective.text, "___", 1),
    )


def _alignment(left: Mention, right: Mention) -> float | None:
    """How sure one actor moves one matter: the terms shared, of the fewer; None leaves it open."""
    a, b = left.slot, right.slot
    if DEED in {a.role, b.role}:
        return _one_deed(a, b)
    shared = a.modifiers & b.modifiers
    if a.role == "noun" or not (a.subject and b.subject) or len(shared) < ENOUGH_TERMS:
        return None
    if a.predicate and b.predicate and a.predicate != b.predicate:
        return None  # "began to campaign for the plan", "urged them to pass it": two actions
    return min(1.0, 0.4 + len(shared) / min(len(a.modifiers), len(b.modifiers)))


def _may_be_one_matter(left: Mention, right: Mention) -> bool:
    """Refuse pairs of other actors or with nothing in common; unknown actors are let through."""
    a, b = left.slot, right.slot
    if DEED in {a.role, b.role}:
        return "noun" not in {a.role, b.role} and _one_deed(a, b) > 0.0
    if a.role != b.role:
        return False
    if a.role == "noun":
        return a.head == b.head and bool(set(a.subject.split()) & set(b.subject.split()))
    if _settles(left, right) or _settles(right, left):
        return True
    if not (a.subject and b.subject):
        return len(a.modifiers & b.modifiers) >= 2
    if a.predicate and b.predicate and a.predicate != b.predicate:
        return False  # "began to campaign for the plan", "urged them to pass it": two actions
    return bool(set(a.subject.split()) & set(b.subject.split())) and bool(a.modifiers & b.modifiers)


def _one_deed(left: Slot, right: Slot) -> float:
    """How sure it is, 0..1, that two slots are of one verb, doer and matter; 0 where they are not.

    The terms shared, of the fewer, tell; with no doer named on one side, more must be shared.
    """
    shared = (left.modifiers & right.modifiers) - {left.predicate}
    fewer = min(len(left.modifiers - {left.predicate}), len(right.modifiers - {left.predicate}))
    if not shared or not left.predicate or left.predicate != right.predicate:
        return 0.0
    part = 0.5 * len(shared) / fewer
    if left.subject and right.subject:
        one_doer = set(left.subject.split()) & set(right.subject.split())
        return KNOWN_DOER + part if one_doer else 0.0
    return part if len(shared) >= ENOUGH_TERMS - 1 else 0.0


def _settles(open_one: Mention, other: Mention) -> bool:
    """Say whether one's own decision can be what the same person had not decided before.

    What the decision is on seldom stands beside it ("she had not made up her mind"): whether both
    are of one, the words around tell.
    """
    a, b = open_one.slot, other.slot
    if a.head != DECISION or b.head == DECISION or other.value.rung != "decided":
        return False
    return bool(b.predicate) and bool(set(a.subject.split()) & set(b.subject.split()))
