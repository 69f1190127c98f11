"""Quotations: what is found as one, when two are the same, cut or altered, and who said them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.claims import parse_articles
from consistency.facets.alignment import fold_words, is_content
from consistency.facets.quote import PHRASE, QUOTATION, QuotedWords, QuoteFacet, keys_of
from consistency.records import Article, Level, Mention, Slot, Span
from consistency.settings import Settings

FACET = QuoteFacet(Settings())
SPOKEN = "We will mend the old dam before the first winter storm reaches the valley."


def quotation(
    text: str, speaker: str | None = "Ada Marsh", *, article: str = "a1", named: bool = True
) -> Mention:
    words = fold_words(text)
    slot = Slot(
        head=(speaker or "").lower(),
        role=QUOTATION,
        modifiers=frozenset(w for w in words if is_content(w)),
        subject=(speaker or "").lower() if named else "",
    )
    return Mention(
        facet="quote",
        article=article,
        claim=f"{article}c1",
        span=Span(0, len(text)),
        text=text,
        value=QuotedWords(words, text),
        slot=slot,
        speaker=speaker,
        keys=keys_of(words),
    )


def level(left: str, right: str) -> Level:
    return FACET.compare(quotation(left), quotation(right, article="a2")).level


def found(text: str) -> list[Mention]:
    starts = [0, *(n + 1 for n, c in enumerate(text) if c == "\n")]
    body = tuple(Span(s, s + len(line)) for s, line in zip(starts, text.split("\n"), strict=True))
    article = Article("a1", "a.txt", "S", None, None, None, "none", None, text, body)
    (parsed,) = parse_articles([article], settings=Settings())
    mentions = FACET.find(parsed)
    assert all(text[m.span.start : m.span.end] == m.text for m in mentions)
    return mentions


def test_case_and_punctuation_make_no_difference() -> None:
    assert level(SPOKEN, SPOKEN.upper().rstrip(".") + ",") is Level.EQUAL


def test_a_serial_comma_makes_no_difference() -> None:
    assert level("gates, piers, and flood walls", "gates, piers and flood walls") is Level.EQUAL


def test_a_contraction_is_the_same_words_in_another_form() -> None:
    assert level("We do not sell the dam", "We don’t sell the dam") is Level.COMPATIBLE


@pytest.mark.parametrize(
    "part",
    ["We will mend the old dam", "before the first winter storm", "the first winter storm"],
)
def test_a_partial_quotation_is_no_alteration(part: str) -> None:
    assert level(SPOKEN, part) is Level.COMPATIBLE


@pytest.mark.parametrize(
    "altered",
    [
        "We will mend the very old dam before the first winter storm reaches the valley.",
        "We will mend the old dam before the first winter storm reaches the town.",
        "We may mend the old dam before the first winter storm reaches the valley.",
        "We will not mend the old dam before the first winter storm reaches the valley.",
        "mend the old dam before a first winter storm",
        "We’ll mend our dam before the first storm reaches the valley.",
    ],
)
def test_altered_words_are_a_difference(altered: str) -> None:
    judgement = FACET.compare(quotation(SPOKEN), quotation(altered, article="a2"))
    assert judgement.level is Level.DIFFERENT
    assert judgement.alignment is not None
    assert judgement.alignment >= 0.5


def test_another_opening_of_the_sentence_is_an_alteration() -> None:
    words = "a reason to close the harbor for good."
    assert level(f"Noise is {words}", f"Being noise is {words}") is Level.DIFFERENT


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("But noise is a reason to close the harbor.", "Noise is a reason to close the harbor."),
        ("Their noise is a reason to close the harbor.", "noise is a reason to close the harbor."),
        ("You know Vara will have to close the harbor.", "Vara will have to close the harbor."),
    ],
)
def test_an_opening_left_off_by_custom_is_no_alteration(whole: str, part: str) -> None:
    assert level(whole, part) is Level.COMPATIBLE


def test_the_reason_names_the_words_that_differ() -> None:
    altered = SPOKEN.replace("first", "second")
    judgement = FACET.compare(quotation(SPOKEN), quotation(altered, article="a2"))
    assert judgement.reason == "the words differ: “first” / “second”"


@pytest.mark.parametrize(
    "other",
    [
        "Nobody asked the council whether the ferry should run at night.",
        "The valley has not seen such a summer since the mill closed.",
        "The first winter here was hard on all of us.",
    ],
)
def test_two_sentences_of_one_person_are_not_compared(other: str) -> None:
    assert level(SPOKEN, other) is Level.NULL


def test_a_small_word_weighs_less_than_one_of_substance() -> None:
    small = FACET.compare(
        quotation(SPOKEN), quotation(SPOKEN.replace("the first", "a first"), article="a2")
    )
    large = FACET.compare(
        quotation(SPOKEN), quotation(SPOKEN.replace("winter", "summer"), article="a2")
    )
    assert small.strength < large.strength


def test_one_letter_may_be_a_slip_of_the_keyboard() -> None:
    slip = FACET.compare(
        quotation(SPOKEN), quotation(SPOKEN.replace("reaches", "reachez"), article="a2")
    )
    assert slip.level is Level.DIFFERENT
    assert slip.strength <= 0.6


def test_the_same_words_given_to_another_person_are_a_difference() -> None:
    judgement = FACET.compare(quotation(SPOKEN), quotation(SPOKEN, "Tom Reed", article="a2"))
    assert judgement.level is Level.DIFFERENT
    assert "Ada Marsh" in judgement.reason
    assert "Tom Reed" in judgement.reason


@pytest.mark.parametrize("other", ["Gov. Marsh", "the governor's office", "a spokesman", None])
def test_an_office_or_another_form_of_the_name_is_no_other_speaker(other: str | None) -> None:
    judgement = FACET.compare(quotation(SPOKEN), quotation(SPOKEN, other, article="a2"))
    assert judgement.level is Level.EQUAL


def test_a_speaker_meant_by_a_pronoun_is_too_unsure_to_differ() -> None:
    other = quotation(SPOKEN, "Tom Reed", article="a2", named=False)
    assert FACET.compare(quotation(SPOKEN), other).level is Level.EQUAL


def test_a_common_word_is_not_enough_for_a_second_speaker() -> None:
    other = quotation("winter storm", "Tom Reed", article="a2")
    assert FACET.compare(quotation("winter storm"), other).level is not Level.DIFFERENT


def test_one_article_may_quote_a_thing_said_twice() -> None:
    again = quotation("Who will mend the mill before summer reaches the valley?")
    assert FACET.compare(quotation(SPOKEN), again).level is Level.NULL


@given(
    st.lists(st.sampled_from(SPOKEN.split()), min_size=1, max_size=10),
    st.lists(st.sampled_from(SPOKEN.split()), min_size=1, max_size=10),
)
def test_comparing_is_symmetric(left: list[str], right: list[str]) -> None:
    one, other = quotation(" ".join(left)), quotation(" ".join(right), article="a2")
    assert FACET.compare(one, other) == FACET.compare(other, one)


@pytest.mark.parametrize("dropped", range(12))
def test_an_altered_quotation_shares_a_key_with_the_original(dropped: int) -> None:
    words = fold_words(SPOKEN)
    altered = (*words[:dropped], "altered", *words[dropped + 1 :])
    assert keys_of(words) & keys_of(altered)


def test_a_quotation_of_common_words_has_a_key() -> None:
    assert keys_of(("who", "are", "you")) == {"all:who are you"}


def test_the_question_names_speaker_and_matter() -> None:
    mentions = [quotation(SPOKEN), quotation("mend the old dam", article="a2")]
    assert FACET.question(mentions) == "What were Ada Marsh’s words about “mend … old … dam”?"


def test_a_commonplace_is_nobodys_own() -> None:
    assert level("How are you?", "How are you?") is Level.NULL


def test_a_longer_run_of_common_words_is() -> None:
    assert level("Well, which is it?", "Well, which is it?") is Level.EQUAL


@pytest.mark.parametrize(
    ("speaker", "start"),
    [
        ("James", "What were James’ words"),
        ("The warden", "What were the warden’s words"),
        ("critics", "What were critics’ words"),
    ],
)
def test_the_question_fits_its_speaker(speaker: str, start: str) -> None:
    assert FACET.question([quotation(SPOKEN, speaker)]).startswith(start)


def test_the_question_prefers_the_fullest_name() -> None:
    mentions = [quotation(SPOKEN, name) for name in ("Marsh", "Ada Marsh", "the governor")]
    assert "Ada Marsh’s" in FACET.question(mentions)


def test_of_one_persons_words_given_to_another_the_speaker_is_asked() -> None:
    mentions = [quotation(SPOKEN, "Ada Marsh"), quotation(SPOKEN, "Ben Ford", article="a2")]
    assert FACET.question(mentions).startswith("Who said “")
    again = [quotation(SPOKEN, "Ada Marsh"), quotation(SPOKEN, "Marsh", article="a2")]
    assert FACET.question(again).startswith("What were Ada Marsh’s words")


def test_the_question_works_without_a_speaker() -> None:
    assert FACET.question([quotation("old dam", None)]) == (
        "What were the words quoted about “old … dam”?"
    )


@pytest.mark.usefixtures("nlp")
class TestFinding:
    """Quotations in running text."""

    def test_each_sentence_of_a_quotation_is_a_mention(self) -> None:
        text = "“The dam leaks. We will mend it,” Ada Marsh said."
        assert [m.value.shown for m in found(text)] == ["The dam leaks.", "We will mend it,"]

    def test_an_attribution_within_a_sentence_does_not_part_it(self) -> None:
        (mention,) = found("“We will mend the dam,” Ada Marsh said, “before winter comes.”")
        assert mention.value.words == fold_words("We will mend the dam before winter comes")
        assert mention.speaker == "Ada Marsh"

    def test_an_ellipsis_between_long_stretches_parts_two_sentences(self) -> None:
        text = (
            "“We will mend the old dam before winter comes... whatever the board may think of us,"
            " we owe it to the valley,” Ada Marsh said."
        )
        assert [len(m.value.words) for m in found(text)] == [10, 13]

    def test_two_phrases_of_one_sentence_stay_apart(self) -> None:
        text = "Ada Marsh called the dam “a leaking sieve” and the plan “a good old joke.”"
        assert [m.value.shown for m in found(text)] == ["a leaking sieve", "a good old joke."]

    def test_short_quotations_are_phrases(self) -> None:
        short, long = found("Marsh called it “hopeless.”\n“The dam leaks at both ends,” he said.")
        assert (short.slot.role, long.slot.role) == (PHRASE, QUOTATION)

    def test_a_block_quotation_has_the_speaker_below_it(self) -> None:
        (mention,) = found("We will mend the old dam.\n– Office of the Warden\nRain fell.")
        assert mention.speaker == "Office of the Warden"

    def test_a_mention_lies_in_its_claim(self) -> None:
        text = "“The dam leaks.\n“We will mend it before winter,” Ada Marsh said."
        article = Article("a1", "a.txt", "S", None, None, None, "none", None, text)
        (parsed,) = parse_articles([article], settings=Settings())
        claims = {c.claim.id: c.claim.span for c in parsed.claims}
        spans = [(claims[m.claim], m.span) for m in FACET.find(parsed)]
        assert all(c.start <= m.start and m.end <= c.end for c, m in spans)

    def test_text_without_quotations_has_no_mentions(self) -> None:
        assert found("The dam leaks, said Ada Marsh.") == []
