"""Several events in one run: their reports put together as one, and taken apart again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from consistency.records import Article, Event, Finding, Report, Skipped

Record = TypeVar("Record")


def merge(
    reports: Sequence[Report],
    articles: Sequence[Article],
    *,
    skipped: Sequence[Skipped],
    rank: Callable[[Sequence[Finding]], list[Finding]],
    like: Report,
) -> Report:
    """Return one report of all events, claims numbered through and findings ranked together.

    Args:
        reports: One an event, in the order of the events.
        articles: All that were read; those in no report stand alone.
        skipped: Inputs that no report has.
        rank: Puts findings in order and numbers them.
        like: Whose settings, versions and time the whole has.
    """
    told = list(_numbered_through(reports))
    findings = rank([f for report in told for f in report.finding_records])
    known = {a.id: a for report in told for a in report.articles}
    skipped = sorted([*skipped, *(s for r in told for s in r.skipped)], key=lambda s: s.path)
    left_out = {s.path for s in skipped}
    kept = [known.get(a.id, a) for a in articles if a.id in known or a.path not in left_out]
    return replace(
        like,
        articles=tuple(kept),
        skipped=tuple(skipped),
        claim_records=tuple(c for report in told for c in report.claim_records),
        finding_records=tuple(findings),
        copies=tuple(c for report in told for c in report.copies),
        dated_claims=tuple(d for report in told for d in report.dated_claims),
        compared_in_part=tuple(dict.fromkeys(n for r in told for n in r.compared_in_part)),
        counts=_counted(told, kept, skipped),
        events=tuple(_events(told, findings)),
        alone=tuple(a.id for a in kept if a.id not in known),
    )


def parts_of(report: Report) -> Iterator[tuple[Event, Report]]:
    """Yield each event with the report on it, as if its articles alone had been checked.

    Its findings are ranked among themselves; claims keep their numbers.
    """
    home = {article: event.id for event in report.events for article in event.articles}
    articles = _by(report.articles, lambda a: home.get(a.id))
    claims = _by(report.claim_records, lambda c: home.get(c.article))
    copies = _by(report.copies, lambda c: home.get(c.article))
    dated = _by(report.dated_claims, lambda d: home.get(d.article))
    findings = {f.id: f for f in report.finding_records}
    for event in report.events:
        ranked = (replace(findings[id_], rank=n) for n, id_ in enumerate(event.findings, start=1))
        yield (
            event,
            replace(
                report,
                articles=tuple(articles[event.id]),
                skipped=(),
                claim_records=tuple(claims[event.id]),
                finding_records=tuple(ranked),
                copies=tuple(copies[event.id]),
                dated_claims=tuple(dated[event.id]),
                compared_in_part=event.compared_in_part,
                counts=event.counts,
                events=(),
                alone=(),
            ),
        )


def _by(
    records: Iterable[Record], event_of: Callable[[Record], str | None]
) -> Mapping[str | None, list[Record]]:
    groups: dict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        groups[event_of(record)].append(record)
    return groups


def _numbered_through(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield the reports with their claims numbered from the first to the last of all."""
    before = 0
    for report in reports:
        ids = {c.id: f"c{n}" for n, c in enumerate(report.claim_records, start=before + 1)}
        before += len(ids)
        yield replace(
            report,
            claim_records=tuple(replace(c, id=ids[c.id]) for c in report.claim_records),
            dated_claims=tuple(replace(d, claim=ids[d.claim]) for d in report.dated_claims),
            finding_records=tuple(
                replace(f, values=tuple(replace(v, claim=ids[v.claim]) for v in f.values))
                for f in report.finding_records
            ),
        )


def _events(reports: Sequence[Report], ranked: Sequence[Finding]) -> Iterator[Event]:
    home = {f.id: n for n, report in enumerate(reports) for f in report.finding_records}
    findings = _by((f.id for f in ranked), lambda id_: str(home[id_]))
    for n, report in enumerate(reports):
        yield Event(
            id=f"e{n + 1}",
            articles=tuple(article.id for article in report.articles),
            findings=tuple(findings[str(n)]),
            compared_in_part=report.compared_in_part,
            counts=report.counts,
        )


def _counted(
    reports: Sequence[Report], articles: Sequence[Article], skipped: Sequence[Skipped]
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(report.counts)
    whole = {"articles": len(articles), "skipped": len(skipped), "events": len(reports)}
    return whole | {name: n for name, n in counts.items() if name not in whole}
