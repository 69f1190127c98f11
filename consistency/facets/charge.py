"""What people are charged with, plead to and are convicted of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.facets.actors import Actors
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.naming import find_names
from consistency.facets.offences import GENERAL, Offence, offences_before, offences_behind
from consistency.facets.persons import PersonName, agree, fold, parse_person
from consistency.facets.title import possessive
from consistency.given_names import gender_of
from consistency.records import Judgement, Level, Mention, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

CHARGE, PLEA, VERDICT = "charge", "plea", "verdict"
ROLES = {
    "charge": CHARGE,
    "indict": CHARGE,
    "plead": PLEA,
    "convict": VERDICT,
    "acquit": VERDICT,
    "find": VERDICT,
}
"""What each verb tells of; "find" where it finds guilty or not."""
HELD = frozenset("arrest arraign detain face hold jail try wanted want sentence book".split())
"""Verbs beside which the charges are named by a noun: "arrested on suspicion of"."""
CHARGES = frozenset({"charge", "count", "suspicion", "offense", "offence"})
MEANT = "meant"
"""Stands for the subject where only a pronoun or a title says whom it befell."""
NEAR = 400
"""Characters behind a charge within which a pronoun means the one charged."""
ONE_PERSON = 0.85
"""How sure it is, 0..1, that what two sources say of one person's charges is of one case."""
AT_ODDS, OTHER_OFFENCE = 0.8, 0.6
"""How sure it is, 0..1, that guilty and not guilty, and two offences without a word in common,
cannot both be right."""


@dataclass(frozen=True, slots=True)
class ChargeValue:
    """What is said of somebody.

    Args:
        words: The offences as the article has them.
        offences: Each offence, in the words that tell it.
        admitted: For a plea and a verdict, whether it was guilty; None for a charge.
        person: Whom it is said of, by the fullest name in the article; None if nobody is named.
    """

    words: str
    offences: tuple[Offence, ...]
    admitted: bool | None = None
    person: PersonName | None = None

    def __str__(self) -> str:
        return self.words if self.admitted is not False else f"not guilty of {self.words}"


