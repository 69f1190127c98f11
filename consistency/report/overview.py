"""A report on several events: a page an event, an index of them, and their short forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import compress, islice
from pathlib import Path
from typing import Any

from consistency.cache import Cache, key_of
from consistency.collection import parts_of
from consistency.records import Article, Report
from consistency.report import page, wording
from consistency.report.digests import escaped, sentence
from consistency.report.findings_file import dumps, in_rank_order, tool_version
from consistency.report.sources import Index, event_line, index
from consistency.report.views import FindingView, finding_view
from consistency.report.wording import CALLED_ABOUT, GROUPS, group_key
from consistency.report.writing import remove, room_for, write_text
from consistency.terminal import printable
from consistency.workers import each

ARTICLES, EVENTS = ("article", "articles"), ("event", "events")
PAGE = re.compile(r"e([1-9]\d*)\.html")
"""Names of the events' pages, with the number of the event."""
SHOWN = 20
"""Events named in a digest."""
CALLS = 3
"""Differences named of each event."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event in the index.

    Args:
        tally: (unit, count) of each group of findings that has any.
        days: First and last day of publication as they read, "" where no article has one.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    days: str
    tally: tuple[tuple[wording.Group, int], ...]
    calls: tuple[FindingView, ...]

    @property
    def counts(self) -> str:
        """The tally in words: "5 articles · 2 differ"."""
        told = [wording.counted(n, group.unit) for group, n in self.tally]
        return " · ".join([wording.counted(len(self.sources), ARTICLES), *told])


def lines(report: Report, most: int | None = None) -> list[Line]:
    """The events, those with the best ranked difference first; all of them, or the first `most`."""
    ranks = {finding.id: finding.rank for finding in report.finding_records}
    last = len(ranks) + 1
    ordered = sorted(
        report.events, key=lambda event: ranks[event.findings[0]] if event.findings else last
    )
    part_of = parts_of(report)
    return [_line(event.id, part_of(event)) for event in ordered[:most]]


def _line(id_: str, part: Report) -> Line:
    known = index(part)
    counts = Counter(map(group_key, part.finding_records))
    return Line(
        id=id_,
        title=event_line(part),
        sources=tuple(source.name for source in known.sources.values()),
        days=_days(part.articles),
        tally=tuple((g, counts[g.key]) for g in GROUPS if counts[g.key]),
        calls=_calls(part, known),
    )


def _calls(part: Report, known: Index) -> tuple[FindingView, ...]:
    """The first differences to call about; no more views are made than are shown."""
    differences = (f for f in in_rank_order(part) if group_key(f) in CALLED_ABOUT)
    return tuple(finding_view(finding, known) for finding in islice(differences, CALLS))


def _days(articles: Sequence[Article]) -> str:
    days: list[date] = sorted(a.published for a in articles if a.published)
    if not days:
        return ""
    first, last = wording.day(days[0]), wording.day(days[-1])
    return first if first == last else f"{first} to {last}"


def heading(report: Report) -> str:
    """Say how many events and articles there are: "2 events in 10 articles"."""
    events = wording.counted(len(report.events), EVENTS)
    return f"{events} in {wording.counted(len(report.articles), ARTICLES)}"


def pages_folder(path: Path) -> Path:
    """Return the folder beside an index that holds the pages of its events."""
    return path.with_name(f"{path.stem}-events")


def write(report: Report, path: Path, cache: Cache | None = None) -> None:
    """Write the page of each event into a folder beside the index, then the index."""
    room_for(len(report.events))
    folder = pages_folder(path)
    for event, text in zip(report.events, _pages(report, cache), strict=True):
        write_text(folder / f"{event.id}.html", text)
    write_text(path, render(report, lines(report), folder.name))
    remove_pages(path, beyond=len(report.events))


def remove_pages(path: Path, *, beyond: int) -> None:
    """Remove pages of an earlier run that had more events: nothing leads to them any more."""
    with suppress(OSError):  # a name too long for a folder, say
        for page_path in pages_folder(path).glob("e*.html"):
            number = PAGE.fullmatch(page_path.name)
            if number and int(number[1]) > beyond:
                remove(page_path)


def _pages(report: Report, cache: Cache | None) -> Iterator[str]:
    """Yield the page of each event; one that was made of the same report before is kept."""
    part_of = parts_of(report)
    if cache is None:
        yield from each(page.render, map(part_of, report.events))
        return
    keys = [key_of("page", dumps(part_of(event), indent=None)) for event in report.events]
    new = [key not in cache for key in keys]
    made = each(page.render, map(part_of, compress(report.events, new)))
    for event, key, is_new in zip(report.events, keys, new, strict=True):
        before = None if is_new else cache.get(key)
        text = before or (next(made) if is_new else page.render(part_of(event)))
        if before is None:
            cache.put(key, text)
        yield text


def render(report: Report, told: Sequence[Line], folder: str) -> str:
    """Return the index as text; `folder` is where its links find the pages."""
    by_id = {article.id: article for article in report.articles}
    context: dict[str, Any] = {
        "heading": heading(report),
        "generated_at": report.generated_at,
        "tool_version": tool_version(report),
        "lines": told,
        "folder": folder,
        "alone": [by_id[id_] for id_ in report.alone],
        "skipped": report.skipped,
    }
    return page.from_template("overview.html", context)


def plain(report: Report) -> str:
    """Summarise all events as plain text; nothing in it can steer a terminal."""
    text = [_title(report), ""]
    for line in lines(report, SHOWN):
        text += [printable(wording.clip(line.title, 96)), f"  {line.counts}"]
        text += [f"  - {printable(wording.clip(sentence(v), 180))}" for v in line.calls]
    return "\n".join([*text, *_rest(report)]) + "\n"


def markdown(report: Report) -> str:
    """Summarise all events as Markdown in which article text stays text."""
    text = [f"# {escaped(_title(report))}", ""]
    for line in lines(report, SHOWN):
        text += [f"## {escaped(line.title)}", "", escaped(line.counts), ""]
        text += [f"- {escaped(sentence(view))}" for view in line.calls]
        text += [""] if line.calls else []
    return "\n".join([*text, *_rest(report)]).rstrip() + "\n"


def _title(report: Report) -> str:
    parts = [heading(report)]
    if report.alone:
        parts.append(f"{wording.counted(len(report.alone), ARTICLES)} alone")
    if report.skipped:
        parts.append(f"{len(report.skipped)} skipped")
    return " · ".join(parts)


def _rest(report: Report) -> Iterator[str]:
    more = len(report.events) - SHOWN
    if more > 0:
        yield f"and {wording.counted(more, EVENTS)} more"
    if not report.events:
        yield "No two articles tell of one event. --events one compares them all the same."
