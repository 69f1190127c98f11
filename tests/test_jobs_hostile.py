"""Sources that wish the newsroom ill: each ends as pages to look at or as a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile.sources import FETCHES, SERVED, Served
from hypothesis import given, settings
from hypothesis import strategies as st
from news_servers import FakeTime, Memories, Page, Site, feed, quick, serving, sitemap, story

from consistency.articles.attempts import attempt_here
from consistency.articles.contents import Link, Task
from consistency.jobs.fetching import Fetcher
from consistency.jobs.gathering import Gathered, gather
from consistency.jobs.job import Feed, Job, Outputs, Sitemap, Source
from consistency.jobs.visiting import Visitor
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

READING = ReadingSettings(today="2031-06-01")
STORY = "The mayor closed the north pier on Monday after 12 cracks were found. Ferries go on."


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with one good page."""
    with serving({"/one": Page(story("Pier closed", STORY, STORY))}) as site:
        yield site


def gathered(source: Source, folder: Path = Path()) -> Gathered:
    """Ask one source."""
    limits = quick(tries=1)
    job = Job(
        file=folder / "job.toml",
        name="pier",
        state="",
        sources=(source,),
        outputs=Outputs(),
        fetching=limits,
    )
    visitor = Visitor(Fetcher(limits, FakeTime().clock), Memories())
    return gather(job, visitor, settings=READING, anew=False)


@pytest.mark.parametrize("served", SERVED, ids=lambda served: str(served.name))
def test_hostile_sources_end_as_articles_or_reasons(site: Site, served: Served) -> None:
    """Parsed in the process beside, under its limits on time and memory."""
    site.pages["/feed"] = Page(served.body)
    found = gathered(Feed(name="Evil", url=site.url("/feed")))
    asked = [path for path in site.paths() if path != "/feed"]
    if served.links is None:
        assert found.n_failed == 1
        assert found.skipped[0].reason
    else:
        assert found.n_failed == 0
        assert len(asked) == served.links
    assert len(found.brought) <= 1


def test_an_index_of_sitemaps_that_holds_itself_ends(site: Site) -> None:
    site.pages["/map"] = Page(sitemap(site.url("/map"), root="sitemapindex"))
    found = gathered(Sitemap(name="Evil", url=site.url("/map")))
    assert (found.brought, found.skipped) == ([], [])
    assert len(site.paths()) == 2


def test_nothing_in_a_page_is_fetched(site: Site) -> None:
    site.pages["/one"] = Page(story("Pier closed", STORY, STORY + FETCHES, STORY))
    site.pages["/feed"] = Page(feed(("Pier closed", "/one")))
    found = gathered(Feed(name="Evil", url=site.url("/feed")))
    assert len(found.brought) == 1
    assert site.paths() == ["/feed", "/one"]


FRAGMENTS = st.sampled_from(
    [
        "<rss version='2.0'><channel>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<urlset>",
        "<sitemapindex>",
        "<item><link>",
        "<entry><link href='",
        "<url><loc>",
        "</loc></url>",
        "<lastmod>2031-99-99</lastmod>",
        "<![CDATA[",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "http://herald.example/",
        "&amp;&#x0;&bogus;",
        "<?xml version='1.0' encoding='utf-32'?>",
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=200)
    | st.lists(FRAGMENTS | st.text(max_size=6), max_size=20).map(
        lambda parts: "".join(parts).encode("utf-8", "replace")
    )
)
def test_no_bytes_break_what_reads_links(data: bytes) -> None:
    made = attempt_here(Task("feed.xml", data, {}, READING, links=True))
    assert made.culprit is None, made.reason
    for outcome in made.outcomes:
        assert not isinstance(outcome, Article)
        assert outcome.reason if isinstance(outcome, Skipped) else isinstance(outcome, Link)
