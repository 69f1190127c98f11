"""Who is found to speak, in claims and in quotations, and when nobody is."""

from __future__ import annotations

import pytest

from consistency.claims import parse_articles
from consistency.given_names import FEMALE_NAMES, MALE_NAMES, gender_of
from consistency.people import People, Sighting
from consistency.personal_names import is_personal, same_speaker, split_titles, surname
from consistency.quotations import find_quotations
from consistency.records import Article, Span
from consistency.settings import Settings
from consistency.speakers import Speakers

INTRO = "Governor Hannah Marsh opened the dam on Monday.\n"


def article(text: str) -> Article:
    starts = [0, *(n + 1 for n, c in enumerate(text) if c == "\n")]
    body = tuple(Span(s, s + len(line)) for s, line in zip(starts, text.split("\n"), strict=True))
    return Article("a1", "a.txt", "S", None, None, None, "none", None, text, body)


def claim_speakers(text: str) -> list[str | None]:
    (parsed,) = parse_articles([article(text)], settings=Settings())
    return [c.claim.speaker for c in parsed.claims]


def quotation_speakers(text: str) -> list[str | None]:
    (parsed,) = parse_articles([article(text)], settings=Settings())
    quotations = find_quotations(parsed.article)
    speakers = Speakers(parsed, quotations)
    return [speakers.of_quotation(n) for n in range(len(quotations))]


pytestmark = pytest.mark.usefixtures("nlp")


@pytest.mark.parametrize(
    "said",
    [
        "“The dam holds,” Marsh said.",
        "“The dam holds,” said Marsh.",
        "“The dam holds,” the governor said.",
        "“The dam holds,” she said.",
        "Marsh said that “the dam holds” and left.",
        "Marsh told reporters: “The dam holds.”",
        "“The dam,” Marsh said, “holds.”",
        "Gov. Marsh nodded, adding that “the dam holds.”",
        "“Does the dam hold?” Marsh asked.",
        "The dam, Marsh wrote, is “holding well enough.”",
    ],
)
def test_a_quotation_is_given_to_the_fullest_name_of_its_speaker(said: str) -> None:
    assert set(quotation_speakers(INTRO + said)) == {"Hannah Marsh"}


def test_a_quotation_after_an_attributed_one_goes_on() -> None:
    text = INTRO + "“The dam holds,” Marsh said. “It will hold all winter.”"
    assert quotation_speakers(text) == ["Hannah Marsh", "Hannah Marsh"]


def test_a_quoted_paragraph_without_a_speaker_continues_the_one_before() -> None:
    text = INTRO + "“The dam holds,” Marsh said.\n“Nobody needs to leave the valley this winter.”"
    assert quotation_speakers(text) == ["Hannah Marsh", "Hannah Marsh"]


def test_a_quoted_paragraph_does_not_continue_a_mere_phrase() -> None:
    text = INTRO + "Marsh called it a “long day.”\n“Nobody needs to leave the valley this winter.”"
    assert quotation_speakers(text) == ["Hannah Marsh", None]


def test_a_block_quotation_is_given_to_whoever_signs_it() -> None:
    text = INTRO + "The dam holds and will go on to hold.\n– Office of the Governor\nRain fell."
    assert quotation_speakers(text) == ["Office of the Governor"]


def test_an_unattributed_quotation_has_no_speaker() -> None:
    assert quotation_speakers("The so-called “winter plan” begins in May.") == [None]


def test_words_near_a_reporting_verb_that_does_not_govern_them_have_no_speaker() -> None:
    text = INTRO + "Guards stopped the supposed “inspector” after Marsh asked who he was."
    assert quotation_speakers(text) == [None]


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Marsh said the dam holds.", "Hannah Marsh"),
        ("Critics say the old dam is unsafe.", "Critics"),
        ("The dam leaks, according to Marsh.", "Hannah Marsh"),
        ("The governor's office said the dam holds.", "The governor's office"),
        ("Marsh: The dam holds for now.", "Hannah Marsh"),
        ("The dam has nine gates.", None),
        ("It said the dam holds.", None),
        ("Marsh visited the dam on Monday.", None),
    ],
)
def test_indirect_speech_is_given_to_its_speaker(said: str, speaker: str | None) -> None:
    assert claim_speakers(INTRO + said)[-1] == speaker


def test_a_claim_that_is_a_quotation_has_its_speaker() -> None:
    text = INTRO + "“The dam holds,” Marsh said. “It will hold all winter.”"
    assert claim_speakers(text)[-1] == "Hannah Marsh"


def test_titles_are_parted_from_names() -> None:
    bare, titles = split_titles("Lt. Gov. Ada Marsh")
    assert bare == "Ada Marsh"
    assert {"lieutenant", "governor"} <= titles


