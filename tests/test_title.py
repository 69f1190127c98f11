"""The title facet on parsed articles: offices, parties, constituencies of one person."""

from __future__ import annotations

from itertools import combinations

import pytest
from builders import parse_text
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.offices import parse_office
from consistency.facets.persons import PersonName
from consistency.facets.title import CONSTITUENCY, OFFICE, PARTY, TitleFacet, TitleValue, possessive
from consistency.records import Level, Mention, Slot, Span
from consistency.settings import Settings

FACET = TitleFacet(Settings())
slow = pytest.mark.slow


def run(*texts: str) -> list[Mention]:
    """The linked mentions of a run of articles."""
    found: list[Mention] = []
    for number, text in enumerate(texts, start=1):
        found += FACET.find(parse_text(text, id=f"a{number}"))
    return FACET.link(found)


def said(text: str, role: str) -> dict[str, str]:
    """What an article says of each person in one role."""
    return {m.slot.head: str(m.value) for m in run(text) if m.slot.role == role}


def levels(one: str, other: str, role: str = OFFICE) -> set[Level]:
    """How what two articles say of one person compares."""
    return {
        FACET.compare(a, b).level
        for a, b in combinations(run(one, other), 2)
        if a.article != b.article and a.keys & b.keys and a.slot.role == role
    }


@slow
@pytest.mark.parametrize(
    ("sentence", "head", "title"),
    [
        ("Secretary of Harbors Lee Sand spoke.", "lee sand", "Secretary of Harbors"),
        ("Acme lawyer Lee Sand spoke.", "lee sand", "Acme lawyer"),
        ("Seismologist Lee Sand spoke.", "lee sand", "Seismologist"),
        ("Lee Sand, a lawyer for Acme, spoke.", "lee sand", "lawyer for Acme"),
        ("Lee Sand, 43, the mayor of Ashford, spoke.", "lee sand", "mayor of Ashford"),
        ("The plaintiffs’ lawyer, Lee Sand, spoke.", "lee sand", "plaintiffs’ lawyer"),
        ("Lee Sand of Acme News was the moderator.", "lee sand", "moderator"),
        ("With the moderator, Acme News’ Lee Sand, smiling, he began.", "lee sand", "moderator"),
        (
            "Ms. Lee Sand resigned as communications director.",
            "lee sand",
            "communications director",
        ),
        ("Lt. Gov. Lee Sand spoke.", "lee sand", "Lt. Gov."),
        ("Mayor Pro Tem Lee Sand spoke.", "lee sand", "Mayor Pro Tem"),
        ("Lee Sand won on Friday. He was a city councilman.", "lee sand", "city councilman"),
    ],
)
def test_titles_are_found_before_after_and_by_verb(sentence: str, head: str, title: str) -> None:
    assert said(sentence, OFFICE) == {head: title}


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Bellweather, Lee Sand and the governor laughed.",
        "Lee Sand works for the president.",
        "It was the president Sand had worked for.",
    ],
)
def test_somebody_elses_title_is_not_taken(sentence: str) -> None:
    assert said(sentence, OFFICE) == {}


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "Rep. Lee Sand (R-Ohio) spoke.",
        "Rep. Lee Sand, R-Ohio, spoke.",
        "Ohio Republican Rep. Lee Sand spoke.",
        "Representative Lee Sand, Republican of Ohio, spoke.",
        "Lee Sand, a Republican from Ohio, spoke.",
    ],
)
def test_party_and_state_are_read_in_every_style(sentence: str) -> None:
    assert said(sentence, PARTY) == {"lee sand": "Republican"}
    assert said(sentence, CONSTITUENCY) == {"lee sand": "Ohio"}


@slow
@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Secretary of War Lee Sand spoke.", "Defense Secretary Lee Sand spoke.", Level.DIFFERENT),
        (
            "Former ACME executive Lee Sand runs.",
            "Lee Sand runs. Sand, the CEO of ACME, is rich.",
            Level.DIFFERENT,
        ),
        ("Gov. Lee Sand spoke.", "Westmark Governor Lee Sand spoke.", Level.COMPATIBLE),
        ("Rep. Lee Sand spoke.", "Representative Lee Sand spoke.", Level.EQUAL),
        ("Mayor Lee Sand spoke.", "Former Mayor Lee Sand spoke.", Level.PROGRESSED),
        ("Boston lawyer Lee Sand spoke.", "Former aide Lee Sand spoke.", Level.NULL),
    ],
)
def test_titles_of_one_person_compare(one: str, other: str, level: Level) -> None:
    assert levels(one, other) == {level}


@slow
def test_two_parties_for_one_person_differ() -> None:
    one, other = "Sen. Lee Sand (R-Ohio) spoke.", "Sen. Lee Sand (D-Ohio) spoke."
    assert levels(one, other, PARTY) == {Level.DIFFERENT}
    assert levels(one, other, CONSTITUENCY) == {Level.EQUAL}


@slow
def test_two_people_are_never_compared() -> None:
    mentions = run("Mayor Lee Sand spoke.", "Governor Ada Bellweather spoke.")
    assert {FACET.compare(a, b).level for a, b in combinations(mentions, 2)} == {Level.NULL}


@slow
def test_short_forms_and_nicknames_get_one_head() -> None:
    mentions = run("Mayor Timothy Sand spoke.", "Mayor Tim Sand spoke.", "Mayor Sand spoke.")
    assert {m.slot.head for m in mentions} == {"timothy sand"}


@slow
def test_the_question_names_the_person_in_full() -> None:
    mentions = run("Mayor Sand spoke.", "Mayor Lee Sand (D-Ohio) spoke.")
    assert {FACET.question([m]) for m in mentions} == {
        "What is Lee Sand’s title?",
        "What party is Lee Sand?",
        "Which state does Lee Sand represent?",
    }


def test_names_in_s_take_a_bare_apostrophe() -> None:
    assert possessive("Ada Banks") == "Ada Banks’"


PHRASES = ["Sen.", "mayor of Ashford", "former mayor", "Secretary of War", "Defense Secretary"]


@st.composite
def mentions_of_titles(draw: st.DrawFn) -> Mention:
    """Something said of one of three people."""
    person = PersonName(draw(st.sampled_from(["", "Lee", "Ada"])), "Sand")
    role = draw(st.sampled_from([OFFICE, PARTY]))
    words = draw(st.sampled_from(PHRASES))
    office = parse_office(words.split()) if role == OFFICE else None
    name = "" if office else draw(st.sampled_from(["Democrat", "Republican"]))
    value = TitleValue(role, words, person, office, name)
    return Mention("title", "a1", "c1", Span(0, 1), words, value, Slot(str(person).lower(), role))


@given(st.lists(mentions_of_titles(), max_size=6))
def test_linking_keeps_order_and_comparison_is_symmetric(found: list[Mention]) -> None:
    linked = FACET.link(found)
    assert [m.text for m in linked] == [m.text for m in found]
    for a, b in combinations(linked, 2):
        one, other = FACET.compare(a, b), FACET.compare(b, a)
        assert (one.level, one.strength) == (other.level, other.strength)
