"""Propositions with a sign: what one clause affirms and another denies."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_claim, make_mention, parse_text
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.polarity import PolarityFacet, Proposition
from consistency.records import Level, Mention, Slot
from consistency.settings import Settings

FACET = PolarityFacet(Settings())
uses_model = pytest.mark.usefixtures("nlp")


def propositions(text: str) -> list[Mention]:
    return FACET.find(parse_text(text))


def compare(left: str, right: str) -> Level:
    """The level at which the first proposition of one sentence stands to that of another."""
    return FACET.compare(propositions(left)[0], propositions(right)[0]).level


@uses_model
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The troops will carry weapons.", "The troops will not carry weapons."),
        (
            "A worker was hurt in the fire at the mill.",
            "Nobody was hurt in the fire at the mill.",
        ),
        (
            "The council supports the closure of the north pier.",
            "The council opposes the closure of the north pier.",
        ),
        ("The mayor visited the burned mill.", "The mayor never visited the burned mill."),
        ("Police searched the harbor office.", "Police did not search the harbor office."),
        ("Quay Road was closed in both directions.", "Quay Road reopened on Thursday."),
    ],
)
def test_opposite_statements_differ(left: str, right: str) -> None:
    assert compare(left, right) is Level.DIFFERENT


@uses_model
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The council closed the north pier.", "The council has closed the north pier."),
        ("The troops will not carry weapons.", "The troops won’t carry weapons."),
        ("The mayor supports the closure of the pier.", "The mayor supports the pier closure."),
    ],
)
def test_the_same_statement_is_equal(left: str, right: str) -> None:
    assert compare(left, right) is Level.EQUAL


@uses_model
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The council closed the north pier.", "The council did not raise the ferry toll."),
        ("The troops will carry weapons.", "Farmers do not sell weapons to the troops."),
        ("Ines Vara met Tobias Renn.", "Ines Vara did not thank Tobias Renn."),
    ],
)
def test_another_statement_is_not_compared(left: str, right: str) -> None:
    assert compare(left, right) is Level.NULL


@uses_model
@pytest.mark.parametrize(
    ("text", "affirmed"),
    [
        ("The troops will carry weapons.", True),
        ("The troops will not carry weapons.", False),
        ("Police made no arrests at the pier.", False),
        ("The council rejected the plan for the pier.", False),
        ("The council did not reject the plan for the pier.", True),
    ],
)
def test_each_proposition_has_its_sign(text: str, affirmed: bool) -> None:
    assert [m.value.affirmed for m in propositions(text)][:1] == [affirmed]


@uses_model
def test_what_someone_denies_is_denied() -> None:
    found = propositions("The mayor denied that she had visited the burned mill.")

    assert [m.value.affirmed for m in found if m.value.predicate == "visit"] == [False]


@uses_model
def test_saying_something_is_no_proposition_but_what_is_said_is() -> None:
    found = propositions("The mayor said the council closed the north pier.")

    assert [m.text for m in found] == ["the council closed the north pier"]


@uses_model
def test_mentions_come_in_reading_order_in_the_articles_own_words() -> None:
    text = (
        "The council closed the north pier, and inspectors found deep cracks.\n"
        "“The ferry,” Vara said, “will not run to the old quay.”"
    )

    found = propositions(text)

    assert len(found) >= 3
    assert [m.text for m in found] == [text[m.span.start : m.span.end] for m in found]
    assert [m.span for m in found] == sorted(m.span for m in found)


@uses_model
def test_too_little_said_is_no_proposition() -> None:
    assert propositions("She left. It rained.") == []


def proposition(predicate: str, terms: frozenset[str], affirmed: bool, **changes: Any) -> Mention:
    claim = make_claim(f"{predicate} {' '.join(sorted(terms))}")
    names = frozenset(terms & {"vara", "renn"})
    value = Proposition(predicate, terms, names, affirmed, claim.text)
    slot = Slot(role="main", modifiers=terms)
    return make_mention(claim, claim.text, value, facet="polarity", slot=slot, **changes)


mentions = st.builds(
    proposition,
    st.sampled_from(["open", "close", "be", "carry"]),
    st.frozensets(st.sampled_from(["pier", "toll", "vara", "renn", "safe", "unsafe"]), min_size=2),
    st.booleans(),
)


@given(mentions, mentions)
def test_comparing_is_symmetric(left: Mention, right: Mention) -> None:
    there, back = FACET.compare(left, right), FACET.compare(right, left)

    assert (there.level, there.strength) == (back.level, back.strength)


@given(mentions)
def test_a_proposition_never_differs_from_itself(mention: Mention) -> None:
    assert FACET.compare(mention, mention).level in {Level.EQUAL, Level.NULL}


@given(mentions, mentions)
def test_strength_is_a_share(left: Mention, right: Mention) -> None:
    assert 0.0 <= FACET.compare(left, right).strength <= 1.0


def test_names_alone_are_no_common_statement() -> None:
    left = proposition("meet", frozenset({"vara", "renn"}), True)
    right = proposition("thank", frozenset({"vara", "renn"}), False)

    assert FACET.compare(left, right).level is Level.NULL


def test_a_question_quotes_what_is_affirmed() -> None:
    yes = proposition("open", frozenset({"pier", "toll"}), True)
    no = proposition("open", frozenset({"pier"}), False)

    assert FACET.question([no, yes]) == f"Is it so that “{yes.value.sentence}”?"


def test_a_long_statement_is_cut_at_a_word() -> None:
    long = proposition("open", frozenset(f"pier{n:03}" for n in range(99)), True)

    question = FACET.question([long])

    assert len(question) < 200
    assert question.endswith(" …”?")
