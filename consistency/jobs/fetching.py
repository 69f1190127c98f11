"""Polite fetching: robots.txt, pauses, tries, redirects one by one, and nothing twice in vain."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from consistency.jobs.addresses import (
    Refused,
    Resolve,
    Unknown,
    check,
    check_form,
    origin_of,
    shown,
)
from consistency.jobs.clock import Clock
from consistency.jobs.limits import FetchSettings
from consistency.jobs.logs import told
from consistency.jobs.robots import Rules, RulesOf
from consistency.jobs.transfer import Answer, TooMuch, Unanswered, ask

LOG = logging.getLogger(__name__)
OK, UNCHANGED = 200, 304
REDIRECTS = frozenset((301, 302, 303, 307, 308))
PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Answers that may be other ones in a while."""


class Unfetched(Exception):
    """An address was not fetched. The message says why.

    Args:
        wait: Seconds after which the server asks to be asked again, None where it does not say.
        passing: Whether it may go well another time.
        asked: Whether a server was asked at all.
    """

    def __init__(
        self, reason: str, *, wait: float | None = None, passing: bool = False, asked: bool = True
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.passing = passing
        self.asked = asked


@dataclass
class Host:
    """What is known of scheme, host and port in this run."""

    free_at: float = 0.0
    pause: float = 0.0
    down: str = ""


@dataclass
class Fetcher:
    """Fetches for one run.

    Args:
        resolve: Looks hosts up; None for the system.
    """

    limits: FetchSettings
    clock: Clock = field(default_factory=Clock)
    resolve: Resolve | None = None
    hosts: dict[str, Host] = field(default_factory=dict)

    def fetch(
        self,
        address: str,
        *,
        rules: RulesOf | None = None,
        validators: Mapping[str, str] | None = None,
    ) -> Answer:
        """Fetch an address, going where it redirects to; each hop is checked like the first.

        Args:
            rules: Finds the rules of a site; None asks for none, as for robots.txt itself.
            validators: Headers that let the server say that nothing has changed.
        Raises:
            Unfetched: If it may not or cannot be had; the answer is 200 or 304 otherwise.
        """
        try:
            url = check_form(address)
            for _ in range(self.limits.max_redirects + 1):
                answer = self._answered(url, rules, validators or {})
                if answer.status not in REDIRECTS:
                    return checked_status(answer)
                url = next_hop(url, answer)
        except Refused as error:
            raise Unfetched(str(error), asked=False) from error
        except TooMuch as error:
            raise Unfetched(str(error)) from error
        raise Unfetched(f"it redirects more than {self.limits.max_redirects} times")

    def _answered(
        self, url: httpx.URL, rules: RulesOf | None, validators: Mapping[str, str]
    ) -> Answer:
        """Make one hop, once its site allows it, as often as the limits allow."""
        host = self.hosts.setdefault(origin_of(url), Host())
        if rules is not None:
            self._obey(rules(url), url, host)
        if host.down:
            raise Unfetched(host.down, passing=True, asked=False)
        try:
            return self._retrying()(self._once, url, host, validators)
        except Unfetched as error:
            if isinstance(error.__cause__, Unanswered | Unknown):
                host.down = str(error)
            raise

    def _obey(self, rules: Rules, url: httpx.URL, host: Host) -> None:
        """Raise Unfetched for what robots.txt forbids; keep the pause that it asks for."""
        if not rules.allow(str(url)):
            raise Unfetched(f"robots.txt of {url.host} does not let it be fetched", asked=False)
        host.pause = rules.pause
        if host.pause > self.limits.longest_pause_seconds:
            raise Unfetched(
                f"robots.txt of {url.host} asks for {host.pause:g} seconds between requests, more "
                "than longest_pause_seconds in the job's [fetching]",
                asked=False,
            )

    def _retrying(self) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self.limits.tries),
            wait=self._wait,
            retry=retry_if_exception(self._is_worth_a_try),
            sleep=self.clock.sleep,
            reraise=True,
        )

    def _is_worth_a_try(self, error: BaseException) -> bool:
        asked = error.wait or 0.0 if isinstance(error, Unfetched) else 0.0
        return (
            isinstance(error, Unfetched)
            and error.passing
            and asked <= self.limits.longest_pause_seconds
        )

    def _wait(self, state: RetryCallState) -> float:
        """Seconds before the next try: what the server asks for, else twice the last wait."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Unfetched) and error.wait is not None:
            return error.wait
        longest = self.limits.longest_pause_seconds
        return min(self.limits.first_wait_seconds * 2.0 ** (state.attempt_number - 1), longest)

    def _once(self, url: httpx.URL, host: Host, validators: Mapping[str, str]) -> Answer:
        """Make one request when the host's pause is over. Raises Unfetched for no good answer."""
        self.clock.sleep(max(0.0, host.free_at - self.clock.passed()))
        host.free_at = self.clock.passed() + max(self.limits.pause_seconds, host.pause)
        headers = {"User-Agent": self.limits.user_agent, **validators}
        try:
            # Looked up for each request, and no other address than the one checked is asked.
            checked = check(url, allow_private=self.limits.allow_private, resolve=self.resolve)
            answer = ask(checked, limits=self.limits, headers=headers)
        except (Unanswered, Unknown) as error:
            raise Unfetched(str(error), passing=True) from error
        LOG.debug("asked", extra=told(url=shown(url), status=answer.status))
        if answer.status in PASSING:
            reason = f"the server answered {answer.status}"
            raise Unfetched(reason, wait=self._asked_wait(answer), passing=True)
        return answer

    def _asked_wait(self, answer: Answer) -> float | None:
        """Seconds that `Retry-After` asks for, as a number or a moment; None for none."""
        said = answer.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit() and len(said) < 10:
            return float(said)
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return max(0.0, (moment - self.clock.now()).total_seconds())


def checked_status(answer: Answer) -> Answer:
    """Return an answer that is one. Raises Unfetched for others, by their status."""
    if answer.status in (OK, UNCHANGED):
        return answer
    raise Unfetched(f"the server answered {answer.status}")


def next_hop(url: httpx.URL, answer: Answer) -> httpx.URL:
    """Return where an answer redirects to. Raises Refused where that may not be asked."""
    location = answer.headers.get("location", "")
    if not location:
        raise Unfetched(f"the server answered {answer.status} and does not say where to go")
    try:
        return check_form(str(url.join(location)))
    except httpx.InvalidURL as error:
        raise Refused("it redirects to what is no web address") from error
