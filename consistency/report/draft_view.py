"""A checked draft as the page shows it: its text with marks, and what stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consistency.draft.records import CheckedDraft, DraftClaim, DraftPassage, Mark
from consistency.records import Report, Span
from consistency.report.reading import PARAGRAPH
from consistency.report.sources import Index, Source
from consistency.report.views import FindingView, Passage, passage_view
from consistency.report.wording import clip, confidence_words, counted, ended, facet_name


@dataclass(frozen=True, slots=True)
class MarkWords:
    """How a mark reads: its name, the glyph beside it, and what it says of a claim."""

    key: str
    name: str
    glyph: str
    lead: str


MARKS = (
    MarkWords("differs", "Differs", "≠", "sources have another value"),
    MarkWords("quote_altered", "Quotation altered", "”", "a source has it in other words"),
    MarkWords("speaker_changed", "Speaker changed", "⇄", "in a source somebody else says so"),
    MarkWords("stronger", "Stronger than the sources", "▲", "a source says it with less certainty"),
    MarkWords("differs_among_sources", "Differs among sources", "±", "the draft took one side"),
    MarkWords("not_in_sources", "Not in the sources", "○", "no source says so"),
    MarkWords("supported", "Supported", "=", "sources say so"),
    MarkWords("unchecked", "Not checked", "·", "nothing to check, or nothing that settles it"),
)
"""In the order of the page: what sends an editor to look comes first."""
WORDS: Mapping[str, MarkWords] = {words.key: words for words in MARKS}
RELATIONS = {"agrees": "agrees", "differs": "differs", "near": "is near, and does not settle it"}
SOURCES = ("independent source", "independent sources")


@dataclass(frozen=True, slots=True)
class Beside:
    """A passage beside a claim, with how it stands to it; `bare` where all of it matters alike."""

    relation: str
    passage: Passage
    bare: bool


@dataclass(frozen=True, slots=True)
class Note:
    """One claim of the draft with what stands beside it. `number` counts through the draft."""

    number: int
    key: str
    words: MarkWords
    text: str
    speaker: str | None
    facet: str
    support: str
    explanation: str
    sureness: str
    confidence: float
    beside: tuple[Beside, ...]
    disputed: tuple[FindingView, ...]

    @property
    def anchor(self) -> str:
        """Id of the note in the page."""
        return f"draft-{self.number}"

    @property
    def quiet(self) -> bool:
        """Whether it asks nothing of an editor."""
        return self.key in {"supported", "unchecked"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the draft's text; `note` is the claim it belongs to, `deciding` if it decides."""

    text: str
    note: Note | None
    deciding: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A line of the draft with the notes on it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A checked draft with everything its template prints."""

    title: str
    path: str
    n_claims: str
    counts: tuple[tuple[MarkWords, int], ...]
    paragraphs: tuple[DraftParagraph, ...]
    left_out: tuple[FindingView, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of all paragraphs."""
        return tuple(note for paragraph in self.paragraphs for note in paragraph.notes)


def draft_view(report: Report, known: Index, views: Sequence[FindingView]) -> DraftView | None:
    """Prepare the draft for the page; None where none was checked."""
    draft = report.draft
    if draft is None:
        return None
    by_id = {view.id: view for view in views}
    counts = Counter(claim.mark.value for claim in draft.claims)
    return DraftView(
        title=clip(draft.article.title or draft.article.path, 160),
        path=draft.article.path,
        n_claims=counted(len(draft.claims), ("claim", "claims")),
        counts=tuple((words, counts[words.key]) for words in MARKS if counts[words.key]),
        paragraphs=_paragraphs(draft, known, by_id),
        left_out=tuple(by_id[left.finding] for left in draft.left_out if left.finding in by_id),
    )


def _paragraphs(
    draft: CheckedDraft, known: Index, views: Mapping[str, FindingView]
) -> tuple[DraftParagraph, ...]:
    notes = {
        claim.id: _note(number, claim, known, views)
        for number, claim in enumerate(draft.claims, start=1)
    }
    found = []
    for match in PARAGRAPH.finditer(draft.article.text):
        line = Span(*match.span())
        inside = [c for c in draft.claims if c.span.overlaps(line)]
        if match.group().strip():
            pieces = _pieces(draft.article.text, line, inside, notes)
            starting = tuple(notes[c.id] for c in inside if c.span.start >= line.start)
            found.append(DraftParagraph(pieces, starting))
    return tuple(found)


def _pieces(
    text: str, line: Span, claims: Sequence[DraftClaim], notes: Mapping[str, Note]
) -> tuple[Piece, ...]:
    edges = {line.start, line.end}
    for claim in claims:
        edges |= {claim.span.start, claim.span.end}
        edges |= {claim.deciding.start, claim.deciding.end}
    cuts = sorted(edge for edge in edges if line.start <= edge <= line.end)
    return tuple(_piece(text, Span(*cut), claims, notes) for cut in pairwise(cuts))


def _piece(text: str, span: Span, claims: Sequence[DraftClaim], notes: Mapping[str, Note]) -> Piece:
    claim = next((c for c in claims if c.span.overlaps(span)), None)
    deciding = claim is not None and claim.deciding != claim.span and claim.deciding.overlaps(span)
    return Piece(
        text=text[span.start : span.end],
        note=notes[claim.id] if claim else None,
        deciding=deciding,
        first=claim is not None and span.start == claim.span.start,
        last=claim is not None and span.end == claim.span.end,
    )


def _note(number: int, claim: DraftClaim, known: Index, views: Mapping[str, FindingView]) -> Note:
    supported = claim.mark is Mark.SUPPORTED
    return Note(
        number=number,
        key=claim.mark.value,
        words=WORDS[claim.mark.value],
        text=claim.text,
        speaker=claim.speaker,
        facet=facet_name(claim.facet) if claim.facet else "",
        support=f"by {counted(claim.independent_sources, SOURCES)}" if supported else "",
        explanation=ended(claim.explanation[:1].upper() + claim.explanation[1:]),
        sureness=confidence_words(claim.confidence),
        confidence=claim.confidence,
        beside=tuple(_beside(passage, known) for passage in claim.passages),
        disputed=tuple(views[finding] for finding in claim.disputed if finding in views),
    )


def _beside(passage: DraftPassage, known: Index) -> Beside:
    view = passage_view(passage.value, known)
    relation = RELATIONS.get(passage.relation, passage.relation)
    whole = passage.value.span == passage.value.claim_span
    return Beside(relation, replace(view, anchor=_anchor(view.source)), whole)


def _anchor(source: Source) -> str:
    """The article itself: only what findings cite has a place of its own in its text."""
    return source.anchor
