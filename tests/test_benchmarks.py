"""The benchmarks run: what they measure is nobody's test, but nobody finds out elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from made_files import LEAD, MORE

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_an_event_of_one_s_own_is_timed_stage_by_stage(tmp_path: Path) -> None:
    for name, text in (("a", f"{LEAD}\n\n{MORE}"), ("b", f"{MORE}\n\n{LEAD}")):
        (tmp_path / f"{name}.txt").write_text(text)

    command = [sys.executable, "-m", "tests.benchmarks.stages", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert f"{tmp_path.name}: 2 articles, 4 claims" in told
    for line in ("the command, to the page", "finding claims in 2 articles", "MB at most"):
        assert re.search(rf"[\d.]+ .*{line}", told)
