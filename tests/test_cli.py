"""The command: what it hands on, what it prints where, and the code it exits with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from fake_report import fake_report

from consistency import options, pipeline, workers
from consistency.cli import build_parser, exit_code, main
from consistency.errors import InputError, ModelError, OutputError
from consistency.records import Finding, Report, Skipped
from consistency.settings import Settings


class Checked:
    """Stands in for the pipeline: remembers what it was asked and returns a report made by hand."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.inputs: list[str] = []
        self.draft: str | None = None
        self.settings: Settings | None = None

    def __call__(
        self,
        inputs: Iterable[str],
        *,
        draft: str | None,
        settings: Settings,
        progress: Callable[[str], None] | None,
        one_event: bool = False,
        written: Sequence[Path] = (),
        cache: object = None,
    ) -> Report:
        self.one_event, self.cache, self.written = one_event, cache, written
        self.inputs, self.draft, self.settings = list(inputs), draft, settings
        if progress:
            progress("reading articles")
        return self.report


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Checked:
    stand_in = Checked(replace(fake_report(), skipped=()))
    monkeypatch.setattr(pipeline, "check", stand_in)
    return stand_in


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that a process beside the run was prepared with; none is started."""
    told: list[Settings] = []
    monkeypatch.setattr(workers, "prepare", lambda _, settings: told.append(settings))
    return told


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def check(*_: Any, **__: Any) -> Report:
        raise error

    monkeypatch.setattr(pipeline, "check", check)


def findings(*kinds: tuple[str, str]) -> Report:
    """A report with findings of these kinds and severities."""
    report = fake_report()
    one = report.finding_records[0]
    made = tuple(replace(one, kind=kind, severity=severity) for kind, severity in kinds)
    return replace(report, finding_records=made, skipped=())


def test_a_finished_run_exits_with_0(checked: Checked) -> None:
    assert main(["check", "one.txt", "two.txt"]) == 0
    assert checked.inputs == ["one.txt", "two.txt"]
    assert checked.settings == Settings()


@pytest.mark.usefixtures("checked")
def test_a_process_is_prepared_unless_a_draft_s_claims_are_found_here(
    prepared: list[Settings], tmp_path: Path
) -> None:
    assert main(["check", "one.txt"]) == 0
    assert prepared == [Settings()]
    assert main(["check", "one.txt", "--cache", str(tmp_path / "cache")]) == 0
    assert prepared == [Settings()] * 2
    assert main(["check", "one.txt", "--draft", "two.txt"]) == 0
    assert prepared == [Settings()] * 2


def test_disagreement_is_a_result_and_no_failure(checked: Checked) -> None:
    assert any(f.kind == "conflict" for f in checked.report.finding_records)
    assert main(["check", "one.txt"]) == 0


@pytest.mark.parametrize(
    "error", [InputError("no such file"), ModelError("no model"), OutputError("no space")]
)
def test_what_cannot_finish_exits_with_1_and_says_why(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, error)

    assert main(["check", "one.txt"]) == 1
    assert capsys.readouterr().err == f"consistency: {error}\n"


def test_an_interrupted_run_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())

    assert main(["check", "one.txt"]) == 1
    assert capsys.readouterr().err == "consistency: interrupted\n"


@pytest.mark.usefixtures("checked")
def test_a_page_that_cannot_be_written_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    assert main(["check", "one.txt", "--quiet", "-o", str(tmp_path / "file" / "page.html")]) == 1
    assert "page.html" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["compare", "one.txt"],
        ["check", "one.txt", "--fail-on", "clash"],
        ["check", "one.txt", "--fail-on", "conflict:grave"],
        ["check", "one.txt", "--fail-on", ""],
        ["check", "one.txt", "--colour"],
        ["evaluate", "findings.json"],
    ],
    ids=" ".join,
)
def test_misuse_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == 2
    assert "usage: consistency" in capsys.readouterr().err


def test_two_writers_cannot_share_standard_output(
    checked: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "one.txt", "--json", "-", "--markdown", "-"]) == 2
    assert "name a file" in capsys.readouterr().err
    assert checked.inputs == []


@pytest.mark.usefixtures("checked")
def test_a_digest_goes_to_a_file_or_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "one.txt", "--quiet", "--markdown", str(tmp_path / "desk.md")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "one.txt", "--markdown", "-"]) == 0
    printed = capsys.readouterr()
    assert printed.out == (tmp_path / "desk.md").read_text("utf-8")
    assert printed.out.startswith("# Port Ellery closes ferry terminal over cracked pier\n")
    assert "reading articles" in printed.err


def test_a_bad_settings_file_is_misuse(
    checked: Checked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[clusters]\nneighbors = 3\n", encoding="utf-8")

    assert main(["check", "one.txt", "--settings", str(path)]) == 2
    assert "'neighbors'" in capsys.readouterr().err
    assert checked.inputs == []


def test_settings_come_from_the_file_named(checked: Checked, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[clusters]\nneighbours = 3\n", encoding="utf-8")

    main(["check", "one.txt", "--settings", str(path)])

    assert checked.settings is not None
    assert checked.settings.clusters.neighbours == 3


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("conflict", 3),
        ("conflict:low", 3),
        ("conflict:medium", 3),
        ("conflict:high", 0),
        ("update", 0),
        ("unstated:low", 3),
        ("unstated:medium", 0),
    ],
)
def test_fail_on_matches_its_kind_at_its_severity_or_above(
    rule: str, code: int, checked: Checked
) -> None:
    checked.report = findings(("conflict", "medium"), ("unstated", "low"))

    assert main(["check", "one.txt", "--fail-on", rule]) == code


@pytest.mark.parametrize(("options", "one"), [([], False), (["--events", "one"], True)])
def test_events_are_told_apart_unless_asked_not_to(
    checked: Checked, options: list[str], one: bool
) -> None:
    main(["check", "x", "--quiet", *options])

    assert checked.one_event is one


def test_one_of_several_rules_is_enough(checked: Checked) -> None:
    checked.report = findings(("update", "low"))

    assert main(["check", "a.txt", "--fail-on", "conflict", "--fail-on", "update"]) == 3


def test_inputs_may_follow_a_rule(checked: Checked) -> None:
    checked.report = findings(("update", "low"))

    assert main(["check", "--fail-on", "update", "a.txt", "b.txt"]) == 3
    assert checked.inputs == ["a.txt", "b.txt"]


def test_strict_exits_with_4_when_something_was_skipped(checked: Checked) -> None:
    checked.report = replace(findings(), skipped=(Skipped("x.html", "no text"),))

    assert main(["check", "one.txt", "--strict"]) == 4
    assert main(["check", "one.txt"]) == 0


def test_a_matched_rule_comes_before_strict() -> None:
    report = replace(findings(("conflict", "low")), skipped=(Skipped("x.html", "no text"),))

    assert exit_code(report, fail_on=[("conflict", "low")], strict=True) == 3


def test_json_to_stdout_is_all_that_stdout_holds(
    checked: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "one.txt", "--json", "-"]) == 0

    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["findings"]) == len(checked.report.finding_records)
    assert "reading articles" in printed.err


@pytest.mark.usefixtures("checked")
def test_quiet_json_leaves_stderr_empty(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "one.txt", "--json", "-", "--quiet"])

    printed = capsys.readouterr()
    assert printed.out.startswith("{")
    assert printed.err == ""


@pytest.mark.usefixtures("checked")
def test_the_summary_goes_to_stdout_and_progress_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"

    main(["check", "one.txt", "-o", str(page)])

    printed = capsys.readouterr()
    assert f"Page: {page}" in printed.out
    assert printed.err == "reading articles\n"
    assert page.read_text("utf-8").startswith("<!")


@pytest.mark.usefixtures("checked")
def test_quiet_prints_nothing_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "one.txt", "--quiet", "-o", str(tmp_path / "page.html")])

    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("checked")
def test_every_output_asked_for_is_written(tmp_path: Path, checked: Checked) -> None:
    page, data, review = tmp_path / "p.html", tmp_path / "f.json", tmp_path / "r.json"
    tables = tmp_path / "csv", tmp_path / "parquet"

    outputs = {
        "-o": page,
        "--json": data,
        "--csv": tables[0],
        "--parquet": tables[1],
        "--claimreview": review,
    }
    main(["check", "one.txt", "--quiet", *chain(*((o, str(path)) for o, path in outputs.items()))])

    assert all(path.stat().st_size for path in (page, data, review))
    assert all(list(folder.iterdir()) for folder in tables)
    assert {page, data, review, *tables[0].iterdir()} == set(checked.written)


def test_each_help_has_an_example_and_check_has_the_exit_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ("check", "evaluate", "run"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        text = capsys.readouterr().out
        assert f"  consistency {command} " in text
    for command in ("check", "run"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert "exit codes:" in capsys.readouterr().out


def test_the_examples_in_help_parse_and_their_files_exist() -> None:
    for line in options.EXAMPLES.splitlines()[1:]:
        words = line.partition("| ")[2] if "|" in line else line
        arguments = words.replace("'", "").split()
        assert build_parser().parse_args(arguments[1:]).inputs
        for word in arguments:
            if word.startswith("data/"):
                assert (Path(__file__).parent.parent / word).exists()


def evaluation_files(folder: Path) -> tuple[Path, Path]:
    report = {
        "articles": [{"id": "a1", "path": "one.txt", "text": "12 cracks"}],
        "findings": [],
    }
    gold = {
        "id": "G1",
        "kind": "conflict",
        "facet": "quantity",
        "severity": "high",
        "question": "How many?",
        "values": [{"article": "one", "quote": "12 cracks", "value": "12"}],
    }
    (folder / "findings.json").write_text(json.dumps(report), encoding="utf-8")
    (folder / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    return folder / "findings.json", folder / "gold.jsonl"


def test_evaluate_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, gold = evaluation_files(tmp_path)

    assert main(["evaluate", str(report), str(gold)]) == 0
    assert "recall_all: 0.0" in capsys.readouterr().out.splitlines()

    assert main(["evaluate", str(report), str(gold), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gold"] == 1


def test_evaluate_without_its_files_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, gold = evaluation_files(tmp_path)

    assert main(["evaluate", str(tmp_path / "none.json"), str(gold)]) == 1
    assert main(["evaluate", str(report), str(gold), "--traps", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("cannot read") == 2


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    report, gold = evaluation_files(tmp_path)
    command = [sys.executable, "-m", "consistency", "evaluate", str(report), str(gold)]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        complaint = run.stderr.read()

    assert (run.returncode, complaint) == (1, b"")


def test_severities_and_kinds_are_those_of_findings() -> None:
    reported: tuple[Finding, ...] = fake_report().finding_records

    assert {f.kind for f in reported} <= set(options.KINDS)
    assert {f.severity for f in reported} <= set(options.SEVERITIES)


def test_a_draft_is_handed_on(checked: Checked) -> None:
    assert main(["check", "a.txt", "--draft", "story.md", "--quiet"]) == 0
    assert (checked.inputs, checked.draft) == (["a.txt"], "story.md")


def test_without_a_draft_none_is_handed_on(checked: Checked) -> None:
    assert main(["check", "a.txt", "--quiet"]) == 0
    assert checked.draft is None
