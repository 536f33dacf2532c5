"""What an import met beside what it brought in: unknown fields, fields left out on purpose, unreadable dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord
from firstseen.gather.dates import read_stated_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.gather.dates import ReadDate


class Unfit(Exception):
    """An item that cannot come in; its text says why. Readers turn it into a BadRecord that names the place."""


@dataclass(slots=True)
class Notes:
    """What is told once at the end, however often it was met; counts are of items.

    With `strict`, a field nobody knows makes its item a bad record instead.
    """

    strict: bool = False
    unknown: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    unread_dates: Counter[str] = field(default_factory=Counter)
    guessed_encodings: int = 0
    titles_as_claims: int = 0
    _examples: dict[str, str] = field(default_factory=dict)

    def take_unknown(self, name: str) -> None:
        """Note a field that is not known; Unfit when that is not allowed."""
        if self.strict:
            raise Unfit(f"has a field {name!r}, which is not known; leave --strict out to keep it unread")
        self.unknown[name] += 1

    def take_unread_date(self, name: str, written: str) -> None:
        """Note a date that could not be read and stays as it was written."""
        self.unread_dates[name] += 1
        self._examples.setdefault(name, written)

    def sentences(self) -> Iterator[str]:
        """One line for a person for each kind of thing met."""
        for name, count in sorted(self.unread_dates.items()):
            example = self._examples[name][:60]
            yield f"{name}: {_times(count, 'value')} could not be read and stay as written, such as {example!r}"
        if self.guessed_encodings:
            yield f"encoding not stated and guessed: {_times(self.guessed_encodings, 'page')}"
        if self.titles_as_claims:
            yield f"no claim stated, so that the title stands for it: {_times(self.titles_as_claims, 'fact-check')}"
        if self.unknown:
            yield f"fields not known, kept unread: {_listed(self.unknown)}"
        if self.ignored:
            yield f"fields left out on purpose: {_listed(self.ignored)}"


@dataclass(frozen=True, slots=True)
class Importing:
    """One source being imported: what it is called, how its dates are read, where remarks go.

    `base` is the address it was fetched from: relative addresses in it are read against it.
    """

    origin: str
    notes: Notes = field(default_factory=Notes)
    read_date: ReadDate = read_stated_date
    base: str = ""

    def bad(self, place: int, reason: object, unit: str = "item") -> BadRecord:
        """An item of this source that cannot come in, as an error that names it."""
        return BadRecord(self.origin, place, str(reason), unit)


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


_MOST_NAMES: Final = 20


def _listed(names: Counter[str]) -> str:
    shown = [f"{name[:80]} ({count})" for name, count in names.most_common(_MOST_NAMES)]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
