"""Articles, claims, mentions and an encoder made by hand, so that most tests need no model."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from consistency.facets.base import Facet, ParsedArticle
from consistency.records import (
    Article,
    Claim,
    Comparison,
    Judgement,
    Level,
    Mention,
    Section,
    Slot,
    Span,
)
from consistency.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = re.compile(r"\w+")
LINE = re.compile(r"\S.*")


class WordEncoder:
    """Bags of hashed words as unit rows: texts are close when they share words.

    Deterministic across runs and machines; a text without a word gets a direction of its own.
    """

    def __init__(self, width: int = 512) -> None:
        self.width = width
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), width), and remember what was asked."""
        self.calls.append(list(texts))
        rows = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in WORD.findall(text.lower()) or [""]:
                row[zlib.crc32(word.encode()) % self.width] += 1.0
            row /= np.linalg.norm(row)
        return rows


class PlainFacet(Facet):
    """Values are plain strings: equal ones agree, others differ, "?" cannot be compared."""

    name = "plain"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Find nothing: tests make the mentions."""
        del parsed
        return []

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare by equality."""
        if "?" in (left.value, right.value):
            return Judgement(Level.NULL, "not comparable")
        if left.value == right.value:
            return Judgement(Level.EQUAL, f"both say {left.value}")
        return Judgement(Level.DIFFERENT, "{} and {}".format(*sorted((left.value, right.value))))

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask for the thing the first mention is about."""
        return f"What about the {mentions[0].slot.head}?"


def make_article(id: str = "a1", text: str = "", **changes: Any) -> Article:  # noqa: A002
    """Return an article whose every line is body, named after its id unless told otherwise."""
    given: dict[str, Any] = {
        "path": f"copy/{id}.txt",
        "source": id.upper(),
        "title": None,
        "author": None,
        "published": None,
        "published_from": "none",
        "url": None,
        "body": tuple(Span(m.start(), m.end()) for m in LINE.finditer(text)),
    }
    return Article(id=id, text=text, **{**given, **changes})


def make_event(*stories: Sequence[str]) -> tuple[list[Article], list[Claim]]:
    """Return an article a story, its sentences joined by spaces, and a claim a sentence."""
    articles: list[Article] = []
    claims: list[Claim] = []
    for number, sentences in enumerate(stories, start=1):
        article = make_article(f"a{number}", " ".join(sentences))
        articles.append(article)
        start = 0
        for sentence in sentences:
            claims.append(make_claim(sentence, f"c{len(claims) + 1}", article.id, start))
            start += len(sentence) + 1
    return articles, claims


def make_claim(
    text: str,
    id: str = "c1",  # noqa: A002
    article: str = "a1",
    start: int = 0,
    *,
    headline: bool = False,
    names: Sequence[str] = (),
) -> Claim:
    """Return a claim that begins at `start`; its terms are its lower-case words."""
    return Claim(
        id=id,
        article=article,
        span=Span(start, start + len(text)),
        text=text,
        section=Section.HEADLINE if headline else Section.BODY,
        terms=frozenset(WORD.findall(text.lower())),
        names=frozenset(names),
    )


def make_mention(claim: Claim, words: str, value: Any = None, **changes: Any) -> Mention:
    """Return a mention of `words`, which stand in the claim; its value is the words by default."""
    at = claim.span.start + claim.text.index(words)
    given: dict[str, Any] = {
        "facet": "plain",
        "slot": Slot(head="thing", role="count"),
        "masked": claim.text.replace(words, "___", 1),
    }
    return Mention(
        article=claim.article,
        claim=claim.id,
        span=Span(at, at + len(words)),
        text=words,
        value=words if value is None else value,
        **{**given, **changes},
    )


def compared(
    left: Mention,
    right: Mention,
    level: Level,
    same_question: float = 0.9,
    *,
    strength: float = 1.0,
) -> Comparison:
    """Return a comparison whose reason names its level."""
    return Comparison(left, right, Judgement(level, level.name.lower(), strength), same_question)


def parse_text(
    text: str,
    *,
    published: date | None = None,
    id: str = "a1",  # noqa: A002
) -> ParsedArticle:
    """Parse a text with the default spaCy pipeline: tests that call this are slow."""
    from consistency.claims import parse_articles

    article = make_article(
        id, text, published=published, published_from="metadata" if published else "none"
    )
    return next(parse_articles([article], settings=Settings()))
