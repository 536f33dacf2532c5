"""How places and actors stand to each other: what may contradict, and what must not."""

from typing import Any

import pytest

from firstseen.model.claim import Actor, Place
from firstseen.model.relations import (
    actor_relation,
    place_relation,
    places_compatible,
    theatre_of,
)

SYRIA = Place("SY", "Syria", "سوريا", "country", "SY", (), 35.0, 38.0)
IDLIB = Place("SY-ID", "Idlib", "إدلب", "region", "SY", ("SY",), 35.9, 36.6)
IDLIB_CITY = Place("idlib", "Idlib", "مدينة إدلب", "city", "SY", ("SY-ID", "SY"), 35.93, 36.63)
SARAQIB = Place("saraqib", "Saraqib", "سراقب", "city", "SY", ("SY-ID", "SY"), 35.3, 36.8)
HOMS = Place("homs", "Homs", "حمص", "city", "SY", ("SY-HI", "SY"), 34.73, 36.71)
MOROCCO = Place("MA", "Morocco", "المغرب", "country", "MA", (), 32.0, -6.0)
ISRAEL = Place("IL", "Israel", "إسرائيل", "country", "IL", (), 31.5, 34.75)
PALESTINE = Place("PS", "Palestine", "فلسطين", "country", "PS", (), 31.9, 35.2)
TEL_AVIV = Place("tel-aviv", "Tel Aviv", "تل أبيب", "city", "IL", ("IL-TA", "IL"), 32.08, 34.78)
JENIN = Place("jenin", "Jenin", "جنين", "city", "PS", ("PS-WB", "PS"), 32.46, 35.3)
GAZA = Place("gaza", "Gaza", "غزة", "city", "PS", ("PS-GZ", "PS"), 31.5, 34.46)
UKRAINE = Place("UA", "Ukraine", "أوكرانيا", "country", "UA", (), 49.0, 32.0)
DONETSK = Place("donetsk", "Donetsk", "دونيتسك", "city", "UA", ("UA-14", "UA"), 48.0, 37.8)
RUSSIA = Place("RU", "Russia", "روسيا", "country", "RU", (), 60.0, 90.0)
MOSCOW = Place("moscow", "Moscow", "موسكو", "city", "RU", ("RU-MOW", "RU"), 55.75, 37.62)
MEDITERRANEAN = Place("med", "Mediterranean Sea", "البحر المتوسط", "sea", "", (), 35.0, 18.0)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (SYRIA, SYRIA, "same"),
        (SYRIA, IDLIB_CITY, "contains"),
        (IDLIB_CITY, SYRIA, "within"),
        (IDLIB, IDLIB_CITY, "contains"),
        (IDLIB_CITY, SARAQIB, "same_region"),
        (IDLIB_CITY, HOMS, "apart"),
        (SYRIA, MOROCCO, "apart"),
        (HOMS, MOROCCO, "apart"),
        (TEL_AVIV, PALESTINE, "unclear"),
        (JENIN, ISRAEL, "near"),
        (JENIN, TEL_AVIV, "apart"),
        (GAZA, ISRAEL, "apart"),
        (DONETSK, RUSSIA, "near"),
        (MOSCOW, UKRAINE, "apart"),
        (MEDITERRANEAN, HOMS, "unclear"),
        (MEDITERRANEAN, MOROCCO, "unclear"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_places_stand_to_each_other_as_the_map_says(one: Place, other: Place, relation: str) -> None:
    assert place_relation(one, other) == relation
    turned = {"contains": "within", "within": "contains"}.get(relation, relation)
    assert place_relation(other, one) == turned


def test_a_place_without_coordinates_or_country_is_not_surely_elsewhere() -> None:
    unknown = Place("x", "X", "س", "city")
    assert place_relation(unknown, HOMS) == "unclear"


def test_alternatives_are_compatible_when_one_of_them_is() -> None:
    assert places_compatible([MOROCCO, SYRIA], [HOMS])
    assert not places_compatible([MOROCCO, UKRAINE], [HOMS])


def actor(id_: str, kind: Any, country: str = "", *within: str, related: tuple[str, ...] = ()) -> Actor:
    return Actor(id_, id_, id_, kind, country, within, related)


HAMAS = actor("hamas", "group", "PS")
QASSAM = actor("qassam", "force", "PS", "hamas")
HEZBOLLAH = actor("hezbollah", "group", "LB")
LEBANESE = actor("people-LB", "people", "LB")
LEBANESE_ARMY = actor("army-LB", "force", "LB", "state-LB")
LEBANON = actor("state-LB", "state", "LB")
ISLAMIC_STATE = actor("isis", "group")
REBELS = actor("syrian-rebels", "group", "SY")
NUSRA = actor("nusra", "group", "SY", related=("isis",))
PROTESTERS = actor("role-protester", "people")
MUSLIMS = actor("muslims", "people")
NETANYAHU = actor("netanyahu", "person", "IL")
BIDEN = actor("biden", "person", "US")


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (HAMAS, HAMAS, "same"),
        (HAMAS, QASSAM, "contains"),
        (QASSAM, HAMAS, "within"),
        (HAMAS, HEZBOLLAH, "apart"),
        (REBELS, ISLAMIC_STATE, "apart"),
        (NUSRA, ISLAMIC_STATE, "related"),
        (LEBANESE, HEZBOLLAH, "related"),
        (LEBANON, HEZBOLLAH, "apart"),
        (LEBANON, LEBANESE, "related"),
        (LEBANON, LEBANESE_ARMY, "contains"),
        (MUSLIMS, LEBANESE, "unclear"),
        (PROTESTERS, LEBANESE_ARMY, "unclear"),
        (NETANYAHU, BIDEN, "apart"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_actors_stand_to_each_other_as_they_are_known(one: Actor, other: Actor, relation: str) -> None:
    assert actor_relation(one, other) == relation
    turned = {"contains": "within", "within": "contains"}.get(relation, relation)
    assert actor_relation(other, one) == turned


def test_forces_are_met_where_they_fight_and_people_at_home() -> None:
    assert theatre_of(actor("army-IL", "force", "IL")) >= {"IL", "PS", "LB"}
    assert theatre_of(actor("people-UA", "people", "UA")) == {"UA"}
    assert theatre_of(actor("navy-US", "force", "US")) == frozenset()
    assert theatre_of(PROTESTERS) == frozenset()
