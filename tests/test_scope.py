"""The scope facet on parsed articles: what lists cover, and whether they are complete."""

from __future__ import annotations

from itertools import combinations

import pytest
from builders import parse_text

from consistency.facets.scope import COVERED, EXCLUDED, Extent, ScopeFacet
from consistency.records import Judgement, Level, Mention
from consistency.settings import Settings

FACET = ScopeFacet(Settings())
pytestmark = pytest.mark.slow


def lists(text: str, article: str = "a1") -> list[Mention]:
    """The lists of one article."""
    return FACET.find(parse_text(text, id=article))


def only(text: str, article: str = "a1") -> Mention:
    """The only list of a text."""
    (mention,) = lists(text, article)
    return mention


def compared(one: str, other: str) -> Judgement:
    """How the only lists of two articles compare, whichever stands left."""
    left, right = only(one, "a1"), only(other, "a2")
    judgement = FACET.compare(left, right)
    assert FACET.compare(right, left).level is judgement.level
    return judgement


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("They carried blankets, lamps and batteries.", ("blankets", "lamps", "batteries")),
        ("The work means data entry and storage.", ("data entry", "storage")),
        ("They perform clerical and logistical duties.", ("clerical", "logistical")),
        ("The work means, for instance, typing and storage.", ("typing", "storage")),
        ("Ann Reed and Lee Sand met.", None),
        ("It closed offices in Oregon and Texas.", None),
        ("The crew packed blankets.", None),
    ],
)
def test_a_list_has_two_things_that_no_other_facet_knows(
    sentence: str, items: tuple[str, ...] | None
) -> None:
    assert [m.value.items for m in lists(sentence)] == ([items] if items else [])


@pytest.mark.parametrize(
    ("sentence", "extent", "several"),
    [
        ("Duties are limited to filing, typing and sorting.", Extent.CLOSED, "duty"),
        ("They have duties such as filing and typing.", Extent.OPEN, "duty"),
        ("They do paperwork, transportation and other tasks.", Extent.OPEN, "task"),
        ("They did paperwork and transportation.", Extent.PLAIN, ""),
    ],
)
def test_a_list_says_whether_there_is_more(sentence: str, extent: Extent, several: str) -> None:
    value = only(sentence).value
    assert (value.extent, value.several) == (extent, several)


def test_a_span_reproduces_the_list_and_the_value_says_what_it_leaves_out() -> None:
    text = "The tasks are limited to paperwork, transportation and storage."
    mention = only(text)
    assert text[mention.span.start : mention.span.end] == mention.text
    assert mention.text == "paperwork, transportation and storage"
    assert str(mention.value) == "paperwork, transportation, storage, and nothing else"


def test_what_is_denied_is_never_set_against_what_is_done() -> None:
    done = only("They make arrests and patrols.")
    denied = only("They do not make arrests or patrols.")
    assert (done.slot.role, denied.slot.role) == (COVERED, EXCLUDED)
    assert FACET.compare(done, denied).level is Level.NULL


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Tasks are limited to filing and storage.", "They do transport and other tasks.", None),
        (
            "Tasks are limited to paperwork and storage.",
            "They do transport, cooking and other tasks.",
            Level.DIFFERENT,
        ),
        (
            "Tasks are limited to paperwork, storage and cooking.",
            "They do tasks such as paperwork and storage.",
            Level.DIFFERENT,
        ),
        (
            "Tasks are limited to paperwork, storage and cooking.",
            "They do paperwork and storage.",
            Level.COMPATIBLE,
        ),
        ("The ship carries radar and food.", "The ship carries food and radar.", Level.EQUAL),
        ("The ship carries radar and drones.", "The ship carries radar and food.", Level.DIFFERENT),
        ("The ship carries radar and drones.", "They asked for radar and food.", Level.NULL),
        ("The ship carries radar and drones.", "The ship carries salt and food.", Level.NULL),
        ("She cited health and age.", "She cited her poor health, age and pay.", Level.COMPATIBLE),
        ("They do clerical and legal tasks.", "Tasks are limited to mail and storage.", Level.NULL),
    ],
)
def test_lists_differ_where_each_has_more_or_one_is_complete(
    one: str, other: str, level: Level | None
) -> None:
    if level is None:  # "transport and other tasks" names one thing: it is no list
        assert lists(other) == []
        return
    assert compared(one, other).level is level


def test_the_surer_two_lists_are_of_one_thing_the_more_they_share() -> None:
    shares_one = compared("The ship carries radar and drones.", "The ship carries radar and food.")
    shares_two = compared(
        "The ship carries radar, guns and drones.", "The ship carries radar, guns and food."
    )
    assert shares_one.alignment is not None
    assert shares_two.alignment is not None
    assert shares_one.alignment < shares_two.alignment


def test_one_author_s_two_lists_are_of_two_things() -> None:
    text = "The ship carries radar and drones. The ship carries radar and food."
    assert [FACET.compare(a, b).level for a, b in combinations(lists(text), 2)] == [Level.NULL]


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        ("They do filing, typing and other tasks.", "", "Which kinds of task are meant?"),
        (
            "The ship carries radar and drones.",
            "The ship carries radar and food.",
            "What is named besides “radar”?",
        ),
        (
            "The ship carries radar and food.",
            "The ship carries food and radar.",
            "Is it radar and food that is meant?",
        ),
    ],
)
def test_the_question_names_what_is_listed(one: str, other: str, question: str) -> None:
    mentions = [*lists(one, "a1"), *lists(other, "a2")]
    assert FACET.question(mentions) == question
