"""Results among the articles: recognised, not read again, and never written over an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_report import fake_report

from consistency import report as writers
from consistency.articles import read
from consistency.articles.results import named_as_result, without_results
from consistency.errors import SettingsError
from consistency.records import Report
from consistency.settings import ReadingSettings

ARTICLE = "The council met on Monday.\n\nIt voted 5 to 2 to close the bridge for a year."

Write = Callable[[Report, Path], object]
WRITERS: dict[str, tuple[Write, str]] = {
    "page.html": (writers.write_html, "a report"),
    "findings.json": (writers.write_json, "a findings file"),
    "review.json": (writers.write_claimreview, "a ClaimReview file"),
    "digest.md": (writers.write_markdown, "a digest"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_what_a_run_writes_is_no_article(tmp_path: Path, name: str) -> None:
    write, called = WRITERS[name]
    write(fake_report(), tmp_path / name)
    (tmp_path / "story.txt").write_text(ARTICLE)

    articles, skipped = read([tmp_path], settings=ReadingSettings())

    assert [article.text for article in articles] == [ARTICLE]
    assert [Path(each.path).name for each in skipped] == [name]
    assert called in skipped[0].reason


def test_every_table_is_known_for_one(tmp_path: Path) -> None:
    for path in writers.write_csv(fake_report(), tmp_path):
        assert named_as_result(path.read_bytes()) == "a table of findings", path.name


@pytest.mark.parametrize(
    "article",
    [
        ARTICLE,
        "<html><head><meta name='generator' content='WordPress'></head><p>A page.</p></html>",
        '{"title": "Bridge", "text": "It compared by claim-consistency 0.1.0"}',
        "Compared by claim-consistency, the two accounts of the fire differ.\n\nThe mayor left.",
        "id,source,title,text\n1,Gazette,Bridge,The bridge closed.",
        '<p>They saved a page: <meta name="author" content="claim-consistency 1"></p>',
        "",
    ],
)
def test_articles_are_no_results(article: str) -> None:
    assert named_as_result(article.encode()) is None


def test_a_run_reads_neither_what_it_wrote_nor_writes_over_an_article(tmp_path: Path) -> None:
    story, page, other = (tmp_path / name for name in ("story.txt", "page.html", "other.html"))
    story.write_text(ARTICLE)
    for path in (page, other):
        writers.write_html(fake_report(), path)

    articles, skipped = read([tmp_path], settings=ReadingSettings(), written=[page])
    assert [article.path for article in articles] == [story.as_posix()]
    assert [each.path for each in skipped] == [other.as_posix()]

    with pytest.raises(SettingsError, match=r"story\.txt is both read and written"):
        read([tmp_path], settings=ReadingSettings(), written=[tmp_path / "." / "story.txt"])


def test_what_is_not_there_yet_is_left_alone(tmp_path: Path) -> None:
    assert without_results(["a.txt", "-"], [tmp_path / "new.html"]) == ["a.txt", "-"]
