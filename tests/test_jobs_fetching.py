"""Fetching from real servers on this machine: polite, bounded, and never led astray."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import trustme
from news_servers import (
    FakeTime,
    Memories,
    Page,
    Site,
    in_turn,
    looked_up,
    packed,
    quick,
    serving,
)

from consistency.jobs import addresses, transfer
from consistency.jobs.fetching import Fetcher, Unfetched
from consistency.jobs.robots import rules_from
from consistency.jobs.rules import RuleBook
from consistency.jobs.transfer import Answer

BOMB = 300_000_000
"""Bytes that a bomb unpacks to."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server without pages."""
    with serving() as site:
        yield site


@pytest.fixture
def time_() -> FakeTime:
    """A clock that nobody has to wait for."""
    return FakeTime()


def fetched(address: str, time_: FakeTime | None = None, **limits: Any) -> Answer:
    """Fetch one address under limits for tests."""
    clock = (time_ or FakeTime()).clock
    return Fetcher(quick(**limits), clock).fetch(address)


# What is asked


def test_a_page_comes_with_its_headers(site: Site) -> None:
    site.pages["/a"] = Page(b"news", headers={"X-Mark": "1"})
    answer = fetched(site.url("/a"))
    assert (answer.status, answer.body, answer.headers["x-mark"]) == (200, b"news", "1")


