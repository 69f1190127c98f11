"""What leads say and other articles repeat is central; asides are not."""

from __future__ import annotations

import numpy as np
from builders import WordEncoder, make_claim, make_event
from hypothesis import given
from hypothesis import strategies as st

from consistency.centrality import find_centrality
from consistency.records import Claim

PIER = "The mayor closed the north pier after inspectors found cracks."
PIER_TOO = "Inspectors found cracks, and the mayor closed the north pier."


def centrality(claims: list[Claim]) -> list[float]:
    found = find_centrality(claims, WordEncoder().encode([c.text for c in claims]))
    return [float(c) for c in found]


def test_what_every_article_opens_with_is_most_central() -> None:
    _, claims = make_event(
        [PIER, "Ferries stop at noon.", "A bakery nearby sells bread.", "Gulls sat on a wall."],
        [PIER_TOO, "Ferries stop at noon today.", "Rain is forecast.", "A dog barked twice."],
    )

    central = centrality(claims)

    assert sorted(range(8), key=central.__getitem__)[-2:] == [0, 4]


def test_what_others_repeat_is_more_central_than_what_stands_alone() -> None:
    _, claims = make_event(
        ["One two three.", "Four five six.", "Seven eight nine.", "A dog barked twice.", PIER],
        ["Ten eleven.", "Twelve thirteen.", "Fourteen fifteen.", "Sixteen.", PIER_TOO],
    )

    central = centrality(claims)

    assert central[4] > central[3]


def test_a_headline_counts_as_lead() -> None:
    texts = ["Gulls sat on a wall.", "One two.", "Three four.", "Five six.", "Gulls sat on walls."]
    plain = [make_claim(t, f"c{n}") for n, t in enumerate(texts)]
    titled = [make_claim(t, f"c{n}", headline=n == 0) for n, t in enumerate(texts)]

    assert centrality(titled)[3] > centrality(plain)[3]


def test_a_single_article_still_has_an_order() -> None:
    _, claims = make_event([PIER, "Ferries stop.", "Rain is forecast.", "A dog barked twice."])

    central = centrality(claims)

    assert central[0] == max(central)
    assert central[-1] == min(central)


def test_no_claims_have_no_centrality() -> None:
    assert find_centrality([], np.zeros((0, 4), dtype=np.float32)).shape == (0,)


@given(
    st.lists(
        st.lists(st.sampled_from([PIER, PIER_TOO, "Rain.", "Gulls sat."]), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_centrality_lies_between_0_and_1(stories: list[list[str]]) -> None:
    _, claims = make_event(*stories)

    central = centrality(claims)

    assert len(central) == len(claims)
    assert all(0.0 <= c <= 1.0 for c in central)
