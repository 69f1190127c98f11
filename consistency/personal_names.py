"""Names of persons as text: their titles, surnames, and whether two name one person."""

from __future__ import annotations

import re
from collections.abc import Sequence

MALE, FEMALE = "male", "female"
GENDER_OF_TITLE = {
    "mr": MALE, "sir": MALE, "lord": MALE, "king": MALE, "prince": MALE, "congressman": MALE,
    "councilman": MALE, "alderman": MALE, "assemblyman": MALE, "father": MALE,
    "mrs": FEMALE, "ms": FEMALE, "miss": FEMALE, "lady": FEMALE, "queen": FEMALE,
    "princess": FEMALE, "congresswoman": FEMALE, "councilwoman": FEMALE, "madam": FEMALE,
    "assemblywoman": FEMALE, "sister": FEMALE, "dame": FEMALE,
}  # fmt: skip
GENDER_OF_PRONOUN = {"he": MALE, "she": FEMALE, "him": MALE, "her": FEMALE, "his": MALE}
LONG_TITLE = {
    "gov": "governor", "sen": "senator", "rep": "representative", "pres": "president",
    "sgt": "sergeant", "lt": "lieutenant", "gen": "general", "col": "colonel", "capt": "captain",
    "dr": "doctor", "prof": "professor", "rev": "reverend", "atty": "attorney", "supt":
    "superintendent", "sec": "secretary", "congressman": "representative", "congresswoman":
    "representative", "adm": "admiral", "maj": "major", "cmdr": "commander", "det": "detective",
    "cpl": "corporal", "pvt": "private", "hon": "honorable",
}  # fmt: skip
TITLES = (
    frozenset(GENDER_OF_TITLE) | frozenset(LONG_TITLE) | frozenset(LONG_TITLE.values())
    | frozenset(
        "mayor justice judge chief secretary sheriff minister chancellor premier officer deputy"
        " speaker commissioner chairman chairwoman chair director treasurer bishop pope imam rabbi"
        " pastor coach ambassador lawyer spokesman spokeswoman spokesperson former acting vice"
        " attorney prime majority minority leader principal president-elect governor-elect"
        " lawmaker author actor singer candidate nominee republican democratic democrat marshal"
        " inspector constable trooper agent dean provost warden magistrate solicitor comptroller"
        " controller auditor".split()
    )
)  # fmt: skip
# Words that make a name a body's rather than a person's.
COLLECTIVE = frozenset(
    "office department agency bureau police force service committee council commission campaign"
    " government ministry court house senate congress parliament party union league association"
    " society institute institution university college school hospital company corporation corp inc"
    " group bank fund times post journal herald tribune press news register gazette magazine radio"
    " network administration authority board team center centre city county state states nation"
    " republicans democrats officials critics supporters residents prosecutors s the a an".split()
)
PARTICLES = frozenset(
    "de del della der den di da van von bin ibn al el la le dos du ten ter".split()
)
# Words that are part of a title only before one: "Fire Marshal", "State Senator".
TITLE_MODIFIERS = frozenset(
    "fire police state county city district federal national press house senate party deputy"
    " assistant associate interim senior junior managing executive general first second".split()
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})


def split_titles(name: str) -> tuple[str, frozenset[str]]:
    """Part a name from the titles before it, which come back long and lower-case.

    >>> split_titles("Gov. Ada Marsh")
    ('Ada Marsh', frozenset({'governor'}))
    """
    parts, titles = name.split(), []
    while len(parts) > 1 and _is_title(parts):
        title = _folded(parts.pop(0))
        titles += [title, LONG_TITLE.get(title, title)]
    bare = re.sub(r"['’]s?$", "", " ".join(parts)).strip(" ,;:")
    if bare.endswith(".") and bare.rsplit(maxsplit=1)[-1].lower().strip(".") not in SUFFIXES:
        bare = bare.rstrip(".")
    return bare, frozenset(titles) - {"the"}


def _is_title(parts: Sequence[str]) -> bool:
    """Whether the first word is a title and no name stands before "of" ("Mayor of Tarnwick")."""
    first, second = _folded(parts[0]), _folded(parts[1])
    if first == "the":
        return True
    if parts[1][:1].islower() and second not in TITLES:
        return False
    return first in TITLES or (first in TITLE_MODIFIERS and second in TITLES)


def _folded(word: str) -> str:
    return word.lower().strip(".,")


def surname(name: str) -> str:
    """The folded last part of a name, past "Jr." and the like.

    >>> surname("Ada B. Marsh, Jr.")
    'marsh'
    """
    parts = [p.strip(".,'").lower() for p in name.split()]
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    return parts[-1] if parts else ""


def same_speaker(left: str | None, right: str | None) -> bool | None:
    """Say whether two speakers are one; None where names cannot tell.

    Only two persons' names can be at odds: an office may speak for its holder, "a spokesman" for
    anyone, and "critics" may be whom the other source names.

    >>> same_speaker("Ada Marsh", "Gov. Marsh"), same_speaker("Ada Marsh", "Tom Reed")
    (True, False)
    >>> same_speaker("Ada Marsh", "the governor's office") is None
    True
    """
    if not left or not right:
        return None
    (one, _), (other, _) = split_titles(left), split_titles(right)
    if one.lower() == other.lower():
        return True
    if not (is_personal(one) and is_personal(other)):
        return None
    return surname(one) == surname(other)


def is_personal(bare: str) -> bool:
    """Say whether a name without titles looks like a person's, not like an office or a crowd."""
    words = re.findall(r"[^\W\d_]+", bare)
    folded = {w.lower() for w in words}
    capital = all(w[0].isupper() or w.lower() in PARTICLES for w in words)
    return bool(words) and capital and len(words) <= 5 and not folded & (TITLES | COLLECTIVE)
