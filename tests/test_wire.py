"""The JSON of find: one object a segment and added name, in an order and under keys that stay."""

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from firstseen.model.dates import read_date
from firstseen.model.found import Found
from firstseen.model.match import Segment
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Span
from firstseen.wire import KEYS, found_objects, line

if TYPE_CHECKING:
    from firstseen.model.descriptor import Description


def segment(media_id: str, score: float, band: str = "certain", start_s: float = 0.0) -> Segment:
    spans = Span(start_s, start_s + 2.00049), Span(10.0, 12.0)
    return Segment(media_id, *spans, score, band, "picture", "same_footage")  # type: ignore[arg-type]


def found(segments: list[Segment], *sightings: Sighting) -> Found:
    by_media: dict[str, tuple[Sighting, ...]] = {}
    for sighting in sightings:
        by_media[sighting.media_id] = (*by_media.get(sighting.media_id, ()), sighting)
    query = cast("Description", SimpleNamespace())
    return Found("q.mp4", query, tuple(segments), by_media, {}, Timeline())


def sighting(media_id: str, name: str, published: str = "", **fields: Any) -> Sighting:
    date = read_date(published, "caption") if published else None
    return Sighting(f"{media_id}-{name}-{published}", media_id, Record(name, published=date, **fields))


def values(one: Found, *, unlikely: bool = False) -> list[dict[str, Any]]:
    return [json.loads(line(value)) for value in found_objects(one, "q.mp4", unlikely=unlikely)]


def test_an_object_has_these_keys_in_this_order() -> None:
    (value,) = values(found([segment("m", 0.75)], sighting("m", "a.mp4", "2015-07", url="https://e.org")))
    assert tuple(value) == KEYS
    assert value == {
        "query": "q.mp4",
        "reference": "a.mp4",
        "media_id": "m",
        "score": 0.75,
        "band": "certain",
        "track": "picture",
        "outcome": "same_footage",
        "query_start_s": 0.0,
        "query_end_s": 2.0,
        "reference_start_s": 10.0,
        "reference_end_s": 12.0,
        "speed": 1.0,
        "mirrored": False,
        "reversed": False,
        "region": [0.0, 0.0, 1.0, 1.0],
        "published": "2015-07",
        "published_basis": "caption",
        "url": "https://e.org",
    }


def test_unlikely_ones_come_only_on_demand() -> None:
    one = found([segment("m", 0.9), segment("n", 0.1, "unlikely")], sighting("m", "a"), sighting("n", "b"))
    assert [value["reference"] for value in values(one)] == ["a"]
    assert [value["reference"] for value in values(one, unlikely=True)] == ["a", "b"]


def test_the_best_reference_comes_first_with_all_its_segments() -> None:
    segments = [segment("n", 0.95), segment("m", 0.99), segment("m", 0.6, "possible", 5.0)]
    one = found(segments, sighting("m", "a"), sighting("n", "b"))
    assert [(value["reference"], value["score"]) for value in values(one)] == [
        ("a", 0.99),
        ("a", 0.6),
        ("b", 0.95),
    ]


def test_each_added_name_is_an_object_with_its_own_earliest_record() -> None:
    one = found(
        [segment("m", 0.9)],
        sighting("m", "a", "2020"),
        sighting("m", "b", "2018"),
        sighting("m", "a", "2016", url="https://e.org/2016"),
        sighting("m", "a"),
    )
    said = {value["reference"]: (value["published"], value["url"]) for value in values(one)}
    assert said == {"a": ("2016", "https://e.org/2016"), "b": ("2018", None)}


def test_scores_near_one_stay_apart() -> None:
    one = found([segment("m", 1 - 1e-9), segment("n", 1 - 2e-9)], sighting("m", "a"), sighting("n", "b"))
    scores = [value["score"] for value in values(one)]
    assert scores[0] > scores[1]


def test_arabic_is_written_as_it_is_read_and_a_name_that_is_no_text_is_escaped() -> None:
    assert line({"reference": "مقطع.mp4"}) == '{"reference": "مقطع.mp4"}'
    assert line({"reference": "a\udcff.mp4"}) == '{"reference": "a\\udcff.mp4"}'


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        line({"score": float("nan")})
