"""Which news agency an article's text comes from, as its credits tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

AGENCIES: dict[str, str] = {
    "Associated Press": r"(?:The )?Associated Press|AP News|AP",
    "Reuters": r"(?:Thomson )?Reuters",
    "Agence France-Presse": r"Agence[ -]France[ -]Presse|AFP",
    "Tribune Content Agency": r"Tribune Content Agency|Tribune News Service|TNS|TCA",
    "United Press International": r"United Press International|UPI",
    "PA Media": r"PA Media|Press Association|PA",
    "Canadian Press": r"(?:The )?Canadian Press|CP",
    "Australian Associated Press": r"Australian Associated Press|AAP",
    "Deutsche Presse-Agentur": r"Deutsche Presse-Agentur|dpa|DPA",
    "Bloomberg": r"Bloomberg(?: News)?",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "Kyodo": r"Kyodo(?: News)?",
    "Press Trust of India": r"Press Trust of India|PTI",
    "Asian News International": r"Asian News International|ANI",
    "States Newsroom": r"States Newsroom",
    "Stacker": r"Stacker(?: Media)?",
    "CNN Newsource": r"CNN Newsource|CNN Wire|The-CNN-Wire",
    "PR Newswire": r"PR ?Newswire",
    "Business Wire": r"Business Wire",
    "GlobeNewswire": r"GlobeNewswire",
}
"""Agencies, each with the names that credits give it. Short names count only in brackets, after a
dash or alone on their line, never in prose."""
_NO_PICTURE = r"(?!.*(?i:photo|image|getty|picture))"
_FROM = r"(?:.*\b(?:via|(?i:distributed|syndicated) by)|Provided by|Source:)"
_END = r"(?:,?\s(?:LLC|Inc)\b)?[.)]?\s*$"
_PERSON = r"(?:[A-Z][\w.’'-]*\s){0,4}(?:[A-Z][\w.’'-]*\s?[,|–—-]\s?)?"
_ANY = "|".join(f"(?P<a{i}>{names})" for i, names in enumerate(AGENCIES.values()))
CREDITS = tuple(
    re.compile(pattern.replace("ANY", _ANY))
    for pattern in (
        # TARN CITY, N.Y. (AP) — · TARN CITY, May 3 (Reuters) -
        r"[A-Z][\w.,’' /-]{1,60}\((?:ANY)\)\s?(?:—|–|--?|:)",
        # TARN CITY, May 3, 2031 /PRNewswire/ --
        r"[A-Z][\w.,’' -]{1,60}/(?:ANY)/\s?(?:—|–|--?)",
        # (AP) — The council … · (Reuters) - The council …
        r"\((?:ANY)\)\s?(?:—|–|--?)",
        # © 2031 The Associated Press. · Copyright 2031 Tribune Content Agency.
        r"(?:©|\([Cc]\)|[Cc]opyright)[\s©\d,-]*(?:by\s)?(?:ANY)\b",
        # Distributed by Tribune Content Agency, LLC. · via Reuters
        rf"{_NO_PICTURE}{_FROM}\s(?:ANY){_END}",
        # By Ada Quill, Associated Press · By The Associated Press · Ada Quill | Reuters
        rf"(?:(?:By|BY)\s)?{_PERSON}(?:ANY)(?:\s(?:Writer|Staff|Reporter))?\s*$",
    )
)
SHORT_LINE = 160
"""Longest line, in characters, that is a credit from end to end; datelines open longer ones."""
N_OPENINGS = 3
"""Patterns above that open a paragraph of any length."""


def credited_agency(lines: Iterable[str]) -> str | None:
    """Return the agency that the first credit among these lines names, or None.

    Args:
        lines: Those around the story and its first one, where credits and datelines stand.
    """
    return next((name for line in lines for name in agencies_in(line)), None)


def agencies_in(line: str) -> Iterator[str]:
    """Yield the agencies that one line credits."""
    patterns = CREDITS if len(line) <= SHORT_LINE else CREDITS[:N_OPENINGS]
    for pattern in patterns:
        if match := pattern.match(line):
            yield name_of(match)


def agency_named(words: str | None) -> str | None:
    """Return the agency that a source's or an author's name is, or None."""
    match = ALONE.fullmatch((words or "").strip())
    return name_of(match) if match else None


ALONE = re.compile(rf"(?:By |by )?(?:{_ANY})(?:, (?:LLC|Inc\.?))?")


def name_of(match: re.Match[str]) -> str:
    """Return the agency whose names matched."""
    found = next(i for i in range(len(AGENCIES)) if match[f"a{i}"])
    return list(AGENCIES)[found]
