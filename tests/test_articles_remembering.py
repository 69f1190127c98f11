"""A file that was read before is not parsed again, unless what its reading rests on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_files import STORY, archive
from test_articles import SETTINGS

from consistency.articles import read, supervision
from consistency.articles.attempts import Attempt, attempt_here
from consistency.articles.contents import Task
from consistency.cache import Cache
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

Outcome = tuple[list[Article], list[Skipped]]


class Parsed:
    """What parses, and which files it was given."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def attempt(self, task: Task) -> Attempt:
        self.paths.append(Path(task.path).name)
        return attempt_here(task)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    made = Parsed()
    monkeypatch.setattr(supervision, "SUPERVISOR", made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "a.txt").write_text(STORY)
    (made / "b.pdf").write_text("no PDF")
    (made / "c.zip").write_bytes(archive({"one.txt": f"{STORY} Once.", "two.txt": "too short"}))
    return made


def test_a_second_reading_gives_the_same_and_parses_nothing(
    parsed: Parsed, folder: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    plain = read([folder], settings=SETTINGS)
    first = read([folder], settings=SETTINGS, cache=cache)
    parsed.paths.clear()

    assert read([folder], settings=SETTINGS, cache=cache) == first == plain
    assert parsed.paths == []


def retold(folder: Path, settings: ReadingSettings) -> ReadingSettings:
    (folder / "a.txt").write_text(f"{STORY} More.")
    return settings


def credited(folder: Path, settings: ReadingSettings) -> ReadingSettings:
    (folder / "a.meta.json").write_text('{"source": "Herald"}')
    return settings


def shortened(_: Path, settings: ReadingSettings) -> ReadingSettings:
    return replace(settings, max_characters=settings.max_characters - 1)


def a_day_later(_: Path, settings: ReadingSettings) -> ReadingSettings:
    return replace(settings, today="2031-05-05")


def a_day_earlier(_: Path, settings: ReadingSettings) -> ReadingSettings:
    return replace(settings, today="2031-05-03")


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (retold, ["a.txt"]),
        (credited, ["a.txt"]),
        (shortened, ["a.txt", "b.pdf", "c.zip"]),
        (a_day_later, []),
        (a_day_earlier, ["a.txt", "b.pdf", "c.zip"]),
    ],
)
def test_what_a_reading_rests_on_makes_it_another(
    change: Callable[[Path, ReadingSettings], ReadingSettings],
    again: list[str],
    parsed: Parsed,
    folder: Path,
    tmp_path: Path,
) -> None:
    cache = Cache(tmp_path / "cache")
    settings = replace(SETTINGS, today="2031-05-04")
    read([folder], settings=settings, cache=cache)
    parsed.paths.clear()

    settings = change(folder, settings)
    found = read([folder], settings=settings, cache=cache)

    assert parsed.paths == again
    assert found == read([folder], settings=settings)


def test_a_day_that_lay_in_the_future_is_looked_at_again(
    parsed: Parsed, folder: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    (folder / "a.meta.json").write_text('{"published": "2031-05-09"}')

    def published(today: str) -> list[date | None]:
        settings = replace(SETTINGS, today=today)
        articles, _ = read([folder / "a.txt"], settings=settings, cache=cache)
        return [article.published for article in articles]

    assert [published(day) for day in ("2031-05-01", "2031-05-02", "2031-05-09")] == [
        [None],
        [None],
        [date(2031, 5, 9)],
    ]
    parsed.paths.clear()
    assert published("2031-06-01") == [date(2031, 5, 9)]
    assert parsed.paths == []


def test_what_did_harm_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    busy = Parsed()

    def late(task: Task) -> Attempt:
        return Attempt(task.path, culprit=task.path, reason="it took too long")

    monkeypatch.setattr(busy, "attempt", late)
    monkeypatch.setattr(supervision, "SUPERVISOR", busy)
    articles, skipped = read([folder / "a.txt"], settings=SETTINGS, cache=cache)
    assert (articles, [skip.reason for skip in skipped]) == ([], ["it took too long"])

    monkeypatch.setattr(supervision, "SUPERVISOR", Parsed())
    articles, _ = read([folder / "a.txt"], settings=SETTINGS, cache=cache)
    assert [article.text for article in articles] == [STORY]
