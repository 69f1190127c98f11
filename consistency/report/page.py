"""The page: a report as one self-contained HTML file that makes no request."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from consistency.records import Report
from consistency.report import wording
from consistency.report.digests import answers_text, top_differences
from consistency.report.draft_view import draft_view
from consistency.report.findings_file import in_rank_order, plain, tool_version
from consistency.report.matrix import STATES, Row, rows
from consistency.report.pictures.canvas import Drawing
from consistency.report.pictures.copying import copying
from consistency.report.pictures.coverage import coverage
from consistency.report.pictures.drawings import draw_copying, draw_coverage, draw_timeline
from consistency.report.pictures.timeline import timeline
from consistency.report.reading import article_views
from consistency.report.sources import Index, event_line, index
from consistency.report.tracked import (
    STATUSES,
    gone_views,
    is_open,
    placed,
    status_counts,
    tracked_views,
)
from consistency.report.trackings import is_tracked
from consistency.report.views import FindingView, finding_view
from consistency.report.writing import write_text

TOP = 6
"""Differences named on the first screen."""
OPEN_ARTICLES = 8
"""Up to this many articles are unfolded from the start."""
WIDE = 12
"""Up to this many sources agreements and gaps have a table too; beyond, the rows' letters do."""
MAX_TAGS = 12
"""Up to this many sources are named by a tag each where a finding lists them; beyond, in a line."""
MAX_PASSAGES, FEW_PASSAGES = 8, 3
"""Passages shown of those that give one answer, and in a large report; the rest is linked to."""
LARGE = 300
"""Beyond this many findings parts that are out of sight are laid out only when they come near, and
what stands around a passage is read in the article only."""
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�")
"""Control characters, which HTML cannot hold, shown as such; one for one, so offsets stay."""


