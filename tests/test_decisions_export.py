"""`consistency decisions`: what reviewers decided, out of a state, as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from state_reports import Draft, arrival, report_of, story

from consistency.cli import main
from consistency.report import read_json, write_json
from consistency.state import Decision, Verdict
from consistency.state.store import Store

JOB = """
name = "ferry"
state = "sqlite:///state.db"

[[sources]]
kind = "folder"
name = "desk"
folder = "."

[outputs]
page = "page.html"
"""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A job with one finding that was dismissed, with words that a spreadsheet would compute."""
    (tmp_path / "job.toml").write_text(JOB, "utf-8")
    with Store.open(f"sqlite:///{tmp_path}/state.db") as store:
        with store.run("ferry") as running:
            running.add([arrival(story("Courier", "It has 12 cracks.")),
                         arrival(story("Wire", "It has 21 cracks."))])  # fmt: skip
            draft = Draft("How many?", [("a1", "12 cracks", "12"), ("a2", "21 cracks", "21")])
            report = running.record(report_of(running.articles(), [draft]))
        write_json(report, tmp_path / "findings.json")
        (tracking,) = report.tracking.values()
        word = Decision(
            Verdict.DISMISSED, "Dana Ruiz", tracking.last.evidence,
            datetime(2031, 3, 6, 9, tzinfo=UTC), note="=1+1", called="Port office", said="Neither.",
        )  # fmt: skip
        store.decide(tracking.id, word, token="once")
    return tmp_path / "job.toml"


def test_json_has_the_decision_and_the_finding_as_it_was(
    job: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", str(job)]) == 0
    content = json.loads(capsys.readouterr().out)
    (row,) = content["decisions"]
    assert content["schema_version"] == 1
    assert (row["job"], row["verdict"], row["in_force"]) == ("ferry", "dismissed", True)
    assert (row["facet"], row["kind"], row["confidence"]) == ("quantity", "conflict", 0.9)
    assert (row["called"], row["said"], row["note"]) == ("Port office", "Neither.", "=1+1")
    assert [value["value"] for value in row["values"]] == ["12", "21"]


def test_csv_is_safe_to_open(job: Path) -> None:
    target = job.parent / "decisions.csv"
    assert main(["decisions", str(job), "--csv", str(target)]) == 0
    (row,) = csv.DictReader(io.StringIO(target.read_text("utf-8-sig")))
    assert row["note"] == "'=1+1"
    assert row["values"] == "Courier: 12; Wire: 21"
    assert row["decided_at"] == "2031-03-06T09:00:00+00:00"


def test_csv_on_stdout_has_no_byte_order_mark(
    job: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", str(job), "--csv", "-"]) == 0
    assert capsys.readouterr().out.startswith("job,finding,verdict")


def test_a_state_can_be_named_by_its_address(job: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{job.parent}/state.db"
    assert main(["decisions", address, "--job", "ferry"]) == 0
    named = capsys.readouterr().out
    assert main(["decisions", address]) == 0
    assert capsys.readouterr().out == named


def test_a_job_that_is_not_there_is_named_with_those_that_are(
    job: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", str(job), "--job", "bridge"]) == 1
    assert "found no job 'bridge' in the state; jobs there: ferry" in capsys.readouterr().err


def test_no_state_is_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decisions", f"sqlite:///{tmp_path}/none.db"]) == 1
    assert "found no state" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_job_file_that_is_not_there_is_misuse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", str(tmp_path / "none.toml")]) == 2
    assert "cannot read job file" in capsys.readouterr().err


def test_two_writers_cannot_share_standard_output(
    job: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", str(job), "--csv", "-", "--json", "-"]) == 2
    assert "name a file" in capsys.readouterr().err


def test_what_is_exported_can_be_evaluated(job: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = job.parent / "decisions.json"
    assert main(["decisions", str(job), "--json", str(target)]) == 0
    assert main(["evaluate", "--decisions", str(target)]) == 0
    assert "held: 0.000 (0 of 1)" in capsys.readouterr().out


def test_what_a_run_recorded_comes_back_from_the_findings_file(job: Path) -> None:
    (tracking,) = read_json(job.parent / "findings.json").tracking.values()
    assert (tracking.last.facet, tracking.last.confidence) == ("quantity", 0.9)
