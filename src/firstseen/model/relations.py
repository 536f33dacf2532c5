"""How two places, or two actors, stand to each other: what rules may conclude, and where they must stay silent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.claim import Actor, Place

PlaceRelation = Literal["same", "contains", "within", "same_region", "near", "apart", "unclear"]
ActorRelation = Literal["same", "contains", "within", "related", "apart", "unclear"]

NEAR_KM: Final = 30.0
"""Two places closer than this are one scene to a person who names the nearest town.

Source: the width of an urban area (greater Damascus, Gaza Strip 41 km long); borders are drawn finer than captions.
"""


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """Land that captions count to either of two countries: a box of degrees, and the two codes (ISO 3166-1)."""

    name: str
    countries: frozenset[str]
    south: float
    north: float
    west: float
    east: float

    def holds(self, place: Place) -> bool:
        """Whether the place lies in it; False where its coordinates are not known."""
        if place.latitude is None or place.longitude is None or place.kind == "country":
            return False
        return self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east


DISPUTED: Final = (
    DisputedArea("West Bank and Jerusalem", frozenset({"IL", "PS"}), 31.3, 32.6, 34.87, 35.6),
    DisputedArea("Golan Heights", frozenset({"IL", "SY"}), 32.6, 33.4, 35.6, 36.0),
    DisputedArea("Shebaa and the border villages", frozenset({"IL", "LB"}), 33.2, 33.4, 35.5, 35.8),
    DisputedArea("Crimea", frozenset({"UA", "RU"}), 44.3, 46.2, 32.4, 36.7),
    DisputedArea("Donbas", frozenset({"UA", "RU"}), 46.8, 50.1, 36.5, 39.9),
    DisputedArea("Nagorno-Karabakh", frozenset({"AM", "AZ"}), 38.8, 40.6, 46.0, 47.7),
    DisputedArea("Kashmir", frozenset({"IN", "PK"}), 32.3, 37.1, 72.5, 80.3),
    DisputedArea("Western Sahara", frozenset({"MA", "EH"}), 20.7, 27.8, -17.2, -8.6),
    DisputedArea("Kosovo", frozenset({"RS", "XK"}), 41.8, 43.3, 20.0, 21.8),
    DisputedArea("Taiwan", frozenset({"CN", "TW"}), 21.8, 25.4, 119.3, 122.1),
    DisputedArea("Hong Kong", frozenset({"CN", "HK"}), 22.1, 22.6, 113.8, 114.5),
)
"""Land that captions count to either of two countries. Source: the disputed areas of Natural Earth (public domain) that
the desks' cases name, as boxes."""

_WIDER_NAMES: Final = {"PS": "IL"}
"""A country whose name captions also use for the land of another: "Palestine" for all of it since before 1948."""

_EARTH_KM: Final = 6371.0


THEATRES: Final[dict[str, frozenset[str]]] = {
    "IL": frozenset({"IL", "PS", "LB", "SY", "YE", "IR"}),
    "RU": frozenset({"RU", "UA", "SY"}),
    "TR": frozenset({"TR", "SY", "IQ", "LY"}),
    "IR": frozenset({"IR", "IQ", "SY", "IL"}),
    "SA": frozenset({"SA", "YE"}),
    "AE": frozenset({"AE", "YE", "LY"}),
    "LB": frozenset({"LB", "SY", "IQ"}),
    "ET": frozenset({"ET", "ER", "SO"}),
    "IN": frozenset({"IN", "PK"}),
    "PK": frozenset({"PK", "IN", "AF"}),
}
"""Where a country's forces and groups have fought since 2000, besides at home. Source: general knowledge; a country
that is not listed is taken to act at home, and those of `ANYWHERE` wherever footage comes from."""

ANYWHERE: Final = frozenset({"US", "GB", "FR"})
"""Countries whose forces act on several continents: no place follows from them, and no place excludes them."""


def theatre_of(actor: Actor) -> frozenset[str]:
    """The countries where the actor is met: its own for people and persons, for forces those where they fight.

    Empty where no place follows from it: it has no country, or acts anywhere.
    """
    if not actor.country or is_role(actor):
        return frozenset()
    if actor.kind in {"people", "person"}:
        return frozenset({actor.country})
    if actor.country in ANYWHERE:
        return frozenset()
    return THEATRES.get(actor.country, frozenset({actor.country}))


def is_role(actor: Actor) -> bool:
    """Whether only a trade, an age or a state is known of it ("protesters", "a child"), not who it is."""
    return actor.id.startswith("role-")


