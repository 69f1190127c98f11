"""Dates: when an event happened, starts or ends, on the calendar where the words allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from consistency.facets.actors import Actors
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.date_questions import ask_date
from consistency.facets.dates.calendar import DECLINED, Grain, When, compare_days
from consistency.facets.dates.events import (
    ENDING,
    STARTING,
    Event,
    direction_of,
    event_at,
    event_of,
    role_of,
    slot_of,
)
from consistency.facets.dates.moments import read_moments
from consistency.facets.dates.resolving import resolve
from consistency.facets.dates.written import Moment
from consistency.facets.lexemes import Lexeme, lex, word_at
from consistency.facets.slots import Positions, mask
from consistency.facets.withheld import withheld_date
from consistency.records import Judgement, Level, Mention, Slot
from consistency.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Token

BYLINE = frozenset(
    "posted published updated update by on at am pm a.m. p.m. et est edt pt gmt utc last modified"
    " date min read views new york mon tue wed thu fri sat sun copyright".split()
)
"""Words around the date of an article itself, which is no event in it."""
COMMON = frozenset("be have do get go come take make say tell".split())
"""Verbs too frequent to look for."""
SAYING = frozenset({"say", "tell"})
BOUNDS = frozenset({"start", "end"})
OTHER_WORDS = 0.5
"""How sure it is, 0..1, that two starts or two ends without a word in common are at odds."""
FAR = 60
"""Days from publication beyond which a month is seldom named by chance."""
WEEK = 7
"""Days apart at which two dates are half as near as neighbouring ones."""
STEM = 6
"""Letters two words must share at the start to be looked at together: "apologise", "apology"."""


class DateFacet(Facet):
    """Days, months, years and times of day, with the event they date. Values are `When`s."""

    name: ClassVar[str] = "date"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.date

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return dated events, and dates that the article says are not known or not given.

        Relative dates that no publication date resolves are left out; weekdays stay as weekdays.
        """
        actors = parsed.once(Actors)
        found = [m for claim in parsed.claims for m in self._find_in(parsed, claim, actors)]
        return sorted(found, key=lambda m: m.span)

    def _find_in(
        self, parsed: ParsedArticle, claim: ParsedClaim, actors: Actors
    ) -> Iterator[Mention]:
        lexemes = lex(claim.claim.text)
        moments = list(read_moments(lexemes))
        if moments and not _is_byline(lexemes, moments):
            yield from _stated(parsed, claim, lexemes, moments, actors)
        for missing in withheld_date(claim):
            event = Event(missing.asked, missing.verb)
            if missing.asked is not None and missing.asked == missing.verb:
                event = event_at(missing.verb)
            slot = slot_of(event, "on", (), partial(actors.meant_by, claim=claim))
            run = [t for t in missing.run if t != missing.asked] or missing.run
            yield _mention(
                parsed, claim, missing.run, DECLINED, slot, mask(claim, run[:1], (), missing.verb)
            )

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two dates as if of one event; a start, an end and a day in between give NULL."""
        one, other = left.slot.role, right.slot.role
        if {one, other} == {"by", "on"}:
            return self._against_limit(*((left, right) if one == "by" else (right, left)))
        if one != other:
            return Judgement(Level.NULL, f"one is a date of kind {one!r}, the other {other!r}")
        judgement = compare_days(left.value, right.value, settings=self._settings)
        if judgement.level is Level.DIFFERENT and self._of_two_times(left, right):
            return Judgement(Level.NULL, "two times far apart, of things without a word in common")
        untied = one in BOUNDS and not _stems(left.slot) & _stems(right.slot)
        strength = judgement.strength * (OTHER_WORDS if untied else 1.0)
        nearness = _nearness(left.value, right.value)
        return replace(judgement, strength=strength, nearness=nearness)

    def _of_two_times(self, left: Mention, right: Mention) -> bool:
        """Say whether two dates lie too far apart for things that share no word."""
        gap = _gap(left.value, right.value)
        apart = gap is not None and gap > self._settings.far_days
        return apart and not _stems(left.slot) & _stems(right.slot)

    def _against_limit(self, limit: Mention, day: Mention) -> Judgement:
        """Compare "by Monday" with a day: only a later day is at odds with it."""
        judgement = compare_days(limit.value, day.value, settings=self._settings)
        if judgement.level is not Level.DIFFERENT:
            return judgement
        if limit.value.bounds and day.value.bounds and day.value.bounds[0] > limit.value.bounds[1]:
            return replace(judgement, strength=judgement.strength * 0.75)
        return Judgement(Level.COMPATIBLE, f"{day.value} lies before {limit.value}", 0.4)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Phrase the question from the best described of the mentions."""
        return ask_date(mentions)


def _nearness(left: When, right: When) -> float:
    """One for neighbouring days, a half for days a week apart, 0 where a day is not known."""
    gap = _gap(left, right)
    return 0.0 if gap is None else round(WEEK / (WEEK + gap), 3)


def _gap(left: When, right: When) -> int | None:
    """Days between two dates, 0 where they meet; None where a day is not known."""
    if left.bounds is None or right.bounds is None:
        return None
    return max((left.bounds[0] - right.bounds[1]).days, (right.bounds[0] - left.bounds[1]).days, 0)


def _stems(slot: Slot) -> set[str]:
    """The words for what is dated, by their first letters, but for those that go with anything."""
    words = {slot.head, slot.predicate, *slot.modifiers, *slot.subject.split()}
    return {word[:STEM] for word in words - {"", *COMMON, *STARTING, *ENDING}}


