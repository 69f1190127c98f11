"""Which lines of an article are its headline, its story, and the page around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from consistency.articles.lines import (
    TRAILS_OFF,
    Line,
    Shape,
    in_company,
    lines_of,
)
from consistency.articles.phrases import BIOGRAPHY, without_credit
from consistency.records import Span
from consistency.settings import ReadingSettings


class Kind(Enum):
    """The part a line plays."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    STORY = "story"
    OUTSIDE = "outside"


HEADLINES = {Kind.TITLE, Kind.STANDFIRST, Kind.HEADING}


@dataclass(frozen=True, slots=True)
class Block:
    """One line, the part it plays and, for a line outside the story, what it is instead."""

    line: Line
    kind: Kind
    reason: str = ""

    @property
    def span(self) -> Span:
        """The line without a photographer's credit at its end."""
        start = self.line.span.start
        return Span(start, start + len(without_credit(self.line.text)))


@dataclass(frozen=True, slots=True)
class Layout:
    """An article's lines in order, each with its part.

    Args:
        head: Number of lines above the story.
        end: Number of lines up to the story's last one.
        foot: Number of lines up to the first that may belong to other stories.
    """

    blocks: tuple[Block, ...]
    head: int
    end: int
    foot: int

    def spans(self, kinds: set[Kind]) -> tuple[Span, ...]:
        """Return the spans of the lines of these kinds, in order."""
        return tuple(block.span for block in self.blocks if block.kind in kinds)

    @property
    def around(self) -> list[Line]:
        """Lines that may date or sign the article: above the story, its opening, below it."""
        lines = [block.line for block in self.blocks]
        return [*lines[: self.head + 1], *lines[self.end : self.foot]]


def lay_out(text: str, *, title: str | None, settings: ReadingSettings) -> Layout:
    """Say of every line of a fixed text what part it plays.

    Lines are judged by shape, wording and place: the head ends at the first sentence, the foot
    begins after the last one, and between them only page furniture lies outside the story.

    Args:
        title: Headline as metadata give it, None when they do not.
    """
    lines = in_company(lines_of(text, headline_characters=settings.headline_characters))
    lines = with_title(lines, title)
    head = head_length(lines)
    foot = foot_start(lines, head, settings)
    end = story_end(lines, head, foot, settings)
    blocks = (
        *head_blocks(lines[:head], title),
        *story_blocks(lines[head:end]),
        *(Block(line, Kind.OUTSIDE, reason_below(line)) for line in lines[end:]),
    )
    return Layout(blocks, head, end, foot)


def folded(words: str) -> str:
    """Fold a headline for comparison: letters and digits only, lower case."""
    return "".join(char for char in words.casefold() if char.isalnum())


# --- above the story ---------------------------------------------------------------------------

HEAD_LINES = 10
"""Lines from the top among which a known headline is looked for."""
TITLE_WORDS = 4
"""Fewest words of a headline, where a longer line competes: section names are shorter."""
STANDFIRST_WORDS = 5
STANDFIRST_CHARACTERS = 320
"""A longer paragraph above the byline is the story's first."""
BETWEEN_DECK_AND_STORY = {
    "a byline",
    "a counter",
    "a label",
    "a disclaimer",
    "sharing buttons",
}
METADATA_LABEL = re.compile(
    r"(?:date|authors?|by|byline|source|published|updated|posted|sections?|categor(?:y|ies)|tags?"
    r"|photos?|images?|credits?|reporters?|editors?|url|link|language|words?|contact|media contact"
    r"|topics?)\s?:",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}[A-Z][\w.’'-]+(?:\sand\s(?:[A-Z][\w.’'-]*\s?){2,4})?"
    r"\s?[,|/•·–—-]\s?(?:[Tt]he\s)?(?P<outlet>(?:[\w.&’'-]+\s){0,5}(?:Star|Times|Post|News|Press"
    r"|Tribune|Journal|Herald|Gazette|Courier|Chronicle|Record|Observer|Ledger|Dispatch|Examiner"
    r"|Inquirer|Register|Republic|Sun|Globe|Mail|Telegraph|Guardian|Independent|Reuters|AP|AFP"
    r"|Agency|Wire|Service|Staff|Writer|Reporter|Correspondent|Editor|Bureau|Magazine|Today|Review"
    r"|Mirror|Bulletin|Citizen|Sentinel|Beacon|Monitor|Advocate|Radio|TV"
    r"|[\w-]+\.(?:com|org|net|co\.uk)))\b"
    r"(?:\s?(?:on|[|/•·–—-]).*)?$"
)
"""A byline without "by": "Ada Quill, The Harbor Herald"."""


