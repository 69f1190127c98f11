"""Scoring by hand-made cases, and against the scorer that belongs to the measuring material."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import FindingsFileError
from consistency.evaluation import PassageFinder, Result, evaluate, fold, format_result
from consistency.records import Span

Record = dict[str, Any]

TEXTS = {
    "herald": "The pier has 12 cracks. Ines Vara closed it on Monday. Rain fell.",
    "courier": "Inspectors counted 21 cracks. Ms. Vara closed the pier Monday.",
    "desk": "The pier is closed. Ms. Vara would not say how many cracks there are.",
}
CRACKS_12 = ("herald", "The pier has 12 cracks", "12")
CRACKS_21 = ("courier", "counted 21 cracks", "21")
CLOSED = ("herald", "closed it on Monday", "Monday")
CLOSED_TOO = ("courier", "closed the pier Monday", "Monday")
NOT_SAID = ("desk", "would not say how many cracks", "unstated: declined")

Passage = tuple[str, str, str]


def gold(kind: str, *values: Passage, **changes: Any) -> Record:
    return {
        "id": "G1",
        "kind": kind,
        "scope": "across",
        "facet": "quantity",
        "severity": "high",
        "question": "How many cracks?",
        "values": [{"article": a, "quote": q, "value": v} for a, q, v in values],
        "silent": [],
        **changes,
    }


def finding(kind: str, *values: Passage, silent: Sequence[str] = (), **changes: Any) -> Record:
    return {
        "id": f"f{kind}",
        "rank": 1,
        "kind": kind,
        "facet": "quantity",
        "question": "How many cracks?",
        "values": [cite(*value) for value in values],
        "silent": list(silent),
        **changes,
    }


def cite(stem: str, quote: str, value: str) -> Record:
    start = TEXTS[stem].index(quote)
    end = start + len(quote)
    where = {"claim_start": start, "claim_end": end, "start": start, "end": end}
    return {"article": f"id-{stem}", "value": value, **where}


class Desk:
    """Writes a findings file, gold, traps and judgements, and scores them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lines(self, name: str, records: Sequence[Record]) -> list[Path]:
        path = self.folder / name
        path.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
        return [path]

    def report(self, findings: Sequence[Record]) -> Path:
        articles = [
            {"id": f"id-{stem}", "path": f"in/{stem}.txt", "text": text}
            for stem, text in TEXTS.items()
        ]
        path = self.folder / "findings.json"
        path.write_text(json.dumps({"articles": articles, "findings": findings}), encoding="utf-8")
        return path

    def score(
        self,
        findings: Sequence[Record],
        golds: Sequence[Record],
        *,
        traps: Sequence[Record] = (),
        judgements: Sequence[Record] = (),
        top: int = 20,
    ) -> Result:
        return evaluate(
            self.report(findings),
            self.lines("gold.jsonl", golds),
            traps=self.lines("traps.jsonl", traps),
            judgements=self.lines("judgements.jsonl", judgements),
            top=top,
        )

    def finds(self, reported: Record, wanted: Record) -> bool:
        return self.score([reported], [wanted]).found == 1


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("kind", ["conflict", "update", "quote_change"])
def test_any_kind_of_difference_finds_a_conflict(desk: Desk, kind: str) -> None:
    reported = finding(kind, CRACKS_12, CRACKS_21)

    assert desk.finds(reported, gold("conflict", CRACKS_12, CRACKS_21))


def test_only_the_same_kind_counts_as_the_right_kind(desk: Desk) -> None:
    wanted = gold("conflict", CRACKS_12, CRACKS_21)

    assert desk.score([finding("update", CRACKS_12, CRACKS_21)], [wanted]).kind_right == 0
    assert desk.score([finding("conflict", CRACKS_12, CRACKS_21)], [wanted]).kind_right == 1


@pytest.mark.parametrize("kind", ["agreement", "unstated"])
def test_no_other_kind_finds_a_conflict(desk: Desk, kind: str) -> None:
    reported = finding(kind, CRACKS_12, CRACKS_21)

    assert not desk.finds(reported, gold("conflict", CRACKS_12, CRACKS_21))


def test_a_conflict_needs_both_sides(desk: Desk) -> None:
    wanted = gold("conflict", CRACKS_12, CRACKS_21)

    assert not desk.finds(finding("conflict", CRACKS_12, CLOSED_TOO), wanted)


def test_a_conflict_needs_two_values(desk: Desk) -> None:
    wanted = gold("conflict", CRACKS_12, CRACKS_21, ("desk", "The pier is closed", "12"))

    assert not desk.finds(
        finding("conflict", CRACKS_12, ("desk", "The pier is closed", "")), wanted
    )


