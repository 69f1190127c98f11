"""How each claim is put, noted while its tokens are at hand: as a fact, a question, a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consistency.draft.hedges import HEDGES, HEDGING_VERBS, MODALS
from consistency.entities import entities_of
from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.facets.clauses import negator_of, subject_of
from consistency.records import Span
from consistency.reporting import sayer, source_of

if TYPE_CHECKING:
    from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
OWN_VOICE = frozenset("i me my mine myself we us our ours you your yours let's lets".split())
"""Words by which a writer speaks of themselves or to the reader."""
SPEAKERS = frozenset({"PERSON", "ORG", "NORP"})
BACKING = frozenset(
    "support back endorse assist help aid join welcome embrace favor favour champion".split()
)
OPPOSING = frozenset(
    "oppose reject condemn denounce decry protest resist refuse sue criticize criticise".split()
)
BEHIND = frozenset({"line", "stand", "rally", "fall", "get", "unite"})
"""Verbs that back somebody with "behind"."""
KINDS = frozenset("state city country county nation town".split())
"""Kinds of places whose members back a matter or oppose it."""
STEPPING = frozenset({"step", "line", "come", "rush", "move"})
"""Verbs that lead up to another: "stepping up to support"."""
OFFICE_OF_PLACE = frozenset("gov governor mayor premier president senator sen".split())


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is said to say something in a claim.

    Args:
        names: Persons and bodies named among them.
        span: The words that say who.
        argument: What they say, as far as it follows the reporting verb.
    """

    names: tuple[str, ...]
    span: Span
    argument: Span


@dataclass(frozen=True, slots=True)
class Manner:
    """How one claim is put.

    Args:
        asserts: States something, in the writer's voice or another's: no question, no appeal, no
            heading, nothing the writer says of themselves or to the reader.
        reports: States it as having happened, or as somebody's words.
        plain, hedged: Lemmas of its verbs that are stated as facts, and of those that are not.
        voices: Who is said to say what.
        backers: Folded nouns of those who back something ("state" in "states lining up behind").
        backing_places: Folded words with a capital among these ("states like Ashby").
        places: Folded words with a capital in all of it.
        opponents: Last names, or nouns, of those who oppose something.
        offices: Place and surname of office-holders ("illinois", "pritzker").
    """

    asserts: bool = False
    reports: bool = False
    plain: frozenset[str] = frozenset()
    hedged: frozenset[str] = frozenset()
    voices: tuple[Voice, ...] = ()
    backers: frozenset[str] = frozenset()
    backing_places: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    opponents: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Notes:
    """The manner of every claim, by its id; filled article by article."""

    manners: dict[str, Manner] = field(default_factory=dict)

    def take(self, parsed: ParsedArticle) -> None:
        """Note how the claims of one article are put."""
        for claim in parsed.claims:
            self.manners[claim.claim.id] = manner_of(claim)

    def of(self, claim_id: str) -> Manner:
        """Return the manner of a claim; of an unknown one, that it asserts nothing."""
        return self.manners.get(claim_id, Manner())


def manner_of(claim: ParsedClaim) -> Manner:
    """Read off the parse how a claim is put."""
    verbs = [t for t in claim.tokens if t.pos_ in {"VERB", "AUX"} and t.dep_ not in AUXILIARY]
    backers = _backers(verbs)
    unsure = {t.lemma_.lower() for t in verbs if is_hedged(t)}
    return Manner(
        asserts=_asserts(claim),
        reports=claim.claim.speaker is not None or any(_is_past(t) for t in verbs),
        plain=frozenset(t.lemma_.lower() for t in verbs) - unsure,
        hedged=frozenset(unsure),
        voices=tuple(_voices(claim)),
        backers=frozenset(t.lemma_.lower() for t in backers),
        backing_places=frozenset(p for t in backers for p in _capitals(t.subtree)),
        places=_capitals(claim.tokens),
        opponents=frozenset(
            who.lemma_.lower()
            for verb in verbs
            if _opposes(verb) and negator_of(verb) is None and (who := _subject(verb)) is not None
        ),
        offices=frozenset(_offices(claim)),
    )


TELLING = frozenset({"tell", "ask", "remind", "assure"})
"""Reporting verbs that are followed by who is spoken to."""
AUXILIARY = frozenset({"aux", "auxpass"})


