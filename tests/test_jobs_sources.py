"""What sources bring, run after run: feeds, sitemaps, pages, folders, and all that goes wrong."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from news_servers import (
    FakeTime,
    Memories,
    Page,
    Site,
    feed,
    in_turn,
    quick,
    serving,
    sitemap,
    story,
)

from consistency.jobs.fetching import Fetcher
from consistency.jobs.gathering import Gathered, gather
from consistency.jobs.job import Feed, Folder, Job, Outputs, Pages, Sitemap, Source
from consistency.jobs.visiting import Visitor
from consistency.settings import ReadingSettings

WORDS = (
    "The mayor closed the north pier on Monday after 12 cracks were found.",
    "Ferries to the islands go on from the south pier, the harbour office said.",
    "“Safety comes first,” Mayor Ines Vara told reporters outside the town hall.",
)
READING = ReadingSettings(today="2031-06-01", seconds_per_file=0)


@dataclass
class Desk:
    """A desk that gathers again and again, and remembers as a run does."""

    folder: Path
    time: FakeTime = field(default_factory=FakeTime)
    memories: Memories = field(default_factory=Memories)
    limits: dict[str, Any] = field(default_factory=dict)
    max_articles: int = 200
    minutes: float = 10

    def gather(self, *sources: Source, anew: bool = False) -> Gathered:
        """Gather once, and keep what is to be remembered."""
        limits = quick(**self.limits)
        job = Job(
            file=self.folder / "job.toml",
            name="pier",
            state="",
            sources=sources,
            outputs=Outputs(),
            fetching=limits,
            max_articles=self.max_articles,
        )
        visitor = Visitor(Fetcher(limits, self.time.clock), self.memories, anew=anew)
        gathered = gather(job, visitor, settings=READING, anew=anew)
        for memory in gathered.memories:
            again = self.time.moment + timedelta(minutes=self.minutes)
            self.memories.remember(replace(memory, retry_at=again))
        self.time.moment += timedelta(minutes=15)
        return gathered


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk in a folder of its own."""
    return Desk(tmp_path)


@pytest.fixture
def site() -> Iterator[Site]:
    """A news site without pages."""
    with serving() as site:
        yield site


def titles(gathered: Gathered) -> list[str | None]:
    return [brought.article.title for brought in gathered.brought]


def news(site: Site, *names: str, **options: Any) -> Feed:
    """Put pages and a feed of them on a site."""
    for name in names:
        site.pages.setdefault(f"/{name}", Page(story(f"Pier {name} closed", *WORDS), etag="1"))
    entries = [(f"Pier {name} closed", site.url(f"/{name}")) for name in names]
    site.pages["/feed"] = Page(feed(*entries), etag=f"feed of {len(names)}")
    return Feed(name="Port Herald", url=site.url("/feed"), **options)


# Feeds


def test_a_feed_brings_the_pages_it_lists(desk: Desk, site: Site) -> None:
    gathered = desk.gather(news(site, "one", "two"))

    assert titles(gathered) == ["Pier one closed", "Pier two closed"]
    brought = gathered.brought[0]
    assert brought.location == brought.article.path == brought.article.url == site.url("/one")
    assert (brought.source, brought.article.source) == ("Port Herald", "Port Herald")
    assert str(brought.article.published) == "2031-05-06"
    assert gathered.skipped == []


