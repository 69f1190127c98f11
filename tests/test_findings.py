"""Comparisons to findings: one question a finding, merged, counted and ranked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from builders import (
    PlainFacet,
    WordEncoder,
    compared,
    make_article,
    make_event,
    make_mention,
)

from consistency.clusters import term_rows
from consistency.evidence import Evidence
from consistency.findings import FindingMaker, make_findings, rank_findings, severity_of
from consistency.records import Article, Claim, Comparison, Copy, Finding, Level, Mention
from consistency.settings import FindingSettings, Settings
from consistency.silence import Silence

SETTINGS = FindingSettings(
    difference=0.5, difference_within=0.7, agreement=0.5, gap=0.45, gaps_per_claim=0.0
)
ARTICLES, CLAIMS = make_event(
    ["Inspectors found 12 cracks.", "The pier opened in 1987.", "Repairs cost 4 million."],
    ["Inspectors counted 21 cracks.", "It opened in 1987.", "It will cost 5 million."],
    ["There are 12 cracks.", "Since 1987 the pier has stood.", "Ines Vara is mayor."],
    ["There are some cracks.", "The pier is old.", "It is closed."],
)


def mention(claim: int, words: str, value: str | None = None, **changes: Any) -> Mention:
    """A mention in one of the claims above, counted from 1."""
    return make_mention(CLAIMS[claim - 1], words, value, **changes)


TWELVE, TWENTY_ONE, TWELVE_TOO = mention(1, "12"), mention(4, "21"), mention(7, "12")
YEAR, YEAR_TOO, YEAR_THREE = mention(2, "1987"), mention(5, "1987"), mention(8, "1987")
FOUR, FIVE = mention(3, "4 million"), mention(6, "5 million")


def make(
    *comparisons: Comparison,
    copies: Sequence[Copy] = (),
    articles: Sequence[Article] = ARTICLES,
    claims: Sequence[Claim] = CLAIMS,
    centrality: Sequence[float] | None = None,
    settings: FindingSettings = SETTINGS,
) -> list[Finding]:
    """Make findings of these comparisons; every claim is as central as any other."""
    encoder = WordEncoder()
    rows = encoder.encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), encoder)
    central = np.array(centrality or [0.5] * len(claims))
    facets = {"plain": PlainFacet(Settings()), "quote": PlainFacet(Settings())}
    silence = Silence(evidence, articles, facets, central, settings)
    maker = FindingMaker(evidence, articles, copies, facets, central, silence, settings)
    mentions = {m: None for c in comparisons for m in (c.left, c.right)}
    return make_findings(maker, comparisons, list(mentions))


def stated(finding: Finding) -> list[tuple[str, str]]:
    return [(v.article, v.value) for v in finding.values]


def test_no_comparisons_make_no_findings() -> None:
    assert make() == []


def test_a_difference_is_a_conflict_with_a_value_a_source() -> None:
    (finding,) = make(compared(TWENTY_ONE, TWELVE, Level.DIFFERENT, 0.9))

    assert (finding.kind, finding.scope) == ("conflict", "across")
    assert stated(finding) == [("a1", "12"), ("a2", "21")]
    assert finding.question == "What about the thing?"
    assert "different" in finding.explanation


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (Level.DIFFERENT, "conflict"),
        (Level.PROGRESSED, "update"),
        (Level.EQUAL, "agreement"),
        (Level.COMPATIBLE, "agreement"),
    ],
)
def test_each_level_has_its_kind(level: Level, kind: str) -> None:
    assert [f.kind for f in make(compared(TWELVE, TWENTY_ONE, level))] == [kind]


def test_declining_to_say_is_no_difference() -> None:
    assert make(compared(TWELVE, TWENTY_ONE, Level.DECLINED)) == []


def test_a_differing_quotation_is_a_quote_change() -> None:
    left, right = replace(TWELVE, facet="quote"), replace(TWENTY_ONE, facet="quote")

    assert [f.kind for f in make(compared(left, right, Level.DIFFERENT))] == ["quote_change"]


def test_values_cite_the_claim_and_the_deciding_words() -> None:
    (finding,) = make(compared(TWELVE, TWENTY_ONE, Level.DIFFERENT))

    for value in finding.values:
        text = ARTICLES[int(value.article[1:]) - 1].text
        assert text[value.span.start : value.span.end] == value.text
        assert value.claim_span.start <= value.span.start <= value.span.end <= value.claim_span.end


def test_a_speaker_of_the_claim_speaks_the_mention_too() -> None:
    claims = [replace(c, speaker="Ines Vara") if c.id == "c1" else c for c in CLAIMS]

    (finding,) = make(compared(TWELVE, TWENTY_ONE, Level.DIFFERENT), claims=claims)

    assert [v.speaker for v in finding.values] == ["Ines Vara", None]


@pytest.mark.parametrize(("likelihood", "n_findings"), [(0.49, 0), (0.5, 1), (0.51, 1)])
@pytest.mark.parametrize("level", [Level.DIFFERENT, Level.EQUAL])
def test_a_finding_is_made_at_or_above_its_threshold(
    likelihood: float, n_findings: int, level: Level
) -> None:
    assert len(make(compared(TWELVE, TWENTY_ONE, level, likelihood))) == n_findings


@pytest.mark.parametrize(("likelihood", "n_findings"), [(0.69, 0), (0.7, 1)])
def test_a_difference_inside_one_article_must_be_surer(likelihood: float, n_findings: int) -> None:
    found = make(compared(TWELVE, FOUR, Level.DIFFERENT, likelihood))

    assert len(found) == n_findings
    assert {f.scope for f in found} <= {"within"}


def test_confidence_is_how_sure_the_comparison_is() -> None:
    (finding,) = make(compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.8))

    assert finding.confidence == pytest.approx(0.8)


def test_agreement_inside_one_article_is_no_finding() -> None:
    assert make(compared(TWELVE, FOUR, Level.EQUAL)) == []


def test_differences_that_share_a_mention_are_one_finding() -> None:
    some = mention(10, "some")

    (finding,) = make(
        compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.9),
        compared(TWENTY_ONE, TWELVE_TOO, Level.DIFFERENT, 0.8),
        compared(TWELVE, some, Level.DIFFERENT, 0.7),
    )

    assert stated(finding) == [("a1", "12"), ("a2", "21"), ("a3", "12"), ("a4", "some")]
    assert finding.confidence == 0.9


@pytest.mark.parametrize(
    ("sureness", "is_cited"), [(0.9, True), (0.55, True), (0.45, True), (0.4, False)]
)
def test_who_agrees_with_a_side_of_a_difference_is_cited_unless_it_is_far_less_sure(
    sureness: float, is_cited: bool
) -> None:
    (finding,) = (
        f
        for f in make(
            compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.9),
            compared(TWELVE, TWELVE_TOO, Level.EQUAL, sureness),
            settings=replace(SETTINGS, agreement=0.25, sides=0.5),
        )
        if f.kind == "conflict"
    )

    assert (("a3", "12") in stated(finding)) is is_cited
    assert stated(finding)[:2] == [("a1", "12"), ("a2", "21")]


def test_differences_about_two_things_are_two_findings() -> None:
    found = make(
        compared(TWELVE, TWENTY_ONE, Level.DIFFERENT), compared(FOUR, FIVE, Level.DIFFERENT)
    )

    assert sorted(map(stated, found)) == [
        [("a1", "12"), ("a2", "21")],
        [("a1", "4 million"), ("a2", "5 million")],
    ]


def test_an_article_that_says_nothing_of_a_question_is_in_no_value() -> None:
    (finding,) = make(compared(TWELVE, TWENTY_ONE, Level.DIFFERENT))

    assert "a4" not in {v.article for v in finding.values}


AGREEMENTS = (
    compared(YEAR, YEAR_TOO, Level.EQUAL, 0.9),
    compared(YEAR_TOO, YEAR_THREE, Level.EQUAL, 0.8),
)


def test_mentions_that_agree_in_a_chain_are_one_agreement() -> None:
    (finding,) = make(*AGREEMENTS)

    assert stated(finding) == [("a1", "1987"), ("a2", "1987"), ("a3", "1987")]
    assert finding.independent_reports == 3


@pytest.mark.parametrize(
    ("copies", "n_independent"),
    [
        ([], 3),
        ([Copy("a2", "a1", 0.9, "copy")], 2),
        ([Copy("a2", "a1", 0.9, "copy"), Copy("a3", "a2", 0.5, "rewrite")], 1),
        ([Copy("a4", "a1", 0.9, "copy")], 3),
    ],
)
def test_a_reprint_is_no_further_report(copies: list[Copy], n_independent: int) -> None:
    (finding,) = make(*AGREEMENTS, copies=copies)

    assert finding.independent_reports == n_independent


def test_two_copies_of_a_third_article_are_one_report() -> None:
    copies = [Copy("a1", "a3", 0.9, "copy"), Copy("a2", "a3", 0.9, "copy")]

    (finding,) = make(AGREEMENTS[0], copies=copies)

    assert finding.independent_reports == 1


SEVERAL = (
    *AGREEMENTS,
    compared(TWELVE, TWENTY_ONE, Level.DIFFERENT, 0.9),
    compared(TWENTY_ONE, TWELVE_TOO, Level.DIFFERENT, 0.8),
)


def test_differences_come_before_what_is_unstated_and_agreements_last() -> None:
    conflict, agreement = make(*SEVERAL)
    unstated = replace(agreement, id="f0", kind="unstated", confidence=0.99)

    ranked = rank_findings([agreement, unstated, conflict])

    assert [f.kind for f in ranked] == ["conflict", "unstated", "agreement"]


def test_ranks_count_from_1_and_ids_are_unique() -> None:
    found = make(*SEVERAL)

    assert [f.rank for f in found] == [1, 2]
    assert len({f.id for f in found}) == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_comparisons_changes_nothing(seed: int) -> None:
    shuffled = list(SEVERAL)
    random.Random(seed).shuffle(shuffled)

    assert make(*shuffled) == make(*SEVERAL)


def test_ids_do_not_depend_on_the_numbers_of_articles_and_claims() -> None:
    renumbered = {"a1": "a7", "a2": "a5", "a3": "a6", "a4": "a4"}
    articles = [replace(a, id=renumbered[a.id]) for a in ARTICLES]
    claims = [replace(c, id=f"{c.id}0", article=renumbered[c.article]) for c in CLAIMS]

    def moved(m: Mention) -> Mention:
        return replace(m, article=renumbered[m.article], claim=f"{m.claim}0")

    again = [replace(c, left=moved(c.left), right=moved(c.right)) for c in SEVERAL]

    found = make(*again, articles=articles, claims=claims)

    assert {f.id for f in found} == {f.id for f in make(*SEVERAL)}


def test_ids_change_with_the_evidence() -> None:
    (one,) = make(compared(TWELVE, TWENTY_ONE, Level.DIFFERENT))
    (other,) = make(compared(FOUR, TWENTY_ONE, Level.DIFFERENT))

    assert one.id != other.id


@pytest.mark.parametrize("kind", ["conflict", "update", "quote_change", "agreement"])
def test_severity_rises_with_centrality(kind: str) -> None:
    steps = [severity_of(n / 100, kind) for n in range(101)]

    assert steps[0] == "low"
    assert steps[-1] == "high"
    assert steps == sorted(steps, key=["low", "medium", "high"].index)


def test_silence_matters_at_most_as_much_as_a_difference() -> None:
    rising = ["low", "medium", "high"].index
    for n in range(101):
        silence, difference = severity_of(n / 100, "unstated"), severity_of(n / 100, "conflict")
        assert rising(silence) <= rising(difference)
    assert severity_of(1.0, "unstated") == "medium"


def test_the_more_central_of_two_equally_sure_differences_comes_first() -> None:
    central = [1.0 if c.id in {"c3", "c6"} else 0.0 for c in CLAIMS]

    found = make(
        compared(TWELVE, TWENTY_ONE, Level.DIFFERENT),
        compared(FOUR, FIVE, Level.DIFFERENT),
        centrality=central,
    )

    assert [f.severity for f in found] == ["high", "low"]
    assert found[0].values[0].claim == "c3"


def test_two_articles_of_one_name_in_two_folders_keep_their_findings_apart() -> None:
    story = ["There are 12 cracks.", "There are 21 cracks."]
    _, claims = make_event(story, story)
    articles = [
        make_article("a1", " ".join(story), path="monday/story.txt"),
        make_article("a2", " ".join(story), path="tuesday/story.txt"),
    ]
    first, second, third, fourth = (
        make_mention(c, n) for c, n in zip(claims, ["12", "21", "12", "21"], strict=True)
    )

    found = make(
        compared(first, second, Level.DIFFERENT),
        compared(third, fourth, Level.DIFFERENT),
        articles=articles,
        claims=claims,
    )

    assert len({f.id for f in found}) == 2


@pytest.mark.parametrize(("shown", "n"), [(1, 1), (2, 2), (20, 2)])
def test_a_reader_is_shown_differences_first_and_what_else_there_is_room_for(
    shown: int, n: int
) -> None:
    settings = replace(SETTINGS, always_shown=shown, most_per_1000_words=0.0)

    found = make(*SEVERAL, settings=settings)

    assert len(found) == n
    assert found[0].kind == "conflict"
