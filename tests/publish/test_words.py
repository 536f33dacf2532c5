"""Words: the same at the prompt and on the page."""

import pytest

from firstseen.model.found import Facts
from firstseen.model.match import Segment
from firstseen.model.media import Media
from firstseen.model.time import Span
from firstseen.publish.words import clock, counted, facts_words, segment_words

MEDIA = Media("0" * 64, "a.mp4", 10, "video", 62.04, 640, 360, 25.0, 0, "mov,mp4", "h264", "aac")


@pytest.mark.parametrize(
    ("time_s", "words"),
    [
        (0, "0:00.0"),
        (3.24, "0:03.2"),
        (59.96, "1:00.0"),
        (62.04, "1:02.0"),
        (3661.5, "1:01:01.5"),
        (-0.01, "0:00.0"),
    ],
)
def test_times_read_as_a_player_shows_them(time_s: float, words: str) -> None:
    assert clock(time_s) == words


def test_numbers_take_their_noun() -> None:
    assert [counted(n, "file", "files") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_what_was_gated_and_lost_is_said() -> None:
    facts = Facts(MEDIA, 58, (("black", 3), ("slate", 1)), ("Damaged from 0:10 to 0:12.",))
    assert facts_words(facts) == (
        "1:02.0, 640×360, 58 frames used, 4 gated (3 black, 1 slate); lost: Damaged from 0:10 to 0:12"
    )


def test_a_segment_says_both_stretches_and_what_was_done() -> None:
    segment = Segment(
        "m",
        Span(3.2, 11.8),
        Span(41.0, 49.6),
        score=0.985,
        band="certain",
        track="picture",
        outcome="same_footage",
        mirrored=True,
        query_region=(0.5, 0.5, 0.9, 0.9),
    )
    assert segment_words(segment) == (
        "certain (.985): query 0:03.2–0:11.8 shows 0:41.0–0:49.6, same speed, mirrored, "
        "in a part of the query's (50–90 % across, 50–90 % down)"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"track": "sound"}, "sounds like"),
        ({"outcome": "same_scene"}, "the same scene as, in another recording,"),
        ({"speed": 1.5}, "query 1.50 × faster"),
        ({"speed": 0.8}, "query slowed to 0.80 ×"),
        ({"reversed": True}, "backwards"),
        ({"score": 0.99999}, "over .999"),
    ],
)
def test_everything_that_sets_a_segment_apart_is_said(changes: dict[str, object], says: str) -> None:
    fields: dict[str, object] = {
        "score": 0.9,
        "band": "probable",
        "track": "picture",
        "outcome": "same_footage",
    }
    segment = Segment("m", Span(0, 1), Span(0, 1), **(fields | changes))  # type: ignore[arg-type]
    assert says in segment_words(segment)
