"""Generated pairs: labels right by construction, checked against readings of the text itself."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.entailment.data import Pair
from consistency.entailment.generate import generated_pairs, stances, values, words
from consistency.entailment.generate.events import EVENTS
from consistency.entailment.generate.values import Person, Place, Value, relation
from consistency.entailment.labels import LABELS

PAIRS = generated_pairs(3000, seed=5)


def exactly(number: float) -> Value:
    return Value(f"{number:g}", (number, number), (number, number))


NEARLY_20 = Value("nearly 20", (18, 19), (15, 20))
AT_LEAST_40 = Value("at least 40", (40, float("inf")), (40, float("inf")))


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert generated_pairs(60, seed=1) == generated_pairs(60, seed=1)
    assert generated_pairs(60, seed=1) != generated_pairs(60, seed=2)


def test_labels_are_balanced_and_pairs_distinct() -> None:
    assert set(Counter(pair.label for pair in PAIRS).values()) == {1000}
    assert len({pair.key for pair in PAIRS}) == len(PAIRS)


def test_every_kind_is_made_and_named_in_the_source() -> None:
    kinds = {"generated_slot", "generated_brief", "generated_aside", "generated_stance"}
    assert {pair.source for pair in PAIRS} == kinds


def test_sentences_are_whole() -> None:
    texts = [text for pair in PAIRS for text in (pair.premise, pair.hypothesis)]
    assert not [text for text in texts if "{" in text or "  " in text]
    assert all(text[0].isupper() or text[0] in "$0123456789" for text in texts)
    assert all(text.endswith(".") for text in texts)


@pytest.mark.parametrize(
    ("premise", "hypothesis", "label"),
    [
        (exactly(18), NEARLY_20, "entailment"),
        (NEARLY_20, exactly(18), "neutral"),
        (NEARLY_20, exactly(12), "contradiction"),
        (exactly(16), NEARLY_20, ""),
        (exactly(52), AT_LEAST_40, "entailment"),
        (AT_LEAST_40, exactly(52), "neutral"),
        (AT_LEAST_40, exactly(39), "contradiction"),
        (exactly(20), exactly(21), "contradiction"),
    ],
)
def test_hedges_agree_with_what_they_cover(premise: Value, hypothesis: Value, label: str) -> None:
    assert relation(premise, hypothesis) == label


def test_a_narrower_place_says_the_wider_one_not_the_other_way() -> None:
    town = Place("Houston", ("United States", "Texas", "Houston"))
    state = Place("Texas", ("United States", "Texas"))
    assert relation(town, state) == "entailment"
    assert relation(state, town) == "neutral"
    assert relation(town, Place("Ohio", ("United States", "Ohio"))) == "contradiction"


def test_an_office_or_a_name_left_out_is_open_and_another_one_differs() -> None:
    whole = Person("Mayor Anna Holt", "Mayor", "Anna", "Holt")
    assert relation(whole, Person("Holt", "", "", "Holt")) == "entailment"
    assert relation(Person("Holt", "", "", "Holt"), whole) == "neutral"
    assert relation(whole, Person("Judge Holt", "Judge", "", "Holt")) == "contradiction"
    assert relation(whole, Person("Anna Marsh", "", "Anna", "Marsh")) == "contradiction"


def test_values_of_different_kinds_are_not_compared() -> None:
    assert relation(exactly(3), Place("Texas", ("United States", "Texas"))) == ""


COUNTS = st.builds(
    lambda seed, near: values.count(random.Random(seed), near=near),
    st.integers(0, 10**6),
    st.integers(2, 900),
)


@given(left=COUNTS, right=COUNTS)
def test_what_cannot_hold_together_cannot_whichever_is_said_first(
    left: Value, right: Value
) -> None:
    forward, backward = relation(left, right), relation(right, left)
    assert (forward == "contradiction") == (backward == "contradiction")


@given(count=COUNTS)
def test_a_count_never_contradicts_itself(count: Value) -> None:
    assert relation(count, count) != "contradiction"
    assert count.reach[0] <= count.core[0] <= count.core[1] <= count.reach[1]


@given(count=COUNTS)
def test_a_counts_extent_is_what_its_words_say(count: Value) -> None:
    low, high = bounds_in_words(count.text)
    assert low <= count.core[0]
    assert count.core[1] <= high


def bounds_in_words(text: str) -> tuple[float, float]:
    """Read a count's wording, independently of how it was made: the widest sensible bounds."""
    spelt = {word: number for number, word in words.NUMBERS.items()}
    digits = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]
    numbers = digits or [spelt[text]] if text in spelt or digits else [0]
    first, last = numbers[0], numbers[-1]
    readings = [
        (r"^(at least|more than|over)", (first, float("inf"))),
        (r"^(no more than|fewer than)", (0, first)),
        (r"^(nearly|almost|just under|close to)", (0.85 * first, first)),
        (r"^(about|around|some|roughly|approximately)", (0.9 * first, 1.1 * first)),
        (r"^dozens", (24, 99)),
        (r"^hundreds", (200, 999)),
    ]
    return next((b for pattern, b in readings if re.search(pattern, text)), (first, last))


