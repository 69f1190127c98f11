"""Articles to claims: where sentences end, what spans reproduce, which day dates count from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from builders import make_article, parse_text
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from consistency.claims import fold_name, infer_reference, load_parser, parse_articles, sentences
from consistency.errors import ModelError
from consistency.facets.base import ParsedArticle
from consistency.portions import portions
from consistency.records import Section, Skipped, Span
from consistency.settings import ModelSettings, Settings


@pytest.fixture(scope="module")
def blank() -> Language:
    """A tokenizer without a model."""
    return spacy.blank("en")


def split(blank: Language, *pieces: str) -> list[str]:
    """Sentences of a text in which a parser stopped after each of these pieces."""
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    for piece in pieces:
        tokens = blank.make_doc(piece)
        words += [t.text for t in tokens]
        spaces += [bool(t.whitespace_) for t in tokens[:-1]] + [True]
        starts += [n == 0 for n in range(len(tokens))]
    return [s.text for s in sentences(Doc(blank.vocab, words, spaces, sent_starts=starts))]


@pytest.mark.parametrize(
    "pieces",
    [
        ("She thanked Gov.", "Vara on Monday."),
        ("She thanked Sen.", "The Honourable Renn."),
        ("It rose 3 percent vs.", "2 percent."),
        ("She is at No.", "10 Quay Street."),
        ("It began in Jan.", "1987."),
        ("He met J.", "Holm."),
        ("She lives in St.", "Anne."),
        ("Lund Inc.", "Chairman Renn left."),
        ("1.", "Ferry tolls rise."),
        ("(2)", "Ferry tolls fall."),
        ("It closed", "because of cracks."),
        ("It closed.", "”"),
        ("–", "It closed."),
    ],
)
def test_a_stop_inside_a_sentence_is_mended(blank: Language, pieces: Sequence[str]) -> None:
    assert split(blank, *pieces) == [" ".join(pieces)]


@pytest.mark.parametrize(
    "pieces",
    [
        ("The pier closed.", "Tolls rose."),
        ("Is it closed?", "No.", "The mayor said so."),
        ("He left Lund Inc.", "The firm grew."),
        ("It began in Jan.", "Officials were late."),
        ("She chose plan B.", "It failed."),
        ("“It closed.", "Tolls rose.”"),
        ("It opened in 1987.", "It closed in 2031."),
        ("He sells at eBay.", "eBay did not say."),
    ],
)
def test_a_stop_between_two_sentences_stays(blank: Language, pieces: Sequence[str]) -> None:
    assert split(blank, *pieces) == list(pieces)


@pytest.mark.parametrize("text", ["", "  ", "…", "***", "—\n—"])
def test_text_without_a_word_has_no_sentence(blank: Language, text: str) -> None:
    doc = blank.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0

    assert sentences(doc) == []


def test_white_space_at_either_end_is_left_out(blank: Language) -> None:
    doc = Doc(blank.vocab, ["\n", "It", "closed", ".", "\n\n"], [False, True, False, True, False])
    doc[0].is_sent_start = True
    for token in doc[1:]:
        token.is_sent_start = False

    assert [s.text for s in sentences(doc)] == ["It closed."]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("the Department of Labor’s", "department of labor"),
        ("Ines  Vara", "ines vara"),
        ("Inspectors'", "inspectors"),
        ("Theodora", "theodora"),
        ("Lund Inc.", "lund inc"),
        ("THE HARBOR", "harbor"),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@given(st.text())
def test_folding_a_name_keeps_it_free_of_outer_space_and_capitals(name: str) -> None:
    folded = fold_name(name)

    assert folded == folded.strip()
    assert folded == folded.lower()


def on(*days: date | None) -> date | None:
    articles = [make_article(f"a{n}", published=day) for n, day in enumerate(days)]
    return infer_reference(articles)


def test_the_reference_day_is_the_middle_day_of_publication() -> None:
    early, middle, late = date(2031, 3, 1), date(2031, 3, 4), date(2031, 6, 1)

    assert on(late, None, early, middle) == middle
    assert on(early, late) == early
    assert on(early) == early


def test_without_any_day_of_publication_there_is_no_reference_day() -> None:
    assert on(None, None) is None
    assert on() is None


@pytest.mark.parametrize("name", ["no_such_pipeline", "no/such/folder", "json"])
def test_a_missing_pipeline_is_named_with_its_setting(name: str) -> None:
    with pytest.raises(ModelError, match=rf"{name}.*models\.spacy"):
        load_parser(name)


def test_a_pipeline_that_cannot_parse_is_refused(blank: Language, tmp_path: Path) -> None:
    blank.to_disk(tmp_path / "blank")

    with pytest.raises(ModelError, match=r"lacks ner, parser, tagger.*models\.spacy"):
        load_parser(str(tmp_path / "blank"))


TEXT = """\
Vara closes pier

  Mayor Ines Vara closed the north pier on Monday. “It is unsafe,” she said. “We close it today.”
- Col. Tobias Renn, 61, of St. Anne found 12 cracks.
- Ferries stop at 5 p.m. Wednesday.

