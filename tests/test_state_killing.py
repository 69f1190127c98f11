"""Runs that are killed at any moment, and runs at one time: nothing is lost, doubled or damaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hostile import ENVIRONMENT
from state_kills import CHANNEL, JOB, drafts, stories
from state_reports import arrival, report_of

from consistency.errors import StateError
from consistency.state import Decision, StateSettings, Status, Store, Verdict, runs
from consistency.state.models import Run

N_KILLS = 20
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")


# --- killed at random moments --------------------------------------------------------------------


@posix_only
@pytest.mark.parametrize("seed", [2031])
def test_a_killed_run_loses_and_doubles_nothing(state_url: str, seed: int) -> None:
    command = [sys.executable, "-m", "state_kills", state_url, str(N_KILLS), str(seed)]
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    kills = [json.loads(line) for line in run.stdout.splitlines()]

    assert [kill["number"] for kill in kills if kill["killed"]] == list(range(N_KILLS))
    assert kills[-1]["number"] == N_KILLS
    said: list[list[str]] = []
    for kill in kills:
        said += kill["said"]
        check_nothing_is_lost(kill, said)
    check_all_is_done(kills[-1], said)


def check_nothing_is_lost(kill: dict[str, Any], said: list[list[str]]) -> None:
    """After a kill: all that was said to be done is there, once, and the file is whole."""
    assert kill["damage"] == []
    recorded = {finding for words in said if words[0] == "recorded" for finding in words[1:]}
    assert recorded <= kill["questions"].keys()
    assert max(Counter(kill["questions"].values()).values(), default=1) == 1
    assert all(changes == ["new"] for changes in kill["changes"].values())
    decided = {words[1] for words in said if words[0] == "decided"}
    assert decided <= set(kill["decided"])
    assert len(kill["decided"]) == len(set(kill["decided"]))
    told = {words[1] for words in said if words[0] == "told"}
    waiting = [finding for _, finding in kill["untold"]]
    assert told.isdisjoint(name for name, _ in kill["untold"])
    assert len(waiting) == len(set(waiting))


def check_all_is_done(last: dict[str, Any], said: list[list[str]]) -> None:
    """After the run that was let be: everything is found, decided and told."""
    assert last["statuses"][-1] == "finished"
    assert "running" not in last["statuses"]
    assert len(last["questions"]) == N_KILLS + 1
    assert set(last["decided"]) == last["questions"].keys()
    assert last["untold"] == []
    sent = Counter(words[1] for words in said if words[0] == "sent")
    assert len(sent) == N_KILLS + 1
    told = [words[1] for words in said if words[0] == "told"]
    assert len(told) == len(set(told))  # what is sent twice was killed before it could be marked


# --- two at once ---------------------------------------------------------------------------------


HOLDER = """
import sys, time
from consistency.state import Store
with Store.open(sys.argv[1]) as store, store.run("quay") as run:
    print(run.id, flush=True)
    time.sleep(600)
"""


def hold(url: str) -> tuple[subprocess.Popen[str], str]:
    """Let another process hold the job; return it and its run."""
    command = [sys.executable, "-c", HOLDER, url]
    other = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    return other, other.stdout.readline().strip()


def end(other: subprocess.Popen[str]) -> None:
    """Kill a process without a chance to clean up."""
    other.kill()
    other.communicate()


def enter(store: Store) -> str:
    """Run the job, doing nothing; return the run's id."""
    with store.run(JOB) as run:
        return run.id


@posix_only
def test_while_a_run_holds_a_job_another_is_told_who_does(state_url: str) -> None:
    other, held = hold(state_url)
    try:
        with Store.open(state_url) as store:
            message = rf"'quay' is held by run {held} since .* UTC, process {other.pid} on "
            with pytest.raises(StateError, match=message):
                enter(store)
            with store.run("harbour"):  # another job is free
                pass
    finally:
        end(other)


@posix_only
def test_a_job_whose_holder_was_killed_is_taken_over_at_once(state_url: str) -> None:
    other, held = hold(state_url)
    end(other)
    with Store.open(state_url) as store:
        mine = enter(store)
        found = [(run.id, run.status, run.detail) for run in store.runs(JOB)]
    gone = f"its process {other.pid} is gone"
    assert found == [(held, "abandoned", gone), (mine, "finished", "")]


def test_two_runs_of_one_process_exclude_one_another(store: Store) -> None:
    with store.run(JOB), pytest.raises(StateError, match=f"process {os.getpid()} on"):
        enter(store)
    assert enter(store)


