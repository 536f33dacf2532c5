"""The index of names: which places a folded name can mean, and with how much caution it is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import names  # type: ignore[import-untyped]
from wordfreq import zipf_frequency

from firstseen.claims.gazetteer.cues import KIND_WORDS, LAND
from firstseen.model.words import fold
from gazetteer.entry import Entry, is_arabic

COMMON = 3.2
COMMON_ALIAS = 2.5
"""Zipf frequencies from which a name of a small place, and an alias of any, are taken for words of the language."""
SMALL = 200_000
RIVAL = 12  # firstseen.claims.gazetteer.reading._RIVAL
FAMOUS = 1_000_000
COMMONEST_SURNAMES = 3000
CUES = frozenset(KIND_WORDS) | LAND
PARTICLES = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب")
RAREST = 2.0
"""Zipf frequency below which wordfreq's lists do not tell a word from a chance spelling."""
LONGEST = 6  # words; firstseen.claims.gazetteer.LONGEST_NAME


def index_names(places: Sequence[Entry], cautions: str, dictionary: Path) -> list[str]:
    """Rows "name, flags, numbers of places (most prominent first)".

    Flags: c for a common word, a for one that is a place after "in", l for a word in lower case, p for a name of
    persons, m for a building that stands for who sits in it; see cautions.txt. A blocked phrase has no places. A loose
    alias gives way to a place of that very name. `dictionary` is a list of English words.
    """
    lists = read_cautions(cautions)
    lists["dictionary"] = {
        word for word in dictionary.read_text(encoding="utf-8").split() if word[0].islower()
    }
    refused = lists["never"] | lists["blocked"] | CUES
    index: dict[str, list[int]] = {}
    loose: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        firm = {fold(name) for name in [place.name, place.name_ar, *place.aliases]}
        for name in firm - refused:
            index.setdefault(name, []).append(number)
        for name in {fold(name) for name in place.loose} - firm - refused:
            loose.setdefault(name, []).append(number)
    for name, numbers in loose.items():
        firmest = places[index[name][0]].prominence if name in index else 0
        kept = [number for number in numbers if places[number].prominence > firmest * RIVAL]
        index[name] = sorted([*index.get(name, []), *kept])
    rows = [f"{name}\t\t" for name in lists["blocked"] | words_like_prefixed(index.keys())]
    for name, numbers in index.items():
        if name in lists["metonym"]:
            numbers = [number for number in numbers if places[number].kind == "landmark"]  # noqa: PLW2901
        if len(name) == 1 or name.count(" ") >= LONGEST or not numbers:
            continue
        rows.append(f"{name}\t{flags(name, places[numbers[0]], lists)}\t{','.join(map(str, numbers))}")
    return sorted(rows)


def words_like_prefixed(known: Collection[str]) -> set[str]:
    """Arabic words that only look like a particle and a name: باراك (ب + Arak) is said more often than Arak is."""
    found = set()
    for name in known:
        if " " in name or not is_arabic(name):
            continue
        frequency = max(zipf_frequency(name, "ar"), RAREST)
        forms = {before + name for before in PARTICLES}
        if name.startswith("ال"):
            forms = {before + name for before in PARTICLES if before[-1] != "ل"} | {"لل" + name[2:]}
        found |= {form for form in forms - set(known) if zipf_frequency(form, "ar") >= frequency}
    return found


def read_cautions(text: str) -> dict[str, set[str]]:
    """The lists of cautions.txt, folded."""
    heads = ("never", "common", "safe", "person", "lower", "metonym", "blocked", "located")
    lists: dict[str, set[str]] = {head: set() for head in heads}
    for line in text.splitlines():
        head, _, words = line.partition(":")
        if head in lists:
            lists[head].update(fold(word) for word in words.split(","))
    return lists


def flags(name: str, place: Entry, lists: dict[str, set[str]]) -> str:
    """The cautions with which a name is read, for the most prominent place that has it."""
    word = name in lists["dictionary"]
    lower = name in lists["lower"] or (word and (place.kind == "country" or place.prominence >= FAMOUS))
    common = name in lists["common"] | lists["located"] or (
        name not in lists["safe"] and is_word(name, place)
    )
    person = name in lists["person"] or is_given_name(name, place)
    return "".join(
        [
            "c" if common or (word and not lower) else "",
            "l" if lower else "",
            "p" if person else "",
            "m" if name in lists["metonym"] else "",
            "a" if name in lists["located"] else "",
        ]
    )


def is_given_name(name: str, place: Entry) -> bool:
    """Whether the name of a city is also a given name or a surname of the United States census."""
    return place.kind in {"city", "region"} and place.prominence < FAMOUS and name in census_names()


@cache
def census_names() -> frozenset[str]:
    """Given names and the commoner surnames, folded."""
    found = []
    for kind in ("first:male", "first:female", "last"):
        rows = Path(names.FILES[kind]).read_text(encoding="utf-8").splitlines()
        found += [row.split()[0] for row in rows[:COMMONEST_SURNAMES]]
    return frozenset(map(fold, found))


def is_word(name: str, place: Entry) -> bool:
    """Whether a name is also a frequent word: one that only GeoNames gives, or the Arabic one of a small place."""
    if " " in name or place.kind == "country":
        return False
    firm = name in {fold(given) for given in [place.name, place.name_ar, *place.aliases]}
    if not is_arabic(name):
        return not firm and zipf_frequency(name, "en") >= COMMON_ALIAS
    frequency = zipf_frequency(name, "ar")
    return frequency >= COMMON_ALIAS if not firm else place.prominence < SMALL and frequency >= COMMON
