"""Decide what part a number plays in its sentence and what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.facets.lexemes import phrase_at, phrase_before, word_at
from consistency.facets.numbers.ages import bare_age, stated_age
from consistency.facets.numbers.places import Part, Place, head_of, whole_of
from consistency.facets.numbers.prices import priced
from consistency.facets.numbers.readings import Reading
from consistency.facets.numbers.stated import RISING
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

LABELS = frozenset(
    "section title no number chapter article route highway interstate room phase page form"
    " district ward precinct channel flight level type grade verse episode volume proposition prop"
    " amendment paragraph item rule code zip step option question exhibit case docket terminal"
    " gate pier platform apartment suite floor box engine unit week day version windows".split()
)
"""Words whose number names one of a kind: "Section 12" counts nothing."""
VOTING = frozenset(
    "vote votes voted voting ballot ballots tally roll senate house panel council committee"
    " ruling ruled decision bill resolution measure margin".split()
)
TOTALLING = RISING | frozenset(
    "bring brings brought bringing total totaling totalling totaled reach".split()
)
NOT_COUNTED = frozenset(
    "day thing time way point side hand reason person example end part moment step place lady"
    " family daughter responder name degree glance sight half quarter instance".split()
)
"""Nouns after "one" and ordinals that make an idiom of it: "one day", "the first time"."""
AFTER_LAG = frozenset("after before later earlier since prior afterward from".split())
BEFORE_PERIOD = frozenset("past last next first final coming previous recent".split())
"""Words that make a stretch of the calendar of a duration: "the past nine years" lasts nothing."""


def classify(place: Place) -> Part | None:
    """Return the part a reading plays, or None where the number is a label and no quantity."""
    kind = place.reading.kind
    if kind == "pair":
        voted = any(x.lower in VOTING for x in place.lexemes)
        return Part("vote" if voted else "score", head_of(place))
    if kind == "ordinal":
        return _rank(place)
    if kind == "age":
        return stated_age(place)
    if kind == "money":
        return Part("change" if _role(place) == "change" else "money", priced(place))
    if kind == "percent":
        return _percent(place)
    if kind == "time":
        if _is_one(place.reading) and not _lasts(place):
            return None
        return Part(_time_role(place), _lasting(place))
    if kind == "measure":
        return Part("measure", head_of(place))
    return bare_age(place) or _count(place)


def _lasts(place: Place) -> bool:
    """Say whether "one year" is a duration and not the idiom of "one day it will be built"."""
    if place.reading.amount.approximate or place.lexemes[place.reading.first].lower in {"a", "an"}:
        return True
    behind = {"of", "in", "-", *AFTER_LAG}
    return place.before in {"for", "within", "in", "than", "of", "lasted"} or place.after in behind


def _time_role(place: Place) -> str:
    if place.after in AFTER_LAG:
        return "lag"
    return "period" if place.before in BEFORE_PERIOD else "duration"


def _role(place: Place) -> str:
    """Tell a count from a change, a total, and the old value of "from 500 to 1,700"."""
    if place.reading.change:
        return "change"
    if phrase_before(place.lexemes, place.reading.first, ("total", "of")):
        return "total"
    if place.after == "total" or phrase_at(place.lexemes, place.reading.last, ("in", "all")):
        return "total"
    moved = any(word_at(place.lexemes, place.reading.first - n) in TOTALLING for n in range(1, 12))
    roles = {"to": "total", "at": "total", "by": "change", "from": "before"}
    return roles.get(place.before, "count") if moved and place.before != "at" else "count"


def _count(place: Place) -> Part | None:
    reading, root = place.reading, root_of(place.core_tokens)
    if _is_label(place, root):
        return None
    head = head_of(place)
    if _is_one(reading) and not _counts_one(place, root, head):
        return None
    if reading.share:
        return Part("share", head if head is not None else whole_of(place))
    if head is None:
        head = _asked_before(place)
    if head is None and not _stands_alone(place, root):
        return None
    return Part(_role(place), head)


def _asked_before(place: Place) -> Token | None:
    """Return what "the number of …" or "how many …" earlier in the sentence says is counted."""
    sentence = place.run[0].sent
    for token in reversed(place.run[0].doc[sentence.start : place.run[0].i]):
        if token.lower_ in {"number", "total", "count"} and (noun := object_of(token, ("of",))):
            return noun
        if token.lower_ == "many" and token.i > sentence.start and token.nbor(-1).lower_ == "how":
            return noun_right_of([token])
    root = root_of(place.core_tokens)
    linked = root.dep_ == "attr" and root.head.lemma_ == "be"
    subject = subject_token(root.head) if linked else None
    return subject if subject is not None and is_noun(subject) else None


def _stands_alone(place: Place, root: Token) -> bool:
    """Say whether a number without a noun counts: "15 were hurt", but not "the two talked"."""
    if place.before in {"the", "these", "those", "other", "all", "at", "number", "in", "on", "."}:
        return False
    return root.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} or place.before in {"to", "than"}


def _is_one(reading: Reading) -> bool:
    return reading.form == "words" and reading.amount.low == reading.amount.high == 1


def _counts_one(place: Place, root: Token, head: Token | None) -> bool:
    """Say whether "one" counts ("one elk head"): it is often a pronoun or idiom ("one day")."""
    if place.reading.share:
        return True
    if (
        head is None
        or root.dep_ != "nummod"
        or place.after == "-"
        or place.before in {"only", "no", "any", "the"}
    ):
        return False
    return head.lemma_.lower() not in NOT_COUNTED


def _is_label(place: Place, root: Token) -> bool:
    """Say whether the number names one of a kind: "Section 12", "No. 3", "Fortune 500"."""
    at = place.reading.first
    before = word_at(place.lexemes, at - 1)
    if at == 0 and place.after in {".", ")", ":"}:
        return True
    if before == "." and word_at(place.lexemes, at - 2) == "no":
        return True
    if before in LABELS or (before == "(" and place.after == ")"):
        return True
    if place.reading.amount.approximate or place.reading.change:
        return False
    if (
        root.head.i < root.i
        and root.head.pos_ == "PROPN"
        and before not in {",", "of", "to", "-", "–"}
    ):
        return not any(is_noun(c) for c in root.children) and root.dep_ in {
            "nummod",
            "appos",
            "npadvmod",
        }
    return _in_name(place)


def _in_name(place: Place) -> bool:
    token = place.core_tokens[0]
    return token.ent_type_ in {
        "ORG",
        "GPE",
        "FAC",
        "LAW",
        "PRODUCT",
        "WORK_OF_ART",
        "EVENT",
        "LOC",
    } and (token.ent_iob_ == "I" or token.is_title)


def _rank(place: Place) -> Part | None:
    root = root_of(place.run)
    head = root.head if root.dep_ in {"amod", "nummod", "compound"} else noun_right_of(place.run)
    if head is None or not is_noun(head) or head.i < root.i:
        return None
    named = head.pos_ == "PROPN" and (root.is_title or not root.is_alpha)
    since = any(c.lower_ == "since" for c in head.children)
    joined = place.after == "-" and head is place.run[-1].nbor(2)
    if named or since or joined or head.lemma_.lower() in NOT_COUNTED:
        return None
    return Part("rank", head)


def _percent(place: Place) -> Part:
    role = _role(place)
    head = head_of(place)
    changing = head is not None and head.lower_ in RISING | {"reduction", "growth", "gain", "loss"}
    moved = governor(root_of(place.run))
    rising = (
        moved is not None and moved.lower_ in RISING and place.before not in {"to", "at", "from"}
    )
    if role == "change" or changing or rising:
        return Part("change", head if not changing else subject_token(moved))
    shared = place.reading.share or place.after == "of"
    return Part("share" if shared else "percent", head)


def _lasting(place: Place) -> Token | None:
    """Return what lasts: "a year of assistance", "a sentence of 18 months"."""
    head = head_of(place)
    if head is not None:
        return head
    root = root_of(place.run)
    if root.dep_ == "pobj" and root.head.dep_ == "prep" and is_noun(root.head.head):
        return root.head.head
    return None
