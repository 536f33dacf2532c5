"""One place while the gazetteer is being built."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

KINDS = (
    "مدينة ",
    "محافظة ",
    "ولاية ",
    "منطقة ",
    "استان ",
    "قرية ",
    "مقاطعة ",
    "إقليم ",
    "مديرية ",
    "ناحية ",
    "قضاء ",
)
ARABIC = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـ ًٌٍَُِّْ-'") - {"'"}
MARKS_OF_TRANSLITERATION = str.maketrans(dict.fromkeys("ʿʾ‘’'`ʻʼ", ""))
LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"}
)


@dataclass
class Entry:
    """A place, its names and what it lies in; `loose` are alternate names of GeoNames, of any age and language."""

    id: str
    name: str
    name_ar: str
    kind: str
    within: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    latitude: float | None = None
    longitude: float | None = None
    prominence: int = 0
    loose: list[str] = field(default_factory=list)
    code: str = ""

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 of the innermost, the last in `within`; empty for none."""
        if self.kind == "country":
            return self.id
        countries = [id_ for id_ in self.within if len(id_) == 2 and id_.isupper()]
        return countries[-1] if countries else ""

    def line(self) -> str:
        """The place as a row of the file."""
        where = ["", ""] if self.latitude is None else [f"{self.latitude:.3f}", f"{self.longitude:.3f}"]
        within = ",".join(dict.fromkeys(self.within))
        return "\t".join(
            [self.id, self.name, self.name_ar, self.kind, self.country, within, *where, str(self.prominence)]
        )


def plain(name: str) -> str:
    """A Latin name without diacritics and marks of transliteration."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.translate(MARKS_OF_TRANSLITERATION).translate(LETTERS_WITHOUT_ACCENT).strip()


def is_latin(name: str) -> bool:
    """Whether the name is one that English, French or Spanish text would hold."""
    return len(name) > 3 and name[0].isupper() and all(c.isascii() for c in plain(name))


def is_arabic(name: str) -> bool:
    """Whether the name is spelled with the Arabic alphabet, not the Persian, Urdu or Uyghur one."""
    return len(name) > 1 and set(name) <= ARABIC


def arabic_from_persian(name: str) -> str:
    """A Persian or Urdu name with the letters of Arabic where they are the same."""
    return name.replace("ی", "ي").replace("ک", "ك").replace("\u200c", " ").replace("ہ", "ه")


def best_arabic(names: list[str]) -> str:
    """The name most like written Arabic: hamza and ta marbuta kept, no vowel signs, no word for its kind."""

    def rank(name: str) -> tuple[bool, bool, bool, int]:
        return (
            name.startswith(KINDS),
            any(unicodedata.combining(c) for c in name),
            not any(c in "أإآة" for c in name),
            len(name),
        )

    return min(names, key=rank, default="")
