"""What earlier runs saw and people decided, in the findings file and the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
from fake_report import fake_report
from tracked_report import FIRST_RUN, at, decision, tracked_report

from consistency.errors import FindingsFileError
from consistency.records import Report
from consistency.report import read_json, write_csv, write_json, write_parquet
from consistency.report.decided import decision_rows, decisions_csv, seen_by
from consistency.report.findings_file import as_dict
from consistency.state.records import Verdict


@pytest.fixture
def report() -> Report:
    return tracked_report()


def test_tracking_comes_back_as_it_was_written(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "findings.json")
    again = read_json(tmp_path / "findings.json")
    assert again.tracking == report.tracking
    assert again.gone == report.gone


def test_a_report_without_tracking_has_no_word_of_it() -> None:
    assert {"tracking", "gone"}.isdisjoint(as_dict(fake_report()))


def test_all_else_in_the_findings_file_is_as_it_was(report: Report) -> None:
    content = as_dict(report)
    del content["tracking"], content["gone"]
    assert content == as_dict(fake_report())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["f"].update(status="old"), "'status' should be one of new, changed"),
        (lambda t: t["f"].update(sightings=[]), "'sightings' should hold at least one"),
        (lambda t: t["f"]["sightings"][0].update(at="today"), "'at' should be a moment"),
        (lambda t: t["f"]["sightings"][0].update(at="2031-03-06"), "'at' should be a moment"),
        (lambda t: t.update(other=t["f"]), "names finding 'other'"),
        (lambda t: t.update(f=[]), "expected an object"),
    ],
)
def test_tracking_out_of_shape_is_named(
    change: Callable[[dict[str, Any]], None], told: str, report: Report, tmp_path: Path
) -> None:
    content = as_dict(report)
    tracking = {"f": next(iter(content["tracking"].values()))}
    change(tracking)
    first = content["findings"][0]["id"]
    content["tracking"] = {first if name == "f" else name: t for name, t in tracking.items()}
    (tmp_path / "findings.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(FindingsFileError, match=told):
        read_json(tmp_path / "findings.json")


def test_tables_have_the_history_only_where_there_is_one(report: Report, tmp_path: Path) -> None:
    plain = {path.name for path in write_csv(fake_report(), tmp_path / "plain")}
    tracked = {path.name for path in write_csv(report, tmp_path / "tracked")}
    assert tracked - plain == {"history.csv", "decisions.csv"}
    assert "status" not in fake_report().findings.columns


def test_findings_have_their_id_across_runs_and_where_they_stand(report: Report) -> None:
    first = report.findings.iloc[0]
    assert (first["tracking"], first["status"]) == ("t1", "changed")


def test_history_has_a_row_a_value_of_every_sighting(report: Report, tmp_path: Path) -> None:
    write_parquet(report, tmp_path)
    history = pandas.read_parquet(tmp_path / "history.parquet")
    one = history[history["tracking"] == "t1"]
    assert list(one[one["source"] == "The Ellery Courier"]["value"]) == ["10", "10", "12"]
    assert one["at"].iloc[0] == FIRST_RUN.isoformat()
    assert history[history["tracking"] == "t99"]["finding"].isna().all()


def test_decisions_come_oldest_first_with_what_they_were_about(report: Report) -> None:
    rows = decision_rows(report.tracking.values(), job="ferry")
    assert [row["finding"] for row in rows] == ["t1", "t3", "t4", "t5", "t6"]
    assert [row["in_force"] for row in rows] == [False, True, True, False, True]
    assert rows[0]["values"] == [
        {"source": "The Ellery Courier", "value": "10"},
        {"source": "Coast Wire", "value": "21"},
        {"source": "Sound Shore Daily", "value": "21"},
    ]
    assert rows[0]["severity"] == "medium"
    assert rows[1]["called"] == "Port office"


def test_a_decision_is_about_the_finding_as_it_was_then(report: Report) -> None:
    tracking = report.tracking[report.finding_records[0].id]
    first, second, last = tracking.sightings
    assert seen_by(decision(Verdict.NOTED, run=1), tracking) == first
    assert seen_by(decision(Verdict.NOTED, run=2), tracking) == second
    assert seen_by(decision(Verdict.NOTED, run=4), tracking) == second
    assert seen_by(decision(Verdict.NOTED, evidence="e2", run=4), tracking) == last


def test_a_clock_that_runs_late_does_not_lose_what_a_decision_is_about(report: Report) -> None:
    tracking = report.tracking[report.finding_records[0].id]
    early = replace(decision(Verdict.NOTED), decided_at=at(0))
    assert seen_by(early, tracking) == tracking.sightings[0]


def test_a_note_that_is_a_formula_is_defused(report: Report) -> None:
    (row, *_) = decision_rows(report.tracking.values())
    text = decisions_csv([row | {"note": '=HYPERLINK("x")'}]).decode("utf-8-sig")
    assert "'=HYPERLINK" in text
