"""Telling what is to be told: once on each channel, and again only where it did not arrive."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Protocol

from consistency.jobs.channels import Undelivered
from consistency.jobs.job import Channel, Job
from consistency.jobs.logs import told
from consistency.jobs.messages import Message, message_of
from consistency.records import Report
from consistency.state.records import Change, Telling

LOG = logging.getLogger(__name__)
Send = Callable[[Message, Channel], None]
SEVERITIES = ("low", "medium", "high")


class Outbox(Protocol):
    """What is to be told; the state of a running job is one."""

    def untold(self, channel: str, /) -> list[Telling]:
        """Return what is still to be told on a channel."""
        ...

    def told(self, tellings: Iterable[Telling], /) -> None:
        """Note that these were told."""
        ...

    def not_told(self, tellings: Iterable[Telling], error: str, /) -> None:
        """Note that these could not be told."""
        ...


def notify(
    job: Job, report: Report, outbox: Outbox, *, send: Send, done: str = "notified"
) -> tuple[int, list[str]]:
    """Tell what waits on each channel, a message a run that found it.

    A kill between sending and noting it repeats a message under the id that it had. What has been
    settled or has gone in the meantime, or is too slight for the channel, is told nowhere; what has
    changed since is told once, as it is now.

    Args:
        done: What the log says of a message that went.
    Returns:
        How many messages went, and the names of channels on which one did not.
    """
    n_sent, failed = 0, []
    for channel in job.channels:
        waiting = outbox.untold(channel.name)
        worth = worth_telling(waiting, channel)
        if len(worth) < len(waiting):
            outbox.told([telling for telling in waiting if telling not in worth])
        for message in messages_of(worth, report, job, channel):
            if deliver(message, channel, outbox, send, done):
                n_sent += 1
            else:
                failed.append(channel.name)
    return n_sent, list(dict.fromkeys(failed))


def messages_of(
    tellings: Sequence[Telling], report: Report, job: Job, channel: Channel
) -> list[Message]:
    """Return one message for each run that has something to tell, oldest first."""
    page = str(job.outputs.page.resolve()) if job.outputs.page else None
    return [
        message_of(list(some), report, job=job.name, page=page, detail=channel.detail)
        for _, some in groupby(tellings, key=lambda telling: telling.run)
    ]


def deliver(message: Message, channel: Channel, outbox: Outbox, send: Send, done: str) -> bool:
    """Send a message and note what came of it; say whether it went."""
    what = {"channel": channel.name, "message": message.id, "findings": len(message.tellings)}
    try:
        send(message, channel)
    except Undelivered as error:
        LOG.error("could not notify", extra=told(**what, reason=error))
        outbox.not_told(message.tellings, str(error))
        return False
    outbox.told(message.tellings)
    LOG.info(done, extra=told(**what))
    return True


def worth_telling(waiting: Sequence[Telling], channel: Channel) -> list[Telling]:
    """Return the last telling of each finding that a channel is to hear of."""
    last = {telling.tracking.id: telling.id for telling in waiting}
    return [t for t in waiting if last[t.tracking.id] == t.id and is_for(t, channel)]


def is_for(telling: Telling, channel: Channel) -> bool:
    """Say whether a channel is to hear of a finding, as it stands by now."""
    tracking = telling.tracking
    last = tracking.last
    return (
        SEVERITIES.index(last.severity) >= SEVERITIES.index(channel.severity)
        and last.kind in channel.kinds
        and last.change is not Change.GONE
        and tracking.settled_by is None
    )


def least_of(channels: Sequence[Channel]) -> str:
    """Return the lowest severity that any channel asks for."""
    return min((c.severity for c in channels), key=SEVERITIES.index, default=SEVERITIES[-1])


def kinds_of(channels: Sequence[Channel]) -> frozenset[str]:
    """Return the kinds that any channel asks for."""
    return frozenset(kind for channel in channels for kind in channel.kinds)
