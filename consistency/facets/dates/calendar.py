"""Days on the calendar as a value: an interval, how it reads, and how two of them compare."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from consistency.records import Judgement, Level
from consistency.settings import DateSettings

MONTHS = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""First month of each season, on the northern half of the globe."""


class Grain(IntEnum):
    """How finely a source says when; a larger grain holds smaller ones."""

    CLOCK = 0
    DAY = 1
    WEEKEND = 2
    WEEK = 3
    MONTH = 4
    SEASON = 5
    YEAR = 6
    DECADE = 7
    SPAN = 8


@dataclass(frozen=True, slots=True)
class When:
    """A day, or an interval of days, as far as a source and its publication date fix it.

    Args:
        first, last: Days, inclusive; both None where nothing places the mention on the calendar.
        weekday: 0 for Monday to 6 for Sunday, where one is named or the day is fixed.
        month, day: Of a date whose year is not known.
        minute: Minute of the day, for a time on the clock; such a value has no days.
        named: Whether only a weekday was written, so that the week rests on the publication date.
        certain: Whether no guess about the publication date went into it.
        spoken: Whether a weekday was written, alone or beside the date.
        inferred: Whether the year was not written but taken from the publication date.
        clash: Whether the source names a weekday that the date it gives does not fall on.
        declined: Whether the source says that the day is not known or not given.
        shown: How the page shows it, where the days alone would not tell.
    """

    first: date | None = None
    last: date | None = None
    grain: Grain = Grain.DAY
    weekday: int | None = None
    month: int | None = None
    day: int | None = None
    minute: int | None = None
    declined: bool = False
    named: bool = field(default=False, compare=False)
    certain: bool = field(default=True, compare=False)
    spoken: bool = field(default=False, compare=False)
    inferred: bool = field(default=False, compare=False)
    clash: bool = field(default=False, compare=False)
    shown: str = field(default="", compare=False)

    @property
    def bounds(self) -> tuple[date, date] | None:
        """First and last day, or None where nothing places it on the calendar."""
        return (self.first, self.last) if self.first and self.last else None

    def __str__(self) -> str:
        if self.declined:
            return "not stated"
        if self.minute is not None:
            return _show_clock(self.minute)
        if not self.first or not self.last:
            return self.shown or _show_unplaced(self)
        if self.clash and self.weekday is not None:
            return f"{WEEKDAYS[self.weekday]} {_show_date(self.first)} (a {self.first:%A})"
        return self.shown or _show_days(self.first, self.last, self.grain)


DECLINED = When(declined=True)


def on_day(day: date) -> When:
    """Return the value of one fixed day."""
    return When(day, day, Grain.DAY, day.weekday())


def month_of(year: int, month: int) -> When:
    """Return the value of one month; one outside 1..12 leads into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Grain.MONTH)


def season_of(year: int, season: str) -> When:
    """Return the value of a season that starts in `year`: winter runs into the next one."""
    start = month_of(year, SEASONS[season])
    end = month_of(year, SEASONS[season] + 2)
    return When(start.first, end.last, Grain.SEASON, shown=f"{season} {year}")


def years(first: int, last: int, grain: Grain = Grain.YEAR) -> When:
    """Return the value of whole years, both included, within those a calendar can hold."""
    first, last = max(first, 1), min(last, 9999)
    return When(date(first, 1, 1), date(last, 12, 31), grain)


def week_of(day: date) -> When:
    """Return the week, Monday to Sunday, that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return When(monday, monday + timedelta(days=6), Grain.WEEK)


def weekend_of(day: date) -> When:
    """Return the Saturday and Sunday of the week that holds `day`."""
    saturday = day + timedelta(days=5 - day.weekday())
    return When(saturday, saturday + timedelta(days=1), Grain.WEEKEND)


def _show_clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    half = "a.m." if hour < 12 else "p.m."
    return f"{(hour - 1) % 12 + 1}:{rest:02d} {half}"


def _show_unplaced(when: When) -> str:
    named = WEEKDAYS[when.weekday] if when.weekday is not None else ""
    month = MONTHS[when.month - 1] if when.month else ""
    dated = f"{when.day} {month}" if when.day and month else month
    return ", ".join(part for part in (named, dated) if part) or "an unknown day"


