"""The page kept in reports/ is the one that the tool would make of the sample today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consistency import Report
from tools.sample import EVENT, PAGE, PICTURE, origin_of, read_origin, write_page

STALE = "reports/sample.html is out of date: run `make sample` and commit what it writes"
IN_COMMON = 0.9
"""Share of findings that the kept page and a fresh run must have in common. Not all of them: the
embedding model is quantised for the processor at hand, and a pair close to a threshold may fall on
its other side."""

Origin = dict[str, Any]


@pytest.fixture
def fresh(sample_reports: Mapping[str, Report]) -> Report:
    """The sample event's report as of now."""
    return sample_reports[Path(EVENT).name]


def stale(kept: Origin, now: Origin) -> list[str]:
    """Name what has changed since a page was made."""
    if not kept:
        return ["the page does not say what it was made from"]
    changed = [part for part in ("articles", "templates", "settings") if kept[part] != now[part]]
    ids, ids_now = set(kept["findings"]), set(now["findings"])
    few = len(ids & ids_now) < IN_COMMON * len(ids | ids_now)
    return [*changed, "findings"] if few else changed


def test_the_sample_page_is_of_today(fresh: Report) -> None:
    assert not stale(read_origin(PAGE), origin_of(fresh)), STALE
    assert PICTURE.stat().st_size > 0


def test_a_page_just_made_is_not_stale(fresh: Report, tmp_path: Path) -> None:
    write_page(fresh, tmp_path / "page.html")

    assert stale(read_origin(tmp_path / "page.html"), origin_of(fresh)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: replace(r, settings={"other": 1}), ["settings"]),
        (lambda r: replace(r, finding_records=r.finding_records[::2]), ["findings"]),
    ],
)
def test_a_page_of_another_report_is_stale(
    change: Callable[[Report], Report], told: list[str], fresh: Report
) -> None:
    assert stale(origin_of(change(fresh)), origin_of(fresh)) == told


@pytest.mark.parametrize("part", ["articles", "templates"])
def test_a_page_of_other_files_is_stale(part: str, fresh: Report) -> None:
    kept = origin_of(fresh)

    assert stale(kept | {part: "0" * 64}, kept) == [part]


def test_a_page_that_does_not_say_what_it_was_made_from_is_stale(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>A page.</p>", encoding="utf-8")

    assert stale(read_origin(tmp_path / "page.html"), {})
