"""A line is looked at: what the pictures, the motion and the sound say of it, and where it really starts and ends."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from firstseen.model.descriptor import FULL_FRAME, Description, Descriptors, Miniatures, Stills, View
from firstseen.model.time import Span
from firstseen.trace.align import Line, Similarity
from firstseen.trace.calibrate import PROBABLE, probability
from firstseen.trace.geometry import CHANCE_INLIERS
from firstseen.trace.sound import SoundMatch
from firstseen.trace.verify import Evidence, Pictures, verify
from tests.footage import Rgb, scene
from tests.trace.evidence import description

Times = NDArray[np.float64]
Look = Callable[[float], Rgb]
"""The picture at a time."""
Make = Callable[..., Description]
WHOLE = View("full")
REFERENCE_S = 16.0


@pytest.fixture
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A description with the stills and miniatures of what `look` shows, and no descriptors worth the name."""

    def made(
        name: str, seconds: float, look: Look, *, step_s: float = 1.0, view: View = WHOLE
    ) -> Description:
        times_s = np.arange(0.0, seconds, step_s)
        coded = [cv2.imencode(".jpg", look(float(t))[:, :, ::-1])[1].tobytes() for t in times_s]
        path = tmp_path_factory.mktemp("stills") / "pack"
        path.write_bytes(b"".join(coded))
        offsets = np.cumsum([0, *map(len, coded)]).astype(np.int64)
        often_s = np.arange(0.0, seconds, 1 / 8)
        luma = np.stack([small(look(float(t))) for t in often_s])
        pictures = Descriptors(
            "made by hand",
            times_s,
            np.zeros((len(times_s), 4), np.float32),
            np.zeros(len(times_s), np.int16),
            (view,),
        )
        return description(
            name,
            seconds,
            interval_s=step_s,
            pictures=pictures,
            miniatures=Miniatures(often_s, luma),
            stills=Stills(path, times_s, offsets),
        )

    return made


def small(rgb: Rgb) -> Rgb:
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(gray, (32, 18), interpolation=cv2.INTER_AREA), np.uint8)


@cache
def filmed(seed: int, time_ms: int) -> Rgb:
    return scene(seed, time_ms / 1000)


def film(seed: int = 3, *, from_s: float = 0.0, speed: float = 1.0) -> Look:
    return lambda time_s: filmed(seed, round(1000 * (from_s + speed * time_s)))


def street(day: int, from_s: float = 0.0) -> Look:
    """A fixed camera: always the same houses, each day other passers-by, in a place that changes with the hour."""

    def look(time_s: float) -> Rgb:
        picture = filmed(5, 0).copy()
        film_s = from_s + time_s
        for number in range(3):
            left = int(130 + 120 * np.sin(film_s * (0.9 + 0.5 * number) + 2 * day + number))
            top = int(80 + 60 * np.cos(film_s * (0.7 + 0.4 * number) + 3 * day + 2 * number))
            picture[top : top + 50, left : left + 36] = 255 * ((number + day) % 2)
        return picture

    return look


def looked_at(
    query: Description,
    reference: Description,
    *,
    offset_s: float,
    speed: float = 1.0,
    between: tuple[float, float] | None = None,
    heard: Sequence[SoundMatch] = (),
) -> Evidence:
    """Evidence for the line that runs along the query, or a part of it, at this speed and offset."""
    query_s, reference_s = query.pictures.times_s, reference.pictures.times_s
    first_s, last_s = between or (float(query_s[0]), float(query_s[-1]))
    rows = np.flatnonzero((query_s >= first_s) & (query_s <= last_s))
    apart_s = np.abs(reference_s[None, :] - (speed * query_s[rows, None] + offset_s))
    columns = np.argmin(apart_s, axis=1)
    views = np.zeros((len(query_s), len(reference_s)), np.int16)
    cosine = np.full(views.shape, 0.1, np.float32)
    cosine[rows, columns] = 0.95 - 0.1 * apart_s.min(axis=1)
    line = Line(speed, offset_s, first_s, last_s, float(len(rows)), 0.9, rows, columns)
    matrix = Similarity(query_s, reference_s, cosine, views, views.copy())
    return verify(Pictures(query), Pictures(reference), matrix, line, heard)


