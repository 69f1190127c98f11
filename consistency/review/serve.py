"""The review page's server: on this machine alone, unless it is told otherwise."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.errors import SettingsError

if TYPE_CHECKING:
    from consistency.review.subject import Subject

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Where:
    """Where to serve.

    Args:
        port: 0 for any that is free.
        names: Further names by which reviewers reach the server, with a port where it is another.
        beyond: Whether others than this machine may reach it.
    """

    host: str = "127.0.0.1"
    port: int = 0
    names: Sequence[str] = ()
    beyond: bool = False

    def __post_init__(self) -> None:
        """Raise SettingsError for a place that was not meant to be served on."""
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"--port {self.port}: expected 0..65535, 0 for any that is free")
        if not self.beyond and not is_local(self.host):
            raise SettingsError(
                f"--host {self.host} can be reached from other machines; "
                "say --beyond-this-machine as well if that is meant"
            )
        if is_any(self.host) and not self.names:
            raise SettingsError(
                f"--host {self.host} is every address of this machine; "
                "say by which name reviewers come, with --name"
            )


def is_local(host: str) -> bool:
    """Say whether a host can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_any(host: str) -> bool:
    """Say whether a host stands for all addresses of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def hosts_of(where: Where, port: int) -> frozenset[str]:
    """Return what the Host header of a request may be."""
    own = f"[{where.host}]" if ":" in where.host else where.host
    names = [*LOCAL_NAMES, own, *where.names]
    with_port = [name if has_port(name) else f"{name}:{port}" for name in names]
    return frozenset(name.lower() for name in [*with_port, *where.names])


def has_port(name: str) -> bool:
    """Say whether a host's name ends in a port."""
    return name.rpartition(":")[2].isdigit() and not name.endswith("]")


def bound(where: Where) -> socket.socket:
    """Return a socket that listens. Raises SettingsError where that is not possible."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((where.host, where.port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"cannot listen at {where.host}:{where.port}: {error.strerror or error}; "
            "--port 0 takes any port that is free"
        ) from error
    return listening


def serve(subject: Subject, where: Where, *, say: Callable[[str], None]) -> None:
    """Serve the review page until it is interrupted.

    Args:
        say: Is told the start address: whoever has it is let in.
    Raises:
        SettingsError: If it cannot listen there.
    """
    import uvicorn

    from consistency.review.app import app_of
    from consistency.review.limits import ReviewSettings
    from consistency.review.sessions import Sessions

    limits = ReviewSettings()
    sessions = Sessions(most=limits.sessions)
    listening = bound(where)
    port = listening.getsockname()[1]
    app = app_of(subject, hosts=hosts_of(where, port), sessions=sessions, limits=limits)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses hold the token
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            say(address(where, port, sessions.token))

    # Ctrl-C is how it ends: uvicorn lets requests finish, and raises the signal again.
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def address(where: Where, port: int, token: str) -> str:
    """Return the start address."""
    host = where.names[0] if where.names else where.host
    host = f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
    return f"http://{host if has_port(host) else f'{host}:{port}'}/start?token={token}"