def test_two_values_of_one_article_find_a_conflict_only_within_it(desk: Desk) -> None:
    sides = CRACKS_12, ("herald", "Rain fell", "none")
    reported = finding("conflict", *sides)

    assert desk.finds(reported, gold("conflict", *sides, scope="within"))
    assert not desk.finds(reported, gold("conflict", *sides))


def test_two_findings_do_not_add_up_to_one(desk: Desk) -> None:
    halves = [finding("conflict", CRACKS_12), finding("conflict", CRACKS_21)]

    assert desk.score(halves, [gold("conflict", CRACKS_12, CRACKS_21)]).found == 0


def test_an_agreement_needs_passages_of_two_articles(desk: Desk) -> None:
    wanted = gold("agreement", CLOSED, CLOSED_TOO)

    assert desk.finds(finding("agreement", CLOSED, CLOSED_TOO), wanted)
    assert not desk.finds(finding("agreement", CLOSED), wanted)
    assert not desk.finds(finding("conflict", CLOSED, CLOSED_TOO), wanted)


def test_an_unstated_detail_needs_a_stating_passage_and_a_silent_article(desk: Desk) -> None:
    wanted = gold("unstated", CRACKS_12, silent=["desk"])

    assert desk.finds(finding("unstated", CRACKS_12, silent=["id-desk"]), wanted)
    assert not desk.finds(finding("unstated", CRACKS_12, silent=["id-courier"]), wanted)
    assert not desk.finds(finding("unstated", CLOSED, silent=["id-desk"]), wanted)


def test_a_passage_that_declines_stands_for_its_article(desk: Desk) -> None:
    wanted = gold("unstated", CRACKS_12, NOT_SAID)

    assert desk.finds(finding("unstated", CRACKS_12, NOT_SAID), wanted)
    assert desk.finds(finding("unstated", CRACKS_12, silent=["id-desk"]), wanted)


def test_recall_weighs_severity(desk: Desk) -> None:
    golds = [
        gold("conflict", CRACKS_12, CRACKS_21, severity="high"),
        gold("agreement", CLOSED, CLOSED_TOO, severity="medium", facet="date"),
        gold("conflict", CLOSED, CRACKS_21, severity="low"),
    ]

    result = desk.score([finding("conflict", CRACKS_12, CRACKS_21)], golds)

    assert result.recall_all == 0.5  # 3 of 3 + 2 + 1
    assert result.recall_differences == 0.75  # 3 of 3 + 1
    assert result.recall_high == 1.0
    assert result.recall_by_kind == {"agreement": (0.0, 1), "conflict": (0.75, 2)}
    assert result.recall_by_facet == {"date": (0.0, 1), "quantity": (0.75, 2)}
    assert (result.found, result.gold) == (1, 3)
    assert len(result.missed) == 2


def test_nothing_to_find_has_no_recall_rather_than_a_full_one(desk: Desk) -> None:
    result = desk.score([], [gold("agreement", CLOSED, CLOSED_TOO, severity="low")])

    assert result.recall_differences is None
    assert result.recall_high is None


def test_gold_of_other_articles_is_left_out(desk: Desk) -> None:
    elsewhere = gold("conflict", ("gazette", "a", "1"), ("post", "b", "2"))

    result = desk.score([], [elsewhere, gold("conflict", CRACKS_12, CRACKS_21)])

    assert result.gold == 1


def test_a_passage_that_stands_nowhere_is_listed(desk: Desk) -> None:
    result = desk.score([], [gold("conflict", CRACKS_12, ("courier", "30 cracks", "30"))])

    assert result.unplaced == [("courier", "30 cracks")]


@pytest.mark.parametrize(
    ("kind", "hits"), [("conflict", 1), ("update", 1), ("agreement", 0), ("unstated", 0)]
)
def test_a_trap_is_hit_by_a_difference_that_cites_both_sides(
    desk: Desk, kind: str, hits: int
) -> None:
    trap = {"id": "T1", "a": side(CLOSED), "b": side(CLOSED_TOO), "why": "one day"}
    golds = [gold("conflict", CRACKS_12, CRACKS_21)]

    result = desk.score([finding(kind, CLOSED, CLOSED_TOO)], golds, traps=[trap])

    assert (result.traps_hit, result.traps) == (hits, 1)


def side(passage: Passage) -> Record:
    return {"article": passage[0], "quote": passage[1]}


def test_a_trap_is_not_hit_by_one_of_its_sides(desk: Desk) -> None:
    trap = {"id": "T1", "a": side(CLOSED), "b": side(CLOSED_TOO), "why": "one day"}
    golds = [gold("conflict", CRACKS_12, CRACKS_21)]

    result = desk.score([finding("conflict", CLOSED, CRACKS_21)], golds, traps=[trap])

    assert result.traps_hit_ids == []


