"""Whether a text has a detail, however it is written."""

from __future__ import annotations

import pytest
from builders import make_claim, make_mention

from consistency.stated_alike import Told, has_words


@pytest.mark.parametrize(
    ("facet", "words", "text", "is_there"),
    [
        ("quantity", "an additional $850 million", "schools get $850 million in new money", True),
        ("quantity", "$850 million", "schools get $85 million", False),
        ("quantity", "104 to 97", "the final count was 104-97", True),
        ("quantity", "104 to 97", "97 people came on route 104", False),
        ("quantity", "31-18", "the senate passed it 31 to 18, at last", True),
        ("quantity", "2-1", "the 2-to-1 decision held", True),
        ("quantity", "12 days", "the pier has 12 lamps", False),
        ("quantity", "12 percent", "it fell by 12 percent", True),
        ("quantity", "3,140 cases", "there were 3,140.", True),
        ("quantity", "3,140 cases", "there were 13,140", False),
        ("date", "April 1, 2026", "the work starts on april 1.", True),
        ("date", "Sept. 30", "it ends on september 30, 2026", True),
        ("date", "April 1", "it was on april 12", False),
        ("date", "April 2026", "it was on april 12", False),
        ("name", "Ada Marsh Jr.", "it was marsh who said so", True),
        ("name", "Ada Marsh", "the marshes are wet", False),
        ("place", "Tarnwick, Norvale", "in tarnwick, norvale, it rained", True),
    ],
)
def test_a_detail_is_known_again_however_it_is_written(
    facet: str, words: str, text: str, is_there: bool
) -> None:
    mention = make_mention(make_claim(f"It was {words}."), words, facet=facet)

    assert Told(text).states(mention) is is_there


def test_a_place_is_known_by_its_name_alone() -> None:
    claim = make_claim("It rained in Tarnwick, Norvale.")
    mention = make_mention(claim, "Tarnwick, Norvale", "Tarnwick", facet="place")

    assert Told("the mayor of tarnwick").states(mention)


def test_words_inside_other_words_are_not_there() -> None:
    assert has_words("a dog barked", "DOG")
    assert not has_words("dogs barked", "dog")
