"""Phrase the question that mentions of a number answer, in plain English.

Who did what is asked only where the clause says it right beside the number; where a parse has
taken the number for another verb's, a short question is better than an odd one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.facets.numbers.outcomes import outcomes_of
from consistency.facets.phrasing import (
    BE,
    IRREGULAR,
    LINKING,
    actor_of,
    bare,
    best_of,
    display,
    is_form,
    number_at,
    plural,
    tail,
    thing_of,
    was,
)
from consistency.records import Mention, Slot

FIGURES = frozenset(
    "toll magnitude number total average rate attendance population size margin index age limit"
    " threshold level ratio capacity minimum maximum".split()
)
"""Nouns that name a figure and are not themselves counted."""
GATHERED = frozenset("crowd audience turnout gathering".split())
"""Nouns for many people at once, whose number is a size."""
ONE = frozenset({"one", "1", "a", "an", "no", "none", "zero"})
"""Amounts of which a thing stands in the singular."""
PREPOSITIONS = frozenset("in on at by to for from with over during".split())
PARTICLES = frozenset("up out off down back away".split())
"""Words that belong to the verb before them: "take up"."""
BEFELL = {
    "dead": "died",
    "hurt": "were hurt",
    "held": "were arrested",
    "missing": "are missing",
    "moved": "had to leave",
}
"""What befell those counted, where nobody says who they are, by the names of `OUTCOMES`."""
LONGEST_LINK = 5
"""Most words between a verb and its number that a question repeats."""
GOING_TO = frozenset("on at for to from".split())
"""Prepositions between an amount of money and what it goes to: "on fur coats"."""
LEADING = frozenset("a an the its his her their another some about only just over nearly".split())
"""Words between a verb and its number that change nothing about who does what."""
SPAN_OPENINGS = frozenset("after before since until from".split())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A mention's clause, cut at the number asked for."""

    mention: Mention
    before: Sequence[str]
    number: str
    """The word with the blank: "#", "#-term"."""
    behind: Sequence[str]

    @classmethod
    def of(cls, mention: Mention) -> _Clause:
        words = mention.masked.split()
        at = number_at(words, mention.slot.head)
        return cls(mention, words[:at], "".join(words[at : at + 1]), words[at + 1 :])

    @property
    def verb(self) -> str:
        """The verb as it stands before the number; "" where it stands elsewhere or links only."""
        at = self._verb_at
        return bare(self.before[at]) if at is not None else ""

    @property
    def act(self) -> str:
        """The verb's lemma with its particle: "take up"."""
        particle = [w for w in self.between[:1] if w in PARTICLES]
        return " ".join([self.mention.slot.predicate, *particle])

    @property
    def between(self) -> Sequence[str]:
        """The words between the verb and the number, as they stand."""
        return () if self._verb_at is None else self.before[self._verb_at + 1 :]

    @property
    def link(self) -> str | None:
        """The one preposition between the verb and the number, "" for none, None for more."""
        if self._verb_at is None:
            return None
        particle = len(self.act.split()) - 1
        between = [w for w in map(str.lower, self.between[particle:]) if w not in LEADING]
        if len(between) > 1 or not PREPOSITIONS.issuperset(between):
            return None
        return "".join(between)

    @property
    def is_finite(self) -> bool:
        """Whether the verb stands in the present or the past, and not in "-ing" or after "to"."""
        return _is_finite(self.verb, self.mention.slot.predicate)

    @property
    def is_passive(self) -> bool:
        """Whether the subject suffers the verb: "was formally charged with"."""
        before = [w.lower() for w in self.before[: self._verb_at or 0] if not w.endswith("ly")]
        return bool(before) and before[-1] in BE

    @property
    def opening(self) -> str:
        """The preposition that opens a clause with its number: "On two occasions, …"."""
        first = [w.lower() for w in self.before if w.lower() not in LEADING]
        return first[0] if len(first) == 1 and first[0] in PREPOSITIONS else ""

    @property
    def is_compound(self) -> bool:
        """Whether the number is part of a word: "seven-term"."""
        return len(bare(self.number)) > 1

    @property
    def _verb_at(self) -> int | None:
        predicate = self.mention.slot.predicate
        if predicate in {"", *LINKING}:
            return None
        found = [n for n, word in enumerate(self.before) if is_form(word, predicate)]
        return found[-1] if found else None


def ask_quantity(mentions: Sequence[Mention]) -> str:
    """Return "How many …?", "How much …?", "How old is …?" for what the mentions count."""
    mention = best_of(mentions)
    slot, thing = mention.slot, thing_of(mention)
    thing = "people" if thing == "person" else thing  # "two deaths" are people who died
    clause = _Clause.of(mention)
    actor = actor_of(mention)
    if slot.role in {"vote", "score"}:
        return f"What was the {slot.role}?"
    if slot.role in {"age", "age then"}:
        return _ask_age(mention)
    if slot.role == "grade":
        return f"Which {slot.head} is it?"
    if slot.role == "rank":
        return f"Where does {actor or 'this'} stand in the order of {plural(thing) or 'its kind'}?"
    if slot.role in {"percent", "share"}:
        return _ask_share(clause, thing, actor)
    if slot.role in {"duration", "period", "lag", "limit"}:
        return _ask_duration(clause, thing, actor)
    if slot.role == "measure":
        of = f"the {thing}" if thing else actor
        return f"What measure is given for {of}?" if of else "What measure is given?"
    if slot.role in {"change", "before"}:
        return _ask_change(slot, thing, actor)
    if slot.head in FIGURES:
        return f"What is the {thing}?"
    if slot.head in GATHERED and slot.role in {"count", "total"}:
        return f"How large was the {thing}?"
    if slot.role == "money" or getattr(mention.value, "unit", None):
        return _ask_amount(clause, thing, actor)
    return _ask_count(clause, thing, actor)


