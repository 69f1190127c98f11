"""Feeds and sitemaps to the pages they list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from consistency.articles.contents import Link, Task
from consistency.articles.dates import metadata_day
from consistency.articles.supervision import links_of
from consistency.jobs.addresses import Refused, check_form
from consistency.jobs.fetching import Unfetched
from consistency.jobs.job import Feed, Sitemap
from consistency.jobs.limits import FetchSettings
from consistency.jobs.visiting import Visitor
from consistency.records import Skipped
from consistency.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that a source lists.

    Args:
        publisher: Who publishes it, None where the page has to tell.
        published: As the source writes it.
    """

    url: str
    source: str
    publisher: str | None = None
    published: str | None = None


def listed_by(
    source: Feed | Sitemap, visitor: Visitor, settings: ReadingSettings, limits: FetchSettings
) -> Iterator[Listed]:
    """Yield the pages that a feed or a sitemap lists, in its order.

    Raises:
        Unfetched: If the feed or the sitemap cannot be had, or is none.
    """
    links = links_at(source.url, visitor, settings)
    if isinstance(source, Sitemap):
        links = of_late(mapped(links, visitor, settings, limits), source.days, visitor.today)
    for link in links:
        publisher = source.publisher or source.name
        yield Listed(link.link, source.name, publisher, link.published)


def links_at(address: str, visitor: Visitor, settings: ReadingSettings) -> list[Link]:
    """Return what a feed or a sitemap lists, without what cannot be fetched. Raises Unfetched."""
    task = Task("feed.xml", visitor.listing(address), {}, settings)
    links = []
    for found in links_of(task):
        if isinstance(found, Skipped):
            raise Unfetched(found.reason)
        try:
            url = check_form(urljoin(address, found.link.strip()))
        except (Refused, ValueError):
            continue  # mail addresses and worse; nothing to tell anybody about
        links.append(Link(str(url), found.published, found.changed, found.is_map))
    return links


def mapped(
    links: list[Link], visitor: Visitor, settings: ReadingSettings, limits: FetchSettings
) -> list[Link]:
    """Return the pages of a sitemap; of an index, those of its sitemaps, last changed first.

    A sitemap of an index that cannot be had fails them all: half a sitemap looks like a whole one.
    """
    maps = [link for link in links if link.is_map]
    maps.sort(key=lambda link: day_of(link) or date.min, reverse=True)
    pages = [link for link in links if not link.is_map]
    for one in maps[: limits.max_sitemaps]:
        pages += (link for link in links_at(one.link, visitor, settings) if not link.is_map)
    return pages


def of_late(links: list[Link], days: float, today: date) -> list[Link]:
    """Leave out pages that were changed or published longer ago than so many days."""
    first = today - timedelta(days=days)
    return [link for link in links if (day_of(link) or today) >= first]


def day_of(link: Link) -> date | None:
    """Return the day of a link's last change, else of its publication, None for none."""
    return metadata_day(link.changed or link.published or "")
