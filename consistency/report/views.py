"""Findings as the page shows them: answers grouped into camps, passages cut, words counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from consistency.records import Finding, FindingValue
from consistency.report.passages import Excerpt, excerpt, surroundings
from consistency.report.sources import Index, Source
from consistency.report.worddiff import Piece, changed_words, decides, word_diff
from consistency.report.wording import (
    GROUP_OF_KIND,
    briefly,
    clip,
    confidence_words,
    ended,
    facet_name,
    group_key,
    is_declined,
    reports_words,
    surname,
)

SHORT = 64
"""Longest answer in a sentence or a cell, in characters."""
MOST_HELD_AGAINST = 6
"""Versions of a quotation that each is held against when it is named by what it alone has."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage behind a finding. `anchor` is its place in the article's text on the page."""

    source: Source
    excerpt: Excerpt
    context: Excerpt
    value: str
    speaker: str | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Camp:
    """The sources that give one answer, with their passages.

    Args:
        value: The answer in full; for a quotation its words.
        short: The answer in a few words, for a sentence or a cell.
        declined: The source says that it is not known or not told.
        change: For a quotation, its words aligned with the first camp's; empty for that camp.
        same_speaker: For a quotation, whether it is credited to the first camp's speaker.
    """

    value: str
    short: str
    declined: bool
    passages: tuple[Passage, ...]
    change: tuple[Piece, ...] = ()
    same_speaker: bool = True

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources of this camp, each once, in order."""
        return tuple({passage.source.id: passage.source for passage in self.passages}.values())

    @property
    def verbatim(self) -> bool:
        """Whether the answer is just the deciding words themselves."""
        first = self.passages[0].excerpt.marked
        return " ".join(first.split()).casefold() == self.value.casefold()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who is said to have said so, each once."""
        return tuple(dict.fromkeys(p.speaker for p in self.passages if p.speaker))


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with everything its template prints."""

    id: str
    number: int
    kind: str
    group: str
    facet: str
    facet_name: str
    question: str
    severity: str
    confidence: float
    sureness: str
    explanation: str
    reports: str
    n_reports: int
    camps: tuple[Camp, ...]
    silent: tuple[Source, ...]

    @property
    def partial(self) -> str:
        """Template of its kind; a kind without one, and steps inside one article, are answers."""
        known = self.kind in GROUP_OF_KIND
        return (
            self.kind if known and (self.kind, self.group) != ("update", "inside") else "conflict"
        )

    @property
    def anchor(self) -> str:
        """Id of the finding in the page; a link to it stays good across runs on the same input."""
        return f"f-{self.id}"

    @property
    def answer(self) -> str:
        """The first camp's answer in a few words, or "" where that is said already.

        The question may hold it; that a source declines stands beside its letter.
        """
        short = self.camps[0].short if self.camps and not self.camps[0].declined else ""
        return "" if short.rstrip("…").casefold() in self.question.casefold() else short

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, camp by camp."""
        return tuple(passage for camp in self.camps for passage in camp.passages)

    @property
    def steps(self) -> tuple[Passage, ...]:
        """Every passage by day of publication, undated ones last."""
        return tuple(sorted(self.passages, key=lambda p: (p.source.iso is None, p.source.iso)))

    @property
    def cited(self) -> tuple[Source, ...]:
        """Every source with a passage, once, in the report's order."""
        return _each_once(self.camps)

    @property
    def stating(self) -> tuple[Source, ...]:
        """Every source that gives an answer, once."""
        return _each_once(camp for camp in self.camps if not camp.declined)

    @property
    def declining(self) -> tuple[Source, ...]:
        """Every source that says that there is no answer, once."""
        return _each_once(camp for camp in self.camps if camp.declined)


