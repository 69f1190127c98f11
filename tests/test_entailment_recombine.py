"""Pairs made anew from the sentences of labelled ones."""

from __future__ import annotations

import random

from test_entailment_data import pair

from consistency.entailment.data import UNLABELLED, Pair
from consistency.entailment.recombine import MOST_PER_TEXT, recombined_pairs

HEADLINES = [pair(f"Headline {letter}", "The claim", source="emergent") for letter in "ABCD"]


def sides(pairs: list[Pair]) -> set[tuple[str, str]]:
    return {(each.premise, each.hypothesis) for each in pairs}


def many(n: int, source: str) -> list[Pair]:
    return [pair(f"Premise {row}", f"Hypothesis {row}", source=source) for row in range(n)]


def test_headlines_on_one_claim_are_paired_both_ways() -> None:
    made = [each for each in recombined_pairs(HEADLINES, seed=1) if "claim" not in each.premise]
    assert sides(made) == {
        (f"Headline {one}", f"Headline {other}")
        for one in "ABCD"
        for other in "ABCD"
        if one != other
    }
    assert {(each.label, each.source) for each in made} == {(UNLABELLED, "recombined_emergent")}


def test_a_premise_gives_so_many_pairs_at_most() -> None:
    written = [pair("The premise", f"Hypothesis {row}", source="mnli_some") for row in range(30)]
    made = [each for each in recombined_pairs(written, seed=1) if each.hypothesis != "The premise"]
    assert len(made) == MOST_PER_TEXT["mnli"]
    assert all(each.premise != each.hypothesis for each in made)


def test_texts_of_two_sets_are_not_mixed() -> None:
    two = [pair("P", "One", source="mnli_a"), pair("P", "Other", source="mnli_b")]
    assert not {("One", "Other"), ("Other", "One")} & sides(recombined_pairs(two, seed=1))


def test_some_pairs_are_turned_round() -> None:
    written = many(400, "rte")
    made = recombined_pairs(written, seed=1)
    assert 0 < len(made) < 100
    assert sides(made) <= {(each.hypothesis, each.premise) for each in written}


def test_what_is_labelled_is_not_made_anew() -> None:
    written = [*many(200, "rte"), *(pair(e.hypothesis, e.premise) for e in many(200, "rte"))]
    assert recombined_pairs(written, seed=1) == []


def test_the_same_seed_makes_the_same() -> None:
    written = many(200, "rte") + HEADLINES
    assert recombined_pairs(written, seed=1) == recombined_pairs(written, seed=1)
    shuffled = random.Random(0).sample(written, len(written))
    assert sides(recombined_pairs(written, seed=1)) != sides(recombined_pairs(shuffled, seed=2))
