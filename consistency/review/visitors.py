"""Who may look and decide: the token of the address, sessions, and where a request comes from."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.requests import Request

COOKIE = "consistency-review"
MOST_SESSIONS = 1000
"""Sessions that are remembered; the oldest ends first."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass
class Session:
    """One browser of one reviewer.

    Args:
        secret: Stands in every form of this session, and in no address.
        reviewer: Whose decisions these are; "" until a name is given.
    """

    id: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    reviewer: str = ""


@dataclass
class Door:
    """Lets in who has the token, and keeps out requests that other pages make.

    Args:
        hosts: What a request may name as its host, with the port: a page elsewhere whose name was
            made to lead here names another.
        token: Part of the address that is printed when the server starts.
    """

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _sessions: dict[str, Session] = field(default_factory=dict)

    def admit(self, token: str) -> Session | None:
        """Begin a session for who has the token; None for who has not."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return None
        session = Session()
        self._sessions[session.id] = session
        while len(self._sessions) > MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return session

    def session_of(self, request: Request) -> Session | None:
        """Return the session that a request belongs to, if any."""
        return self._sessions.get(request.cookies.get(COOKIE, ""))

    def is_host(self, request: Request) -> bool:
        """Say whether a request names this server as its host."""
        return request.headers.get("host", "").lower() in self.hosts

    def is_from_here(self, request: Request) -> bool:
        """Say whether a form was sent by one of this server's own pages.

        Pages that give no referrer, as these do, have "null" for an origin; where from they are the
        browser then says in a header that no page can set.
        """
        origin = request.headers.get("origin", "")
        ours = origin == f"http://{request.headers.get('host', '')}"
        site = request.headers.get("sec-fetch-site")
        return ours if site is None else site == "same-origin" and (ours or origin == "null")


def hosts_of(names: Iterable[str], port: int) -> frozenset[str]:
    """Return what requests may name as their host, for the names a server goes by."""
    spelled = (f"[{name}]" if ":" in name and not name.startswith("[") else name for name in names)
    return frozenset(f"{name.lower()}:{port}" for name in spelled)
