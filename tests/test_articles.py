"""Reading files: what becomes an article, what is skipped and what stops the run."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from consistency.articles import read
from consistency.articles.formats import READERS
from consistency.errors import InputError
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

STORY = "The council of Tarn City voted on Thursday to close the Osk Bridge for eleven months."
SETTINGS = ReadingSettings()


def read_one(path: Path, content: str | bytes) -> Article:
    """Write a file, read it, and return the only article in it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    articles, skipped = read([path], settings=SETTINGS)
    assert skipped == []
    assert len(articles) == 1
    return articles[0]


def reason_for(path: Path, content: str | bytes) -> str:
    """Write a file, read it, and return why it was skipped."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    articles, skipped = read([path], settings=SETTINGS)
    assert articles == []
    return only(skipped).reason


def only(skipped: list[Skipped]) -> Skipped:
    assert len(skipped) == 1
    return skipped[0]


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


# --- what inputs name --------------------------------------------------------------------------


def test_a_folder_is_read_below_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "deep/er/a.txt", ".hidden.txt", ".git/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{STORY} {name}.")
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert [Path(a.path).relative_to(tmp_path).as_posix() for a in articles] == [
        "b.txt",
        "deep/er/a.txt",
    ]
    assert [a.id for a in articles] == ["a1", "a2"]
    assert skipped == []


def test_the_order_of_the_inputs_changes_nothing(tmp_path: Path) -> None:
    names = [tmp_path / f"{letter}.txt" for letter in "cab"]
    for name in names:
        name.write_text(f"{STORY} {name.stem}")
    assert read(names, settings=SETTINGS) == read(reversed(names), settings=SETTINGS)


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.txt").write_text(STORY)
    Path("link.txt").symlink_to("one.txt")
    named: list[str | Path] = [
        "./one.txt",
        "one.txt",
        ".",
        tmp_path / "one.txt",
        "*.txt",
        "link.txt",
    ]
    articles, _ = read(named, settings=SETTINGS)
    assert [a.path for a in articles] == ["one.txt"]


def test_a_pattern_names_what_it_matches(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text(f"{STORY} {name}.")
    articles, _ = read([f"{tmp_path}/*.txt"], settings=SETTINGS)
    assert [Path(a.path).name for a in articles] == ["a.txt", "b.txt"]


def test_a_name_with_brackets_is_a_name_where_such_a_file_exists(tmp_path: Path) -> None:
    (tmp_path / "story [1].txt").write_text(STORY)
    articles, _ = read([tmp_path / "story [1].txt"], settings=SETTINGS)
    assert len(articles) == 1


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (["missing.txt"], "does not exist"),
        (["*.nothing"], "matches no file"),
        (["https://herald.example/story"], "save the page as .html"),
        ([], "no input was named"),
    ],
)
def test_an_input_that_names_nothing_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=told):
        read(named, settings=SETTINGS)


def test_an_empty_folder_alone_stops_the_run_and_beside_articles_is_skipped(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file was found"):
        read([tmp_path / "empty"], settings=SETTINGS)
    (tmp_path / "a.txt").write_text(STORY)
    articles, skipped = read([tmp_path / "empty", tmp_path / "a.txt"], settings=SETTINGS)
    assert len(articles) == 1
    assert "holds no files" in only(skipped).reason


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"text": STORY}),
        json.dumps({"text": STORY}) + "\n" + json.dumps({"text": STORY}),
        f"<!doctype html><html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>",
        f"# Bridge to close\n\n{STORY}",
        STORY,
    ],
    ids=["json", "json lines", "html", "markdown", "text"],
)
def test_standard_input_is_read_by_what_it_looks_like(
    monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    give(monkeypatch, data.encode())
    articles, skipped = read(["-", "-"], settings=SETTINGS)
    assert skipped == []
    assert all(STORY in a.text and "{" not in a.text and "<" not in a.text for a in articles)
    assert {a.path.split("#")[0] for a in articles} == {"-"}
    assert articles[0].source.startswith("standard input")


# --- what is skipped, and what it says ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t\n", "empty"),
        ("a.txt", "\u200b\u00ad", "no text in it"),
        ("a.txt", ", " * 200, "no word in it, only 399 marks"),
        ("a.odt", STORY, r"\.odt cannot be read; save it as one of \.txt"),
        ("README", STORY, "without an extension"),
        ("a.txt", "%PDF-1.7 ...", "a PDF document"),
        ("a.json", b"PK\x03\x04....", "ZIP archive"),
        ("a.txt", b"One\0two", "1 null byte found"),
        ("a.txt", bytes(range(1, 32)) * 20, "control characters"),
        ("a.txt", "Menu\nSubscribe\nShare\n", "menus, buttons and links"),
        ("a.json", '{"text": ', "at line 1, column 10"),
        ("a.json", "7", "the JSON holds a number"),
        ("a.json", "[]", "list is empty"),
        ("a.json", '{"headline": "One", "lead": "Two"}', "no text field among headline, lead"),
        ("a.json", '{"schema_version": 1, "findings": [], "articles": []}', "a findings file"),
        ("a.json", '{"text": ""}', "the field text is empty"),
        ("a.json", '{"text": 7}', "holds a number"),
        ("a.json", "[" * 200_000, "nested too deeply"),
        ("a.csv", "when,what\n1,2\n", "no text column among when, what"),
        ("a.csv", "title,text\n", "no rows"),
        ("a.jsonl", "\n \n", "empty"),
        ("a.html", "<html><body></body></html>", "no article text"),
    ],
)
def test_a_bad_file_is_skipped_with_what_was_found(
    tmp_path: Path, name: str, content: str | bytes, told: str
) -> None:
    reason = reason_for(tmp_path / name, content)
    assert re.search(told, reason), reason


def test_limits_are_named_with_what_was_found_and_the_setting_to_raise(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    characters = ReadingSettings(max_characters=len(STORY) - 1)
    reason = only(read([tmp_path], settings=characters)[1]).reason
    assert f"{len(STORY)} characters" in reason
    assert "reading.max_characters" in reason
    size = ReadingSettings(max_bytes=len(STORY) - 1)
    assert "reading.max_bytes" in only(read([tmp_path], settings=size)[1]).reason
    exact = ReadingSettings(max_bytes=len(STORY), max_characters=len(STORY))
    assert read([tmp_path], settings=exact)[1] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)
    assert "permissions" in only(read([tmp_path], settings=SETTINGS)[1]).reason


def test_a_pipe_is_skipped_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "no regular file" in only(read([tmp_path], settings=SETTINGS)[1]).reason


def test_one_damaged_record_leaves_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({"text": STORY}), '{"text": ', json.dumps({"text": f"{STORY} Again."})]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert [Path(a.path).name for a in articles] == ["news.jsonl#1", "news.jsonl#3"]
    assert [a.id for a in articles] == ["a1", "a2"]
    assert only(skipped).path.endswith("news.jsonl#2")


# --- metadata ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        {"title": "T", "source": "S", "author": "A", "published": "2031-04-03", "url": "u"},
        {"headline": "T", "publisher": {"name": "S"}, "authors": [{"name": "A"}], "link": "u"}
        | {"date": "3 April 2031"},
        {"Title": "T", "site_name": "S", "Byline": "A", "URL": "u"}
        | {"datePublished": "2031-04-03T10:00:00Z"},
    ],
)
def test_fields_are_known_by_many_names(tmp_path: Path, record: dict[str, object]) -> None:
    article = read_one(tmp_path / "a.json", json.dumps({**record, "text": STORY}))
    assert (article.title, article.source, article.author, article.url) == ("T", "S", "A", "u")
    assert (article.published, article.published_from) == (date(2031, 4, 3), "metadata")


def test_an_empty_field_is_nothing(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.json", json.dumps({"text": STORY, "title": " ", "author": []}))
    assert article.title is None
    assert article.author is None


def test_a_sidecar_wins_over_the_file(tmp_path: Path) -> None:
    sidecar = {"source": "Harbor Herald", "published": "2031-04-03"}
    (tmp_path / "a.meta.json").write_text(json.dumps(sidecar))
    article = read_one(tmp_path / "a.md", f"---\nsource: Draft\nauthor: Ada Quill\n---\n{STORY}")
    assert (article.source, article.author) == ("Harbor Herald", "Ada Quill")
    assert article.published == date(2031, 4, 3)


def test_a_sidecar_fills_the_gaps_of_several_articles(tmp_path: Path) -> None:
    (tmp_path / "a.meta.json").write_text('{"source": "Wire"}')
    records = [{"text": STORY, "source": "Osk Radio"}, {"text": STORY}]
    (tmp_path / "a.json").write_text(json.dumps(records))
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert [a.source for a in articles] == ["Osk Radio", "Wire"]


def test_a_broken_sidecar_is_reported_and_the_article_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.meta.json").write_text("[]")
    (tmp_path / "a.txt").write_text(STORY)
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert len(articles) == 1
    assert only(skipped).path.endswith("a.meta.json")


def test_a_name_too_long_for_a_sidecar_has_none(tmp_path: Path) -> None:
    assert read_one(tmp_path / f"{'n' * 250}.txt", STORY).source == "n" * 250


def test_a_sidecar_without_an_article_is_skipped(tmp_path: Path) -> None:
    assert "sidecar" in reason_for(tmp_path / "a.meta.json", "{}")


def test_articles_of_one_source_are_told_apart_by_their_days(tmp_path: Path) -> None:
    days = ["2031-04-03", "2031-04-05"]
    records = [{"text": f"{STORY} {d}.", "source": "Herald", "published": d} for d in days]
    (tmp_path / "a.json").write_text(json.dumps(records))
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert [a.source for a in articles] == ["Herald, 2031-04-03", "Herald, 2031-04-05"]


def test_articles_of_one_source_and_day_are_told_apart_by_numbers(tmp_path: Path) -> None:
    records = [{"text": f"{STORY} {n}.", "source": "Herald"} for n in ("One", "Two")]
    (tmp_path / "a.json").write_text(json.dumps(records))
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert [a.source for a in articles] == ["Herald (1)", "Herald (2)"]


@pytest.mark.parametrize(
    ("record", "source"),
    [
        ({"source": "Osk Radio", "url": "https://www.herald.example/a"}, "Osk Radio"),
        ({"source": "https://www.oskradio.example/feed"}, "oskradio.example"),
        ({"url": "https://www.herald.example/a"}, "herald.example"),
        ({"url": "http://[broken"}, "story"),
        ({}, "story"),
    ],
)
def test_a_source_is_never_empty(tmp_path: Path, record: dict[str, str], source: str) -> None:
    article = read_one(tmp_path / "story.json", json.dumps({**record, "text": STORY}))
    assert article.source == source


@pytest.mark.parametrize(
    ("credit", "source"),
    [
        ("© 2031 The Harbor Herald. Visit harborherald.example.", "The Harbor Herald"),
        ("Copyright 2031 Osk Radio", "Osk Radio"),
        ("Distributed by Tarn Valley News Agency, LLC.", "Tarn Valley News Agency"),
    ],
)
def test_a_credit_names_the_source_where_metadata_do_not(
    tmp_path: Path, credit: str, source: str
) -> None:
    assert (
        read_one(tmp_path / "a.txt", f"Bridge to close in May\n\n{STORY}\n\n{credit}").source
        == source
    )


def test_a_byline_names_author_and_outlet(tmp_path: Path) -> None:
    text = f"Bridge to close in May\n\nBy Ada Quill, The Harbor Herald\n\n{STORY}"
    article = read_one(tmp_path / "a.txt", text)
    assert (article.author, article.source) == ("Ada Quill", "The Harbor Herald")


# --- the promise of being cheap ----------------------------------------------------------------


def test_importing_the_room_loads_no_parser() -> None:
    heavy = "trafilatura", "lxml", "htmldate", "consistency.articles.phrases"
    code = f"import sys, consistency.articles; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_extension_has_a_reader_that_takes_bytes() -> None:
    assert all(extension == extension.lower() and extension[0] == "." for extension in READERS)
