"""Facts written by hand: places that GeoNames lacks, better names, areas and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from firstseen.model.words import fold
from gazetteer.cities import ALL_SIZES
from gazetteer.entry import Entry, is_arabic, plain

PROMINENCE = 300_000
TWIN_DEGREES = 0.3
SMALLEST_REGION = 30_000


def read_handmade(paths: Iterable[Path], entries: dict[str, Entry]) -> dict[str, list[str]]:
    """The members of areas, by area; places are added to `entries` and names to those that are there.

    Three kinds of line:
    `id | kind | within | name | Arabic name | other names; … | latitude, longitude` is a place;
    `= where | name | Arabic name | other names; …` betters one: an id, or a country and the name of a city in it;
    `area < id, id, …` says what an area holds.
    """
    members: dict[str, list[str]] = {}
    problems = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                read_line(line, entries, members)
            except (KeyError, ValueError) as problem:
                problems.append(f"{path.name}:{number}: {problem!r}: {line}")
    if problems:
        raise SystemExit("\n".join(problems))
    return members


def read_line(line: str, entries: dict[str, Entry], members: dict[str, list[str]]) -> None:
    """One line's facts, put where they belong."""
    if "|" not in line:
        area, _, held = line.partition("<")
        members.setdefault(area.strip(), []).extend(part.strip() for part in held.split(","))
        return
    parts = [part.strip() for part in line.lstrip("= ").split("|")]
    if line.startswith("="):
        better(parts, entries)
        return
    id_, kind, within, name, name_ar, others, where, *more = [*parts, "", ""][: max(7, len(parts))]
    place = [part.strip() for part in where.split(",")]
    entry = Entry(
        id=id_, kind=kind, name=name, name_ar=name_ar,
        within=parents([part.strip() for part in within.split(",") if part.strip()], entries),
        aliases=[other.strip() for other in others.split(";") if other.strip()],
        latitude=float(place[0]) if where else None, longitude=float(place[1]) if where else None,
        prominence=int(more[0]) if more and more[0] else PROMINENCE,
    )  # fmt: skip
    if kind in {"city", "district"}:
        absorb_twins(entry, entries)
    twin = same_region(entry, entries) if kind == "region" else None
    if twin is None:
        entries[id_] = entry
    else:
        better([twin.id, name, name_ar, ";".join(entry.aliases), str(entry.prominence)], entries)


def absorb_twins(entry: Entry, entries: dict[str, Entry]) -> None:
    """Cities of GeoNames that are this one (a name shared, within `TWIN_DEGREES`) give it their names and go."""
    names = {fold(name) for name in [entry.name, entry.name_ar, *entry.aliases] if name}
    for other in list(entries.values()):
        if other.kind != "city" or other.latitude is None or entry.latitude is None or ":" not in other.id:
            continue
        apart = abs(other.latitude - entry.latitude) + abs((other.longitude or 0) - (entry.longitude or 0))
        if apart < TWIN_DEGREES and names & {
            fold(name) for name in [other.name, other.name_ar, *other.aliases, *other.loose]
        }:
            entry.loose += [other.name, *other.aliases, *other.loose]
            del entries[other.id]


def same_region(entry: Entry, entries: dict[str, Entry]) -> Entry | None:
    """The region of GeoNames in the same country that has a name of this one."""
    names = {fold(name) for name in [entry.name, *entry.aliases] if name}
    for other in entries.values():
        if (
            other.code
            and other.country == entry.country
            and names & {fold(n) for n in [other.name, *other.aliases]}
        ):
            return other
    return None


def parents(within: list[str], entries: dict[str, Entry]) -> list[str]:
    """The given containers, then theirs."""
    above = [upper for id_ in within for upper in (entries[id_].within if id_ in entries else ())]
    return sorted(dict.fromkeys([*within, *above]), key=lambda id_: len(id_) == 2 and id_.isupper())


def better(parts: list[str], entries: dict[str, Entry]) -> None:
    """Names, added to the place that the first part points at; an empty one keeps what is there."""
    where, name, name_ar, others, people = [*parts, "", "", "", ""][:5]
    entry = entries.get(where) or city_named(where[:2], where[2:].strip(), entries)
    entry.aliases += [
        entry.name,
        entry.name_ar,
        *(other.strip() for other in others.split(";") if other.strip()),
    ]
    entry.name = name or entry.name
    entry.name_ar = name_ar or entry.name_ar
    entry.prominence = int(people) if people else max(entry.prominence, PROMINENCE // 2)


def city_named(country: str, name: str, entries: dict[str, Entry]) -> Entry:
    """The largest city of a country with the name."""
    wanted = fold(plain(name))
    found = [
        entry
        for entry in entries.values()
        if entry.kind == "city"
        and entry.country == country
        and wanted in {fold(plain(one)) for one in [entry.name, *entry.aliases, *entry.loose]}
    ]
    if not found:
        raise KeyError(name)
    return max(found, key=lambda entry: (fold(plain(entry.name)) == wanted, entry.prominence))


def add_members(members: dict[str, list[str]], entries: dict[str, Entry]) -> None:
    """Every place lies also in the areas that hold it or the region it lies in; what holds countries holds no cities.

    The region and the country stay last in `within`.
    """
    areas: dict[str, list[str]] = {}
    for area, held in members.items():
        for id_ in held:
            if id_ not in entries:
                message = f"{area} holds {id_}, which is no place"
                raise SystemExit(message)
            areas.setdefault(id_, []).append(area)
    for entry in entries.values():
        lower = [
            id_ for id_ in [entry.id, *entry.within] if entry.id == id_ or entries[id_].kind != "country"
        ]
        upper = [area for id_ in lower for area in areas.get(id_, ()) if area != entry.id]
        entry.within = [*dict.fromkeys([*(id_ for id_ in upper if id_ not in entry.within), *entry.within])]


def settle_regions(entries: dict[str, Entry]) -> None:
    """Regions get the people and the middle of their cities; one that is named after a city comes after it."""
    for region, held in cities_by_region(entries):
        if not held:
            continue
        region.latitude = sum(city.latitude or 0 for city in held) / len(held)
        region.longitude = sum(city.longitude or 0 for city in held) / len(held)
        if region.country not in ALL_SIZES:
            namesakes = [city.prominence - 1 for city in held if fold(city.name) in names_of(region)]
            people = sum(city.prominence for city in held)
            region.prominence = max(SMALLEST_REGION, min([people, *namesakes]))


def name_regions(entries: dict[str, Entry]) -> None:
    """A region gets the Arabic names of the city that has its name."""
    for region, held in cities_by_region(entries):
        namesakes = [city for city in held if fold(city.name) in names_of(region) and city.name_ar]
        if namesakes:
            region.name_ar = region.name_ar or namesakes[0].name_ar
            region.aliases += [
                name for name in [namesakes[0].name_ar, *namesakes[0].aliases] if is_arabic(name)
            ]


def cities_by_region(entries: dict[str, Entry]) -> list[tuple[Entry, list[Entry]]]:
    """Each first-level region with its cities."""
    cities: dict[str, list[Entry]] = {entry.id: [] for entry in entries.values() if entry.code}
    for entry in entries.values():
        if entry.kind == "city" and len(entry.within) > 1 and entry.within[-2] in cities:
            cities[entry.within[-2]].append(entry)
    return [(entries[id_], held) for id_, held in cities.items()]


def names_of(entry: Entry) -> set[str]:
    """Its names, folded."""
    return {fold(name) for name in [entry.name, *entry.aliases]}
