"""A report made by hand: every kind of finding, and text that tries to break out of the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from consistency.records import (
    Article,
    Claim,
    Copy,
    DatedClaim,
    Finding,
    FindingValue,
    Report,
    Section,
    Skipped,
    Span,
)

SCRIPT = "<script>alert('from the article')</script>"
LONG_WORD = "Unabridgedness" * 30
FORMULA = '=HYPERLINK("http://evil.invalid","open")'
RTL = "\u202eDROWSSAP\u202c and \u05e9\u05dc\u05d5\u05dd"
HOSTILE_SOURCE = 'Quay & "Tide" <b>Gazette</b>'


@dataclass(frozen=True)
class Draft:
    """An article in the making: paragraphs of sentences, the first one its headline."""

    id: str
    source: str
    paragraphs: list[list[str]]
    published: date | None
    published_from: str
    url: str | None = None
    author: str | None = None
    derived_from: tuple[str, ...] = ()
    speakers: dict[str, str] = field(default_factory=dict)

    def article(self) -> Article:
        """Join the sentences into one text; everything is body, the first paragraph a headline."""
        text = "\n\n".join(" ".join(sentences) for sentences in self.paragraphs)
        headline = Span(0, len(self.paragraphs[0][0]))
        return Article(
            id=self.id,
            path=f"copy/{self.id}.txt",
            source=self.source,
            title=self.paragraphs[0][0],
            author=self.author,
            published=self.published,
            published_from=self.published_from,
            url=self.url,
            text=text,
            body=(Span(0, len(text)),),
            headlines=(headline,),
            derived_from=self.derived_from,
        )


DRAFTS = (
    Draft(
        "a1",
        "The Ellery Courier",
        [
            ["Port Ellery weighs closing its ferry terminal"],
            [
                "Mayor Ines Vara is considering closing the ferry terminal, an aide said Monday.",
                "About 40 dock workers would be moved to other posts.",
            ],
            [
                ("“Safety comes first, and we will not run boats past a cracked pier,” Vara said."),
                "Inspectors found 12 cracks in the north pier in February.",
                "The city has not said what the repair would cost.",
            ],
            [
                "The terminal opened in 1987.",
                "Ten towns along the sound depend on the ferry.",
                "Harbor commissioner Tobias Renn declined to comment.",
            ],
        ],
        date(2031, 3, 4),
        "metadata",
        url="https://courier.invalid/ferry?a=1&b=2",
        author="Lena Marsh",
    ),
    Draft(
        "a2",
        "Coast Wire",
        [
            ["Port Ellery closes ferry terminal over cracked pier"],
            [
                (
                    "Port Ellery closed its ferry terminal on Wednesday after inspectors found 21 "
                    "cracks in the north pier, Mayor Ines Vara said."
                ),
                "The order takes effect on March 10 and affects 65 dock workers.",
            ],
            [
                (
                    "“Safety comes first, and we will not run boats past a failing pier while I "
                    "am mayor,” Vara told reporters."
                ),
                "Repairs are expected to cost $4.2 million, port director Tobias Renn said.",
            ],
            [
                "The terminal, which opened in 1987, serves about a dozen towns along the sound.",
                "No one has been hurt.",
            ],
        ],
        date(2031, 3, 6),
        "text",
    ),
    Draft(
        "a3",
        "Sound Shore Daily",
        [
            ["Ferry terminal shut as pier cracks spread"],
            [
                "Port Ellery shut its ferry terminal when inspectors saw 21 cracks in the pier.",
                "The order starts on March 10 and touches 65 dock workers.",
            ],
            [
                "Repairs will cost more than $5 million.",
                "Two dock hands were treated for injuries in January, a union steward said.",
                "Earlier the paper counted one dock hand hurt in January.",
            ],
            ["The terminal dates from 1987."],
        ],
        date(2031, 3, 7),
        "filename",
        derived_from=("a2",),
    ),
    Draft(
        "a4",
        HOSTILE_SOURCE,
        [
            [f"Ferry {SCRIPT} & \"quotes\" 'everywhere'"],
            [
                f"The terminal, opened in 1989, {SCRIPT} serves ten towns.",
                f"{FORMULA} was printed where the number of workers should stand.",
                f"A clerk read out {RTL} to the council.",
                f"The word {LONG_WORD} was not explained.",
            ],
            [
                "The order takes effect on <i>March 10</i> --> ]]> </title></style>.",
                "Port officials would not say how many workers are affected.",
            ],
        ],
        None,
        "none",
        url="javascript:alert(document.domain)",
    ),
)


class Desk:
    """Finds passages in the drafts, so that every span is true by construction."""

    def __init__(self, drafts: tuple[Draft, ...]) -> None:
        self.articles = {draft.id: draft.article() for draft in drafts}
        self.claims: dict[str, list[Claim]] = {draft.id: self._claims(draft) for draft in drafts}

    def _claims(self, draft: Draft) -> list[Claim]:
        text, at = self.articles[draft.id].text, 0
        claims: list[Claim] = []
        for sentences in draft.paragraphs:
            for sentence in sentences:
                start = text.index(sentence, at)
                at = start + len(sentence)
                section = Section.BODY if start else Section.HEADLINE
                claim_id = f"{draft.id}c{len(claims) + 1}"
                claims.append(Claim(claim_id, draft.id, Span(start, at), sentence, section=section))
        return claims

    def says(
        self, article: str, words: str, value: str, speaker: str | None = None
    ) -> FindingValue:
        """Cite `words` where they first stand in the article's body or headline."""
        start = self.articles[article].text.index(words)
        span = Span(start, start + len(words))
        claim = next(c for c in self.claims[article] if c.span.start <= start < c.span.end)
        return FindingValue(article, claim.id, claim.span, span, words, value, speaker)


