"""What every facet promises the stages that use it, whichever facets there are."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations

import pytest
from builders import PlainFacet, parse_text

from consistency.facets import load_facets
from consistency.facets.base import Facet
from consistency.records import Level, Mention
from consistency.settings import Settings

FACETS = load_facets(Settings())
DAY = date(2031, 3, 7)
HERALD = (
    "Mayor Ines Vara closes pier after 12 cracks are found\n\n"
    "Mayor Ines Vara ordered the north pier in Port Ellery closed on Monday, March 3, after "
    "inspectors found 12 cracks. “We will not wait for the first accident,” Vara said.\n"
    "The repair, with cranes and barges, will cost $4.2 million and take nearly six weeks, "
    "Harbor Commissioner Tobias Renn said. Nobody was hurt. About 40 dock workers are affected.\n"
    "A contractor, Ida Holt, was charged with fraud.\n"
)
COURIER = (
    "Pier shut; 21 cracks counted\n\n"
    "Mayor Inés Vara is considering closing the north pier in Port Ellery, where 21 cracks were "
    "counted on Tuesday. “We will never wait for an accident,” she said.\n"
    "Port director Tobias Renn put the cost at more than $5 million. The work takes two months "
    "and needs cranes and divers, engineers said. Two dock workers were hurt. "
    "The mayor did not say how many are affected. Ida Holt was charged with theft.\n"
)


def test_all_facets_are_there_in_order() -> None:
    assert list(FACETS) == [
        "attribution",
        "certainty",
        "charge",
        "date",
        "name",
        "place",
        "polarity",
        "quantity",
        "quote",
        "scope",
        "title",
    ]


def test_a_facet_made_elsewhere_is_not_loaded() -> None:
    assert PlainFacet.name not in FACETS


@pytest.fixture(params=sorted(FACETS))
def facet(request: pytest.FixtureRequest, nlp: object) -> Facet:
    """Each facet in turn."""
    del nlp
    return FACETS[request.param]


@cache
def found(facet: Facet) -> list[Mention]:
    """A facet's mentions in both articles, linked."""
    articles = (
        parse_text(text, id=f"a{n}", published=DAY) for n, text in enumerate((HERALD, COURIER), 1)
    )
    return facet.link([mention for article in articles for mention in facet.find(article)])


def pairs(facet: Facet) -> list[tuple[Mention, Mention]]:
    return list(combinations(found(facet), 2))


def test_each_mention_reproduces_the_articles_own_words(facet: Facet) -> None:
    for m in found(facet):
        text = HERALD if m.article == "a1" else COURIER
        assert text[m.span.start : m.span.end] == m.text != ""
        assert m.facet == facet.name


def test_each_article_has_mentions_in_reading_order(facet: Facet) -> None:
    for article in ("a1", "a2"):
        spans = [m.span.start for m in found(facet) if m.article == article]
        assert spans
        assert spans == sorted(spans)


def test_each_mention_can_be_kept_in_a_set_and_shown(facet: Facet) -> None:
    assert len({*found(facet)}) == len(found(facet))
    assert all(str(m.value).strip() for m in found(facet))


def test_linking_keeps_number_and_order(facet: Facet) -> None:
    linked = facet.link(found(facet))

    assert [(m.article, m.span) for m in linked] == [(m.article, m.span) for m in found(facet)]
    assert facet.link([]) == []


def test_comparing_is_symmetric(facet: Facet) -> None:
    for left, right in pairs(facet):
        there, back = facet.compare(left, right), facet.compare(right, left)
        assert (there.level, there.strength, there.alignment) == (
            back.level,
            back.strength,
            back.alignment,
        ), (left.text, right.text)


def test_a_mention_never_differs_from_itself(facet: Facet) -> None:
    for mention in found(facet):
        assert facet.compare(mention, mention).level in {
            Level.NULL,
            Level.EQUAL,
            Level.COMPATIBLE,
        }


def test_judgements_are_explained_and_in_range(facet: Facet) -> None:
    for left, right in pairs(facet):
        judgement = facet.compare(left, right)
        assert judgement.reason
        assert 0.0 <= judgement.strength <= 1.0
        assert judgement.alignment is None or 0.0 <= judgement.alignment <= 1.0


def test_questions_end_in_a_question_mark(facet: Facet) -> None:
    for left, right in pairs(facet):
        assert facet.question([left, right]).rstrip().endswith("?")


def test_nothing_stated_gives_no_mentions(facet: Facet) -> None:
    assert facet.find(parse_text("")) == []
