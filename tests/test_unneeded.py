"""Libraries a run has no use for: out of sight while others are imported, and no longer."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consistency import unneeded
from consistency.unneeded import hidden, left_out, spare

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "ropeworks-fire"
HEAVY = {"matplotlib", "pandas", "sentence_transformers", "torch", "transformers"}
MODELS = {"onnxruntime", "sklearn", "spacy"}
"""What a check needs, spaCy in the process that finds claims: on one core, in the only one."""


@pytest.fixture
def unheard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library nobody has imported yet."""
    (tmp_path / "unheard_of.py").write_text("HERE = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "unheard_of", raising=False)
    return "unheard_of"


def test_a_hidden_library_cannot_be_imported_and_others_can(unheard_of: str) -> None:
    with hidden("something_else"):
        assert importlib.import_module(unheard_of).HERE
    del sys.modules[unheard_of]
    with hidden("something_else", unheard_of), pytest.raises(ModuleNotFoundError):
        importlib.import_module(unheard_of)


def test_it_can_be_imported_afterwards_even_if_something_failed(unheard_of: str) -> None:
    with pytest.raises(ZeroDivisionError), hidden(unheard_of):
        raise ZeroDivisionError

    assert importlib.import_module(unheard_of).HERE


def test_what_is_hidden_is_hidden_from_one_thread_alone(unheard_of: str) -> None:
    with hidden(unheard_of), ThreadPoolExecutor(1) as other:
        assert other.submit(importlib.import_module, unheard_of).result().HERE


def test_whoever_goes_through_the_finders_meanwhile_misses_none() -> None:
    before = list(sys.meta_path)
    with hidden("unheard_of"):
        finders = iter(sys.meta_path)
        next(finders)

    assert list(finders) == before == sys.meta_path


def test_one_imported_before_stays_in_sight(unheard_of: str) -> None:
    importlib.import_module(unheard_of)

    with hidden(unheard_of):
        assert importlib.import_module(unheard_of).HERE


def test_only_a_process_that_is_to_be_spared_leaves_libraries_out(
    unheard_of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unneeded, "_spared", False)
    with left_out(unheard_of):
        assert importlib.import_module(unheard_of).HERE
    del sys.modules[unheard_of]
    spare()
    with left_out(unheard_of), pytest.raises(ModuleNotFoundError):
        importlib.import_module(unheard_of)


def imported_by(*arguments: str, first: str = "") -> set[str]:
    """Top-level modules that the command imported, run in a process of its own."""
    code = (
        "import json, sys\n"
        "from consistency.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        "    print(json.dumps([m for m in sys.modules if '.' not in m]), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", f"{first}\n{code}", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(run.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported_by(*arguments) & (HEAVY | MODELS) == set()


@pytest.mark.slow
def test_a_run_that_draws_no_page_imports_only_what_it_uses(tmp_path: Path) -> None:
    imported = imported_by("check", str(SAMPLE), "--quiet", "--json", str(tmp_path / "found.json"))

    assert imported & HEAVY == set()
    assert imported >= MODELS - {"spacy"}


@pytest.mark.slow
def test_on_one_core_too(tmp_path: Path) -> None:
    first = "from consistency import cores; cores.use_at_most(1)"
    imported = imported_by(
        "check", str(SAMPLE), "--quiet", "--json", str(tmp_path / "found.json"), first=first
    )

    assert imported & HEAVY == set()
    assert imported >= MODELS


@pytest.mark.slow
def test_a_run_can_still_write_what_needs_a_hidden_library(tmp_path: Path) -> None:
    imported = imported_by("check", str(SAMPLE), "--quiet", "--parquet", str(tmp_path / "tables"))

    assert "pandas" in imported
    assert list((tmp_path / "tables").glob("*.parquet"))
