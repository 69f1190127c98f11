"""How many processor cores a run may use, and work spread over them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

_most: int | None = None


def use_at_most(n_cores: int) -> None:
    """Let this process use no more cores than these: others beside it have work, too."""
    global _most
    _most = n_cores


def one_thread_for_algebra() -> None:
    """Let numpy use one thread in this process and those it starts; call it before numpy is loaded.

    Its threads wait for one another at full speed, and take ten times as long on an event's few
    hundred rows where other processes have work.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def available() -> int:
    """Cores that this process may use, at least 1."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    n_cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(n_cores, _most or n_cores))


def spread(act: Callable[[Given], Made], over: Iterable[Given]) -> list[Made]:
    """Return what `act` makes of each thing, in order; as many at once as there are cores.

    For work in libraries that leave the interpreter to others meanwhile, such as a model's batches:
    threads of a library's own wait for one another after every layer, and take longer.
    """
    things: Sequence[Given] = list(over)
    n_threads = min(available(), len(things))
    if n_threads <= 1:
        return [act(thing) for thing in things]
    with ThreadPoolExecutor(n_threads) as threads:
        return list(threads.map(act, things))
