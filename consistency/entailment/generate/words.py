"""The words generated sentences are filled with: general names, offices, towns, months, numbers."""

from __future__ import annotations

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH_LENGTHS = {
    "January": 31, "February": 28, "March": 31, "April": 30, "May": 31, "June": 30,
    "July": 31, "August": 31, "September": 30, "October": 31, "November": 30, "December": 31,
}  # fmt: skip


def _months() -> tuple[tuple[str, int, int], ...]:
    start = 0
    months = []
    for name, length in _MONTH_LENGTHS.items():
        months.append((name, start, start + length - 1))
        start += length
    return tuple(months)


MONTHS = _months()
"""Name, first and last day of the year, counted from 0."""


def month_and_day(day_of_year: int) -> tuple[int, int]:
    """Return the month, from 0, and the day in it, from 1, of a day of the year, 0..364."""
    for number, (_, first, last) in enumerate(MONTHS):
        if day_of_year <= last:
            return number, day_of_year - first + 1
    raise ValueError(f"{day_of_year} is no day of the year, 0..364.")


_ONES = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = (
    dict(enumerate(_ONES, start=2))
    | {10 * number: word for number, word in enumerate(_TENS, start=2)}
    | {
        10 * ten + one: f"{_TENS[ten - 2]}-{_ONES[one - 2] if one > 1 else 'one'}"
        for ten in range(2, 10)
        for one in range(1, 10)
    }
)
"""Numbers that newspapers also spell out, and how."""

TITLES = (
    "Mayor", "Governor", "Senator", "Judge", "Police Chief", "Fire Chief", "Professor", "Captain",
    "Prime Minister", "President", "Health Minister", "Finance Minister", "Sheriff", "Bishop",
    "Ambassador", "Colonel", "Attorney General", "Councillor", "Coach", "Superintendent",
)  # fmt: skip

FIRST = (
    "Anna", "Marcus", "Elena", "David", "Priya", "Thomas", "Grace", "Omar", "Julia", "Peter",
    "Mei", "Carlos", "Ruth", "Samuel", "Nadia", "Henry", "Laura", "Victor", "Aisha", "Daniel",
    "Sofia", "Martin", "Helen", "Ibrahim", "Claire", "George", "Yuki", "Robert", "Maria", "Simon",
)  # fmt: skip

LAST = (
    "Holt", "Brandt", "Okafor", "Reyes", "Lindqvist", "Castellan", "Marsh", "Petrov", "Whitlock",
    "Tanaka", "Duarte", "Fenwick", "Osei", "Keller", "Moreau", "Haddad", "Sinclair", "Novak",
    "Ferrante", "Doyle", "Abbott", "Rahman", "Vance", "Ostrom", "Calloway", "Ibarra", "Thorne",
    "Mbeki", "Lund", "Greer", "Sato", "Pell", "Quigley", "Romano", "Stroud", "Varga",
)  # fmt: skip

TOWNS = (
    ("Chicago", "Illinois", "United States"), ("Houston", "Texas", "United States"),
    ("Seattle", "Washington state", "United States"), ("Denver", "Colorado", "United States"),
    ("Boston", "Massachusetts", "United States"), ("Atlanta", "Georgia", "United States"),
    ("Miami", "Florida", "United States"), ("Detroit", "Michigan", "United States"),
    ("Phoenix", "Arizona", "United States"), ("Las Vegas", "Nevada", "United States"),
    ("Dallas", "Texas", "United States"), ("San Diego", "California", "United States"),
    ("Sacramento", "California", "United States"), ("Cleveland", "Ohio", "United States"),
    ("Philadelphia", "Pennsylvania", "United States"), ("Orlando", "Florida", "United States"),
    ("Toronto", "Ontario", "Canada"), ("Vancouver", "British Columbia", "Canada"),
    ("Lyon", "France", "Europe"), ("Marseille", "France", "Europe"),
    ("Hamburg", "Germany", "Europe"), ("Munich", "Germany", "Europe"),
    ("Milan", "Italy", "Europe"), ("Naples", "Italy", "Europe"),
    ("Barcelona", "Spain", "Europe"), ("Lisbon", "Portugal", "Europe"),
    ("Warsaw", "Poland", "Europe"), ("Athens", "Greece", "Europe"),
    ("Manchester", "England", "United Kingdom"), ("Leeds", "England", "United Kingdom"),
    ("Glasgow", "Scotland", "United Kingdom"), ("Cardiff", "Wales", "United Kingdom"),
    ("Osaka", "Japan", "Asia"), ("Mumbai", "India", "Asia"), ("Jakarta", "Indonesia", "Asia"),
    ("Manila", "the Philippines", "Asia"), ("Istanbul", "Turkey", "Asia"),
    ("Nairobi", "Kenya", "Africa"), ("Lagos", "Nigeria", "Africa"), ("Cairo", "Egypt", "Africa"),
    ("Lima", "Peru", "South America"), ("Bogotá", "Colombia", "South America"),
    ("Sydney", "New South Wales", "Australia"), ("Melbourne", "Victoria", "Australia"),
)  # fmt: skip
"""Well-known towns, the state or country readers know them to be in, and what that is in."""
