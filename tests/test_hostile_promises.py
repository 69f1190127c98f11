"""SECURITY.md: every promise names tests, and every test it names exists."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

from consistency.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")


def known_tests() -> set[str]:
    """Names of all test functions."""
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def promises() -> list[tuple[str, list[str]]]:
    """Each promise with the tests it names."""
    section = TEXT.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    told = [row for row in rows if row[0].strip() not in {"Promise", "---"}]
    return [(row[0].strip(), re.findall(r"`(test_\w+)`", row[1])) for row in told]


def test_every_promise_names_a_test() -> None:
    assert len(promises()) >= 12
    assert [promise for promise, tests in promises() if not tests] == []


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert len(named) > 30
    assert named - known_tests() == set()


def test_every_limit_that_is_named_is_a_setting() -> None:
    named = re.findall(r"`(\w+)\.(\w+)`", TEXT.partition("## Limits")[2].partition("\n## ")[0])
    sections = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    assert len(named) == 7
    assert [pair for pair in named if not hasattr(sections[pair[0]], pair[1])] == []
