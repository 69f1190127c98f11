"""Pictures: what is drawn, what is left out, and that drawings hold only shapes and words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from fake_report import HOSTILE_SOURCE, SCRIPT, fake_report
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.records import Article, Copy, DatedClaim, Report, Span
from consistency.report import page
from consistency.report.pictures.canvas import INK, Canvas, Drawing
from consistency.report.pictures.copying import MAX_ARROWS, MAX_DEPTH, Copying, copying
from consistency.report.pictures.coverage import MAX_BARS, Coverage, coverage
from consistency.report.pictures.drawings import draw_copying, draw_coverage, draw_timeline
from consistency.report.pictures.timeline import (
    MAX_DAYS,
    MAX_ROWS,
    Period,
    Timeline,
    timeline,
)
from consistency.report.sources import index
from consistency.report.views import finding_view

MAX_BYTES = 60_000
SHAPES = {"path", "text"}
LOOKS = set(
    "d x y fill stroke stroke-width stroke-dasharray stroke-linecap text-anchor font-size"
    " font-weight".split()
)
"""Attributes that refer to nothing outside the drawing."""
PLAIN = re.compile(r"[\w\s.,-]*|var\(--[a-z]+\)")
"""Numbers, path letters, names of anchors and of the page's colours."""
MONDAY = date(2031, 3, 3)
EMPTY = Report(articles=(), skipped=(), claim_records=(), finding_records=())


def seen_timeline(report: Report) -> Timeline | None:
    return timeline(report, index(report))


def seen_copying(report: Report) -> Copying | None:
    return copying(report, index(report))


def seen_coverage(report: Report) -> Coverage | None:
    known = index(report)
    views = [finding_view(finding, known) for finding in report.finding_records]
    return coverage(views, tuple(known.sources.values()))


def drawn(report: Report) -> dict[str, Drawing]:
    """Every picture that can be drawn of a report."""
    found: dict[str, Drawing] = {}
    if days := seen_timeline(report):
        found["timeline"] = draw_timeline(days)
    if copies := seen_copying(report):
        found["copying"] = draw_copying(copies)
    if bars := seen_coverage(report):
        found["coverage"] = draw_coverage(bars)
    return found


def words_in(picture: Drawing) -> list[str]:
    """The lines written in a picture, as a reader sees them."""
    return [e.text or "" for e in ElementTree.fromstring(f"<g>{picture.body}</g>").iter("text")]


def articles(n: int) -> tuple[Article, ...]:
    one = Article("a0", "a.txt", "Paper", None, None, None, "none", None, "On a day.")
    return tuple(replace(one, id=f"a{k}", source=f"Paper {k}") for k in range(n))


def dated(article: str, first: date, days: int = 0) -> DatedClaim:
    return DatedClaim(article, "c1", Span(0, 4), "On a", first, first + timedelta(days=days))


def naming(*claims: DatedClaim, n: int = 3) -> Report:
    return replace(EMPTY, articles=articles(n), dated_claims=claims)


def copied(*copies: Copy, n: int = 4) -> Report:
    return replace(EMPTY, articles=articles(n), copies=copies)


@pytest.fixture(scope="module")
def report() -> Report:
    return fake_report()


# Days


def test_a_mark_stands_where_a_source_names_a_day(report: Report) -> None:
    seen = seen_timeline(report)
    assert seen is not None
    tenth = Period(date(2031, 3, 10), date(2031, 3, 10))
    assert [mark.source.id for mark in seen.marks if mark.period == tenth] == ["a2", "a3", "a4"]


def test_days_run_from_the_earliest_to_the_latest(report: Report) -> None:
    seen = seen_timeline(report)
    assert seen is not None
    assert list(seen.periods) == sorted(seen.periods)


def test_years_are_listed_and_not_drawn(report: Report) -> None:
    seen = seen_timeline(report)
    assert seen is not None
    assert [period.words for period, _ in seen.listed][:2] == ["1987", "1989"]
    assert date(1987, 1, 1) not in {period.first for period in seen.periods}
    assert seen.n_left_out == 2


def test_a_day_on_which_sources_differ_is_marked(report: Report) -> None:
    conflict = next(f for f in report.finding_records if f.facet == "date")
    tenth = next(f for f in report.finding_records if f.question.startswith("When does the order"))
    odd = replace(conflict, values=tenth.values)
    seen = seen_timeline(replace(report, finding_records=(odd,)))
    assert seen is not None
    assert {mark.period.first for mark in seen.marks if mark.disputed} == {date(2031, 3, 10)}


@pytest.mark.parametrize(
    "claims",
    [
        (),
        (dated("a0", MONDAY), dated("a1", MONDAY)),
        (dated("a0", MONDAY), dated("a0", MONDAY + timedelta(days=2))),
    ],
    ids=["no days", "one day", "one source"],
)
def test_a_timeline_without_days_or_sources_to_compare_is_left_out(
    claims: tuple[DatedClaim, ...],
) -> None:
    assert seen_timeline(naming(*claims)) is None


