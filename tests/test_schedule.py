"""Recipes for schedulers: they parse, their commands exist, and exit codes lead where they say."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from consistency import cli

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "tools" / "schedule"
CRON = (RECIPES / "story.cron").read_text("utf-8")
CONTAINER = (RECIPES / "Containerfile").read_text("utf-8")
FOLDER = "/srv/newsroom"
CODES = ("0", "1", "2", "3", "4")


def cron_line() -> str:
    """The one entry of the crontab, without its five fields of time."""
    (line,) = [line for line in CRON.splitlines() if line.startswith("*/")]
    return line.split(maxsplit=5)[5]


def unit(name: str) -> ConfigParser:
    """A unit of systemd, which is nearly an INI file."""
    read = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(RECIPES / name, "utf-8")
    return read


def workflow() -> dict[str, Any]:
    """The workflow; YAML 1.1 takes the key `on` for a truth value."""
    yaml = pytest.importorskip("yaml")
    content: dict[Any, Any] = yaml.safe_load((RECIPES / "github-actions.yml").read_text("utf-8"))
    return {("on" if key is True else str(key)): value for key, value in content.items()}


def step(name: str) -> str:
    """What a step of the workflow runs."""
    steps = workflow()["jobs"]["follow"]["steps"]
    return str(next(one["run"] for one in steps if one.get("name") == name))


def instructions(name: str) -> list[str]:
    """What follows an instruction of the container file, each time; lines joined."""
    joined = CONTAINER.replace("\\\n", " ")
    return re.findall(rf"^{name} (.+)$", joined, re.MULTILINE)


def commands() -> list[str]:
    """Every command line of the tool in the recipes."""
    container = json.loads(instructions("ENTRYPOINT")[0]) + json.loads(instructions("CMD")[0])
    dag = dag_with(lambda *_, **__: SimpleNamespace(returncode=0))
    return [
        re.split(r"\|\|", cron_line())[0].partition(".venv/bin/")[2],
        unit("consistency@.service")["Service"]["ExecStart"].rpartition("/bin/")[2],
        step("Run the job").partition("\n")[2].partition("||")[0].replace('"$JOB"', "story.toml"),
        shlex.join(container),
        shlex.join([*dag["COMMAND"], *dag["OPTIONS"]]).rpartition("/bin/")[2],
    ]


@pytest.mark.parametrize("number", range(5))
def test_every_command_in_the_recipes_parses(number: int) -> None:
    words = shlex.split(commands()[number])
    assert words[0] == "consistency"
    assert cli.build_parser().parse_args(words[1:]).run is cli.run_job


def test_the_table_gives_the_exit_codes_of_the_command() -> None:
    text = (RECIPES / "README.md").read_text("utf-8")
    in_help = re.findall(r"^  (\d)  ", cli.RUN_EXIT_CODES, re.MULTILINE)
    assert re.findall(r"^\| (\d) \|", text, re.MULTILINE) == in_help == list(CODES)


def test_every_recipe_is_in_the_table_and_the_other_way_round() -> None:
    text = (RECIPES / "README.md").read_text("utf-8")
    named = set(re.findall(r"\]\(([^)]+)\)", text))
    assert named == {path.name for path in RECIPES.iterdir() if path.is_file()} - {"README.md"}


# What becomes of an exit code


@pytest.fixture
def ends_with(tmp_path: Path) -> Callable[[str], Path]:
    """Make a folder with a command that does nothing but end with a code."""

    def make(code: str) -> Path:
        program = tmp_path / ".venv" / "bin" / "consistency"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
        program.chmod(0o755)
        return tmp_path

    return make


@pytest.mark.skipif(not shutil.which("flock"), reason="no flock here")
@pytest.mark.parametrize(("code", "fails"), [*zip(CODES, (0, 1, 1, 0, 1), strict=True)])
def test_cron_takes_news_for_no_failure(
    code: str, fails: int, ends_with: Callable[[str], Path]
) -> None:
    line = cron_line().replace(FOLDER, str(ends_with(code)))
    assert subprocess.run(["/bin/sh", "-c", line], check=False).returncode == fails


@pytest.mark.skipif(not shutil.which("flock"), reason="no flock here")
def test_cron_leaves_a_run_out_while_another_is_at_work(ends_with: Callable[[str], Path]) -> None:
    folder = ends_with("1")
    line = cron_line().replace(FOLDER, str(folder))
    held = f"exec 9> story.lock; flock 9; {line}"
    assert subprocess.run(["/bin/sh", "-c", held], cwd=folder, check=False).returncode == 0


@pytest.mark.parametrize(("code", "fails"), [*zip(CODES, (0, 1, 2, 0, 0), strict=True)])
def test_the_workflow_warns_of_news_and_fails_on_failures(
    code: str, fails: int, ends_with: Callable[[str], Path]
) -> None:
    path = ends_with(code) / ".venv" / "bin"
    run = subprocess.run(
        ["/bin/sh", "-e", "-c", step("Run the job")],
        env={"PATH": f"{path}:/usr/bin:/bin", "JOB": "story.toml"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == fails
    assert ("::warning::" in run.stdout) == (code in "34")


def test_systemd_takes_news_and_what_was_skipped_for_success() -> None:
    assert unit("consistency@.service")["Service"]["SuccessExitStatus"].split() == ["3", "4"]


class Again(Exception):
    """Stands for Airflow's exception after which a task is tried again."""


class GiveUp(Again):
    """Stands for the one after which it is not."""


