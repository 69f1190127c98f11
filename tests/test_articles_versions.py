"""The same article twice, its later versions, and the same words under another name."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import LEAD, MORE, PAGE, STORY, TITLE, archive
from test_articles import SETTINGS

from consistency.articles import read
from consistency.articles.versions import address_of, may_share, shared
from consistency.records import Article

FIRST = f"{LEAD}\n{MORE}\nThe work costs $2.1 million, and two ferries run until it is done."
LATER = f"{LEAD}\n{MORE}\nThe work costs $2.6 million, and two ferries run until it is done."
OTHER = "Rain fell on the vineyards of Oster for eleven days and split much of the early fruit."


def read_records(folder: Path, *records: dict[str, str]) -> list[Article]:
    (folder / "a.json").write_text(json.dumps(records))
    articles, skipped = read([folder], settings=SETTINGS)
    assert skipped == []
    return articles


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


# --- the same article ----------------------------------------------------------------------------


def test_the_same_bytes_twice_are_one_article(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt", "x/one.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    (tmp_path / "news.zip").write_bytes(archive({"one.txt": STORY}))
    (article,), skipped = read([tmp_path], settings=SETTINGS)
    assert skipped == []
    assert len(article.also_at) == 3
    assert article.id == "a1"


def test_of_the_same_article_the_one_that_knows_most_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{STORY}")
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "b.meta.json").write_text('{"source": "Herald", "published": "2031-04-03"}')
    (article,), _ = read([tmp_path], settings=SETTINGS)
    assert (Path(article.path).name, article.source) == ("b.html", "Herald")
    assert names(article.also_at) == ["a.txt"]


def test_one_publisher_s_article_with_another_page_around_it_is_the_same(tmp_path: Path) -> None:
    records = [
        {"text": STORY, "source": "Herald", "title": "Bridge to close"},
        {"text": f"{STORY}\n\nRelated stories\n\nFerry fares rise", "source": "Herald"},
    ]
    (article,) = read_records(tmp_path, *records)
    assert names(article.also_at) in (["a.json#1"], ["a.json#2"])


def test_the_same_words_under_two_names_stay_two_articles(tmp_path: Path) -> None:
    articles = read_records(
        tmp_path, {"text": STORY, "source": "Herald"}, {"text": STORY, "source": "Osk Radio"}
    )
    assert [a.source for a in articles] == ["Herald", "Osk Radio"]
    assert [a.also_at for a in articles] == [(), ()]


def test_a_name_is_a_name_though_the_file_is_called_by_it(tmp_path: Path) -> None:
    for outlet in ("herald", "post"):
        (tmp_path / f"{outlet}.txt").write_text(STORY)
        (tmp_path / f"{outlet}.meta.json").write_text(json.dumps({"source": outlet}))
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert [(a.source, a.source_from) for a in articles] == [
        ("herald", "metadata"),
        ("post", "metadata"),
    ]


@given(st.permutations([("Herald", 0), ("Osk Radio", 0), ("Herald", 1), ("Herald", 0)]))
def test_what_is_merged_depends_on_no_order(order: list[tuple[str, int]]) -> None:
    from consistency.articles.contents import Task, steps_of
    from consistency.articles.versions import told_once

    records = [{"source": s, "text": (FIRST, OTHER)[n]} for s, n in order]
    task = Task("a.json", json.dumps(records).encode(), {}, SETTINGS)
    kept = told_once([a for a in steps_of(task) if isinstance(a, Article)])
    assert sorted((a.source, len(a.also_at)) for a in kept) == [
        ("Herald", 0),
        ("Herald", 1),
        ("Osk Radio", 0),
    ]


# --- versions ------------------------------------------------------------------------------------


def test_a_later_version_names_the_one_before_it(tmp_path: Path) -> None:
    told = {"source": "Herald", "url": "https://www.herald.example/bridge"}
    articles = read_records(
        tmp_path,
        {"text": LATER, "published": "2031-04-05", **told},
        {"text": FIRST, "published": "2031-04-03", **told},
        {"text": f"{LATER}\nNobody objected.", "published": "2031-04-07", **told},
    )
    assert [a.version_of for a in articles] == ["a2", None, "a1"]
    assert [a.source for a in articles] == [
        "Herald, 2031-04-05",
        "Herald, 2031-04-03",
        "Herald, 2031-04-07",
    ]


def test_of_one_day_the_order_of_the_inputs_tells_which_version_is_later(tmp_path: Path) -> None:
    articles = read_records(
        tmp_path, {"text": FIRST, "source": "Herald"}, {"text": LATER, "source": "Herald"}
    )
    assert [a.version_of for a in articles] == [None, "a1"]


def test_two_stories_of_one_outlet_are_no_versions(tmp_path: Path) -> None:
    articles = read_records(
        tmp_path,
        {"text": FIRST, "source": "Herald", "title": "In brief"},
        {"text": OTHER, "source": "Herald", "title": "In brief"},
    )
    assert [a.version_of for a in articles] == [None, None]


def test_another_outlet_s_copy_is_no_version(tmp_path: Path) -> None:
    articles = read_records(
        tmp_path, {"text": FIRST, "source": "Herald"}, {"text": LATER, "source": "Osk Radio"}
    )
    assert [a.version_of for a in articles] == [None, None]


def test_one_address_makes_versions_whatever_the_source_is_called(tmp_path: Path) -> None:
    articles = read_records(
        tmp_path,
        {"text": FIRST, "source": "Herald", "url": "https://herald.example/bridge?utm_source=x"},
        {"text": LATER, "source": "The Herald", "url": "http://www.herald.example/bridge/#top"},
    )
    assert [a.version_of for a in articles] == [None, "a1"]


@pytest.mark.parametrize("url", [None, "", "u", "https://herald.example/", "http://[broken"])
def test_what_names_no_page_is_no_address(url: str | None) -> None:
    assert address_of(url) is None


# --- which texts are looked at -------------------------------------------------------------------

WORDS = st.lists(st.sampled_from("the pier of Oster closed when rain fell".split()), max_size=30)


@given(st.lists(WORDS, min_size=2, max_size=8), st.sampled_from((0.1, 0.4, 0.7, 1.0)))
def test_no_two_versions_are_passed_over(texts: list[list[str]], share: float) -> None:
    runs = {
        index: frozenset(tuple(words[k : k + 2]) for k in range(max(1, len(words) - 1)))
        for index, words in enumerate(texts)
    }

    looked_at = set(may_share(runs, share))

    for i, j in combinations(runs, 2):
        if shared(runs[i], runs[j]) >= share:
            assert (i, j) in looked_at


def test_stories_of_one_publisher_that_share_a_formula_are_not_looked_at_in_pairs() -> None:
    formula = {("reporting", "by", "our"), ("by", "our", "own"), ("our", "own", "staff")}
    runs = {
        index: frozenset({*formula, *((f"word{index}", f"{k}", "told") for k in range(20))})
        for index in range(50)
    }

    assert list(may_share(runs, 0.4)) == []
