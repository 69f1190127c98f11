"""Quantities: counts, sums of money, shares, ages, ranks, votes, durations and measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from functools import partial
from math import floor, isfinite, log10
from typing import TYPE_CHECKING, ClassVar

from consistency.facets.actors import Actors
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.dates.events import event_of
from consistency.facets.dates.moments import read_moments
from consistency.facets.lexemes import Lexeme, lex, word_at
from consistency.facets.numbers.amounts import DECLINED, Amount, compare_amounts, lowered, ratio_of
from consistency.facets.numbers.counting import classify
from consistency.facets.numbers.nobody import NOBODY, UNNARROWED, Nobody, find_nobody
from consistency.facets.numbers.outcomes import (
    TOLLS,
    one_wording,
    outcome_above,
    outcome_verb,
    outcomes_of,
)
from consistency.facets.numbers.places import Part, Place
from consistency.facets.numbers.readings import Reading, read_amounts
from consistency.facets.numbers.separate import told_apart
from consistency.facets.numbers.spells import Spell, read_spells
from consistency.facets.quantity_questions import ask_quantity
from consistency.facets.slots import (
    Positions,
    asked_of,
    governor,
    lemma_of,
    mask,
    modifiers_of,
    name_of,
    root_of,
    subject_token,
)
from consistency.facets.withheld import Withheld, withheld_number
from consistency.records import Judgement, Level, Mention, Slot, Span
from consistency.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Token

ONE_QUESTION = {"total": "count", "prospect": "count", "share": "percent"}
"""Roles that answer one question with their neighbour, worded otherwise."""

SAME = "~="
"""Mark of keys by which equal numbers find each other: where a source says "11" elsewhere, its
other number is not held against the "11" of another."""
MeantBy = Callable[["Token"], str]
"""Folded name of whom a subject that is no name stands for, "" for none."""
TO_WHOLE = 4
"""Most pieces from a part to its whole: "six out of the 22", "three of its last 12"."""
COUNTED = frozenset({"count", "total", "change", "before", "prospect"})
"""Roles of numbers that count whom or what something befell."""
AGES = frozenset({"age", "age then"})
ABOARD, CARRY = ("aboard", "on board"), "carry"
"""Words behind those counted that say a vehicle carried them, and the verb that stands for it."""
TRAVELLERS = frozenset("person passenger traveler traveller rider member crew".split())
"""Who is carried: to be carried is their lot as it is others' to be hurt."""
SEXES = (
    frozenset("woman girl mother daughter wife sister grandmother aunt".split()),
    frozenset("man boy father son husband brother grandfather uncle".split()),
)
"""Nouns that say whether an unnamed person is a woman or a man."""


class QuantityFacet(Facet):
    """Numbers with what they count. Values are `Amount`s; roles are those of `counting.Part`."""

    name: ClassVar[str] = "quantity"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.quantity

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return stated amounts, and amounts that the article says are not known or not given."""
        actors = parsed.once(Actors)
        found = [m for claim in parsed.claims for m in self._find_in(parsed, claim, actors)]
        return sorted(found, key=lambda m: m.span)

    def _find_in(
        self, parsed: ParsedArticle, claim: ParsedClaim, actors: Actors
    ) -> Iterator[Mention]:
        meant_by = partial(actors.meant_by, claim=claim)
        lexemes = lex(claim.claim.text)
        moments = list(read_moments(lexemes))
        taken = {n for m in moments for n in range(m.first, m.last)}
        readings = list(read_amounts(lexemes, taken, settings=self._settings))
        places = list(_places(claim, lexemes, readings, taken))
        runs = [place.run for place in places]
        for place in places:
            part = classify(place)
            if part is not None:
                others = [run for run in runs if run is not place.run]
                yield _stated(parsed, claim, place, part, others, meant_by)
        for spell in read_spells(lexemes, moments, parsed.reference_date):
            yield _lasting(parsed, claim, lexemes, spell, meant_by)
        for missing in withheld_number(claim):
            yield _withheld(parsed, claim, missing, meant_by)
        for nobody in find_nobody(claim):
            yield _none(parsed, claim, nobody)

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two amounts as if of one thing; other roles and units give NULL."""
        one, other = left.slot.role, right.slot.role
        if ONE_QUESTION.get(one, one) != ONE_QUESTION.get(other, other):
            return Judgement(Level.NULL, f"one is a {one}, the other a {other}")
        if one in AGES and not _may_be_one_person(left, right):
            return Judgement(Level.NULL, "ages of two people")
        if _are_two_fates(left, right):
            return Judgement(Level.NULL, "what befell one did not befall the other")
        if NOBODY in (left.value, right.value) and not _befell_the_same(left, right):
            return Judgement(Level.NULL, "what befell nobody is another thing")
        judgement = compare_amounts(left.value, right.value, settings=self._settings)
        if judgement.level is not Level.DIFFERENT:
            return judgement
        if apart := told_apart(left, right):
            return Judgement(Level.NULL, apart)
        if (one == "prospect") != (other == "prospect"):
            return Judgement(Level.NULL, "one is of now, the other of a time to come")
        strength = judgement.strength
        if one != other:
            strength *= self._settings.hedged_strength
        if _other_thing(left, right, least_ratio=self._settings.near_ratio):
            strength *= self._settings.other_thing_strength
        nearness = 1.0 / ratio_of(left.value, right.value)
        return replace(judgement, strength=round(strength, 3), nearness=round(nearness, 3))

    def question(self, mentions: Sequence[Mention]) -> str:
        """Phrase the question from the best described of the mentions."""
        return ask_quantity(mentions)


