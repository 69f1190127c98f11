"""How the report speaks: the words for kinds, confidence, days and lists, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consistency.records import Finding

SEVERITIES = ("high", "medium", "low")
PUBLISHED_FROM = {
    "metadata": "given with the article",
    "text": "found in the text",
    "filename": "from the file’s name",
    "none": "no date found",
}
FACETS = {
    "quantity": "Quantity",
    "date": "Date",
    "place": "Place",
    "name": "Name",
    "title": "Title",
    "charge": "Charge",
    "quote": "Quotation",
    "certainty": "Stage",
    "polarity": "Yes or no",
    "scope": "What a list covers",
    "attribution": "Who said it",
}
DECLINED_STARTS = (
    "not given",
    "not stated",
    "not known",
    "not said",
    "unstated",
    "unknown",
    "undisclosed",
    "declined",
)
"""How a value starts that says the source itself withholds or does not know the detail."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the page that holds findings of one sort.

    Args:
        key: Used in anchors and filters.
        heading: Plural heading over the findings.
        unit: What one and several of them are called in a count.
        mark: Glyph that stands for the group wherever colour alone would not do.
        lead: One line under the heading.
        compact: Rows closed to one line each, the group itself folded.
    """

    key: str
    heading: str
    unit: tuple[str, str]
    mark: str
    lead: str
    compact: bool = False


GROUPS = (
    Group(
        "differs",
        "Sources differ",
        ("differs", "differ"),
        "≠",
        "These cannot all hold of one thing at one time. Which does is for you to find out.",
    ),
    Group(
        "changed",
        "Changed over time",
        ("changed", "changed"),
        "→",
        "Time explains the difference: a later article reports a later state.",
    ),
    Group(
        "quotations",
        "Quotations altered",
        ("quotation altered", "quotations altered"),
        "”",
        "The same utterance in other words, or credited to another speaker.",
    ),
    Group(
        "unstated",
        "Stated by some only",
        ("stated by some only", "stated by some only"),
        "○",
        "A checkable detail that some give and others, covering the same matter, do not.",
        compact=True,
    ),
    Group(
        "agrees",
        "Sources agree",
        ("agrees", "agree"),
        "=",
        "Counted by independent reports: a reprint does not add to the number.",
        compact=True,
    ),
    Group(
        "inside",
        "Inside one article",
        ("inside one article", "inside one article"),
        "↔",
        "One article gives two answers to one question.",
    ),
)
DISMISSED = Group(
    "dismissed",
    "Dismissed",
    ("dismissed", "dismissed"),
    "×",
    "Set aside by a reviewer. They come back when what the sources say changes.",
    compact=True,
)
"""Where findings go that a reviewer has dismissed, whatever their kind."""
GROUP_OF_KIND = {
    "conflict": "differs",
    "update": "changed",
    "quote_change": "quotations",
    "unstated": "unstated",
    "agreement": "agrees",
}
NAME_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
DIFFERENCES = ("differs", "changed", "quotations")
CALLED_ABOUT = frozenset((*DIFFERENCES, "inside"))
"""Groups with something to call a source about: in the text their findings are numbered."""


def group_key(finding: Finding) -> str:
    """Say which group of the page a finding belongs to; an unknown kind counts as a difference.

    What differs inside one article has a group of its own; what one article merely repeats or
    leaves out stays with its kind.
    """
    key = GROUP_OF_KIND.get(finding.kind, "differs")
    return "inside" if finding.scope == "within" and key in DIFFERENCES else key


def confidence_words(confidence: float) -> str:
    """Put a confidence, 0..1, into a word or two."""
    if confidence >= 0.9:
        return "very sure"
    if confidence >= 0.75:
        return "fairly sure"
    if confidence >= 0.5:
        return "unsure"
    return "a hint only"


def confidence_number(confidence: float) -> str:
    """Show a confidence with two decimals; nothing is certain, so 1 is never shown."""
    return "> 0.99" if confidence > 0.99 else f"{confidence:.2f}"


def percent(share: float) -> str:
    """Show a share of 0..1 in whole percent; a tiny one is not shown as none, nor most as all."""
    if 0 < share < 0.01:
        return "< 1 %"
    if 0.99 < share < 1:
        return "> 99 %"
    return f"{share * 100:.0f} %"


def is_declined(value: str) -> bool:
    """Say whether a value records that the source itself withholds or cannot tell the detail."""
    return value.strip().casefold().startswith(DECLINED_STARTS)


def briefly(value: str, width: int) -> str:
    """Put a value into a few words; of a refusal only that it is one ("not given: …")."""
    return clip(value.partition(":")[0] if is_declined(value) else value, width)


def day(published: date | None) -> str:
    """Write a day the way it is read aloud: 6 Oct 2025."""
    return f"{published.day} {published:%b %Y}" if published else "undated"


def listed(items: Iterable[str], joint: str = "and") -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    names = list(items)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def counted(number: int, unit: Sequence[str]) -> str:
    """Put a number before its unit, given as (singular, plural)."""
    return f"{number:,} {unit[0] if number == 1 else unit[1]}"


def reports_words(number: int) -> str:
    """Say how many independent reports stand behind a finding."""
    return counted(number, ("independent report", "independent reports"))


def clip(text: str, width: int) -> str:
    """Shorten to at most `width` characters on one line, at a blank where there is one."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    head = line[: width - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > width // 2 else head).rstrip(" ,;:") + "…"


def surname(speaker: str | None) -> str:
    """The last word of a speaker's name, folded: "Ines Vara", "Mayor Vara" and "Vara" are one."""
    words = [word.strip(".,").casefold() for word in (speaker or "").split()]
    names = [word for word in words if word not in NAME_SUFFIXES]
    return names[-1] if names else ""


def ended(sentence: str) -> str:
    """Close a sentence with a full stop where it has no end mark of its own."""
    text = sentence.strip()
    return text if not text or text[-1] in ".?!…”" else f"{text}."


def facet_name(facet: str) -> str:
    """Name a facet for people; one that was added later is shown under its own name."""
    return FACETS.get(facet, facet.replace("_", " ").capitalize())
