"""Months and years that stand alone: dates only by the words around them ("in March", "عام 2015")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar_days import Point
from firstseen.claims.calendar_forms import Read
from firstseen.claims.calendar_words import beside

if TYPE_CHECKING:
    from firstseen.claims.calendar_forms import Forms

_LEADS: Final = ("since", "before", "after", "until", "about")


class Lone:
    """Reads lone months and years at a piece of a text."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._pieces = forms.pieces

    def read(self, at: int) -> Read | None:
        """The month or year there, if what stands around it makes it one."""
        return self._month(at) or self._last_month(at) or self._years(at) or self._hijri(at) or self._year(at)

    def lead(self, at: int) -> str:
        """The word right before a date that says it is no date of the thing itself: since, before, about."""
        for kind in _LEADS:
            if self._ends(f"cue {kind}", at):
                return kind
        return ""

    def _ends(self, kind: str, at: int) -> bool:
        """Whether a phrase of that kind ends right before `at`."""
        for start in range(max(0, at - 4), at):
            found = self._forms.at(start, kind)
            if found and found[1] == at:
                return True
        return False

    def _cued(self, at: int, kinds: tuple[str, ...]) -> bool:
        return any(self._ends(f"cue {kind}", at) for kind in kinds)

    def _month(self, at: int) -> Read | None:
        """As in "in March", "آذار الماضي", "شهر رمضان"; a capital is wanted of the months that are other words."""
        month = self._forms.month(at)
        if not month:
            return None
        dated, end = self._forms.with_year(month[0], month[1])
        if dated is not month[0]:
            return Read((dated,), end)
        piece = self._pieces[at]
        cued = self._cued(at, ("in", "since", "until", "before", "after"))
        following = self._pieces[month[1]].text if month[1] < len(self._pieces) else ""
        if not cued or (piece.written.isascii() and not piece.capital and following not in {"", "."}):
            return None
        return Read((month[0],), month[1])

    def _last_month(self, at: int) -> Read | None:
        """As in "last March", "this Ramadan"."""
        modifier = self._forms.at(at, "modifier")
        month = self._forms.month(modifier[1]) if modifier else None
        if not modifier or not month:
            return None
        dated, end = self._forms.with_year(month[0], at)
        return Read((dated,), month[1]) if dated is not month[0] and end == modifier[1] else None

    def _years(self, at: int) -> Read | None:
        """2011-2012, 2019/20, between 2015 and 2017, بين عامي 2017 و 2018."""
        first = self._forms.year_number(at)
        if not first:
            return None
        dashed = self._forms.mark(first[1], "-/")
        linked = dashed if dashed != first[1] else self._forms.past(first[1], "cue to")
        last = self._forms.year_number(linked) if linked != first[1] else None
        if not last or last[0] <= first[0]:
            return None
        joined_by_word = dashed == first[1]
        if joined_by_word and not self._ends("cue from", at) and not self._ends("cue year", at):
            return None
        return Read((Point(year=first[0]), Point(year=last[0])), last[1])

    def _hijri(self, at: int) -> Read | None:
        year = self._forms.hijri_year(at)
        return Read((Point(year=year[0], hijri=True),), year[1]) if year else None

    def _year(self, at: int) -> Read | None:
        year = self._forms.year_number(at)
        if not year or not self._is_year(at, year[1], year[0]):
            return None
        return Read((Point(year=year[0]),), year[1])

    def _is_year(self, at: int, end: int, year: int) -> bool:
        before = self._pieces[at - 1] if at else None
        further = self._pieces[at - 2].text if at > 1 else ""
        after = self._pieces[end] if end < len(self._pieces) else None
        if after and (after.text in beside("counted") or (after.glued and after.kind in {"word", "number"})):
            return False
        if before and (
            {before.text, further} & beside("quantity") or (before.glued and before.text in "-+/\\.:=&?")
        ):
            return False
        if end > at + 1 or self._cued(at, ("year",)):
            return True
        cued = self._cued(at, ("in", "since", "until", "before", "after", "of"))
        return cued or (year % 100 != 0 and year >= 1900 and self._stands_free(at, end))  # noqa: PLR2004 - a round number counts

    def _stands_free(self, at: int, end: int) -> bool:
        """Whether no counted thing can follow: the end of a part of the text, or a word that is no plural."""
        before = self._pieces[at - 1].text if at else ""
        if end >= len(self._pieces):
            return True
        after = self._pieces[end]
        if after.kind != "word" or after.line or before in {"the", "("}:
            return True
        arabic = "\u0600" <= after.text[:1] <= "\u06ff"
        if arabic:
            return not after.text.endswith("ا") and at > 0
        return not (after.text.endswith("s") and not after.capital)
