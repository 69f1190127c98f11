"""The job file: TOML, read strictly, so that a misspelt key is no silent default."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from consistency.errors import JobError
from consistency.jobs.addresses import Refused, check_form
from consistency.jobs.job import (
    Channel,
    Command,
    Event,
    Feed,
    Folder,
    Job,
    Mail,
    Outputs,
    Pages,
    Sitemap,
    Source,
    Webhook,
)
from consistency.jobs.limits import FetchSettings
from consistency.jobs.tables import Place, one_of, record_from
from consistency.ranges import Count

TABLES = ("event", "fetching", "notify", "outputs", "sources")
SOURCES: Mapping[str, Callable[[Any, Place], Source]] = {
    "feed": partial(record_from, Feed),
    "sitemap": partial(record_from, Sitemap),
    "urls": partial(record_from, Pages),
    "folder": partial(record_from, Folder),
}
CHANNELS: Mapping[str, Callable[[Any, Place], Channel]] = {
    "command": partial(record_from, Command),
    "webhook": partial(record_from, Webhook),
    "email": partial(record_from, Mail),
}
SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands in a job file above its tables."""

    name: str | None = None
    state: str | None = None
    state_env: str | None = None
    settings: Path | None = None
    max_articles: Count = 200


def read_job(path: Path) -> Job:
    """Read a job file.

    Raises:
        JobError: If it cannot be read, or says what it should not: the message names file, table,
            key and what is allowed.
    """
    place = Place(path)
    data = toml_in(path)
    heading = record_from(Heading, {k: v for k, v in data.items() if k not in TABLES}, place)
    job = Job(
        file=path,
        name=heading.name or path.stem,
        state=state_of(heading, place),
        settings=heading.settings,
        max_articles=heading.max_articles,
        sources=sources_in(data, place),
        event=event_in(data, place),
        outputs=record_from(Outputs, data.get("outputs", {}), place.inside("outputs")),
        channels=channels_in(data, place),
        fetching=fetching_in(data, place),
    )
    check_outputs(job.outputs, place.inside("outputs"))
    return job


def toml_in(path: Path) -> dict[str, Any]:
    """Return what a file holds. Raises JobError when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise JobError(f"cannot read job file {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JobError(f"job file {path} is not TOML: {error}") from error


def state_of(heading: Heading, place: Place) -> str:
    """Return the address of the state; a file in it is relative to the job file."""
    if heading.state and heading.state_env:
        raise place.complaint("found state and state_env, expected one of them")
    if heading.state_env:
        return from_environment(heading.state_env, "state_env", place)
    if heading.state is None:
        name = f"{place.file.stem}.state.db"
        return f"{SQLITE}{place.file.parent.resolve() / name}"
    if "://" not in heading.state:
        raise place.complaint(f"state = {heading.state!r}, expected an address: sqlite:///state.db")
    if heading.state.startswith(SQLITE):
        return f"{SQLITE}{place.file.parent.resolve() / heading.state.removeprefix(SQLITE)}"
    return heading.state


def from_environment(variable: str, key: str, place: Place) -> str:
    """Return what an environment variable holds. Raises JobError where it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        raise place.complaint(f"{key} names the environment variable {variable}, which is not set")
    return value


def sources_in(data: Mapping[str, Any], place: Place) -> tuple[Source, ...]:
    """Return the sources. Raises JobError where there are none, or two of one name."""
    found = []
    for number, table in enumerate(tables_in(data, "sources", place), start=1):
        here = place.inside(f"sources, number {number}")
        source = one_of(SOURCES, table, here)
        check_urls(source, here)
        found.append(source)
    if not found:
        raise place.complaint("it names no source; add a [[sources]] table")
    refuse_same_names([source.name for source in found], "sources", place)
    return tuple(found)


def check_urls(source: Source, place: Place) -> None:
    """Raise JobError for an address that cannot be fetched as it is written."""
    if isinstance(source, Folder):
        return
    for url in source.urls if isinstance(source, Pages) else (source.url,):
        try:
            check_form(url)
        except Refused as reason:
            raise place.complaint(str(reason)) from None


