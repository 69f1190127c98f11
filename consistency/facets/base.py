"""The small base of every facet: a parsed article in, mentions out, two mentions compared."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from consistency.records import Article, Claim, Judgement, Mention, Span
from consistency.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

Found = TypeVar("Found")


@dataclass(frozen=True)
class ParsedClaim:
    """A claim with its spaCy tokens.

    `tokens` is a spaCy Span over the claim's sentence; its characters lie `offset` characters
    further on in the article's text: `article.text[offset + tok.idx:]` starts with `tok.text`.
    """

    claim: Claim
    tokens: Tokens
    offset: int

    def span_of(self, first: Token, last: Token) -> Span:
        """Article span from the start of `first` to the end of `last`, inclusive of both."""
        return Span(self.offset + first.idx, self.offset + last.idx + len(last.text))


@dataclass(frozen=True)
class ParsedArticle:
    """An article with its claims in reading order.

    `reference_date` is the day relative dates count from: the publication day, or the day inferred
    from the other articles of the run (then `reference_certain` is False), or None.
    """

    article: Article
    claims: Sequence[ParsedClaim]
    reference_date: date | None = None
    reference_certain: bool = False
    _found: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, find: Callable[[ParsedArticle], Found]) -> Found:
        """Return what `find` makes of this article: several facets ask, and it is found once."""
        if find not in self._found:
            self._found[find] = find(self)
        found: Found = self._found[find]
        return found

    def know(self, find: Callable[[ParsedArticle], Found], found: Found) -> None:
        """Take what `find` would make of this article from where it was made already."""
        self._found[find] = found


class Facet(ABC):
    """One kind of checkable detail. A new facet is one file with one subclass.

    Implementations keep no state between articles and are symmetric in `compare`.
    """

    name: ClassVar[str]

    def __init__(self, settings: Settings) -> None:
        """Take the settings of the run; a facet reads its own section."""
        self.settings = settings

    @abstractmethod
    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return this facet's mentions in reading order; each span reproduces its `text`."""

    def link(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Resolve mentions of all articles of a run against one another (aliases, spellings).

        Returns the mentions in the same order, some replaced. The default changes nothing.
        """
        return list(mentions)

    @abstractmethod
    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare two mentions as if they answered one question. Symmetric.

        Roles that can never answer one question give `Level.NULL`.
        """

    @abstractmethod
    def question(self, mentions: Sequence[Mention]) -> str:
        """Phrase, in plain English ending in "?", the question that these mentions answer."""
