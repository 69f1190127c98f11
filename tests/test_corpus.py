"""The made-up corpus of the benchmarks holds what its gold says, and is the same each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.corpus import make_corpus, write_corpus

from consistency.articles import read
from consistency.gold import read_gold
from consistency.settings import Settings


@pytest.mark.parametrize("n_articles", [1, 7, 60])
def test_there_are_as_many_articles_as_asked_for_each_in_one_event(n_articles: int) -> None:
    corpus = make_corpus(n_articles)

    stems = [told.stem for told in corpus.articles]
    assert len(set(stems)) == n_articles
    assert [stem for event in corpus.events for stem in event] == stems


def test_the_same_number_and_seed_give_the_same_corpus() -> None:
    assert make_corpus(30) == make_corpus(30)
    assert make_corpus(30, seed=1) != make_corpus(30, seed=2)


def test_articles_alone_differ_with_none() -> None:
    corpus = make_corpus(20, alone=True)

    assert len(corpus.events) == 20
    assert not corpus.gold


def test_what_the_gold_quotes_stands_in_the_article() -> None:
    corpus = make_corpus(120)
    texts = {told.stem: "\n".join(told.paragraphs) for told in corpus.articles}

    assert corpus.gold
    for value in (v for found in corpus.gold for v in found["values"]):
        assert value["quote"] in texts[value["article"]]
        assert value["value"] in value["quote"]


def test_each_difference_is_between_two_values() -> None:
    for found in make_corpus(200).gold:
        assert len({value["value"] for value in found["values"]}) == 2


def test_no_two_events_tell_of_one_town() -> None:
    corpus = make_corpus(400)
    leads = [next(t for t in corpus.articles if t.stem == e[0]).title for e in corpus.events]

    assert len(set(leads)) > 0.9 * len(leads)


def test_it_is_written_as_the_tool_reads_it(tmp_path: Path) -> None:
    corpus = make_corpus(12)
    write_corpus(corpus, tmp_path)

    articles, skipped = read([tmp_path / "articles"], settings=Settings().reading)

    assert not skipped
    assert [Path(a.path).stem for a in articles] == sorted(t.stem for t in corpus.articles)
    assert [list(event) for event in corpus.events] == json.loads(
        (tmp_path / "events.json").read_text("utf-8")
    )
    assert len(read_gold([tmp_path / "gold.jsonl"])) == len(corpus.gold)
