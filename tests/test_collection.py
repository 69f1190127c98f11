"""Several events in one run: one report, a page an event, and each as if checked alone."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from fake_report import fake_report

from consistency import check
from consistency.cli import main
from consistency.collection import merge, parts_of, renamed
from consistency.embeddings import SentenceEncoder
from consistency.errors import FindingsFileError
from consistency.findings import rank_findings
from consistency.records import Article, Report, Skipped
from consistency.report import (
    digest,
    markdown,
    read_json,
    together,
    write_csv,
    write_html,
    write_json,
)

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"


def ranked(report: Report) -> Report:
    return replace(report, finding_records=tuple(rank_findings(report.finding_records)))


def two_events() -> tuple[Report, Report]:
    """Two reports alike but for the ids of findings and where the articles lie."""
    first = ranked(renamed_plainly(fake_report()))
    articles = tuple(replace(a, path=f"other/{a.path}") for a in first.articles)
    findings = tuple(replace(f, id=f"g{f.id}") for f in first.finding_records)
    return first, ranked(replace(first, articles=articles, finding_records=findings))


def renamed_plainly(report: Report) -> Report:
    """Articles named a1, a2… and claims c1, c2…, as reports on articles set apart have them."""
    names = {a.id: f"a{n}" for n, a in enumerate(report.articles, start=1)}
    return renamed(replace(report, skipped=()), names, first_claim=1)


def merged(*reports: Report, alone: tuple[Article, ...] = ()) -> Report:
    events = [
        [replace(a, id=f"a{10 * n + k}") for k, a in enumerate(report.articles, start=1)]
        for n, report in enumerate(reports)
    ]
    articles = [article for event in events for article in event]
    return merge(
        reports, events, [*articles, *alone], skipped=(), rank=rank_findings, like=fake_report()
    )


def written(report: Report) -> str:
    stream = io.StringIO()
    write_json(replace(report, skipped=()), stream)
    return stream.getvalue()


def test_each_event_reads_as_if_checked_alone() -> None:
    reports = two_events()

    whole = merged(*reports)
    parts = list(map(parts_of(whole), whole.events))

    assert [written(part) for part in parts] == [written(report) for report in reports]


def test_names_given_and_taken_back_change_nothing() -> None:
    report = renamed_plainly(fake_report())
    there = {article.id: f"a{n}" for n, article in enumerate(report.articles, start=7)}

    moved = renamed(report, there, first_claim=50)
    back = renamed(moved, {new: old for old, new in there.items()}, first_claim=1)

    assert moved != report
    assert back == report


def test_claims_are_numbered_through_and_findings_cite_them() -> None:
    report = merged(*two_events())
    claims = {claim.id: claim for claim in report.claim_records}

    assert list(claims) == [f"c{n}" for n in range(1, len(report.claim_records) + 1)]
    for value in (v for f in report.finding_records for v in f.values):
        assert claims[value.claim].article == value.article
        assert claims[value.claim].span == value.claim_span


def test_findings_of_all_events_are_ranked_together() -> None:
    report = merged(*two_events())
    ranks = {f.id: f.rank for f in report.finding_records}

    assert sorted(ranks.values()) == list(range(1, len(ranks) + 1))
    for event in report.events:
        assert [ranks[id_] for id_ in event.findings] == sorted(
            ranks[id_] for id_ in event.findings
        )
    assert sum(len(event.findings) for event in report.events) == len(ranks)


def test_no_finding_cites_articles_of_two_events() -> None:
    report = merged(*two_events())
    home = {article: event.id for event in report.events for article in event.articles}

    for finding in report.finding_records:
        assert len({home[v.article] for v in finding.values}) == 1


def test_what_is_in_no_event_stands_alone_and_what_was_skipped_is_gone() -> None:
    report = renamed_plainly(fake_report())
    stray = replace(report.articles[0], id="a90", path="stray.txt")
    skipping = replace(report, skipped=(Skipped("long.txt", "it is too long"),))
    long = replace(stray, id="a91", path="long.txt")
    event = [*report.articles, long]

    whole = merge([skipping], [event], [*event, stray], skipped=(), rank=rank_findings, like=report)

    assert whole.alone == ("a90",)
    assert "a91" not in {article.id for article in whole.articles}
    assert [s.path for s in whole.skipped] == ["long.txt"]


def test_the_findings_file_of_several_events_is_read_back(tmp_path: Path) -> None:
    first, second = two_events()
    report = merged(first, second, alone=(replace(first.articles[0], id="a90", path="x.txt"),))
    path = tmp_path / "findings.json"
    write_json(report, path)

    again = read_json(path)

    assert (again.events, again.alone) == (report.events, ("a90",))
    assert [e["id"] for e in json.loads(path.read_text("utf-8"))["events"]] == ["e1", "e2"]


def test_the_findings_file_of_one_event_names_no_events() -> None:
    stream = io.StringIO()
    write_json(fake_report(), stream)

    assert {"events", "alone"}.isdisjoint(json.loads(stream.getvalue()))


@pytest.mark.parametrize("key", ["articles", "findings"])
def test_an_event_of_what_is_not_in_the_file_is_refused(tmp_path: Path, key: str) -> None:
    stream = io.StringIO()
    write_json(merged(*two_events()), stream)
    data = json.loads(stream.getvalue())
    data["events"][1][key].append("zz9")
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(FindingsFileError, match="zz9"):
        read_json(path)


def test_several_events_get_a_page_each_and_an_index(tmp_path: Path) -> None:
    write_html(merged(*two_events()), tmp_path / "day.html")

    written = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.html"))
    assert written == ["day-events/e1.html", "day-events/e2.html", "day.html"]
    text = (tmp_path / "day.html").read_text("utf-8")
    links = re.findall(r'href="(day-events/[^"#]+)"', text)
    assert sorted(set(links)) == ["day-events/e1.html", "day-events/e2.html"]
    assert "<script" not in text


def test_pages_of_events_that_are_no_more_go_with_the_run_that_replaces_them(
    tmp_path: Path,
) -> None:
    pages = tmp_path / "day-events"
    first, second = two_events()
    write_html(merged(first, second), tmp_path / "day.html")
    for name in ("e3.html", "e10.html", "e07.html", "essay.html", "e3.htm"):
        (pages / name).write_text("before")
    (pages / "e12.html").mkdir()  # cannot be removed, which is no reason to fail

    def names() -> list[str]:
        return sorted(path.name for path in pages.iterdir())

    before = names()
    with suppress(ZeroDivisionError), together():
        write_html(merged(first), tmp_path / "day.html")
        raise ZeroDivisionError
    assert names() == before

    with together():
        write_html(merged(first), tmp_path / "day.html")
        assert set(names()) >= set(before)
    assert names() == ["e07.html", "e1.html", "e12.html", "e3.htm", "essay.html"]

    write_html(first, tmp_path / "day.html")
    assert names() == ["e07.html", "e12.html", "e3.htm", "essay.html"]


def test_a_title_is_text_on_the_index(tmp_path: Path) -> None:
    first, second = two_events()
    hostile = tuple(replace(a, title="<img src=x onerror=alert(1)>") for a in second.articles)

    write_html(merged(first, replace(second, articles=hostile)), tmp_path / "day & night#1.html")

    text = (tmp_path / "day & night#1.html").read_text("utf-8")
    assert "<img" not in text
    assert 'href="day%20%26%20night%231-events/e2.html"' in text


def test_one_event_gets_one_page(tmp_path: Path) -> None:
    write_html(fake_report(), tmp_path / "page.html")

    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_table_of_articles_says_which_event_each_tells_of(tmp_path: Path) -> None:
    write_csv(merged(*two_events()), tmp_path)
    write_csv(fake_report(), tmp_path / "one")

    several, one = (
        (folder / "articles.csv").read_text("utf-8-sig").splitlines()
        for folder in (tmp_path, tmp_path / "one")
    )
    assert several[0].endswith(",event")
    assert {line.rsplit(",", 1)[1] for line in several[1:]} == {"e1", "e2"}
    assert not one[0].endswith(",event")


@pytest.mark.parametrize("shorten", [digest, markdown])
def test_a_digest_counts_the_events_and_names_what_stands_alone(
    shorten: Callable[[Report], str],
) -> None:
    first, second = two_events()
    report = merged(first, second, alone=(replace(first.articles[0], id="a90", path="x.txt"),))

    text = shorten(report)

    assert f"2 events in {len(report.articles)} articles" in text
    assert "1 article alone" in text


def test_articles_that_tell_of_nothing_in_common_are_told_so(tmp_path: Path) -> None:
    articles = fake_report().articles[:2]
    report = merged(alone=articles)
    write_html(report, tmp_path / "page.html")

    for text in (digest(report), (tmp_path / "page.html").read_text("utf-8")):
        assert "--events one" in text


@pytest.mark.slow
def test_a_folder_of_two_events_is_told_apart(
    encoder: SentenceEncoder, sample_reports: dict[str, Report]
) -> None:
    report = check([SAMPLE], encoder=encoder)

    parts = list(map(parts_of(report), report.events))
    assert [len(part.articles) for part in parts] == [5, 5]
    found = [[f.id for f in part.finding_records] for part in parts]
    assert found == [
        [f.id for f in sample_reports[name].finding_records]
        for name in ("guard-order", "ropeworks-fire")
    ]


@pytest.mark.slow
def test_all_can_be_taken_to_tell_of_one_event(encoder: SentenceEncoder) -> None:
    report = check([SAMPLE], encoder=encoder, one_event=True)

    assert not report.is_split
    assert len(report.articles) == 10


@pytest.mark.slow
def test_rules_and_outputs_hold_for_several_events_as_for_one(tmp_path: Path) -> None:
    page, found = tmp_path / "day.html", tmp_path / "day.json"
    command = ["check", str(SAMPLE), "--quiet", "-o", str(page), "--json", str(found)]

    assert main([*command, "--fail-on", "conflict"]) == 3
    assert page.is_file()
    assert len(json.loads(found.read_text("utf-8"))["events"]) == 2
