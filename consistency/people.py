"""Who is named in an article: fullest names, titles, and whom a pronoun or a title stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from consistency.entities import entities_of
from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.given_names import gender_of
from consistency.personal_names import (
    GENDER_OF_PRONOUN,
    GENDER_OF_TITLE,
    LONG_TITLE,
    TITLES,
    is_personal,
    split_titles,
    surname,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

MAIN_CLAUSE = frozenset({"ROOT", "conj", "ccomp"})
CLOSED = frozenset("DET PRON ADP CCONJ SCONJ PART PUNCT NUM SYM AUX".split())
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NAME_PART = re.compile(r"[^\W\d_][\w.'’-]*")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an article names a person.

    Args:
        place: Character position in the article.
        claim: Index of the claim.
        name: Without titles.
        titles: The title words before it, long and lower-case.
        subject: Whether it is the subject of a main clause.
    """

    place: int
    claim: int
    name: str
    titles: frozenset[str]
    subject: bool


class People:
    """The persons of one article, in the order they are named."""

    def __init__(
        self, sightings: Iterable[Sighting], about_pronouns: Container[int] = frozenset()
    ) -> None:
        self.sightings = sorted(sightings, key=lambda s: s.place)
        self._about_pronouns = about_pronouns
        self._by_claim: dict[int, list[Sighting]] = defaultdict(list)
        for sighting in self.sightings:
            self._by_claim[sighting.claim].append(sighting)
        self._fullest = _fullest_names(s.name for s in self.sightings)
        self._gender = self._genders()

    @classmethod
    def of(cls, parsed: ParsedArticle, quoted: Container[int] = frozenset()) -> People:
        """Collect the persons that the parser's entity recogniser sees.

        Args:
            quoted: Character positions inside quotations, where nobody is the one a pronoun means.
        """
        seen = [s for n, claim in enumerate(parsed.claims) for s in _sightings(claim, n)]
        seen += _titled(parsed)
        seen += _missed(parsed, seen)
        sightings = [replace(s, subject=False) if s.place in quoted else s for s in seen]
        return cls(sightings, {n for n, claim in enumerate(parsed.claims) if _is_of_pronoun(claim)})

    def full_name(self, name: str) -> str:
        """Return the fullest form of a person's name in the article, else the name without titles.

        A surname that two persons share stays as it is.
        """
        bare, _ = split_titles(name)
        return self._fullest.get(surname(bare), bare) if " " not in bare else self._longer(bare)

    def is_person(self, name: str) -> bool:
        """Say whether someone of this surname is named as a person."""
        return surname(split_titles(name)[0]) in self._surnames

    def titled(self, titles: Iterable[str], place: int, *, only: bool = False) -> str | None:
        """Return, in full, who is last named with all these titles before a place.

        With nobody so named before it, or with `only`: the one person of the article who bears the
        titles, if it is one. Else None.
        """
        wanted = {LONG_TITLE.get(t, t) for t in titles}
        bearers = [s for s in self.sightings if wanted <= s.titles]
        before = [s for s in bearers if s.place < place]
        if before and not only:
            return self.full_name(before[-1].name)
        names = {surname(s.name) for s in bearers}
        return self.full_name(bearers[0].name) if len(names) == 1 else None

    def meant_by(self, pronoun: str, place: int, claim: int, *, reach: int = 6) -> str | None:
        """Return whom "he" or "she" at a place means, in full, or None.

        Looks back claim by claim for the subject of a main clause (subjects first, as in Hobbs,
        1978), or for a claim that names one person who can be meant; nobody of another gender where
        the article tells it.

        Args:
            claim: Index of the claim the pronoun stands in.
            reach: Claims to look back, at least 0.
        """
        gender = GENDER_OF_PRONOUN.get(pronoun)
        for index in range(claim, claim - reach - 1, -1) if gender else ():
            named = [
                s
                for s in self._by_claim.get(index, ())
                if s.place < place and self._gender_of(s) in {None, gender}
            ]
            subjects = [s for s in named if s.subject]
            if subjects:
                return self.full_name(subjects[0].name)
            known = [s for s in named if self._gender_of(s) == gender] or named
            alone = len({surname(s.name) for s in known}) == 1
            if alone and index != claim and index not in self._about_pronouns:
                return self.full_name(known[0].name)
        return None

    def subjects(self, start: int, end: int) -> list[Sighting]:
        """The sightings of people who are subjects, between two places."""
        first = bisect_left(self.sightings, start, key=lambda s: s.place)
        last = bisect_left(self.sightings, end, key=lambda s: s.place)
        return [s for s in self.sightings[first:last] if s.subject]

    @cached_property
    def _surnames(self) -> set[str]:
        return {surname(s.name) for s in self.sightings}

    def _gender_of(self, sighting: Sighting) -> str | None:
        """What the title or the name itself tells, else what others who bear the surname do."""
        titled = (GENDER_OF_TITLE.get(title) for title in sorted(sighting.titles))
        own = next(filter(None, titled), None) or gender_of(sighting.name)
        return own or self._gender.get(surname(sighting.name))

    def _longer(self, name: str) -> str:
        full = self._fullest.get(surname(name), name)
        one, other = set(name.split()), set(full.split())
        return full if one <= other or other <= one else name

    def _genders(self) -> dict[str, str]:
        """What given names tell of who bears a surname, and titles, which are believed first."""
        told: dict[str, set[str]] = defaultdict(set)
        for sighting in self.sightings:
            if gender := gender_of(sighting.name):
                told[surname(sighting.name)].add(gender)
        by_name = {family: min(genders) for family, genders in told.items() if len(genders) == 1}
        return by_name | {
            surname(s.name): GENDER_OF_TITLE[title]
            for s in self.sightings
            for title in s.titles
            if title in GENDER_OF_TITLE
        }


