"""Whether a text has a detail, however it is written: its words, its number, its day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from consistency.personal_names import surname
from consistency.records import Mention

NUMBER = re.compile(
    r"[$£€]?\d[\d.,]*(?:\s?(?:million|billion|trillion|percent|%))?", flags=re.IGNORECASE
)
PAIR = re.compile(r"(?<![\d.,])(\d+(?:,\d{3})*)(?:\s?[-–—]\s?|\sto\s|-to-)(\d+(?:,\d{3})*)(?!\d)")
"""The two numbers of a vote or a score: 104-97, 104 to 97, 2-to-1."""
DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(\d{1,2})(?!\d|,\d)"
)
TELLING_DIGITS = 3
"""Digits from which on a bare number is hardly another thing's."""


@dataclass(frozen=True)
class Told:
    """The folded text of an article's claims, and what numbers and days it has."""

    text: str

    def states(self, mention: Mention) -> bool:
        """Say whether the text has a mention's detail anywhere at all.

        The mention's own words are enough; so is a person's surname, a place without what it lies
        in, a number whatever stands around it ("$850 million more"), and a day without its year.
        """
        if has_words(self.text, mention.text):
            return True
        if mention.facet == "place":
            return has_words(self.text, mention.value)
        if mention.facet == "name":
            return has_words(self.text, surname(str(mention.value).replace("’s", "")))
        words = Told(" ".join(mention.text.lower().split()))
        if mention.facet == "date":
            return bool(words.days) and words.days <= self.days
        return mention.facet == "quantity" and self._has_numbers(words)

    def _has_numbers(self, words: Told) -> bool:
        if words.pairs:
            return words.pairs <= self.pairs
        telling = words.numbers and all(map(_is_telling, words.numbers))
        return bool(telling) and words.numbers <= self.numbers

    @cached_property
    def numbers(self) -> set[str]:
        """Numbers as written, with currency and magnitude, without the punctuation behind them."""
        found = NUMBER.findall(self.text)
        return {re.sub(r"\s+", " ", number).rstrip(".,") for number in found}

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """The numbers of votes and scores."""
        return set(PAIR.findall(self.text))

    @cached_property
    def days(self) -> set[tuple[str, str]]:
        """Months, in three letters, and days."""
        return set(DAY.findall(self.text))


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
