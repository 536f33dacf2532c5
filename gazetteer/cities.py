"""Cities out of GeoNames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gazetteer.entry import KINDS, Entry, arabic_from_persian, best_arabic, is_arabic, is_latin, plain

ALL_SIZES = frozenset("SY LB PS IL IQ YE LY SD EG MA DZ TN JO SA AE KW QA BH OM MR SO DJ SS EH".split())
"""Where footage in recirculation is mostly from: every place GeoNames lists there is kept."""
MIDDLE_SIZES = frozenset("TR UA IR AF PK CY AM AZ GE".split())
PERSIAN = frozenset(["IR", "AF", "PK"])
SMALLEST = 15_000
SMALLEST_OF_MIDDLE = 5_000
SMALLEST_WITH_ALIASES = 100_000


def read_cities(rows: Iterable[dict[str, Any]], entries: dict[str, Entry], codes: dict[str, str]) -> None:
    """The cities worth keeping, added to `entries`."""
    for row in rows:
        if is_kept(row):
            entry = city(row, codes)
            entries[entry.id] = entry


def is_kept(row: dict[str, Any]) -> bool:
    """Whether a city is large enough for its country."""
    country, people = row["countrycode"], row["population"]
    return (
        people >= SMALLEST
        or country in ALL_SIZES
        or (country in MIDDLE_SIZES and people >= SMALLEST_OF_MIDDLE)
    )


def city(row: dict[str, Any], codes: dict[str, str]) -> Entry:
    """One city with its names in Latin and Arabic letters."""
    country, people = row["countrycode"], row["population"]
    others = [name.strip("\u200e\u200f ") for name in row["alternatenames"]]
    if country in PERSIAN:
        others = [arabic_from_persian(name) for name in others]
    arabic = [name for name in others if is_arabic(name) and not name.startswith(KINDS)]
    latin = [plain(name) for name in others if is_latin(name)]
    keeps_aliases = country in ALL_SIZES or people >= SMALLEST_WITH_ALIASES
    region = codes.get(f"{country}.{row['admin1code']}", "")
    return Entry(
        id=f"geonames:{row['geonameid']}",
        name=plain(row["name"]),
        name_ar=best_arabic(arabic),
        kind="city",
        within=[id_ for id_ in (region, country) if id_],
        loose=[*(latin if keeps_aliases else []), *arabic],
        latitude=row["latitude"],
        longitude=row["longitude"],
        prominence=max(people, 300),
    )
