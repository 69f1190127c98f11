"""A canvas in CSS pixels on which lines, dots, bars and words are put; matplotlib holds the pen.

matplotlib is imported here, when the first picture is drawn, and not before.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Rectangle
from matplotlib.path import Path

from consistency.report.pictures.vector import COLOURS, Drawing, drawing

POINTS = 72
"""Units an inch in matplotlib's SVG: with as many dots an inch, one unit is one pixel."""
INK, SOFT, RULE, SHEET, DIFFERS, CHANGED, AGREES, UNSTATED = COLOURS
NONE = "none"
BEND = 28
"""How far an arrow goes while it bends."""
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # words stay words, in the page's own type
    "svg.hashsalt": "consistency",  # ids that are the same each time
    "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine measures alike
    "path.simplify": False,
}


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw with matplotlib's defaults and ours, whatever the user's own settings file says."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


class Canvas:
    """A picture in the making. The origin is at the top left; lengths are CSS pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)
        self._axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()
        self._figure.patch.set_visible(False)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, colour: str = RULE, width: float = 1,
        dash: tuple[float, ...] | None = None,
    ) -> None:  # fmt: skip
        """Draw straight lines from point to point."""
        codes = [Path.MOVETO] + [Path.LINETO] * (len(xs) - 1)
        shape = Path(list(zip(xs, ys, strict=True)), codes)
        style = (0, dash) if dash else "solid"
        self._add(PathPatch(shape, fill=False, edgecolor=colour, linewidth=width, linestyle=style))

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, edge: str) -> None:
        """Draw a closed shape."""
        outline = Path([*points, points[0]], closed=True)
        self._add(PathPatch(outline, facecolor=fill, edgecolor=edge))

    def dot(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """Draw a disc: a line without length, with a round end, takes the fewest bytes."""
        shape = Path([(x, y), (x, y)], [Path.MOVETO, Path.LINETO])
        width = 2 * radius
        self._add(PathPatch(shape, fill=False, edgecolor=colour, linewidth=width, capstyle="round"))

    def bar(
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str = NONE
    ) -> None:
        """Draw a rectangle by its top left corner."""
        self._add(Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=1))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle with round corners by its top left corner."""
        style = "round,pad=0,rounding_size=4"
        self._add(
            FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=SHEET, edgecolor=SOFT)
        )

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], *, width: float, dashed: bool
    ) -> None:
        """Draw an arrow that leaves and arrives level, and bends soon: words fit above its end."""
        (x, y), level = start, end[1]
        turn = [(x + BEND / 2, y), (x + BEND / 2, level), (x + BEND, level), end]
        line = Path([start, *turn], [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO])
        style = (0, (4, 3)) if dashed else "solid"
        self._add(PathPatch(line, fill=False, edgecolor=SOFT, linewidth=width, linestyle=style))
        head = [(end[0] - 7, end[1] - 4), (end[0], end[1]), (end[0] - 7, end[1] + 4)]
        self.polygon(head, fill=SOFT, edge=SOFT)

    def text(
        self, x: float, y: float, words: str, *, size: float = 12, colour: str = INK,
        anchor: str = "left", bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line around the height `y`. Nothing in `words` is taken for markup."""
        if not words:
            return
        self._axes.text(
            x, y + size * 0.35, shown(words), fontsize=size, color=colour, ha=anchor,
            va="baseline", weight="bold" if bold else "normal", parse_math=False,
        )  # fmt: skip

    def finished(self) -> Drawing:
        """Return what was drawn, for the page. The same strokes give the same text."""
        target = io.StringIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from")  # the reader's type has it
            self._figure.savefig(target, format="svg", metadata={"Date": None})
        return drawing(target.getvalue(), self.width, self.height)

    def _add(self, patch: Patch) -> None:
        patch.set_clip_on(False)
        self._axes.add_patch(patch)


def shown(words: str) -> str:
    """Put a blank in place of what XML cannot hold or what turns the writing direction."""
    return "".join(char if char.isprintable() else " " for char in words)