class ChargeFacet(Facet):
    """Charges, pleas and verdicts, each a question about one person."""

    name = "charge"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return what each clause says somebody is charged with, pleads to or is convicted of."""
        found = [m for claim in parsed.claims for m in _in_claim(parsed, claim)]
        return sorted(_surely_meant(found), key=lambda m: m.span)

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare what is said of one person, or of people who are not named; else NULL."""
        a, b = left.value, right.value
        if left.slot.role != right.slot.role:
            return Judgement(Level.NULL, "a charge, a plea and a verdict are three questions")
        if a.person is not None and b.person is not None:
            if not agree(a.person, b.person):
                return Judgement(Level.NULL, "two people")
            judgement = compare_charges(a, b)
            known = judgement.level is not Level.NULL
            return replace(judgement, alignment=ONE_PERSON) if known else judgement
        return compare_charges(a, b)

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask for the offence, by the fullest name at hand."""
        named = [m.value.person for m in mentions if m.value.person is not None]
        who = max((str(p) for p in named), key=len, default="")
        role = mentions[0].slot.role
        if role == PLEA:
            return f"How did {who} plead, and to what?" if who else "What is the plea?"
        if role == VERDICT:
            return f"What is the verdict on {who}?" if who else "What is the verdict?"
        return f"What is {possessive(who)} charge?" if who else "What is the charge?"


def compare_charges(left: ChargeValue, right: ChargeValue) -> Judgement:
    """Compare offences, whoever is meant. Symmetric.

    One source often names some offences of several, or says less of one: that agrees.
    """
    if left.admitted is not right.admitted:
        if not any(a.terms & b.terms for a in left.offences for b in right.offences):
            return Judgement(Level.NULL, "guilty of one offence, not of another")
        return Judgement(Level.DIFFERENT, "guilty against not guilty", AT_ODDS)
    if set(left.offences) == set(right.offences):
        return Judgement(Level.EQUAL, f"both say {left.words}")
    pairs = [(a, b) for a in left.offences for b in right.offences if a.terms & b.terms]
    if any(a.degree == b.degree or not (a.degree and b.degree) for a, b in pairs):
        return Judgement(Level.COMPATIBLE, "one says more of the offence", 0.8)
    if pairs:
        return Judgement(Level.DIFFERENT, "two degrees of one offence", AT_ODDS)
    if any(o.terms <= GENERAL for o in (*left.offences, *right.offences)):
        return Judgement(Level.NULL, "an offence of no particular kind")
    if len({o.is_deed for o in (*left.offences, *right.offences)}) > 1:
        return Judgement(Level.NULL, "one tells the deed, the other what the law calls it")
    return Judgement(Level.DIFFERENT, f"{left.words} and {right.words}", OTHER_OFFENCE)


def _surely_meant(mentions: Sequence[Mention]) -> list[Mention]:
    """Take a pronoun for somebody whom the article names as charged, or leave it open.

    "He" behind "the sheriff said" may be the sheriff or the suspect, and to charge the sheriff is
    the worse mistake.
    """
    named = [m for m in mentions if m.slot.subject != MEANT and m.value.person is not None]
    return [m if m.slot.subject != MEANT else _of(m, _charged(m, named)) for m in mentions]


def _charged(mention: Mention, named: Sequence[Mention]) -> PersonName | None:
    """The person that a pronoun seems to mean, or else who was charged last before it."""
    meant: PersonName = mention.value.person
    people = [m.value.person for m in named]
    if any(agree(meant, person) for person in people):
        return meant
    start = mention.span.start
    near: list[PersonName] = [m.value.person for m in named if 0 < start - m.span.end < NEAR]
    genders = {gender_of(str(person)) for person in (meant, *near[-1:])} - {None}
    return near[-1] if near and len(genders) < 2 else None


def _of(mention: Mention, person: PersonName | None) -> Mention:
    """Say whom a mention is of; those of unnamed people meet all others in their role."""
    role = mention.slot.role
    family = fold(person.family or person.given) if person is not None else ""
    return replace(
        mention,
        value=replace(mention.value, person=person),
        slot=replace(mention.slot, head=family, subject=""),
        keys=frozenset({role, f"{role}:{family}"} if family else {role}),
    )


def _in_claim(parsed: ParsedArticle, claim: ParsedClaim) -> Iterator[Mention]:
    for token in claim.tokens:
        verb = token.lemma_.lower()
        if verb in ROLES and token.pos_ == "VERB" and (verb != "find" or _finds_guilt(token)):
            found = offences_behind(token)
            role = ROLES[verb]
        elif verb in CHARGES and token.pos_ == "NOUN" and _held_by(token) is not None:
            found = offences_behind(token) or offences_before(token)
            role = CHARGE
        else:
            continue
        if found and not (verb == "acquit" and _some_counts(token)):
            yield _mention(parsed, claim, token, role, found)


def _some_counts(verb: Token) -> bool:
    """Whether it tells of some counts of an offence, which says nothing of the others."""
    return any(t.lemma_.lower() in CHARGES and t.i > verb.i for t in verb.subtree)


def _finds_guilt(verb: Token) -> bool:
    return any(child.lower_ in {"guilty", "innocent"} for child in verb.children)


def _held_by(charge: Token) -> Token | None:
    """The verb beside which a noun names charges; verbs that tell them by themselves do not."""
    verb = next((t for t in charge.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return verb if verb is not None and verb.lemma_.lower() in HELD else None


def _mention(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    anchor: Token,
    role: str,
    found: Sequence[tuple[Offence, Sequence[Token]]],
) -> Mention:
    verb = anchor if anchor.pos_ == "VERB" else _held_by(anchor) or anchor
    first, last = found[0][1][0], found[-1][1][-1]
    span = claim.span_of(first, last)
    text = parsed.article.text[span.start : span.end]
    person, is_meant = _whom(parsed, claim, verb)
    offences = tuple(offence for offence, _ in found)
    value = ChargeValue(text, offences, _admitted(anchor) if role != CHARGE else None, person)
    terms = frozenset().union(*(o.terms for o in offences))
    start = span.start - claim.claim.span.start
    masked = f"{claim.claim.text[:start]}#{claim.claim.text[start + len(text) :]}"
    mention = Mention(
        facet=ChargeFacet.name,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=text,
        value=value,
        slot=Slot(head="", role=role, modifiers=terms, predicate=verb.lemma_.lower()),
        speaker=claim.claim.speaker,
        masked=" ".join(masked.split()),
    )
    mention = _of(mention, person)
    return replace(mention, slot=replace(mention.slot, subject=MEANT)) if is_meant else mention


def _admitted(verb: Token) -> bool:
    """Whether a plea or a verdict is guilty: no contest is as good as guilty."""
    words = {t.lower_ for t in verb.subtree if verb.i < t.i <= verb.i + 3}
    denied = any(c.dep_ == "neg" for c in verb.children) or "not" in words or "innocent" in words
    return not denied and verb.lemma_.lower() != "acquit"


def _whom(parsed: ParsedArticle, claim: ParsedClaim, verb: Token) -> tuple[PersonName | None, bool]:
    """Whom it befell, and whether a pronoun or a title alone stands for them."""
    token = _sufferer(verb)
    if token is None:
        return None, False
    called = {token.i, *(c.i for c in token.children if c.dep_ == "appos")}
    here = (n for n in parsed.once(find_names) if n.claim.claim.id == claim.claim.id)
    for named in here:
        if named.full is not None and any(t.i in called for t in named.tokens):
            return named.full, False
    meant = parsed.once(Actors).meant_by(token, claim)
    return (parse_person(meant.title().split()), True) if meant else (None, False)


def _sufferer(verb: Token) -> Token | None:
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        return verb.head if passive.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl" else passive
    wanted = "nsubj" if verb.lemma_.lower() in {"plead", "face"} else "dobj"
    own = next((c for c in verb.children if c.dep_ == wanted), None)
    if own is not None or verb.dep_ not in {"conj", "acl", "relcl", "advcl", "xcomp"}:
        return own
    return verb.head if verb.dep_ in {"acl", "relcl"} else _sufferer(verb.head)
