"""Who does something: a clause's subject by name, also behind "he" and "the governor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.people import People
from consistency.personal_names import GENDER_OF_PRONOUN
from consistency.reporting import title_words

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKING = frozenset({"i", "we"})


class Actors:
    """The persons of one article, looked up by the words that stand for them."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self._people = People.of(parsed)
        self._index = {claim.claim.id: n for n, claim in enumerate(parsed.claims)}

    def meant_by(self, subject: Token, claim: ParsedClaim) -> str:
        """Folded name of whom a pronoun or a title stands for; "" where none does, or no one is.

        "I" and "we" are the claim's speaker, "he" and "she" whoever was last spoken of, and "the
        Republican governor" who bears these titles.
        """
        place = claim.offset + subject.idx
        if subject.lower_ in SPEAKING:
            return (claim.claim.speaker or "").lower()
        if subject.lower_ in GENDER_OF_PRONOUN:
            index = self._index[claim.claim.id]
            return (self._people.meant_by(subject.lower_, place, index) or "").lower()
        titles = title_words(subject) if subject.ent_type_ != "PERSON" else []
        return ((self._people.titled(titles, place) if titles else None) or "").lower()
