"""A findings file read with care: what is missing or out of place is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from consistency.draft.records import CheckedDraft
from consistency.errors import FindingsFileError
from consistency.records import (
    Article,
    Claim,
    Copy,
    DatedClaim,
    Event,
    Finding,
    FindingValue,
    Report,
    Section,
    Skipped,
    Span,
)
from consistency.report.draft_file import read_draft
from consistency.report.findings_file import DISTRIBUTION, SCHEMA_VERSION
from consistency.report.trackings import read_gone, read_tracking

Record = TypeVar("Record")


class Entry:
    """One JSON object with its place in the file, so that every complaint says where."""

    def __init__(self, content: Any, where: str) -> None:
        if not isinstance(content, Mapping):
            raise FindingsFileError(f"{where}: expected an object, found {_kind(content)}")
        self.content, self.where = content, where

    def fail(self, message: str) -> FindingsFileError:
        """Return the error that says `message` about this entry."""
        return FindingsFileError(f"{self.where}: {message}")

    def text(self, key: str) -> str:
        """Text that must be there."""
        return str(self._typed(key, str, "text"))

    def maybe(self, key: str) -> str | None:
        """Text that may be null or absent."""
        return None if self.content.get(key) is None else self.text(key)

    def whole(self, key: str) -> int:
        """A whole number of at least 0."""
        number = self._typed(key, int, "a whole number")
        if isinstance(number, bool) or number < 0:
            raise self.fail(f"{key!r} should be a whole number of at least 0, found {number!r}")
        return int(number)

    def share(self, key: str) -> float:
        """A number from 0 to 1."""
        number = self._typed(key, (int, float), "a number")
        if isinstance(number, bool) or not 0 <= number <= 1:
            raise self.fail(f"{key!r} should lie between 0 and 1, found {number!r}")
        return float(number)

    def list(self, key: str) -> list[Any]:
        """A list; absent counts as empty."""
        return list(self._typed(key, list, "a list")) if key in self.content else []

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent counts as empty."""
        items = self.list(key)
        if not all(isinstance(item, str) for item in items):
            raise self.fail(f"{key!r} should hold texts only")
        return tuple(items)

    def mapping(self, key: str) -> dict[str, Any]:
        """An object; absent counts as empty."""
        return dict(self._typed(key, Mapping, "an object")) if key in self.content else {}

    def span(self, start: str, end: str) -> Span:
        """A half-open range of characters, from two keys."""
        span = Span(self.whole(start), self.whole(end))
        if span.start > span.end:
            raise self.fail(f"{start!r} {span.start} lies after {end!r} {span.end}")
        return span

    def entries(self, key: str, read: Callable[[Entry], Record]) -> tuple[Record, ...]:
        """Read each object of a list."""
        return tuple(
            read(Entry(item, f"{self.where}: {key}[{index}]"))
            for index, item in enumerate(self.list(key))
        )

    def items(self, key: str, read: Callable[[Entry], Record]) -> dict[str, Record]:
        """Read each object of an object, by its name there; absent counts as empty."""
        found = self.mapping(key)
        return {n: read(Entry(item, f"{self.where}: {key}[{n!r}]")) for n, item in found.items()}

    def _typed(self, key: str, wanted: Any, name: str) -> Any:
        if key not in self.content:
            raise self.fail(f"{key!r} is missing, expected {name}")
        found = self.content[key]
        if not isinstance(found, wanted):
            raise self.fail(f"{key!r} should be {name}, found {_kind(found)}")
        return found


def parse_report(path: Path) -> Report:
    """Read the findings file at `path`.

    Raises:
        FindingsFileError: If it cannot be read, is not JSON, has another schema version, lacks a
            field, or cites a passage that its articles do not contain.
    """
    return report_of(_load(path), str(path))


