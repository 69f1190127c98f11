"""Files are parsed in a process beside this one, so that a bad one costs itself alone.

A parser that loops, crashes or fills memory takes that process with it; the file is skipped with
the reason, and the next one gets a new process. Of an archive, what was harmful is left out and the
rest is read again. Limits inside one process cannot do that: a loop in a parser written in C hears
nobody.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING

from consistency.articles import witnesses
from consistency.articles.attempts import Attempt, Outcome, attempt_here, without_harm
from consistency.articles.contents import Begun, Link, Task
from consistency.articles.remembering import remembered
from consistency.articles.transport import END, packed_task, receive, send, step_from
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

if TYPE_CHECKING:
    from consistency.cache import Cache

START = (
    "import sys; sys.path[:] = sys.argv[1:]; from consistency.articles.worker import main; main()"
)
"""The child finds what this process finds, and nothing in the folder it happens to run in."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Numeric libraries reserve memory for every thread, which would count against the limit."""
STOP_SECONDS = 2
START_LIMIT, START_SECONDS = "start", 120.0
"""What a process may take to start, on a machine however busy, before its file is given up."""
LONGEST_WAIT = 3_600.0
"""Seconds that a thread waits at a time: limits may be longer than the system can count."""


def carry_out(task: Task, cache: Cache | None = None) -> list[Article | Skipped]:
    """Read one file beside this process, or in it where the settings ask for no limit.

    Args:
        cache: Keeps what files held, and tells it of those that were read before.
    """
    return [one for one in outcomes_of(task, cache) if not isinstance(one, Link)]


def links_of(task: Task) -> list[Link | Skipped]:
    """Return the addresses that a feed or a sitemap lists, read in the same way as files are."""
    found = outcomes_of(replace(task, links=True))
    return [one for one in found if not isinstance(one, Article)]


def outcomes_of(task: Task, cache: Cache | None = None) -> list[Outcome]:
    """Carry a task out beside this process, or in it where the settings ask for no limit."""
    if not task.settings.today:
        day = witnesses.day_of_run().isoformat()
        task = replace(task, settings=replace(task.settings, today=day))
    beside = task.settings.seconds_per_file and sys.executable
    attempt = SUPERVISOR.attempt if beside else attempt_here
    return without_harm(task, attempt if cache is None else partial(remembered, cache, attempt))


class Supervisor:
    """Keeps one process that parses, starts it when there is something to do, ends it when it
    must be."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.deadline: Deadline | None = None
        self.begun = False
        self.lock = threading.Lock()
        atexit.register(self.stop)

    def attempt(self, task: Task) -> Attempt:
        """Read a file once, in the process; say what took too long or ended it."""
        made = Attempt(task.path)
        with self.lock:
            process, deadline = self.running()
            try:
                self.await_start(process, deadline)
                deadline.start(task.settings)
                send(piped(process.stdin), *packed_task(task))
                while (part := receive(piped(process.stdout))) != END:
                    step = step_from(part)
                    made.take(step)
                    if isinstance(step, Begun):
                        deadline.begin()
                deadline.cancel()
                # Its time was up just now, with the answer there already; or what failed may have
                # left it short of memory, or of sense.
                if deadline.passed or made.culprit is not None:
                    self.stop()
            except (EOFError, OSError, ValueError):
                self.stop()
                made.blame(deadline.reason())
            except BaseException:
                self.stop()  # an answer on its way would be taken for the next file's
                raise
        return made

    def running(self) -> tuple[subprocess.Popen[bytes], Deadline]:
        """Return the process and its deadline, new ones where there is none."""
        if self.process is None or self.deadline is None or self.process.poll() is not None:
            self.stop()
            self.process, self.begun = started(), False
            self.deadline = Deadline(self.process)
        return self.process, self.deadline

    def await_start(self, process: subprocess.Popen[bytes], deadline: Deadline) -> None:
        """Wait until the process can read: what its start takes is not a file's to answer for."""
        if not self.begun:
            deadline.allow(START_LIMIT, START_SECONDS)
            receive(piped(process.stdout))
            deadline.cancel()
            self.begun = True

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        deadline, self.deadline = self.deadline, None
        if deadline is not None:
            deadline.close()
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                piped(stream).close()
        try:
            process.wait(0 if process.poll() is not None else STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Deadline:
    """Ends a process when the time of a file, or of all that lies in it, is up.

    One thread watches over all the files that the process reads; one for each would take longer to
    start than most files to read.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.settings = ReadingSettings()
        self.passed = ""
        self.ends: dict[str, float] = {}
        """When each limit that counts is up, by its name in the settings."""
        self.awaited = inf
        """The end that the thread waits for: a later one it finds by itself when it wakes."""
        self.closed = False
        self.changed = threading.Condition()
        threading.Thread(target=self.watch, daemon=True).start()

    def start(self, settings: ReadingSettings) -> None:
        """Let the time of a file begin, and that of all that lies in it."""
        self.settings = settings
        self.allow("seconds_per_archive", settings.seconds_per_archive)
        self.begin()

    def begin(self) -> None:
        """Let the time of a file begin anew: the next one inside an archive is begun."""
        self.allow("seconds_per_file", self.settings.seconds_per_file)

    def allow(self, limit: str, seconds: float) -> None:
        """Let a limit be up in so many seconds."""
        with self.changed:
            self.ends[limit] = monotonic() + seconds
            if self.ends[limit] < self.awaited:
                self.changed.notify()

    def watch(self) -> None:
        """End the process when the first limit is up, unless it is closed before."""
        with self.changed:
            while not self.closed:
                limit = min(self.ends, key=self.ends.__getitem__, default="")
                self.awaited = self.ends.get(limit, inf)
                left = self.awaited - monotonic()
                if left <= 0:
                    self.passed = limit
                    self.process.kill()
                    return
                self.changed.wait(min(left, LONGEST_WAIT))

    def cancel(self) -> None:
        """Let the process live."""
        with self.changed:
            self.ends.clear()

    def close(self) -> None:
        """Watch no more."""
        with self.changed:
            self.closed = True
            self.changed.notify()

    def reason(self) -> str:
        """Say why the process gave no answer."""
        if self.passed == START_LIMIT:
            return f"the process that reads files did not start in {START_SECONDS:g} seconds"
        if self.passed:
            seconds = getattr(self.settings, self.passed)
            return (
                f"reading it took longer than the limit of {seconds:g} seconds; split it, "
                f"save its text as .txt, or raise reading.{self.passed} in the settings"
            )
        return (
            f"its parser ended without an answer (exit code {self.process.poll()}), as happens "
            "when a file is damaged or needs too much memory; save its text as .txt"
        )


def started() -> subprocess.Popen[bytes]:
    """Start a process that parses."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *(path for path in sys.path if path and Path(path).is_absolute())]
    return subprocess.Popen(  # noqa: S603 - this interpreter, with our own line of code
        [sys.executable, "-P", "-B", "-c", START, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD},
    )


def piped(stream: IO[bytes] | None) -> IO[bytes]:
    """Return a stream of a process that was started with pipes."""
    if stream is None:
        raise OSError("the process was started without pipes")
    return stream


SUPERVISOR = Supervisor()
"""The one of this process: starting another for each run would cost more than most files."""
