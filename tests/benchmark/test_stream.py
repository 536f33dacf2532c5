"""Edits carry their truth: pictures are compared with where the truth says they come from."""

from dataclasses import replace

import numpy as np
import pytest

from benchmark import edits, looks, montage
from benchmark.reader import SOUND_RATE_HZ, ClipReader, read_sound
from benchmark.stream import Shown, Stream, cut, write_video
from benchmark.truth import Reference, pair_truth

LENGTH_S = 6.0


def colour_at(time_s, x, y):
    """Footage whose colour tells its time and its place: red is the time, green across, blue down."""
    return np.array([20 + 30 * time_s, 20 + 200 * x, 20 + 200 * y])


def footage(width=96, height=64):
    across, down = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)

    def at(t):
        time = np.full_like(across, 20 + 30 * t)
        return np.dstack([time, 20 + 200 * across, 20 + 200 * down]).round().astype(np.uint8)

    rng = np.random.default_rng(3)
    sound = rng.normal(0, 0.1, int(LENGTH_S * SOUND_RATE_HZ)).astype(np.float32)
    seen = Shown("clip", 0, LENGTH_S, 0, LENGTH_S)
    return Stream(LENGTH_S, width, height, 10, at, (seen, replace(seen, track="sound")), sound)


def grey(length_s=LENGTH_S, width=120, height=80):
    return montage.still(np.full((height, width, 3), 7, np.uint8), length_s, 10)


def assert_truth_holds(stream, tolerance=6.0):
    """At the middle of each part, the middle of its place shows the middle of its region at the clip's second."""
    assert stream.pictures()
    for part in stream.pictures():
        middle_s = (part.start_s + part.end_s) / 2
        rgb = stream.at(middle_s).astype(float)
        height, width = rgb.shape[:2]
        for fx, fy in ((0.5, 0.5), (0.25, 0.3)):
            px = part.place[0] + fx * (part.place[2] - part.place[0])
            py = part.place[1] + fy * (part.place[3] - part.place[1])
            rx = part.region[0] + (1 - fx if part.mirrored else fx) * (part.region[2] - part.region[0])
            ry = part.region[1] + fy * (part.region[3] - part.region[1])
            seen = rgb[min(height - 1, int(py * height)), min(width - 1, int(px * width))]
            assert seen == pytest.approx(colour_at(part.clip_time(middle_s), rx, ry), abs=tolerance)


