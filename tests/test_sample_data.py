"""The sample: two invented events in mixed formats, and what a perfect report of them contains."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"
GOLD = ROOT / "tests" / "evaluation" / "gold"

KINDS = {"conflict", "update", "quote_change", "unstated", "agreement"}
DISAGREEMENT = {"conflict", "update", "quote_change"}
FACETS = {
    "attribution",
    "certainty",
    "date",
    "money",
    "organisation",
    "other",
    "person",
    "place",
    "polarity",
    "quantity",
    "quote",
    "role",
    "scope",
    "title",
}
FIELDS = {
    "id",
    "collection",
    "kind",
    "scope",
    "facet",
    "question",
    "severity",
    "values",
    "silent",
    "why",
}
NGRAM = 8
"""Words in a row that, found in somebody else's article, would make a passage copied."""

STRAIGHT = str.maketrans("‘’“”–—", "''\"\"--")


def strip_tags(page: str) -> str:
    """Return the text of one of our own HTML pages: no tags, scripts or styles."""
    return html.unescape(re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", "", page))


def article_text(path: Path) -> str:
    """Return the article's own text: the record's `text`, the page's text, or the whole file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return str(json.loads(text)["text"])
    return strip_tags(text) if path.suffix == ".html" else text


def fold(text: str) -> str:
    """Fold case, quotation marks, dashes and white space, as the scoring does."""
    return " ".join(text.translate(STRAIGHT).casefold().split())


def lines(name: str) -> list[dict[str, Any]]:
    """Read one JSON object a line."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@cache
def sample_paths() -> dict[str, Path]:
    """Every sample article by its file's stem."""
    return {path.stem: path for path in sorted(SAMPLE.glob("*/*"))}


@cache
def folded(stem: str) -> str:
    return fold(article_text(sample_paths()[stem]))


def passages() -> Iterator[tuple[str, str, str]]:
    """Every passage of the gold and of the traps: the id it serves, its article, its words."""
    for finding in lines("sample.jsonl"):
        for value in finding["values"]:
            yield finding["id"], value["article"], value["quote"]
    for trap in lines("sample-traps.jsonl"):
        for side in ("a", "b"):
            yield trap["id"], trap[side]["article"], trap[side]["quote"]


def ngrams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text).replace("'", ""))
    return {tuple(words[at : at + NGRAM]) for at in range(len(words) - NGRAM + 1)}


def test_one_event_has_five_articles_and_the_other_at_least_four() -> None:
    counts = Counter(path.parent.name for path in sample_paths().values())
    assert counts["guard-order"] == 5
    assert counts["ropeworks-fire"] >= 4


def test_formats_are_mixed() -> None:
    suffixes = {path.suffix for path in sample_paths().values()}
    assert suffixes == {".txt", ".md", ".html", ".json"}


def test_file_stems_are_unique_across_events() -> None:
    stems = [path.stem for path in SAMPLE.glob("*/*")]
    assert len(stems) == len(set(stems))


def test_every_sample_article_is_described_in_the_readme() -> None:
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in sample_paths().values() if f"`{path.name}`" not in readme]
    assert missing == []


def test_the_reprint_repeats_the_wire_story_word_for_word() -> None:
    assert folded("coastline-wire") in folded("harbor-standard")


def test_gold_ids_are_unique() -> None:
    ids = [item["id"] for item in lines("sample.jsonl") + lines("sample-traps.jsonl")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("finding", lines("sample.jsonl"), ids=lambda finding: finding["id"])
def test_gold_finding_is_well_formed(finding: dict[str, Any]) -> None:
    assert set(finding) == FIELDS
    assert finding["kind"] in KINDS
    assert finding["scope"] in {"across", "within"}
    assert finding["facet"] in FACETS
    assert finding["severity"] in {"high", "medium", "low"}
    assert finding["question"].endswith("?")
    assert finding["why"]


@pytest.mark.parametrize("finding", lines("sample.jsonl"), ids=lambda finding: finding["id"])
def test_gold_finding_stays_inside_its_event(finding: dict[str, Any]) -> None:
    named = {value["article"] for value in finding["values"]} | set(finding["silent"])
    assert {sample_paths()[stem].parent.name for stem in named} == {finding["collection"]}


@pytest.mark.parametrize("finding", lines("sample.jsonl"), ids=lambda finding: finding["id"])
def test_gold_finding_has_the_sources_its_kind_needs(finding: dict[str, Any]) -> None:
    articles = {value["article"] for value in finding["values"]}
    values = {value["value"] for value in finding["values"]}
    declines = any(value["value"].startswith("unstated") for value in finding["values"])
    if finding["kind"] in DISAGREEMENT:
        assert len(values) >= 2
        assert (len(articles) == 1) == (finding["scope"] == "within")
    elif finding["kind"] == "agreement":
        assert len(articles) >= 2
    else:
        assert finding["silent"] or declines


def test_an_article_that_states_a_value_is_not_called_silent_on_it() -> None:
    contradictory = [
        (finding["id"], value["article"])
        for finding in lines("sample.jsonl")
        for value in finding["values"]
        if value["article"] in finding["silent"] and not _leaves_open(finding, value["article"])
    ]
    assert contradictory == []


def _leaves_open(finding: dict[str, Any], stem: str) -> bool:
    """Say whether the article only declines the detail, or only shows what is missing."""
    own = [value["value"] for value in finding["values"] if value["article"] == stem]
    return any(value.startswith("unstated") for value in own)


def test_every_passage_stands_once_in_its_article() -> None:
    counts = {
        (identifier, stem, quote): folded(stem).count(fold(quote))
        for identifier, stem, quote in passages()
    }
    assert [key for key, count in counts.items() if count != 1] == []


def test_every_kind_and_every_event_has_gold() -> None:
    found = {(item["collection"], item["kind"]) for item in lines("sample.jsonl")}
    assert found == {(event, kind) for event in ("guard-order", "ropeworks-fire") for kind in KINDS}


def test_gold_is_about_as_dense_as_real_articles_allow() -> None:
    words = sum(len(article_text(path).split()) for path in sample_paths().values())
    density = 1000 * len(lines("sample.jsonl")) / words
    assert 12 <= density <= 30


def test_no_trap_is_a_difference_of_the_gold() -> None:
    overlapping = [
        (trap["id"], finding["id"])
        for trap in lines("sample-traps.jsonl")
        for finding in lines("sample.jsonl")
        if finding["kind"] in DISAGREEMENT
        and all(_shares_a_passage(finding, trap[side]) for side in ("a", "b"))
    ]
    assert overlapping == []


def _shares_a_passage(finding: dict[str, Any], side: dict[str, str]) -> bool:
    wanted = _place(side["article"], side["quote"])
    return any(
        value["article"] == side["article"]
        and max(place.start, wanted.start) < min(place.stop, wanted.stop)
        for value in finding["values"]
        for place in [_place(value["article"], value["quote"])]
    )


def _place(stem: str, quote: str) -> range:
    start = folded(stem).index(fold(quote))
    return range(start, start + len(fold(quote)))


def test_no_run_of_words_is_copied_from_the_measuring_articles(shared: Path) -> None:
    real: set[tuple[str, ...]] = set()
    for path in [*(shared / "seeds").glob("*"), *(shared / "events").glob("*/*")]:
        real |= ngrams(article_text(path))
    copied = {
        path.name: [" ".join(words) for words in ngrams(article_text(path)) & real]
        for path in sample_paths().values()
    }
    assert {name: runs for name, runs in copied.items() if runs} == {}
