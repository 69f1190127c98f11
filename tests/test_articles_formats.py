"""Formats: what each reader makes of its markup, its encoding and its fields."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from test_articles import read_one

from consistency.articles import read
from consistency.articles.fixing import fix, unwrap
from consistency.articles.formats.frontmatter import split_front_matter
from consistency.articles.formats.markdown import render
from consistency.settings import ReadingSettings

STORY = "The café owners of Tarn City said “no” to the plan – all 40 of them."

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>Bridge | Herald</title>
<script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "NewsArticle", "headline": "Bridge to close in May",
"datePublished": "2031-04-03T22:10:00-05:00", "dateModified": "2031-04-05T08:00:00-05:00",
"author": {{"@type": "Person", "name": "Ada Quill"}},
"publisher": {{"@type": "Organization", "name": "The Harbor Herald"}}}}</script>
<link rel="canonical" href="https://www.harborherald.example/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav>
<article><h1>Bridge to close in May</h1><p>By Ada Quill</p>
<p>The council of Tarn City voted <b>7 to 2</b> on Thursday to close the Osk Bridge for
eleven months.<br>Work begins in May, the mayor’s office said in a statement on Friday.</p>
<h2>What it costs</h2><ul><li>County: $2.1 million</li><li>City: $1.6 million</li></ul>
<blockquote><p>We lose half our customers.</p><p>— Tam Oda, baker</p></blockquote>
<table><tr><th>Lane</th><th>Closed</th></tr><tr><td>North</td><td>11 months</td></tr></table>
<p>The café owners of Osk Island, who had opposed the plan, said that they would ask the court to
stop the work until the county has paid for the ferries.</p></article>
<aside><h3>Related stories</h3><a href="/f">Ferry fares rise again</a></aside>
<footer>© 2031 Harbor Herald</footer></body></html>"""


def body_of(path: Path, content: str | bytes) -> list[str]:
    article = read_one(path, content)
    return [article.text[span.start : span.end] for span in article.body]


# --- encodings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_one(tmp_path / "a.txt", STORY.encode(encoding)).text == STORY


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = PAGE.format(charset="iso-8859-2").replace("café", "kávé").replace("’", "'")
    article = read_one(tmp_path / "a.html", page.replace("—", "-").encode("iso-8859-2", "ignore"))
    assert "The kávé owners" in article.text


# --- the text is fixed once --------------------------------------------------------------------


def test_line_ends_spaces_and_invisible_characters_are_made_plain() -> None:
    assert fix("One\r\ntwo\rthree\u2028four\u00a0five\u202fsix") == "One\ntwo\nthree\nfour five six"
    assert fix("infor\u00admation \u200bzero\ufeff\u202e\u2066") == "information zero"
    assert fix("cafe\u0301") == "café"


def test_quotation_marks_and_dashes_stay_as_they_are() -> None:
    assert fix("“no” ‘yes’ – — ½ №") == "“no” ‘yes’ – — ½ №"


def test_half_a_surrogate_pair_can_be_written_as_utf8(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.json", '{"text": "The ferry \\ud83d sank on Monday."}')
    article.text.encode()
    assert "\ufffd" in article.text


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = (
        "Bridge to close in May\n\n"
        "The council of the small harbour town voted on Thursday night to close\n"
        "the bridge for eleven months, because the inspectors found cracks in\n"
        "three of the piers and could not say how long they would hold the heavy\n"
        "lorries.\n\n"
        "- Two ferries\n- One tunnel"
    )
    lines = unwrap(wrapped).split("\n")
    assert lines[0] == "Bridge to close in May"
    assert lines[2].startswith("The council")
    assert lines[2].endswith("hold the heavy lorries.")
    assert lines[-2:] == ["- Two ferries", "- One tunnel"]


def test_a_text_with_a_paragraph_a_line_is_left_alone() -> None:
    text = "\n".join([STORY] * 5)
    assert unwrap(text) == text


# --- Markdown and front matter -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("A **bold** and *light* __word__ and _one_ more", "A bold and light word and one more"),
        ("see [the plan](https://x.example/a_b) and [this][1]", "see the plan and this"),
        ("![a bridge](b.png) Text", "Text"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("`code` and ~~gone~~ and \\*stars\\*", "code and gone and *stars*"),
        ("## Costs ##", "Costs"),
        ("Costs\n=====", "Costs"),
        ("wrapped\nline", "wrapped line"),
        ("A sentence.  \nAnother", "A sentence.\nAnother"),
        ("- one\n  more\n* two\n1. three", "- one more\n\n- two\n\n- three"),
        ("> Quoted words.\n>\n> — Tam Oda", "Quoted words.\n\n— Tam Oda"),
        ("> Quoted words.\n> — Tam Oda", "Quoted words.\n\n— Tam Oda"),
        ("| Lane | Closed |\n|---|---|\n| North | 11 |", "Lane | Closed\n\nNorth | 11"),
        ("One\n\n---\n\nTwo", "One\n\nTwo"),
        ("fish &amp; chips<br>and <em>tea</em><!-- not this -->", "fish & chips\nand tea"),
        ("A claim[^1]\n\n[1]: https://x.example", "A claim"),
    ],
)
def test_markdown_reads_as_prose(marked: str, plain: str) -> None:
    assert render(marked) == plain


