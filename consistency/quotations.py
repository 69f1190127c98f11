"""Where an article quotes: between marks, over several paragraphs, and in block quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from consistency.records import Article, Span

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
# "''" and "``" are one mark, and so is one that was doubled by a careless export.
MARKS = re.compile(r"[“„«”»\"]+|``|''")
SINGLES = re.compile(r"(?<![\w’'])[‘'](?=[^\s‘’'])")
ELISION = re.compile(r"\d|(?:tis|twas|twere|twixt|em|til|cause|n|cos|bout|round)\b", re.IGNORECASE)
SINGLE_ENDS = re.compile(r"(?<=[^\s‘'])[’'](?![\w’'])")
BEFORE_OPENING = " \t\u00a0([{—–-/"
DASH_LINE = re.compile(r"\s*(?:[–—―]|-{1,2}(?=\s))\s*(?P<speaker>[^\W\d_][^\n:;!?]{1,78}(?<!\.))$")
BULLET = re.compile(r"\s*(?:[•*·▪–—―-]|\d{1,2}[.)])\s*\S")
SPEECH_WORD = re.compile(
    r"\b(?:said|says|saying|wrote|writes|writing|stated|states|told|added|read|reads|posted|tweeted"
    r"|continued|replied|statement|letter|post|tweet|message|rant|remarks|comments?|apology|speech"
    r"|transcript|full text|e-?mail|quote|commentary)\b[^.?!]*:\s*$",
    re.IGNORECASE,
)
MAX_PARAGRAPHS = 6
"""Paragraphs an unclosed quotation may run on before its opening mark is taken for a slip."""


MAX_SINGLE = 600
"""Characters within which a quotation in single marks must end: apostrophes are everywhere."""
LEAD = 200
"""Characters at a paragraph's end that may announce a block quotation."""


class Style(Enum):
    """How a quotation is shown to be one."""

    MARKED = "marked"
    SINGLE = "single"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words an article gives as another's own.

    Args:
        spans: The words inside the marks, one span a paragraph, in order; never empty.
        attribution: The name on a dash line below a block quotation.
    """

    spans: tuple[Span, ...]
    style: Style = Style.MARKED
    attribution: Span | None = None

    @property
    def start(self) -> int:
        """Position of its first character."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Position after its last character."""
        return self.spans[-1].end


def find_quotations(article: Article) -> list[Quotation]:
    """Return the quotations of an article in reading order; they do not overlap.

    A quotation within a quotation belongs to the outer one. Apostrophes and marks for inches and
    feet are not quotation marks.
    """
    paragraphs = list(paragraphs_of(article))
    marked = list(_marked(article.text, paragraphs))
    taken = QuotedPlaces(s for q in marked for s in q.spans)
    blocks = [q for q in _blocks(article.text, paragraphs) if not any(map(taken.count, q.spans))]
    taken = QuotedPlaces(s for q in (*marked, *blocks) for s in q.spans)
    singles = [q for p in paragraphs for q in _singles(article.text, p)]
    singles = [q for q in singles if not any(map(taken.count, q.spans))]
    return sorted([*marked, *blocks, *singles], key=lambda q: q.start)


class QuotedPlaces(Container[int]):
    """The character positions inside any of some spans that do not overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [s.start for s in self._spans]
        self._before = [0, *accumulate(s.end - s.start for s in self._spans)]

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self.count(Span(place, place + 1)) > 0

    def count(self, span: Span) -> int:
        """Count the positions of a span that lie inside."""
        return self._up_to(span.end) - self._up_to(span.start)

    def _up_to(self, place: int) -> int:
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return 0
        last = self._spans[index]
        return self._before[index] + min(place, last.end) - last.start


def claims_quoted(quotations: Sequence[Quotation], claims: Sequence[Span]) -> list[list[int]]:
    """Return, for each quotation, the indices of the claims it touches.

    Args:
        claims: The claims' spans, in reading order and disjoint.
    """
    ends = [c.end for c in claims]
    touched: list[list[int]] = []
    for quotation in quotations:
        first = bisect_right(ends, quotation.start)
        last = first
        while last < len(claims) and claims[last].start < quotation.end:
            last += 1
        inside = [n for n in range(first, last) if any(map(claims[n].overlaps, quotation.spans))]
        touched.append(inside)
    return touched


def paragraphs_of(article: Article) -> Iterator[Span]:
    """Yield the lines of the article's body that hold more than white space, trimmed."""
    for part in article.body_parts:
        for line in re.finditer(r"[^\n]+", article.text[part.start : part.end]):
            span = trim(article.text, Span(part.start + line.start(), part.start + line.end()))
            if span.start < span.end:
                yield span


