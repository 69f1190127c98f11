"""The tables people export and explore: one row a claim, a value, an article, a skipped input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas

from consistency.records import Article, Finding, FindingValue, Report
from consistency.report.findings_file import in_rank_order
from consistency.report.writing import encodable

CLAIM_COLUMNS = {
    "id": "string",
    "article": "string",
    "source": "string",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "speaker": "string",
    "section": "string",
}
FINDING_COLUMNS = {
    "finding": "string",
    "rank": "Int64",
    "kind": "string",
    "scope": "string",
    "facet": "string",
    "severity": "string",
    "confidence": "Float64",
    "question": "string",
    "value": "string",
    "source": "string",
    "published": "string",
    "text": "string",
    "passage": "string",
    "speaker": "string",
    "explanation": "string",
    "silent": "string",
    "independent_reports": "Int64",
    "article": "string",
    "claim": "string",
    "claim_start": "Int64",
    "claim_end": "Int64",
    "start": "Int64",
    "end": "Int64",
}
ARTICLE_COLUMNS = {
    "id": "string",
    "source": "string",
    "title": "string",
    "author": "string",
    "published": "string",
    "published_from": "string",
    "published_why": "string",
    "wire": "string",
    "url": "string",
    "path": "string",
    "derived_from": "string",
    "version_of": "string",
    "also_at": "string",
    "words": "Int64",
    "claims": "Int64",
    "text": "string",
}
SKIPPED_COLUMNS = {"path": "string", "reason": "string"}

Row = dict[str, Any]


def claims_table(report: Report) -> pandas.DataFrame:
    """One row a claim, in the report's order; offsets are half-open, a missing speaker is NA."""
    sources = {article.id: article.source for article in report.articles}
    rows = [
        {
            "id": claim.id,
            "article": claim.article,
            "source": sources.get(claim.article),
            "start": claim.span.start,
            "end": claim.span.end,
            "text": claim.text,
            "speaker": claim.speaker,
            "section": claim.section.value,
        }
        for claim in report.claim_records
    ]
    return _frame(rows, CLAIM_COLUMNS)


def findings_table(report: Report) -> pandas.DataFrame:
    """One row a value of a finding, findings in rank order.

    `silent` lists the sources that say nothing, separated by "; ". A finding without values, of
    which only the question is known, keeps one row with empty value columns.
    """
    articles = {article.id: article for article in report.articles}
    rows = [row for finding in in_rank_order(report) for row in _finding_rows(finding, articles)]
    return _frame(rows, FINDING_COLUMNS)


def articles_table(report: Report) -> pandas.DataFrame:
    """One row an article: where it came from, its size, whose words it reuses, its text.

    Of several events, the event it tells of too; NA where it stands alone.
    """
    sources = {article.id: article.source for article in report.articles}
    n_claims = dict.fromkeys(sources, 0)
    for claim in report.claim_records:
        n_claims[claim.article] += 1
    rows = [
        {
            "id": article.id,
            "source": article.source,
            "title": article.title,
            "author": article.author,
            "published": _day(article),
            "published_from": article.published_from,
            "published_why": article.published_why or None,
            "wire": article.wire,
            "url": article.url,
            "path": article.path,
            "derived_from": "; ".join(sources[origin] for origin in article.derived_from),
            "version_of": sources.get(article.version_of or ""),
            "also_at": "; ".join(article.also_at),
            "words": len(article.text.split()),
            "claims": n_claims[article.id],
            "text": article.text,
        }
        for article in report.articles
    ]
    if not report.is_split:
        return _frame(rows, ARTICLE_COLUMNS)
    home = {article: event.id for event in report.events for article in event.articles}
    rows = [{**row, "event": home.get(str(row["id"]))} for row in rows]
    return _frame(rows, {**ARTICLE_COLUMNS, "event": "string"})


def skipped_table(report: Report) -> pandas.DataFrame:
    """One row an input that could not be used, with the reason."""
    rows = [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped]
    return _frame(rows, SKIPPED_COLUMNS)


def _finding_rows(finding: Finding, articles: Mapping[str, Article]) -> Iterator[Row]:
    shared = {
        "finding": finding.id,
        "rank": finding.rank,
        "kind": finding.kind,
        "scope": finding.scope,
        "facet": finding.facet,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "question": finding.question,
        "explanation": finding.explanation,
        "silent": "; ".join(articles[article].source for article in finding.silent),
        "independent_reports": finding.independent_reports,
    }
    if not finding.values:
        yield shared
    for value in finding.values:
        yield shared | _value_columns(value, articles[value.article])


def _value_columns(value: FindingValue, article: Article) -> Row:
    return {
        "value": value.value,
        "source": article.source,
        "published": _day(article),
        "text": value.text,
        "passage": article.text[value.claim_span.start : value.claim_span.end],
        "speaker": value.speaker,
        "article": value.article,
        "claim": value.claim,
        "claim_start": value.claim_span.start,
        "claim_end": value.claim_span.end,
        "start": value.span.start,
        "end": value.span.end,
    }


def _day(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def _frame(rows: list[Row], columns: Mapping[str, str]) -> pandas.DataFrame:
    """Make a frame with these columns and types whatever the rows hold, none included."""
    data = {
        name: pandas.array([_cell(row.get(name)) for row in rows], dtype=dtype)
        for name, dtype in columns.items()
    }
    return pandas.DataFrame(data, columns=list(columns))


def _cell(value: Any) -> Any:
    """An empty text is a missing value; what UTF-8 cannot hold is replaced."""
    if isinstance(value, str):
        return encodable(value) or pandas.NA
    return pandas.NA if value is None else value
