"""Who is reviewing: sessions by a random name in a cookie, kept in memory while the server runs."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from hmac import compare_digest
from threading import Lock


@dataclass(frozen=True, slots=True)
class Session:
    """One browser.

    Args:
        id: What its cookie holds.
        secret: What its forms have to bring back, which no other site can know.
        reviewer: "" until a name is given.
    """

    id: str
    secret: str
    reviewer: str = ""


class Sessions:
    """The sessions of one server, which only its start token begins. Threads may share it."""

    def __init__(self, *, most: int) -> None:
        self.token = secrets.token_urlsafe(24)
        self._most = most
        self._known: OrderedDict[str, Session] = OrderedDict()
        self._lock = Lock()

    def begin(self, token: str) -> Session | None:
        """Return a new session, None for a token that is not the server's."""
        if not same(token, self.token):
            return None
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        with self._lock:
            self._known[session.id] = session
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return session

    def of(self, cookie: str) -> Session | None:
        """Return the session that a cookie names, None where there is none."""
        with self._lock:
            session = self._known.get(cookie)
            if session:
                self._known.move_to_end(cookie)
            return session

    def call(self, session: Session, reviewer: str) -> None:
        """Give a session its reviewer's name."""
        with self._lock:
            if session.id in self._known:
                self._known[session.id] = replace(session, reviewer=reviewer)

    def others(self, reviewer: str) -> tuple[str, ...]:
        """Return the names of the other reviewers, in order."""
        with self._lock:
            names = {session.reviewer for session in self._known.values()}
        return tuple(sorted(names - {"", reviewer}))


def same(left: str, right: str) -> bool:
    """Compare secrets in a time that tells nothing."""
    return compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
