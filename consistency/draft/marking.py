"""A draft claim by claim: every ground has its say, and the gravest sure mark stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from consistency.draft.details import Detail, details_of, judge_details, missing_details
from consistency.draft.disputes import find_disputes, judge_disputes
from consistency.draft.exchanges import judge_exchanges
from consistency.draft.ground import Ground
from consistency.draft.leftout import find_left_out
from consistency.draft.notes import Notes
from consistency.draft.quotes import judge_quotes
from consistency.draft.records import (
    AGREES,
    NEAR,
    CheckedDraft,
    DraftClaim,
    DraftPassage,
    Mark,
)
from consistency.draft.support import Support, find_support
from consistency.draft.verdicts import Verdict, names_of, of_claim, of_mention, once_each
from consistency.draft.voices import judge_sides, judge_voices
from consistency.draft.words import Twin
from consistency.observation import Observation
from consistency.records import Article, Claim, Comparison, Copy, Report, Section
from consistency.settings import Settings
from consistency.sources import count_independent

WEIGHT = {
    Mark.QUOTE_ALTERED: 1.0,
    Mark.SPEAKER_CHANGED: 1.0,
    Mark.DIFFERS: 1.0,
    Mark.STRONGER: 0.9,
    Mark.DIFFERS_AMONG: 0.8,
    Mark.NOT_IN_SOURCES: 0.7,
    Mark.SUPPORTED: 0.1,
    Mark.UNCHECKED: 0.01,
}
"""How much of a verdict's confidence counts when a claim has several: the graver, the more."""
NAMED, FIGURE = 0.85, 0.75
"""How sure it is, 0..1, that a name or a figure no source has is not in the sources."""
LEAST_TERMS = 4
"""Content words below which a sentence says too little to be missed in the sources."""


def check_draft(
    draft: Article,
    seen: Observation,
    comparisons: Sequence[Comparison],
    report: Report,
    notes: Notes,
    settings: Settings,
) -> CheckedDraft:
    """Hold a draft against its sources.

    Args:
        seen: The sources and the draft, observed together.
        comparisons: Between the draft and the sources.
        report: On the sources alone; its agreements are what a draft can leave out.
        notes: How every claim is put.
    """
    ground = Ground(draft, seen, comparisons, notes, report.finding_records, settings.draft)
    befores = [
        None,
        *(a if _one_paragraph(draft, a, b) else None for a, b in pairwise(ground.claims)),
    ]
    claims = tuple(
        mark_claim(ground, claim, before, report.copies)
        for claim, before in zip(ground.claims, befores, strict=False)
    )
    return CheckedDraft(draft, claims, tuple(find_left_out(ground, report)))


def _one_paragraph(draft: Article, left: Claim, right: Claim) -> bool:
    return "\n" not in draft.text[left.span.end : right.span.start]


def mark_claim(
    ground: Ground, claim: Claim, before: Claim | None, copies: Sequence[Copy]
) -> DraftClaim:
    """Give one claim its mark: the gravest that one is sure of, by weight and confidence.

    What stands word for word in a source is supported, though other sources differ: then it is
    disputed, too.
    """
    twins = ground.twins(claim)
    repeated = [t for t in twins if not t.exchanges]
    details = details_of(ground, claim)
    support = find_support(ground, claim, details)
    disputes = find_disputes(ground, details, repeated)
    if repeated:
        verdict = _verbatim(ground, claim, repeated, support)
    else:
        verdicts = [
            *_grave(ground, claim, before, twins, details),
            *judge_disputes(disputes, ground.articles),
            *_plain(ground, claim, twins, support),
        ]
        verdict = max(verdicts, key=lambda v: WEIGHT[v.mark] * v.confidence)
    return _marked(ground, claim, verdict, copies, tuple(d.finding.id for d in disputes))


def _grave(
    ground: Ground,
    claim: Claim,
    before: Claim | None,
    twins: Sequence[Twin],
    details: Sequence[Detail],
) -> Iterator[Verdict]:
    """What sends an editor to look."""
    if twins:
        yield from _of_twins(ground, claim, twins)
    else:
        yield from judge_details(ground, details)
    yield from judge_quotes(ground, claim, twins)
    yield from judge_voices(ground, claim)
    yield from judge_sides(ground, claim, before)
    yield from _missing(ground, claim)


def _plain(
    ground: Ground, claim: Claim, twins: Sequence[Twin], support: Support
) -> Iterator[Verdict]:
    """Whether the sources bear the claim out, come nowhere near it, or leave it open."""
    if twins or (support.bearing and _may_be_borne_out(ground, claim, support)):
        yield _supported(ground, twins, support, claim)
    elif _is_foreign(ground, claim, support):
        yield _foreign(claim, support)
    else:
        yield _unsettled(ground, claim)


def _of_twins(ground: Ground, claim: Claim, twins: Sequence[Twin]) -> Iterator[Verdict]:
    """What the likest sentence has otherwise; a twin in another source may bear the draft out."""
    first, *others = [(twin, judge_exchanges(ground, claim, twin)) for twin in twins]
    for verdict in first[1]:
        agreeing = [twin for twin, found in others if not any(_alike(verdict, v) for v in found)]
        if not agreeing:
            yield verdict
        elif verdict.mark is Mark.DIFFERS:
            yield _among(ground, verdict, agreeing)


