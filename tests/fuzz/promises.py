"""What holds of any input, as functions that fail where it does not hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from builders import WordEncoder, make_article
from lxml import html as lxml_html
from test_page import read as read_page

from consistency import check_articles
from consistency.articles.assembly import assemble
from consistency.articles.contents import Task, steps_of
from consistency.articles.drafts import Draft, Unreadable
from consistency.articles.inputs import STANDARD_INPUT
from consistency.claims import parse_articles
from consistency.facets import load_facets
from consistency.facets.base import Facet
from consistency.records import Article, Finding, Mention, Report, Skipped
from consistency.refusals import find_refusals
from consistency.report import claimreview, digests, findings_file, page, spreadsheets
from consistency.report.writing import encodable
from consistency.settings import EntailmentSettings, Settings

FRAGMENTS = (
    "The mayor closed the pier on Monday",
    " after 12 cracks were found",
    " and nearly $4.2 million",
    " 12 percent of 30",
    " at least twenty-one people",
    " No one was hurt",
    "Mayor Ines Vara said",
    " said Tobias Renn, the harbor chief",
    "“We will not close it,”",
    " ‘never’ ",
    '"It is safe',
    " on March 3, 2031",
    " last week",
    " between 9 and 10 a.m.",
    " in Port Ellery, N.Y.",
    " has not been arrested",
    " is considering",
    " denied that",
    " declined to comment",
    " former Gov. J. Holm Jr.",
    "<script>alert(1)</script>",
    "<pwned-tag onclick=x>",
    "{{ 7*7 }}",
    "=1+1",
    "\u202e",
    "é́",
    "–",
    "…",
    "٣",
    "½",
    "9" * 40,
    "\n",
    "\n\n",
    ". ",
    ", ",
    " ",
    "(",
    "”",
    "’s",
)
"""What facets look for, and what pages and tables must not obey, to be put together at random."""
SETTINGS = Settings(entailment=EntailmentSettings(use=False))
PAIRS = 40
"""Pairs of mentions compared both ways, for each facet."""


def holds_of_bytes(data: bytes, extension: str) -> None:
    """Reading ends in articles with their spans inside, or in `Skipped` with a reason."""
    path = f"a{extension}" if extension else STANDARD_INPUT
    for step in steps_of(Task(path, data, {}, SETTINGS.reading)):
        if isinstance(step, Article):
            holds_of_article(step)
        elif isinstance(step, Skipped):
            assert len(step.reason) > 20


def holds_of_article(article: Article) -> None:
    """The text is clean, the body lies inside it, the source has a name."""
    assert article.source
    assert article.body
    assert all(0 <= s.start < s.end <= len(article.text) for s in article.body)
    assert not any("\ud800" <= char <= "\udfff" or char == "\0" for char in article.text)


@cache
def facets() -> dict[str, Facet]:
    """Every facet, loaded once."""
    return dict(load_facets(SETTINGS))


def holds_of_text(text: str) -> None:
    """Claims and mentions reproduce their passages; comparing is symmetric and never fails."""
    article = article_of(text)
    if article is None:
        return
    for parsed in parse_articles([article], settings=SETTINGS):
        for claim in parsed.claims:
            span = claim.claim.span
            assert article.text[span.start : span.end] == claim.claim.text != ""
        for mention in find_refusals(parsed):
            holds_of_mention(mention, article)
        for facet in facets().values():
            mentions = facet.link(facet.find(parsed))
            for mention in mentions:
                holds_of_mention(mention, article)
            for left, right in list(combinations(mentions, 2))[:PAIRS]:
                holds_of_pair(facet, left, right)


def article_of(text: str, number: int = 1) -> Article | None:
    """The article a text makes, None where it makes none."""
    try:
        draft = Draft(text, published=f"2031-03-0{number}")
        made = assemble(draft, path=f"{number}.txt", settings=SETTINGS.reading)
    except Unreadable:
        return None
    return replace(made, id=f"a{number}")


def holds_of_mention(mention: Mention, article: Article) -> None:
    """The span reproduces the words."""
    assert 0 <= mention.span.start < mention.span.end <= len(article.text)
    assert article.text[mention.span.start : mention.span.end] == mention.text


def holds_of_pair(facet: Facet, left: Mention, right: Mention) -> None:
    """Two mentions compare alike both ways, and there is a question that both answer."""
    one, other = facet.compare(left, right), facet.compare(right, left)
    assert (one.level, one.strength) == (other.level, other.strength)
    assert facet.question([left, right]).endswith("?")


def holds_of_event(texts: Sequence[str]) -> None:
    """A report of the texts is the same in any order, and every output of it is sound."""
    made = [article_of(text, number) for number, text in enumerate(texts, start=1)]
    articles = [article for article in made if article is not None]
    if not articles:
        return
    report = check_articles(articles, settings=SETTINGS, encoder=WordEncoder())
    other = check_articles(articles[::-1], settings=SETTINGS, encoder=WordEncoder())
    assert sorted(map(told, report.finding_records)) == sorted(map(told, other.finding_records))
    holds_of_report(report)


def told(finding: Finding) -> tuple[str, ...]:
    """What must not depend on the order of the inputs: the finding and its values."""
    values = sorted(f"{v.article} {v.span} {v.text} {v.value}" for v in finding.values)
    return (finding.id, finding.kind, finding.facet, *values)


def holds_of_report(report: Report) -> None:
    """Passages are reproduced; the page parses and holds no element that an article brought."""
    texts = {article.id: article.text for article in report.articles}
    for value in (value for finding in report.finding_records for value in finding.values):
        assert texts[value.article][value.span.start : value.span.end] == value.text != ""
        assert value.claim_span.start <= value.span.start < value.span.end <= value.claim_span.end
    holds_of_page(encodable(page.render(report)))
    json.loads(findings_file.dumps(report))
    json.dumps(claimreview.as_dict(report))
    assert digests.plain(report)
    assert digests.markdown(report)
    for table in (spreadsheets.csv_bytes(t) for t in spreadsheets.tables_of(report).values()):
        assert table.decode("utf-8-sig")


def holds_of_page(text: str) -> None:
    """The page is whole and runs one script: its own."""
    reader = read_page(text)
    assert reader.unbalanced == []
    assert reader.open == []
    assert len(reader.named("script")) == 1
    assert not reader.named("pwned-tag")
    assert not [name for e in reader.elements for name in e.attributes if name.startswith("on")]
    parsed = lxml_html.document_fromstring(text)
    assert len(parsed.findall(".//script")) == 1
    assert parsed.find(".//pwned-tag") is None


def holds_of_names(words: str) -> None:
    """No title, source, author, address or path breaks out of the page."""
    article = make_article(
        "a1", FRAGMENTS[0], title=words or None, source=words or "a", author=words, path=words,
        url=words or None,
    )  # fmt: skip
    holds_of_report(check_articles([article], settings=SETTINGS, encoder=WordEncoder()))
