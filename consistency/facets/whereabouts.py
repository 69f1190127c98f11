"""Finding places in an article: names, kinds of site, scopes, and what was said not to be given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.facets.capitals import SITE_NOUNS, join_tokens
from consistency.facets.clauses import name_for, subject_of
from consistency.facets.gazetteer import Place, fold_place, look_up, state_named
from consistency.facets.naming import PERSON, PLACE, Named, find_names
from consistency.facets.persons import is_given_name
from consistency.records import Mention, Slot, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

FACET = "place"
NAMED_PLACE, SITE, SCOPE, DECLINED = "place", "site", "scope", "declined"
AT = frozenset(
    "in at near inside outside within on off across around through throughout beneath under to "
    "into onto toward towards".split()
)
FROM = frozenset({"from"})
PARTS = frozenset(
    "town city village hamlet port suburb district region province state county coast outskirts "
    "center centre heart edge streets street island".split()
)
"""What is said to be "of" a place without lying elsewhere: off the coast of, in the town of."""
SCOPES = re.compile(
    r"\b(?:statewide|nationwide|countrywide|citywide|countywide|worldwide"
    r"|(?:across|around|throughout|all over) the "
    r"(?:state|country|nation|county|city|world|region))\b"
    r"|^Across the (?:state|country|nation)\b"
)
WITHHELD = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|would|could|will)(?: not|n['’]t)(?: yet| immediately)?"
    r"|declin(?:ed|es|ing) to|refus(?:ed|es|ing) to|without|never) "
    r"(?:say(?:ing)?|said|clarif\w+|specif\w+|disclos\w+|identif\w+|reveal\w*|confirm\w*|announc\w+"
    r"|detail\w*|ma[dk]e (?:it )?clear|describ\w+)\b(?: \w+){0,3}? "
    r"(?:where\b|which (?:sites?|facilit\w+|count\w+|cit\w+|locations?|places?|towns?)\b"
    r"|(?:the |their |its |any )?(?:exact |specific |precise )?(?:locations?|whereabouts|sites?)\b)"
    r"|\b(?:unclear|unknown|not (?:yet )?(?:clear|known|decided|disclosed)) (?:exactly )?where\b"
    r"|\bundisclosed (?:locations?|sites?|places?)\b"
    r"|\blocations? (?:was|were|has|have)(?: not|n['’]t)(?: yet)?(?: been)? "
    r"(?:given|disclosed|released|announced|named)\b",
    re.IGNORECASE,
)
DETERMINING = frozenset({"det", "poss", "nummod", "predet"})
"""Without one of these a single noun names a state of things, not a place: "in prison"."""
COMMON_EVENTS = frozenset(
    "be have do say make take get go come see tell use include give know live work need want help "
    "keep put add call way part people time thing one".split()
)
"""Verbs and nouns too common to find candidates by."""
HOLDING = frozenset({"deliver", "hold", "stage", "host"})


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A place as stated.

    Args:
        kind: "place" (a name), "site" (a kind of site, or a site by name), "scope" ("statewide") or
            "declined" (said not to be given).
        words: As the article has it.
        readings: Gazetteer entries the name may mean, likeliest first.
        noun: For a site, what it is: "jail".
        details: For a site, the words that narrow it: {"county"}.
        rival: Folded name of a place spelled almost alike in a like context elsewhere in the run.
        listed: Whether its article names several places for the event, so that another one
            elsewhere is no difference.
    """

    kind: str
    words: str
    readings: tuple[Place, ...] = ()
    noun: str = ""
    details: frozenset[str] = frozenset()
    rival: str = ""
    listed: bool = False

    def __str__(self) -> str:
        return self.words

    @property
    def folded(self) -> str:
        """The name folded, to compare spellings."""
        return fold_place(self.words)


def find_places(parsed: ParsedArticle) -> list[Mention]:
    """Return places where something happens, in reading order, none inside another.

    Places inside the names of people and bodies are left out.
    """
    named = parsed.once(find_names)
    people: defaultdict[str, set[int]] = defaultdict(set)
    for n in named:
        if n.kind == PERSON:
            people[n.claim.claim.id].update(t.i for t in (*n.titles, *n.tokens))
    found = [m for n in named if (m := _named_place(parsed, n)) is not None]
    for claim in parsed.claims:
        found += _sites(parsed, claim, people[claim.claim.id])
        found += _by_pattern(parsed, claim)
    return _answers(_disjoint(found))


