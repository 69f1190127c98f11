"""The name facet on parsed articles: spellings, bearers, and who fills a role."""

from __future__ import annotations

from itertools import combinations

import pytest
from builders import parse_text
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.facets.bearers import NAMED, SPELLING, NameValue
from consistency.facets.name import NameFacet, third_person
from consistency.facets.naming import PERSON, find_names
from consistency.facets.persons import PersonName
from consistency.records import Level, Mention, Slot, Span
from consistency.settings import Settings

FACET = NameFacet(Settings())
slow = pytest.mark.slow


def run(*texts: str) -> list[Mention]:
    """The linked mentions of a run of articles."""
    found: list[Mention] = []
    for number, text in enumerate(texts, start=1):
        found += FACET.find(parse_text(text, id=f"a{number}"))
    return FACET.link(found)


def differing(mentions: list[Mention]) -> set[tuple[str, str]]:
    """Pairs of words that share a key and differ, in the order of the run."""
    return {
        (a.text, b.text)
        for a, b in combinations(mentions, 2)
        if a.keys & b.keys and FACET.compare(a, b).level is Level.DIFFERENT
    }


def agreeing(mentions: list[Mention]) -> set[str]:
    """Questions that mentions of two articles answer alike."""
    return {
        FACET.question([a, b])
        for a, b in combinations(mentions, 2)
        if a.article != b.article and a.keys & b.keys and FACET.compare(a, b).level is Level.EQUAL
    }


def people(text: str) -> dict[str, str]:
    """Each person as written, with the fullest name in the article."""
    return {n.text: str(n.full) for n in find_names(parse_text(text)) if n.kind == PERSON}


@slow
def test_titles_are_no_part_of_a_name() -> None:
    text = "Westmark Gov. Ada Bellweather met Secretary of Harbors Tobias Marrow."
    assert people(text) == {
        "Ada Bellweather": "Ada Bellweather",
        "Tobias Marrow": "Tobias Marrow",
    }


@slow
def test_a_family_name_alone_means_the_one_introduced() -> None:
    text = "Tobias “Tug” Marrow took the post on Friday. Mr. Marrow said he was glad."
    assert people(text)["Marrow"] == "Tobias Marrow"


@slow
def test_a_president_is_not_the_child_of_that_name() -> None:
    text = "Nora Hollins waved on Friday. President Hollins laughed and said it was her day."
    assert people(text)["Hollins"] == "Hollins"


@slow
def test_a_father_and_a_son_are_two_people() -> None:
    text = "Saul Garrity Jr. pleaded guilty. His father, the Rev. Saul Garrity, sat behind him."
    assert {"Saul Garrity Jr.", "Saul Garrity Sr."} <= set(people(text).values())


@slow
@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        (
            "Westmark Gov. Jeff Hollins asked for troops.",
            "The letter came from Gov. Jeff Holins of Westmark.",
            ("Jeff Hollins", "Jeff Holins"),
        ),
        (
            "Tobias Marrow and his wife, Tracy, have two sons.",
            "Mr. Marrow came with his wife, Tracey, on Friday.",
            ("Tracy", "Tracey"),
        ),
        (
            "Kathryn Marrow, the legal director of the Tarn Project, told the crowd so.",
            "“It is a good day,” said Katherine Marrow, legal director for the Tarn Project.",
            ("Kathryn Marrow", "Katherine Marrow"),
        ),
        (
            "Defense Secretary Louis Marrow said the troops would stay.",
            "The troops would stay, Defense Secretary Lewis Marrow told reporters.",
            ("Louis Marrow", "Lewis Marrow"),
        ),
    ],
)
def test_a_name_spelled_otherwise_differs(one: str, other: str, pair: tuple[str, str]) -> None:
    assert differing(run(one, other)) == {pair}


@slow
def test_a_stranger_of_nearly_that_name_in_one_article_is_a_slip() -> None:
    text = (
        "The governor picked Tobias Marrow on Friday. Marrow thanked her. "
        "“I am ready,” said Marow, who begins on Monday."
    )
    assert differing(run(text)) == {("Tobias Marrow", "Marow")}


@slow
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sandra Marrow pleaded guilty on Friday.", "Sandi Marrow pleaded guilty on Friday."),
        ("Lt. Gov. Tim Marrow laughed.", "Lt. Gov. Timothy Marrow laughed."),
        ("Loretta Marrow won on Friday.", "Linda Marrow lost on Friday."),
        ("Gov. Ada Bellweather said no.", "Bellweather said no."),
    ],
)
def test_nicknames_relatives_and_short_forms_are_no_slips(one: str, other: str) -> None:
    assert differing(run(one, other)) == set()


@slow
def test_two_people_introduced_side_by_side_are_two() -> None:
    both = "Dana Marrow and Dana Marlow both spoke on Friday."
    assert differing(run(both, "Dana Marrow spoke on Friday.")) == set()


@slow
def test_a_name_written_one_way_asks_nothing() -> None:
    mentions = run("Ada Bellweather spoke.", "Ada Bellweather left.")
    named = [m for m in mentions if m.slot.role == NAMED]
    assert named
    assert not any(m.keys for m in named)
    assert {FACET.compare(a, b).level for a, b in combinations(named, 2)} == {Level.NULL}


@slow
def test_the_holder_of_an_office_is_agreed_on() -> None:
    mentions = run(
        "He pleaded guilty before U.S. District Judge Ruth Q. Hollins.",
        "The federal judge overseeing the case, Ruth Hollins, is to sentence him.",
    )
    assert "Who is the U.S. District Judge?" in agreeing(mentions)


