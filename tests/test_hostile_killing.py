"""Runs that are killed, interrupted or refused: every output is the old one or the new one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from hostile import ENVIRONMENT

from consistency.errors import OutputError
from consistency.report import writing
from consistency.report.writing import SUFFIX, Part, together, write_text

N_KILLS, SEED = 20, 2031
WRITTEN_IN_ORDER = (
    "findings.json",
    "tables/claims.csv",
    "tables/findings.csv",
    "tables/articles.csv",
    "tables/skipped.csv",
    "columns/claims.parquet",
    "columns/findings.parquet",
    "columns/articles.parquet",
    "columns/skipped.parquet",
    "review.json",
    "desk.md",
    "page.html",
)
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs fork, SIGKILL and file locks")


# --- killed while it renders and writes --------------------------------------------------------


@pytest.fixture(scope="module")
def kills() -> list[dict[str, Any]]:
    """What twenty kills, spread over the run, left behind."""
    if os.name != "posix":
        pytest.skip("needs fork and SIGKILL")
    command = [sys.executable, "-m", "hostile.killed_runs", str(N_KILLS), str(SEED)]
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_killed_run_leaves_every_output_old_or_new(kills: list[dict[str, Any]]) -> None:
    assert len(kills) == N_KILLS
    for kill in kills:
        assert set(kill["became"]) == set(WRITTEN_IN_ORDER)
        assert set(kill["became"].values()) <= {"old", "new"}


def test_new_outputs_of_a_killed_run_come_before_old_ones(kills: list[dict[str, Any]]) -> None:
    for kill in kills:
        order = [kill["became"][name] for name in WRITTEN_IN_ORDER]
        assert order == sorted(order)  # "new" before "old": the page is the last to change


def test_the_run_after_a_killed_one_finishes_and_clears_up(kills: list[dict[str, Any]]) -> None:
    assert any(kill["left"] for kill in kills)
    for kill in kills:
        assert kill["next_run"] == 0
        assert set(kill["then"].values()) == {"new"}
        assert kill["left_then"] == 0


KILLED_WHILE_REPLACING = """
import os, signal, sys
from pathlib import Path
from consistency.report.writing import Part, together, write_text
folder, left = Path(sys.argv[1]), int(sys.argv[2])
replace = Part.put_in_place
def put_in_place(self):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    replace(self)
Part.put_in_place = put_in_place
with together():
    for name in "abc":
        write_text(folder / name, "new")
