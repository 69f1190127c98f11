"""Whether a text has a detail, however it is written: its words, its number, its day."""

from __future__ import annotations

import re

from consistency.personal_names import surname
from consistency.records import Mention

NUMBER = re.compile(
    r"[$£€]?\d[\d.,]*(?:\s?(?:million|billion|trillion|percent|%))?", flags=re.IGNORECASE
)
PAIR = re.compile(r"(?<![\d.,])(\d+(?:,\d{3})*)(?:\s?[-–—]\s?|\sto\s)(\d+(?:,\d{3})*)(?!\d)")
"""The two numbers of a vote or a score: 104-97, 104 to 97."""
DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(\d{1,2})(?!\d|,\d)"
)
TELLING_DIGITS = 3
"""Digits from which on a bare number is hardly another thing's."""


def states(text: str, mention: Mention) -> bool:
    """Say whether a folded text has a mention's detail anywhere at all.

    The mention's own words are enough; so is a person's surname, a place without what it lies in, a
    number whatever stands around it ("$850 million more"), and a day without its year.
    """
    if has_words(text, mention.text):
        return True
    if mention.facet == "place":
        return has_words(text, mention.value)
    if mention.facet == "name":
        return has_words(text, surname(str(mention.value).replace("’s", "")))
    words = " ".join(mention.text.lower().split())
    if mention.facet == "date":
        days = set(DAY.findall(words))
        return bool(days) and days <= set(DAY.findall(text))
    return mention.facet == "quantity" and _has_numbers(text, words)


def _has_numbers(text: str, words: str) -> bool:
    pairs = set(PAIR.findall(words))
    if pairs:
        return pairs <= set(PAIR.findall(text))
    numbers = _numbers(words)
    return bool(numbers) and all(map(_is_telling, numbers)) and numbers <= _numbers(text)


def _numbers(text: str) -> set[str]:
    """Numbers as written, with currency and magnitude, without the punctuation behind them."""
    return {re.sub(r"\s+", " ", found).rstrip(".,") for found in NUMBER.findall(text)}


def _is_telling(number: str) -> bool:
    """Whether a number is more than a small bare one, which may count anything."""
    return (
        sum(c.isdigit() for c in number) >= TELLING_DIGITS
        or not number[-1:].isdigit()
        or (not number[0].isdigit())
    )


def has_words(text: str, words: object) -> bool:
    """Say whether a folded text has these words, no letter or digit beside them."""
    folded = " ".join(str(words).lower().split())
    return folded in text and bool(re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text))