def report_of(content: Any, where: str) -> Report:
    """Read a findings file's content, wherever it lies. Raises as `parse_report`."""
    entry = Entry(content, where)
    if entry.content.get("schema_version") != SCHEMA_VERSION:
        found = entry.content.get("schema_version")
        raise entry.fail(f"expected schema_version {SCHEMA_VERSION}, found {found!r}")
    report = Report(
        articles=entry.entries("articles", article_of),
        skipped=entry.entries("skipped", lambda e: Skipped(e.text("path"), e.text("reason"))),
        claim_records=entry.entries("claims", _claim),
        finding_records=entry.entries("findings", _finding),
        copies=entry.entries("copies", _copy),
        dated_claims=entry.entries("dated_claims", _dated),
        compared_in_part=entry.texts("compared_in_part"),
        tracking=read_tracking(entry),
        gone=read_gone(entry),
        settings=entry.mapping("settings"),
        counts=entry.mapping("counts"),
        versions=_versions(entry),
        generated_at=entry.maybe("generated_at") or "",
        events=entry.entries("events", _event),
        alone=entry.texts("alone"),
        draft=read_draft(entry),
    )
    _check_passages(report, entry)
    _check_events(report, entry)
    return report


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FindingsFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # JSONDecodeError and UnicodeDecodeError both are
        raise FindingsFileError(f"{path}: expected JSON in UTF-8: {error}") from error


def _versions(entry: Entry) -> dict[str, str]:
    versions = {str(name): str(value) for name, value in entry.mapping("versions").items()}
    stated = entry.maybe("tool_version")
    return versions if stated is None else {DISTRIBUTION: stated} | versions


def article_of(entry: Entry) -> Article:
    """Read an article."""
    return Article(
        id=entry.text("id"),
        path=entry.text("path"),
        source=entry.text("source"),
        title=entry.maybe("title"),
        author=entry.maybe("author"),
        published=_maybe_day(entry, "published"),
        published_from=entry.text("published_from"),
        url=entry.maybe("url"),
        text=entry.text("text"),
        body=_ranges(entry, "body"),
        headlines=_ranges(entry, "headlines"),
        derived_from=entry.texts("derived_from"),
        source_from=entry.maybe("source_from") or "",
        published_why=entry.maybe("published_why") or "",
        wire=entry.maybe("wire"),
        version_of=entry.maybe("version_of"),
        also_at=entry.texts("also_at"),
    )


def _maybe_day(entry: Entry, key: str) -> date | None:
    return None if entry.maybe(key) is None else _day(entry, key)


def _day(entry: Entry, key: str) -> date:
    stated = entry.text(key)
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        message = f"{key!r} should be a day like 2025-10-06, found {stated!r}"
        raise entry.fail(message) from error


def _ranges(entry: Entry, key: str) -> tuple[Span, ...]:
    pairs = entry.list(key)
    if not all(isinstance(p, list) and [type(n) for n in p] == [int, int] for p in pairs):
        raise entry.fail(f"{key!r} should hold pairs of whole numbers")
    return tuple(Span(start, end) for start, end in pairs)


def _claim(entry: Entry) -> Claim:
    section = entry.maybe("section") or Section.BODY.value
    if section not in {known.value for known in Section}:
        raise entry.fail(f"'section' should be headline or body, found {section!r}")
    return Claim(
        id=entry.text("id"),
        article=entry.text("article"),
        span=entry.span("start", "end"),
        text=entry.text("text"),
        speaker=entry.maybe("speaker"),
        section=Section(section),
    )


def _copy(entry: Entry) -> Copy:
    return Copy(
        article=entry.text("article"),
        origin=entry.text("origin"),
        share=entry.share("share"),
        manner=entry.text("manner"),
    )


def _dated(entry: Entry) -> DatedClaim:
    first, last = _day(entry, "first"), _day(entry, "last")
    if first > last:
        raise entry.fail(f"'first' {first} lies after 'last' {last}")
    return DatedClaim(
        article=entry.text("article"),
        claim=entry.text("claim"),
        span=entry.span("start", "end"),
        text=entry.text("text"),
        first=first,
        last=last,
    )


def _event(entry: Entry) -> Event:
    return Event(
        id=entry.text("id"),
        articles=entry.texts("articles"),
        findings=entry.texts("findings"),
        compared_in_part=entry.texts("compared_in_part"),
        counts=entry.mapping("counts"),
        generated_at=entry.maybe("generated_at") or "",
    )