def months_named(text: str) -> set[str]:
    return {name for name, _, _ in words.MONTHS if name in text}


def test_entailed_dates_keep_the_month() -> None:
    entailed = [pair for pair in PAIRS if pair.label == "entailment"]
    assert all(months_named(p.hypothesis) <= months_named(p.premise) for p in entailed)
    assert any(months_named(p.hypothesis) for p in entailed)


def test_a_brief_wording_that_entails_says_no_new_number() -> None:
    brief = [p for p in PAIRS if p.source == "generated_brief" and p.label == "entailment"]
    numbers = re.compile(r"\d+")
    for pair in brief:
        assert set(numbers.findall(pair.hypothesis)) <= set(numbers.findall(pair.premise))


def test_wordings_that_entail_one_another_have_the_same_slots() -> None:
    variable = re.compile(r"\{(n|m|day|place|who)(?:_first)?\}")
    for event in EVENTS:
        full = {frozenset(variable.findall(text)) for text in event.full}
        assert len(full) == 1, event.full
        assert all(set(variable.findall(text)) <= next(iter(full)) for text in event.brief)


def test_a_group_within_a_group_is_no_larger() -> None:
    pairs = [p for p in PAIRS if p.hypothesis.endswith("of the patients are children.")]
    exact = [p for p in pairs if re.match(r"\d", p.hypothesis) and " of " in p.premise]
    for pair in exact:
        part = int(re.findall(r"\d+", pair.hypothesis)[0])
        whole = re.findall(r"(\d+)", pair.premise)
        assert not whole or part <= max(map(int, whole))


@pytest.mark.parametrize("rows", [stances.DEED_ROWS, stances.GROUP_ROWS])
def test_the_tables_hold_each_label_and_contradict_nothing_they_say(
    rows: tuple[tuple[str, str, str], ...],
) -> None:
    assert {label for _, _, label in rows} == set(LABELS)
    said: dict[tuple[str, str], str] = {}
    assert all(said.setdefault((p, h), label) == label for p, h, label in rows)


def test_plans_orders_and_threats_leave_open_whether_it_was_done() -> None:
    later = {"{actor} has {pp}.", "{actor} has already {pp}.", "{actor} {past}."}
    before = ("plans to", "is considering", "voted to", "threatened to", "was ordered to")
    labels = {
        label
        for premise, hypothesis, label in stances.DEED_ROWS
        if hypothesis in later and any(words_ in premise for words_ in before)
    }
    assert labels == {"neutral"}


def test_a_deed_and_its_denial_never_entail_each_other() -> None:
    done, undone = "{actor} {past}.", "{actor} did not {base}."
    labels = {row[2] for row in stances.DEED_ROWS if {row[0], row[1]} == {done, undone}}
    assert labels == {"contradiction"}


def test_known_towns_are_named_once() -> None:
    names = [town for town, _, _ in words.TOWNS]
    assert len(names) == len(set(names))
    assert not set(names) & {state for _, state, _ in words.TOWNS}


def test_every_day_of_the_year_has_a_month() -> None:
    days = [words.month_and_day(number) for number in range(365)]
    assert days[0] == (0, 1)
    assert days[58:60] == [(1, 28), (2, 1)]
    assert days[-1] == (11, 31)


def test_asides_are_always_left_open() -> None:
    asides: list[Pair] = [pair for pair in PAIRS if pair.source == "generated_aside"]
    assert {pair.label for pair in asides} == {"neutral"}


def test_no_aside_repeats_a_wording_of_its_event() -> None:
    for event in EVENTS:
        assert not set(event.asides) & {*event.full, *event.brief}
