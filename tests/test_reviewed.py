"""Reviewers' decisions as a measure of findings: what held, by kind, facet and confidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracked_report import tracked_report

from consistency.cli import main
from consistency.errors import FindingsFileError
from consistency.report.decided import decision_rows, decisions_json
from consistency.reviewed import (
    BANDS,
    Band,
    Tally,
    band_of,
    format_figures,
    gap_of,
    last_words,
    reliability,
    review,
    tally,
)


def decision(finding: str, verdict: str, **changes: Any) -> dict[str, Any]:
    """A decision as `consistency decisions --json` writes it."""
    given: dict[str, Any] = {
        "finding": finding,
        "verdict": verdict,
        "reviewer": "Dana Ruiz",
        "evidence": "e1",
        "decided_at": "2031-03-06T09:35:00+00:00",
        "kind": "conflict",
        "facet": "quantity",
        "confidence": 0.85,
    }
    return {**given, **changes}


def file_of(folder: Path, *decisions: dict[str, Any], name: str = "decisions.json") -> Path:
    """A file of decisions."""
    (folder / name).write_text(decisions_json(decisions), "utf-8")
    return folder / name


def test_confirmed_and_explained_findings_held_and_dismissed_ones_did_not(tmp_path: Path) -> None:
    verdicts = ("confirmed", "update", "dismissed", "noted")
    path = file_of(tmp_path, *(decision(verdict, verdict) for verdict in verdicts))
    found = review([path])
    assert found.decisions == 4
    assert found.findings == Tally(2, 1, 0.667)


def test_figures_come_by_kind_and_facet(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        decision("t1", "confirmed"),
        decision("t2", "dismissed", facet="date"),
        decision("t3", "dismissed", kind="update"),
    )
    found = review([path])
    assert found.by_kind == {"conflict": Tally(1, 1, 0.5), "update": Tally(0, 1, 0.0)}
    assert found.by_facet == {"date": Tally(0, 1, 0.0), "quantity": Tally(1, 1, 0.5)}


def test_the_last_word_on_the_same_evidence_counts(tmp_path: Path) -> None:
    late = "2031-03-07T09:00:00+00:00"
    path = file_of(
        tmp_path,
        decision("t1", "confirmed", decided_at=late, reviewer="Ben Ito"),
        decision("t1", "dismissed"),
        decision("t1", "noted", decided_at="2031-03-08T09:00:00+00:00"),
    )
    assert review([path]).findings == Tally(1, 0, 1.0)


def test_a_finding_whose_evidence_changed_counts_once_for_each() -> None:
    words = [decision("t1", "dismissed"), decision("t1", "confirmed", evidence="e2")]
    assert tally(last_words(words)) == Tally(1, 1, 0.5)


def test_a_decision_in_two_exports_counts_once(tmp_path: Path) -> None:
    word = decision("t1", "dismissed", in_force=True)
    first = file_of(tmp_path, word, name="first.json")
    second = file_of(tmp_path, {**word, "in_force": False}, name="second.json")
    assert review([first, second]).decisions == 1


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.0, 0), (0.49, 0), (0.5, 1), (0.89, 4), (0.9, 5), (1.0, 5)]
)
def test_a_band_begins_at_its_number(confidence: float, band: int) -> None:
    assert band_of(confidence) == band


@given(st.floats(0, 1))
def test_every_confidence_has_a_band(confidence: float) -> None:
    least, below = BANDS[band_of(confidence)]
    assert least <= confidence
    assert confidence < below or confidence == below == 1


def test_reliability_sets_what_was_stated_beside_what_held() -> None:
    decided = [
        decision("t1", "confirmed", confidence=0.92),
        decision("t2", "dismissed", confidence=0.98),
        decision("t3", "confirmed", confidence=0.55),
        decision("t4", "confirmed", confidence=None),
    ]
    bands = reliability(decided)
    assert bands == [Band(0.5, 0.6, 1, 0.55, 1.0), Band(0.9, 1.0, 2, 0.95, 0.5)]
    assert gap_of(bands) == 0.45


@given(st.lists(st.tuples(st.sampled_from(["confirmed", "dismissed"]), st.floats(0, 1))))
def test_bands_leave_no_finding_out(verdicts: list[tuple[str, float]]) -> None:
    decided = [decision(f"t{n}", v, confidence=c) for n, (v, c) in enumerate(verdicts)]
    bands = reliability(decided)
    assert sum(band.findings for band in bands) == len(decided)
    gap = gap_of(bands)
    assert (gap is None) == (not decided)
    assert gap is None or 0 <= gap <= 1


def test_without_decisions_nothing_is_made_up(tmp_path: Path) -> None:
    found = review([file_of(tmp_path)])
    assert found.findings == Tally(0, 0, None)
    assert "none decided" in format_figures(None, found, as_json=False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"verdict": "maybe"}, "verdict is 'maybe', expected one of"),
        ({"kind": []}, "kind is"),
        ({"confidence": 1.5}, "confidence is 1.5"),
        ({"confidence": True}, "confidence is True"),
        ({"decided_at": "yesterday"}, "decided_at is 'yesterday'"),
        ({"decided_at": "2031-03-06T09:35:00"}, "decided_at"),
    ],
)
def test_a_decision_out_of_shape_is_named(
    change: dict[str, Any], told: str, tmp_path: Path
) -> None:
    path = file_of(tmp_path, decision("t1", "confirmed") | change)
    with pytest.raises(FindingsFileError, match=rf"decisions\[0\]: {told}"):
        review([path])


@pytest.mark.parametrize("text", ["[]", "{}", '{"decisions": 3}', "no JSON", '{"decisions": [3]}'])
def test_a_file_that_holds_no_decisions_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text(text, "utf-8")
    with pytest.raises(FindingsFileError, match=r"odd\.json"):
        review([tmp_path / "odd.json"])


def test_what_is_exported_can_be_scored(tmp_path: Path) -> None:
    rows = decision_rows(tracked_report().tracking.values())
    found = review([file_of(tmp_path, *rows)])
    assert found.findings == Tally(2, 2, 0.5)
    assert set(found.by_facet) == {"quantity", "date", "certainty"}


def test_the_command_scores_decisions_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, decision("t1", "confirmed"), decision("t2", "dismissed"))
    assert main(["evaluate", "--decisions", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "decisions: 2",
        "held: 0.500 (1 of 2)",
        "precision by kind:",
        "   conflict: 0.500 (1 of 2)",
        "precision by facet:",
        "   quantity: 0.500 (1 of 2)",
        "confidence, stated and held:",
        "   0.8 to 0.9: 0.850 stated, 0.500 held (2)",
        "mean gap between stated and held: 0.350",
    ]


def test_the_command_scores_decisions_beside_gold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from test_cli import evaluation_files

    report, gold = evaluation_files(tmp_path)
    path = file_of(tmp_path, decision("t1", "confirmed"))
    assert main(["evaluate", str(report), str(gold), "--decisions", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["gold"] == 1
    assert told["reviewed"]["findings"] == {"right": 1, "wrong": 0, "precision": 1.0}


def test_findings_without_gold_are_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", "findings.json", "--decisions", "decisions.json"])
    assert "expected FINDINGS.json and GOLD.jsonl" in capsys.readouterr().err
