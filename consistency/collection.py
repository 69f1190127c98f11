"""Several events in one run: their reports put together as one, and taken apart again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from consistency.records import Article, Event, Finding, Report, Skipped

Record = TypeVar("Record")
Names = Mapping[str, str]


def apart(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Name articles "a1", "a2"… as if they were all there are: what is made of them is then the
    same, whatever lies beside them."""
    names = {article.id: f"a{n}" for n, article in enumerate(articles, start=1)}
    return tuple(_renamed_article(article, names) for article in articles)


def merge(
    reports: Iterable[Report],
    events: Sequence[Sequence[Article]],
    articles: Sequence[Article],
    *,
    skipped: Sequence[Skipped],
    rank: Callable[[Sequence[Finding]], list[Finding]],
    like: Report,
) -> Report:
    """Return one report of all events, claims numbered through and findings ranked together.

    Args:
        reports: One an event, each on its articles set `apart`; none is kept.
        events: The articles of each event, in the order of the reports.
        articles: All that were read; those in no event stand alone.
        skipped: Inputs that no report has.
        rank: Puts findings in order and numbers them.
        like: Whose settings, versions and time the whole has.
    """
    told = list(_among_all(reports, events))
    findings = rank([f for report in told for f in report.finding_records])
    known = {a.id: a for report in told for a in report.articles}
    skipped = sorted([*skipped, *(s for r in told for s in r.skipped)], key=lambda s: s.path)
    in_events = {article.id for event in events for article in event}
    kept = [known.get(a.id, a) for a in articles if a.id in known or a.id not in in_events]
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


def parts_of(report: Report) -> Callable[[Event], Report]:
    """Return what gives the report on an event, as if its articles alone had been checked."""
    home = {article: event.id for event in report.events for article in event.articles}
    articles = _by(report.articles, lambda a: home.get(a.id))
    claims = _by(report.claim_records, lambda c: home.get(c.article))
    copies = _by(report.copies, lambda c: home.get(c.article))
    dated = _by(report.dated_claims, lambda d: home.get(d.article))
    findings = {f.id: f for f in report.finding_records}

    def part_of(event: Event) -> Report:
        ranked = (replace(findings[id_], rank=n) for n, id_ in enumerate(event.findings, start=1))
        part = replace(
            report,
            articles=tuple(articles[event.id]),
            skipped=(),
            claim_records=tuple(claims[event.id]),
            finding_records=tuple(ranked),
            copies=tuple(copies[event.id]),
            dated_claims=tuple(dated[event.id]),
            compared_in_part=event.compared_in_part,
            counts=event.counts,
            generated_at=event.generated_at,
            events=(),
            alone=(),
        )
        names = {a.id: f"a{n}" for n, a in enumerate(part.articles, start=1)}
        return renamed(part, names, first_claim=1)

    return part_of


def renamed(report: Report, names: Names, *, first_claim: int) -> Report:
    """Give articles other ids, and number the claims from `first_claim` on."""
    claim = {c.id: f"c{n}" for n, c in enumerate(report.claim_records, start=first_claim)}
    return replace(
        report,
        articles=tuple(_renamed_article(a, names) for a in report.articles),
        claim_records=tuple(
            replace(c, id=claim[c.id], article=names[c.article]) for c in report.claim_records
        ),
        finding_records=tuple(_renamed_finding(f, names, claim) for f in report.finding_records),
        copies=tuple(
            replace(c, article=names[c.article], origin=names[c.origin]) for c in report.copies
        ),
        dated_claims=tuple(
            replace(d, article=names[d.article], claim=claim[d.claim]) for d in report.dated_claims
        ),
    )


def _renamed_article(article: Article, names: Names) -> Article:
    return replace(
        article,
        id=names[article.id],
        derived_from=tuple(names[id_] for id_ in article.derived_from if id_ in names),
        version_of=names.get(article.version_of or ""),
    )


def _renamed_finding(finding: Finding, names: Names, claim: Names) -> Finding:
    values = (replace(v, article=names[v.article], claim=claim[v.claim]) for v in finding.values)
    return replace(
        finding, values=tuple(values), silent=tuple(names[id_] for id_ in finding.silent)
    )


def _among_all(reports: Iterable[Report], events: Sequence[Sequence[Article]]) -> Iterator[Report]:
    """Yield the reports with the ids that articles and claims have among all."""
    first = 1
    for report, event in zip(reports, events, strict=True):
        names = {f"a{n}": article.id for n, article in enumerate(event, start=1)}
        yield renamed(report, names, first_claim=first)
        first += len(report.claim_records)


def _by(
    records: Iterable[Record], event_of: Callable[[Record], str | None]
) -> Mapping[str | None, list[Record]]:
    groups: dict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        groups[event_of(record)].append(record)
    return groups


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
            generated_at=report.generated_at,
        )


def _counted(
    reports: Sequence[Report], articles: Sequence[Article], skipped: Sequence[Skipped]
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(report.counts)
    whole = {"articles": len(articles), "skipped": len(skipped), "events": len(reports)}
    return whole | {name: n for name, n in counts.items() if name not in whole}
