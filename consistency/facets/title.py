"""What office, party and constituency an article gives each person it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from consistency.facets.base import Facet, ParsedArticle
from consistency.facets.capitals import PARTIES
from consistency.facets.gazetteer import state_named
from consistency.facets.naming import PERSON, Named, find_names
from consistency.facets.offices import Office, compare_offices, fold_word
from consistency.facets.persons import PersonName, fold, group_people
from consistency.facets.roles import Role, describe, find_roles
from consistency.records import Judgement, Level, Mention, Slot, Span

OFFICE, PARTY, CONSTITUENCY = "office", "party", "constituency"
PARTY_LETTERS = {"R": "Republican", "D": "Democrat", "I": "independent"}
PARTY_AND_STATE = re.compile(
    r"(?:’s|'s)?\s*[,(]\s*(?P<party>[RDI])(?:\s*[-–]\s*(?P<state>[A-Z][A-Za-z]*\.?(?:\s?[A-Z][a-z.]*)?))?(?=[\s,.)\]])"
)
PARTY_OF_STATE = re.compile(
    rf"(?P<party>{'|'.join(sorted({*PARTIES.values(), 'Tory', 'Independent'}))})"
    r"(?:,?\s+(?:of|from)\s+(?P<state>[A-Z][\w.]*(?:\s[A-Z]\w+)?))?"
)
OF_STATE = re.compile(r"\s+of\s+(?P<state>[A-Z][a-z.]+(?:\s[A-Z][a-z]+)?)")
PARTY_WINDOW = 60
"""Characters after a name within which an apposition that gives a party begins and ends."""


@dataclass(frozen=True, slots=True)
class TitleValue:
    """What is said of a person.

    Args:
        role: "office", "party" or "constituency".
        words: As the article has it, without an article before it.
        office: The office in parts, for that role.
        name: The party's or the state's own name, for the other two.
        person: The fullest form of the person's name in the article.
    """

    role: str
    words: str
    person: PersonName
    office: Office | None = None
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.words


class TitleFacet(Facet):
    """Offices, parties and constituencies, each a question about one person."""

    name = "title"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return the first mention of each thing said of each person, in reading order."""
        names = parsed.once(find_names)
        people = [n for n in names if n.kind == PERSON and n.full is not None]
        found = [_office_mention(parsed, r) for r in find_roles(parsed, names)]
        found += [m for n in people for m in _allegiance(parsed, n)]
        return _firsts(sorted(found, key=lambda m: (m.span, m.slot.role)))

    def link(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Give the mentions of one person, however named, one head and shared keys."""
        people = group_people(m.value.person for m in mentions)
        return [_headed(m, people[m.value.person]) for m in mentions]

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Compare what is said of one person in one respect; anything else is `Level.NULL`."""
        a, b = left.value, right.value
        if not isinstance(a, TitleValue) or not isinstance(b, TitleValue):
            return Judgement(Level.NULL, "one side gives no title")
        if left.slot.head != right.slot.head or a.role != b.role:
            return Judgement(Level.NULL, "two people, or two things about one")
        if a.office is not None and b.office is not None:
            return _surely(compare_offices(_without_person(a), _without_person(b)))
        return _surely(_compare_names(a, b))

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask for the title, the party or the state of the person, by the fullest name at hand."""
        person = max((m.value.person for m in mentions), key=lambda p: len(str(p)))
        role = mentions[0].slot.role
        if role == PARTY:
            return f"What party is {person}?"
        if role == CONSTITUENCY:
            return f"Which state does {person} represent?"
        return f"What is {possessive(str(person))} title?"


def possessive(name: str) -> str:
    """The name with the ending that shows ownership.

    >>> possessive("Ada Banks"), possessive("Jo Roe")
    ('Ada Banks’', 'Jo Roe’s')
    """
    return name + ("’" if name.endswith("s") else "’s")


def _surely(judgement: Judgement) -> Judgement:
    """A person has one title of a kind at a time: the facet knows the question is the same."""
    return replace(judgement, alignment=0.9) if judgement.level is not Level.NULL else judgement


def _compare_names(left: TitleValue, right: TitleValue) -> Judgement:
    if left.name == right.name:
        return Judgement(Level.EQUAL, f"both say {left.name}")
    strength = 0.9 if left.role == PARTY else 0.8
    return Judgement(Level.DIFFERENT, f"{left.name} and {right.name}", strength)


def _without_person(value: TitleValue) -> Office:
    """The office without the words of the holder's own name, which say nothing of its body."""
    assert value.office is not None  # noqa: S101 - callers ask for offices only
    own = {fold(w) for w in str(value.person).split()}
    return replace(value.office, body=value.office.body - own)


def _office_mention(parsed: ParsedArticle, role: Role) -> Mention:
    claim = role.named.claim
    span = claim.span_of(role.tokens[0], role.tokens[-1])
    person = role.named.full or PersonName(family=role.named.text)
    value = TitleValue(OFFICE, describe(role.tokens), person, role.office)
    return _mention(parsed, role.named, span, value)


def _mention(parsed: ParsedArticle, named: Named, span: Span, value: TitleValue) -> Mention:
    claim = named.claim.claim
    return Mention(
        facet=TitleFacet.name,
        article=parsed.article.id,
        claim=claim.id,
        span=span,
        text=parsed.article.text[span.start : span.end],
        value=value,
        slot=Slot(head=fold(str(value.person)), role=value.role),
        speaker=claim.speaker,
        masked=_masked(parsed, named, span),
    )


def _masked(parsed: ParsedArticle, named: Named, span: Span) -> str:
    whole = named.claim.claim.span
    text = parsed.article.text
    return " ".join(f"{text[whole.start : span.start]}_{text[span.end : whole.end]}".split())


def _allegiance(parsed: ParsedArticle, named: Named) -> Iterator[Mention]:
    """Party and state, from "(R-S.C.)", "Democrat of Ohio" or the words before the name."""
    for role, span, name in (*_in_titles(named), *_after_name(parsed, named)):
        words = parsed.article.text[span.start : span.end]
        assert named.full is not None  # noqa: S101 - `find` passes persons only
        yield _mention(parsed, named, span, TitleValue(role, words, named.full, name=name))


def _in_titles(named: Named) -> Iterator[tuple[str, Span, str]]:
    titles = named.titles
    for i, token in enumerate(titles):
        party = PARTIES.get(fold_word(token.text))
        if party and not token.is_upper:
            yield PARTY, named.claim.span_of(token, token), party
        for size in (2, 1):
            piece = titles[i : i + size]
            state = state_named(" ".join(t.text for t in piece))
            if state and i == 0 and len(piece) == size < len(titles):
                yield CONSTITUENCY, named.claim.span_of(piece[0], piece[-1]), state
                break


def _after_name(parsed: ParsedArticle, named: Named) -> Iterator[tuple[str, Span, str]]:
    text, start, end = parsed.article.text, named.span.end, named.claim.claim.span.end
    match = PARTY_AND_STATE.match(text, start, min(end + 1, len(text)))
    if match is not None:
        yield PARTY, Span(*match.span("party")), PARTY_LETTERS[match["party"]]
    else:
        match = _party_words(text, start, min(end, start + PARTY_WINDOW))
        if match is not None:
            yield PARTY, Span(*match.span("party")), PARTIES[match["party"].lower()]
    match = match or OF_STATE.match(text, start, end)
    state = state_named(match["state"] or "") if match is not None else ""
    if match is not None and state:
        yield CONSTITUENCY, Span(*match.span("state")), state


def _party_words(text: str, start: int, end: int) -> re.Match[str] | None:
    """ ", a conservative Democrat from Ohio": an apposition whose noun is a party's member."""
    opening = re.compile(r"(?:,\s*\d{1,3})?,\s+(?:(?:an?|the|also)\s+)*(?:[a-z-]+\s+){0,2}")
    lead = opening.match(text, start, end)
    match = PARTY_OF_STATE.match(text, lead.end(), end) if lead is not None else None
    closes = match is not None and re.match(
        r"\s*(?:[,.;:)]|who\b|and\b|from\b|of\b|$)", text[match.end() :]
    )
    return match if closes else None


def _firsts(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop repetitions: a title used each time a person is named says nothing new."""
    seen: dict[tuple[str, str, object], Mention] = {}
    taken: defaultdict[str, list[Span]] = defaultdict(list)
    for m in mentions:
        value = m.value
        key = (m.slot.head, value.role, value.office or value.name)
        if key in seen or any(m.span.overlaps(s) for s in taken[value.role]):
            continue
        seen[key] = m
        taken[value.role].append(m.span)
    return list(seen.values())


def _headed(mention: Mention, person: PersonName) -> Mention:
    head = fold(str(person))
    value = replace(mention.value, person=person)
    keys = frozenset({f"{head}|{mention.slot.role}"})
    return replace(mention, value=value, slot=replace(mention.slot, head=head), keys=keys)