def _findings(desk: Desk) -> list[Finding]:
    says = desk.says

    def finding(
        kind: str,
        facet: str,
        question: str,
        values: tuple[FindingValue, ...],
        explanation: str,
        *,
        severity: str = "medium",
        confidence: float = 0.8,
        silent: tuple[str, ...] = (),
        reports: int = 1,
        scope: str = "across",
    ) -> Finding:
        return Finding(
            "", 0, kind, scope, facet, question, severity, confidence, explanation,
            values, silent, reports,
        )  # fmt: skip

    first_quote = "Safety comes first, and we will not run boats past a cracked pier,"
    second_quote = (
        "Safety comes first, and we will not run boats past a failing pier while I am mayor,"
    )
    return [
        finding(
            "conflict", "quantity", "How many cracks did inspectors find in the north pier?",
            (
                says("a1", "12 cracks", "12"),
                says("a2", "21 cracks", "21", "Ines Vara"),
                says("a3", "21 cracks", "21"),
            ),
            "The numbers 12 and 21 do not meet.",
            severity="high", confidence=0.93, silent=("a4",), reports=2,
        ),
        finding(
            "conflict", "quantity", "How many dock workers are affected?",
            (
                says("a1", "About 40", "about 40"),
                says("a2", "65 dock workers", "65"),
                says("a3", "65 dock workers", "65"),
                says("a4", "would not say how many", "not stated"),
            ),
            "About 40 reaches to 44 at most, and 65 lies outside it.",
            severity="high", confidence=0.86, reports=2,
        ),
        finding(
            "conflict", "quantity", "What will the repairs cost?",
            (
                says("a2", "$4.2 million", "$4.2 million", "Tobias Renn"),
                says("a3", "more than $5 million", "more than $5 million"),
            ),
            "$4.2 million lies below more than $5 million.",
            severity="high", confidence=0.78, silent=("a4",),
        ),
        finding(
            "conflict", "date", "When did the terminal open?",
            (
                says("a1", "1987", "1987"),
                says("a2", "1987", "1987"),
                says("a4", "1989", "1989"),
            ),
            "The years 1987 and 1989 do not meet.",
            severity="low", confidence=0.9, reports=2,
        ),
        finding(
            "conflict", "title", "What office does Tobias Renn hold?",
            (
                says("a1", "Harbor commissioner", "harbor commissioner"),
                says("a2", "port director", "port director"),
            ),
            "One person, two offices, and neither article calls one of them former.",
            confidence=0.55, silent=("a3",),
        ),
        finding(
            "update", "certainty", "Has the closing of the terminal been decided?",
            (
                says("a1", "is considering closing", "considered"),
                says("a2", "closed its ferry terminal", "done"),
                says("a3", "shut its ferry terminal", "done"),
            ),
            "Considered on 4 March, done on 6 March: the later article reports the next step.",
            severity="high", confidence=0.88, reports=2,
        ),
        finding(
            "quote_change", "quote", "What did Ines Vara say about safety?",
            (
                says("a1", first_quote, first_quote, "Ines Vara"),
                says("a2", second_quote, second_quote, "Ines Vara"),
            ),
            "1 word replaced and 5 added inside the quotation marks.",
            severity="high", confidence=0.97, silent=("a3", "a4"), reports=2,
        ),
        finding(
            "unstated", "quantity", "What would the repair cost?",
            (
                says("a2", "$4.2 million", "$4.2 million", "Tobias Renn"),
                says("a1", "has not said what the repair would cost", "not stated"),
            ),
            "One source gives a figure, another says that none has been given.",
            confidence=0.7, silent=("a4",),
        ),
        finding(
            "unstated", "polarity", "Has anyone been hurt?",
            (says("a2", "No one has been hurt", "no"),),
            "Only Coast Wire says so.",
            severity="low", confidence=0.5, silent=("a1", "a4"),
        ),
        finding(
            "unstated", "name", "Who heads the port?",
            (says("a2", "Tobias Renn", "Tobias Renn"),),
            "The rewrite leaves the name out.",
            severity="low", confidence=0.6, silent=("a3", "a4"),
        ),
        finding(
            "agreement", "date", "When does the order take effect?",
            (
                says("a2", "March 10", "10 March 2031"),
                says("a3", "March 10", "10 March 2031"),
                says("a4", "March 10", "10 March 2031"),
            ),
            "All three give the same day.",
            confidence=0.95, silent=("a1",), reports=2,
        ),
        finding(
            "agreement", "place", "Where are the cracks?",
            (
                says("a1", "north pier", "north pier"),
                says("a2", "north pier", "north pier"),
                says("a3", "the pier", "the pier"),
            ),
            "The same pier is named.",
            confidence=0.84, reports=2,
        ),
        finding(
            "agreement", "name", "Who is the mayor?",
            (
                says("a1", "Ines Vara", "Ines Vara"),
                says("a2", "Ines Vara", "Ines Vara"),
            ),
            "One name, spelled one way.",
            severity="low", confidence=0.97, reports=2,
        ),
        finding(
            "agreement", "quantity", "How many towns does the ferry serve?",
            (
                says("a1", "Ten towns", "10"),
                says("a2", "about a dozen towns", "about 12"),
                says("a4", f"{SCRIPT} serves ten towns", SCRIPT),
            ),
            f"About 12 takes in 10, {SCRIPT} and \"quotes\".",
            severity="low", confidence=0.62, reports=3,
        ),
        finding(
            "conflict", "quantity", "How many dock hands were hurt in January?",
            (
                says("a3", "Two dock hands", "2", "a union steward"),
                says("a3", "one dock hand hurt", "1"),
            ),
            "The article gives two numbers for one month.",
            confidence=0.74, scope="within",
        ),
        finding(
            "agreement", "place", f"What does {LONG_WORD} mean, {RTL}?",
            (
                says("a4", LONG_WORD, LONG_WORD),
                says("a4", RTL, RTL),
                says("a4", FORMULA, FORMULA, "@clerk"),
            ),
            "-1+1 is not a sum here.",
            severity="low", confidence=0.31,
        ),
    ]  # fmt: skip


