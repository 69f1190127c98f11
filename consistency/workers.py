"""Processes beside this one that compare events and write their pages, where there are many."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from multiprocessing import active_children, get_context, parent_process
from typing import TypeVar

from consistency import cores, unneeded

Given = TypeVar("Given")
Made = TypeVar("Made")

FEW = 6
"""Things to do up to which processes beside this one would take longer to start than to help."""
AHEAD = 8
"""Things a process that are sent to it, or come back from it, before they are waited for."""


@dataclass
class _Pool:
    """Processes that start when there is enough for them to do, and then stay."""

    n_processes: int
    running: ProcessPoolExecutor | None = field(default=None)
    prepared: Future[None] | None = field(default=None)

    def started(self) -> ProcessPoolExecutor:
        if self.running is None:
            self.running = ProcessPoolExecutor(
                self.n_processes,
                # A copy of this process would share locks with threads that it does not have.
                mp_context=get_context("spawn"),
                initializer=_begin,
            )
        return self.running

    def give_up(self) -> None:
        """Do everything in this process from now on."""
        self.n_processes, self.prepared = 1, None


_pool: _Pool | None = None


@contextmanager
def beside() -> Iterator[None]:
    """Let `each` use a process a core while this lasts, and `start` one that was prepared.

    Only for programs whose main module can be imported without running it: the processes do that.
    When it ends, however it does, so do they: what they were asked for has come by then.
    """
    global _pool
    before, _pool = _pool, _Pool(cores.available())
    others = active_children()
    try:
        yield
    finally:
        if _pool.running:
            _pool.running.shutdown(wait=False, cancel_futures=True)
        for process in active_children():
            if process not in others:
                process.terminate()
        _pool = before


def prepare(act: Callable[[Given], None], thing: Given) -> None:
    """Let a process make itself ready for what it will be asked; on one core do nothing.

    The first time it is started for that: what `start` asks of it waits until it is ready.
    """
    if not (_pool and _pool.n_processes > 1):
        return
    with suppress(BrokenProcessPool):  # the next to ask for something finds out
        asked = _pool.started().submit(act, thing)
        _pool.prepared = _pool.prepared or asked


def n_beside() -> int:
    """Processes that `start` may use; 0 where none was prepared."""
    return _pool.n_processes if _pool and _pool.prepared else 0


def start(act: Callable[[Given], Made], thing: Given) -> Callable[[], Made]:
    """Let the process that was prepared make something, and return what waits for it.

    While that one is busy, others are started for more, a core each. Where none was prepared, or
    the system has ended it, it is made here, when it is waited for.
    """
    here = partial(act, thing)
    if not (_pool and _pool.prepared):
        return here
    try:
        wait([_pool.prepared])  # a process that is busy would have another one started
        asked = _pool.started().submit(act, thing)
    except BrokenProcessPool:
        _pool.give_up()
        return here
    return partial(_made, asked, here)


def _made(asked: Future[Made], here: Callable[[], Made]) -> Made:
    try:
        return asked.result()
    except BrokenProcessPool:
        if _pool:
            _pool.give_up()
        return here()


def each(act: Callable[[Given], Made], things: Iterable[Given]) -> Iterator[Made]:
    """Yield what `act` makes of each thing, in order; side by side where that is worth it.

    Args:
        act: With what it is given and makes, something that can be sent to another process.
        things: Taken as they are needed, and not all at once.
    """
    coming = iter(things)
    first = list(islice(coming, FEW + 1))
    coming = chain(first, coming)
    if _pool is None or _pool.n_processes == 1 or len(first) <= FEW:
        return map(act, coming)
    return _side_by_side(_pool, act, coming)


def _side_by_side(
    pool: _Pool, act: Callable[[Given], Made], things: Iterator[Given]
) -> Iterator[Made]:
    asked: deque[Given] = deque()
    made: deque[Future[Made]] = deque()
    try:
        for thing in things:
            asked.append(thing)
            made.append(pool.started().submit(act, thing))
            if len(made) == AHEAD * pool.n_processes:
                yield _first(asked, made)
        while made:
            yield _first(asked, made)
    except BrokenProcessPool:  # the system ended one, mostly for memory: do the rest here
        pool.give_up()
        yield from map(act, chain(asked, things))


def _first(asked: deque[Given], made: deque[Future[Made]]) -> Made:
    """Wait for what was asked for first, and take it from both."""
    thing = made[0].result()
    made.popleft()
    asked.popleft()
    return thing


def _begin() -> None:
    """Begin a process: one core, no libraries it has no use for, interrupts left to the first."""
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cores.use_at_most(1)
    unneeded.spare()


def _end_with_the_first() -> None:
    """End this process when the first is gone, killed or not: it would wait for work for ever."""
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)