def _finding(entry: Entry) -> Finding:
    return Finding(
        id=entry.text("id"),
        rank=entry.whole("rank"),
        kind=entry.text("kind"),
        scope=entry.text("scope"),
        facet=entry.text("facet"),
        question=entry.text("question"),
        severity=entry.text("severity"),
        confidence=entry.share("confidence"),
        explanation=entry.text("explanation"),
        values=entry.entries("values", value_of),
        silent=entry.texts("silent"),
        independent_reports=entry.whole("independent_reports"),
    )


def value_of(entry: Entry) -> FindingValue:
    """Read a passage."""
    return FindingValue(
        article=entry.text("article"),
        claim=entry.text("claim"),
        claim_span=entry.span("claim_start", "claim_end"),
        span=entry.span("start", "end"),
        text=entry.text("text"),
        value=entry.maybe("value") or "",
        speaker=entry.maybe("speaker"),
    )


def _check_passages(report: Report, entry: Entry) -> None:
    """Every claim and every value must reproduce the words it cites."""
    texts = {article.id: article.text for article in report.articles}
    for claim in report.claim_records:
        _check(texts, claim.article, claim.span, claim.text, entry, f"claim {claim.id}")
    for dated in report.dated_claims:
        where = f"dated claim {dated.claim}"
        _check(texts, dated.article, dated.span, dated.text, entry, where)
    for finding in report.finding_records:
        _check_known(texts, finding.silent, entry, f"finding {finding.id}")
        for value in finding.values:
            where = f"finding {finding.id}"
            _check(texts, value.article, value.span, value.text, entry, where)
    for copy in report.copies:
        _check_known(texts, (copy.article, copy.origin), entry, "copies")
    if report.draft is not None:
        _check_draft(report.draft, texts, {f.id for f in report.finding_records}, entry)


def _check_draft(
    draft: CheckedDraft, texts: Mapping[str, str], findings: Set[str], entry: Entry
) -> None:
    own = {draft.article.id: draft.article.text}
    for claim in draft.claims:
        where = f"draft: claim {claim.id}"
        _check(own, draft.article.id, claim.span, claim.text, entry, where)
        _check_known(texts, claim.sources, entry, where)
        for passage in (p.value for p in claim.passages):
            _check(texts, passage.article, passage.span, passage.text, entry, where)
        _check_found(findings, claim.disputed, entry, where)
    _check_found(findings, (left.finding for left in draft.left_out), entry, "draft: left_out")


def _check_found(known: Set[str], ids: Iterable[str], entry: Entry, where: str) -> None:
    for finding in ids:
        if finding not in known:
            raise entry.fail(f"{where} names finding {finding!r}, which is not in the file")


def _check_events(report: Report, entry: Entry) -> None:
    """Events must be made of the file's articles and findings."""
    articles = {article.id: "" for article in report.articles}
    findings = {finding.id for finding in report.finding_records}
    _check_known(articles, report.alone, entry, "alone")
    for event in report.events:
        _check_known(articles, event.articles, entry, f"event {event.id}")
        for finding in event.findings:
            if finding not in findings:
                raise entry.fail(f"event {event.id} names finding {finding!r}, which is not there")


def _check(
    texts: Mapping[str, str], article: str, span: Span, text: str, entry: Entry, where: str
) -> None:
    _check_known(texts, (article,), entry, where)
    if texts[article][span.start : span.end] != text:
        raise entry.fail(
            f"{where} cites {text[:60]!r}, which is not what {article} has at "
            f"[{span.start}, {span.end})"
        )


def _check_known(
    texts: Mapping[str, str], articles: Iterable[str], entry: Entry, where: str
) -> None:
    for article in articles:
        if article not in texts:
            raise entry.fail(f"{where} names article {article!r}, which is not in the file")


def _kind(value: Any) -> str:
    names = {"NoneType": "null", "str": "text", "list": "a list", "dict": "an object"}
    return names.get(type(value).__name__, repr(value)[:40])
