"""Values of a case in short words: dates as exact as they are, times of a file, texts that are too long for a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.wording import Words, date_words
from firstseen.publish.pages import safe_url

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.claim import What, When, Where, Who
    from firstseen.model.sighting import Record
    from firstseen.model.time import PartialDate
    from firstseen.web.words import InterfaceLanguage

_SHOWN: Final = 3
"""Alternatives of one value that are named."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date for a page: in words, as it was written, and what it rests on."""

    words: str
    iso: str
    basis: str


def dated(date: PartialDate | None, lang: InterfaceLanguage) -> Dated | None:
    """A date as the page says it; None for none. One that no calendar can word is given as it was written."""
    if date is None:
        return None
    try:
        told = in_language(date_words(date), lang)
    except (OverflowError, ValueError):
        told = date.iso
    return Dated(told, date.iso, date.basis)


def in_language(words: Words, lang: InterfaceLanguage) -> str:
    """The words in the page's language."""
    return words.ar if lang == "ar" else words.en


def value_words(value: When | Where | Who | What, lang: InterfaceLanguage) -> str:
    """A value of a slot: a date, a place or an actor with its alternatives, a kind of event."""
    date = getattr(value, "date", None)
    if date is not None:
        found = dated(date, lang)
        return found.words if found else ""
    several = getattr(value, "places", None) or getattr(value, "actors", None)
    if several:
        names = [(one.name_ar or one.name) if lang == "ar" else one.name for one in several[:_SHOWN]]
        return (" أو " if lang == "ar" else " or ").join(dict.fromkeys(names))
    return str(getattr(value, "kind", ""))


def record_title(record: Record) -> str:
    """What a sighting is called: who published it, else where, else the file's name."""
    return record.source or record.url or record.name


def clipped(text: str, longest: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * longest]).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def moment(at: datetime) -> str:
    """An instant to the minute, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


__all__ = ["Dated", "clipped", "dated", "in_language", "moment", "record_title", "safe_url", "value_words"]
