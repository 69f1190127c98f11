"""A checked draft in plain text: its marks in a line, and in Markdown with footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from consistency.draft.records import CheckedDraft
from consistency.records import Report
from consistency.report.digests import answers_text, escaped
from consistency.report.draft_view import MARKS, Beside, Note, draft_view
from consistency.report.sources import Index
from consistency.report.views import FindingView
from consistency.report.wording import clip

WIDTH = 160
"""Longest claim quoted where nothing is to be looked at, in characters."""


def tally(draft: CheckedDraft) -> str:
    """Count the claims by mark: "2 quotation altered · 20 supported"."""
    counts = Counter(claim.mark.value for claim in draft.claims)
    return " · ".join(f"{counts[m.key]} {m.name.lower()}" for m in MARKS if counts[m.key])


def draft_lines(report: Report, known: Index, views: Sequence[FindingView]) -> list[str]:
    """Return the draft's part of the digest: its claims, what it leaves out, the footnotes."""
    draft = draft_view(report, known, views)
    if draft is None or report.draft is None:
        return []
    shown = [note for note in draft.notes if note.key != "unchecked"]
    lines = ["", f"## The draft: {escaped(draft.title)}", "", escaped(tally(report.draft)), ""]
    lines += [_told(note) for note in shown if not note.quiet]
    supported = [note for note in shown if note.quiet]
    lines += ["", "### Supported", ""] if supported else []
    lines += [_told(note) for note in supported]
    if draft.left_out:
        lines += ["", "### Left out, though the sources agree", ""]
        lines += [
            f"- **{escaped(f.question)}** {escaped(answers_text(f.camps))}" for f in draft.left_out
        ]
    return [*lines, "", *(line for note in shown for line in _footnotes(note))]


def _told(note: Note) -> str:
    refs = "".join(f"[^{_label(note, n)}]" for n, _ in enumerate(note.beside, start=1))
    if note.quiet:
        return f"- {escaped(clip(note.text, WIDTH))} ({escaped(note.support)}){refs}"
    return (
        f"- **{escaped(note.words.name)}**: {escaped(clip(note.text, 3 * WIDTH))}{refs} "
        f"{escaped(note.explanation)}"
    )


def _label(note: Note, number: int) -> str:
    return f"d{note.number}-{number}"


def _footnotes(note: Note) -> Iterator[str]:
    for number, item in enumerate(note.beside, start=1):
        yield f"[^{_label(note, number)}]: {escaped(_cited(item))}"


def _cited(item: Beside) -> str:
    passage = item.passage
    by = f" ({passage.speaker})" if passage.speaker else ""
    words = passage.excerpt.plain
    quoted = words if "“" in words or '"' in words else f"“{words}”"
    return f"{passage.source.name}, {passage.source.day}{by}, {item.relation}: {quoted}"