def _may_be_one_person(left: Mention, right: Mention) -> bool:
    """Say whether two ages may be of one person: of one name, or unnamed and met by one fate."""
    if set(left.slot.head.split()) & set(right.slot.head.split()):
        return True
    pair = (left, right)
    fates = [outcomes_of(frozenset({m.slot.predicate})) for m in pair]
    sexes = {n for n, nouns in enumerate(SEXES) for m in pair if m.slot.head in nouns}
    return bool(fates[0] & fates[1]) and len(sexes) < len(SEXES) and all(map(_is_unnamed, pair))


def _is_unnamed(mention: Mention) -> bool:
    """Say whether an age is nobody's by name: "a 17-year-old boy", "a 16-year-old"."""
    head = mention.slot.head
    return not head or re.search(rf"\b{re.escape(head)}", mention.masked) is not None


def _other_thing(left: Mention, right: Mention, *, least_ratio: float) -> bool:
    """Say whether two mentions name things without a word in common and are not near in size.

    Numbers that are given for one thing under two names lie near one another more often than not.
    """
    if NOBODY in (left.value, right.value):
        return False
    words = [{*m.slot.head.split(), *m.slot.modifiers} for m in (left, right)]
    named = bool(left.slot.head and right.slot.head)
    return named and not words[0] & words[1] and ratio_of(left.value, right.value) >= least_ratio


def _are_two_fates(left: Mention, right: Mention) -> bool:
    """Say whether some were killed and others hurt, or some hurt and all carried."""
    fates = [_fates(m.slot) for m in (left, right)]
    return all(fates) and not fates[0] & fates[1]


def _fates(slot: Slot) -> frozenset[str]:
    aboard = slot.predicate == CARRY and slot.head in TRAVELLERS
    return frozenset({CARRY}) if aboard else outcomes_of(frozenset({slot.head, slot.predicate}))


def _befell_the_same(left: Mention, right: Mention) -> bool:
    """Say whether one outcome is meant, and nobody at all or nobody of the kind counted there."""
    outcomes = [outcomes_of(frozenset({m.slot.head, m.slot.predicate})) for m in (left, right)]
    heads = {m.slot.head for m in (left, right) if m.value == NOBODY}
    of_one_kind = left.slot.head == right.slot.head or heads <= UNNARROWED
    return bool(outcomes[0] & outcomes[1]) and of_one_kind


def _places(
    claim: ParsedClaim, lexemes: Sequence[Lexeme], readings: Sequence[Reading], taken: Set[int]
) -> Iterator[Place]:
    """Pair readings with their tokens; ages joined by "and" are counted up."""
    positions = Positions(claim)
    spans = [(lexemes[r.first].start, lexemes[r.last - 1].end) for r in readings]
    runs = [positions.between(start, end) for start, end in spans]
    dated = {t.i for n in taken for t in positions.between(lexemes[n].start, lexemes[n].end)}
    in_values = dated | {t.i for run in runs for t in run}
    ages, end_of_age, end_of_part = 0, -1, -1
    for reading, run in zip(readings, runs, strict=True):
        joined = reading.first - 1 == end_of_age and word_at(lexemes, end_of_age) == "and"
        ages = ages + 1 if joined else 0
        whole = 0 <= end_of_part < reading.first <= end_of_part + TO_WHOLE
        parts = reading.share and reading.kind == "count" and reading.amount.low > 1
        end_of_part = reading.last if parts else -1
        place = Place(reading, run, lexemes, in_values - {t.i for t in run}, ages, whole)
        if joined or place.before in {"aged", "ages"}:
            end_of_age = reading.last
        if run:
            yield place


def _stated(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    place: Place,
    part: Part,
    others: Sequence[Sequence[Token]],
    meant_by: MeantBy,
) -> Mention:
    reading, lexemes = place.reading, place.lexemes
    span = _span(claim, lexemes[reading.first].start, lexemes[reading.last - 1].end)
    verb = part.befell or governor(part.head if part.head is not None else root_of(place.run))
    if place.whole and part.head is not None:
        verb = next((c for c in part.head.children if c.dep_ in {"acl", "relcl"}), None)
    slot = _slot(part, verb, {t.i for run in (place.run, *others) for t in run}, meant_by)
    masked = mask(claim, place.run, others, verb)
    amount = lowered(reading.amount) if part.falls else reading.amount
    return _mention(parsed, claim, span, amount, slot, masked)