@pytest.fixture
def reference(make: Make) -> Description:
    return make("reference", REFERENCE_S, film())


def test_the_same_footage_agrees_in_every_respect(make: Make, reference: Description) -> None:
    found = looked_at(make("query", 7.0, film(from_s=5.0)), reference, offset_s=5.0)
    assert found.inliers >= found.second_inliers > 2 * CHANCE_INLIERS
    assert found.plane is not None
    assert found.plane.region() == pytest.approx(FULL_FRAME, abs=0.02)
    assert found.fit is not None
    assert found.fit.correlation > 0.9
    assert found.agreement > 0.95
    assert (found.speed, found.offset_s) == pytest.approx((1.0, 5.0), abs=0.05)
    assert (found.start_s, found.end_s) == pytest.approx((0.0, 7.0), abs=0.3)
    assert found.sound_votes == 0
    assert min(probability(found)) > PROBABLE


@pytest.mark.parametrize("off_s", [-0.4, 0.3])
def test_what_moves_corrects_the_line(make: Make, reference: Description, off_s: float) -> None:
    found = looked_at(make("query", 7.0, film(from_s=5.0)), reference, offset_s=5.0 + off_s)
    assert found.offset_s + 3.5 * found.speed == pytest.approx(8.5, abs=0.08)


def test_a_mirrored_query_is_seen_through(make: Make, reference: Description) -> None:
    look = film(from_s=5.0)
    query = make("query", 7.0, lambda t: np.ascontiguousarray(look(t)[:, ::-1]))
    found = looked_at(query, reference, offset_s=5.0)
    assert found.plane is not None
    assert found.plane.mirrored
    assert found.plane.outline()[0] == pytest.approx((1.0, 0.0), abs=0.02)
    assert found.fit is not None
    assert found.fit.correlation > 0.9


def test_a_crop_is_placed_on_the_reference(make: Make, reference: Description) -> None:
    look = film(from_s=5.0)
    query = make("query", 7.0, lambda t: np.ascontiguousarray(look(t)[24:216, 64:288]))
    found = looked_at(query, reference, offset_s=5.0)
    assert found.plane is not None
    assert found.plane.region() == pytest.approx((0.2, 0.1, 0.9, 0.9), abs=0.02)
    assert found.agreement > 0.9


def test_an_inset_is_found_through_the_view_that_shows_it(make: Make, reference: Description) -> None:
    look, around = film(from_s=5.0), filmed(8, 0)

    def inset(time_s: float) -> Rgb:
        picture = around.copy()
        picture[120:, 160:] = cv2.resize(look(time_s), (160, 120), interpolation=cv2.INTER_AREA)
        return picture

    view = View("lower right", (0.5, 0.5, 1.0, 1.0))
    found = looked_at(make("query", 7.0, inset, view=view), reference, offset_s=5.0)
    assert found.plane is not None
    assert found.plane.query_region() == pytest.approx(view.box, abs=0.03)
    assert found.fit is not None
    assert found.fit.correlation > 0.7


def test_a_negative_is_compared_the_right_way_round(make: Make, reference: Description) -> None:
    look = film(from_s=5.0)
    query = make("query", 7.0, lambda t: 255 - look(t), view=View("inverted", inverted=True))
    found = looked_at(query, reference, offset_s=5.0)
    assert found.inliers > 2 * CHANCE_INLIERS
    assert found.agreement > 0.9
    assert found.fit is not None
    assert found.fit.correlation > 0.8


def test_a_query_that_runs_backwards_is_followed_backwards(make: Make, reference: Description) -> None:
    query = make("query", 7.0, film(from_s=13.0, speed=-1.0))
    found = looked_at(query, reference, offset_s=13.0, speed=-1.0)
    assert found.speed == pytest.approx(-1.0, abs=0.02)
    assert found.speed * 3.0 + found.offset_s == pytest.approx(10.0, abs=0.06)
    assert found.agreement > 0.9