def test_a_former_process_of_the_same_number_is_gone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.run(JOB) as before:
        monkeypatch.setattr(runs, "_held_here", set())
        with store.run(JOB):
            pass
        assert store.runs(JOB)[0].status == "abandoned"
        assert store.runs(JOB)[0].id == before.id


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let the clock be so many seconds later from now on."""

    def set_clock(seconds: float) -> None:
        moved = datetime.now(UTC) + timedelta(seconds=seconds)
        monkeypatch.setattr(runs, "now", lambda: moved)

    return set_clock


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let this be another host from now on, which knows nothing of the holder's process."""
    return lambda: monkeypatch.setattr(runs, "this_host", lambda: "another")


def test_a_silent_run_on_another_host_is_taken_over_when_it_is_stale(
    store: Store, later: Callable[[float], None], elsewhere: Callable[[], None]
) -> None:
    stale = StateSettings().stale_seconds
    with store.run(JOB) as before:
        elsewhere()
        later(stale / 2)
        with pytest.raises(StateError, match=r"has been silent for 300 seconds"):
            enter(store)
        later(stale * 2)
        enter(store)
        with pytest.raises(StateError, match=f"{before.id} .* so long that another took over"):
            before.add([])
    assert [run.status for run in store.runs(JOB)] == ["abandoned", "finished"]
    assert store.runs(JOB)[0].detail.startswith("not heard of since")


def test_what_was_told_is_noted_even_after_another_took_over(
    store: Store, later: Callable[[float], None], elsewhere: Callable[[], None]
) -> None:
    with store.run(JOB) as before:
        before.add(map(arrival, stories(0)))
        before.record(report_of(before.articles(), drafts(before.articles())), channels=[CHANNEL])
        waiting = before.untold(CHANNEL)
        elsewhere()
        later(1000)
        with store.run(JOB) as after:
            before.told(waiting)
            assert waiting
            assert after.untold(CHANNEL) == []


def test_a_run_says_that_it_is_alive(state_url: str) -> None:
    settings = StateSettings(beat_seconds=0.01)
    with Store.open(state_url, settings=settings) as store, store.run(JOB) as run:
        first = beat_of(store, run.id)
        while beat_of(store, run.id) == first:
            time.sleep(0.01)


def beat_of(store: Store, run: str) -> datetime:
    """Return when a run last said that it is alive."""
    with store._database.reads() as session:
        return session.get_one(Run, run).beat_at


# --- two runs, each from start to end ------------------------------------------------------------


RUN = """
import os, sys
from state_kills import run
from consistency.errors import StateError
sys.stdin.readline()
try:
    run(sys.argv[1], 5, sys.stdout.fileno())
except StateError as error:
    print("refused", error)
"""


@posix_only
def test_two_runs_at_once_do_the_work_once(state_url: str) -> None:
    command = [sys.executable, "-c", RUN, state_url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, env=ENVIRONMENT, **pipes) for _ in range(2)]
    for process in both:
        process.stdin.write("go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    said = [process.communicate()[0] for process in both]

    assert any(line.startswith("recorded") for line in said)
    assert all(line.startswith("recorded") or "is held by run" in line for line in said)
    assert sum(line.count("sent ") for line in said) == 6
    with Store.open(state_url) as store:
        assert len(store.tracked(JOB)) == 6
        assert len(list(store.decisions(JOB))) == 6
        assert all(tracking.status is Status.SETTLED for tracking in store.tracked(JOB))


def test_reviewers_decide_while_a_run_records(store: Store) -> None:
    with store.run(JOB) as run:
        run.add(map(arrival, stories(3)))
        known = run.record(report_of(run.articles(), drafts(run.articles()))).tracking
    ids = [tracking.id for tracking in known.values()]
    failures: list[BaseException] = []

    def review(reviewer: str) -> None:
        try:
            for finding in ids * 3:
                decision = Decision(Verdict.NOTED, reviewer, "", datetime.now(UTC))
                store.decide(finding, decision, token=f"{reviewer} {finding}")
        except BaseException as error:
            failures.append(error)

    reviewers = [threading.Thread(target=review, args=(name,)) for name in ("Ada", "Ben", "Cy")]
    for thread in reviewers:
        thread.start()
    for number in range(4, 8):
        with store.run(JOB) as run:
            run.add(map(arrival, stories(number)))
            run.record(report_of(run.articles(), drafts(run.articles())))
    for thread in reviewers:
        thread.join()
    assert failures == []
    kept = Counter((tracking.id, decision.reviewer) for tracking, decision in store.decisions(JOB))
    assert kept == Counter((finding, name) for finding in ids for name in ("Ada", "Ben", "Cy"))
    assert len(store.tracked(JOB)) == 8
