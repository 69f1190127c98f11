"""The checkable details of a claim against what the sources state: who agrees, who differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consistency.draft.ground import Ground
from consistency.draft.records import AGREES, DIFFERS, Mark
from consistency.draft.verdicts import Verdict, names_of, of_mention
from consistency.draft.words import TOKEN
from consistency.records import Claim, Comparison, Level, Mention
from consistency.same_question import AGREEING

FACTS = frozenset({"quantity", "date", "place", "name", "title"})
"""Facets of which a difference is marked: where and when, how many, who."""
BODIES = frozenset("inc corp corporation co company llc ltd plc group holdings jr sr".split())
"""Last words of names that tell nobody apart."""
HARD = frozenset({"quantity", "date"})
"""Details that bear a claim out when a source gives the very same."""


@dataclass(frozen=True)
class Detail:
    """One detail of a claim, with who agrees on it and who differs, a comparison a source."""

    mention: Mention
    agreeing: Mapping[str, tuple[Mention, Comparison]]
    differing: Mapping[str, tuple[Mention, Comparison]]

    @property
    def is_hard(self) -> bool:
        """Whether it is a figure or a day."""
        return self.mention.facet in HARD


def details_of(ground: Ground, claim: Claim) -> list[Detail]:
    """The details of a claim that something in the sources was compared with."""
    return [_detail(ground, m) for m in ground.mentions.get(claim.id, ())]


def _detail(ground: Ground, mention: Mention) -> Detail:
    agreeing: dict[str, tuple[Mention, Comparison]] = {}
    differing: dict[str, tuple[Mention, Comparison]] = {}
    for other, c in ground.compared.get(mention, ()):
        if c.judgement.level in AGREEING and c.same_question >= ground.settings.agrees:
            agreeing.setdefault(other.article, (other, c))
        elif c.judgement.level is Level.DIFFERENT and c.same_question >= ground.settings.differs:
            differing.setdefault(other.article, (other, c))
    return Detail(mention, agreeing, differing)


def judge_details(ground: Ground, details: Sequence[Detail]) -> Iterator[Verdict]:
    """Mark the details on which sources differ from the draft, or hedge what it states flatly."""
    for detail in details:
        if detail.mention.facet not in FACTS:
            continue
        if detail.differing:
            yield _differs(ground, detail)
        elif detail.agreeing and _all_hedged(detail):
            yield _stronger(ground, detail)


def _differs(ground: Ground, detail: Detail) -> Verdict:
    other, c = max(detail.differing.values(), key=lambda found: found[1].same_question)
    among = bool(detail.agreeing)
    where = ground.articles[other.article].source
    told = f"the draft has {detail.mention.value}; {where} has {other.value}"
    agreeing = tuple(detail.agreeing)
    if among:
        told += f", {names_of(ground, agreeing)} the same as the draft"
    passages = [of_mention(ground, DIFFERS, m) for m, _ in detail.differing.values()]
    passages += [of_mention(ground, AGREES, m) for m, _ in detail.agreeing.values()]
    return Verdict(
        Mark.DIFFERS_AMONG if among else Mark.DIFFERS,
        ground.calibration.confidence("conflict", c.same_question),
        detail.mention.span,
        told,
        detail.mention.facet,
        str(detail.mention.value),
        tuple(passages),
        agreeing,
    )


def _all_hedged(detail: Detail) -> bool:
    """Whether the draft gives a plain number and every source that agrees a loose one like it."""
    own = detail.mention.value
    if detail.mention.facet != "quantity" or own.approximate or not own.bounded or own.declined:
        return False
    others = [m.value for m, _ in detail.agreeing.values()]
    return all(
        (o.approximate or not o.bounded) and o.unit == own.unit and own.magnitude in (o.low, o.high)
        for o in others
    )


def _stronger(ground: Ground, detail: Detail) -> Verdict:
    other, c = max(detail.agreeing.values(), key=lambda found: found[1].same_question)
    where = ground.articles[other.article].source
    return Verdict(
        Mark.STRONGER,
        min(0.95, 0.5 + c.same_question / 2),
        detail.mention.span,
        f"the draft has {detail.mention.value}, {where} {other.value}",
        "quantity",
        str(detail.mention.value),
        tuple(of_mention(ground, DIFFERS, m) for m, _ in detail.agreeing.values()),
    )


def missing_details(ground: Ground, claim: Claim) -> Iterator[Mention]:
    """Yield figures, days, quotations and names of a claim that no source gives anywhere."""
    for mention in ground.mentions.get(claim.id, ()):
        if ground.compared.get(mention) and any(
            c.judgement.level in AGREEING and c.same_question >= ground.settings.agrees
            for _, c in ground.compared[mention]
        ):
            continue
        if _is_missing(ground, mention):
            yield mention


def _is_missing(ground: Ground, mention: Mention) -> bool:
    words = [m.group().lower().replace("’", "'") for m in TOKEN.finditer(mention.text)]
    if not words or ground.has(words):
        return False
    if mention.facet == "name" and mention.slot.role in {"named", "spelling"}:
        return _names_a_stranger(ground, mention, words)
    if mention.facet == "quantity":
        return _is_figure(mention) and not _stated(ground, mention)
    return mention.facet == "date" and _is_day(mention) and not _stated(ground, mention)


def _names_a_stranger(ground: Ground, mention: Mention, words: Sequence[str]) -> bool:
    """Whether the last word of a name, which tells who is meant, stands in no source.

    A single word that opens a sentence is capital by its place, and may be no name.
    """
    opens = mention.span.start <= ground.seen.evidence.claim_of(mention).span.start + 1
    if not mention.text[:1].isupper() or (opens and len(words) == 1):
        return False
    telling = [w for w in words if w not in BODIES] or words
    return telling[-1].removesuffix("'s") not in ground.vocabulary


def _is_figure(mention: Mention) -> bool:
    """Whether an amount is one to check: not a few, and not a span of time by the way."""
    value = mention.value
    telling = bool(value.unit) or bool(value.parts) or abs(value.magnitude) > 2
    return (
        not value.declined
        and telling
        and mention.slot.role not in {"duration", "lag", "limit", "rank"}
    )


def _is_day(mention: Mention) -> bool:
    return any(c.isdigit() for c in mention.text) and mention.value.bounds is not None


def _stated(ground: Ground, mention: Mention) -> bool:
    """Whether some source gives a value that can be this one, whatever it is said of."""
    facet = ground.seen.facets[mention.facet]
    for other in ground.seen.mentions[mention.facet]:
        if other.article == ground.draft.id or getattr(other.value, "declined", False):
            continue
        if str(other.value) == str(mention.value):
            return True
        judgement = facet.compare(mention, other)
        if judgement.level is Level.EQUAL or (
            judgement.level is Level.COMPATIBLE and judgement.strength >= 0.5
        ):
            return True
    return False
