"""What one ground has to say of a claim: a mark with its words, its passages and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.draft.ground import Ground
from consistency.draft.records import DraftPassage, Mark
from consistency.records import Claim, FindingValue, Mention, Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mark that one ground gives a claim, before the gravest is chosen.

    `agreeing` are ids of the sources that state what the draft states there.
    """

    mark: Mark
    confidence: float
    deciding: Span
    explanation: str
    facet: str | None = None
    value: str | None = None
    passages: tuple[DraftPassage, ...] = ()
    agreeing: tuple[str, ...] = ()


def of_mention(ground: Ground, relation: str, mention: Mention) -> DraftPassage:
    """The passage of a source that states a detail."""
    return DraftPassage(relation, ground.seen.evidence.value_of(mention))


def of_claim(ground: Ground, relation: str, claim: Claim, span: Span | None = None) -> DraftPassage:
    """A sentence of a source, with the words in it that matter; all of it by default."""
    where = span or claim.span
    return DraftPassage(
        relation,
        FindingValue(
            article=claim.article,
            claim=claim.id,
            claim_span=claim.span,
            span=where,
            text=ground.articles[claim.article].text[where.start : where.end],
            value="",
            speaker=claim.speaker,
        ),
    )


def once_each(passages: Iterable[DraftPassage]) -> tuple[DraftPassage, ...]:
    """Keep the first of the passages of one sentence, in order."""
    kept: dict[tuple[str, str], DraftPassage] = {}
    for passage in passages:
        kept.setdefault((passage.value.article, passage.value.claim), passage)
    return tuple(kept.values())


def names_of(ground: Ground, articles: Sequence[str]) -> str:
    """The sources' names, as a sentence lists them."""
    names = [ground.articles[a].source for a in articles]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
