"""The process that parses: it is given bytes, gives back records, and can do nothing else.

It may hold only so much memory, and ends by itself when a file takes too long, even
when whoever started it is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from typing import IO

from consistency.articles.contents import Step, Task, steps_of
from consistency.articles.transport import END, Failed, packed_step, receive, send, task_from

LARGEST_FILE = 100_000_000
"""Largest file, in bytes, that this process may write. It writes none, but for the nameless one of
68 MB that the language model unpacks itself into."""
GRACE_SECONDS = 2
"""How much longer than its limit a file may take before this process ends by itself: whoever waits
for it ends it first, and can say why."""
LONGEST_ALARM = 10**8
"""Seconds, some three years: more than any file takes, and no more than systems can count."""


def main() -> None:
    """Serve tasks from standard input until it ends."""
    tasks = sys.stdin.buffer
    # A library that prints must not write between the records.
    records = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    send(records, END)  # ready: from here on the time counts
    serve(tasks, records)


def serve(tasks: IO[bytes], records: IO[bytes]) -> None:
    """Carry out one task after another."""
    limited = False
    while True:
        try:
            task = task_from(receive(tasks), receive(tasks))
        except EOFError:
            return
        if not limited:
            limit_resources(task.settings.memory_megabytes)
            limited = True
        for step in safe_steps(task):
            set_alarm(ceil(task.settings.seconds_per_file) + GRACE_SECONDS)
            send(records, packed_step(step))
        set_alarm(0)
        send(records, END)


def safe_steps(task: Task) -> Iterator[Step | Failed]:
    """Yield what a file holds; whatever fails, the file last begun is at fault and no other."""
    try:
        yield from steps_of(task)
    except MemoryError:
        yield Failed(
            f"reading it takes more than {task.settings.memory_megabytes:,} megabytes of memory; "
            "split it, or raise reading.memory_megabytes in the settings"
        )
    except Exception as error:
        yield Failed(
            f"reading it failed in a way that was not foreseen ({type(error).__name__}: {error}); "
            "save its text as .txt, and please report it with the file"
        )


def set_alarm(seconds: int) -> None:
    """End this process in so many seconds; 0 calls it off. Nothing where there are no alarms."""
    if hasattr(signal, "alarm"):
        signal.alarm(min(seconds, LONGEST_ALARM))


def limit_resources(megabytes: int) -> None:
    """Limit what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none of these limits
        return
    limits = {resource.RLIMIT_FSIZE: LARGEST_FILE, resource.RLIMIT_CORE: 0}
    if megabytes:
        limits[resource.RLIMIT_AS] = megabytes << 20
    for which, most in limits.items():
        with suppress(ValueError, OSError):  # an outer limit is lower already
            resource.setrlimit(which, (most, most))
