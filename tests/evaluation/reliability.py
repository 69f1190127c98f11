"""How often findings hold at each confidence: bins, expected calibration error, and a plot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = tuple[str, float, bool]
"""A finding's group, its confidence or the probability behind it, and whether it holds."""
N_BINS = 5
COLOURS = {"differences": "#b3401f", "agreements": "#2c6e49", "unstated": "#5b5b8c"}


def binned(rows: Sequence[Row]) -> list[tuple[float, float, int]]:
    """Mean confidence, share that holds and count of each bin of equal width that is not empty."""
    bins: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        bins[min(int(row[1] * N_BINS), N_BINS - 1)].append(row)
    return [
        (
            sum(confidence for _, confidence, _ in members) / len(members),
            sum(holds for _, _, holds in members) / len(members),
            len(members),
        )
        for _, members in sorted(bins.items())
    ]


def by_group(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each group, groups in alphabetical order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return dict(sorted(groups.items()))


def calibration_errors(rows: Sequence[Row]) -> Mapping[str, float]:
    """Expected calibration error of each group, 0..1: the mean gap over bins, by their counts."""
    return {
        name: sum(n * abs(confidence - share) for confidence, share, n in binned(members))
        / len(members)
        for name, members in by_group(rows).items()
    }


def draw(rows: Sequence[Row], path: Path) -> None:
    """Write the plot as SVG, the same bytes for the same rows."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "reliability"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.6, 4.4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for name, members in by_group(rows).items():
        x, y, n = zip(*binned(members), strict=True)
        axes.plot(x, y, marker="o", color=COLOURS[name], label=f"{name} ({len(members)})")
        for place in zip(x, y, n, strict=True):
            axes.annotate(
                str(place[2]),
                place[:2],
                fontsize=7,
                xytext=(4, -9),
                textcoords="offset points",
                color=COLOURS[name],
            )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share in the gold")
    axes.legend(frameon=False, fontsize=8)
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)
