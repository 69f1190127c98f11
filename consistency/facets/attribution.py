"""Attribution: who is said to have said a thing, where it is told and not quoted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from consistency.entities import entities_of
from consistency.facets.alignment import stem
from consistency.facets.antonyms import are_opposites
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.clauses import negator_of
from consistency.facets.voices import Voice, at_odds, describe, merged, voice_of
from consistency.personal_names import split_titles, surname
from consistency.quotations import QuotedPlaces
from consistency.records import Judgement, Level, Mention, Slot
from consistency.reporting import COMPLEMENTS, STATING, sayer, source_of
from consistency.speakers import Cue, speakers_in

if TYPE_CHECKING:
    from spacy.tokens import Token

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
NOT_SAYING = frozenset(
    "answer ask demand deny joke predict recommend reply report respond urge wonder write".split()
)
"""Verbs of `STATING` that do not give a statement as their subject's own: they ask, they wish, they
pass on what others say, or they take it back."""
MOST_SHOWN = 140
"""Characters of a statement that its question repeats."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and who is said to make it.

    Args:
        words: Folded words of the statement, in order.
        terms: Stems of its content words.
        subject: Stems of the content words of its subject; empty for a pronoun.
        names: Those of its terms that are names or numbers.
        affirmed: Whether an even number of its words negate.
        statement: As printed, on one line.
        named: Whether the speaker is named there, not meant by a pronoun.
    """

    voice: Voice
    words: tuple[str, ...]
    terms: frozenset[str]
    subject: frozenset[str]
    names: frozenset[str]
    affirmed: bool
    statement: str
    named: bool

    def __str__(self) -> str:
        return str(self.voice)


class AttributionFacet(Facet):
    """Finds statements that somebody is said to make, and asks whether it is one speaker."""

    name = "attribution"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return one mention for each statement that is told with its speaker, in reading order.

        What mostly stands between quotation marks is a quotation: another facet compares it.
        """
        speakers = parsed.once(speakers_in)
        quoted = QuotedPlaces(s for q in speakers.quotations for s in q.spans)
        known = _known(parsed)
        found = (
            self._mention(parsed, claim, cue, quoted, known)
            for claim, cues in zip(parsed.claims, speakers.cues, strict=True)
            for cue in cues
        )
        return sorted((m for m in found if m is not None), key=lambda m: m.span)

    def _mention(
        self,
        parsed: ParsedArticle,
        claim: ParsedClaim,
        cue: Cue,
        quoted: QuotedPlaces,
        known: Mapping[str, Voice],
    ) -> Mention | None:
        source = _source(cue.word) if cue.word is not None else None
        words = _statement(cue.word) if cue.word is not None and source is not None else []
        if cue.word is None or source is None or not words:
            return None
        said = claim.span_of(words[0], words[-1])
        if 2 * quoted.count(said) >= said.end - said.start:
            return None
        voice = voice_of(cue.speaker, source, known.get(surname(split_titles(cue.speaker)[0])))
        content = [t for t in words if _is_content(t)]
        if voice is None or len(content) < self.settings.attribution.least_terms:
            return None
        ends = sorted([words[0], words[-1], source, cue.word], key=lambda t: t.i)
        span = claim.span_of(ends[0], ends[-1])
        statement = " ".join(parsed.article.text[said.start : said.end].split())
        value = _said(voice, words, content, statement, named=cue.named)
        return Mention(
            facet=self.name,
            article=parsed.article.id,
            claim=claim.claim.id,
            span=span,
            text=parsed.article.text[span.start : span.end],
            value=value,
            slot=Slot(role="speaker", modifiers=value.terms, subject=cue.speaker.lower()),
            speaker=cue.speaker,
            keys=frozenset(f"{a} {b}" for a, b in pairwise(_stem(t) for t in content)),
            masked=statement,
        )

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Say whether one statement is given to two speakers who cannot be one.

        Two may have said the same, so a difference is a weak one, less so where their words are
        the same too. Within one article a second speaker joins the first.
        """
        left, right = sorted((left, right), key=lambda m: (m.article, m.span))
        settings = self.settings.attribution
        likeness = _likeness(left.value, right.value)
        if likeness < settings.least_likeness:
            return Judgement(Level.NULL, "two statements")
        one, other = left.value.voice, right.value.voice
        if not at_odds(one, other, least_similarity=self.settings.name.least_similarity):
            if one.name.lower() == other.name.lower():
                reason = f"both give the statement to {one}"
                return Judgement(Level.EQUAL, reason, settings.agreeing_strength, likeness)
            reason = f"one statement, given to {one} and to {other}, who can be one"
            return Judgement(Level.COMPATIBLE, reason, settings.agreeing_strength, likeness)
        if left.article == right.article or not (left.value.named and right.value.named):
            return Judgement(Level.NULL, "they may both have said it")
        reused = _longest_run(left.value.words, right.value.words) >= settings.reused_words
        strength = settings.reused_strength if reused else settings.strength
        reason = f"one statement is given to {one} and to {other}"
        return Judgement(Level.DIFFERENT, reason, strength, likeness)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask who said it, in the words of the shortest statement."""
        shortest = min((m.value.statement for m in mentions), key=lambda s: (len(s), s))
        if len(shortest) > MOST_SHOWN:
            shortest = shortest[:MOST_SHOWN].rsplit(" ", 1)[0] + " …"
        return f"Who said that “{shortest}”?"


