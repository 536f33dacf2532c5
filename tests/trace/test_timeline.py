"""Timelines: what dates footage, how surely, and what must never be taken for a date."""

from typing import Any

import pytest

from firstseen.model.dates import read_date
from firstseen.model.match import Segment
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Basis, Span
from firstseen.trace.timeline import history as accepted_history
from firstseen.trace.timeline import parts, timeline


def segment(media: str, start_s: float = 0, end_s: float = 10, **changes: Any) -> Segment:
    fields: dict[str, Any] = {"score": 0.99, "band": "certain", "track": "picture", "outcome": "same_footage"}
    return Segment(media, Span(start_s, end_s), Span(0, end_s - start_s), **(fields | changes))


def sighting(media: str, published: str = "", basis: Basis = "platform timestamp", **fields: Any) -> Sighting:
    number = fields.pop("id", media)
    for name in ("captured", "recorded"):
        if name in fields:
            fields[name] = read_date(*fields[name])
    record = Record(
        name=f"{media}.mp4", published=read_date(published, basis) if published else None, **fields
    )
    return Sighting(number, media, record)


def history(*sightings: Sighting, **changes: Any) -> Timeline:
    return timeline([segment(media, **changes) for media in {s.media_id for s in sightings}], sightings)


def names(found: Timeline) -> list[str]:
    return [s.id for s in found.sightings]


def test_sightings_stand_by_latest_possible_publication_and_undated_ones_last() -> None:
    found = history(
        sighting("undated"),
        sighting("month", "2015-06"),
        sighting("year", "2015"),
        sighting("day", "2015-06-15"),
        sighting("later", "2024-12-05"),
    )
    assert names(found) == ["day", "month", "year", "later", "undated"]
    assert found.first_seen is not None
    assert found.first_seen.id == "day"
    said = " ".join(found.reasons)
    assert "month.mp4 may be earlier: its date is only known as 2015-06" in said
    assert "year.mp4 may be earlier" in said
    assert "later.mp4" not in said


def test_a_sighting_carries_the_segments_that_prove_it_best_first() -> None:
    found = timeline([segment("a", score=0.95), segment("a", score=0.99), segment("b")], [sighting("a")])
    assert [s.score for s in found.sightings[0].segments] == [0.99, 0.95]


@pytest.mark.parametrize("band", ["possible", "unlikely"])
def test_weak_segments_date_nothing(band: str) -> None:
    found = history(sighting("a", "2015"), band=band)
    assert (found.sightings, found.first_seen, found.confidence) == ((), None, "unknown")
    assert ("only possible matches" if band == "possible" else "no evidence of novelty") in found.reasons[0]


def test_the_same_scene_in_another_recording_dates_nothing_and_is_said() -> None:
    found = timeline(
        [segment("a"), segment("b", outcome="same_scene")], [sighting("a", "2016"), sighting("b", "2015")]
    )
    assert names(found) == ["a"]
    assert "1 file shows the same scene in another recording: left out." in found.reasons


def test_sound_alone_is_listed_but_dates_no_picture() -> None:
    found = timeline(
        [segment("a"), segment("b", track="sound")], [sighting("a", "2016"), sighting("b", "2015")]
    )
    assert names(found) == ["b", "a"]
    assert found.first_seen is not None
    assert found.first_seen.id == "a"
    assert "Only the sound was found in b.mp4: it does not date the pictures." in found.reasons


def test_sound_alone_gives_no_first_seen() -> None:
    found = history(sighting("b", "2015"), track="sound")
    assert found.first_seen is None
    assert found.confidence == "unknown"


def test_a_capture_never_stands_in_for_a_publication() -> None:
    found = history(sighting("a", captured=("2016-05-01", "web archive capture")))
    assert found.first_seen is None
    assert found.confidence == "unknown"
    said = " ".join(found.reasons)
    assert "None of the matching records has a publication date." in said
    assert "captured by 2016-05-01" in said
    assert "when it was published is not known" in said


def test_a_recording_date_never_stands_in_for_a_publication() -> None:
    found = history(sighting("a", recorded=("2014", "estimate")))
    assert found.first_seen is None
    assert "recorded 2014" in " ".join(found.reasons)