def with_title(lines: Sequence[Line], title: str | None) -> list[Line]:
    """Let a known headline be a headline, even where its words look like page furniture."""
    wanted = folded(title or "")
    return [
        Line(line.span, line.text, Shape.SHORT)
        if index < HEAD_LINES and wanted and folded(line.text) == wanted
        else line
        for index, line in enumerate(lines)
    ]


def head_length(lines: Sequence[Line]) -> int:
    """Count the lines above the story: those before its first sentence or list."""
    first = next((i for i, line in enumerate(lines) if opens_story(line)), len(lines))
    below = lines[first + 1 : first + 4]
    short_enough = first < len(lines) and len(lines[first].text) <= STANDFIRST_CHARACTERS
    if first and short_enough and (gap := deck_gap(below)):
        return first + 1 + gap
    return first


def opens_story(line: Line) -> bool:
    """Say whether the story can begin here: a full statement that is not metadata."""
    return line.tells and not METADATA_LABEL.match(line.text)


def deck_gap(below: Sequence[Line]) -> int:
    """Count the dates, bylines and buttons between a standfirst and the story."""
    gap = 0
    for line in below:
        kind = line.furniture.what if line.furniture else ""
        if line.shape is not Shape.DATE and kind not in BETWEEN_DECK_AND_STORY:
            break
        gap += 1
    return gap


def head_blocks(head: Sequence[Line], title: str | None) -> list[Block]:
    """Pick the headline and the standfirst out of the lines above the story."""
    wanted = folded(title or "") or folded(likely_title(head) or "")
    seen, blocks = False, []
    for line in head:
        if wanted and folded(line.text) == wanted:
            blocks.append(Block(line, Kind.TITLE))
            seen = True
        elif seen and is_standfirst(line):
            blocks.append(Block(line, Kind.STANDFIRST))
        else:
            blocks.append(Block(line, Kind.OUTSIDE, reason_above(line)))
    return blocks


def likely_title(head: Sequence[Line]) -> str | None:
    """Return the line above the story that is its headline, or None."""
    lines = [
        line.text for line in head if line.shape is Shape.SHORT and not SIGNED.match(line.text)
    ]
    long_enough = (line for line in lines if len(line.split()) >= TITLE_WORDS)
    return next(long_enough, lines[0] if lines else None)


def is_standfirst(line: Line) -> bool:
    """Say whether a line below the headline sums the story up."""
    if line.shape is Shape.PROSE:
        return True
    short = line.shape is Shape.SHORT and len(line.text.split()) >= STANDFIRST_WORDS
    return short and not SIGNED.match(line.text) and not METADATA_LABEL.match(line.text)


def reason_above(line: Line) -> str:
    """Say what a line above the story is."""
    if line.furniture:
        return line.furniture.what
    if line.shape is Shape.DATE:
        return "a date of publication"
    return "a byline" if SIGNED.match(line.text) else "a short line above the story"


# --- the story ---------------------------------------------------------------------------------

CAPITALS_WORDS = 6
"""Fewest words of a line in capitals that links to another story; headings are shorter."""


