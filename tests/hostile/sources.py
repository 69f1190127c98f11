"""Feeds, sitemaps and pages as somebody would serve them who wishes the newsroom ill."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from hostile.corpus import SCRIPT, SENTENCE, page

RSS = "<rss version='2.0'><channel>{}</channel></rss>"
MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
ITEM = "<item><title>{title}</title><link>{link}</link></item>"
LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
FETCHES = (
    "<img src='/img'><iframe src='/frame'></iframe><script src='/script'></script>"
    "<link rel=stylesheet href='/style'><a href='/link'>more</a><form action='/form'></form>"
    "<meta http-equiv=refresh content='0;url=/refresh'><video src='/video' autoplay></video>"
    "<object data='/object'></object><embed src='/embed'><base href='http://127.0.0.2/'>"
)
"""Whatever a browser would fetch by itself, and what it would not."""


@dataclass(frozen=True)
class Served:
    """One hostile answer of a feed's address.

    Args:
        links: How many pages it may lead to; None where a reason is given instead.
    """

    name: str
    body: bytes
    links: int | None = 0


def items(*links: str, title: str = "Pier closed") -> bytes:
    """A feed of these links."""
    return RSS.format("".join(ITEM.format(title=title, link=link) for link in links)).encode()


SERVED = (
    Served("entities in entities", f"<!DOCTYPE a [{LAUGHS}]><rss/>".encode(), None),
    Served(
        "a file of this machine as an entity",
        b"<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&f;</loc></url>"
        b"</urlset>",
        None,
    ),
    Served(
        "a document type elsewhere",
        b"<!DOCTYPE rss SYSTEM 'http://127.0.0.2/evil.dtd'>" + items("/one"),
        1,
    ),
    Served("a bomb", gzip.compress(b" " * 60_000_000), None),
    Served("a bomb in a sitemap", gzip.compress(b"<urlset>" + b" " * 60_000_000), None),
    Served("a hundred thousand elements in one another", b"<rss>" + b"<a>" * 100_000, 0),
    Served("a sitemap of the same", b"<urlset>" + b"<a>" * 100_000, None),
    Served("three thousand entries", items(*["/one"] * 3_000), 1),
    Served("files and scripts as links", items("file:///etc/passwd", "javascript:alert(1)"), 0),
    Served("secrets in a link", items("http://desk:hunter2@127.0.0.1/"), 0),
    Served("a link of a million characters", items("/" + "a" * 1_000_000), 0),
    Served("markup in a title", items("/one", title=f"<![CDATA[{SCRIPT}]]>"), 1),
    Served("the direction turned", items("/one", title="\u202egnp.tcnarc"), 1),
    Served("blanks and breaks in a link", items("\n\t /one \n"), 1),
    Served("null bytes", b"\0" * 1_000, None),
    Served(
        "another character set",
        b'<?xml version="1.0" encoding="utf-7"?>' + items("/one"),
        1,
    ),
    Served("a sitemap of nothing", MAP.format("<url/><url><loc/></url>").encode(), 0),
    Served("a web page", page(SENTENCE).encode(), None),
)
