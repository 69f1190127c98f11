"""Work is spread over the cores there are, and what comes of it does not depend on them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency import cores
from consistency.cores import available, spread, use_at_most


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = cores._most
    yield
    cores._most = before


@given(st.lists(st.integers()))
def test_what_is_made_comes_in_the_order_of_what_was_given(numbers: list[int]) -> None:
    assert spread(lambda n: n * n, numbers) == [n * n for n in numbers]


def test_work_runs_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consistency.cores.available", lambda: 2)
    both = threading.Barrier(2, timeout=10)

    assert len(spread(lambda _: both.wait(), range(2))) == 2


def test_one_core_needs_no_thread() -> None:
    use_at_most(1)

    assert set(spread(lambda _: threading.get_ident(), range(5))) == {threading.get_ident()}


def test_there_is_a_core_and_never_more_than_allowed() -> None:
    assert available() >= 1
    use_at_most(1)
    assert available() == 1


def test_an_error_in_the_work_is_the_caller_s() -> None:
    with pytest.raises(ZeroDivisionError):
        spread(lambda n: 1 // n, [1, 0, 1])
