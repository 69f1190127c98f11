"""Offices and roles people hold: the words for them, and how two stand to one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consistency.records import Judgement, Level

JUDGES = frozenset({"judge", "justice"})
COURT_LEVELS = {
    "supreme": "supreme", "appeal": "appeals", "appeals": "appeals", "appellate": "appeals",
    "circuit": "appeals", "district": "trial", "superior": "trial", "trial": "trial",
    "county": "trial", "municipal": "trial", "magistrate": "trial", "bankruptcy": "trial",
    "family": "trial", "probate": "trial", "juvenile": "trial",
}  # fmt: skip
"""Level of the court that a word before or behind a judge's title names."""
COURTESIES = frozenset("mr mrs ms miss mx dr sir dame lord lady madam".split())
"""Words before a name that give no office."""

ABBREVIATIONS = {
    "gov": "governor",
    "lt": "lieutenant",
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "cong": "representative",
    "pres": "president",
    "prof": "professor",
    "gen": "general",
    "brig": "brigadier",
    "maj": "major",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "cpl": "corporal",
    "pvt": "private",
    "cmdr": "commander",
    "adm": "admiral",
    "det": "detective",
    "supt": "superintendent",
    "sec": "secretary",
    "asst": "assistant",
    "atty": "attorney",
    "dist": "district",
    "rev": "reverend",
    "hon": "honorable",
    "ag": "attorney general",
    "da": "district attorney",
    "vp": "vice president",
    "ceo": "chief executive",
    "cfo": "chief financial officer",
    "coo": "chief operating officer",
}

SYNONYMS = {
    "congressman": "representative",
    "congresswoman": "representative",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "alderman": "council member",
    "alderwoman": "council member",
    "councilman": "council member",
    "councilwoman": "council member",
    "councilor": "council member",
    "councillor": "council member",
    "councilmember": "council member",
    "attorney": "lawyer",
    "solicitor": "lawyer",
    "barrister": "lawyer",
    "staffer": "aide",
    "businessman": "executive",
    "businesswoman": "executive",
    "policeman": "police officer",
    "policewoman": "police officer",
    "cop": "police officer",
    "premier": "prime minister",
    "assemblyman": "assembly member",
    "assemblywoman": "assembly member",
    "adviser": "advisor",
    "ombudsman": "ombudsperson",
    "fireman": "firefighter",
    "skipper": "captain",
}

PHRASES = (
    "united states senator",
    "u.s. senator",
    "state senator",
    "state representative",
    "chief executive officer",
    "chief financial officer",
    "chief operating officer",
    "chief executive",
    "chief of staff",
    "chief justice",
    "attorney general",
    "district attorney",
    "solicitor general",
    "surgeon general",
    "inspector general",
    "secretary general",
    "lieutenant governor",
    "lieutenant colonel",
    "lieutenant general",
    "major general",
    "brigadier general",
    "vice president",
    "prime minister",
    "press secretary",
    "police officer",
    "first officer",
    "flight attendant",
    "council member",
    "assembly member",
    "house member",
    "cabinet member",
    "board member",
    "member of congress",
    "member of parliament",
    "state lawmaker",
    "first lady",
    "vice chair",
    "majority leader",
    "minority leader",
    "majority whip",
    "minority whip",
    "president pro tempore",
    "president pro tem",
    "speaker pro tempore",
    "speaker pro tem",
    "mayor pro tempore",
    "mayor pro tem",
)
"""Roles of several words that name one thing, longest first where one begins another."""

PHRASE_MEANS = {
    "united states senator": "senator",
    "u.s. senator": "senator",
    "house member": "representative",
    "member of congress": "representative",
    "chief executive officer": "chief executive",
    "president pro tem": "president pro tempore",
    "speaker pro tem": "speaker pro tempore",
    "mayor pro tem": "mayor pro tempore",
}

