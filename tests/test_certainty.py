"""How far a matter has got: rungs found in sentences, and compared with the days they were said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import make_claim, make_mention, parse_text
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.certainty import CertaintyFacet
from consistency.facets.ladder import ORDER, RUNG_OF, Standing
from consistency.records import Level, Mention, Slot
from consistency.settings import Settings

FACET = CertaintyFacet(Settings())
MONDAY, FRIDAY = date(2031, 3, 3), date(2031, 3, 7)
uses_model = pytest.mark.usefixtures("nlp")


def rungs(text: str) -> list[tuple[str, str]]:
    """The rung and the words of each mention of a matter."""
    return [(m.value.rung, m.text) for m in FACET.find(parse_text(text)) if m.slot.role != "deed"]


@uses_model
@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("The agency asked the state for 40 guards.", "asked"),
        ("The governor is considering the request.", "considering"),
        ("The council plans a closure of the pier.", "proposed"),
        ("The governor authorized the closure.", "decided"),
        ("Officials said Ines Vara had ordered the closure.", "decided"),
        ("The council voted to approve the plan.", "decided"),
        ("The port began work on the pier.", "begun"),
        ("The port completed the repair.", "done"),
        ("The council rejected the plan.", "ruled out"),
        ("The council will approve the plan.", "proposed"),
        ("The council may approve the plan.", "proposed"),
        ("Mayor Ines Vara met a potential rival.", "considering"),
    ],
)
def test_each_sentence_states_its_rung(text: str, rung: str) -> None:
    assert [found for found, _ in rungs(text)] == [rung]


@uses_model
@pytest.mark.parametrize(
    "text",
    [
        "The governor has not authorized the closure.",
        "The governor denied that she had authorized the closure.",
        "The governor refused to authorize the closure.",
        "The council is expected to approve the plan.",
        "The council failed to approve the plan.",
        "The council wants to approve the plan.",
        "No one ordered the closure.",
    ],
)
def test_what_is_denied_or_only_planned_is_not_decided(text: str) -> None:
    assert "decided" not in [found for found, _ in rungs(text)]


@uses_model
def test_a_mention_knows_who_does_it_and_what_it_concerns() -> None:
    (mention,) = FACET.find(parse_text("Ines Vara authorized the closure of the north pier."))

    assert mention.slot.subject == "ines vara"
    assert {"closure", "pier"} <= mention.slot.modifiers
    assert mention.keys == {"who:vara"}


@uses_model
def test_this_request_is_what_the_sentence_before_is_about() -> None:
    text = "The agency wants 40 guards for the harbor. The governor is considering this request."

    (mention,) = FACET.find(parse_text(text))

    assert {"guard", "harbor"} <= mention.slot.modifiers


@uses_model
@pytest.mark.parametrize("determiner", ["this", "the"])
def test_a_bare_object_points_back(determiner: str) -> None:
    text = f"The agency wants 40 guards. Vara is considering {determiner} request."

    (mention,) = FACET.find(parse_text(text))

    assert "guard" in mention.slot.modifiers


@uses_model
def test_an_object_that_says_what_it_is_does_not_point_back() -> None:
    text = "The agency wants 40 guards. Vara is considering the closure of the pier."

    (mention,) = FACET.find(parse_text(text))

    assert mention.slot.modifiers == {"closure", "pier"}


@uses_model
def test_mentions_come_in_reading_order_in_the_articles_own_words() -> None:
    text = (
        "A planned closure was announced by Ines Vara on Monday.\n"
        "She ordered a possible reopening, and work began."
    )
    parsed = parse_text(text, published=FRIDAY)

    found = FACET.find(parsed)

    assert len(found) >= 4
    assert [m.text for m in found] == [text[m.span.start : m.span.end] for m in found]
    assert [m.span for m in found] == sorted(m.span for m in found)
    assert {m.value.day for m in found} == {FRIDAY}


def standing(verb: str, day: date | None = None, **slot: Any) -> Mention:
    """Someone's rung in the matter of the pier."""
    given = {
        "role": "matter",
        "subject": "ines vara",
        "modifiers": frozenset({"closure", "pier"}),
        **slot,
    }
    claim = make_claim(f"Vara {verb} the closure of the pier.", article=f"a{day}")
    value = Standing(RUNG_OF[verb], verb, day)
    return make_mention(claim, verb, value, facet="certainty", slot=Slot(**given))


