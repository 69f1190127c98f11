"""Which addresses may be asked: HTTP alone, and by default nothing on this machine or near it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import httpx

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses, the preferred first; raises OSError for none."""
PORTS = {"http": 80, "https": 443}
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses that stand for the IPv4 address in their last four bytes (RFC 6052, 8215)."""
LONGEST = 2_000
"""Characters of an address; servers and browsers agree on about this many."""


class Refused(Exception):
    """An address may not be asked; the message says why, and names no secret in it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An address with the numeric ones that were found allowed: the only ones to connect to."""

    url: httpx.URL
    numeric: tuple[str, ...]


def check_form(address: str) -> httpx.URL:
    """Return an address as it is asked for, without a fragment.

    Raises:
        Refused: If it is not HTTP, names no host, or holds a user name or a password.
    """
    if len(address) > LONGEST:
        raise Refused(f"found an address of {len(address):,} characters, more than {LONGEST:,}")
    try:
        url = httpx.URL(address.strip())
        host, port = url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(f"{shown(address)!r} is no web address") from error
    if url.scheme not in PORTS or not host or (port is not None and not 0 < port < 65_536):
        raise Refused(f"{shown(address)!r} is no address that begins with http:// or https://")
    if url.userinfo:
        raise Refused(f"the address of {host} holds a user name or a password; take them out")
    return url.copy_with(fragment=None)


def shown(address: object) -> str:
    """Return an address for a log or a page: without what may be secret in it."""
    try:
        parts = urlsplit(str(address))
        host = (parts.netloc.rpartition("@")[2], parts.path)
    except ValueError:
        return "an address that cannot be parsed"
    query = "?…" if parts.query else ""
    return f"{parts.scheme}://{''.join(host)}{query}" if parts.scheme else f"{parts.path}{query}"


def check(url: httpx.URL, *, allow_private: bool, resolve: Resolve | None = None) -> Checked:
    """Look a host up and return the addresses to connect to, the preferred one first.

    All of a host's addresses have to be allowed: one that names a private address beside a public
    one is up to something. Who connects to `numeric` and looks nothing up again cannot be sent
    elsewhere by a name that changes between the two.

    Raises:
        Refused: If the host is unknown, or an address of it is not one of the public Internet.
    """
    host = url.raw_host.decode("ascii")
    try:
        found = (resolve or resolved)(host, url.port or PORTS[url.scheme])
    except (OSError, UnicodeError) as error:
        raise Unknown(f"the host {host} cannot be found ({error})") from error
    if not found:
        raise Unknown(f"the host {host} has no address")
    for numeric in found:
        if not allow_private and not is_public(numeric):
            raise Refused(
                f"{host} is at {numeric}, an address of this machine or of a network that is not "
                "public; if the job is to read there, set allow_private = true"
            )
    return Checked(url, tuple(found))


class Unknown(Exception):
    """A host cannot be found now; it may be later."""


def resolved(host: str, port: int) -> list[str]:
    """Look a host up, as the system does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(numeric: str) -> bool:
    """Say whether an address is one of the public Internet, and so are all that it stands for."""
    try:
        address = ip_address(numeric.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)
        for one in standing_for(address)
    )


def standing_for(address: Address) -> Iterator[Address]:
    """Yield an address, or the IPv4 addresses that an IPv6 address only carries."""
    carried: list[Address] = []
    if isinstance(address, IPv6Address):
        teredo = address.teredo or ()
        carried += [one for one in (address.ipv4_mapped, address.sixtofour, *teredo) if one]
        if any(address in network for network in TRANSLATED):
            carried.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    if isinstance(address, IPv4Address) or not carried:
        yield address
    yield from carried


def origin_of(url: httpx.URL) -> str:
    """Return scheme, host and port, which robots.txt and pauses go by."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
