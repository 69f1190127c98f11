"""Measure what a check finds in every collection, and keep floors under it in floors.json.

    python -m tests.evaluation.floors [--write]

A figure is a share, 0..1, and more is better. A floor lies below what was measured by `NOISE` or
by one finding of high severity, whichever is more: the embedding model is quantised for the
processor at hand, and a pair close to a threshold may fall on its other side elsewhere.

But for the group "held_out", the weights of the same-question model and the calibration were
fitted on these very collections, so the figures are in-sample: they tell when something is lost,
not how well the tool does on news it has not seen. Figures with each event held out are in
README.md beside this file.

Precision counts what people judged, too. It is pooled over a group, and kept only where at most a
tenth of the best-ranked findings is unjudged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from consistency import Report, check_articles
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import PassageFinder, score
from consistency.gold import DIFFERENCES, WEIGHT
from consistency.report.findings_file import as_dict
from consistency.settings import Settings
from tests.evaluation.collections import GOLD, SHARED, Collection, collections
from tests.evaluation.judge import judgements_of
from tests.evaluation.precision import Tally, pooled, tallies

FLOORS = Path(__file__).with_name("floors.json")
NOISE = 0.03
TOP = 20
"""Findings of the best rank in each group of kinds whose share in the gold, or judged right, is
measured."""

BESIDE = ("seeds", "events")
"""Groups that are kept beside the repository."""
ENOUGH = 3
"""Gold findings of a kind or a facet in one collection from which on its recall is a figure."""
ALL = frozenset({*DIFFERENCES, "agreement", "unstated"})

Figures = dict[str, float]


@dataclass(frozen=True)
class Measured:
    """The figures of one collection, and what one finding, trap or rank adds to each of them.

    `judged` counts its best-ranked findings by group of kinds.
    """

    group: str
    figures: Figures
    steps: Figures
    judged: Mapping[str, Tally] = field(default_factory=dict)


def measure(collection: Collection, report: Report) -> Measured:
    """Score a report: recall by kind, traps avoided, best-ranked differences in the gold."""
    data = as_dict(report)
    finder = PassageFinder(data["articles"])
    gold, traps = list(collection.gold), list(collection.traps)
    told = judgements_of(collection)
    result = score(data["findings"], gold, traps, told, finder, TOP)
    recall = {kind: share for kind, (share, _) in result.recall_by_kind.items()}
    shares = {
        "recall_differences": result.recall_differences,
        "recall_agreement": recall.get("agreement"),
        "recall_unstated": recall.get("unstated"),
        "traps_avoided": 1 - result.traps_hit / result.traps if traps else None,
        "kind_right": result.kind_right / result.found if result.found else None,
        "best_ranked_in_gold": result.top_in_gold / result.top if result.top else 0.0,
    }
    steps = {
        "recall_differences": _step(gold, DIFFERENCES),
        "recall_agreement": _step(gold, {"agreement"}),
        "recall_unstated": _step(gold, {"unstated"}),
        "traps_avoided": 1 / max(1, len(traps)),
        "kind_right": 1 / max(1, result.found),
        "best_ranked_in_gold": 1 / max(1, result.top),
    }
    for label, parts in (("kind", result.recall_by_kind), ("facet", result.recall_by_facet)):
        for name, (share, n) in parts.items():
            if n >= ENOUGH:
                shares[f"{label}: {name}"] = share
                steps[f"{label}: {name}"] = _step([g for g in gold if g[label] == name], ALL)
    figures = {name: share for name, share in shares.items() if share is not None}
    return Measured(
        collection.group, figures, {name: steps[name] for name in figures}, tallies(result)
    )


def _step(gold: Iterable[Mapping[str, Any]], kinds: Set[str]) -> float:
    """What one finding of high severity adds to the recall of these kinds."""
    weight = sum(WEIGHT[g["severity"]] for g in gold if g["kind"] in kinds)
    return WEIGHT["high"] / max(weight, WEIGHT["high"])


def means(rows: Iterable[Figures]) -> Figures:
    """The mean of each figure over the collections that have it."""
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, share in row.items():
            columns[name].append(share)
    return {name: round(fmean(shares), 3) for name, shares in columns.items()}


def well_judged(rows: Sequence[Measured]) -> dict[str, Tally]:
    """The pooled counts, by figure, of which at most a tenth is unjudged."""
    counts = pooled_counts(rows)
    return {f"precision_{name}": tally for name, tally in counts.items() if tally.is_judged}


def pooled_counts(rows: Sequence[Measured]) -> dict[str, Tally]:
    """What is right, wrong and unjudged in a group, by group of kinds."""
    return pooled(row.judged for row in rows)


def figures_of_group(rows: Sequence[Measured]) -> Figures:
    """The mean of each figure, and the pooled precision of what is judged well enough."""
    judged = {name: tally.precision for name, tally in well_judged(rows).items()}
    known = {name: share for name, share in judged.items() if share is not None}
    return means(row.figures for row in rows) | known


def floors_under(rows: Sequence[Measured]) -> Figures:
    """The share under which a figure of a group means that something was lost."""
    steps = means(row.steps for row in rows)
    n_having = Counter(name for row in rows for name in row.figures)
    slack = {name: step / n_having[name] for name, step in steps.items()}
    slack |= {name: 1 / tally.n_judged for name, tally in well_judged(rows).items()}
    return {
        name: round(share - max(NOISE, slack[name]), 3)
        for name, share in figures_of_group(rows).items()
    }


def gold_digest(group: str) -> str:
    """SHA-256 over the gold and traps of a group, so that a change of them is noticed."""
    folder = SHARED / "gold" if group in BESIDE else GOLD
    stem = "events" if group in {"invented", "held_out"} else group
    names = (f"{stem}.jsonl", f"{stem}-traps.jsonl")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()


def read_floors() -> dict[str, Any]:
    """Per group: the digest of its gold, what was measured, the floors, and what is judged."""
    kept: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return kept


def table(measured: Sequence[Measured]) -> dict[str, Any]:
    """What floors.json holds for these measurements."""
    groups: dict[str, list[Measured]] = defaultdict(list)
    for row in measured:
        groups[row.group].append(row)
    return {
        group: {
            "gold": gold_digest(group),
            "measured": figures_of_group(rows),
            "floors": floors_under(rows),
            "judged": {name: asdict(tally) for name, tally in pooled_counts(rows).items()},
        }
        for group, rows in groups.items()
    }


def main() -> None:
    """Print what is measured; keep it, with floors, if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {FLOORS.name}")
    arguments = parser.parse_args()
    encoder = SentenceEncoder(Settings().models)
    measured = []
    for collection in collections():
        measured.append(measure(collection, check_articles(collection.articles, encoder=encoder)))
        print(collection.name, measured[-1].figures, measured[-1].judged, flush=True)
    text = json.dumps(table(measured), indent=1)
    print(text)
    if arguments.write:
        FLOORS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