def finding_view(finding: Finding, known: Index) -> FindingView:
    """Prepare one finding for the page; a source that is cited is not listed as silent too."""
    cited = {value.article for value in finding.values}
    return FindingView(
        id=finding.id,
        number=finding.rank,
        kind=finding.kind,
        group=group_key(finding),
        facet=finding.facet,
        facet_name=facet_name(finding.facet),
        question=finding.question,
        severity=finding.severity,
        confidence=finding.confidence,
        sureness=confidence_words(finding.confidence),
        explanation=ended(finding.explanation),
        reports=reports_words(finding.independent_reports),
        n_reports=finding.independent_reports,
        camps=_camps(finding, known),
        silent=tuple(known.sources[id_] for id_ in finding.silent if id_ not in cited),
    )


def _each_once(camps: Iterable[Camp]) -> tuple[Source, ...]:
    found = {source.id: source for camp in camps for source in camp.sources}
    return tuple(sorted(found.values(), key=lambda source: (len(source.tag), source.tag)))


def passage_anchor(value: FindingValue) -> str:
    """Id of the place in the article's text where the deciding words start."""
    return f"at-{value.article}-{value.span.start}"


def _camps(finding: Finding, known: Index) -> tuple[Camp, ...]:
    """Group the values by what they say, in order of first appearance; refusals come last."""
    quoted = finding.kind == "quote_change"
    grouped: dict[tuple[str, ...], list[FindingValue]] = {}
    for value in finding.values:
        grouped.setdefault(_camp_key(value, quoted=quoted), []).append(value)
    camps = [_camp(values, known, quoted=quoted) for values in grouped.values()]
    camps.sort(key=lambda camp: camp.declined)
    return tuple(_compared(camps) if quoted else camps)


def _camp_key(value: FindingValue, *, quoted: bool) -> tuple[str, ...]:
    said = " ".join((value.text if quoted else value.value).casefold().split())
    return (said, surname(value.speaker)) if quoted else (said,)


def _camp(values: Sequence[FindingValue], known: Index, *, quoted: bool) -> Camp:
    first = values[0]
    said = first.text if quoted else first.value or first.text
    return Camp(
        value=" ".join(said.split()),
        short=briefly(said, SHORT),
        declined=not quoted and is_declined(said),
        passages=tuple(passage_view(value, known) for value in values),
    )


def passage_view(value: FindingValue, known: Index) -> Passage:
    """Prepare one passage for the page."""
    article = known.articles[value.article]
    return Passage(
        source=known.sources[value.article],
        excerpt=excerpt(article, value),
        context=surroundings(article, value, known.claims.get(value.article, ())),
        value=value.value,
        speaker=value.speaker,
        anchor=passage_anchor(value),
    )


def _compared(camps: Sequence[Camp]) -> list[Camp]:
    """Set every version of a quotation against the first, and name each by the words at issue."""
    if len(camps) < 2:
        return list(camps)
    first, compared = camps[0], []
    for camp in camps[1:]:
        change = tuple(word_diff(first.value, camp.value))
        same = {surname(s) for s in first.speakers} == {surname(s) for s in camp.speakers}
        compared.append(replace(camp, change=change, same_speaker=same))
    return [replace(camp, short=_short(camp, camps)) for camp in (first, *compared)]


def _short(camp: Camp, camps: Sequence[Camp]) -> str:
    """Name a version of a quotation by what it has where another one says otherwise.

    That is the first of the others, unless against another one there stands a denial or a number.
    """
    others = [other for other in camps[:MOST_HELD_AGAINST] if other.value != camp.value]
    if not others:
        return _at_issue(camp, "", "")
    pairs = [changed_words(word_diff(camp.value, other.value)) for other in others]
    own, other = next(filter(decides, pairs), pairs[0])
    return _at_issue(camp, own, other)


def _at_issue(camp: Camp, own: str, other: str) -> str:
    """Say what a version has: its own words, or that it goes without the other's."""
    if own:
        return f"“{clip(own, SHORT)}”"
    if other:
        return f"without “{clip(other, SHORT)}”"
    return f"said by {camp.speakers[0]}" if camp.speakers else "no speaker named"
