"""Where an article names somebody or something, and whom a short form there stands for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.facets.capitals import (
    MARKS,
    ORG_WORDS,
    PARTIES,
    PARTY_STATE,
    POSSESSIVE,
    SITE_NOUNS,
    Run,
    find_runs,
    is_capital,
    join_tokens,
)
from consistency.facets.offices import COURTESIES, fold_word, is_role_word
from consistency.facets.persons import (
    PersonName,
    fold,
    group_people,
    is_given_name,
    parse_person,
)
from consistency.facets.place_names import as_places
from consistency.records import Section, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSON, ORG, PLACE, THING = "person", "org", "place", "thing"
LABELS = {
    "PERSON": PERSON,
    "ORG": ORG,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "EVENT": THING,
    "LAW": THING,
    "PRODUCT": THING,
    "WORK_OF_ART": THING,
}
KIN = frozenset(
    """
    wife husband spouse widow widower son daughter brother sister father mother mom dad cousin
    uncle
    aunt nephew niece grandson granddaughter grandfather grandmother fiancee fiance partner
    girlfriend boyfriend
    """.split()
)
ELDERS = frozenset({"father", "mother"})
NOT_NAMES = frozenset({"DATE", "TIME", "NORP", "ORDINAL", "CARDINAL", "PERCENT", "MONEY"})
SPEAKING = frozenset("say tell add write state ask reply note announce emphasize".split())
ROLE_TOKENS = 5
"""How many tokens after a name its role can stand: ", the league's executive director"."""
KIN_TOKENS = 6
"""How many tokens before a name its kinship can stand: "his father, rights leader Al Roe"."""


@dataclass(frozen=True)
class Named:
    """One place where a name stands.

    Args:
        tokens: The name itself, without titles before it.
        titles: Title words written with it: "Gov.", "Chief Justice".
        person: The name in parts as written, for persons.
        full: The fullest form of that person's name in the article, for persons.
        kin: The word of kinship it is introduced by ("wife"), else "".
    """

    claim: ParsedClaim
    tokens: tuple[Token, ...]
    kind: str
    titles: tuple[Token, ...] = ()
    person: PersonName | None = None
    full: PersonName | None = None
    kin: str = ""

    @property
    def span(self) -> Span:
        """Where the name stands in the article."""
        return self.claim.span_of(self.tokens[0], self.tokens[-1])

    @property
    def text(self) -> str:
        """The name's words, single spaces between."""
        return join_tokens(self.tokens)

    @property
    def head(self) -> Token:
        """The token that the sentence governs: the one whose head is outside the name."""
        inside = {t.i for t in (*self.titles, *self.tokens)}
        return next((t for t in reversed(self.tokens) if t.head.i not in inside), self.tokens[-1])


def find_names(parsed: ParsedArticle) -> list[Named]:
    """Return every name in reading order, kinds decided and persons resolved within the article.

    Headlines, where every word has a capital, only yield names that the body has too.
    """
    lower = _lower_case_words(parsed.claims)
    heads = [c for c in parsed.claims if _is_headline(c)]
    body = [c for c in parsed.claims if not _is_headline(c)]
    runs = [run for c in body for run in find_runs(c, lower)]
    votes = _votes(runs)
    names = [n for run in runs if (n := _classify(run, votes)) is not None]
    names = [n for n in _as_people(names, _known_people(names)) if not _is_no_name(n)]
    known = {fold_name_text(n.text): n for n in names}
    found = [n for c in heads for n in _known_in(c, known)] + names
    return as_places(_with_full_names(sorted(found, key=lambda n: n.span)))


def fold_name_text(text: str) -> str:
    """Fold a whole name word by word, without a leading article.

    >>> fold_name_text("the Department of Labor’s")
    'department of labor'
    """
    return " ".join(fold(w) for w in text.split() if fold(w)).removeprefix("the ")


def _is_headline(claim: ParsedClaim) -> bool:
    if claim.claim.section is Section.HEADLINE:
        return True
    words = [t for t in claim.tokens if t.is_alpha]
    small = sum(t.is_lower and len(t) > 4 for t in words)
    ended = any(t.text in ".?!" for t in claim.tokens[-2:])
    return len(words) > 3 and not ended and small <= 1


