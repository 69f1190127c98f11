"""A report as large as they come: a hundred articles and a thousand findings, made by chance."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from consistency.records import (
    Article,
    Claim,
    Copy,
    DatedClaim,
    Finding,
    FindingValue,
    Report,
    Span,
)

N_ARTICLES, N_FINDINGS, N_SENTENCES = 100, 1000, 42
KINDS = {"conflict": 30, "update": 8, "quote_change": 7, "unstated": 30, "agreement": 25}
FACETS = ("quantity", "date", "place", "name", "title", "certainty", "polarity")
WORDS = (
    "harbor pier ferry mayor council inspectors repairs closed opened workers towns order safety "
    "storm budget weekend morning officials residents bridge rail crossing delay report statement"
).split()
FIRST_DAY = date(2031, 3, 1)


def large_report() -> Report:
    """The same report each time: values of two to twelve sources, the rest partly silent."""
    chance = Random(7)
    claims = {f"a{n}": _claims(f"a{n}", chance) for n in range(1, N_ARTICLES + 1)}
    return Report(
        articles=tuple(_article(n, claims[f"a{n}"]) for n in range(1, N_ARTICLES + 1)),
        skipped=(),
        claim_records=tuple(claim for found in claims.values() for claim in found),
        finding_records=tuple(_finding(n, claims, chance) for n in range(1, N_FINDINGS + 1)),
        copies=tuple(
            Copy(f"a{n}", f"a{chance.randint(1, n - 1)}", chance.uniform(0.4, 1), "copy")
            for n in range(2, N_ARTICLES + 1, 2)
        ),
        dated_claims=tuple(
            _dated(chance.choice(c), chance) for c in claims.values() for _ in "days"
        ),
        generated_at="2031-03-08T09:00:00Z",
    )


def _claims(article: str, chance: Random) -> list[Claim]:
    claims, at = [], 0
    for n in range(N_SENTENCES):
        words = chance.choices(WORDS, k=18)
        sentence = f"{' '.join(words).capitalize()} {chance.randint(2, 999)}."
        claims.append(Claim(f"{article}c{n}", article, Span(at, at + len(sentence)), sentence))
        at += len(sentence) + 1
    return claims


def _article(number: int, claims: list[Claim]) -> Article:
    text = "".join(c.text + ("\n" if n % 3 == 2 else " ") for n, c in enumerate(claims))
    return Article(
        id=f"a{number}",
        path=f"copy/{number}.txt",
        source=f"Paper {number}",
        title=f"Ferry terminal closed, day {number}",
        author=None,
        published=FIRST_DAY + timedelta(days=number // 12),
        published_from="metadata",
        url=f"https://paper{number}.invalid/ferry",
        text=text,
        body=(Span(0, len(text)),),
    )


def _dated(claim: Claim, chance: Random) -> DatedClaim:
    day = FIRST_DAY + timedelta(days=chance.randint(-20, 5))
    start = claim.span.start
    return DatedClaim(claim.article, claim.id, Span(start, start + 3), claim.text[:3], day, day)


def _finding(rank: int, claims: dict[str, list[Claim]], chance: Random) -> Finding:
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    facet = "quote" if kind == "quote_change" else chance.choice(FACETS)
    cited = chance.sample(sorted(claims), k=min(chance.randint(2, 12), chance.randint(2, 12)))
    rest = [article for article in claims if article not in cited]
    return Finding(
        id=f"{facet}-{rank:04x}",
        rank=rank,
        kind=kind,
        scope="across",
        facet=facet,
        question=f"How many {' '.join(chance.choices(WORDS, k=6))}?",
        severity=chance.choice(("high", "medium", "low")),
        confidence=round(chance.uniform(0.5, 1), 2),
        explanation="The numbers do not meet: one lies below all that the other allows.",
        values=tuple(_value(chance.choice(claims[article]), kind, chance) for article in cited),
        silent=tuple(chance.sample(rest, k=chance.randint(0, 40) if kind == "unstated" else 3)),
        independent_reports=len(cited),
    )


def _value(claim: Claim, kind: str, chance: Random) -> FindingValue:
    words = claim.text if kind == "quote_change" else claim.text.split()[-1].rstrip(".")
    start = claim.span.start + claim.text.index(words)
    value = "12" if kind == "agreement" else str(chance.randint(1, 3))
    span = Span(start, start + len(words))
    return FindingValue(claim.article, claim.id, claim.span, span, words, value)
