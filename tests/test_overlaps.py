"""Looking spans up by place gives what looking at all of them gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consistency.overlaps import Overlaps
from consistency.records import Span

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(0, 12)
)


@given(st.lists(SPANS, max_size=12), SPANS)
def test_what_is_found_is_what_overlaps_in_the_given_order(spans: list[Span], at: Span) -> None:
    numbered = list(enumerate(spans))
    found = Overlaps(numbered, lambda thing: thing[1])
    wanted = [thing for thing in numbered if thing[1].overlaps(at)]
    assert found.of(at) == wanted
    assert found.any(at) == bool(wanted)


def test_touching_is_no_overlap() -> None:
    found = Overlaps([Span(0, 3), Span(6, 9)], lambda span: span)
    assert found.of(Span(3, 6)) == []
    assert not found.any(Span(3, 6))
