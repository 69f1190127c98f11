"""The records that stages hand to one another: plain, frozen, free of models and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from consistency.draft.records import CheckedDraft
    from consistency.state.records import Tracking


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Half-open character range [start, end) in one article's `text`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Say whether the two ranges share a character. Touching ranges do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it was read. `text` never changes afterwards: every span points into it.

    Args:
        id: "a1", "a2"… in the order the inputs sort.
        path: The input as named, relative where it was given so.
        source: Who published it, for people to read; never empty (the file's stem if unknown).
        published: Day of publication, or None when no witness was found.
        published_from: Where that day was found: "metadata", "text", "filename" or "none".
        body: Parts of `text` that may carry claims; boilerplate lies outside. Sorted, disjoint.
        headlines: Parts of `body` that are headlines or standfirsts.
        derived_from: Ids of articles whose words this one reuses.
        source_from: Where the source's name was found: "metadata", "text", "address" or
            "filename"; "" where nobody said.
        published_why: Who else names that day or another, and who was not believed, in sentences;
            "" where nothing else spoke.
        wire: News agency whose copy it credits, by its usual name; None where it credits none.
        version_of: Id of the version of the same article right before this one, None for the first.
        also_at: Paths of further inputs that hold the very same article. It counts once.
    """

    id: str
    path: str
    source: str
    title: str | None
    author: str | None
    published: date | None
    published_from: str
    url: str | None
    text: str
    body: tuple[Span, ...] = ()
    headlines: tuple[Span, ...] = ()
    derived_from: tuple[str, ...] = ()
    source_from: str = ""
    published_why: str = ""
    wire: str | None = None
    version_of: str | None = None
    also_at: tuple[str, ...] = ()

    @property
    def body_parts(self) -> tuple[Span, ...]:
        """`body`, or all of the text where nobody told it from boilerplate."""
        return self.body or (Span(0, len(self.text)),)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be used, and why, in words that say what to do next."""

    path: str
    reason: str


class Section(Enum):
    """Where in an article a claim stands."""

    HEADLINE = "headline"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source asserts in one sentence.

    `terms` are the lower-case lemmas of its content words and `names` the folded names it contains;
    both are for finding candidates, not for display.
    """

    id: str
    article: str
    span: Span
    text: str
    speaker: str | None = None
    section: Section = Section.BODY
    terms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """The question a mention answers, as words: what is counted, dated, titled, said.

    Args:
        head: Lemma of the thing counted, the event dated, the person titled. "" when unknown.
        role: Facet-specific part it plays ("count", "change", "total", "start", "decision"…).
            Mentions of different roles answer different questions.
        modifiers: Lemmas that narrow the head ("louisiana", "guard").
        predicate: Lemma of the verb that governs the mention. "" when there is none.
        subject: Folded name or lemma of that verb's subject. "" when there is none.
    """

    head: str = ""
    role: str = ""
    modifiers: frozenset[str] = frozenset()
    predicate: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a facet is stated.

    Args:
        facet: Name of the facet that found it.
        claim: Id of the claim it lies in; `span` lies inside that claim's span, except for a
            quotation that runs over several sentences, which starts in it.
        text: The article's own characters at `span`.
        value: Normalised value: a frozen, hashable object of the facet's own type; `str(value)` is
            how the page shows it.
        keys: Short strings; two mentions of one facet that share a key are candidates for
            comparison even when their sentences do not look alike.
        masked: The clause around the mention with this facet's values blanked, for same-question
            similarity.
    """

    facet: str
    article: str
    claim: str
    span: Span
    text: str
    value: Any
    slot: Slot = Slot()
    speaker: str | None = None
    keys: frozenset[str] = frozenset()
    masked: str = ""

    def __hash__(self) -> int:
        """By its place alone: mentions are looked up often, and equal ones stand in one place."""
        return hash((self.facet, self.article, self.span))


class Level(IntEnum):
    """How two values of one question stand to one another, least to most at odds.

    NULL is neither match nor mismatch: the two cannot be compared (another unit, another role).
    """

    NULL = 0
    EQUAL = 1
    COMPATIBLE = 2
    DECLINED = 3
    PROGRESSED = 4
    DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Judgement:
    """A facet's typed comparison of two mentions, before asking whether they answer one question.

    Args:
        reason: One clause a person can check ("intervals 10 and just under 20 do not meet").
        strength: How sure the facet is that `level` is right if the question is the same, 0..1.
        alignment: How sure the facet itself is that the question is the same, 0..1, where it can
            tell (quotations by word alignment); None leaves it to the same-question model.
        nearness: How near two differing values lie, 0..1 (numbers by their ratio, days by the gap);
            0 where the facet knows no distance.
    """

    level: Level
    reason: str
    strength: float = 1.0
    alignment: float | None = None
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two mentions set side by side. `same_question` is a probability, 0..1."""

    left: Mention
    right: Mention
    judgement: Judgement
    same_question: float


