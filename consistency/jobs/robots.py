"""What a site's robots.txt lets a job fetch (RFC 9309), and how fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

LARGEST = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules for one user agent."""

    agent: str
    parsed: Protego

    def allow(self, url: str) -> bool:
        """Say whether an address may be fetched."""
        return self.parsed.can_fetch(url, self.agent)

    @property
    def pause(self) -> float:
        """Seconds between two requests that the site asks for, 0 where it asks for none."""
        return float(self.parsed.crawl_delay(self.agent) or 0.0)


def rules_from(body: bytes, *, agent: str) -> Rules:
    """Read a robots.txt; an empty one allows everything."""
    return Rules(agent, Protego.parse(body[:LARGEST].decode("utf-8-sig", "replace")))


RulesOf = Callable[[httpx.URL], Rules]
"""Finds the rules of the site that an address belongs to."""
