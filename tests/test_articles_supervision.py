"""A file whose parser loops, crashes or fills memory costs itself alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_files import LEAD, STORY, archive
from test_articles import SETTINGS, only

from consistency.articles import read, supervision
from consistency.articles.attempts import Outcome, without_harm
from consistency.articles.contents import Begun, Task
from consistency.articles.supervision import Supervisor
from consistency.articles.transport import (
    Failed,
    packed_step,
    packed_task,
    send,
    step_from,
    task_from,
)
from consistency.articles.worker import safe_steps
from consistency.records import Article, Skipped

ROOT = Path(__file__).resolve().parent.parent
BEFORE = (
    "import sys; sys.path[:] = sys.argv[1:]\nfrom consistency.articles import contents, worker\n"
)
AFTER = "\nworker.main()"
HARMFUL = {
    "loops": "def read(data):\n    while True: pass",
    "loops in C": "def read(data): return sum(range(10 ** 12))",
    "crashes": "def read(data):\n    import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "leaves": "def read(data):\n    import os; os._exit(0)",
    "fills memory": "def read(data): return bytearray(1 << 36)",
    "recurses": "def read(data): return read(data)",
    "fails": "def read(data): return 1 / 0",
}
"""Readers of one format that do what parsers do to hostile files."""


@pytest.fixture
def supervisor(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Supervisor]:
    """A supervisor whose process has a reader of Markdown that does harm."""
    harm = f"{HARMFUL[request.param]}\ncontents.READERS['.md'] = read"
    monkeypatch.setattr(supervision, "START", BEFORE + harm + AFTER)
    made = Supervisor()
    yield made
    made.stop()


def outcomes(supervisor: Supervisor, task: Task) -> list[Outcome]:
    """What a file holds, read by this supervisor's process."""
    return without_harm(task, supervisor.attempt)


@pytest.mark.parametrize(
    ("supervisor", "told"),
    [
        ("loops", "longer than the limit of 1.5 seconds"),
        ("loops in C", "reading.seconds_per_file"),
        ("crashes", "ended without an answer"),
        ("leaves", "ended without an answer"),
        ("fills memory", "reading.memory_megabytes"),
        ("recurses", "RecursionError"),
        ("fails", "ZeroDivisionError"),
    ],
    indirect=["supervisor"],
)
def test_a_file_that_does_harm_costs_itself_alone(supervisor: Supervisor, told: str) -> None:
    settings = replace(SETTINGS, seconds_per_file=1.5, memory_megabytes=2_048)
    (skip,) = outcomes(supervisor, Task("bad.md", b"x", {}, settings))
    assert isinstance(skip, Skipped)
    assert told in skip.reason
    (article,) = outcomes(supervisor, Task("good.txt", STORY.encode(), {}, SETTINGS))
    assert isinstance(article, Article)