def story_blocks(story: Sequence[Line]) -> list[Block]:
    """Keep what tells, what heads it and who is quoted; leave out page furniture in between."""
    blocks: list[Block] = []
    among_links = False
    for index, line in enumerate(story):
        if line.furniture:
            among_links = among_links or line.closes_story
            blocks.append(Block(line, Kind.OUTSIDE, line.furniture.what))
        elif among_links and is_teaser(line):
            blocks.append(Block(line, Kind.OUTSIDE, "a teaser of another story"))
        elif is_capitals_link(line):
            blocks.append(Block(line, Kind.OUTSIDE, "a link in capitals"))
        else:
            among_links = False
            blocks.append(Block(line, kind_inside(line, story[index + 1 : index + 2])))
    return blocks


def is_teaser(line: Line) -> bool:
    """Say whether a line reads as a link's words or as a summary that trails off."""
    return line.shape in (Shape.SHORT, Shape.DATE) or bool(TRAILS_OFF.search(line.text))


def is_capitals_link(line: Line) -> bool:
    """Say whether a line within the story is a headline of another story, set in capitals."""
    return (
        line.shape is Shape.SHORT
        and line.text.isupper()
        and len(line.text.split()) >= CAPITALS_WORDS
    )


def kind_inside(line: Line, following: Sequence[Line]) -> Kind:
    """Tell headings, which something follows that they head, from the story itself."""
    heads = any(after.tells for after in following)
    if line.shape in (Shape.SHORT, Shape.DATE) and heads:
        return Kind.HEADING
    return Kind.STORY


# --- below the story ---------------------------------------------------------------------------

CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")


def foot_start(lines: Sequence[Line], head: int, settings: ReadingSettings) -> int:
    """Count the lines before the first comment form, author box or list of other stories that
    has nearly all of the story above it."""
    told = [told_characters(line) if i >= head else 0 for i, line in enumerate(lines)]
    before, after = 0, sum(told)
    for index, line in enumerate(lines):
        if line.closes_story and before and after <= settings.tail_share * before:
            return index
        before, after = before + told[index], after - told[index]
    return len(lines)


def told_characters(line: Line) -> int:
    """Count the characters of a full statement; what trails off is a teaser and counts nothing."""
    return len(line.text) if line.tells and not TRAILS_OFF.search(line.text) else 0


def story_end(lines: Sequence[Line], head: int, foot: int, settings: ReadingSettings) -> int:
    """Count the lines up to the last one above the foot that belongs to the story."""
    end = foot
    while end > head:
        extra = lines_outside(lines[head:end], settings)
        if not extra:
            break
        end -= extra
    return end


def lines_outside(story: Sequence[Line], settings: ReadingSettings) -> int:
    """Count the lines at the end of `story` that are no part of it: 0, 1, or 2 for a quotation."""
    last = story[-1]
    above = story[-2] if len(story) > 1 else None
    if last.shape is Shape.ATTRIBUTION and above and above.tells:
        return 2 if is_epigraph(above, last, story[:-2], settings) else 0
    if not last.tells or METADATA_LABEL.match(last.text) or BIOGRAPHY.match(last.text):
        return 1
    teases = bool(TRAILS_OFF.search(last.text)) and above is not None and above.shape is Shape.SHORT
    return int(teases)


def is_epigraph(
    quotation: Line, attribution: Line, story: Sequence[Line], settings: ReadingSettings
) -> bool:
    """Say whether a closing quotation has nothing to do with the story: a quotation of the day.

    Its speaker is never named above it, and few of its content words recur there.
    """
    words = content_words(" ".join(line.text for line in story))
    if content_words(attribution.text) & words:
        return False
    quoted = content_words(quotation.text)
    return len(quoted & words) <= settings.epigraph_overlap * len(quoted)


def content_words(text: str) -> set[str]:
    """Return the folded words of four letters or more."""
    return {word.casefold() for word in CONTENT_WORD.findall(text)}


def reason_below(line: Line) -> str:
    """Say what a line below the story is."""
    if line.furniture:
        return line.furniture.what
    if line.shape is Shape.DATE:
        return "a date of publication"
    return "about the author" if BIOGRAPHY.match(line.text) else "below the story's end"
