"""Words that loosen a number ("nearly", "at least", "or so") and the interval they leave."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from math import inf

from consistency.facets.lexemes import Lexeme, phrase_at, phrase_before, word_at
from consistency.settings import QuantitySettings


class Hedge(Enum):
    """How a number is meant; the value is how the page says it, "" for a plain one."""

    PLAIN = ""
    ABOUT = "about"
    NEARLY = "just under"
    SLIGHTLY_OVER = "just over"
    MORE = "more than"
    LEAST = "at least"
    MOST = "up to"
    LESS = "fewer than"


_BEFORE = {
    Hedge.ABOUT: (
        "about / around / roughly / approximately / some / circa / ca . / ~ / an estimated /"
        " estimated / estimated at / more or less / something like / on the order of / in the"
        " neighborhood of / in the region of / in the vicinity of"
    ),
    Hedge.NEARLY: (
        "nearly / almost / just under / just below / just shy of / just short of / shy of / close"
        " to / approaching / nearing / a little under / a little less than / slightly under /"
        " slightly less than / slightly fewer than / not quite / virtually"
    ),
    Hedge.SLIGHTLY_OVER: (
        "just over / just above / just more than / a little over / a little more than / slightly"
        " over / slightly above / slightly more than"
    ),
    Hedge.MORE: (
        "more than / over / above / upward of / upwards of / in excess of / exceeding / exceeded"
        " / exceeds / topping / topped / greater than / higher than / north of / well over / well"
        " more than / surpassing / surpassed"
    ),
    Hedge.LEAST: (
        "at least / no fewer than / no less than / not less than / not fewer than / a minimum of"
        " / minimum of / at minimum / as few as / as little as"
    ),
    Hedge.MOST: (
        "at most / at the most / as many as / as much as / up to / no more than / not more than /"
        " no greater than / a maximum of / maximum of / not exceeding / capped at / a cap of / as"
        " high as / as long as"
    ),
    Hedge.LESS: (
        "fewer than / less than / under / below / south of / lower than / well under / well below"
    ),
}
_AFTER = {
    Hedge.ABOUT: "or so / or thereabouts / - odd / odd / - ish",
    Hedge.LEAST: (
        "or more / and up / or higher / or above / and above / + / - plus / or older / and older"
    ),
    Hedge.MOST: "or fewer / or less / or under / or lower / or younger / and under",
}


def _table(phrases: dict[Hedge, str]) -> list[tuple[tuple[str, ...], Hedge]]:
    """Longest phrases first, so that "no more than" is not read as "more than"."""
    rows = [(tuple(p.split()), h) for h, text in phrases.items() for p in text.split(" / ")]
    return sorted(rows, key=lambda row: (-len(row[0]), row[0]))


BEFORE, AFTER = _table(_BEFORE), _table(_AFTER)
LAST_WORDS = frozenset(phrase[-1] for phrase, _ in BEFORE)
FIRST_WORDS = frozenset(phrase[0] for phrase, _ in AFTER)


def hedge_before(lexemes: Sequence[Lexeme], at: int) -> tuple[Hedge, int]:
    """Return the hedge that ends right before `at` and where it starts, or PLAIN and `at`."""
    if word_at(lexemes, at - 1) in LAST_WORDS:
        for phrase, hedge in BEFORE:
            if phrase_before(lexemes, at, phrase):
                return hedge, at - len(phrase)
    return Hedge.PLAIN, at


def hedge_after(lexemes: Sequence[Lexeme], at: int) -> tuple[Hedge, int]:
    """Return the hedge that starts at `at` and where it ends, or PLAIN and `at`."""
    if word_at(lexemes, at) in FIRST_WORDS:
        for phrase, hedge in AFTER:
            if phrase_at(lexemes, at, phrase):
                return hedge, at + len(phrase)
    return Hedge.PLAIN, at


def loosen(
    hedge: Hedge, value: float, place: float, *, settings: QuantitySettings
) -> tuple[float, float]:
    """Return the inclusive bounds that a hedge leaves around a stated number.

    A round number is hedged more widely than a precise one: "about 20" admits 18 to 22, "some 16"
    only 16, "nearly 1.6 million" no less than 1.5 million. Bounds touch the number itself even for
    "nearly" and "more than": writers round, and 20 does not contradict "nearly 20".

    Args:
        place: Weight of the number's last significant place, above 0.
    """
    half = min(settings.about_share * abs(value), place / 2)
    under = min(settings.under_share * abs(value), place)
    return {
        Hedge.PLAIN: (value, value),
        Hedge.ABOUT: (value - half, value + half),
        Hedge.NEARLY: (value - under, value),
        Hedge.SLIGHTLY_OVER: (value, value + under),
        Hedge.MORE: (value, inf),
        Hedge.LEAST: (value, inf),
        Hedge.MOST: (-inf, value),
        Hedge.LESS: (-inf, value),
    }[hedge]