@slow
def test_two_governors_of_one_state_differ() -> None:
    pair = differing(
        run("Westmark Gov. Ada Bellweather said no.", "Westmark Gov. Lee Sand said no.")
    )
    assert pair == {("Ada Bellweather", "Lee Sand")}


@slow
def test_the_lawyers_of_one_client_may_be_several() -> None:
    one, other = "Acme lawyer Ada Bellweather spoke.", "Acme lawyer Lee Sand spoke."
    assert differing(run(one, other)) == set()


@slow
def test_the_body_that_asked_is_one_question_in_three_phrasings() -> None:
    mentions = run(
        "Troops will go at the request of the U.S. Department of Harbors.",
        "It follows a request from the Department of Harbors (DOH).",
        "It came after the Department of Harbors requested more troops.",
    )
    agents = [m for m in mentions if m.slot.head == "request" and m.slot.role == "agent"]
    assert {m.article for m in agents} == {"a1", "a2", "a3"}
    assert {m.value.entity for m in agents} == {"department of harbors"}


@slow
def test_two_accounts_for_one_posting_differ() -> None:
    mentions = run(
        "The video, which was posted on the site by “PierWatcher,” shows the quay.",
        "The video was published under an account titled TideGazer.",
    )
    assert differing(mentions) == {("PierWatcher", "TideGazer")}
    assert FACET.question([m for m in mentions if m.value.kind == "account"]) == (
        "Which account is it?"
    )


@slow
def test_a_body_of_two_names_is_known_by_who_heads_it() -> None:
    mentions = run(
        "Secretary of Harbors Lee Sand signed it. He runs the Department of Harbors.",
        "Shipping Secretary Lee Sand signed it. “The Department of Shipping will help,” he said.",
    )
    assert differing(mentions) == {("Department of Harbors", "Department of Shipping")}


@slow
def test_two_bodies_of_two_heads_are_two() -> None:
    mentions = run(
        "Secretary of Harbors Lee Sand signed it. He runs the Department of Harbors.",
        "Shipping Secretary Ada Bellweather signed it. She runs the Department of Shipping.",
    )
    assert differing(mentions) == set()


@slow
def test_initials_stand_for_the_body_they_abbreviate() -> None:
    mentions = run("The Department of Harbors Safety sued Acme.", "The DHS sued Acme on Friday.")
    sued = [m for m in mentions if m.slot.head == "sue" and m.slot.role == "agent"]
    assert {m.value.entity for m in sued} == {"department of harbors safety"}


@slow
def test_spans_reproduce_their_words() -> None:
    text = "Tobias “Tug” Marrow,\nwho won, thanked Ada Bellweather’s office at Sam’s Club."
    parsed = parse_text(text)
    found = FACET.find(parsed)
    assert found
    assert all(parsed.article.text[m.span.start : m.span.end] == m.text for m in found)


@slow
@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Lee Sand, the women’s lawyer, spoke.", "Who is the women’s lawyer?"),
        ("Lee Sand, Ada Marrow’s lawyer, spoke.", "Who is Ada Marrow’s lawyer?"),
        ("The board asked Lee Sand to resign.", "Who was asked?"),
        ("Lee Sand vacated the seat.", "Who vacates the seat?"),
    ],
)
def test_roles_are_asked_for_in_plain_english(sentence: str, question: str) -> None:
    assert question in {FACET.question([m]) for m in run(sentence)}


def test_verbs_take_their_ending() -> None:
    assert [third_person(v) for v in ("apply", "pay", "push", "vacate")] == [
        "applies",
        "pays",
        "pushes",
        "vacates",
    ]


WORDS = st.sampled_from(["Marrow", "Marow", "Hollins", "Holins", "Garrity"])
GIVEN = st.sampled_from(["", "Ada", "Tobias", "Tim", "Timothy"])


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """A spelling or a filler with an invented name."""
    person = PersonName(draw(GIVEN), draw(WORDS))
    role = draw(st.sampled_from([SPELLING, "agent", "holder"]))
    count = draw(st.integers(1, 3)) if role == SPELLING else 0
    value = NameValue(PERSON, str(person), person, person, count=count)
    head = "" if role == SPELLING else draw(st.sampled_from(["governor", "sign"]))
    things = draw(st.frozensets(st.sampled_from(["order", "westmark"]), max_size=1))
    slot = Slot(head, role, frozenset() if role == SPELLING else things)
    article = draw(st.sampled_from(["a1", "a2", "a3"]))
    return Mention("name", article, "c1", Span(0, 1), str(person), value, slot)


@settings(deadline=None)
@given(st.lists(mentions(), max_size=8))
def test_linking_keeps_order_and_length(found: list[Mention]) -> None:
    linked = FACET.link(found)
    assert [(m.article, m.text) for m in linked] == [(m.article, m.text) for m in found]


@settings(deadline=None)
@given(st.lists(mentions(), min_size=2, max_size=6))
def test_comparison_is_symmetric(found: list[Mention]) -> None:
    for a, b in combinations(FACET.link(found), 2):
        one, other = FACET.compare(a, b), FACET.compare(b, a)
        assert (one.level, one.strength, one.alignment) == (
            other.level,
            other.strength,
            other.alignment,
        )


@slow
def test_whoever_holds_a_post_is_asked_for_by_the_post_alone() -> None:
    (holder,) = [
        m for m in run("Simon Marrow, its lawyer, said no on Friday.") if m.slot.role == "holder"
    ]
    assert FACET.question([holder]) == "Who is the lawyer?"
