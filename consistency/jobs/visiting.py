"""Going to addresses again, run after run: only when it is time, and only for what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from consistency.jobs.fetching import UNCHANGED, Fetcher, Unfetched
from consistency.jobs.robots import RulesOf
from consistency.jobs.rules import Memories, RuleBook
from consistency.jobs.transfer import Answer
from consistency.state.records import Memory

LONGEST_VALIDATOR = 400
"""Characters of an ETag or a date that are kept; a longer one is no use to anybody."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A page that has changed, or was not known; `memory` is to be kept once its article is."""

    answer: Answer
    memory: Memory


class Visitor:
    """Fetches with what earlier runs remember.

    Args:
        anew: Whether to ask for pages as if they were not known.
    """

    def __init__(self, fetcher: Fetcher, memories: Memories, *, anew: bool = False) -> None:
        self._fetcher, self._memories, self._anew = fetcher, memories, anew
        self._rules: RulesOf = RuleBook(fetcher, memories)
        self._begun = fetcher.clock.passed()

    @property
    def is_time_up(self) -> bool:
        """Whether the run has spent on fetching what it may."""
        spent = self._fetcher.clock.passed() - self._begun
        return spent >= 60 * self._fetcher.limits.most_minutes

    def is_known(self, address: str) -> bool:
        """Say whether an earlier run had an answer from an address."""
        known = self._memories.memory(address)
        return known is not None and not known.failures and not self._anew

    def is_time(self, address: str) -> bool:
        """Say whether a page is to be asked for in this run; one that fails is, to have it told."""
        known = self._memories.memory(address)
        if known is None or known.failures or self._anew:
            return True
        return known.retry_at is None or self._now >= known.retry_at

    def is_remembered(self, memory: Memory) -> bool:
        """Say whether a file's content is what it was when its articles were last kept."""
        known = self._memories.memory(memory.url)
        return known is not None and known.etag == memory.etag

    @property
    def today(self) -> date:
        """The day of the run, in UTC."""
        return self._now.date()

    @property
    def _now(self) -> datetime:
        return self._fetcher.clock.now()

    def listing(self, address: str) -> bytes:
        """Return what a feed, a sitemap or an example holds; kept, so that "unchanged" is enough.

        Raises:
            Unfetched: If it cannot be had now.
        """
        known = self._memories.memory(address)
        answer = self._asked(address, known if known and known.body is not None else None)
        if answer.status == UNCHANGED:
            body = (known.body if known else None) or b""
            self._memories.remember(Memory(address, *stamps(known), self._now, body=body))
            return body
        self._memories.remember(
            Memory(address, *validators(answer), checked_at=self._now, body=answer.body)
        )
        return answer.body

    def kept(self, address: str) -> bytes | None:
        """Return what a listing last held, None where no run has had it."""
        known = self._memories.memory(address)
        return known.body if known else None

    def page(self, address: str) -> Visited | None:
        """Return a page, None where it is as it was.

        Raises:
            Unfetched: If it cannot be had now.
        """
        known = self._memories.memory(address)
        answer = self._asked(address, None if self._anew else known)
        if answer.status != UNCHANGED:
            memory = Memory(address, *validators(answer), checked_at=self._now)
            return Visited(answer, memory)
        if known is not None:
            self._memories.remember(self._checked_again(known))
        return None

    def _checked_again(self, known: Memory) -> Memory:
        """Note that a page is as it was; it is left alone for as long as before."""
        waited = timedelta()
        if known.retry_at and known.checked_at:
            waited = known.retry_at - known.checked_at
        return replace(known, checked_at=self._now, retry_at=self._now + waited, failures=0)

    def _asked(self, address: str, known: Memory | None) -> Answer:
        """Ask for an address, unless it is left alone for its failures; note a failure."""
        if self.is_time_up:
            raise Unfetched("the run's time for fetching is up (most_minutes)", asked=False)
        before = self._memories.memory(address)
        if before and before.failures and before.retry_at and self._now < before.retry_at:
            raise Unfetched(
                f"it failed {before.failures} times in a row and is not asked again before "
                f"{before.retry_at:%Y-%m-%d %H:%M} UTC",
                asked=False,
            )
        try:
            return self._fetcher.fetch(address, rules=self._rules, validators=conditions(known))
        except Unfetched as error:
            if error.asked:
                self._memories.remember(self._failed(before or Memory(address), error.wait))
            raise

    def _failed(self, known: Memory, wait: float | None) -> Memory:
        """Note a failure. What was known of the address stays known."""
        limits, failures = self._fetcher.limits, known.failures + 1
        longest = timedelta(hours=limits.longest_failure_hours)
        minutes = limits.failure_minutes * 2.0 ** min(failures - 2, 20) if failures > 1 else 0.0
        pause = max(timedelta(minutes=minutes), timedelta(seconds=min(wait or 0.0, 1e6)))
        return replace(known, failures=failures, retry_at=self._now + min(pause, longest))


def conditions(known: Memory | None) -> dict[str, str]:
    """Return the headers that ask only for what has changed since."""
    if known is None:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in named.items() if value}


def stamps(known: Memory | None) -> tuple[str, str]:
    """Return the validators that were kept."""
    return (known.etag, known.modified) if known else ("", "")


def validators(answer: Answer) -> tuple[str, str]:
    """Return ETag and Last-Modified of an answer, "" where it has none that is fit to be kept."""
    found = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
    etag, modified = (
        value if len(value) <= limit and value.isprintable() and value.isascii() else ""
        for value, limit in zip(found, (LONGEST_VALIDATOR, 100), strict=True)
    )
    return etag, modified
