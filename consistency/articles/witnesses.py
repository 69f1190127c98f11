"""Which of the days that an article's witnesses name is its day of publication, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FIRST_DAY = date(1800, 1, 1)
"""No earlier day is believed: databases write the year 1 or 1601 for none."""
PLACEHOLDERS = frozenset((date(1900, 1, 1), date(1970, 1, 1), date(1980, 1, 1), date(2013, 12, 23)))
"""Days that programs write where they know none: the first days of their calendars, and the day a
template was made that ships with a maker of Word documents."""
SAME = timedelta(days=1)
"""Days so near are one: an evening in one time zone is the next day in another."""
LIES_AFTER = "lies after"
"""How the reason begins why a day is refused that a later run may believe."""
PAGE_TAGS = "the page’s tags"
"""Who says a day that a site's software fills in, at times with the day of the last rebuild."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Something that says on which day an article was published.

    Args:
        by: Who says so, as the page names it ("the metadata", "the address").
        kind: What becomes of `published_from` if it is believed: "metadata", "text" or "filename".
        stated: What it says, as written.
        day: The day that this means; None where it means none.
    """

    by: str
    kind: str
    stated: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Dating:
    """The day chosen, where it was found, and why it and no other; "" where nothing else spoke."""

    day: date | None
    kind: str
    why: str


def weigh(witnesses: Sequence[Witness], *, latest: date) -> Dating:
    """Choose a day: that of the first witness whose day can be, unless two others outvote a page.

    Args:
        witnesses: Who speaks, the most trusted first.
        latest: The last day on which an article read today can have been published.
    """
    refused = [(w, reason) for w in witnesses if (reason := refusal(w, latest))]
    believed = [w for w in witnesses if not refusal(w, latest)]
    chosen = outvoting(believed) or (believed[0] if believed else None)
    why = " ".join(explained(chosen, believed, refused))
    return Dating(chosen.day if chosen else None, chosen.kind if chosen else "none", why)


def refusal(witness: Witness, latest: date) -> str | None:
    """Say why a witness cannot be believed, None where it can."""
    if witness.day is None:
        return "names no day that can be read"
    if witness.day > latest:
        return f"{LIES_AFTER} {latest}, when it can have been published at the latest"
    if witness.day < FIRST_DAY or witness.day in PLACEHOLDERS:
        return "is what programs write where they know no day"
    return None


def outvoting(believed: Sequence[Witness]) -> Witness | None:
    """Return the first of two witnesses who agree on another day than a page's tags, or None.

    Tags give way because sites rebuild their pages; what an editor wrote does not.
    """
    if not believed or believed[0].by != PAGE_TAGS:
        return None
    others = [w for w in believed[1:] if not agree(w, believed[0])]
    for witness in others:
        if sum(agree(witness, other) for other in others) > 1:
            return witness
    return None


def agree(left: Witness, right: Witness) -> bool:
    """Say whether two witnesses name one day, time zones allowed for."""
    return left.day is not None and right.day is not None and abs(left.day - right.day) <= SAME


def explained(
    chosen: Witness | None, believed: Sequence[Witness], refused: Sequence[tuple[Witness, str]]
) -> Iterator[str]:
    """Yield sentences: who agrees with the day chosen, who names another, who was refused."""
    if chosen is not None:
        agreeing = [w.by for w in believed if w is not chosen and agree(w, chosen)]
        if agreeing:
            yield f"{sentence(listed([chosen.by, *agreeing]))} agree."
        for other in believed:
            if not agree(other, chosen):
                outvoted = believed.index(other) < believed.index(chosen)
                how = f"two others name {chosen.day}" if outvoted else f"{chosen.by} came first"
                yield f"Another day, {other.day}, stands in {other.by}; {how}."
    for witness, reason in refused:
        yield f"“{witness.stated}” in {witness.by} was not believed: it {reason}."


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def sentence(words: str) -> str:
    """Begin a sentence."""
    return words[:1].upper() + words[1:]


def last_day(today: str, gathered: date | None) -> date:
    """Return the last day on which an article can have been published.

    That is the day of the run, one more for time zones that are ahead; of a page that a crawler
    fetched, the day it did so.

    Args:
        today: The day of the run, as 2025-10-06; "" asks the clock.
    """
    run = date.fromisoformat(today) if today else day_of_run()
    return min(run, gathered or run) + SAME


def day_of_run() -> date:
    """Ask the clock which day it is."""
    return datetime.now(UTC).date()