"""


@posix_only
@pytest.mark.parametrize("done", range(4))
def test_a_run_killed_between_two_files_leaves_each_whole(done: int, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text("old")

    command = [sys.executable, "-c", KILLED_WHILE_REPLACING, str(tmp_path), str(done)]
    run = subprocess.run(command, env=ENVIRONMENT, check=False)

    assert run.returncode == (-signal.SIGKILL if done < 3 else 0)
    assert [(tmp_path / n).read_text() for n in "abc"] == ["new"] * done + ["old"] * (3 - done)
    assert len(list(tmp_path.glob(f".*{SUFFIX}"))) == 3 - done


# --- interrupted and refused -------------------------------------------------------------------


def test_an_interrupt_while_files_take_their_places_waits_for_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Part.put_in_place
    placed: list[str] = []

    def interrupted(part: Part) -> None:
        replace(part)
        placed.append(part.target.name)
        if len(placed) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Part, "put_in_place", interrupted)

    def write_all() -> None:
        with together():
            for name in "abc":
                write_text(tmp_path / name, "new")

    with pytest.raises(KeyboardInterrupt):
        write_all()
    assert placed == ["a", "b", "c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OutputError])
def test_what_goes_wrong_before_the_last_file_is_written_leaves_all_as_they_were(
    error: type[BaseException], tmp_path: Path
) -> None:
    (tmp_path / "a").write_text("old")

    def write_all() -> None:
        with together():
            write_text(tmp_path / "a", "new")
            write_text(tmp_path / "b", "new")
            raise error

    with pytest.raises(error):
        write_all()
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "folder").mkdir()

    def write_all() -> None:
        with together():
            write_text(tmp_path / "a", "new")
            write_text(tmp_path / "folder", "new")

    with pytest.raises(OutputError, match="folder"):
        write_all()
    assert (tmp_path / "a").read_text() == "old"


def test_a_name_that_no_file_can_have_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="null"):
        write_text(tmp_path / "a\0b", "new")
    with pytest.raises(OutputError):
        write_text(tmp_path / ("a" * 300), "new")


# --- what killed runs leave behind -------------------------------------------------------------


@posix_only
def test_only_what_no_run_holds_any_more_is_cleared_away(tmp_path: Path) -> None:
    dead = tmp_path / f".page.html.dead{SUFFIX}"
    dead.write_text("half a pa")
    mine = tmp_path / ".page.html.swp"
    mine.write_text("an editor's")

    with together():
        write_text(tmp_path / "page.html", "first run")
        [held] = tmp_path.glob(f".*{SUFFIX}")
        other = tmp_path / "other.html"
        Context().run(write_text, other, "a second run in the same folder")
        assert held.exists()

    assert not dead.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        mine.name,
        "other.html",
        "page.html",
    ]


@posix_only
def test_each_folder_of_a_run_is_cleared_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = [tmp_path / name / f".page.html.dead{SUFFIX}" for name in "ab"]
    for path in dead:
        path.parent.mkdir()
        path.write_text("half a pa")
    asked = []

    def is_abandoned(part: Path) -> bool:
        asked.append(part)
        return True

    monkeypatch.setattr(writing, "_is_abandoned", is_abandoned)

    with together():
        for n in range(5):
            for name in "ab":
                write_text(tmp_path / name / f"{n}.html", "page")

    assert asked == dead  # ten pages that look through one another would take a hundred looks
    assert not any(path.exists() for path in dead)


@pytest.mark.parametrize(("hours", "stays"), [(23, True), (25, False)])
def test_without_locks_a_part_is_abandoned_after_a_day(
    hours: int, stays: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "fcntl", None)
    part = tmp_path / f".page.html.dead{SUFFIX}"
    part.write_text("half a pa")
    then = time.time() - hours * 3600
    os.utime(part, (then, then))

    write_text(tmp_path / "page.html", "whole")

    assert part.exists() == stays
    assert (tmp_path / "page.html").read_text() == "whole"


# --- the whole process -------------------------------------------------------------------------

STORIES = (
    "The mayor closed the north pier on Monday after 12 cracks were found.\nFerries go on.\n",
    "The mayor closed the north pier on Monday after 21 cracks were found.\nFerries go on.\n",
)


def started(folder: Path) -> subprocess.Popen[str]:
    """The command at work on two small articles, over an old page."""
    for number, story in enumerate(STORIES):
        (folder / f"{number}.txt").write_text(story)
    (folder / "page.html").write_text("old page")
    (folder / "mine.toml").write_text("[entailment]\nuse = false\n")
    command = [sys.executable, "-m", "consistency", "check", "0.txt", "1.txt"]
    options = ["--settings", "mine.toml", "-o", "page.html"]
    return subprocess.Popen(
        [*command, *options],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite at work in the background of a shell ignores interrupts, and so would the run.
        preexec_fn=_heed_interrupts,
    )


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(run: subprocess.Popen[str], words: str) -> None:
    assert run.stderr is not None
    while words not in (line := run.stderr.readline()):
        assert line, "the run ended first"


@pytest.mark.slow
@posix_only
def test_ctrl_c_gives_one_line_and_no_half_page(tmp_path: Path) -> None:
    with started(tmp_path) as run:
        wait_for(run, "finding claims")
        run.send_signal(signal.SIGINT)
        out, rest = run.communicate()

    # Python ends by the signal itself where it came in the midst of an exec, as in an import.
    assert run.returncode in {1, -signal.SIGINT}
    assert out == ""
    assert rest.splitlines()[-1] == "consistency: interrupted"
    assert "Traceback" not in rest
    assert (tmp_path / "page.html").read_text() == "old page"
    assert not list(tmp_path.glob(f".*{SUFFIX}"))


@pytest.mark.slow
@posix_only
def test_a_process_killed_late_leaves_the_old_page(tmp_path: Path) -> None:
    with started(tmp_path) as run:
        wait_for(run, "finding claims")
        run.kill()
    assert (tmp_path / "page.html").read_text() == "old page"
