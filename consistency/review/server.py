"""Serving the desk on this machine until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from consistency.errors import OutputError
from consistency.review.app import build_app
from consistency.review.desk import desk_of
from consistency.review.options import is_this_machine
from consistency.review.visitors import LOOPBACK, Door, hosts_of


def serve(
    what: Path,
    *,
    state: str | None = None,
    job: str | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    say: Callable[[str], None],
) -> None:
    """Serve the desk until it is interrupted.

    Args:
        port: 0 for any that is free.
        say: Told the address to open, which lets in whoever has it.
    Raises:
        OutputError: If the address cannot be taken.
        JobError, FindingsFileError, StateError: If what is to be reviewed cannot be opened.
    """
    with desk_of(what, state=state, job=job) as desk, listening(host, port) as listener:
        taken = listener.getsockname()[1]
        names = LOOPBACK if is_this_machine(host) else (*LOOPBACK, host)
        door = Door(hosts_of(names, taken))
        say(f"http://{spelled(host)}:{taken}/?token={door.token}")
        config = uvicorn.Config(
            build_app(desk, door),
            log_level="warning",
            access_log=False,  # an address in a log would let its readers in
            server_header=False,
            limit_concurrency=100,
            timeout_keep_alive=5,
        )
        uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """Take an address. Raises OutputError when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise OutputError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}. "
            "Name another with --host and --port"
        ) from error


def spelled(host: str) -> str:
    """Return a host as addresses have it."""
    return f"[{host}]" if ":" in host else host