def dag_with(run: Callable[..., Any]) -> dict[str, Any]:
    """Execute the DAG's file with stand-ins for Airflow; return its names and its tasks'."""
    tasks: dict[str, Any] = {}

    def as_task(function: Callable[..., Any]) -> Callable[..., Any]:
        tasks[function.__name__] = function
        return lambda *_: Chain()

    def as_dag(**_: Any) -> Callable[..., Any]:
        return lambda function: function

    class Chain:
        def __rshift__(self, others: Any) -> Any:
            tasks["after"] = len(others)
            return others

    class Task:
        def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
            return as_task(function)

        def branch(self, **options: Any) -> Callable[..., Any]:
            tasks["options"] = options
            return as_task

    exceptions: Any = ModuleType("airflow.exceptions")
    exceptions.AirflowException, exceptions.AirflowFailException = Again, GiveUp
    sdk: Any = ModuleType("airflow.sdk")
    sdk.dag, sdk.task = as_dag, Task()
    with pytest.MonkeyPatch.context() as patch:
        for module in (ModuleType("airflow"), exceptions, sdk):
            patch.setitem(sys.modules, module.__name__, module)
        patch.setattr(subprocess, "run", run)
        return runpy.run_path(str(RECIPES / "airflow_dag.py")) | {"tasks": tasks}


def ended(code: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the DAG goes on with after a run that ended with a code."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=code))
    return str(dag_with(subprocess.run)["tasks"]["follow"]())


@pytest.mark.parametrize(
    ("code", "task"), [(0, "rest"), (3, "call_the_desk"), (4, "look_at_the_log")]
)
def test_airflow_goes_on_by_the_exit_code(
    code: int, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ended(code, monkeypatch) == task
    assert task in dag_with(subprocess.run)["tasks"]


@pytest.mark.parametrize(("code", "error"), [(1, Again), (2, GiveUp), (-9, Again)])
def test_airflow_tries_again_what_another_try_may_mend(
    code: int, error: type[Again], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Again) as raised:
        ended(code, monkeypatch)
    assert raised.type is error


def test_airflow_has_a_task_after_the_run_for_every_way_it_ends() -> None:
    found = dag_with(lambda *_, **__: SimpleNamespace(returncode=0))
    assert set(found["NEXT"].values()) <= found["tasks"].keys()
    assert found["tasks"]["after"] == len(found["NEXT"])


# What each scheduler asks for


def test_the_units_start_each_other() -> None:
    service, timer = unit("consistency@.service"), unit("consistency@.timer")
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["User"] != "root"
    assert service["Service"]["NoNewPrivileges"] == "yes"
    assert timer["Timer"]["OnCalendar"] == "*:0/15"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_nothing_amiss(tmp_path: Path) -> None:
    for ending in ("service", "timer"):
        text = (RECIPES / f"consistency@.{ending}").read_text("utf-8")
        text = text.replace(f"{FOLDER}/.venv/bin/consistency", sys.executable)
        (tmp_path / f"consistency@story.{ending}").write_text(text, "utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "Failed to" in run.stderr:
        pytest.skip("systemd cannot run its checks here")
    assert (run.returncode, run.stderr) == (0, "")


def test_the_workflow_has_no_more_rights_than_it_needs() -> None:
    flow = workflow()
    assert flow["permissions"] == {"contents": "read"}
    assert flow["concurrency"] == {"group": "story", "cancel-in-progress": False}
    assert flow["on"]["schedule"] == [{"cron": "*/15 * * * *"}]
    used = [one["uses"] for one in flow["jobs"]["follow"]["steps"] if "uses" in one]
    assert used
    assert all(re.fullmatch(r"actions/[\w/-]+@v\d+", name) for name in used)


def test_the_workflow_installs_files_that_there_are() -> None:
    named = re.findall(r"requirements/[\w.]+", step("Install what requirements/ pins"))
    assert len(named) == 3
    assert all((ROOT / name).exists() for name in named)


# The container


def test_the_container_runs_as_somebody_who_is_not_root() -> None:
    users = instructions("USER")
    assert users
    assert users[-1].split(":")[0] not in ("root", "0")
    after = CONTAINER.rpartition("\nUSER ")[2]
    assert "\nRUN " not in after
    assert "\nCOPY " not in after


def test_the_container_is_made_from_a_version_that_is_named() -> None:
    bases = {line.split()[0] for line in instructions("FROM")}
    (base,) = bases
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base)
    least = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "requires-python"
    ]
    assert base.startswith(f"python:{least.removeprefix('>=')}.")


def test_the_container_holds_what_installing_needs_and_nothing_else() -> None:
    copied = [word for line in instructions("COPY") for word in line.split()[:-1]]
    from_here = {word for word in copied if not word.startswith(("--from", "/venv"))}
    assert from_here == {
        "LICENSE",
        "README.md",
        "consistency",
        "pyproject.toml",
        "requirements/models.txt",
        "requirements/newsroom.txt",
        "requirements/runtime.txt",
    }
    assert all((ROOT / name).exists() for name in from_here)
    assert not instructions("ADD")


def test_what_the_container_copies_is_what_is_sent_to_its_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert let_in == {"LICENSE", "README.md", "consistency", "pyproject.toml", "requirements"}


def test_the_recipes_name_no_secret() -> None:
    for path in RECIPES.iterdir():
        assert not re.search(r"(password|token|secret)\s*[=:]\s*\S", path.read_text("utf-8"), re.I)
