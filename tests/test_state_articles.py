"""Articles in the state: kept to the last field, version by version, and read as files are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from state_reports import arrival, story

from consistency.articles import read
from consistency.records import Article, Span
from consistency.settings import ReadingSettings
from consistency.state import Store
from consistency.state.articles import as_article, as_json

JOB = "quay"
FIRE = "Eleven people were treated after the fire on the quay, the hospital said on Monday night."
STORIES = {
    "b/herald-1.txt": ("Port Herald", "2025-10-06", FIRE),
    "b/herald-2.txt": ("Port Herald", "2025-10-07", f"{FIRE} Two of them have died since."),
    "a/wire.txt": ("Coast Wire", "2025-10-06", f"{FIRE} The quay stays shut, the port said."),
    "c/wire-again.txt": ("Coast Wire", "2025-10-06", f"{FIRE} The quay stays shut, the port said."),
    "d/daily.txt": ("Sound Daily", "2025-10-08", "The quay opens again on Friday, the port said."),
}


def write_stories(folder: Path) -> None:
    """Write the stories as files with front matter."""
    for name, (source, day, text) in STORIES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"---\nsource: {source}\ndate: {day}\n---\n{text}\n", "utf-8")


spans = st.lists(st.builds(Span, st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
words = st.text(st.characters(exclude_categories=()), max_size=20)
texts = st.lists(words, max_size=3).map(tuple)


@given(
    st.builds(
        Article,
        **dict.fromkeys(("id", "path", "source", "text", "published_from", "source_from"), words),
        **dict.fromkeys(("title", "author", "url", "wire", "version_of"), st.none() | words),
        **dict.fromkeys(("body", "headlines"), spans),
        **dict.fromkeys(("derived_from", "also_at"), texts),
        published=st.none() | st.dates(),
        published_why=words,
    )
)
def test_an_article_comes_back_to_the_last_field(article: Article) -> None:
    assert as_article(json.loads(json.dumps(as_json(article)))) == article


def test_articles_come_back_as_reading_gives_them(store: Store, tmp_path: Path) -> None:
    write_stories(tmp_path / "news")
    settings = ReadingSettings()
    wanted = read([tmp_path / "news"], settings=settings)
    with store.run(JOB) as run:
        for name in reversed(STORIES):
            (article,), _ = read([tmp_path / "news" / name], settings=settings)
            run.add([arrival(article)])
        assert run.gathered(settings) == wanted
        assert run.articles() == wanted[0]
    by_name = {Path(article.path).name: article for article in wanted[0]}
    assert by_name["herald-2.txt"].version_of == by_name["herald-1.txt"].id
    assert by_name["wire.txt"].also_at
    assert by_name["herald-1.txt"].source == "Port Herald, 2025-10-06"


def test_entries_of_a_file_come_in_the_order_of_their_numbers(store: Store, tmp_path: Path) -> None:
    entries = [{"text": f"Pier {n} is shut.", "source": f"Paper {n}"} for n in range(12)]
    (tmp_path / "all.json").write_text(json.dumps(entries), "utf-8")
    wanted, _ = read([tmp_path], settings=ReadingSettings())
    with store.run(JOB) as run:
        run.add(map(arrival, reversed(wanted)))
        assert run.articles() == wanted


def test_only_new_and_changed_texts_are_returned(store: Store) -> None:
    first, second = story("Port Herald", FIRE), story("Coast Wire", "The quay is shut.")
    changed = story("Port Herald", f"{FIRE} Two have died.")
    with store.run(JOB) as run:
        assert run.add(map(arrival, (first, second, first))) == [arrival(first), arrival(second)]
        assert run.add(map(arrival, (changed, second))) == [arrival(changed)]
        assert run.add([arrival(first)]) == []
        assert len(run.articles()) == 3


def test_versions_at_one_path_get_paths_of_their_own(store: Store) -> None:
    with store.run(JOB) as run:
        for text in (FIRE, f"{FIRE} Two have died.", f"{FIRE} Three have died."):
            run.add([arrival(story("Port Herald", text, path="https://herald.example/fire"))])
        articles = run.articles()
    at = "https://herald.example/fire"
    assert [a.path for a in articles] == [at, f"{at}#2", f"{at}#3"]
    assert [a.version_of for a in articles] == [None, "a1", "a2"]


def test_what_is_known_besides_the_text_is_put_right(store: Store) -> None:
    undated = story("Port Herald", FIRE)
    dated = story("Port Herald", FIRE, published=date(2025, 10, 6), published_from="metadata")
    with store.run(JOB) as run:
        run.add([arrival(undated)])
        assert run.add([arrival(dated)]) == []
        assert run.articles()[0].published == date(2025, 10, 6)


def test_articles_on_other_matters_stay_out_until_they_are_chosen(store: Store) -> None:
    article = story("Port Herald", FIRE)
    with store.run(JOB) as run:
        run.add([arrival(article, chosen=False, likeness=0.1)])
        assert run.articles() == []
        run.add([arrival(article, likeness=0.6)])
        assert len(run.articles()) == 1


def test_jobs_keep_their_articles_apart(store: Store) -> None:
    with store.run(JOB) as run:
        run.add([arrival(story("Port Herald", FIRE))])
    with store.run("harbour") as run:
        assert run.articles() == []


def test_names_that_no_database_can_hold_are_kept_apart(store: Store) -> None:
    odd = [story("Port Herald", f"{FIRE} {n}", path=f"news/\udcf0{n}\0.txt") for n in "123"]
    with store.run(JOB) as run:
        assert len(run.add(map(arrival, odd))) == 3
        assert run.add(map(arrival, odd)) == []
        assert [article.path for article in run.articles()] == [article.path for article in odd]
