"""Where an article says that something was not said: "did not say how many", "declined to name"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.facets.clauses import SUBJECTS, clause_terms, negator_of, verbs_of
from consistency.records import Mention, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

TELLING = frozenset(
    "say clarify disclose specify name identify reveal confirm detail elaborate state explain give "
    "provide release mention indicate describe announce divulge share".split()
)
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
AUXILIARY = frozenset({"aux", "auxpass"})
REFUSING = frozenset("decline refuse fail".split())
SILENT_ADJECTIVES = frozenset(
    "unclear unknown undisclosed unspecified unnamed unidentified".split()
)
ASKED_FOR = {"where": "place", "when": "date", "who": "name", "whom": "name", "whose": "name"}
"""Facet a question word asks for; "how many" and "how much" are told by what follows "how"."""
AMOUNTS = frozenset({"many", "much", "long", "old", "large", "big", "often"})
NOUNS = {
    "place": "location place site whereabouts",
    "date": "date timeline time day timetable",
    "quantity": "number cost price amount size figure sum total toll age",
    "name": "name identity",
}
REASONS = frozenset("cause motive origin purpose reason source".split())
"""What is named without having a name ("could not name a cause")."""
FACET_OF_NOUN = {noun: facet for facet, nouns in NOUNS.items() for noun in nouns.split()}
"""Facet of the detail that a noun asks for ("did not disclose the cost of the repair")."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The value of a mention that says none was given: its words, and the question left open."""

    words: str
    question: str

    def __str__(self) -> str:
        return f"not given: “{self.words}”"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for: by a question word ("where", "how many") or by a noun ("cost")."""

    words: str
    facet: str
    token: Token
    by_noun: bool = False


def find_refusals(parsed: ParsedArticle) -> list[Mention]:
    """Return a mention for each passage that says a detail was withheld, in reading order.

    Its facet is the one that would have answered; `slot.head` is the question word or the noun that
    asks ("where", "how many", "cost"), and `slot.modifiers` are the terms of what was asked.
    """
    return [
        mention
        for claim in parsed.claims
        for verb in verbs_of(claim)
        if (mention := _refusal(parsed, claim, verb)) is not None
    ]


def _refusal(parsed: ParsedArticle, claim: ParsedClaim, verb: Token) -> Mention | None:
    telling = _withheld_telling(verb)
    if telling is None:
        return None
    asked = _by_question_word(telling) or _by_noun(telling)
    if asked is None:
        return None
    last = max(telling.subtree, key=lambda t: t.i)
    while last.is_punct and last.i > verb.i:
        last = last.nbor(-1)
    first = negator_of(verb) or verb
    first = next((c for c in verb.children if c.dep_ == "aux" and c.i < first.i), first)
    span = claim.span_of(min(first, asked.token.left_edge, key=lambda t: t.i), last)
    text = parsed.article.text[span.start : span.end]
    return Mention(
        facet=asked.facet,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=text,
        value=Declined(" ".join(text.split()), _question(asked, telling, last)),
        slot=Slot(
            head=asked.words,
            role="declined",
            modifiers=_terms(asked, telling),
            predicate=_verb_of(asked),
        ),
        speaker=claim.claim.speaker,
        masked=text,
    )


def _verb_of(asked: _Asked) -> str:
    """Lemma of the verb the question word belongs to ("where they would *go*"), "" for a noun."""
    head = asked.token.head
    return head.lemma_.lower() if head.pos_ == "VERB" and not asked.by_noun else ""


def _terms(asked: _Asked, telling: Token) -> frozenset[str]:
    """Lower-case lemmas of the content words of what was asked."""
    if asked.by_noun:
        return clause_terms(asked.token)
    words = (t for t in telling.subtree if t.i > asked.token.i)
    return frozenset(t.lemma_.lower() for t in words if t.pos_ in CONTENT and not t.is_stop)


def _question(asked: _Asked, telling: Token, last: Token) -> str:
    """The question a refusal leaves open, in the article's own words: "Where would they go?"."""
    if asked.by_noun:
        return _question_by_noun(asked)
    words = [t for t in telling.doc[asked.token.i : last.i + 1] if not t.is_punct]
    _invert(words, asked.token)
    text = "".join(t.text_with_ws if t.whitespace_ else f"{t.text} " for t in words)
    text = " ".join(text.replace(" ’s", "’s").replace(" 's", "'s").split())
    return text[0].upper() + text[1:] + "?"


