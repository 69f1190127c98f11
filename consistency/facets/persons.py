"""Personal names: their parts, which can be one person's, and which differ by a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
PARTICLES = frozenset("al bin da de del della der di dos du el la le van von".split())
INITIAL = re.compile(r"(?:[A-Z]\.?){1,2}$")
QUOTES = "\"'“”‘’()"
LEAST_LETTERS = 4
"""Shortest word, in letters, that can be taken for another's misspelling: Tim is not Jim."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A personal name in parts, as written. An absent part is "".

    `nickname` stands between marks in the text: Tobias "Tug" Marrow.
    """

    given: str = ""
    family: str = ""
    middle: str = ""
    suffix: str = ""
    nickname: str = ""

    @property
    def is_full(self) -> bool:
        """Whether it has both a given and a family name."""
        return bool(self.given and self.family)

    def __str__(self) -> str:
        parts = (self.given, self.middle, self.family, SUFFIXES.get(self.suffix, ""))
        return " ".join(p for p in parts if p)


def parse_person(words: Sequence[str]) -> PersonName:
    """Split a name without its titles into parts. A single word is taken for a family name.

    >>> parse_person(["Tobias", '"Tug"', "Marrow"])
    PersonName(given='Tobias', family='Marrow', middle='', suffix='', nickname='Tug')
    """
    words = [w for w in words if w.strip(QUOTES + ".,")]
    suffix = ""
    if len(words) > 1 and fold(words[-1]) in SUFFIXES:
        suffix, words = fold(words[-1]), words[:-1]
    nickname = next((w.strip(QUOTES) for w in words if w[0] in QUOTES and w[-1] in QUOTES), "")
    words = [w for w in words if w.strip(QUOTES) != nickname or w[0] not in QUOTES]
    if len(words) < 2:
        return PersonName(family=words[0] if words else "", suffix=suffix, nickname=nickname)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    middle = " ".join(words[1:start])
    return PersonName(words[0], " ".join(words[start:]), middle, suffix, nickname)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Lower case, without accents, full stops, possessive or marks.

    >>> fold("Henríquez’s")
    'henriquez'
    """
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"'s$|[.,\"'“”()]", "", plain).strip()


def same_family(left: str, right: str) -> bool:
    """Whether two family names are one, a hyphened part counting for the whole."""
    a, b = fold(left), fold(right)
    return a == b or a in b.split("-") or b in a.split("-")


def same_given(left: PersonName, right: PersonName) -> bool:
    """Whether the given names can be one person's: equal, an initial, a nickname, respelled."""
    if not left.given or not right.given:
        return True
    return any(_given_meet(a, b) for a in _called(left) for b in _called(right))


def _called(name: PersonName) -> list[str]:
    """What the person goes by; a leading initial leaves the middle name to go by (J. Edgar)."""
    own = [fold(name.given), fold(name.nickname)]
    if len(own[0]) == 1 and len(name.middle) > 2:
        own.append(fold(name.middle))
    return [o for o in own if o]


def _given_meet(left: str, right: str) -> bool:
    if left == right or _sound(left) == _sound(right):
        return True
    if min(len(left), len(right)) <= 2 and INITIAL.match(min(left, right, key=len).upper()):
        return left[0] == right[0]
    return bool(_forms(left) & {_sound(right)}) or bool(_forms(right) & {_sound(left)})


RESPELT = (
    "katherine catherine kathryn catharine katharine cathryn", "louis lewis", "sara sarah",
    "eric erik erick", "mark marc", "ann anne", "brian bryan", "jeffrey geoffrey jeffery",
    "alan allan allen", "sean shawn shaun", "carl karl", "teresa theresa", "deborah debra",
    "michelle michele", "rebecca rebekah", "neil neal", "nicholas nicolas", "stuart stewart",
    "diane dianne", "elizabeth elisabeth", "kristin kristen", "cathy kathy", "lori laurie",
    "vivian vivien", "lawrence laurence", "frederick frederic fredrick", "megan meghan meagan",
    "isabel isabelle", "madeline madeleine", "leslie lesley",
)  # fmt: skip
"""Given names that sound alike, each written in several ways. Jon is often short for Jonathan, and
so is not John."""
_ONE_SOUND = {name: group.split()[0] for group in RESPELT for name in group.split()}


def _sound(name: str) -> str:
    """Fold usual respellings of one given name: Stephen, Steven; Sandi, Sandy; Glen, Glenn."""
    name = _ONE_SOUND.get(name, name)
    text = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", re.sub(r"(?:ie|ey|i|y|ee)$", "y", name))
    return text.replace("ph", "v" if "steph" in text else "f").replace("th", "t")