A toll of $4.2 million, the U.S. Coast Guard said, was lost
"""


@pytest.fixture(scope="module")
def parsed(nlp: Language) -> ParsedArticle:
    del nlp
    return parse_text(TEXT, published=date(2031, 3, 4))


def test_each_claim_reproduces_its_text(parsed: ParsedArticle) -> None:
    for claim in parsed.claims:
        span = claim.claim.span
        assert TEXT[span.start : span.end] == claim.claim.text == claim.tokens.text


def test_tokens_lie_offset_characters_further_on(parsed: ParsedArticle) -> None:
    for claim in parsed.claims:
        for token in claim.tokens:
            span = claim.span_of(token, token)
            assert TEXT[span.start : span.end] == token.text


def test_claims_follow_one_another_and_stay_on_their_line(parsed: ParsedArticle) -> None:
    claims = [c.claim for c in parsed.claims]

    assert [c.id for c in claims] == [f"c{n}" for n in range(1, len(claims) + 1)]
    assert [c.span for c in claims] == sorted(c.span for c in claims)
    assert all(left.span.end <= right.span.start for left, right in pairwise(claims))
    assert [c.text for c in claims if "\n" in c.text] == []


def test_sentences_end_where_they_end(parsed: ParsedArticle) -> None:
    assert [c.claim.text for c in parsed.claims] == [
        "Vara closes pier",
        "Mayor Ines Vara closed the north pier on Monday.",
        "“It is unsafe,” she said.",
        "“We close it today.”",
        "- Col. Tobias Renn, 61, of St. Anne found 12 cracks.",
        "- Ferries stop at 5 p.m. Wednesday.",
        "A toll of $4.2 million, the U.S. Coast Guard said, was lost",
    ]


def test_terms_are_lemmas_of_content_words(parsed: ParsedArticle) -> None:
    terms = parsed.claims[4].claim.terms

    assert {"find", "crack"} <= terms
    assert not {"of", "the", "12", "found", "cracks"} & terms


def test_names_are_those_in_the_claim(parsed: ParsedArticle) -> None:
    assert "ines vara" in parsed.claims[1].claim.names
    assert "ines vara" not in parsed.claims[4].claim.names


@pytest.mark.usefixtures("nlp")
def test_ids_run_through_all_articles_and_headlines_are_marked() -> None:
    text = "Pier closes\nThe pier closed. Tolls rose."
    articles = [
        make_article("a1", text, headlines=(Span(0, 11),)),
        make_article("a2", ""),
        make_article("a3", text, body=(Span(12, 28),)),
    ]

    found = list(parse_articles(articles, settings=Settings()))

    claims = [c.claim for parsed in found for c in parsed.claims]
    assert [c.id for c in claims] == ["c1", "c2", "c3", "c4"]
    assert [c.text for c in claims if c.section is Section.HEADLINE] == ["Pier closes"]
    assert [len(parsed.claims) for parsed in found] == [3, 0, 1]


@pytest.mark.usefixtures("nlp")
def test_an_undated_article_counts_from_the_days_of_the_others() -> None:
    dated = make_article("a1", "It closed.", published=date(2031, 3, 4))
    undated = make_article("a2", "It closed.")

    first, second = parse_articles([dated, undated], settings=Settings())

    assert (first.reference_date, first.reference_certain) == (date(2031, 3, 4), True)
    assert (second.reference_date, second.reference_certain) == (date(2031, 3, 4), False)


@pytest.mark.slow
def test_articles_that_share_a_batch_keep_their_own_claims() -> None:
    texts = ["Rain fell.\n\nThe pier closed.", "", "Ferries ran.", "The pier opened. It rained."]
    articles = [make_article(f"a{n}", text) for n, text in enumerate(texts)]

    together = list(parse_articles(articles, settings=Settings()))

    told = [[claim.claim.text for claim in one.claims] for one in together]
    assert told == [
        ["Rain fell.", "The pier closed."],
        [],
        ["Ferries ran."],
        ["The pier opened.", "It rained."],
    ]


@pytest.mark.slow
def test_no_more_is_parsed_of_an_article_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = replace(Settings(), models=ModelSettings(max_claims=4, batch_size=2))
    long, short = "\n\n".join(["Rain fell."] * 50), "Ferries ran.\n\nIt rained."
    taken: list[str] = []

    def noted(text: str, part: Span, *, settings: ModelSettings) -> Iterator[Span]:
        for span in portions(text, part, settings=settings):
            taken.append(text[span.start : span.end])
            yield span

    monkeypatch.setattr("consistency.claims.portions", noted)
    skipped: list[Skipped] = []
    parsed = parse_articles(
        [make_article("a1", long), make_article("a2", short)], settings=few, skipped=skipped
    )

    assert [claim.claim.text for one in parsed for claim in one.claims] == [
        "Ferries ran.",
        "It rained.",
    ]
    assert [skip.path for skip in skipped] == [make_article("a1", long).path]
    assert 5 <= sum("Rain" in text for text in taken) <= 10
