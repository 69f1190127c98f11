"""The report as files for programs: findings file, tables, CSV, Parquet, ClaimReview, digests."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
from fake_report import FORMULA, HOSTILE_SOURCE, RTL, SCRIPT, fake_report
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import FindingsFileError, OutputError
from consistency.records import Report
from consistency.report import (
    digest,
    markdown,
    read_json,
    write_claimreview,
    write_csv,
    write_json,
    write_parquet,
)
from consistency.report.findings_file import _encoded_parts
from consistency.report.spreadsheets import FORMULA_STARTS, defuse
from consistency.report.tables import claims_table, findings_table
from consistency.report.writing import write_bytes

EMPTY = Report(articles=(), skipped=(), claim_records=(), finding_records=())
FINDING_KEYS = {
    "id", "rank", "kind", "scope", "facet", "question", "severity", "confidence", "explanation",
    "values", "silent", "independent_reports",
}  # fmt: skip
VALUE_KEYS = {
    "article", "claim", "claim_start", "claim_end", "start", "end", "text", "value", "speaker",
}  # fmt: skip
ARTICLE_KEYS = {
    "id", "path", "source", "title", "author", "published", "published_from", "url", "text",
    "derived_from",
}  # fmt: skip


@pytest.fixture
def report() -> Report:
    return fake_report()


@pytest.fixture
def content(report: Report) -> dict[str, Any]:
    stream = io.StringIO()
    write_json(report, stream)
    return json.loads(stream.getvalue())  # type: ignore[no-any-return]


# The findings file


def test_the_findings_file_has_the_names_programs_rely_on(content: dict[str, Any]) -> None:
    assert content["schema_version"] == 1
    assert content["tool_version"] == "0.1.0"
    assert content["generated_at"] == "2031-03-08T09:00:00Z"
    assert content["articles"][0].keys() >= ARTICLE_KEYS
    assert content["skipped"][0].keys() == {"path", "reason"}
    assert {"id", "article", "start", "end", "text", "speaker"} <= content["claims"][0].keys()
    assert content["findings"][0].keys() == FINDING_KEYS
    assert content["findings"][0]["values"][0].keys() == VALUE_KEYS


def test_every_span_reproduces_the_words_it_cites(content: dict[str, Any]) -> None:
    texts = {article["id"]: article["text"] for article in content["articles"]}
    for claim in content["claims"]:
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["text"]
    for finding in content["findings"]:
        for value in finding["values"]:
            text = texts[value["article"]]
            assert text[value["start"] : value["end"]] == value["text"]
            assert value["text"] in text[value["claim_start"] : value["claim_end"]]


def test_an_empty_value_is_null_and_never_an_empty_text(report: Report) -> None:
    bare = replace(report.articles[0], title="", author="", url="")
    stream = io.StringIO()
    write_json(replace(report, articles=(bare, *report.articles[1:]), generated_at=""), stream)
    content = json.loads(stream.getvalue())
    assert [content["articles"][0][key] for key in ("title", "author", "url")] == [None] * 3
    assert content["generated_at"] is None
    assert '""' not in stream.getvalue()


def test_findings_stand_in_rank_order(report: Report) -> None:
    shuffled = replace(report, finding_records=report.finding_records[::-1])
    stream = io.StringIO()
    write_json(shuffled, stream)
    ranks = [finding["rank"] for finding in json.loads(stream.getvalue())["findings"]]
    assert ranks == sorted(ranks)


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text('a\n"é'),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.text("k "), inner, max_size=2)
            ),
            max_leaves=4,
        ),
        max_size=3,
    ),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
)
def test_what_is_written_item_by_item_is_written_as_one(
    items: list[Any], first: bool, indent: int | None
) -> None:
    plain = {"given": 1, "items": items} if first else {"items": items, "given": {"a": []}}

    parts = _encoded_parts({**plain, "items": iter(items)}, indent)

    assert "".join(parts) == json.dumps(plain, ensure_ascii=False, indent=indent)


def test_a_report_survives_the_round_trip(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "findings.json")
    assert read_json(tmp_path / "findings.json") == report


def test_what_is_known_of_an_article_survives_the_round_trip(
    report: Report, tmp_path: Path
) -> None:
    told = replace(
        report.articles[0],
        source_from="address",
        published_why="The metadata and the text agree.",
        wire="Associated Press",
        version_of="a2",
        also_at=("copy/one.pdf",),
    )
    changed = replace(report, articles=(told, *report.articles[1:]))
    write_json(changed, tmp_path / "findings.json")
    assert read_json(tmp_path / "findings.json") == changed


def test_an_empty_report_survives_the_round_trip(tmp_path: Path) -> None:
    write_json(EMPTY, tmp_path / "findings.json")
    assert read_json(tmp_path / "findings.json").articles == ()


def test_a_lone_surrogate_keeps_every_offset(report: Report, tmp_path: Path) -> None:
    first = report.articles[0]
    odd = replace(
        report, articles=(replace(first, text=first.text + " \ud800"),), finding_records=()
    )
    odd = replace(odd, claim_records=(), copies=(), dated_claims=())
    write_json(odd, tmp_path / "findings.json")
    assert read_json(tmp_path / "findings.json") == odd


def test_the_same_report_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "one.json")
    write_json(fake_report(), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(schema_version=2), "expected schema_version 1, found 2"),
        (lambda c: c["articles"][1].pop("text"), r"articles\[1\]: 'text' is missing"),
        (lambda c: c["findings"][0].update(confidence=1.5), "'confidence' should lie between"),
        (lambda c: c["findings"][0]["values"][0].update(start=3), "cites '12 cracks'"),
        (lambda c: c["findings"][0].update(silent=["a9"]), "names article 'a9'"),
        (lambda c: c["claims"][0].update(end=-1), "'end' should be a whole number"),
        (lambda c: c["articles"][0].update(published="6 Oct"), "a day like 2025-10-06"),
        (lambda c: c["dated_claims"][0].update(first="2031-04-01"), "2031-04-01 lies after"),
        (lambda c: c["dated_claims"][0].pop("last"), "'last' is missing"),
        (lambda c: c["dated_claims"][0].update(start=0), "dated claim a1c2 cites 'Monday'"),
        (lambda c: c.update(findings={}), "'findings' should be a list, found an object"),
    ],
)
def test_a_damaged_findings_file_is_refused_with_its_place(
    content: dict[str, Any], tmp_path: Path, change: Any, message: str
) -> None:
    change(content)
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FindingsFileError, match=message) as caught:
        read_json(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("text", ["not json", "[]", "\ufeff{}", "null"])
def test_what_is_no_findings_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "findings.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsFileError, match="expected"):
        read_json(path)


def test_a_missing_findings_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FindingsFileError, match=r"nowhere\.json"):
        read_json(tmp_path / "nowhere.json")


# Tables


def test_the_claims_table_has_one_row_a_claim(report: Report) -> None:
    table = claims_table(report)
    assert list(table["id"]) == [claim.id for claim in report.claim_records]
    assert set(table["source"]) == {article.source for article in report.articles}


def test_the_findings_table_has_one_row_a_value_in_rank_order(report: Report) -> None:
    table = report.findings
    assert len(table) == sum(len(finding.values) for finding in report.finding_records)
    assert table["rank"].is_monotonic_increasing
    assert table["speaker"].isna().any()
    assert not (table == "").any().any()


def test_a_finding_without_values_keeps_a_row(report: Report) -> None:
    bare = replace(report.finding_records[0], values=())
    table = findings_table(replace(report, finding_records=(bare,)))
    assert len(table) == 1
    assert table["text"].isna().all()


def test_empty_tables_keep_their_columns_and_types() -> None:
    full = findings_table(fake_report())
    empty = findings_table(EMPTY)
    assert list(empty.columns) == list(full.columns)
    assert list(empty.dtypes) == list(full.dtypes)


# Spreadsheets


def test_csv_cells_are_defused_and_open_as_utf8(report: Report, tmp_path: Path) -> None:
    paths = write_csv(report, tmp_path / "tables")
    assert [path.name for path in paths] == [
        "claims.csv", "findings.csv", "articles.csv", "skipped.csv",
    ]  # fmt: skip
    for path in paths:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row if cell]
        assert not [cell for cell in cells if cell.lstrip()[0] in FORMULA_STARTS]


def test_a_formula_is_kept_behind_an_apostrophe(report: Report, tmp_path: Path) -> None:
    write_csv(report, tmp_path)
    table = pandas.read_csv(tmp_path / "findings.csv", encoding="utf-8-sig")
    assert f"'{FORMULA}" in set(table["value"])
    assert "'@clerk" in set(table["speaker"])
    assert table["rank"].dtype.kind == "i"


@given(st.text())
def test_defusing_leaves_no_formula_and_loses_no_text(text: str) -> None:
    safe = defuse(text)
    assert safe.lstrip()[:1] not in FORMULA_STARTS - {""} or not safe.lstrip()
    assert safe.removeprefix("'") == text.replace("\0", "").removeprefix("'")


def test_parquet_keeps_text_as_it_was_read(report: Report, tmp_path: Path) -> None:
    write_parquet(report, tmp_path)
    findings = pandas.read_parquet(tmp_path / "findings.parquet")
    articles = pandas.read_parquet(tmp_path / "articles.parquet")
    assert FORMULA in set(findings["value"])
    assert list(articles["text"]) == [article.text for article in report.articles]
    pandas.testing.assert_frame_equal(findings, report.findings)


# Files appear whole or not at all


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*page.html: No space left on device"):
        write_bytes(path, b"new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_gets_the_rights_any_new_file_would_get(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_bytes(tmp_path / "made", b"")
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "usual").stat().st_mode
    )


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_bytes(Path(os.devnull), b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old", encoding="utf-8")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    write_bytes(tmp_path / "link.html", b"new")
    assert (tmp_path / "real.html").read_bytes() == b"new"
    assert (tmp_path / "link.html").is_symlink()


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_folder_that_cannot_be_made_is_named(report: Report, tmp_path: Path, write: Any) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="taken"):
        write(report, tmp_path / "taken")


def test_writing_onto_a_folder_is_refused(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"is a folder|Is a directory"):
        write_json(report, tmp_path)


def test_what_was_compared_in_part_is_read_again(report: Report, tmp_path: Path) -> None:
    write_json(replace(report, compared_in_part=("date",)), tmp_path / "found.json")
    assert read_json(tmp_path / "found.json").compared_in_part == ("date",)


# Short forms


def test_the_digest_says_what_was_compared_in_part(report: Report) -> None:
    assert "compared in part: date" in digest(replace(report, compared_in_part=("date",)))
    assert "in part" not in digest(report)


def test_the_digest_names_the_top_differences_and_what_was_skipped(report: Report) -> None:
    text = digest(report)
    assert "How many cracks did inspectors find in the north pier? 12 in The Ellery Courier" in text
    assert "5 differ · 1 changed · 1 quotation altered" in text
    assert "2 skipped" in text
    assert "broken.html" in text
    assert max(len(line) for line in text.splitlines()) <= 200


def test_the_digest_cannot_steer_a_terminal(report: Report) -> None:
    hostile = "\x1b]0;title\x07\x1b[31m\u202e\u2066red\r\n\x9b2J"
    finding = replace(report.finding_records[0], question=f"Who {hostile}?")
    article = replace(report.articles[0], source=hostile, title=hostile)
    changed = replace(
        report,
        finding_records=(finding,),
        articles=(article, *report.articles[1:]),
        skipped=(replace(report.skipped[0], reason=hostile),),
    )
    text = digest(changed)
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "\u202e" not in text


def test_a_digest_without_differences_says_so() -> None:
    assert "No differences were found." in digest(EMPTY)


def test_markdown_takes_article_text_for_text(report: Report) -> None:
    text = markdown(report)
    assert "<b>" not in text
    assert "\\<b\\>Gazette" in text
    assert SCRIPT not in text


def test_claimreview_rates_nobody_false(report: Report, tmp_path: Path) -> None:
    write_claimreview(report, tmp_path / "review.json")
    graph = json.loads((tmp_path / "review.json").read_text(encoding="utf-8"))["@graph"]
    assert {review["@type"] for review in graph} == {"ClaimReview"}
    assert {review["reviewRating"]["alternateName"] for review in graph} == {"Sources differ"}
    publishers = {r["itemReviewed"]["appearance"]["publisher"]["name"] for r in graph}
    assert HOSTILE_SOURCE in publishers
    assert all(
        r["itemReviewed"]["appearance"]["url"] != "javascript:alert(document.domain)" for r in graph
    )


def test_importing_the_report_loads_no_library() -> None:
    code = (
        "import sys, consistency.report;"
        "print(sorted({'pandas', 'jinja2', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_right_to_left_marks_stay_in_the_files(content: dict[str, Any]) -> None:
    assert RTL in content["articles"][3]["text"]
