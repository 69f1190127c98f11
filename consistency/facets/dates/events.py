"""Decide which event a date belongs to, whether it starts or ends it, and lies ahead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.facets.dates.written import Moment
from consistency.facets.lexemes import Lexeme, phrase_before, word_at
from consistency.facets.slots import (
    NOUNS,
    VERBS,
    governor,
    is_noun,
    lemma_of,
    modifiers_of,
    name_of,
    root_of,
    subject_token,
)
from consistency.records import Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

SCHEDULING = frozenset(
    "set schedule slate slat hold plan postpone delay reschedule conduct stage".split()
)
"""Verbs whose object is the event: "set the hearing for June 3" ("slat" is how the parser reads
"slated")."""
HAPPENING = frozenset(
    "occur happen take begin start commence end expire conclude open close last run continue come"
    " fall be resume kick finish".split()
)
"""Verbs whose subject is the event: "the trial begins on Monday"."""
STAGING = frozenset("hold conduct stage".split())
"""Of `SCHEDULING`, verbs that say by "held on Friday" that it was: nobody plans by them."""
LOOSE = frozenset("be come fall".split())
"""Of these, verbs whose subject is the event only where it is one: "the vote is on Monday"."""
LIGHT = frozenset("issue make give deliver have conduct stage cast hold take provide".split())
"""Verbs that say nothing without their object: "issued an apology"."""
STARTING = frozenset("start begin commence open launch kick resume".split())
ENDING = frozenset("end expire conclude close finish cease lapse".split())
START_WORDS = frozenset(
    "since starting beginning begins begin began start starts started effective commencing".split()
)
END_WORDS = frozenset(
    "until till through thru ending ends end ended expires expire expiring expired".split()
)
COMING = frozenset(
    "starting beginning ending effective until till through expiring commencing"
    " before pending".split()
)
"""Words before a date that mostly point ahead of the publication day."""
LASTING = frozenset(
    "wait stay remain last continue linger go drag rage burn sleep serve live".split()
)
"""Verbs that in the past tense tell of what had lasted by then, where others set a term: "waited
until Monday", "extended the deadline until Monday"."""
DUE_WORDS = frozenset("by before".split())
AHEAD = frozenset(
    "expect schedule set slate plan due hope intend aim vow prepare ready propose want promise"
    " pledge".split()
)
PENDING = frozenset(
    "able certain due eligible free likely poised ready set unlikely willing".split()
)
"""Adjectives whose infinitive lies ahead: "was eligible to vote on Nov. 6"."""
BETWEEN = frozenset("on in at the around about of date is was".split())
EVENT_ENDINGS = ("tion", "sion", "ment", "ing", "ance", "ence", "ure")
EVENTS = frozenset(
    "debate vote election primary attack strike speech trial ceremony interview post report event"
    " race campaign game war visit march rally protest storm crash fire death arrest victory win"
    " loss bid start end deadline launch raid talk session term plea appeal apology address tour"
    " trip party show summit poll survey sale order request letter lawsuit suit ban deal quake"
    " hurricane flood murder riot verdict release arrival return transfer call tweet video vigil"
    " funeral wedding birth birthday anniversary parade game match tournament"
    " season flight test".split()
)


@dataclass(frozen=True, slots=True)
class Event:
    """What a date is the date of.

    Args:
        head: The verb or noun, None in a line without either.
        verb: The verb that governs it; the same token where a verb is dated.
    """

    head: Token | None
    verb: Token | None


