"""Short forms in plain text: a screen for the terminal, a message to the desk."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence

from consistency.records import Report
from consistency.report import news
from consistency.report.findings_file import in_rank_order, tool_version
from consistency.report.sources import Index, Source, event_line, index
from consistency.report.tracked import is_open
from consistency.report.trackings import is_tracked
from consistency.report.views import Camp, FindingView, Passage, finding_view
from consistency.report.wording import CALLED_ABOUT, GROUPS, clip, counted, listed
from consistency.terminal import printable

WIDTH = 96
TOP = 7
"""Differences named in a digest."""
MAX_SKIPPED = 5
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&])")
ARTICLES = ("article", "articles")


def plain(report: Report) -> str:
    """Summarise the report as one screen of text; nothing in it can steer a terminal."""
    known, views = _views(report)
    lines = [printable(clip(event_line(report), WIDTH)), _tally(report, views), *_draft(report)]
    lines += [news.standing_line(report), ""] if is_tracked(report) else [""]
    for view in top_differences(_still_open(views, report), TOP):
        told = f"{news.mark(view, report.tracking)}{sentence(view)}"
        lines += _wrapped(f"{view.number:>3}. ", printable(told))
        for line in news.record_lines(report.tracking.get(view.id)):
            lines += _wrapped("     - ", printable(line))
    if not any(view.group in CALLED_ABOUT for view in views):
        lines.append("No differences were found.")
    lines += [line for part in _parts(views, report) for line in _plain_part(*part)]
    return "\n".join([*lines, "", *_sources(known), *_skipped(report)]).rstrip() + "\n"


def markdown(report: Report) -> str:
    """Summarise the report as Markdown in which article text stays text."""
    known, views = _views(report)
    lines = [f"# {escaped(event_line(report))}", "", escaped(_tally(report, views)), ""]
    lines += [escaped(news.standing_line(report)), ""] if is_tracked(report) else []
    for view in top_differences(_still_open(views, report), 20):
        answers = escaped(answers_text(view.camps))
        told = escaped(news.mark(view, report.tracking))
        lines.append(f"{view.number}. {told}**{escaped(view.question)}** {answers}")
        lines += [f"    - {_quoted(passage)}" for passage in view.passages]
        known_of = news.record_lines(report.tracking.get(view.id))
        lines += [f"    - {escaped(line)}" for line in known_of]
    for heading, told_of in _parts(views, report):
        lines += ["", f"## {heading}", "", *(f"- {escaped(line)}" for line in told_of)]
    if report.draft is not None:
        from consistency.report.draft_digest import draft_lines

        lines += draft_lines(report, known, views)
    lines += ["", "## Sources", ""]
    lines += [f"- {escaped(_source_line(source))}" for source in known.sources.values()]
    if report.skipped:
        lines += ["", "## Skipped", ""]
        lines += [f"- {escaped(f'{s.path}: {s.reason}')}" for s in report.skipped]
    lines += ["", f"Compared by claim-consistency {tool_version(report)}"]
    return "\n".join(lines) + "\n"


def top_differences(views: Iterable[FindingView], limit: int) -> list[FindingView]:
    """The differences to call about, best ranked first."""
    return sorted((v for v in views if v.group in CALLED_ABOUT), key=lambda v: v.number)[:limit]


def sentence(view: FindingView) -> str:
    """Say a finding in a sentence: the question, then every answer with its sources."""
    return f"{view.question} {answers_text(view.camps)}"


def answers_text(camps: Sequence[Camp]) -> str:
    """Say every answer with its sources: "12 in the Courier; 21 in the Wire and the Daily."."""
    told = [f"{camp.short} in {listed(source.name for source in camp.sources)}" for camp in camps]
    return "; ".join(told) + "." if told else ""


def escaped(text: str) -> str:
    """Escape what Markdown would take for markup; line breaks and controls become blanks."""
    return MARKDOWN.sub(r"\\\1", printable(text))


def _still_open(views: Iterable[FindingView], report: Report) -> list[FindingView]:
    """Leave out what a reviewer has settled: it is told further down."""
    return [view for view in views if is_open(view, report.tracking)]


def _parts(views: Sequence[FindingView], report: Report) -> list[tuple[str, list[str]]]:
    """What is settled and what is gone, where there is any, each under its heading."""
    parts = [
        ("Settled", news.settled_lines(views, report.tracking)),
        ("Gone", news.gone_lines(report)),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def _plain_part(heading: str, lines: Iterable[str]) -> list[str]:
    return ["", f"{heading}:", *(f"  {printable(clip(line, 2 * WIDTH))}" for line in lines)]


def _views(report: Report) -> tuple[Index, list[FindingView]]:
    known = index(report)
    return known, [finding_view(finding, known) for finding in in_rank_order(report)]


def _tally(report: Report, views: Sequence[FindingView]) -> str:
    counts = Counter(view.group for view in views)
    parts = [counted(counts[group.key], group.unit) for group in GROUPS if counts[group.key]]
    if report.compared_in_part:
        parts.append(f"compared in part: {', '.join(report.compared_in_part)}")
    if report.skipped:
        parts.append(f"{len(report.skipped)} skipped")
    return " · ".join([counted(len(report.articles), ARTICLES), *parts])


def _draft(report: Report) -> list[str]:
    """The draft's marks in a line, where one was checked."""
    if report.draft is None:
        return []
    from consistency.report.draft_digest import tally

    return [printable(clip(f"Draft: {tally(report.draft)}", WIDTH))]


def _cited(passage: Passage) -> str:
    by = f" ({passage.speaker})" if passage.speaker else ""
    source = passage.source
    return f"- {source.name}, {source.day}{by}: {_in_quotes(passage.excerpt.plain)}"


def _in_quotes(text: str) -> str:
    """Put a passage between quotation marks, unless it brings some of its own."""
    return text if "“" in text or '"' in text else f"“{text}”"


def _quoted(passage: Passage) -> str:
    return escaped(_cited(passage).removeprefix("- "))


def _sources(known: Index) -> list[str]:
    return [printable(clip(_source_line(source), WIDTH)) for source in known.sources.values()]


def _source_line(source: Source) -> str:
    reuse = "".join(f", reuses {r.share or 'words'} of {r.origin}" for r in source.reuses)
    return f"{source.tag}  {source.name}, {source.day} ({source.found}){reuse}"


def _skipped(report: Report) -> list[str]:
    if not report.skipped:
        return []
    shown = [f"{s.path}: {s.reason}" for s in report.skipped[:MAX_SKIPPED]]
    more = len(report.skipped) - len(shown)
    tail = [f"  and {more} more"] if more else []
    return ["", "Skipped:", *(f"  {printable(clip(line, 2 * WIDTH))}" for line in shown), *tail]


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=label, subsequent_indent=" " * len(label), max_lines=3,
        placeholder=" …",
    )  # fmt: skip