BOX = (0.25, 0.125, 0.75, 0.875)
EDITS = {
    "as it is": lambda s: s,
    "cropped": lambda s: edits.crop(s, BOX),
    "cropped twice": lambda s: edits.crop(edits.crop(s, BOX), (0.0, 0.25, 0.5, 1.0)),
    "mirrored": edits.mirror,
    "mirrored, then cropped": lambda s: edits.crop(edits.mirror(s), (0.0, 0.0, 0.5, 0.75)),
    "cropped, then mirrored": lambda s: edits.mirror(edits.crop(s, (0.0, 0.0, 0.5, 0.75))),
    "fast": lambda s: edits.change_speed(s, 1.5, keep_pitch=False),
    "slow": lambda s: edits.change_speed(s, 0.6, keep_pitch=True),
    "backwards": edits.reverse,
    "fast, then backwards": lambda s: edits.reverse(edits.change_speed(s, 2.0, keep_pitch=False)),
    "zoomed": lambda s: edits.moving_crop(s, lambda _t: BOX),
    "tilted": lambda s: edits.crop(edits.tilt(s, 0.01), (0.1, 0.1, 0.9, 0.9)),
    "frozen": lambda s: edits.freeze(s, 2.0, 3.0),
    "in a box": lambda s: montage.letterbox(s, 100, 160),
    "in a corner": lambda s: montage.inset(grey(), s, lambda _t: (0.5, 0.5, 1.0, 1.0)),
    "side by side": lambda s: montage.tiles(
        [grey(), s], [(0, 0, 0.5, 1), (0.5, 0, 1, 1)], 160, 80, fill=True
    ),
    "stacked whole": lambda s: montage.tiles(
        [s, grey()], [(0, 0, 1, 0.5), (0, 0.5, 1, 1)], 160, 160, fill=False
    ),
    "between cards": lambda s: montage.joined([grey(1.5), s, grey(1.0)], 120, 80),
    "between cards, faded": lambda s: montage.joined([grey(1.5), s, grey(1.0)], 120, 80, fade_s=0.5),
    "mirrored in a corner, cropped": lambda s: edits.crop(
        montage.inset(grey(), edits.mirror(s), lambda _t: (0.5, 0.25, 1.0, 0.75)), (0.5, 0.25, 0.75, 1.0)
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_truth_of_an_edit_is_what_its_pictures_show(name):
    assert_truth_holds(EDITS[name](footage()))


def test_mirroring_twice_changes_nothing():
    twice = edits.mirror(edits.mirror(footage()))
    assert twice.shown == footage().shown
    assert (twice.at(1.0) == footage().at(1.0)).all()


def test_what_is_cut_off_is_not_shown():
    inset = montage.inset(grey(), footage(), lambda _t: (0.6, 0.6, 1.0, 1.0))
    assert not edits.crop(inset, (0.0, 0.0, 0.5, 0.5)).pictures()


def test_a_frozen_picture_has_no_course_of_time():
    before, after = edits.freeze(footage(), 2.0, 3.0).pictures()
    assert (before.start_s, before.end_s) == (0, 2)
    assert (after.start_s, after.end_s, after.clip_start_s) == (5, 9, 2)


def test_parts_of_a_crossfade_meet_in_its_middle():
    first, second = montage.joined([footage(), footage()], 96, 64, fade_s=1.0).pictures()
    assert first.end_s == second.start_s == pytest.approx(5.5)
    assert second.clip_start_s == pytest.approx(0.5)


@pytest.mark.parametrize("factor", [0.6, 1.5])
@pytest.mark.parametrize("change", [edits.resample, edits.stretch])
def test_sound_takes_as_long_as_its_pictures(factor, change):
    sound = footage().sound
    assert len(change(sound, factor)) == pytest.approx(len(sound) / factor, abs=4096)


def test_stretched_sound_keeps_its_pitch():
    tone = np.sin(2 * np.pi * 440 * np.arange(2 * SOUND_RATE_HZ) / SOUND_RATE_HZ).astype(np.float32)
    changed = edits.stretch(tone, 1.5)[4096:-4096]
    spectrum = np.abs(np.fft.rfft(changed))
    assert spectrum.argmax() * SOUND_RATE_HZ / len(changed) == pytest.approx(440, abs=5)


def test_grain_is_seeded():
    rgb = footage().at(0.0)
    assert (looks.noise(20, 5)(rgb) == looks.noise(20, 5)(rgb)).all()
    assert (looks.noise(20, 5)(rgb) != looks.noise(20, 6)(rgb)).any()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("footage") / "clip.mp4"
    write_video(footage(), path, crf=10)
    return path


class TestFiles:
    """Encoded, read again, and cut: times survive."""

    def test_a_reader_gives_the_picture_on_screen(self, path):
        reader = ClipReader(path)
        for time_s in (0.0, 1.25, 4.0, 5.95):
            shown_s = int(time_s * 10 + 1e-6) / 10
            assert reader.at(time_s)[32, 48] == pytest.approx(colour_at(shown_s, 0.5, 0.5), abs=9)

    def test_a_reader_goes_back(self, path):
        reader = ClipReader(path)
        for time_s in (5.0, 4.9, 4.8, 2.0, 0.5, 3.0):
            assert reader.at(time_s)[32, 48, 0] == pytest.approx(20 + 30 * time_s, abs=9)

    def test_a_cut_shows_its_seconds_of_the_clip(self, path):
        whole = (Shown("clip", 0, LENGTH_S, 0, LENGTH_S),)
        stream = cut(path, whole, 1.5, 3.0, 10, 96, None)
        assert (stream.shown[0].start_s, stream.shown[0].clip_start_s) == (0, 1.5)
        assert_truth_holds(stream, tolerance=10)

    def test_sound_is_cut_with_the_pictures(self, path):
        sound = read_sound(path, 1.0, 2.0)
        original = footage().sound[SOUND_RATE_HZ : 3 * SOUND_RATE_HZ]
        best = max(range(-1600, 1601, 16), key=lambda lag: float(np.roll(sound, lag) @ original))
        assert abs(best) / SOUND_RATE_HZ < 0.05


def reference(*shown, name="ref"):
    return Reference(name, None, "2015-01-01", shown, frozenset())


class TestTruth:
    def test_a_cut_of_a_clip_meets_the_clip(self):
        query = [Shown("clip", 0, 5, 12, 17)]
        (segment,), _ = pair_truth(query, reference(Shown("clip", 0, 30, 0, 30)), still=False)
        assert (segment.query_start_s, segment.query_end_s) == (0, 5)
        assert (segment.reference_start_s, segment.reference_end_s) == (12, 17)
        assert segment.speed == 1

    def test_a_fast_query_meets_a_slow_repost(self):
        query = [Shown("clip", 0, 4, 10, 18)]
        repost = reference(Shown("clip", 2, 42, 0, 20))
        (segment,), _ = pair_truth(query, repost, still=False)
        assert segment.speed == pytest.approx(4)
        assert (segment.reference_start_s, segment.reference_end_s) == pytest.approx((22, 38))

    def test_two_mirrors_make_none(self):
        query = [Shown("clip", 0, 5, 0, 5, mirrored=True)]
        assert not pair_truth(query, reference(Shown("clip", 0, 9, 0, 9, mirrored=True)), still=False)[0][
            0
        ].mirrored
        assert pair_truth(query, reference(Shown("clip", 0, 9, 0, 9)), still=False)[0][0].mirrored

    def test_a_backwards_query_runs_from_the_later_second_to_the_earlier(self):
        (segment,), _ = pair_truth(
            [Shown("clip", 0, 5, 15, 10)], reference(Shown("clip", 0, 12, 0, 12)), still=False
        )
        assert segment.reversed
        assert (segment.query_start_s, segment.query_end_s) == (3, 5)
        assert (segment.reference_start_s, segment.reference_end_s) == (10, 12)

    def test_the_region_is_told_in_the_references_picture(self):
        query = [Shown("clip", 0, 5, 0, 5, region=(0.5, 0.0, 1.0, 0.5))]
        corner = Shown("clip", 0, 9, 0, 9, place=(0.5, 0.5, 1.0, 1.0))
        assert pair_truth(query, reference(corner), still=False)[0][0].region == (0.75, 0.5, 1.0, 0.75)
        flipped = Shown("clip", 0, 9, 0, 9, mirrored=True)
        assert pair_truth(query, reference(flipped), still=False)[0][0].region == (0.0, 0.0, 0.5, 0.5)

    def test_other_seconds_of_the_clip_do_not_meet(self):
        found, doubtful = pair_truth(
            [Shown("clip", 0, 5, 0, 5)], reference(Shown("clip", 0, 5, 9, 14)), still=False
        )
        assert not found
        assert not doubtful

    def test_less_than_a_second_is_left_out_of_the_count(self):
        found, doubtful = pair_truth(
            [Shown("clip", 0, 5, 0, 5)], reference(Shown("clip", 0, 5, 4.4, 9)), still=False
        )
        assert not found
        assert doubtful

    def test_two_crops_of_other_sides_are_left_out_of_the_count(self):
        query = [Shown("clip", 0, 5, 0, 5, region=(0.0, 0.0, 0.45, 1.0))]
        found, doubtful = pair_truth(
            query, reference(Shown("clip", 0, 5, 0, 5, region=(0.4, 0.0, 1.0, 1.0))), still=False
        )
        assert not found
        assert doubtful

    def test_parts_that_continue_one_another_are_one_segment(self):
        query = [Shown("clip", 0, 5, 10, 15), Shown("clip", 5, 9, 15, 19)]
        assert len(pair_truth(query, reference(Shown("clip", 0, 30, 0, 30)), still=False)[0]) == 1

    def test_a_cut_of_a_bulletin_meets_it_once_not_through_its_sources_again(self):
        own, source = Shown("ref", 0, 30, 0, 30), Shown("clip", 10, 20, 100, 110)
        query = [Shown("ref", 0, 8, 8, 16), Shown("clip", 2, 8, 100, 106)]
        found, _ = pair_truth(query, reference(own, source), still=False)
        assert [(s.query_start_s, s.query_end_s) for s in found] == [(0, 8)]
