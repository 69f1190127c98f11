"""Which roles an article gives people: before a name, after it, or by "is" and "served as"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle
from consistency.facets.capitals import PARTIES, join_tokens
from consistency.facets.naming import KIN, PERSON, Named
from consistency.facets.offices import PORTFOLIOS, Office, fold_word, is_role_word, parse_office

if TYPE_CHECKING:
    from spacy.tokens import Token

PREPOSITIONS = frozenset("of for to at in with on from by".split())
STOPS = frozenset(',.;:()—–"“”?!') | {"--", "..."}
COLOURS = frozenset("ADJ ADV NUM VERB PRON DET PUNCT AUX PART SCONJ".split())
RELATIVES = frozenset({"who", "which", "that", "whose", "where", "when"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PHRASE_TOKENS = 18
"""Longest title phrase read after a name, in tokens."""
HEAD_TOKENS = 9
"""A title's noun stands within so many tokens of the phrase's start."""
BECOMING = frozenset({"be", "become", "remain"})
AS_VERBS = frozenset(
    "serve work act resign retire appoint name nominate elect hire pick quit".split()
)
LEAVING = frozenset({"resign", "retire", "quit"})


@dataclass(frozen=True)
class Role:
    """A role given to a person at one place.

    Args:
        tokens: The title phrase.
        manner: "before" or "after" the name, or "verb" ("is", "served as").
    """

    named: Named
    tokens: tuple[Token, ...]
    office: Office
    manner: str


def find_roles(parsed: ParsedArticle, names: Sequence[Named]) -> list[Role]:
    """Return the offices of the people in `names`, in reading order."""
    people = [n for n in names if n.kind == PERSON]
    taken = {t.doc[t.i]: n for n in people for t in n.tokens}
    found = [r for n in people for r in _around(n, taken)]
    found += list(_by_verbs(parsed, taken))
    return sorted(found, key=lambda r: r.named.claim.span_of(r.tokens[0], r.tokens[-1]))


def _around(named: Named, taken: dict[Token, Named]) -> Iterator[Role]:
    for manner, phrase in (("before", _before(named)), ("after", _after(named, taken))):
        yield from _roles(named, phrase, manner)
    yield from _roles(named, _apposed(named), "before")


def _roles(named: Named, phrase: Sequence[Token], manner: str, status: str = "") -> Iterator[Role]:
    """Read a phrase; "former aide and counsel to Roe" gives two roles, both former."""
    carried = ""
    for piece in _conjuncts(phrase):
        office = parse_office([t.text for t in piece])
        if office is not None:
            carried = office.status or ("" if piece[0].pos_ == "DET" else carried)
            body = office.body - _plain_words(piece)
            office = replace(office, body=body, status=carried or status)
            yield Role(named, tuple(piece), office, manner)


def _plain_words(phrase: Sequence[Token]) -> frozenset[str]:
    """Words that colour a title and do not say of what it is one: longtime, top, 43."""
    return frozenset(fold_word(t.text) for t in phrase if _only_colours(t))


def _only_colours(token: Token) -> bool:
    if token.ent_type_ == "NORP" or token.lower_ in PARTIES or token.ent_type_ == "DATE":
        return True
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-2).text[0].isupper():
        return True
    if token.i + 1 < len(token.doc) and token.nbor().lower_ in PORTFOLIOS:
        return False
    return token.pos_ in COLOURS and not token.text[0].isupper()


def _conjuncts(phrase: Sequence[Token]) -> list[list[Token]]:
    cuts = [i for i, t in enumerate(phrase) if t.lower_ == "and"]
    for cut in cuts:
        left, right = list(phrase[:cut]), list(phrase[cut + 1 :])
        if parse_office([t.text for t in left]) and parse_office([t.text for t in right]):
            return [left, right]
    return [list(phrase)] if phrase else []


def _before(named: Named) -> list[Token]:
    """Title words that lead up to the name: "Wal-Mart lawyer", "Secretary of War"."""
    doc, first = named.tokens[0].doc, named.tokens[0]
    start = named.titles[0].i if named.titles else first.i
    if not named.titles and not (start > 0 and _is_title_of(doc[start - 1], named)):
        return []
    least = named.claim.tokens.start
    while start > least and _leads_up(doc[start - 1]):
        start -= 1
    return [t for t in doc[start : first.i] if not t.is_quote]


def _is_title_of(token: Token, named: Named) -> bool:
    """Whether a role word before a name belongs to it: not in "the president Roe worked for"."""
    if not is_role_word(token.text) or (token.i > 0 and token.nbor(-1).lower_ == "the"):
        return False
    name = {t.i for t in named.tokens}
    return token.head.i in name or (
        named.head.head.i == token.i and named.head.dep_ in {"appos", "nmod"}
    )


def _leads_up(token: Token) -> bool:
    if token.text in {"'s", "’s", "'", "’", "-", "."}:
        return True
    if token.ent_type_ in {"DATE", "TIME"}:
        return False
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} and token.text not in STOPS


def _after(named: Named, taken: dict[Token, Named]) -> list[Token]:
    """The phrase after the name's comma: ", 43, the mayor of Ashford"."""
    rest = [t for t in named.claim.tokens if t.i > named.tokens[-1].i][: PHRASE_TOKENS + 4]
    at = _past_age(rest)
    if at is None:
        return []
    phrase: list[Token] = []
    for token in rest[at : at + PHRASE_TOKENS]:
        if token.tag_ in FINITE:
            return []
        if token.text in STOPS or token.lower_ in RELATIVES:
            break
        phrase.append(token)
    return phrase if _describes(phrase, taken) else []