def test_requests_say_who_asks_and_nothing_of_the_machine(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    site.pages["/a"] = Page(b"news", headers={"Set-Cookie": "seen=1; Path=/"})
    fetcher = Fetcher(quick(user_agent="Desk (desk@herald.example)"), FakeTime().clock)
    for _ in range(2):
        fetcher.fetch(site.url("/a"))
    for _, headers in site.asked:
        assert set(headers) == {"host", "accept", "accept-encoding", "user-agent", "connection"}
        assert headers["user-agent"] == "Desk (desk@herald.example)"
        assert headers["accept-encoding"] == "gzip"


def test_the_server_is_told_the_name_and_reached_at_the_address(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    look_up = socket.getaddrinfo

    def spy(host: Any, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    site.pages["/a"] = Page(b"news")
    resolve = looked_up({"herald.example": ["127.0.0.1"]})
    fetcher = Fetcher(quick(), FakeTime().clock, resolve)
    assert fetcher.fetch(site.url("/a", "herald.example")).body == b"news"
    assert site.asked[0][1]["host"] == f"herald.example:{site.port}"
    assert set(asked) <= {"127.0.0.1", b"127.0.0.1"}  # the name is looked up once, by us


def test_another_address_of_a_host_is_tried_where_one_is_not_reached(site: Site) -> None:
    site.pages["/a"] = Page(b"news")
    names = looked_up({"herald.example": ["127.0.0.9", "127.0.0.1"]})
    with pytest.MonkeyPatch.context() as patch:
        connect = socket.socket.connect

        def refuse(self: socket.socket, address: Any) -> None:
            if address[0] == "127.0.0.9":
                raise ConnectionRefusedError("nobody there")
            connect(self, address)

        patch.setattr(socket.socket, "connect", refuse)
        fetcher = Fetcher(quick(tries=1), FakeTime().clock, names)
        assert fetcher.fetch(site.url("/a", "herald.example")).body == b"news"


def test_a_certificate_has_to_be_that_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("herald.example").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    monkeypatch.setattr(transfer, "trust", lambda: client)
    names = {"herald.example": ["127.0.0.1"], "wire.example": ["127.0.0.1"]}
    with serving({"/a": Page(b"news")}, tls=server) as site:
        fetcher = Fetcher(quick(tries=1), FakeTime().clock, looked_up(names))
        assert fetcher.fetch(f"https://herald.example:{site.port}/a").body == b"news"
        with pytest.raises(Unfetched, match="certificate"):
            fetcher.fetch(f"https://wire.example:{site.port}/a")


# Servers that fail


def test_a_server_that_fails_at_first_is_asked_again(site: Site, time_: FakeTime) -> None:
    site.pages["/a"] = in_turn(Page(status=500), Page(status=503), Page(b"news"))
    assert fetched(site.url("/a"), time_).body == b"news"
    assert time_.slept == [1, 2]


def test_after_so_many_tries_it_is_given_up(site: Site, time_: FakeTime) -> None:
    site.pages["/a"] = Page(status=500)
    with pytest.raises(Unfetched, match="answered 500"):
        fetched(site.url("/a"), time_, tries=3)
    assert len(site.asked) == 3


def test_what_will_not_change_is_asked_once(site: Site) -> None:
    for status in (400, 401, 403, 404, 410):
        site.pages[f"/{status}"] = Page(status=status)
        with pytest.raises(Unfetched, match=str(status)):
            fetched(site.url(f"/{status}"))
    assert len(site.asked) == 5


@pytest.mark.parametrize("wish", ["7", "Tue, 06 May 2031 12:00:07 GMT"])
def test_a_server_says_how_long_to_wait(site: Site, time_: FakeTime, wish: str) -> None:
    busy = Page(status=429, headers={"Retry-After": wish})
    site.pages["/a"] = in_turn(busy, Page(b"news"))
    assert fetched(site.url("/a"), time_).body == b"news"
    assert time_.slept == [7]


def test_a_wish_for_a_long_wait_is_left_to_another_run(site: Site, time_: FakeTime) -> None:
    site.pages["/a"] = Page(status=503, headers={"Retry-After": "3600"})
    with pytest.raises(Unfetched) as failure:
        fetched(site.url("/a"), time_, longest_pause_seconds=30)
    assert failure.value.wait == 3600
    assert (len(site.asked), time_.slept) == (1, [])


@pytest.mark.parametrize("wish", ["soon", "-5", "9" * 400, "Tue, 99 May 2031 12:00:07 GMT"])
def test_a_wish_that_makes_no_sense_is_passed_over(site: Site, time_: FakeTime, wish: str) -> None:
    site.pages["/a"] = in_turn(Page(status=503, headers={"Retry-After": wish}), Page(b"news"))
    assert fetched(site.url("/a"), time_).body == b"news"
    assert time_.slept == [1]


def test_a_host_that_is_down_is_not_asked_for_each_page(time_: FakeTime) -> None:
    with serving() as site:
        address = site.url("/a")
    fetcher = Fetcher(quick(tries=2), time_.clock)
    for _ in range(3):
        with pytest.raises(Unfetched, match="connection"):
            fetcher.fetch(address)
    assert len(time_.slept) == 1


def broken(handler: BaseHTTPRequestHandler) -> None:
    """Leave in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half of it")
    handler.connection.shutdown(socket.SHUT_RDWR)


def test_half_an_answer_is_none(site: Site) -> None:
    site.pages["/a"] = broken
    with pytest.raises(Unfetched, match="failed"):
        fetched(site.url("/a"), tries=1)


# Servers that are slow


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the other side has gone."""
    handler.connection.settimeout(20)
    handler.connection.recv(1)


def dripping(what: bytes) -> Any:
    """Send a byte now and then, without end."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(what)
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.01)

    return drip


def test_a_server_that_falls_silent_is_left(site: Site) -> None:
    site.pages["/a"] = silent
    with pytest.raises(Unfetched, match="silent"):
        fetched(site.url("/a"), tries=1, read_seconds=0.1)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Endless: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
    ],
)
def test_a_server_that_is_never_silent_is_left_too(site: Site, head: bytes) -> None:
    site.pages["/a"] = dripping(head)
    with pytest.raises(Unfetched, match=r"longer than 0\.2 seconds"):
        fetched(site.url("/a"), tries=1, total_seconds=0.2)


# Answers that are too large


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send as much as is taken."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def test_an_endless_answer_is_cut_off(site: Site) -> None:
    site.pages["/a"] = endless
    with pytest.raises(Unfetched, match=r"limit of 1,000,000 bytes.*max_bytes"):
        fetched(site.url("/a"), max_bytes=1_000_000)


@pytest.mark.parametrize(("limit", "comes"), [(999, False), (1_000, True), (1_001, True)])
def test_the_limit_is_the_largest_answer_that_is_taken(site: Site, limit: int, comes: bool) -> None:
    site.pages["/a"] = packed(b"x" * 1_000)
    if comes:
        assert len(fetched(site.url("/a"), max_bytes=limit).body) == 1_000
    else:
        with pytest.raises(Unfetched, match="larger unpacked"):
            fetched(site.url("/a"), max_bytes=limit)


def bomb() -> bytes:
    """Gzip that unpacks to a thousand times its size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"\0" * 1_000_000
    pieces = [packer.compress(block) for _ in range(BOMB // len(block))]
    return b"".join([*pieces, packer.flush()])


def test_a_bomb_is_not_unpacked(site: Site) -> None:
    import tracemalloc

    site.pages["/a"] = Page(bomb(), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(Unfetched, match="larger unpacked"):
            fetched(site.url("/a"), max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_packing_that_nobody_asked_for_is_refused(site: Site) -> None:
    site.pages["/a"] = Page(b"?", headers={"Content-Encoding": "br"})
    with pytest.raises(Unfetched, match="'br'"):
        fetched(site.url("/a"))


def test_damaged_packing_is_a_failure_that_may_pass(site: Site) -> None:
    whole = gzip.compress(b"news " * 100)
    damaged = Page(whole[:12] + b"\xff" * 9, headers={"Content-Encoding": "gzip"})
    site.pages["/a"] = in_turn(damaged, packed(b"news"))
    assert fetched(site.url("/a")).body == b"news"


# Where redirects lead


def to(location: str, status: int = 302) -> Page:
    """A redirect."""
    return Page(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.pages |= {"/a": to("b", status), "/b": to(site.url("/c")), "/c": Page(b"news")}
    answer = fetched(site.url("/a"))
    assert (answer.body, str(answer.url)) == (b"news", site.url("/c"))


def test_a_loop_ends(site: Site) -> None:
    site.pages |= {"/a": to("/b"), "/b": to("/a")}
    with pytest.raises(Unfetched, match="redirects more than 5 times"):
        fetched(site.url("/a"))
    assert len(site.asked) == 6


@pytest.mark.parametrize("most", [0, 1, 2])
def test_the_limit_is_the_number_of_redirects(site: Site, most: int) -> None:
    site.pages |= {"/a": to("/b"), "/b": Page(b"news")}
    if most:
        assert fetched(site.url("/a"), max_redirects=most).body == b"news"
    else:
        with pytest.raises(Unfetched, match="redirects"):
            fetched(site.url("/a"), max_redirects=most)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://herald.example/", "", "http://a:b@127.0.0.1/"],
)
def test_a_redirect_leads_to_the_web_or_nowhere(site: Site, location: str) -> None:
    site.pages["/a"] = to(location)
    with pytest.raises(Unfetched):
        fetched(site.url("/a"))
    assert len(site.asked) == 1


@pytest.fixture
def public_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.1, and no other address of this machine, pass for a public one."""
    known = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda n: n == "127.0.0.1" or known(n))


@pytest.mark.usefixtures("public_loopback")
@pytest.mark.parametrize("host", ["127.0.0.2", "localhost.example", "[::1]", "169.254.169.254"])
def test_a_redirect_to_a_private_address_is_not_followed(site: Site, host: str) -> None:
    site.pages |= {"/a": to(site.url("/secret", host)), "/secret": Page(b"secret")}
    names = {"localhost.example": ["127.0.0.3"]}

    def resolve(name: str, port: int) -> list[str]:
        del port
        return names.get(name, [name])

    fetcher = Fetcher(quick(allow_private=False), FakeTime().clock, resolve)
    with pytest.raises(Unfetched, match="not public"):
        fetcher.fetch(site.url("/a"))
    assert site.paths() == ["/a"]


@pytest.mark.usefixtures("public_loopback")
def test_a_name_that_turns_private_between_look_ups_leads_nowhere(site: Site) -> None:
    """DNS rebinding: each look-up is checked, and its own answer is connected to."""
    turns = iter([["127.0.0.1"], ["127.0.0.2"]])
    site.pages["/a"] = Page(b"news")
    fetcher = Fetcher(
        quick(allow_private=False), FakeTime().clock, lambda _host, _port: next(turns)
    )
    assert fetcher.fetch(site.url("/a", "herald.example")).body == b"news"
    with pytest.raises(Unfetched, match="not public"):
        fetcher.fetch(site.url("/a", "herald.example"))
    assert site.paths() == ["/a"]


# Manners


def test_a_host_is_given_its_pauses(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/a": Page(b"a"), "/b": Page(b"b")}
    fetcher = Fetcher(quick(pause_seconds=2), time_.clock)
    for path in "/a", "/b", "/a":
        fetcher.fetch(site.url(path))
    assert time_.slept == [2, 2]


def test_other_hosts_need_not_wait(site: Site, time_: FakeTime) -> None:
    site.pages["/a"] = Page(b"a")
    resolve = looked_up({"herald.example": ["127.0.0.1"], "wire.example": ["127.0.0.1"]})
    fetcher = Fetcher(quick(pause_seconds=2), time_.clock, resolve)
    for host in "herald.example", "wire.example":
        fetcher.fetch(site.url("/a", host))
    assert time_.slept == []


ROBOTS = b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"


def obedient(time_: FakeTime, memories: Memories | None = None, **limits: Any) -> Any:
    """Return a function that fetches as robots.txt allows."""
    fetcher = Fetcher(quick(**limits), time_.clock)
    rules = RuleBook(fetcher, memories or Memories())
    return lambda address: fetcher.fetch(address, rules=rules)


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(ROBOTS), "/private/a": Page(b"a"), "/b": Page(b"b")}
    fetch = obedient(time_)
    assert fetch(site.url("/b")).body == b"b"
    with pytest.raises(Unfetched, match=r"robots\.txt"):
        fetch(site.url("/private/a"))
    assert site.paths() == ["/b"]


def test_a_redirect_does_not_lead_round_robots_txt(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(ROBOTS), "/a": to("/private/a"), "/private/a": Page(b"a")}
    with pytest.raises(Unfetched, match=r"robots\.txt"):
        obedient(time_)(site.url("/a"))
    assert site.paths() == ["/a"]


def test_the_pause_in_robots_txt_is_kept(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(ROBOTS), "/a": Page(b"a"), "/b": Page(b"b")}
    fetch = obedient(time_)
    fetch(site.url("/a"))
    fetch(site.url("/b"))
    assert time_.slept == [3]


def test_a_pause_that_is_too_long_leaves_the_site_alone(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(ROBOTS), "/a": Page(b"a")}
    with pytest.raises(Unfetched, match="longest_pause_seconds"):
        obedient(time_, longest_pause_seconds=2)(site.url("/a"))
    assert site.paths() == []


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_txt_allows_everything(
    site: Site, time_: FakeTime, status: int
) -> None:
    site.pages |= {"/robots.txt": Page(status=status), "/a": Page(b"a")}
    assert obedient(time_)(site.url("/a")).body == b"a"


def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(status=500), "/a": Page(b"a")}
    fetch = obedient(time_, tries=1)
    for _ in range(2):
        with pytest.raises(Unfetched, match=r"robots\.txt cannot be had"):
            fetch(site.url("/a"))
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_robots_txt_is_fetched_once_a_day(site: Site, time_: FakeTime) -> None:
    site.pages |= {"/robots.txt": Page(b""), "/a": Page(b"a")}
    memories = Memories()
    for hours in 0, 23, 2:
        time_.sleep(hours * 3600)
        obedient(time_, memories)(site.url("/a"))
    assert [path for path, _ in site.asked].count("/robots.txt") == 2


def test_yesterdays_robots_txt_stands_in_for_one_that_cannot_be_had(
    site: Site, time_: FakeTime
) -> None:
    site.pages |= {"/robots.txt": in_turn(Page(ROBOTS), Page(status=500)), "/a": Page(b"a")}
    memories = Memories()
    obedient(time_, memories)(site.url("/a"))
    time_.sleep(25 * 3600)
    fetch = obedient(time_, memories, tries=1)
    assert fetch(site.url("/a")).body == b"a"
    with pytest.raises(Unfetched, match="does not let"):
        fetch(site.url("/private/a"))


def test_rules_for_us_come_before_those_for_all() -> None:
    body = b"User-agent: *\nDisallow: /\n\nUser-agent: claim-consistency\nDisallow: /x\n"
    rules = rules_from(body, agent="claim-consistency (a newsroom)")
    assert rules.allow("https://herald.example/a")
    assert not rules.allow("https://herald.example/x")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"Disallow", b"\0" * 50, b"*" * 100_000])
def test_no_robots_txt_breaks_the_run(body: bytes) -> None:
    assert rules_from(body, agent="x").pause >= 0


def test_no_line_of_the_log_tells_a_key(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "consistency.jobs")
    site.pages["/feed?key=s3cret"] = Page(b"a")
    fetched(site.url("/feed?key=s3cret"))
    told = " ".join(f"{r.getMessage()} {vars(r)}" for r in caplog.records if "jobs" in r.name)
    assert "/feed?…" in told
    assert "s3cret" not in told
