"""Whether two mentions answer one question, and which counterpart each is held against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from builders import PlainFacet, WordEncoder, compared, make_claim, make_event, make_mention
from hypothesis import given
from hypothesis import strategies as st

from consistency import same_question
from consistency.clusters import term_rows
from consistency.comparisons import compare_mentions, judge_pairs, settle_rivals
from consistency.errors import ModelError
from consistency.evidence import Evidence
from consistency.records import Claim, Comparison, Judgement, Level, Mention, Slot
from consistency.same_question import (
    FEATURES,
    READINGS,
    SameQuestionModel,
    count_beside,
    pair_features,
)
from consistency.settings import ComparisonSettings, Settings

STORIES = (
    ["Inspectors found 12 cracks in the pier.", "The repair costs 4 million crowns."],
    ["Inspectors found 21 cracks in the pier.", "The pier is 80 years old."],
)
SETTINGS = ComparisonSettings(least_same_question=0.3, rival_share=0.6, tie_margin=0.02)


def evidence_of(claims: Sequence[Claim]) -> Evidence:
    encoder = WordEncoder()
    return Evidence(claims, encoder.encode([c.text for c in claims]), term_rows(claims), encoder)


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return make_event(*STORIES)[1]


@pytest.fixture(scope="module")
def evidence(claims: list[Claim]) -> Evidence:
    return evidence_of(claims)


def test_cosines_by_terms_are_those_of_two_rows_however_many_are_asked_for(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = len(evidence.claims)
    pairs = [(i, j) for i in range(n) for j in range(n)]
    wanted = [evidence.terms[i].multiply(evidence.terms[j]).sum() for i, j in pairs]

    for at_a_time in (1, 3, len(pairs), 4_096):
        monkeypatch.setattr("consistency.sparse.AT_A_TIME", at_a_time)
        assert evidence.term_cosines(pairs) == pytest.approx(wanted)
    assert evidence.term_cosines([]).tolist() == []


def test_the_shipped_model_weighs_exactly_the_features_in_use() -> None:
    model = SameQuestionModel.shipped()

    assert set(model.coefficients) == set(FEATURES)
    assert np.isfinite([*model.coefficients.values(), model.intercept]).all()


def test_a_model_file_of_other_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_question, "FEATURES", (*FEATURES, "colour"))

    with pytest.raises(ModelError, match=r"\['colour'\]"):
        SameQuestionModel.shipped()


def test_the_model_file_says_where_its_weights_come_from() -> None:
    data = json.loads(files("consistency").joinpath("same_question.json").read_text("utf-8"))

    assert data["card"]


def mentions_of(claims: Sequence[Claim], words: Sequence[str]) -> st.SearchStrategy[Mention]:
    """Mentions with any slot that can be spelt with these words."""
    word = st.sampled_from(["", *words])
    terms = st.frozensets(st.sampled_from(words), max_size=3)
    slot = st.builds(Slot, head=word, modifiers=terms, predicate=word, subject=word)
    return st.builds(
        lambda claim, slot, keys, masked: make_mention(
            claim, claim.text[:4], slot=slot, keys=keys, masked=masked
        ),
        st.sampled_from(claims),
        slot,
        terms,
        word,
    )


EVENT = make_event(*STORIES)[1]
MENTION = mentions_of(EVENT, ["crack", "pier", "find", "ines vara", "vara"])


LEVEL = st.sampled_from([level for level in Level if level is not Level.NULL])


@given(MENTION, MENTION, st.builds(Judgement, LEVEL, st.just("why"), st.floats(0, 1)))
def test_features_and_probability_are_symmetric_and_in_range(
    left: Mention, right: Mention, judgement: Judgement
) -> None:
    evidence = evidence_of(EVENT)

    there, back = pair_features([(left, right, judgement), (right, left, judgement)], evidence, {})

    assert np.allclose(there, back, atol=1e-6)
    assert (np.abs(there) <= 1 + 1e-6).all()
    p, q = SameQuestionModel.shipped().probability(np.array([there, back]), [left.facet] * 2)
    assert p == pytest.approx(q)
    assert 0.0 <= p <= 1.0


def test_the_same_words_about_the_same_thing_are_likelier_one_question(
    claims: list[Claim], evidence: Evidence
) -> None:
    slot = Slot(head="crack", role="count", predicate="find", subject="inspector")
    cracks, more_cracks, cost = (
        make_mention(claims[0], "12", slot=slot),
        make_mention(claims[2], "21", slot=slot),
        make_mention(claims[1], "4 million", slot=Slot(head="crown", predicate="cost")),
    )

    differ = Judgement(Level.DIFFERENT, "they differ")
    features = pair_features([(cracks, more_cracks, differ), (cracks, cost, differ)], evidence, {})
    same, other = SameQuestionModel.shipped().probability(features, ["quantity"] * 2)

    assert same > other


def told(row: Any) -> dict[str, float]:
    return dict(zip(FEATURES, row, strict=True))


def test_values_that_two_claims_share_besides_are_told(
    claims: list[Claim], evidence: Evidence
) -> None:
    left, right = make_mention(claims[0], "12"), make_mention(claims[2], "21")
    differ = (left, right, Judgement(Level.DIFFERENT, "they differ"))
    agree = (left, right, Judgement(Level.EQUAL, "both say it"))

    beside = count_beside([agree, agree, differ])
    rows = pair_features([differ, agree], evidence, beside)

    assert told(rows[0])["beside"] == pytest.approx(2 / 3)
    assert told(rows[1])["beside"] == pytest.approx(1 / 3)  # its own agreement is not beside it


def test_a_mention_with_others_in_its_role_stands_less_alone(
    claims: list[Claim], evidence: Evidence
) -> None:
    first, second = make_mention(claims[0], "12"), make_mention(claims[1], "4")
    other = make_mention(claims[2], "21")
    differ = Judgement(Level.DIFFERENT, "they differ")

    (lone,) = pair_features([(first, other, differ)], evidence, {})
    both = pair_features([(first, other, differ), (second, other, differ)], evidence, {})

    assert told(lone)["alone"] == 1.0
    assert told(both[0])["alone"] == pytest.approx(2**-0.5)


def test_nearness_is_told_of_values_that_differ_only(
    claims: list[Claim], evidence: Evidence
) -> None:
    left, right = make_mention(claims[0], "12"), make_mention(claims[2], "21")
    judged = [
        (left, right, Judgement(level, "why", nearness=0.7))
        for level in (Level.DIFFERENT, Level.COMPATIBLE)
    ]

    differ, agree = pair_features(judged, evidence, {})

    assert (told(differ)["nearness"], told(agree)["nearness"]) == (0.7, 0.0)


def test_weights_for_agreeing_values_leave_differing_ones_alone() -> None:
    plain = SameQuestionModel(dict.fromkeys(FEATURES, 0.1), 0.0)
    model = SameQuestionModel(dict.fromkeys(FEATURES, 0.1), 0.0, agreeing={"claim_cosine": 5.0})
    differ = np.full((1, len(FEATURES)), 0.5)
    differ[0, [FEATURES.index("equal"), FEATURES.index("compatible")]] = 0.0
    agree = differ.copy()
    agree[0, FEATURES.index("equal")] = 1.0

    assert model.probability(differ, ["date"]) == plain.probability(differ, ["date"])
    assert model.probability(agree, ["date"]) > plain.probability(agree, ["date"])


def test_empty_slots_are_no_evidence_for_one_question(
    claims: list[Claim], evidence: Evidence
) -> None:
    left, right = (
        make_mention(claim, claim.text[:2], slot=Slot(), masked="") for claim in claims[1:3]
    )

    (row,) = pair_features([(left, right, Judgement(Level.DIFFERENT, "they differ"))], evidence, {})

    seen = told(row)
    assert [n for n in FEATURES if n.endswith(("_equal", "_other")) and seen[n]] == []
    assert seen["head_cosine"] == seen["masked_cosine"] == seen["keys_shared"] == 0


def judge(mentions: Sequence[Mention]) -> list[tuple[Mention, Mention, Judgement]]:
    n = len(mentions)
    pairs = {(i, j) for i in range(n) for j in range(i + 1, n)}
    return judge_pairs(PlainFacet(Settings()), mentions, pairs)


def test_mentions_of_one_claim_are_never_compared(claims: list[Claim]) -> None:
    assert judge([make_mention(claims[0], "12"), make_mention(claims[0], "cracks")]) == []


def test_what_cannot_be_compared_is_left_out(claims: list[Claim]) -> None:
    left, right = make_mention(claims[0], "12", "?"), make_mention(claims[2], "21", "21")

    assert judge([left, right]) == []


def test_pairs_are_judged_in_the_order_of_mentions(claims: list[Claim]) -> None:
    first, second, third = (
        make_mention(claim, claim.text[:3], "x") for claim in (claims[0], claims[2], claims[3])
    )

    judged = judge([first, second, third])

    assert [pair[:2] for pair in judged] == [(first, second), (first, third), (second, third)]


class Certain(SameQuestionModel):
    """Gives every pair the same probability."""

    def probability(self, features: Any, facets: Any) -> Any:
        """Return the intercept for each row."""
        del facets
        return np.full(len(features), self.intercept)


@pytest.mark.parametrize(("probability", "kept"), [(0.29, 0), (0.3, 1), (0.31, 1)])
def test_a_pair_is_kept_at_or_above_the_least_probability(
    claims: list[Claim], evidence: Evidence, probability: float, kept: int
) -> None:
    judged = judge([make_mention(claims[0], "12"), make_mention(claims[2], "21")])

    found = compare_mentions(
        judged, evidence, {}, model=Certain({}, probability), settings=SETTINGS
    )

    assert len(found) == kept


def test_a_facet_that_knows_the_question_is_believed_over_the_model(
    claims: list[Claim], evidence: Evidence
) -> None:
    left, right = make_mention(claims[0], "12"), make_mention(claims[2], "21")
    judged = [(left, right, Judgement(Level.DIFFERENT, "aligned", alignment=0.8))]

    (found,) = compare_mentions(judged, evidence, {}, model=Certain({}, 0.1), settings=SETTINGS)

    assert found.same_question == 0.8


def test_no_pairs_make_no_comparisons(evidence: Evidence) -> None:
    assert compare_mentions([], evidence, {}, model=Certain({}, 0.9), settings=SETTINGS) == []


def says(article: str, n: int, value: str) -> Mention:
    """A mention in the n-th claim of an article."""
    return make_mention(make_claim(f"{value} cracks", f"c{article[1:]}{n}", article), value)


def settle(*comparisons: Comparison) -> list[Comparison]:
    return settle_rivals(comparisons, settings=SETTINGS)


TWELVE, TWENTY_ONE = says("a1", 1, "12"), says("a2", 1, "21")


def test_a_difference_without_a_rival_stays_as_it_is() -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8)

    assert settle(difference) == [difference]


def test_agreements_always_stay() -> None:
    agreements = [
        compared(TWELVE, says("a2", 2, "12"), Level.EQUAL, 0.9),
        compared(TWELVE, says("a2", 3, "12"), Level.COMPATIBLE, 0.4),
    ]

    assert settle(*agreements) == agreements


@pytest.mark.parametrize(("likelihood", "stays"), [(0.76, False), (0.50, False), (0.45, True)])
def test_an_equal_value_elsewhere_in_the_article_sets_a_difference_aside(
    likelihood: float, stays: bool
) -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8)
    rival = compared(TWELVE, says("a2", 2, "12"), Level.EQUAL, likelihood)

    kept = [(c.left, c.right) for c in settle(difference, rival)]

    assert ((TWELVE, TWENTY_ONE) in kept) is stays


@pytest.mark.parametrize(("likelihood", "stays"), [(0.81, False), (0.80, False), (0.79, True)])
def test_a_compatible_value_must_be_as_likely_to_set_a_difference_aside(
    likelihood: float, stays: bool
) -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8)
    rival = compared(TWELVE, says("a2", 2, "about 12"), Level.COMPATIBLE, likelihood)

    assert (difference in settle(difference, rival)) is stays


def test_a_value_that_the_other_article_states_too_is_doubted() -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8)
    elsewhere = compared(says("a2", 5, "12"), says("a3", 1, "30"), Level.DIFFERENT, 0.4)

    (kept,) = [c for c in settle(difference, elsewhere) if c.left == TWELVE]

    assert kept.same_question == pytest.approx(0.8 * SETTINGS.stated_elsewhere)


@pytest.mark.parametrize(("likelihood", "stays"), [(0.79, True), (0.81, True), (0.9, False)])
def test_of_two_counterparts_the_clearly_likelier_one_is_kept(
    likelihood: float, stays: bool
) -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8)
    other = compared(TWELVE, says("a2", 2, "30"), Level.DIFFERENT, likelihood)

    assert (difference in settle(difference, other)) is stays


def test_a_better_partner_on_either_side_counts() -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.6)
    better = compared(says("a1", 2, "30"), TWENTY_ONE, Level.DIFFERENT, 0.9)

    assert settle(difference, better) == [better]


def test_partners_in_a_third_article_do_not_count() -> None:
    difference = compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.6)
    elsewhere = compared(TWELVE, says("a3", 1, "30"), Level.DIFFERENT, 0.9)

    assert difference in settle(difference, elsewhere)


def test_settling_does_not_depend_on_order() -> None:
    several = [
        compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8),
        compared(TWELVE, says("a2", 2, "12"), Level.EQUAL, 0.7),
        compared(TWELVE, says("a3", 1, "30"), Level.DIFFERENT, 0.9),
        compared(says("a1", 2, "31"), says("a3", 1, "30"), Level.PROGRESSED, 0.5),
    ]

    assert set(settle(*several)) == set(settle(*reversed(several)))


def test_nothing_to_settle_settles_to_nothing() -> None:
    assert settle() == []


class FakeReader:
    """Reads as entailed what is contained, and keeps count of what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Any:
        self.asked += pairs
        return np.array([[0.8, 0.1, 0.1] if b in a else [0.1, 0.2, 0.7] for a, b in pairs])