def _dated(desk: Desk, article: str, words: str, first: date, last: date) -> DatedClaim:
    said = desk.says(article, words, "")
    return DatedClaim(article, said.claim, said.span, words, first, last)


def _dated_claims(desk: Desk) -> tuple[DatedClaim, ...]:
    opened = {"a1": 1987, "a2": 1987, "a3": 1987, "a4": 1989}
    years = (
        _dated(desk, article, str(year), date(year, 1, 1), date(year, 12, 31))
        for article, year in opened.items()
    )
    start = date(2031, 3, 10)
    return (
        _dated(desk, "a1", "Monday", date(2031, 3, 3), date(2031, 3, 3)),
        _dated(desk, "a1", "February", date(2031, 2, 1), date(2031, 2, 28)),
        _dated(desk, "a2", "Wednesday", date(2031, 3, 5), date(2031, 3, 5)),
        *(_dated(desk, article, "March 10", start, start) for article in ("a2", "a3", "a4")),
        *years,
    )


def fake_report() -> Report:
    """Four articles, sixteen findings of every kind, one copy, two skipped inputs."""
    desk = Desk(DRAFTS)
    claims = tuple(claim for claims in desk.claims.values() for claim in claims)
    findings = tuple(
        replace(finding, id=f"{finding.facet}-{rank:04x}", rank=rank)
        for rank, finding in enumerate(_findings(desk), start=1)
    )
    return Report(
        articles=tuple(desk.articles.values()),
        skipped=(
            Skipped("copy/broken.html", "no readable text was found: save the page as text"),
            Skipped(f"copy/{SCRIPT}.txt", f"larger than 20,000,000 bytes {SCRIPT}"),
        ),
        claim_records=claims,
        finding_records=findings,
        copies=(Copy("a3", "a2", 0.64, "rewrite"),),
        dated_claims=_dated_claims(desk),
        settings={"reading": {"max_bytes": 20_000_000}, "models": {"encoder": SCRIPT}},
        counts={"articles": 4, "claims": len(claims), "mentions": 61, "candidate_pairs": 140},
        versions={"claim-consistency": "0.1.0", "python": "3.11.2", "spacy": "3.8.7"},
        generated_at="2031-03-08T09:00:00Z",
    )