def test_ends_are_found_beyond_the_frames_of_the_line(make: Make, reference: Description) -> None:
    """The query shows the reference from 2.5 s to 8.5 s and something else around it."""
    look, other = film(from_s=3.0), film(11)
    query = make("query", 12.0, lambda t: look(t) if 2.5 <= t < 8.5 else other(t))
    found = looked_at(query, reference, offset_s=3.0, between=(4.0, 7.0))
    assert (found.start_s, found.end_s) == pytest.approx((2.5, 8.5), abs=0.3)


def test_ends_stay_within_the_query(make: Make, reference: Description) -> None:
    found = looked_at(make("query", 5.0, film(from_s=5.0)), reference, offset_s=5.0, between=(1.0, 3.0))
    assert 0.0 <= found.start_s <= 0.2
    assert 4.8 <= found.end_s <= 5.0


def test_unrelated_pictures_are_told_from_the_same(make: Make, reference: Description) -> None:
    found = looked_at(make("query", 7.0, film(21)), reference, offset_s=5.0)
    assert found.inliers <= CHANCE_INLIERS
    place, moment = probability(found)
    same = looked_at(make("query", 7.0, film(from_s=5.0)), reference, offset_s=5.0)
    assert place * moment < probability(same)[0] * probability(same)[1]
    assert not found.agreement > 0.6


def test_the_same_street_on_another_day_is_another_moment(make: Make) -> None:
    theirs = make("reference", REFERENCE_S, street(0))
    same = looked_at(make("query", 7.0, street(0, from_s=5.0)), theirs, offset_s=5.0)
    other = looked_at(make("query", 7.0, street(1, from_s=5.0)), theirs, offset_s=5.0)
    assert min(probability(same)) > PROBABLE
    place, moment = probability(other)
    assert place > PROBABLE
    assert moment < 0.5
    assert other.inliers > 2 * CHANCE_INLIERS


def heard(**changes: Any) -> SoundMatch:
    match = SoundMatch("reference", Span(0, 7), Span(5, 12), 1.0, 5.0, 40, 1.0, 1e-9, 1.0, 6.0)
    return replace(match, **changes)


def test_sound_counts_only_along_the_same_line_of_the_same_reference(
    make: Make, reference: Description
) -> None:
    query = make("query", 7.0, film(from_s=5.0))
    for match, votes in (
        (heard(), 40),
        (heard(offset_s=5.2), 40),
        (heard(offset_s=9.0), 0),
        (heard(media_id="another"), 0),
        (heard(query=Span(40, 50)), 0),
    ):
        assert looked_at(query, reference, offset_s=5.0, heard=[match]).sound_votes == votes


def test_a_photograph_has_no_motion_and_one_moment(make: Make, reference: Description) -> None:
    query = make("query", 1.0, film(from_s=6.0))
    nothing = Miniatures(np.empty(0), np.empty((0, 18, 32), np.uint8))
    photograph = replace(query, miniatures=nothing, interval_s=0.0)
    found = looked_at(photograph, reference, offset_s=6.0)
    assert found.fit is None
    assert np.isnan(found.agreement)
    assert found.start_s == found.end_s
    assert found.inliers > 2 * CHANCE_INLIERS


def test_stills_come_back_as_they_were_packed(reference: Description) -> None:
    pictures = Pictures(reference)
    for index in (0, 7, 3):
        shown = pictures.rgb(index)
        assert shown.shape == (240, 320, 3)
        assert np.abs(shown.astype(int) - filmed(3, 1000 * index)).mean() < 6


def test_features_of_a_view_are_looked_at_once(reference: Description) -> None:
    pictures = Pictures(reference)
    once, to_view = pictures.features(2, WHOLE, mirrored=False)
    again, _ = pictures.features(2, WHOLE, mirrored=False)
    assert once is again
    assert to_view == pytest.approx(np.eye(3))
    assert pictures.features(2, WHOLE, mirrored=True)[0] is not once