def inconsistent(mention: Mention) -> bool:
    """Say whether a date names a weekday on which it does not fall: "Tuesday, Oct. 15"."""
    return isinstance(mention.value, When) and mention.value.clash


def _is_byline(lexemes: Sequence[Lexeme], moments: Sequence[Moment]) -> bool:
    dated = {n for m in moments for n in range(m.first, m.last)}
    rest = [x.lower for n, x in enumerate(lexemes) if n not in dated and x.kind == "word"]
    return all(word in BYLINE for word in rest)


def _stated(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    lexemes: Sequence[Lexeme],
    moments: Sequence[Moment],
    actors: Actors,
) -> Iterator[Mention]:
    positions, meant_by = Positions(claim), partial(actors.meant_by, claim=claim)
    runs = [positions.between(lexemes[m.first].start, lexemes[m.last - 1].end) for m in moments]
    in_dates = {t.i for run in runs for t in run}
    for moment, run in zip(moments, runs, strict=True):
        if not run or (_is_first_part(run) if moment.holiday else _names_a_work(run)):
            continue
        event = event_of(run, in_dates, near=not moment.explicit)
        masked = mask(claim, run, [r for r in runs if r is not run], event.verb)
        for role, part in _parts(lexemes, moment, event):
            direction = direction_of(event, lexemes, part)
            when = resolve(
                part, parsed.reference_date, certain=parsed.reference_certain, direction=direction
            )
            if when is not None:
                when = _as_spoken(when) if is_quoted(lexemes, part) else when
                when = When(weekday=part.weekday) if _counts_from(lexemes, part) else when
                own = positions.between(lexemes[part.first].start, lexemes[part.last - 1].end)
                slot = slot_of(event, role, in_dates, meant_by)
                yield _mention(parsed, claim, own, when, slot, masked)


def _counts_from(lexemes: Sequence[Lexeme], moment: Moment) -> bool:
    """Say whether a weekday counts from something else: "the Friday after the strike began".

    So does "the following Friday".
    """
    if moment.weekday is None or moment.explicit or moment.which:
        return False
    if word_at(lexemes, moment.first - 1) in {"following", "preceding", "previous"}:
        return True
    behind = word_at(lexemes, moment.last) in {"after", "before", "following", "preceding"}
    return behind and word_at(lexemes, moment.first - 1) == "the"


def is_quoted(lexemes: Sequence[Lexeme], moment: Moment) -> bool:
    """Say whether "today", "tonight" or "yesterday" stands between quotation marks.

    A speaker's day need not be the day of publication. A claim inside a longer quotation shows by
    a closing mark without an opening one.
    """
    if moment.unit is not Grain.DAY or moment.which == "ago":
        return False
    before = [x.text for x in lexemes[: moment.first]]
    after = [x.text for x in lexemes[moment.last :]]
    curly = before.count("“") > before.count("”") or after.count("”") > after.count("“")
    return curly or before.count('"') % 2 == 1 or after.count('"') % 2 == 1


def _as_spoken(when: When) -> When:
    """Let a day named by a speaker be the day before, too."""
    if when.first is None:
        return when
    return replace(when, first=when.first - timedelta(days=1), weekday=None, certain=False)


def _names_a_work(run: Sequence[Token]) -> bool:
    """Say whether a year is part of a name: "the 1964 Civil Rights Act"."""
    return all(t.ent_type_ in {"LAW", "WORK_OF_ART", "PRODUCT", "EVENT", "ORG", "FAC"} for t in run)


def _is_first_part(run: Sequence[Token]) -> bool:
    """Say whether a holiday only says of what kind a thing is: "spent on Christmas cards"."""
    last = run[-1]
    return last.dep_ in {"compound", "amod", "nmod"} and last.head.i > last.i


def _parts(lexemes: Sequence[Lexeme], moment: Moment, event: Event) -> Iterator[tuple[str, Moment]]:
    """Yield a date with its role; a span of days as its start and its end, one of years whole."""
    if moment.end is None or (moment.day is None and moment.weekday is None):
        yield role_of(lexemes, moment, event), moment
        return
    start = replace(moment, end=None, last=moment.own_last)
    if start.year is None and moment.end.year is not None and start.month is not None:
        later = start.month > (moment.end.month or start.month)
        start = replace(start, year=moment.end.year - later)
    yield "start", start
    yield "end", moment.end


def _mention(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    run: Sequence[Token],
    when: When,
    slot: Slot,
    masked: str,
) -> Mention:
    span = claim.span_of(run[0], run[-1])
    return Mention(
        facet=DateFacet.name,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=when,
        slot=slot,
        speaker=claim.claim.speaker,
        keys=keys_of(when, slot, parsed.reference_date),
        masked=masked,
    )


def keys_of(when: When, slot: Slot, reference: date | None) -> frozenset[str]:
    """Return the blocking keys: role and event by their first letters, and distant months.

    Dates around publication are met in every article of an event and select nothing, nor do verbs
    that go with everything; what someone said on a day is looked for with who said it.
    """
    words = {slot.head, slot.predicate} - {"", *COMMON}
    keys = {f"{slot.role}:{word[:STEM]}" for word in words}
    if slot.predicate in SAYING and slot.subject:
        keys.add(f"{slot.role}:{slot.predicate}:{slot.subject.split()[-1]}")
    if slot.role in {"start", "end", "span"}:
        keys.add(slot.role)
    if when.first is not None and (reference is None or abs((when.first - reference).days) > FAR):
        keys.add(f"{slot.role}={when.first:%Y-%m}")
    return frozenset(keys)
