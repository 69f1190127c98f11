"""Archives and compressed files: what they hold is read, and what would do harm is not."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import LEAD, MORE, PAGE, STORY, archive, crawl, message, pdf, word
from test_articles import SETTINGS, only, read_one, reason_for

from consistency.articles import read
from consistency.articles.attempts import attempt_here
from consistency.articles.contents import Link, Task
from consistency.records import Article, Skipped

PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


def names_in(folder: Path) -> tuple[list[str], list[Skipped]]:
    """Read a folder; return its articles' paths below it, and what was skipped."""
    articles, skipped = read([folder], settings=SETTINGS)
    return [Path(a.path).relative_to(folder).as_posix() for a in articles], skipped


# --- ZIP -----------------------------------------------------------------------------------------


def test_an_archive_gives_the_articles_of_its_files_in_order(tmp_path: Path) -> None:
    files = {
        "b/two.html": PAGE.replace("eleven", "nine"),
        "a.txt": STORY,
        "c.docx": word("The ferries of Tarn City will run until the bridge is open again."),
        ".hidden.txt": STORY,
        "__MACOSX/a.txt": b"\0\0",
    }
    (tmp_path / "news.zip").write_bytes(archive(files))
    assert names_in(tmp_path) == (["news.zip/a.txt", "news.zip/b/two.html", "news.zip/c.docx"], [])


def test_a_sidecar_in_an_archive_tells_of_the_file_beside_it(tmp_path: Path) -> None:
    told = {"source": "Harbor Herald", "published": "2031-04-03"}
    article = read_one(
        tmp_path / "news.zip", archive({"x/a.txt": STORY, "x/a.meta.json": json.dumps(told)})
    )
    assert (article.source, article.published) == ("Harbor Herald", date(2031, 4, 3))


def test_a_bad_file_in_an_archive_costs_itself_alone(tmp_path: Path) -> None:
    files = {"a.txt": STORY, "b.png": b"\x89PNG....", "c.json": "{", "d.meta.json": "[]"}
    (tmp_path / "news.zip").write_bytes(archive(files))
    names, skipped = names_in(tmp_path)
    assert names == ["news.zip/a.txt"]
    assert [Path(s.path).name for s in skipped] == ["b.png", "c.json", "d.meta.json"]


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"]
)
def test_a_path_that_leads_out_of_an_archive_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.zip").write_bytes(archive({name: STORY}))
    articles, skipped = read([tmp_path / "in"], settings=SETTINGS)
    assert articles == []
    skip = only(skipped)
    assert "leads out of the archive" in skip.reason
    assert ".." not in skip.path
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["news.zip"]


def test_a_locked_entry_says_so(tmp_path: Path) -> None:
    made = bytearray(archive({"a.txt": STORY}, compress=False))
    for start in (made.index(b"PK\x03\x04") + 6, made.index(b"PK\x01\x02") + 8):
        made[start] |= 1
    assert "locked with a password" in reason_for(tmp_path / "news.zip", bytes(made))


def test_a_damaged_entry_leaves_the_others(tmp_path: Path) -> None:
    made = archive({"a.txt": STORY, "b.txt": f"{MORE} Twice."}, compress=False)
    (tmp_path / "news.zip").write_bytes(made.replace(LEAD.encode(), LEAD.upper().encode(), 1))
    names, skipped = names_in(tmp_path)
    assert names == ["news.zip/b.txt"]
    assert "cannot be unpacked" in only(skipped).reason


@pytest.mark.parametrize(
    ("entry", "told"),
    [("xl/workbook.xml", "Excel"), ("content.xml", "OpenDocument"), ("notes/", "no files")],
)
def test_other_documents_that_are_archives_within_are_named(
    tmp_path: Path, entry: str, told: str
) -> None:
    assert told in reason_for(tmp_path / "a.zip", archive({entry: ""}))


# --- one file compressed -------------------------------------------------------------------------


@pytest.mark.parametrize("extension", PACKED)
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", STORY.encode()), ("a.html", PAGE.encode()), ("a.pdf", pdf([LEAD, MORE]))],
)
def test_a_compressed_file_is_read_as_the_file_in_it(
    tmp_path: Path, name: str, content: bytes, extension: str
) -> None:
    article = read_one(tmp_path / f"{name}{extension}", PACKED[extension](content))
    assert LEAD in article.text
    assert (Path(article.path).name, article.source) == (f"{name}{extension}", "a")


@pytest.mark.parametrize("extension", PACKED)
@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.old.txt"])
def test_a_compressed_file_under_the_name_of_what_it_holds_is_read(
    tmp_path: Path, name: str, extension: str
) -> None:
    article = read_one(tmp_path / name, PACKED[extension](STORY.encode()))
    assert LEAD in article.text