def statement(claim: Claim, words: str) -> Mention:
    return make_mention(claim, words, facet="polarity")


def test_statements_of_two_articles_are_read_in_both_directions(claims: list[Claim]) -> None:
    reader = FakeReader()
    encoder = WordEncoder()
    rows = encoder.encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), encoder, lambda: reader)
    other = next(c for c in claims if c.article != claims[0].article)
    left, right = statement(claims[0], claims[0].text), statement(other, other.text[:9])
    differ = Judgement(Level.DIFFERENT, "they differ")

    (row,) = pair_features([(left, right, differ)], evidence, {})

    assert sorted(reader.asked) == sorted([(left.text, right.text), (right.text, left.text)])
    assert told(row)["entailed"] >= told(row)["entailed_both"]
    assert told(row)["contradicted"] == pytest.approx(0.7)


def test_values_are_compared_by_type_and_not_read(claims: list[Claim]) -> None:
    def load() -> FakeReader:
        raise AssertionError("no model is needed")

    encoder = WordEncoder()
    rows = encoder.encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), encoder, load)
    left, right = make_mention(claims[0], "12"), make_mention(claims[2], "21")

    (row,) = pair_features([(left, right, Judgement(Level.DIFFERENT, "why"))], evidence, {})

    assert told(row)["entailed"] == told(row)["contradicted"] == 0.0