def _show_date(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _show_day(day: date) -> str:
    return f"{day:%a} {_show_date(day)}"


def _show_days(first: date, last: date, grain: Grain) -> str:
    if first == last:
        return _show_day(first)
    if grain in {Grain.WEEK, Grain.WEEKEND} and (last - first).days == (
        6 if grain is Grain.WEEK else 1
    ):
        return f"{grain.name.lower()} of {_show_date(first)}"
    if (
        grain is Grain.MONTH
        and first.day == 1
        and (first.year, first.month) == (last.year, last.month)
    ):
        whole = last.day == monthrange(last.year, last.month)[1]
        if whole:
            return f"{MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    return f"{_show_day(first)} – {_show_day(last)}"


def compare_days(left: When, right: When, *, settings: DateSettings) -> Judgement:
    """Compare two dates of one event. Symmetric.

    A coarser date that holds a finer one is compatible with it. A bare weekday is first of all a
    weekday: against a date on the same weekday it only differs when they lie more than a week
    apart.
    """
    if left.declined or right.declined:
        return _compare_declined(left, right)
    if (left.minute is None) != (right.minute is None):
        return Judgement(Level.NULL, f"{left} and {right} are not of one kind")
    if left.minute is not None:
        return _compare_clocks(left, right, settings)
    if left.bounds and right.bounds:
        return _compare_placed(left, right, left.bounds, right.bounds, settings)
    return _compare_unplaced(left, right, settings)


def _compare_declined(left: When, right: When) -> Judgement:
    if left.declined and right.declined:
        return Judgement(Level.EQUAL, "neither gives the day")
    stated = right if left.declined else left
    return Judgement(
        Level.DECLINED, f"one states {stated}, the other says it is not known or not given"
    )


def _compare_clocks(left: When, right: When, settings: DateSettings) -> Judgement:
    if left.minute == right.minute:
        return Judgement(Level.EQUAL, f"both say {left}")
    return Judgement(Level.DIFFERENT, f"{left} is not {right}", settings.clock_strength)


Days = tuple[date, date]


def _compare_placed(
    left: When, right: When, these: Days, those: Days, settings: DateSettings
) -> Judgement:
    trust = 1.0 if left.certain and right.certain else settings.uncertain_strength
    if these == those and left.weekday != right.weekday and left.spoken and right.spoken:
        return Judgement(Level.DIFFERENT, _weekdays_apart(left, right, these[0]), trust)
    if these == those:
        return Judgement(Level.EQUAL, f"both say {left}", trust)
    if left.grain is right.grain is Grain.SPAN:
        reason = f"{left} is not {right}"
        return Judgement(Level.DIFFERENT, reason, _same_period(these, those) * trust)
    if these[0] > those[1] or those[0] > these[1]:
        return _apart(
            left, right, max((those[0] - these[1]).days, (these[0] - those[1]).days), settings
        )
    if {left.grain, right.grain} == {Grain.WEEK, Grain.WEEKEND}:
        reason = f"{left} and {right}: a weekend is seldom counted to the week before it"
        return Judgement(Level.DIFFERENT, reason, settings.weekend_strength * trust)
    short, long = sorted((last - first).days + 1 for first, last in (these, those))
    strength = 0.9 if long <= 7 * short else 0.75 if long <= 31 * short else 0.6
    return Judgement(Level.COMPATIBLE, f"{left} and {right} can be one time", strength)


def _weekdays_apart(left: When, right: When, day: date) -> str:
    names = sorted(WEEKDAYS[w.weekday] for w in (left, right) if w.weekday is not None)
    return f"{_show_date(day)} is called a {' and a '.join(names)}"


def _same_period(these: Days, those: Days) -> float:
    """Strength, 0.5 to 1, that two unequal spans mean one period: by the days they share."""
    common = (min(these[1], those[1]) - max(these[0], those[0])).days + 1
    whole = (max(these[1], those[1]) - min(these[0], those[0])).days + 1
    return round(0.5 + 0.5 * max(0, common) / whole, 3)


def _apart(left: When, right: When, gap: int, settings: DateSettings) -> Judgement:
    """Judge dates with `gap` days between them, at least 1, where one may be a bare weekday."""
    trust = 1.0 if left.certain and right.certain else settings.uncertain_strength
    if left.grain is right.grain is Grain.DAY and (left.named or right.named):
        if left.weekday == right.weekday and gap <= 7:
            return Judgement(Level.COMPATIBLE, f"{left} and {right} are one weekday", 0.5)
        if left.weekday == right.weekday:
            trust = min(trust, settings.uncertain_strength)
        elif left.named and right.named:
            trust = max(trust, settings.weekday_strength)
    if left.inferred != right.inferred and gap > 180:
        trust = min(trust, settings.uncertain_strength)
    if gap > settings.far_days:
        trust *= settings.far_strength
    return Judgement(Level.DIFFERENT, f"{left} is not {right}", round(trust, 3))


def _compare_unplaced(left: When, right: When, settings: DateSettings) -> Judgement:
    """Compare by what both name: weekday, month, day of the month."""
    pairs = [
        (a, b)
        for a, b in zip(_parts(left), _parts(right), strict=True)
        if a is not None and b is not None
    ]
    if not pairs:
        return Judgement(Level.NULL, f"{left} and {right} name nothing in common")
    if any(a != b for a, b in pairs):
        strength = settings.weekday_strength if len(pairs) == 1 else 1.0
        return Judgement(Level.DIFFERENT, f"{left} is not {right}", strength)
    if _parts(left) == _parts(right):
        return Judgement(Level.EQUAL, f"both say {left}", settings.weekday_strength)
    return Judgement(Level.COMPATIBLE, f"{left} and {right} can be one time", 0.6)


def _parts(when: When) -> tuple[int | None, int | None, int | None]:
    if when.bounds:
        first, last = when.bounds
        one_day = first == last
        one_month = (first.year, first.month) == (last.year, last.month)
        return (
            when.weekday if one_day else None,
            first.month if one_month else None,
            first.day if one_day else None,
        )
    return when.weekday, when.month, when.day