def _question_by_noun(asked: _Asked) -> str:
    noun = asked.token
    phrase = noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text.rstrip(' .,;:”"')
    if noun.left_edge.pos_ != "PROPN":
        phrase = phrase[0].lower() + phrase[1:]
    if noun.lemma_ in REASONS and noun.left_edge.lower_ in {"a", "any", "no"}:
        return f"What is the {noun.text.lower()}?"
    if asked.facet == "name" and noun.lemma_ not in REASONS.union(FACET_OF_NOUN):
        return f"What is the name of {phrase}?"
    return f"What {'are' if noun.tag_ in {'NNS', 'NNPS'} else 'is'} {phrase}?"


def _invert(words: list[Token], first: Token) -> None:
    """Move the auxiliary before the subject, where the question word is not the subject itself."""
    head = first.head if first.dep_ == "advmod" and first.head.pos_ != "ADV" else None
    verb = next((t for t in words if t.pos_ in {"VERB", "AUX"} and t.dep_ not in AUXILIARY), head)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None) if verb else None
    auxiliary = next((c for c in verb.children if c.dep_ in AUXILIARY), None) if verb else None
    if subject is None or auxiliary is None or first in subject.subtree:
        return
    at = next((n for n, t in enumerate(words) if t in set(subject.subtree)), None)
    if at is not None and auxiliary in words:
        words.remove(auxiliary)
        words.insert(at, auxiliary)


def _withheld_telling(verb: Token) -> Token | None:
    """The verb of telling that is negated, refused or failed at; None when nothing is withheld."""
    lemma = verb.lemma_.lower()
    if lemma in TELLING and negator_of(verb) is not None:
        return verb
    if lemma in REFUSING:
        return next((c for c in verb.children if c.dep_ == "xcomp" and c.lemma_ in TELLING), None)
    if lemma in {"be", "remain"}:
        said = {c.lower_ for c in verb.children}
        if said & SILENT_ADJECTIVES or ("clear" in said and negator_of(verb) is not None):
            return verb
    return None


def _by_question_word(telling: Token) -> _Asked | None:
    """The first question word that a verb of telling governs; relative pronouns ask nothing."""
    for token in telling.subtree:
        if token.i <= telling.i or not _is_governed(token, telling):
            continue
        word = token.lower_
        if word in ASKED_FOR:
            return _Asked(word, ASKED_FOR[word], token)
        if word == "how" and token.i + 1 < len(token.doc) and token.nbor().lower_ in AMOUNTS:
            return _Asked(f"how {token.nbor().lower_}", "quantity", token)
    return None


def _is_governed(token: Token, telling: Token) -> bool:
    """No relative or adverbial clause lies between the two ("did not say, when asked, …")."""
    loose = (
        {"relcl", "parataxis"}
        if telling.lemma_ in {"be", "remain"}
        else {"relcl", "advcl", "parataxis"}
    )
    while token.i != telling.i:  # spaCy makes a new object for a token each time it is asked for
        if token.dep_ in loose:
            return False
        token = token.head
    return True


def _by_noun(telling: Token) -> _Asked | None:
    """The noun that names what was not told: an object, or the subject of a passive or "is"."""
    is_copula = telling.lemma_ in {"be", "remain"}
    roles = SUBJECTS if is_copula else {"dobj", "nsubjpass"}
    noun = next((c for c in telling.children if c.dep_ in roles and c.pos_ != "PRON"), None)
    if noun is None:
        return None
    facet = FACET_OF_NOUN.get(noun.lemma_.lower())
    if is_copula and any(c.lower_ in {"unnamed", "unidentified"} for c in telling.children):
        facet = "name"
    if telling.lemma_ in {"name", "identify"}:
        facet = "name"
    return _Asked(noun.lemma_.lower(), facet, noun, by_noun=True) if facet else None
