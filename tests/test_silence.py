"""What is withheld and what is left out; silence of an article on another matter is neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from builders import PlainFacet, WordEncoder, compared, make_event, make_mention

from consistency.clusters import term_rows
from consistency.evidence import Evidence
from consistency.records import Article, Comparison, Judgement, Level, Mention, Slot
from consistency.refusals import Declined
from consistency.settings import FindingSettings, Settings
from consistency.silence import Gap, Silence
from consistency.withholding import _likeliest
from consistency.worth import worth_of

SETTINGS = FindingSettings(
    difference=0.5, agreement=0.5, gap=0.45, gaps_per_claim=1.0, covers=0.45, restates=1.0
)
ARTICLES, CLAIMS = make_event(
    ["Inspectors found 12 cracks in the north pier.", "Tolls stay at 3 crowns."],
    ["Inspectors found cracks in the north pier."],
    ["A dog barked twice near a bakery."],
    ["Inspectors would not say how many cracks are in the north pier."],
)
CRACKS = make_mention(CLAIMS[0], "12", facet="quantity", slot=Slot(head="crack", role="count"))
TOLLS = make_mention(CLAIMS[1], "3 crowns", facet="quantity", slot=Slot(head="crown"))
REFUSAL = make_mention(
    CLAIMS[4],
    "would not say how many cracks",
    Declined("would not say how many cracks", "How many cracks?"),
    facet="quantity",
    slot=Slot(head="how many", role="declined", modifiers=frozenset({"crack", "pier"})),
)


def find(
    mentions: Sequence[Mention],
    comparisons: Sequence[Comparison] = (),
    *,
    refusals: Sequence[Mention] = (),
    settings: FindingSettings = SETTINGS,
    centrality: float = 1.0,
    articles: Sequence[Article] = ARTICLES,
    also_says: str = "",
    differing: Sequence[Sequence[Mention]] = (),
) -> list[Gap]:
    """Gaps among the claims above, all of them equally central."""
    encoder = WordEncoder()
    rows = encoder.encode([c.text for c in CLAIMS])
    claims = [replace(c, text=f"{c.text} {also_says}") if c.article == "a2" else c for c in CLAIMS]
    evidence = Evidence(claims, rows, term_rows(CLAIMS), encoder)
    facets = {"quantity": PlainFacet(Settings()), "polarity": PlainFacet(Settings())}
    central = np.full(len(CLAIMS), centrality)
    silence = Silence(evidence, articles, facets, central, settings, refusals)
    return silence.find(mentions, comparisons, differing)


def test_a_detail_that_others_on_the_matter_leave_out_is_a_gap() -> None:
    (gap,) = find([CRACKS])

    assert gap.mentions == (CRACKS,)
    assert gap.question == "What about the crack?"


def test_only_articles_that_cover_the_matter_are_silent_on_it() -> None:
    (gap,) = find([CRACKS])

    assert "a2" in gap.silent
    assert "a3" not in gap.silent
    assert "a1" not in gap.silent


def test_a_detail_on_a_matter_no_other_article_covers_is_no_gap() -> None:
    assert find([TOLLS]) == []


def test_an_article_that_answers_alike_is_not_silent() -> None:
    also = make_mention(CLAIMS[2], "cracks", "12", facet="quantity")

    gaps = find([CRACKS], [compared(CRACKS, also, Level.EQUAL, 0.9)])

    assert [gap for gap in gaps if "a2" in gap.silent] == []


def test_an_article_that_answers_otherwise_is_not_silent() -> None:
    also = make_mention(CLAIMS[2], "cracks", "21", facet="quantity")

    gaps = find([CRACKS], [compared(CRACKS, also, Level.DIFFERENT, 0.9)])

    assert [gap for gap in gaps if "a2" in gap.silent] == []


def test_a_comparison_about_another_question_is_no_answer() -> None:
    also = make_mention(CLAIMS[2], "cracks", "12", facet="quantity")

    (gap,) = find([CRACKS], [compared(CRACKS, also, Level.DIFFERENT, 0.05)])

    assert "a2" in gap.silent


def test_an_article_that_has_the_words_elsewhere_is_not_silent() -> None:
    gaps = find([CRACKS], also_says="A dozen, or\n12, gulls.")

    assert [gap for gap in gaps if "a2" in gap.silent] == []


def test_a_longer_number_that_contains_the_words_does_not_state_them() -> None:
    assert len(find([CRACKS], also_says="Since 2012.")) == 1


def test_words_outside_any_claim_state_nothing() -> None:
    articles = [replace(a, text=f"{a.text} Read also: 12 gulls.") for a in ARTICLES]

    assert len(find([CRACKS], articles=articles)) == 1


@pytest.mark.parametrize(("restates", "n_gaps"), [(0.5, 0), (1.0, 1)])
def test_an_article_that_says_nearly_the_same_sentence_is_not_silent(
    restates: float, n_gaps: int
) -> None:
    assert len(find([CRACKS], settings=replace(SETTINGS, restates=restates))) == n_gaps


def test_statements_as_such_are_never_missed() -> None:
    assert find([replace(CRACKS, facet="polarity")]) == []


@pytest.mark.parametrize(("least", "n_gaps"), [(0.69, 1), (0.7, 1), (0.71, 0)])
def test_a_gap_is_reported_at_or_above_its_confidence(least: float, n_gaps: int) -> None:
    settings = replace(SETTINGS, gap=least)
    assert len(find([CRACKS], settings=settings, centrality=0.5)) == n_gaps


def test_confidence_falls_with_centrality() -> None:
    (central,), (aside,) = find([CRACKS]), find([CRACKS], centrality=0.5)

    assert central.confidence > aside.confidence


def test_a_claim_has_at_most_one_gap() -> None:
    pier = make_mention(CLAIMS[0], "north", facet="quantity")

    assert len(find([CRACKS, pier])) == 1


def test_no_more_gaps_are_shown_than_the_share_of_claims_allows() -> None:
    assert find([CRACKS], settings=replace(SETTINGS, gaps_per_claim=0.0)) == []


def test_a_refusal_is_set_beside_the_passage_that_answers_it() -> None:
    (gap,) = find([CRACKS, TOLLS], refusals=[REFUSAL])

    assert set(gap.mentions) == {REFUSAL, CRACKS}
    assert gap.question == "How many cracks?"
    assert REFUSAL.text in gap.explanation


def test_a_refusal_counts_its_own_article_as_silent_and_the_answering_one_not() -> None:
    (gap,) = find([CRACKS], refusals=[REFUSAL])

    assert "a4" in gap.silent
    assert "a1" not in gap.silent


def test_an_answer_of_another_kind_of_thing_is_no_answer() -> None:
    gaps = find([replace(CRACKS, slot=Slot(head="inspector"))], refusals=[REFUSAL])

    assert [gap.mentions for gap in gaps if REFUSAL in gap.mentions] == [(REFUSAL,)]


def test_a_refusal_within_one_article_is_not_answered_by_that_article() -> None:
    own = make_mention(CLAIMS[4], "cracks", facet="quantity", slot=Slot(head="crack"))

    gaps = find([own], refusals=[REFUSAL])

    assert [gap for gap in gaps if own in gap.mentions and REFUSAL in gap.mentions] == []


def test_nothing_stated_leaves_nothing_out() -> None:
    assert find([]) == []


def test_the_narrower_of_two_answers_is_shown() -> None:
    wide = make_mention(CLAIMS[0], "pier", facet="quantity", slot=Slot(head="pier"))
    narrow = make_mention(CLAIMS[0], "north pier", facet="quantity", slot=Slot(head="pier"))

    assert _likeliest([(0.9, wide), (0.5, narrow), (0.4, wide)]) == [narrow]


@pytest.mark.parametrize(("value", "worth"), [("1", 0.0), ("2", 0.0), ("3", 1.0), ("12", 1.0)])
def test_one_or_two_of_a_thing_is_a_way_of_speaking(value: str, worth: float) -> None:
    count = make_mention(CLAIMS[0], "12", value, facet="quantity", slot=Slot(role="count"))

    assert worth_of(count) == worth


# --- versions of one article ---------------------------------------------------------------------


def with_versions(**before: str) -> list[Article]:
    return [replace(a, version_of=before.get(a.id)) for a in ARTICLES]


def test_versions_of_one_article_leave_nothing_out_of_one_another() -> None:
    for articles in (with_versions(a2="a1", a4="a2"), with_versions(a1="a2", a4="a1")):
        assert find([CRACKS], articles=articles) == []


def test_versions_that_leave_the_same_out_are_one_source() -> None:
    (gap,) = find([CRACKS], articles=with_versions(a4="a2"))

    assert set(gap.silent) == {"a2", "a4"}
    assert "one source covering the matter does not state it" in gap.explanation


def test_an_article_whose_other_version_answers_otherwise_is_not_silent() -> None:
    also = make_mention(CLAIMS[2], "cracks", "14", facet="quantity")
    judged = compared(CRACKS, also, level=Level.DIFFERENT, same_question=0.9)

    assert find([CRACKS], [judged], articles=with_versions(a4="a2")) == []


def test_a_later_version_neither_answers_its_own_refusal_nor_is_silent_on_it() -> None:
    gap, *_ = find([CRACKS], refusals=[REFUSAL], articles=with_versions(a4="a1"))

    assert gap.mentions == (REFUSAL,)
    assert "a4" in gap.silent
    assert "a1" not in gap.silent


AGAIN = make_mention(
    CLAIMS[3],
    "twice",
    Declined("nobody counted the cracks", "How many?"),
    facet="quantity",
    slot=Slot(head="how many", role="declined", modifiers=frozenset({"crack"})),
)


def test_refusals_of_one_question_are_one_gap() -> None:
    (gap,) = find([CRACKS], refusals=[REFUSAL, AGAIN])

    assert gap.mentions[:2] == (REFUSAL, AGAIN)
    assert gap.question == "How many cracks?"
    assert gap.explanation.startswith("2 sources say this was not given")
    assert {"a3", "a4"} <= set(gap.silent)


def test_refusals_of_two_questions_are_two_gaps() -> None:
    ferries = replace(AGAIN, slot=replace(AGAIN.slot, modifiers=frozenset({"ferry"})))

    assert len(find([], refusals=[REFUSAL, ferries])) == 2


@pytest.mark.parametrize(
    ("name", "text", "n_answers"),
    [
        ("Ada Marsh", "The driver was Ada Marsh, a nurse.", 1),
        ("Marsh", "The driver, Marsh, was hurt.", 0),
        ("Ada Marsh", "Ada Marsh was at the pier.", 0),
    ],
    ids=["a person told of as the driver", "a bare word", "somebody else"],
)
def test_a_withheld_name_is_answered_by_the_full_name_of_whom_it_is_asked_of(
    name: str, text: str, n_answers: int
) -> None:
    articles, claims = make_event([text], ["Police would not name the driver of the car."])
    named = make_mention(claims[0], name, facet="name", slot=Slot(role="holder"))
    refusal = make_mention(
        claims[1],
        "would not name the driver",
        Declined("would not name the driver", "Who?"),
        facet="name",
        slot=Slot(head="driver", role="declined", modifiers=frozenset({"driver"})),
    )
    rows = WordEncoder().encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), WordEncoder())
    facets = {"name": PlainFacet(Settings())}
    near = replace(SETTINGS, answers=0.0, answers_along=0.0)
    silence = Silence(evidence, articles, facets, np.ones(2), near, [refusal])

    gap, *_ = silence.find([named], [])

    assert len(gap.mentions) == 1 + n_answers


@pytest.mark.parametrize(("value", "is_silent"), [("12", False), ("13", False), ("?", True)])
def test_a_detail_in_the_same_role_of_a_like_claim_breaks_the_silence(
    value: str, is_silent: bool
) -> None:
    other = make_mention(
        CLAIMS[2], "north", value, facet="quantity", slot=Slot(head="crack", role="count")
    )
    settings = replace(SETTINGS, answers_alike=0.5, answers_otherwise=0.8)

    (gap,) = [g for g in find([CRACKS, other], settings=settings) if CRACKS in g.mentions]

    assert ("a2" in gap.silent) is is_silent


def test_a_detail_in_a_claim_far_off_does_not_break_the_silence() -> None:
    other = make_mention(
        CLAIMS[2], "north", "13", facet="quantity", slot=Slot(head="crack", role="count")
    )
    settings = replace(SETTINGS, answers_otherwise=1.0)

    (gap,) = [g for g in find([CRACKS, other], settings=settings) if CRACKS in g.mentions]

    assert "a2" in gap.silent


@pytest.mark.parametrize(("days", "n_gaps"), [(("Monday", "Monday"), 1), (("Monday", "Friday"), 2)])
def test_a_day_that_others_leave_out_is_missed_once_an_article(
    days: tuple[str, str], n_gaps: int
) -> None:
    articles, claims = make_event(
        ["The north pier closed then.", "The north pier was searched then."],
        ["The north pier is closed and was searched."],
    )
    dates = [
        make_mention(claim, "then", day, facet="date", slot=Slot(head=event, role="on"))
        for claim, day, event in zip(claims, days, ("close", "search"), strict=False)
    ]
    rows = WordEncoder().encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), WordEncoder())
    silence = Silence(
        evidence, articles, {"date": PlainFacet(Settings())}, np.ones(len(claims)), SETTINGS
    )

    assert len(silence.find(dates, [])) == n_gaps


@pytest.mark.parametrize(
    ("facet", "role", "text", "is_rough"),
    [
        ("quantity", "duration", "a few seconds", True),
        ("quantity", "duration", "90 minutes", False),
        ("quantity", "count", "thousands", True),
        ("quantity", "count", "dozens of the 500", False),
        ("quantity", "money", "tens of thousands of dollars", False),
        ("quantity", "lag", "more than a week", True),
        ("date", "on", "this weekend", True),
        ("date", "start", "a decade ago", True),
        ("date", "on", "last Tuesday", False),
        ("date", "on", "December", False),
    ],
)
def test_a_rough_detail_is_worth_half(facet: str, role: str, text: str, is_rough: bool) -> None:
    _, (claim,) = make_event([f"It was {text}."])
    slot = Slot(head="visit", role=role)
    mention = make_mention(claim, text, facet=facet, slot=slot)
    exact = replace(mention, text="exact")

    assert worth_of(mention) == pytest.approx(worth_of(exact) * (0.5 if is_rough else 1.0))


@pytest.mark.parametrize(("head", "worth"), [("be", 0.0), ("visit", 0.8)])
def test_a_date_of_nothing_is_not_missed(head: str, worth: float) -> None:
    _, (claim,) = make_event(["That was on Monday."])
    mention = make_mention(claim, "Monday", facet="date", slot=Slot(head=head, role="on"))

    assert worth_of(mention) == worth


@pytest.mark.parametrize(
    ("role", "value", "is_silent"),
    [("duration", "12", False), ("duration", "13", True), ("count", "12", True)],
)
def test_the_same_span_of_time_in_a_like_claim_breaks_the_silence(
    role: str, value: str, is_silent: bool
) -> None:
    slot = Slot(head="crack", role=role)
    other = make_mention(CLAIMS[2], "north", value, facet="quantity", slot=slot)
    settings = replace(SETTINGS, answers_likely=0.5, answers_alike=1.0, answers_otherwise=1.0)

    found = find([replace(CRACKS, slot=slot), other], settings=settings)

    assert ("a2" in found[0].silent) is is_silent


@pytest.mark.parametrize(("predicate", "is_silent"), [("injure", False), ("find", True)])
def test_as_many_of_one_fate_break_the_silence_wherever_they_are_told(
    predicate: str, is_silent: bool
) -> None:
    slot = Slot(head="person", role="count", predicate=predicate)
    other = make_mention(CLAIMS[2], "north", "12", facet="quantity", slot=slot)
    settings = replace(SETTINGS, answers_likely=1.0, answers_alike=1.0, answers_otherwise=1.0)

    found = find([replace(CRACKS, slot=slot), other], settings=settings)

    assert ("a2" in found[0].silent) is is_silent


@pytest.mark.parametrize(("role", "is_silent"), [("duration", False), ("count", True)])
def test_a_span_of_time_that_agrees_in_a_like_claim_breaks_the_silence(
    role: str, is_silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreeing = Judgement(Level.COMPATIBLE, "at least 18 months, a year and a half")
    monkeypatch.setattr(PlainFacet, "compare", lambda *_: agreeing)
    slot = Slot(head="crack", role=role)
    other = make_mention(CLAIMS[2], "north", "18 months", facet="quantity", slot=slot)
    settings = replace(SETTINGS, answers_likely=0.5, answers_alike=1.0, answers_otherwise=1.0)

    found = find([replace(CRACKS, slot=slot), other], settings=settings)

    assert ("a2" in found[0].silent) is is_silent


def test_a_gap_beside_a_difference_tells_of_all_that_is_stated_once() -> None:
    otherwise = make_mention(CLAIMS[4], "how many", "21", facet="quantity", slot=CRACKS.slot)
    both = [CRACKS, otherwise]

    apart, together = find(both), find(both, differing=[both])

    assert apart[0].mentions == (CRACKS,)
    assert apart[0].explanation.startswith("Stated by one source; ")
    assert [set(gap.mentions) for gap in together] == [set(both)]
    assert [gap.silent for gap in together] == [("a2",)]
    assert together[0].explanation.startswith("Stated by 2 sources, which differ; one source")


def test_who_states_the_other_side_of_a_difference_is_not_silent() -> None:
    otherwise = make_mention(CLAIMS[2], "cracks", "21", facet="quantity", slot=CRACKS.slot)

    gaps = find([CRACKS], differing=[[CRACKS, otherwise]])

    assert [gap for gap in gaps if "a2" in gap.silent] == []