def trim(text: str, span: Span, also: str = "") -> Span:
    """Leave out white space, and the characters of `also`, at either end."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool
    closes: bool


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    found = []
    for match in MARKS.finditer(text, paragraph.start, paragraph.end):
        before = text[match.start() - 1] if match.start() > paragraph.start else " "
        after = text[match.end()] if match.end() < paragraph.end else " "
        sign = match.group()[0]
        if sign in OPENING or sign == "`":
            opens, closes = True, False
        elif sign in CLOSING:
            # A closing mark typed where only an opening one can stand.
            opens, closes = before in BEFORE_OPENING and not after.isspace(), True
        else:
            opens = before in BEFORE_OPENING + "‘'" and not after.isspace()
            closes = not before.isspace() and match.start() > paragraph.start
        found.append(_Mark(match.start(), match.end(), opens, closes))
    return found


def _marked(text: str, paragraphs: Sequence[Span]) -> Iterator[Quotation]:
    before: list[Span] = []  # the paragraphs so far of a quotation that is still open
    for index, paragraph in enumerate(paragraphs):
        marks = _marks(text, paragraph)
        start = None
        if before:
            # Each paragraph of a long quotation is opened anew by convention, but not by everyone.
            reopened = bool(marks) and marks[0].start == paragraph.start
            start = marks.pop(0).end if reopened else paragraph.start
        closed, unclosed = _scan(text, marks, start, nested=True)
        if unclosed is not None and not _goes_on(text, paragraphs, index):
            closed, unclosed = _scan(text, marks, start, nested=False)
        for span in closed:
            yield from _quotation(text, [*before, span])
            before = []
        if unclosed is not None:
            before = [*before, Span(unclosed, paragraph.end)]
            if not _goes_on(text, paragraphs, index):
                yield from _quotation(text, before)
                before = []


def _scan(
    text: str, marks: Sequence[_Mark], start: int | None, *, nested: bool
) -> tuple[list[Span], int | None]:
    """Pair a paragraph's marks: the spans closed in it, and where an unclosed one starts, if any.

    With `nested`, an opening mark inside a quotation opens another one in it; without, it shows
    that the first was never closed, and the first is dropped.
    """
    closed, depth = [], 0
    for position, mark in enumerate(marks):
        if start is None:
            start = mark.end if mark.opens else None
        elif mark.opens and not mark.closes:
            depth += nested
            start = start if nested else mark.end
        elif mark.closes and not _inches(text, marks, position):
            if depth:
                depth -= 1
            else:
                closed.append(Span(start, mark.start))
                start = None
    return closed, start


def _inches(text: str, marks: Sequence[_Mark], position: int) -> bool:
    """Whether this mark stands for inches: after a digit, with the closing one still to come."""
    mark = marks[position]
    following = marks[position + 1] if position + 1 < len(marks) else None
    after_digit = text[mark.start - 1].isdigit() and text[mark.start] == STRAIGHT
    return after_digit and following is not None and following.closes and not following.opens


def _goes_on(text: str, paragraphs: Sequence[Span], index: int) -> bool:
    """Whether an unclosed quotation goes on: opened anew in the next paragraph, or closed later."""
    for distance, paragraph in enumerate(paragraphs[index + 1 : index + 1 + MAX_PARAGRAPHS]):
        marks = _marks(text, paragraph)
        if distance == 0 and marks and marks[0].opens and marks[0].start == paragraph.start:
            return True
        depth = 0
        for mark in marks:
            if mark.opens and not mark.closes:
                depth += 1
            elif depth == 0:
                return mark.closes
            else:
                depth -= 1
    return False


def _quotation(
    text: str, spans: Sequence[Span], style: Style = Style.MARKED
) -> Iterator[Quotation]:
    trimmed = [trim(text, s) for s in spans]
    kept = tuple(s for s in trimmed if any(c.isalnum() for c in text[s.start : s.end]))
    if kept:
        yield Quotation(kept, style)


def _singles(text: str, paragraph: Span) -> Iterator[Quotation]:
    """Quotations in single marks, as in headlines."""
    position = paragraph.start
    while opening := SINGLES.search(text, position, paragraph.end):
        position = opening.end()
        if ELISION.match(text, position):  # the '90s, 'twas
            continue
        limit = min(paragraph.end, position + MAX_SINGLE)
        ends = [e.start() for e in SINGLE_ENDS.finditer(text, position, limit)]
        if not ends or '"' in text[position : ends[0]]:
            continue
        # "the workers' plan" has its apostrophe where a mark could be: prefer one after a stop.
        end = next((e for e in ends if text[e - 1] in ".,!?" or text[e - 1] != "s"), ends[0])
        yield from _quotation(text, [Span(position, end)], Style.SINGLE)
        position = end + 1


def _blocks(text: str, paragraphs: Sequence[Span]) -> Iterator[Quotation]:
    """Whole paragraphs without marks, signed below or announced above by a word of speech."""
    lines = [text[p.start : p.end] for p in paragraphs]
    for index, (paragraph, line) in enumerate(zip(paragraphs, lines, strict=True)):
        if len(line.split()) < 3 or line.endswith(":") or BULLET.match(line):
            continue
        signed = _signature(lines, index + 1)
        if signed:
            offset = paragraphs[index + 1].start
            name = Span(offset + signed.start("speaker"), offset + signed.end("speaker"))
            yield Quotation((paragraph,), Style.BLOCK, name)
        elif index and SPEECH_WORD.search(lines[index - 1][-LEAD:]):
            yield Quotation((paragraph,), Style.BLOCK)


def _signature(lines: Sequence[str], index: int) -> re.Match[str] | None:
    """The dash line at `index`, unless it is an item of a list."""
    if index >= len(lines) or (index + 1 < len(lines) and BULLET.match(lines[index + 1])):
        return None
    match = DASH_LINE.match(lines[index])
    return match if match and len(match["speaker"].split()) <= 8 else None
