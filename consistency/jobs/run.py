"""One run of a job, from its sources to whoever is to hear of it."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TextIO

from consistency.embeddings import Encoder, SentenceEncoder
from consistency.errors import ConsistencyError, InputError
from consistency.jobs.addresses import Resolve
from consistency.jobs.channels import send
from consistency.jobs.clock import Clock
from consistency.jobs.example import example_of, fingerprint
from consistency.jobs.fetching import Fetcher
from consistency.jobs.gathering import Gathered, gather
from consistency.jobs.job import Channel, Job
from consistency.jobs.logs import Format, logged, told
from consistency.jobs.messages import Message
from consistency.jobs.notifying import kinds_of, least_of, notify
from consistency.jobs.outcomes import Outcome
from consistency.jobs.outputs import files_of, write_outputs
from consistency.jobs.rehearsal import is_file, scratch_state
from consistency.jobs.selection import choose
from consistency.jobs.visiting import Visitor
from consistency.pipeline import check_articles
from consistency.records import Article, Report, Skipped
from consistency.settings import EventSettings, Settings
from consistency.state.records import Arrival, Memory
from consistency.state.store import RunningJob, Store

LOG = logging.getLogger(__name__)
EVENT = "event:"
"""Under which the state remembers which event the articles were chosen for."""


@dataclass(frozen=True)
class Tools:
    """What a run works with; tests bring their own.

    Args:
        encoder: Embeds openings and claims; None for the model that the settings name.
        resolve: Looks hosts up; None for the system.
        log: Where it says what it does; None for standard error.
    """

    settings: Settings = field(default_factory=Settings)
    encoder: Encoder | None = None
    clock: Clock = field(default_factory=Clock)
    resolve: Resolve | None = None
    log: TextIO | None = None
    log_format: Format = "text"
    quiet: bool = False


def run_job(job: Job, tools: Tools, *, dry: bool = False) -> Outcome:
    """Follow a story once.

    Args:
        dry: Fetch and check, in a copy of the state; write, tell and record nothing.
    Raises:
        StateError: If the state cannot be opened, or another run holds the job.
        JobError: If the example of the event cannot be had.
        InputError: If there is no article at all and every source failed.
        OutputError: If a result cannot be written.
    """
    if not dry:
        return run_on(job.state, job, tools, dry=False)
    with scratch_state(job.state) as state:
        return run_on(state, job, tools, dry=True)


def run_on(state: str, job: Job, tools: Tools, *, dry: bool) -> Outcome:
    """Hold the job in a state and follow it; every line that is logged has the run's id."""
    with Store.open(state) as store, store.run(job.name) as running:
        stream = tools.log or sys.stderr
        with logged(stream, form=tools.log_format, run=running.id, quiet=tools.quiet):
            LOG.info("begun", extra=told(job=job.name, dry=dry))
            if dry and not is_file(job.state):
                LOG.warning("a dry run does not see what a server's database knows")
            try:
                outcome = follow(job, running, tools, dry=dry)
            except ConsistencyError as error:
                LOG.error("failed", extra=told(reason=error))
                raise
            LOG.info("finished", extra=told(news=len(outcome.news), new=outcome.n_new))
            return outcome


def follow(job: Job, running: RunningJob, tools: Tools, *, dry: bool) -> Outcome:
    """Gather, choose, check, record, write, notify."""
    encoder = tools.encoder or SentenceEncoder(tools.settings.models)
    gathered, n_new = gather_and_choose(job, running, tools, encoder)
    articles, beyond = running.gathered(tools.settings.reading)
    skipped = (*gathered.skipped, *beyond)
    waiting = gathered.n_waiting
    outcome = Outcome(job.name, running.id, None, n_new, skipped, n_waiting=waiting, dry=dry)
    if not articles:
        refuse_nothing(job, gathered)
        return outcome
    report = check_and_record(articles, skipped, job, running, tools.settings, encoder)
    return publish(replace(outcome, report=report), report, job, running, tools)


