"""Files are parsed in a process beside this one, so that a bad one costs itself alone.

A parser that loops, crashes or fills memory takes that process with it; the file is skipped with
the reason, and the next one gets a new process. Limits inside one process cannot do that: a loop in
a parser written in C listens to nobody.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from consistency.articles import witnesses
from consistency.articles.contents import Task
from consistency.articles.transport import outcomes_from, packed_task, receive, send
from consistency.articles.worker import safely_read
from consistency.records import Article, Skipped

START = (
    "import sys; sys.path[:] = sys.argv[1:]; from consistency.articles.worker import main; main()"
)
"""The child finds what this process finds, and nothing in the folder it happens to run in."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Numeric libraries reserve memory for every thread, which would count against the limit."""
STOP_SECONDS = 2


def carry_out(task: Task) -> list[Article | Skipped]:
    """Read one file beside this process, or in it where the settings ask for no limit."""
    if not task.settings.today:
        day = witnesses.day_of_run().isoformat()
        task = replace(task, settings=replace(task.settings, today=day))
    if not task.settings.seconds_per_file or not sys.executable:
        return safely_read(task)
    return SUPERVISOR.read(task)


class Supervisor:
    """Keeps one process that parses, starts it when there is something to do, ends it when it
    must be."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        atexit.register(self.stop)

    def read(self, task: Task) -> list[Article | Skipped]:
        """Return what a file holds; a reason when it took too long or ended the process."""
        with self.lock:
            process = self.running()
            timer = Deadline(process, task.settings.seconds_per_file)
            try:
                return outcomes_from(exchange(process, task))
            except (EOFError, OSError, ValueError):
                self.stop()
                return [Skipped(task.path, timer.reason())]
            except BaseException:
                self.stop()  # an answer on its way would be taken for the next file's
                raise
            finally:
                timer.cancel()

    def running(self) -> subprocess.Popen[bytes]:
        """Return the process, a new one where there is none."""
        if self.process is None or self.process.poll() is not None:
            self.stop()
            self.process = started()
        return self.process

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
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
    """Ends a process when its time is up, and remembers that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self.seconds = seconds
        self.passed = False
        self.timer = threading.Timer(seconds, self.end)
        self.timer.daemon = True
        self.timer.start()

    def end(self) -> None:
        """End the process."""
        self.passed = True
        self.process.kill()

    def cancel(self) -> None:
        """Let the process live."""
        self.timer.cancel()

    def reason(self) -> str:
        """Say why the process gave no answer."""
        if self.passed:
            return (
                f"reading it took longer than the limit of {self.seconds:g} seconds; "
                "split it, save its text as .txt, or raise reading.seconds_per_file in the settings"
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


def exchange(process: subprocess.Popen[bytes], task: Task) -> bytes:
    """Hand a task over and return the answer. Raises EOFError or OSError when none comes."""
    send(piped(process.stdin), *packed_task(task))
    return receive(piped(process.stdout))


def piped(stream: IO[bytes] | None) -> IO[bytes]:
    """Return a stream of a process that was started with pipes."""
    if stream is None:
        raise OSError("the process was started without pipes")
    return stream


SUPERVISOR = Supervisor()
"""The one of this process: starting another for each run would cost more than most files."""
