"""Decide what part a number plays in its sentence and what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.facets.lexemes import phrase_before, word_at
from consistency.facets.numbers.ages import bare_age, stated_age
from consistency.facets.numbers.movement import movement_of, role_of_level, what_moves
from consistency.facets.numbers.outcomes import EVENTS, outcomes_of
from consistency.facets.numbers.places import (
    Part,
    Place,
    head_of,
    noun_with_of,
    put_at,
    whole_of,
)
from consistency.facets.numbers.prices import priced
from consistency.facets.numbers.readings import Reading
from consistency.facets.numbers.stated import FALLING, RISING
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
TELEPHONE = frozenset({"911", "999", "112", "311", "988"})
CALLING = frozenset(
    "call calls called caller callers calling dial dialed dialled dispatcher dispatchers operator"
    " operators line center phone phoned to".split()
)
"""Words beside a telephone number that everybody knows."""
GRADES = frozenset({"category", "stage", "tier"})
"""Words whose number says how strong or how far: "a Category 3 hurricane"."""
VOTING = frozenset(
    "vote votes voted voting ballot ballots tally roll senate house panel council committee"
    " ruling ruled decision bill resolution measure margin".split()
)
NOT_COUNTED = frozenset(
    "day thing time way point side hand reason person example end part moment step place lady"
    " family daughter responder name degree glance sight half quarter instance".split()
)
"""Nouns after "one" and ordinals that make an idiom of it: "one day", "the first time"."""
ASKING = frozenset({"ask", "request", "seek", "demand"})
"""Verbs whose object is wanted, not had: what comes of it does not contradict its number."""
WITNESSING = frozenset({"brief"})
"""Participles behind those who tell a reporter something."""
NO_COUNT_BEHIND = frozenset("the these those other all at number in on .".split())
"""Words behind which a number without a noun counts nothing: "the two talked"."""
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
        return _money(place)
    if kind == "percent":
        return _percent(place)
    if kind == "time":
        if _never_for_a_moment(place) or (_is_one(place.reading) and not _lasts(place)):
            return None
        if place.after == "ago":
            return None
        return Part(_time_role(place), _lasting(place))
    if kind == "measure":
        return Part("measure", head_of(place) or noun_with_of(root_of(place.run)))
    return bare_age(place) or _count(place)


def _lasts(place: Place) -> bool:
    """Say whether "one year" is a duration and not the idiom of "one day it will be built"."""
    if place.reading.amount.approximate or place.lexemes[place.reading.first].lower in {"a", "an"}:
        return True
    behind = {"of", "in", "-", *AFTER_LAG}
    return place.before in {"for", "within", "in", "than", "of", "lasted"} or place.after in behind


def _never_for_a_moment(place: Place) -> bool:
    """Say whether a stretch only denies: "not for a minute"."""
    at = place.reading.first
    denied = word_at(place.lexemes, at - 2) in {"not", "n't", "never"}
    return denied and place.before == "for"


def _time_role(place: Place) -> str:
    if place.before == "within":
        return "limit"
    if place.after in AFTER_LAG:
        return "lag"
    return "period" if place.before in BEFORE_PERIOD else "duration"


def _money(place: Place) -> Part:
    role = role_of_level(place)
    role = role if role in {"change", "before"} else "money"
    moved = (
        what_moves(place) if place.before in {"to", "from", "by"} and movement_of(place) else None
    )
    head = moved if moved is not None else priced(place)
    return Part(role, head, falls=role == "change" and movement_of(place) < 0)


def _count(place: Place) -> Part | None:
    reading, root = place.reading, root_of(place.core_tokens)
    if (befell := _befell(place)) is not None:
        return Part(role_of_level(place), None, befell=befell)
    if place.before in GRADES and place.reading.form == "digits":
        return Part("grade", root.doc[place.run[0].i - 1])
    if _is_label(place, root):
        return None
    head = head_of(place)
    if _is_one(reading) and not _counts_one(place, root, head):
        return None
    if reading.share:
        part = reading.amount.low <= 1
        return Part("share" if part else "count", head if head is not None else whole_of(place))
    if _counts_witnesses(place, head):
        return None
    role = role_of_level(place)
    if head is not None and head.lower_ in {"other", "others"}:
        return Part(role, None)
    if head is None:
        head = _named_before(place, root) or (what_moves(place) if movement_of(place) else None)
    if head is None and not _stands_alone(place, root):
        return None
    if role == "count" and head is not None and _is_asked_for(head):
        role = "prospect"
    return Part(role, head, falls=role == "change" and movement_of(place) < 0)


def _befell(place: Place) -> Token | None:
    """Return what a headline says befell a number: "Three dead and 12 injured in bus crash"."""
    last = place.run[-1]
    behind = last.nbor() if last.i + 1 < last.sent.end else None
    words = {behind.lower_, behind.lemma_.lower()} if behind is not None else set()
    if place.after not in words or words & EVENTS:
        return None
    return behind if outcomes_of(frozenset(words)) else None


def _is_asked_for(head: Token) -> bool:
    """Say whether somebody only asks for what is counted: "requested the use of 40 boats"."""
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.dep_ == "dobj":
        head = head.head.head
    above = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "for" else head.head
    return head.dep_ in {"dobj", "pobj"} and above.lemma_.lower() in ASKING


def _counts_witnesses(place: Place, head: Token | None) -> bool:
    """Say whether those are counted who told the story: "according to two people briefed on it"."""
    at = place.reading.first
    if phrase_before(place.lexemes, at, ("according", "to")):
        return True
    told = {c.lemma_.lower() for c in head.children if c.dep_ == "acl"} if head is not None else ()
    return bool(WITNESSING & set(told))


def _named_before(place: Place, root: Token) -> Token | None:
    """Return what a number behind "of", "at" or "is" measures: "a magnitude of 6.1"."""
    if (noun := noun_with_of(root)) is not None:
        return noun
    sentence = root.sent
    for token in reversed(root.doc[sentence.start : place.run[0].i]):
        if token.lower_ in {"number", "total", "count"} and (noun := object_of(token, ("of",))):
            return noun
        if token.lower_ == "many" and token.i > sentence.start and token.nbor(-1).lower_ == "how":
            return noun_right_of([token])
    if root.dep_ == "attr" and root.head.lemma_ == "be":
        subject = subject_token(root.head)
        return subject if subject is not None and is_noun(subject) else None
    return put_at(place, root)


def _stands_alone(place: Place, root: Token) -> bool:
    """Say whether a number without a noun counts: "15 were hurt", but not "the two talked"."""
    if place.before in NO_COUNT_BEHIND:
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
    if place.lexemes[at].text in TELEPHONE and (before in CALLING or place.after in CALLING):
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


SPELLS = frozenset(
    "day week month quarter year decade century term time session grade half floor shift".split()
)
"""What an ordinal picks out one of; it ranks nothing."""


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
    if head is not None and head.lemma_.lower() in SPELLS:
        return None  # "the third week of May", "her second term": which one, not how far up
    return Part("rank", head)


def _percent(place: Place) -> Part:
    role, head, moved = role_of_level(place), head_of(place), movement_of(place)
    if place.after == "of" or place.reading.share:
        return Part("share", head)
    verb = governor(root_of(place.run))
    if head is not None and head.lower_ in RISING | FALLING | {"reduction", "growth", "loss"}:
        return Part(
            "change", subject_token(verb), falls=head.lower_ in FALLING | {"reduction", "loss"}
        )
    told = verb is not None and verb.lower_ in RISING | FALLING
    if role == "change" or (told and place.before not in {"to", "at", "from"}):
        return Part("change", head or what_moves(place), falls=moved < 0)
    head = head if head is not None or not moved else what_moves(place)
    return Part("before" if role == "before" else "percent", head)


def _lasting(place: Place) -> Token | None:
    """Return what lasts: "a year of assistance", "a sentence of 18 months"."""
    head = head_of(place)
    if head is not None:
        return head
    root = root_of(place.run)
    if root.dep_ == "pobj" and root.head.dep_ == "prep" and is_noun(root.head.head):
        return root.head.head
    return None
