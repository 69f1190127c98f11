"""Who is said to have said it: one statement given to two speakers who cannot be one."""

from __future__ import annotations

import pytest
from builders import parse_text

from consistency.facets.attribution import AttributionFacet
from consistency.records import Level, Mention
from consistency.settings import Settings

pytestmark = pytest.mark.usefixtures("nlp")

FACET = AttributionFacet(Settings())


def said(text: str, article: str = "a1") -> list[Mention]:
    return FACET.find(parse_text(text, id=article))


def levels(left: str, right: str) -> set[Level]:
    """The levels at which statements of two articles stand to one another, NULL left out."""
    compared = {
        FACET.compare(one, other).level for one in said(left) for other in said(right, "a2")
    }
    return compared - {Level.NULL}


GIVEN_TO_ANOTHER = [
    (
        "Police said the fire started in a storage room behind the old mill.",
        "The fire started in a storage room behind the old mill, firefighters said.",
    ),
    (
        "According to the union, the ferry company cut the night shift without warning.",
        "According to the company, the ferry firm cut the night shift without warning.",
    ),
    (
        "Mayor Ines Vara said the north pier had been unsafe since the spring floods.",
        "Gov. Tobias Renn said the north pier had been unsafe since the spring floods.",
    ),
    (
        "Ines Vara said the council had ignored three warnings about the cracked pier.",
        "Tobias Renn said the council had ignored three warnings about the cracked pier.",
    ),
    (
        "Prosecutors said the clerk had moved the money through four foreign accounts.",
        "Police said the clerk moved the money through four foreign accounts.",
    ),
    (
        "Witnesses said the grey truck drove through the barrier without slowing.",
        "Police said that the grey truck drove through the barrier without slowing.",
    ),
    (
        "Republicans said the bill would close dozens of rural clinics next year.",
        "Democrats said the bill would close dozens of rural clinics next year.",
    ),
    (
        "A union spokesman said the crane had failed two safety inspections in May.",
        "A company spokeswoman said the crane had failed two safety inspections in May.",
    ),
    (
        "Residents said the siren never sounded before the river broke the levee.",
        "The mayor said the siren never sounded before the river broke the levee.",
    ),
    (
        "Doctors said the injured diver would need several more operations this month.",
        "The injured diver would need several more operations this month, the police said.",
    ),
    (
        "Lena Ostby, a steward of the dockworkers’ union, said the cranes lacked spare parts.",
        "Karl Brandt, chief executive of the port company, said the cranes lacked spare parts.",
    ),
    (
        "Sheriff Dana Holt said the hikers had ignored a posted flood warning.",
        "Mayor Ines Vara said that the hikers had ignored a posted flood warning.",
    ),
    (
        "The governor argued that the toll would hurt farmers north of the river most.",
        "Senators argued that the toll would hurt farmers north of the river most.",
    ),
]


@pytest.mark.parametrize(("left", "right"), GIVEN_TO_ANOTHER)
def test_a_statement_given_to_another_speaker_differs(left: str, right: str) -> None:
    assert levels(left, right) == {Level.DIFFERENT}


ONE_SPEAKER = [
    (
        "Police said the fire started in a storage room behind the old mill.",
        "A police spokesman said the fire started in a storage room behind the old mill.",
    ),
    (
        "The governor said the toll would hurt farmers north of the river most.",
        "The governor’s office said the toll would hurt farmers north of the river most.",
    ),
    (
        "Mayor Ines Vara said the pier had been unsafe since the spring floods.",
        "The mayor said the pier had been unsafe since the spring floods.",
    ),
    (
        "Officials said the siren never sounded before the river broke the levee.",
        "Police said the siren never sounded before the river broke the levee.",
    ),
    (
        "City officials said the siren never sounded before the river broke the levee.",
        "Mayor Ines Vara said the siren never sounded before the river broke the levee.",
    ),
    (
        "A spokesman said the crane had failed two safety inspections in May.",
        "The port company said the crane had failed two safety inspections in May.",
    ),
    (
        "Erik Landry said the council had ignored three warnings about the pier.",
        "Erik Landy said the council had ignored three warnings about the pier.",
    ),
    (
        "Ines Vara said the council had ignored three warnings about the pier.",
        "The engineer said the council had ignored three warnings about the pier.",
    ),
    (
        "Paul Amsel, a lawyer for Karl Brandt, said the cranes had lacked spare parts for years.",
        "Karl Brandt said the cranes had lacked spare parts for years.",
    ),
    (
        "The Harbor Safety Board said the crane had failed two safety inspections in May.",
        "The HSB said the crane had failed two safety inspections in May.",
    ),
    (
        "A statement from the union said the cranes had lacked spare parts for years.",
        "The union said the cranes had lacked spare parts for years.",
    ),
    (
        "Experts said the levee would have held a river two feet lower.",
        "Tobias Renn said the levee would have held a river two feet lower.",
    ),
]


