"""Values as the desk's pages say them, in the interface's language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from firstseen.model.wording import Words, counted, date_words, span_words
from firstseen.verdict.ratings import ratings
from firstseen.web.words import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from firstseen.model.time import PartialDate

_HOUR_S: Final = 3600
_DAY_S: Final = 86400


def spoken_date(when: PartialDate, language: str) -> str:
    """A date as exact as it is."""
    return _in(date_words(when), language)


def age_words(at: datetime, language: str) -> str:
    """How long ago an instant was."""
    passed_s = (datetime.now(UTC) - at).total_seconds()
    if passed_s < 60:  # noqa: PLR2004 - a minute
        return {"en": "just now", "ar": "الآن"}[language]
    if passed_s < _HOUR_S:
        span = counted(
            int(passed_s / 60), ("minute", "minutes"), ("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة")
        )
    elif passed_s < _DAY_S:
        span = counted(int(passed_s / _HOUR_S), ("hour", "hours"), ("ساعة واحدة", "ساعتين", "ساعات", "ساعة"))
    else:
        span = span_words(int(passed_s / _DAY_S))
    return _in(Words(f"{span.en} ago", f"قبل {span.ar}"), language)


def rating_word(key: str, language: str) -> str:
    """The label of a rating; its key when it is none of ours."""
    known = ratings().get(key)
    return key if known is None else _in(Words(known.en, known.ar), language)


def basis_word(basis: str, language: str) -> str:
    """What a date rests on."""
    known = phrases().get(f"common.basis_{basis.replace(' ', '_')}")
    return basis if known is None else known[language]


_FLAGS: Final = (
    ("stage ", "changed"),
    ("the verdict was changed", "changed"),
    ("a decision was made", "decision"),
    ("footage it rests on was seen", "seen"),
    ("the record of a sighting", "record"),
    ("footage it rests on was deleted", "deleted"),
    ("a fact-check it rests on was deleted", "deleted"),
    ("a match it rests on", "match"),
    ("a fact-check", "review"),
)
"""How the reasons of flags begin, and what lists call them."""


def flag_word(reason: str, language: str) -> str:
    """Why a case has to be looked at again, in few words; the reason itself where it is of no known kind."""
    kind = next((kind for start, kind in _FLAGS if reason.startswith(start)), "")
    return phrases()[f"desk.flag_{kind}"][language] if kind else reason


def language_word(code: str, language: str) -> str:
    """The name of a language; its code when it is neither of ours."""
    known = phrases().get(f"common.language_{code}")
    return code if known is None else known[language]


def whole(count: float) -> str:
    """A number with its thousands apart."""
    return f"{count:,.0f}"


def size_words(size_bytes: int) -> str:
    """A size in the unit that suits it."""
    size, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB"):
        if size < 1000:  # noqa: PLR2004 - decimal units
            break
        size, unit = size / 1000, larger
    return f"{size:,.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"  # noqa: PLR2004


def clock(time_s: float) -> str:
    """Seconds as hours, minutes and seconds: 1:02, 1:00:07."""
    minutes, seconds = divmod(round(max(0.0, time_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "date_words": spoken_date,
    "age_words": age_words,
    "whole": whole,
    "size": size_words,
    "clock": clock,
}

NAMES: Final[Mapping[str, Callable[..., Any]]] = {
    "rating_word": rating_word,
    "basis_word": basis_word,
    "flag_word": flag_word,
    "language_word": language_word,
}


def _in(words: Words, language: str) -> str:
    return words.ar if language == "ar" else words.en