def event_of(run: Sequence[Token], in_dates: Collection[int], *, near: bool = False) -> Event:
    """Return the event that the parse hangs a date on.

    A possessive or compound date names its noun ("Wednesday's vote", "the June 3 primary"); one
    that hangs on a plain thing ("in a courtroom Wednesday") dates the verb above it.

    Args:
        near: Whether the date counts from publication ("on Wednesday"): such dates belong to the
            main verb rather than to a gerund under it ("pleads guilty to stealing on Wednesday").
    """
    root = root_of(run)
    above = _attached(root, in_dates)
    if above is None:
        return Event(None, None)
    before = _noun_before(run)
    if before is not None and root.dep_ == "npadvmod":
        return Event(before, governor(before))
    if above.pos_ in VERBS:
        behind = _noun_behind_perfect(above, root) if near else None
        if behind is not None:
            return Event(behind, above)
        return event_at(_main_verb(above, run, near=near))
    verb = governor(above)
    named = root.dep_ in {"poss", "compound", "nummod", "nmod", "amod"} and root.head == above
    named = named and not any(t.is_punct for t in run[-1].doc[run[-1].i + 1 : above.i])
    if is_noun(above) and (named or verb is None or is_event(above)):
        return Event(above, verb)
    return event_at(_main_verb(verb, run, near=near)) if verb is not None else Event(None, None)


def _noun_behind_perfect(verb: Token, root: Token) -> Token | None:
    """Return the noun in front of a date that the parser hung on a present perfect.

    English does not date a perfect: "has apologized for his behavior over the weekend" tells when
    he behaved so.
    """
    if not any(
        c.dep_ == "aux" and c.lower_ in {"has", "have", "’ve", "'ve"} for c in verb.children
    ):
        return None
    first = root.head if root.dep_ == "pobj" else root.left_edge
    if first.i == first.sent.start:
        return None
    before = first.nbor(-1)
    return before if before.pos_ == "NOUN" and verb.is_ancestor(before) else None


def _main_verb(verb: Token, run: Sequence[Token], *, near: bool) -> Token:
    """Climb out of clauses that a date cannot belong to.

    A date in front of a noun does not date the noun's relative clause: in "On Friday, the aide, who
    was new, wrote" it is the writing.
    """
    for above in (verb, *verb.ancestors):
        if above.dep_ in {"relcl", "acl"} and above.head.i > run[-1].i:
            return _main_verb(governor(above) or verb, run, near=near)
    gerund = verb.tag_ == "VBG" and verb.dep_ == "pcomp"
    return (governor(verb) or verb) if near and gerund else verb


def _noun_before(run: Sequence[Token]) -> Token | None:
    """Return the event a bare date stands right behind: "his address earlier this week"."""
    first = run[0]
    if first.i == first.sent.start:
        return None
    before = first.nbor(-1)
    plain = before.pos_ == "NOUN" and before.dep_ != "dobj"
    return before if plain and is_event(before) else None


def _attached(root: Token, in_dates: Collection[int]) -> Token | None:
    """Climb from a date over prepositions and other dates to the word it hangs on."""
    above = root
    for _ in range(6):
        if above.head == above:
            return above if above.i not in in_dates and above.pos_ in VERBS | NOUNS else None
        above = above.head
        if above.i not in in_dates and above.pos_ in VERBS | NOUNS and above.is_alpha:
            if above.dep_ in {"aux", "auxpass"}:
                continue
            return above
    return None


def event_at(verb: Token) -> Event:
    """Swap a verb that only schedules, frames or carries an event for the event itself."""
    lemma = verb.lemma_.lower()
    if lemma in STARTING | ENDING and verb.tag_ == "VBG" and verb.head != verb:
        return _framed(verb)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and is_noun(c)]
    if _moves_a_thing(verb):
        return Event(verb, verb)
    if lemma in SCHEDULING and (objects or verb.dep_ == "acl"):
        return Event(objects[0] if objects else verb.head, verb)
    if objects and (lemma in STARTING | ENDING or (lemma in LIGHT and is_event(objects[0]))):
        return Event(objects[0], verb)
    if lemma in HAPPENING:
        subject = _subject_or_there(verb)
        if subject is not None and is_noun(subject) and (lemma not in LOOSE or is_event(subject)):
            return Event(subject, verb)
    return Event(verb, verb)


