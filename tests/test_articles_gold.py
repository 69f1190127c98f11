"""Passages that people marked in real articles can be found, and lie in what may carry claims."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistency.articles import read
from consistency.records import Article, Span
from consistency.settings import ReadingSettings

Passage = tuple[str, str]
POSTING_DATES = "T26"
"""A trap that sets two pages' dates of posting against each other: both must lie outside."""


@pytest.fixture(scope="session")
def articles(shared: Path) -> list[Article]:
    found, skipped = read([shared / "seeds", shared / "events"], settings=ReadingSettings())
    assert skipped == []
    return found


@pytest.fixture(scope="session")
def spans(shared: Path, articles: list[Article]) -> dict[Passage, Span | None]:
    """Every passage of gold and traps, and where the scorer finds it."""
    records = [{"id": a.id, "path": a.path, "text": a.text} for a in articles]
    index = load_scorer(shared).Articles(records)
    places = {passage: index.locate(*passage) for _, passage in gold_passages(shared)}
    return {passage: Span(*place) if place else None for passage, place in places.items()}


def load_scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_passages(shared: Path) -> Iterator[tuple[str, Passage]]:
    """Yield (id, (article's stem, passage)) for all gold values and both sides of all traps."""
    for path in sorted((shared / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            sides = item["values"] if "values" in item else [item["a"], item["b"]]
            yield from ((item["id"], (side["article"], side["quote"])) for side in sides)


def is_in(span: Span, article: Article) -> bool:
    """Say whether a passage, its list marker aside, lies in one part of the article's body."""
    passage = article.text[span.start : span.end]
    start = span.start + len(passage) - len(passage.lstrip("-–•* "))
    return any(part.start <= start and span.end <= part.end for part in article.body)


def test_every_gold_passage_is_found_in_the_text(spans: dict[Passage, Span | None]) -> None:
    assert [passage for passage, span in spans.items() if span is None] == []


def test_nearly_every_gold_passage_lies_in_a_body(
    shared: Path, articles: list[Article], spans: dict[Passage, Span | None]
) -> None:
    by_stem = {Path(article.path).stem: article for article in articles}
    wanted = [passage for name, passage in gold_passages(shared) if name != POSTING_DATES]
    outside = [
        passage
        for passage in wanted
        if (span := spans[passage]) is None or not is_in(span, by_stem[passage[0]])
    ]
    assert len(outside) <= 0.01 * len(wanted), outside


def test_dates_of_posting_lie_outside_every_body(
    shared: Path, articles: list[Article], spans: dict[Passage, Span | None]
) -> None:
    by_stem = {Path(article.path).stem: article for article in articles}
    posted = [passage for name, passage in gold_passages(shared) if name == POSTING_DATES]
    assert posted
    for passage in posted:
        span = spans[passage]
        assert span is not None
        assert not any(span.overlaps(part) for part in by_stem[passage[0]].body)