def _known(parsed: ParsedArticle) -> dict[str, Voice]:
    """What an article tells of each person it names, by folded surname."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for claim in parsed.claims:
        for entity in entities_of(claim.tokens):
            if entity.label_ == "PERSON":
                bare, _ = split_titles(entity.text)
                found[surname(bare)].append(describe(entity.root))
    return {name: merged(voices) for name, voices in found.items()}


def _source(word: Token) -> Token | None:
    """Who a reporting word gives as speaker, where it gives a statement as theirs."""
    if word.lower_ == "according":
        return source_of(word)
    lemma = word.lemma_.lower()
    if lemma not in STATING or lemma in NOT_SAYING or negator_of(word) is not None:
        return None
    return sayer(word)


def _statement(word: Token) -> list[Token]:
    """The words of what is said, in order: the clause under the verb, or around "according to"."""
    if word.lower_ == "according":
        verb = word.head
        while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
            verb = verb.head
        inside = {t.i for t in word.subtree}
        own = [t for t in verb.subtree if t.i not in inside] if verb != word else []
    else:
        clause = next((c for c in word.children if c.dep_ in COMPLEMENTS), None)
        own = list(clause.subtree) if clause is not None and clause.pos_ in {"VERB", "AUX"} else []
    return _trimmed(own)


def _trimmed(words: list[Token]) -> list[Token]:
    """Cut blanks, punctuation and "that" off the ends."""
    while words and (words[0].is_punct or words[0].is_space or words[0].dep_ == "mark"):
        words = words[1:]
    while words and (words[-1].is_punct or words[-1].is_space):
        words = words[:-1]
    return words


def _said(
    voice: Voice, words: Sequence[Token], content: Sequence[Token], statement: str, *, named: bool
) -> Said:
    verb = next((t for t in words if t.head not in words or t.head == t), words[0])
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    below = set(subject.subtree) if subject is not None else set()
    return Said(
        voice,
        words=tuple(t.lower_ for t in words if _is_word(t)),
        terms=frozenset(map(_stem, content)),
        subject=frozenset(_stem(t) for t in content if t in below),
        names=frozenset(_stem(t) for t in content if t.pos_ in {"PROPN", "NUM"} or t.like_num),
        affirmed=sum(t.dep_ == "neg" or t.lower_ in {"no", "never", "nobody"} for t in words) % 2
        == 0,
        statement=statement,
        named=named,
    )


def _is_content(token: Token) -> bool:
    return token.like_num or (token.pos_ in CONTENT and not token.is_stop and _is_word(token))


def _is_word(token: Token) -> bool:
    return any(c.isalnum() for c in token.text)


def _stem(token: Token) -> str:
    return stem(token.lemma_.lower())


def _likeness(left: Said, right: Said) -> float:
    """How much of two statements is the same, 0..1: Dice's share of their terms.

    0 where one denies what the other says, where a number or name of the one is exchanged in the
    other, or where they are about two subjects.
    """
    mine, theirs = left.terms - right.terms, right.terms - left.terms
    if left.affirmed != right.affirmed or (left.names & mine and right.names & theirs):
        return 0.0
    if any(are_opposites(a, b) for a in mine for b in theirs):
        return 0.0
    if left.subject and right.subject and not left.subject & right.subject:
        return 0.0
    return 2 * len(left.terms & right.terms) / (len(left.terms) + len(right.terms))


def _longest_run(left: Sequence[str], right: Sequence[str]) -> int:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.find_longest_match().size
