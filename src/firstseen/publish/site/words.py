"""What the site says in its own name, and dates in words, in English and Arabic."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date
from firstseen.model.wording import MONTHS, MONTHS_AR, Words, date_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from firstseen.model.article import EditionLanguage

DIRECTIONS: Final[dict[EditionLanguage, str]] = {"en": "ltr", "ar": "rtl"}
OTHER: Final[dict[EditionLanguage, EditionLanguage]] = {"en": "ar", "ar": "en"}
LOCALES: Final[dict[EditionLanguage, str]] = {"en": "en_GB", "ar": "ar_AR"}


@functools.cache
def phrases() -> Mapping[str, Words]:
    """Every phrase of the site by its key."""
    read = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return {key: Words(texts["en"], texts["ar"]) for key, texts in read.items()}


def phrase(key: str, language: EditionLanguage, **values: object) -> str:
    """The phrase in one language, `{names}` in it filled in. KeyError for a key that the file has not."""
    text = said(phrases()[key], language)
    return text.format(**values) if values else text


def said(words: Words, language: EditionLanguage) -> str:
    """The words in one language."""
    return words.ar if language == "ar" else words.en


def day_words(at: datetime, language: EditionLanguage) -> str:
    """The day of an instant in UTC, as a reader says it: "6 December 2024"."""
    months = MONTHS_AR if language == "ar" else MONTHS
    return f"{at.day} {months[at.month - 1]} {at.year}"


def printed_date(text: str, language: EditionLanguage) -> str:
    """A date as its publisher printed it: in words when it is ISO 8601, else as it stands."""
    try:
        return said(date_words(read_date(text)), language)
    except UnclearDate:
        return text
