"""Claims, sightings and sources made by hand, for rules that are tested without reading any text."""

from dataclasses import replace
from typing import Any

from firstseen.model.claim import Actor, Assertion, Claim, Place, Quote, Reading, What, When, Where, Who
from firstseen.model.dates import read_date
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Basis
from firstseen.model.verdict import Finding
from firstseen.model.wording import Words
from firstseen.trace.timeline import history
from firstseen.verdict.evidence import KindsRelation
from firstseen.verdict.findings import find_contradictions

SYRIA = Place("SY", "Syria", "سوريا", "country", "SY")
IDLIB = Place("idlib", "Idlib", "إدلب", "city", "SY", ("SY-ID", "SY"))
MOROCCO = Place("MA", "Morocco", "المغرب", "country", "MA")
MARRAKESH = Place("marrakesh", "Marrakesh", "مراكش", "city", "MA", ("MA-07", "MA"))
ISRAEL = Place("IL", "Israel", "إسرائيل", "country", "IL")
IRAN = Place("IR", "Iran", "إيران", "country", "IR")
CHINA = Place("CN", "China", "الصين", "country", "CN")

REBELS = Actor("syrian-rebels", "Syrian rebels", "المعارضة السورية", "group", "SY")
HAMAS = Actor("hamas", "Hamas", "حماس", "group", "PS")
ISLAMIC_STATE = Actor("isis", "Islamic State", "تنظيم الدولة الإسلامية", "group")
PALESTINIANS = Actor("people-PS", "Palestinians", "فلسطينيون", "people", "PS")
IRANIAN_STATE = Actor("state-IR", "Iran", "إيران", "state", "IR")
ISRAELI_STATE = Actor("state-IL", "Israel", "إسرائيل", "state", "IL")
US_STATE = Actor("state-US", "United States", "الولايات المتحدة", "state", "US")
PROTESTERS = Actor("role-protester", "protesters", "متظاهرون", "people")
GUNMEN = Actor("role-armed", "armed men", "مسلحون", "people")

QUOTE = Quote(0, 4, "some")
OTHER_QUOTE = Quote(5, 10, "words")


class SomeKinds:
    """A handful of kinds: quakes exclude weddings, an air strike and an explosion are seen at once."""

    def relation(self, one: str, other: str) -> KindsRelation:
        if one == other:
            return "same"
        return "compatible" if {one, other} == {"airstrike", "explosion"} else "different"

    def mechanism(self, kind: str) -> str:
        return {"exercise": "staged", "film": "staged"}.get(
            kind, kind if kind in {"altered", "satire", "cropped", "sound replaced", "sound only"} else ""
        )

    def sort(self, kind: str) -> str:
        return {"earthquake": "natural", "airstrike": "violent"}.get(kind, "")

    def name(self, kind: str) -> Words:
        return Words(kind, {"earthquake": "زلزال", "wedding": "عرس"}.get(kind, kind))


def when(date: str, *, said: bool = True, exact: bool = True) -> When:
    return When(read_date(date), "explicit" if said else "inferred", QUOTE if said else None, exact=exact)


def where(*places: Place, role: Any = "at", inferred: bool = False) -> Where:
    return Where(places, "inferred" if inferred else "explicit", role=role)


def who(*actors: Actor, role: Any = "agent") -> Who:
    return Who(actors, "explicit", QUOTE, role=role)


def what(kind: str) -> What:
    return What(kind, "explicit", QUOTE)


def claim(*slots: When | Where | Who | What, posted: str = "2024-12-05") -> Claim:
    return Claim("c", reading(*slots), read_date(posted) if posted else None)


def reading(*slots: When | Where | Who | What, text: str = "some words") -> Reading:
    return Reading(
        text,
        "en",
        when=tuple(slot for slot in slots if isinstance(slot, When)),
        where=tuple(slot for slot in slots if isinstance(slot, Where)),
        who=tuple(slot for slot in slots if isinstance(slot, Who)),
        what=tuple(slot for slot in slots if isinstance(slot, What)),
    )


def says(
    *slots: When | Where | Who | What, of: str = "s1", source: str = "", weak: bool = False
) -> Assertion:
    return Assertion(of, source, "caption" if weak else "record", reading(*slots), weak=weak)


def seen(
    published: str = "", *, id_: str = "s1", basis: Basis = "platform timestamp", **fields: Any
) -> Sighting:
    for name in ("captured", "recorded"):
        if name in fields:
            fields[name] = read_date(fields[name], basis)
    record = Record(name=id_, published=read_date(published, basis) if published else None, **fields)
    return Sighting(id_, id_, record)


def found(
    made: Claim, *evidence: Sighting | Assertion, timeline: Timeline | None = None, **more: Any
) -> dict[str, Finding]:
    """The findings on the whole picture by slot."""
    every = findings(made, *evidence, timeline=timeline, **more)
    return {f.slot: f for f in every if f.part is None and f.track == "picture"}


def findings(
    made: Claim, *evidence: Sighting | Assertion, timeline: Timeline | None = None, **more: Any
) -> tuple[Finding, ...]:
    sightings = [e for e in evidence if isinstance(e, Sighting)]
    said = [e for e in evidence if isinstance(e, Assertion)]
    return find_contradictions(made, timeline or history(sightings), said, kinds=SomeKinds(), **more)


def heard(sighting: Sighting, *segments: Any) -> Sighting:
    return replace(sighting, segments=segments)
