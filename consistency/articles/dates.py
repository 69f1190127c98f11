"""Days as articles write them, and which of them is the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_MONTH = rf"(?P<month>{_MONTH_NAME})\.?"
_WEEKDAY = r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?,?\s{1,3})?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_WORDS_FIRST = rf"\b{_MONTH}\s{{0,3}}{_DAY}\b,?\s{{1,3}}{_YEAR}"
_DAY_FIRST = rf"(?<![\d.])\b{_DAY}[\s-]{{1,3}}(?:of\s)?{_MONTH},?[\s-]{{1,3}}{_YEAR}"
_ISO = (
    r"(?<![\d/.-])(?P<year>[12]\d{3})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?!\d|[-/]\d)"
)
_NUMERIC = (
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)"
    r"(?P<year>[12]\d{3})(?!\d|[-/]\d)"
)
FORMS = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE)
    for form in (_WORDS_FIRST, _DAY_FIRST, _ISO, _NUMERIC)
)
YEAR = re.compile(r"[12]\d{3}(?!\d)")
COMPACT = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})")
IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>19\d\d|20\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?![0-9A-Za-z])"
)
IN_URL = re.compile(r"/(?P<year>19\d\d|20\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?=[/-]|$)")

TIME = re.compile(
    r"(?<!\d)t?\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d+)?\s?(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\b(?:gmt|utc|[ecmp][sd]?t|bst|cest|eastern|central|pacific|mountain|noon|midnight)\b"
    r"|(?<=\d)z\b|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)
PUBLISHING = re.compile(
    r"\b(?:(?:first |originally |last )?(?:published|posted|issued|released|filed|updated"
    r"|modified|created|added)|publication date|last update|date(?:line)?)\b",
    re.IGNORECASE,
)
UPDATING = re.compile(r"\b(?:updated?|modified)\b", re.IGNORECASE)
GLUE = re.compile(r"\b(?:on|at|the|of|day)\b|[^\w]", re.IGNORECASE)
BYLINE = re.compile(
    r"(?:(?i:authored|written|posted) )?(?i:by)\s"
    rf"(?!(?i:{_MONTH_NAME}|\w+day\b))[A-Z]"
)
"""A byline; "By Friday" and "By October 3" open sentences."""
DATE_LINE_CHARACTERS = 120
"""Longest line that gives nothing but dates and times of publishing."""
DATELINE = re.compile(
    r"[A-Z][A-Za-z .,'’()/-]{2,40}[,(]\s?(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)?"
    r"\s?(?:/[A-Za-z ]+/)?\s?(?:\(\w+\)\s?)?(?:[–—-]{1,2}|:)"
)
"""A press release's opening: "PORT ADA, May 3, 2031 /Newswire/ --"."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written: where it stands, and the days it can mean (two for 06/10/2025)."""

    start: int
    end: int
    readings: tuple[date, ...]


def written_days(text: str) -> list[WrittenDay]:
    """Find days with a year in `text`, in order. Days that do not exist are left out."""
    if not YEAR.search(text):
        return []
    matches = chain.from_iterable(form.finditer(text) for form in FORMS)
    found: list[WrittenDay] = []
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        readings = readings_of(match)
        if readings and (not found or found[-1].end <= match.start()):
            found.append(WrittenDay(match.start(), match.end(), readings))
    return found


def readings_of(match: re.Match[str]) -> tuple[date, ...]:
    """Return the days a match can mean; a weekday beside it settles which, where it fits one."""
    parts = match.groupdict()
    if parts.get("first"):
        pairs = [(parts["first"], parts["second"]), (parts["second"], parts["first"])]
    else:
        pairs = [(parts["month"], parts["day"])]
    days = {day_of(parts["year"], month, day) for month, day in pairs}
    known = sorted(day for day in days if day)
    weekday = (parts.get("weekday") or "").lower()
    fitting = [day for day in known if weekday and WEEKDAYS[day.weekday()] == weekday]
    return tuple(fitting or known)


