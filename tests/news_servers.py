"""Real servers on this machine, for tests of scheduled jobs: news sites, webhooks, mail."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from consistency.jobs.clock import Clock
from consistency.jobs.limits import FetchSettings
from consistency.state.records import Memory

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


@dataclass
class FakeTime:
    """A clock that stands still until somebody sleeps."""

    moment: datetime = NOON
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        if seconds > 0:
            self.slept.append(seconds)
            self.moment += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        """The clock, as a run takes it."""
        return Clock(lambda: self.moment, lambda: self.moment.timestamp(), self.sleep)


@dataclass
class Memories:
    """What a state remembers of addresses, kept in a dictionary."""

    kept: dict[str, Memory] = field(default_factory=dict)

    def memory(self, url: str) -> Memory | None:
        """Return what is known of an address."""
        return self.kept.get(url)

    def remember(self, memory: Memory) -> None:
        """Keep what a server said."""
        self.kept[memory.url] = memory


@dataclass
class Page:
    """What a path answers. `etag` makes it answer 304 to whoever knows it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""


Answer = Page | Callable[[BaseHTTPRequestHandler], Page | None]


@dataclass
class Site:
    """A web server: paths with what they answer, and the requests that came."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(pages: Mapping[str, Answer] | None = None, tls: Any = None) -> Iterator[Site]:
    """Serve pages while the block runs."""
    site = Site(dict(pages or {}))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answer = site.pages.get(self.path, Page(status=404))
            page = answer if isinstance(answer, Page) else answer(self)
            if page is not None:
                reply(self, page)

        def do_POST(self) -> None:
            site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Clients that leave early are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, page: Page) -> None:
    """Answer with a page, or that it is as it was."""
    if page.etag and handler.headers.get("If-None-Match") == page.etag:
        page = Page(status=304)
    handler.send_response(page.status)
    for name, value in page.headers.items():
        handler.send_header(name, value)
    if page.etag:
        handler.send_header("ETag", page.etag)
    if page.status != 304 and "Content-Length" not in page.headers:
        handler.send_header("Content-Length", str(len(page.body)))
    handler.end_headers()
    handler.wfile.write(page.body)


def packed(body: bytes) -> Page:
    """A page that is sent compressed."""
    return Page(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def in_turn(*pages: Page) -> Callable[[BaseHTTPRequestHandler], Page]:
    """Answer with one page after the other, the last one again and again."""
    left = list(pages)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def quick(**changes: Any) -> FetchSettings:
    """Limits for servers on this machine."""
    given: dict[str, Any] = {"allow_private": True, "pause_seconds": 0, "first_wait_seconds": 1}
    return FetchSettings(**{**given, **changes})


def story(title: str, *paragraphs: str, published: str = "2031-05-06", name: str = "") -> bytes:
    """A web page with an article in it."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    site = f'<meta property="og:site_name" content="{name}">' if name else ""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{site}"
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{told}</article></body>"
    ).encode()


def feed(*entries: tuple[str, str], published: str = "Tue, 06 May 2031 08:00:00 GMT") -> bytes:
    """An RSS feed with entries of a title and a link."""
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>{published}</pubDate></item>"
        for title, link in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>News</title>{items}</channel></rss>"
    ).encode()


def sitemap(*links: str, changed: str = "2031-05-06", root: str = "urlset") -> bytes:
    """A sitemap, or an index of them."""
    each = "url" if root == "urlset" else "sitemap"
    entries = "".join(
        f"<{each}><loc>{link}</loc><lastmod>{changed}</lastmod></{each}>" for link in links
    )
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{entries}</{root}>"
    ).encode()


@dataclass
class Mailbox:
    """What a mail server took in."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refusing: bool = False

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail in, or not."""
        if self.refusing:
            return "451 come back later"
        self.encrypted.append(session.ssl is not None)
        self.mails.append(envelope.content)
        return "250 OK"


@contextmanager
def mail_server(
    tls: Any = None, password: bytes | None = None, *, from_the_start: bool = False
) -> Iterator[Mailbox]:
    """Run a mail server while the block runs; with TLS, from the start or after STARTTLS."""
    later = tls is not None and not from_the_start
    box = Mailbox()

    def login(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        box.logins.append((data.login, data.password))
        return AuthResult(success=data.password == password, handled=False)

    class Server(Controller):
        def factory(self) -> SMTP:
            options: dict[str, Any] = (
                {"tls_context": tls, "require_starttls": True} if later else {}
            )
            if password is not None:
                options |= {"authenticator": login, "auth_required": True}
            return SMTP(box, hostname="mail.example", **options)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    context = tls if from_the_start else None
    server = Server(box, hostname="127.0.0.1", port=box.port, ssl_context=context)
    server.start()
    try:
        yield box
    finally:
        server.stop()


def write_job(folder: Path, *tables: str, name: str = "job.toml") -> Path:
    """Write a job file."""
    path = folder / name
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def looked_up(names: Mapping[str, Sequence[str]]) -> Callable[[str, int], Sequence[str]]:
    """Look hosts up in a table; what is not in it is unknown."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in names:
            raise OSError(f"no such host: {host}")
        return names[host]

    return resolve
