"""Run a job and kill it, again and again, alone and two at a time: python -m hostile.killed_jobs.

Started by test_jobs_killing.py with a folder, the number of kills and a seed. Everything is
imported once; each run is a fork, with a check that counts instead of comparing, so that a kill
costs well under a second and falls anywhere between the first source and the last message. The
state goes on from kill to kill, and a new article comes before each. Prints a line of JSON a kill,
and at the end what the state knows.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from followed_story import quick_check, tools
from news_servers import FakeTime, write_job

from consistency.errors import ConsistencyError, StateError
from consistency.jobs import run as running
from consistency.jobs.jobfile import read_job
from consistency.state.records import Decision, Verdict
from consistency.state.store import Store

BELL = "cat >> rung.jsonl; echo >> rung.jsonl"
JOB = f"""
[[sources]]
kind = "folder"
name = "desk"
folder = "inbox"

[outputs]
page = "page.html"
json = "findings.json"
archive = "archive"
keep = 3

[[notify]]
kind = "command"
name = "bell"
severity = "low"
command = ["sh", "-c", {json.dumps(BELL)}]
"""
THINGS = ("cracks", "ferries", "divers", "lamps")
FINISHED, HELD, FAILED = 0, 7, 8


def put(folder: Path, number: int) -> None:
    """Add an article that states a number, often another one than before."""
    thing = THINGS[number % len(THINGS)]
    text = f"Officials counted {10 + number} {thing} at the north pier of Port Ellery, they said."
    (folder / "inbox" / f"{number:03}.txt").write_text(text)


def begun(folder: Path, number: int) -> int:
    """Start a run in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    moment = FakeTime()
    moment.moment += timedelta(minutes=15 * number)
    try:
        running.run_job(read_job(folder / "job.toml"), tools(moment))
    except StateError:
        os._exit(HELD)
    except ConsistencyError:
        os._exit(FAILED)
    os._exit(FINISHED)


def killed(folder: Path, kill: int, moment: float) -> list[list[int]]:
    """Start one run or two and kill them after so many seconds; return how each try ended.

    Where none was left to kill, the next try is given half the time: the machine may have been
    busier when the length of a run was taken.
    """
    tries: list[list[int]] = []
    while not tries or -signal.SIGKILL not in tries[-1]:
        children = [begun(folder, kill + 2) for _ in range(1 + kill % 2)]
        time.sleep(moment / 2 ** len(tries))
        for child in children:
            os.kill(child, signal.SIGKILL)
        tries.append(ended(children))
    return tries


def ended(children: Sequence[int]) -> list[int]:
    """Wait for runs to end; return their exit codes, negative for signals."""
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def decide(folder: Path, number: int) -> bool:
    """Confirm the first finding that nobody has decided on; say whether there was one."""
    with Store.open(f"sqlite:///{folder}/job.state.db") as store:
        waiting = (tracking for tracking in store.tracked("job") if not tracking.decisions)
        tracking = next(waiting, None)
        if tracking is not None:
            decision = Decision(
                Verdict.CONFIRMED, "Ada", tracking.last.evidence, FakeTime().moment, str(number)
            )
            store.decide(tracking.id, decision, token=str(number))
        return tracking is not None


def decided(folder: Path, kill: int) -> bool:
    """Decide on a finding; where every kill so far came before one was recorded, let a run end."""
    return decide(folder, kill) or (
        ended([begun(folder, kill + 2)]) == [FINISHED] and decide(folder, kill)
    )


def known(folder: Path) -> dict[str, Any]:
    """What the state and the bell know in the end."""
    with Store.open(f"sqlite:///{folder}/job.state.db") as store:
        tracked = store.tracked("job")
        decided = [decision.note for _, decision in store.decisions("job")]
        statuses = [run.status for run in store.runs("job")]
    return {
        "findings": [[t.id, t.last.question, sorted(v for _, v in t.last.values)] for t in tracked],
        "decided": decided,
        "runs": statuses,
    }


def main() -> None:
    """Print one line of JSON a kill, and one for the end."""
    folder, n_kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    vars(running)["check_articles"] = quick_check
    (folder / "inbox").mkdir()
    write_job(folder, JOB)
    for number in range(2):
        put(folder, number)
    ended([begun(folder, 0)])
    start = time.perf_counter()
    put(folder, 2)
    ended([begun(folder, 1)])
    length = time.perf_counter() - start
    n_decided = 0
    for kill in range(n_kills):
        put(folder, kill + 3)
        told = {"ended": killed(folder, kill, length * 1.1 * chance.random())}
        if kill % 5 == 4:
            n_decided += decided(folder, kill)
        sys.stdout.write(json.dumps(told) + "\n")
    last = ended([begun(folder, n_kills + 3)])
    sys.stdout.write(json.dumps({"last": last, "decisions": n_decided, **known(folder)}) + "\n")


if __name__ == "__main__":
    main()
