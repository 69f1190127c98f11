"""Which words of two quotations match, and what counts as a change of words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.alignment import (
    FUNCTION_WORDS,
    Change,
    align,
    edge_changes,
    fold_words,
    is_formal,
    stem,
)

WORDS = ["the", "dam", "holds", "river", "we", "repair", "and", "winter", "gates", "is", "…"]
sequences = st.lists(st.sampled_from(WORDS), max_size=12).map(tuple)


def test_the_function_words_are_those_that_their_card_names() -> None:
    from spacy.lang.en.stop_words import STOP_WORDS

    assert {word.replace("’", "'") for word in STOP_WORDS} <= FUNCTION_WORDS


def changes(left: str, right: str) -> list[tuple[str, str]]:
    alignment = align(fold_words(left), fold_words(right))
    found = (*alignment.changes, *edge_changes(alignment))
    return [(" ".join(c.left), " ".join(c.right)) for c in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We CAN’T wait,", ("we", "can't", "wait")),
        ("a storm-response plan", ("a", "storm", "response", "plan")),
        ("We … wait", ("we", "…", "wait")),
        ("We . . . wait", ("we", "…", "wait")),
        ("We [...] wait", ("we", "…", "wait")),
        ("[the board] waits", ("[the", "[board", "waits")),
        ("$3.5 million, 40%", ("$3.5", "million", "40%")),
        ("— —", ()),
        ("", ()),
    ],
)
def test_folding_keeps_words_and_marks_what_was_left_out(text: str, words: tuple[str]) -> None:
    assert fold_words(text) == words


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("The dam holds firm", "The dam holds very firm", [("", "very")]),
        ("that’s a heap of gravel", "that’s just a heap of gravel", [("", "just")]),
        ("keep valley families safe", "keep valley families secure", [("safe", "secure")]),
        ("a seat by the fire", "a seat by a fire", [("the", "a")]),
        ("we should drain the lake", "we shouldn’t drain the lake", [("should", "shouldn't")]),
        ("The old Tarn dam is sound", "The dam is sound", [("old tarn", "")]),
    ],
)
def test_one_altered_place_is_named(left: str, right: str, expected: list[tuple[str, str]]) -> None:
    assert changes(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("gates, piers, and walls", "gates, piers and walls"),
        ("We do not wait", "We don’t wait"),
        ("We will mend the dam", "We [the board] will mend the dam"),
        ("We will mend the dam", "We … mend the dam"),
        ("the two gates of the dam", "the 2 gates of the dam"),
        ("We, we mend the dam", "We mend the dam"),
        ("organise the harbour crews", "organize the harbor crews"),
        ("every day the dam leaks", "everyday the dam leaks"),
        ("they support the dam", "they supported the dam"),
        ("and so we will mend the dam", "we will mend the dam"),
        ("we will mend the dam", "we will mend the dam before winter comes"),
    ],
)
def test_form_and_truncation_are_no_change_of_words(left: str, right: str) -> None:
    assert changes(left, right) == []


def test_words_exchanged_at_the_start_are_a_change() -> None:
    left = "As the chair of the board knows, dams leak"
    right = "I think the chair of the board knows dams leak"
    assert changes(left, right) == [("as", "i think")]


def test_an_ellipsis_at_the_end_excuses_what_follows() -> None:
    assert changes("mend the dam before winter …", "mend the dam before winter ends") == []


def test_a_rewritten_statement_still_aligns() -> None:
    long = (
        "Sending the brave men and women of our Guard as clerks and filers to customs sheds"
        " cheapens their training and leads them away from the storm work our towns count on"
    )
    short = "Sending our Guard as filers cheapens their training and turns them from the storm work"
    alignment = align(fold_words(short), fold_words(long))
    assert len(alignment.matched) >= 12
    assert any("turns" in c.left for c in alignment.changes)


def test_unrelated_quotations_do_not_align() -> None:
    assert len(align(fold_words("mend the dam"), fold_words("sell our boats")).matched) == 0


@pytest.mark.parametrize(
    ("change", "formal"),
    [
        (Change(("can't",), ("can", "not")), True),
        (Change((), ("[local",)), True),
        (Change(("…",), ("very", "long", "story")), True),
        (Change((), ("um",)), True),
        (Change((), ("not",)), False),
        (Change(("will",), ("may",)), False),
    ],
)
def test_a_formal_change_leaves_the_words_as_they_are(change: Change, formal: bool) -> None:
    assert is_formal(change) is formal


@pytest.mark.parametrize("words", [("repair", "repairs", "repaired", "repairing")])
def test_grammatical_forms_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(w) for w in words}) == 1


@given(sequences, sequences)
def test_matches_ascend_on_both_sides(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    matched = align(left, right).matched
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(matched))
    assert all(stem(left[i]) == stem(right[j]) for i, j in matched)


@given(sequences, sequences)
def test_every_word_is_matched_changed_or_left_over(
    left: tuple[str, ...], right: tuple[str, ...]
) -> None:
    alignment = align(left, right)
    if alignment.matched and not alignment.n_formal:
        parts = (alignment.before, *alignment.changes, alignment.after)
        assert sum(len(c.left) for c in parts) + len(alignment.matched) == len(left)


@given(sequences.filter(lambda words: any(w != "…" for w in words)))
def test_a_quotation_has_no_change_against_itself(words: tuple[str, ...]) -> None:
    alignment = align(words, words)
    assert alignment.changes == ()
    assert edge_changes(alignment) == ()
