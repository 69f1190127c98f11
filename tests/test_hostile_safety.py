"""What an article, a file's name or a weights file must not be able to do."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_report import fake_report
from hypothesis import given
from hypothesis import strategies as st
from tiny_entailment import save_tiny_encoder

from consistency import cli, pipeline
from consistency.embeddings import SentenceEncoder
from consistency.entailment import load as load_entailment
from consistency.errors import InputError, ModelError
from consistency.records import Report, Skipped
from consistency.report import findings_file, spreadsheets, write_csv
from consistency.settings import EntailmentSettings, ModelSettings
from consistency.terminal import printable, printable_lines

ROOT = Path(__file__).resolve().parent.parent
ESCAPES = {
    "colour": "\x1b[31mred",
    "title": "\x1b]0;owned\x07",
    "eight-bit": "\x9b2J",
    "return": "Skipped\roverwritten",
    "line": "a.txt\nconsistency: all is well",
    "override": "gpj.\u202etxt",
    "bell": "\x07" * 3,
}
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


# --- the terminal ------------------------------------------------------------------------------


@given(st.text())
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    assert all(char.isprintable() or not STEERS.match(char) for char in printable(text))
    assert "\n" not in printable(text)
    assert printable_lines(text).count("\n") == text.count("\n")


def steered(report: Report, words: str) -> Report:
    """A report in which every name that is printed tries to steer the terminal."""
    articles = tuple(
        replace(a, title=words, source=words, author=words, path=words) for a in report.articles
    )
    findings = tuple(replace(f, question=words, explanation=words) for f in report.finding_records)
    return replace(
        report,
        articles=articles,
        finding_records=findings,
        skipped=(Skipped(words, words),),
    )


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
@pytest.mark.parametrize("options", [[], ["--json", "-"], ["--markdown", "-"]], ids=str)
def test_titles_and_names_cannot_steer_the_terminal(
    words: str,
    options: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = steered(fake_report(), words)

    def check(*_: Any, progress: Any, **__: Any) -> Report:
        progress(f"reading {words}")
        return report

    monkeypatch.setattr(pipeline, "check", check)
    page = tmp_path / f"page{words.replace('/', '')}.html"
    assert cli.main(["check", "one.txt", "-o", str(page), *options]) == 0

    printed = capsys.readouterr()
    assert not STEERS.search(printed.out + printed.err)
    assert "all is well" not in [line.strip() for line in printed.err.splitlines()]


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
def test_complaints_cannot_steer_the_terminal(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(*_: Any, **__: Any) -> Report:
        raise InputError(f"{words} does not exist")

    monkeypatch.setattr(pipeline, "check", check)
    assert cli.main(["check", words]) == 1
    with pytest.raises(SystemExit) as end:
        cli.main(["check", "one.txt", f"--{words}".replace(" ", "_")])

    assert end.value.code == 2
    printed = capsys.readouterr()
    assert not STEERS.search(printed.out + printed.err)
    assert len([line for line in printed.err.split("\n") if "consistency:" in line[:12]]) == 2


def test_a_file_with_a_hostile_name_is_named_safely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / "\x1b[2J\x1b]0;owned\x07.bin"
    name.write_text("x")
    assert cli.main(["check", str(name)]) == 1
    printed = capsys.readouterr()
    assert "owned" in printed.err
    assert not STEERS.search(printed.err)


@pytest.mark.parametrize("words", ESCAPES.values(), ids=ESCAPES)
def test_the_findings_file_keeps_what_it_escapes(words: str) -> None:
    text = findings_file.dumps(steered(fake_report(), words))
    assert not STEERS.search(text)
    assert json.loads(text)["skipped"] == [{"path": words, "reason": words}]


def test_a_terminal_that_knows_ascii_alone_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "“ferry”.txt").write_text("Nothing.")
    command = [sys.executable, "-m", "consistency", "check", str(tmp_path / "“ferry”.bin")]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ferry" in run.stderr
    assert "Traceback" not in run.stderr


# --- spreadsheets ------------------------------------------------------------------------------

FORMULAS = [
    '=HYPERLINK("http://evil.invalid","open")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "\0=1+1",
    '",=1+1',
]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute this cell."""
    return bool(cell.strip()) and (cell.strip()[0] in "=+-@＝＋－＠" or cell[0] in "\t\r\n")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_any_table_is_a_formula(formula: str, tmp_path: Path) -> None:
    report = steered(fake_report(), formula)
    claims = tuple(replace(c, speaker=formula) for c in report.claim_records)
    findings = tuple(
        replace(f, values=tuple(replace(v, value=formula, speaker=formula) for v in f.values))
        for f in report.finding_records
    )
    report = replace(report, claim_records=claims, finding_records=findings)

    paths = write_csv(report, tmp_path)

    assert len(paths) == 4
    for path in paths:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        assert len(rows) > 1
        # A negative number would be one too, but no column holds any.
        assert not [cell for row in rows for cell in row if is_formula(cell)]