def test_the_same_rung_is_equal() -> None:
    judgement = FACET.compare(standing("order"), standing("approve"))

    assert judgement.level is Level.EQUAL


def test_a_higher_rung_later_is_progress() -> None:
    judgement = FACET.compare(standing("consider", MONDAY), standing("approve", FRIDAY))

    assert judgement.level is Level.PROGRESSED


def test_a_lower_rung_later_is_a_difference() -> None:
    judgement = FACET.compare(standing("approve", MONDAY), standing("consider", FRIDAY))

    assert judgement.level is Level.DIFFERENT
    assert "later" in judgement.reason


def test_without_both_days_the_reason_says_so() -> None:
    judgement = FACET.compare(standing("approve", MONDAY), standing("consider"))

    assert judgement.level is Level.PROGRESSED
    assert "without both dates" in judgement.reason


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "tobias renn"},
        {"modifiers": frozenset({"budget"})},
        {"role": "noun"},
    ],
)
def test_other_actors_and_other_matters_are_not_compared(other: dict[str, Any]) -> None:
    judgement = FACET.compare(standing("consider"), standing("approve", **other))

    assert judgement.level is Level.NULL


MATTER = frozenset({"closure", "north", "pier", "harbor", "council"})


def test_one_actor_and_many_common_terms_make_one_matter() -> None:
    many = FACET.compare(
        standing("consider", modifiers=MATTER),
        standing("approve", modifiers=MATTER | {"toll", "ferry"}),
    )
    few = FACET.compare(
        standing("consider", modifiers=MATTER), standing("approve", modifiers=frozenset({"pier"}))
    )

    assert many.alignment is not None
    assert few.alignment is None


def test_without_an_actor_the_question_is_left_open() -> None:
    judgement = FACET.compare(
        standing("consider", modifiers=MATTER), standing("approve", subject="", modifiers=MATTER)
    )

    assert judgement.alignment is None


def test_an_unnamed_actor_is_compared_where_the_matter_is_clearly_one() -> None:
    passive = standing("approve", subject="")
    another = standing("approve", subject="", modifiers=frozenset({"pier", "toll"}))

    assert FACET.compare(standing("consider"), passive).level is Level.PROGRESSED
    assert FACET.compare(standing("consider"), another).level is Level.NULL


def test_surnames_make_one_actor_of_two_spellings() -> None:
    judgement = FACET.compare(standing("consider"), standing("approve", subject="vara"))

    assert judgement.level is Level.PROGRESSED


words = st.sampled_from(["", "ines vara", "vara", "council"])
terms = st.frozensets(st.sampled_from(["closure", "pier", "toll"]))
mentions = st.builds(
    lambda verb, day, subject, modifiers: standing(verb, day, subject=subject, modifiers=modifiers),
    st.sampled_from(sorted(RUNG_OF)),
    st.sampled_from([None, MONDAY, FRIDAY]),
    words,
    terms,
)


@given(mentions, mentions)
def test_comparing_is_symmetric(left: Mention, right: Mention) -> None:
    assert FACET.compare(left, right) == FACET.compare(right, left)


@given(st.lists(mentions, min_size=1))
def test_a_question_ends_in_a_question_mark(several: list[Mention]) -> None:
    assert FACET.question(several).endswith("?")


def test_the_ladder_climbs_from_ruled_out_to_done() -> None:
    steps = [Standing(rung, "word", None).step for rung in ORDER]

    assert steps == list(range(len(ORDER)))
    assert (ORDER[0], ORDER[-1]) == ("ruled out", "done")


def test_a_standing_is_shown_by_its_word() -> None:
    assert str(Standing("decided", "ordered", None)) == "ordered (decided)"
    assert str(Standing("asked", "asked", None)) == "asked"


@uses_model
@pytest.mark.parametrize(
    "text",
    [
        "Vara has not decided on the closure of the pier.",
        "Vara has not made up her mind about the closure.",
        "Vara is undecided about the closure.",
        "Vara has not said when a decision on the closure will come.",
        "Vara would ask her family before making up her mind on the closure.",
    ],
)
def test_what_nobody_has_decided_is_being_considered(text: str) -> None:
    assert "considering" in [rung for rung, _ in rungs(text)]


