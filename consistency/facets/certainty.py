"""Certainty: how far a matter has got, from ruled out to done, and when the article said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.entities import entities_of
from consistency.facets.actors import SPEAKING, Actors
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.clauses import (
    COMPLEMENTS,
    clause_terms,
    clause_text,
    name_for,
    negator_of,
    subject_of,
    verbs_of,
)
from consistency.facets.deeds import DEED, deed_keys, deed_of, deed_slot, one_deed
from consistency.facets.ladder import ADJECTIVE_RUNGS, ORDER, RUNG_OF, Standing, rung_of
from consistency.facets.phrasing import actor_of
from consistency.personal_names import GENDER_OF_PRONOUN
from consistency.records import Judgement, Level, Mention, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

ENOUGH_TERMS = 3
"""Terms two ladder verbs of one actor share at or above which their matter is taken to be one."""

UNDECIDED = "considering"
"""Rung of what somebody says is not decided yet."""
DECISION = "decision"
"""Head of such a mention: what the decision is on stands elsewhere in the article."""
UNCOMMITTED = frozenset({"undecided", "uncommitted"})


class CertaintyFacet(Facet):
    """Finds ladder verbs and adjectives with who does it and what it concerns."""

    name = "certainty"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return one mention a ladder word, in reading order."""
        actors = parsed.once(Actors)
        found = [m for n in range(len(parsed.claims)) for m in self._in_claim(parsed, n, actors)]
        return [_with_open_matter(m, found[:n]) for n, m in enumerate(found)]

    def _in_claim(self, parsed: ParsedArticle, index: int, actors: Actors) -> list[Mention]:
        day, claim = parsed.article.published, parsed.claims[index]
        before = parsed.claims[index - 1] if index else None
        mentions = []
        for verb in verbs_of(claim):
            rung = rung_of(verb) or (UNDECIDED if is_undecided(verb) else None)
            if rung:
                actor = _actor(_doer(verb), claim, actors)
                standing = Standing(rung, verb.lower_, day)
                mentions.append(_mention(parsed, claim, before, verb, actor, standing))
            elif verb.lemma_.lower() not in RUNG_OF and (deed := deed_of(verb)) is not None:
                slot = deed_slot(verb, _actor(_doer(verb), claim, actors))
                standing = Standing(deed.rung, deed.word, day)
                mentions.append(_at_verb(parsed, claim, verb, standing, slot, deed_keys(slot)))
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
        if {a.rung, b.rung} == {"proposed", "decided"} and _is_settled(a, b):
            return Judgement(Level.NULL, "what is decided is what will be done")
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
        who = (
            actor_of(best)
            or best.slot.subject.title()
            or (f"the {best.slot.head}" if best.slot.head else "it")
        )
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
    doer = subject_of(verb.head.head if _is_ahead(verb) else verb)
    if doer is None and any(c.dep_ == "xcomp" for c in verb.children):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return doer


def _is_settled(left: Standing, right: Standing) -> bool:
    """Whether one of two standings says outright that it will be: not "plans to", not "would"."""
    return any(standing.word.split()[0] in {"will", "’ll", "'ll"} for standing in (left, right))


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


def _action(verb: Token) -> Token | None:
    """The verb that a ladder verb governs: "send" in "threatened to send troops"."""
    return next((c for c in verb.children if c.dep_ in COMPLEMENTS), None)


def is_undecided(verb: Token) -> bool:
    """Say whether a clause tells that nothing is decided yet.

    "has not decided", "have not made up my mind", "is undecided", "no decision has been made", "has
    not said when a decision would be made", "will ask her family before deciding".
    """
    lemma = verb.lemma_.lower()
    denied = negator_of(verb) is not None or _is_ahead(verb)
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


def _is_ahead(verb: Token) -> bool:
    """Say whether something is to be done first: "before making up his mind"."""
    return verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.lower_ == "before"


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
    keys = frozenset({f"who:{subject.split()[-1]}"} if subject else ()) | deed_keys(slot)
    return _at_verb(parsed, claim, verb, standing, slot, keys)


def _at_verb(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    verb: Token,
    standing: Standing,
    slot: Slot,
    keys: frozenset[str],
) -> Mention:
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
        keys=keys,
        masked=clause_text(verb, verb, "___"),
    )


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
    people = [e for e in entities_of(adjective.sent) if e.label_ == "PERSON"]
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
        return one_deed(a, b)
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
        return "noun" not in {a.role, b.role} and one_deed(a, b) > 0.0
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


def _settles(open_one: Mention, other: Mention) -> bool:
    """Say whether one's own decision, or refusal, can be what the same person had not decided.

    What the decision is on seldom stands beside it ("she had not made up her mind"): whether both
    are of one, the words around tell.
    """
    a, b = open_one.slot, other.slot
    if a.head != DECISION or b.head == DECISION:
        return False
    if not (b.predicate and other.value.rung == "decided") and other.value.rung != "ruled out":
        return False
    return bool(set(a.subject.split()) & set(b.subject.split()))
