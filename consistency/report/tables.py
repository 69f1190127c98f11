"""The tables people export and explore: one row a claim, a value, an article, a skipped input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas

from consistency.records import Article, Finding, FindingValue, Report
from consistency.report.findings_file import in_rank_order
from consistency.report.trackings import is_tracked
from consistency.report.writing import encodable
from consistency.state.records import Tracking

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
TRACKED_COLUMNS = {"tracking": "string", "status": "string"}
HISTORY_COLUMNS = {
    "tracking": "string",
    "finding": "string",
    "status": "string",
    "at": "string",
    "run": "string",
    "change": "string",
    "kind": "string",
    "severity": "string",
    "question": "string",
    "source": "string",
    "value": "string",
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
    return frame(rows, CLAIM_COLUMNS)


def findings_table(report: Report) -> pandas.DataFrame:
    """One row a value of a finding, findings in rank order.

    `silent` lists the sources that say nothing, separated by "; ". A finding without values, of
    which only the question is known, keeps one row with empty value columns. In a report of a
    scheduled job `tracking` is the finding's id across runs and `status` where it stands.
    """
    articles = {article.id: article for article in report.articles}
    rows = [row for finding in in_rank_order(report) for row in _finding_rows(finding, articles)]
    if not is_tracked(report):
        return frame(rows, FINDING_COLUMNS)
    known = {finding: (t.id, t.status.value) for finding, t in report.tracking.items()}
    for row in rows:
        row["tracking"], row["status"] = known.get(row["finding"], (None, None))
    return frame(rows, FINDING_COLUMNS | TRACKED_COLUMNS)


def history_table(report: Report) -> pandas.DataFrame:
    """One row a value of a finding as a run saw it, where anything of the finding had changed.

    Those that are gone come last; `finding` is NA for them.
    """
    seen: list[tuple[str | None, Tracking]] = list(report.tracking.items())
    seen += [(None, tracking) for tracking in report.gone]
    rows = [row for finding, tracking in seen for row in _history_rows(finding, tracking)]
    return frame(rows, HISTORY_COLUMNS)


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
        return frame(rows, ARTICLE_COLUMNS)
    home = {article: event.id for event in report.events for article in event.articles}
    rows = [{**row, "event": home.get(str(row["id"]))} for row in rows]
    return frame(rows, {**ARTICLE_COLUMNS, "event": "string"})


def skipped_table(report: Report) -> pandas.DataFrame:
    """One row an input that could not be used, with the reason."""
    rows = [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped]
    return frame(rows, SKIPPED_COLUMNS)


def _history_rows(finding: str | None, tracking: Tracking) -> Iterator[Row]:
    for sighting in tracking.sightings:
        for source, value in sighting.values:
            yield {
                "tracking": tracking.id,
                "finding": finding,
                "status": tracking.status.value,
                "at": sighting.at.isoformat(),
                "run": sighting.run,
                "change": sighting.change.value,
                "kind": sighting.kind,
                "severity": sighting.severity,
                "question": sighting.question,
                "source": source,
                "value": value,
            }


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


def frame(rows: list[Row], columns: Mapping[str, str]) -> pandas.DataFrame:
    """Make a table with these columns and types whatever the rows hold, none included."""
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
