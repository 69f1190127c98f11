"""Which addresses a job may ask: nothing but HTTP, and nothing on this machine or near it."""

from __future__ import annotations

import pytest
from news_servers import looked_up

from consistency.jobs.addresses import (
    LONGEST,
    Refused,
    Unknown,
    check,
    check_form,
    is_public,
    origin_of,
    shown,
)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8"])
def test_public_addresses_are_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep the secrets of a machine
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:0a00:0001::",
        "2001:0:7f00:1::",
        "no address",
        "",
    ],
)
def test_addresses_near_by_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://herald.example/",
        "gopher://herald.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//herald.example/",
        "herald.example",
        "http://",
        "http:///path",
        "http://herald.example:99999/",
        "http://herald.example:0/",
        "http://[::1",
        "http://her\nald.example/",
        "",
        "http://" + "a" * LONGEST,
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        check_form(address)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refused, match="take them out") as refusal:
        check_form("https://desk:hunter2@herald.example/feed")
    assert "hunter2" not in str(refusal.value)


def test_a_fragment_is_not_sent() -> None:
    assert str(check_form(" https://herald.example/a?b=c#d ")) == "https://herald.example/a?b=c"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://desk:hunter2@herald.example/feed?key=s3cret", "https://herald.example/feed?…"),
        ("https://herald.example/feed", "https://herald.example/feed"),
        ("http://[::1", "an address that cannot be parsed"),
    ],
)
def test_what_may_be_secret_is_not_shown(address: str, said: str) -> None:
    assert shown(address) == said


def test_the_addresses_that_were_checked_are_the_ones_to_connect_to() -> None:
    resolve = looked_up({"herald.example": ["93.184.216.34", "8.8.8.8"]})
    checked = check(check_form("https://herald.example/"), allow_private=False, resolve=resolve)
    assert checked.numeric == ("93.184.216.34", "8.8.8.8")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    resolve = looked_up({"herald.example": ["93.184.216.34", "10.0.0.1"]})
    with pytest.raises(Refused, match=r"10\.0\.0\.1.*allow_private"):
        check(check_form("https://herald.example/"), allow_private=False, resolve=resolve)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "[::]"])
def test_however_this_machine_is_written_it_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="not public"):
        check(check_form(f"http://{host}/"), allow_private=False)


def test_private_addresses_are_asked_where_the_job_says_so() -> None:
    resolve = looked_up({"intranet.example": ["10.0.0.1"]})
    url = check_form("http://intranet.example/")
    assert check(url, allow_private=True, resolve=resolve).numeric == ("10.0.0.1",)


@pytest.mark.parametrize("names", [{}, {"herald.example": []}])
def test_a_host_without_an_address_may_have_one_later(names: dict[str, list[str]]) -> None:
    with pytest.raises(Unknown, match=r"herald\.example"):
        check(check_form("https://herald.example/"), allow_private=False, resolve=looked_up(names))


def test_sites_are_told_apart_by_scheme_host_and_port() -> None:
    same = {origin_of(check_form(f"https://herald.example{end}")) for end in ("/a", ":443/b")}
    other = origin_of(check_form("https://herald.example:8443/"))
    assert len(same) == 1
    assert other not in same