def _sightings(parsed: ParsedClaim, index: int) -> Iterable[Sighting]:
    for entity in entities_of(parsed.tokens):
        if entity.label_ != "PERSON":
            continue
        name, titles = split_titles(entity.text)
        if name and NAME_PART.match(name):
            place = parsed.offset + entity.start_char
            titles |= _titles_around(entity)
            yield Sighting(place, index, name, titles, any(map(_is_main_subject, entity)))


def _titled(parsed: ParsedArticle) -> Iterator[Sighting]:
    """Names behind a title that the recogniser did not see: "Fire Marshal Ida Quill"."""
    for index, claim in enumerate(parsed.claims):
        for token in claim.tokens:
            name = _name_from(token) if _is_end_of_title(token) else None
            if name is not None and is_personal(name.text):
                place = claim.offset + name.start_char
                titles = _titles_around(name)
                yield Sighting(place, index, name.text, titles, any(map(_is_main_subject, name)))


def _is_end_of_title(token: Token) -> bool:
    """Whether a title ends here: a title word before a capitalised word that is none."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return (
        following is not None
        and token.lower_.strip(".") in TITLES
        and following.text[:1].isupper()
        and following.lower_.strip(".") not in TITLES
        and following.ent_type_ in {"", "ORG"}
    )


def _name_from(title: Token) -> Tokens | None:
    """The one to three capitalised words after a title."""
    doc, start = title.doc, title.i + 1
    end = start
    while end < len(doc) and end < start + 3 and is_name_like(doc[end]) and doc[end].text.isalpha():
        end += 1
    # "director Stone" may be anything, "director Ida Stone" and "Director Stone" are names.
    return doc[start:end] if end - start >= (1 if title.text[0].isupper() else 2) else None


def _missed(parsed: ParsedArticle, seen: Sequence[Sighting]) -> list[Sighting]:
    """Bare surnames that the recogniser saw elsewhere, by a full name, and not here."""
    surnames = {surname(s.name) for s in seen if " " in s.name}
    return [
        Sighting(claim.offset + token.idx, index, token.text, frozenset(), _is_main_subject(token))
        for index, claim in enumerate(parsed.claims)
        for token in claim.tokens
        if token.lower_ in surnames and token.ent_type_ != "PERSON" and is_name_like(token)
    ]


def is_name_like(token: Token) -> bool:
    """Whether a word can be a name: the tagger takes rare surnames for words of any class."""
    return token.pos_ not in CLOSED and token.text[:1].isupper()


def _is_main_subject(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.head.dep_ in MAIN_CLAUSE


def _is_of_pronoun(parsed: ParsedClaim) -> bool:
    """Whether "he" or "she" is the subject of a main clause, others being named in passing."""
    return any(t.lower_ in GENDER_OF_PRONOUN and _is_main_subject(t) for t in parsed.tokens)


def _titles_around(entity: Tokens) -> frozenset[str]:
    """Title words right before a name, and those of an apposition right after it."""
    found = set()
    doc, sentence = entity.doc, entity.sent
    for token in reversed(doc[sentence.start : entity.start]):
        word = token.lower_.strip(".")
        if word in TITLES:
            found |= {word, LONG_TITLE.get(word, word)}
        elif not (token.pos_ == "PROPN" or word in {".", "and", "of"}):
            break
    for token in entity.root.children:
        if token.dep_ == "appos" and token.i > entity.root.i:
            found |= {token.lower_, LONG_TITLE.get(token.lower_, token.lower_)}
    return frozenset(found)


def _fullest_names(names: Iterable[str]) -> dict[str, str]:
    """Surname -> fullest name, for the surnames that one person bears."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        if 2 <= len(name.split()) <= 4:
            forms[surname(name)][name] += 1
    return {last: full for last, seen in forms.items() if (full := _one_person(seen))}


def _one_person(seen: Counter[str]) -> str | None:
    ordered: Sequence[str] = sorted(seen, key=lambda n: (-len(n.split()), -seen[n], n))
    firsts = {_initial(name) for name in ordered}
    return ordered[0] if len(firsts) == 1 else None


def _initial(name: str) -> str:
    return name.lower().lstrip("'\"“‘")[:1]