def test_front_matter_gives_metadata_and_leaves_the_text(tmp_path: Path) -> None:
    content = (
        "---\ntitle: 'Bridge: to close'\nsource: Tarn Valley Post # not a comment\n"
        f"date: 2031-04-03\nauthors:\n  - Bo Lund\n  - Tam Oda\ntags: [a, b]\n---\n\n{STORY}\n"
    )
    for name in ("a.md", "b.txt"):
        article = read_one(tmp_path / name, content)
        assert article.text == f"Bridge: to close\n\n{STORY}"
        assert article.author == "Bo Lund, Tam Oda"
        assert article.published == date(2031, 4, 3)


def test_front_matter_may_be_toml() -> None:
    fields, text = split_front_matter('+++\ntitle = "Bridge"\ndate = 2031-04-03\n+++\nWords.')
    assert fields == {"title": "Bridge", "date": "2031-04-03"}
    assert text == "Words."


@pytest.mark.parametrize("text", ["---\nJust a rule above.\n---\nWords.", "---\ntitle: open", "--"])
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


# --- web pages ---------------------------------------------------------------------------------


def test_a_page_gives_its_story_without_the_page_around_it(tmp_path: Path) -> None:
    assert body_of(tmp_path / "a.html", PAGE.format(charset="utf-8")) == [
        "Bridge to close in May",
        (
            "The council of Tarn City voted 7 to 2 on Thursday to close the Osk Bridge for "
            "eleven months."
        ),
        "Work begins in May, the mayor’s office said in a statement on Friday.",
        "What it costs",
        "County: $2.1 million",
        "City: $1.6 million",
        "We lose half our customers.",
        "— Tam Oda, baker",
        "Lane | Closed",
        "North | 11 months",
        (
            "The café owners of Osk Island, who had opposed the plan, said that they would ask the "
            "court to stop the work until the county has paid for the ferries."
        ),
    ]


def test_a_page_gives_its_metadata(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.html", PAGE.format(charset="utf-8"))
    assert article.title == "Bridge to close in May"
    assert article.author == "Ada Quill"
    assert article.source == "The Harbor Herald"
    assert article.url == "https://www.harborherald.example/bridge"
    assert (article.published, article.published_from) == (date(2031, 4, 3), "metadata")


def test_a_page_says_nothing_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_text("<html><body><p></p></body></html>")
    read([tmp_path], settings=ReadingSettings())
    assert capsys.readouterr() == ("", "")


# --- JSON and tables ---------------------------------------------------------------------------


def test_html_in_a_text_field_is_read_as_text(tmp_path: Path) -> None:
    html = (
        "<p>One &amp; two voted.</p><ul><li>First: 1</li></ul><script>bad()</script>"
        "<p>Three <b>left</b>.</p>"
    )
    article = read_one(tmp_path / "a.json", json.dumps({"content": html}))
    assert article.text == "One & two voted.\n\n- First: 1\n\nThree left."


def test_a_list_of_paragraphs_is_a_text(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.json", json.dumps({"body": ["One voted.", "Two left."]}))
    assert article.text == "One voted.\n\nTwo left."


def test_a_list_of_articles_may_be_wrapped(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps({"status": "ok", "articles": [{"text": STORY}, {"text": f"{STORY} Again."}]})
    )
    assert len(read([tmp_path], settings=ReadingSettings())[0]) == 2


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_a_table_gives_an_article_a_row(tmp_path: Path, name: str, mark: str) -> None:
    header = mark.join(["Headline", "Body", "Outlet", "Date"])
    row = mark.join(["Bridge to close", '"One, two; and\nthree voted."', "Osk Radio", "2031-04-03"])
    other = row.replace("Osk Radio", "Tarn Post")
    (tmp_path / name).write_text(f"{header}\n{row}\n{other}\n")
    articles, skipped = read([tmp_path], settings=ReadingSettings())
    assert skipped == []
    assert [a.text for a in articles] == ["Bridge to close\n\nOne, two; and\nthree voted."] * 2
    assert {a.published for a in articles} == {date(2031, 4, 3)}


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    assert len(read_one(tmp_path / "a.csv", "text\n" + "word " * 40_000).text) > 131_072
