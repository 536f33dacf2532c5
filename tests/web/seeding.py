"""A desk with many cases, made quickly: a few real examinations in Arabic and English, each kept many times over.

Used by tests that page through lists, and by benchmarks at the size of a desk that is a few years old.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from firstseen import Record, read_date
from firstseen.model.article import Publication
from firstseen.model.case import CaseFootage, Decision, StageResult, Subject
from firstseen.model.media import Media
from firstseen.model.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firstseen import Desk
    from firstseen.archive.cases import CaseWriter
    from firstseen.model.case import Stage
    from firstseen.model.claim import Claim

_CLAIMS: Final = (
    (
        "Syrian rebels threaten Hamas in a video message",
        "2024-12-05",
        "2015-07-01",
        "Yarmouk, Damascus, Syria",
    ),
    ("المعارضة السورية تبعث برسالة تهديد إلى حماس", "2024-12-05", "2015-07-01", "دمشق، سوريا"),
    ("Missiles hit an airbase in Israel tonight", "2024-10-01", "2021-05-12", "Ashkelon, Israel"),
    ("لحظة سقوط الصواريخ على تل أبيب الليلة", "2024-10-01", "2021-05-12", "عسقلان"),
    ("Floods sweep cars away in Casablanca", "2026-02-04", "2020-08-22", "Giresun, Turkey"),
    ("فيضانات تجرف السيارات في الدار البيضاء", "2026-02-04", "2020-08-22", "تركيا"),
    ("A building collapses in the earthquake in Antakya", "2023-02-07", "2019-11-26", "Durrës, Albania"),
    ("انهيار مبنى في زلزال تركيا", "2023-02-07", "2019-11-26", "ألبانيا"),
    ("Protesters storm parliament in Beirut today", "2024-08-04", "2020-08-08", "Beirut, Lebanon"),
    ("متظاهرون يقتحمون البرلمان في بيروت اليوم", "2024-08-04", "2020-08-08", "بيروت، لبنان"),
    ("Wildfire reaches the houses near Algiers", "2025-07-20", "2018-07-23", "Mati, Greece"),
    ("حرائق الغابات تصل إلى المنازل قرب الجزائر العاصمة", "2025-07-20", "2018-07-23", "اليونان"),
)
_PEOPLE: Final = ("mona", "sami", "leila", "yusuf")
_CLAIMANTS: Final = ("أخبار الساعة", "@breaking_now", "Free Word", "شبكة رصد", "")
_RATINGS: Final = ("misleading", "fake", "true", "selective", "satire")
_AT_ONCE: Final = 250
_BEGAN: Final = datetime(2024, 1, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Example:
    """One real examination, to be kept many times."""

    claim: Claim
    values: Mapping[Stage, object]
    made_with: tuple[tuple[str, str], ...]


def seed_cases(desk: Desk, count: int = 120, *, articles: int = 2, seed: int = 4) -> tuple[str, ...]:
    """The ids of `count` new cases: half with (the facts of) footage, a fifth decided, some flagged or half done.

    `articles` of the decided ones have an article, the first half of them a publication. About 3 ms each, and 0.2 s
    for an article.
    """
    examples = tuple(_examples(desk))
    chance = random.Random(seed)
    made: list[str] = []
    for batch in itertools.batched(range(count), _AT_ONCE):
        with desk.archive.cases.writing() as writer:
            made.extend(_case(writer, examples[place % len(examples)], place, chance) for place in batch)
    decided = [case_id for place, case_id in enumerate(made) if place % 5 == 0][:articles]
    for place, case_id in enumerate(decided):
        article = desk.draft(case_id, by="mona")
        if place < (len(decided) + 1) // 2:
            with desk.archive.articles.writing() as writer:
                writer.publish(Publication(case_id, 1, "published", article, "leila", article.at, article.at))
    while desk.look_at_gates():
        pass
    return tuple(made)


def _examples(desk: Desk) -> Iterator[_Example]:
    """What the desk itself makes of each claim, with a sighting somebody states."""
    for caption, posted, published, place in _CLAIMS:
        stated = Record(
            name="agency.mp4",
            url="https://example.org/agency",
            published=read_date(published, "agency record"),
            place=place,
            source="An agency",
        )
        file = desk.check(caption=caption, posted=posted, sightings=[stated], by="mona")
        results = file.results()
        values = {stage: result.value for stage, result in results.items()}
        yield _Example(file.case.claims[0], values, results["claim"].made_with)


def _case(writer: CaseWriter, example: _Example, place: int, chance: random.Random) -> str:
    text = f"{example.claim.reading.text} · {place + 1}"
    key = hashlib.sha256(text.encode()).hexdigest()
    at = _BEGAN + timedelta(minutes=90 * place)
    claim = replace(
        example.claim,
        id=key[:16],
        reading=replace(example.claim.reading, text=text),
        claimant=chance.choice(_CLAIMANTS),
        url=f"https://example.org/posts/{place}",
    )
    case_id = writer.open(text[:80], chance.choice(_PEOPLE), key)
    writer.join(case_id, claims=[claim], footage=[_footage(key, place)] if place % 2 else [])
    values = {**example.values, "claim": claim}
    writer.results(
        case_id, [StageResult(stage, value, example.made_with, at) for stage, value in values.items()]
    )
    _decided(writer, case_id, place, at, chance)
    return case_id


def _footage(key: str, place: int) -> CaseFootage:
    media = Media(
        id=key,
        name=f"video_{place}.mp4",
        size_bytes=2_400_000 + place,
        kind="video",
        duration_s=12.0 + place % 90,
        width_px=640,
        height_px=360,
        fps=25.0,
        rotation_deg=0,
        container="mov,mp4,m4a,3gp,3g2,mj2",
        video_codec="h264",
        audio_codec="aac" if place % 3 else "",
    )
    return CaseFootage(media, "query", f"video_{place}.mp4")


def _decided(writer: CaseWriter, case_id: str, place: int, at: datetime, chance: random.Random) -> None:
    by = chance.choice(_PEOPLE)
    if place % 5 == 0:
        category = "OriginalMediaContent" if place % 25 == 10 else "DecontextualizedContent"
        rating = "true" if category == "OriginalMediaContent" else chance.choice(_RATINGS[:2])
        writer.rate(Verdict("", case_id, rating, category, by, at + timedelta(hours=2), "seen before"))
    elif place % 7 == 0:
        slot = Subject("slot", chance.choice(("when", "where")))
        writer.decide(Decision(case_id, slot, "accept", by, at + timedelta(hours=1)))
    if place % 40 == 20:
        writer.flag(case_id, "the record of a sighting it rests on was changed", "agency")
