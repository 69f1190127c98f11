"""Numbers as newspapers write them: digits, words, magnitudes, fractions and vague plurals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consistency.facets.lexemes import Lexeme, kind_at, word_at

SMALL = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_MAGNITUDES = {"k": 1e3, "bn": 1e9, "tn": 1e12, "mn": 1e6}
MONEY_MAGNITUDES = {"m": 1e6, "b": 1e9, "t": 1e12}
GROUPS = {"hundred": 100.0, "dozen": 12.0, **MAGNITUDES}

VAGUE = {
    "dozens": (24, 120),
    "scores": (40, 200),
    "hundreds": (200, 1e3),
    "thousands": (2e3, 1e4),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e12),
    "trillions": (2e12, 1e15),
}
"""What a vague plural admits, inclusive. Wide on purpose: it is used to rule values out."""
FEW = {"several": (3, 9), "few": (2, 9), "couple": (2, 3)}
"""Small vague numbers, which count only with a magnitude or a unit: "a few days"."""
HANDFUL = (2, 9)

ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
        " nineteenth twentieth".split(),
        1,
    )
}
PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4}
PARTS |= {"fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


NUMBER_WORDS = frozenset([*SMALL, *TENS, *VAGUE, *FEW, *ORDINALS, "a", "an", "half", "tens"])
"""Words a number can start with."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read off lexemes [first, last).

    Args:
        low, high: Bounds, inclusive; equal unless the number is vague ("dozens").
        place: Weight of the last significant place: 100 for 1,700, 0.01 for 5,687.75.
        form: "digits", "words", "vague", "few", "ordinal" or "part" (a half, two-thirds).
    """

    low: float
    high: float
    place: float
    first: int
    last: int
    form: str

    @property
    def value(self) -> float:
        """The number itself, or the middle of a vague one."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def times(self, factor: float, last: int) -> Numeral:
        """Return the number multiplied, read up to `last`."""
        low, high, place = (round(x * factor, 6) for x in (self.low, self.high, self.place))
        return replace(self, low=low, high=high, place=place, last=last)


def read_numeral(lexemes: Sequence[Lexeme], at: int, *, money: bool = False) -> Numeral | None:
    """Read the longest number that starts at `at`, or None.

    Args:
        money: Whether a currency sign stands before it, so that "5m" is five million.
    """
    kind = kind_at(lexemes, at)
    if kind in {"number", "fraction"}:
        return _read_digits(lexemes, at, money)
    if kind == "ordinal":
        value = float(lexemes[at].text[:-2])
        return Numeral(value, value, 1.0, at, at + 1, "ordinal")
    if kind == "word" and lexemes[at].lower in NUMBER_WORDS:
        return _read_words(lexemes, at)
    return None


def last_place(text: str) -> float:
    """Weight of the last significant place of a number in digits.

    >>> last_place("1,700"), last_place("5,687.75"), last_place("43,350")
    (100.0, 0.01, 10.0)
    """
    digits = text.replace(",", "")
    if "." in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    stripped = digits.rstrip("0")
    return float(10.0 ** (len(digits) - len(stripped))) if stripped else 1.0


def _read_digits(lexemes: Sequence[Lexeme], at: int, money: bool) -> Numeral | None:
    lexeme = lexemes[at]
    if lexeme.kind == "fraction":
        return _read_fraction(lexeme, at)
    value = float(lexeme.text.replace(",", ""))
    numeral = Numeral(value, value, last_place(lexeme.text), at, at + 1, "digits")
    if kind_at(lexemes, at + 1) == "fraction" and (part := _read_fraction(lexemes[at + 1], at + 1)):
        numeral = Numeral(value + part.low, value + part.low, part.place, at, at + 2, "digits")
    return _with_magnitude(lexemes, numeral, money)