def event_in(data: Mapping[str, Any], place: Place) -> Event | None:
    """Return the event, None where the job takes every article for one on it."""
    if "event" not in data:
        return None
    here = place.inside("event")
    event = record_from(Event, data["event"], here)
    if (event.query is None) == (event.like is None):
        raise here.complaint("expected either query = a text, or like = a file or an address")
    if event.like is None or event.like.startswith(("http://", "https://")):
        return event
    path = place.file.parent / Path(event.like).expanduser()
    if not path.is_file():
        raise here.complaint(f"like = {event.like!r}, but there is no file {path}")
    return replace(event, like=str(path))


def channels_in(data: Mapping[str, Any], place: Place) -> tuple[Channel, ...]:
    """Return whom to tell. Raises JobError for two channels of one name."""
    found = []
    for number, table in enumerate(tables_in(data, "notify", place), start=1):
        here = place.inside(f"notify, number {number}")
        channel = one_of(CHANNELS, table, here)
        check_channel(channel, here)
        found.append(channel)
    refuse_same_names([channel.name for channel in found], "notify", place)
    return tuple(found)


def check_channel(channel: Channel, place: Place) -> None:
    """Raise JobError for a channel that could not be used."""
    if isinstance(channel, Webhook):
        check_webhook(channel, place)
    if isinstance(channel, Mail):
        for address in (channel.sender, *channel.to):
            if not re.fullmatch(r"[^@]*[^@\s]@[\w.-]+>?", address):
                raise place.complaint(
                    f"found {address!r}, expected an address such as desk@a.example"
                )
        if (channel.user is None) != (channel.password_env is None):
            raise place.complaint("user and password_env go together; found one of them")
        if channel.user and channel.security == "none":
            raise place.complaint(
                'security = "none" would send the password in the clear; '
                'expected "starttls" or "tls"'
            )


def check_webhook(channel: Webhook, place: Place) -> None:
    """Raise JobError for a webhook without one address, or with one that cannot be posted to."""
    if (channel.url is None) == (channel.url_env is None):
        raise place.complaint("expected either url, or url_env = the variable that holds it")
    if channel.url is not None:
        try:
            check_form(channel.url)
        except Refused:
            # Such an address is a secret as a whole, so it is not repeated.
            raise place.complaint("url is no address that begins with https://") from None


def fetching_in(data: Mapping[str, Any], place: Place) -> FetchSettings:
    """Return how to fetch."""
    here = place.inside("fetching")
    settings = record_from(FetchSettings, data.get("fetching", {}), here)
    if not settings.user_agent.isascii():
        raise here.complaint(f"user_agent = {settings.user_agent!r}, expected plain ASCII letters")
    return settings


def check_outputs(outputs: Outputs, place: Place) -> None:
    """Raise JobError where nothing would be written, or nothing be kept."""
    files: Sequence[Literal["page", "json", "csv", "parquet", "claimreview", "markdown"]] = (
        "page", "json", "csv", "parquet", "claimreview", "markdown",
    )  # fmt: skip
    if not any(getattr(outputs, name) for name in files):
        raise place.complaint(f"it names no output; expected at least one of {', '.join(files)}")
    if outputs.keep and not outputs.archive:
        raise place.complaint("keep says how much of the archive is kept; name one: archive = …")


def tables_in(data: Mapping[str, Any], name: str, place: Place) -> list[Any]:
    """Return an array of tables, [] where there is none."""
    found = data.get(name, [])
    if not isinstance(found, list):
        raise place.complaint(f"found [{name}], expected [[{name}]], one for each")
    return found


def refuse_same_names(names: Sequence[str], table: str, place: Place) -> None:
    """Raise JobError for a name that two tables have: logs and state go by it."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise place.complaint(f"two [[{table}]] have the name {twice[0]!r}; give each its own")
