"""What is lost by not comparing every pair: `python -m tests.benchmarks.blocking`.

Each collection of the evaluation is observed once and compared twice with the shipped model: the
pairs of mentions that blocking proposes, and every pair that stands in two claims. Prints a table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean

from consistency.clusters import PairedMentions
from consistency.embeddings import Remembering, SentenceEncoder
from consistency.evaluation import PassageFinder, score
from consistency.observation import Observation
from consistency.pipeline import judge_all, observe, report_on
from consistency.report.findings_file import as_dict
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections
from tests.evaluation.fit import label_pairs


@dataclass(frozen=True)
class Compared:
    """One collection, compared in one way."""

    n_pairs: int
    """Pairs that are judged, of all facets."""
    n_right: int
    """Those among them that answer one question by the gold."""
    differences: float
    """Recall of differences, weighted by severity, 0..1."""
    agreements: float
    """The same of agreements."""


def every_pair(seen: Observation) -> Observation:
    """Let every two mentions of a facet be compared that stand in two claims."""
    return replace(
        seen,
        paired={
            name: PairedMentions({
                (i, j)
                for i, j in combinations(range(len(found)), 2)
                if found[i].claim != found[j].claim
            })
            for name, found in seen.mentions.items()
        },
    )  # fmt: skip


def compared(collection: Collection, seen: Observation, settings: Settings) -> Compared:
    """Compare the pairs of an observation and score what is found."""
    judged = [pair for pairs in judge_all(seen).values() for pair in pairs]
    labels = label_pairs(collection, seen, judged)
    report = as_dict(report_on(collection.articles, seen, settings=settings))
    finder = PassageFinder(report["articles"])
    result = score(
        report["findings"], list(collection.gold), list(collection.traps), [], finder, 20
    )
    agreements, _ = result.recall_by_kind.get("agreement", (None, 0))
    return Compared(
        n_pairs=len(judged),
        n_right=sum(label is True for label in labels),
        differences=result.recall_differences or 0.0,
        agreements=agreements or 0.0,
    )


def both_ways(settings: Settings) -> Iterator[tuple[str, Compared, Compared]]:
    """Yield each collection's group with what blocking and what every pair leads to."""
    encoder = Remembering(SentenceEncoder(settings.models))
    for collection in collections():
        seen = observe(collection.articles, settings=settings, encoder=encoder)
        yield (
            collection.group,
            compared(collection, seen, settings),
            compared(collection, every_pair(seen), settings),
        )


def show(groups: Mapping[str, list[tuple[Compared, Compared]]]) -> None:
    """Print a line a group: pairs summed, recall averaged."""
    print("| collections | pairs | of every pair | right ones kept | differences | agreements |")
    print("| --- | --- | --- | --- | --- | --- |")
    for group, members in groups.items():
        blocked, every = zip(*members, strict=True)
        kept, right, pairs, of_all = (
            sum(getattr(one, name) for one in ways)
            for ways, name in (
                (blocked, "n_right"), (every, "n_right"), (blocked, "n_pairs"), (every, "n_pairs")
            )
        )  # fmt: skip
        recall = " | ".join(
            f"{fmean(getattr(one, name) for one in blocked):.3f} "
            f"for {fmean(getattr(one, name) for one in every):.3f}"
            for name in ("differences", "agreements")
        )
        print(f"| {group} | {pairs:,} | {of_all:,} | {kept} of {right} | {recall} |")


def main() -> None:
    """Compare every collection both ways and print the table."""
    groups: dict[str, list[tuple[Compared, Compared]]] = defaultdict(list)
    for group, blocked, every in both_ways(Settings()):
        groups[group].append((blocked, every))
    show(groups)


if __name__ == "__main__":
    main()