def _moves_a_thing(verb: Token) -> bool:
    """Say whether "open" or "close" is done to a thing: "opened the door" starts nothing."""
    things = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    return verb.lemma_.lower() in {"open", "close"} and any(not is_event(c) for c in things)


def _framed(verb: Token) -> Event:
    """Return what "starting on Monday" starts: the event noun or the clause it hangs on."""
    if is_noun(verb.head) and is_event(verb.head):
        return Event(verb.head, governor(verb.head))
    above = governor(verb)
    if above is None or above.lemma_ in STARTING | ENDING:
        return Event(verb, verb)
    return event_at(above)


def _subject_or_there(verb: Token) -> Token | None:
    """Return the subject, or what "there was" introduces."""
    if any(c.dep_ == "expl" for c in verb.children):
        return next((c for c in verb.children if c.dep_ == "attr"), None)
    return subject_token(verb)


def is_event(noun: Token) -> bool:
    """Say whether a noun names something that happens rather than a thing or a person."""
    lemma = noun.lemma_.lower()
    return noun.pos_ in NOUNS and (lemma in EVENTS or lemma.endswith(EVENT_ENDINGS))


def slot_of(
    event: Event,
    role: str,
    in_dates: Collection[int],
    meant_by: Callable[[Token], str],
) -> Slot:
    """Return the question that a date answers: the event, its object, who does it.

    Args:
        meant_by: Folded name of whom a subject that is no name stands for, "" for none.
    """
    head, verb = event.head, event.verb
    subject = subject_token(verb)
    narrowed = (
        modifiers_of(head, in_dates) if head is not None and head.pos_ in NOUNS else frozenset()
    )
    around = frozenset(_around(verb, head, in_dates)) if verb is not None else frozenset()
    return Slot(
        head=lemma_of(head) if head is not None else "",
        role=role,
        modifiers=narrowed | around,
        predicate=verb.lemma_.lower() if verb is not None else "",
        subject="" if subject is None or subject == head else meant_by(subject) or name_of(subject),
    )


def _around(verb: Token, head: Token | None, in_dates: Collection[int]) -> Iterator[str]:
    """Yield the lemmas of a verb's object, complement and complement's object."""
    for child in verb.children:
        if child.i in in_dates or child == head:
            continue
        if child.dep_ in {"dobj", "acomp", "attr", "oprd", "xcomp", "ccomp"}:
            if child.is_alpha and not child.is_stop:
                yield lemma_of(child)
            if child.dep_ in {"xcomp", "ccomp"}:
                yield from (lemma_of(c) for c in child.children if c.dep_ == "dobj" and c.is_alpha)
        elif child.dep_ == "prep":
            yield from (
                lemma_of(c)
                for c in child.children
                if c.dep_ == "pobj" and is_noun(c) and c.i not in in_dates and c != head
            )


def role_of(lexemes: Sequence[Lexeme], moment: Moment, event: Event) -> str:
    """Return "start", "end", "by", "on", "span", "birth" or "clock"."""
    if moment.minute is not None:
        return "clock"
    if moment.end is not None:
        return "span"
    words = words_before(lexemes, moment.first)
    if words & END_WORDS:
        return "end"
    if words & START_WORDS:
        return "start"
    if words & DUE_WORDS or _at_the_latest(lexemes, moment):
        return "by"
    lemma = event.verb.lemma_.lower() if event.verb is not None else ""
    if event.verb is not None and _moves_a_thing(event.verb):
        return "on"
    if event.verb is not None and (lemma in STARTING or _takes_effect(event.verb)):
        return "start"
    if lemma in ENDING:
        return "end"
    return "birth" if lemma == "bear" else "on"


MEASURED_BY = frozenset("above below over under than".split())
"""Prepositions before what something is measured by, which is known by then."""


def _at_the_latest(lexemes: Sequence[Lexeme], moment: Moment) -> bool:
    return phrase_before(lexemes, moment.first, ("later", "than"))


def _takes_effect(verb: Token) -> bool:
    return any(c.dep_ == "dobj" and c.lower_ in {"effect", "force"} for c in verb.children)


