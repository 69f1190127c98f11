"""Questions that findings are headed with: they must be English, and ask what the clause says."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.facets.date_questions import ask_date
from consistency.facets.phrasing import plural, tail
from consistency.facets.quantity_questions import ask_quantity
from consistency.records import Mention, Slot, Span


def stated(masked: str, text: str = "12", **slot: Any) -> Mention:
    """Return a mention in this clause, its own words blanked."""
    return Mention("quantity", "a1", "c1", Span(0, 1), text, text, Slot(**slot), masked=masked)


def number(masked: str, text: str = "12", **slot: str) -> str:
    return ask_quantity([stated(masked, text, **slot)])


def day(masked: str, **slot: str) -> str:
    return ask_date([stated(masked, "Monday", **{"role": "on", **slot})])


@pytest.mark.parametrize(
    ("masked", "predicate", "asked"),
    [
        ("The ferry carried # cars", "carry", "How many cars did the ferry carry?"),
        ("The ferry took up # cars", "take", "How many cars did the ferry take up?"),
        ("The ferry called in # cars", "call", "In how many cars did the ferry call?"),
        ("On # cars, the ferry relies", "rely", "On how many cars did the ferry rely?"),
        (
            "The ferry follows a line of # cars",
            "follow",
            "The ferry follows a line of how many cars?",
        ),
        ("The ferry, asking for tolls of # cars", "ask", "How many cars did the ferry ask?"),
        ("The ferry, given Vara’s # cars", "give", "How many cars are there?"),
        ("# cars given leave by the ferry", "give", "How many cars are there?"),
        ("# cars waited for the ferry", "wait", "How many cars waited?"),
        ("The ferry has # cars", "have", "How many cars are there?"),
    ],
)
def test_what_is_counted_is_asked_as_the_clause_has_it(
    masked: str, predicate: str, asked: str
) -> None:
    assert number(masked, head="car", role="count", predicate=predicate, subject="ferry") == asked


@pytest.mark.parametrize(
    ("masked", "predicate", "asked"),
    [
        ("# dead", "dead", "How many died?"),
        ("The blast injured #", "injure", "How many were hurt?"),
        ("# missing", "missing", "How many are missing?"),
        ("# sang", "sing", "How many?"),
    ],
)
def test_of_people_left_unnamed_it_is_asked_what_befell_them(
    masked: str, predicate: str, asked: str
) -> None:
    assert number(masked, role="count", predicate=predicate) == asked


@pytest.mark.parametrize(
    ("how", "asked"),
    [
        ("with", "With how many counts was the ferry charged?"),
        ("by a court with", "The ferry was charged by a court with how many counts?"),
        ("(“again”) on Monday with", "How many counts are there?"),
    ],
)
def test_what_is_done_to_somebody_is_asked_in_the_passive(how: str, asked: str) -> None:
    masked = f"The ferry was formally charged {how} # counts"
    slot = {"head": "count", "role": "count", "predicate": "charge", "subject": "ferry"}

    assert number(masked, **slot) == asked


def test_a_clause_that_hides_who_did_it_is_asked_in_the_passive() -> None:
    asked = number("he counted # cars", head="car", role="count", predicate="count")

    assert asked == "How many cars were counted?"


@pytest.mark.parametrize(
    ("masked", "text", "asked"),
    [
        ("There was # ferry", "one", "How many ferries are there?"),
        ("a #-ferry fleet", "seven", "How many ferries are there?"),
        ("the promise of #", "no ferries", "How many ferries are there?"),
    ],
)
def test_how_many_asks_of_more_than_one(masked: str, text: str, asked: str) -> None:
    assert number(masked, text, head="ferry", role="count", predicate="be") == asked


def test_of_two_numbers_the_one_before_the_thing_is_asked_for() -> None:
    asked = number(
        "The crews worked on # boats in # harbours", head="harbour", role="count", predicate="be"
    )

    assert asked == "How many harbours are there?"


@pytest.mark.parametrize(
    ("masked", "head", "asked"),
    [
        (
            "The mayor spent # on garden chairs",
            "chair",
            "How much did the mayor spend on garden chairs?",
        ),
        ("bills of the mayor included # at Vara's Inn", "inn", "How much at Vara's Inn?"),
        ("The mayor spent a # budget", "budget", "How much was the budget?"),
        ("The mayor spent #", "", "How much did the mayor spend?"),
        ("The mayor, who owes #", "", "How much?"),
    ],
)
def test_an_amount_is_asked_with_what_it_goes_to(masked: str, head: str, asked: str) -> None:
    slot = {"head": head, "role": "money", "predicate": "spend", "subject": "mayor"}

    assert number(masked, "$9", **slot) == asked


@pytest.mark.parametrize(
    ("masked", "role", "head", "asked"),
    [
        ("The strike lasted #", "duration", "", "For how long did the strike last?"),
        ("The strike lasted for #", "duration", "", "For how long did the strike last?"),
        ("# the strike has lasted", "duration", "", "For how long did the strike last?"),
        ("The strike lasted through talks of #", "duration", "", "For how long?"),
        ("The strike lasted through # talks", "duration", "talk", "How long are the talks?"),
        ("# after the first vote.", "lag", "", "How long after the first vote?"),
        ("The strike lasted #", "lag", "", "How much time lies between?"),
    ],
)
def test_a_time_is_asked_of_what_takes_it(masked: str, role: str, head: str, asked: str) -> None:
    slot = {"head": head, "role": role, "predicate": "last", "subject": "strike"}

    assert number(masked, "six days", **slot) == asked


@pytest.mark.parametrize(
    ("slot", "asked"),
    [
        ({"head": "rate", "role": "percent"}, "What is the jobless rate?"),
        ({"head": "clinic", "role": "age"}, "How old is the clinic?"),
        ({"head": "ines vara", "role": "age then"}, "How old was Ines Vara then?"),
    ],
)
def test_figures_and_ages_are_asked_as_such(slot: dict[str, str], asked: str) -> None:
    assert number("of the clinic, a # jobless rate", **slot) == asked


@pytest.mark.parametrize(
    ("masked", "slot", "asked"),
    [
        (
            "the council voted # for it",
            {"head": "vote", "predicate": "vote", "subject": "council"},
            "When did the council vote for it?",
        ),
        (
            "The Harbour Post reported on # a fire",
            {"head": "report", "predicate": "report", "subject": "harbour post"},
            "When did the Harbour Post report a fire?",
        ),
        (
            "The bridge was quietly opened in #",
            {"head": "open", "predicate": "open", "subject": "bridge"},
            "When was the bridge opened?",
        ),
        (
            "When asked about the bridge on #",
            {"head": "ask", "predicate": "ask"},
            "When were they asked about the bridge?",
        ),
        (
            "The council has run the bridge since #",
            {"head": "run", "predicate": "run", "subject": "council", "role": "start"},
            "From when did the council run the bridge?",
        ),
        (
            "the works start on #",
            {"head": "works", "predicate": "start", "role": "start"},
            "When do the works start?",
        ),
        ("the date of the vote is #", {"head": "date", "predicate": "be"}, "What is the date?"),
    ],
)
def test_a_day_is_asked_of_what_happens_on_it(
    masked: str, slot: dict[str, str], asked: str
) -> None:
    assert day(masked, **slot) == asked


def test_a_clause_that_goes_on_ends_in_dots() -> None:
    words = "a very long list of works that nobody has read".split()

    assert tail(words) == "a very long list of works that nobody …"
    assert tail(words[:5]) == "a very long list"


def test_a_second_verb_of_the_clause_is_left_out() -> None:
    assert tail("in # and is under no threat".split()) == ""
    assert tail("the bread and butter".split()) == "the bread and butter"


@pytest.mark.parametrize(
    ("masked", "head", "asked"),
    [
        ("They raised the age to #", "age", "What is the age?"),
        ("Police put the crowd at #", "crowd", "How large was the crowd?"),
    ],
)
def test_figures_are_asked_for_and_not_counted(masked: str, head: str, asked: str) -> None:
    assert number(masked, head=head, role="count", predicate="put") == asked


def test_the_past_of_an_irregular_verb_is_known() -> None:
    masked = "A fire tore through a shed around"
    slot = {"head": "tear", "predicate": "tear", "subject": "fire"}
    assert day(masked, **slot) == "When did the fire tear through a shed?"


def test_a_participle_whose_doer_is_cut_off_goes_with_it() -> None:
    assert tail("on a site maintained by the".split()) == "on a site"
    assert tail("on a site maintained by Vara".split()) == "on a site maintained by Vara"


def test_titles_keep_their_stops_and_lone_quotation_marks_go() -> None:
    assert tail("Mr. Vara “a friend of the".split()) == "Mr. Vara a friend"


@pytest.mark.parametrize(
    ("one", "more"),
    [
        ("black senator", "black senators"),
        ("daily", "dailies"),
        ("day", "days"),
        ("church", "churches"),
        ("young man", "young men"),
        ("people", "people"),
        ("troops", "troops"),
        ("", ""),
    ],
)
def test_plurals(one: str, more: str) -> None:
    assert plural(one) == more
