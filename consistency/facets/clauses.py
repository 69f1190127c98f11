"""What a verb's clause says, read off the parse: subject, terms, negation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from consistency.entities import entity_at
from consistency.facets.base import ParsedClaim
from consistency.facets.slots import past_hyphens

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "dative"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp"})
NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "none", "without"})
NEGATIVE_VERBS = frozenset({"deny", "refuse", "decline", "fail", "lack", "reject"})
PERSONAL = frozenset({"he", "she", "they", "it", "we", "i"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def subject_of(verb: Token) -> Token | None:
    """The token that does what `verb` says, through auxiliaries and controlled clauses.

    A passive verb's subject is its agent ("by the court") where one is named, otherwise None.
    """
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
    if passive:
        return next((p for a in verb.children if a.dep_ == "agent" for p in a.children), None)
    own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if own is not None:
        return _antecedent(past_hyphens(own), verb)
    if (
        verb.dep_ in {"xcomp", "conj", "advcl"}
        and verb.head != verb
        and verb.head.pos_ in {"VERB", "AUX"}
    ):
        return subject_of(verb.head)
    if verb.dep_ in {"relcl", "acl"} and verb.head != verb:
        return verb.head
    return _misread_name(verb)


def _misread_name(verb: Token) -> Token | None:
    """A surname before the verb that the tagger took for an adverb ("Tolliver is weighing …")."""
    for child in verb.children:
        following = child.nbor() if child.i + 1 < len(child.doc) else verb
        if (
            child.dep_ in {"advmod", "npadvmod", "dep"}
            and child.is_title
            and not child.is_stop
            and not child.lower_.endswith("ly")
            and (following == verb or (following.dep_ == "aux" and following.head == verb))
        ):
            return child
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    """Follow "who" to what it modifies, and "he said he …" to the one who said."""
    if subject.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
        return verb.head
    outer = verb.head
    if subject.lower_ in PERSONAL and verb.dep_ == "ccomp" and outer != verb:
        above = next((c for c in outer.children if c.dep_ == "nsubj"), None)
        is_thing = subject.lower_ == "it" and above is not None and above.ent_type_ == "PERSON"
        if above is not None and above.pos_ != "PRON" and not is_thing:
            return above
    return subject


def name_for(token: Token | None) -> str:
    """Folded words others may know this participant by: its name or noun's lemma; "" for none."""
    if token is None or token.pos_ == "PRON":
        return ""
    entity = entity_at(token)
    if entity is not None and entity.label_ in NAMED:
        return " ".join(w.lower_ for w in entity if w.is_alpha and w.pos_ != "DET")
    return token.lemma_.lower()


def negator_of(token: Token) -> Token | None:
    """The word that negates `token` or the clause it heads, or None.

    Looks at the verb's own children, at a "no" before its subject or object, and at "without".
    """
    for child in token.children:
        if child.dep_ == "neg" or (
            child.lower_ in NEGATORS and child.dep_ in {"det", "advmod", "preconj", "cc"}
        ):
            return child
        if child.dep_ in SUBJECTS | OBJECTS:
            inner = next((c for c in child.children if c.lower_ in {"no", "neither", "none"}), None)
            if inner is not None:
                return inner
            if child.lower_ in {"nobody", "nothing", "none"}:
                return child
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return token.head
    return None


def is_denied(token: Token) -> bool:
    """Say whether the clause under `token` is what someone denies: "denied that she had left"."""
    return token.dep_ == "ccomp" and token.head.lemma_.lower() == "deny"


def is_infinite(token: Token) -> bool:
    """Say whether a verb is an infinitive or a participle that completes the verb above it."""
    return token.dep_ in COMPLEMENTS and token.tag_ in {"VB", "VBG"} and not _has_modal(token)


def _has_modal(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)


def content(token: Token) -> Iterator[Token]:
    """Content words of the clause under `token`; relative and subordinate clauses are left out."""
    for child in token.children:
        if child.dep_ in {"relcl", "advcl", "parataxis", "ccomp"} and child.pos_ in {"VERB", "AUX"}:
            continue
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
            continue
        yield from content(child)
    if token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"} and not token.is_stop and token.is_alpha:
        yield token


def clause_terms(token: Token) -> frozenset[str]:
    """Lower-case lemmas of the clause's content words."""
    return frozenset(t.lemma_.lower() for t in content(token))


def clause_text(token: Token, blank: Token, mark: str) -> str:
    """The clause's words with `blank` replaced by `mark`, for same-question similarity."""
    words = sorted({*content(token), blank}, key=lambda t: t.i)
    return " ".join(mark if t == blank else t.text for t in words)


def verbs_of(claim: ParsedClaim) -> Iterator[Token]:
    """Verbs, and copulas that stand for them, in reading order; auxiliaries are left out."""
    for token in claim.tokens:
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            yield token
