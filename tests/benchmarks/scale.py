"""Measure runs on made-up corpora of growing size, and what simpler ways of doing it would take.

`python -m tests.benchmarks.scale 100 1000` writes results.json beside this file and prints a table.
Run it on an idle machine. Times of one run are compared with one another, never with a limit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from consistency.evaluation import evaluate
from tests.benchmarks.corpus import Corpus, make_corpus, write_corpus

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = Path(__file__).with_name("results.json")
SAMPLED_SECONDS = 0.25
KILOBYTES = 1024


@dataclass(frozen=True)
class Run:
    """One run of the command on a corpus. Seconds; memory in megabytes, of all its processes."""

    n_articles: int
    n_events: int
    events_exact: int
    n_claims: int
    n_comparisons: int
    seconds: float
    processor_seconds: float
    megabytes: float
    stages: dict[str, float]
    recall_differences: float | None
    precision_differences: float | None


class Memory(threading.Thread):
    """Watches how much memory a process takes with all it has started. Linux alone tells."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()

    def run(self) -> None:
        """Note the most until told to end."""
        while not self.ended.wait(SAMPLED_SECONDS):
            self.most = max(self.most, sum(map(resident, family(self.pid))))


def family(pid: int) -> Iterator[int]:
    """Yield a process and all it has started, by what /proc knows."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def resident(pid: int) -> float:
    """Megabytes that a process keeps in memory, what it shares with others counted in full."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / KILOBYTES**2


def run_on(n_articles: int) -> Run:
    """Check a made-up corpus of so many articles with the command, and score what it finds."""
    with tempfile.TemporaryDirectory() as name:
        return run_of(make_corpus(n_articles), Path(name))


def run_of(corpus: Corpus, folder: Path, *more: str) -> Run:
    """Check a corpus, written to a folder, with the command and further options; score it."""
    write_corpus(corpus, folder)
    found = folder / "findings.json"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "consistency.cli", "check", str(folder / "articles")]
    command += ["--json", str(found), "-o", str(folder / "page.html"), *more]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        memory = Memory(process.pid)
        memory.start()
        marks = [(time.perf_counter(), line.strip()) for line in process.stderr or ()]
    end = time.perf_counter()
    memory.ended.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(found.read_text("utf-8"))
    scores = evaluate(found, [folder / "gold.jsonl"])
    used = sum(getattr(after, k) - getattr(before, k) for k in ("ru_utime", "ru_stime"))
    return Run(
        n_articles=len(corpus.articles),
        n_events=len(corpus.events),
        events_exact=exact(report, corpus.events),
        n_claims=len(report["claims"]),
        n_comparisons=report["counts"].get("comparisons", 0),
        seconds=end - start,
        processor_seconds=used,
        megabytes=memory.most,
        stages=stages(start, end, marks),
        recall_differences=scores.recall_differences,
        precision_differences=(
            scores.differences_in_gold_reported / scores.differences_reported
            if scores.differences_reported
            else None
        ),
    )


def again_on(n_articles: int) -> dict[str, Run]:
    """Check a corpus with a cache, then with a twentieth more: on new events, and on known ones."""
    n_new = n_articles // 20
    whole = make_corpus(n_articles)
    told_of = [event for event in whole.events if len(event) > 2]
    late = {event[-1] for event in told_of[:: max(1, len(told_of) // n_new)]}
    early = tuple(told for told in whole.articles if told.stem not in late)
    runs: dict[str, Run] = {}
    more = make_corpus(n_articles + n_new)
    steps = (
        ((whole, "first"), (more, "new events")),
        ((replace(whole, articles=early), ""), (whole, f"{len(late)} known events")),
    )
    for before, after in steps:
        with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as cache:
            for corpus, told in (before, after):
                runs[told] = run_of(corpus, Path(name), "--cache", cache)
    del runs[""]
    return runs


def exact(report: dict[str, Any], events: tuple[tuple[str, ...], ...]) -> int:
    """How many events were found with exactly their articles."""
    stem = {a["id"]: Path(a["path"]).stem for a in report["articles"]}
    found = {frozenset(stem[id_] for id_ in e["articles"]) for e in report.get("events", ())}
    found |= {frozenset({stem[id_]}) for id_ in report.get("alone", ())}
    return sum(frozenset(event) in found for event in events)


def stages(start: float, end: float, marks: list[tuple[float, str]]) -> dict[str, float]:
    """Seconds a stage, by the lines that the command prints as it goes."""
    at = {"start": start}
    for moment, line in marks:
        if line == "reading articles":
            at["reading"] = moment
        elif line.startswith("found "):
            at["comparing"] = moment
        elif line.startswith("event "):
            at["writing"] = moment
    named = {
        "loading libraries": ("start", "reading"),
        "reading, telling events apart": ("reading", "comparing"),
        "comparing": ("comparing", "writing"),
    }
    told = {n: at[b] - at[a] for n, (a, b) in named.items() if a in at and b in at}
    return told | ({"writing": end - at["writing"]} if "writing" in at else {})


def show(runs: list[Run]) -> None:
    """Print a table of the runs, and how time grows between them."""
    print("| articles | seconds | processor seconds | MB | claims/s | pairs/s | events | recall |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for run in runs:
        print(
            f"| {run.n_articles:,} | {run.seconds:.0f} | {run.processor_seconds:.0f} "
            f"| {run.megabytes:,.0f} | {run.n_claims / run.seconds:.0f} "
            f"| {run.n_comparisons / run.seconds:.0f} | {run.events_exact} of {run.n_events} "
            f"| {run.recall_differences or 0:.3f} |"
        )
    for small, large in pairwise(runs):
        growth = large.processor_seconds / small.processor_seconds
        print(f"{large.n_articles / small.n_articles:g} times the articles: {growth:.1f} the time")


def main() -> None:
    """Measure the sizes named, keep the results beside this file and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000])
    parser.add_argument("--again", type=int, default=100, metavar="N", help="articles for a cache")
    parser.add_argument("--simpler", type=int, default=20, metavar="N", help="articles for others")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    runs = [run_on(n) for n in arguments.sizes]
    show(runs)
    again = again_on(arguments.again) if arguments.again else {}
    for name, run in again.items():
        first = again["first"]
        print(
            f"{name}: {run.seconds:.1f} s ({run.seconds / first.seconds:.3f} of the first), "
            f"{run.processor_seconds:.0f} of the processor "
            f"({run.processor_seconds / first.processor_seconds:.3f})"
        )
    results: dict[str, Any] = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "runs": [asdict(run) for run in runs],
        "again": {name: asdict(run) for name, run in again.items()},
    }
    if arguments.simpler:
        from tests.benchmarks.simpler import compare_ways

        results["ways"] = compare_ways(arguments.simpler)
    arguments.output.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