@pytest.mark.parametrize("name", ["Ada B. Marsh, Jr.", "Marsh", "Ada Marsh"])
def test_the_surname_is_the_last_part_past_suffixes(name: str) -> None:
    assert surname(name) == "marsh"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Fire Marshal Ida Quill", "Ida Quill"),
        ("Mayor of Tarnwick", "Mayor of Tarnwick"),
        ("State Farm", "State Farm"),
        ("the governor’s office", "governor’s office"),
        ("Marsh’s", "Marsh"),
        ("Ida Quill Jr.", "Ida Quill Jr."),
    ],
)
def test_only_titles_before_a_name_are_cut(name: str, bare: str) -> None:
    assert split_titles(name)[0] == bare


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ada Marsh", "Gov. Marsh", True),
        ("Ada Marsh", "Tom Reed", False),
        ("Ada Marsh", "the governor’s office", None),
        ("Ada Marsh", "Critics", None),
        ("Ada Marsh", "Ministry of Dams", None),
        ("Ada Marsh", None, None),
        ("critics", "Critics", True),
    ],
)
def test_only_two_persons_can_be_two_speakers(
    left: str, right: str | None, same: bool | None
) -> None:
    assert same_speaker(left, right) is same
    assert same_speaker(right, left) is same


@pytest.mark.parametrize(
    ("name", "personal"),
    [("Ada Marsh", True), ("Ludwig van Dorn", True), ("Harbor Police", False), ("critics", False)],
)
def test_persons_are_told_from_bodies_by_their_names(name: str, personal: bool) -> None:
    assert is_personal(name) is personal


def test_a_titled_name_is_seen_where_the_recogniser_misses_it() -> None:
    text = "Fire Marshal Hollis Verran closed the pier.\n“Nobody goes in,” Verran said."
    assert quotation_speakers(text) == ["Hollis Verran"]


def test_a_description_between_commas_does_not_hide_the_name() -> None:
    text = INTRO + "Marsh, a Unionist, said the plan means “work for the whole valley.”"
    assert quotation_speakers(text) == ["Hannah Marsh"]


def seen(place: int, claim: int, name: str, *titles: str, subject: bool = True) -> Sighting:
    return Sighting(place, claim, name, frozenset(titles), subject)


def test_a_surname_of_two_persons_is_not_filled_out() -> None:
    people = People([seen(0, 0, "Ada Marsh"), seen(30, 1, "Tom Marsh")])
    assert people.full_name("Marsh") == "Marsh"


def test_a_pronoun_skips_people_of_another_gender() -> None:
    people = People([seen(0, 0, "Ada Marsh", "ms"), seen(30, 1, "Tom Reed", "mr")])
    assert people.meant_by("she", 60, 2) == "Ada Marsh"


def test_given_names_tell_whom_a_pronoun_means() -> None:
    people = People([seen(0, 0, "Mark Marsh"), seen(30, 1, "Helen Reed")])
    assert people.meant_by("he", 60, 2) == "Mark Marsh"
    assert people.meant_by("she", 60, 2) == "Helen Reed"


def test_a_family_of_both_genders_can_be_meant_by_either_pronoun() -> None:
    people = People([seen(0, 0, "Mark Marsh"), seen(9, 0, "Helen Marsh"), seen(30, 1, "Marsh")])
    assert people.meant_by("he", 60, 2) == people.meant_by("she", 60, 2) == "Marsh"


def test_a_title_is_believed_before_a_given_name() -> None:
    people = People([seen(0, 0, "Tom Reed"), seen(30, 1, "Mark Marsh", "ms")])
    assert people.meant_by("he", 60, 2) == "Tom Reed"


def test_no_given_name_is_of_both_genders() -> None:
    assert not set(MALE_NAMES.split()) & set(FEMALE_NAMES.split())
    assert gender_of("Ada Marsh") is None
    assert gender_of("Mark") is None


def test_a_pronoun_prefers_the_subject_of_a_claim() -> None:
    people = People([seen(0, 0, "Ada Marsh"), seen(20, 0, "Tom Reed", subject=False)])
    assert people.meant_by("he", 60, 1) == "Ada Marsh"


def test_a_known_surname_counts_where_the_recogniser_misses_it() -> None:
    text = (
        "Elizabeth Lauder wrote to the board.\nLauder later apologized on the radio."
        "\n“I am sorry,” she said."
    )
    assert quotation_speakers(text) == ["Elizabeth Lauder"]


def test_a_pronoun_out_of_reach_means_nobody() -> None:
    people = People([seen(0, 0, "Ada Marsh")])
    assert people.meant_by("she", 900, 20) is None


def test_a_title_means_the_person_last_named_with_it() -> None:
    people = People([seen(0, 0, "Ada Marsh", "governor"), seen(30, 1, "Tom Reed", "governor")])
    assert people.titled(["gov"], 60) == "Tom Reed"
    assert people.titled(["governor"], 60, only=True) is None


def test_who_wrote_something_elsewhere_is_not_the_one_quoted() -> None:
    text = (
        "Senator Ada Quill said she had read the letters Hannah Marsh wrote when she ran the dam, "
        "and that it “could not be left to fall.”"
    )
    assert quotation_speakers(text) == ["Ada Quill"]
