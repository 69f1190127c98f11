"""Names that the entity recogniser takes for a person's or a body's, and that are a place's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.facets.gazetteer import look_up

if TYPE_CHECKING:
    from consistency.facets.naming import Named

WITHIN = frozenset({"in", "near", "outside", "inside", "throughout"})
"""Prepositions that a place follows, and a person or a body hardly ever."""
PLACE = "place"
WRONGLY = frozenset({"person", "org"})
"""Kinds of name, as in `naming`, that a lone name of a town is taken for."""


def as_places(names: Sequence[Named]) -> list[Named]:
    """Make places of names that the gazetteer has and that something is "in" or "near".

    One such standing tells for the whole article. Persons named in full or with a title, and names
    in capitals alone, stay what they are.
    """
    towns = {n.text for n in names if _is_within(n)}
    return [
        replace(n, kind=PLACE, person=None, full=None)
        if n.text in towns and _may_be_place(n)
        else n
        for n in names
    ]


def _is_within(named: Named) -> bool:
    preposition = named.head.head
    return (
        _may_be_place(named)
        and preposition.lower_ in WITHIN
        and preposition.i == named.tokens[0].i - 1
        and bool(look_up(named.text))
    )


def _may_be_place(named: Named) -> bool:
    in_full = named.full is not None and named.full.is_full
    return named.kind in WRONGLY and not (named.titles or in_full or named.text.isupper())
