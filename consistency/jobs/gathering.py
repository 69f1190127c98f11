"""What a job's sources bring: articles to be chosen from, and what could not be had."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from consistency.errors import InputError
from consistency.jobs.addresses import shown
from consistency.jobs.fetching import Unfetched
from consistency.jobs.folders import files_in
from consistency.jobs.job import Feed, Folder, Job, Pages, Sitemap
from consistency.jobs.listings import Listed, listed_by
from consistency.jobs.logs import told
from consistency.jobs.pages import articles_in
from consistency.jobs.visiting import Visited, Visitor
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings
from consistency.state.records import Memory

LOG = logging.getLogger(__name__)
__all__ = ["Brought", "Gathered", "gather"]


@dataclass(frozen=True, slots=True)
class Brought:
    """An article that a source brought.

    Args:
        location: Its address, or its file: the same article at the same place.
        source: Name of the job's source.
    """

    location: str
    source: str
    article: Article


@dataclass
class Gathered:
    """What all sources brought in a run.

    Args:
        skipped: Sources that failed, and pages and files that could not be used.
        n_failed: Sources among them.
        memories: What is to be remembered of pages and files once their articles are kept; with
            the locations that they brought.
        n_waiting: Pages that are left to the next run.
    """

    brought: list[Brought] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    n_failed: int = 0
    n_waiting: int = 0

    def fail(self, source: str, place: str, reason: object) -> None:
        """Note that a source could not be used."""
        self.n_failed += 1
        self.skip(source, place, reason)

    def skip(self, source: str, place: str, reason: object) -> None:
        """Note that something of a source could not be used; secrets in an address stay out."""
        place = shown(place) if place.startswith(("http://", "https://")) else place
        LOG.warning("skipped", extra=told(source=source, place=place, reason=reason))
        self.skipped.append(Skipped(place, f"{source}: {reason}"))

    def take(self, source: str, outcomes: Iterable[Article | Skipped]) -> list[Brought]:
        """Note what a page or a file holds; return its articles."""
        found = []
        for outcome in outcomes:
            if isinstance(outcome, Skipped):
                self.skip(source, outcome.path, outcome.reason)
            else:
                found.append(Brought(outcome.path, source, outcome))
        self.brought += found
        return found


def gather(job: Job, visitor: Visitor, *, settings: ReadingSettings, anew: bool) -> Gathered:
    """Ask every source for what is new or has changed. None of them stops the others.

    Args:
        anew: Whether files are read again that have not changed.
    """
    gathered = Gathered()
    pages: list[Listed] = []
    for source in job.sources:
        LOG.info("asking source", extra=told(source=source.name))
        if isinstance(source, Folder):
            take_folder(source, job, visitor, gathered, settings, anew=anew)
        else:
            pages += pages_of(source, job, visitor, gathered, settings)
    take_pages(pages, job, visitor, gathered, settings)
    return gathered


def take_folder(
    source: Folder,
    job: Job,
    visitor: Visitor,
    gathered: Gathered,
    settings: ReadingSettings,
    *,
    anew: bool,
) -> None:
    """Read the files of a folder that are new or have changed."""
    try:
        for file in files_in(source.folder, job.folder):
            memory = Memory(f"file:{file.name}", etag=file.digest(settings))
            if anew or not visitor.is_remembered(memory):
                outcomes = file.outcomes(settings)
                gathered.take(source.name, outcomes)
                if not any(isinstance(outcome, Skipped) for outcome in outcomes):
                    gathered.memories.append(memory)
    except (InputError, OSError) as error:
        gathered.fail(source.name, source.folder.as_posix(), error)


def pages_of(
    source: Feed | Sitemap | Pages,
    job: Job,
    visitor: Visitor,
    gathered: Gathered,
    settings: ReadingSettings,
) -> list[Listed]:
    """Return the pages that a source lists; take the articles that stand in a feed itself."""
    if isinstance(source, Pages):
        return [Listed(url, source.name, source.publisher) for url in source.urls]
    try:
        if isinstance(source, Feed) and source.text == "feed":
            gathered.take(source.name, entries_of(source, visitor.listing(source.url), settings))
            return []
        return list(listed_by(source, visitor, settings, job.fetching))
    except Unfetched as error:
        gathered.fail(source.name, shown(source.url), error)
        return []


def entries_of(feed: Feed, body: bytes, settings: ReadingSettings) -> Iterator[Article | Skipped]:
    """Yield the articles that stand in a feed, each at the place that its link names."""
    base = shown(feed.url)
    for outcome in articles_in(body, base, "feed.xml", {}, settings):
        if isinstance(outcome, Article):
            title = hashlib.sha256((outcome.title or "").encode("utf-8", "replace"))
            path = outcome.url or f"{base}#{title.hexdigest()[:12]}"
            source = feed.publisher or feed.name
            yield replace(outcome, path=path, source=source, source_from="metadata")
        else:
            yield outcome


def take_pages(
    pages: Sequence[Listed],
    job: Job,
    visitor: Visitor,
    gathered: Gathered,
    settings: ReadingSettings,
) -> None:
    """Fetch the pages whose time has come, unknown ones first, up to the job's limit."""
    once = list({page.url: page for page in reversed(pages)}.values())[::-1]
    due = [page for page in once if visitor.is_time(page.url)]
    due.sort(key=lambda page: visitor.is_known(page.url))
    gathered.n_waiting = len(due)
    for page in in_turns(due[: job.max_articles]):
        if visitor.is_time_up:
            return
        gathered.n_waiting -= 1
        try:
            visited = visitor.page(page.url)
        except Unfetched as error:
            gathered.skip(page.source, shown(page.url), error)
            continue
        if visited is not None:
            take_page(page, visited, gathered, settings)


def take_page(
    page: Listed, visited: Visited, gathered: Gathered, settings: ReadingSettings
) -> None:
    """Read a page that was fetched."""
    outcomes = page_outcomes(page, visited, settings)
    gathered.take(page.source, outcomes)
    gathered.memories.append(visited.memory)


def page_outcomes(
    page: Listed, visited: Visited, settings: ReadingSettings
) -> list[Article | Skipped]:
    """Return what a page holds."""
    told = {"url": page.url, "source": page.publisher, "published": page.published}
    metadata = {name: value for name, value in told.items() if value}
    kind = visited.answer.headers.get("content-type", "")
    return list(articles_in(visited.answer.body, page.url, name_for(kind), metadata, settings))


NAMES = {
    "application/pdf": "page.pdf",
    "text/plain": "page.txt",
    "text/markdown": "page.md",
}
"""Names of files of the kinds that servers name; everything else is taken for a web page, and a
file is read as what it is in any case."""


def name_for(content_type: str) -> str:
    """Return the name of a file of a kind."""
    return NAMES.get(content_type.partition(";")[0].strip().lower(), "page.html")


def in_turns(pages: Iterable[Listed]) -> list[Listed]:
    """Order pages so that hosts take turns: while one has its pause, another is asked."""
    turns: dict[str, int] = defaultdict(int)
    numbered = []
    for page in pages:
        host = urlsplit(page.url).netloc
        turns[host] += 1
        numbered.append((turns[host], page))
    return [page for _, page in sorted(numbered, key=lambda pair: pair[0])]
