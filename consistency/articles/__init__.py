"""Files, folders, patterns and standard input become articles, or records of why they did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.articles.inputs import is_one_file, named_files
from consistency.articles.results import without_results
from consistency.errors import InputError, SettingsError
from consistency.records import Article, Skipped

if TYPE_CHECKING:
    from consistency.cache import Cache
    from consistency.settings import ReadingSettings

__all__ = ["gathered", "read", "read_draft"]

DRAFT_ID = "d1"
"""Id of a draft, which is none of the articles it is held against."""


def read(
    inputs: Iterable[str | Path],
    *,
    settings: ReadingSettings,
    leave_out: str | Path | None = None,
    written: Iterable[str | Path] = (),
    cache: Cache | None = None,
) -> tuple[list[Article], list[Skipped]]:
    """Read articles from files, folders (recursively), patterns, or "-" for standard input.

    Articles come in the order of their sorted paths with ids "a1", "a2"…, whatever order the inputs
    were named in; a file named twice is read once. What cannot be used becomes a `Skipped` record
    with the reason and what to do next.

    A file may hold several articles (.json, .jsonl, .csv, feeds): their paths end in "#1", "#2"…;
    those of files in archives go on inside ("news.zip/one.html"). The same article twice is read as
    one, and later versions of an article are marked as such. Metadata beside an article, in
    NAME.meta.json, win over those in it.

    Args:
        leave_out: A file that is not read, though it lie in a folder or match a pattern that is.
        written: Files this run will write. Those it wrote before are not read; other results among
            the inputs are skipped.
        cache: Keeps what files held, and tells it of those that were read before.

    Raises:
        InputError: If a named input does not exist, a pattern matches nothing, or nothing is named.
        SettingsError: If `today` is no day, or a file to be written is an article.
    """
    # Imported here, so that `consistency --help` does not wait for parsers and patterns.
    from consistency.articles.reading import read_file

    check_today(settings)
    paths, skipped = named_files(inputs)
    paths = [path for path in paths if leave_out is None or not is_one_file(path, leave_out)]
    paths = without_results(paths, written)
    outcomes = [
        outcome for path in paths for outcome in read_file(path, settings=settings, cache=cache)
    ]
    skipped += (outcome for outcome in outcomes if isinstance(outcome, Skipped))
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    return gathered(articles, skipped, settings)


def gathered(
    articles: Sequence[Article], skipped: Iterable[Skipped], settings: ReadingSettings
) -> tuple[list[Article], list[Skipped]]:
    """Make articles that were read one by one ready for one check.

    Each story is told once and has its id, later versions name the ones before them, and sources
    with several articles are told apart. Order is kept; articles beyond the most that a run
    compares join `skipped`, which comes back sorted by path.
    """
    from consistency.articles.credits import told_apart
    from consistency.articles.versions import in_versions, told_once

    different = told_once(articles)
    kept = list(numbered(different[: settings.max_articles]))
    skipped = [*skipped, *too_many(different[settings.max_articles :], settings)]
    return told_apart(in_versions(kept, settings)), sorted(skipped, key=lambda skip: skip.path)


def read_draft(path: str | Path, *, settings: ReadingSettings) -> Article:
    """Read the one story in a file, to be held against other articles. Its id is `DRAFT_ID`.

    Raises:
        InputError: If the file does not exist, cannot be used, or holds several articles.
        SettingsError: If `today` is no day.
    """
    if Path(path).is_dir():
        raise InputError(f"the draft {path} is a folder; name the one file that holds the story")
    articles, skipped = read([path], settings=settings)
    if len(articles) == 1 and not skipped:
        return replace(articles[0], id=DRAFT_ID)
    if skipped:
        raise InputError(f"the draft cannot be used: {skipped[0].path}: {skipped[0].reason}")
    found = f"{len(articles)} articles" if articles else "no article"
    raise InputError(f"the draft {path} holds {found}; name a file that holds one story")


def check_today(settings: ReadingSettings) -> None:
    """Raise SettingsError when the day that counts as today is no day."""
    try:
        date.fromisoformat(settings.today or "2025-10-06")
    except ValueError as error:
        raise SettingsError(
            f"reading.today = {settings.today!r}, expected a day such as '2025-10-06', or '' for "
            "the day of the run"
        ) from error


def too_many(articles: Iterable[Article], settings: ReadingSettings) -> Iterator[Skipped]:
    """Skip articles beyond the most that a run compares."""
    reason = (
        f"it comes after {settings.max_articles:,} articles, the most that a run compares; "
        "name fewer, or raise reading.max_articles in the settings"
    )
    return (Skipped(article.path, reason) for article in articles)


def numbered(articles: Iterable[Article]) -> Iterator[Article]:
    """Give articles their ids, "a1" first."""
    return (replace(article, id=f"a{n}") for n, article in enumerate(articles, start=1))