def _named_place(parsed: ParsedArticle, named: Named) -> Mention | None:
    """A mention for a named place or a site by name; None where it only colours another word."""
    if named.kind == PERSON:
        return None
    noun = named.tokens[-1].lower_
    is_site = noun in SITE_NOUNS and len(named.tokens) > 1
    tokens, outer = _with_container(named)
    readings = look_up(join_tokens(named.tokens), within=outer) if not is_site else ()
    governor = _governor(named.head)
    if governor is None or _is_container(named) or not (is_site or _is_place(named, readings)):
        return None
    details = frozenset(fold_place(t.text) for t in named.tokens[:-1])
    value = (
        PlaceValue(SITE, join_tokens(named.tokens), noun=noun, details=details)
        if is_site
        else PlaceValue(NAMED_PLACE, join_tokens(named.tokens), readings)
    )
    return _mention(parsed, named.claim, tokens, value, *governor)


def _is_place(named: Named, readings: Sequence[Place]) -> bool:
    """Whether a name that is no site's is a place's: by recogniser and gazetteer, and by "in"."""
    text = join_tokens(named.tokens)
    if (
        text.endswith(".")
        and len(text) < 6
        and named.tokens[0].nbor(-1 if named.tokens[0].i else 0).text != ","
    ):
        return text.count(".") > 1
    inside = named.head.head.lower_ in {"in", "near", "outside", "inside", "throughout"}
    if named.kind == PLACE:
        return bool(readings) or (inside and not is_given_name(text))
    return bool(readings) and readings[0].kind in {"country", "state"} and not text.isupper()


def _with_container(named: Named) -> tuple[tuple[Token, ...], str]:
    """The name with the state after its comma, and that state: "Ashford, Conn."."""
    after = [t for t in named.claim.tokens if t.i > named.tokens[-1].i][:3]
    if len(after) > 1 and after[0].text == ",":
        for size in (2, 1):
            state = state_named(join_tokens(after[1 : 1 + size]).rstrip(","))
            if state and len(after) > size and not after[size].is_punct:
                return (*named.tokens, *after[: 1 + size]), state
    return named.tokens, ""


def _is_container(named: Named) -> bool:
    """Whether it only says of the place before it in what state that is."""
    first = named.tokens[0]
    if first.i < named.claim.tokens.start + 2 or first.nbor(-1).text != ",":
        return False
    before = first.nbor(-2)
    return bool(
        before.text[:1].isupper()
        and state_named(join_tokens(named.tokens))
        and before.dep_ != "conj"
    )


def _governor(head: Token) -> tuple[Token, str] | None:
    """The word that a place belongs to and the place's role: the preposition's own governor."""
    while head.dep_ in {"conj", "appos"} and head.head.i != head.i:
        head = head.head
    if head.dep_ != "pobj":
        return None
    preposition = head.head
    if preposition.lower_ == "of" and preposition.head.lower_ in PARTS:
        return _governor(preposition.head)
    role = "where" if preposition.lower_ in AT else "from" if preposition.lower_ in FROM else ""
    if not role:
        return None
    governor = preposition.head
    while governor.pos_ in {"ADP", "ADV"} and governor.head.i != governor.i:
        governor = governor.head
    return governor, role


def _sites(parsed: ParsedArticle, claim: ParsedClaim, taken: set[int]) -> Iterator[Mention]:
    for token in claim.tokens:
        noun = token.lemma_.lower()
        if noun not in SITE_NOUNS or token.i in taken or not _is_noun(token):
            continue
        governor = _governor(token if token.pos_ == "NOUN" else token.nbor(-1))
        if governor is None:
            continue
        tokens = _site_words(token)
        details = frozenset(t.lower_ for t in tokens[:-1] if t.is_alpha and t.pos_ != "DET")
        if noun in {"center", "centre"} and not details:
            continue
        if (
            not details
            and token.tag_ == "NN"
            and not any(c.dep_ in DETERMINING for c in token.lefts)
        ):
            continue
        value = PlaceValue(SITE, join_tokens(tokens), noun=noun, details=details)
        yield _mention(parsed, claim, tokens, value, *governor)


