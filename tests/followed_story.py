"""A story of a week, on sites of this machine, and a check quick enough to follow it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from builders import WordEncoder
from news_servers import FakeTime, Page, Site, feed, story
from state_reports import Draft, report_of

from consistency.jobs.run import Tools
from consistency.records import Article, Report, Skipped
from consistency.settings import EntailmentSettings, ReadingSettings, Settings

OUTLETS = ("Port Herald", "Coast Wire", "Ledger", "Harbour Radio")
THINGS = ("cracks", "ferries", "divers", "lamps", "posts", "ropes", "cranes", "boats")
N_RUNS, A_RUN = 20, 3
SETTINGS = Settings(
    reading=ReadingSettings(today="2031-06-01", seconds_per_file=0),
    entailment=EntailmentSettings(use=False),
)


def tools(time: FakeTime, **options: Any) -> Tools:
    """What runs of tests work with: no model, no waiting."""
    given: dict[str, Any] = {
        "settings": SETTINGS,
        "encoder": WordEncoder(),
        "clock": time.clock,
        "quiet": True,
    }
    return Tools(**{**given, **options})


def quick_check(
    articles: Sequence[Article],
    *,
    skipped: Sequence[Skipped] = (),
    settings: Settings | None = None,
    encoder: object = None,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Report a conflict for each thing of which articles state different numbers."""
    del encoder
    if progress:
        progress("counting")
    drafts = [draft for thing in THINGS if (draft := counted(thing, articles))]
    report = report_of(articles, drafts)
    known = (settings or Settings()).as_dict()
    return Report(report.articles, tuple(skipped), report.claim_records, report.finding_records,
                  settings=known, generated_at="2031-05-06T12:00:00Z")  # fmt: skip


def counted(thing: str, articles: Sequence[Article]) -> Draft | None:
    """The numbers of a thing that articles state, where they differ."""
    found = [
        (article.id, match.group(), match.group(1))
        for article in articles
        if (match := re.search(rf"(\d+) {thing}", article.text))
    ]
    if len({value for _, _, value in found}) < 2:
        return None
    return Draft(f"How many {thing} were there?", found)


def told_in(report: Report) -> dict[str, frozenset[str]]:
    """Each question with the values that sources give."""
    return {f.question: frozenset(v.value for v in f.values) for f in report.finding_records}


@dataclass
class Served:
    """One state of one page."""

    outlet: str
    path: str
    body: bytes


@dataclass
class Week:
    """Sixty articles of four outlets over twenty runs; what each outlet serves, run by run.

    Args:
        served: Every state of every page, in the order in which they appeared.
        fresh: The same, read as articles when the week is over.
    """

    seed: int = 7
    served: list[Served] = field(default_factory=list)
    fresh: list[Article] = field(default_factory=list)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin."""
        self.chance = random.Random(self.seed)

    def failing(self, run: int) -> set[str]:
        """Name the outlets whose feed fails in a run; in the last run none does."""
        plan = {3: "Coast Wire", 4: "Coast Wire", 9: "Ledger", 13: "Port Herald", 14: "Ledger"}
        return {plan[run]} if run in plan else set()

    def appear(self, run: int) -> None:
        """Let the articles of a run appear, a correction, or a copy."""
        for number in range(run * A_RUN, (run + 1) * A_RUN):
            outlet = OUTLETS[number % len(OUTLETS)]
            self.served.append(Served(outlet, f"/{number}", self.page(outlet, number)))
        if run in (6, 12, 15):
            self.correct(run)
        if run in (8, 16):
            self.copy(run)

    def page(self, outlet: str, number: int) -> bytes:
        """One article: two numbers, of which others may be told elsewhere."""
        one, two = self.chance.sample(THINGS, 2)
        day = f"2031-05-{6 + number // 12:02d}"
        return story(
            f"Pier report {number} of {outlet}",
            f"Officials counted {self.number()} {one} at the north pier of Port Ellery.",
            f"The {outlet} was told that {self.number()} {two} had been seen there on the day.",
            f"Report {number} on the pier closes with the words of harbour officer {number}.",
            published=day,
        )

    def number(self) -> int:
        """Mostly what others say too."""
        return self.chance.choice((12, 12, 12, 12, 21, 35))

    def correct(self, run: int) -> None:
        """Let an outlet change a number in what it published three runs before."""
        old = self.served[(run - 3) * A_RUN]
        body = re.sub(rb"counted \d+", b"counted %d" % (40 + run), old.body)
        self.served.append(Served(old.outlet, old.path, body))

    def copy(self, run: int) -> None:
        """Let another outlet reprint an article word for word."""
        old = self.served[(run - 1) * A_RUN]
        other = next(outlet for outlet in OUTLETS if outlet != old.outlet)
        self.served.append(Served(other, f"/copy-{run}", old.body))

    def publish(self, site: Site, run: int) -> None:
        """Serve what is there by now."""
        for number, one in enumerate(self.served):
            site.pages[one.path] = Page(one.body, etag=f'"{number}"')
        for outlet in OUTLETS:
            entries = [(p, p) for p in dict.fromkeys(self.paths_of(outlet))]
            down = outlet in self.failing(run)
            site.pages[address_of(outlet)] = Page(feed(*entries), status=500 if down else 200)

    def paths_of(self, outlet: str) -> Iterator[str]:
        """Paths of an outlet's articles, the newest first."""
        return (one.path for one in reversed(self.served) if one.outlet == outlet)


def address_of(outlet: str) -> str:
    """Path of an outlet's feed."""
    return f"/{outlet.replace(' ', '-').lower()}.xml"


def sources_of(site: Site) -> str:
    """The sources of a job that follows the week."""
    return "\n".join(
        f'[[sources]]\nkind = "feed"\nname = "{outlet}"\nurl = "{site.url(address_of(outlet))}"\n'
        for outlet in OUTLETS
    )
