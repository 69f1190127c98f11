"""What a file held when it was read before: another run need not parse it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, cast

from consistency.articles.attempts import Attempt, Outcome
from consistency.articles.contents import Task
from consistency.articles.transport import packed_step, step_of
from consistency.articles.witnesses import LIES_AFTER

if TYPE_CHECKING:
    from consistency.cache import Cache


def remembered(cache: Cache, attempt: Callable[[Task], Attempt], task: Task) -> Attempt:
    """Return what came of the same task before, or attempt it; what did harm is not kept.

    The same task is one with the same bytes, name, sidecar and settings. Each later day makes it
    another only where a day was refused that lay in the future.
    """
    key = _key(task)
    outcomes = _known(cache.get(key), task.settings.today)
    if outcomes is not None:
        return Attempt(task.path, outcomes)
    made = attempt(task)
    if made.culprit is None:
        cache.put(key, _kept(made.outcomes, task.settings.today))
    return made


def _key(task: Task) -> str:
    from consistency.cache import key_of

    settings = {**asdict(task.settings), "today": ""}
    told = (task.path, dict(task.metadata), settings, dict(task.harmful), task.links)
    return key_of("file", hashlib.sha256(task.data).hexdigest(), *told)


def _kept(outcomes: Sequence[Outcome], day: str) -> str:
    records = ",".join(packed_step(outcome).decode() for outcome in outcomes)
    return f'{{"day": {json.dumps(day)}, "outcomes": [{records}]}}'


def _known(kept: str | None, day: str) -> list[Outcome] | None:
    """What was found, None where nothing is kept or it may be otherwise on this day."""
    if kept is None:
        return None
    read = json.loads(kept)
    outcomes = [cast("Outcome", step_of(record)) for record in read["outcomes"]]
    settled = not any(LIES_AFTER in getattr(one, "published_why", "") for one in outcomes)
    today, then = date.fromisoformat(day), date.fromisoformat(read["day"])
    return outcomes if today == then or (settled and today > then) else None
