"""Phrase the question that mentions of a date answer, in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.facets.phrasing import (
    BE,
    IRREGULAR,
    LINKING,
    actor_of,
    best_of,
    event_name,
    is_form,
    is_plural,
    tail,
    was,
)
from consistency.records import Mention

DATE_NOUNS = frozenset({"date", "deadline"})
WHEN = frozenset("when while if once as since until after before".split())
"""Words after which a participle is a passive: "when asked about it"."""
SAYING = frozenset("say add note explain announce".split())
"""Verbs that ask for an object: "When did the director say this?"."""
DATING = frozenset("in on at during".split())
"""Prepositions before a date, and what follows a participle at once is no object."""
OPENINGS = {
    "clock": "At what time",
    "by": "By when",
    "span": "From when to when",
    "start": "From when",
    "end": "Until when",
}
"""How a question opens for the part that a date plays."""


def ask_date(mentions: Sequence[Mention]) -> str:
    """Return "When did … ?", "When was the … ?", "When does … start?" for a dated event."""
    mention = best_of(mentions)
    slot = mention.slot
    verbal = slot.head == slot.predicate and slot.head not in {"", *LINKING}
    if slot.role == "birth":
        return f"When was {actor_of(mention) or 'that person'} born?"
    if slot.role in {"start", "end"}:
        lasts = slot.head == slot.predicate and slot.head not in {"", "be"}
        if lasts and actor_of(mention):
            return f"{OPENINGS[slot.role]} {_did(mention)}?"
        return _ask_end(mention, lasts)
    if slot.head in DATE_NOUNS and not verbal:
        return f"What is the {event_name(mention)}?"
    return f"{OPENINGS.get(slot.role, 'When')} {_phrase(mention, verbal)}?"


def _ask_end(mention: Mention, verbal: bool) -> str:
    """Ask when something with a start and an end has the one or the other."""
    slot = mention.slot
    if slot.head in DATE_NOUNS and not verbal:
        return f"What is the {slot.role} {slot.head}?"
    thing = f"the {event_name(mention)}" if slot.head and not verbal else "this"
    return f"When {'do' if is_plural(thing) and thing != 'this' else 'does'} {thing} {slot.role}?"


def _phrase(mention: Mention, verbal: bool) -> str:
    slot, name = mention.slot, event_name(mention)
    if verbal:
        return _did(mention)
    is_named = bool(slot.head) and slot.head not in LINKING
    return f"{was(name)} the {name}" if is_named else "was that"


def _did(mention: Mention) -> str:
    """Turn the masked clause of a verb into "did Dana Reyes sign the order"."""
    slot, actor = mention.slot, actor_of(mention)
    words = mention.masked.split()
    at = next((n for n, w in enumerate(words) if is_form(w, slot.head)), None)
    behind = tail(words[at + 1 :]) if at is not None else ""
    if at is not None and (
        _is_passive(words[:at], words[at], behind, has_actor=bool(actor))
        or _is_apposed(words[:at], words[at:], slot.head)
    ):
        subject = actor or ("they" if words[at - 1].lower() in WHEN else "it")
        were = "were" if subject == "they" else was(subject)
        return " ".join(x for x in (were, subject, words[at].strip(",.;").lower(), behind) if x)
    said = behind or ("this" if slot.head in SAYING else "")
    return " ".join(x for x in ("did", actor or "they", slot.head, said) if x)


def _is_passive(before: Sequence[str], verb: str, behind: str, *, has_actor: bool) -> bool:
    """Guess from its neighbours whether a verb form is a passive."""
    before = [word.lower() for word in before if not word.endswith("ly")]
    if before and before[-1] in BE:
        return True
    is_participle = verb.endswith(("ed", "en"))
    opens = before[-1] in WHEN if before else has_actor
    return is_participle and (opens or behind.startswith("by "))


def _is_apposed(before: Sequence[str], behind: Sequence[str], lemma: str) -> bool:
    """Whether a participle is set between commas: "the painting, made in #, was found"."""
    opens = bool(before) and before[-1].endswith(",")
    is_past = behind[0].endswith(("ed", "en")) or behind[0] == IRREGULAR.get(lemma)
    return opens and is_past and behind[1:2] != [] and behind[1].lower() in DATING