def place_relation(one: Place, other: Place) -> PlaceRelation:
    """How `one` lies to `other`: "contains" when it holds it, "within" when it lies in it.

    "same_region": in the same first-level region; "near": nearer than a town's width, or in disputed land that is
    counted to either's country; "apart": neither holds the other and none of these; "unclear": too little is known to
    tell, as for a sea, whose shore belongs to somebody else.
    """
    held = _containment(one, other)
    if held is not None:
        return held
    distance_km = _distance_km(one, other)
    if {one.kind, other.kind} & {"sea", "area"}:
        return _with_open_area(one, other, distance_km)
    if distance_km is not None and distance_km < NEAR_KM and "country" not in {one.kind, other.kind}:
        return "near"
    if not one.country or not other.country:
        return "unclear"
    if one.country != other.country:
        return _across_countries(one, other)
    return _inside_one_country(one, other)


def places_compatible(ones: Iterable[Place], others: Iterable[Place]) -> bool:
    """Whether any of the alternatives may be the same place as any of the others: all that is not surely apart."""
    theirs = tuple(others)
    return any(place_relation(one, other) != "apart" for one in ones for other in theirs)


def actor_relation(one: Actor, other: Actor) -> ActorRelation:
    """How `one` stands to `other`: "contains" when the other belongs to it, "within" when it belongs to the other.

    "related": one is listed with the other, both belong to the same third, or they are a people and what its country
    acts through; "apart": neither is part
    of the other and nothing joins them; "unclear": one of them may well belong to the other, but nothing says so.
    """
    if one.id == other.id:
        return "same"
    if one.id in other.within or other.id in one.within:
        return "contains" if one.id in other.within else "within"
    if other.id in one.related or one.id in other.related or set(one.within) & set(other.within):
        return "related"
    if is_role(one) or is_role(other):
        return "unclear"
    if not one.country or not other.country:
        return _without_country(one, other)
    return "apart" if one.country != other.country else _of_one_country(one, other)


def _containment(one: Place, other: Place) -> PlaceRelation | None:
    """Whether they are one, or one holds the other; None for neither."""
    if one.id == other.id:
        return "same"
    if one.id in other.within or _is_country_of(one, other):
        return "contains"
    if other.id in one.within or _is_country_of(other, one):
        return "within"
    return None


def _is_country_of(country: Place, place: Place) -> bool:
    return country.kind == "country" and country.country != "" and country.country == place.country


def _with_open_area(one: Place, other: Place, distance_km: float | None) -> PlaceRelation:
    """A sea or an area of several countries has no border to judge by; only another continent is surely apart."""
    far = distance_km is not None and distance_km > _OTHER_CONTINENT_KM
    return "apart" if far and not set(one.within) & set(other.within) else "unclear"


_OTHER_CONTINENT_KM: Final = 4000.0
"""Farther than any sea or region that captions name is long. Source: the Mediterranean is 3,860 km long."""


def _across_countries(one: Place, other: Place) -> PlaceRelation:
    pair = {one.country, other.country}
    if any(area.countries == pair and (area.holds(one) or area.holds(other)) for area in DISPUTED):
        inside = all(place.kind == "country" or _disputed(place, pair) for place in (one, other))
        return "near" if inside else "apart"
    for place, elsewhere in ((one, other), (other, one)):
        if place.kind == "country" and _WIDER_NAMES.get(place.country) == elsewhere.country:
            return "unclear"
    return "apart"


def _disputed(place: Place, pair: set[str]) -> bool:
    return any(area.countries == pair and area.holds(place) for area in DISPUTED)


def _inside_one_country(one: Place, other: Place) -> PlaceRelation:
    shared = set(one.within) & set(other.within)
    country_ids = {place.within[-1] for place in (one, other) if place.within}
    if shared - country_ids or _region(one) == _region(other) != "":
        return "same_region"
    if not _region(one) or not _region(other):
        return "unclear"
    return "apart"


def _region(place: Place) -> str:
    """The id of its first-level region: its own if it is one, else the one it lies in; empty when none is known."""
    if place.kind == "region":
        return place.id
    return place.within[-2] if len(place.within) > 1 else ""


def _distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance; None where a coordinate is missing. Source: the haversine formula."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    chord = math.sin((other_north - north) / 2) ** 2
    chord += math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


_OF_A_STATE: Final = frozenset({"state", "force", "people"})
"""A state, what it acts through and whom it governs: named for one another in captions."""


def _of_one_country(one: Actor, other: Actor) -> ActorRelation:
    kinds = {one.kind, other.kind}
    if kinds <= _OF_A_STATE:
        return "related"
    # "Syrians" may be "Syrian rebels", "Lebanese" may be Hezbollah's men.
    if "people" in kinds:
        return "related"
    if "person" in kinds:
        return "apart" if kinds == {"person"} else "unclear"
    return "apart" if "group" in kinds else "unclear"


def _without_country(one: Actor, other: Actor) -> ActorRelation:
    """What has no country is a movement or a faith; two such are apart only when both are organised."""
    organised = {"group", "force", "state"}
    if one.kind == other.kind == "person" or {one.kind, other.kind} <= organised:
        return "apart"
    return "unclear"
