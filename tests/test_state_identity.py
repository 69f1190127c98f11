"""Which finding is which: by shared passages, through new articles, other words and other kinds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from state_reports import Draft, report_of, story

from consistency.records import Article
from consistency.state import StateSettings
from consistency.state.articles import Place
from consistency.state.findings import traces_in
from consistency.state.identity import (
    Passage,
    Traces,
    evidence_of,
    likeness,
    match,
    weight,
    words_of,
)

SETTINGS = StateSettings()
WORDS = ("quay", "fire", "two", "shut", "night", "pier")

sentences = st.lists(st.sampled_from(WORDS), max_size=4).map(tuple)
passages = st.builds(Passage, st.sampled_from("xyz"), sentences, sentences, sentences)
traces = st.builds(
    Traces,
    facet=st.sampled_from(["date", "quantity"]),
    kind=st.sampled_from(["conflict", "agreement"]),
    evidence=st.sampled_from("ab"),
    passages=st.frozensets(passages, min_size=1, max_size=4),
    present=st.booleans(),
)
reports = st.lists(traces, max_size=6)


def sides(
    earlier: Sequence[Traces], later: Sequence[Traces], found: dict[int, int]
) -> list[tuple[str, str]]:
    """Return a match by content, earlier finding first."""
    return sorted((earlier[i].digest, later[j].digest) for j, i in found.items())


# What always holds


@given(reports)
def test_the_same_findings_are_all_themselves(report: list[Traces]) -> None:
    found = match(report, report, SETTINGS)
    assert len(found) == len(report)
    assert all(
        replace(report[i], present=True) == replace(report[j], present=True)
        for j, i in found.items()
    )


@given(reports, reports)
def test_each_finding_is_at_most_one_other_of_its_facet(
    earlier: list[Traces], later: list[Traces]
) -> None:
    found = match(earlier, later, SETTINGS)
    assert len(set(found.values())) == len(found)
    assert all(earlier[i].facet == later[j].facet for j, i in found.items())


@given(reports, reports)
def test_a_match_is_the_same_from_either_side(earlier: list[Traces], later: list[Traces]) -> None:
    forth = sides(earlier, later, match(earlier, later, SETTINGS))
    back = sides(later, earlier, match(later, earlier, SETTINGS))
    assert forth == sorted((a, b) for b, a in back)


@given(reports, reports, st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(
    earlier: list[Traces], later: list[Traces], chance: random.Random
) -> None:
    mixed = [chance.sample(report, len(report)) for report in (earlier, later)]
    found = sides(earlier, later, match(earlier, later, SETTINGS))
    assert sides(mixed[0], mixed[1], match(mixed[0], mixed[1], SETTINGS)) == found


@given(reports, reports)
def test_findings_of_unrelated_articles_change_nothing(
    report: list[Traces], others: list[Traces]
) -> None:
    elsewhere = [
        replace(t, passages=frozenset(replace(p, location="elsewhere") for p in t.passages))
        for t in others
    ]
    found = match(report, report + elsewhere, SETTINGS)
    assert found == match(report, report, SETTINGS)


@given(traces, st.frozensets(passages, max_size=6))
def test_a_finding_that_grows_is_still_itself(old: Traces, more: frozenset[Passage]) -> None:
    grown = replace(old, passages=old.passages | more, evidence="c", present=True)
    assert match([old], [grown], SETTINGS) == {0: 0}


@given(traces, traces)
def test_weights_are_symmetric(left: Traces, right: Traces) -> None:
    assert weight(left, right, SETTINGS) == weight(right, left, SETTINGS)


@given(passages, passages)
def test_likeness_is_symmetric_and_a_share(left: Passage, right: Passage) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert 0 <= likeness(left, right) <= 1


# Passages


def passage(sentence: str, location: str = "x") -> Passage:
    """Return a passage whose deciding words stand in brackets."""
    before, _, rest = sentence.partition("[")
    words, _, after = rest.partition("]")
    return Passage(location, words_of(before), words_of(words), words_of(after))


FIRE = "[Eleven] people were treated after the fire on the quay."


@pytest.mark.parametrize(
    "other",
    [
        FIRE,
        "[ELEVEN] people were treated, after the fire on the quay!",
        "[Twelve] people were treated after the fire on the quay.",
        "Officials said [eleven] people were treated after the fire.",
        "[Eleven people] were treated after the fire on the quay.",
    ],
)
def test_a_passage_that_is_re_worded_is_the_same(other: str) -> None:
    assert likeness(passage(FIRE), passage(other)) >= SETTINGS.passage_similarity


@pytest.mark.parametrize(
    "other",
    [
        "[Eleven] ferries were turned back.",
        "The quay reopens in [eleven] days, said the port after the fire.",
        "",
    ],
)
def test_another_statement_is_another_passage(other: str) -> None:
    assert likeness(passage(FIRE), passage(other)) < SETTINGS.passage_similarity


def test_other_words_of_a_sentence_are_another_passage() -> None:
    first = passage("[Eleven] of 40 people on the quay were treated after the fire on Monday.")
    second = passage("Eleven of [40] people on the quay were treated after the fire on Monday.")
    assert likeness(first, second) == 0
    assert likeness(first, first) == 1


def test_the_same_words_in_another_article_are_another_passage() -> None:
    assert likeness(passage(FIRE), passage(FIRE, "y")) == 0


# Findings


def located(articles: Sequence[Article], drafts: Sequence[Draft]) -> list[Traces]:
    """Return what findings of articles are known by, each article at its own path."""
    report = report_of(articles, drafts)
    return traces_in(report, {a.id: Place(a.path, a.source) for a in articles})


def articles_saying(*texts: str) -> list[Article]:
    """Return an article a text, with ids and places of their own."""
    return [replace(story(f"Paper {n}", text), id=f"a{n}") for n, text in enumerate(texts, start=1)]


def test_a_finding_survives_the_re_wording_of_one_of_its_two_sides() -> None:
    question = "How many people were treated?"
    before = articles_saying("Eleven people were treated.", "Nearly 20 people were treated.")
    after = articles_saying(
        "The ward took in a dozen of the hurt.", "Nearly 20 people were treated."
    )
    old = located(before, [Draft(question, [("a1", "Eleven", "11"), ("a2", "Nearly 20", "20")])])
    new = located(after, [Draft(question, [("a1", "a dozen", "12"), ("a2", "Nearly 20", "20")])])
    assert match(old, new, SETTINGS) == {0: 0}
    assert match(old, new, StateSettings(finding_overlap=0.51)) == {}


def test_two_numbers_of_a_sentence_stay_two_findings() -> None:
    text = "Eleven were treated and 3 died after the fire."
    draft = [Draft("How many?", [("a1", words, words)]) for words in ("Eleven", "3")]
    old = located(articles_saying(text), draft)
    new = located(articles_saying(text.replace("Eleven", "Twelve of them")), [
        Draft("How many?", [("a1", words, words)]) for words in ("3", "Twelve")
    ])  # fmt: skip
    assert match(old, new, SETTINGS) == {0: 1, 1: 0}
    assert match(old[:1], located(articles_saying(text), draft)[1:], SETTINGS) == {}


def test_of_findings_that_share_as_much_the_one_of_the_same_kind_is_it() -> None:
    one, two = passage(FIRE), passage(FIRE, "y")
    agreement = Traces("quantity", "agreement", "e", frozenset({one}))
    conflict = Traces("quantity", "conflict", "e", frozenset({one}))
    grown = Traces("quantity", "conflict", "f", frozenset({one, two}))
    assert match([agreement, conflict], [grown], SETTINGS) == {0: 1}


def test_a_finding_that_is_there_comes_before_one_that_went() -> None:
    one, two = passage(FIRE), passage(FIRE, "y")
    gone = Traces("quantity", "conflict", "e", frozenset({one}), present=False)
    there = replace(gone, present=True)
    assert match([gone, there], [there], SETTINGS) == {0: 1}
    grown = replace(there, passages=frozenset({one, two}), evidence="f")
    assert match([gone, there], [grown], SETTINGS) == {0: 1}


def test_evidence_is_the_kind_and_the_distinct_values() -> None:
    articles = articles_saying("Eleven were hurt.", "ELEVEN were hurt.", "Twelve were hurt.")

    def evidence(*passages: tuple[str, str, str], kind: str = "conflict") -> str:
        return evidence_of(report_of(articles, [Draft("?", passages, kind)]).finding_records[0])

    eleven, again, twelve = (
        ("a1", "Eleven", "11 a"),
        ("a2", "ELEVEN", "11  A"),
        ("a3", "Twelve", "12"),
    )
    assert evidence(eleven, twelve) == evidence(twelve, again, eleven)
    assert evidence(eleven, twelve) != evidence(eleven)
    assert evidence(eleven) != evidence(eleven, kind="agreement")