def sounds_like(left: str, right: str) -> bool:
    """Whether two given names are respellings of one: Stacy, Stacey; Jon is not John."""
    return _sound(fold(left)) == _sound(fold(right))


@lru_cache(maxsize=1)
def _namer() -> dict[str, frozenset[str]]:
    """Nicknames and full forms of each given name, folded by sound (package `nicknames`)."""
    from nicknames import NickNamer

    forms: dict[str, set[str]] = {}
    for full, short in NickNamer.default_lookup().items():
        for one in short:
            forms.setdefault(_sound(full), set()).add(_sound(one))
            forms.setdefault(_sound(one), set()).add(_sound(full))
    return {name: frozenset(others) for name, others in forms.items()}


def _forms(given: str) -> frozenset[str]:
    return _namer().get(_sound(given), frozenset())


def is_given_name(word: str) -> bool:
    """Whether the word is known as an English given name or nickname."""
    return _sound(fold(word)) in _namer()


def agree(left: PersonName, right: PersonName) -> bool:
    """Whether two names can be one person's as they are spelled. Symmetric, not transitive.

    Juniors and seniors are two people; a name without suffix may be either.
    """
    if left.suffix and right.suffix and left.suffix != right.suffix:
        return False
    if not left.family or not right.family:
        return bool(left.given and right.given) and fold(left.given) == fold(right.given)
    return same_family(left.family, right.family) and same_given(left, right)


def spelling_distance(left: str, right: str) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two folded words."""
    return int(OSA.distance(fold(left), fold(right)))


def near_spelling(
    left: str, right: str, *, least_similarity: float, allow_prefix: bool = False
) -> bool:
    """Whether two different words can be one name, spelled with a slip.

    One edit in words of four letters or more, two in words of six or more, the first letter kept,
    and a Jaro-Winkler similarity (Winkler, 1990) of at least `least_similarity`. Symmetric; a word
    is no slip of itself nor, without `allow_prefix`, of its own beginning (Roberts, Republicans).
    """
    a, b = fold(left), fold(right)
    if a == b or not a or not b or a[0] != b[0] or min(len(a), len(b)) < LEAST_LETTERS:
        return False
    allowed = 2 if max(len(a), len(b)) >= 6 else 1
    if not (a.isalpha() and b.isalpha()):
        return False
    if not allow_prefix and (a.startswith(b) or b.startswith(a)):
        return False
    if spelling_distance(a, b) > allowed:
        return False
    return JaroWinkler.similarity(a, b) >= least_similarity


def group_people(names: Iterable[PersonName]) -> dict[PersonName, PersonName]:
    """Map each name to the fullest name of the person it belongs to.

    Full names that agree make one person; a lone family name joins the only person who bears it,
    or of several the one met first. A name no person bears stands for itself.
    """
    ordered = list(dict.fromkeys(names))
    people = _people([n for n in ordered if n.is_full])
    of = {name: person[0] for person in people for name in person}
    met = {name: position for position, name in enumerate(ordered)}
    bearers: dict[str, list[PersonName]] = {}
    for person in sorted(people, key=lambda p: min(met[n] for n in p)):
        for key in _family_keys(person[0]):
            bearers.setdefault(key, []).append(person[0])
    for name in ordered:
        if name not in of:
            known = (b for key in _family_keys(name) for b in bearers.get(key, ()))
            of[name] = next((b for b in known if agree(name, b)), name)
    return of


def _people(full: Sequence[PersonName]) -> list[list[PersonName]]:
    """Full names by person, the fullest first: each agrees with every other of its person."""
    people: list[list[PersonName]] = []
    of_family: dict[str, list[list[PersonName]]] = {}
    for name in sorted(full, key=_fullness, reverse=True):
        namesakes = (p for key in _family_keys(name) for p in of_family.get(key, ()))
        home = next((p for p in namesakes if all(agree(name, other) for other in p)), None)
        if home is None:
            home = []
            people.append(home)
            for key in _family_keys(name):
                of_family.setdefault(key, []).append(home)
        home.append(name)
    return people


def _family_keys(name: PersonName) -> list[str]:
    """The family name, and each part of a hyphened one, any of which can stand for it."""
    whole = fold(name.family)
    return list(dict.fromkeys([whole, *whole.split("-")]))


def _fullness(name: PersonName) -> tuple[int, int]:
    return sum(map(bool, (name.given, name.family, name.middle, name.suffix))), len(str(name))