@dataclass(frozen=True, slots=True)
class FindingValue:
    """One passage behind a finding: its claim, the deciding words and the value they state."""

    article: str
    claim: str
    claim_span: Span
    span: Span
    text: str
    value: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, a value per source, and what follows.

    Args:
        kind: "conflict", "update", "quote_change", "unstated" or "agreement".
        scope: "across" sources or "within" one article.
        severity: "high", "medium" or "low": how much it matters to the story.
        confidence: How sure the tool is, 0..1, calibrated.
        silent: Ids of articles that cover the matter and do not state it.
        independent_reports: Reports left after copies are counted once.
    """

    id: str
    rank: int
    kind: str
    scope: str
    facet: str
    question: str
    severity: str
    confidence: float
    explanation: str
    values: tuple[FindingValue, ...]
    silent: tuple[str, ...] = ()
    independent_reports: int = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """One article reuses another's words.

    Args:
        article: Id of the article that reuses.
        origin: Id of the article reused (the earlier one where dates tell, else the fuller one).
        share: Part of `article`'s words that stand in `origin` too, 0..1.
        manner: "copy" for word-for-word reuse, "rewrite" for rewording along the same sequence,
            "version" where both are versions of one article.
    """

    article: str
    origin: str
    share: float
    manner: str


@dataclass(frozen=True, slots=True)
class DatedClaim:
    """A claim that places something on the calendar.

    Args:
        span: The words that say when; `text` is the article's own characters there.
        first, last: The days they can mean, both included; equal for a single day.
    """

    article: str
    claim: str
    span: Span
    text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a collection that holds several.

    Args:
        id: "e1", "e2"… in the order of the first article of each.
        articles: Ids of the articles that tell of it, two or more.
        findings: Ids of the findings on it, best ranked first.
        compared_in_part: As in `Report`, of this event.
        counts: As in `Report`, of this event.
        generated_at: When its articles were compared; "" where that is not known.
    """

    id: str
    articles: tuple[str, ...]
    findings: tuple[str, ...]
    compared_in_part: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    generated_at: str = ""


@dataclass(frozen=True)
class Report:
    """Everything one run found, with what it was found in and how.

    `compared_in_part` names the facets of which there were more pairs than are compared. Where the
    articles tell of several events, `events` has each of them, and `alone` the ids of the articles
    that no other tells the event of: they were compared with none. Both are empty for one event.
    `tracking` has what earlier runs of a scheduled job saw of a finding, by the finding's id;
    `gone` is what they saw and this run does not. Both are empty for a check outside a job.
    `draft` is the story that was held against the articles, if one was. It is none of them.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    claim_records: tuple[Claim, ...]
    finding_records: tuple[Finding, ...]
    copies: tuple[Copy, ...] = ()
    dated_claims: tuple[DatedClaim, ...] = ()
    compared_in_part: tuple[str, ...] = ()
    tracking: Mapping[str, Tracking] = field(default_factory=dict)
    gone: tuple[Tracking, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    generated_at: str = ""
    draft: CheckedDraft | None = None
    events: tuple[Event, ...] = ()
    alone: tuple[str, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether the articles were found to tell of several events."""
        return bool(self.events or self.alone)

    @property
    def claims(self) -> pandas.DataFrame:
        """One row a claim: id, article, source, start, end, text, speaker, section."""
        from consistency.report.tables import claims_table

        return claims_table(self)

    @property
    def findings(self) -> pandas.DataFrame:
        """One row a value of a finding, findings in rank order."""
        from consistency.report.tables import findings_table

        return findings_table(self)