def _lower_case_words(claims: Iterable[ParsedClaim]) -> frozenset[str]:
    return frozenset(t.text for c in claims for t in c.tokens if t.is_lower and t.is_alpha)


def _votes(runs: Sequence[Run]) -> dict[str, Counter[str]]:
    """For each name, how often the entity recogniser called it what, over the whole article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        label = run.tokens[-1].ent_type_
        if label in LABELS:
            votes[fold_name_text(join_tokens(run.tokens))][LABELS[label]] += 1
    return votes


def _classify(run: Run, votes: dict[str, Counter[str]]) -> Named | None:
    words = [t.text for t in run.tokens if t.text not in {"-"}]
    text = fold_name_text(join_tokens(run.tokens))
    kind = _kind(run, words, votes.get(text, Counter()))
    party = PARTY_STATE.match("".join(t.text for t in run.tokens))
    if len(text) < 2 or party:
        return None
    kin = _kin_of(run) if len(words) <= 4 else ""
    kind = PERSON if kin else kind
    person = _person_of(run, kin) if kind == PERSON else None
    return Named(run.claim, run.tokens, kind, run.titles, person, person, kin)


def _kind(run: Run, words: Sequence[str], votes: Counter[str]) -> str:
    folded = [fold_word(w) for w in words]
    if len(words) > 1 and folded[-1] in {"jr", "sr"}:
        return PERSON
    if folded[-1] in ORG_WORDS or (folded[0] in ORG_WORDS and "of" in folded):
        return ORG
    if any(t.text.lower() not in PARTIES for t in run.titles) and len(words) <= 5:
        return PERSON
    if 2 <= len(words) <= 4 and _is_introduced(run):
        return PERSON
    best = max(votes, key=lambda k: (votes[k], k)) if votes else ""
    if len(words) > 1 and folded[-1] in SITE_NOUNS and not is_given_name(words[0]):
        return ORG if best == ORG else PLACE
    if len(words) > 1 and len(words) <= 5 and is_given_name(words[0]) and best not in {PLACE, ORG}:
        return PERSON
    if len(words) == 1 and best != PLACE and _is_acronym(run.tokens[0]):
        return ORG
    if not best and 2 <= len(words) <= 4 and _speaks(run):
        return PERSON
    return best or THING


def _is_acronym(token: Token) -> bool:
    """Whether a word in capitals stands for a body; before a colon it only calls out: "NOTE:"."""
    after = token.nbor().text if token.i + 1 < len(token.doc) else ""
    return token.text.isupper() and len(token) > 1 and after != ":"


def _speaks(run: Run) -> bool:
    last = run.tokens[-1]
    return last.dep_ == "nsubj" and last.head.lemma_.lower() in SPEAKING


def _is_introduced(run: Run) -> bool:
    """Whether a role stands right before the name, or a role or an age after its comma."""
    first, last = run.tokens[0], run.tokens[-1]
    before = first.nbor(-1) if first.i > run.claim.tokens.start else None
    if before is not None and before.is_lower and is_role_word(before.text):
        return before.head.i in {t.i for t in run.tokens}
    after = [t for t in run.claim.tokens if last.i < t.i <= last.i + ROLE_TOKENS]
    if len(after) < 3 or after[0].text != ",":
        return False
    role = any(is_role_word(t.text) and t.is_lower for t in after[1:])
    return (role and after[1].pos_ in {"DET", "PRON", "NOUN", "ADJ"}) or (
        after[1].like_num and after[2].text == ","
    )


def _person_of(run: Run, kin: str) -> PersonName:
    pieces: list[str] = []
    for t in run.tokens:
        if t.text in POSSESSIVE:
            continue
        glue = pieces and (t.text == "-" or pieces[-1].endswith("-"))
        if (
            glue
            or (pieces and pieces[-1] in MARKS and not t.text.isspace())
            or (t.text in MARKS and pieces and pieces[-1][0] in MARKS)
        ):
            pieces[-1] += t.text
        else:
            pieces.append(re.sub(r"['’]s$", "", t.text))
    name = parse_person(pieces)
    if kin and not name.given and not run.titles:
        return replace(name, given=name.family, family="")
    return (
        replace(name, suffix="sr") if kin in ELDERS and name.is_full and not name.suffix else name
    )


def _kin_of(run: Run) -> str:
    """The word of kinship that introduces the name: "wife Jo", "his father, the Rev. Al Roe"."""
    first = (run.titles or run.tokens)[0]
    crossed = False
    for at in range(first.i - 1, max(run.claim.tokens.start, first.i - KIN_TOKENS) - 1, -1):
        token = first.doc[at]
        if token.lemma_.lower() in KIN and (crossed or at == first.i - 1):
            return token.lemma_.lower()
        crossed = crossed or token.text == ","
        if token.text not in {",", "the"} and token.pos_ not in {"NOUN", "ADJ"}:
            return ""
    return ""


def _is_no_name(named: Named) -> bool:
    return named.kind == THING and named.tokens[0].ent_type_ in NOT_NAMES


def _known_people(names: Sequence[Named]) -> dict[str, PersonName]:
    """Family names, and given names of those named in full, each with the person met first."""
    known: dict[str, PersonName] = {}
    full = [n.person for n in names if n.person is not None and n.person.is_full]
    for person in full:
        for word in (person.family, person.given, person.nickname):
            if word:
                known.setdefault(fold(word), person)
    return known


def _as_people(names: Sequence[Named], known: dict[str, PersonName]) -> list[Named]:
    """Make persons of lone words that somebody introduced goes by."""
    out = []
    for n in names:
        person = known.get(fold(n.text))
        if n.person is None and person is not None and len(n.tokens) == 1:
            lone = PersonName(family=n.text) if fold(person.family) == fold(n.text) else None
            lone = lone or PersonName(given=n.text)
            n = replace(n, kind=PERSON, person=lone)
        out.append(n)
    return out


def _known_in(claim: ParsedClaim, known: dict[str, Named]) -> Iterator[Named]:
    """Names of the body that a headline has too, longest first at each place."""
    tokens = list(claim.tokens)
    at = 0
    while at < len(tokens):
        for size in range(min(6, len(tokens) - at), 0, -1):
            piece = tuple(tokens[at : at + size])
            model = known.get(fold_name_text(join_tokens(piece)))
            if model is not None and is_capital(piece[0]) and not piece[-1].is_punct:
                yield replace(model, claim=claim, tokens=piece, titles=(), kin="")
                at += size - 1
                break
        at += 1


def _with_full_names(names: Sequence[Named]) -> list[Named]:
    """Resolve short forms: a given name or a family name to the person who bears it, met first.

    A family name with an office before it means a bearer who is given one somewhere in the article,
    and if there is none, somebody whom the article never names in full; a plain family name
    then means that somebody too.
    """
    people = group_people(n.person for n in names if n.person is not None and n.person.is_full)
    bearers = list(dict.fromkeys(people[n.person] for n in names if n.person in people))
    officers = {people[n.person] for n in names if n.person in people and _has_office(n)}
    aloof = {
        fold(n.person.family)
        for n in names
        if n.person is not None and n.person not in people and _has_office(n)
        if _bearer(n.person, [b for b in bearers if b in officers]) is None
    }
    return [_resolved(n, people, bearers, aloof) for n in names]


def _resolved(
    named: Named,
    people: dict[PersonName, PersonName],
    bearers: Sequence[PersonName],
    aloof: set[str],
) -> Named:
    person = named.person
    if person is None:
        return named
    if person in people:
        return replace(named, full=people[person])
    if not person.given and fold(person.family) in aloof and not _is_woman(named):
        return replace(named, full=PersonName(family=person.family))
    return replace(named, full=_bearer(person, bearers) or person)


def _has_office(named: Named) -> bool:
    return any(fold_word(t.text) not in COURTESIES | set(PARTIES) for t in named.titles)


def _is_woman(named: Named) -> bool:
    return any(fold_word(t.text) in {"ms", "mrs", "miss"} for t in named.titles)


def _bearer(lone: PersonName, bearers: Sequence[PersonName]) -> PersonName | None:
    word = fold(lone.family or lone.given)
    for person in bearers:
        own = (person.family,) if lone.family else (person.given, person.nickname)
        if any(fold(w) == word for w in own if w):
            return person
    return None