def day_of(year: str, month: str, day: str) -> date | None:
    """Build a day from digits or a month's name; None when there is no such day."""
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def settle(readings: Sequence[date], *, near: Sequence[date]) -> date | None:
    """Choose among readings the one nearest the story's other days; None where nothing tells.

    Guessing a country's habit would date half of the ambiguous articles wrongly, and a wrong day
    spoils every "Tuesday" in the article.
    """
    if len(readings) == 1:
        return readings[0]
    if not readings or not near:
        return None

    def distance(day: date) -> int:
        return min(abs((day - other).days) for other in near)

    best, second = sorted(readings, key=distance)[:2]
    return best if distance(best) < distance(second) else None


def certain_days(text: str) -> list[date]:
    """Return the days in `text` that can be read one way only."""
    days = chain.from_iterable(map(written_days, text.split("\n")))
    return [day.readings[0] for day in days if len(day.readings) == 1]


def metadata_day(value: str, *, near: Sequence[date] = ()) -> date | None:
    """Read a day as metadata give it: ISO, RFC 2822, words, 20251006, or seconds since 1970.

    Args:
        near: Days the story states, to read 06/10/2025 by.
    """
    value = value.strip()
    if compact := COMPACT.fullmatch(value):
        return day_of(**compact.groupdict())
    if re.fullmatch(r"\d{9,10}(?:\d{3})?(?:\.\d+)?", value):
        seconds = float(value) / (1000 if len(value.split(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    found = written_days(value)
    return settle(found[0].readings, near=near) if found else None


def url_day(url: str) -> date | None:
    """Read the day in an address such as https://host/2025/10/06/slug."""
    match = IN_URL.search(url)
    return day_of(**match.groupdict()) if match else None


def filename_day(stem: str) -> date | None:
    """Read the day in a file's name, such as 2025-10-06-council or council_20251006."""
    match = IN_NAME.search(stem)
    return day_of(match["year"], match["month"], match["day"]) if match else None


def is_date_line(line: str) -> bool:
    """Say whether a line holds a day and nothing else but times and words of publishing."""
    found = written_days(line) if len(line) <= DATE_LINE_CHARACTERS else []
    if not found:
        return False
    rest = line
    for day in reversed(found):
        rest = rest[: day.start] + " " + rest[day.end :]
    for pattern in (TIME, PUBLISHING, GLUE):
        rest = pattern.sub(" ", rest)
    return not rest.strip()


def publication_day(lines: Sequence[str], *, near: Sequence[date]) -> date | None:
    """Find the day of publication among lines at the head and the foot of an article.

    Only lines that are nothing but a date, that begin with words of publishing or a byline, or that
    open as press releases do, are believed; days of updates only when no other is given.

    Args:
        lines: Those lines, the likeliest place first.
        near: Days the story states, to read 06/10/2025 by.
    """
    updates = []
    for line in filter(is_about_publication, lines):
        for day, updated in stated_days(line, near=near):
            if not updated:
                return day
            updates.append(day)
    return updates[0] if updates else None


def is_about_publication(line: str) -> bool:
    """Say whether a day in this line can only be the article's own."""
    if DATELINE.match(line):
        return True
    if len(line) > DATE_LINE_CHARACTERS or line.endswith((".", "?", "!")):
        return is_date_line(line)
    return bool(PUBLISHING.match(line) or BYLINE.match(line)) or is_date_line(line)


def stated_days(line: str, *, near: Sequence[date]) -> Iterator[tuple[date, bool]]:
    """Yield the days of a date line in order, each with whether it is that of an update."""
    if opening := DATELINE.match(line):
        line = opening["date"]
    start = 0
    for written in written_days(line):
        day = settle(written.readings, near=near)
        if day:
            yield day, bool(UPDATING.search(line, start, written.start))
        start = written.end
