"""Where things happen: named places and what contains them, kinds of site, and places not given."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

from consistency.facets.base import Facet, ParsedArticle
from consistency.facets.gazetteer import related
from consistency.facets.persons import near_spelling
from consistency.facets.phrasing import LINKING, actor_of, event_name
from consistency.facets.whereabouts import (
    COMMON_EVENTS,
    DECLINED,
    FACET,
    NAMED_PLACE,
    SCOPE,
    SITE,
    PlaceValue,
    find_places,
)
from consistency.records import Judgement, Level, Mention, Slot

VAGUE_SITES = frozenset({"facility", "building", "site"})
"""Kinds of site that any other kind may be called."""
WORD = re.compile(r"[a-z]{4,}|\d{4}")
IDLE_WORDS = frozenset(
    "that this with from have been were will would could their they them which when what said says "
    "about after before into over than then there these those also other more most some such only "
    "according".split()
)
LEAST_SHARED_WORDS = 2
"""Content words that the sentences round two names spelled almost alike must share."""
OTHER_WORDS = 0.4
"""How sure it is, 0..1, that two places are at odds when nothing else ties their events."""
STEM_LETTERS = 5
"""Letters by which a verb and the noun made of it are known for one event: deploy, deployment."""
IDLE_STEMS = frozenset(word[:STEM_LETTERS] for word in COMMON_EVENTS) | {""}


class PlaceFacet(Facet):
    """Places, each a question about the event that happens there."""

    name = FACET

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return places where something happens. Places inside names are left out."""
        return find_places(parsed)

    def link(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Let names spelled almost alike, in contexts alike, be compared wherever they stand."""
        rivals = _rivals(mentions, self.settings.place.least_similarity)
        listed = _listed(mentions)
        return [_with_rival(_with_list(m, listed), rivals) for m in mentions]

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two places as if of one event: containment agrees, what lies apart differs."""
        declined = [m.slot.role == DECLINED for m in (left, right)]
        if any(declined):
            return _compare_declined(left, right) if not all(declined) else _both_declined()
        if left.slot.role != right.slot.role:
            return Judgement(Level.NULL, "two roles of place")
        a, b = left.value, right.value
        if a.kind != b.kind or a.kind == SCOPE:
            return Judgement(Level.NULL, "places of two kinds")
        rivalry = _rivalry(left, right)
        if rivalry is not None:
            return rivalry
        judgement = _compare_sites(a, b) if a.kind == SITE else _compare_places(a, b)
        tied = _one_event(left.slot, right.slot) or bool(a.details & b.details)
        if judgement.level is Level.DIFFERENT and not tied:
            return replace(judgement, strength=OTHER_WORDS)
        return judgement

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask where the event is, by its verb and subject or its noun."""
        stated = [m for m in mentions if m.slot.role != DECLINED] or list(mentions)
        rivals = sorted({m.value.words for m in stated if getattr(m.value, "rival", "")})
        if len(rivals) > 1:
            return f"Which place is it: {' or '.join(rivals)}?"
        kind = "At what kind of site" if all(m.value.kind == SITE for m in stated) else "Where"
        return _phrased(kind, stated)


def _one_event(left: Slot, right: Slot) -> bool:
    """Whether two places are said of one act or event by its own words."""
    acts = [{s.head[:STEM_LETTERS], s.predicate[:STEM_LETTERS]} - IDLE_STEMS for s in (left, right)]
    return bool(acts[0] & acts[1])


def _phrased(kind: str, mentions: Sequence[Mention]) -> str:
    """Ask by the noun the place belongs to, else by the verb and who does it."""
    for m in mentions:
        verbal = m.slot.head == m.slot.predicate
        actor = actor_of(m)
        if m.slot.head and not verbal:
            event = event_name(m)
            several = event.endswith("s") and not event.endswith("ss")
            return f"{kind} {'are' if several else 'is'} the {event}?"
        if verbal and actor and not actor.isupper() and m.slot.head not in LINKING:
            return f"{kind} did {actor} {m.slot.predicate}?"
    verb = next((m.slot.predicate for m in mentions if m.slot.predicate not in COMMON_EVENTS), "")
    return f"{kind} does “{verb}” take place?" if verb else f"{kind} is it?"


def _compare_places(left: PlaceValue, right: PlaceValue) -> Judgement:
    if left.folded == right.folded:
        return Judgement(Level.EQUAL, f"both say {left.words}")
    if not left.readings or not right.readings:
        return Judgement(Level.NULL, "a place the gazetteer does not have")
    if related(left.readings, right.readings):
        same = set(left.readings) & set(right.readings)
        level = Level.EQUAL if same else Level.COMPATIBLE
        return Judgement(level, f"{left.words} and {right.words}: one contains the other", 0.9)
    a, b = left.readings[0], right.readings[0]
    if left.listed or right.listed:
        return Judgement(Level.NULL, "one article gives several places")
    if "county" in {a.kind, b.kind} and a.kind != b.kind and a.path[:3] == b.path[:3]:
        return Judgement(Level.NULL, "a town and a county of one state")
    strength = 0.6 if a.kind == b.kind else 0.45
    return Judgement(
        Level.DIFFERENT, f"neither of {left.words} and {right.words} contains the other", strength
    )


def _compare_sites(left: PlaceValue, right: PlaceValue) -> Judgement:
    nested = left.details <= right.details or right.details <= left.details
    if left.noun == right.noun and left.details == right.details:
        return Judgement(Level.EQUAL, f"both say {left.words}")
    vague = {left.noun, right.noun} & VAGUE_SITES
    if nested and (left.noun == right.noun or vague):
        return Judgement(Level.COMPATIBLE, f"{left.words} and {right.words}: one says more", 0.9)
    if left.noun == right.noun and (left.noun in VAGUE_SITES or left.details & right.details):
        return Judgement(Level.NULL, "two descriptions of one kind of site")
    return Judgement(Level.DIFFERENT, f"{left.words} against {right.words}", 0.6)


def _both_declined() -> Judgement:
    return Judgement(Level.EQUAL, "both say that the place was not given")


def _compare_declined(left: Mention, right: Mention) -> Judgement:
    """One says that it was not given: at odds with a site, a town, a scope, not with a state."""
    stated = right if left.slot.role == DECLINED else left
    value = stated.value
    if value.kind == SITE and value.noun in VAGUE_SITES and not value.details:
        return Judgement(Level.NULL, "a place of no particular kind")
    wide = value.kind == NAMED_PLACE and (
        not value.readings or value.readings[0].kind in {"continent", "country", "state"}
    )
    if wide or stated.slot.role == "from":
        return Judgement(Level.NULL, "too wide a place to answer what was not said")
    return Judgement(Level.DECLINED, f"one says {value.words}, the other that it was not said", 0.7)


def _listed(mentions: Sequence[Mention]) -> set[tuple[str, str]]:
    """Pairs of article and event for which the article names places apart from one another."""
    of_event: dict[tuple[str, str], list[Mention]] = {}
    for m in mentions:
        if m.value.kind == NAMED_PLACE:
            of_event.setdefault((m.article, _stem(m)), []).append(m)
    return {
        event
        for event, group in of_event.items()
        if any(
            not near_spelling(a.value.folded, b.value.folded, least_similarity=0.0)
            and a.value.folded != b.value.folded
            and not related(a.value.readings, b.value.readings)
            for a, b in combinations(group, 2)
        )
    }


def _stem(mention: Mention) -> str:
    """The event, the same for the verb and the noun made of it: deploy, deployment."""
    return mention.slot.head[:STEM_LETTERS]


def _with_list(mention: Mention, listed: set[tuple[str, str]]) -> Mention:
    if mention.value.kind != NAMED_PLACE or (mention.article, _stem(mention)) not in listed:
        return mention
    return replace(mention, value=replace(mention.value, listed=True))


def _rivals(mentions: Sequence[Mention], least_similarity: float) -> dict[str, str]:
    """Names spelled almost alike, each with the other, where contexts share enough words."""
    towns: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if _may_be_misspelt(m.value):
            towns[m.value.folded].append(m)
    rivals: dict[str, str] = {}
    for one, other in combinations(towns, 2):
        if one in rivals or other in rivals or not _nearly(one, other, least_similarity):
            continue
        pairs = product(towns[one], towns[other])
        alike = any(_alikeness(a, b) >= LEAST_SHARED_WORDS for a, b in pairs)
        if alike and not _told_apart(towns[one], towns[other]):
            rivals[one], rivals[other] = other, one
    return rivals


def _told_apart(left: Sequence[Mention], right: Sequence[Mention]) -> bool:
    """Whether some article has both names more than once: then it means two places."""
    often = [
        {article for article, n in Counter(m.article for m in ms).items() if n > 1}
        for ms in (left, right)
    ]
    return bool(often[0] & often[1])


def _nearly(left: str, right: str, least_similarity: float) -> bool:
    """Whether two names of as many words differ in one of them only, and there by a slip."""
    pairs = list(zip(left.split(), right.split(), strict=False))
    odd = [(a, b) for a, b in pairs if a != b]
    same_length = len(left.split()) == len(right.split())
    return (
        same_length and len(odd) == 1 and near_spelling(*odd[0], least_similarity=least_similarity)
    )


def _may_be_misspelt(value: PlaceValue) -> bool:
    named_site = value.kind == SITE and value.words[:1].isupper()
    town = value.kind == NAMED_PLACE and not any(
        r.kind in {"continent", "country", "state"} for r in value.readings
    )
    return named_site or town


def _alikeness(left: Mention, right: Mention) -> int:
    """How many content words the sentences round two mentions share."""
    words = [set(WORD.findall(m.masked.lower())) - IDLE_WORDS for m in (left, right)]
    return len(words[0] & words[1])


def _with_rival(mention: Mention, rivals: dict[str, str]) -> Mention:
    own = mention.value.folded
    if not _may_be_misspelt(mention.value) or own not in rivals:
        return mention
    key = "spelling:" + "|".join(sorted((own, rivals[own])))
    value = replace(mention.value, rival=rivals[own])
    return replace(mention, value=value, keys=mention.keys | {key})


def _rivalry(left: Mention, right: Mention) -> Judgement | None:
    """The judgement on two names spelled almost alike; None where they are not."""
    if left.value.rival != right.value.folded or not left.value.rival:
        return None
    shared = _alikeness(left, right)
    if shared < LEAST_SHARED_WORDS:
        return Judgement(Level.NULL, "names spelled almost alike, in different contexts")
    reason = f"{left.value.words} and {right.value.words} are spelled almost alike in like contexts"
    return Judgement(Level.DIFFERENT, reason, 0.9, alignment=min(0.95, 0.6 + 0.08 * shared))
