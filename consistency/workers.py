"""Processes beside this one that compare events and write their pages, where there are many."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from consistency import cores

Given = TypeVar("Given")
Made = TypeVar("Made")

FEW = 6
"""Things to do up to which processes beside this one would take longer to start than to help."""


@dataclass
class _Pool:
    """Processes that start when there is enough for them to do, and then stay."""

    n_processes: int
    hidden: tuple[str, ...]
    running: ProcessPoolExecutor | None = field(default=None)

    def started(self) -> ProcessPoolExecutor:
        if self.running is None:
            self.running = ProcessPoolExecutor(
                self.n_processes,
                # A copy of this process would share locks with threads that it does not have.
                mp_context=get_context("spawn"),
                initializer=partial(_begin, self.hidden),
            )
        return self.running


_pool: _Pool | None = None


@contextmanager
def beside(*, hidden: Sequence[str] = ()) -> Iterator[None]:
    """Let `each` use a process a core while this lasts.

    Only for programs whose main module can be imported without running it: the processes do that.

    Args:
        hidden: Libraries that they need not import; see `consistency.unneeded`.
    """
    global _pool
    before, _pool = _pool, _Pool(cores.available(), tuple(hidden))
    try:
        yield
    finally:
        if _pool.running:
            _pool.running.shutdown(wait=False, cancel_futures=True)
        _pool = before


def each(act: Callable[[Given], Made], things: Sequence[Given]) -> Iterator[Made]:
    """Yield what `act` makes of each thing, in order; side by side where that is worth it.

    Args:
        act: With what it is given and makes, something that can be sent to another process.
    """
    if _pool is None or _pool.n_processes == 1 or len(things) <= FEW:
        yield from map(act, things)
        return
    n_done = 0
    try:
        for made in _pool.started().map(act, things):
            yield made
            n_done += 1
    except BrokenProcessPool:  # the system ended one, mostly for memory: do the rest here
        _pool.n_processes = 1
        yield from map(act, things[n_done:])


def _begin(hidden: Sequence[str]) -> None:
    """Prepare a process: one core, no libraries it has no use for, interrupts left to the first."""
    from consistency.unneeded import hidden as out_of_sight

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cores.use_at_most(1)
    with out_of_sight(*hidden):
        import spacy  # noqa: F401

        import consistency.pipeline  # noqa: F401
