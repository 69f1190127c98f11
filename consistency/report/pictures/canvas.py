"""A canvas in CSS pixels on which lines, dots, bars and words are put, as SVG for the page.

The page's policy forbids styles on elements, so looks are attributes. Colours are the page's own,
so that a picture follows light, dark and paper, and words are set in its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup

INK, SOFT, RULE, SHEET = "var(--ink)", "var(--soft)", "var(--rule)", "var(--sheet)"
DIFFERS, CHANGED = "var(--differs)", "var(--changed)"
AGREES, UNSTATED = "var(--agrees)", "var(--unstated)"
NONE = "none"
BEND = 28
"""How far an arrow goes while it bends."""
CORNER = 4
"""Radius of a box's round corners."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture ready for the page: its size in CSS pixels, and what stands inside the element."""

    width: int
    height: int
    body: Markup


class Canvas:
    """A picture in the making. The origin is at the top left; lengths are CSS pixels.

    Shapes come before words, each in the order drawn: nothing covers a word.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._shapes: list[Element] = []
        self._words: list[Element] = []

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, colour: str = RULE, width: float = 1,
        dash: tuple[float, ...] | None = None,
    ) -> None:  # fmt: skip
        """Draw straight lines from point to point."""
        self._path(_through(zip(xs, ys, strict=True)), edge=colour, width=width, dash=dash)

    def polygon(self, points: Sequence[Point], *, fill: str, edge: str) -> None:
        """Draw a closed shape."""
        self._path(f"{_through(points)} z", fill=fill, edge=edge)

    def dot(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """Draw a disc: a line without length, with a round end, takes the fewest bytes."""
        self._path(_through([(x, y), (x, y)]), edge=colour, width=2 * radius, cap="round")

    def bar(
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str = NONE
    ) -> None:
        """Draw a rectangle by its top left corner."""
        right, foot = x + width, y + height
        self.polygon([(x, y), (right, y), (right, foot), (x, foot)], fill=fill, edge=edge)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle with round corners by its top left corner."""
        right, foot, turn = x + width, y + height, f"A {CORNER} {CORNER} 0 0 1"
        self._path(
            f"M {_at(x + CORNER, y)} L {_at(right - CORNER, y)} {turn} {_at(right, y + CORNER)}"
            f" L {_at(right, foot - CORNER)} {turn} {_at(right - CORNER, foot)}"
            f" L {_at(x + CORNER, foot)} {turn} {_at(x, foot - CORNER)}"
            f" L {_at(x, y + CORNER)} {turn} {_at(x + CORNER, y)} z",
            fill=SHEET,
            edge=SOFT,
        )

    def arrow(self, start: Point, end: Point, *, width: float, dashed: bool) -> None:
        """Draw an arrow that leaves and arrives level, and bends soon: words fit above its end."""
        (x, y), level = start, end[1]
        bend = f"{_at(x + BEND / 2, y)} {_at(x + BEND / 2, level)} {_at(x + BEND, level)}"
        self._path(
            f"M {_at(x, y)} C {bend} L {_at(*end)}",
            edge=SOFT,
            width=width,
            dash=(4, 3) if dashed else None,
        )
        head = [(end[0] - 7, end[1] - 4), end, (end[0] - 7, end[1] + 4)]
        self.polygon(head, fill=SOFT, edge=SOFT)

    def text(
        self, x: float, y: float, words: str, *, size: float = 12, colour: str = INK,
        anchor: str = "start", bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line around the height `y`; `anchor` is start, middle or end."""
        if not words:
            return
        looks = {"x": _number(x), "y": _number(y + size * 0.35), "fill": colour}
        looks |= {"font-size": f"{_number(size)}px"}
        looks |= {"text-anchor": anchor} if anchor != "start" else {}
        looks |= {"font-weight": "700"} if bold else {}
        element = Element("text", looks)
        element.text = shown(words)
        self._words.append(element)

    def finished(self) -> Drawing:
        """Return what was drawn, for the page. The same strokes give the same text."""
        lines = (tostring(one, encoding="unicode") for one in (*self._shapes, *self._words))
        return Drawing(self.width, self.height, Markup("\n".join(lines)))  # noqa: S704 - escaped

    def _path(
        self, course: str, *, edge: str, fill: str = NONE, width: float = 1, cap: str = "",
        dash: tuple[float, ...] | None = None,
    ) -> None:  # fmt: skip
        looks = {"d": course, "fill": fill}
        looks |= {"stroke": edge} if edge != NONE else {}
        looks |= {"stroke-width": _number(width)} if width != 1 else {}
        looks |= {"stroke-linecap": cap} if cap else {}
        looks |= {"stroke-dasharray": ",".join(map(_number, dash))} if dash else {}
        self._shapes.append(Element("path", looks))


def _through(points: Iterator[Point] | Sequence[Point]) -> str:
    return "M " + " L ".join(_at(*point) for point in points)


def _at(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _number(number: float) -> str:
    """A tenth of a pixel is finer than anyone sees."""
    return f"{number:.1f}".removesuffix(".0")


def shown(words: str) -> str:
    """Put a blank in place of what XML cannot hold or what turns the writing direction."""
    return "".join(char if char.isprintable() else " " for char in words)
