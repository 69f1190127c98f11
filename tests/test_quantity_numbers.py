"""Numbers in digits and words, hedges, and how amounts compare."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.facets.lexemes import lex
from consistency.facets.numbers.amounts import DECLINED, Amount, compare_amounts, meets, show_number
from consistency.facets.numbers.hedges import Hedge, hedge_after, hedge_before, loosen
from consistency.facets.numbers.numerals import SMALL, TENS, read_numeral
from consistency.facets.numbers.readings import Reading, read_amounts
from consistency.facets.numbers.units import convert
from consistency.records import Level
from consistency.settings import QuantitySettings

SETTINGS = QuantitySettings()
UNITS, DECADES = {n: w for w, n in SMALL.items()}, {n: w for w, n in TENS.items()}


def spell(n: int) -> str:
    """Spell a whole number below a billion, as newspapers did."""
    for size, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            return f"{spell(n // size)} {word}" + (f" {spell(rest)}" if rest else "")
    if n < 20:
        return UNITS[n]
    return DECADES[n - n % 10] + (f"-{UNITS[n % 10]}" if n % 10 else "")


def read(text: str) -> list[Reading]:
    return list(read_amounts(lex(text), set(), settings=SETTINGS))


def amount(text: str) -> Amount:
    """The one amount in a text."""
    (reading,) = read(text)
    return reading.amount


@given(st.integers(0, 999_999_999))
def test_spelled_numbers_are_read_back(n: int) -> None:
    words = lex(spell(n))
    numeral = read_numeral(words, 0)
    assert numeral is not None
    assert (numeral.low, numeral.high, numeral.last) == (n, n, len(words))


@given(st.integers(0, 10**12))
def test_digits_with_commas_are_read_back(n: int) -> None:
    numeral = read_numeral(lex(f"{n:,}"), 0)
    assert numeral is not None
    assert numeral.low == numeral.high == n
    assert numeral.place >= 1
    assert n % numeral.place == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.6 million", 1_600_000),
        ("3.1-million", 3_100_000),
        ("500k", 500_000),
        ("a hundred and five", 105),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("a half-dozen", 6),
        ("a dozen", 12),
        ("2½", 2.5),
        ("1 1/2", 1.5),
        ("43rd", 43),
        ("twelfth", 12),
    ],
)
def test_numbers_are_read_as_newspapers_write_them(text: str, value: float) -> None:
    numeral = read_numeral(lex(text), 0)
    assert numeral is not None
    assert numeral.low == numeral.high == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of boats", 24, 120),
        ("tens of thousands of boats", 20_000, 100_000),
        ("a few hundred boats", 200, 900),
        ("a handful of boats", 2, 9),
        ("about 20 boats", 18, 22),
        ("about 1,700 boats", 1650, 1750),
        ("some 16 boats", 15.5, 16.5),
        ("nearly 20 boats", 18, 20),
        ("nearly 1.6 million boats", 1_500_000, 1_600_000),
        ("more than 100 boats", 100, inf),
        ("no fewer than 100 boats", 100, inf),
        ("as many as 30 boats", -inf, 30),
        ("no more than 30 boats", -inf, 30),
        ("30 or more boats", 30, inf),
        ("between 8 and 12 boats", 8, 12),
        ("10-15 boats", 10, 15),
        ("500,000 to 1.6 million boats", 500_000, 1_600_000),
        ("1.5 to 1.6 million boats", 1_500_000, 1_600_000),
        ("two or three boats", 2, 3),
    ],
)
def test_hedges_and_ranges_become_bounds(text: str, low: float, high: float) -> None:
    found = amount(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("almost 20 boats", "just under 20"),
        ("$5,687.75", "$5,687.75"),
        ("US$1.5m", "$1.5 million"),
        ("500,000 to 1.6 million boats", "500,000–1.6 million"),
        ("at least 40 boats", "at least 40"),
        ("47 percent", "47%"),
        ("12 percentage points", "12 percentage points"),
        ("75 cents", "$0.75"),
        ("a two-hour stop", "2 hours"),
        ("less than a month", "less than 1 month"),
        ("46 to 57 months", "46–57 months"),
        ("five square miles", "5 square miles"),
        ("a 396-9 vote", "396–9"),
        ("dozens of boats", "dozens"),
        ("billions of dollars", "billions of dollars"),
        ("500 more boats", "500 more"),
        ("$6,400 a year", "$6,400 per year"),
        ("two-thirds of the boats", "two-thirds"),
    ],
)
def test_amounts_read_well(text: str, shown: str) -> None:
    assert str(amount(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "call 555-0134",
        "a 4x4 truck",
        "the F-16",
        "under 287(g)",
        "#1",
        "version 3.2.1",
        "a 5G mast",
        "24/7",
    ],
)
def test_what_only_looks_like_a_number_is_passed_over(text: str) -> None:
    assert read(text) == []


def test_from_and_to_after_a_rise_are_two_values_and_no_range() -> None:
    values = [str(r.amount) for r in read("it rose from 12 percent to 15 percent")]
    assert values == ["12%", "15%"]


def test_no_more_than_is_not_read_as_more_than() -> None:
    words = lex("no more than 30")
    assert hedge_before(words, 3) == (Hedge.MOST, 0)


def test_a_hedge_behind_the_number_counts_too() -> None:
    assert hedge_after(lex("30 or so"), 1) == (Hedge.ABOUT, 3)


def test_a_part_and_its_whole_are_told_apart() -> None:
    part, whole = read("one of ten boats")
    assert (part.share, whole.share) == (True, False)


def test_the_year_after_in_is_no_whole() -> None:
    assert not read("three in 2010")[0].share


def test_miles_and_kilometers_meet_after_conversion() -> None:
    far, near = amount("5 miles"), amount("about 8 kilometers")
    assert far.unit == near.unit == "meter"
    assert meets(far, near)


def test_square_units_are_squared() -> None:
    assert amount("2 square kilometers").low == pytest.approx(2e6)
    area, unit = convert(1, "hectare")
    assert (round(area), unit) == (10_000, "meter ** 2")


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("20 boats", "20 boats", Level.EQUAL),
        ("nearly 20 boats", "20 boats", Level.COMPATIBLE),
        ("nearly 20 boats", "18 boats", Level.COMPATIBLE),
        ("nearly 20 boats", "about 20 boats", Level.COMPATIBLE),
        ("nearly 20 boats", "ten boats", Level.DIFFERENT),
        ("some 16 boats", "15 boats", Level.DIFFERENT),
        ("more than 100 boats", "130 boats", Level.COMPATIBLE),
        ("more than 100 boats", "90 boats", Level.DIFFERENT),
        ("as many as 1.5 million boats", "up to 1.6 million boats", Level.DIFFERENT),
        ("more than 100 boats", "at least 130 boats", Level.COMPATIBLE),
        ("over $10,000", "$10,977.74", Level.COMPATIBLE),
        ("$5,687.75", "$5,587.75", Level.DIFFERENT),
        ("half of the boats", "50 percent", Level.COMPATIBLE),
        ("$40", "40 boats", Level.NULL),
        ("40 percent", "40 percentage points", Level.NULL),
        ("5 miles", "5 pounds", Level.NULL),
        ("a 396-9 vote", "a 396-9 vote", Level.EQUAL),
        ("a 396-9 vote", "a 395-9 vote", Level.DIFFERENT),
    ],
)
def test_amounts_compare_as_an_editor_would(left: str, right: str, level: Level) -> None:
    assert compare_amounts(amount(left), amount(right), settings=SETTINGS).level is level


def test_a_number_that_may_be_rounded_differs_weakly() -> None:
    rounded = compare_amounts(amount("$43,000"), amount("$43,350"), settings=SETTINGS)
    plain = compare_amounts(amount("$43,150"), amount("$43,350"), settings=SETTINGS)
    assert rounded.level is plain.level is Level.DIFFERENT
    assert rounded.strength == SETTINGS.rounding_strength < plain.strength == 1.0


def test_meeting_says_less_the_wider_the_bounds() -> None:
    near = compare_amounts(amount("over 100 boats"), amount("130 boats"), settings=SETTINGS)
    far = compare_amounts(amount("over 100 boats"), amount("5,000 boats"), settings=SETTINGS)
    assert far.strength < near.strength


def test_a_withheld_number_is_declined_beside_a_stated_one() -> None:
    stated = amount("40 boats")
    assert compare_amounts(DECLINED, stated, settings=SETTINGS).level is Level.DECLINED
    assert compare_amounts(DECLINED, DECLINED, settings=SETTINGS).level is Level.EQUAL
    assert str(DECLINED) == "not stated"


def test_a_rate_and_a_sum_are_not_compared() -> None:
    judged = compare_amounts(amount("$50,000 a year"), amount("$50,000"), settings=SETTINGS)
    assert judged.level is Level.NULL


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_about_reaches_as_far_as_the_settings_say(share: float) -> None:
    settings = QuantitySettings(about_share=share)
    low, high = loosen(Hedge.ABOUT, 100.0, 100.0, settings=settings)
    assert (round(low), round(high)) == (round(100 - 100 * share), round(100 + 100 * share))


bounds = st.one_of(st.integers(-1000, 10**7).map(float), st.just(inf), st.just(-inf))


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, high = sorted((draw(bounds), draw(bounds)))
    low, high = (
        (min(low, 10**7), max(high, -1000)) if low in {inf} or high in {-inf} else (low, high)
    )
    return Amount(
        float(low),
        float(high),
        draw(st.sampled_from([None, "USD", "percent"])),
        approximate=draw(st.booleans()),
        place=draw(st.sampled_from([0.01, 1.0, 100.0, 1e5])),
    )


@given(amounts(), amounts())
def test_comparing_is_symmetric_and_its_strength_a_share(left: Amount, right: Amount) -> None:
    one = compare_amounts(left, right, settings=SETTINGS)
    other = compare_amounts(right, left, settings=SETTINGS)
    assert (one.level, one.strength) == (other.level, other.strength)
    assert 0 <= one.strength <= 1
    assert one.reason


@given(amounts())
def test_an_amount_equals_itself_and_shows_itself(value: Amount) -> None:
    assert compare_amounts(value, value, settings=SETTINGS).level is Level.EQUAL
    assert str(value)


@given(amounts(), amounts())
def test_amounts_that_do_not_meet_differ(left: Amount, right: Amount) -> None:
    level = compare_amounts(left, right, settings=SETTINGS).level
    if left.unit == right.unit and not meets(left, right):
        assert level is Level.DIFFERENT


@given(st.integers(0, 10**10))
def test_shown_whole_numbers_are_read_back(n: int) -> None:
    numeral = read_numeral(lex(show_number(float(n))), 0)
    assert numeral is not None
    assert numeral.low == n


@given(
    st.sampled_from([h for h in Hedge if h is not Hedge.PLAIN]),
    st.integers(1, 10**6),
)
def test_every_hedge_admits_the_number_itself(hedge: Hedge, n: int) -> None:
    low, high = loosen(hedge, float(n), 1.0, settings=SETTINGS)
    assert low <= n <= high


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_and_pieces_lie_in_order(text: str) -> None:
    pieces = lex(text)
    assert all(text[p.start : p.end] == p.text for p in pieces)
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    for reading in read(text):
        assert 0 <= reading.first < reading.last <= len(pieces)
        assert str(reading.amount)


@given(low=st.integers(1, 10**6), more=st.integers(1, 10**6), top=st.integers(1, 10**7))
def test_a_range_states_the_limit_that_up_to_states(low: int, more: int, top: int) -> None:
    ranged = amount(f"between {low:,} and {low + more:,} boats")
    for limit in (amount(f"up to {top:,} boats"), amount(f"up to {low + more:,} boats")):
        judged = compare_amounts(ranged, limit, settings=SETTINGS)
        assert judged.level is compare_amounts(limit, ranged, settings=SETTINGS).level
        if limit.high == low + more:
            assert judged.level is Level.COMPATIBLE
        elif judged.level is Level.COMPATIBLE:  # one of the limits is the other, rounded
            assert abs(limit.high - (low + more)) < 10 ** (len(str(max(top, low + more))) - 1)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("as many as 1.5 million women", "500,000 to 1.6 million women", Level.DIFFERENT),
        ("at least 300 boats", "200 to 400 boats", Level.DIFFERENT),
        ("46 to 57 months", "46 to 63 months", Level.DIFFERENT),
        ("300 boats", "200 to 400 boats", Level.COMPATIBLE),
        ("about 300 boats", "200 to 400 boats", Level.COMPATIBLE),
    ],
)
def test_only_limits_are_held_against_limits(left: str, right: str, level: Level) -> None:
    assert compare_amounts(amount(left), amount(right), settings=SETTINGS).level is level