def _past_age(rest: Sequence[Token]) -> int | None:
    """Where the description starts: past a comma, and past an age between commas."""
    if not rest or rest[0].text != ",":
        return None
    if len(rest) > 3 and rest[1].like_num and rest[2].text == ",":
        return 3
    return 1


def _describes(phrase: Sequence[Token], taken: dict[Token, Named]) -> bool:
    """Whether the phrase is about the name before it and not the next item of a list."""
    head: list[Token] = []
    for token in phrase[:HEAD_TOKENS]:
        if token.lower_ in PREPOSITIONS:
            break
        head.append(token)
    if not head or (head[0].pos_ in {"CCONJ", "VERB", "ADP", "PRON"} and head[0].tag_ != "PRP$"):
        return False
    if not any(is_role_word(t.text) for t in head) or head[-1].lemma_.lower() in KIN:
        return False
    return not any(t in taken and not _owns(taken[t].tokens[-1]) for t in head)


def _owns(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().text in {"'s", "’s", "'", "’"}


def _apposed(named: Named) -> list[Token]:
    """A description that the name follows after a comma: "the judge hearing the case, Jo Roe"."""
    doc, comma = named.tokens[0].doc, _comma_before(named)
    if comma <= named.claim.tokens.start or doc[comma].text != ",":
        return []
    noun = _noun_before(named, comma)
    if noun is None:
        return []
    left = list(doc[noun.left_edge.i : noun.i + 1])
    adjoins = noun.i + 1 < comma and doc[noun.i + 1].lower_ in {"of", "for"}
    return left + (list(doc[noun.i + 1 : comma]) if adjoins else [])


def _comma_before(named: Named) -> int:
    """Where a comma before a name can stand: before its title, or before whose it is ("ABC's")."""
    at = (named.titles or named.tokens)[0].i - 1
    if at > 0 and named.tokens[0].doc[at].text in {"'s", "’s", "'", "’"}:
        at -= 1
        while at > named.claim.tokens.start and named.tokens[0].doc[at].text[:1].isupper():
            at -= 1
    return at


def _noun_before(named: Named, comma: int) -> Token | None:
    """The role noun that the name is in apposition to, by the parse or by standing before it."""
    doc, head = named.tokens[0].doc, named.head.head
    if named.head.dep_ == "appos" and is_role_word(head.text) and head.i < comma:
        return head
    closed = named.tokens[-1].i + 1 < len(doc) and named.tokens[-1].nbor().text in STOPS
    for at in range(comma - 1, max(named.claim.tokens.start, comma - HEAD_TOKENS), -1):
        token = doc[at]
        if token.text in STOPS or token.tag_ in FINITE or not closed:
            return None
        if is_role_word(token.text) and token.is_lower:
            return (
                token if token.left_edge.pos_ == "DET" or token.left_edge.tag_ == "PRP$" else None
            )
    return None


def _by_verbs(parsed: ParsedArticle, taken: dict[Token, Named]) -> Iterator[Role]:
    """Roles stated by a verb; "he" and "she" mean the last sentence's subject."""
    last: Named | None = None
    for claim in parsed.claims:
        subject: Named | None = None
        for token in claim.tokens:
            if token.dep_ not in {"nsubj", "nsubjpass"}:
                continue
            who = taken.get(token) or (last if token.lower_ in {"he", "she"} else None)
            if who is None:
                continue
            subject = subject or who
            here = replace(who, claim=claim)
            yield from _roles(here, *_stated(token.head, taken))
        last = subject or (last if _goes_on_about(claim.claim.text) else None)


def _goes_on_about(text: str) -> bool:
    return bool(re.match(r"[\"“']?(?:He|She|His|Her)\b", text))


def _stated(verb: Token, taken: dict[Token, Named]) -> tuple[list[Token], str, str]:
    """The phrase that a verb gives its subject, the manner, and what the tense makes of it."""
    past = "past" if verb.tag_ in {"VBD", "VBN"} else ""
    if verb.lemma_ in BECOMING:
        noun = next((c for c in verb.children if c.dep_ == "attr"), None)
    elif verb.lemma_ in AS_VERBS:
        link = next((c for c in verb.children if c.lower_ == "as"), None)
        noun = (
            next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else None
        )
    else:
        noun = None
    if noun is None or not is_role_word(noun.text):
        return [], "verb", ""
    phrase: list[Token] = []
    for token in noun.doc[noun.left_edge.i : noun.right_edge.i + 1]:
        if token.text in STOPS or token.lower_ in RELATIVES or token.tag_ in FINITE:
            break
        phrase.append(token)
    if any(t in taken and not _owns(taken[t].tokens[-1]) for t in phrase if t.i <= noun.i):
        return [], "verb", ""
    return phrase, "verb", "former" if verb.lemma_ in LEAVING else past


def describe(tokens: Sequence[Token]) -> str:
    """The title phrase as it stands, without an article before it."""
    return re.sub(r"^(?:the|a|an)\s+", "", join_tokens(tokens), flags=re.IGNORECASE)
