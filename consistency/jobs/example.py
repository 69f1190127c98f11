"""What the event's articles are to be like: a query, or an article from a file or an address."""

from __future__ import annotations

import hashlib

from consistency.articles.reading import read_file
from consistency.errors import JobError
from consistency.jobs.fetching import Unfetched
from consistency.jobs.job import Event, Job
from consistency.jobs.pages import articles_in
from consistency.jobs.visiting import Visitor
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings


def example_of(job: Job, visitor: Visitor, settings: ReadingSettings) -> Article | str | None:
    """Return the query or the example of a job's event, None where it has no event.

    An example at an address that cannot be had is taken as it last was.

    Raises:
        JobError: If the example cannot be had or read.
    """
    event = job.event
    if event is None or event.like is None:
        return event.query if event else None
    if event.like.startswith(("http://", "https://")):
        body = example_at(event.like, job, visitor)
        outcomes = list(articles_in(body, event.like, "page.html", {}, settings))
    else:
        outcomes = list(read_file(event.like, settings=settings))
    for outcome in outcomes:
        if isinstance(outcome, Article):
            return outcome
    reasons = "; ".join(one.reason for one in outcomes if isinstance(one, Skipped))
    raise JobError(f"{job.file}: [event]: like holds no article ({reasons or 'nothing in it'})")


def example_at(address: str, job: Job, visitor: Visitor) -> bytes:
    """Return the example's page, as it is or as it last was."""
    try:
        return visitor.listing(address)
    except Unfetched as error:
        kept = visitor.kept(address)
        if kept is None:
            raise JobError(f"{job.file}: [event]: like cannot be had: {error}") from error
        return kept


def fingerprint(event: Event | None) -> str:
    """Return what changes when other articles may belong to the event than before."""
    return hashlib.sha256(repr(event).encode("utf-8", "replace")).hexdigest()