def _alike(left: Verdict, right: Verdict) -> bool:
    """Whether two verdicts turn on the same words, or both on a hedge."""
    meet = left.deciding.overlaps(right.deciding) or left.deciding == right.deciding
    return meet and left.mark is right.mark


def _among(ground: Ground, verdict: Verdict, agreeing: Sequence[Twin]) -> Verdict:
    """One source has it otherwise and another as the draft."""
    articles = tuple(dict.fromkeys(t.claim.article for t in agreeing))
    return replace(
        verdict,
        mark=Mark.DIFFERS_AMONG,
        explanation=f"{verdict.explanation}; {names_of(ground, articles)} as the draft",
        passages=(*verdict.passages, *(of_claim(ground, AGREES, t.claim) for t in agreeing)),
        agreeing=articles,
    )


def _verbatim(ground: Ground, claim: Claim, twins: Sequence[Twin], support: Support) -> Verdict:
    articles = tuple(dict.fromkeys(t.claim.article for t in twins))
    others = [n for n in support.bearing if n.claim.article not in articles]
    return Verdict(
        Mark.SUPPORTED,
        0.99,
        claim.span,
        f"word for word in {names_of(ground, articles)}",
        passages=(
            *(of_claim(ground, AGREES, t.claim) for t in twins),
            *(of_claim(ground, AGREES, n.claim) for n in others),
        ),
        agreeing=(*articles, *(n.claim.article for n in others)),
    )


def _supported(ground: Ground, twins: Sequence[Twin], support: Support, claim: Claim) -> Verdict:
    articles = tuple(
        dict.fromkeys(
            [*(t.claim.article for t in twins), *(n.claim.article for n in support.bearing)]
        )
    )
    details = [p for d in support.details for p in _stated(ground, d, articles)]
    passages = [
        *(of_claim(ground, AGREES, t.claim) for t in twins),
        *details,
        *(of_claim(ground, AGREES, n.claim) for n in support.bearing),
    ]
    sure = 0.95 if twins else min(0.95, 0.45 + 0.45 * max(support.reach, 0.0))
    return Verdict(
        Mark.SUPPORTED,
        sure,
        claim.span,
        f"{names_of(ground, articles)} {'says' if len(articles) == 1 else 'say'} so",
        passages=tuple(passages),
        agreeing=articles,
    )


def _stated(ground: Ground, detail: Detail, articles: Sequence[str]) -> list[DraftPassage]:
    return [of_mention(ground, AGREES, m) for a, (m, _) in detail.agreeing.items() if a in articles]


def _missing(ground: Ground, claim: Claim) -> Iterator[Verdict]:
    """A name or a figure in a claim that no source has at all."""
    for mention in missing_details(ground, claim):
        kind = {"name": "name", "quantity": "figure", "date": "day"}[mention.facet]
        yield Verdict(
            Mark.NOT_IN_SOURCES,
            NAMED if mention.facet == "name" else FIGURE,
            mention.span,
            f"no source has the {kind} {mention.text.strip()}",
            mention.facet,
            str(mention.value),
        )


def _may_be_borne_out(ground: Ground, claim: Claim, support: Support) -> bool:
    """Whether a claim asserts something, or gives a figure or a day that sources give too."""
    return ground.notes.of(claim.id).asserts or any(d.is_hard for d in support.details)


def _is_foreign(ground: Ground, claim: Claim, support: Support) -> bool:
    """Whether a claim asserts something of substance that nothing in the sources is near to."""
    manner = ground.notes.of(claim.id)
    told = manner.asserts and (manner.reports or any(v.names for v in manner.voices))
    if not told or claim.section is Section.HEADLINE or len(claim.terms) < LEAST_TERMS:
        return False
    return support.reach < ground.settings.distant and support.entailed < ground.settings.entailed


def _foreign(claim: Claim, support: Support) -> Verdict:
    return Verdict(
        Mark.NOT_IN_SOURCES,
        min(0.9, max(0.5, 1.1 - support.reach)),
        claim.span,
        "no passage of the sources comes near it",
    )


def _unsettled(ground: Ground, claim: Claim) -> Verdict:
    asserts = ground.notes.of(claim.id).asserts
    told = "passages are near it, and none settles it" if asserts else "it asserts nothing to check"
    return Verdict(Mark.UNCHECKED, 0.5, claim.span, told)


def _marked(
    ground: Ground,
    claim: Claim,
    verdict: Verdict,
    copies: Sequence[Copy],
    disputed: tuple[str, ...],
) -> DraftClaim:
    passages = once_each(verdict.passages)
    if not passages:
        near = [n for n in ground.near(claim) if n.reach >= ground.settings.distant / 2]
        passages = once_each(of_claim(ground, NEAR, n.claim) for n in near[:2])
    return DraftClaim(
        id=claim.id,
        span=claim.span,
        text=claim.text,
        mark=verdict.mark,
        deciding=verdict.deciding,
        confidence=round(verdict.confidence, 3),
        explanation=verdict.explanation,
        facet=verdict.facet,
        value=verdict.value,
        speaker=claim.speaker,
        section=claim.section,
        passages=passages[: ground.settings.passages],
        sources=verdict.agreeing,
        independent_sources=count_independent(verdict.agreeing, copies),
        disputed=disputed,
    )