def judgement(reported: Record, verdict: str, **changes: Any) -> Record:
    cited = [[v["article"].removeprefix("id-"), v["start"], v["end"]] for v in reported["values"]]
    return {
        "finding": reported["id"],
        "kind": reported["kind"],
        "facet": reported["facet"],
        "passages": cited,
        "verdict": verdict,
        **changes,
    }


def test_precision_counts_matched_and_judged_findings_only(desk: Desk) -> None:
    matched = finding("conflict", CRACKS_12, CRACKS_21, id="f1", rank=1)
    right = finding("conflict", CLOSED, CRACKS_21, id="f2", rank=2)
    wrong = finding("update", CLOSED, CLOSED_TOO, id="f3", rank=3)
    unjudged = finding("conflict", NOT_SAID, CLOSED_TOO, id="f4", rank=4)

    result = desk.score(
        [matched, right, wrong, unjudged],
        [gold("conflict", CRACKS_12, CRACKS_21)],
        judgements=[judgement(right, "right"), judgement(wrong, "trivial")],
    )

    assert result.precision["differences"] == {
        "top": 4,
        "right": 2,
        "wrong": 1,
        "unjudged": 1,
        "precision": 0.667,
    }
    assert result.precision["agreements"]["precision"] is None


def test_a_judgement_comes_before_a_match(desk: Desk) -> None:
    reported = finding("conflict", CRACKS_12, CRACKS_21)

    result = desk.score(
        [reported],
        [gold("conflict", CRACKS_12, CRACKS_21)],
        judgements=[judgement(reported, "wrong")],
    )

    assert result.precision["differences"]["precision"] == 0.0


def test_a_judgement_outlives_a_change_of_id(desk: Desk) -> None:
    reported = finding("conflict", CLOSED, CRACKS_21)
    golds = [gold("conflict", CRACKS_12, CRACKS_21)]

    same = desk.score([reported], golds, judgements=[judgement(reported, "right", finding="old")])
    other = desk.score(
        [reported],
        golds,
        judgements=[judgement(reported, "right", finding="old", passages=[["herald", 0, 1]])],
    )

    assert same.precision["differences"]["right"] == 1
    assert other.precision["differences"]["unjudged"] == 1


def test_what_was_said_of_the_finding_itself_comes_before_an_overlap(desk: Desk) -> None:
    reported = finding("conflict", CRACKS_12, CRACKS_21)
    overlapping = judgement(reported, "wrong", finding="other")

    result = desk.score(
        [reported],
        [gold("conflict", CRACKS_12, CRACKS_21)],
        judgements=[overlapping, judgement(reported, "right")],
    )

    assert result.precision["differences"]["right"] == 1


def test_only_the_best_ranked_count_towards_precision(desk: Desk) -> None:
    matched = finding("conflict", CRACKS_12, CRACKS_21, id="f1", rank=2)
    other = finding("conflict", CLOSED, CLOSED_TOO, id="f2", rank=1)

    result = desk.score([matched, other], [gold("conflict", CRACKS_12, CRACKS_21)], top=1)

    assert (result.top, result.top_in_gold) == (1, 0)
    assert [row["id"] for row in result.to_judge] == ["f2"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", ["gold.jsonl:2", "not a JSON object"]),
        ("[1]", ["gold.jsonl:2", "expected an object, found list"]),
        ('{"id": "G1"}', ["gold.jsonl:2", "kind, facet, severity, question, values missing"]),
        (json.dumps(gold("clash")), ["gold.jsonl:2", "'clash'", "quote_change"]),
        (json.dumps(gold("conflict", severity="grave")), ["gold.jsonl:2", "'grave'", "medium"]),
        (json.dumps(gold("conflict", values=[{}])), ["gold.jsonl:2", "article, quote, value"]),
    ],
)
def test_a_bad_gold_line_is_named(desk: Desk, line: str, told: list[str]) -> None:
    path = desk.folder / "gold.jsonl"
    path.write_text(json.dumps(gold("conflict", CRACKS_12)) + "\n" + line, encoding="utf-8")

    with pytest.raises(FindingsFileError) as error:
        evaluate(desk.report([]), [path])

    assert [part for part in told if part not in str(error.value)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("[]", "expected an object, found list"),
        ('{"articles": []}', "findings missing"),
        ('{"articles": [{"id": "a1"}], "findings": []}', r"articles\[0\]: path, text missing"),
        ('{"articles": [], "findings": [{}]}', r"findings\[0\]: id, kind, facet, values missing"),
    ],
)
def test_a_file_that_is_no_findings_file_is_named(desk: Desk, text: str, told: str) -> None:
    path = desk.folder / "other.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FindingsFileError, match=rf"other\.json.*{told}"):
        evaluate(path, desk.lines("gold.jsonl", []))


def test_a_missing_file_is_named(desk: Desk) -> None:
    with pytest.raises(FindingsFileError, match=r"cannot read .*nowhere\.jsonl"):
        evaluate(desk.report([]), [desk.folder / "nowhere.jsonl"])


