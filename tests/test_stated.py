"""What articles state is the same however many processes read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency import check_articles, cores, stated
from consistency.articles import read
from consistency.records import Article
from consistency.settings import ModelSettings, Settings
from consistency.stated import in_shares, make_ready_to_find, start_finding, stated_by, together
from consistency.workers import beside, prepare

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
TEXTS = st.lists(st.text("ab", max_size=30), max_size=12)


@settings(deadline=None)
@given(TEXTS, st.integers(1, 5))
def test_shares_are_runs_of_all_articles(texts: list[str], n: int) -> None:
    articles = [make_article(text=text) for text in texts]

    shares = in_shares(articles, n)

    assert [a for share in shares for a in share] == articles
    assert len(shares) <= n
    assert all(shares)


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=8, max_size=20), st.integers(2, 4))
def test_no_share_has_more_than_an_article_beyond_its_part(sizes: list[int], n: int) -> None:
    articles = [make_article(text="a" * size) for size in sizes]

    for share in in_shares(articles, n):
        assert sum(len(a.text) for a in share) <= sum(sizes) / n + max(sizes)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read([SAMPLE], settings=Settings().reading)[0]


@pytest.mark.slow
@pytest.mark.parametrize("n", [1, 2, 3])
def test_shares_put_together_state_what_all_articles_do(articles: list[Article], n: int) -> None:
    chosen = Settings()
    shares = in_shares(articles, n)
    assert len(shares) == n

    parts = [stated_by(share, chosen, dated_by=articles) for share in shares]

    assert together(parts) == stated_by(articles, chosen)


@pytest.mark.slow
def test_no_articles_state_nothing() -> None:
    assert start_finding([], Settings())() == stated_by([], Settings())
    assert check_articles([]).finding_records == ()


@pytest.mark.slow
@pytest.mark.parametrize("most", [10_000, 60])
def test_two_processes_find_what_one_does_and_skip_the_same(
    most: int, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stated, "FEWEST", 2)
    monkeypatch.setattr(cores, "available", lambda: 2)
    chosen = Settings(models=ModelSettings(max_claims=most))
    here = stated_by(articles, chosen)
    assert bool(here.skipped) == (most == 60)

    with beside():
        prepare(make_ready_to_find, chosen)
        assert start_finding(articles, chosen)() == here
