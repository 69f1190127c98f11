"""Who is named: how a name is spelled across sources, and who fills a role."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.bearers import (
    CALLED,
    NAMED,
    SPELLING,
    NameValue,
    find_contested,
    find_entities,
    find_renamed,
    find_shared_roles,
)
from consistency.facets.fillers import (
    ACCOUNT,
    AGENT,
    HOLDER,
    PATIENT,
    RECIPIENT,
    Filler,
    find_fillers,
)
from consistency.facets.gazetteer import look_up
from consistency.facets.naming import (
    LABELS,
    ORG,
    PLACE,
    SPEAKING,
    THING,
    Named,
    find_names,
    fold_name_text,
)
from consistency.facets.persons import PersonName, fold, near_spelling
from consistency.facets.roles import find_roles
from consistency.facets.spellings import LEAST_LONE_LETTERS, STRENGTHS
from consistency.records import Judgement, Level, Mention, Slot, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ONE_HOLDER = frozenset(
    {"moderator", "governor", "mayor", "secretary", "attorney general", "prime minister",
     "chief justice", "district attorney", "chief executive", "sponsor", "press secretary"}
)  # fmt: skip
"""Offices of which a body has one holder at a time: two names for one are a difference."""
DIFFERENT_HOLDER, DIFFERENT_DOER, DIFFERENT_ACCOUNT = 0.7, 0.55, 0.75
"""How sure it is, 0..1, that two names for one role cannot both be right."""
LONGEST_NAME = 8
"""Words of the longest name looked at; more are a title of a work, or a line set in capitals."""
TWO_NAMES = 0.8
"""How sure it is, 0..1, that two bodies under one head are one."""
SAME_SPELLING = 0.5
"""How much it says, 0..1, that two articles write a name alike: hardly worth a line."""


class NameFacet(Facet):
    """Names, under two roles of question: "spelling", and the roles that somebody fills."""

    name = "name"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return each way a name is written once an article, and each filler of a role."""
        names = parsed.once(find_names)
        fillers = find_fillers(parsed, names, find_roles(parsed, names))
        found = [*_spellings(parsed, names), *(_filler_mention(parsed, f) for f in fillers)]
        return sorted(_once(found), key=lambda m: (m.span, m.slot.role))

    def link(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Resolve bearers over the run. A name that all write alike is "named", without keys."""
        spelled = [i for i, m in enumerate(mentions) if m.slot.role == SPELLING]
        contested = find_contested(mentions, spelled, self.settings.name.least_similarity)
        entities = find_entities(mentions)
        contested |= find_renamed(mentions, entities)
        shared = find_shared_roles(mentions, entities)
        return [
            contested.get(i, _settled(m))
            if m.slot.role == SPELLING
            else _with_entity(m, entities[i], m.slot in shared)
            for i, m in enumerate(mentions)
        ]

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two spellings of one name, or two fillers of one role; else `Level.NULL`."""
        if not isinstance(left.value, NameValue) or not isinstance(right.value, NameValue):
            return Judgement(Level.NULL, "one side gives no name")
        if left.slot.role != right.slot.role or left.slot.head != right.slot.head:
            return Judgement(Level.NULL, "two roles")
        if left.slot.role == NAMED:
            return Judgement(Level.NULL, "nobody writes this name otherwise")
        if left.slot.role == SPELLING:
            return _compare_spellings(left.value, right.value)
        if left.slot.role == CALLED:
            return _compare_bodies(left.value, right.value)
        return _compare_fillers(left, right)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask how the name is spelled, or who fills the role."""
        first = mentions[0]
        if first.slot.role == NAMED:
            return f"Is {first.value.full or first.value.words} named?"
        if first.slot.role == CALLED:
            return (
                f"What is the body called: {' or '.join(sorted({str(m.value) for m in mentions}))}?"
            )
        if first.slot.role == SPELLING:
            fullest = max((str(m.value) for m in mentions), key=len)
            return f"How is the name “{fullest}” spelled?"
        return _ask_who(first.slot, mentions)


def _ask_who(slot: Slot, mentions: Sequence[Mention]) -> str:
    if slot.head == ACCOUNT:
        return "Which account is it?"
    if slot.role == HOLDER:
        post = _bare_post(max((m.value.post for m in mentions), key=len))
        owned = post[:1].isupper() and any(mark in post for mark in ("’s ", "'s ", "s’ ", "s' "))
        return f"Who is {post}?" if owned else f"Who is the {post}?"
    if slot.role == RECIPIENT:
        return "Who was asked?" if slot.head == "request" else f"To whom did the {slot.head} go?"
    if slot.role == PATIENT:
        return "Who was appointed?"
    things = frozenset.intersection(*(m.slot.modifiers for m in mentions))
    thing = f" the {next(iter(things))}" if len(things) == 1 else ""
    if slot.role != AGENT:
        return f"Who is it that somebody {third_person(slot.predicate)} against?"
    return f"Who {third_person(slot.predicate)}{thing}?"


def _bare_post(post: str) -> str:
    """Return a post without whose it is and without a courtesy title behind it.

    >>> _bare_post("its lawyer"), _bare_post("County Coroner Dr.")
    ('lawyer', 'County Coroner')
    """
    return re.sub(r"^(?:its|his|her|their|our) |,? (?:Drs?|Mrs?|Ms|Rev)\.?$", "", post)


def third_person(verb: str) -> str:
    """The verb as "who" takes it in the present.

    >>> third_person("apply"), third_person("approach"), third_person("vacate")
    ('applies', 'approaches', 'vacates')
    """
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return f"{verb[:-1]}ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _spellings(parsed: ParsedArticle, names: Sequence[Named]) -> Iterator[Mention]:
    """The first place of each name in its fullest form, with how often the article has it."""
    ways: dict[str, list[Named]] = defaultdict(list)
    for n in names:
        ways[fold_name_text(n.text)].append(n)
    families = {fold(n.full.family) for n in names if n.full is not None and n.full.is_full}
    bearers = Counter(n.full for n in names if n.full is not None)
    for group in ways.values():
        first = next((n for n in group if n.kin), group[0])
        if _may_be_contested(first, families):
            count = bearers[first.full] if first.full is not None else len(group)
            value = _value_of(first, count=count)
            yield _mention(parsed, first.claim, first.span, value, Slot(role=SPELLING))


def _may_be_contested(named: Named, families: Iterable[str]) -> bool:
    """Whether another source could write this name otherwise, or this be a slip for another.

    A short form of a person named in full is not: the full form stands for it. Of one word, only a
    person's name is, a long name of a body, and what comes near a person's name without being a
    place's.
    """
    if named.person is not None and named.full is not None:
        return bool(named.person.is_full or named.kin or not named.full.is_full)
    if len(named.text.split()) > LONGEST_NAME:
        return False
    if len(named.text.split()) > 1:
        return named.kind == ORG or (named.tokens[-1].ent_type_ in LABELS and named.kind != PLACE)
    if named.kind == ORG and len(named.text) >= LEAST_LONE_LETTERS and not named.text.isupper():
        return True
    if named.kind == THING and not _acts_as_name(named.tokens[0]):
        return False
    near = any(near_spelling(named.text, family, least_similarity=0.0) for family in families)
    return near and not (named.kind == PLACE and look_up(named.text))


def _acts_as_name(token: Token) -> bool:
    """Whether a capital is a name's: inside a sentence, or of one who speaks."""
    if token.pos_ != "PROPN":
        return False
    opens = token.i == token.sent.start or not token.nbor(-1).is_alpha
    return not opens or (token.dep_ == "nsubj" and token.head.lemma_.lower() in SPEAKING)


def _value_of(named: Named, *, count: int = 0) -> NameValue:
    return NameValue(named.kind, named.text, named.person, named.full, kin=named.kin, count=count)


def _filler_mention(parsed: ParsedArticle, filler: Filler) -> Mention:
    span = filler.claim.span_of(filler.tokens[0], filler.tokens[-1])
    words = " ".join(t.text for t in filler.tokens)
    value = _value_of(filler.named) if filler.named else NameValue(ACCOUNT, words)
    value = replace(value, post=filler.post)
    return _mention(parsed, filler.claim, span, value, filler.slot)


def _mention(
    parsed: ParsedArticle, claim: ParsedClaim, span: Span, value: NameValue, slot: Slot
) -> Mention:
    whole, text = claim.claim.span, parsed.article.text
    return Mention(
        facet=NameFacet.name,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=text[span.start : span.end],
        value=value,
        slot=slot,
        speaker=claim.claim.speaker,
        keys=_keys(slot),
        masked=" ".join(f"{text[whole.start : span.start]}#{text[span.end : whole.end]}".split()),
    )


def _keys(slot: Slot) -> frozenset[str]:
    """Fillers of one role are candidates: of an office or an account, of an act upon one thing."""
    if slot.role == SPELLING:
        return frozenset()
    if slot.role == HOLDER or slot.head == ACCOUNT or not slot.modifiers:
        return frozenset({f"{slot.role}:{slot.head}"})
    return frozenset(f"{slot.role}:{slot.head}:{thing}" for thing in slot.modifiers)


def _once(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a place and role, and one an article for each holder of an office."""
    seen: dict[object, Mention] = {}
    for m in mentions:
        key: object = (m.span, m.slot.role)
        if m.slot.role == HOLDER:
            key = (m.slot.head, m.slot.modifiers, str(m.value))
        seen.setdefault(key, m)
    return list(seen.values())


def _settled(mention: Mention) -> Mention:
    return replace(mention, slot=replace(mention.slot, role=NAMED), keys=frozenset())


def _with_entity(mention: Mention, entity: str, shared: bool) -> Mention:
    return replace(mention, value=replace(mention.value, entity=entity, shared=shared))


def _compare_spellings(left: NameValue, right: NameValue) -> Judgement:
    if left.issue == right.issue:
        return Judgement(Level.EQUAL, f"both write {left.words}", SAME_SPELLING, alignment=0.9)
    strength = min(STRENGTHS[left.witness], STRENGTHS[right.witness])
    reason = f"{left.words} and {right.words} are spelled otherwise"
    return Judgement(Level.DIFFERENT, reason, strength, alignment=0.95)


def _compare_bodies(left: NameValue, right: NameValue) -> Judgement:
    if left.issue == right.issue:
        return Judgement(Level.EQUAL, f"both say {left.words}", SAME_SPELLING, alignment=0.9)
    reason = f"{left.words} and {right.words}: one person is said to head both"
    return Judgement(Level.DIFFERENT, reason, TWO_NAMES, alignment=0.9)


def _compare_fillers(left: Mention, right: Mention) -> Judgement:
    a, b = left.value, right.value
    things = left.slot.modifiers, right.slot.modifiers
    meet = bool(things[0] & things[1])
    apart = bool(things[0] and things[1]) and not meet
    if apart:
        return Judgement(Level.NULL, "two acts, or offices of two bodies")
    if _same_entity(a, b):
        return Judgement(Level.EQUAL, f"both name {a}", 1.0 if meet else 0.8)
    strength = _difference(left, right, meet)
    if not strength:
        return Judgement(Level.NULL, "a role that several may fill")
    return Judgement(Level.DIFFERENT, f"{a} and {b}", strength)


def _same_entity(left: NameValue, right: NameValue) -> bool:
    """One bearer; a body and its branch ("National Guard", "Ohio National Guard") count as one."""
    if left.entity == right.entity:
        return True
    words = set(left.entity.split()), set(right.entity.split())
    return left.kind == right.kind == ORG and (words[0] <= words[1] or words[1] <= words[0])


def _difference(left: Mention, right: Mention, meet: bool) -> float:
    """How sure it is, 0..1, that two fillers cannot both be right; 0 where they can."""
    a, b, slot = left.value, right.value, left.slot
    if slot.head == ACCOUNT:
        return DIFFERENT_ACCOUNT if slot.role == AGENT else 0.0
    if a.shared or b.shared or a.kind != b.kind:
        return 0.0
    if a.full and b.full and _nearly_one(a.full, b.full):
        return 0.0
    if slot.role == HOLDER:
        same_status = left.slot.predicate == right.slot.predicate
        return DIFFERENT_HOLDER if slot.head in ONE_HOLDER and same_status and meet else 0.0
    return DIFFERENT_DOER if meet else 0.0


def _nearly_one(left: PersonName, right: PersonName) -> bool:
    """Whether two persons' names differ by a slip at most: spelling is another question."""
    return near_spelling(left.family, right.family, least_similarity=0.0, allow_prefix=True)
