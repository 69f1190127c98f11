"""The findings file: a report as JSON that programs read, and back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from consistency.records import (
    Article,
    Claim,
    Copy,
    DatedClaim,
    Event,
    Finding,
    FindingValue,
    Report,
    Span,
)
from consistency.report.trackings import tracking_keys
from consistency.report.writing import write_parts

SCHEMA_VERSION = 1
DISTRIBUTION = "claim-consistency"
CONTROLS = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What JSON leaves unescaped and a terminal obeys; article texts are read without them."""

Json = dict[str, Any]


def write(report: Report, target: IO[str] | str | os.PathLike[str]) -> None:
    """Write the findings file to an open text stream or, atomically, to a path."""
    parts = _parts(report, 1)
    if isinstance(target, (str, os.PathLike)):
        write_parts(Path(target), (part.encode("utf-8") for part in parts))
    else:
        target.writelines(parts)


def read(path: Path) -> Report:
    """Read a findings file; see `consistency.report.read_json`."""
    from consistency.report.parsing import parse_report

    return parse_report(path)


def dumps(report: Report, *, indent: int | None = 1) -> str:
    """Return the findings file as text that UTF-8 can hold, ending in a line feed.

    Without an indent it is for programs alone, and done in a fraction of the time.
    """
    return "".join(_parts(report, indent))


def _parts(report: Report, indent: int | None) -> Iterator[str]:
    yield from _encoded_parts(_content(report), indent)
    yield "\n"


def _encoded_parts(content: Json, indent: int | None) -> Iterator[str]:
    """Yield the text of an object, what an iterator gives item by item: the lists of a large report
    would take several times the memory of their text."""
    comma = ", " if indent is None else ","
    lines = ["" if indent is None else "\n" + " " * (indent * depth) for depth in range(3)]
    for n, (key, value) in enumerate(content.items()):
        yield f"{comma if n else '{'}{lines[1]}{_encoded(key, None)}: "
        if not isinstance(value, Iterator):
            yield _encoded(value, indent).replace("\n", lines[1])
            continue
        n_items = 0
        for item in value:
            yield f"{comma if n_items else '['}{lines[2]}"
            yield _encoded(item, indent).replace("\n", lines[2])
            n_items += 1
        yield f"{lines[1]}]" if n_items else "[]"
    yield f"{lines[0]}}}"


def encoded(content: Json, *, indent: int | None = 1) -> str:
    """Return JSON as text that UTF-8 can hold and that steers no terminal."""
    return _encoded(content, indent) + "\n"


def _encoded(content: Any, indent: int | None) -> str:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent)
    # Lone surrogates and controls survive as their JSON escapes: every offset keeps its meaning.
    text = CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_dict(report: Report) -> Json:
    """Return the findings file as plain dictionaries and lists, in a fixed order."""
    content = _content(report)
    return {k: list(v) if isinstance(v, Iterator) else v for k, v in content.items()}


def _content(report: Report) -> Json:
    """What `as_dict` returns, with an iterator for each list that may be long."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "tool_version": tool_version(report),
        "generated_at": report.generated_at or None,
        "settings": plain(report.settings),
        "versions": plain(report.versions),
        "counts": plain(report.counts),
        "articles": map(article_json, report.articles),
        "skipped": [{"path": s.path, "reason": s.reason} for s in report.skipped],
        "compared_in_part": list(report.compared_in_part),
        "copies": map(_copy, report.copies),
        "claims": map(_claim, report.claim_records),
        "dated_claims": map(_dated, report.dated_claims),
        **tracking_keys(report),
        "findings": map(_finding, in_rank_order(report)),
        **_draft(report),
    }
    if report.is_split:
        whole["events"] = map(_event, report.events)
        whole["alone"] = list(report.alone)
    return whole


def _event(event: Event) -> Json:
    return {
        "id": event.id,
        "articles": list(event.articles),
        "findings": list(event.findings),
        "compared_in_part": list(event.compared_in_part),
        "counts": plain(event.counts),
        "generated_at": event.generated_at or None,
    }


def _draft(report: Report) -> Json:
    """The draft that was held against the articles, where one was."""
    if report.draft is None:
        return {}
    from consistency.report.draft_file import draft_json

    return {"draft": draft_json(report.draft)}


def in_rank_order(report: Report) -> list[Finding]:
    """Findings as the page orders them: best first."""
    return sorted(report.finding_records, key=lambda finding: (finding.rank, finding.id))


def tool_version(report: Report) -> str:
    """Version of the tool that made the report, or of this one where it does not say."""
    stated = report.versions.get(DISTRIBUTION)
    if stated:
        return stated
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "unknown"


def plain(value: Any) -> Any:
    """Turn settings and counts into what JSON knows; sets are sorted, odd objects become text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [plain(item) for item in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


def article_json(article: Article) -> Json:
    """Return an article as a plain dictionary."""
    return {
        "id": article.id,
        "path": article.path,
        "source": article.source,
        "title": article.title or None,
        "author": article.author or None,
        "published": article.published.isoformat() if article.published else None,
        "published_from": article.published_from,
        "source_from": article.source_from or None,
        "published_why": article.published_why or None,
        "url": article.url or None,
        "text": article.text,
        "derived_from": list(article.derived_from),
        "wire": article.wire or None,
        "version_of": article.version_of or None,
        "also_at": list(article.also_at),
        "body": _ranges(article.body),
        "headlines": _ranges(article.headlines),
    }


def _ranges(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _copy(copy: Copy) -> Json:
    return {
        "article": copy.article,
        "origin": copy.origin,
        "share": copy.share,
        "manner": copy.manner,
    }


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "article": claim.article,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "speaker": claim.speaker or None,
        "section": claim.section.value,
    }


def _dated(dated: DatedClaim) -> Json:
    return {
        "article": dated.article,
        "claim": dated.claim,
        "start": dated.span.start,
        "end": dated.span.end,
        "text": dated.text,
        "first": dated.first.isoformat(),
        "last": dated.last.isoformat(),
    }


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "rank": finding.rank,
        "kind": finding.kind,
        "scope": finding.scope,
        "facet": finding.facet,
        "question": finding.question,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "explanation": finding.explanation,
        "values": [value_json(value) for value in finding.values],
        "silent": list(finding.silent),
        "independent_reports": finding.independent_reports,
    }


def value_json(value: FindingValue) -> Json:
    """Return a passage as a plain dictionary."""
    return {
        "article": value.article,
        "claim": value.claim,
        "claim_start": value.claim_span.start,
        "claim_end": value.claim_span.end,
        "start": value.span.start,
        "end": value.span.end,
        "text": value.text,
        "value": value.value or None,
        "speaker": value.speaker or None,
    }