@pytest.mark.parametrize("extension", PACKED)
def test_a_compressed_file_that_breaks_off_is_skipped(tmp_path: Path, extension: str) -> None:
    packed = PACKED[extension](STORY.encode() * 50)
    reason = reason_for(tmp_path / f"a.txt{extension}", packed[: len(packed) // 2])
    assert "cannot be unpacked" in reason


# --- crawls --------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_crawl_gives_its_pages_with_their_addresses(tmp_path: Path, packed: bool) -> None:
    made = crawl(
        ("https://herald.example/2031/04/03/bridge", "text/html; charset=utf-8", PAGE.encode()),
        ("https://herald.example/logo.png", "image/png", b"\x89PNG"),
        packed=packed,
    )
    article = read_one(tmp_path / ("a.warc.gz" if packed else "a.warc"), made)
    assert article.path.endswith("/herald.example/2031/04/03/bridge")
    assert article.url == "https://herald.example/2031/04/03/bridge"
    assert (article.source, article.published) == ("herald.example", date(2031, 4, 3))


def test_a_page_was_not_published_after_it_was_fetched(tmp_path: Path) -> None:
    made = crawl(("https://herald.example/2031/05/03/bridge", "text/html", PAGE.encode()))
    article = read_one(tmp_path / "a.warc", made)
    assert article.published is None
    assert "2031-05-03" in article.published_why


def test_a_crawl_of_errors_says_what_was_expected(tmp_path: Path) -> None:
    made = crawl(("https://herald.example/a", "text/html", PAGE.encode()), status=404)
    assert "no page was found among its 2 records" in reason_for(tmp_path / "a.warc", made)


def test_a_crawl_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    made = crawl(("https://herald.example/a", "text/html", PAGE.encode()))
    (tmp_path / "a.warc").write_bytes(made + b"nonsense where a record should begin\r\n" * 3)
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert len(articles) == 1
    assert "is damaged" in only(skipped).reason


# --- limits --------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    """Return a story in so many archives."""
    content: bytes | str = STORY
    for level in range(depth):
        content = archive({"in.zip" if level else "a.txt": content})
    assert isinstance(content, bytes)
    return content


def test_archives_in_archives_are_read_to_the_limit(tmp_path: Path) -> None:
    assert read_one(tmp_path / "a.zip", nested(SETTINGS.max_nesting)).text == STORY
    reason = reason_for(tmp_path / "a.zip", nested(SETTINGS.max_nesting + 1))
    assert "reading.max_nesting" in reason


def test_a_message_in_an_archive_is_unpacked_to_its_attachment(tmp_path: Path) -> None:
    made = message(f"{MORE} See below.")
    made.add_attachment(word(LEAD), maintype="application", subtype="zip", filename="a.docx")
    (tmp_path / "news.zip").write_bytes(archive({"m.eml": made.as_bytes()}))
    assert names_in(tmp_path)[0] == ["news.zip/m.eml", "news.zip/m.eml/a.docx"]


@pytest.mark.parametrize("extension", PACKED)
def test_a_bomb_is_refused_before_it_has_unpacked(tmp_path: Path, extension: str) -> None:
    bomb = PACKED[extension](b" a" * 20_000_000)
    assert len(bomb) < 1_000_000
    assert "reading.max_bytes" in reason_for(tmp_path / f"a.txt{extension}", bomb)


def test_many_small_bombs_are_refused_together(tmp_path: Path) -> None:
    limits = replace(SETTINGS, max_bytes=1_000_000, max_unpacked_bytes=2_000_000)
    files = {f"{n}.txt": f"{LEAD} {n}. " * 9_000 for n in range(5)}
    (tmp_path / "news.zip").write_bytes(archive(files))
    articles, skipped = read([tmp_path], settings=replace(limits, max_characters=1_000_000))
    assert [Path(a.path).name for a in articles] == ["0.txt", "1.txt"]
    assert all("reading.max_unpacked_bytes" in skip.reason for skip in skipped)
    assert len(skipped) == 3


def test_a_word_document_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(word(LEAD))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/media/1.bin", b"\0" * 30_000_000)
    assert "reading.max_bytes" in reason_for(tmp_path / "a.docx", buffer.getvalue())


def test_an_archive_of_too_many_entries_is_refused(tmp_path: Path) -> None:
    few = replace(SETTINGS, max_members=2)
    (tmp_path / "a.zip").write_bytes(archive({f"{n}.txt": f"{STORY} {n}" for n in range(3)}))
    articles, skipped = read([tmp_path], settings=few)
    assert articles == []
    assert "reading.max_members" in only(skipped).reason


def test_a_run_reads_no_more_articles_than_it_may(tmp_path: Path) -> None:
    two = replace(SETTINGS, max_articles=2)
    lines = [json.dumps({"text": f"{STORY} {n}."}) for n in range(4)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "b.txt").write_text(f"{MORE} Last.")
    articles, skipped = read([tmp_path], settings=two)
    assert [Path(a.path).name for a in articles] == ["a.jsonl#1", "a.jsonl#2"]
    assert [Path(s.path).name for s in skipped] == ["a.jsonl", "b.txt"]
    assert all("reading.max_articles" in s.reason for s in skipped)


def test_an_answer_without_an_address_is_damage() -> None:
    whole = crawl(("https://herald.example/a", "text/html", PAGE.encode()))
    cut = whole[: whole.index(b"WARC-Target-URI", whole.index(b"WARC-Type: response"))]
    made = attempt_here(Task("a.warc", cut, {}, SETTINGS))
    assert made.reason == ""
    (skipped,) = made.outcomes
    assert isinstance(skipped, Skipped)
    assert "an answer has no address" in skipped.reason


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            archive({"a.txt": STORY, "b/c.html": PAGE}),
            crawl(("https://herald.example/a", "text/html", PAGE.encode())),
            crawl(("https://herald.example/a", "text/html", PAGE.encode()), packed=True),
            word(LEAD, MORE),
            message(STORY).as_bytes(),
            pdf([LEAD, MORE]),
            gzip.compress(STORY.encode()),
            bz2.compress(STORY.encode()),
            PACKED[".zst"](STORY.encode()),
        ]
    ),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    st.floats(0, 1),
)
def test_a_damaged_file_gives_articles_or_reasons(
    data: bytes, changes: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(data[: int(kept * len(data)) + 1])
    for place, byte in changes:
        damaged[int(place * len(damaged))] = byte
    made = attempt_here(Task("a", bytes(damaged), {}, SETTINGS))
    assert made.reason == ""
    assert made.outcomes
    for outcome in made.outcomes:
        assert not isinstance(outcome, Link)
        assert outcome.text if isinstance(outcome, Article) else outcome.reason
