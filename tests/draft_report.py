"""A report with a draft, made by hand: a claim of every mark, and text that tries to break out."""

from __future__ import annotations

from dataclasses import replace

from builders import make_article
from fake_report import SCRIPT, fake_report

from consistency import Report, Span
from consistency.draft.records import (
    AGREES,
    DIFFERS,
    CheckedDraft,
    DraftClaim,
    DraftPassage,
    LeftOut,
    Mark,
)

SENTENCES = [f"Claim number {n} of the draft is {mark.value}." for n, mark in enumerate(Mark)]
SENTENCES[-1] += f" {SCRIPT}"


def draft_report() -> Report:
    """The hand-made report with a draft whose claims have every mark, each with a passage."""
    report = fake_report()
    article = make_article("d1", "\n\n".join(SENTENCES), path="story.md", title=SCRIPT)
    value = report.finding_records[0].values[0]
    claims, start = [], 0
    for number, (mark, text) in enumerate(zip(Mark, SENTENCES, strict=True), start=1):
        span = Span(start, start + len(text))
        claims.append(
            DraftClaim(
                id=f"d{number}",
                span=span,
                text=text,
                mark=mark,
                deciding=span if mark is Mark.SUPPORTED else Span(start + 6, start + 14),
                confidence=0.8,
                explanation=f"because of {SCRIPT}",
                facet="quantity" if mark is Mark.DIFFERS else None,
                passages=(DraftPassage(AGREES if mark is Mark.SUPPORTED else DIFFERS, value),),
                sources=(value.article,) if mark is Mark.SUPPORTED else (),
                independent_sources=int(mark is Mark.SUPPORTED),
                disputed=(report.finding_records[0].id,) if mark is Mark.SUPPORTED else (),
            )
        )
        start = span.end + 2
    agreement = next(f for f in report.finding_records if f.kind == "agreement")
    return replace(report, draft=CheckedDraft(article, tuple(claims), (LeftOut(agreement.id),)))