@uses_model
@pytest.mark.parametrize(
    "text",
    [
        "Inspectors agreed.",
        "The mayor asked.",
        "Residents voted on Monday.",
        "The train passed the pier.",
    ],
)
def test_a_verb_that_takes_up_no_matter_is_no_rung(text: str) -> None:
    assert [rung for rung, _ in rungs(text) if rung in {"asked"}] == []
    assert not any(found in {"agreed", "voted"} for _, found in rungs(text))


@uses_model
@pytest.mark.parametrize(
    ("text", "stepped_back"),
    [
        ("Ines Vara took herself out of the running.", True),
        ("Ines Vara bowed out of the race.", True),
        ("Ines Vara ruled out a run for governor.", True),
        ("Ines Vara pulled out a map.", False),
        ("Ines Vara took the dog out.", False),
        ("The lights went out.", False),
    ],
)
def test_who_steps_back_rules_a_matter_out(text: str, stepped_back: bool) -> None:
    assert ("ruled out" in [rung for rung, _ in rungs(text)]) == stepped_back


@uses_model
@pytest.mark.parametrize("actor", ["She", "The mayor"])
def test_a_pronoun_or_a_title_stands_for_the_person_meant(actor: str) -> None:
    text = f"Mayor Ines Vara met inspectors on Monday.\n{actor} threatened to close the pier."

    assert "ines vara" in [m.slot.subject for m in FACET.find(parse_text(text))]


@uses_model
def test_what_a_bill_would_do_is_what_it_concerns() -> None:
    text = "Parliament is considering a bill that would let foreign instructors in."

    (mention,) = FACET.find(parse_text(text))

    assert "instructor" in mention.slot.modifiers


def test_two_actions_of_one_person_are_left_to_the_model() -> None:
    terms = frozenset({"closure", "pier", "harbor"})
    one = standing("ask", modifiers=terms, predicate="campaign")

    same = FACET.compare(one, standing("approve", modifiers=terms, predicate="campaign"))
    other = FACET.compare(one, standing("approve", modifiers=terms, predicate="repair"))

    assert same.alignment is not None
    assert other.alignment is None


def levels(left: str, right: str) -> set[Level]:
    """How the mentions of two texts stand to one another."""
    sides = [FACET.find(parse_text(text)) for text in (left, right)]
    return {FACET.compare(a, b).level for a in sides[0] for b in sides[1]}


@uses_model
@pytest.mark.parametrize(
    ("plan", "deed"),
    [
        ("Mayor Ines Vara is weighing whether to shut the pier.", "Vara shut the pier on Friday."),
        ("The company plans to lay off 300 workers.", "The company laid off 300 workers."),
        ("The council is expected to approve the plan.", "The council approved the plan."),
        ("The port could dredge the basin in June.", "The port will dredge the basin in June."),
        ("Vara said she had not made up her mind.", "Vara announced that she would vote no."),
        ("Ines Vara will talk to her family before deciding.", "Vara bowed out of the race."),
        ("The firm is considering closing its plant in Tarn.", "It will shut its Tarn factory."),
        ("The port may postpone the auction of the ferry.", "The port delayed the ferry auction."),
    ],
)
def test_a_plan_is_held_against_what_became_of_it(plan: str, deed: str) -> None:
    assert levels(plan, deed) - {Level.NULL} == {Level.PROGRESSED}


@uses_model
@pytest.mark.parametrize(
    ("plan", "deed"),
    [
        ("The port could dredge the basin in June.", "The port dredged the river."),
        ("The port could dredge the basin in June.", "The navy dredged the basin in June."),
        ("The port could dredge the basin in June.", "The port did not dredge the basin in June."),
        ("The port dredged the basin in June.", "The port dredged the basin in June."),
        ("Vara aims to free the pier of rats.", "Vara authorized the port to shut the pier."),
        ("The firm may close its plant in Tarn.", "The firm cleaned its factory in Tarn."),
        ("The firm will buy the Tarn mill.", "The firm agreed to buy the Tarn mill."),
    ],
)
def test_other_deeds_and_one_deed_told_alike_are_not(plan: str, deed: str) -> None:
    assert levels(plan, deed) <= {Level.NULL}
