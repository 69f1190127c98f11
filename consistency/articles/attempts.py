"""What comes of reading a file: its outcomes, or which file in it did harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

from consistency.articles.contents import Begun, Link, Step, Task
from consistency.articles.transport import Failed
from consistency.articles.worker import safe_steps
from consistency.records import Article, Skipped

Outcome = Article | Skipped | Link
MOST_HARMFUL = 3
"""Files in an archive that may end their parser before the rest of it is given up."""


@dataclass
class Attempt:
    """What came of reading a file once.

    Args:
        at: Path of the file last begun.
        culprit: That path where reading ended badly with it, else None.
        reason: Why it ended.
    """

    at: str
    outcomes: list[Outcome] = field(default_factory=list)
    culprit: str | None = None
    reason: str = ""

    def take(self, step: Step | Failed) -> None:
        """Note a step."""
        if isinstance(step, Begun):
            self.at = step.begun
        elif isinstance(step, Failed):
            self.blame(step.failed)
        else:
            self.outcomes.append(step)

    def blame(self, reason: str) -> None:
        """Note that reading ended with the file last begun."""
        self.culprit, self.reason = self.at, reason


def attempt_here(task: Task) -> Attempt:
    """Read a file in this process, without limits on time and memory."""
    made = Attempt(task.path)
    for step in safe_steps(task):
        made.take(step)
    return made


def without_harm(task: Task, attempt: Callable[[Task], Attempt]) -> list[Outcome]:
    """Read a file; of an archive, once more without each file in it that did harm."""
    harmful: dict[str, str] = {}
    start = monotonic()
    while True:
        made = attempt(replace(task, harmful=harmful))
        if made.culprit is None:
            return made.outcomes
        harmful[made.culprit] = made.reason
        if made.culprit == task.path:
            return [*made.outcomes, Skipped(made.culprit, made.reason)]
        spent = monotonic() - start
        if len(harmful) >= MOST_HARMFUL or spent >= task.settings.seconds_per_archive:
            rest = f"too much of it does harm (last, {made.culprit}); the rest was not looked at"
            return [*made.outcomes, Skipped(made.culprit, made.reason), Skipped(task.path, rest)]