def test_the_days_that_most_sources_name_are_drawn() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(MAX_DAYS + 3)]
    alone = [dated("a0", day) for day in days[:-1]]
    seen = seen_timeline(naming(*alone, dated("a0", days[-1]), dated("a1", days[-1])))
    assert seen is not None
    assert len(seen.periods) == MAX_DAYS
    assert seen.periods[-1].first == days[-1]
    assert seen.n_left_out == 3


@pytest.mark.parametrize(
    ("first", "last", "words", "label"),
    [
        (MONDAY, MONDAY, "3 Mar 2031", ("3", "Mar", "2031")),
        (MONDAY, date(2031, 3, 9), "3 to 9 Mar 2031", ("3–9", "Mar", "2031")),
        (date(2031, 2, 1), date(2031, 2, 28), "Feb 2031", ("", "Feb", "2031")),
        (MONDAY, date(2031, 4, 6), "3 Mar 2031 to 6 Apr 2031", ("3–6", "Mar–Apr", "2031")),
        (date(2031, 1, 1), date(2031, 12, 31), "2031", ("", "Jan–Dec", "2031")),
        (date(1987, 1, 1), date(1989, 12, 31), "1987 to 1989", ("", "Jan–Dec", "1989")),
    ],
)  # fmt: skip
def test_a_period_reads_as_people_write_it(
    first: date, last: date, words: str, label: tuple[str, str, str]
) -> None:
    assert (Period(first, last).words, Period(first, last).label) == (words, label)


# Copies


def test_an_arrow_leads_to_the_article_that_reuses(report: Report) -> None:
    seen = seen_copying(report)
    assert seen is not None
    assert [(a.origin.tag, a.copier.tag, a.words) for a in seen.arrows] == [
        ("B", "C", "64 %, reworded")
    ]
    assert seen.n_alone == 2


def test_without_copies_there_is_no_picture_of_them(report: Report) -> None:
    alone = tuple(replace(article, derived_from=()) for article in report.articles)
    assert seen_copying(replace(report, articles=alone, copies=())) is None


def test_an_origin_that_was_only_named_has_an_arrow_too(report: Report) -> None:
    seen = seen_copying(replace(report, copies=()))
    assert seen is not None
    assert [(a.origin.tag, a.copier.tag, a.words) for a in seen.arrows] == [("B", "C", "")]


def test_only_the_strongest_origin_is_drawn_and_all_are_listed() -> None:
    seen = seen_copying(copied(Copy("a2", "a0", 0.2, "copy"), Copy("a2", "a1", 0.7, "copy")))
    assert seen is not None
    assert [arrow.origin.id for arrow in seen.arrows] == ["a1"]
    assert [arrow.origin.id for arrow in seen.listed] == ["a1", "a0"]


def test_copies_in_a_circle_are_cut_open() -> None:
    ends = (("a0", "a1"), ("a1", "a2"), ("a2", "a0"))
    seen = seen_copying(copied(*(Copy(*pair, 0.5, "copy") for pair in ends)))
    assert seen is not None
    assert len(seen.arrows) == 2
    assert {place.source.id for place in seen.places} == {"a0", "a1", "a2"}


def test_no_two_articles_stand_in_one_place() -> None:
    ends = (("a1", "a0"), ("a2", "a0"), ("a3", "a1"), ("a4", "a1"), ("a6", "a5"))
    seen = seen_copying(copied(*(Copy(*pair, 0.5, "copy") for pair in ends), n=7))
    assert seen is not None
    spots = [(place.depth, place.line) for place in seen.places]
    assert len(set(spots)) == len(spots) == 7
    depths = {place.source.id: place.depth for place in seen.places}
    assert all(depths[copier] == depths[origin] + 1 for copier, origin in ends)


def test_a_long_line_of_copies_is_drawn_as_far_as_there_is_room() -> None:
    line = (Copy(f"a{n}", f"a{n - 1}", 0.5, "copy") for n in range(1, MAX_DEPTH + 3))
    seen = seen_copying(copied(*line, n=MAX_DEPTH + 3))
    assert seen is not None
    assert max(place.depth for place in seen.places) == len(seen.arrows) == MAX_DEPTH
    assert seen.n_more == 2


# Coverage


def test_a_bar_is_as_long_as_there_are_questions(report: Report) -> None:
    seen = seen_coverage(report)
    assert seen is not None
    for bar in seen.bars:
        assert bar.answers + bar.declines + bar.silent + bar.absent == 16


def test_who_declines_is_counted_apart_from_who_is_silent(report: Report) -> None:
    seen = seen_coverage(report)
    assert seen is not None
    told = {bar.source.id: (bar.declines, bar.silent) for bar in seen.bars}
    assert told == {"a1": (1, 2), "a2": (0, 0), "a3": (0, 3), "a4": (1, 6)}


