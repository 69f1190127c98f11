"""Passages cut from an article with their deciding words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.records import Article, Claim, FindingValue, Span

WIDTH = 340
"""Longest passage shown whole, in characters; a longer one is cut around its deciding words."""
CONTEXT = 450
"""Most characters shown before and after a passage when its surroundings are opened."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text with marked words inside: `before`, `marked`, `after`; an ellipsis where it was cut."""

    before: str
    marked: str
    after: str

    @property
    def plain(self) -> str:
        """The excerpt on one line, for copying."""
        return " ".join(f"{self.before}{self.marked}{self.after}".split())


def passage_span(value: FindingValue) -> Span:
    """The claim together with the deciding words, which may run past it (a long quotation)."""
    return Span(
        min(value.claim_span.start, value.span.start), max(value.claim_span.end, value.span.end)
    )


def excerpt(article: Article, value: FindingValue, *, width: int = WIDTH) -> Excerpt:
    """Cut the passage around its deciding words, at most about `width` characters."""
    return around(article.text, value.span, passage_span(value), width=width)


def around(text: str, marked: Span, whole: Span, *, width: int) -> Excerpt:
    """Cut `whole` around the marked words inside it, at most about `width` characters."""
    room = max(width - (marked.end - marked.start), 80)
    start, end = whole.start, whole.end
    if end - start > width:
        start = max(start, marked.start - room * 2 // 5)
        end = min(end, marked.end + room * 3 // 5)
    return _excerpt(text, marked, _at_words(text, Span(start, end), whole), whole)


def surroundings(article: Article, value: FindingValue, claims: Sequence[Claim]) -> Excerpt:
    """Cut the sentences around the passage: the claim before, the passage, the claim after."""
    inner = passage_span(value)
    before = [claim.span.start for claim in claims if claim.span.end <= inner.start]
    after = [claim.span.end for claim in claims if claim.span.start >= inner.end]
    start = max(max(before, default=inner.start), inner.start - CONTEXT)
    end = min(min(after, default=inner.end), inner.end + CONTEXT)
    whole = Span(0, len(article.text))
    cut = _at_words(article.text, Span(start, end), Span(start, end))
    return _excerpt(article.text, value.span, cut, whole)


def _at_words(text: str, cut: Span, whole: Span) -> Span:
    """Move a cut inside `whole` inwards to a blank, unless a word is too long for that."""
    start, end = cut.start, cut.end
    if start > whole.start:
        blank = text.find(" ", start, start + 30)
        start = blank + 1 if blank >= 0 else start
    if end < whole.end:
        blank = text.rfind(" ", end - 30, end)
        end = blank if blank >= 0 else end
    return Span(start, end)


def _excerpt(text: str, marked: Span, cut: Span, whole: Span) -> Excerpt:
    start, end = min(cut.start, marked.start), max(cut.end, marked.end)
    return Excerpt(
        before=("… " if start > whole.start else "") + text[start : marked.start].lstrip(),
        marked=text[marked.start : marked.end],
        after=text[marked.end : end].rstrip() + (" …" if end < whole.end else ""),
    )
