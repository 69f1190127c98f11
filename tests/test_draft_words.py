"""Sentences word by word: which one a claim repeats, and what it changes in it."""

from __future__ import annotations

from builders import make_claim
from hypothesis import given
from hypothesis import strategies as st

from consistency.draft.hedges import hedges_among
from consistency.draft.words import find_twin, in_order

STORY = "About 40 people left the mill before the roof fell, the fire marshal said."
words = st.lists(st.sampled_from("mill roof fire Dunmere 40 nearly fell said".split()), min_size=4)


def test_a_sentence_is_its_own_twin_without_exchanges() -> None:
    twin = find_twin(make_claim(STORY), [make_claim(STORY, "c2", "a2", 70)], least=0.7)

    assert twin is not None
    assert (twin.likeness, twin.exchanges) == (1.0, ())


def test_an_exchange_has_its_words_and_places_on_both_sides() -> None:
    claim, other = make_claim(STORY.replace("40", "90"), start=5), make_claim(STORY, "c2", "a2", 9)

    twin = find_twin(claim, [other], least=0.7)

    assert twin is not None
    [exchange] = twin.exchanges
    assert (exchange.own_words, exchange.their_words) == (("90",), ("40",))
    assert exchange.own is not None
    assert exchange.theirs is not None
    assert claim.text[exchange.own.start - 5 : exchange.own.end - 5] == "90"
    assert other.text[exchange.theirs.start - 9 : exchange.theirs.end - 9] == "40"


def test_words_left_out_have_no_place_in_the_claim() -> None:
    twin = find_twin(make_claim(STORY.replace("About ", "")), [make_claim(STORY)], least=0.7)

    assert twin is not None
    assert [(e.own, e.their_words) for e in twin.exchanges] == [(None, ("about",))]


def test_a_part_of_a_longer_sentence_is_repeated() -> None:
    longer = make_claim(f"{STORY[:-1]}, and nobody was hurt in the yard below.", "c2", "a2")

    twin = find_twin(make_claim(STORY), [longer], least=0.9)

    assert twin is not None
    assert twin.exchanges == ()


def test_the_likeness_must_reach_its_threshold() -> None:
    claim, other = make_claim("one two three four"), make_claim("one two three five", "c2", "a2")

    assert find_twin(claim, [other], least=0.76) is None
    assert find_twin(claim, [other], least=0.75) is not None


def test_sentences_without_a_word_are_no_twins() -> None:
    assert find_twin(make_claim("…"), [make_claim("—", "c2", "a2")], least=0.0) is None


@given(words)
def test_whatever_the_words_a_copy_has_no_exchange(said: list[str]) -> None:
    text = " ".join(said)

    twin = find_twin(make_claim(text), [make_claim(f"Then {text}", "c2", "a2")], least=0.5)

    assert twin is not None
    assert all(e.own is None for e in twin.exchanges)


def test_words_stand_in_order_or_not() -> None:
    assert in_order(("b", "c"), ("a", "b", "c"))
    assert not in_order(("a", "c"), ("a", "b", "c"))
    assert in_order((), ("a",))


def test_hedges_are_found_by_their_words() -> None:
    assert hedges_among("at least forty may have left".split()) == ["may", "at least"]
    assert hedges_among("forty left".split()) == []