@dataclass(frozen=True, slots=True)
class Section:
    """One group of findings with its rows in the matrix."""

    group: wording.Group
    findings: tuple[FindingView, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter: its key, how it reads, how many findings have it."""

    key: str
    label: str
    count: int


def write(report: Report, path: Path) -> None:
    """Write the page; see `consistency.report.write_html`."""
    write_text(path, render(report))


def render(
    report: Report,
    *,
    action_for: Callable[[str], Markup] | None = None,
    style: str = "",
    bar: Markup | None = None,
    pictures: Mapping[str, Any] | None = None,
) -> str:
    """Return the page as text. The same report gives the same page.

    Args:
        action_for: Given a finding's id, returns what a reviewer can do with it: markup at the end
            of the finding. Its forms may be sent to where the page comes from, and nowhere else.
        style: Rules that the markup needs besides the page's own.
        bar: Markup below the masthead.
        pictures: What `drawn` returned for the report, where it is rendered again and again.
    """
    given = {**context(report, pictures), "action_for": action_for, "bar": bar}
    given |= _styled(rules(style, tracked=is_tracked(report)))
    return from_template("page.html", given)


def from_template(name: str, given: Mapping[str, Any]) -> str:
    """Fill in one of the templates, with our own style and script at hand in each."""
    ours = {
        **_styled(_asset("style.css")),
        **_scripted(_asset("script.js")),
        "answers_text": answers_text,
        "wording": wording,
    }
    return _environment().get_template(name).render({**ours, **given})


def drawn(report: Report) -> dict[str, Any]:
    """Draw the pictures of a report: (what it shows, its drawing), or None, by name."""
    known = index(report)
    return _pictures(report, [finding_view(f, known) for f in in_rank_order(report)], known)


def policies(style: str) -> dict[str, str]:
    """Return the hashes of the style and script that pages rendered with a style may have."""
    styles = [rules(style, tracked=tracked) for tracked in (False, True)]
    return {
        "style": " ".join(f"'{_hash(text)}'" for text in styles),
        "script": f"'{_hash(_asset('script.js'))}'",
    }


def context(report: Report, pictures: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything the templates print, by name."""
    known = index(report)
    pairs = [
        (finding, placed(finding_view(finding, known), report.tracking.get(finding.id)))
        for finding in in_rank_order(report)
    ]
    views = [view for _, view in pairs]
    sections = _sections(views, known)
    large = len(views) > LARGE
    return {
        "event": event_line(report),
        "generated_at": report.generated_at,
        "tool_version": tool_version(report),
        "sources": tuple(known.sources.values()),
        "originals": sum(not source.reuses for source in known.sources.values()),
        "calls": top_differences((v for v in views if is_open(v, report.tracking)), TOP),
        "sections": sections,
        "n_findings": len(views),
        "pictures": _pictures(report, views, known) if pictures is None else pictures,
        "articles": article_views(known, pairs),
        "open_articles": len(known.articles) <= OPEN_ARTICLES,
        "skipped": report.skipped,
        "in_part": report.compared_in_part,
        "filters": _filters(views, sections, known),
        **_across_runs(report),
        "wide": WIDE,
        "max_tags": MAX_TAGS,
        "max_passages": FEW_PASSAGES if large else MAX_PASSAGES,
        "large": large,
        "settings": _flat(plain(_used(report))),
        "counts": {name.replace("_", " "): count for name, count in report.counts.items()},
        "versions": report.versions,
        "states": STATES,
        "draft": draft_view(report, known, views),
        "draft_style": _asset("draft.css"),
        "draft_hash": _hash(_asset("draft.css")),
    }


def _pictures(report: Report, views: Sequence[FindingView], known: Index) -> dict[str, Any]:
    """What can be drawn, by name: (what it shows, its drawing), or None where there is nothing."""
    seen: dict[str, tuple[Any, Callable[..., Drawing]]] = {
        "timeline": (timeline(report, known), draw_timeline),
        "copying": (copying(report, known), draw_copying),
        "coverage": (coverage(views, tuple(known.sources.values())), draw_coverage),
    }
    return {name: shown and (shown, draw(shown)) for name, (shown, draw) in seen.items()}


def _sections(views: Sequence[FindingView], known: Index) -> list[Section]:
    sources = tuple(known.sources.values())
    sections = []
    for group in (*wording.GROUPS, wording.DISMISSED):
        found = tuple(view for view in views if view.group == group.key)
        if found:
            sections.append(Section(group, found, rows(found, sources)))
    return sections


def _across_runs(report: Report) -> dict[str, Any]:
    """What the parts of the page print that only a scheduled job's has."""
    counts = status_counts(report)
    return {
        "is_tracked": is_tracked(report),
        "tracked": tracked_views(report),
        "gone": gone_views(report),
        "n_gone": len(report.gone),
        "standings": [Choice(s.value, STATUSES[s], n) for s, n in counts.items() if n],
    }


def _filters(
    views: Sequence[FindingView], sections: Sequence[Section], known: Index
) -> dict[str, list[Choice]]:
    """What the page can be narrowed to; only what occurs is offered."""
    facets = Counter(view.facet for view in views)
    severities = Counter(view.severity for view in views)
    cited = Counter(source.id for view in views for source in view.cited)
    return {
        "kind": [Choice(s.group.key, s.group.heading, len(s.findings)) for s in sections],
        "facet": [Choice(f, wording.facet_name(f), n) for f, n in facets.most_common()],
        "severity": [
            Choice(level, level.capitalize(), severities[level])
            for level in wording.SEVERITIES
            if severities[level]
        ],
        "source": [
            Choice(s.id, f"{s.tag} {wording.clip(s.name, 40)}", cited[s.id])
            for s in known.sources.values()
        ],
    }


def _used(report: Report) -> Mapping[str, Any]:
    """The settings that had a part in the report: those of drafts have none without one."""
    without = {} if report.draft else {"draft"}
    return {name: section for name, section in report.settings.items() if name not in without}


def _flat(settings: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Settings as (dotted name, value) pairs, in their order."""
    pairs: list[tuple[str, str]] = []
    for name, value in settings.items():
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{prefix}{name}.")
        else:
            pairs.append((f"{prefix}{name}", str(value)))
    return pairs


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("consistency.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.filters["day_and_hour"] = _day_and_hour
    return environment


def _clean(value: Any) -> Any:
    """Show control characters for what they are; markup of our own passes untouched."""
    return value.translate(CONTROLS) if type(value) is str else value


def _day_and_hour(stamp: str) -> str:
    """Write an ISO time in UTC to the minute, "6 Oct 2025, 09:00 UTC"; anything else as it is."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        return stamp
    return f"{wording.day(moment.date())}, {moment:%H:%M} UTC"


@cache
def _asset(name: str) -> Markup:
    """A file of our own, put into the page as it is: its hash is in the policy."""
    text = files("consistency.report").joinpath(name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own style and script, never article text


def rules(style: str, *, tracked: bool = False) -> Markup:
    """The page's rules, what a scheduled job's page needs besides, and what its server adds."""
    across = _asset("tracking.css") if tracked else ""
    return _asset("style.css") + Markup(f"{across}{style}")  # noqa: S704 - never article text


def _styled(rules: Markup) -> dict[str, str]:
    """What the page's head says of its style."""
    return {"style": rules, "style_hash": _hash(rules)}


def _scripted(script: Markup) -> dict[str, str]:
    """What the page's head and foot say of its script."""
    return {"script": script, "script_hash": _hash(script)}


@cache
def _hash(text: Markup) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
