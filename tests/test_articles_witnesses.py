"""Several witnesses to a day of publication: whom to believe, and what is said of the others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import LEAD, MORE
from test_articles import SETTINGS, read_one

from consistency.articles import read
from consistency.articles.witnesses import PAGE_TAGS, PLACEHOLDERS, Witness, last_day, weigh
from consistency.errors import SettingsError

DAY = date(2031, 4, 3)
LATEST = date(2032, 1, 1)


def says(by: str, day: date | None, kind: str = "metadata") -> Witness:
    return Witness(by, kind, str(day or "last week"), day)


def test_the_most_trusted_is_believed_and_who_agrees_is_named() -> None:
    dating = weigh(
        [says("the metadata", DAY), says("the address", DAY), says("the text", DAY, "text")],
        latest=LATEST,
    )
    assert (dating.day, dating.kind) == (DAY, "metadata")
    assert dating.why == "The metadata, the address and the text agree."


def test_a_witness_alone_needs_no_explanation() -> None:
    assert weigh([says("the text", DAY, "text")], latest=LATEST).why == ""
    assert weigh([], latest=LATEST) == weigh([], latest=DAY)
    assert weigh([], latest=LATEST).kind == "none"


def test_who_names_another_day_is_named_with_it() -> None:
    other = date(2031, 4, 9)
    why = weigh([says("the metadata", DAY), says("the text", other, "text")], latest=LATEST).why
    assert why == "Another day, 2031-04-09, stands in the text; the metadata came first."


@pytest.mark.parametrize("gap", [0, 1])
def test_days_next_to_each_other_are_one(gap: int) -> None:
    near = DAY + timedelta(days=gap)
    assert "agree" in weigh([says("a", DAY), says("b", near)], latest=LATEST).why


def test_two_others_outvote_the_tags_of_a_page_and_nobody_else() -> None:
    rebuilt, others = date(2031, 11, 20), [says("the address", DAY), says("the text", DAY, "text")]
    outvoted = weigh([says(PAGE_TAGS, rebuilt), *others], latest=LATEST)
    assert (outvoted.day, outvoted.kind) == (DAY, "metadata")
    assert "two others name 2031-04-03" in outvoted.why
    assert weigh([says(PAGE_TAGS, rebuilt), others[0]], latest=LATEST).day == rebuilt
    assert weigh([says("the metadata", rebuilt), *others], latest=LATEST).day == rebuilt


@pytest.mark.parametrize(
    "day", [LATEST + timedelta(days=1), date(1799, 12, 31), *sorted(PLACEHOLDERS), None]
)
def test_a_day_that_cannot_be_is_refused_in_words(day: date | None) -> None:
    dating = weigh([says("the metadata", day), says("the text", DAY, "text")], latest=LATEST)
    assert (dating.day, dating.kind) == (DAY, "text")
    assert "was not believed" in dating.why
    assert (str(day) if day else "last week") in dating.why


def test_the_last_day_that_can_be_is_believed() -> None:
    assert weigh([says("the metadata", LATEST)], latest=LATEST).day == LATEST
    assert weigh([says("the metadata", date(1800, 1, 1))], latest=LATEST).day == date(1800, 1, 1)


def test_no_page_was_published_after_it_was_fetched() -> None:
    assert last_day("2031-04-03", None) == date(2031, 4, 4)
    assert last_day("2031-04-03", date(2031, 4, 1)) == date(2031, 4, 2)
    assert last_day("2031-04-03", date(2099, 1, 1)) == date(2031, 4, 4)


@given(
    st.lists(
        st.builds(
            says,
            st.sampled_from([PAGE_TAGS, "the address", "the text"]),
            st.none() | st.dates(date(2031, 1, 1), date(2033, 1, 1)),
        ),
        max_size=5,
    )
)
def test_the_day_chosen_is_one_that_a_witness_named_and_that_can_be(said: list[Witness]) -> None:
    dating = weigh(said, latest=LATEST)
    possible = {w.day for w in said if w.day and w.day <= LATEST}
    assert dating.day in possible if possible else dating.day is None
    assert (dating.kind == "none") == (dating.day is None)


# --- from files ----------------------------------------------------------------------------------


def test_a_day_in_the_future_is_refused_where_it_stands(tmp_path: Path) -> None:
    record = {"text": f"{LEAD}\n{MORE}", "published": "2031-04-05"}
    (tmp_path / "2031-04-03-bridge.json").write_text(json.dumps(record))
    then = replace(SETTINGS, today="2031-04-03")
    (article,), _ = read([tmp_path], settings=then)
    assert (article.published, article.published_from) == (DAY, "filename")
    assert (
        "“2031-04-05” in the metadata was not believed: it lies after 2031-04-04"
        in article.published_why
    )


def test_a_day_that_does_not_exist_is_refused_in_words(tmp_path: Path) -> None:
    record = {"text": LEAD, "published": "2031-02-30"}
    article = read_one(tmp_path / "a.json", json.dumps(record))
    assert (article.published, article.published_from) == (None, "none")
    assert (
        "“2031-02-30” in the metadata was not believed: it names no day that can be read"
        in article.published_why
    )


def test_a_rebuilt_page_is_dated_by_its_text_and_its_name(tmp_path: Path) -> None:
    page = f"""<html><head><title>Bridge to close in May</title>
    <meta property="article:published_time" content="2031-11-20T00:00:00Z">
    </head><body><article><h1>Bridge to close in May</h1><p>Published April 3, 2031</p><p>{LEAD}</p>
    <p>{MORE}</p></article></body></html>"""
    article = read_one(tmp_path / "2031-04-03.html", page)
    assert article.published == DAY
    assert "2031-11-20, stands in the page’s tags" in article.published_why


def test_json_ld_of_a_page_is_a_witness_and_names_its_publisher(tmp_path: Path) -> None:
    told = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2031-01-01"},
            {
                "@type": ["NewsArticle"],
                "datePublished": "2031-04-03",
                "publisher": [{"name": "The Harbor Herald"}],
            },
        ]
    }
    page = f"""<html><head><title>Bridge</title>
    <link rel="canonical" href="https://www.hh.example/bridge">
    <script type="application/ld+json">{json.dumps(told)}</script></head>
    <body><article><h1>Bridge to close</h1><p>{LEAD}</p><p>{MORE}</p></article></body></html>"""
    article = read_one(tmp_path / "a.html", page)
    assert (article.published, article.source) == (DAY, "The Harbor Herald")


def test_a_today_that_is_no_day_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAD)
    with pytest.raises(SettingsError, match=r"reading\.today = 'soon'"):
        read([tmp_path], settings=replace(SETTINGS, today="soon"))
