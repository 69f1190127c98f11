"""How sources are fetched: how often, how long, how much, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from consistency.ranges import Count, CountOrNone, NotNegative, Positive, Range, Ranged


@dataclass(frozen=True, slots=True)
class FetchSettings(Ranged):
    """Limits and manners of fetching, by the names that a job's [fetching] table has."""

    user_agent: str = "claim-consistency (a newsroom checking its own sources)"
    """How requests introduce themselves. Name your newsroom and an address to write to."""
    pause_seconds: NotNegative = 1.0
    """Least time between two requests to one host, in seconds, at least 0. A `Crawl-delay` in its
    robots.txt that asks for more is kept."""
    longest_pause_seconds: Positive = 30.0
    """Longest pause that a host may ask for, in seconds, above 0, by `Crawl-delay` or
    `Retry-After`. What asks for a longer one is left to a later run."""
    connect_seconds: Positive = 10.0
    """Longest time to connect, in seconds, above 0."""
    read_seconds: Positive = 20.0
    """Longest silence of a server in the middle of an answer, in seconds, above 0."""
    total_seconds: Positive = 60.0
    """Longest time for one answer as a whole, in seconds, above 0: a server that sends a byte a
    second is never silent."""
    most_minutes: Positive = 10.0
    """Longest time that a run spends on fetching, in minutes, above 0; what is left waits for the
    next run. So no host keeps a run from finishing, however slow its pages are."""
    tries: Annotated[int, Range(1, 10)] = 3
    """How often a request is made that fails for a reason that may pass, 1..10."""
    first_wait_seconds: NotNegative = 1.0
    """Wait before the second try, in seconds, at least 0; it doubles for each further one."""
    max_bytes: Count = 10_000_000
    """Largest answer, in bytes, at least 1, as it comes and as it unpacks. Pages of news stay
    under 2 MB, and a sitemap may have 50 MB: raise it for one."""
    max_redirects: CountOrNone = 5
    """Most redirects that are followed from one address, at least 0."""
    max_sitemaps: Count = 20
    """Most sitemaps of one index that are fetched, at least 1; the last changed first."""
    robots_hours: Annotated[float, Range(0, 24)] = 24.0
    """How long a host's robots.txt is believed, in hours, 0..24 (RFC 9309 allows no more)."""
    recheck_minutes: NotNegative = 10.0
    """Least time before a page is asked for again, in minutes, at least 0: a correction is seen
    this late."""
    unrelated_hours: NotNegative = 24.0
    """The same for a page that does not belong to the event, in hours, at least 0."""
    failure_minutes: NotNegative = 10.0
    """How long an address is left alone after it has failed twice, in minutes, at least 0; the
    time doubles with each further failure. After the first, the next run asks again."""
    longest_failure_hours: Positive = 6.0
    """Longest time that an address is left alone for its failures, in hours, above 0."""
    allow_private: bool = False
    """Whether addresses of this machine and of the networks around it may be fetched."""
