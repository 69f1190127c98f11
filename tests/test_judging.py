"""Keeping what people say of findings, and how often findings hold at each confidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consistency.evaluation import PassageFinder, is_same_finding
from consistency.gold import read_judgements
from tests.evaluation import floors, judge
from tests.evaluation.collections import HELD_OUT, Collection
from tests.evaluation.cross_validate import Line, sum_up
from tests.evaluation.precision import Tally, pooled
from tests.evaluation.reliability import binned, calibration_errors, draw

FINDER = PassageFinder([{"id": "a1", "path": "one.txt", "text": "Twelve cracks were found."}])
FINDING: dict[str, Any] = {
    "id": "f1",
    "kind": "conflict",
    "facet": "quantity",
    "values": [{"article": "a1", "start": 0, "end": 6}],
}


def judgement(**changes: Any) -> dict[str, Any]:
    told = {"finding": "f2", "kind": "conflict", "facet": "quantity", "verdict": "right"}
    return {**told, "passages": [["one", 0, 6]], **changes}


def test_what_is_held_out_for_good_is_not_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [Collection(n, (), (), (), (Path(n),)) for n in ("B1", *sorted(HELD_OUT))]
    monkeypatch.setattr(judge, "SentenceEncoder", lambda _: None)
    monkeypatch.setattr(judge, "collections", lambda: named)
    monkeypatch.setattr(judge, "unjudged", lambda one, *_, **__: [{"collection": one.name}])

    judge.write_list(20)

    assert capsys.readouterr().out == '{"collection": "B1"}\n'


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"passages": [["one", 3, 13]]}, True),
        ({"passages": [["one", 6, 13]]}, False),
        ({"passages": [["two", 0, 6]]}, False),
        ({"passages": [["one", 0, 6], ["one", 7, 13]]}, False),
        ({"kind": "agreement"}, False),
        ({"finding": "f1", "passages": [["one", 20, 24]]}, True),
        ({"finding": "f1", "kind": "agreement"}, False),
    ],
)
def test_a_judgement_is_of_the_finding_that_cites_its_passages(
    changes: dict[str, Any], same: bool
) -> None:
    assert is_same_finding(FINDING, judgement(**changes), FINDER) is same


def row(finding: str, verdict: str | None) -> str:
    told = judgement(finding=finding, verdict=verdict, collection="piers", why="one pier each")
    return json.dumps({**told, "values": [["one", "12", "Twelve cracks were found."]]})


def test_judgements_are_kept_by_collection_without_the_articles_text(tmp_path: Path) -> None:
    lines = tmp_path / "judged.jsonl"
    lines.write_text("\n".join([row("f1", "right"), row("f2", None)]), "utf-8")
    judge.keep(lines, tmp_path / "kept")
    lines.write_text("\n".join([row("f1", "wrong"), row("f3", "same")]), "utf-8")
    judge.keep(lines, tmp_path / "kept")

    kept = read_judgements([tmp_path / "kept" / "piers.jsonl"])

    assert [(j["finding"], j["verdict"]) for j in kept] == [("f1", "wrong"), ("f3", "same")]
    assert "cracks" not in (tmp_path / "kept" / "piers.jsonl").read_text("utf-8")


def test_an_unknown_verdict_is_refused(tmp_path: Path) -> None:
    lines = tmp_path / "judged.jsonl"
    lines.write_text(row("f1", "maybe"), "utf-8")

    with pytest.raises(ValueError, match="maybe"):
        judge.keep(lines, tmp_path / "kept")


@pytest.mark.parametrize("why", [None, "", "one pier each\nor two"])
def test_a_verdict_needs_a_reason_in_one_line(why: str | None, tmp_path: Path) -> None:
    lines = tmp_path / "judged.jsonl"
    lines.write_text(json.dumps({**judgement(collection="piers"), "why": why}), "utf-8")

    with pytest.raises(ValueError, match="one line"):
        judge.keep(lines, tmp_path / "kept")


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"passages": [["one", 3, 13]]}, ["f9"]),
        ({"passages": [["one", 6, 13]]}, ["f1", "f9"]),
        ({"kind": "agreement"}, ["f1", "f9"]),
    ],
)
def test_a_later_judgement_replaces_one_of_the_same_passages(
    changes: dict[str, Any], kept: list[str], tmp_path: Path
) -> None:
    lines = tmp_path / "judged.jsonl"
    lines.write_text(row("f1", "right"), "utf-8")
    judge.keep(lines, tmp_path / "kept")
    lines.write_text(json.dumps({**json.loads(row("f9", "wrong")), **changes}), "utf-8")
    judge.keep(lines, tmp_path / "kept")

    told = read_judgements([tmp_path / "kept" / "piers.jsonl"])

    assert [j["finding"] for j in told] == kept


@pytest.mark.parametrize(("unjudged", "is_judged"), [(0, True), (1, True), (2, True), (3, False)])
def test_precision_is_known_where_at_most_a_tenth_is_unjudged(
    unjudged: int, is_judged: bool
) -> None:
    assert Tally(right=10, wrong=10 - unjudged, unjudged=unjudged).is_judged is is_judged


def test_nothing_judged_is_no_precision() -> None:
    assert Tally(unjudged=4).precision is None
    assert not Tally(unjudged=4).is_judged
    assert not Tally().is_judged


def tallied(differences: Tally) -> dict[str, Tally]:
    return {"differences": differences, "agreements": Tally(), "unstated": Tally(unjudged=1)}


FEW, MANY = tallied(Tally(right=1)), tallied(Tally(right=4, wrong=4, unjudged=1))


def test_collections_are_pooled_by_their_findings() -> None:
    assert pooled([FEW, MANY])["differences"] == Tally(right=5, wrong=4, unjudged=1)
    assert pooled([])["differences"] == Tally()


def test_a_floor_is_kept_under_precision_that_is_known() -> None:
    rows = [floors.Measured("piers", {}, {}, judged) for judged in (FEW, MANY)]

    assert floors.figures_of_group(rows) == {"precision_differences": 0.556}
    assert floors.floors_under(rows) == {"precision_differences": pytest.approx(0.445)}


def test_the_line_of_a_group_tells_what_is_unjudged() -> None:
    line = sum_up("piers", [Line("a", {"traps": 1}, FEW), Line("b", {"traps": 2}, MANY)])

    assert line.figures == {"traps": 3}
    assert "right_differences 0.556 unjudged_differences 1" in str(line)
    assert "right_unstated - unjudged_unstated 2" in str(line)


def test_a_line_tells_no_precision_where_over_a_tenth_is_unjudged() -> None:
    line = Line("a", {}, tallied(Tally(right=8, unjudged=1)))

    assert "right_differences - unjudged_differences 1" in str(line)


ROWS = [("differences", 0.9, True), ("differences", 0.9, False), ("agreements", 0.1, False)]


def test_bins_tell_what_holds_at_a_confidence() -> None:
    assert binned(ROWS) == [(0.1, 0.0, 1), (0.9, 0.5, 2)]


def test_the_calibration_error_is_the_gap_between_the_two() -> None:
    assert calibration_errors(ROWS) == pytest.approx({"agreements": 0.1, "differences": 0.4})


def test_the_plot_is_the_same_for_the_same_rows(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        draw(ROWS, tmp_path / name)

    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
