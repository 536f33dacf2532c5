"""Countries: names from Unicode CLDR, demonyms and other names from the hand-written table."""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from firstseen.model.words import fold
from gazetteer.entry import Entry

CODE_LENGTH = 2
NO_COUNTRIES = frozenset("EU EZ UN XA XB ZZ QO AC CP CQ DG EA IC TA".split())
ISLAND_PROMINENCE = 500_000  # territories of which captions hardly speak
COUNTRY_PROMINENCE = 100_000_000
ARABIC_ENDINGS = ("", "ة", "ون", "ين", "ات", "ان", "تين", "تان")


def read_countries(path: Path, entries: dict[str, Entry]) -> dict[str, str]:
    """Demonyms (folded) → id of the country; the countries are added to `entries`.

    A line of the table: code | latitude, longitude | other names | English demonyms | Arabic demonyms.
    An Arabic demonym ending in ي stands for all its forms; one that ends otherwise for itself.
    """
    locales = {code: Locale(code).territories for code in ("en", "ar", "fr", "es")}
    demonyms: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        code, where, others, english, arabic = (part.strip() for part in line.split("|"))
        latitude, longitude = (float(part) for part in where.split(","))
        names = [locales[locale].get(code, "") for locale in ("en", "ar", "fr", "es")]
        given = [name.strip() for name in others.split(";") if name.strip()]
        name, name_ar = preferred(given, names)
        entries[code] = Entry(
            id=code, name=name, name_ar=name_ar, kind="country",
            aliases=[*names, *(other.lstrip("=") for other in given)],
            latitude=latitude, longitude=longitude, prominence=COUNTRY_PROMINENCE,
        )  # fmt: skip
        for form in [*english_forms(english), *arabic_forms(arabic)]:
            demonyms.setdefault(fold(form), code)
    for code, name in locales["en"].items():
        if len(code) == CODE_LENGTH and code.isalpha() and code not in entries and code not in NO_COUNTRIES:
            others = [locales[locale].get(code, "") for locale in ("ar", "fr", "es")]
            entries[code] = Entry(id=code, name=name, name_ar=others[0], kind="country", aliases=others,
                                  prominence=ISLAND_PROMINENCE)  # fmt: skip
    return demonyms


def preferred(given: list[str], names: list[str]) -> tuple[str, str]:
    """Name and Arabic name: CLDR's, or those that the table marks with "="."""
    marked = [name[1:] for name in given if name.startswith("=")]
    latin = [name for name in marked if name.isascii()]
    arabic = [name for name in marked if not name.isascii()]
    return (latin or names)[0], (arabic or names[1:])[0]


def english_forms(text: str) -> list[str]:
    """Demonyms and their plurals."""
    forms = [form.strip() for form in text.split(";") if form.strip()]
    return [*forms, *(f"{form}s" for form in forms if not form.endswith(("ese", "sh", "ch", "s")))]


def arabic_forms(text: str) -> list[str]:
    """Demonyms in both genders, all numbers, with and without the article."""
    forms = []
    for form in (part.strip() for part in text.split(";") if part.strip()):
        stems = [form + ending for ending in ARABIC_ENDINGS] if form.endswith("ي") else [form]
        forms += [*stems, *(f"ال{stem}" for stem in stems)]
    return forms
