"""What a file held when it was read before: another run need not parse it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from consistency.articles.attempts import Attempt
from consistency.articles.contents import Task
from consistency.articles.transport import packed_step, step_of

if TYPE_CHECKING:
    from consistency.cache import Cache


def remembered(cache: Cache, attempt: Callable[[Task], Attempt], task: Task) -> Attempt:
    """Return what came of the same task before, or attempt it; what did harm is not kept.

    The same task is one with the same bytes, name, sidecar, settings and day: the day of the run
    tells which dates can be an article's.
    """
    key = _key(task)
    kept = cache.get(key)
    if kept is not None:
        made = Attempt(task.path)
        for record in json.loads(kept):
            made.take(step_of(record))
        return made
    made = attempt(task)
    if made.culprit is None:
        records = (packed_step(outcome).decode() for outcome in made.outcomes)
        cache.put(key, f"[{','.join(records)}]")
    return made


def _key(task: Task) -> str:
    from consistency.cache import key_of

    told = (task.path, dict(task.metadata), asdict(task.settings), dict(task.harmful), task.links)
    return key_of("file", hashlib.sha256(task.data).hexdigest(), *told)
