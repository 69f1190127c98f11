"""What was fetched becomes articles, in the process beside this one where all files are parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from consistency.articles.contents import Task
from consistency.articles.supervision import carry_out
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


def articles_in(
    data: bytes,
    place: str,
    name: str,
    metadata: Mapping[str, str],
    settings: ReadingSettings,
) -> Iterator[Article | Skipped]:
    """Yield the articles in what was fetched, and what in it could not be used.

    Args:
        place: Where it was fetched; the path of what comes of it.
        name: Of a file of this kind; it says which reader to try first.
        metadata: As in a sidecar; it wins over what a page says of itself.
    """
    if not data.strip():
        yield Skipped(place, "the answer is empty")
        return
    for outcome in carry_out(Task(name, data, metadata, settings)):
        yield replace(outcome, path=place + outcome.path.removeprefix(name))
