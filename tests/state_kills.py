"""Run a job on one state and kill it, again and again: python -m state_kills URL KILLS SEED.

Started by test_state_killing.py. Everything is imported once; each run is a fork, its report made
by hand, so that a kill costs little and falls where the state is written. Half of the kills come
from outside at a moment of the clock, half from inside before a statement of SQL. A run that ended
before its kill is followed by one that is killed in half the time, until one is. Prints a line of
JSON a run: what it said that it had done, and what the state holds afterwards. The last run is let
be.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event, text
from state_reports import Draft, arrival, report_of, story

from consistency.records import Article
from consistency.state import Decision, Store, Verdict

JOB, CHANNEL = "quay", "desk"
STATEMENTS, MORE_STATEMENTS = 90, 20
"""About as many as the first run makes, and each later one more than the one before."""


def main(url: str, kills: int, seed: int) -> None:
    """Kill runs, then let one be."""
    chance = random.Random(seed)
    seconds = usual_seconds(kills // 2)
    for number in range(kills):
        statements = STATEMENTS + MORE_STATEMENTS * number
        moment = chance.random() * seconds if number % 2 else None
        statement = None if number % 2 else chance.randrange(statements)
        kill(url, number, moment, statement)
    report(url, kills, *killed(url, kills, None, None))


def kill(url: str, number: int, moment: float | None, statement: int | None) -> None:
    """Start runs until one is killed, each in half the time of the one before; report them all.

    How long a run takes is not known before: the machine may be busier now than it was a moment
    ago, and a run after one that ended has less to do.
    """
    while True:
        was_killed, said = killed(url, number, moment, statement)
        report(url, number, was_killed, said)
        if was_killed:
            return
        moment = None if moment is None else moment / 2
        statement = None if statement is None else statement // 2


def usual_seconds(number: int) -> float:
    """Return how long a run may take here once everything is loaded, which it is then."""
    with TemporaryDirectory() as folder, Path(os.devnull).open("wb") as nobody:
        for _ in range(2):
            began = time.monotonic()
            run(f"sqlite:///{folder}/state.db", number, nobody.fileno())
    return 2 * (time.monotonic() - began)  # a run after a killed one has more to do


def killed(
    url: str, number: int, moment: float | None, statement: int | None
) -> tuple[bool, list[list[str]]]:
    """Start a run and kill it, where a moment is given; return whether, and what it said."""
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        if statement is not None:
            kill_before(statement)
        run(url, number, said)
        os._exit(0)
    os.close(said)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(heard) as lines:
        told = [line.split() for line in lines if line.endswith("\n")]
    return os.WIFSIGNALED(os.waitpid(child, 0)[1]), told


def kill_before(statement: int) -> None:
    """Let this process be killed before it makes so many statements and one more."""
    left = [statement]

    def count(*_: Any) -> None:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    event.listen(Engine, "before_cursor_execute", count)


def run(url: str, number: int, said: int) -> None:
    """Bring the articles there are so far, record, tell, decide; say each once it is done."""

    def say(*words: str) -> None:
        os.write(said, (" ".join(words) + "\n").encode())

    with Store.open(url) as store, store.run(JOB) as job:
        job.add(map(arrival, stories(number)))
        recorded = job.record(report_of(job.articles(), drafts(job.articles())), channels=[CHANNEL])
        say("recorded", *(tracking.id for tracking in recorded.tracking.values()))
        for telling in job.untold(CHANNEL):
            say("sent", str(telling.id))
            job.told([telling])
            say("told", str(telling.id))
        for tracking in recorded.tracking.values():
            if not tracking.decisions:
                decision = Decision(
                    Verdict.DISMISSED, "Ada", tracking.last.evidence, datetime.now(UTC)
                )
                store.decide(tracking.id, decision, token=tracking.id)
                say("decided", tracking.id)


def stories(number: int) -> list[Article]:
    """Return the articles there are by a run: a pair a run, on a pier of their own."""
    return [
        story(f"Paper {n:02}{side}", f"Pier {n} has {n + 10 + extra} cracks, inspectors said.")
        for n in range(number + 1)
        for side, extra in (("a", 0), ("b", 5))
    ]


def drafts(articles: list[Article]) -> list[Draft]:
    """Return a difference a pair."""
    pairs = zip(articles[::2], articles[1::2], strict=True)
    return [
        Draft(
            f"How many cracks has pier {n}?",
            [(left.id, f"{n + 10} cracks", str(n + 10)), (right.id, f"{n + 15}", str(n + 15))],
        )
        for n, (left, right) in enumerate(pairs)
    ]


def report(url: str, number: int, was_killed: bool, said: list[list[str]]) -> None:
    """Print what a run said, and what the state holds now."""
    with Store.open(url) as store:
        known = store.tracked(JOB)
        found = {
            "number": number,
            "killed": was_killed,
            "said": said,
            "damage": damage(store),
            "questions": {t.id: t.last.question for t in known},
            "changes": {t.id: [s.change.value for s in t.sightings] for t in known},
            "decided": [t.id for t, _ in store.decisions(JOB)],
            "statuses": [run.status for run in store.runs(JOB)],
            "untold": untold(store),
        }
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def damage(store: Store) -> list[str]:
    """Return what SQLite finds wrong with its file; PostgreSQL has no such question."""
    engine = store._database.engine
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
        lost = [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
    return [line for line in found if line != "ok"] + lost


def untold(store: Store) -> list[list[str]]:
    """Return what is still to be told: id and finding."""
    query = (
        "SELECT n.id, s.finding_id FROM notifications n JOIN sightings s ON s.id = n.sighting_id "
        "WHERE n.sent_at IS NULL"
    )
    with store._database.engine.connect() as connection:
        return [[str(name), finding] for name, finding in connection.execute(text(query))]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
