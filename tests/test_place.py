"""The place facet on parsed articles: events and where they happen."""

from __future__ import annotations

from itertools import combinations

import pytest
from builders import parse_text
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.gazetteer import look_up
from consistency.facets.place import PlaceFacet
from consistency.facets.whereabouts import DECLINED, NAMED_PLACE, SCOPE, SITE, PlaceValue
from consistency.records import Level, Mention, Slot, Span
from consistency.settings import Settings

FACET = PlaceFacet(Settings())
slow = pytest.mark.slow


def run(*texts: str) -> list[Mention]:
    """The linked mentions of a run of articles."""
    found: list[Mention] = []
    for number, text in enumerate(texts, start=1):
        found += FACET.find(parse_text(text, id=f"a{number}"))
    return FACET.link(found)


def levels(one: str, other: str) -> set[Level]:
    """How the places of two articles compare."""
    return {
        FACET.compare(a, b).level
        for a, b in combinations(run(one, other), 2)
        if a.article != b.article
    }


@slow
@pytest.mark.parametrize(
    ("sentence", "words", "kind", "head"),
    [
        ("The group gathered in Norwalk on Friday.", "Norwalk", NAMED_PLACE, "gather"),
        (
            "He spoke at an event in Ashford, Conn., on Friday.",
            "Ashford, Conn.",
            NAMED_PLACE,
            "event",
        ),
        ("She gave a speech at Quay Bridge on Friday.", "Quay Bridge", SITE, "speech"),
        (
            "They will work at harbor processing facilities.",
            "harbor processing facilities",
            SITE,
            "work",
        ),
        ("The troops will help with statewide patrols.", "statewide", SCOPE, "patrol"),
        ("They work across the state.", "across the state", SCOPE, "work"),
        ("Thousands marched through Paris.", "Paris", NAMED_PLACE, "march"),
        ("The march began in Trafalgar Square.", "Trafalgar Square", SITE, "begin"),
        ("They met in the town of Ashford.", "Ashford", NAMED_PLACE, "meet"),
        (
            "The plane made an emergency landing in Reno, Nevada.",
            "Reno, Nevada",
            NAMED_PLACE,
            "landing",
        ),
    ],
)
def test_places_are_found_with_their_event(sentence: str, words: str, kind: str, head: str) -> None:
    found = run(sentence)
    assert [(m.text, m.value.kind, m.slot.head) for m in found] == [(words, kind, head)]


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "WASHINGTON — The court was divided on Friday.",
        "ASHFORD, Conn. (Wire) — The court was divided on Friday.",
        "He went on to speak for Kansas City Mayor Lee Sand.",
        "The Kansas City Star reported it on Friday.",
        "The American president laughed.",
        "He faces five years in prison.",
    ],
)
def test_datelines_names_and_idioms_are_no_places(sentence: str) -> None:
    assert run(sentence) == []


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "The office did not say where the troops would work.",
        "Officials have not yet disclosed the exact locations.",
        "She declined to specify which counties will get help.",
        "It was unclear where the meeting took place.",
    ],
)
def test_a_place_withheld_is_a_value(sentence: str) -> None:
    assert [m.slot.role for m in run(sentence)] == [DECLINED]


@slow
@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("They met in Chicago.", "They met in Illinois.", Level.COMPATIBLE),
        ("They met in Chicago.", "They met in Chicago.", Level.EQUAL),
        ("They met in Chicago.", "They met in Boston.", Level.DIFFERENT),
        ("They work at county jails.", "They work at processing facilities.", Level.DIFFERENT),
        ("They work at harbor facilities.", "They work at facilities.", Level.COMPATIBLE),
        ("They work at federal facilities.", "They work at harbor facilities.", Level.NULL),
        ("They came from Chicago.", "They went to Boston.", Level.NULL),
        ("They work at county jails.", "Officials did not say where they work.", Level.DECLINED),
        ("They work in Missouri.", "Officials did not say where they work.", Level.NULL),
    ],
)
def test_places_of_one_event_compare(one: str, other: str, level: Level) -> None:
    assert levels(one, other) == {level}


