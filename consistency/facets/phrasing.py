"""Phrase the question that mentions of a number or a date answer, in plain English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consistency.records import Mention, Slot

LOOSE_ENDS = frozenset(
    "a an the of to in on at for from with by and or that his her its their as"
    " who which on into".split()
)
"""Words that cannot end a phrase."""
TITLES = frozenset("mr. mrs. ms. dr. sen. rep. gov. lt. gen. st. u.s. u.n. jr. sr.".split())
IRREGULAR = dict(
    pair.split("/")
    for pair in (
        "say/said tell/told give/gave send/sent go/went take/took make/made leave/left buy/bought"
        " sell/sold hold/held win/won lose/lost write/wrote spend/spent meet/met begin/began"
        " run/ran find/found bring/brought come/came get/got pay/paid see/saw speak/spoke fly/flew"
        " shoot/shot strike/struck fall/fell rise/rose grow/grew build/built choose/chose"
        " break/broke drive/drove fight/fought lead/led feel/felt keep/kept teach/taught"
        " hear/heard lay/laid steal/stole swear/swore throw/threw seek/sought think/thought"
        " know/knew person/people man/men woman/women bear/born become/became draw/drew"
    ).split()
)
"""Plurals and past tenses that do not start like the word they belong to."""
FIGURES = frozenset(
    "toll magnitude number total average rate attendance population size margin index".split()
)
"""Nouns that name a figure and are not themselves counted."""
DATE_NOUNS = frozenset({"date", "deadline"})
BE = frozenset("is are was were be been being".split())
LINKING = frozenset("be have include involve become remain".split())


def ask_quantity(mentions: Sequence[Mention]) -> str:
    """Return "How many …?", "How much …?", "How old is …?" for what the mentions count."""
    mention = _best(mentions)
    slot, thing = mention.slot, thing_of(mention)
    actor = actor_of(mention)
    if slot.role in {"vote", "score"}:
        return f"What was the {slot.role}?"
    if slot.role in {"age", "age then"}:
        return f"How old is {display(slot.head, mention)}?" if slot.head else "What age is given?"
    if slot.role == "rank":
        return f"Where does {actor or 'this'} stand in the order of {thing or 'its kind'}?"
    if slot.role in {"percent", "share"}:
        return f"What share of the {thing}?" if thing else "What percentage?"
    if slot.role in {"duration", "period", "lag"}:
        return _ask_duration(slot, thing, actor)
    if slot.role == "measure":
        of = f"the {thing}" if thing else actor
        return f"What measure is given for {of}?" if of else "What measure is given?"
    if slot.role in {"change", "before"}:
        return _ask_change(slot, thing, actor)
    return _ask_number(mention, thing, actor)


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


def _ask_duration(slot: Slot, thing: str, actor: str) -> str:
    if slot.role == "lag":
        return "How much time lies between?"
    if thing:
        return f"How long is the {thing}?"
    if actor and slot.predicate not in {"", *LINKING}:
        return f"For how long did {actor} {slot.predicate}?"
    return "For how long?"


def _ask_number(mention: Mention, thing: str, actor: str) -> str:
    slot = mention.slot
    acts = bool(actor) and slot.predicate not in {"", *LINKING}
    if slot.head in FIGURES:
        return f"What is the {thing}?"
    if slot.role == "money" or getattr(mention.value, "unit", None):
        if thing:
            return f"How much {_was(thing)} the {thing}?"
        return f"How much did {actor} {slot.predicate}?" if acts else "How much?"
    if not thing:
        return f"How many did {actor} {slot.predicate}?" if acts else "How many?"
    return f"How many {thing} {f'did {actor} {slot.predicate}' if acts else 'are there'}?"


def ask_date(mentions: Sequence[Mention]) -> str:
    """Return "When did … ?", "When was the … ?", "When does … start?" for a dated event."""
    mention = _best(mentions)
    slot = mention.slot
    verbal = slot.head == slot.predicate and slot.head not in {"", *LINKING}
    named = bool(slot.head) and slot.head not in LINKING
    name = event_name(mention)
    if slot.head in DATE_NOUNS:
        return (
            f"What is the {slot.role} {slot.head}?"
            if slot.role in {"start", "end"}
            else f"What is the {name}?"
        )
    phrase = _did(mention) if verbal else f"{_was(name)} the {name}" if named else "was that"
    if slot.role in {"start", "end"}:
        part = "start" if slot.role == "start" else "end"
        thing = f"the {event_name(mention)}" if slot.head and not verbal else "this"
        return f"When does {thing} {part}?"
    if slot.role == "birth":
        return f"When was {actor_of(mention) or 'that person'} born?"
    opening = {"clock": "At what time", "by": "By when", "span": "From when to when"}.get(
        slot.role, "When"
    )
    return f"{opening} {phrase}?"


def _was(thing: str) -> str:
    plural = thing.endswith("s") and not thing.endswith(("ss", "us", "is"))
    return "were" if plural or thing.endswith(("people", "men")) else "was"


def _did(mention: Mention) -> str:
    """Turn the masked clause of a verb into "did Dana Reyes sign the order"."""
    slot, actor = mention.slot, actor_of(mention)
    words = mention.masked.split()
    at = next((n for n, w in enumerate(words) if _is_form(w, slot.head)), None)
    tail = _tail(words[at + 1 :]) if at is not None else ""
    if at is not None and (at or not actor) and _is_passive(words[:at], words[at], tail):
        subject = actor or "it"
        return " ".join(x for x in (_was(subject), subject, words[at].strip(",.;"), tail) if x)
    return " ".join(x for x in ("did", actor or "they", slot.head, tail) if x)


def _is_passive(before: Sequence[str], verb: str, tail: str) -> bool:
    """Guess from its neighbours whether a verb form is a passive."""
    if before and before[-1].lower() in BE:
        return True
    return verb.endswith(("ed", "en")) and tail.startswith("by ")


def _is_form(word: str, lemma: str) -> bool:
    """Say whether a word can be a form of a verb: the first letters tell, irregular verbs miss."""
    bare, stem = word.lower().strip(",.;:"), lemma[: max(3, len(lemma) - 2)]
    return bare in {lemma, IRREGULAR.get(lemma)} or (
        bare.startswith(stem) and len(bare) <= len(lemma) + 4
    )


def _tail(words: Sequence[str]) -> str:
    """Return the few words behind a verb up to a stop, with the date and loose ends cut off."""
    kept: list[str] = []
    for word in words[:8]:
        if word.strip(",.;:") == "#":
            while kept and kept[-1].lower() in LOOSE_ENDS:
                kept.pop()
            if not kept:
                continue
            break
        kept.append(word.strip(",.;:—–"))
        if word[-1] in ",.;:—–" and word.lower() not in TITLES:
            break
    while kept and (kept[-1].lower() in LOOSE_ENDS or not kept[-1]):
        kept.pop()
    return " ".join(kept)


def thing_of(mention: Mention) -> str:
    """Return the words for the thing counted, as they follow the number: "other coastal states"."""
    head = mention.slot.head
    if not head:
        return ""
    behind = mention.masked.partition("#")[2].split()
    kept: list[str] = []
    behind = behind if behind and mention.masked.partition("#")[2][:1].isspace() else []
    for word in behind[:7]:
        bare = word.strip(",.;:()\"“”’'")
        kept.append(bare)
        if _is_form(bare, head):
            return _without_lead([k for k in kept if k])
        if bare != word and not word.startswith(("“", '"')):
            break
    return event_name(mention)


def _without_lead(words: list[str]) -> str:
    """Drop prepositions, articles and blanks in front: "in campaign funds"."""
    while len(words) > 1 and words[0].lower() in LOOSE_ENDS | {"#", "worth", "all", "more"}:
        words = words[1:]
    return " ".join(w for w in words if w != "#")


def event_name(mention: Mention) -> str:
    """Return the head with the modifiers that stand right before it in the clause."""
    words = [w.strip(',.;:()"“”') for w in mention.masked.split()]
    head, narrowing = mention.slot.head, mention.slot.modifiers
    at = next((n for n, w in enumerate(words) if _is_form(w, head)), None)
    if at is None:
        return display(head, mention)
    start = at
    while start > 0 and any(_is_form(words[start - 1], m) for m in narrowing):
        start -= 1
    return " ".join(words[start : at + 1])


def actor_of(mention: Mention) -> str:
    """Return the subject as the clause writes it: a name, or a noun with "the"; "" for none."""
    subject = mention.slot.subject
    if not subject:
        return ""
    shown = display(subject, mention)
    if shown == subject and shown not in mention.masked:
        return ""
    common = shown[:1].islower() or shown.lower() != subject
    return f"the {shown[:1].lower()}{shown[1:]}" if common else shown


def display(words: str, mention: Mention) -> str:
    """Return folded words with the capitals they have in the mention's clause, or in a name."""
    found = re.search(rf"\b{re.escape(words)}\w{{0,2}}\b", mention.masked, re.IGNORECASE)
    if found:
        return found.group()
    return words.title() if mention.slot.role in {"age", "age then"} or " " in words else words


def _best(mentions: Sequence[Mention]) -> Mention:
    """Return the mention whose slot says most; the first of equals."""
    return max(
        mentions,
        key=lambda m: (
            bool(m.slot.head),
            bool(m.slot.subject),
            bool(m.slot.predicate),
            min(len(m.slot.modifiers), 4),
        ),
    )
