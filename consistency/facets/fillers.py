"""Who fills a role that a text leaves open to others: the judge, who asked, whom, which account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.facets.naming import ORG, PERSON, Named
from consistency.facets.offices import is_role_word
from consistency.facets.roles import Role, describe
from consistency.records import Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

AGENT, RECIPIENT, PATIENT, HOLDER = "agent", "recipient", "patient", "holder"
ACCOUNT = "account"
SPEAKING = frozenset(
    "say tell add write note reply respond answer continue explain argue state quip comment insist "
    "remark think believe know feel want hope expect seem appear like love call describe stress "
    "decline refuse try plan intend recall admit acknowledge agree suggest claim declare tweet "
    "warn concede joke".split()
)
"""Verbs of saying and thinking: who says what is another facet's matter."""
LIGHT = frozenset(
    "be have do get go come make take give let keep begin start stop try become".split()
)
ASKING = frozenset("ask request urge order direct invite petition call tell".split())
ONE_ACT = {
    "ask": "request",
    "publish": "post",
    "upload": "post",
    "share": "post",
    "author": "write",
    "pen": "write",
    "okay": "approve",
    "authorise": "authorize",
    "name": "appoint",
    "tap": "appoint",
    "pick": "appoint",
    "choose": "appoint",
    "sue": "sue",
}
"""Verbs that tell of one act, for the question who did it."""
ACT_NOUNS = {
    "request": "request",
    "order": "order",
    "appointment": "appoint",
    "letter": "write",
    "complaint": "complain",
    "invitation": "invite",
    "lawsuit": "sue",
}
"""Nouns for acts that have a doer ("a request from") and somebody they go to ("to")."""
NAMING_WORDS = frozenset({"titled", "called", "named", "dubbed"})
ACCOUNTS = frozenset({"account", "user", "channel", "handle", "page", "profile", "username"})


@dataclass(frozen=True)
class Filler:
    """One place where somebody fills a role.

    Args:
        named: None for an account's name in marks.
        post: The office as the article has it, for its holder.
    """

    claim: ParsedClaim
    tokens: tuple[Token, ...]
    slot: Slot
    kind: str
    named: Named | None = None
    post: str = ""


def find_fillers(
    parsed: ParsedArticle, names: Sequence[Named], roles: Sequence[Role]
) -> list[Filler]:
    """Return fillers of roles, by office, by verb and by account, in reading order."""
    found = [*_holders(roles), *_doers(names), *_accounts(parsed)]
    return sorted(found, key=lambda f: f.claim.span_of(f.tokens[0], f.tokens[-1]))


def _holders(roles: Sequence[Role]) -> Iterator[Filler]:
    """Who holds an office that the text says something about: "the federal judge, Jo Roe"."""
    for role in roles:
        nouns = [t for t in role.tokens if is_role_word(t.text)]
        capital = all(t.text[:1].isupper() for t in nouns)
        plain = role.manner == "before" and capital and not role.office.body
        if plain or role.named.tokens[0].doc is not role.tokens[0].doc:
            continue
        slot = Slot(role.office.noun, HOLDER, role.office.body, predicate=role.office.status)
        post = describe(role.tokens)
        yield Filler(role.named.claim, role.named.tokens, slot, PERSON, role.named, post)


def _doers(names: Sequence[Named]) -> Iterator[Filler]:
    for named in names:
        if named.kind not in {PERSON, ORG}:
            continue
        slot = _slot_of(named.head)
        if slot is not None:
            yield Filler(named.claim, named.tokens, slot, named.kind, named)


def _slot_of(head: Token) -> Slot | None:
    above = head.head
    if head.dep_ == "nsubj" and above.pos_ == "VERB":
        return _verb_slot(above, AGENT)
    if head.dep_ == "pobj" and above.dep_ == "agent":
        return _verb_slot(above.head, AGENT)
    if head.dep_ in {"dobj", "dative"} and above.lemma_ in ASKING:
        return _verb_slot(above, RECIPIENT)
    if head.dep_ == "dobj" and above.pos_ == "VERB" and ONE_ACT.get(above.lemma_) == "appoint":
        return _verb_slot(above, PATIENT)
    if head.dep_ == "pobj":
        return _prepositional(head)
    return None


def _verb_slot(verb: Token, role: str) -> Slot | None:
    """The act a verb tells of; None for saying, for empty verbs, for acts upon nothing."""
    lemma = verb.lemma_.lower()
    if lemma in SPEAKING | LIGHT and not (role == RECIPIENT and lemma in ASKING):
        return None
    act = ONE_ACT.get(lemma, lemma)
    things = _objects(verb, role)
    if role == AGENT and not things and act not in ACT_NOUNS.values():
        return None
    return Slot(act, role, things, predicate=act)


def _objects(verb: Token, role: str) -> frozenset[str]:
    """What the act is done to or asks for, as lemmas: the words that make it this act."""
    kinds = {"dobj", "nsubjpass", "xcomp", "ccomp"} if role == AGENT else {"xcomp", "ccomp"}
    heads = [c for c in verb.children if c.dep_ in kinds and c.pos_ != "PRON"]
    if verb.dep_ in {"relcl", "acl"}:
        heads.append(verb.head)
    near = [c for h in heads for c in h.children if c.dep_ in {"compound", "dobj", "nmod"}]
    lemmas = (t.lemma_.lower() for t in (*heads, *near) if t.is_alpha)
    return frozenset(lemma for lemma in lemmas if lemma not in LIGHT)


def _prepositional(head: Token) -> Slot | None:
    """ "a request from X", "at the request of X", "a letter to X"; "runs against X"."""
    preposition, above = head.head, head.head.head
    word = preposition.lower_
    if above.pos_ == "ADP" and above.head.i != above.i:
        above = above.head
    act = ACT_NOUNS.get(above.lemma_.lower())
    if act and above.pos_ == "NOUN":
        role = {"from": AGENT, "by": AGENT, "of": AGENT, "to": RECIPIENT}.get(word)
        return Slot(act, role, predicate=act) if role else None
    if word == "against" and above.pos_ == "VERB":
        return _verb_slot(above, "against")
    return None


def _accounts(parsed: ParsedArticle) -> Iterator[Filler]:
    """Accounts by name: "an account titled TideWatcher", "posted by “TideWatcher”"."""
    for claim in parsed.claims:
        tokens = list(claim.tokens)
        for i, token in enumerate(tokens):
            word = _account_after(tokens, i)
            if word is not None:
                slot = Slot(ACCOUNT, AGENT, predicate="post")
                yield Filler(claim, (word,), slot, ACCOUNT)
            elif token.text.startswith("@") and len(token) > 2:
                yield Filler(claim, (token,), Slot(ACCOUNT, "handle"), ACCOUNT)


def _account_after(tokens: Sequence[Token], i: int) -> Token | None:
    """The account's name when token `i` opens the way to it, else None."""
    token, after = tokens[i], [t for t in tokens[i + 1 : i + 3] if not t.is_quote]
    if not after or not after[0].text[:1].isalpha():
        return None
    named = token.lower_ in NAMING_WORDS and i > 0 and tokens[i - 1].lower_ in ACCOUNTS
    marked = (
        token.lower_ == "by"
        and tokens[i + 1].is_quote
        and ONE_ACT.get(token.head.lemma_.lower(), token.head.lemma_.lower()) == "post"
    )
    return after[0] if named or marked else None
