"""Runs of capitalised words in a claim, and the titles taken off their front."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from consistency.entities import entity_at
from consistency.facets.base import ParsedClaim
from consistency.facets.offices import ABBREVIATIONS, COURTESIES, fold_word, is_role_word
from consistency.facets.persons import INITIAL, SUFFIXES, fold, is_given_name

if TYPE_CHECKING:
    from spacy.tokens import Token

ORG_WORDS = frozenset(
    """
    academy administration agency association authority bank board bureau cabinet center centre
    chamber church club coalition college commission committee company congress corp corporation
    council court department district electric enforcement enterprises federation force forces
    foundation fund group guard hospital house inc industries institute international journal labs
    league llc llp ltd
    magazine ministry museum news office orchestra organization parliament partners party plc police
    post press register school senate service services society star stores supreme syndicate systems
    team times tribune trust union university weekly workshop foods motors airlines reserve reserves
    """.split()
)
"""Words that make a name an organisation's."""
SITE_NOUNS = frozenset(
    """
    facility jail prison courthouse courtroom hospital clinic school campus airport station
    bridge base barracks church mosque synagogue temple hotel motel restaurant bar stadium
    arena headquarters warehouse factory plant mill mine store shop mall market park museum
    library theater theatre embassy consulate building skyscraper tower apartment shelter
    camp port harbor dock pier farm ranch cemetery monument memorial statehouse checkpoint
    depot refinery dam reservoir tunnel highway gym auditorium university college mansion
    island beach casino nightclub attic barn basement cafe gallery garage plaza pub square zoo lot
    alley sidewalk driveway yard backyard porch supermarket dormitory diner laundry
    """.split()
)
"""Nouns that name a kind of site."""
PARTIES = {
    "democrat": "Democrat",
    "democrats": "Democrat",
    "democratic": "Democrat",
    "republican": "Republican",
    "republicans": "Republican",
    "gop": "Republican",
    "libertarian": "Libertarian",
    "labour": "Labour",
    "conservative": "Conservative",
    "tory": "Conservative",
    "independent": "independent",
    "liberal": "Liberal",
    "green": "Green",
    "unionist": "Unionist",
    "nationalist": "Nationalist",
    "socialist": "Socialist",
    "communist": "Communist",
    "federalist": "Federalist",
    "whig": "Whig",
}
"""Words for a party's members and what is theirs, and the party; they count with a capital only."""
CONNECTORS = frozenset({"of", "for", "and", "&", "the"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
LATE_TITLES = frozenset("king dean major fellow private marshal ranger officer page priest".split())
"""Role words that are as often family names: titles only where they begin the run."""
FOR_THE_TIME = frozenset({"pro", "tem", "tempore"})
"""Words after a title that belong to it: Mayor Pro Tem."""
TAKES_OF = frozenset("secretary minister bank speaker attorney chief director".split())
JOINED_BY_AND = frozenset("u.s. us national federal department ministry office bureau".split())
MARKS = frozenset("\"'“”‘’")
STRIPPED_POS = frozenset("DET ADP PRON ADV CCONJ SCONJ INTJ AUX NUM PART".split())
PARTY_STATE = re.compile(r"^[DRI]-[A-Z][A-Za-z.]*$")
BASED = re.compile(r"^[A-Z][\w.]*-[a-z]+$")


@dataclass(frozen=True)
class Run:
    """A name as it stands: the title words before it, and its own."""

    claim: ParsedClaim
    titles: tuple[Token, ...]
    tokens: tuple[Token, ...]


def find_runs(claim: ParsedClaim, lower: frozenset[str]) -> Iterator[Run]:
    """Maximal runs of capitalised words, titles taken off their front."""
    tokens = list(claim.tokens)
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and (step := _goes_on(tokens, at, end)):
            end += step
        if end == at:
            at += 1
            continue
        run = _trimmed(tokens[at:end], lower, first=at == _first_word(tokens))
        if run:
            titles, name = _split_titles(run)
            if name:
                yield Run(claim, tuple(titles), tuple(name))
        at = end


def _first_word(tokens: Sequence[Token]) -> int:
    return next((i for i, t in enumerate(tokens) if t.is_alpha), 0)


def _goes_on(tokens: Sequence[Token], start: int, at: int) -> int:
    """How many tokens the run takes in at `at`: 0 ends it."""
    token = tokens[at]
    if is_capital(token) and token.text not in MARKS:
        return 1
    if at == start:
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return 0
    if token.text == "." and fold_word(tokens[at - 1].text) in ABBREVIATIONS:
        return int(is_capital(following))
    if (
        token.text in "-&"
        and is_capital(following)
        and (token.text == "&" or not token.whitespace_)
    ):
        return 1
    if token.text in POSSESSIVE:
        return int(is_capital(following) and _in_one_entity(tokens[at - 1], token, following))
    if token.text in MARKS:
        return _nickname(tokens, at)
    if token.lower_ in CONNECTORS:
        return _connected(tokens, start, at)
    return 0


def is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and not token.is_space


def _nickname(tokens: Sequence[Token], at: int) -> int:
    """A single capitalised word between marks, with a name before it and after: `"Tug"`."""
    inside = tokens[at + 1 : at + 4]
    is_one = len(inside) == 3 and is_capital(inside[0]) and inside[1].text in MARKS
    return 3 if is_one and is_capital(inside[2]) else 0


def _connected(tokens: Sequence[Token], start: int, at: int) -> int:
    """Whether "of", "for", "and" goes on inside one name: Department of Labor, Secretary of War."""
    if tokens[at].lower_ == "the":
        return 0
    step = 2 if tokens[at + 1].lower_ == "the" else 1
    after = tokens[at + step] if at + step < len(tokens) else None
    if after is None or not is_capital(after):
        return 0
    if tokens[at].lower_ in {"of", "for"}:
        before = fold_word(tokens[at - 1].text)
        if before in ORG_WORDS or before in TAKES_OF or (before == "general" and at - 1 > start):
            return step
    elif tokens[at].lower_ == "and" and _names_one_body(tokens, start, at):
        return step
    return step if _in_one_entity(tokens[at - 1], tokens[at], after) else 0


def _names_one_body(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether "and" stands inside "National Rivers and Harbors Agency" and the like."""
    before = [fold_word(t.text) for t in tokens[start:at]]
    after = [t.text for t in takewhile(is_capital, tokens[at + 1 :])]
    closed = "of" in before or not after or fold_word(after[-1]) not in ORG_WORDS
    return not closed and bool(JOINED_BY_AND.intersection(before))


def _in_one_entity(*tokens: Token) -> bool:
    """Whether the entity recogniser took the tokens for parts of one organisation or the like."""
    entity = entity_at(tokens[0])
    return (
        entity is not None
        and entity.label_ in {"ORG", "FAC", "LAW", "EVENT"}
        and all(entity.start <= t.i < entity.end for t in tokens)
    )


def _trimmed(run: list[Token], lower: frozenset[str], *, first: bool) -> list[Token]:
    """Drop words at either end that only the sentence's start or a slip made part of the run."""
    while run and (
        _is_function_word(run[0])
        or PARTY_STATE.match(run[0].text)
        or BASED.match(run[0].text)
        or run[0].ent_type_ in {"DATE", "TIME"}
        or run[0].lower_ in CONNECTORS
        or not any(c.isalpha() for c in run[0].text)
        or (first and _only_opens(run, lower))
    ):
        run, first = run[1:], False
    while run and (
        run[-1].lower_ in CONNECTORS | POSSESSIVE
        or run[-1].is_punct
        or run[-1].ent_type_ in {"DATE", "TIME"}
        or PARTY_STATE.match(run[-1].text)
    ):
        run = run[:-1]
    return run


def _is_function_word(token: Token) -> bool:
    """Whether a word names nothing; the tagger takes a family name that opens for an adverb."""
    if is_role_word(token.text) or token.pos_ not in STRIPPED_POS:
        return False
    return token.pos_ != "ADV" or token.is_stop or token.lower_.endswith("ly")


def _only_opens(run: Sequence[Token], lower: frozenset[str]) -> bool:
    """Whether the first word of a sentence has its capital from there alone."""
    verb = len(run) > 1 and run[0].tag_ in {"VB", "VBG", "VBP", "VBZ"}
    return verb or (run[0].lower_ in lower and not is_role_word(run[0].text))


def _split_titles(run: list[Token]) -> tuple[list[Token], list[Token]]:
    """Split "Secretary of War Jane Roe" into title and name.

    A run that is all title has no name; an organisation that begins like a title ("Justice
    Department", "House of Representatives") is all name.
    """
    last = max((i for i in range(len(run)) if _is_title_word(run, i)), default=-1)
    if last < 0 or _is_organisation(run, last):
        return [], run
    after = _past_complement(run, last)
    while after < len(run) - 1 and run[after].is_punct:
        after += 1
    name = run[after:]
    if len(name) == 1 and fold(name[0].text) in SUFFIXES:
        return [], run
    if name and fold_word(name[-1].text) in ORG_WORDS:
        return [], run
    return run[:after], name


def _is_title_word(run: Sequence[Token], i: int) -> bool:
    folded = fold_word(run[i].text)
    if folded in ABBREVIATIONS or folded in COURTESIES or folded in PARTIES:
        return True
    if folded in FOR_THE_TIME and i > 0:
        return _is_title_word(run, i - 1)
    return is_role_word(run[i].text) and not _is_family_name(run, i)


def _is_family_name(run: Sequence[Token], i: int) -> bool:
    """Whether a role word is rather a name: with less than two names after it, as in King Jr."""
    after = [t for t in run[i + 1 :] if fold(t.text) not in SUFFIXES]
    return i > 0 and fold_word(run[i].text) in LATE_TITLES and len(after) < 2


def _is_organisation(run: Sequence[Token], last: int) -> bool:
    """Whether a run with a role word at `last` is a body's name all the same: General Electric."""
    if fold_word(run[-1].text) in ORG_WORDS:
        return True
    all_org = all(t.ent_type_ == "ORG" for t in run)
    return all_org and not _honours(run) and len(run) - last - 1 < 2


def _honours(run: Sequence[Token]) -> bool:
    return any(fold_word(t.text) in ABBREVIATIONS or fold_word(t.text) in COURTESIES for t in run)


def _past_complement(run: Sequence[Token], last: int) -> int:
    """Where the name starts: after the title, and after "of War" where that follows it."""
    at = last + 1
    if at >= len(run) or run[at].lower_ not in {"of", "for"}:
        return at
    for i in range(at + 2, len(run)):
        if is_given_name(run[i].text) or INITIAL.match(run[i].text):
            return i
    return max(at + 2, len(run) - 2) if len(run) - at > 3 else len(run)


def join_tokens(tokens: Sequence[Token]) -> str:
    """The tokens' text as it stands in the article, white space made single spaces."""
    return " ".join("".join(t.text_with_ws for t in tokens).split())
