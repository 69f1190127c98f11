"""Work is done beside this process; what comes of it is as if it were done here."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from itertools import islice
from multiprocessing import active_children, connection, parent_process
from pathlib import Path
from time import sleep

import pytest

from consistency import cores
from consistency.articles import read
from consistency.errors import ModelError
from consistency.settings import ModelSettings, Settings
from consistency.stated import make_ready_to_find, stated_by
from consistency.workers import AHEAD, FEW, beside, each, prepare, start

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "ropeworks-fire"


def own_process(n: int) -> tuple[int, int]:
    """The number, and which process saw it."""
    return n, os.getpid()


def end_unless_first(n: int) -> int:
    """End the process abruptly unless it is the one that tests run in."""
    if parent_process() is not None and n == 3:
        os._exit(9)
    return n


def get_ready(n: int) -> None:
    """Stand for the loading of models: remembers that it was done in this process."""
    os.environ["READY"] = str(n)


def readiness(n: int) -> tuple[int, str | None]:
    """The process, and what it was made ready with."""
    del n
    return os.getpid(), os.environ.get("READY")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "available", lambda: 2)


def test_by_itself_everything_is_done_here() -> None:
    assert {pid for _, pid in each(own_process, range(2 * FEW))} == {os.getpid()}


def test_few_things_are_done_here() -> None:
    with beside():
        assert {pid for _, pid in each(own_process, range(FEW))} == {os.getpid()}


def test_many_things_are_done_side_by_side_and_come_in_order() -> None:
    with beside():
        made = list(each(own_process, range(4 * FEW)))

    assert [n for n, _ in made] == list(range(4 * FEW))
    assert os.getpid() not in {pid for _, pid in made}


def test_of_very_many_things_only_the_next_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "available", lambda: 2)
    taken = iter(range(10**9))
    with beside():
        made = each(own_process, taken)
        first = [n for n, _ in islice(made, 3)]

    assert first == [0, 1, 2]
    assert next(taken) <= 3 + 2 * AHEAD


def test_what_a_process_leaves_undone_is_done_here() -> None:
    with beside():
        assert list(each(end_unless_first, range(4 * FEW))) == list(range(4 * FEW))


def test_an_error_is_the_caller_s() -> None:
    def fail(n: int) -> int:
        raise ValueError(n)

    with beside(), pytest.raises(ValueError, match="0"):
        list(each(fail, range(2)))


def test_what_is_started_beside_is_done_in_the_process_that_was_prepared() -> None:
    with beside():
        prepare(get_ready, 7)
        first, second = start(readiness, 1), start(readiness, 2)
        (one, ready), (other, _) = first(), second()

    assert ready == "7"
    assert one == other != os.getpid()


@pytest.mark.parametrize("n_cores", [1, 2])
def test_without_a_prepared_process_it_is_done_here_and_not_before_it_is_wanted(
    n_cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "available", lambda: n_cores)
    monkeypatch.delenv("READY", raising=False)
    with beside():
        if n_cores == 1:
            prepare(get_ready, 7)
        made = start(readiness, 1)
        monkeypatch.setenv("READY", "late")

    assert made() == (os.getpid(), "late")


@pytest.mark.parametrize("fatal", ["preparing", "making"])
def test_what_the_prepared_process_leaves_undone_is_done_here(fatal: str) -> None:
    with beside():
        prepare(partial(ending, end=fatal == "preparing"), 3)
        made = start(end_unless_first, 3)

        assert made() == 3
        assert start(own_process, 4)() == (4, os.getpid())


def ending(n: int, *, end: bool) -> None:
    """Prepare nothing, or end the process."""
    if end:
        end_unless_first(n)


@pytest.mark.parametrize("ending", [None, InterruptedError, KeyboardInterrupt])
def test_no_process_is_left_at_work_however_it_ends(ending: type[BaseException] | None) -> None:
    others = set(active_children())
    with suppress(InterruptedError, KeyboardInterrupt), beside():
        prepare(sleep, 600.0)
        (started,) = set(active_children()) - others
        if ending:
            raise ending

    assert connection.wait([started.sentinel], timeout=60)


def test_a_run_that_is_killed_leaves_no_process_behind() -> None:
    code = (
        "from time import sleep\n"
        "from consistency import cores, workers\n"
        "cores.available = lambda: 2\n"
        "with workers.beside():\n"
        "    workers.prepare(abs, 1)\n"
        "    print(workers.start(abs, -1)(), flush=True)\n"
        "    sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stdout.readline() == b"1\n"
        run.kill()
        # The process beside it has the same stdout: that ends when both have.
        assert not any(run.communicate(timeout=60))


@pytest.mark.slow
def test_what_articles_state_is_the_same_from_another_process() -> None:
    settings = Settings()
    articles, _ = read([SAMPLE], settings=settings.reading)
    with beside():
        prepare(make_ready_to_find, settings)
        elsewhere = start(partial(stated_by, settings=settings), articles)()

    here = stated_by(articles, settings)
    assert here.n_mentions > 100
    assert elsewhere == here


@pytest.mark.slow
def test_a_model_that_is_missing_elsewhere_is_reported_as_it_is_here() -> None:
    settings = Settings(models=ModelSettings(spacy="no_such_pipeline"))
    articles, _ = read([SAMPLE], settings=settings.reading)
    with beside():
        prepare(make_ready_to_find, settings)
        stated = start(partial(stated_by, settings=settings), articles)
        with pytest.raises(ModelError, match="no_such_pipeline"):
            stated()
