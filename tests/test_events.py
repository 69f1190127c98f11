"""Articles are grouped by the event they tell of, and only those of one event are compared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from benchmarks.corpus import make_corpus
from builders import WordEncoder, make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.articles import read
from consistency.embeddings import SentenceEncoder
from consistency.events import select, split
from consistency.likeness import Likeness, names_in, opening
from consistency.records import Article
from consistency.settings import EventSettings, Settings

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
NAMES = ("Ada Holm", "Dunmere", "Larkin Ropeworks", "Port Ellery", "Boyd Quill", "Tarn River")
OTHERS = ("Vera Stead", "Kelmouth", "Ostby Mills", "Lake Urda", "Theo Marsh", "Wendle Bridge")


def told(names: Sequence[str], about: str, *, number: int = 1, day: date | None = None) -> Article:
    """An article that names all of `names` and says little else."""
    sentences = [f"The {about} was seen by {name} in the morning." for name in names]
    return make_article(f"a{number}", " ".join(sentences), published=day)


def ids(groups: Sequence[Sequence[Article]]) -> list[list[str]]:
    return [[article.id for article in group] for group in groups]


def parted(articles: Sequence[Article], **changes: float) -> list[list[str]]:
    chosen = replace(EventSettings(), **changes)  # type: ignore[arg-type]
    return ids(split(articles, encoder=WordEncoder(), settings=chosen))


def made_up(n_articles: int, *, alone: bool = False) -> tuple[list[Article], list[list[str]]]:
    """Articles of the benchmarks' corpus, and the ids of each event's."""
    corpus = make_corpus(n_articles, alone=alone)
    articles = [
        make_article(t.stem, "\n".join([t.title, *t.paragraphs]), published=t.published)
        for t in corpus.articles
    ]
    return articles, [list(event) for event in corpus.events]


def test_articles_that_share_names_and_matter_are_one_event() -> None:
    articles = [told(NAMES, "fire", number=n) for n in (1, 2)]

    assert parted(articles) == [["a1", "a2"]]


def test_articles_that_name_nobody_alike_are_two_events_though_they_read_alike() -> None:
    articles = [told(NAMES, "fire"), told(OTHERS, "fire", number=2)]

    assert parted(articles) == [["a1"], ["a2"]]


def test_articles_without_names_go_by_what_they_say() -> None:
    fire = [
        make_article("a1", "eleven people were treated after the fire."),
        make_article("a2", "nearly twenty people were treated after the fire."),
    ]
    flood = make_article("a3", "rivers rise and a meadow lies under water.")

    assert parted([*fire, flood]) == [["a1", "a2"], ["a3"]]


def test_a_like_event_at_another_time_is_another_event() -> None:
    early = told((*NAMES[:4], *OTHERS[:3]), "fire", day=date(2027, 3, 1))
    soon = told((*NAMES[:4], *OTHERS[3:]), "fire", number=2, day=date(2027, 3, 8))
    late = replace(soon, published=date(2027, 3, 9))

    assert parted([early, soon], together=0.9, together_apart=1.9) == [["a1", "a2"]]
    assert parted([early, late], together=0.9, together_apart=1.9) == [["a1"], ["a2"]]


def test_an_article_without_a_day_joins_by_what_it_tells() -> None:
    dated = [told(NAMES, "fire", number=n, day=date(2027, 3, n)) for n in (1, 2)]

    assert parted([*dated, told(NAMES, "fire", number=3)]) == [["a1", "a2", "a3"]]


def test_a_wrong_day_parts_no_accounts_that_are_much_alike() -> None:
    articles = [told(NAMES, "fire", day=date(2027, 3, 1)), told(NAMES, "fire", number=2)]

    assert parted([articles[0], replace(articles[1], published=date(2021, 3, 1))]) == [["a1", "a2"]]


def test_a_chain_of_articles_is_no_event() -> None:
    names = [f"Name{n}quist" for n in range(60)]
    chain = [
        make_article(f"a{n + 1}", "about " + ", ".join(names[4 * n : 4 * n + 8])) for n in range(12)
    ]

    groups = parted(chain)

    assert 1 < max(len(group) for group in groups) < len(chain) / 2


def test_versions_of_one_article_stay_together() -> None:
    first, later = told(NAMES, "fire"), told(OTHERS, "verdict", number=2)

    assert parted([first, replace(later, version_of="a1")]) == [["a1", "a2"]]


def test_no_article_and_one_article() -> None:
    assert parted([]) == []
    assert parted([told(NAMES, "fire")]) == [["a1"]]


@given(order=st.permutations(range(12)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_inputs_changes_no_event(order: list[int]) -> None:
    articles, events = made_up(12)

    found = parted([articles[place] for place in order])

    assert sorted(sorted(group) for group in found) == sorted(sorted(event) for event in events)


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(deadline=None)
def test_every_article_is_in_one_event_whatever_it_says(texts: list[str]) -> None:
    articles = [make_article(f"a{n}", text) for n, text in enumerate(texts)]

    found = parted(articles)

    assert sorted(place for group in found for place in group) == sorted(a.id for a in articles)
    assert all(found)


def test_made_up_events_are_recovered() -> None:
    articles, events = made_up(300)

    assert sorted(parted(articles)) == sorted(events)


def test_articles_on_one_event_each_stay_alone() -> None:
    articles, events = made_up(300, alone=True)

    assert sorted(parted(articles)) == sorted(events)


def test_pairs_to_look_at_grow_as_the_articles_do() -> None:
    few, many = (
        Likeness(made_up(n)[0], encoder=WordEncoder(), settings=EventSettings()).candidates
        for n in (200, 800)
    )

    assert len(many) < 6 * len(few)


def test_what_names_decide_is_not_embedded() -> None:
    encoder = WordEncoder()

    split(
        [told(NAMES, "fire", number=n) for n in (1, 2)], encoder=encoder, settings=EventSettings()
    )

    assert encoder.calls == []


def test_a_score_is_symmetric_and_highest_with_itself() -> None:
    articles = [*made_up(6)[0]]
    known = Likeness(articles, encoder=WordEncoder(), settings=EventSettings())
    pairs = np.array([(0, 4), (4, 0), (0, 0)])

    there, back, itself = known.scores(pairs)

    assert there == pytest.approx(back)
    assert itself == pytest.approx(2.0, abs=1e-5)
    assert there < itself


def test_words_that_open_a_sentence_and_days_are_no_names() -> None:
    assert names_in("Nobody slept. On Monday, March 3, Holm’s deputy left Tarn.") == [
        "holm",
        "tarn",
    ]


def test_an_opening_begins_with_the_headline_once() -> None:
    text = "Fire in Dunmere\nIt began at noon."

    assert opening(make_article(text=text, title="Fire in Dunmere"), 17) == "Fire in Dunmere I"
    assert opening(make_article(text="It began.", title="Fire"), 100) == "Fire. It began."


def test_an_example_keeps_what_tells_of_its_event() -> None:
    articles, events = made_up(60)
    like = next(a for a in articles if a.id == events[3][0])
    random.Random(1).shuffle(articles)

    chosen = select(articles, like=like, encoder=WordEncoder(), settings=EventSettings())

    assert sorted(a.id for a in chosen.kept) == sorted(events[3])
    assert [a for a in articles if a in chosen.kept] == list(chosen.kept)
    assert len(chosen.kept) + len(chosen.left_out) == len(articles)


def test_a_query_keeps_events_whole() -> None:
    articles = [told(NAMES, "fire", number=n) for n in (1, 2)]
    articles += [told(OTHERS, "flood", number=n) for n in (3, 4)]

    chosen = select(
        articles, like="Larkin Ropeworks fire", encoder=WordEncoder(), settings=EventSettings()
    )

    assert ids([chosen.kept, chosen.left_out]) == [["a1", "a2"], ["a3", "a4"]]


def test_nothing_to_select_from() -> None:
    chosen = select([], like="a fire", encoder=WordEncoder(), settings=EventSettings())

    assert chosen.kept == chosen.left_out == ()


def test_the_sample_events_are_told_apart_among_others(encoder: SentenceEncoder) -> None:
    sample, _ = read([SAMPLE], settings=Settings().reading)
    others, events = made_up(40)

    groups = split([*sample, *others], encoder=encoder, settings=EventSettings())

    folders = [{Path(a.path).parent.name for a in group} for group in groups]
    assert [{"guard-order"}, {"ropeworks-fire"}] == folders[:2]
    assert sorted(ids(groups[2:])) == sorted(events)
    assert sum(map(len, groups[:2])) == len(sample)


def test_events_at_hand_are_told_apart_and_stay_whole(
    encoder: SentenceEncoder, shared: Path
) -> None:
    folders = [shared / "seeds", *sorted((shared / "events").iterdir()), *sorted(SAMPLE.glob("*/"))]
    reading = Settings().reading
    events = [read([folder], settings=reading)[0] for folder in folders]
    mixed = [
        replace(a, id=f"e{n}-{a.id}", version_of=None) for n, e in enumerate(events) for a in e
    ]

    groups = split(mixed, encoder=encoder, settings=EventSettings())

    assert [{article.id.split("-")[0] for article in group} for group in groups] == [
        {f"e{n}"} for n in range(len(events))
    ]
    for event in events:
        assert len(split(event, encoder=encoder, settings=EventSettings())) == 1