NOUNS = frozenset(
    """
    governor senator representative congressman congresswoman president mayor secretary minister
    speaker judge justice magistrate chancellor premier ambassador commissioner sheriff treasurer
    comptroller controller auditor clerk coroner prosecutor lawmaker legislator assemblyman
    assemblywoman alderman alderwoman councilman councilwoman councilor councillor councilmember
    delegate whip king queen prince princess pope bishop archbishop cardinal reverend pastor rabbi
    imam priest general admiral colonel major captain lieutenant sergeant corporal private
    commander detective officer superintendent constable inspector marshal ranger agent deputy
    director chairman chairwoman chairperson chair chief head manager coordinator administrator
    executive founder cofounder owner partner publisher editor columnist reporter correspondent
    journalist blogger anchor moderator host producer author writer historian professor lecturer
    dean principal teacher coach provost rector scientist researcher economist analyst strategist
    pollster consultant adviser advisor aide staffer assistant spokesman spokeswoman spokesperson
    lawyer attorney solicitor barrister counsel counselor doctor physician surgeon nurse engineer
    architect farmer banker accountant lobbyist activist organizer organiser leader member
    candidate nominee incumbent challenger opponent contender politician official diplomat envoy
    plaintiff defendant businessman businesswoman entrepreneur investor policeman policewoman
    firefighter fireman paramedic pilot driver trustee regent fellow student intern ombudsman
    sponsor foreman foreperson greeter worker employee veteran actor actress singer
    electrician mechanic carpenter plumber librarian pharmacist dentist veterinarian waitress
    waiter cashier barber welder
    curator composer conductor painter artist photographer filmmaker screenwriter playwright
    poet novelist musician chef athlete goalkeeper quarterback referee umpire cyclist astronaut
    physicist chemist psychiatrist astronomer statistician mathematician translator negotiator
    mediator registrar headmaster headmistress chaplain midwife therapist trainer instructor
    warden skipper copilot consul undersecretary cleric ayatollah sheikh sultan emir contractor
    realtor broker dispatcher soldier sailor
    """.split()
)
"""Nouns that name a role. Those written with a capital before a name are taken off the name."""

SCHOLARS = ("ologist", "ographer", "onomist")
"""How nouns end that name somebody by a science."""

FORMER = frozenset("former ex onetime erstwhile retired outgoing then".split())
UNTOLD = frozenset("late longtime current new fellow disgraced embattled".split())
"""Words about the holder that change nothing about the office."""
TEMPORARY = frozenset("acting interim caretaker provisional".split())
COMING = frozenset("elect designate incoming nominee".split())
RANKS = frozenset("deputy assistant vice associate under sub lieutenant".split())
ARTICLES = frozenset("a an the his her their its our my this that".split())
LINKS = frozenset("of for to at in with on from by and".split())
PORTFOLIOS = frozenset({"secretary", "minister"})
"""Offices that a word right before them narrows: "foreign", "of state"."""
NATION = frozenset("united states us america american nation country state nations".split())
"""Words that set no office of a country or a state apart from another one's."""

EXCLUSIVE = frozenset(
    {"president", "vice president", "senator", "representative", "governor", "lieutenant governor",
     "mayor", "state senator", "state representative"}
)  # fmt: skip
"""Elective offices of which nobody holds two at a time."""
STATE = "state "
"""Before a chamber's member it may be left out: "Sen." is short for "state Sen.", too."""

LEADS_A_CHAMBER = frozenset(
    {"speaker", "majority leader", "minority leader", "majority whip", "minority whip",
     "president pro tempore", "speaker pro tempore"}
)  # fmt: skip
"""Posts of a parliament's chamber, of which nobody holds two at a time."""

RANKED = frozenset(
    {"chief", "marshal", "commissioner", "sheriff", "captain", "lieutenant", "sergeant",
     "superintendent", "inspector", "commander", "detective"}
)  # fmt: skip
"""Posts and ranks of one service, of which nobody holds two at a time."""

RANKS_OF_FORCES = frozenset(
    {"general", "major general", "brigadier general", "lieutenant general", "admiral", "colonel",
     "lieutenant colonel", "major", "captain", "lieutenant", "sergeant", "corporal", "private"}
)  # fmt: skip
"""Ranks of which nobody holds two at a time."""

CREW = frozenset({"captain", "first officer", "copilot", "flight attendant"})
"""Posts aboard a ship or an aircraft."""

HEADS = frozenset({"president", "prime minister", "chancellor", "king", "queen", "emir", "sultan"})
"""Heads of a state or of its government."""

CHIEFS = frozenset({"chief executive", "chief financial officer", "chief operating officer"})
"""Posts at the top of a body that are parted among people."""

OCCUPATIONS = frozenset(
    {"nurse", "teacher", "engineer", "firefighter", "paramedic", "pilot", "driver", "farmer",
     "banker", "accountant", "architect", "surgeon", "police officer", "electrician", "mechanic",
     "carpenter", "plumber", "librarian", "pharmacist", "dentist", "veterinarian", "waitress",
     "waiter", "cashier", "barber", "welder"}
)  # fmt: skip
"""What people live by, mostly one thing at a time."""

