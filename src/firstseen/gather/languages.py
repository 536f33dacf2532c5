"""Languages as people and programs name them, as ISO 639-1."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NAMES: Final = {
    "arabic": "ar", "العربية": "ar", "عربي": "ar", "ara": "ar",
    "english": "en", "الإنجليزية": "en", "eng": "en",
    "french": "fr", "français": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "español": "es", "spa": "es",
    "german": "de", "deutsch": "de", "deu": "de", "ger": "de",
    "portuguese": "pt", "português": "pt", "por": "pt",
    "turkish": "tr", "türkçe": "tr", "tur": "tr",
    "persian": "fa", "farsi": "fa", "فارسی": "fa", "fas": "fa", "per": "fa",
    "hebrew": "he", "heb": "he", "iw": "he",
    "urdu": "ur", "urd": "ur",
    "hindi": "hi", "hin": "hi",
    "indonesian": "id", "ind": "id", "in": "id",
    "italian": "it", "ita": "it",
    "russian": "ru", "rus": "ru",
    "ukrainian": "uk", "ukr": "uk",
    "kurdish": "ku", "kur": "ku",
}  # fmt: skip
"""Names in the language itself and in English, and ISO 639-2; "iw" and "in" are what old programs write."""

_TAG: Final = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)


@lru_cache(maxsize=512)
def language_code(written: str) -> str:
    """ISO 639-1 of a language tag ("ar-SY", "en_US") or name ("Arabic", "العربية"); empty for what is neither."""
    word = written.strip().casefold()
    if word in _NAMES:
        return _NAMES[word]
    tag = _TAG.fullmatch(word)
    if tag:
        return _NAMES.get(tag[1], tag[1])
    # The first word of a longer name, such as English (US).
    return _NAMES.get(re.split(r"[^\w]", word, maxsplit=1)[0], "")