@pytest.mark.skipif(not hasattr(os, "setsid"), reason="needs signals")
def test_a_parser_that_is_left_alone_ends_by_itself() -> None:
    harm = f"{HARMFUL['loops']}\ncontents.READERS['.md'] = read\nworker.GRACE_SECONDS = 0"
    task = Task("bad.md", b"x", {}, replace(SETTINGS, seconds_per_file=1.0))
    with subprocess.Popen(
        [sys.executable, "-c", BEFORE + harm + AFTER, str(ROOT), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        send(process.stdin, *packed_task(task))
        assert process.wait(timeout=60) != 0


def test_the_folder_it_runs_in_cannot_slip_code_into_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('read from the folder of articles')")
    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.chdir(tmp_path)
    made = Supervisor()
    try:
        (outcome,) = outcomes(made, Task("a.txt", STORY.encode(), {}, SETTINGS))
    finally:
        made.stop()
    assert isinstance(outcome, Article)


@pytest.mark.parametrize("supervisor", ["loops"], indirect=True)
def test_each_file_has_the_time_that_its_own_settings_give_it(supervisor: Supervisor) -> None:
    patient = replace(SETTINGS, seconds_per_file=1e12, seconds_per_archive=1e12)
    (article,) = outcomes(supervisor, Task("good.txt", STORY.encode(), {}, patient))
    assert isinstance(article, Article)
    first = supervisor.process
    (skip,) = outcomes(
        supervisor, Task("bad.md", b"x", {}, replace(SETTINGS, seconds_per_file=1.5))
    )
    assert "longer than the limit of 1.5 seconds" in str(skip)
    (article,) = outcomes(supervisor, Task("good.txt", STORY.encode(), {}, patient))
    assert isinstance(article, Article)
    assert supervisor.process is not first


def test_a_process_that_does_not_start_costs_the_file_and_not_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = supervision.START
    monkeypatch.setattr(supervision, "START_SECONDS", 1.0)
    monkeypatch.setattr(supervision, "START", "import time; time.sleep(600)")
    made = Supervisor()
    try:
        (skip,) = outcomes(made, Task("a.txt", STORY.encode(), {}, SETTINGS))
        assert "did not start in 1 seconds" in str(skip)
        monkeypatch.setattr(supervision, "START", whole)
        monkeypatch.setattr(supervision, "START_SECONDS", 120.0)
        (outcome,) = outcomes(made, Task("a.txt", STORY.encode(), {}, SETTINGS))
    finally:
        made.stop()
    assert isinstance(outcome, Article)


@pytest.mark.parametrize("supervisor", ["fails"], indirect=True)
def test_a_process_in_which_something_failed_reads_no_other_file(supervisor: Supervisor) -> None:
    outcomes(supervisor, Task("good.txt", STORY.encode(), {}, SETTINGS))
    first = supervisor.process
    outcomes(supervisor, Task("bad.md", b"x", {}, SETTINGS))
    assert first is not None
    assert supervisor.process is not first
    assert first.poll() is not None


def test_a_slow_start_is_not_held_against_the_first_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "START", f"{BEFORE}import time; time.sleep(4){AFTER}")
    made = Supervisor()
    try:
        settings = replace(SETTINGS, seconds_per_file=3.0)
        (outcome,) = outcomes(made, Task("a.txt", STORY.encode(), {}, settings))
    finally:
        made.stop()
    assert isinstance(outcome, Article)


def test_without_a_limit_files_are_read_in_the_process_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(supervision, "started", refuse)
    monkeypatch.setattr(supervision.SUPERVISOR, "process", None)
    (tmp_path / "a.txt").write_text(STORY)
    articles, _ = read([tmp_path], settings=replace(SETTINGS, seconds_per_file=0.0))
    assert articles[0].text == STORY


def test_tasks_and_steps_arrive_as_they_were_sent() -> None:
    task = Task("a.json", b'{"text": "x"}\xff\0', {"source": "H"}, SETTINGS, {"a/b": "loops"})
    assert task_from(*packed_task(task)) == task
    text = f"{LEAD}\n\nWhat next\n\n{LEAD}".encode()
    steps = [*safe_steps(Task("2031-04-03.txt", text, {}, SETTINGS))]
    for step in (*steps, Skipped("b.txt", "“half” \ud83d"), Failed("it loops")):
        assert step_from(packed_step(step)) == step
    assert [type(step) for step in steps] == [Begun, Article]


@pytest.mark.parametrize("supervisor", ["loops", "crashes", "fails"], indirect=True)
def test_a_file_that_does_harm_in_an_archive_costs_itself_alone(supervisor: Supervisor) -> None:
    files = {"a.txt": STORY, "b.md": "x", "c.txt": f"{STORY} Again.", "d.md": "x"}
    settings = replace(SETTINGS, seconds_per_file=3.0)
    found = outcomes(supervisor, Task("news.zip", archive(files), {}, settings))
    assert [outcome.path for outcome in found if isinstance(outcome, Article)] == [
        "news.zip/a.txt",
        "news.zip/c.txt",
    ]
    skipped = [outcome.path for outcome in found if isinstance(outcome, Skipped)]
    assert skipped == ["news.zip/b.md", "news.zip/d.md"]


@pytest.mark.parametrize("supervisor", ["fails"], indirect=True)
def test_an_archive_full_of_harm_is_given_up(supervisor: Supervisor) -> None:
    files = {"a.txt": STORY, **{f"{letter}.md": "x" for letter in "bcdefgh"}}
    found = outcomes(supervisor, Task("news.zip", archive(files), {}, SETTINGS))
    assert [type(outcome) for outcome in found] == [Article, *[Skipped] * 4]
    assert isinstance(found[-1], Skipped)
    assert "the rest was not looked at" in found[-1].reason


@pytest.mark.parametrize("supervisor", ["loops"], indirect=True)
def test_an_archive_has_a_time_of_its_own(supervisor: Supervisor) -> None:
    settings = replace(SETTINGS, seconds_per_archive=1.0)
    found = outcomes(
        supervisor, Task("news.zip", archive({"a.md": "x", "b.txt": STORY}), {}, settings)
    )
    assert all(isinstance(outcome, Skipped) for outcome in found)
    assert "reading.seconds_per_archive" in str(found)


def test_a_large_file_and_a_small_one_follow_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAD * 200_000)
    (tmp_path / "b.txt").write_text(STORY)
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert [a.text for a in articles] == [STORY]
    assert "reading.max_characters" in only(skipped).reason