EXCLUDING = (
    (RANKS_OF_FORCES, "ranks", 0.7),
    (HEADS, "heads of a state or a government", 0.65),
    (CREW, "posts of one crew", 0.65),
    (CHIEFS, "posts at the top of one body", 0.65),
    (OCCUPATIONS, "occupations", 0.55),
)
"""Roles of which a person has one at a time, what to call them, and how surely, 0..1."""

SINGLE = frozenset(
    {"secretary", "minister", "governor", "senator", "mayor", "ambassador", "attorney general",
     "district attorney", "chief executive", "lieutenant governor", "director", "chair", "sheriff"}
)  # fmt: skip
"""Offices that one holds of one body at a time: another body makes another office."""

RUNS_A_BODY = frozenset(
    {"executive", "chief executive", "chair", "president", "director", "owner", "manager", "head",
     "partner", "employee", "worker", "official", "chief financial officer",
     "chief operating officer", "founder"}
)  # fmt: skip
"""Roles that say somebody is part of a body, so that "former" of the body denies them."""


PLAIN_STRENGTH = 0.5
"""How much it says, 0..1, that two articles put one plain title before a name ("Sen.")."""


@dataclass(frozen=True, slots=True)
class Office:
    """A role in parts.

    Args:
        noun: What one is: "secretary", "chief of staff".
        body: Folded words that say of what, for whom, where: {"defense"}, {"wal-mart"}.
        rank: Words that put it below the plain office: {"deputy"}.
        status: "former", "acting", "elect", "past" (told in the past tense) or "".
    """

    noun: str
    body: frozenset[str] = frozenset()
    rank: frozenset[str] = frozenset()
    status: str = ""


def fold_word(word: str) -> str:
    """Lower case, without full stops, possessives and marks.

    >>> fold_word("A.G.’s")
    'ag'
    """
    plain = word.lower().replace("’", "'").strip("\"'“”()[],")
    return re.sub(r"'s$|\.|'$", "", plain)


def is_role_word(word: str) -> bool:
    """Whether a word names a role or abbreviates one."""
    folded = fold_word(word)
    return folded in NOUNS or folded in ABBREVIATIONS or folded.endswith(SCHOLARS)


def parse_office(words: Sequence[str]) -> Office | None:
    """Read a title phrase; None if no word of it names a role.

    >>> parse_office(["Secretary", "of", "War"]) == parse_office(["War", "Secretary"])
    True
    """
    text = _spelled_out(words)
    noun, before, after = _split_at_noun(text)
    if not noun:
        return None
    rest = [w for w in (before + " " + after).split() if w not in ARTICLES | LINKS]
    status = _status(rest)
    rank = frozenset(w for w in before.split() if w in RANKS)
    nation = NATION - {"state"} if noun in PORTFOLIOS else NATION
    body = frozenset(
        w
        for w in rest
        if len(w) > 1 and w not in FORMER | TEMPORARY | COMING | UNTOLD | COURTESIES | rank | nation
    )
    return Office(noun, body, rank, status)


def _spelled_out(words: Sequence[str]) -> str:
    folded = [
        fold_word(w) for word in words for w in re.split(r"(?<=[a-z])-(?=elect|designate)", word)
    ]
    folded = [re.sub(r"^ex-", "ex ", w) for w in folded]
    return " ".join(ABBREVIATIONS.get(w, w) for w in folded if w)


def _split_at_noun(text: str) -> tuple[str, str, str]:
    """The role noun, what stands before it and what after: the last noun before a preposition."""
    head = re.split(r"\b(?:of|for|to|at|in|with|on|from|by)\b", text, maxsplit=1)[0]
    for phrase in PHRASES:
        match = re.search(rf"\b{re.escape(phrase)}s?\b", text)
        if match and match.start() <= len(head):
            meaning = PHRASE_MEANS.get(phrase, phrase)
            return meaning, text[: match.start()], text[match.end() :]
    found = [m for m in re.finditer(r"[\w-]+", head) if _noun(m.group())]
    if not found:
        return "", "", ""
    last = found[-1]
    return _noun(last.group()), text[: last.start()], text[last.end() :]


def _noun(word: str) -> str:
    for form in (word, word.removesuffix("s")):
        if form in NOUNS or form.endswith(SCHOLARS):
            return SYNONYMS.get(form, form)
    return ""


