"""Edits of a story, one detail in a sentence each, of which a checker should see every one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builders import make_article

from consistency.records import Article, Span

QUOTED = re.compile(r"[“\"]([^“”\"]{25,})[”\"]")
FIGURE = re.compile(r"(?<![\w.,:/$-])(\d{2,3}(?:,\d{3})*)(?![\w/:-]|[.,]\d)")
MONTHS = "January|March|April|October|Oct\\.|Jan\\."
DAY = re.compile(rf"\b((?:{MONTHS}) )(\d{{1,2}})\b(?!,\d)")
PERSON = re.compile(
    r"(?<=[\w.”,] )([A-Z][a-z]+) ([A-Z][a-z]{3,})(?=,? (?:said|told|on Monday|declined|has|wrote))"
)
WORD = re.compile(r"(?<= )[a-z]{5,}(?= )")
HEDGE = re.compile(
    r"\b(nearly|about|roughly|almost|some|as many as|at least|more than) (?=\d|one|two|three|\$)"
)
SURNAMES = ("Varnholt", "Ostrander", "Quimby", "Thackeray")


@dataclass(frozen=True)
class Edit:
    """One detail changed: what kind, where it was in the text before, and what stands there now."""

    kind: str
    span: Span
    words: str


def edits_of(text: str, *, taken: str) -> Iterator[Edit]:
    """Yield every edit that a text allows. `taken` is text whose figures are not used again."""
    yield from _figures(text, taken)
    yield from _days(text, taken)
    yield from _names(text)
    yield from _quotations(text)
    for found in HEDGE.finditer(text):
        yield Edit("hedge", Span(found.start(), found.end()), "")


def _figures(text: str, taken: str) -> Iterator[Edit]:
    for found in FIGURE.finditer(text):
        number = int(found[1].replace(",", ""))
        if 1900 <= number <= 2100 or DAY.search(text, max(0, found.start() - 9), found.end()):
            continue
        other = next(n for n in range(number * 2 + 3, number * 2 + 999) if f"{n:,}" not in taken)
        shown = f"{other:,}" if "," in found[1] or other > 9999 else str(other)
        yield Edit("number", Span(found.start(1), found.end(1)), shown)


def _days(text: str, taken: str) -> Iterator[Edit]:
    for found in DAY.finditer(text):
        day = next(d for d in range(5, 28) if f"{found[1]}{d}" not in taken)
        yield Edit("date", Span(found.start(2), found.end(2)), str(day))


def _names(text: str) -> Iterator[Edit]:
    quoted = [Span(q.start(), q.end()) for q in QUOTED.finditer(text)]
    for n, found in enumerate(PERSON.finditer(text)):
        if any(q.overlaps(Span(found.start(), found.end())) for q in quoted):
            continue
        yield Edit("name", Span(found.start(2), found.end(2)), SURNAMES[n % len(SURNAMES)])


def _quotations(text: str) -> Iterator[Edit]:
    for quoted in QUOTED.finditer(text):
        for word in list(WORD.finditer(text, quoted.start(1) + 8, quoted.end(1) - 8))[1:-1:2]:
            yield Edit("quotation", Span(word.start(), word.end()), "granite")


def edited(article: Article, edits: Sequence[Edit]) -> tuple[Article, list[tuple[Edit, Span]]]:
    """Make the edits; return the story as a draft, and each with the place it has in that.

    Args:
        edits: In reading order, at most one in a sentence.
    """
    text, shift, placed = article.text, 0, []
    for edit in edits:
        start = edit.span.start + shift
        text = text[:start] + edit.words + text[start + edit.span.end - edit.span.start :]
        placed.append((edit, Span(start, start + len(edit.words))))
        shift += len(edit.words) - (edit.span.end - edit.span.start)
    moved = [Span(_moved(s.start, edits), _moved(s.end, edits)) for s in article.body]
    heads = [Span(_moved(s.start, edits), _moved(s.end, edits)) for s in article.headlines]
    draft = make_article(
        "d1", text, path="draft.txt", body=tuple(moved), headlines=tuple(heads),
        published=article.published, published_from=article.published_from,
    )  # fmt: skip
    return draft, placed


def _moved(place: int, edits: Sequence[Edit]) -> int:
    return place + sum(
        len(e.words) - (e.span.end - e.span.start) for e in edits if e.span.end <= place
    )


def sample_of(
    edits: Sequence[Edit], sentences: Sequence[Span], chance: random.Random, *, apart: int = 3
) -> list[Edit]:
    """Draw edits that lie in sentences at least `apart` from one another, in reading order."""
    chosen: dict[int, Edit] = {}
    for edit in chance.sample(list(edits), len(edits)):
        at = next((n for n, s in enumerate(sentences) if s.overlaps(edit.span)), None)
        if at is not None and all(abs(at - other) >= apart for other in chosen):
            chosen[at] = edit
    return [chosen[n] for n in sorted(chosen)]
