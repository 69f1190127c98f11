"""What checking a draft gives: its claims, each with a mark and the passages behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from consistency.records import Article, FindingValue, Section, Span


class Mark(Enum):
    """How one claim of a draft stands to the sources. None of them says that it is wrong."""

    SUPPORTED = "supported"
    DIFFERS = "differs"
    DIFFERS_AMONG = "differs_among_sources"
    STRONGER = "stronger"
    QUOTE_ALTERED = "quote_altered"
    SPEAKER_CHANGED = "speaker_changed"
    NOT_IN_SOURCES = "not_in_sources"
    UNCHECKED = "unchecked"
    """Asserts nothing a source could bear out: a question, a heading, the writer's own thoughts."""


FINE = frozenset({Mark.SUPPORTED, Mark.UNCHECKED})
"""Marks that ask nothing of an editor."""

AGREES, DIFFERS, NEAR = "agrees", "differs", "near"
"""How a passage stands to a claim; `NEAR` is one that is close and does not settle it."""


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """A passage of a source beside a claim: what it states, and how that stands to the claim."""

    relation: str
    value: FindingValue


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One claim of the draft with its mark.

    Args:
        id: Id of the claim.
        span: The claim in the draft's text; `text` is what stands there.
        deciding: The words that the mark turns on, inside `span`; the whole claim for most
            supported ones.
        facet: Kind of detail that the mark turns on, by the facet's name; None where none alone
            decides.
        value: What the draft states there, None as above.
        confidence: How sure the tool is of the mark, 0..1.
        explanation: Why it has this mark, in a sentence a person can check.
        sources: Ids of the articles that bear the claim out.
        independent_sources: How many of them are left after copies are counted once.
        disputed: Ids of findings in which sources differ over what the claim states.
    """

    id: str
    span: Span
    text: str
    mark: Mark
    deciding: Span
    confidence: float
    explanation: str
    facet: str | None = None
    value: str | None = None
    speaker: str | None = None
    section: Section = Section.BODY
    passages: tuple[DraftPassage, ...] = ()
    sources: tuple[str, ...] = ()
    independent_sources: int = 0
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the sources agree on that the draft does not say; `finding` is the agreement."""

    finding: str
    nearest: str | None = None


@dataclass(frozen=True)
class CheckedDraft:
    """A draft held against its sources.

    Args:
        claims: In reading order.
        left_out: What sources agree on and the draft leaves out, what matters most first.
    """

    article: Article
    claims: tuple[DraftClaim, ...]
    left_out: tuple[LeftOut, ...] = ()
