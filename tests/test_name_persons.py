"""Personal names: parts, whose they can be, and slips of spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from consistency.facets.persons import (
    PersonName,
    agree,
    fold,
    group_people,
    near_spelling,
    parse_person,
)

WORDS = st.text("abcdefgh", min_size=1, max_size=8).map(str.title)
PEOPLE = st.builds(
    PersonName,
    given=st.one_of(st.just(""), WORDS),
    family=WORDS,
    suffix=st.sampled_from(["", "jr"]),
)


def person(text: str) -> PersonName:
    """A name from its words."""
    return parse_person(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Bellweather", PersonName("Ada", "Bellweather")),
        ("Ada Q. Bellweather Jr.", PersonName("Ada", "Bellweather", "Q.", "jr")),
        ("Tobias “Tug” Marrow", PersonName("Tobias", "Marrow", nickname="Tug")),
        ("Inés de la Vega", PersonName("Inés", "de la Vega")),
        ("Marrow", PersonName(family="Marrow")),
    ],
)
def test_a_name_falls_into_its_parts(text: str, expected: PersonName) -> None:
    assert person(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Marrow", "Tobias Marrow"),
        ("Tim Marrow", "Timothy Marrow"),
        ("Sandi Marrow", "Sandra Marrow"),
        ("Steven Marrow", "Stephen Marrow"),
        ("Glen Marrow", "Glenn Marrow"),
        ("T. Marrow", "Tobias Marrow"),
        ("Tobias Q. Marrow", "Tobias Marrow"),
        ("Luz Henríquez", "Luz Henriquez"),
        ("Ada Bell-Marrow", "Ada Marrow"),
    ],
)
def test_forms_of_one_name_agree(left: str, right: str) -> None:
    assert agree(person(left), person(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Loretta Marrow", "Linda Marrow"),
        ("Tobias Marrow Jr.", "Tobias Marrow Sr."),
        ("Jim Marrow", "Tim Marrow"),
        ("Tobias Marrow", "Tobias Barrow"),
    ],
)
def test_relatives_and_strangers_do_not_agree(left: str, right: str) -> None:
    assert not agree(person(left), person(right))


@given(PEOPLE, PEOPLE)
def test_agreement_is_symmetric(left: PersonName, right: PersonName) -> None:
    assert agree(left, right) == agree(right, left)


@pytest.mark.parametrize(
    ("left", "right"), [("Marrow", "Marow"), ("Hollins", "Holins"), ("Garrity", "Garritty")]
)
def test_one_edit_is_a_slip(left: str, right: str) -> None:
    assert near_spelling(left, right, least_similarity=0.86)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Marrow", "Marrow"),  # no slip of itself
        ("Tim", "Jim"),  # too short
        ("Ross", "Boss"),  # another first letter
        ("Roberts", "Roberta"),  # three letters on from one beginning, but another word
        ("Marrow", "Marrows"),  # a plural
        ("Hollins", "Hendrix"),
    ],
)
def test_other_words_are_no_slip(left: str, right: str) -> None:
    assert not near_spelling(left, right, least_similarity=0.96)


def test_two_edits_need_six_letters() -> None:
    assert near_spelling("Marrow", "Marrel", least_similarity=0.8)
    assert not near_spelling("Maro", "Mari" + "x", least_similarity=0.0)


@given(WORDS, WORDS)
def test_slips_are_symmetric_and_irreflexive(left: str, right: str) -> None:
    one = near_spelling(left, right, least_similarity=0.8)
    assert one == near_spelling(right, left, least_similarity=0.8)
    assert not near_spelling(left, left, least_similarity=0.0)


def test_a_lone_family_name_joins_the_one_who_bears_it() -> None:
    full, short = person("Tobias Marrow"), person("Marrow")
    assert group_people([short, full])[short] == full


def test_the_threshold_of_a_slip_is_inclusive() -> None:
    similarity = JaroWinkler.similarity("marrow", "marow")
    assert near_spelling("Marrow", "Marow", least_similarity=similarity)
    assert not near_spelling("Marrow", "Marow", least_similarity=similarity + 0.001)


def test_a_family_of_two_keeps_two_people_apart() -> None:
    names = [person("Loretta Marrow"), person("Linda Marrow")]
    assert group_people(names) == {n: n for n in names}


@given(st.lists(PEOPLE, max_size=8))
def test_grouping_covers_every_name_and_settles(names: list[PersonName]) -> None:
    groups = group_people(names)
    assert set(groups) == set(names)
    assert all(fold(groups[n].family) == fold(n.family) or groups[n] == n for n in names)
