"""Run the command over old outputs and kill it, again and again: python -m hostile.killed_runs.

Started by test_hostile_killing.py with the number of kills and a seed. Everything is imported once;
each run is a fork, and the report a fake one, so that a kill costs a second and falls where files
are rendered and written. Prints a line of JSON a kill: what became of each output.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fake_report import fake_report

from consistency import cli, pipeline
from consistency.records import Report
from consistency.report.writing import SUFFIX

OUTPUTS = {
    "--json": "findings.json",
    "--csv": "tables",
    "--parquet": "columns",
    "--claimreview": "review.json",
    "--markdown": "desk.md",
    "-o": "page.html",
}


def report_of(name: str) -> Report:
    """The old report, or a new one that differs from it in every output."""
    report = fake_report()
    if name == "old":
        return report
    articles = tuple(replace(a, source=f"{a.source} Evening", title="New") for a in report.articles)
    findings = tuple(replace(f, question=f"New: {f.question}") for f in report.finding_records)
    claims = tuple(replace(c, speaker="New") for c in report.claim_records)
    skips = tuple(replace(s, reason=f"New: {s.reason}") for s in report.skipped)
    return replace(
        report,
        articles=articles,
        finding_records=findings,
        claim_records=claims,
        skipped=skips,
        generated_at="2031-04-01T09:00:00Z",
    )


def run(name: str, folder: Path) -> int:
    """Write every output of a report into a folder."""
    pipeline.check = lambda *_, **__: report_of(name)
    named = [word for option, file in OUTPUTS.items() for word in (option, str(folder / file))]
    return cli.main(["check", "one.txt", "--quiet", *named])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, parts of unfinished runs left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != SUFFIX)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def killed(folder: Path, moment: float) -> bool:
    """Start a new run over a folder, kill it after so many seconds; say whether it still ran."""
    child = os.fork()
    if not child:
        os._exit(run("new", folder))
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def become(found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> dict[str, str]:
    """Say of each output whether it is the old one, the new one, missing or neither."""
    return {
        name: next(
            (which for which, known in (("old", old), ("new", new)) if found[name] == known[name]),
            "neither",
        )
        if name in found
        else "missing"
        for name in sorted(old | found)
    }


def main() -> None:
    """Print one line of JSON a kill."""
    n_kills, seed = int(sys.argv[1]), int(sys.argv[2])
    with TemporaryDirectory() as scratch:
        old, new, place = (Path(scratch, name) for name in ("old", "new", "place"))
        run("old", old)
        run("new", new)  # a second time round, what is loaded late is loaded
        begun = time.perf_counter()
        run("new", new)
        length = time.perf_counter() - begun
        chance = random.Random(seed)
        for number in range(n_kills):
            # Spread over the run, one in each slice of it, and a little beyond its end.
            moment = length * 1.1 * (number + chance.random()) / n_kills
            shutil.copytree(old, place)
            while not killed(place, moment):  # the machine was busier when the length was taken
                shutil.rmtree(place)
                shutil.copytree(old, place)
                moment /= 2
            told: dict[str, Any] = {
                "became": become(contents(place), contents(old), contents(new)),
                "left": sum(1 for _ in place.rglob(f".*{SUFFIX}")),
            }
            told["next_run"] = run("new", place)
            told["then"] = become(contents(place), contents(old), contents(new))
            told["left_then"] = sum(1 for _ in place.rglob(f".*{SUFFIX}"))
            sys.stdout.write(json.dumps(told) + "\n")
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
