"""The gazetteer: what a name can mean, and containment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.gazetteer import Place, contains, look_up, related, state_named

PLACES = st.builds(
    Place,
    path=st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple),
    kind=st.just("city"),
)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("Kansas City", "Missouri"),
        ("St. Louis", "Mo."),
        ("Saint Paul", "Minnesota"),
        ("Greene County", "Missouri"),
        ("Broadview", "Ill."),
        ("Washington, D.C.", "District of Columbia"),
        ("Chicago", "U.S."),
        ("Paris", "France"),
        ("Edinburgh", "Britain"),
        ("France", "Europe"),
    ],
)
def test_a_place_lies_in_what_contains_it(inner: str, outer: str) -> None:
    assert related(look_up(inner), look_up(outer))


@pytest.mark.parametrize(
    ("left", "right"), [("Missouri", "Illinois"), ("Libya", "Syria"), ("Chicago", "Missouri")]
)
def test_places_apart_are_not_related(left: str, right: str) -> None:
    assert not related(look_up(left), look_up(right))


def test_the_state_after_the_comma_picks_among_namesakes() -> None:
    assert {p.path[2] for p in look_up("Norwalk", within="Conn.")} == {"Connecticut"}


def test_an_unknown_name_has_no_readings() -> None:
    assert look_up("Port Ellery-on-the-Wold") == ()


@pytest.mark.parametrize(
    ("short", "state"),
    [
        ("S.C.", "South Carolina"),
        ("CT", "Connecticut"),
        ("Calif.", "California"),
        ("Wis", "Wisconsin"),
    ],
)
def test_states_are_known_by_newspapers_abbreviations(short: str, state: str) -> None:
    assert state_named(short) == state


def test_a_word_is_no_state() -> None:
    assert state_named("Marrow") == ""


@given(PLACES, PLACES, PLACES)
def test_containment_is_a_partial_order(a: Place, b: Place, c: Place) -> None:
    assert contains(a, a)
    if contains(a, b) and contains(b, a):
        assert a.path == b.path
    if contains(a, b) and contains(b, c):
        assert contains(a, c)


@given(st.lists(PLACES, max_size=3), st.lists(PLACES, max_size=3))
def test_being_related_is_symmetric(left: list[Place], right: list[Place]) -> None:
    assert related(left, right) == related(right, left)
