"""The articles in full, with claims and deciding words marked and findings in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consistency.overlaps import Overlaps
from consistency.records import Article, Claim, Finding, FindingValue, Span
from consistency.report.sources import Index, Source
from consistency.report.views import FindingView, passage_anchor
from consistency.report.wording import CALLED_ABOUT

PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of this article and the finding that cites it."""

    span: Span
    anchor: str
    finding: FindingView


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text within which nothing starts or ends.

    Args:
        claim: Id of the claim it belongs to, None outside claims.
        group: Loudest group of the findings that turn on these words, None if none does.
        anchors: Ids of passages that start here.
        ends: Findings, numbered in the text, whose deciding words end here.
    """

    text: str
    claim: str | None
    group: str | None
    anchors: tuple[str, ...]
    ends: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article. `loud` and `quiet` findings cite it and stand in its margin."""

    headline: bool
    outside: bool
    runs: tuple[Run, ...]
    loud: tuple[FindingView, ...]
    quiet: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the page shows it."""

    source: Source
    paragraphs: tuple[Paragraph, ...]
    n_claims: int
    n_cited: int


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked in an article, to be looked up by place."""

    claims: Overlaps[Claim]
    cited: Overlaps[Citation]
    body: Overlaps[Span]
    headlines: Overlaps[Span]


def article_views(
    known: Index, pairs: Sequence[tuple[Finding, FindingView]]
) -> tuple[ArticleView, ...]:
    """Prepare every article, given each finding with its view."""
    return tuple(_article_view(article, known, pairs) for article in known.articles.values())


def _article_view(
    article: Article, known: Index, pairs: Sequence[tuple[Finding, FindingView]]
) -> ArticleView:
    claims = known.claims.get(article.id, ())
    cited = [
        Citation(_trimmed(value, article), passage_anchor(value), view)
        for finding, view in pairs
        for value in finding.values
        if value.article == article.id
    ]
    marked = Marked(
        claims=Overlaps(claims, lambda claim: claim.span),
        cited=Overlaps(cited, lambda citation: citation.span),
        body=Overlaps(article.body, lambda span: span),
        headlines=Overlaps(article.headlines, lambda span: span),
    )
    paragraphs = tuple(
        _paragraph(article, Span(*match.span()), marked)
        for match in PARAGRAPH.finditer(article.text)
        if match.group().strip()
    )
    source = known.sources[article.id]
    return ArticleView(source, paragraphs, len(claims), len({c.finding.id for c in cited}))


def _trimmed(value: FindingValue, article: Article) -> Span:
    """The deciding words, kept inside the article whatever a hand-made report says."""
    end = min(value.span.end, len(article.text))
    return Span(min(value.span.start, end), end)


def _paragraph(article: Article, line: Span, marked: Marked) -> Paragraph:
    findings = list({c.finding.id: c.finding for c in marked.cited.of(line)}.values())
    findings.sort(key=lambda finding: finding.number)
    return Paragraph(
        headline=marked.headlines.any(line),
        outside=bool(article.body) and not marked.body.any(line),
        runs=_runs(article.text, line, marked),
        loud=tuple(f for f in findings if f.group in CALLED_ABOUT),
        quiet=tuple(f for f in findings if f.group not in CALLED_ABOUT),
    )


def _runs(text: str, line: Span, marked: Marked) -> tuple[Run, ...]:
    spans = [claim.span for claim in marked.claims.of(line)]
    spans += [citation.span for citation in marked.cited.of(line)]
    edges = {line.start, line.end}
    edges.update(edge for span in spans for edge in (span.start, span.end))
    cuts = sorted(edge for edge in edges if line.start <= edge <= line.end)
    return tuple(_run(text, Span(start, end), line, marked) for start, end in pairwise(cuts))


def _run(text: str, span: Span, line: Span, marked: Marked) -> Run:
    here = marked.cited.of(span)
    ends = {
        c.finding.id: c.finding
        for c in here
        if c.finding.group in CALLED_ABOUT and min(c.span.end, line.end) == span.end
    }
    return Run(
        text=text[span.start : span.end],
        claim=next((claim.id for claim in marked.claims.of(span)), None),
        group=_loudest(citation.finding for citation in here),
        anchors=tuple(dict.fromkeys(c.anchor for c in here if _starts(c.span, span, line, text))),
        ends=tuple(sorted(ends.values(), key=lambda finding: finding.number)),
    )


def _starts(cited: Span, run: Span, line: Span, text: str) -> bool:
    """Say whether cited words start with this run; blank lines before it do not count."""
    if run.start == line.start and cited.start < line.start:
        return not text[cited.start : line.start].strip()
    return cited.start == run.start


def _loudest(findings: Iterable[FindingView]) -> str | None:
    """The group of the best-ranked finding, differences before everything else."""
    best = min(findings, key=lambda f: (f.group not in CALLED_ABOUT, f.number), default=None)
    return best.group if best else None
