"""Variants of labelled pairs: reworded, cut, turned and recombined anew."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_entailment_data import pair

from consistency.entailment.asking import pairs_to_ask
from consistency.entailment.data import UNLABELLED, Pair, is_held_out
from consistency.entailment.neighbours import N_NEIGHBOURS, WordNeighbours
from consistency.entailment.vary import RATES, cut, reworded, varied_pairs

SENTENCE = "The council, which met on Monday, approved the plan because the river had risen."
SISTERS = {"council": ("board",), "monday": ("tuesday",), "plan": ("scheme",)}


def neighbours(word: str) -> tuple[str, ...]:
    return SISTERS.get(word, ())


def written(n: int, source: str) -> list[Pair]:
    return [
        pair(f"The council met in {row} towns", f"The plan of {row} met no council", source=source)
        for row in range(n)
    ]


def sides(pairs: list[Pair]) -> set[tuple[str, str]]:
    return {(each.premise, each.hypothesis) for each in pairs}


@given(st.integers(0, 10_000))
def test_rewording_exchanges_words_with_neighbours_and_nothing_else(seed: int) -> None:
    told = reworded(SENTENCE, neighbours, random.Random(seed))
    before, after = (re.split(r"(\w+)", text) for text in (SENTENCE, told))
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert changed
    assert set(changed) <= {("council", "board"), ("Monday", "Tuesday"), ("plan", "scheme")}


def test_a_sentence_of_unknown_words_is_not_reworded() -> None:
    assert reworded("Xyzzy plugh.", neighbours, random.Random(0)) == "Xyzzy plugh."


@given(st.integers(0, 10_000))
def test_a_cut_keeps_the_order_of_words_and_three_of_them(seed: int) -> None:
    left = re.findall(r"\w+", cut(SENTENCE, random.Random(seed)))
    rest = iter(re.findall(r"\w+", SENTENCE))
    assert all(word in rest for word in left)
    assert len(left) >= 3


def test_cuts_differ() -> None:
    assert len({cut(SENTENCE, random.Random(seed)) for seed in range(50)}) > 10


def test_a_sentence_too_short_to_cut_is_left_whole() -> None:
    assert {cut("He and she", random.Random(seed)) for seed in range(20)} == {"He and she"}


def test_variants_are_unlabelled_and_none_was_labelled() -> None:
    labelled = written(200, "mnli_taxi")
    made = varied_pairs(labelled, neighbours, seed=1)
    assert {(each.label, each.source) for each in made} == {(UNLABELLED, "varied_mnli_taxi")}
    assert not sides(made) & sides(labelled)
    assert len(sides(made)) == len(made)
    assert {(each.hypothesis, each.premise) for each in labelled} & sides(made)


def test_a_set_gives_as_many_variants_as_its_rates_say() -> None:
    labelled = written(400, "mrpc")
    made = varied_pairs(labelled, neighbours, seed=1)
    rates = RATES["mrpc"]
    assert 0 < len(made) <= 400 * (rates.reworded + rates.cut) + 60
    assert varied_pairs(written(400, "med"), neighbours, seed=1) == []


def test_hypotheses_of_one_premise_are_recombined() -> None:
    labelled = [
        pair("The premise", f"Xyzzy {letter}", source="mnli_lingloop") for letter in "ABCDEFGH"
    ]
    made = [
        each
        for each in varied_pairs(labelled, lambda _: (), seed=1)
        if "The premise" not in (each.premise, each.hypothesis)
    ]
    assert len(made) == RATES["mnli_lingloop"].recombined
    assert all(each.premise != each.hypothesis for each in made)


def test_variants_of_a_pair_do_not_depend_on_its_company() -> None:
    labelled = written(60, "emergent")
    alone = {side for each in labelled for side in sides(varied_pairs([each], neighbours, seed=3))}
    assert sides(varied_pairs(labelled, neighbours, seed=3)) == alone - sides(labelled)
    assert sides(varied_pairs(labelled, neighbours, seed=4)) != alone


def test_neighbours_are_words_used_alike() -> None:
    words = WordNeighbours()
    assert {"tuesday", "friday"} <= set(words.of("monday"))
    assert {"bigger", "small"} <= set(words.of("large"))
    assert len(words.of("never")) == N_NEIGHBOURS
    assert "never" not in words.of("never")
    assert words.of("qwxyzzy") == ()


@pytest.mark.parametrize("source", ["rte", "mrpc"])
def test_neither_sets_made_by_rule_nor_pairs_held_out_are_asked(source: str) -> None:
    given_pairs = [*written(300, source), *written(300, "med")]
    asked = pairs_to_ask(given_pairs)
    people = [each for each in given_pairs if each.source == source and not is_held_out(each)]
    assert [each for each in asked if each.label != UNLABELLED] == people
    kinds = Counter(each.source for each in asked if each.label == UNLABELLED)
    assert not any("med" in kind for kind in kinds)
    assert len({each.key for each in asked}) == len(asked)