def _ask_age(mention: Mention) -> str:
    slot = mention.slot
    if not slot.head:
        return "What age is given?"
    who = display(slot.head, mention)
    who = f"the {who}" if who[:1].islower() else who
    return f"How old was {who} then?" if slot.role == "age then" else f"How old is {who}?"


def _ask_share(clause: _Clause, thing: str, actor: str) -> str:
    slot = clause.mention.slot
    if thing:
        return f"What is the {thing}?" if slot.head in FIGURES else f"What share of the {thing}?"
    if clause.link and actor:
        return f"{_opened(clause.link)} what percentage did {actor} {slot.predicate}?"
    return "What percentage?"


def _ask_change(slot: Slot, thing: str, actor: str) -> str:
    if slot.role == "before":
        return f"What was the {thing} before?" if thing else "How much was it before?"
    acts = bool(actor) and slot.predicate not in {"", *LINKING}
    if thing and acts:
        return f"How many more {thing} did {actor} {slot.predicate}?"
    if thing or acts:
        verb = slot.predicate if slot.predicate not in {"", *LINKING} else "change"
        return f"By how much did {actor if acts else 'the ' + thing} {verb}?"
    return "How many more or fewer?"


def _ask_duration(clause: _Clause, thing: str, actor: str) -> str:
    slot = clause.mention.slot
    if slot.role == "limit":
        return "Within how long is it to be done?"
    if slot.role == "lag":
        named = bool(clause.behind) and clause.behind[0].lower() in SPAN_OPENINGS
        since = tail(clause.behind) if named else ""
        return f"How long {since}?" if since else "How much time lies between?"
    if slot.head and slot.head != slot.predicate:
        is_for = bool(clause.before) and clause.before[-1].lower() == "for"
        is_are = "are" if was(thing) == "were" else "is"
        return "For how long?" if is_for else f"How long {is_are} the {thing}?"
    if actor and (slot.head or not clause.before or clause.link in {"", "for"}):
        return f"For how long did {actor} {slot.predicate}?"
    return "For how long?"


def _ask_amount(clause: _Clause, thing: str, actor: str) -> str:
    predicate = clause.mention.slot.predicate
    acts = bool(actor) and clause.link == ""
    goes_to = _goes_to(clause)
    if goes_to:
        did = f" did {actor} {predicate}" if acts else ""
        return f"How much{did} {goes_to}?"
    if thing:
        return f"How much {was(thing)} the {thing}?"
    return f"How much did {actor} {predicate}?" if acts else "How much?"


def _goes_to(clause: _Clause) -> str:
    """Return what the money goes to, as the clause has it: "on fur coats"; "" where it is not."""
    head = clause.mention.slot.head
    if not head or not clause.behind or clause.behind[0] not in GOING_TO:
        return ""
    for n, word in enumerate(clause.behind[:7]):
        if is_form(word, head):
            return " ".join(map(bare, clause.behind[: n + 1]))
    return ""


def _ask_count(clause: _Clause, thing: str, actor: str) -> str:
    if clause.is_compound or clause.mention.text.lower().split()[0] in ONE:
        thing = plural(thing)
    how_many = f"how many {thing}".rstrip()
    preposition = clause.link or clause.opening
    acts = clause.mention.slot.predicate not in {"", *LINKING}
    if actor and acts and (clause.link is not None or preposition):
        asked = _opened(f"{preposition} {how_many}")
        if clause.is_passive:
            return f"{asked} {was(actor)} {actor} {clause.verb}?"
        return f"{asked} did {actor} {clause.act}?"
    if actor and _may_repeat(clause):
        verb = f"{was(actor)} {clause.verb}" if clause.is_passive else clause.verb
        return f"{_opened(actor)} {verb} {' '.join(clause.between)} {how_many}?"
    is_active = clause.verb.endswith("ing") or (clause.is_finite and not clause.is_passive)
    if actor and is_active:
        return f"{_opened(how_many)} did {actor} {clause.act}?"
    if clause.link == "" and clause.verb.endswith("ed") and thing:
        return f"How many {thing} were {clause.verb}?"
    if thing:
        return f"{_opened(how_many)} {_doing(clause, thing)}?"
    befell = outcomes_of(frozenset({clause.mention.slot.predicate}))
    return f"How many {BEFELL[min(befell)]}?" if befell else "How many?"


def _may_repeat(clause: _Clause) -> bool:
    """Whether what stands between verb and number can be said again: few words, no break."""
    is_plain = all(word.strip("’'").isalnum() for word in clause.between)
    return clause.is_finite and is_plain and len(clause.between) <= LONGEST_LINK


def _doing(clause: _Clause, thing: str) -> str:
    """Return the verb right behind the thing counted, which does it: "gathered"; what befell it;
    or "are there"."""
    n = len(thing.split())
    behind = clause.behind[n : n + 1]
    is_said = [bare(w) for w in clause.behind[:n]] == thing.split()
    predicate = clause.mention.slot.predicate
    verb = bare("".join(behind))
    acts = is_said and predicate not in {"", *LINKING} and is_form(verb, predicate)
    if acts and _is_finite(verb, predicate):
        return verb
    befell = outcomes_of(frozenset({predicate}))
    counts_it = outcomes_of(frozenset({clause.mention.slot.head}))
    return BEFELL[min(befell)] if befell and not counts_it else "are there"


def _is_finite(verb: str, lemma: str) -> bool:
    return bool(verb) and (verb.endswith(("s", "ed")) or verb == IRREGULAR.get(lemma))


def _opened(words: str) -> str:
    """Start a question with these words."""
    words = words.strip()
    return words[:1].upper() + words[1:]