def test_what_has_not_changed_is_not_sent_again(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    desk.gather(source)
    before = len(site.asked)

    assert desk.gather(source).brought == []
    assert [headers.get("if-none-match") for _, headers in site.asked[before:]] == [
        "feed of 1",
        "1",
    ]


def test_a_page_that_was_just_asked_for_is_left_alone(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    desk.minutes = 60
    desk.gather(source)
    desk.gather(source)
    desk.time.moment += timedelta(minutes=60)
    desk.gather(source)
    assert site.paths().count("/one") == 2


def test_a_correction_is_brought(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    desk.gather(source)
    site.pages["/one"] = Page(story("Pier one open", *WORDS), etag="2")
    assert titles(desk.gather(source)) == ["Pier one open"]


def test_an_unchanged_feed_still_says_which_pages_to_look_at(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    site.pages["/one"] = Page(status=500)
    desk.limits = {"tries": 1}
    desk.gather(source)
    site.pages["/one"] = Page(story("Pier one closed", *WORDS))
    assert titles(desk.gather(source)) == ["Pier one closed"]


def test_links_of_a_feed_may_be_relative(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    site.pages["/feed"] = Page(feed(("Pier one closed", "/one")))
    assert titles(desk.gather(source)) == ["Pier one closed"]


def test_links_that_are_none_of_the_web_are_passed_over(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    links = ("mailto:desk@herald.example", "file:///etc/passwd", "javascript:alert(1)", "/one")
    site.pages["/feed"] = Page(feed(*(("a", link) for link in links)))
    assert titles(desk.gather(source)) == ["Pier one closed"]


def test_a_feed_without_entries_is_nothing_to_tell_of(desk: Desk, site: Site) -> None:
    site.pages |= {"/feed": Page(feed()), "/map.xml": Page(sitemap())}
    gathered = desk.gather(
        Feed(name="Port Herald", url=site.url("/feed")),
        Sitemap(name="Wire", url=site.url("/map.xml")),
    )
    assert (gathered.brought, gathered.skipped) == ([], [])


def test_articles_can_be_in_the_feed_itself(desk: Desk, site: Site) -> None:
    entry = f"<item><title>Pier closed</title><link>{site.url('/one')}</link>"
    entry += f"<description>{' '.join(WORDS)}</description></item>"
    site.pages["/feed"] = Page(f"<rss version='2.0'><channel>{entry}</channel></rss>".encode())
    gathered = desk.gather(Feed(name="Port Herald", url=site.url("/feed"), text="feed"))

    assert titles(gathered) == ["Pier closed"]
    assert gathered.brought[0].location == site.url("/one")
    assert gathered.brought[0].article.source == "Port Herald"
    assert site.paths() == ["/feed"]


def test_a_page_that_two_sources_list_is_asked_for_once(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    again = Pages(name="by hand", urls=(site.url("/one"),))
    assert [brought.source for brought in desk.gather(source, again).brought] == ["Port Herald"]
    assert site.paths().count("/one") == 1


def test_what_goes_beyond_the_most_waits_and_new_pages_come_first(desk: Desk, site: Site) -> None:
    desk.max_articles = 2
    source = news(site, "one", "two", "three")
    first = desk.gather(source)
    assert (titles(first), first.n_waiting) == (["Pier one closed", "Pier two closed"], 1)
    second = desk.gather(source)
    assert titles(second) == ["Pier three closed"]


def test_a_run_spends_only_so_long_on_fetching(desk: Desk, site: Site) -> None:
    desk.limits = {"pause_seconds": 25, "most_minutes": 1, "robots_hours": 0}
    source = news(site, "one", "two", "three", "four")
    first = desk.gather(source)
    assert (titles(first), first.n_waiting) == (["Pier one closed", "Pier two closed"], 2)
    late = desk.gather(source, Feed(name="Wire", url=site.url("/other")))
    assert len(late.brought) + late.n_waiting >= 1
    desk.limits = {}
    assert len(desk.gather(source).brought) + len(late.brought) == 2


def test_hosts_take_turns(desk: Desk) -> None:
    with serving() as left, serving() as right:
        order = [site.url(f"/{n}") for site in (left, right) for n in range(2)]
        asked: list[str] = []
        for site in (left, right):
            for n in range(2):
                address = site.url(f"/{n}")
                page = Page(story("Pier", *WORDS))
                site.pages[f"/{n}"] = lambda _, a=address, p=page: asked.append(a) or p  # type: ignore[misc,func-returns-value]
        desk.gather(Pages(name="by hand", urls=tuple(order)))
    assert asked == [order[0], order[2], order[1], order[3]]


# Sitemaps


def test_a_sitemap_brings_its_pages(desk: Desk, site: Site) -> None:
    news(site, "one", "two")
    site.pages["/map.xml"] = Page(sitemap(site.url("/one"), site.url("/two")))
    gathered = desk.gather(Sitemap(name="Wire", url=site.url("/map.xml")))
    assert titles(gathered) == ["Pier one closed", "Pier two closed"]
    assert gathered.brought[0].article.source == "Wire"


def test_an_index_leads_to_sitemaps_and_these_may_be_compressed(desk: Desk, site: Site) -> None:
    news(site, "one")
    site.pages["/index.xml"] = Page(sitemap(site.url("/map.xml.gz"), root="sitemapindex"))
    site.pages["/map.xml.gz"] = Page(gzip.compress(sitemap(site.url("/one"))))
    gathered = desk.gather(Sitemap(name="Wire", url=site.url("/index.xml")))
    assert titles(gathered) == ["Pier one closed"]


@pytest.mark.parametrize(("changed", "comes"), [("2031-05-02", False), ("2031-05-03", True)])
def test_pages_that_have_not_changed_of_late_are_left_out(
    desk: Desk, site: Site, changed: str, comes: bool
) -> None:
    news(site, "one")
    site.pages["/map.xml"] = Page(sitemap(site.url("/one"), changed=changed))
    gathered = desk.gather(Sitemap(name="Wire", url=site.url("/map.xml"), days=3))
    assert bool(gathered.brought) is comes


def test_an_index_of_many_sitemaps_is_read_from_its_newest(desk: Desk, site: Site) -> None:
    news(site, "one")
    desk.limits = {"max_sitemaps": 1}
    old = sitemap(site.url("/old.xml"), root="sitemapindex", changed="2031-01-01")
    entry = f"<sitemap><loc>{site.url('/new.xml')}</loc><lastmod>2031-05-06</lastmod></sitemap>"
    site.pages["/index.xml"] = Page(
        old.replace(b"</sitemapindex>", f"{entry}</sitemapindex>".encode())
    )
    site.pages["/new.xml"] = Page(sitemap(site.url("/one")))
    assert titles(desk.gather(Sitemap(name="Wire", url=site.url("/index.xml")))) == [
        "Pier one closed"
    ]


# What goes wrong


def gone_wrong(desk: Desk, site: Site, page: Page, kind: str = "feed") -> str:
    """Gather from a source that is wrong and one that is right; return what is said."""
    source = news(site, "one")
    site.pages["/wrong"] = page
    makers: dict[str, Any] = {"feed": Feed, "sitemap": Sitemap}
    wrong = makers[kind](name="Wrong", url=site.url("/wrong"))
    gathered = desk.gather(wrong, source)
    assert titles(gathered) == ["Pier one closed"]
    assert gathered.n_failed == 1
    [skip] = gathered.skipped
    assert skip.path == site.url("/wrong")
    return skip.reason


ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss><channel><item/></channel></rss>'
)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(status=404), "Wrong: the server answered 404"),
        (Page(status=500), "Wrong: the server answered 500"),
        (Page(b""), "no feed and no sitemap"),
        (Page(b"<html><body>Sorry</body></html>"), "no feed and no sitemap"),
        (Page(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "PNG"),
        (Page(ENTITIES), "entities"),
        (Page(gzip.compress(b"x" * 100)[:-9]), "damaged"),
        (Page(gzip.compress(b" " * 30_000_000)), "unpacks to more than the limit"),
        (Page(b"<urlset><url><loc>x</loc>"), ""),
    ],
)
def test_a_source_that_fails_stops_no_other(
    desk: Desk, site: Site, kind: str, page: Page, said: str
) -> None:
    assert said in gone_wrong(desk, site, page, kind)


def test_a_source_that_robots_txt_forbids_is_left_out(desk: Desk, site: Site) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /wrong")
    reason = gone_wrong(desk, site, Page(feed(("a", "/one"))))
    assert "robots.txt" in reason
    assert "/wrong" not in site.paths()


def test_a_source_that_keeps_failing_is_left_alone_for_longer_and_longer(
    desk: Desk, site: Site
) -> None:
    site.pages["/feed"] = Page(status=404)
    source = Feed(name="Port Herald", url=site.url("/feed"))
    desk.limits = {"failure_minutes": 20}
    said = [desk.gather(source).skipped[0].reason for _ in range(8)]
    asked = [index for index, reason in enumerate(said) if "answered 404" in reason]
    assert asked == [0, 1, 3, 6]
    assert said[2].endswith(
        "it failed 2 times in a row and is not asked again before 2031-05-06 12:35 UTC"
    )


def test_a_source_that_is_back_is_as_it_was(desk: Desk, site: Site) -> None:
    source = news(site, "one")
    good = site.pages["/feed"]
    site.pages["/feed"] = Page(status=404)
    desk.gather(source)
    site.pages["/feed"] = good
    assert titles(desk.gather(source)) == ["Pier one closed"]
    assert desk.memories.kept[source.url].failures == 0


def test_a_server_that_asks_for_an_hour_gets_it(desk: Desk, site: Site) -> None:
    busy = Page(status=503, headers={"Retry-After": "3600"})
    source = news(site, "one")
    site.pages["/feed"] = in_turn(busy, Page(feed(("a", "/one"))))
    for expected in 0, 0, 0, 0, 1:
        assert len(desk.gather(source).brought) == expected


def test_a_page_that_cannot_be_had_is_told_and_asked_for_again(desk: Desk, site: Site) -> None:
    source = news(site, "one", "two")
    good, site.pages["/one"] = site.pages["/one"], Page(status=404)
    gathered = desk.gather(source)
    assert titles(gathered) == ["Pier two closed"]
    assert [skip.path for skip in gathered.skipped] == [site.url("/one")]
    assert gathered.n_failed == 0
    site.pages["/one"] = good
    assert titles(desk.gather(source)) == ["Pier one closed"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(b""), "empty"),
        (Page(b"<html><body><nav>Menu</nav></body></html>"), "no article text"),
        (Page(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "PNG"),
        (Page(b"x", headers={"Content-Type": "application/pdf"}), "x"),
    ],
)
def test_a_page_without_an_article_is_told(desk: Desk, site: Site, page: Page, said: str) -> None:
    source = news(site, "one")
    site.pages["/one"] = page
    [skip] = desk.gather(source).skipped
    assert (skip.path, said in skip.reason) == (site.url("/one"), True)


def test_bytes_tell_the_encoding_whatever_the_server_says(desk: Desk, site: Site) -> None:
    text = story("Café on the pier closed", *WORDS).decode().replace("<meta charset=utf-8>", "")
    headers = {"Content-Type": "text/html; charset=shift_jis"}
    site.pages["/one"] = Page(text.encode("cp1252"), headers=headers)
    source = Pages(name="by hand", urls=(site.url("/one"),))
    article = desk.gather(source).brought[0].article
    assert article.title == "Café on the pier closed"
    assert "“Safety comes first,”" in article.text


def test_plain_text_is_read_as_such(desk: Desk, site: Site) -> None:
    body = "\n\n".join(WORDS).encode()
    site.pages["/one"] = Page(body, headers={"Content-Type": "text/plain; charset=utf-8"})
    [brought] = desk.gather(Pages(name="by hand", urls=(site.url("/one"),))).brought
    assert brought.article.text.startswith(WORDS[0])


@pytest.mark.parametrize("page", [Page(status=404), Page(b""), Page(b"<html></html>")])
def test_what_is_secret_in_an_address_is_not_told(
    desk: Desk, site: Site, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    address = site.url("/feed?key=s3cret")
    site.pages["/feed?key=s3cret"] = page
    sources = Feed(name="Port Herald", url=address), Pages(name="by hand", urls=(address,))
    found = desk.gather(*sources)
    assert len(found.skipped) == 2
    assert "s3cret" not in str(found.skipped)
    assert "s3cret" not in str([vars(record) for record in caplog.records])


def test_a_folder_that_cannot_be_looked_into_is_a_source_that_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk.folder, "a.txt", WORDS[0])

    def refuse(self: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    gathered = desk.gather(Folder(name="desk", folder=desk.folder / "inbox"))
    assert gathered.n_failed == 1
    assert "Permission denied" in gathered.skipped[0].reason


# Folders


def put(folder: Path, name: str, text: str) -> None:
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "inbox" / name).write_text(text, "utf-8")


def test_a_folder_brings_what_is_new_or_has_changed(desk: Desk) -> None:
    source = Folder(name="desk", folder=desk.folder / "inbox")
    put(desk.folder, "a.txt", "\n".join(WORDS))
    put(desk.folder, "b.txt", "\n".join(WORDS[1:]))
    assert [b.location for b in desk.gather(source).brought] == ["inbox/a.txt", "inbox/b.txt"]
    assert desk.gather(source).brought == []
    put(desk.folder, "a.txt", "\n".join(WORDS[:2]))
    [brought] = desk.gather(source).brought
    assert (brought.location, brought.article.path) == ("inbox/a.txt", "inbox/a.txt")


def test_a_sidecar_that_has_changed_brings_its_article_again(desk: Desk) -> None:
    source = Folder(name="desk", folder=desk.folder / "inbox")
    put(desk.folder, "a.txt", "\n".join(WORDS))
    desk.gather(source)
    put(desk.folder, "a.meta.json", json.dumps({"source": "Port Herald"}))
    [brought] = desk.gather(source).brought
    assert brought.article.source == "Port Herald"


def test_a_file_that_cannot_be_read_is_told_in_every_run(desk: Desk) -> None:
    source = Folder(name="desk", folder=desk.folder / "inbox")
    put(desk.folder, "a.txt", "")
    for _ in range(2):
        gathered = desk.gather(source)
        assert [skip.path for skip in gathered.skipped] == ["inbox/a.txt"]
        assert gathered.n_failed == 0


def test_an_empty_folder_is_nothing_to_tell_of(desk: Desk) -> None:
    (desk.folder / "inbox").mkdir()
    gathered = desk.gather(Folder(name="desk", folder=desk.folder / "inbox"))
    assert (gathered.brought, gathered.skipped) == ([], [])


def test_a_folder_that_is_not_there_is_a_source_that_failed(desk: Desk) -> None:
    gathered = desk.gather(Folder(name="desk", folder=desk.folder / "inbox"))
    assert gathered.n_failed == 1
    assert "does not exist" in gathered.skipped[0].reason


def test_everything_is_brought_again_for_another_event(desk: Desk, site: Site) -> None:
    put(desk.folder, "a.txt", "\n".join(WORDS))
    sources = news(site, "one"), Folder(name="desk", folder=desk.folder / "inbox")
    desk.gather(*sources)
    assert len(desk.gather(*sources, anew=True).brought) == 2