@given(st.text())
def test_a_defused_cell_is_no_formula_and_keeps_its_words(cell: str) -> None:
    defused = spreadsheets.defuse(cell)
    assert not is_formula(defused)
    assert defused.removeprefix("'") in (cell.replace("\0", ""), cell.replace("\0", "")[1:])


# --- code in data ------------------------------------------------------------------------------

NEWSROOM = {"jobs", "review", "state"}
"""Rooms of scheduled jobs and reviews, which fetch, send and serve."""
RUNS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "code"}
CALLS = {"eval", "exec", "compile", "__import__", "execfile"}


def trees() -> dict[str, ast.Module]:
    files = sorted((ROOT / "consistency").rglob("*.py"))
    assert len(files) > 90
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text("utf-8")) for p in files}


def test_nothing_unpickles_and_nothing_runs_text_as_code() -> None:
    found = []
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found += [(name, a.name) for a in node.names if a.name.split(".")[0] in RUNS_CODE]
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in RUNS_CODE:
                found.append((name, str(node.module)))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found += [(name, node.func.id)] if node.func.id in CALLS else []
            if isinstance(node, ast.keyword) and node.arg in {"allow_pickle", "trust_remote_code"}:
                found += [] if ast.unparse(node.value) == "False" else [(name, node.arg)]
    assert found == []


def test_no_program_is_started_and_no_shell() -> None:
    started = re.compile(r"\b(?:subprocess|os\.system|os\.popen|pty\.spawn|shell=True)\b")
    package = (ROOT / "consistency").rglob("*.py")
    # Training starts workers of its own; a run starts one program, this package's own reader; a
    # scheduled job starts the one that its file names, without a shell.
    found = [path.name for path in package if started.search(path.read_text("utf-8"))]
    assert set(found) <= {"train.py", "supervision.py", "channels.py"}


def test_torch_loads_weights_alone() -> None:
    loads = [
        (name, {k.arg: ast.unparse(k.value) for k in node.keywords})
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.load"
    ]
    assert loads
    assert [name for name, named in loads if named.get("weights_only") != "True"] == []


class Trap:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


@pytest.fixture
def trapped(tmp_path: Path) -> tuple[Path, Path]:
    """A model's folder whose weights are a pickle that makes a file, and that file."""
    folder, sprung = save_tiny_encoder(tmp_path / "model"), tmp_path / "sprung"
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(sprung)))
    return folder, sprung


@pytest.mark.slow
def test_an_embedding_model_that_holds_code_is_refused_and_not_run(
    trapped: tuple[Path, Path],
) -> None:
    folder, sprung = trapped
    with pytest.raises(ModelError, match="safetensors"):
        SentenceEncoder(ModelSettings(encoder=str(folder)))
    assert not sprung.exists()


@pytest.mark.slow
def test_an_entailment_model_that_holds_code_is_refused_and_not_run(
    trapped: tuple[Path, Path],
) -> None:
    folder, sprung = trapped
    with pytest.raises(ModelError, match="safetensors"):
        load_entailment(EntailmentSettings(model=str(folder)))
    assert not sprung.exists()


def test_no_weights_that_come_with_the_package_can_hold_code() -> None:
    unsafe = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz", ".h5"}
    assert [p for p in (ROOT / "consistency").rglob("*") if p.suffix in unsafe] == []


def test_nothing_in_a_run_opens_a_connection() -> None:
    networks = {"requests", "urllib3", "httpx", "aiohttp", "socket", "ftplib", "smtplib"}
    found = [
        (name, module)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        for module in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if module.split(".")[0] in networks or module in {"urllib.request", "http.client"}
    ]
    assert [pair for pair in found if Path(pair[0]).parts[1] not in NEWSROOM] == []


def test_a_check_enters_no_room_that_may_open_connections() -> None:
    """Only the command goes there, when it is told to; records of what is known are for all."""
    found = [
        (name, node.module)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").removeprefix("consistency.").split(".")[0] in NEWSROOM
        and node.module not in {"consistency.state", "consistency.state.records"}
    ]
    assert {name for name, _ in found if Path(name).parts[1] not in NEWSROOM} <= {
        "consistency/cli.py"
    }
