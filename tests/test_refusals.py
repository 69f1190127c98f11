"""Passages that say a detail was not given, and those that only sound like it."""

from __future__ import annotations

import pytest
from builders import parse_text

from consistency.records import Mention
from consistency.refusals import Declined, find_refusals

pytestmark = pytest.mark.usefixtures("nlp")


def refusals(text: str) -> list[Mention]:
    return find_refusals(parse_text(text))


@pytest.mark.parametrize(
    ("text", "facet", "words", "question"),
    [
        (
            "The governor did not say where the troops would go.",
            "place",
            "did not say where the troops would go",
            "Where would the troops go?",
        ),
        (
            "The spokesman refused to say how many workers were hurt.",
            "quantity",
            "refused to say how many workers were hurt",
            "How many workers were hurt?",
        ),
        (
            "It is unclear when the pier will reopen.",
            "date",
            "is unclear when the pier will reopen",
            "When will the pier reopen?",
        ),
        (
            "The mayor would not say who asked for the closure.",
            "name",
            "would not say who asked for the closure",
            "Who asked for the closure?",
        ),
        (
            "Officials declined to name the company.",
            "name",
            "declined to name the company",
            "What is the name of the company?",
        ),
        (
            "She would not disclose the cost of the repair.",
            "quantity",
            "would not disclose the cost of the repair",
            "What is the cost of the repair?",
        ),
        (
            "Police did not release the names of the victims.",
            "name",
            "did not release the names of the victims",
            "What are the names of the victims?",
        ),
        (
            "The number of workers is unknown.",
            "quantity",
            "The number of workers is unknown",
            "What is the number of workers?",
        ),
        (
            "Inspectors could not name a cause.",
            "name",
            "could not name a cause",
            "What is the cause?",
        ),
        (
            "The driver has not been identified.",
            "name",
            "The driver has not been identified",
            "What is the name of the driver?",
        ),
    ],
)
def test_a_withheld_detail_is_found_with_its_question(
    text: str, facet: str, words: str, question: str
) -> None:
    (refusal,) = refusals(text)

    assert (refusal.facet, refusal.text) == (facet, words)
    assert refusal.value == Declined(words, question)
    assert refusal.slot.role == "declined"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said where the troops would go.",
        "The mayor did not sign the order.",
        "The mayor did not say that the pier is safe.",
        "The mayor did not say the clerk, who is her aunt, had left.",
        "The council did not announce the plan when it met on Monday.",
        "Officials declined the offer.",
        "It is clear where the ferry stops.",
        "He did not give up.",
        "She named the company.",
        "The pier is closed.",
        "",
    ],
)
def test_nothing_is_withheld_where_something_else_is_denied(text: str) -> None:
    assert [refusal.text for refusal in refusals(text + "\nThe ferry runs.")] == []


def test_what_was_asked_is_kept_for_finding_answers() -> None:
    (how_many,) = refusals("The mayor did not say how many workers were hurt.")
    (cost,) = refusals("The mayor did not disclose the cost of the repair.")

    assert "worker" in how_many.slot.modifiers
    assert "mayor" not in how_many.slot.modifiers
    assert {"cost", "repair"} <= cost.slot.modifiers


def test_passages_are_the_articles_own_words_in_reading_order() -> None:
    text = "She did not say where.\nHe\u00a0wouldn’t say  how many towns it serves, Vara said."

    found = refusals(text)

    assert [m.text for m in found] == [text[m.span.start : m.span.end] for m in found]
    assert [m.span for m in found] == sorted(m.span for m in found)
    assert [m.facet for m in found] == ["place", "quantity"]


def test_the_page_shows_the_words_as_not_given() -> None:
    assert str(Declined("declined to say", "How many?")) == "not given: “declined to say”"
