"""Text made to take long: it takes as long as its length deserves.

What a length costs is counted, not timed: calls of Python functions, and processor time against a
limit so far off that only growth out of proportion reaches it.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from builders import WordEncoder, make_article

from consistency import check_articles
from consistency.articles.assembly import assemble
from consistency.articles.drafts import Draft
from consistency.quotations import find_quotations
from consistency.report import page
from consistency.settings import EntailmentSettings, ReadingSettings, Settings

PIECES = (
    "The pier closed. ",
    "“pier closed,” ",
    '"pier" ',
    "“",
    "‘pier ",
    "- pier\n",
    "Pier | 12\n",
    "By Ada Quill\n",
    "Monday, May 3, 2031 ",
    "(a) 12, ",
    "Related stories\n",
)
MOST = 2.4
"""Times as many calls for a text twice as long: two, and a little for chance."""


def calls_of(act: Any) -> int:
    """Count the calls of Python functions that an act makes."""
    count = 0

    def see(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(see)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_reading_takes_calls_in_proportion_to_the_length(piece: str) -> None:
    def read(times: int) -> None:
        draft = Draft("The pier closed on Monday.\n" + piece * times)
        assemble(draft, path="a.txt", settings=ReadingSettings())

    read(100)  # what is loaded late is loaded
    assert calls_of(lambda: read(800)) <= MOST * calls_of(lambda: read(400))


@pytest.mark.parametrize("piece", PIECES)
def test_quotations_are_found_in_calls_in_proportion_to_the_length(piece: str) -> None:
    def find(times: int) -> None:
        find_quotations(make_article("a1", "The pier closed on Monday.\n" + piece * times))

    assert calls_of(lambda: find(800)) <= MOST * calls_of(lambda: find(400)) + 100


HOSTILE_LINES = (
    "The pier closed" + "," * 200_000 + " on Monday.",
    "The pier closed " + '"' * 200_000 + " on Monday.",
    "The pier closed " + "x" * 8_000 + " on Monday.",
    "The pier closed " + '"pier closed" ' * 80,
    "The pier closed after twelve cracks " * 40,
    "The pier closed on Monday, " * 60,
)


@pytest.mark.slow
def test_hostile_lines_come_to_a_page_in_claims_of_bounded_length() -> None:
    """The first line alone took the tokenizer hours: its time grew as the square."""
    articles = [make_article(f"a{n}", line) for n, line in enumerate(HOSTILE_LINES, start=1)]
    settings = Settings(entailment=EntailmentSettings(use=False))

    report = check_articles(articles, settings=settings, encoder=WordEncoder())

    assert {c.article for c in report.claim_records} == {a.id for a in articles}
    assert max(len(c.text) for c in report.claim_records) <= settings.models.longest_portion
    assert all(a.id in page.render(report) for a in articles)
