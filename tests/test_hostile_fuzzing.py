"""Promises that hold of any input, tried on made-up ones; `make fuzz` tries for longer."""

from __future__ import annotations

import pytest
from fuzz import promises
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consistency.articles.formats import READERS

PIECES = st.sampled_from(promises.FRAGMENTS) | st.text(max_size=8)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=300) | TEXTS.map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(["", *sorted(READERS)]),
)
@example(b"\xff\xfe\xff", ".txt")
@example(b'{"text": ["\\ud800", "12 people"]}', ".json")
def test_no_bytes_break_a_reader(data: bytes, extension: str) -> None:
    promises.holds_of_bytes(data, extension)


@pytest.mark.slow
@SLOW
@given(TEXTS)
@example("12 of 12 of 12 percent of $12 to 12 on 12 at 12")
@example("“‘“Mayor” said’ said” said Mayor Mayor Vara, Jr., Sr.")
@example("On Monday last Tuesday next March 32 2031 BC at 25:61 a.m. p.m.")
@example("the the the No Not none nobody never without neither nor")
@example("A. B. C. D. Gov. Sen. Dr. Mr. St. No. 1. 2. 3.")
def test_no_text_breaks_a_facet(text: str) -> None:
    promises.holds_of_text(text)


@pytest.mark.slow
@SLOW
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_no_texts_break_the_report_and_their_order_changes_nothing(texts: list[str]) -> None:
    promises.holds_of_event(texts)


@pytest.mark.slow
@SLOW
@given(TEXTS)
@example("]]></script><script>alert(1)//")
@example("javascript:alert(1)")
@example("\ud800")
@example("{% raw %}{{ config }}")
def test_no_name_breaks_out_of_the_page(words: str) -> None:
    promises.holds_of_names(words)