def test_a_capture_before_the_first_publication_is_said() -> None:
    found = history(sighting("a", "2018"), sighting("b", captured=("2016", "web archive capture")))
    assert found.first_seen is not None
    assert found.first_seen.id == "a"
    assert any("b.mp4 was captured by 2016" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("basis", "word"),
    [
        ("signed manifest", "established"),
        ("agency record", "established"),
        ("platform timestamp", "established"),
        ("web archive capture", "established"),
        ("clock in the picture", "probable"),
        ("date on the page", "probable"),
        ("file metadata", "possible"),
        ("caption", "possible"),
        ("estimate", "possible"),
    ],
)
def test_the_word_depends_on_what_the_date_rests_on(basis: Basis, word: str) -> None:
    assert history(sighting("a", "2015-07-01", basis)).confidence == word


def test_a_match_that_is_only_probable_establishes_nothing() -> None:
    found = history(sighting("a", "2015-07-01"), band="probable")
    assert found.confidence == "probable"
    assert any("match itself" in reason for reason in found.reasons)


def test_an_independent_basis_raises_the_word_one_step() -> None:
    found = history(sighting("a", "2015-07-01", "caption"), sighting("b", "2015-07-02", "platform timestamp"))
    assert found.confidence == "probable"
    assert any("Independently, b.mp4" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "other",
    [
        sighting("b", "2015-07-02", "caption"),
        sighting("a", "2015-07-02", id="again"),
        sighting("b", "2015-07-02", source="Agency  X"),
        sighting("b", "2015-07-02", caption="The same WORDS"),
        sighting("b", "2017-01-01"),
    ],
    ids=["same basis", "same file", "same source", "same words", "much later"],
)
def test_syndicated_and_later_copies_raise_nothing(other: Sighting) -> None:
    first = sighting("a", "2015-07-01", "caption", source="agency x", caption="the same words")
    assert history(first, other).confidence == "possible"


def test_a_capture_of_the_same_post_is_an_independent_basis() -> None:
    first = sighting("a", "2015-07-01", "date on the page", captured=("2015-07-01", "web archive capture"))
    assert history(first).confidence == "established"


def test_a_compilation_has_a_timeline_for_each_part() -> None:
    sightings = [sighting("old", "2015"), sighting("new", "2020"), sighting("repost", "2018")]
    segments = [
        segment("old", 0, 10),
        segment("repost", 1, 9),
        segment("new", 10, 20),
        segment("new", 12, 14),
    ]
    found = parts(segments, sightings)
    assert [(p.query.start_s, p.query.end_s) for p in found] == [(0, 10), (10, 20)]
    assert [p.timeline.first_seen and p.timeline.first_seen.id for p in found] == ["old", "new"]


def test_a_picture_laid_into_another_is_a_part_of_its_own() -> None:
    sightings = [sighting("around", "2008"), sighting("inset", "2013"), sighting("cropped", "2010")]
    segments = [
        segment("around"),
        segment("inset", query_region=(0.5, 0.5, 0.95, 0.95)),
        segment("cropped", query_region=(0.0, 0.1, 1.0, 0.9)),
        segment("heard", track="sound", query_region=(0.0, 0.0, 1.0, 1.0)),
    ]
    found = parts(segments, sightings)
    assert [p.timeline.first_seen and p.timeline.first_seen.id for p in found] == ["around", "inset"]
    assert found[1].region == (0.5, 0.5, 0.95, 0.95)


def test_a_still_has_one_part() -> None:
    found = parts([segment("a", 0, 0), segment("b", 0, 0)], [sighting("a", "2015"), sighting("b", "2014")])
    assert len(found) == 1


def test_nothing_found_has_no_part() -> None:
    assert parts([], []) == ()
    assert timeline([], []).confidence == "unknown"


def test_accepted_sightings_have_a_history_without_segments() -> None:
    found = accepted_history([sighting("later", "2024-12-05"), sighting("first", "2015", "agency record")])
    assert names(found) == ["first", "later"]
    assert found.first_seen is not None
    assert found.first_seen.id == "first"
    assert found.confidence == "established"


def test_no_accepted_sighting_is_no_evidence_of_novelty() -> None:
    assert accepted_history([]).confidence == "unknown"
    assert "no evidence of novelty" in accepted_history([]).reasons[0]
