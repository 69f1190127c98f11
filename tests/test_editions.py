"""Versions of one article: no further reports, and what changed between them is an update."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import compared, make_article, make_claim, make_event, make_mention

from consistency.editions import are_versions, earlier_versions, first_version
from consistency.records import Article, Level
from consistency.settings import SourceSettings
from consistency.sources import count_independent, find_copies
from consistency.timing import time_explains

REPORT = [
    "The harbour board of Tarnwick voted on Monday to close the eastern quay for repairs.",
    "Engineers found that two of the nine piers had settled by almost four centimetres.",
]
SAID_AGAIN = ["The ferry terminal takes the fishing crews until the work at the quay is finished."]


def chain(*before: str | None) -> dict[str, Article]:
    """Return articles a1, a2…, each a version of the one named."""
    articles = [make_article(f"a{n}", version_of=v) for n, v in enumerate(before, start=1)]
    return {article.id: article for article in articles}


def test_versions_are_followed_to_the_first() -> None:
    articles = chain(None, "a1", "a2", None)
    assert earlier_versions("a3", articles) == ["a2", "a1"]
    assert [first_version(a, articles) for a in articles] == ["a1", "a1", "a1", "a4"]
    assert are_versions("a1", "a3", articles)
    assert not are_versions("a3", "a4", articles)
    assert not are_versions("a1", "a1", articles)


@pytest.mark.parametrize("before", [("a9",), ("a1",), ("a2", "a1")])
def test_a_missing_version_and_a_circle_end_the_search(before: tuple[str, ...]) -> None:
    articles = chain(*before)
    assert len(earlier_versions("a1", articles)) < len(articles) + 1


def test_a_later_version_is_no_independent_report_however_little_it_shares() -> None:
    (first, later), claims = make_event(REPORT, SAID_AGAIN)
    later = replace(later, version_of="a1")
    (copy,) = find_copies([first, later], claims, settings=SourceSettings())
    assert (copy.article, copy.origin, copy.manner) == ("a2", "a1", "version")
    assert count_independent(["a1", "a2"], [copy]) == 1


def test_the_version_before_comes_first_whatever_the_days_say() -> None:
    (first, later), claims = make_event(REPORT, [*REPORT, *SAID_AGAIN])
    first = replace(first, published=date(2031, 4, 5), version_of="a2")
    later = replace(later, published=date(2031, 4, 9))
    (copy,) = find_copies([first, later], claims, settings=SourceSettings())
    assert (copy.article, copy.origin, copy.share) == ("a1", "a2", 1.0)


def test_short_articles_with_the_same_words_are_copies() -> None:
    (left, right), claims = make_event(["Two died."], ["TWO died!"])
    (copy,) = find_copies([left, right], claims, settings=SourceSettings())
    assert (copy.share, copy.manner) == (1.0, "copy")


def test_less_is_needed_where_both_credit_one_agency() -> None:
    settings = SourceSettings(least_words=10)
    own = [
        f"The reporter of the paper saw crew {n} of the port leave by the road." for n in "abcde"
    ]
    (left, right), claims = make_event([REPORT[0], *own], [REPORT[0], *SAID_AGAIN * 5])
    assert find_copies([left, right], claims, settings=settings) == []
    credited = [replace(article, wire="Associated Press") for article in (left, right)]
    assert len(find_copies(credited, claims, settings=settings)) == 1
    others = [credited[0], replace(right, wire="Reuters")]
    assert find_copies(others, claims, settings=settings) == []


@pytest.mark.parametrize("agency", [0, 1])
def test_of_two_that_credit_an_agency_the_agency_s_own_is_the_origin(agency: int) -> None:
    articles, claims = make_event(REPORT, REPORT)
    articles = [
        replace(article, wire="Associated Press", published=date(2031, 4, 3 + n))
        for n, article in enumerate(articles)
    ]
    articles[agency] = replace(articles[agency], source="The Associated Press")
    (copy,) = find_copies(articles, claims, settings=SourceSettings())
    assert copy.origin == articles[agency].id


@pytest.mark.parametrize(
    ("facet", "before", "explained"),
    [("plain", "a1", True), ("plain", None, False), ("quote", "a1", False)],
)
def test_time_explains_what_changed_between_versions_but_for_quotations(
    facet: str, before: str | None, explained: bool
) -> None:
    left = make_mention(make_claim("Two were hurt."), "Two", facet=facet)
    right = make_mention(make_claim("Nine were hurt.", "c2", "a2"), "Nine", facet=facet)
    comparison = compared(left, right, Level.DIFFERENT)
    assert time_explains(comparison, chain(None, before)) is explained
