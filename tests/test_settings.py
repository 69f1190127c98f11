"""Settings files: what is named changes, what is not stays, and every mistake is named."""

from __future__ import annotations

import json
import tomllib
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import pytest

from consistency.errors import SettingsError
from consistency.ranges import Range, ranges_of
from consistency.settings import ClusterSettings, ModelSettings, Settings, read_settings


def read(folder: Path, text: str) -> Settings:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def as_toml(settings: Settings) -> str:
    lines = []
    for section, values in settings.as_dict().items():
        lines.append(f"[{section}]")
        lines.extend(f"{name} = {json.dumps(value)}" for name, value in values.items())
    return "\n".join(lines)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Settings()


def test_what_is_named_changes_and_the_rest_stays(tmp_path: Path) -> None:
    settings = read(tmp_path, "[clusters]\nneighbours = 3\n")

    assert settings == replace(Settings(), clusters=ClusterSettings(neighbours=3))


def test_a_whole_number_will_do_for_a_share(tmp_path: Path) -> None:
    assert read(tmp_path, "[clusters]\npair_similarity = 1\n").clusters.pair_similarity == 1


def test_settings_written_out_and_read_again_are_the_same(tmp_path: Path) -> None:
    settings = replace(Settings(), models=ModelSettings(encoder="a/folder", batch_size=8))

    assert read(tmp_path, as_toml(settings)) == settings


def test_settings_as_a_dictionary_are_plain_enough_for_json() -> None:
    data = Settings().as_dict()

    assert json.loads(json.dumps(data)) == data
    assert tomllib.loads(as_toml(Settings())) == data


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[cluster]\n", ["'cluster'", "clusters"]),
        ("[clusters]\nneighbors = 3\n", ["[clusters]", "'neighbors'", "neighbours"]),
        ("[clusters]\nneighbours = 'many'\n", ["[clusters]", "neighbours = 'many'", "int", "12"]),
        ("[clusters]\nneighbours = 2.5\n", ["neighbours = 2.5", "int"]),
        ("[clusters]\nneighbours = true\n", ["neighbours = True", "int"]),
        ("[clusters]\npair_similarity = true\n", ["pair_similarity = True", "float"]),
        ("[models]\nencoder = 7\n", ["encoder = 7", "str"]),
        ("clusters = 4\n", ["[clusters]", "4", "table"]),
        ("[clusters\n", ["settings.toml", "not TOML"]),
    ],
)
def test_a_mistake_is_named_with_what_was_expected(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    with pytest.raises(SettingsError) as error:
        read(tmp_path, text)

    assert [part for part in told if part not in str(error.value)] == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: No such file"):
        read_settings(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe[clusters]")

    with pytest.raises(SettingsError, match="not TOML"):
        read_settings(path)


def test_settings_cannot_be_changed_in_place() -> None:
    settings: Any = Settings()

    with pytest.raises((FrozenInstanceError, AttributeError)):
        settings.clusters = None


def test_every_section_explains_itself() -> None:
    assert [f.name for f in fields(Settings) if not getattr(Settings(), f.name).__doc__] == []


# --- ranges --------------------------------------------------------------------------------------

SECTIONS = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
RANGED = [(s, name, allowed) for s, c in SECTIONS.items() for name, allowed in ranges_of(c).items()]


def test_every_number_has_a_range() -> None:
    numbers = {
        (section, name)
        for section, values in Settings().as_dict().items()
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert {(section, name) for section, name, _ in RANGED} == numbers


@pytest.mark.parametrize(("section", "name", "allowed"), RANGED)
def test_what_lies_outside_a_range_is_refused_by_its_name(
    tmp_path: Path, section: str, name: str, allowed: Range
) -> None:
    whole = isinstance(getattr(getattr(Settings(), section), name), int)
    below = allowed.least - 1 if whole or not allowed.above else allowed.least

    with pytest.raises(SettingsError, match=rf"\[{section}\]: {name} = .*expected {allowed}"):
        read(tmp_path, f"[{section}]\n{name} = {below}\n")


@pytest.mark.parametrize("value", ["inf", "nan", "1.5", "-0.1"])
def test_no_share_is_infinite_or_not_a_number(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match=r"expected 0\.\.1"):
        read(tmp_path, f"[findings]\ncovers = {value}\n")


def test_a_range_holds_its_ends_but_for_what_it_lies_above() -> None:
    assert 0.0 in Range(0, 1)
    assert 1.0 in Range(0, 1)
    assert 0.0 not in Range(0, above=True)


def test_settings_made_in_code_are_held_to_their_ranges_too() -> None:
    with pytest.raises(SettingsError, match="neighbours = 0, expected at least 1"):
        ClusterSettings(neighbours=0)
