"""Where quotations begin and end, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.quotations import QuotedPlaces, Style, claims_quoted, find_quotations
from consistency.records import Article, Span


def article(text: str, body: tuple[Span, ...] = ()) -> Article:
    return Article("a1", "a.txt", "S", None, None, None, "none", None, text, body)


def quoted(text: str) -> list[list[str]]:
    return [[text[s.start : s.end] for s in q.spans] for q in find_quotations(article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "She said “the dam holds” on Monday.",
        'She said "the dam holds" on Monday.',
        "She said «the dam holds» on Monday.",
        "She said ``the dam holds'' on Monday.",
        'She said ""the dam holds" on Monday.',
        "She said ‘the dam holds’ on Monday.",
        "She said 'the dam holds' on Monday.",
        "She said (“the dam holds”).",
    ],
)
def test_every_kind_of_mark_encloses_a_quotation(text: str) -> None:
    assert quoted(text) == [["the dam holds"]]


@pytest.mark.parametrize(
    "text",
    [
        "It’s the workers’ plan, and the boards’ too.",
        "The '90s were 'twixt and between for the town's crews' families.",
        "He is 6'2\" tall.",
        "The hall has 12 rooms.",
        "“”",
        "",
    ],
)
def test_apostrophes_inches_and_empty_marks_are_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_an_apostrophe_inside_does_not_close_a_single_quotation() -> None:
    said = "We won’t cut the crews’ pay."
    assert quoted(f"Mayor: ‘{said}’ says office") == [[said]]


def test_a_nested_quotation_belongs_to_the_outer_one() -> None:
    text = "“He told us ‘never again’ and left,” she said."
    assert quoted(text) == [["He told us ‘never again’ and left,"]]


def test_curly_marks_nest_in_curly_marks() -> None:
    text = "“They call it a “reform” of the “old” rules,” she said."
    assert quoted(text) == [["They call it a “reform” of the “old” rules,"]]


def test_a_quotation_reopened_in_the_next_paragraph_is_one() -> None:
    text = "“First we looked.\n“Then we left.” He sat down."
    assert quoted(text) == [["First we looked.", "Then we left."]]


def test_a_quotation_closed_two_paragraphs_on_is_one() -> None:
    text = "The note ran: “First we looked.\nThen we waited.\nThen we left.”\nNobody “knew” why."
    assert quoted(text) == [["First we looked.", "Then we waited.", "Then we left."], ["knew"]]


def test_a_quotation_never_closed_ends_with_its_paragraph() -> None:
    assert quoted("She said “the dam holds\nRain fell.") == [["the dam holds"]]


def test_a_first_quotation_never_closed_does_not_swallow_the_second() -> None:
    assert quoted("“The dam holds, she said. “We are safe,” he said.") == [["We are safe,"]]


def test_inches_inside_a_quotation_do_not_close_it() -> None:
    assert quoted('He said "the pipe is 12" wide here" twice.') == [['the pipe is 12" wide here']]


def test_a_block_quotation_is_signed_by_the_line_below() -> None:
    text = "The dam holds and will hold.\n– Office of the Warden\nRain fell."
    (block,) = find_quotations(article(text))
    assert block.style is Style.BLOCK
    assert block.attribution is not None
    assert text[block.attribution.start : block.attribution.end] == "Office of the Warden"


def test_a_block_quotation_is_announced_by_a_word_of_speech() -> None:
    assert quoted("Her full statement:\nThe dam holds and will hold.\nRain fell.") == [
        ["The dam holds and will hold."]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The plan has three parts.\n- Look at the dam\n- Mend the dam\n- Leave the dam",
        "The weather this week:\nRain fell on the dam for days.",
        "Details at a glance\n– Start: 1 May",
    ],
)
def test_lists_and_headings_are_no_block_quotations(text: str) -> None:
    assert quoted(text) == []


def test_text_outside_the_body_is_not_looked_at() -> None:
    text = "“Subscribe now”\n“The dam holds”"
    (only,) = find_quotations(article(text, (Span(16, len(text)),)))
    assert text[only.start : only.end] == "The dam holds"


@given(st.text(alphabet="ab “”\"'‘’\n–:.7", max_size=80))
def test_quotations_are_disjoint_ordered_and_inside_the_text(text: str) -> None:
    spans = [s for q in find_quotations(article(text)) for s in q.spans]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.lists(st.sampled_from(["dam", "warden", "holds", "rain"]), min_size=1, max_size=8))
def test_whatever_stands_between_curly_marks_is_found(words: list[str]) -> None:
    said = " ".join(words)
    assert quoted(f"The warden said “{said}” on Monday.") == [[said]]


@pytest.mark.parametrize(
    "line", ["'a ", "“a ", '"a" ', "said said ", "“a” ", ". . . ", "– ", "[", "'a' \n", "“a\n"]
)
def test_hostile_repetition_is_read_in_linear_time(line: str) -> None:
    text = line * 20_000
    assert all(q.end <= len(text) for q in find_quotations(article(text)))


@given(st.lists(st.integers(0, 60), max_size=8, unique=True), st.integers(0, 60))
def test_quoted_places_count_as_a_set_of_positions_would(edges: list[int], place: int) -> None:
    bounds = sorted(edges)
    spans = [Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    positions = {p for s in spans for p in range(s.start, s.end)}
    places = QuotedPlaces(spans)
    assert (place in places) == (place in positions)
    assert places.count(Span(10, 40)) == len(positions & set(range(10, 40)))


def test_a_quotation_touches_the_claims_it_runs_over() -> None:
    quotations = find_quotations(article("“We looked. Then we left.” So did he."))
    claims = [Span(0, 11), Span(12, 26), Span(27, 37)]
    assert claims_quoted(quotations, claims) == [[0, 1]]
