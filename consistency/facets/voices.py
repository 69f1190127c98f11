"""Who speaks: persons, bodies and crowds, and whether two of them cannot be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from consistency.entities import entity_at
from consistency.facets.capitals import PARTIES
from consistency.personal_names import LONG_TITLE, is_personal, split_titles, surname

if TYPE_CHECKING:
    from spacy.tokens import Token

BODIES = {
    "police": "police detective trooper sheriff constable constabulary",
    "fire": "firefighter fire marshal",
    "prosecution": "prosecutor prosecution",
    "defence": "defendant",
    "court": "court judge magistrate tribunal",
    "company": "company firm corporation manufacturer airline bank retailer operator employer"
    " management ceo owner landlord developer utility shareholder",
    "labour": "union steward worker employee striker",
    "hospital": "hospital doctor nurse physician surgeon clinic medic paramedic",
    "school": "school university college teacher professor",
    "mayor": "mayor",
    "council": "council councilman councilwoman councillor councilor councilmember alderman",
    "governor": "governor",
    "legislature": "legislature assembly lawmaker legislator senator congressman congresswoman"
    " congress senate",
    "military": "army navy military colonel soldier troop",
    "neighbours": "resident neighbor neighbour tenant parent farmer",
    "protest": "protester demonstrator marcher",
    "eyewitness": "witness passerby bystander",
}
"""Nouns that say of what body or group somebody is, by that body. What is left out may be of any
("officials", "a spokesman", "experts"), or means several things ("president", "officer")."""
JOINED = {
    frozenset({"chief", "executive"}): "company",
    frozenset({"attorney", "general"}): "prosecution",
    frozenset({"attorney", "district"}): "prosecution",
    frozenset({"lawyer", "defense"}): "defence",
    frozenset({"lawyer", "defence"}): "defence",
    frozenset({"attorney", "defense"}): "defence",
}
"""Words that tell the body together only."""
CLASS_OF = {word: body for body, words in BODIES.items() for word in words.split()}
CONTAINED = {
    "city": frozenset("mayor council police fire school court".split()),
    "town": frozenset("mayor council police fire school court".split()),
    "village": frozenset("mayor council police fire school court".split()),
    "county": frozenset("council police fire school court prosecution hospital".split()),
    "state": frozenset("governor legislature police court prosecution school military".split()),
    "government": frozenset(
        "mayor council governor legislature police fire prosecution military".split()
    ),
}
"""Bodies that speak for a whole they are part of: "city officials" may be the police."""
MOUTHPIECES = frozenset(
    "spokesman spokeswoman spokesperson lawyer attorney counsel aide adviser advisor representative"
    " secretary deputy assistant campaign office team staff".split()
)
"""Whoever speaks for another: what they say, the other says."""
DOCUMENTS = frozenset(
    "statement report letter document release filing memo complaint affidavit lawsuit suit"
    " indictment e-mail email record post notice brief announcement notification message".split()
)
"""What is read and not heard: whoever wrote it speaks."""
GROUPS = frozenset({"ORG"})
BELONGING = frozenset({"for", "of", "with", "at", "from", "by"})
LEAST_SHARED = 4
"""Letters at their beginning that two words must share to be forms of one name."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as far as an article tells.

    Args:
        name: How the article names it, in full; this is shown.
        person: Folded surname of a person, "" for everyone else.
        bodies: Which of `BODIES` the speaker can belong to; empty where nothing tells.
        named: Folded words of the organisation's name, where the speaker is a named one.
        speaks_for: Whether it is somebody's mouthpiece.
    """

    name: str
    person: str = ""
    bodies: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    speaks_for: bool = False

    def __str__(self) -> str:
        return self.name


def voice_of(name: str, source: Token, known: Voice | None = None) -> Voice | None:
    """Return the speaker that a noun stands for; None for a document that nobody is said to write.

    Args:
        name: The resolved name ("Ada Marsh" for "the mayor"), or the phrase as it stands.
        source: The noun.
        known: What the article tells elsewhere of the person of this name.
    """
    author = _author(source) if source.lemma_.lower() in DOCUMENTS else source
    if author is None:
        return None
    bare, titles = split_titles(name)
    words = [*_words(author)] if author.pos_ != "PRON" else []
    # "Experts said": a single word is a name only where the parser takes it for one.
    is_name = is_personal(bare) and (" " in bare or author.pos_ in {"PROPN", "PRON"})
    voice = Voice(
        name,
        person=surname(bare) if is_name else "",
        bodies=bodies_of([*words, *titles]),
        named=_organisation(author),
        speaks_for=bool(MOUTHPIECES & {*words, *titles}),
    )
    return _with(voice, known) if known and is_name else voice


def _author(document: Token) -> Token | None:
    """Who wrote a document: "the union's statement", "a statement from the union"."""
    for child in document.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in {"prep", "acl"}:
            found = (t for t in child.subtree if t.dep_ == "pobj" and t.head.lower_ in BELONGING)
            return next(found, None)
    return None


def describe(name: Token) -> Voice:
    """What the words around a person's name tell: "Ida Quill, a spokeswoman for the union"."""
    words = [*_words(name)]
    for child in name.children:
        if child.dep_ == "appos":
            words += _words(child)
    return Voice("", bodies=bodies_of(words), speaks_for=bool(MOUTHPIECES & set(words)))


