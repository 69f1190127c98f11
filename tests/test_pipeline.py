"""The whole flow on the sample events, with the models that come with it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import WordEncoder, make_article, make_claim, make_mention

from consistency import InputError, Report, Settings, check, check_articles
from consistency.embeddings import SentenceEncoder
from consistency.facets.dates.calendar import When, on_day
from consistency.pipeline import find_dated_claims
from consistency.report import write_json

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
EVENTS = ("guard-order", "ropeworks-fire")
SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(params=EVENTS)
def report(request: pytest.FixtureRequest, sample_reports: Mapping[str, Report]) -> Report:
    found: Report = sample_reports[request.param]
    return found


def written(report: Report) -> dict[str, Any]:
    """The findings file, without the time it was made."""
    stream = io.StringIO()
    write_json(report, stream)
    data: dict[str, Any] = json.loads(stream.getvalue())
    del data["generated_at"]
    return data


def across(report: Report) -> list[str]:
    return [f.kind for f in report.finding_records if f.scope == "across"]


def test_every_span_in_the_findings_file_reproduces_its_passage(report: Report) -> None:
    data = written(report)
    texts = {article["id"]: article["text"] for article in data["articles"]}
    claims = {claim["id"]: claim for claim in data["claims"]}

    for claim in claims.values():
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["text"]
    for value in (v for finding in data["findings"] for v in finding["values"]):
        claim = claims[value["claim"]]
        assert texts[value["article"]][value["start"] : value["end"]] == value["text"]
        assert value["article"] == claim["article"]
        assert (value["claim_start"], value["claim_end"]) == (claim["start"], claim["end"])
        assert claim["start"] <= value["start"] < claim["end"]


def test_every_finding_is_whole(report: Report) -> None:
    articles = {a.id for a in report.articles}
    found = report.finding_records

    assert [f.rank for f in found] == list(range(1, len(found) + 1))
    assert len({f.id for f in found}) == len(found)
    for finding in found:
        cited = {v.article for v in finding.values}
        assert finding.question.endswith("?")
        assert finding.explanation
        assert 0.0 <= finding.confidence <= 1.0
        assert cited <= articles >= set(finding.silent)
        assert 1 <= finding.independent_reports <= len(cited)
        assert finding.scope == "within" or len(cited) > 1 or finding.kind == "unstated"


def test_differences_lead_and_agreements_close_the_report(report: Report) -> None:
    order = {"conflict": 0, "update": 0, "quote_change": 0, "unstated": 1, "agreement": 2}
    kinds = [order[f.kind] for f in report.finding_records]

    assert kinds == sorted(kinds)
    assert {0, 2} <= set(kinds)


def test_the_counts_are_those_of_what_is_reported(report: Report) -> None:
    assert report.counts["articles"] == len(report.articles) == 5
    assert report.counts["claims"] == len(report.claim_records)
    assert report.counts["findings"] == len(report.finding_records)
    assert report.settings == Settings().as_dict()


def test_no_source_is_called_wrong(report: Report) -> None:
    said = " ".join(f"{f.question} {f.explanation}" for f in report.finding_records)
    own = re.sub(r"“[^”]*”", "", said)  # what is quoted from an article may say anything

    assert re.findall(r"\b(?:false|wrong|lie[sd]?|incorrect|mistaken)\b", own.lower()) == []


def test_another_process_writes_the_same_findings_file(
    sample_reports: Mapping[str, Report],
) -> None:
    """Another seed for hashes puts every set in another order."""
    command = [sys.executable, "-m", "consistency", "check", str(SAMPLE / "guard-order")]
    run = subprocess.run(
        [*command, "--json", "-", "--quiet"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
    )

    data = json.loads(run.stdout)

    del data["generated_at"]
    assert data == written(sample_reports["guard-order"])


def test_the_order_of_inputs_changes_nothing(
    encoder: SentenceEncoder, sample_reports: Mapping[str, Report]
) -> None:
    files = sorted((SAMPLE / "ropeworks-fire").iterdir(), reverse=True)

    again = check(files, encoder=encoder)

    assert written(again) == written(sample_reports["ropeworks-fire"])


def test_one_article_alone_has_nothing_to_be_compared_with(encoder: SentenceEncoder) -> None:
    report = check([SAMPLE / "ropeworks-fire" / "harbor-standard.txt"], encoder=encoder)

    assert across(report) == []
    assert report.counts["articles"] == 1


def test_a_reprint_is_no_corroboration(encoder: SentenceEncoder, tmp_path: Path) -> None:
    original = SAMPLE / "ropeworks-fire" / "harbor-standard.txt"
    for outlet in ("first", "second"):
        shutil.copy(original, tmp_path / f"{outlet}.txt")
        (tmp_path / f"{outlet}.meta.json").write_text(json.dumps({"source": outlet}))

    report = check([tmp_path], encoder=encoder)

    assert len(report.copies) == 1
    assert {"conflict", "update", "quote_change"} & set(across(report)) == set()
    assert {f.independent_reports for f in report.finding_records} == {1}


PIER = (
    "The mayor closed the north pier on Monday after 12 cracks were found.\nFerries go on.",
    "The mayor closed the north pier on Monday after 21 cracks were found.\nFerries go on.",
)


def test_articles_in_memory_and_any_encoder_will_do() -> None:
    articles = [make_article(f"a{n}", text) for n, text in enumerate(PIER, start=1)]

    report = check_articles(articles, encoder=WordEncoder())

    assert [c.text for c in report.claim_records].count("Ferries go on.") == 2
    assert [replace(a, derived_from=()) for a in report.articles] == articles


def test_an_article_with_too_many_claims_is_skipped_and_the_others_are_checked() -> None:
    data = "\n".join(f"Pier {n} closed on Monday." for n in range(30))
    articles = [make_article("a1", PIER[0]), make_article("a2", data), make_article("a3", PIER[1])]
    few = Settings(models=replace(Settings().models, max_claims=12))

    report = check_articles(articles, settings=few, encoder=WordEncoder())

    assert [a.id for a in report.articles] == ["a1", "a3"]
    assert {c.article for c in report.claim_records} == {"a1", "a3"}
    [skip] = report.skipped
    assert skip.path == "copy/a2.txt"
    assert "more than 12 claims" in skip.reason
    assert "models.max_claims" in skip.reason


def test_a_run_with_too_many_pairs_says_which_facets_it_compared_in_part() -> None:
    stories = ["Inspectors found 12 cracks.", "Inspectors found 14 cracks.", "They found 9 cracks."]
    articles = [make_article(f"a{n}", text) for n, text in enumerate(stories, start=1)]
    few = Settings(clusters=replace(Settings().clusters, most_pairs=1))

    part = check_articles(articles, settings=few, encoder=WordEncoder())
    whole = check_articles(articles, encoder=WordEncoder())

    assert "quantity" in part.compared_in_part
    assert whole.compared_in_part == ()


def test_a_run_of_nothing_but_too_many_claims_stops() -> None:
    data = "\n".join(f"Pier {n} closed on Monday." for n in range(30))
    few = Settings(models=replace(Settings().models, max_claims=12))

    with pytest.raises(InputError, match="more than 12 claims"):
        check_articles([make_article("a1", data)], settings=few, encoder=WordEncoder())


def test_progress_is_told_stage_by_stage() -> None:
    told: list[str] = []

    check_articles([make_article("a1", PIER[0])], encoder=WordEncoder(), progress=told.append)

    assert any("claims" in line for line in told)
    assert all(told)


def test_an_article_without_a_claim_makes_an_empty_report() -> None:
    report = check_articles([make_article("a1", "…")], encoder=WordEncoder())

    assert not report.claim_records
    assert not report.finding_records


def test_inputs_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()

    with pytest.raises(InputError, match=r"empty\.txt"):
        check([tmp_path], encoder=WordEncoder())


def test_what_was_skipped_is_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "pier.txt").write_text(PIER[0], encoding="utf-8")

    report = check([tmp_path], encoder=WordEncoder())

    assert [Path(s.path).name for s in report.skipped] == ["empty.txt"]
    assert report.counts["skipped"] == 1


def test_claims_are_dated_where_the_calendar_holds_them() -> None:
    claim = make_claim("The pier shut on 3 March, a Monday, at noon.")
    day = make_mention(claim, "3 March", on_day(date(2031, 3, 3)), facet="date")
    weekday = make_mention(claim, "Monday", When(weekday=0), facet="date")

    [dated] = find_dated_claims([day, weekday])

    assert (dated.text, dated.first, dated.last) == ("3 March", date(2031, 3, 3), date(2031, 3, 3))
