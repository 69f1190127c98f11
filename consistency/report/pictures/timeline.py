"""Dated claims as a picture: which source names which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consistency.records import Article, Claim, DatedClaim, Report
from consistency.report.passages import Excerpt, around
from consistency.report.sources import Index, Source
from consistency.report.wording import DIFFERENCES, day, group_key

LONGEST = timedelta(days=92)
"""What can mean more days than a season's is listed and not drawn: it would cover the rest."""
MAX_DAYS = 12
"""Days drawn; those that most sources name come first."""
MAX_ROWS = 40
"""Sources drawn; those with most days come first."""
MAX_LISTED = 300
WIDTH = 110
"""Characters of a claim shown in the list."""
MONTH = timedelta(days=27)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A day, or the days that a claim can mean, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The period on one line: "30 Sep 2025", "22 to 28 Sep 2025", "Nov 2025", "2018"."""
        first, last = self.first, self.last
        if first == last:
            return day(first)
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        if (first.year, first.month) != (last.year, last.month):
            return f"{day(first)} to {day(last)}"
        return f"{first:%b %Y}" if self.is_month else f"{first.day} to {day(last)}"

    @property
    def is_month(self) -> bool:
        """Whether it starts with a month and lasts about one."""
        return self.first.day == 1 and self.last - self.first >= MONTH

    @property
    def label(self) -> tuple[str, str, str]:
        """The period as a column's head: day or days, month or months, year."""
        first, last = self.first, self.last
        months = f"{first:%b}" if first.month == last.month else f"{first:%b}–{last:%b}"
        days = str(first.day) if first == last else f"{first.day}–{last.day}"
        return ("" if self.is_month else days, months, str(last.year))


@dataclass(frozen=True, slots=True)
class Mark:
    """A source's claims on one period; `disputed` where a difference turns on one of them."""

    source: Source
    period: Period
    n_claims: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated claim as the list beside the picture shows it."""

    source: Source
    words: Excerpt


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture shows, and the list that says the same.

    Args:
        rows: Sources drawn, in the report's order.
        periods: Columns, earliest first.
        marks: One a source and period.
        listed: Every period with its claims, earliest first, a source once.
        n_left_out: Periods that are only in the list.
        n_more: Sources that name days and are only in the list.
    """

    rows: tuple[Source, ...]
    periods: tuple[Period, ...]
    marks: tuple[Mark, ...]
    listed: tuple[tuple[Period, tuple[Entry, ...]], ...]
    n_left_out: int
    n_more: int

    @property
    def disputed(self) -> bool:
        """Whether a difference turns on any of the days."""
        return any(mark.disputed for mark in self.marks)


def timeline(report: Report, known: Index) -> Timeline | None:
    """Lay out the dated claims; None where no two sources or days would be in it."""
    by_period: dict[Period, list[DatedClaim]] = defaultdict(list)
    for dated in sorted(report.dated_claims, key=lambda d: (d.first, d.last, d.span)):
        by_period[Period(dated.first, dated.last)].append(dated)
    periods = _columns(by_period)
    marks = tuple(_marks(by_period, periods, known, _disputed(report)))
    rows = _rows(marks, known)
    if len(rows) < 2 or len(periods) < 2:
        return None
    return Timeline(
        rows=rows,
        periods=periods,
        marks=tuple(mark for mark in marks if mark.source in rows),
        listed=tuple(_listed(by_period, known)),
        n_left_out=len(by_period) - len(periods),
        n_more=len({dated.article for dated in report.dated_claims}) - len(rows),
    )


def _columns(by_period: dict[Period, list[DatedClaim]]) -> tuple[Period, ...]:
    short = [period for period in by_period if period.last - period.first < LONGEST]

    def weight(period: Period) -> tuple[int, int, Period]:
        claims = by_period[period]
        return (-len({claim.article for claim in claims}), -len(claims), period)

    return tuple(sorted(sorted(short, key=weight)[:MAX_DAYS]))


def _marks(
    by_period: dict[Period, list[DatedClaim]],
    periods: Iterable[Period],
    known: Index,
    disputed: set[tuple[str, str]],
) -> Iterator[Mark]:
    for period in periods:
        by_source: dict[str, list[DatedClaim]] = defaultdict(list)
        for dated in by_period[period]:
            by_source[dated.article].append(dated)
        for article in sorted(by_source, key=list(known.sources).index):
            at_odds = any((article, claim.claim) in disputed for claim in by_source[article])
            yield Mark(known.sources[article], period, len(by_source[article]), at_odds)


def _disputed(report: Report) -> set[tuple[str, str]]:
    """Claims, as (article, claim), on whose date sources differ or which changed."""
    return {
        (value.article, value.claim)
        for finding in report.finding_records
        if finding.facet == "date" and group_key(finding) in (*DIFFERENCES, "inside")
        for value in finding.values
    }


def _rows(marks: Iterable[Mark], known: Index) -> tuple[Source, ...]:
    days: dict[str, int] = defaultdict(int)
    for mark in marks:
        days[mark.source.id] += 1
    chosen = sorted(days, key=lambda id_: -days[id_])[:MAX_ROWS]
    return tuple(source for source in known.sources.values() if source.id in chosen)


def _listed(
    by_period: dict[Period, list[DatedClaim]], known: Index
) -> Iterator[tuple[Period, tuple[Entry, ...]]]:
    left = MAX_LISTED
    for period in sorted(by_period):
        once = list({dated.article: dated for dated in reversed(by_period[period])}.values())[::-1]
        entries = tuple(_entry(dated, known) for dated in once[:left])
        left -= len(entries)
        if entries:
            yield period, entries


def _entry(dated: DatedClaim, known: Index) -> Entry:
    article, claims = known.articles[dated.article], known.claims.get(dated.article, ())
    return Entry(known.sources[dated.article], _words(article, claims, dated))


def _words(article: Article, claims: Sequence[Claim], dated: DatedClaim) -> Excerpt:
    claim = next((claim for claim in claims if claim.id == dated.claim), None)
    return around(article.text, dated.span, claim.span if claim else dated.span, width=WIDTH)
