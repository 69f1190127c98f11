"""Which lines of an article are its headline, its story, and the page around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.articles.blocks import Block, Kind
from consistency.articles.foot import foot_blocks, foot_start, story_end
from consistency.articles.head import head_blocks, head_length, with_title
from consistency.articles.lines import TRAILS_OFF, Line, Shape, in_company, lines_of
from consistency.records import Span
from consistency.settings import ReadingSettings

INTRODUCED = {"a newsletter box", "an appeal to readers", "a list of other stories"}
"""Furniture that comes with a heading of its own: "Never miss a story" above a sign-up form."""
CAPITALS_WORDS = 6
"""Fewest words of a line in capitals that links to another story; headings are shorter."""


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
        return tuple(block.line.span for block in self.blocks if block.kind in kinds)

    @property
    def around(self) -> list[Line]:
        """Lines that may date or sign the article, the likeliest first: from the headline to the
        story's opening, below the story, and above the headline, where today's date may stand."""
        lines = [block.line for block in self.blocks]
        titles = [i for i, block in enumerate(self.blocks) if block.kind is Kind.TITLE]
        top = titles[0] if titles else 0
        return [*lines[top : self.head + 1], *lines[self.end : self.foot], *lines[:top]]


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
        *foot_blocks(lines[end:]),
    )
    return Layout(blocks, head, end, foot)


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
        elif heads_furniture(line, story[index + 1 : index + 2]):
            blocks.append(Block(line, Kind.OUTSIDE, "a heading of page furniture"))
        elif is_capitals_link(line):
            blocks.append(Block(line, Kind.OUTSIDE, "a link in capitals"))
        else:
            among_links = False
            blocks.append(Block(line, kind_inside(line, story[index + 1 : index + 2])))
    return blocks


def is_teaser(line: Line) -> bool:
    """Say whether a line reads as a link's words or as a summary that trails off."""
    return line.shape in (Shape.SHORT, Shape.DATE) or bool(TRAILS_OFF.search(line.text))


def heads_furniture(line: Line, following: Sequence[Line]) -> bool:
    """Say whether a short line introduces a newsletter box or the like rather than the story."""
    return line.shape is Shape.SHORT and any(
        after.furniture is not None and after.furniture.what in INTRODUCED for after in following
    )


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
