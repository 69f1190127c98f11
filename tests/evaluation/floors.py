"""Measure what a check finds in every collection, and keep floors under it in floors.json.

    python -m tests.evaluation.floors [--write]

A figure is a share, 0..1, and more is better. A floor lies below what was measured by `NOISE` or
by one finding of high severity, whichever is more, and never below 0: the embedding model is
quantised for the processor at hand, and a pair close to a threshold may fall on its other side
elsewhere. Recall of each kind and facet is pooled over the collections of a group, since one event
has too few of most. Findings per 1,000 words have a ceiling instead: a report that lists more finds
more, and is worth less.

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
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from consistency import Report, check_articles
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import PassageFinder, Result, score
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
"""Gold findings of a kind or a facet in a group from which on its recall is a figure."""
PER_WORDS = "findings_per_1000_words"

Figures = dict[str, float]


@dataclass(frozen=True)
class Recalled:
    """How many gold findings there are, and their weight by severity, found and in all."""

    n: int
    found: int
    weight: int

    @property
    def share(self) -> float:
        """Weighted recall, 0..1."""
        return round(self.found / self.weight, 3)

    @property
    def step(self) -> float:
        """What one finding of high severity adds to it, 0..1."""
        return min(1.0, WEIGHT["high"] / self.weight)


@dataclass(frozen=True)
class Measured:
    """The figures of one collection, and what one finding, trap or rank adds to each of them.

    `parts` holds the recall of each kind and facet, which is pooled before it is a figure, and
    `judged` counts the best-ranked findings by group of kinds.
    """

    group: str
    figures: Figures
    steps: Figures
    judged: Mapping[str, Tally] = field(default_factory=dict)
    parts: Mapping[str, Recalled] = field(default_factory=dict)
    n_findings: int = 0
    n_words: int = 0


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
    figures = {name: share for name, share in shares.items() if share is not None}
    return Measured(
        collection.group,
        figures,
        {name: steps[name] for name in figures},
        parts=parts_of(result, gold),
        n_findings=len(data["findings"]),
        n_words=sum(len(article.text.split()) for article in collection.articles),
        judged=tallies(result),
    )


def parts_of(result: Result, gold: Sequence[Mapping[str, Any]]) -> dict[str, Recalled]:
    """What was found of each kind and facet that one collection's gold has."""
    shares = {"kind": result.recall_by_kind, "facet": result.recall_by_facet}
    parts = {}
    for label, by_name in shares.items():
        for name, (share, n) in by_name.items():
            weight = sum(WEIGHT[g["severity"]] for g in gold if g[label] == name)
            # A share is given to three places; what was found is a whole number again.
            parts[f"{label}: {name}"] = Recalled(n, round((share or 0.0) * weight), weight)
    return parts


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


def pooled_parts(rows: Iterable[Measured]) -> dict[str, Recalled]:
    """Each kind and facet of which a group has `ENOUGH` gold findings, by name."""
    of_name: dict[str, list[Recalled]] = defaultdict(list)
    for row in rows:
        for name, part in row.parts.items():
            of_name[name].append(part)
    sums = {
        name: Recalled(*(sum(column) for column in zip(*map(astuple, parts), strict=True)))
        for name, parts in sorted(of_name.items())
    }
    return {name: part for name, part in sums.items() if part.n >= ENOUGH}


def figures_of_group(rows: Sequence[Measured]) -> Figures:
    """Means over a group; pooled, the recall of kinds and facets and the well-judged precision."""
    judged = {name: tally.precision for name, tally in well_judged(rows).items()}
    known = {name: share for name, share in judged.items() if share is not None}
    parts = {name: part.share for name, part in pooled_parts(rows).items()}
    return means(row.figures for row in rows) | parts | known


def floors_under(rows: Sequence[Measured]) -> Figures:
    """The share under which a figure of a group means that something was lost, 0..1."""
    n_having = Counter(name for row in rows for name in row.figures)
    slack = {n: s / n_having[n] for n, s in means(row.steps for row in rows).items()}
    slack |= {name: part.step for name, part in pooled_parts(rows).items()}
    slack |= {name: 1 / tally.n_judged for name, tally in well_judged(rows).items()}
    return {
        name: max(0.0, round(share - max(NOISE, slack[name]), 3))
        for name, share in figures_of_group(rows).items()
    }


def per_1000_words(rows: Sequence[Measured], *, more: int = 0) -> float:
    """Findings for every 1,000 words of a group's articles, with so many findings more."""
    n_findings = sum(row.n_findings for row in rows) + more
    return round(1000 * n_findings / sum(row.n_words for row in rows), 2)


def ceiling_over(rows: Sequence[Measured]) -> float:
    """Findings per 1,000 words above which a group lists more than it did.

    Above what was measured by `NOISE` of it or by one finding, whichever is more.
    """
    return max(round(per_1000_words(rows) * (1 + NOISE), 2), per_1000_words(rows, more=1))


def gold_digest(group: str) -> str:
    """SHA-256 over the gold and traps of a group, so that a change of them is noticed."""
    folder = SHARED / "gold" if group in BESIDE else GOLD
    stem = "events" if group in {"invented", "held_out"} else group
    names = (f"{stem}.jsonl", f"{stem}-traps.jsonl")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()


def read_floors() -> dict[str, Any]:
    """Per group: the digest of its gold, figures, floors and ceilings, and what is judged."""
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
            "measured": figures_of_group(rows) | {PER_WORDS: per_1000_words(rows)},
            "floors": floors_under(rows),
            "ceilings": {PER_WORDS: ceiling_over(rows)},
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
