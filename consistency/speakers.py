"""Who says a claim, and whose words a quotation gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from consistency.entities import entity_at
from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.people import People, is_name_like
from consistency.personal_names import GENDER_OF_PRONOUN, split_titles
from consistency.quotations import (
    Quotation,
    QuotedPlaces,
    Style,
    claims_quoted,
    find_quotations,
)
from consistency.records import Span
from consistency.reporting import (
    MAIN,
    SILENT_SUBJECTS,
    phrase_of,
    reports,
    sayer,
    source_of,
    title_words,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

FULL_WORDS = 5
"""Words from which a quotation may go on in the next paragraph; a shorter one is a phrase."""
LABEL = re.compile(r"(?P<name>[^\W\d_][\w.’' -]{1,40}):\s+\S")


def attribute(parsed: ParsedArticle) -> ParsedArticle:
    """Return the article with each claim's `speaker` filled in where someone is said to say it.

    A speaker is the fullest form of a person's name in the article ("Ada Marsh" for "Marsh" or
    "she"), else the noun phrase as it stands ("Prosecutors"). What is not attributed stays None.
    """
    speakers = speakers_in(parsed)
    claims = [
        replace(c, claim=replace(c.claim, speaker=speakers.of_claim(n)))
        for n, c in enumerate(parsed.claims)
    ]
    attributed = replace(parsed, claims=claims)
    attributed.know(speakers_in, speakers)  # they rest on the words of claims, not on who says them
    return attributed


def speakers_in(parsed: ParsedArticle) -> Speakers:
    """Return who speaks in an article; for `ParsedArticle.once`."""
    return Speakers(parsed, find_quotations(parsed.article))


@dataclass(frozen=True, slots=True)
class Cue:
    """One place that says who speaks.

    Args:
        place: Character position of the reporting verb or of "according".
        speaker: Who speaks, resolved.
        reports: Whether the whole claim is what they say, outside quotation marks too.
        word: The reporting verb; None for a label ("Marsh: We are ready").
        named: Whether the speaker is named there, not meant by a pronoun.
    """

    place: int
    speaker: str
    reports: bool
    word: Token | None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation, and whether the words around it name them."""

    speaker: str
    named: bool


