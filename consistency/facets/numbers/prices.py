"""What a sum of money is for."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from consistency.facets.numbers.places import Place, noun_above, noun_with_of, put_at
from consistency.facets.numbers.units import time_unit
from consistency.facets.slots import (
    governor,
    is_noun,
    noun_right_of,
    object_of,
    root_of,
    subject_token,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

PRICING = frozenset("cost be total amount price sell value fetch run top exceed reach".split())
BUYING = frozenset("buy sell purchase get acquire pay auction rent lease".split())
PRICED_BY = frozenset("in of on for at toward towards".split())
"""Prepositions between a sum and what it is for."""


def priced(place: Place) -> Token | None:
    """Return what a sum of money pays for: "a $40 hat", "$60 in spending", "spent $50 on capes"."""
    noun = _price_noun(place)
    if noun is None or noun in place.run or noun.i in place.stop:
        return None
    return (object_of(noun, ("of",)) or noun) if noun.lemma_ == "worth" else noun


def _price_noun(place: Place) -> Token | None:
    root = root_of(place.run)
    noun = noun_above(place, root) or _bought(root) or put_at(place, root) or _worth(place)
    if noun is not None:
        return noun
    below = next((o for t in place.run if (o := object_of(t, PRICED_BY)) is not None), None)
    own = below is not None and (below in place.run or below.i in place.stop)
    if below is not None and not own and not _is_time(below):
        return below
    if (figure := noun_with_of(root)) is not None:
        return _behind_preposition(place, frozenset({"in", "of"})) or figure
    right = None
    if place.after not in {",", ".", ";"}:
        right = noun_right_of(list(place.run), place.stop)
    return right or _behind_preposition(place, PRICED_BY) or _costing(root)


def _bought(root: Token) -> Token | None:
    """Return what was bought or sold for the sum: "sold the painting for $40"."""
    verb = governor(root)
    if verb is None or verb.lemma_ not in BUYING:
        return None
    if root.dep_ != "pobj" or root.head.lower_ != "for":
        return None
    bought = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    return bought if bought is not None and is_noun(bought) else None


def _worth(place: Place) -> Token | None:
    """Return what is "worth $40" right behind its noun: "a parachute worth $40"."""
    first = place.run[0]
    if place.before != "worth" or first.i < first.sent.start + 2:
        return None
    return noun if is_noun(noun := first.nbor(-2)) else None


def _behind_preposition(place: Place, ways: Collection[str]) -> Token | None:
    """Return the noun behind a preposition that follows, wherever the parser hung it."""
    at = place.run[-1].i + 1
    doc, end = place.run[-1].doc, place.run[-1].sent.end
    if at < end and doc[at].lower_ == "worth":
        at += 1
    if at >= end or doc[at].lower_ not in ways:
        return None
    objects = [c for c in doc[at].children if c.dep_ == "pobj" and is_noun(c)]
    spots = [c for c in objects if c.ent_type_ in {"GPE", "LOC"} or _is_time(c)]
    return objects[0] if objects and not spots and objects[0].i not in place.stop else None


def _is_time(noun: Token) -> bool:
    """Say whether a noun tells when and not what for: "paid $40 in the third week of May"."""
    return noun.ent_type_ in {"DATE", "TIME"} or time_unit(noun.lemma_.lower()) is not None


def _costing(root: Token) -> Token | None:
    """Return the subject of "cost $40": only verbs of price say what the sum is for."""
    verb = governor(root)
    if verb is None or verb.lemma_ not in PRICING:
        return None
    subject = subject_token(verb)
    return subject if subject is not None and is_noun(subject) else None