def test_bad_traps_and_judgements_are_named(desk: Desk) -> None:
    golds = [gold("conflict", CRACKS_12, CRACKS_21)]

    with pytest.raises(FindingsFileError, match=r"traps\.jsonl:1: b missing"):
        desk.score([], golds, traps=[{"id": "T1", "a": side(CLOSED)}])
    with pytest.raises(FindingsFileError, match=r"judgements\.jsonl:1: .*verdict"):
        desk.score([], golds, judgements=[{"finding": "f1"}])


def test_gold_that_concerns_no_article_is_an_error(desk: Desk) -> None:
    with pytest.raises(FindingsFileError, match="no gold finding concerns an article"):
        desk.score([], [gold("conflict", ("gazette", "a", "1"))])


def test_the_printed_result_has_a_line_a_figure(desk: Desk) -> None:
    result = desk.score(
        [finding("conflict", CRACKS_12, CRACKS_21)], [gold("conflict", CRACKS_12, CRACKS_21)]
    )

    assert "recall_all: 1.0" in format_result(result).splitlines()
    assert json.loads(format_result(result, as_json=True))["recall_all"] == 1.0


def test_passages_are_found_across_quotation_marks_dashes_case_and_line_breaks() -> None:
    text = "She said:\n  “We’ll  close —\nsoon.”"
    finder = PassageFinder([{"id": "a1", "path": r"in\one.txt", "text": text}])

    found = finder.locate({"article": "one", "quote": '"WE\'LL close - soon."'})

    assert found is not None
    assert text[found.span.start : found.span.end] == "“We’ll  close —\nsoon.”"


@given(st.text())
def test_what_is_folded_points_back_to_the_character_it_came_from(text: str) -> None:
    folded, origin = fold(text)

    assert len(folded) == len(origin)
    assert origin == sorted(origin)
    for char, place in zip(folded, origin, strict=True):
        assert char in fold("x" + text[place])[0]


def test_the_figures_are_those_of_the_scorer_beside_the_gold(shared: Path, tmp_path: Path) -> None:
    golds = shared / "gold" / "events.jsonl"
    traps = shared / "gold" / "events-traps.jsonl"
    records = [json.loads(line) for line in golds.read_text("utf-8").splitlines()]
    for seed, event in enumerate(sorted(p for p in (shared / "events").iterdir() if p.is_dir())):
        path = tmp_path / f"{event.name}.json"
        path.write_text(json.dumps(random_report(event, records, seed)), encoding="utf-8")

        theirs = subprocess.run(
            [
                sys.executable,
                shared / "tools" / "score.py",
                path,
                golds,
                "--traps",
                traps,
                "--json",
            ],
            capture_output=True,
            check=True,
            text=True,
        )

        expected = json.loads(theirs.stdout)
        ours = json.loads(json.dumps(asdict(evaluate(path, [golds], traps=[traps]))))
        for row in ours["to_judge"]:
            del row["id"]
        assert {name: ours[name] for name in expected} == expected
        assert ours["found"] > 0


def random_report(event: Path, golds: Sequence[Record], seed: int) -> Record:
    """A findings file on real articles whose findings cite random passages of the gold."""
    pick = random.Random(seed)
    files = sorted(event.glob("*.json"))
    articles = [
        {"id": f"a{n}", "path": file.name, "text": json.loads(file.read_text("utf-8"))["text"]}
        for n, file in enumerate(files, start=1)
    ]
    finder = PassageFinder(articles)
    id_of = {stem: article for article, stem in finder.stem_of.items()}
    here = [g for g in golds if any(v["article"] in finder.stems for v in g["values"])]
    kinds = ["conflict", "update", "quote_change", "agreement", "unstated"]
    findings = []
    for rank in range(1, 41):
        one = pick.choice(here)
        values = [v for v in one["values"] if v["article"] in finder.stems and pick.random() < 0.8]
        spans = [(v, found.span) for v in values if (found := finder.locate(v))]
        findings.append(
            {
                "id": f"f{rank}",
                "rank": rank,
                "kind": pick.choice([one["kind"], pick.choice(kinds)]),
                "facet": one["facet"],
                "question": one["question"],
                "silent": [id_of[s] for s in one["silent"] if s in id_of and pick.random() < 0.5],
                "values": [overlapping(v, span, id_of, pick) for v, span in spans],
            }
        )
    return {"articles": articles, "findings": findings}


def overlapping(value: Record, span: Span, id_of: dict[str, str], pick: random.Random) -> Record:
    """A citation that overlaps a gold passage, or only touches it."""
    start = pick.choice([span.start, span.end - 1, span.end])
    where = {"claim_start": start, "claim_end": start + 20, "start": start, "end": start + 5}
    return {"article": id_of[value["article"]], "value": value["value"], **where}
