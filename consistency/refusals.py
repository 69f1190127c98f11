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
AUXILIARY = frozenset({"aux", "auxpass"})
REFUSING = frozenset("decline refuse fail".split())
SILENT_ADJECTIVES = frozenset(
    "unclear unknown undisclosed unspecified unnamed unidentified".split()
)
ASKED_FOR = {"where": "place", "when": "date", "who": "name", "whom": "name", "whose": "name"}
"""Facet a question word asks for; "how many" and "how much" are told by what follows "how"."""
AMOUNTS = frozenset({"many", "much", "long", "old", "large", "big", "often"})


@dataclass(frozen=True, slots=True)
class Declined:
    """The value of a mention that says none was given: its words, and the question left open."""

    words: str
    question: str

    def __str__(self) -> str:
        return f"not given: “{self.words}”"


def find_refusals(parsed: ParsedArticle) -> list[Mention]:
    """Return a mention for each passage that says a detail was withheld, in reading order.

    Its facet is the one that would have answered; `slot.head` is the question word ("where",
    "how many", "name"), and `slot.modifiers` are the terms of what was asked.
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
    asked, facet = _asked(telling)
    if facet is None:
        return None
    last = max(telling.subtree, key=lambda t: t.i)
    while last.is_punct and last.i > verb.i:
        last = last.nbor(-1)
    first = negator_of(verb) or verb
    first = next((c for c in verb.children if c.dep_ == "aux" and c.i < first.i), first)
    span = claim.span_of(first, last)
    text = parsed.article.text[span.start : span.end]
    return Mention(
        facet=facet,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=text,
        value=Declined(" ".join(text.split()), _question(asked, telling, last)),
        slot=Slot(head=asked, role="declined", modifiers=clause_terms(telling)),
        speaker=claim.claim.speaker,
        masked=text,
    )


def _question(asked: str, telling: Token, last: Token) -> str:
    """The question a refusal leaves open, in the article's own words: "Where would they go?"."""
    first = next(
        (t for t in telling.subtree if t.i > telling.i and t.lower_ == asked.split()[0]), None
    )
    if first is None:
        return f"What was withheld: {telling.doc[telling.i : last.i + 1].text}?"
    words = [t for t in telling.doc[first.i : last.i + 1] if not t.is_punct]
    head = first.head if first.dep_ == "advmod" and first.head.pos_ != "ADV" else None
    verb = next((t for t in words if t.pos_ in {"VERB", "AUX"} and t.dep_ not in AUXILIARY), head)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None) if verb else None
    auxiliary = next((c for c in verb.children if c.dep_ in AUXILIARY), None) if verb else None
    if subject is not None and auxiliary is not None and first not in subject.subtree:
        at = next(n for n, t in enumerate(words) if t in set(subject.subtree))
        words.remove(auxiliary)
        words.insert(at, auxiliary)
    text = "".join(t.text_with_ws if t.whitespace_ else f"{t.text} " for t in words)
    text = " ".join(text.replace(" ’s", "’s").replace(" 's", "'s").split())
    return text[0].upper() + text[1:] + "?"


def _withheld_telling(verb: Token) -> Token | None:
    """The verb of telling that is negated, refused or failed at; None when nothing is withheld."""
    lemma = verb.lemma_.lower()
    if lemma in TELLING and negator_of(verb) is not None:
        return verb
    if lemma in REFUSING:
        return next((c for c in verb.children if c.dep_ == "xcomp" and c.lemma_ in TELLING), None)
    if lemma == "be" and any(
        c.dep_ == "acomp" and c.lower_ in SILENT_ADJECTIVES for c in verb.children
    ):
        return verb
    return None


def _asked(telling: Token) -> tuple[str, str | None]:
    """The question word under a verb of telling and the facet it asks for."""
    for token in telling.subtree:
        word = token.lower_
        if token.i <= telling.i:
            continue
        if word in ASKED_FOR:
            return word, ASKED_FOR[word]
        if word == "how" and token.i + 1 < len(token.doc) and token.nbor().lower_ in AMOUNTS:
            return f"how {token.nbor().lower_}", "quantity"
    thing = next((c for c in telling.children if c.dep_ == "dobj"), None)
    if thing is not None and telling.lemma_ in {"name", "identify"}:
        return "who", "name"
    if thing is not None and thing.lemma_ in {"location", "place", "site"}:
        return "where", "place"
    if thing is not None and thing.lemma_ in {"date", "timeline", "time"}:
        return "when", "date"
    if thing is not None and thing.lemma_ in {
        "number",
        "cost",
        "price",
        "amount",
        "size",
        "figure",
    }:
        return f"what {thing.lemma_}", "quantity"
    return "", None