UNIT = st.floats(0, 1)


@given(
    st.lists(st.floats(-1, 1), min_size=len(FEATURES), max_size=len(FEATURES)),
    st.sampled_from([(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]),
    st.tuples(UNIT, UNIT, UNIT),
)
def test_no_reading_leads_beyond_the_most_that_one_can(
    unread: list[float], level: tuple[float, float], reading: tuple[float, float, float]
) -> None:
    model = SameQuestionModel.shipped()
    row = np.array([unread])
    row[0, [FEATURES.index("equal"), FEATURES.index("compatible")]] = level
    read = row.copy()
    read[0, [FEATURES.index(name) for name in READINGS]] = reading

    most, least = model.most(row, ["polarity"]), model.probability(read, ["polarity"])

    assert most[0] >= least[0] - 1e-12


class Reads(SameQuestionModel):
    """Holds a pair for as likely one question as one statement follows from the other."""

    def probability(self, features: Any, facets: Sequence[str]) -> Any:
        """Return the intercept and a fifth of what a reading says, for each row."""
        del facets
        return self.intercept + 0.2 * features[:, FEATURES.index("entailed")]


@pytest.mark.parametrize(
    ("level", "likelihood", "is_read"),
    [
        (Level.EQUAL, 0.0, False),  # 0.20 at most: no agreement could be reported
        (Level.EQUAL, 0.06, True),
        (Level.DIFFERENT, 0.0, True),  # differences are reported at less
    ],
)
def test_statements_are_read_where_that_can_get_them_reported(
    claims: list[Claim], level: Level, likelihood: float, is_read: bool
) -> None:
    reader = FakeReader()
    evidence = replace(evidence_of(EVENT), load_reader=lambda: reader)
    other = next(c for c in claims if c.article != claims[0].article)
    pair = statement(claims[0], claims[0].text), statement(other, other.text)

    compare_mentions(
        [(*pair, Judgement(level, "why"))],
        evidence,
        {},
        model=Reads({"entailed": 1.0}, likelihood),
        settings=SETTINGS,
    )

    assert bool(reader.asked) is is_read


def test_the_same_words_follow_from_one_another_unread(claims: list[Claim]) -> None:
    reader = FakeReader()
    evidence = replace(evidence_of(EVENT), load_reader=lambda: reader)
    pair = statement(claims[0], "in the pier"), statement(claims[2], "in the pier")

    (row,) = pair_features([(*pair, Judgement(Level.EQUAL, "why"))], evidence, {})

    assert not reader.asked
    assert [told(row)[name] for name in READINGS] == [1.0, 1.0, 0.0]


def test_no_features_are_asked_for_where_the_facet_itself_tells(claims: list[Claim]) -> None:
    class Silent(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            raise AssertionError(f"no need to embed {texts}")

    evidence = replace(evidence_of(EVENT), encoder=Silent())
    left, right = make_mention(claims[0], "12"), make_mention(claims[2], "21")
    judgement = Judgement(Level.DIFFERENT, "why", 0.5, alignment=0.8)

    (found,) = compare_mentions(
        [(left, right, judgement)], evidence, {}, model=Certain({}, 0.9), settings=SETTINGS
    )

    assert found.same_question == pytest.approx(0.4)