@pytest.mark.parametrize("n", [0, 1])
def test_one_source_alone_has_no_coverage_to_compare(n: int, report: Report) -> None:
    known = index(report)
    views = [finding_view(finding, known) for finding in report.finding_records]
    assert coverage(views, tuple(known.sources.values())[:n]) is None


# Drawings


def test_the_same_report_gives_the_same_drawings(report: Report) -> None:
    assert drawn(report) == drawn(fake_report())


def test_a_drawing_holds_shapes_and_words_in_the_pages_colours(report: Report) -> None:
    for picture in drawn(report).values():
        shapes = list(ElementTree.fromstring(f"<g>{picture.body}</g>"))
        assert {shape.tag for shape in shapes} == SHAPES
        assert {name for shape in shapes for name in shape.attrib} <= LOOKS
        values = [v for s in shapes for name, v in s.attrib.items() if name != "d"]
        assert all(PLAIN.fullmatch(value) for value in values)
        colours = {shape.get(part) for shape in shapes for part in ("fill", "stroke")}
        assert all(c is None or c == "none" or c.startswith("var(--") for c in colours)


def test_hostile_names_are_words_in_a_drawing(report: Report) -> None:
    for name in (SCRIPT, HOSTILE_SOURCE, "$5 & $6 \\frac{1}{", "]]> --> </svg>"):
        odd = tuple(replace(article, source=name) for article in report.articles)
        for picture in drawn(replace(report, articles=odd)).values():
            assert "<script" not in picture.body
            assert any(words and name.startswith(words.rstrip("…")) for words in words_in(picture))


def test_what_xml_cannot_hold_is_a_blank_in_a_drawing() -> None:
    odd = "a\x00\ud800\ufffe\u202eb"
    assert words_in(canvas_of(lambda canvas: canvas.text(1, 1, odd))) == ["a    b"]


class Tags(HTMLParser):
    """Names of the elements in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.names.add(tag)


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_whatever_a_source_is_called_a_drawing_is_shapes_and_words(name: str) -> None:
    ends = (Copy("a1", "a0", 0.4, "copy"),)
    named = tuple(replace(article, source=name) for article in articles(2))
    for picture in drawn(replace(EMPTY, articles=named, copies=ends)).values():
        tags = Tags()
        tags.feed(picture.body)
        assert tags.names == SHAPES


def canvas_of(draw: Callable[[Canvas], None]) -> Drawing:
    canvas = Canvas(100, 50)
    draw(canvas)
    return canvas.finished()


def test_a_canvas_is_measured_in_pixels_from_the_top_left() -> None:
    picture = canvas_of(lambda canvas: canvas.bar(10, 20, 30, 5, fill=INK))
    numbers = [
        float(n) for n in re.findall(r"[\d.]+", re.findall(r' d="([^"]+)"', picture.body)[0])
    ]
    assert (min(numbers[::2]), max(numbers[::2])) == (10, 40)
    assert (min(numbers[1::2]), max(numbers[1::2])) == (20, 25)


def test_words_are_never_taken_for_formulas() -> None:
    assert words_in(canvas_of(lambda canvas: canvas.text(1, 1, "$x^2$ & $"))) == ["$x^2$ & $"]


def many(n: int) -> Report:
    """As many sources as a page may have, each naming days and copying another."""
    days = [dated(f"a{k}", MONDAY + timedelta(days=k * j % 31)) for k in range(n) for j in range(9)]
    copies = (Copy(f"a{k}", f"a{k // 3}", 0.9, "copy") for k in range(1, n))
    silent = tuple(f"a{k}" for k in range(n))
    finding = replace(fake_report().finding_records[0], values=(), silent=silent)
    return replace(
        EMPTY, articles=articles(n), dated_claims=tuple(days), copies=tuple(copies),
        finding_records=(finding,) * 200,
    )  # fmt: skip


def test_a_picture_of_a_hundred_sources_stays_small() -> None:
    report = many(100)
    for picture in drawn(report).values():
        assert len(picture.body.encode()) < MAX_BYTES
    days, copies, bars = seen_timeline(report), seen_copying(report), seen_coverage(report)
    assert days is not None
    assert copies is not None
    assert bars is not None
    assert len(days.rows) <= MAX_ROWS
    assert len(copies.arrows) == MAX_ARROWS
    assert len(bars.drawn) == MAX_BARS
    assert (days.n_more, copies.n_more, bars.n_more) == (60, 99 - MAX_ARROWS, 60)


# In the page


def test_every_picture_has_a_title_and_a_description(report: Report) -> None:
    html = page.render(report)
    for name in ("timeline", "copying", "coverage"):
        assert f'role="img" aria-labelledby="{name}-title {name}-desc"' in html
        assert f'<title id="{name}-title">' in html
        assert f'<desc id="{name}-desc">' in html


def test_where_nothing_can_be_drawn_the_page_says_so() -> None:
    html = page.render(EMPTY)
    assert "<svg" not in html
    assert html.count("Not drawn: ") == 3
