"""What a job is: sources, event, outputs and whom to tell, as records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from consistency.jobs.limits import FetchSettings
from consistency.ranges import Count, Positive, Share

Severity = Literal["low", "medium", "high"]
Kind = Literal["conflict", "update", "quote_change", "unstated", "agreement"]
Detail = Literal["full", "questions", "count"]
DIFFERENCES: tuple[Kind, ...] = ("conflict", "update", "quote_change")
"""Kinds that are told where a channel names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An RSS or Atom feed.

    Args:
        name: Names it in logs and on the page.
        publisher: Who publishes what it lists; the name where it is None.
        text: Whether articles are fetched from where the feed leads, or are in the feed itself.
    """

    name: str
    url: str
    publisher: str | None = None
    text: Literal["page", "feed"] = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap or an index of them.

    Args:
        publisher: As of a feed.
        days: Most days since a page was changed or published, above 0; pages without a day are
            taken too.
    """

    name: str
    url: str
    publisher: str | None = None
    days: Positive = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Single pages. `publisher` is who publishes all of them; None leaves it to each page."""

    name: str
    urls: tuple[str, ...]
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that is watched: every file below it, of any format that `check` reads."""

    name: str
    folder: Path


Source = Feed | Sitemap | Pages | Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Which articles belong to the story: like a query, or like an article.

    Args:
        like: File or address of the example; None where `query` is given.
        threshold: Likeness at or above which an article belongs, 0..1; None for the one that was
            swept (`selection.py`).
    """

    query: str | None = None
    like: str | None = None
    threshold: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What a run writes, under the same names each time.

    Args:
        archive: Folder that keeps a copy of each run's files in a folder of its own, named by the
            moment in UTC.
        keep: Most such folders that are kept, at least 1; None keeps all.
    """

    page: Path | None = None
    json: Path | None = None
    csv: Path | None = None
    parquet: Path | None = None
    claimreview: Path | None = None
    markdown: Path | None = None
    archive: Path | None = None
    keep: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program of this machine that is given JSON on its standard input, without a shell.

    Args:
        command: The program and its arguments; one with a folder is found beside the job file.
        detail: "full" for findings with values and passages, "questions" for kinds and questions,
            "count" for numbers alone.
        seconds: Longest time it may take, above 0.
    """

    name: str
    command: tuple[str, ...]
    severity: Severity = "medium"
    kinds: tuple[Kind, ...] = DIFFERENCES
    detail: Detail = "full"
    seconds: Positive = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that takes the JSON that Slack, Mattermost and others take.

    Args:
        url: Where it is posted to; such addresses are secrets, so `url_env` may name the
            environment variable that holds it instead.
        allow_private: Whether it may lie on this machine or in the networks around it.
    """

    name: str
    url: str | None = field(default=None, repr=False)
    url_env: str | None = None
    severity: Severity = "medium"
    kinds: tuple[Kind, ...] = DIFFERENCES
    detail: Detail = "questions"
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """E-mail through an SMTP server.

    Args:
        sender, to: Addresses.
        security: "starttls" or "tls"; "none" sends in the clear, and then without a password.
        user: Who logs in; None for a server that asks for nobody.
        password_env: Environment variable that holds the password.
        ca_file: Certificates to trust besides those of the system.
        seconds: Longest silence of the server, above 0.
    """

    name: str
    host: str
    sender: str
    to: tuple[str, ...]
    port: Count = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    ca_file: Path | None = None
    severity: Severity = "medium"
    kinds: tuple[Kind, ...] = DIFFERENCES
    detail: Detail = "questions"
    seconds: Positive = 30.0


Channel = Command | Webhook | Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A story that is followed.

    Args:
        file: The job file; paths that articles are known by are relative to its folder.
        name: By what the state knows the job.
        state: Address of the database, as SQLAlchemy has it.
        settings: Settings of the check; None for the defaults.
        max_articles: Most pages fetched in a run, at least 1; the rest waits for the next.
    """

    file: Path
    name: str
    state: str = field(repr=False)
    sources: tuple[Source, ...]
    outputs: Outputs
    event: Event | None = None
    channels: tuple[Channel, ...] = ()
    settings: Path | None = None
    max_articles: int = 200
    fetching: FetchSettings = field(default_factory=FetchSettings)

    @property
    def folder(self) -> Path:
        """Folder of the job file."""
        return self.file.parent

    def addresses(self) -> Iterator[str]:
        """Yield every web address that the job names as a source."""
        for source in self.sources:
            if isinstance(source, Pages):
                yield from source.urls
            elif not isinstance(source, Folder):
                yield source.url
