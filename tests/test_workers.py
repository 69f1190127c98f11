"""Many events are compared side by side; what comes of them is as if one after another."""

from __future__ import annotations

import os
from multiprocessing import parent_process

import pytest

from consistency import cores
from consistency.workers import FEW, beside, each


def own_process(n: int) -> tuple[int, int]:
    """The number, and which process saw it."""
    return n, os.getpid()


def end_unless_first(n: int) -> int:
    """End the process abruptly unless it is the one that tests run in."""
    if parent_process() is not None and n == 3:
        os._exit(9)
    return n


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "available", lambda: 2)


def test_by_itself_everything_is_done_here() -> None:
    assert {pid for _, pid in each(own_process, range(2 * FEW))} == {os.getpid()}


def test_few_things_are_done_here() -> None:
    with beside():
        assert {pid for _, pid in each(own_process, range(FEW))} == {os.getpid()}


@pytest.mark.slow
def test_many_things_are_done_side_by_side_and_come_in_order() -> None:
    with beside(hidden=("pandas", "torch")):
        made = list(each(own_process, range(4 * FEW)))

    assert [n for n, _ in made] == list(range(4 * FEW))
    assert os.getpid() not in {pid for _, pid in made}


@pytest.mark.slow
def test_what_a_process_leaves_undone_is_done_here() -> None:
    with beside(hidden=("pandas", "torch")):
        assert list(each(end_unless_first, range(4 * FEW))) == list(range(4 * FEW))


def test_an_error_is_the_caller_s() -> None:
    def fail(n: int) -> int:
        raise ValueError(n)

    with beside(), pytest.raises(ValueError, match="0"):
        list(each(fail, range(2)))
