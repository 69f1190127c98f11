"""Articles and reports made by hand for tests of the state: no model is needed to make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builders import make_article

from consistency.records import Article, Claim, Finding, FindingValue, Report, Span
from consistency.state import Arrival

SENTENCE = re.compile(r"[^\n.]+\.?")


@dataclass(frozen=True)
class Draft:
    """A finding in the making: each passage as article, deciding words and value."""

    question: str
    passages: Sequence[tuple[str, str, str]]
    kind: str = "conflict"
    facet: str = "quantity"
    severity: str = "high"


def story(source: str, text: str, **changes: Any) -> Article:
    """Return an article as a source's reader would, its id yet to be given."""
    given = {"path": f"news/{source.lower().replace(' ', '-')}.txt", "source_from": "metadata"}
    return make_article("", text, source=source, **{**given, **changes})


def arrival(article: Article, **changes: Any) -> Arrival:
    """Return an article as it arrives, from the place that its path names."""
    given = {"location": article.path, "feed": "desk", "article": article}
    return Arrival(**{**given, **changes})


def report_of(articles: Sequence[Article], drafts: Sequence[Draft] = ()) -> Report:
    """Return a report on articles that have their ids; a claim a sentence."""
    claims = [claim for article in articles for claim in claims_in(article)]
    claims = [replace_id(claim, f"c{number}") for number, claim in enumerate(claims, start=1)]
    findings = tuple(
        finding_of(draft, number, articles, claims) for number, draft in enumerate(drafts, start=1)
    )
    return Report(tuple(articles), (), tuple(claims), findings)


def claims_in(article: Article) -> Iterator[Claim]:
    """Yield the sentences of an article."""
    for found in SENTENCE.finditer(article.text):
        text = found.group().strip()
        start = found.start() + found.group().index(text)
        if text:
            yield Claim("", article.id, Span(start, start + len(text)), text)


def replace_id(claim: Claim, name: str) -> Claim:
    """Return a claim with its id."""
    return Claim(name, claim.article, claim.span, claim.text)


def finding_of(
    draft: Draft, number: int, articles: Sequence[Article], claims: Sequence[Claim]
) -> Finding:
    """Return the finding of a draft."""
    texts = {article.id: article.text for article in articles}
    return Finding(
        id=f"f{number:04x}",
        rank=number,
        kind=draft.kind,
        scope="across",
        facet=draft.facet,
        question=draft.question,
        severity=draft.severity,
        confidence=0.9,
        explanation="They differ.",
        values=tuple(value_of(texts[a], a, words, v, claims) for a, words, v in draft.passages),
    )


def value_of(
    text: str, article: str, words: str, value: str, claims: Sequence[Claim]
) -> FindingValue:
    """Return a passage: the first place where an article has these words."""
    start = text.index(words)
    claim = next(c for c in claims if c.article == article and c.span.start <= start < c.span.end)
    span = Span(start, start + len(words))
    return FindingValue(article, claim.id, claim.span, span, words, value)
