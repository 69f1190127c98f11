"""Which articles the evaluation runs on, and which of them nothing is fitted on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import collections


def test_no_events_are_found_in_a_folder_that_is_absent_or_empty(tmp_path: Path) -> None:
    assert collections.folders_in(tmp_path / "absent") == []
    assert collections.folders_in(tmp_path) == []


def test_a_file_beside_the_events_is_no_event(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    (tmp_path / "B1").mkdir()
    (tmp_path / "A1").mkdir()

    assert [folder.name for folder in collections.folders_in(tmp_path)] == ["A1", "B1"]


def test_the_sample_is_yielded_without_invented_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "INVENTED", tmp_path / "absent")

    found = list(collections.collections(shared=False))

    assert {collection.group for collection in found} == {"sample"}


def test_an_event_that_is_held_out_is_averaged_apart() -> None:
    group_of = {c.name: c.group for c in collections.collections(shared=False)}

    assert {name for name, group in group_of.items() if group == "held_out"} == collections.HELD_OUT
    assert group_of["A1"] == "invented"
