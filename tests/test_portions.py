"""What the parser is given at a time: nothing is lost, nothing is too long, cuts fall well."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.portions import portions
from consistency.records import Span
from consistency.settings import ModelSettings

SMALL = ModelSettings(longest_portion=120, longest_word=30)
TEXTS = st.lists(
    st.sampled_from(
        ["The pier closed. ", "cracks, ", "Mr. Renn ", "-" * 40, "x" * 75, "  ", "“No.” "]
    )
    | st.text(max_size=12),
    max_size=60,
).map("".join)


def cut(text: str, settings: ModelSettings = SMALL) -> list[str]:
    return [text[s.start : s.end] for s in portions(text, Span(0, len(text)), settings=settings)]


@given(TEXTS)
def test_no_portion_is_over_the_limit_and_none_overlap(text: str) -> None:
    found = list(portions(text, Span(0, len(text)), settings=SMALL))
    assert all(0 < span.end - span.start <= SMALL.longest_portion for span in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(TEXTS)
def test_every_letter_and_digit_is_in_a_portion(text: str) -> None:
    kept = "".join(cut(text))
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@given(TEXTS)
def test_no_portion_holds_more_of_an_overlong_word_than_the_limit(text: str) -> None:
    assert all(len(word) <= SMALL.longest_word for part in cut(text) for word in part.split())


def test_a_paragraph_within_the_limits_is_one_portion() -> None:
    text = "The pier closed. " * 7
    assert cut(text) == [text]


def test_a_long_paragraph_is_cut_where_a_sentence_ends() -> None:
    text = "Inspectors found twelve cracks in the pier, and Mr. Renn closed it. " * 5
    assert {part.strip()[-3:] for part in cut(text)} == {"it."}


def test_without_a_full_stop_a_clause_will_do() -> None:
    assert all(part.rstrip().endswith(",") for part in cut("the pier cracked badly, " * 20)[:-1])


def test_without_a_clause_a_blank_will_do() -> None:
    assert {word for part in cut("pier cracks " * 30) for word in part.split()} == {
        "pier",
        "cracks",
    }


@pytest.mark.parametrize("text", ["", "   ", "," * 500, "“" * 500, ". " * 500, "—" * 31])
def test_what_holds_no_letter_is_left_out(text: str) -> None:
    assert cut(text) == []


def test_a_picture_in_base64_is_kept_apart_from_the_sentence_around_it() -> None:
    assert cut(f"The pier {'iVBOR' * 6}x closed.")[0] == "The pier "
    assert cut(f"The pier {'iVBOR' * 6}x closed.")[-1] == " closed."


def test_an_ordinary_paragraph_is_never_cut() -> None:
    paragraph = "Inspectors found twelve cracks in the north pier on Monday morning. " * 12
    assert cut(paragraph, ModelSettings()) == [paragraph]


@given(TEXTS, st.integers(20, 60))
def test_the_least_settings_that_are_allowed_lose_nothing(paragraph: str, word: int) -> None:
    found = cut(paragraph, ModelSettings(longest_portion=100, longest_word=word))
    kept = "".join(found)
    assert [c for c in kept if c.isalnum()] == [c for c in paragraph if c.isalnum()]
    assert max(map(len, found), default=0) <= 100
