"""How each picture looks: a row a source, named by letter, at sizes that a phone can scroll."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, pairwise
from math import log10

from consistency.report.pictures.canvas import (
    AGREES,
    CHANGED,
    DIFFERS,
    INK,
    NONE,
    RULE,
    SHEET,
    SOFT,
    UNSTATED,
    Canvas,
    Drawing,
)
from consistency.report.pictures.copying import Arrow, Copying
from consistency.report.pictures.coverage import Bar, Coverage
from consistency.report.pictures.timeline import Mark, Period, Timeline
from consistency.report.sources import Source
from consistency.report.wording import clip, percent

WIDTH = 660
NAMES = 190
"""Room for the sources' names, left of the rows."""
ROW = 24
HEAD = 46
"""Room for the days, above the rows."""
NAME_WIDTH = 23
"""Letters of a name that fit beside a row."""
BAR_HEIGHT = 15
FITS = 17
"""Narrowest piece of a bar that holds its number."""
BOX_HEIGHT, BOX_ROW = 22, 36
ARROW_ROOM = 90
"""Room between two boxes for an arrow and the share above it."""


def draw_timeline(seen: Timeline) -> Drawing:
    """A row a source, a column a day; a mark where the source names that day."""
    canvas = Canvas(WIDTH, HEAD + ROW * len(seen.rows) + 8)
    places = _spread(seen.periods)
    heights = {source.id: HEAD + ROW * (n + 0.5) for n, source in enumerate(seen.rows)}
    for source in seen.rows:
        _name_row(canvas, source, heights[source.id])
        canvas.line((NAMES, WIDTH - 6), (heights[source.id],) * 2)
    _write_days(canvas, places)
    for mark in seen.marks:
        _put_mark(canvas, mark, places[mark.period], heights[mark.source.id])
    return canvas.finished()


def _spread(periods: tuple[Period, ...]) -> dict[Period, float]:
    """Columns from left to right: room for each label, what is left over by the time between."""
    left, right = NAMES + 24, WIDTH - 28
    pairs = list(pairwise(periods))
    needed = [(_label_width(one) + _label_width(other)) / 2 for one, other in pairs]
    # A longer wait is wider, but a hundred days are not a hundredfold.
    waits = [log10(1 + max((other.first - one.first).days, 1)) for one, other in pairs]
    spare = max(right - left - sum(needed), 0.0) / sum(waits)
    steps = [room + spare * wait for room, wait in zip(needed, waits, strict=True)]
    scale = (right - left) / sum(steps)
    places = accumulate((step * scale for step in steps), initial=float(left))
    return dict(zip(periods, places, strict=True))


def _label_width(period: Period) -> float:
    """Room that a column's head takes in a wide type, with a gap."""
    days, months, _ = period.label
    return max(len(days) * 8, len(months) * 6.5) + 6


def _write_days(canvas: Canvas, places: Mapping[Period, float]) -> None:
    year = ""
    for period, x in places.items():
        days, months, this_year = period.label
        canvas.text(x, 9, days, size=12, anchor="middle", bold=True)
        canvas.text(x, 22, months, size=10.5, colour=SOFT, anchor="middle")
        if this_year != year:
            canvas.text(x, 35, this_year, size=10.5, colour=SOFT, anchor="middle")
        year = this_year
        canvas.line((x, x), (HEAD - 4, canvas.height - 6), dash=(1, 3))


def _put_mark(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    if mark.disputed:
        size = 7
        points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
        canvas.polygon(points, fill=DIFFERS, edge=SHEET)
    else:
        canvas.dot(x, y, 5, colour=CHANGED)
        if mark.period.first != mark.period.last:
            canvas.dot(x, y, 3.4, colour=SHEET)


def draw_copying(seen: Copying) -> Drawing:
    """A box an article; an arrow leads from the words to where they were used again."""
    depth = max(place.depth for place in seen.places)
    width = (WIDTH - depth * ARROW_ROOM - 4) / (depth + 1)
    canvas = Canvas(WIDTH, seen.n_lines * BOX_ROW + 4)
    corners = {
        place.source.id: (2 + place.depth * (width + ARROW_ROOM), place.line * BOX_ROW + 6)
        for place in seen.places
    }
    for arrow in seen.arrows:
        _draw_arrow(canvas, arrow, corners, width)
    for place in seen.places:
        _draw_box(canvas, place.source, corners[place.source.id], width)
    return canvas.finished()


def _draw_arrow(
    canvas: Canvas, arrow: Arrow, corners: Mapping[str, tuple[float, float]], width: float
) -> None:
    (x, y), (to_x, to_y) = corners[arrow.origin.id], corners[arrow.copier.id]
    start, end = (x + width, y + BOX_HEIGHT / 2), (to_x - 2, to_y + BOX_HEIGHT / 2)
    weight = 1 + 2 * (arrow.share or 0)
    canvas.arrow(start, end, width=weight, dashed=arrow.manner != "copy")
    share = "" if arrow.share is None else percent(arrow.share)
    canvas.text(to_x - 10, end[1] - 9, share, size=10.5, colour=SOFT, anchor="end")


def _draw_box(canvas: Canvas, source: Source, corner: tuple[float, float], width: float) -> None:
    x, y = corner
    canvas.box(x, y, width, BOX_HEIGHT)
    canvas.text(x + 8, y + BOX_HEIGHT / 2, source.tag, bold=True)
    room = int((width - 40) / 6.6)
    if room > 3:
        canvas.text(x + 32, y + BOX_HEIGHT / 2, clip(source.name, room))


def draw_coverage(seen: Coverage) -> Drawing:
    """A bar a source, as long as the number of questions: answered, declined, silent, the rest."""
    canvas = Canvas(WIDTH, ROW * len(seen.drawn) + 6)
    scale = (WIDTH - NAMES - 8) / seen.n_questions
    for n, bar in enumerate(seen.drawn):
        height = ROW * (n + 0.5) + 3
        _name_row(canvas, bar.source, height)
        _draw_bar(canvas, bar, height, scale)
    return canvas.finished()


def _draw_bar(canvas: Canvas, bar: Bar, y: float, scale: float) -> None:
    x: float = NAMES
    pieces = (
        (bar.answers, AGREES, NONE, SHEET),
        (bar.declines, UNSTATED, NONE, SHEET),
        (bar.silent, SHEET, SOFT, INK),
    )
    for number, fill, edge, ink in pieces:
        width = number * scale
        if number:
            canvas.bar(x, y - BAR_HEIGHT / 2, width, BAR_HEIGHT, fill=fill, edge=edge)
        if width >= FITS:
            canvas.text(x + width / 2, y, str(number), size=11, colour=ink, anchor="middle")
        x += width
    if bar.absent:
        canvas.line((x + 2, x + bar.absent * scale), (y, y), colour=RULE)


def _name_row(canvas: Canvas, source: Source, y: float) -> None:
    canvas.text(4, y, source.tag, bold=True)
    canvas.text(30, y, clip(source.name, NAME_WIDTH), size=11.5)
