"""The process that parses: it is given bytes, gives back records, and can do nothing else.

It may hold only so much memory, and ends by itself when a file takes too long, even
when whoever started it is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from math import ceil
from typing import IO

from consistency.articles.contents import Task, articles_in
from consistency.articles.transport import packed_outcomes, receive, send, task_from
from consistency.records import Article, Skipped

LARGEST_FILE = 100_000_000
"""Largest file, in bytes, that this process may write. It writes none, but for the nameless one of
68 MB that the language model unpacks itself into."""
GRACE_SECONDS = 2
"""How much longer than its limit a file may take before this process ends by itself: whoever waits
for it ends it first, and can say why."""


def main() -> None:
    """Serve tasks from standard input until it ends."""
    tasks = sys.stdin.buffer
    # A library that prints must not write between the records.
    records = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
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
        set_alarm(ceil(task.settings.seconds_per_file) + GRACE_SECONDS)
        send(records, packed_outcomes(safely_read(task)))
        set_alarm(0)


def safely_read(task: Task) -> list[Article | Skipped]:
    """Return what a file holds; whatever fails, this file is at fault and the next one is not."""
    try:
        return list(articles_in(task))
    except MemoryError:
        reason = (
            f"reading it takes more than {task.settings.memory_megabytes:,} megabytes of memory; "
            "split it, or raise reading.memory_megabytes in the settings"
        )
        return [Skipped(task.path, reason)]
    except Exception as error:
        reason = (
            f"reading it failed in a way that was not foreseen ({type(error).__name__}: {error}); "
            "save its text as .txt, and please report it with the file"
        )
        return [Skipped(task.path, reason)]


def set_alarm(seconds: int) -> None:
    """End this process in so many seconds; 0 calls it off. Nothing where there are no alarms."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


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
