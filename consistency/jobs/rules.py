"""Finding the rules of a site: fetched once a day, kept in the state."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import httpx

from consistency.jobs.addresses import origin_of
from consistency.jobs.fetching import Fetcher, Unfetched
from consistency.jobs.robots import LARGEST, Rules, rules_from
from consistency.state.records import Memory


class Memories(Protocol):
    """What is known of addresses from runs before; the state of a running job is one."""

    def memory(self, url: str, /) -> Memory | None:
        """Return what is known of an address."""
        ...

    def remember(self, memory: Memory, /) -> None:
        """Keep what a server said."""
        ...


class RuleBook:
    """The rules of every site that a run comes to."""

    def __init__(self, fetcher: Fetcher, memories: Memories) -> None:
        self._fetcher, self._memories = fetcher, memories
        self._known: dict[str, Rules | Unfetched] = {}

    def __call__(self, url: httpx.URL) -> Rules:
        """Return the rules for an address.

        Raises:
            Unfetched: If they cannot be had now, and were not before: then nothing is fetched.
        """
        address = f"{origin_of(url)}/robots.txt"
        if address not in self._known:
            try:
                body = self._body(address)
                agent = self._fetcher.limits.user_agent
                self._known[address] = rules_from(body, agent=agent)
            except Unfetched as error:
                self._known[address] = error
        known = self._known[address]
        if isinstance(known, Unfetched):
            raise known
        return known

    def _body(self, address: str) -> bytes:
        """Return a robots.txt, kept or fetched; a site without one allows everything."""
        kept, now = self._memories.memory(address), self._fetcher.clock.now()
        believed = timedelta(hours=self._fetcher.limits.robots_hours)
        if kept and kept.checked_at and now - kept.checked_at < believed:
            return kept.body or b""
        try:
            body = self._fetcher.fetch(address).body[:LARGEST]
        except Unfetched as error:
            if error.passing:
                return kept_body(kept, error)
            body = b""
        self._memories.remember(Memory(address, checked_at=now, body=body))
        return body


def kept_body(kept: Memory | None, error: Unfetched) -> bytes:
    """Return the robots.txt of an earlier day. Raises Unfetched where there is none."""
    if kept is None:
        raise Unfetched(
            f"robots.txt cannot be had ({error}), so nothing is fetched there", passing=True
        ) from error
    return kept.body or b""