def _lasting(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    lexemes: Sequence[Lexeme],
    spell: Spell,
    meant_by: MeantBy,
) -> Mention:
    start, end = lexemes[spell.first].start, lexemes[spell.last - 1].end
    run = Positions(claim).between(start, end)
    event = event_of(run, {t.i for t in run})
    slot = _slot(Part("duration", event.head), event.verb, {t.i for t in run}, meant_by)
    masked = mask(claim, run, (), event.verb)
    return _mention(parsed, claim, _span(claim, start, end), spell.amount, slot, masked)


def _withheld(
    parsed: ParsedArticle, claim: ParsedClaim, missing: Withheld, meant_by: MeantBy
) -> Mention:
    run = missing.run
    role = "money" if any(t.lower_ in {"much", "cost", "price", "amount"} for t in run) else "count"
    slot = _slot(Part(role, missing.asked), missing.verb, set(), meant_by)
    masked = mask(claim, run[:2], (), missing.verb)
    span = claim.span_of(run[0], run[-1])
    return _mention(parsed, claim, span, DECLINED, slot, masked)


def _none(parsed: ParsedArticle, claim: ParsedClaim, nobody: Nobody) -> Mention:
    head, predicate = one_wording(nobody.head, nobody.verb.lemma_.lower())
    slot = Slot(head=head, role="count", predicate=predicate)
    span = claim.span_of(nobody.run[0], nobody.run[-1])
    masked = mask(claim, nobody.run, (), nobody.verb)
    return _mention(parsed, claim, span, NOBODY, slot, masked)


def _span(claim: ParsedClaim, start: int, end: int) -> Span:
    """Span in the article of [start, end) in the claim's own text."""
    return Span(claim.claim.span.start + start, claim.claim.span.start + end)


def _mention(
    parsed: ParsedArticle, claim: ParsedClaim, span: Span, amount: Amount, slot: Slot, masked: str
) -> Mention:
    return Mention(
        facet=QuantityFacet.name,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=amount,
        slot=slot,
        speaker=claim.claim.speaker,
        keys=keys_of(amount, slot),
        masked=masked,
    )


def _slot(part: Part, verb: Token | None, in_values: Set[int], meant_by: MeantBy) -> Slot:
    asked = asked_of(part.head, verb)
    subject = subject_token(asked)
    own = subject is None or subject == part.head or subject.i in in_values
    head = part.name or (lemma_of(part.head) if part.head is not None else "")
    named = "" if own or subject is None else meant_by(subject) or name_of(subject)
    predicate = _predicate(part.head, asked)
    if part.role in COUNTED:
        named = "" if head in TOLLS else named  # who confirms deaths has not killed anybody
        head, predicate = one_wording(head, predicate)
    return Slot(
        head=head,
        role=part.role,
        modifiers=modifiers_of(part.head, in_values),
        predicate=predicate,
        subject="" if named == head else named,
    )


def _predicate(counted: Token | None, verb: Token | None) -> str:
    """The verb that says what is told of those counted; who is aboard is carried."""
    behind = counted.doc[counted.i + 1 : counted.i + 3].text.lower() if counted is not None else ""
    if behind.startswith(ABOARD):
        return CARRY
    befalls = outcome_above(counted) if counted is not None else ""
    return befalls or (outcome_verb(verb) if verb is not None else "")


def keys_of(amount: Amount, slot: Slot) -> frozenset[str]:
    """Return the blocking keys of a mention: role and thing, and for telling numbers their size."""
    group = ONE_QUESTION.get(slot.role, slot.role)
    keys = {f"{group}:{slot.head}"} if slot.head else {f"{group}~{slot.predicate}"}
    if amount == NOBODY:
        keys = set()
    keys |= {f"{group}={name}" for name in outcomes_of(frozenset({slot.head, slot.predicate}))}
    if slot.role in AGES:
        keys |= {f"age:{word}" for word in slot.head.split()}
    if slot.role in {"vote", "score"}:
        keys.add(slot.role)
    size = abs(amount.magnitude) if not amount.declined else 0.0
    if (
        amount.unit
        and slot.role not in {*AGES, "duration", "lag", "limit"}
        and size
        and isfinite(size)
    ):
        keys.add(f"{amount.unit}~{_leading(size)}")
    if size and isfinite(size):
        keys.add(f"{group}{SAME}{size:g}{amount.unit or ''}")
        if _telling(amount, size):
            keys.add(f"={size:g}{amount.unit or ''}")
    return frozenset(keys)


def _leading(size: float) -> str:
    """First digit and power of ten: $43,000 and $43,350 are both "4e4"."""
    power = floor(log10(size))
    return f"{int(size / 10.0**power)}e{power}"


def _telling(amount: Amount, size: float) -> bool:
    """Say whether a number has three or more places: such a one is seldom met by chance."""
    return size / amount.place >= 100
