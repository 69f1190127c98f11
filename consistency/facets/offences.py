"""Offences in a clause: what stands behind "charged with" or before "charges", in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

LINKS = {
    "charge": frozenset({"with"}),
    "indict": frozenset({"on", "for", "with"}),
    "plead": frozenset({"to"}),
    "convict": frozenset({"of", "on", "for"}),
    "acquit": frozenset({"of", "on"}),
    "find": frozenset({"of", "on"}),
}
"""Prepositions that an offence follows, by verb; behind a noun it is "of"."""
OF = frozenset({"of"})
DUTIES = frozenset(
    "advise build develop enforce ensure guard help investigate lead manage oversee protect"
    " prosecute review run supervise uphold".split()
)
"""What one is charged with doing, and is no offence."""
DEGREES = frozenset("first second third fourth aggravated attempted felony misdemeanor".split())
COUNTED = frozenset("charge count suspicion offense offence degree case accusation".split())
"""Nouns that only count or hold offences."""
GENERAL = frozenset("crime felony misdemeanor offense offence violation wrongdoing charge".split())
"""Words that leave open what the offence is."""
IDLE = frozenset({"commit", "make", "take", "engage"})
"""Verbs that leave it to their object what was done."""
ALIKE = (
    "murder homicide kill slay", "steal theft larceny embezzle", "fraud defraud swindle",
    "drunken drunk intoxicated driving impaired", "bribe bribery kickback", "rob robbery",
    "assault assaulting batter battery", "rape raping", "conspire conspiracy plot",
    "perjury lie", "arson burn", "traffick trafficking traffic", "kidnap abduct kidnapping",
    "launder laundering", "extort extortion", "evade evasion", "threaten threat threatening",
)  # fmt: skip
"""Words for one offence, by lemma."""
_FIRST = {word: group.split()[0] for group in ALIKE for word in group.split()}


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence.

    Args:
        terms: Lemmas of the words that tell it, one for all that mean the same: {"wire", "fraud"}.
        degree: Words that grade it: {"second"}, {"attempted"}.
        is_deed: Whether it tells what was done ("using campaign money") and not what the law
            calls it.
    """

    terms: frozenset[str]
    degree: frozenset[str] = frozenset()
    is_deed: bool = False


Found = tuple[Offence, Sequence["Token"]]


def offences_behind(anchor: Token) -> list[Found]:
    """Read the offences that a verb or a noun names by a preposition: "charged with theft"."""
    links = LINKS.get(anchor.lemma_.lower(), OF) if anchor.pos_ == "VERB" else OF
    objects = (
        child
        for link in _links(anchor, links)
        for child in link.children
        if child.dep_ in {"pobj", "pcomp"} and child.lemma_.lower() not in DUTIES
    )
    return [found for child in objects for head in _joined(child) for found in _offences(head)]


def _offences(head: Token) -> list[Found]:
    """The offence that a word is, or those that it only counts: "two counts of theft"."""
    if head.lemma_.lower() in COUNTED:
        return offences_behind(head) or offences_before(head)
    found = _offence(head)
    return [found] if found is not None else []


def offences_before(charge: Token) -> list[Found]:
    """Read the offence that stands before "charges": "on federal corruption charges"."""
    words = [c for c in charge.lefts if c.dep_ in {"compound", "nmod"} and c.is_alpha]
    if not words:
        return []
    tokens = list(charge.doc[words[0].left_edge.i : words[-1].i + 1])
    offence = _told(tokens)
    return [(offence, tokens)] if offence.terms else []


def _links(anchor: Token, wanted: frozenset[str]) -> Iterator[Token]:
    for child in anchor.children:
        if child.i < anchor.i:
            continue
        if child.dep_ in {"prep", "dative"} and child.lower_ in wanted:
            yield child
        elif child.dep_ in {"acomp", "oprd", "dobj", "attr", "advmod", "ccomp"}:
            yield from _links(child, wanted)  # "pleaded guilty to", "found guilty of"


def _joined(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from _joined(child)


def _offence(head: Token) -> Found | None:
    """The words of one offence, up to when, where and against whom; None if they count alone."""
    if head.ent_type_ in {"MONEY", "DATE", "CARDINAL"} and head.pos_ != "VERB":
        return None
    tokens = _near(head)
    is_deed = head.pos_ == "VERB" and head.lemma_.lower() not in {*IDLE, *_FIRST}
    offence = replace(_told(tokens), is_deed=is_deed)
    return (offence, tokens) if offence.terms else None


def _near(head: Token) -> list[Token]:
    """The head with what narrows it: words before it, "to commit …", the object of a gerund."""
    kept = {head.i}
    for child in head.children:
        before = child.i < head.i and child.dep_ in {"compound", "amod", "nmod", "npadvmod"}
        narrows = child.dep_ in {"acl", "dobj"} and child.i - head.i <= 4
        if before or narrows:
            kept |= {t.i for t in _near(child)}
        elif child.dep_ == "prep" and child.lower_ == "of" and child.i == head.i + 1:
            kept |= {t.i for p in child.children for t in _near(p)}
    return [head.doc[i] for i in range(min(kept), max(kept) + 1)]


def _told(tokens: Sequence[Token]) -> Offence:
    words = [t for t in tokens if t.is_alpha and not t.is_stop and t.pos_ not in {"DET", "PRON"}]
    degree = frozenset(t.lower_ for t in tokens) & DEGREES
    lemmas = {t.lemma_.lower() for t in words if t.lower_ not in degree}
    terms = {_FIRST.get(lemma, lemma) for lemma in lemmas - COUNTED - IDLE}
    return Offence(frozenset(terms), degree)
