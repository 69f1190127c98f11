"""Subjects, terms and negation read off the parse; opposites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import parse_text

from consistency.facets.antonyms import PAIRS, are_opposites
from consistency.facets.clauses import (
    clause_terms,
    clause_text,
    is_denied,
    is_infinite,
    name_for,
    negator_of,
    subject_of,
    verbs_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

uses_model = pytest.mark.usefixtures("nlp")


def verb(text: str, lemma: str) -> Token:
    """The verb with this lemma in a sentence."""
    (claim,) = parse_text(text).claims
    return next(t for t in verbs_of(claim) if t.lemma_ == lemma)


@uses_model
@pytest.mark.parametrize(
    ("text", "lemma", "subject"),
    [
        ("Ines Vara closed the pier.", "close", "ines vara"),
        ("The council closed the pier.", "close", "council"),
        ("The pier was closed by the council.", "close", "council"),
        ("The pier was closed.", "close", ""),
        ("The mayor wants to close the pier.", "close", "mayor"),
        ("The mayor came and closed the pier.", "close", "mayor"),
        ("The mayor who closed the pier resigned.", "close", "mayor"),
        ("She closed the pier.", "close", ""),
        ("Tobias Renn said he closed the pier.", "close", "tobias renn"),
        ("Close the pier!", "close", ""),
        ("Tobias Renn did not say what closed the pier.", "close", ""),
        ("Tobias Renn said it closed.", "close", ""),
        ("The agency said it closed the pier.", "close", "agency"),
        ("Tolliver is closing the pier.", "close", "tolliver"),
        ("Slowly closing the pier, the council waits.", "close", ""),
        ("Ex-treasurer gets five years for fraud", "get", "treasurer"),
    ],
)
def test_the_subject_is_who_does_it(text: str, lemma: str, subject: str) -> None:
    assert name_for(subject_of(verb(text, lemma))) == subject


@uses_model
@pytest.mark.parametrize(
    "text",
    [
        "The troops will not carry weapons.",
        "The troops won't carry weapons.",
        "The troops won’t carry weapons.",
        "The troops never carry weapons.",
        "The troops carry no weapons.",
        "No troops carry weapons.",
        "Nobody will carry weapons.",
        "None of the troops carry weapons.",
        "The troops left without carrying weapons.",
    ],
)
def test_negation_is_found_wherever_it_stands(text: str) -> None:
    assert negator_of(verb(text, "carry")) is not None


@uses_model
@pytest.mark.parametrize(
    "text",
    [
        "The troops will carry weapons.",
        "The troops carry weapons that do not fire.",
        "The troops who did not leave carry weapons.",
        "The troops carry weapons, not food.",
    ],
)
def test_negation_of_another_clause_is_not_this_ones(text: str) -> None:
    assert negator_of(verb(text, "carry")) is None


@uses_model
def test_what_someone_denies_is_denied() -> None:
    assert is_denied(verb("The mayor denied that she closed the pier.", "close"))
    assert not is_denied(verb("The mayor said that she closed the pier.", "close"))


@uses_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council plans to close the pier.", True),
        ("The council began closing the pier.", True),
        ("The council said it closed the pier.", False),
        ("The council said it will close the pier.", False),
        ("The council closed the pier.", False),
    ],
)
def test_only_verbs_that_complete_another_are_infinite(text: str, expected: bool) -> None:
    assert is_infinite(verb(text, "close")) is expected


@uses_model
def test_terms_leave_out_other_clauses() -> None:
    closed = verb("The mayor closed the pier because inspectors found cracks.", "close")

    assert clause_terms(closed) == {"mayor", "close", "pier"}


@uses_model
def test_clause_text_blanks_one_word() -> None:
    closed = verb("The mayor closed the north pier.", "close")

    assert clause_text(closed, closed, "___") == "mayor ___ north pier"
    assert clause_text(closed, closed.doc[1], "___") == "___ closed north pier"


@uses_model
def test_auxiliaries_are_no_verbs_of_their_own() -> None:
    (claim,) = parse_text("The pier has been closed and is unsafe.").claims

    assert [t.text for t in verbs_of(claim)] == ["closed", "is"]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_opposites_are_symmetric_and_of_two_words(pair: tuple[str, str]) -> None:
    left, right = pair

    assert are_opposites(left, right)
    assert are_opposites(right, left)
    assert not are_opposites(left, left)
    assert not are_opposites(right, right)


def test_unrelated_words_are_no_opposites() -> None:
    assert not are_opposites("open", "rain")