def words_before(lexemes: Sequence[Lexeme], at: int) -> set[str]:
    """Return the words before a date up to the first that does more than link it."""
    words = set()
    for back in range(1, 4):
        word = word_at(lexemes, at - back)
        words.add(word)
        if word not in BETWEEN | {":"}:
            break
    return words


def direction_of(event: Event, lexemes: Sequence[Lexeme], moment: Moment) -> int:
    """Return -1 where the claim speaks of the past, +1 of what is ahead, 0 where neither."""
    tense = tense_of(event.verb)
    if moment.which == "running":
        return tense  # "resigned before the end of the year" was another year
    words = words_before(lexemes, moment.first)
    if words & DUE_WORDS or _at_the_latest(lexemes, moment):
        return tense if tense < 0 and _perfect(event.verb) else 1
    began = event.verb is not None and event.verb.lemma_ in STARTING | ENDING and tense < 0
    if words & COMING and not began and not _is_over(event, lexemes, moment):
        return 1
    if "for" in words and event.verb is not None and event.verb.lemma_ in AHEAD:
        return 1
    if event.head is not None and event.head.dep_ == "pobj" and event.head.head.lower_ in COMING:
        return 1
    if _is_compared_to(event):
        return -1
    return tense or _timetable(event.verb)


def _is_over(event: Event, lexemes: Sequence[Lexeme], moment: Moment) -> bool:
    """Say whether "until" ends what is past: "waited until Monday", "from Sunday to Tuesday"."""
    if event.verb is None or tense_of(event.verb) >= 0:
        return False
    spanned = word_at(lexemes, moment.first - 3) == "from"
    return spanned or (event.verb.tag_ == "VBD" and event.verb.lemma_.lower() in LASTING)


def _is_compared_to(event: Event) -> bool:
    """Whether what is dated is what something else is measured by: "32% above Friday's close"."""
    head = event.head
    return head is not None and head.dep_ == "pobj" and head.head.lower_ in MEASURED_BY


def _timetable(verb: Token | None) -> int:
    """Return +1 for a plain present of what starts or ends: "the summit opens Monday"."""
    if verb is None or verb.tag_ not in {"VBZ", "VBP"}:
        return 0
    return int(verb.lemma_ in STARTING | ENDING | {"turn"} or _takes_effect(verb))


def _perfect(verb: Token | None) -> bool:
    return verb is not None and any(c.lower_ == "had" for c in verb.children)


def tense_of(verb: Token | None) -> int:
    """Return -1 for past tenses, +1 for "will" and plans, 0 for the present or no verb."""
    for _ in range(5):
        if verb is None:
            return 0
        helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if "to" in helpers and verb.head.lower_ in PENDING:
            return 1
        if helpers & {"will", "shall", "'ll", "’ll", "wo"} or _planned(verb):
            return 1
        if verb.tag_ == "VBD" or helpers & {
            "had",
            "has",
            "have",
            "was",
            "were",
            "did",
            "'ve",
            "’ve",
            "been",
        }:
            return -1
        if verb.tag_ in {"VBZ", "VBP"} or helpers & {
            "is",
            "are",
            "would",
            "could",
            "may",
            "might",
            "can",
        }:
            return 1 if helpers & {"would", "may", "might", "could"} else 0
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_.lower() in STAGING:
            return -1
        verb = verb.head if verb.head != verb and verb.head.pos_ in VERBS else governor(verb)
    return 0


def _planned(verb: Token) -> bool:
    """Say whether the verb is planned ("expected to vote") or itself plans ("is set for June")."""
    lemma = verb.lemma_.lower()
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in AHEAD | {"go"}:
        return True
    passive = any(c.dep_ == "auxpass" and c.lower_ in {"is", "are", "been"} for c in verb.children)
    ahead = verb.dep_ == "acl" and lemma not in STAGING
    return lemma in SCHEDULING | {"expect"} and (passive or ahead)
