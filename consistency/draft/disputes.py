"""Claims on which the sources differ among themselves, and which side the draft took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consistency.draft.details import Detail
from consistency.draft.ground import Ground
from consistency.draft.records import AGREES, DIFFERS, DraftPassage, Mark
from consistency.draft.verdicts import Verdict
from consistency.draft.words import Twin
from consistency.records import Article, Finding, FindingValue, Mention

KINDS = frozenset({"conflict", "quote_change"})
TOOK_A_SIDE = 0.5
"""Probability of one question from which on a detail of the draft takes a side in a difference."""


@dataclass(frozen=True)
class Dispute:
    """A difference among sources with the value that the draft shares; `mention` is its own."""

    finding: Finding
    shared: FindingValue
    mention: Mention | None = None


def find_disputes(
    ground: Ground, details: Sequence[Detail], repeated: Sequence[Twin]
) -> list[Dispute]:
    """Return the differences among sources in which a claim repeats or agrees with one side."""
    found = [d for finding in _differences(ground) for d in _side(finding, details, repeated)]
    return sorted(found, key=lambda d: -d.finding.confidence)


def _differences(ground: Ground) -> Iterator[Finding]:
    for finding in ground.findings:
        sure = finding.confidence >= ground.settings.disputed
        if sure and finding.kind in KINDS and finding.scope == "across":
            yield finding


def _side(
    finding: Finding, details: Sequence[Detail], repeated: Sequence[Twin]
) -> Iterator[Dispute]:
    for value in finding.values:
        detail = next((d for d in details if _agrees(d, finding, value)), None)
        stands = any(
            t.claim.article == value.article and t.claim.span.overlaps(value.span) for t in repeated
        )
        if detail is not None or stands:
            yield Dispute(finding, value, detail.mention if detail else None)
            return


def _agrees(detail: Detail, finding: Finding, value: FindingValue) -> bool:
    if detail.mention.facet != finding.facet or value.article not in detail.agreeing:
        return False
    other, c = detail.agreeing[value.article]
    return other.span == value.span and c.same_question >= TOOK_A_SIDE


def judge_disputes(
    disputes: Sequence[Dispute], articles: Mapping[str, Article]
) -> Iterator[Verdict]:
    """Mark a claim in which the draft took one side of a difference among its sources."""
    for dispute in disputes:
        finding, mention = dispute.finding, dispute.mention
        if mention is None:
            continue
        other = next((v for v in finding.values if v.value != dispute.shared.value), None)
        if other is None:
            continue
        agreeing = [v for v in finding.values if v.value == dispute.shared.value]
        yield Verdict(
            Mark.DIFFERS_AMONG,
            finding.confidence,
            mention.span,
            f"the draft has {mention.value}, as {articles[dispute.shared.article].source}; "
            f"{articles[other.article].source} has {other.value}",
            finding.facet,
            str(mention.value),
            (
                *(DraftPassage(AGREES, v) for v in agreeing),
                *(DraftPassage(DIFFERS, v) for v in finding.values if v not in agreeing),
            ),
            tuple(dict.fromkeys(v.article for v in agreeing)),
        )
        return
