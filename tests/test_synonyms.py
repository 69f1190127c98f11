"""Words for one act or one thing."""

from __future__ import annotations

from itertools import combinations

from consistency.facets import synonyms
from consistency.facets.antonyms import are_opposites
from consistency.facets.ladder import RUNG_OF
from consistency.facets.synonyms import same_word

GROUPS = [group.split() for group in (*synonyms.ACTS, *synonyms.THINGS)]


def test_words_of_one_group_are_the_same_and_others_are_not() -> None:
    assert same_word("factory") == same_word("plant")
    assert same_word("shutter") == same_word("shut") != same_word("open")
    assert same_word("harbor") == "harbor"


def test_no_word_stands_in_two_groups() -> None:
    words = [word for group in GROUPS for word in group]
    assert len(words) == len(set(words))


def test_no_group_holds_opposites() -> None:
    for group in GROUPS:
        assert not [pair for pair in combinations(group, 2) if are_opposites(*pair)]


def test_words_that_say_how_far_a_matter_has_got_are_left_apart() -> None:
    for group in GROUPS:
        assert len({RUNG_OF[word] for word in group if word in RUNG_OF}) <= 1, group