class Speakers:
    """Who speaks in one article, by quotation and by claim."""

    def __init__(self, parsed: ParsedArticle, quotations: Sequence[Quotation]) -> None:
        self.parsed = parsed
        self.quotations = quotations
        self._quoted = QuotedPlaces(s for q in quotations for s in q.spans)
        self._touched = claims_quoted(quotations, [c.claim.span for c in parsed.claims])
        self.people = People.of(parsed, self._quoted)
        self.cues = [list(self._cues(n)) for n in range(len(parsed.claims))]
        self._quoted_by = self._attribute_quotations()

    def of_quotation(self, index: int) -> str | None:
        """Return who says the quotation of this index, or None."""
        found = self._quoted_by[index]
        return found.speaker if found else None

    def is_named(self, index: int) -> bool:
        """Say whether the words around the quotation of this index name its speaker.

        False where "he said" or the run of the text tells, which is less sure.
        """
        found = self._quoted_by[index]
        return bool(found and found.named)

    def of_claim(self, index: int) -> str | None:
        """Return who says the claim of this index, or None: of several, who speaks first."""
        span = self.parsed.claims[index].claim.span
        reporting = [c.speaker for c in self.cues[index] if c.reports]
        if reporting:
            return reporting[0]
        inside = self._quoted.count(span)
        if 2 * inside >= span.end - span.start:
            return self._main_quotation.get(index)
        return None

    @cached_property
    def _main_quotation(self) -> dict[int, str]:
        """Speaker of the quotation with most of each claim's words."""
        found: dict[int, tuple[int, str]] = {}
        for n, quotation in enumerate(self.quotations):
            speaker = self.of_quotation(n)
            for index in self._touched[n] if speaker else ():
                span = self.parsed.claims[index].claim.span
                shared = sum(_shared(s, span) for s in quotation.spans)
                if speaker and shared > found.get(index, (0, ""))[0]:
                    found[index] = (shared, speaker)
        return {index: speaker for index, (_, speaker) in found.items()}

    def _attribute_quotations(self) -> list[Attribution | None]:
        found: list[Attribution | None] = []
        for index, quotation in enumerate(self.quotations):
            own = self._signed(quotation) or self._cued(index) or self._introduced(index)
            previous = found[-1] if found else None
            if not own and previous and self._continues(index):
                own = replace(previous, named=False)
            found.append(own)
        return found

    def _signed(self, quotation: Quotation) -> Attribution | None:
        if quotation.attribution is None:
            return None
        line = self.parsed.article.text[quotation.attribution.start : quotation.attribution.end]
        return Attribution(self.people.full_name(line.split(",")[0]), True)

    def _cued(self, index: int) -> Attribution | None:
        """The nearest cue that governs the quotation, in the claims it touches or right after."""
        quotation, touched = self.quotations[index], self._touched[index]
        if quotation.style is Style.BLOCK:
            return None
        cues = [c for n in touched for c in self.cues[n] if self._governs(c, n, quotation)]
        cues += self._attribution_after(quotation, touched)
        if not cues:
            return None
        nearest = min(cues, key=lambda c: _distance(c.place, quotation))
        return Attribution(nearest.speaker, nearest.named)

    def _governs(self, cue: Cue, index: int, quotation: Quotation) -> bool:
        """Whether the quoted words hang on the reporting verb, or it is the main verb.

        In "grabbed the “student” when he asked", who asks does not say "student".
        """
        if cue.word is None or cue.word.dep_ in MAIN or cue.word.lower_ == "according":
            return True
        claim = self.parsed.claims[index]
        inside = [
            t
            for t in claim.tokens
            if any(s.start <= claim.offset + t.idx < s.end for s in quotation.spans)
        ]
        return any(cue.word in t.ancestors or t.is_ancestor(cue.word) for t in inside)

    def _attribution_after(self, quotation: Quotation, touched: Sequence[int]) -> list[Cue]:
        """Cues of "Marsh asked." where the parser cut it from "Who knows?"."""
        text, after = self.parsed.article.text, touched[-1] + 1 if touched else 0
        if not touched or after == len(self.parsed.claims):
            return []
        between = text[quotation.end : self.parsed.claims[after].claim.span.start + 1]
        joined = "\n" not in between and not any(c.isalnum() for c in between[:-1])
        unfinished = text[quotation.end - 1] in "?!,—-"
        return [c for c in self.cues[after][:1] if joined and unfinished and not c.reports]

    def _introduced(self, index: int) -> Attribution | None:
        """Who speaks when the words before end with a colon: by a cue, or named there alone."""
        quotation, touched = self.quotations[index], self._touched[index]
        text = self.parsed.article.text
        for n in (touched[0], touched[0] - 1) if touched else ():
            if n < 0:
                break
            start = self.parsed.claims[n].claim.span.start
            lead = text[start : quotation.start].rstrip(" \n“\"‘'")
            if not lead.endswith(":"):
                continue
            if self.cues[n]:
                return Attribution(self.cues[n][-1].speaker, self.cues[n][-1].named)
            names = {s.name for s in self.people.subjects(start, quotation.start)}
            alone = len(names) == 1
            return Attribution(self.people.full_name(names.pop()), True) if alone else None
        return None

    def _continues(self, index: int) -> bool:
        """Whether nothing but a finished attribution parts this quotation from the one before."""
        before, quotation = self.quotations[index - 1], self.quotations[index]
        if quotation.style is Style.BLOCK or before.style is Style.BLOCK:
            return False
        touched, left = self._touched[index], self._touched[index - 1]
        if not touched or not left or touched[0] > left[-1] + 2:
            return False
        text = self.parsed.article.text
        between_them = text[before.end : quotation.start]
        if ":" in between_them or ("\n" in between_them and self._is_phrase(index - 1)):
            return False
        between = range(left[-1] + 1, touched[0])
        return all(self.cues[n] for n in between) and all(self._mostly_quoted(n) for n in touched)

    def _is_phrase(self, index: int) -> bool:
        """Whether a quotation is a few words in somebody else's sentence."""
        quotation, first = self.quotations[index], self._touched[index][0]
        text, start = self.parsed.article.text, self.parsed.claims[first].claim.span.start
        opens = not any(c.isalnum() for c in text[start : quotation.start])
        return not opens and len(text[quotation.start : quotation.end].split()) < FULL_WORDS

    def _mostly_quoted(self, index: int) -> bool:
        span = self.parsed.claims[index].claim.span
        return 5 * self._quoted.count(span) >= 4 * (span.end - span.start) - 15

    def _cues(self, index: int) -> Iterator[Cue]:
        claim = self.parsed.claims[index]
        label = self._label(claim)
        if label:
            yield Cue(claim.claim.span.start, label, True, None)
        for token in claim.tokens:
            place = claim.offset + token.idx
            source = source_of(token) or sayer(token)
            if source is None or place in self._quoted or claim.offset + source.idx in self._quoted:
                continue
            speaker = self._resolve(claim, source, index)
            if speaker:
                named = source.lower_ not in GENDER_OF_PRONOUN
                yield Cue(place, speaker, reports(token), token, named)

    def _label(self, claim: ParsedClaim) -> str | None:
        """The name of "Marsh: We are ready", when the article knows such a person."""
        match = LABEL.match(claim.claim.text)
        if not match or not self.people.is_person(match["name"]):
            return None
        words = split_titles(match["name"])[0].split()
        return self.people.full_name(match["name"]) if len(words) <= 3 else None

    def _resolve(self, claim: ParsedClaim, subject: Token, index: int) -> str | None:
        place = claim.offset + subject.idx
        word = subject.lower_
        if word in GENDER_OF_PRONOUN:
            return self.people.meant_by(word, place, index)
        if word in SILENT_SUBJECTS or subject.pos_ in {"NUM", "SYM", "PUNCT"}:
            return None
        named = self._named(subject)
        if named:
            return named
        titles = title_words(subject)
        phrase = phrase_of(subject)
        if titles:
            bare = len(titles) == len(phrase.lower().removeprefix("the ").split())
            return self.people.titled(titles, place, only=not bare) or phrase
        return phrase

    def _named(self, subject: Token) -> str | None:
        """The person the subject names, itself or by an apposition ("the sponsor, Ada Marsh")."""
        appositions = (c for c in subject.children if c.dep_ == "appos")
        for token in (subject, *appositions, *_described(subject)):
            entity = entity_at(token)
            if entity is not None and entity.label_ == "PERSON":
                return self.people.full_name(entity.text)
            if token is not subject and is_name_like(token) and self.people.is_person(token.text):
                return self.people.full_name(token.text)
        phrase = phrase_of(subject)
        known = is_name_like(subject) and self.people.is_person(phrase)
        return self.people.full_name(phrase) if known else None


def _described(noun: Token) -> Iterator[Token]:
    """The name before the comma in "Marsh, a Unionist, said", where the parser missed it."""
    first = noun.left_edge
    if first.lower_ in {"a", "an"} and first.i >= noun.sent.start + 2:
        comma, name = noun.doc[first.i - 1], noun.doc[first.i - 2]
        if comma.text == "," and name.dep_ != "pobj":
            yield name


def _shared(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def _distance(place: int, quotation: Quotation) -> int:
    return min(abs(place - quotation.start), abs(place - quotation.end))
