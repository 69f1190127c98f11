"""Words for units, and their conversion to one unit a dimension."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint

CURRENCY_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
}
CURRENCY_WORDS = {
    "dollar": ("USD", 1.0),
    "dollars": ("USD", 1.0),
    "buck": ("USD", 1.0),
    "bucks": ("USD", 1.0),
    "cent": ("USD", 0.01),
    "cents": ("USD", 0.01),
    "euro": ("EUR", 1.0),
    "euros": ("EUR", 1.0),
    "pence": ("GBP", 0.01),
    "yen": ("JPY", 1.0),
    "rupees": ("INR", 1.0),
}

DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 365.25 / 12,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
}
"""Length of each unit of time, in days."""
DURATION = "day"

_MEASURES = {
    "meter": (
        "mile miles mi kilometer kilometers kilometre kilometres km kms foot feet ft yard yards"
        " inch inches meter meters metre metres centimeter centimeters centimetre centimetres cm"
        " mm millimeter millimeters"
    ),
    "kilogram": (
        "pound pounds lb lbs ounce ounces oz kilogram kilograms kilo kilos kg gram grams ton tons"
        " tonne tonnes"
    ),
    "meter ** 2": "acre acres hectare hectares",
    "meter ** 3": "gallon gallons liter liters litre litres",
    "meter / second": "mph kph knots",
    "degC": "fahrenheit celsius",
    "watt": "watt watts kilowatt kilowatts megawatt megawatts gigawatt gigawatts",
    "watt_hour": "kwh",
}
_DIMENSION = {word: base for base, words in _MEASURES.items() for word in words.split()}
_PINT_NAMES = {
    "mi": "mile",
    "km": "kilometer",
    "kms": "kilometer",
    "ft": "foot",
    "feet": "foot",
    "inches": "inch",
    "cm": "centimeter",
    "mm": "millimeter",
    "lb": "pound",
    "lbs": "pound",
    "oz": "ounce",
    "kg": "kilogram",
    "kilo": "kilogram",
    "kilos": "kilogram",
    "tonne": "metric_ton",
    "tonnes": "metric_ton",
    "knots": "knot",
    "fahrenheit": "degF",
    "celsius": "degC",
    "kwh": "kilowatt_hour",
}


def time_unit(word: str) -> str | None:
    """Singular of a word for a unit of time, or None.

    >>> time_unit("years"), time_unit("centuries"), time_unit("state")
    ('year', 'century', None)
    """
    singular = "century" if word == "centuries" else word.removesuffix("s")
    return singular if singular in DAYS else None


def measure_unit(word: str) -> str | None:
    """Singular of a word for a unit of length, weight, area, volume, speed…, or None."""
    if word not in _DIMENSION:
        return None
    if word in _PINT_NAMES:
        return _PINT_NAMES[word]
    return word.removesuffix("s") if word not in {"celsius"} else word


def convert(value: float, word: str) -> tuple[float, str]:
    """Return a measure in its dimension's own unit, with that unit's name.

    >>> round(convert(5.0, "miles")[0]), convert(5.0, "miles")[1]
    (8047, 'meter')
    """
    base = _DIMENSION[word]
    converted = _registry().Quantity(value, _PINT_NAMES.get(word, word)).to(base)
    return float(converted.magnitude), base


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # half a second: only runs that meet a unit pay for it

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
