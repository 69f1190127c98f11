"""Scope: what a list covers, and whether it claims to be complete or only gives examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.clauses import COMPLEMENTS, content, name_for, negator_of, subject_of
from consistency.records import Judgement, Level, Mention, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

FACET = "scope"
COVERED = "covered"
EXCLUDED = "excluded"
"""The two roles: what is said to be done or meant, and what is denied ("would not make arrests or
patrol")."""
LISTABLE = frozenset({"NOUN", "ADJ", "VERB"})
"""Parts of speech a list's items have."""
OTHER_FACETS = frozenset(
    "PERSON ORG GPE LOC FAC NORP DATE TIME CARDINAL ORDINAL MONEY PERCENT QUANTITY".split()
)
"""Entities that facets of their own compare: people, places, days, numbers."""
LIMITING_VERBS = frozenset({"limit", "restrict", "confine"})
LIMITING_WORDS = frozenset({"only", "solely", "exclusively", "strictly"})
EXAMPLES = frozenset({"include", "including", "like", "as"})
"""Words that open examples: "duties such as", "including", "like"."""
FOR_EXAMPLE = frozenset({"example", "instance"})
"""The same before the first item, where a parser takes them for a part of it."""
STEM_LETTERS = 5
"""Letters by which two words are known for one: administrative, administration."""
JOINING = frozenset({"and", "or", "&"})
FEWEST_ITEMS = 2
"""Items below which nothing is listed."""
TIED = {1: 0.5, 2: 0.65, 3: 0.8}
"""How sure it is, 0..1, that two lists are of one thing: by the items they share, two at most, and
one more for one kind of thing or one verb."""


class Extent(Enum):
    """What a list says of what it leaves out."""

    CLOSED = "and nothing else"
    PLAIN = ""
    OPEN = "among others"


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list, each by its words, and whether there is more.

    `stems` has the content words of each item by their first letters, the noun itself last;
    `several` is what they are examples of ("duty"), "" where that is not said; `narrows` says that
    the items are adjectives of it ("clerical and logistical duties").
    """

    items: tuple[str, ...]
    stems: tuple[tuple[str, ...], ...]
    extent: Extent
    several: str = ""
    narrows: bool = False

    def __str__(self) -> str:
        said = ", ".join(self.items)
        return f"{said}, {self.extent.value}" if self.extent.value else said


class ScopeFacet(Facet):
    """Finds lists of things and sets what they cover side by side."""

    name = FACET

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return lists of two items or more, in reading order."""
        found = (
            _mention(parsed, claim, items)
            for claim in parsed.claims
            for items in _coordinations(claim)
        )
        return [mention for mention in found if mention is not None]

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two lists of one kind of thing: the same, one within the other, or at odds.

        They are at odds where one claims to be complete and the other has more or says that there
        is more, and where each has something that the other lacks.
        """
        if left.slot.role != right.slot.role:
            return Judgement(Level.NULL, "what is covered, and what is not")
        a, b = left.value, right.value
        more_left, more_right = _beyond(a, b), _beyond(b, a)
        n_shared = min(len(a.items) - len(more_left), len(b.items) - len(more_right))
        alignment = _alignment(left, right, n_shared)
        if alignment is None:
            return Judgement(Level.NULL, "lists of other things")
        if (a.extent is Extent.CLOSED) != (b.extent is Extent.CLOSED):
            return replace(_against_closed(a, b), alignment=alignment)
        if not more_left and not more_right:
            strength = 0.5 if len(a.items) == FEWEST_ITEMS else 0.7
            return Judgement(Level.EQUAL, f"both list {', '.join(a.items)}", strength, alignment)
        if not more_left or not more_right:
            reason = "one list goes further than the other"
            return Judgement(Level.COMPATIBLE, reason, 0.4, alignment)
        only = f"{_spoken(more_left)} only in one, {_spoken(more_right)} only in the other"
        return Judgement(Level.DIFFERENT, only, 0.6, alignment)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask what is covered, by what the items are examples of, else by their verb."""
        several = next((m.value.several for m in mentions if m.value.several), "")
        if several:
            return f"Which kinds of {several} are meant?"
        first, *others = (m.value for m in mentions)
        lacking = {item for other in others for item in _beyond(first, other)}
        shared = [item for item in first.items if item not in lacking]
        if shared and (lacking or any(_beyond(other, first) for other in others)):
            return f"What is named besides {_spoken(shared)}?"
        return f"Is it {' and '.join(shared or first.items)} that is meant?"


def _alignment(left: Mention, right: Mention, n_shared: int) -> float | None:
    """How sure two lists are of one thing; None where they are of two.

    They must share an item and be of one kind or under one verb, or share several items; a list
    that is said to be complete needs only one of these.
    """
    a, b = left.value, right.value
    closed = Extent.CLOSED in {a.extent, b.extent}
    if left.article == right.article and not closed:
        return None  # one author's two lists are of two things
    one_kind = bool(a.several) and a.several == b.several and a.narrows == b.narrows
    one_verb = bool(left.slot.predicate) and left.slot.predicate == right.slot.predicate
    ties = min(n_shared, 2) + (one_kind or one_verb)
    needed = 1 if closed else 2
    return TIED[ties] if ties >= needed else None


def _against_closed(a: Listing, b: Listing) -> Judgement:
    """One list is said to be complete: at odds with examples, and with mostly other things."""
    closed, other = (a, b) if a.extent is Extent.CLOSED else (b, a)
    further = _beyond(other, closed)
    if 2 * len(further) >= len(other.items):
        reason = f"one says that its list is complete, the other has {_spoken(further)}"
        return Judgement(Level.DIFFERENT, reason, 0.8)
    if other.extent is Extent.OPEN:
        return Judgement(Level.DIFFERENT, "one list is complete, the other gives examples", 0.7)
    return Judgement(Level.COMPATIBLE, "one list goes further than the other", 0.4)


def _beyond(one: Listing, other: Listing) -> list[str]:
    """Items of one list that the other has under no wording."""
    return [
        item
        for item, stems in zip(one.items, one.stems, strict=True)
        if not any(_is_one_item(stems, others) for others in other.stems)
    ]


def _is_one_item(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two items have one noun, and nothing that narrows it to two things."""
    narrowed = set(left[:-1]), set(right[:-1])
    apart = all(narrowed) and not narrowed[0] & narrowed[1]
    return left[-1] == right[-1] and not apart


def _spoken(items: Sequence[str]) -> str:
    return " and ".join(f"“{item}”" for item in items)


def _coordinations(claim: ParsedClaim) -> Iterator[list[Token]]:
    """Coordinated nouns or adjectives of a claim, each list once, in reading order."""
    for token in claim.tokens:
        if token.dep_ == "conj" or token.pos_ not in LISTABLE or token.pos_ == "VERB":
            continue
        items = [token, *sorted(token.conjuncts, key=lambda t: t.i)]
        if len(items) >= FEWEST_ITEMS and all(_is_item(t) for t in items) and _is_joined(items):
            yield items


def _is_item(token: Token) -> bool:
    return token.ent_type_ not in OTHER_FACETS and token.pos_ in LISTABLE


def _is_joined(items: Sequence[Token]) -> bool:
    """Whether they are listed by "and" or "or"; adjectives must narrow one noun."""
    words = {c.lower_ for item in items for c in item.children if c.dep_ == "cc"}
    return bool(words & JOINING) and (items[0].pos_ != "ADJ" or items[0].dep_ == "amod")


def _mention(parsed: ParsedArticle, claim: ParsedClaim, items: Sequence[Token]) -> Mention | None:
    kinds = [t for t in items if not _is_rest(t)]
    listing = _listing(items, kinds)
    if len(listing.items) < FEWEST_ITEMS:
        return None
    governor = _governor(items[0])
    span = claim.span_of(_first(items), _last(items))
    several = listing.several
    return Mention(
        facet=FACET,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=listing,
        slot=Slot(
            head=several,
            role=EXCLUDED if governor is not None and _is_negated(governor) else COVERED,
            modifiers=_around(items, governor),
            predicate=governor.lemma_.lower() if governor is not None else "",
            subject=name_for(subject_of(governor)).lower() if governor is not None else "",
        ),
        speaker=claim.claim.speaker,
        keys=frozenset(f"item:{stems[-1]}" for stems in listing.stems)
        | ({f"kind:{several}"} if several else set()),
        masked=_masked(claim, items),
    )


def _listing(items: Sequence[Token], kinds: Sequence[Token]) -> Listing:
    words = [_words_of(t, items) for t in kinds]
    return Listing(
        items=tuple(" ".join(t.text for t in tokens) for tokens in words),
        stems=tuple(tuple(t.lower_[:STEM_LETTERS] for t in tokens) for tokens in words),
        extent=_extent(items, kinds),
        several=_several(items),
        narrows=items[0].pos_ == "ADJ",
    )


def _is_rest(token: Token) -> bool:
    """Whether an item stands for all the rest: "and other tasks"."""
    return any(c.lower_ == "other" for c in token.children)


def _words_of(item: Token, items: Sequence[Token]) -> list[Token]:
    """The item and what narrows it: "case management"; not what the whole list shares."""
    narrowing = [
        c
        for c in item.children
        if c.dep_ in {"compound", "amod"}
        and c not in items
        and c.is_alpha
        and not c.is_stop
        and c.lower_ not in FOR_EXAMPLE
    ]
    if item.pos_ == "VERB":
        narrowing += [c for c in item.children if c.dep_ == "dobj"]
    return sorted([*narrowing, item], key=lambda t: t.i)


def _extent(items: Sequence[Token], kinds: Sequence[Token]) -> Extent:
    is_example = any(c.lower_ in FOR_EXAMPLE for c in items[0].children)
    if len(kinds) < len(items) or is_example or _introduced_by_example(items[0]) is not None:
        return Extent.OPEN
    governor = _governor(items[0])
    if governor is None:
        return Extent.PLAIN
    limits = governor.lemma_.lower() in LIMITING_VERBS or any(
        c.lower_ in LIMITING_WORDS for t in (governor, items[0], items[0].head) for c in t.children
    )
    return Extent.CLOSED if limits else Extent.PLAIN


def _introduced_by_example(item: Token) -> Token | None:
    """The preposition or verb that makes the items examples: "such as", "including"."""
    opener = item.head
    if item.dep_ in {"pobj", "dobj"} and opener.lower_ in EXAMPLES:
        such = opener.lower_ != "as" or any(c.lower_ == "such" for c in opener.children)
        return opener if such else None
    return None


def _several(items: Sequence[Token]) -> str:
    """What the items are kinds of: "duty" in "duties such as", "and other duties"."""
    rest = next((t for t in items if _is_rest(t)), None)
    if rest is not None:
        return rest.lemma_.lower()
    if items[0].pos_ == "ADJ":
        return items[0].head.lemma_.lower()
    opener = _introduced_by_example(items[0])
    if opener is not None and opener.head.pos_ in {"NOUN", "PROPN"}:
        return opener.head.lemma_.lower()
    governor = _governor(items[0])
    if governor is not None and governor.lemma_.lower() in LIMITING_VERBS:
        subject = next((c for c in governor.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        return subject.lemma_.lower() if subject is not None else ""
    return ""


def _governor(item: Token) -> Token | None:
    """The verb over a list."""
    return next((t for t in item.ancestors if t.pos_ in {"VERB", "AUX"}), None)


def _is_negated(governor: Token) -> bool:
    """Whether the verb over a list, or the one it completes, is denied."""
    chain = [governor, *(t for t in governor.ancestors if governor.dep_ in COMPLEMENTS)]
    return any(negator_of(verb) is not None for verb in chain[:2])


def _first(items: Sequence[Token]) -> Token:
    return min((t for item in items for t in _words_of(item, items)), key=lambda t: t.i)


def _last(items: Sequence[Token]) -> Token:
    return max((t for item in items for t in _words_of(item, items)), key=lambda t: t.i)


def _around(items: Sequence[Token], governor: Token | None) -> frozenset[str]:
    """Content words of the clause outside the list."""
    if governor is None:
        return frozenset()
    listed = {t for item in items for t in _words_of(item, items)}
    return frozenset(t.lemma_.lower() for t in content(governor) if t not in listed)


def _masked(claim: ParsedClaim, items: Sequence[Token]) -> str:
    first, last = _first(items).i, _last(items).i
    before = [t.text for t in claim.tokens if t.i < first and not t.is_space]
    after = [t.text for t in claim.tokens if t.i > last and not t.is_space]
    return " ".join([*before, "___", *after])