def _is_noun(token: Token) -> bool:
    """Whether the word is a noun, slips mended: the parser may take "or jails" for a verb."""
    if token.pos_ == "NOUN":
        return True
    return token.tag_ == "VBZ" and token.i > 0 and token.nbor(-1).dep_ in {"conj", "pobj"}


def _site_words(noun: Token) -> list[Token]:
    """The noun with the words right before it that say what kind: "ICE processing facilities"."""
    start = noun.i
    while start > noun.sent.start:
        before = noun.doc[start - 1]
        joined = before.text == "-" or before.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}
        if not joined or before.text in {"own", "same", "other", "new", "several", "many"}:
            break
        start -= 1
    return list(noun.doc[start : noun.i + 1])


def _by_pattern(parsed: ParsedArticle, claim: ParsedClaim) -> Iterator[Mention]:
    text = claim.claim.text
    for pattern, kind, role in ((SCOPES, SCOPE, SCOPE), (WITHHELD, DECLINED, DECLINED)):
        for match in pattern.finditer(text):
            tokens = _tokens_between(claim, *match.span())
            if tokens:
                words = " ".join(match.group().split())
                governor = _verb_over(tokens[-1]) if kind == DECLINED else tokens[0].head
                yield _mention(parsed, claim, tokens, PlaceValue(kind, words), governor, role)


def _tokens_between(claim: ParsedClaim, start: int, end: int) -> list[Token]:
    base = claim.tokens.start_char
    return [t for t in claim.tokens if start <= t.idx - base < end]


def _verb_over(token: Token) -> Token:
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return token


def _mention(
    parsed: ParsedArticle,
    claim: ParsedClaim,
    tokens: Sequence[Token],
    value: PlaceValue,
    governor: Token,
    role: str,
) -> Mention:
    span = claim.span_of(tokens[0], tokens[-1])
    verb = _verb_over(governor)
    head = _event_of(governor).lemma_.lower()
    subject = name_for(subject_of(verb)) if verb.pos_ in {"VERB", "AUX"} else ""
    return Mention(
        facet=FACET,
        article=parsed.article.id,
        claim=claim.claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=value,
        slot=Slot(head, role, _details_of(governor), verb.lemma_.lower(), subject),
        speaker=claim.claim.speaker,
        keys=frozenset(f"{role}:{event}" for event in {head, verb.lemma_.lower()} - COMMON_EVENTS),
        masked=_masked(claim, span),
    )


def _event_of(governor: Token) -> Token:
    """The noun that a verb of little meaning leaves the event to: gave a *speech*."""
    if governor.lemma_.lower() not in COMMON_EVENTS | HOLDING:
        return governor
    return next((c for c in governor.children if c.dep_ == "dobj" and c.pos_ == "NOUN"), governor)


def _details_of(governor: Token) -> frozenset[str]:
    near = (c for c in governor.children if c.dep_ in {"compound", "amod", "dobj", "nmod"})
    return frozenset(c.lemma_.lower() for c in near if c.is_alpha)


def _masked(claim: ParsedClaim, span: Span) -> str:
    start, text = claim.claim.span.start, claim.claim.text
    return " ".join(f"{text[: span.start - start]}#{text[span.end - start :]}".split())


def _answers(mentions: Sequence[Mention]) -> list[Mention]:
    """Drop places that only word the question that was not answered: "where in the building"."""
    asked = {m.claim: m.span.end for m in mentions if m.slot.role == DECLINED}
    return [m for m in mentions if m.span.start < asked.get(m.claim, m.span.end)]


def _disjoint(mentions: Sequence[Mention]) -> list[Mention]:
    """Drop a mention inside a longer one; reading order."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or not m.span.overlaps(kept[-1].span):
            kept.append(m)
    return kept
