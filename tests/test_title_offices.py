"""Offices: one office in many words, and which two clash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.offices import NOUNS, Office, compare_offices, parse_office
from consistency.records import Level


def office(text: str) -> Office:
    """The office that a phrase names; the phrase must name one."""
    found = parse_office(text.split())
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Secretary of Harbors", "Harbors Secretary"),
        ("Gov.", "Governor"),
        ("Rep.", "Congresswoman"),
        ("U.S. Sen.", "United States senator"),
        ("A.G.", "Attorney General"),
        ("Speaker of the House", "House Speaker"),
        ("alderman", "council member"),
        ("spokeswoman for the Pentagon", "Pentagon spokesman"),
        ("the late Sen.", "Senator"),
    ],
)
def test_one_office_in_other_words_is_equal(left: str, right: str) -> None:
    assert compare_offices(office(left), office(right)).level is Level.EQUAL


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Secretary of Harbors", "Defense Secretary"),
        ("deputy director of the mint", "director of the mint"),
        ("Sen.", "Rep."),
        ("Governor", "Lt. Gov."),
        ("Fire Marshal", "Fire Chief"),
        ("former ACME executive", "CEO of ACME"),
        ("former WPE executive", "CEO of World Puppet Entertainment"),
        ("Senate Majority Leader", "president pro tempore of the Senate"),
        ("Secretary of State", "Secretary of Harbors"),
        ("foreign minister", "harbors minister"),
        ("General", "Colonel"),
        ("chief executive of ACME", "ACME chief financial officer"),
        ("nurse from Ashford", "teacher from Ashford"),
        ("State Rep.", "U.S. Sen."),
        ("Prime Minister", "President"),
        ("Captain", "first officer"),
        ("retired appeals court judge", "former justice of the State Supreme Court"),
        ("federal district judge", "judge of the circuit court"),
    ],
)
def test_offices_that_exclude_one_another_differ(left: str, right: str) -> None:
    assert compare_offices(office(left), office(right)).level is Level.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("lawyer", "former aide"),
        ("Boston lawyer", "lawyer for the plaintiffs"),
        ("candidate", "Attorney General"),
        ("Fire Marshal", "Police Chief"),
        ("former mayor", "CEO of ACME"),
        ("State Sen.", "Sen."),
        ("president of ACME", "CEO of ACME"),
        ("Prime Minister", "Defense Minister"),
        ("museum director", "curator"),
    ],
)
def test_two_roles_that_one_person_can_hold_are_not_compared(left: str, right: str) -> None:
    assert compare_offices(office(left), office(right)).level is Level.NULL


def test_more_detail_is_compatible() -> None:
    judgement = compare_offices(office("Gov."), office("Westmark Gov."))
    assert judgement.level is Level.COMPATIBLE


def test_leaving_an_office_is_progress_not_conflict() -> None:
    judgement = compare_offices(office("former mayor of Ashford"), office("mayor of Ashford"))
    assert judgement.level is Level.PROGRESSED


def test_a_phrase_without_a_role_is_no_office() -> None:
    assert parse_office(["stormy", "weather"]) is None


OFFICES = st.builds(
    Office,
    noun=st.sampled_from(sorted(NOUNS)),
    body=st.frozensets(st.sampled_from(["harbors", "war", "acme", "city"]), max_size=2),
    rank=st.frozensets(st.sampled_from(["deputy", "assistant"]), max_size=1),
    status=st.sampled_from(["", "former", "acting", "past"]),
)


@given(OFFICES, OFFICES)
def test_comparison_is_symmetric_and_knows_itself(left: Office, right: Office) -> None:
    one, other = compare_offices(left, right), compare_offices(right, left)
    assert (one.level, one.strength) == (other.level, other.strength)
    assert compare_offices(left, left).level is Level.EQUAL
