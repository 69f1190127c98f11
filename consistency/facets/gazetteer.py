"""Places by name, and which contains which, from a small gazetteer that comes with the package."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from consistency.facets.persons import fold

LARGEST_NAMESAKES = 8
"""Towns of one name that are kept, the most populous first."""

STATE_ABBREVIATIONS = {
    "AL": "Ala", "AK": "Alaska", "AZ": "Ariz", "AR": "Ark", "CA": "Calif", "CO": "Colo",
    "CT": "Conn", "DE": "Del", "FL": "Fla", "GA": "Ga", "HI": "Hawaii", "ID": "Idaho", "IL": "Ill",
    "IN": "Ind", "IA": "Iowa", "KS": "Kan", "KY": "Ky", "LA": "La", "ME": "Maine", "MD": "Md",
    "MA": "Mass", "MI": "Mich", "MN": "Minn", "MS": "Miss", "MO": "Mo", "MT": "Mont", "NE": "Neb",
    "NV": "Nev", "NH": "N.H", "NJ": "N.J", "NM": "N.M", "NY": "N.Y", "NC": "N.C", "ND": "N.D",
    "OH": "Ohio", "OK": "Okla", "OR": "Ore", "PA": "Pa", "RI": "R.I", "SC": "S.C", "SD": "S.D",
    "TN": "Tenn", "TX": "Texas", "UT": "Utah", "VT": "Vt", "VA": "Va", "WA": "Wash", "WV": "W.Va",
    "WI": "Wis", "WY": "Wyo", "DC": "D.C",
}  # fmt: skip
"""Abbreviations of the states in American newspapers, by postal code."""

OTHER_NAMES = {
    "us": ("North America", "United States"),
    "usa": ("North America", "United States"),
    "america": ("North America", "United States"),
    "united states of america": ("North America", "United States"),
    "uk": ("Europe", "United Kingdom"),
    "britain": ("Europe", "United Kingdom"),
    "great britain": ("Europe", "United Kingdom"),
    "england": ("Europe", "United Kingdom", "ENG"),
    "scotland": ("Europe", "United Kingdom", "SCT"),
    "wales": ("Europe", "United Kingdom", "WLS"),
    "northern ireland": ("Europe", "United Kingdom", "NIR"),
    "uae": ("Asia", "United Arab Emirates"),
    "czech republic": ("Europe", "Czechia"),
    "burma": ("Asia", "Myanmar"),
    "new york": ("North America", "United States", "New York", "New York City"),
    "la": ("North America", "United States", "California", "Los Angeles"),
    "nyc": ("North America", "United States", "New York", "New York City"),
    "washington": ("North America", "United States", "District of Columbia"),
    "washington dc": ("North America", "United States", "District of Columbia"),
}
"""Usual names the gazetteer has not, and cities meant before the states of their name."""

CONTINENTS = {
    name.lower(): name
    for name in (
        "Africa",
        "Antarctica",
        "Asia",
        "Europe",
        "North America",
        "Oceania",
        "South America",
    )
}

KINDS_BY_DEPTH = ("continent", "country", "state", "city")


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry: its own name last in `path`, after all that contains it.

    `kind` is "continent", "country", "state" (any first-order region), "county" or "city".
    """

    path: tuple[str, ...]
    kind: str

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies within `outer`, or is it. A partial order."""
    return inner.path[: len(outer.path)] == outer.path


def fold_place(name: str) -> str:
    """Fold a place's name: lower case, no stops, "Saint" as "St".

    >>> fold_place("Ste. Genevieve County")
    'ste genevieve county'
    """
    words = [fold(w) for w in re.split(r"[\s,]+", name) if fold(w)]
    return " ".join(
        {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}.get(w, w) for w in words
    )


def look_up(name: str, *, within: str = "") -> tuple[Place, ...]:
    """Return the places of this name, likeliest first; none for a name it does not have.

    Args:
        within: Name of what contains it ("Conn." after the comma); places elsewhere are left out.
    """
    found = _named(fold_place(name))
    if not within:
        return found
    outer = look_up(within)
    return tuple(p for p in found if any(contains(o, p) for o in outer)) if outer else found


def state_named(name: str) -> str:
    """The state of the United States that a name or its abbreviation means, or "".

    >>> state_named("S.C.")
    'South Carolina'
    """
    return _states().get(fold(name).strip(), "")


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    by_code = _tables()[1]
    names = {fold(name): name for name in by_code.values()}
    names |= {code.lower(): name for code, name in by_code.items()}
    return names | {fold(a): by_code[c] for c, a in STATE_ABBREVIATIONS.items()}


@lru_cache(maxsize=4096)
def _named(folded: str) -> tuple[Place, ...]:
    """All places of a folded name; the usual meaning of a short name comes first."""
    found = []
    if folded in OTHER_NAMES:
        path = OTHER_NAMES[folded]
        found.append(Place(path, KINDS_BY_DEPTH[len(path) - 1]))
    elif folded in CONTINENTS:
        found.append(Place((CONTINENTS[folded],), "continent"))
    elif folded in _states():
        found.append(Place((*_tables()[0]["US"], _states()[folded]), "state"))
    entries = _lines().get(folded, "").split(",")
    found += [place for e in entries if e and (place := _place(e)) not in found]
    return tuple(found)


def _place(entry: str) -> Place:
    kind, country, region, name = entry.split("|")
    countries, states = _tables()
    outer = countries.get(country, ("", country))
    if kind == "country":
        return Place(outer, kind)
    if kind == "state":
        return Place((*outer, name), kind)
    return Place((*outer, states.get(region, region) if country == "US" else region, name), kind)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Countries by code, with their continents, and the states of the United States by code."""
    countries = (e.split("|") for e in _lines()["#countries"].split(","))
    states = (e.split("|") for e in _lines()["#states"].split(","))
    return {code: (where, name) for name, code, where in countries}, dict(states)


@lru_cache(maxsize=1)
def _lines() -> dict[str, str]:
    """The file's lines by their first field: some 40,000, read once, at the first question."""
    packed = files("consistency.facets").joinpath("data", "places.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    return dict(line.split(",", 1) for line in lines)


def related(left: Iterable[Place], right: Iterable[Place]) -> bool:
    """Whether some reading of one name lies within some reading of the other. Symmetric."""
    others = list(right)
    return any(contains(a, b) or contains(b, a) for a in left for b in others)