@slow
def test_one_of_several_places_is_no_difference() -> None:
    several = "Troops were deployed to Chicago. Troops were deployed to Boston."
    assert Level.DIFFERENT not in levels(several, "Troops were deployed to Memphis.")


@slow
def test_names_spelled_almost_alike_in_one_context_differ() -> None:
    one, other = run(
        "The senator told veterans in Norwalk that he had served overseas.",
        "He misspoke when he told veterans in Norfolk that he had served overseas.",
    )
    judgement = FACET.compare(one, other)
    assert judgement.level is Level.DIFFERENT
    assert judgement.strength >= 0.85
    assert one.keys & other.keys
    assert FACET.question([one, other]) == "Which place is it: Norfolk or Norwalk?"


@slow
def test_names_spelled_almost_alike_in_other_contexts_are_two_places() -> None:
    one, other = run("The mill closed in Norwalk.", "A ship sailed to Norfolk with grain.")
    assert FACET.compare(one, other).level is not Level.EQUAL
    assert not any(m.value.rival for m in (one, other))


@slow
def test_the_question_asks_for_the_event() -> None:
    (event,) = run("He spoke at an event in Norwalk.")
    (work,) = run("The troops will work at county jails.")
    assert FACET.question([event]) == "Where is the event?"
    assert FACET.question([work]) == "At what kind of site did the troops work?"


@slow
def test_spans_reproduce_their_words() -> None:
    parsed = parse_text("He spoke in Norwalk,\nConn., and at the old Quay Bridge, statewide.")
    found = FACET.find(parsed)
    assert found
    assert all(parsed.article.text[m.span.start : m.span.end] == m.text for m in found)


NAMES = ["Chicago", "Illinois", "Boston", "Norwalk", "Norfolk", "France", "Nowhere"]


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """A named place, a kind of site, a scope or a refusal."""
    kind = draw(st.sampled_from([NAMED_PLACE, SITE, SCOPE, DECLINED]))
    name = draw(st.sampled_from(NAMES))
    value = PlaceValue(kind, name, look_up(name) if kind == NAMED_PLACE else ())
    if kind == SITE:
        details = draw(st.frozensets(st.sampled_from(["county", "harbor"]), max_size=2))
        noun = draw(st.sampled_from(["jail", "facility", "bridge"]))
        value = PlaceValue(SITE, noun, noun=noun, details=details)
    role = DECLINED if kind == DECLINED else draw(st.sampled_from(["where", "from"]))
    slot = Slot(draw(st.sampled_from(["meet", "deploy"])), role, predicate="meet")
    article = draw(st.sampled_from(["a1", "a2"]))
    masked = "He told veterans at # of his service overseas"
    return Mention("place", article, "c1", Span(0, 1), name, value, slot, masked=masked)


@given(st.lists(mentions(), max_size=6))
def test_linking_keeps_order_and_comparison_is_symmetric(found: list[Mention]) -> None:
    linked = FACET.link(found)
    assert [m.text for m in linked] == [m.text for m in found]
    for a, b in combinations(linked, 2):
        one, other = FACET.compare(a, b), FACET.compare(b, a)
        assert (one.level, one.strength, one.alignment) == (
            other.level,
            other.strength,
            other.alignment,
        )


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "The protest in Lyon drew thousands.",
        "Police in Fairmont arrested a boy.",
        "The plant in Dayton will close.",
        "The body was found in a river outside Cork.",
    ],
)
def test_a_town_that_bears_a_persons_or_a_bodys_name_is_a_place(sentence: str) -> None:
    assert {m.value.words for m in run(sentence)} & {"Lyon", "Fairmont", "Dayton", "Cork"}


@slow
def test_a_person_named_like_a_town_is_no_place() -> None:
    told = "Faith in Dayton fell. Rosa Dayton, the mayor, lost the vote."
    assert "Dayton" not in {m.value.words for m in run(told)}


@slow
def test_a_place_within_a_place_is_found_by_what_happened_there() -> None:
    one, other = (
        [m for m in run(text) if m.value.words in {"Lyon", "Lille"}]
        for text in ("It was found in an attic in Lyon.", "It was found in a barn near Lille.")
    )
    assert one[0].keys & other[0].keys
    assert FACET.compare(one[0], other[0]).level is Level.DIFFERENT
