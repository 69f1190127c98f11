"""Jobs that are killed at any moment, alone and two at once: nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hostile import ENVIRONMENT
from hostile.killed_jobs import FINISHED, HELD, THINGS

from consistency.report import read_json
from consistency.report.writing import SUFFIX

N_KILLS, SEED = 24, 2031
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")


@dataclass(frozen=True)
class Killed:
    """What twenty-four kills left behind, and the run after them."""

    folder: Path
    kills: list[dict[str, Any]]
    end: dict[str, Any]

    def rung(self) -> list[dict[str, Any]]:
        """The messages that came whole."""
        lines = (self.folder / "rung.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """Run and kill in a process beside, which forks."""
    if os.name != "posix":
        pytest.skip("needs fork and SIGKILL")
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "hostile.killed_jobs", str(folder), str(N_KILLS), str(SEED)]
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    *kills, end = [json.loads(line) for line in run.stdout.splitlines()]
    return Killed(folder, kills, end)


def test_no_run_fails_for_the_one_that_was_killed_before_it_or_runs_beside_it(
    killed: Killed,
) -> None:
    assert len(killed.kills) == N_KILLS
    ended = {code for kill in killed.kills for codes in kill["ended"] for code in codes}
    assert ended <= {-signal.SIGKILL, FINISHED, HELD}  # and none of them FAILED


def test_killed_runs_lose_and_double_nothing(killed: Killed) -> None:
    assert killed.end["last"] == [FINISHED]
    report = read_json(killed.folder / "findings.json")
    assert len(report.articles) == N_KILLS + 3
    wanted = {thing: values_of(thing) for thing in THINGS}
    found = {question.split()[2]: values for _, question, values in killed.end["findings"]}
    assert found == wanted
    assert len(killed.end["findings"]) == len(THINGS)


def values_of(thing: str) -> list[str]:
    """Every number that articles state of a thing."""
    place = THINGS.index(thing)
    numbers = (n for n in range(N_KILLS + 3) if n % len(THINGS) == place)
    return sorted(str(10 + n) for n in numbers)


def test_what_a_killed_run_found_is_told_and_nothing_under_two_ids(killed: Killed) -> None:
    told: dict[tuple[str, str], set[str]] = {}
    for message in killed.rung():
        for finding in message["findings"]:
            values = json.dumps(sorted(value["value"] for value in finding["values"]))
            told.setdefault((finding["question"], values), set()).add(message["id"])
    assert [pair for pair, ids in told.items() if len(ids) > 1] == []
    settled = Counter(question for question, _ in told)
    assert set(settled) == {f"How many {thing} were there?" for thing in THINGS}
    for _, question, values in killed.end["findings"]:
        assert (question, json.dumps(values)) in told


def test_no_decision_is_lost_or_doubled(killed: Killed) -> None:
    decided = killed.end["decided"]
    assert len(decided) == len(set(decided)) == killed.end["decisions"] > 0


def test_the_state_is_whole_and_every_run_has_ended(killed: Killed) -> None:
    database = sqlite3.connect(killed.folder / "job.state.db")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()
    assert set(killed.end["runs"]) <= {"finished", "abandoned"}
    assert "abandoned" in killed.end["runs"]


def test_nothing_half_made_stays(killed: Killed) -> None:
    assert list(killed.folder.rglob(f"*{SUFFIX}")) == []
    assert list((killed.folder / "archive").glob(".*")) == []
    assert len(list((killed.folder / "archive").iterdir())) == 3


STORIES = (
    "The mayor closed the north pier on Monday after 12 cracks were found.\nFerries go on.\n",
    "The mayor closed the north pier on Monday after 21 cracks were found.\nFerries go on.\n",
)


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("event", ["gathered", "recorded", "written"])
def test_the_command_itself_is_killed_and_the_next_one_finishes(event: str, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for number, story in enumerate(STORIES):
        (tmp_path / "inbox" / f"{number}.txt").write_text(story)
    (tmp_path / "mine.toml").write_text("[entailment]\nuse = false\n")
    bell = json.dumps("cat >> rung.jsonl; echo >> rung.jsonl")
    (tmp_path / "job.toml").write_text(
        'settings = "mine.toml"\n[[sources]]\nkind = "folder"\nname = "desk"\nfolder = "inbox"\n'
        '[outputs]\npage = "page.html"\n[[notify]]\nkind = "command"\nname = "bell"\n'
        f'command = ["sh", "-c", {bell}]\n'
    )
    command = [sys.executable, "-m", "consistency", "run", "job.toml", "--log-format", "json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as run:
        assert run.stderr is not None
        while json.loads(run.stderr.readline())["event"] != event:
            pass
        run.kill()

    again = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False)

    assert again.returncode == 0, again.stderr
    assert b"2 of them new or changed" in again.stdout or event == "written"
    assert (tmp_path / "page.html").read_text().startswith("<!")
    rung = [json.loads(r) for r in (tmp_path / "rung.jsonl").read_text().splitlines() if r]
    assert len({message["id"] for message in rung}) == 1
