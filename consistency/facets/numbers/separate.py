"""Two numbers in one role that cannot be of one thing, whatever the sentences share."""

from __future__ import annotations

import re

from consistency.facets.numbers.amounts import ratio_of
from consistency.facets.synonyms import same_word
from consistency.records import Mention, Slot

FAR = 3.0
"""Ratio of two lengths from which on a common doer alone does not make one spell of them."""
IDLE = frozenset(
    "be have do say make take give get go come use need put keep let show see call want set".split()
)
"""Verbs that do not tell one spell from another."""
TIMES = frozenset(
    "weekend weekday night evening afternoon morning session shift season semester term occasion"
    " round game match inning lap time".split()
)
"""Nouns that count when or how often, and nothing that is there beside."""
SEATS = frozenset({"majority", "advantage", "edge", "control"})
"""Nouns that a pair of numbers tells the strength of: "a 113-88 majority"."""
_BESIDES = re.compile(r"# (?:more )?others?\b|\bother #", re.IGNORECASE)
"""Words round a number that leave out somebody who is named: "she and five other voters"."""
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_CHAMBERS = re.compile(
    r"\b(?:House|Senate|Assembly|[Cc]ommittee|[Ss]ubcommittee|[Pp]anel|[Cc]ouncil|[Cc]ourt"
    r"|[Bb]oard|[Cc]ommission|[Jj]ury|[Ll]egislature|Commons|Lords|Parliament|caucus)\b"
)


def told_apart(left: Mention, right: Mention) -> str:
    """Say why two amounts in one role cannot be of one thing; "" where they may be."""
    role = left.slot.role
    if role in {"duration", "lag", "limit"} and _are_two_spells(left, right):
        return "two spells of time"
    if role == "rank" and _are_two_nouns(left.slot, right.slot):
        return "ranks among two kinds of things"
    if role == "vote" and _are_two_chambers(left, right):
        return "votes of two bodies"
    if role == "vote" and (left.slot.head in SEATS) != (right.slot.head in SEATS):
        return "a vote, and how many sit on either side"
    if role == "count" and _are_of_two_days(left, right):
        return "counts of two days"
    if role in {"count", "total"} and _count_times(left.slot) != _count_times(right.slot):
        return "one counts times, the other what is there"
    if _leaves_one_out(left, right) or _leaves_one_out(right, left):
        return "one counts the others besides somebody who is named"
    return ""


def _are_two_spells(left: Mention, right: Mention) -> bool:
    """Whether two lengths of time share no event, nor, where they are near in size, who does it.

    The event may be a noun in one and a verb in the other, or what the other says lasts: "a
    five-hour hearing", "the hearing lasted five hours".
    """
    a, b = left.slot, right.slot
    events = [_events(slot) for slot in (a, b)]
    doers = [set(slot.subject.split()) for slot in (a, b)]
    if events[0] & events[1] or events[0] & doers[1] or events[1] & doers[0]:
        return False
    return not doers[0] & doers[1] or ratio_of(left.value, right.value) >= FAR


def _events(slot: Slot) -> set[str]:
    return {same_word(word) for word in (slot.head, slot.predicate) if word and word not in IDLE}


def _are_two_nouns(left: Slot, right: Slot) -> bool:
    return bool(left.head and right.head) and same_word(left.head) != same_word(right.head)


def _are_of_two_days(left: Mention, right: Mention) -> bool:
    """Whether both clauses name days of the week, and none in common: these are other arrests."""
    days = [set(_WEEKDAY.findall(m.masked)) for m in (left, right)]
    return all(days) and not days[0] & days[1]


def _count_times(slot: Slot) -> bool:
    return slot.head in TIMES


def _are_two_chambers(left: Mention, right: Mention) -> bool:
    chambers = [{w.lower() for w in _CHAMBERS.findall(m.masked)} for m in (left, right)]
    return all(chambers) and not chambers[0] & chambers[1]


def _leaves_one_out(left: Mention, right: Mention) -> bool:
    """Whether one counts the others and the other, with one more, may count all."""
    if not _BESIDES.search(left.masked) or _BESIDES.search(right.masked):
        return False
    return bool(left.value.high + 1 >= right.value.low > left.value.high)
