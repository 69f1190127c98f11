"""Time a check of each sample event, stage by stage, and the command's start; print a table.

Run by `make bench`; `python -m tests.benchmarks.stages FOLDER...` takes other events, one a folder.
An event is checked by the command, from its start to the page, and in a process of its own twice:
cold, models loading included, and again with them in memory. Memory is that process's peak.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "data" / "sample"
KILOBYTES_A_UNIT = 1 if sys.platform != "darwin" else 1 / 1024  # ru_maxrss: kB, on macOS bytes


@dataclass
class Stopwatch:
    """Collects when each stage begins, from the lines that `check` reports."""

    marks: list[tuple[str, float]] = field(default_factory=list)

    def __call__(self, stage: str) -> None:
        self.marks.append((stage, time.perf_counter()))

    def seconds(self) -> dict[str, float]:
        """Seconds each stage took; the last mark only ends the one before it."""
        ends = [moment for _, moment in self.marks[1:]]
        return {stage: end - start for (stage, start), end in zip(self.marks, ends, strict=False)}


@dataclass(frozen=True)
class Result:
    """Two runs on one event. Seconds; memory in megabytes."""

    n_articles: int
    n_claims: int
    cold: float
    warm: dict[str, float]
    memory: float


def measure(event: Path) -> Result:
    """Check one event twice in this process."""
    start = time.perf_counter()
    from consistency import check

    check([event])
    cold = time.perf_counter() - start
    stopwatch = Stopwatch()
    report = check([event], progress=stopwatch)
    stopwatch("done")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES_A_UNIT / 1024
    return Result(len(report.articles), len(report.claim_records), cold, stopwatch.seconds(), peak)


def sample_events() -> list[Path]:
    """The folders of the sample events."""
    return sorted(path for path in SAMPLE.iterdir() if path.is_dir())


def seconds_to_help() -> float:
    """Seconds `consistency --help` takes, the best of five."""
    command = [sys.executable, "-m", "consistency.cli", "--help"]
    return min(_seconds(command) for _ in range(5))


def seconds_to_page(event: Path) -> float:
    """Seconds the command takes for an event, from its start to the page; the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "page.html")
        command = [sys.executable, "-m", "consistency.cli", "check", str(event.resolve())]
        return min(_seconds([*command, "--quiet", "-o", page]) for _ in range(3))


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def show(event: Path, result: Result) -> None:
    """Print one event's figures."""
    total = sum(result.warm.values())
    print(f"\n{event.name}: {result.n_articles} articles, {result.n_claims} claims")
    print(f"  {seconds_to_page(event):7.2f} s  the command, to the page")
    print(f"  {result.cold:7.2f} s  first run in one process, models loading included")
    print(f"  {total:7.2f} s  second run ({result.n_claims / total:,.0f} claims/s)")
    for stage, seconds in result.warm.items():
        print(f"  {seconds:7.2f} s  {seconds / total:4.0%}  {stage}")
    print(f"  {result.memory:7.0f} MB at most")


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=Path, default=sample_events())
    events = parser.parse_args().events
    print(f"consistency --help: {seconds_to_help():.2f} s")
    context = multiprocessing.get_context("spawn")
    for event in events:
        with context.Pool(1) as pool:
            show(event, pool.apply(measure, (event,)))


if __name__ == "__main__":
    main()
