"""A number in its sentence, and the noun that it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.lexemes import Lexeme, word_at
from consistency.facets.numbers.numerals import read_numeral
from consistency.facets.numbers.readings import Reading
from consistency.facets.slots import SUBJECTS, is_noun, noun_right_of, object_of, root_of

if TYPE_CHECKING:
    from spacy.tokens import Token

BARE_MEASURES = frozenset(
    "total average maximum minimum sum number age rate most range pair group vote score".split()
)
"""Nouns before "of" that only announce a number."""
ESTIMATING = frozenset("put estimate place value set count peg cap price appraise assess".split())
WORTH_OF = frozenset("value cost price worth size amount total number".split())
"""Nouns that announce what the sum or number is of."""
PRENOMINAL = frozenset("nummod quantmod amod compound nmod advmod det".split())


@dataclass(frozen=True, slots=True)
class Part:
    """The part an amount plays.

    Args:
        role: "count", "total", "change", "before", "share", "percent", "rank", "age", "vote",
            "score", "money", "duration", "period" (the past nine years), "lag" (three days after),
            "limit" (within two weeks) or "measure".
        head: The thing counted, priced, aged; None where the sentence leaves it out.
        name: What to call it where it is not the head's lemma.
        falls: Whether the amount is by how much something fell.
        befell: The word behind a number that says what befell those counted: "14 dead".
    """

    role: str
    head: Token | None
    name: str = ""
    falls: bool = False
    befell: Token | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A reading in its sentence: its tokens, the claim's lexemes, and what lies around.

    Args:
        stop: Indices of the tokens of other values.
        whole: Whether it is the 22 of "six of its 22 employees", of which something is told of six.
        ages_before: Ages read right before this one, joined to it by "and".
    """

    reading: Reading
    run: Sequence[Token]
    lexemes: Sequence[Lexeme]
    stop: Collection[int] = ()
    ages_before: int = 0
    whole: bool = False

    @property
    def before(self) -> str:
        """The word in front."""
        return word_at(self.lexemes, self.reading.first - 1)

    @property
    def after(self) -> str:
        """The word behind."""
        return word_at(self.lexemes, self.reading.last)

    @property
    def core_tokens(self) -> list[Token]:
        """The run's tokens that can hang on a noun: numbers and symbols first."""
        numbers = [t for t in self.run if t.pos_ in {"NUM", "SYM"} or t.like_num]
        return numbers or list(self.run)


def head_of(place: Place) -> Token | None:
    """Return the noun counted: what the number hangs on, what follows "of", or the next noun."""
    if (joined := _noun_joined(place)) is not None:
        return joined
    above = noun_above(place, root_of(place.core_tokens))
    if above is not None:
        return _past_names(above)
    of = next((o for t in place.run if (o := object_of(t, ("of",))) is not None), None)
    if of is not None and of.pos_ == "VERB":  # "94 percent of precincts reporting"
        of = next((c for c in of.children if c.dep_ in {*SUBJECTS, "compound"}), of)
    if of is not None and is_noun(of) and of not in place.run:
        return of
    if place.after in {",", ".", ";", "of"}:
        return None
    return noun_right_of(list(place.run), place.stop)


def _noun_joined(place: Place) -> Token | None:
    """Return the noun a number is hyphenated to: the terms of "a seven-term senator"."""
    last = place.run[-1]
    if place.after != "-" or last.whitespace_ or last.i + 2 >= last.sent.end:
        return None
    return last.nbor(2) if is_noun(last.nbor(2)) else None


def _past_names(noun: Token) -> Token:
    """Step from a piece of a hyphened name to the plural that the names stand before.

    The parser hangs the number of "40 Vara-Holm and Tarn's Own stores" on "Vara".
    """
    doc, end = noun.doc, noun.sent.end
    around = doc[max(noun.i - 1, noun.sent.start) : min(noun.i + 2, end)]
    if noun.pos_ != "PROPN" or not any(t.text == "-" for t in around):
        return noun
    for token in doc[noun.i + 1 : end]:
        if token.tag_ == "NNS":
            return token
        if not (token.pos_ in {"PROPN", "NOUN", "PART", "ADJ"} or token.lower_ in {"-", "and"}):
            break
    return noun


def noun_above(place: Place, root: Token) -> Token | None:
    """Climb from a number to the last noun of the phrase it stands in: "4,300 Wal-Mart stores"."""
    found, above = None, root
    for _ in range(4):
        joins = {"compound", "nmod"} if found is not None else PRENOMINAL
        if above.dep_ not in joins or above.head.i <= place.run[0].i:
            break
        above = above.head
        if is_noun(above) and above not in place.run:
            found = above
    return found


def noun_with_of(root: Token) -> Token | None:
    """Return the noun that "of" ties a number to: the fine in "a fine of $40"."""
    if root.dep_ != "pobj" or root.head.lower_ != "of" or not is_noun(root.head.head):
        return None
    noun = root.head.head
    return None if noun.lemma_.lower() in BARE_MEASURES else noun


def put_at(place: Place, root: Token) -> Token | None:
    """Return what is estimated: "a crowd estimated at 40,000", "put the farm's value at $2"."""
    verb = next((t for t in root.ancestors if t.pos_ == "VERB"), None)
    if place.before != "at" or verb is None or verb.lemma_ not in ESTIMATING:
        return None
    if verb.dep_ == "acl" and is_noun(verb.head):
        return verb.head
    put = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and is_noun(c)), None)
    if put is None or put.lemma_.lower() not in WORTH_OF:
        return put
    return object_of(put, ("of",)) or put


def whole_of(place: Place) -> Token | None:
    """Return what both numbers of "one of ten states" count: the noun behind the second."""
    for at in range(place.reading.last, min(place.reading.last + 6, len(place.lexemes))):
        numeral = read_numeral(place.lexemes, at)
        if numeral is not None:
            last = place.run[-1]
            offset = place.lexemes[numeral.last - 1].end - place.lexemes[place.reading.last - 1].end
            behind = [
                t
                for t in last.doc[last.i + 1 : last.sent.end]
                if t.idx < last.idx + len(last) + offset
            ]
            return noun_right_of(behind) if behind else None
    return None
