"""The `draft` object of the findings file: a checked draft as JSON, and back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from consistency.draft.records import CheckedDraft, DraftClaim, DraftPassage, LeftOut, Mark
from consistency.records import Section
from consistency.report.findings_file import Json, article_json, value_json

if TYPE_CHECKING:
    from consistency.report.parsing import Entry


def draft_json(draft: CheckedDraft) -> Json:
    """Return the draft as plain dictionaries and lists, in a fixed order."""
    counts = Counter(claim.mark for claim in draft.claims)
    return {
        "article": article_json(draft.article),
        "marks": {mark.value: counts[mark] for mark in Mark},
        "claims": [_claim(claim) for claim in draft.claims],
        "left_out": [left.finding for left in draft.left_out],
    }


def _claim(claim: DraftClaim) -> Json:
    return {
        "id": claim.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "speaker": claim.speaker or None,
        "section": claim.section.value,
        "mark": claim.mark.value,
        "facet": claim.facet,
        "value": claim.value or None,
        "deciding_start": claim.deciding.start,
        "deciding_end": claim.deciding.end,
        "confidence": claim.confidence,
        "explanation": claim.explanation,
        "sources": list(claim.sources),
        "independent_sources": claim.independent_sources,
        "disputed": list(claim.disputed),
        "passages": [{"relation": p.relation, **value_json(p.value)} for p in claim.passages],
    }


def read_draft(entry: Entry) -> CheckedDraft | None:
    """Read the `draft` object of a findings file; None where there is none.

    Raises:
        FindingsFileError: If something is missing in it, or is not what it should be.
    """
    from consistency.report.parsing import Entry, article_of

    if entry.content.get("draft") is None:
        return None
    draft = Entry(entry.content["draft"], f"{entry.where}: draft")
    article = article_of(Entry(draft.content.get("article"), f"{draft.where}: article"))
    return CheckedDraft(
        article=article,
        claims=draft.entries("claims", _read_claim),
        left_out=tuple(LeftOut(finding) for finding in draft.texts("left_out")),
    )


def _read_claim(entry: Entry) -> DraftClaim:
    mark, section = entry.text("mark"), entry.maybe("section") or Section.BODY.value
    if mark not in {known.value for known in Mark}:
        raise entry.fail(f"'mark' should be one of {_listed()}, found {mark!r}")
    return DraftClaim(
        id=entry.text("id"),
        span=entry.span("start", "end"),
        text=entry.text("text"),
        mark=Mark(mark),
        deciding=entry.span("deciding_start", "deciding_end"),
        confidence=entry.share("confidence"),
        explanation=entry.text("explanation"),
        facet=entry.maybe("facet"),
        value=entry.maybe("value"),
        speaker=entry.maybe("speaker"),
        section=Section.HEADLINE if section == Section.HEADLINE.value else Section.BODY,
        passages=entry.entries("passages", _read_passage),
        sources=entry.texts("sources"),
        independent_sources=entry.whole("independent_sources"),
        disputed=entry.texts("disputed"),
    )


def _listed() -> str:
    return ", ".join(mark.value for mark in Mark)


def _read_passage(entry: Entry) -> DraftPassage:
    from consistency.report.parsing import value_of

    return DraftPassage(entry.text("relation"), value_of(entry))
