"""Places and the names they go by: the gazetteer that comes with firstseen, loaded when first asked."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Final, Literal, cast

from firstseen.model.claim import Place

_FILE: Final = "data/gazetteer.tsv.gz"


@dataclass(frozen=True, slots=True)
class Named:
    """What a folded name can mean, most prominent first; `prominence` is about the number of people there.

    `common` names are also words ("Nice"), of which some still are places after "in" (`located`); `personal` ones also
    names of persons ("Jordan"); some are words only when written without a capital ("turkey"). A `metonym` is a
    building that stands for who sits in it. Without places it is a phrase that holds a place's name and names none
    ("Manchester United").
    """

    places: tuple[Place, ...]
    prominence: tuple[int, ...]
    common: bool
    personal: bool
    word_in_lower_case: bool
    metonym: bool
    located: bool


@dataclass(frozen=True)
class Gazetteer:
    """Rows as they stand in the file; a row becomes a `Place` when it is asked for."""

    rows: tuple[str, ...]
    names: dict[str, str]
    demonyms: dict[str, str]

    def named(self, name: str) -> Named | None:
        """What a folded name can mean, None when it is no place's name."""
        return _named(name) if name in self.names else None

    def longest(self, word: str) -> int:
        """Words of the longest name that starts with this folded word, 0 when none does."""
        return self._heads.get(word, 0)

    def place(self, id_: str) -> Place:
        """The place with this id.

        Raises:
            KeyError: there is none.
        """
        return _place(self._numbers[id_])

    @cached_property
    def _heads(self) -> dict[str, int]:
        heads: dict[str, int] = {}
        for name in self.names:
            head = name.partition(" ")[0]
            heads[head] = max(heads.get(head, 0), name.count(" ") + 1)
        return heads

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row.partition("\t")[0]: number for number, row in enumerate(self.rows)}


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer: about 43,000 places, 100,000 names. Loading takes about 0.2 s, once."""
    packed = files("firstseen.claims").joinpath(_FILE).read_bytes()
    _, rows, names, demonyms = gzip.decompress(packed).decode().split("\n\n")
    return Gazetteer(
        rows=tuple(rows.split("\n")),
        names=_by_first_column(names),
        demonyms=_by_first_column(demonyms),
    )


def _by_first_column(lines: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (line.partition("\t") for line in lines.split("\n"))}


@lru_cache(maxsize=4096)
def _named(name: str) -> Named:
    flags, _, numbers = gazetteer().names[name].partition("\t")
    chosen = [int(number) for number in numbers.split(",") if number]
    return Named(
        places=tuple(_place(number) for number in chosen),
        prominence=tuple(int(gazetteer().rows[number].rpartition("\t")[2]) for number in chosen),
        common="c" in flags,
        personal="p" in flags,
        word_in_lower_case="l" in flags,
        metonym="m" in flags,
        located="a" in flags,
    )


@lru_cache(maxsize=4096)
def _place(number: int) -> Place:
    id_, name, name_ar, kind, country, within, latitude, longitude, _ = gazetteer().rows[number].split("\t")
    return Place(
        id=id_,
        name=name,
        name_ar=name_ar,
        kind=cast("Literal['country', 'region', 'city', 'district', 'landmark', 'sea', 'area']", kind),
        country=country,
        within=tuple(within.split(",")) if within else (),
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
    )
