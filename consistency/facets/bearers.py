"""Who bears each name of a run: competing spellings, entities behind names, shared roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consistency.facets.fillers import HOLDER
from consistency.facets.naming import ORG, fold_name_text
from consistency.facets.persons import PersonName, agree, fold, group_people
from consistency.facets.spellings import STRENGTHS, Variant, Written, find_variants, issue_of
from consistency.records import Mention, Slot

SPELLING, NAMED, CALLED = "spelling", "named", "called"
"""Roles of a name as such: written in two ways in the run; in one, so that nobody asks; a body that
goes by two names."""
ONE_OF_A_KIND = frozenset({"secretary", "minister", "chief executive", "commissioner"})
"""Offices that name their body: who is secretary of two things heads one body of two names."""
BODY_KINDS = frozenset("department ministry office agency bureau administration commission".split())
PREFIXES = re.compile(r"^(?:the |us |united states )+")
CORPORATE = re.compile(r"(?: stores)? (?:inc|corp|corporation|co|company|llc|ltd|plc)$")
SMALL_WORDS = frozenset("of the and for in on at &".split())


@dataclass(frozen=True, slots=True)
class NameValue:
    """A name as written, and whom it means.

    Args:
        kind: "person", "org", "place", "thing" or "account".
        words: The name as the article has it.
        person: For persons, the name in parts as written.
        full: For persons, the fullest form in the article.
        kin: The word of kinship that introduces it.
        count: How often its article writes it so; 0 for a name that fills a role.
        entity: Folded name of the bearer in this run, set by `link`.
        issue: For a spelling, the folded word that other sources write otherwise.
        witness: For a spelling, the ground for taking both for one name (see `spellings`).
        shared: For a role, whether several hold it in one article.
        post: For the holder of an office, the office as the article has it.
    """

    kind: str
    words: str
    person: PersonName | None = None
    full: PersonName | None = None
    kin: str = ""
    count: int = 0
    entity: str = ""
    issue: str = ""
    witness: str = ""
    shared: bool = False
    post: str = ""

    def __str__(self) -> str:
        return str(self.full) if self.full is not None and not self.count else self.words


MOST_NAMES = 2_000
"""Names among which other spellings are looked for, each once an article; the time grows as their
square. Beyond it none are: 39 articles of 26,000 words hold 487."""


def find_contested(
    mentions: Sequence[Mention], spelled: Sequence[int], least_similarity: float
) -> dict[int, Mention]:
    """Mentions, by position, of names also spelled otherwise: each way once an article."""
    if len(spelled) > MOST_NAMES:
        return {}
    written = [_written(mentions[i]) for i in spelled]
    variants = find_variants(written, least_similarity=least_similarity)
    found: dict[int, Mention] = {}
    for words, pairs in _joined(variants).items():
        members = {i for pair in pairs for i in pair}
        witness = max((variants[p].witness for p in pairs), key=lambda w: STRENGTHS[w])
        seen: set[tuple[str, str]] = set()
        for n, name in enumerate(written):
            word = fold(issue_of(name, words))
            borne = n in members or _is_borne(name, [written[i] for i in members])
            if word and borne and (name.article, word) not in seen:
                seen.add((name.article, word))
                found[spelled[n]] = _with_issue(mentions[spelled[n]], word, witness, words)
    return found


def _joined(
    variants: Mapping[tuple[int, int], Variant],
) -> dict[frozenset[str], list[tuple[int, int]]]:
    """Pairs by the set of spellings they belong to, sets that overlap made one."""
    groups: list[tuple[set[str], list[tuple[int, int]]]] = []
    for pair, variant in variants.items():
        words, pairs = set(variant.words), [pair]
        for group in [g for g in groups if g[0] & words]:
            words |= group[0]
            pairs = group[1] + pairs
            groups.remove(group)
        groups.append((words, pairs))
    return {frozenset(words): pairs for words, pairs in groups}


def _is_borne(name: Written, members: Sequence[Written]) -> bool:
    """Whether a name is of a person of the group, spelled like one of its members."""
    return name.person is not None and any(
        m.person is not None and m.person.family and agree(name.person, m.person) for m in members
    )


def _with_issue(mention: Mention, word: str, witness: str, words: frozenset[str]) -> Mention:
    head = "|".join(sorted(words))
    value = replace(mention.value, issue=word, witness=witness)
    slot = replace(mention.slot, head=head)
    return replace(mention, value=value, slot=slot, keys=frozenset({f"spelling:{head}"}))


def _written(mention: Mention) -> Written:
    value = mention.value
    introduced = value.full is not None and value.full.is_full
    return Written(
        mention.article,
        value.words,
        value.kind,
        value.count,
        _maybe_person(value),
        introduced,
        value.kin,
    )


def _maybe_person(value: NameValue) -> PersonName | None:
    """The name in parts; a lone word may be a family name, whatever it was taken for."""
    lone = value.words.isalpha() and not value.words.isupper()
    if value.person is None and lone:
        return PersonName(family=value.words)
    return value.person


def find_entities(mentions: Sequence[Mention]) -> list[str]:
    """The bearer of each name, folded: a person by the fullest name, a body by its full words."""
    people = group_people(m.value.full for m in mentions if m.value.full is not None)
    bodies = Counter(_body(m.value.words) for m in mentions if m.value.kind == ORG)
    spelled_out = {_initials(b): b for b in sorted(bodies) if len(b.split()) > 1}
    return [
        fold(str(people[m.value.full]))
        if m.value.full is not None
        else spelled_out.get(_body(m.value.words), _body(m.value.words))
        for m in mentions
    ]


def _body(words: str) -> str:
    return CORPORATE.sub("", PREFIXES.sub("", fold_name_text(words)))


def _initials(body: str) -> str:
    return "".join(w[0] for w in re.split(r"[\s-]+", body) if w and w not in SMALL_WORDS)


def find_shared_roles(mentions: Sequence[Mention], entities: Sequence[str]) -> set[Slot]:
    """Roles that one article lets several fill, so that other names elsewhere are no difference."""
    holders: dict[tuple[str, Slot], set[str]] = defaultdict(set)
    for m, entity in zip(mentions, entities, strict=True):
        if m.slot.role != SPELLING:
            holders[m.article, m.slot].add(entity)
    return {slot for (_, slot), who in holders.items() if len(who) > 1}


def find_renamed(mentions: Sequence[Mention], entities: Sequence[str]) -> dict[int, Mention]:
    """Mentions, by position, of a body that the run calls by two names, under one head.

    Who is told to be the Secretary of War and the Defense Secretary heads one body: the Department
    of War and the Department of Defense. Each name once an article.
    """
    pairs = _twin_bodies(mentions, entities)
    found: dict[int, Mention] = {}
    seen: set[tuple[str, str, str]] = set()
    for i, m in enumerate(mentions):
        kind, _, what = _body(m.value.words).partition(" of ")
        what = what.removeprefix("the ")
        if m.slot.role != SPELLING or kind not in BODY_KINDS or not what:
            continue
        pair = next((p for p in pairs if what in p), None)
        if pair and (m.article, kind, what) not in seen:
            seen.add((m.article, kind, what))
            head = f"{kind} of {' / '.join(sorted(pair))}"
            slot = replace(m.slot, role=CALLED, head=head)
            value = replace(m.value, issue=what)
            found[i] = replace(m, slot=slot, value=value, keys=frozenset({f"called:{head}"}))
    return found


def _twin_bodies(mentions: Sequence[Mention], entities: Sequence[str]) -> list[frozenset[str]]:
    """Pairs of words for what one person heads, where the words have nothing in common."""
    bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
    for m, entity in zip(mentions, entities, strict=True):
        if m.slot.role == HOLDER and m.slot.head in ONE_OF_A_KIND and len(m.slot.modifiers) == 1:
            bodies[entity, m.slot.head] |= m.slot.modifiers
    return [frozenset(words) for words in bodies.values() if len(words) == 2]
