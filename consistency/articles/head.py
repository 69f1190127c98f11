"""Above the story: its headline and standfirst, and the names, dates and menus around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consistency.articles.blocks import Block, Kind
from consistency.articles.lines import Line, Shape

HEAD_LINES = 10
"""Lines from the top among which a known headline is looked for."""
TITLE_WORDS = 4
"""Fewest words of a headline, where a longer line competes: section names are shorter."""
STANDFIRST_WORDS = 5
STANDFIRST_CHARACTERS = 320
"""A longer paragraph above the byline is the story's first."""
DATELINED = re.compile(
    r"[A-Z]{3}[A-Z .,’'-]*[A-Za-z .,’'-]{0,30}(?:\([A-Z][\w ]*\) ?)?(?:—|–|--?) "
)
"""How a story's first paragraph may open, and no standfirst does: "TARN CITY, N.Y. (AP) — "."""
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
_MASTHEAD_WORD = (
    r"(?:Star|Times|Post|News|Press|Tribune|Journal|Herald|Gazette|Courier|Chronicle|Record"
    r"|Observer|Ledger|Dispatch|Examiner|Inquirer|Register|Republic|Sun|Globe|Mail|Telegraph"
    r"|Guardian|Independent|Standard|Reuters|AP|AFP|Agency|Wire|Service|Magazine|Today|Review|Mirror"
    r"|Bulletin|Citizen|Sentinel|Beacon|Monitor|Advocate|Radio|TV|[\w-]+\.(?:com|org|net|co\.uk))"
)
_POSITION = r"(?:Staff|Writer|Reporter|Correspondent|Editor|Bureau)"
MASTHEAD = re.compile(rf"(?:[Tt]he\s)?(?:[A-Z][\w.&’'-]*\s){{0,4}}{_MASTHEAD_WORD}$")
"""A publication's name alone on its line."""
SIGNED = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}[A-Z][\w.’'-]+(?:\sand\s(?:[A-Z][\w.’'-]*\s?){2,4})?"
    r"\s?[,|/•·–—-]\s?(?:[Tt]he\s)?"
    rf"(?P<outlet>(?:[\w.&’'-]+\s){{0,5}}(?:{_MASTHEAD_WORD}|{_POSITION}))\b"
    r"(?:\s?(?:on|[/|•·–—-]).*)?$"
)
"""A byline without "by": "Ada Quill, The Harbor Herald"."""
TWO_NAMES = re.compile(r"(?:[A-Z][\w.’'-]*\s){2,3}and(?:\s[A-Z][\w.’'-]*){2,3}$")


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
    if 0 < first < len(lines) and may_be_deck(lines[first]):
        gap = deck_gap(lines[first + 1 : first + 4])
        return first + 1 + gap if gap else first
    return first


def may_be_deck(line: Line) -> bool:
    """Say whether the first full statement under a headline can be its standfirst."""
    return len(line.text) <= STANDFIRST_CHARACTERS and not DATELINED.match(line.text)


def opens_story(line: Line) -> bool:
    """Say whether the story can begin here: a full statement that is not metadata."""
    tells = line.shape in (Shape.PROSE, Shape.ITEM)
    return tells and not METADATA_LABEL.match(line.text)


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
    short = [line.text for line in head if line.shape is Shape.SHORT and not is_signed(line.text)]
    unnamed = [words for words in short if not MASTHEAD.match(words)] or short
    long_enough = (words for words in unnamed if len(words.split()) >= TITLE_WORDS)
    return next(long_enough, unnamed[0] if unnamed else None)


def is_signed(words: str) -> bool:
    """Say whether a line is a byline without "by"."""
    return bool(SIGNED.match(words) or TWO_NAMES.match(words))


def is_standfirst(line: Line) -> bool:
    """Say whether a line below the headline sums the story up."""
    if line.shape is Shape.PROSE:
        return True
    short = line.shape is Shape.SHORT and len(line.text.split()) >= STANDFIRST_WORDS
    return short and not is_signed(line.text) and not METADATA_LABEL.match(line.text)


def reason_above(line: Line) -> str:
    """Say what a line above the story is."""
    if line.furniture:
        return line.furniture.what
    if line.shape is Shape.DATE:
        return "a date of publication"
    return "a byline" if is_signed(line.text) else "a short line above the story"


def folded(words: str) -> str:
    """Fold a headline for comparison: letters and digits only, lower case."""
    return "".join(char for char in words.casefold() if char.isalnum())
