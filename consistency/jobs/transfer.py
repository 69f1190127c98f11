"""One request and its answer: to a checked address, within limits of time and size."""

from __future__ import annotations

import contextlib
import socket
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx

from consistency.jobs.addresses import Checked
from consistency.jobs.limits import FetchSettings

if TYPE_CHECKING:
    import ssl

ACCEPTED = "gzip"
"""Compression that is asked for: the one whose unpacking can be stopped at a limit here."""
NAMES = {"": None, "identity": None, "gzip": "gzip", "x-gzip": "gzip", "deflate": "gzip"}
ANY_ZLIB = 32 + zlib.MAX_WBITS
"""For zlib: gzip or zlib, whichever the data begin as."""


class Unanswered(Exception):
    """No whole answer came, for a reason that may pass."""


class Unreached(Unanswered):
    """No connection was made; another address of the host may be reached."""


class TooMuch(Exception):
    """An answer is larger than allowed, or packed in a way that is not understood."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `body` is unpacked; header names are in lower case."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    body: bytes


@cache
def trust() -> ssl.SSLContext:
    """Certificates that are trusted; reading them takes a while."""
    return httpx.create_ssl_context()


def ask(
    checked: Checked,
    *,
    limits: FetchSettings,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Answer:
    """Make one request, following no redirect; POST where there is `content`, else GET.

    The checked addresses are tried in turn until one is reached. Nothing is taken from the
    environment, kept between requests, or sent but what is named here.

    Raises:
        Unanswered: If it cannot be reached, is silent, or takes too long.
        TooMuch: If the answer is over `limits.max_bytes`, as it comes or unpacked.
    """
    *others, last = checked.numeric
    for numeric in others:
        with contextlib.suppress(Unreached):
            return ask_at(numeric, checked.url, limits, headers or {}, content)
    return ask_at(last, checked.url, limits, headers or {}, content)


def ask_at(
    numeric: str,
    url: httpx.URL,
    limits: FetchSettings,
    headers: Mapping[str, str],
    content: bytes | None,
) -> Answer:
    """Make one request to one numeric address of a host."""
    watch = Watch(limits.total_seconds)
    try:
        with watch, made_client(limits) as client:
            request = made_request(client, numeric, url, headers, content, watch)
            response = client.send(request, stream=True)
            with contextlib.closing(response):
                answer = answer_of(url, response, limits)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Unreached(watch.reason() or said(error)) from error
    except (httpx.TransportError, httpx.StreamError, OSError, ValueError) as error:
        raise Unanswered(watch.reason() or said(error)) from error
    if watch.expired:  # an answer without a length seems to end where it was cut off
        raise Unanswered(watch.reason())
    return answer


def made_client(limits: FetchSettings) -> httpx.Client:
    """Return a client for one request: hosts that share an address share no connection."""
    return httpx.Client(
        follow_redirects=False,
        trust_env=False,
        verify=trust(),
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
    )


def made_request(
    client: httpx.Client,
    numeric: str,
    url: httpx.URL,
    headers: Mapping[str, str],
    content: bytes | None,
    watch: Watch,
) -> httpx.Request:
    """Return a request to a numeric address, whose certificate has to be the host's."""
    return client.build_request(
        "GET" if content is None else "POST",
        url.copy_with(host=numeric.partition("%")[0]),
        headers={
            "Host": url.netloc.decode("ascii"),
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED,
            **headers,
        },
        content=content,
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": watch.trace},
    )


def answer_of(url: httpx.URL, response: httpx.Response, limits: FetchSettings) -> Answer:
    """Read an answer to its end, unless it grows too large."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in NAMES:
        raise TooMuch(f"it is packed as {encoding[:40]!r}, though only gzip was asked for")
    pieces: Iterable[bytes] = within(response.iter_raw(), limits.max_bytes, "")
    if NAMES[encoding]:
        pieces = within(unpacked(pieces), limits.max_bytes, "unpacked ")
    body = b"".join(pieces)
    return Answer(url, response.status_code, dict(response.headers), body)


def within(pieces: Iterable[bytes], limit: int, how: str) -> Iterator[bytes]:
    """Yield pieces up to a limit of bytes. Raises TooMuch beyond it."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise TooMuch(
                f"it is larger {how}than the limit of {limit:,} bytes; if it is what was wanted, "
                "raise max_bytes in the job's [fetching]"
            )
        yield piece


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip, at most 64 KiB at a time. Raises Unanswered when it is damaged."""
    unpacker = zlib.decompressobj(ANY_ZLIB)
    try:
        for piece in pieces:
            while piece:
                yield unpacker.decompress(piece, 1 << 16)
                piece = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Unanswered(f"the answer is damaged ({error})") from error
    if not unpacker.eof:
        raise Unanswered("the answer is damaged (it ends too soon)")


def said(error: Exception) -> str:
    """Say what went wrong on the way."""
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection was made in time"
    if isinstance(error, httpx.TimeoutException):
        return "the server fell silent"
    return f"the connection failed ({str(error) or type(error).__name__})"


class Watch:
    """Ends a connection when the time of the whole answer is up, whatever it is busy with.

    A read that waits for a server hears of nothing but its own socket, so that is shut.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        """Begin."""
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the socket of a connection that was made (httpx calls this)."""
        if event == "connection.connect_tcp.complete":
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.expired:
                self._end()

    def _end(self) -> None:
        self.expired = True
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def reason(self) -> str:
        """Say why it ended, "" where it was not for the time."""
        return f"it took longer than {self.seconds:g} seconds" if self.expired else ""
