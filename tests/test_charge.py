"""The charge facet: what people are charged with, plead to and are convicted of."""

from __future__ import annotations

from itertools import combinations

import pytest
from builders import parse_text
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.charge import CHARGE, PLEA, VERDICT, ChargeFacet, compare_charges
from consistency.facets.charge import ChargeValue as Value
from consistency.facets.offences import Offence
from consistency.records import Judgement, Level, Mention
from consistency.settings import Settings
from consistency.worth import worth_of

FACET = ChargeFacet(Settings())
slow = pytest.mark.slow


def run(*texts: str) -> list[Mention]:
    """The mentions of a run of articles."""
    return [
        m for n, text in enumerate(texts, start=1) for m in FACET.find(parse_text(text, id=f"a{n}"))
    ]


def compared(one: str, other: str) -> list[Judgement]:
    """How the charges of two articles compare, those that can answer one question."""
    judged = [
        FACET.compare(a, b)
        for a, b in combinations(run(one, other), 2)
        if a.article != b.article and a.keys & b.keys
    ]
    return [j for j in judged if j.level is not Level.NULL]


@slow
@pytest.mark.parametrize(
    ("sentence", "role", "words"),
    [
        ("Joe Osei was charged with attempted murder.", CHARGE, "attempted murder"),
        ("Prosecutors charged Joe Osei with two counts of wire fraud.", CHARGE, "wire fraud"),
        ("A man was arrested on suspicion of drunken driving.", CHARGE, "drunken driving"),
        ("He was indicted on federal corruption charges.", CHARGE, "federal corruption"),
        ("She faces charges of assault and burglary.", CHARGE, "assault and burglary"),
        ("Joe Osei pleaded guilty to theft.", PLEA, "theft"),
        ("Joe Osei pleaded not guilty to charges of robbery.", PLEA, "not guilty of robbery"),
        ("She pleaded no contest to a charge of disorderly conduct.", PLEA, "disorderly conduct"),
        ("The jury found Joe Osei not guilty of arson.", VERDICT, "not guilty of arson"),
        ("Joe Osei was convicted of perjury.", VERDICT, "perjury"),
        ("Joe Osei was acquitted of perjury.", VERDICT, "not guilty of perjury"),
    ],
)
def test_offences_are_found(sentence: str, role: str, words: str) -> None:
    (mention,) = run(sentence)
    assert (mention.slot.role, str(mention.value)) == (role, words)


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "The store charged customers $5 for bags.",
        "The mayor was charged with leading the city through the crisis.",
        "Officers found the knife in his bedroom.",
        "He pleaded with the council for more time.",
        "Joe Osei was acquitted on two counts of theft.",
    ],
)
def test_what_names_no_offence_or_not_all_of_it_is_passed_over(sentence: str) -> None:
    assert run(sentence) == []


@slow
@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Joe Osei was charged with theft.", "Joe Osei was charged with arson.", Level.DIFFERENT),
        ("Joe Osei was charged with theft.", "Joe Osei was charged with stealing.", Level.EQUAL),
        (
            "Joe Osei was charged with fraud and theft.",
            "Joe Osei was charged with wire fraud.",
            Level.COMPATIBLE,
        ),
        (
            "Joe Osei was convicted of first-degree murder.",
            "Joe Osei was found guilty of second-degree murder.",
            Level.DIFFERENT,
        ),
        (
            "Joe Osei pleaded guilty to theft.",
            "Joe Osei pleaded not guilty to theft.",
            Level.DIFFERENT,
        ),
    ],
)
def test_charges_of_one_person_are_surely_of_one_question(
    one: str, other: str, level: Level
) -> None:
    (judgement,) = compared(one, other)
    assert judgement.level is level
    assert (judgement.alignment or 0) > 0.8


@slow
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joe Osei was charged with theft.", "Ann Lee was charged with arson."),
        ("Joe Osei was charged with theft.", "Joe Osei was convicted of arson."),
        ("Joe Osei was convicted of theft.", "Joe Osei was acquitted of arson."),
        ("Joe Osei was charged with a felony.", "Joe Osei was charged with arson."),
        ("Joe Osei pleaded guilty to fraud.", "Joe Osei pleaded guilty to using public money."),
    ],
)
def test_other_people_other_questions_and_other_words_for_a_deed_are_no_difference(
    one: str, other: str
) -> None:
    assert compared(one, other) == []


@slow
def test_charges_of_unnamed_people_are_left_to_the_model() -> None:
    (judgement,) = compared("A boy was charged with theft.", "A teenager was charged with arson.")
    assert (judgement.level, judgement.alignment) == (Level.DIFFERENT, None)


@slow
def test_the_one_who_was_last_spoken_of_is_not_charged_for_it() -> None:
    told = "Sheriff Tom Bell spoke on Friday. He was charged with theft, the court said."
    assert [m.value.person for m in run(told)] == [None]


@slow
def test_he_behind_a_charge_is_the_one_charged() -> None:
    told = (
        "Former Rep. Jude Marrow Jr. pleaded guilty to using campaign money to buy a Bruce Lee hat."
        " He pleaded guilty to conspiracy."
    )
    assert [str(m.value.person) for m in run(told)] == ["Jude Marrow Jr."] * 2


@slow
def test_questions_name_whom_they_are_about() -> None:
    charge, plea = run("Joe Osei was charged with theft. Ann Lee pleaded guilty to arson.")
    assert FACET.question([charge]) == "What is Joe Osei’s charge?"
    assert FACET.question([plea]) == "How did Ann Lee plead, and to what?"
    (nobody,) = run("A boy was charged with theft.")
    assert FACET.question([nobody]) == "What is the charge?"


OFFENCES = st.builds(
    Offence,
    st.frozensets(st.sampled_from("theft fraud wire murder felony".split()), min_size=1),
    st.frozensets(st.sampled_from(["first", "second"]), max_size=1),
    st.booleans(),
)
VALUES = st.builds(
    Value,
    st.just("words"),
    st.lists(OFFENCES, min_size=1, max_size=3).map(tuple),
    st.sampled_from([None, True, False]),
)


@given(VALUES, VALUES)
def test_comparison_is_symmetric(left: Value, right: Value) -> None:
    there, back = compare_charges(left, right), compare_charges(right, left)
    assert (there.level, there.strength) == (back.level, back.strength)


@given(VALUES)
def test_a_value_equals_itself(value: Value) -> None:
    assert compare_charges(value, value).level is Level.EQUAL


@slow
def test_a_deed_told_as_a_charge_is_not_missed_elsewhere() -> None:
    deed, offence = run(
        "Joe Osei was charged with planning a raid. Ann Lee was charged with arson."
    )
    assert worth_of(deed) == 0
    assert worth_of(offence) > 0
