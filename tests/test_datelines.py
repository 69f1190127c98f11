"""Datelines: what stands before a story's first sentence, and what only looks like it."""

from __future__ import annotations

import pytest

from consistency.datelines import past_dateline
from consistency.records import Span


def rest_of(text: str) -> str:
    span = past_dateline(text, Span(0, len(text)))
    assert span.end == len(text)
    return text[span.start :]


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON — ",
        "BOSTON -- ",
        "NEW YORK – ",
        "ST. LOUIS - ",
        "DAYTON, Ohio — ",
        "TARN CITY, N.Y. (AP) — ",
        "ATLANTA (Reuters) - ",
        "TELLER BLUFF, Idaho -- ",
        "PORT ADA, Oct. 3 /Newswire/ --",
        "WINSTON-SALEM, N.C. — ",
        "COEUR D’ALENE, Idaho — ",
        "PARIS, June 3 (Wire) — ",
    ],
)
@pytest.mark.parametrize("opening", ["The court was divided.", "“No,” she said.", "12 were hurt."])
def test_a_dateline_is_no_part_of_the_sentence(dateline: str, opening: str) -> None:
    assert rest_of(dateline.rstrip() + " " + opening) == opening


@pytest.mark.parametrize(
    "text",
    [
        "NASA — The agency said so.",  # no place
        "BREAKING — The court was divided.",
        "Boston — The court was divided.",  # no capitals
        "DAYTON, Ohio, was divided.",
        "BOSTON — which was divided — met.",  # the sentence goes on
        "The court — Ohio — was divided.",
        "",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert rest_of(text) == text


def test_only_the_paragraph_is_looked_at() -> None:
    text = "BOSTON — A.\n\nBOSTON — The court."
    assert past_dateline(text, Span(13, len(text))) == Span(22, len(text))
    assert past_dateline(text, Span(0, 5)) == Span(0, 5)