def _status(words: Sequence[str]) -> str:
    for name, marks in (("former", FORMER), ("acting", TEMPORARY), ("elect", COMING)):
        if any(w in marks for w in words):
            return name
    return ""


def compare_offices(left: Office, right: Office) -> Judgement:
    """Compare two offices of one person. Symmetric.

    Two offices of which neither is the other stand beside one another (a lawyer and a former aide):
    `Level.NULL`. They differ when they are of one kind and of two bodies, of two ranks, two elected
    offices at once, on courts of two levels, or holding one now and being formerly of the body. The
    same office, now and formerly, is `Level.PROGRESSED`: time may explain it.
    """
    if (courts := _two_courts(left, right)) is not None:
        return courts
    if left.noun == right.noun:
        return _same_noun(left, right)
    statuses = {left.status, right.status}
    chambers = {office.noun.removeprefix(STATE) for office in (left, right)}
    if {left.noun, right.noun} <= EXCLUSIVE and len(chambers) > 1 and statuses == {""}:
        return Judgement(Level.DIFFERENT, f"{left.noun} and {right.noun} are two offices", 0.65)
    if {left.noun, right.noun} <= LEADS_A_CHAMBER and statuses == {""}:
        reason = f"{left.noun} and {right.noun} are two posts of one chamber"
        return Judgement(Level.DIFFERENT, reason, 0.7)
    for group, called, strength in EXCLUDING:
        if {left.noun, right.noun} <= group and statuses == {""}:
            reason = f"{left.noun} and {right.noun} are two {called}"
            return Judgement(Level.DIFFERENT, reason, strength)
    services = left.body == right.body or not (left.body and right.body)
    if {left.noun, right.noun} <= RANKED and services and statuses == {""}:
        reason = f"{left.noun} and {right.noun} are two posts of one service"
        return Judgement(Level.DIFFERENT, reason, 0.7)
    of_one_body = same_body(left.body, right.body) and {left.noun, right.noun} <= RUNS_A_BODY
    if of_one_body and statuses == {"", "former"}:
        return Judgement(Level.DIFFERENT, "one says former, the other says it holds now", 0.75)
    return Judgement(Level.NULL, "two roles that one person can hold")


def _two_courts(left: Office, right: Office) -> Judgement | None:
    """The judgement on two seats of one judge on courts of two levels, None where they are not."""
    if not {left.noun, right.noun} <= JUDGES or left.status != right.status:
        return None
    levels = [
        {COURT_LEVELS[w] for w in office.body if w in COURT_LEVELS} for office in (left, right)
    ]
    if not all(levels) or levels[0] & levels[1]:
        return None
    one, other = (" ".join(sorted(level)) for level in levels)
    return Judgement(Level.DIFFERENT, f"courts of two levels, {one} and {other}", 0.7)


def _same_noun(left: Office, right: Office) -> Judgement:
    if left.rank != right.rank:
        rank = " ".join(sorted(left.rank ^ right.rank))
        return Judgement(Level.DIFFERENT, f"only one says {rank}", 0.7)
    nested = left.body <= right.body or right.body <= left.body or same_body(left.body, right.body)
    if not nested and left.noun in SINGLE and not left.body & right.body:
        one, other = (" ".join(sorted(b)) for b in (left.body, right.body))
        return Judgement(Level.DIFFERENT, f"{left.noun} of {one} and of {other}", 0.85)
    if not nested:
        return Judgement(Level.NULL, "one role of two bodies")
    if {left.status, right.status} == {"", "former"}:
        return Judgement(Level.PROGRESSED, "one says former, the other does not", 0.5)
    if left.body == right.body and left.status == right.status:
        plain = not left.body and not left.status
        return Judgement(Level.EQUAL, f"both say {left.noun}", PLAIN_STRENGTH if plain else 1.0)
    return Judgement(Level.COMPATIBLE, f"both say {left.noun}, one with more detail", 0.9)


def same_body(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether the words share a name, or one side abbreviates the other by initials. Symmetric."""
    return bool(left & right) or _initials_in(left, right) or _initials_in(right, left)


def _initials_in(short: frozenset[str], long: frozenset[str]) -> bool:
    """An abbreviation of `long`'s words, which as a set have lost their order: same letters."""
    letters = sorted(w[0] for w in long)
    return any(2 < len(w) <= 6 and sorted(w) == letters for w in short)