@pytest.mark.parametrize(("left", "right"), ONE_SPEAKER)
def test_speakers_who_can_be_one_are_no_difference(left: str, right: str) -> None:
    found = levels(left, right)

    assert found
    assert found <= {Level.EQUAL, Level.COMPATIBLE}


OTHER_STATEMENTS = [
    # other numbers, other names, other subjects, the opposite, too short, or a quotation
    (
        "Police said four people were hurt when the tram left its rails.",
        "Doctors said seven people were hurt when the tram left its rails.",
    ),
    (
        "Police said the truck had been stolen from a farm near Dunmere.",
        "Prosecutors said the truck had been stolen from a farm near Tarnwick.",
    ),
    (
        "The union said the company had broken the agreement on night shifts.",
        "The company said the union had broken the agreement on night shifts.",
    ),
    (
        "Residents said the siren had sounded before the river broke the levee.",
        "The mayor said the siren had not sounded before the river broke the levee.",
    ),
    (
        "Prosecutors said the clerk was guilty of moving money abroad for years.",
        "Defense lawyers said the clerk was innocent of moving money abroad for years.",
    ),
    ("Police said it was a mistake.", "The mayor said it was a mistake."),
    (
        "“The fire started in a storage room behind the old mill,” police said.",
        "“The fire started in a storage room behind the old mill,” the mayor said.",
    ),
    (
        "The union denied that the cranes had lacked spare parts for years.",
        "The company said the cranes had lacked spare parts for years.",
    ),
    (
        "The mayor asked whether the siren sounded before the river broke the levee.",
        "Police said the siren sounded before the river broke the levee.",
    ),
    (
        "Police said the fire started in a storage room behind the old mill.",
        "The mayor said the storage room behind the mill would be rebuilt by spring.",
    ),
    (
        "Police did not say that the fire started in a storage room behind the mill.",
        "Firefighters said the fire started in a storage room behind the mill.",
    ),
    (
        "Ines Vara said she would reopen the north pier before the summer season.",
        "Tobias Renn said the summer season had been a disaster for the ferry line.",
    ),
]


@pytest.mark.parametrize(("left", "right"), OTHER_STATEMENTS)
def test_other_statements_are_not_compared(left: str, right: str) -> None:
    assert levels(left, right) == set()


def test_a_pronoun_is_no_speaker_to_hold_against_another() -> None:
    left = "Ines Vara came to the pier. She said the council had ignored three warnings about it."
    right = "Tobias Renn said the council had ignored three warnings about the pier."

    assert Level.DIFFERENT not in levels(left, right)


def test_within_one_article_a_second_speaker_joins_the_first() -> None:
    first, second = said(
        "Police said the siren never sounded before the river broke the levee.\n"
        "The mayor said the siren never sounded before the river broke the levee.\n"
    )

    assert FACET.compare(first, second).level is Level.NULL


def test_a_copied_statement_differs_more_surely_than_a_reworded_one() -> None:
    (police,) = said("Police said the fire started in a storage room behind the old mill.")
    (same,) = said("The mayor said the fire started in a storage room behind the old mill.", "a2")
    (told,) = said("The mayor said a fire behind the mill started in an old storage room.", "a2")

    copied, reworded = FACET.compare(police, same), FACET.compare(police, told)

    assert copied.level is reworded.level is Level.DIFFERENT
    assert copied.strength > reworded.strength


def test_the_question_asks_who_said_it_and_the_value_is_the_speaker() -> None:
    (mention,) = said("Police said the fire started in a storage room behind the old mill.")

    assert str(mention.value) == "Police"
    question = FACET.question([mention])
    assert question == "Who said that “the fire started in a storage room behind the old mill”?"


def test_a_report_that_nobody_is_said_to_write_speaks_for_nobody() -> None:
    assert said("A report said the crane had failed two safety inspections in May.") == []
