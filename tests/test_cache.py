"""What was found before is given back only for the very same input, and never from damage."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from fake_report import fake_report
from hypothesis import given, settings
from hypothesis import strategies as st
from test_collection import merged, two_events

from consistency import Report, check, pipeline
from consistency.cache import KEPT_SECONDS, Cache, key_of
from consistency.embeddings import SentenceEncoder
from consistency.errors import OutputError
from consistency.report import page, write_html
from consistency.report.findings_file import dumps
from consistency.report.writing import together, write_text
from consistency.settings import EventSettings, Settings

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"


def entries(cache: Cache) -> list[Path]:
    return sorted(cache.folder.glob("*/*"))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(), st.text())
def test_what_is_kept_is_given_back_under_its_key_alone(
    tmp_path_factory: pytest.TempPathFactory, text: str, one: str, other: str
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))

    cache.put(key_of("page", one), text)

    assert cache.get(key_of("page", one)) == text
    assert cache.get(key_of("report", one)) is None
    assert (cache.get(key_of("page", other)) == text) is (one == other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:-12],
        lambda data: data[:5] + b"\0" + data[6:],
        lambda data: data[:40] + b"\xff" + data[41:],
        lambda data: b"not an entry at all" + data[:2],
    ],
)
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(key_of("x"), "what was made " * 9)
    (entry,) = entries(cache)
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]

    assert cache.get(key_of("x")) is None
    cache.put(key_of("x"), "anew")
    assert cache.get(key_of("x")) == "anew"


def test_an_entry_that_is_a_folder_is_no_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key_of("x"), "text")
    (entry,) = entries(cache)
    entry.unlink()
    entry.mkdir()

    cache.put(key_of("x"), "anew")

    assert cache.get(key_of("x")) is None


def test_runs_beside_one_another_leave_whole_entries(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    texts = [f"{n} " * 20_000 for n in range(8)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda text: cache.put(key_of("x"), text), texts))

    assert cache.get(key_of("x")) in texts
    assert len(entries(cache)) == 1


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="--cache"):
        Cache(tmp_path / "file" / "cache")


def test_a_folder_that_is_gone_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    shutil.rmtree(cache.folder)

    assert cache.get(key_of("x")) is None
    cache.put(key_of("x"), "made again")
    assert cache.get(key_of("x")) == "made again"


def test_only_its_owner_may_read_what_is_kept(tmp_path: Path) -> None:
    assert Cache(tmp_path / "cache").folder.stat().st_mode & 0o077 == 0


def test_what_nobody_asked_for_in_a_long_while_is_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, asked = key_of("old"), key_of("asked")
    for key in (old, asked):
        cache.put(key, "text")
    for entry in entries(cache):
        long_ago = time.time() - KEPT_SECONDS - 60
        os.utime(entry, (long_ago, long_ago))

    cache.get(asked)
    cache.clear_away()

    assert cache.get(asked) == "text"
    assert cache.get(old) is None


class Counted:
    """Stands in for the comparison of an event and counts how often it is asked for."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Report:
        self.calls += 1
        return fake_report()


@pytest.mark.parametrize("changed", ["nothing", "text", "settings", "damage"])
def test_a_report_is_made_again_when_anything_it_rests_on_has_changed(
    tmp_path: Path, changed: str
) -> None:
    cache, compare = Cache(tmp_path), Counted()
    articles = fake_report().articles
    chosen = Settings()
    pipeline._remembered(cache, articles, chosen, None, compare)
    if changed == "text":
        articles = (replace(articles[0], text=articles[0].text + " "), *articles[1:])
    if changed == "settings":
        chosen = replace(chosen, events=EventSettings(together=0.8))
    if changed == "damage":
        cache.put(entries(cache)[0].stem, '{"schema_version": 1, "findings": "none"}')

    again = pipeline._remembered(cache, articles, chosen, None, compare)

    assert compare.calls == (1 if changed == "nothing" else 2)
    assert dumps(again) == dumps(fake_report())


def test_nothing_is_kept_from_an_encoder_of_one_s_own(tmp_path: Path) -> None:
    class Own:
        def encode(self, texts: object) -> None: ...

    cache, compare = Cache(tmp_path), Counted()

    for _ in range(2):
        pipeline._remembered(cache, (), Settings(), Own(), compare)  # type: ignore[arg-type]

    assert compare.calls == 2
    assert not entries(cache)


def test_the_page_of_an_event_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = merged(*two_events())
    cache = Cache(tmp_path / "cache")
    write_html(report, tmp_path / "day.html", cache=cache)
    before = (tmp_path / "day-events" / "e2.html").read_bytes()
    monkeypatch.setattr(page, "render", lambda _: pytest.fail("it was made again"))

    write_html(report, tmp_path / "day.html", cache=cache)

    assert (tmp_path / "day-events" / "e2.html").read_bytes() == before


def test_entries_are_no_part_of_what_a_run_writes_together(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")

    with suppress(ZeroDivisionError), together():
        write_text(tmp_path / "page.html", "a page")
        cache.put(key_of("x"), "kept")
        assert cache.get(key_of("x")) == "kept"
        raise ZeroDivisionError

    assert cache.get(key_of("x")) == "kept"
    assert not (tmp_path / "page.html").exists()


@pytest.mark.slow
def test_a_second_run_reads_only_what_is_new_and_finds_the_same(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    first = check([SAMPLE], encoder=encoder, cache=cache)
    monkeypatch.setattr(pipeline, "observe", lambda *_, **__: pytest.fail("it was read again"))

    again = check([SAMPLE], encoder=encoder, cache=cache)

    assert dumps(replace(again, generated_at="")) == dumps(replace(first, generated_at=""))