def _read_fraction(lexeme: Lexeme, at: int) -> Numeral | None:
    if lexeme.text in SIGNS:
        value = SIGNS[lexeme.text]
    else:
        above, below = (float(n) for n in lexeme.text.split("/"))
        if not 0 < above < below:
            return None
        value = above / below
    return Numeral(value, value, value, at, at + 1, "part")


def _with_magnitude(lexemes: Sequence[Lexeme], numeral: Numeral, money: bool) -> Numeral:
    at = numeral.last
    if word_at(lexemes, at) == "-" and word_at(lexemes, at + 1) in MAGNITUDES:
        at += 1
    word = word_at(lexemes, at)
    if word in MAGNITUDES or word == "dozen":
        return numeral.times(GROUPS[word], at + 1)
    touching = at < len(lexemes) and not lexemes[at].gap
    if touching and word in SHORT_MAGNITUDES:
        return numeral.times(SHORT_MAGNITUDES[word], at + 1)
    if money and word in MONEY_MAGNITUDES and (touching or word != "t"):
        return numeral.times(MONEY_MAGNITUDES[word], at + 1)
    return numeral


def _read_words(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    for read in (
        _read_bakers_dozen,
        _read_vague,
        _read_few,
        _read_half_group,
        _read_part_group,
        _read_part,
        _read_cardinal,
    ):
        if numeral := read(lexemes, at):
            return numeral
    word = word_at(lexemes, at)
    if word in ORDINALS:
        value = float(ORDINALS[word])
        return Numeral(value, value, 1.0, at, at + 1, "ordinal")
    return None


def _read_bakers_dozen(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    words = [word_at(lexemes, at + n).replace("’", "'") for n in range(4)]
    if words != ["a", "baker", "'s", "dozen"]:
        return None
    return Numeral(13.0, 13.0, 1.0, at, at + 4, "words")


def _read_vague(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read "dozens", "tens of thousands", "hundreds of millions", "a handful"."""
    word = word_at(lexemes, at)
    if word in {"tens", "hundreds"} and word_at(lexemes, at + 1) == "of":
        unit = word_at(lexemes, at + 2)
        if unit in VAGUE and unit not in {"dozens", "scores", "hundreds"}:
            factor = MAGNITUDES[unit[:-1]] * (10 if word == "tens" else 100)
            return Numeral(2 * factor, 10 * factor, factor, at, at + 3, "vague")
    if word == "a" and word_at(lexemes, at + 1) == "handful":
        return Numeral(*HANDFUL, 1.0, at, at + 2, "vague")
    if word in VAGUE and (word != "scores" or word_at(lexemes, at + 1) == "of"):
        low, high = VAGUE[word]
        return Numeral(low, high, low / 2, at, at + 1, "vague")
    return None


def _read_few(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read "several", "a few", "a couple (of)", with a magnitude if one follows."""
    start = at
    if word_at(lexemes, at) == "a" and word_at(lexemes, at + 1) in {"few", "couple"}:
        at += 1
    word = word_at(lexemes, at)
    if word not in FEW or (word != "several" and at == start):
        return None
    low, high = FEW[word]
    at += 2 if word == "couple" and word_at(lexemes, at + 1) == "of" else 1
    few = Numeral(low, high, 1.0, start, at, "few")
    group = word_at(lexemes, at)
    return replace(few.times(GROUPS[group], at + 1), form="vague") if group in GROUPS else few


def _read_half_group(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read "half a million", "a half-dozen", "half a dozen"."""
    start = at
    if word_at(lexemes, at) == "a" and word_at(lexemes, at + 1) == "half":
        at += 1
    if word_at(lexemes, at) != "half":
        return None
    at += 1
    if word_at(lexemes, at) in {"a", "-"}:
        at += 1
    group = word_at(lexemes, at)
    if group not in GROUPS:
        return None
    value = GROUPS[group] / 2
    return Numeral(value, value, value, start, at + 1, "words")


def _read_part_group(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read "a quarter of a million", "three-quarters of a billion"."""
    part = _read_part(lexemes, at)
    if part is None or [word_at(lexemes, part.last + n) for n in range(2)] != ["of", "a"]:
        return None
    group = word_at(lexemes, part.last + 2)
    if group not in MAGNITUDES:
        return None
    return replace(part.times(MAGNITUDES[group], part.last + 3), form="words")


def _read_part(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read "half", "a third", "two-thirds", "three quarters" where a whole follows."""
    start, above = at, 1
    word = word_at(lexemes, at)
    if word in SMALL and 0 < SMALL[word] < 10 and word_at(lexemes, at + 1) in {"-", *PARTS}:
        above, at = SMALL[word], at + 1
        at += word_at(lexemes, at) == "-"
    elif word in {"a", "one"} and word_at(lexemes, at + 1) in PARTS:
        at += 1
    elif word != "half":
        return None
    part = word_at(lexemes, at)
    if part not in PARTS or above >= PARTS[part] or not _whole_follows(lexemes, at + 1, part):
        return None
    value = above / PARTS[part]
    return Numeral(value, value, value, start, at + 1, "part")


def _whole_follows(lexemes: Sequence[Lexeme], at: int, part: str) -> bool:
    follower = word_at(lexemes, at)
    if part == "half":
        return follower in {"of", "the", "its", "their", "his", "her", "our", "all", "a", "an"}
    return follower == "of" or (part.endswith("s") and follower not in {"", ".", ","})


def _read_cardinal(lexemes: Sequence[Lexeme], at: int) -> Numeral | None:
    """Read a whole number in words: "twenty-one", "two and a half million"."""
    start, total, group = at, 0.0, 0.0
    if word_at(lexemes, at) in {"a", "an"} and word_at(lexemes, at + 1) in GROUPS:
        group, at = 1.0, at + 1
    end = start
    while word := word_at(lexemes, at):
        if end > start and (
            word == "-" or (word == "and" and _carries_on(lexemes, at, total, group))
        ):
            at += 1
            continue
        if not _fits(word, total, group):
            break
        total, group = _extend(word, total, group)
        at = end = at + 1
    if end == start:
        return None
    value = total + group
    return _with_half(
        lexemes, Numeral(value, value, last_place(f"{value:.0f}"), start, end, "words")
    )


def _extend(word: str, total: float, group: float) -> tuple[float, float]:
    """Add one number word to the finished thousands (`total`) and the group being read."""
    if word in MAGNITUDES:
        return total + (group or 1.0) * MAGNITUDES[word], 0.0
    if word in GROUPS:
        return total, group * GROUPS[word]
    return total, group + (SMALL.get(word) or TENS.get(word, 0))


def _fits(word: str, total: float, group: float) -> bool:
    """Say whether a number word can stand next: after "twenty" comes "one", but not "ten"."""
    if word in SMALL:
        units_free = group % 10 == 0 and group % 100 != 10
        return units_free if 0 < SMALL[word] < 10 else group % 100 == 0
    if word in TENS:
        return group % 100 == 0
    return word in GROUPS and group > 0 and (not total or GROUPS[word] < total)


def _carries_on(lexemes: Sequence[Lexeme], at: int, total: float, group: float) -> bool:
    """Say whether "and" joins two parts of one number, as in "two hundred and five"."""
    follower = word_at(lexemes, at + 1)
    large = (group or total) >= 100 and group % 100 == 0
    return large and (follower in SMALL or follower in TENS)


def _with_half(lexemes: Sequence[Lexeme], numeral: Numeral) -> Numeral:
    """Go on over "and a half" and a magnitude behind it."""
    at = numeral.last
    if [word_at(lexemes, at + n) for n in range(3)] != ["and", "a", "half"]:
        return numeral
    value = numeral.low + 0.5
    mixed = replace(numeral, low=value, high=value, place=0.5, last=at + 3)
    group = word_at(lexemes, at + 3)
    return mixed.times(GROUPS[group], at + 4) if group in GROUPS else mixed