def _asserts(claim: ParsedClaim) -> bool:
    words = [t for t in claim.tokens if not t.is_space]
    if not any(t.tag_ in FINITE for t in words):
        return False
    bare = claim.claim.text.rstrip("\"”’') ")
    if bare.endswith("?"):
        return False
    quoted = _inside_marks(words)
    if any(t.lower_ in OWN_VOICE and t.i not in quoted for t in words):
        return claim.claim.speaker is not None
    root = next((t for t in words if t.dep_ == "ROOT"), None)
    bid = (
        root is not None
        and root.tag_ == "VB"
        and not any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in root.children)
    )
    return not bid


def _is_past(verb: Token) -> bool:
    """Whether a main verb tells of what has happened."""
    if verb.dep_ not in {"ROOT", "conj"} or is_hedged(verb):
        return False
    helped = any(c.dep_ in AUXILIARY and c.tag_ in {"VBD", "VBZ", "VBP"} for c in verb.children)
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helped)


def _inside_marks(words: list[Token]) -> set[int]:
    """Positions of the tokens between quotation marks."""
    inside, found = False, set()
    for token in words:
        if token.text in {"“", "``"} or (token.text == '"' and not inside):
            inside = True
        elif token.text in {"”", "''"} or token.text == '"':
            inside = False
        elif inside:
            found.add(token.i)
    return found


def is_hedged(verb: Token) -> bool:
    """Say whether a verb is put as a possibility: "may reopen", "is considering", "reportedly"."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in MODALS:
            return True
        if child.dep_ == "advmod" and child.lower_ in HEDGES:
            return True
    above = verb.head
    return (
        verb.dep_ in {"xcomp", "ccomp"}
        and above != verb
        and (above.lemma_.lower() in HEDGING_VERBS)
    )


def _voices(claim: ParsedClaim) -> Iterator[Voice]:
    for token in claim.tokens:
        who = source_of(token) or sayer(token)
        if who is not None and token.lemma_.lower() not in TELLING:
            tree = [t for t in who.subtree if t.i < token.i] or [who]
            end = claim.offset + token.idx + len(token)
            yield Voice(
                _names_under(who),
                claim.span_of(tree[0], tree[-1]),
                Span(min(end, claim.claim.span.end), claim.claim.span.end),
            )


def _names_under(who: Token) -> tuple[str, ...]:
    """Names of persons and bodies among those who speak: "leaders and groups like the NCLL"."""
    tree = {t.i for t in who.subtree}
    found = [
        " ".join(t.text for t in entity if t.pos_ not in {"DET", "PUNCT"})
        for entity in entities_of(who.sent)
        if entity.label_ in SPEAKERS and any(t.i in tree for t in entity)
    ]
    return tuple(name for name in found if name)


def _backs(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    behind = any(c.lower_ == "behind" for c in verb.children)
    return lemma in BACKING or (lemma in BEHIND and behind)


def _opposes(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    against = lemma == "be" and any(c.lower_ == "against" for c in verb.children)
    return lemma in OPPOSING or against


def _subject(verb: Token) -> Token | None:
    """The verb's own subject as it stands, a pronoun too."""
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)


def _backers(verbs: Sequence[Token]) -> list[Token]:
    """Kinds of places of which several are said to back something."""
    doers = [_doer(v) for v in verbs if _backs(v) and negator_of(v) is None]
    return [t for t in doers if t is not None and t.tag_ == "NNS" and t.lemma_.lower() in KINDS]


def _doer(verb: Token) -> Token | None:
    """The subject, through "are stepping up to support" and "states lining up"."""
    above = verb
    while above.dep_ == "advcl" and above.head.lemma_.lower() in STEPPING:
        above = above.head
    return above.head if above.dep_ == "acl" else subject_of(above)


def _capitals(tokens: Iterable[Token]) -> frozenset[str]:
    """Folded words with a capital that no sentence opens with: names of places among them."""
    return frozenset(
        t.lower_ for t in tokens if t.text[:1].isupper() and t.i != t.sent.start and t.is_alpha
    )


def _offices(claim: ParsedClaim) -> Iterator[tuple[str, str]]:
    """ "Illinois Gov. Ada Marsh": the place, and the last name of who holds its office."""
    tokens = [t for t in claim.tokens if not t.is_space]
    for n, token in enumerate(tokens):
        if token.lower_.strip(".") not in OFFICE_OF_PLACE or n == 0:
            continue
        before, name = tokens[n - 1], []
        for after in tokens[n + 1 : n + 5]:
            if after.text == ".":
                continue
            if not after.text[:1].isupper():
                break
            name.append(after)
        if name and before.text[:1].isupper() and before.is_alpha:
            yield before.lower_, name[-1].lower_
