"""What holds of every article, whatever bytes it is read from."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from consistency.articles import read
from consistency.articles.assembly import assemble
from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.fixing import fix, unwrap
from consistency.articles.formats import READERS
from consistency.articles.formats.html import read_html
from consistency.articles.formats.markdown import render
from consistency.articles.formats.structured import read_json
from consistency.errors import ConsistencyError
from consistency.records import Article
from consistency.settings import ReadingSettings

LINES = st.sampled_from(
    [
        "The council of Tarn City voted 7 to 2 on Thursday to close the Osk Bridge.",
        "Mayor Ines Holt said the council had no other choice.",
        "Bridge to close in May",
        "What it costs",
        "- County: $2.1 million",
        "Start Date: May 1, 2031",
        "– Owner of a bakery",
        "April 3, 2031",
        "By Ada Quill",
        "Related stories",
        "Leave a comment",
        "Read also: Ferry fares rise",
        "Ferry operator told to...",
        "Lane | Closed",
        "© 2031 Harbor Herald",
        "A caption of the bridge. Bo Lund/AP Photo",
        "",
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=60), max_size=30).map("\n".join)
EXTENSIONS = st.sampled_from(sorted(READERS))


def article_of(text: str, title: str | None = None) -> Article | None:
    try:
        return assemble(Draft(text, title=title), path="a.txt", settings=ReadingSettings())
    except Unreadable:
        return None


@settings(deadline=None)
@given(TEXTS, st.none() | LINES)
def test_spans_lie_in_order_apart_and_inside_the_text(text: str, title: str | None) -> None:
    article = article_of(text, title)
    if article is None:
        return
    assert all(0 <= span.start < span.end <= len(article.text) for span in article.body)
    assert all(left.end <= right.start for left, right in pairwise(article.body))
    assert set(article.headlines) <= set(article.body)


@settings(deadline=None)
@given(TEXTS)
def test_parts_of_the_body_are_whole_lines_without_blanks_around(text: str) -> None:
    article = article_of(text)
    for span in article.body if article else ():
        part = article.text[span.start : span.end] if article else ""
        assert part == part.strip()
        assert "\n" not in part


@given(st.text())
def test_fixing_twice_changes_nothing_more(text: str) -> None:
    assert fix(fix(text)) == fix(text)


@given(TEXTS)
def test_fixed_text_survives_the_trip_through_json(text: str) -> None:
    fixed = fix(text)
    assert json.loads(json.dumps(fixed).encode()) == fixed
    assert fixed.encode().decode() == fixed


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_joining_lines_keeps_every_word(text: str) -> None:
    assert unwrap(text).split() == text.split()


@given(st.lists(st.sampled_from(["voted", "on", "7", "Tarn", "no."]), min_size=1))
def test_markdown_without_marks_keeps_every_word(words: list[str]) -> None:
    assert render(" ".join(words)).split() == words


@settings(deadline=None)
@given(TEXTS)
def test_an_article_read_from_its_own_text_is_the_same(text: str) -> None:
    article = article_of(text)
    if article is not None:
        again = article_of(article.text)
        assert again is not None
        assert (again.text, again.body) == (article.text, article.body)


@settings(deadline=None)
@given(st.binary(max_size=400), EXTENSIONS)
@example(b"\xff\xfe\x00", ".txt")
@example(b"{" * 20_000, ".json")
@example(b'{"text": "\\ud800 fell on Monday."}', ".jsonl")
@example(b'text\n"open', ".csv")
@example(b"<html><body>" + b"<div>" * 3_000 + b"text", ".html")
@example(b"+++\na = [\n+++\n", ".md")
def test_no_bytes_stop_the_run(data: bytes, extension: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a{extension}")
        path.write_bytes(data)
        try:
            articles, skipped = read([path], settings=ReadingSettings())
        except ConsistencyError:
            return
        assert articles or skipped
        assert all(article.text and article.source for article in articles)
        assert all(skip.reason for skip in skipped)
        assert not any("not foreseen" in skip.reason for skip in skipped)


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<ul><li>", "<table><tr><td>", "<br>", "<!--", "]]>", "&#0;"])
    | st.text(max_size=20),
    max_size=30,
).map("".join)


@settings(deadline=None)
@given(MARKUP)
def test_no_markup_stops_the_reader_of_pages(markup: str) -> None:
    with suppress(Unreadable):
        assert read_html(f"<html><body><article>{markup}</article></body></html>".encode())


KEYS = st.sampled_from(["text", "title", "date", "source", "author", "url", "articles"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
JSON_VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=12
)


@settings(deadline=None)
@given(JSON_VALUES)
def test_no_json_stops_its_reader(value: object) -> None:
    with suppress(Unreadable):
        for draft in read_json(json.dumps(value).encode()):
            if isinstance(draft, Draft):
                assemble(draft, path="a.json", settings=ReadingSettings())
