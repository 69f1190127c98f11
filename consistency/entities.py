"""Named entities of a few tokens: spaCy's own `ents` walks a whole paragraph each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

INSIDE, BEGINS = 1, 3
"""What `Token.ent_iob` says of a token that goes on with an entity, and of an entity's first."""


def entities_of(tokens: Tokens) -> Iterator[Tokens]:
    """Yield the entities that begin and end among the tokens, in order: those of `tokens.ents`."""
    for token in tokens:
        if token.ent_iob == BEGINS:
            entity = _from(token)
            if entity.end <= tokens.end:
                yield entity


def entity_at(token: Token) -> Tokens | None:
    """Return the entity that a token is part of."""
    first = token
    while first.ent_iob == INSIDE and first.i:
        first = first.nbor(-1)
    return _from(first) if first.ent_iob == BEGINS else None


def _from(first: Token) -> Tokens:
    """The entity that begins with a token."""
    from spacy.tokens import Span as Tokens

    doc, end = first.doc, first.i + 1
    while end < len(doc) and doc[end].ent_iob == INSIDE:
        end += 1
    return Tokens(doc, first.i, end, label=first.ent_type)
