"""Words for the things, actors and verbs that questions about mentions are phrased with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from consistency.records import Mention

LOOSE_ENDS = frozenset(
    "a an the of to in on at for from with by and or that his her its their as who which into"
    " since until during through before after than like towards toward about around while when"
    " shortly".split()
)
"""Words that cannot end a phrase."""
LONGEST_TAIL = 8
"""Most words of a clause that a question takes up behind its verb."""
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
        " tear/tore wear/wore catch/caught deal/dealt drink/drank eat/ate flee/fled forget/forgot"
        " freeze/froze hang/hung hide/hid lend/lent mean/meant ride/rode ring/rang shake/shook"
        " shrink/shrank sing/sang sink/sank sit/sat sleep/slept slide/slid stand/stood stick/stuck"
        " sweep/swept swim/swam swing/swung wake/woke weep/wept withdraw/withdrew bind/bound"
        " bite/bit blow/blew breed/bred dig/dug feed/fed forbid/forbade forgive/forgave light/lit"
        " mistake/mistook overthrow/overthrew spring/sprang"
        " understand/understood undergo/underwent uphold/upheld wind/wound"
        " know/knew person/people man/men woman/women bear/born become/became draw/drew"
    ).split()
)
"""Plurals and past tenses that do not start like the word they belong to."""
PLURALS = {noun: IRREGULAR[noun] for noun in ("person", "man", "woman")}
BE = frozenset("is are was were be been being".split())
LINKING = frozenset("be have include involve become remain".split())


def was(thing: str) -> str:
    """Return "were" for things that look like a plural, and "was"."""
    return "were" if is_plural(thing) else "was"


def is_plural(thing: str) -> bool:
    """Guess from its ending whether a noun is a plural."""
    ends_in_s = thing.endswith("s") and not thing.endswith(("ss", "us", "is"))
    return ends_in_s or thing.endswith(("people", "men", "personnel", "police", "staff"))


def plural(thing: str) -> str:
    """Return the plural of a noun, by the rules: "daily race" gives "daily races"."""
    if not thing or is_plural(thing):
        return thing
    before, _, noun = thing.rpartition(" ")
    if noun in PLURALS:
        return f"{before} {PLURALS[noun]}".lstrip()
    if noun.endswith("y") and noun[-2:-1] not in {*"aeiou"}:
        return f"{thing[:-1]}ies"
    return thing + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def bare(word: str) -> str:
    """Return a word without the punctuation round it."""
    return word.strip(",.;:()\"“”’'—–-")


def number_at(words: Sequence[str], head: str) -> int:
    """Return where the blank of the number stands that counts the head: the nearest before it."""
    blanks = [n for n, word in enumerate(words) if "#" in word]
    heads = [n for n, word in enumerate(words) if head and is_form(bare(word), head)]
    behind = (n for n in blanks for m in heads if n < m and not any(n < b < m for b in blanks))
    return next(behind, blanks[0] if blanks else len(words))


def is_form(word: str, lemma: str) -> bool:
    """Say whether a word can be a form of a verb: the first letters tell, irregular verbs miss."""
    form, stem = word.lower().strip(",.;:"), lemma[: max(3, len(lemma) - 2)]
    return form in {lemma, IRREGULAR.get(lemma)} or (
        form.startswith(stem) and len(form) <= len(lemma) + 4
    )


def tail(words: Sequence[str]) -> str:
    """Return the few words behind a verb up to a stop or a second verb, date and loose ends cut.

    Where there would be more of them, "…" says so.
    """
    kept: list[str] = []
    is_cut = len(words) > LONGEST_TAIL
    for word, following in zip_longest(words[:LONGEST_TAIL], words[1:LONGEST_TAIL]):
        if word.lower() in {"and", "but"} and following in BE:
            is_cut = False
            break
        if word.strip(",.;:—–-") == "#":
            while kept and kept[-1].lower() in LOOSE_ENDS:
                kept.pop()
            if not kept:
                continue
            is_cut = False
            break
        kept.append(word if word.lower() in TITLES else word.strip(",.;:—–"))
        if word[-1] in ",.;:—–" and word.lower() not in TITLES:
            is_cut = False
            break
    while kept and (kept[-1].lower() in LOOSE_ENDS or not kept[-1]):
        loose = kept.pop()
        if loose.lower() == "by" and kept and kept[-1].endswith("ed"):
            kept.pop()  # "a site maintained by" says nothing without its end
    return _balanced(" ".join([*kept, "…"] if kept and is_cut else kept))


def _balanced(words: str) -> str:
    """Leave out quotation marks that are opened and not closed, or closed and not opened."""
    for marks in ("“”", '"'):
        if words.count(marks[0]) != words.count(marks[-1]) or words.count('"') % 2:
            words = words.translate({ord(mark): None for mark in marks})
    return words


def thing_of(mention: Mention) -> str:
    """Return the words for the thing counted, as they follow the number: "other coastal states"."""
    head = mention.slot.head
    if not head:
        return ""
    words = mention.masked.split()
    at = number_at(words, head)
    behind = words[at + 1 :] if at < len(words) and words[at] == "#" else []
    kept: list[str] = []
    for word in behind[:7]:
        noun = word.strip(",.;:()\"“”’'")
        kept.append(noun)
        if is_form(noun, head):
            return _without_lead([k for k in kept if k])
        if noun != word and not word.startswith(("“", '"')):
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
    at = next((n for n, w in enumerate(words) if is_form(w, head)), None)
    if at is None:
        return display(head, mention)
    start = at
    while start > 0 and any(is_form(words[start - 1], m) for m in narrowing):
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
    if shown[:1].islower() or shown.lower() != subject:
        return f"the {shown[:1].lower()}{shown[1:]}"
    is_the = re.search(rf"\b[Tt]he {re.escape(shown)}\b(?!’s|'s)", mention.masked)
    return f"the {shown}" if is_the else shown


OF_AN_AGE = r"(?:\b\d{1,3}-(?:day|week|month|year)-)?"
"""What belongs to the "old" of "a 16-year-old"."""


def display(words: str, mention: Mention) -> str:
    """Return folded words with the capitals they have in the mention's clause, or in a name."""
    shown = rf"{OF_AN_AGE}\b{re.escape(words)}\w{{0,2}}\b"
    found = re.search(shown, mention.masked, re.IGNORECASE)
    if found:
        return found.group()
    return words.title() if mention.slot.role in {"age", "age then"} or " " in words else words


def best_of(mentions: Sequence[Mention]) -> Mention:
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


def cut_short(text: str, most: int) -> str:
    """Return a text of no more characters than that, and an ellipsis where some are left out."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"