def _with(voice: Voice, known: Voice) -> Voice:
    return replace(
        voice,
        bodies=voice.bodies | known.bodies,
        speaks_for=voice.speaks_for or known.speaks_for,
    )


def merged(voices: Iterable[Voice]) -> Voice:
    """What several descriptions of one person come to."""
    known = list(voices)
    return Voice(
        "",
        bodies=frozenset().union(*(v.bodies for v in known)),
        speaks_for=any(v.speaks_for for v in known),
    )


def _words(noun: Token) -> Iterator[str]:
    """Lemmas that say what a noun is: its own, those before it, and of whom or for whom it is."""
    yield _lemma(noun)
    for child in noun.children:
        if (
            child.dep_ in {"compound", "amod", "nmod"} and child.i < noun.i
        ) or child.dep_ == "poss":
            yield from _words(child)
        elif child.dep_ == "prep" and child.lower_ in BELONGING:
            for thing in child.children:
                if thing.dep_ == "pobj":
                    yield from _words(thing)


def _lemma(token: Token) -> str:
    word = token.lemma_.lower().strip(".")
    return LONG_TITLE.get(word, word)


def bodies_of(words: Iterable[str]) -> frozenset[str]:
    """Bodies that words name; a whole ("city") stands for its parts unless one of them is named.

    >>> sorted(bodies_of(["union", "president"])), sorted(bodies_of(["city", "police"]))
    (['labour'], ['police'])
    """
    given = list(words)
    named = {CLASS_OF[w] for w in given if w in CLASS_OF}
    named |= {body for words, body in JOINED.items() if words <= {*given}}
    return frozenset(named) or frozenset().union(*(CONTAINED[w] for w in given if w in CONTAINED))


def _organisation(noun: Token) -> frozenset[str]:
    """Folded words of an organisation that a noun is, or is of; the nearest one's."""
    for token in noun.subtree if noun.ent_type_ not in GROUPS else (noun,):
        if token.ent_type_ in GROUPS and not _stands_apart(token, noun):
            words = (t.lower_ for t in entity_at(token) or () if t.is_alpha and not t.is_stop)
            return frozenset(words)
    return frozenset()


def _stands_apart(token: Token, noun: Token) -> bool:
    """Whether a clause or an apposition lies between a noun and a word under it."""
    while token != noun:
        if token.dep_ in {"relcl", "acl", "appos", "conj", "advcl"}:
            return True
        token = token.head
    return False


def at_odds(left: Voice, right: Voice, *, least_similarity: float) -> bool:
    """Say whether two voices cannot be one. Symmetric; what is not known is never at odds.

    Two persons are when their surnames differ beyond a misspelling, unless one may be the other's
    mouthpiece; a person and a body, or two bodies, when they belong to different ones.

    Args:
        least_similarity: Jaro-Winkler similarity from which on two surnames may be one, 0..1.
    """
    if left.bodies and right.bodies:
        if not left.bodies & right.bodies:
            return True
        return bool(left.person and right.person) and _are_two(left, right, least_similarity)
    if left.person and right.person:
        return _are_two(left, right, least_similarity)
    return not (left.person or right.person) and _are_two_groups(left, right)


def _are_two(left: Voice, right: Voice, least_similarity: float) -> bool:
    if left.speaks_for or right.speaks_for:
        return False
    return JaroWinkler.similarity(left.person, right.person) < least_similarity


def _are_two_groups(left: Voice, right: Voice) -> bool:
    """Two organisations by name, or two parties; neither the short form of the other."""
    parties = [_party(v.name) for v in (left, right)]
    if all(parties):
        return parties[0] != parties[1]
    if not (left.named and right.named) or left.speaks_for != right.speaks_for:
        return False
    alike = any(_share_start(a, b) for a in left.named for b in right.named)
    return (
        not alike and not _is_short_for(left.named, right) and not _is_short_for(right.named, left)
    )


def _party(name: str) -> str:
    """Singular of the party that a crowd is named by ("House Republicans"), or ""."""
    last = name.lower().split()[-1] if name else ""
    return last.rstrip("s") if last.rstrip("s") in PARTIES else ""


def _share_start(left: str, right: str) -> bool:
    n = min(len(left), len(right), LEAST_SHARED)
    return left[:n] == right[:n]


def _is_short_for(short: Set[str], long: Voice) -> bool:
    initials = "".join(w[0] for w in re.findall(r"[A-Z][\w’']*", long.name)).lower()
    return any(word.replace(".", "") in {initials, initials[1:]} for word in short if len(word) > 1)