def gather_and_choose(
    job: Job, running: RunningJob, tools: Tools, encoder: Encoder
) -> tuple[Gathered, int]:
    """Ask the sources, and keep what they bring, each with whether it belongs to the event.

    What is remembered of a page is kept after its article: a run that is killed in between fetches
    the page again.

    Returns:
        What was gathered, and how many articles and versions were not known.
    """
    known = running.memory(EVENT)
    anew = known is not None and known.etag != fingerprint(job.event)
    fetcher = Fetcher(job.fetching, tools.clock, tools.resolve)
    visitor = Visitor(fetcher, running, anew=anew)
    reading = tools.settings.reading
    like = example_of(job, visitor, reading)
    gathered = gather(job, visitor, settings=reading, anew=anew)
    arrivals = chosen(gathered, like, job, encoder, tools.settings.events)
    new = running.add(arrivals)
    remember(gathered, arrivals, job, running, now=tools.clock.now())
    n_new = sum(arrival.chosen for arrival in new)
    counts = {"brought": len(arrivals), "new": len(new), "new_on_event": n_new}
    LOG.info("gathered", extra=told(**counts, waiting=gathered.n_waiting))
    return gathered, n_new


def chosen(
    gathered: Gathered,
    like: Article | str | None,
    job: Job,
    encoder: Encoder,
    settings: EventSettings,
) -> list[Arrival]:
    """Say of each article that was brought whether it belongs to the event."""
    threshold = job.event.threshold if job.event else None
    articles = [brought.article for brought in gathered.brought]
    choices = choose(articles, like=like, threshold=threshold, encoder=encoder, settings=settings)
    return [
        Arrival(b.location, b.source, b.article, choice.chosen, choice.likeness)
        for b, choice in zip(gathered.brought, choices, strict=True)
    ]


def remember(
    gathered: Gathered,
    arrivals: Sequence[Arrival],
    job: Job,
    running: RunningJob,
    *,
    now: datetime,
) -> None:
    """Keep what was said of pages, and when to ask for each again."""
    belongs = {arrival.location for arrival in arrivals if arrival.chosen}
    soon = timedelta(minutes=job.fetching.recheck_minutes)
    late = timedelta(hours=job.fetching.unrelated_hours)
    for memory in gathered.memories:
        pause = soon if memory.url in belongs else late
        running.remember(replace(memory, retry_at=now + pause))
    running.remember(Memory(EVENT, etag=fingerprint(job.event), checked_at=now))


def refuse_nothing(job: Job, gathered: Gathered) -> None:
    """Raise InputError where there is nothing to check because every source failed."""
    if gathered.n_failed and gathered.n_failed == len(job.sources):
        reasons = "; ".join(f"{s.path}: {s.reason}" for s in gathered.skipped[:5])
        raise InputError(f"no article could be had ({reasons}); look at the job's sources")
    LOG.warning("no article belongs to the event yet")


def check_and_record(
    articles: Sequence[Article],
    skipped: Sequence[Skipped],
    job: Job,
    running: RunningJob,
    settings: Settings,
    encoder: Encoder,
) -> Report:
    """Compare all articles of the event, and keep what is found with what is to be told."""
    report = check_articles(
        articles,
        skipped=skipped,
        settings=settings,
        encoder=encoder,
        progress=lambda stage: LOG.info("checking", extra=told(stage=stage)),
    )
    report = running.record(
        report,
        channels=[channel.name for channel in job.channels],
        least=least_of(job.channels),
        kinds=kinds_of(job.channels),
    )
    LOG.info("recorded", extra=told(**Counter(t.status.value for t in report.tracking.values())))
    return report


def publish(
    outcome: Outcome, report: Report, job: Job, running: RunningJob, tools: Tools
) -> Outcome:
    """Write the outputs, then tell what is to be told; in a dry run only say what would be."""
    deliver = partial(
        send,
        folder=job.folder,
        limits=job.fetching,
        clock=tools.clock,
        resolve=tools.resolve,
    )
    if outcome.dry:
        files = [path for path, _ in files_of(job.outputs)]
    else:
        files = write_outputs(report, job.outputs, at=tools.clock.now())
        LOG.info("written", extra=told(files=len(files)))
    n_sent, silent = notify(
        job,
        report,
        running,
        send=keep_quiet if outcome.dry else deliver,
        done="would notify" if outcome.dry else "notified",
    )
    return replace(outcome, files=tuple(files), n_messages=n_sent, silent=tuple(silent))


def keep_quiet(message: Message, channel: Channel) -> None:
    """Send nothing."""
    del message, channel
