"""Place a date as written on the calendar: year from the publication date, weekday by tense."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from consistency.facets.dates.calendar import (
    Grain,
    When,
    month_of,
    on_day,
    season_of,
    week_of,
    weekend_of,
    years,
)
from consistency.facets.dates.named_days import named_day
from consistency.facets.dates.written import Moment

MARGIN = 30
"""Days on the wrong side of publication at which a date without a year is still taken as it is."""


def resolve(
    moment: Moment, reference: date | None, *, certain: bool = True, direction: int = 0
) -> When | None:
    """Return the days a date stands for, or None where it means nothing without a publication date.

    Args:
        reference: Day of publication.
        certain: Whether that day is known rather than guessed.
        direction: -1 where the claim speaks of the past, +1 of the future, 0 where it does not
        tell.
            A past weekday is the last one up to the publication day, that day included.
    """
    if moment.end is not None:
        return _span(moment, moment.end, reference, certain, direction)
    if moment.minute is not None:
        return When(grain=Grain.CLOCK, minute=moment.minute)
    if moment.holiday or moment.nth:
        return _named(moment, reference, certain, direction)
    when = _written_out(moment, reference, direction) if moment.year or moment.day else None
    if when is not None:
        return when
    if reference is None:
        return _unplaced(moment)
    when = _relative(moment, reference, direction)
    return replace(when, certain=certain) if when else None


def _span(
    start: Moment, end: Moment, reference: date | None, certain: bool, direction: int
) -> When | None:
    if start.year is None and end.year is not None and start.month is not None:
        start = replace(start, year=end.year - (start.month > (end.month or start.month)))
    first = resolve(replace(start, end=None), reference, certain=certain, direction=direction)
    last = resolve(end, reference, certain=certain, direction=direction)
    if not (first and last and first.first and last.last):
        return None
    if last.named and first.first > last.last:
        last = replace(last, last=last.last + timedelta(days=7))
    if not last.last or first.first > last.last:
        return None
    return When(first.first, last.last, Grain.SPAN, certain=first.certain and last.certain)


def _named(moment: Moment, reference: date | None, certain: bool, direction: int) -> When | None:
    """Resolve a holiday or an nth weekday, in the year written or the one that is nearest."""
    if moment.year:
        day = named_day(moment, moment.year)
        return on_day(day) if day else None
    if reference is None:
        return None
    near = [d for y in (-1, 0, 1) if (d := named_day(moment, reference.year + y))]
    if moment.which in {"last", "next"}:
        side = -1 if moment.which == "last" else 1
        near = [d for d in near if (d - reference).days * side > 0]
    day = _told(near, reference, direction)
    return replace(on_day(day), inferred=True, certain=certain) if day else None


def _written_out(moment: Moment, reference: date | None, direction: int) -> When | None:
    """Resolve what names its year, or a day of a month, whose year the publication date tells."""
    if moment.season and moment.year:
        return season_of(moment.year, moment.season)
    if moment.month is None:
        return _part_of(_year_or_decade(moment), moment.part) if moment.year else None
    if moment.day is None:
        return _part_of(month_of(moment.year, moment.month), moment.part) if moment.year else None
    day = _day_of(moment, reference, direction)
    if day is None:
        return When(month=moment.month, day=moment.day, weekday=moment.weekday)
    when = replace(on_day(day), inferred=moment.year is None, spoken=moment.weekday is not None)
    if moment.weekday is not None and moment.weekday != when.weekday:
        return replace(when, weekday=moment.weekday, clash=True)
    return when


def _year_or_decade(moment: Moment) -> When:
    year = moment.year or 0
    if moment.unit is Grain.DECADE:
        return replace(years(year, year + 9, Grain.DECADE), shown=f"the {year}s")
    return years(year, year)


def _day_of(moment: Moment, reference: date | None, direction: int) -> date | None:
    """Return the day; without a year the one nearest to publication.

    Tense overrules nearness only by more than `MARGIN` days: it is often misread.
    """
    month, day = moment.month or 1, moment.day or 1
    if moment.year is not None:
        orders = [(month, day), moment.other] if moment.other else [(month, day)]
        found = [d for order in orders if order and (d := _date(moment.year, *order))]
        return _nearest(found, reference)
    if reference is None:
        return None
    near = [d for y in (-1, 0, 1) if (d := _date(reference.year + y, month, day))]
    return _told(near, reference, direction)


def _told(near: list[date], reference: date, direction: int) -> date | None:
    """Return the nearest day, of those on the side that the tense tells if there are any."""
    told = [d for d in near if (d - reference).days * direction >= -MARGIN]
    return _nearest(told or near, reference)


def _date(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= 9999 or day > monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _nearest(days: list[date], reference: date | None) -> date | None:
    if not days:
        return None
    return min(days, key=lambda d: abs((d - reference).days)) if reference else days[0]


def _unplaced(moment: Moment) -> When | None:
    """Keep a weekday or a month that nothing places on the calendar."""
    if moment.weekday is not None:
        return When(weekday=moment.weekday, named=True, certain=False)
    return When(grain=Grain.MONTH, month=moment.month, certain=False) if moment.month else None


def _relative(moment: Moment, reference: date, direction: int) -> When | None:
    if moment.weekday is not None:
        day = _weekday(moment.weekday, reference, moment.which, direction)
        return replace(on_day(day), named=True, spoken=True)
    if moment.month is not None:
        return _month_near(moment, reference, direction)
    if moment.season:
        return _season_near(moment, reference, direction)
    if moment.unit is Grain.WEEKEND and moment.back in {None, (0, 0)}:
        return _weekend_near(reference, direction)
    if moment.unit is None or moment.back is None:
        return None
    if moment.which == "running" and direction <= 0:
        return None  # "at the end of the year", told of the past, may be any year's
    return _shifted(moment, reference)


def _weekday(weekday: int, reference: date, which: str, direction: int) -> date:
    """Return the day a bare weekday means: the last up to publication, or the first from it on."""
    if which == "next":
        monday = reference + timedelta(days=7 - reference.weekday())
        return monday + timedelta(days=weekday)
    if which == "from":
        return reference + timedelta(days=(weekday - reference.weekday() - 1) % 7 + 8)
    if direction > 0 and which != "last":
        return reference + timedelta(days=(weekday - reference.weekday()) % 7)
    back = (reference.weekday() - weekday) % 7
    return reference - timedelta(days=back or (7 if which == "last" else 0))


def _month_near(moment: Moment, reference: date, direction: int) -> When:
    month, year = moment.month or 1, reference.year
    if moment.which == "this":
        return _part_of(month_of(year, month), moment.part)
    if moment.which == "next" or (direction > 0 and moment.which != "last"):
        year += month < reference.month or (moment.which == "next" and month == reference.month)
    elif direction < 0 or moment.which == "last":
        year -= month > reference.month or (moment.which == "last" and month == reference.month)
    else:
        year += (month - reference.month < -6) - (month - reference.month > 6)
    return _part_of(month_of(year, month), moment.part)


def _season_near(moment: Moment, reference: date, direction: int) -> When | None:
    if moment.which == "this":
        return season_of(reference.year, moment.season)
    around = [season_of(reference.year + shift, moment.season) for shift in (-2, -1, 0, 1)]
    if moment.which == "next" or direction > 0:
        found = [s for s in around if s.last and s.last >= reference]
        return found[0]
    found = [s for s in around if s.first and s.first <= reference]
    running = found[-1].last and found[-1].last >= reference
    return found[-2] if moment.which == "last" and running else found[-1]


def _weekend_near(reference: date, direction: int) -> When:
    """Return the weekend meant: the coming one for the future, else the one begun or just past."""
    this = weekend_of(reference)
    if direction > 0 or reference.weekday() >= 5:
        return this
    return weekend_of(reference - timedelta(days=7))


def _shifted(moment: Moment, reference: date) -> When:
    least, most = moment.back or (0, 0)
    if moment.unit is Grain.DAY:
        first, last = _back(reference, most), _back(reference, least)
        return on_day(first) if first == last else When(first, last, Grain.WEEK)
    if moment.unit is Grain.WEEK:
        span = When(
            week_of(_back(reference, 7 * most)).first,
            week_of(_back(reference, 7 * least)).last,
            Grain.WEEK,
        )
    elif moment.unit is Grain.WEEKEND:
        return weekend_of(_back(reference, 7 * most))
    elif moment.unit is Grain.MONTH and moment.which == "ago":
        span = When(
            _back(reference, 30 * most + 15), _back(reference, 30 * least - 15), Grain.MONTH
        )
    elif moment.unit is Grain.MONTH:
        span = month_of(reference.year, reference.month - least)
    else:
        span = _years_back(moment, reference, least, most)
    return _side(_part_of(span, moment.part), moment.which, reference)


def _back(day: date, days: int) -> date:
    """Go back, staying within what a calendar can hold."""
    return date.fromordinal(min(max(day.toordinal() - days, 1), date.max.toordinal()))


def _years_back(moment: Moment, reference: date, least: int, most: int) -> When:
    if moment.unit is Grain.DECADE:
        return years(reference.year - 10 * most - 2, reference.year - 10 * least + 2, Grain.DECADE)
    return years(reference.year - most, reference.year - least)


def _side(when: When, which: str, reference: date) -> When:
    """Cut a running unit at the publication day: "earlier this month", "later this week"."""
    if when.first and when.last and when.first <= reference <= when.last:
        if which == "earlier":
            return replace(when, last=reference)
        if which == "later":
            return replace(when, first=reference)
    return when


def _part_of(when: When, part: str) -> When:
    """Return the early, middle or late part of an interval, each a little wider than a third."""
    if not part or not when.first or not when.last:
        return when
    days = (when.last - when.first).days
    start, end = {"early": (0.0, 0.4), "mid": (0.3, 0.7), "late": (0.6, 1.0)}[part]
    first = when.first + timedelta(days=round(days * start))
    last = when.first + timedelta(days=round(days * end))
    name = "mid-" if part == "mid" else f"{part} "
    return replace(when, first=first, last=last, shown=f"{name}{when}")
