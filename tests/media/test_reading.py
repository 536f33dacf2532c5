"""Pictures and sound come out in order, upright, with the times a player would show them at."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from firstseen.errors import FirstseenError, UnreadableMedia
from firstseen.media.picture import Picture
from firstseen.media.reading import How, Reader
from firstseen.media.sound import Sound
from tests.footage import make_clip, make_gif, make_sound, scene, truncate, tune

EVERYTHING = How()


def read(path: Path, how: How = EVERYTHING) -> tuple[list[Picture], list[Sound], Reader]:
    with Reader(path, how) as reader:
        pieces = list(reader)
    pictures = [piece for piece in pieces if isinstance(piece, Picture)]
    return pictures, [piece for piece in pieces if isinstance(piece, Sound)], reader


def difference(one: np.ndarray, other: np.ndarray) -> float:
    assert one.shape == other.shape
    return float(np.abs(one.astype(float) - other).mean())


def test_every_picture_comes_with_its_exact_time(tmp_path: Path) -> None:
    pictures, _, reader = read(make_clip(tmp_path / "clip.mp4", seconds=2, fps=25))
    assert [p.time_s for p in pictures] == [k / 25 for k in range(50)]
    assert [p.duration_s for p in pictures] == pytest.approx([0.04] * 50)
    assert reader.end_s == pytest.approx(2.0)
    assert reader.losses == []
    assert difference(pictures[30].rgb, scene(0, 30 / 25)) < 8


def test_a_variable_frame_rate_keeps_its_times(tmp_path: Path) -> None:
    times_s = [0, 0.1, 0.5, 2.7, 2.8, 3.0]
    pictures, _, reader = read(make_clip(tmp_path / "clip.mp4", times_s=times_s, sound=False))
    assert [p.time_s for p in pictures] == pytest.approx(times_s, abs=1e-4)
    assert [p.duration_s for p in pictures[:-1]] == pytest.approx(np.diff(times_s), abs=1e-4)
    assert reader.end_s == pytest.approx(3.4, abs=0.01), (
        "the last picture stands as long as pictures do, not longer"
    )


@pytest.mark.parametrize("name", ["late.mkv", "late.mp4"])
def test_a_delayed_start_counts_from_the_first_picture(tmp_path: Path, name: str) -> None:
    path = make_clip(tmp_path / name, seconds=2, start_s=1.5, shots=[(0, 2.0)])
    pictures, sounds, reader = read(path, How(sound_rate_hz=16_000))
    assert pictures[0].time_s == 0
    assert pictures[-1].time_s == pytest.approx(1.96, abs=0.002)
    assert sounds[0].start_s == pytest.approx(-1.5, abs=0.08), "the sound was there before the picture"
    assert reader.losses == []


@pytest.mark.parametrize(
    ("rotation_deg", "mirrored", "turn"),
    [
        (90, False, lambda p: np.rot90(p, -1)),
        (180, False, lambda p: np.rot90(p, 2)),
        (270, False, lambda p: np.rot90(p, 1)),
        (0, True, lambda p: p[:, ::-1]),
        (90, True, lambda p: np.rot90(p, -1)[:, ::-1]),
    ],
)
def test_the_rotation_flag_is_applied(tmp_path: Path, rotation_deg: int, mirrored: bool, turn) -> None:  # noqa: FBT001
    path = make_clip(
        tmp_path / "phone.mov", seconds=0.4, sound=False, rotation_deg=rotation_deg, mirrored=mirrored
    )
    pictures, _, _ = read(path)
    assert difference(pictures[0].rgb, turn(scene(0, 0))) < 8
    upright = pictures[0].luma((40, 30))
    green = pictures[0].rgb[:, :, 1]
    assert (
        np.corrcoef(upright[::6, ::6].ravel(), green[4::48, 4::48].ravel()[: upright[::6, ::6].size])[0, 1]
        > 0.5
    )


def test_oblong_pixels_become_square(tmp_path: Path) -> None:
    pictures, _, _ = read(make_clip(tmp_path / "wide.mp4", seconds=0.4, pixel_aspect=Fraction(4, 3)))
    assert pictures[0].rgb.shape == (240, 427, 3)


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("hevc.mp4", {"codec": "libx265"}),
        ("vp9.webm", {"codec": "libvpx-vp9", "options": {"cpu-used": "8", "deadline": "realtime"}}),
        (
            "vp8.webm",
            {"codec": "libvpx", "options": {"cpu-used": "8", "deadline": "realtime", "b": "4000000"}},
        ),
        ("av1.mkv", {"codec": "libsvtav1", "options": {"preset": "12"}}),
        ("mpeg4.avi", {"codec": "mpeg4", "options": {"b": "4000000"}}),
        ("mpeg2.mpg", {"codec": "mpeg2video", "options": {"b": "4000000"}}),
        ("ffv1.mkv", {"codec": "ffv1"}),
        ("ten.mkv", {"pix_fmt": "yuv420p10le"}),
        ("planes.mp4", {"pix_fmt": "yuv444p"}),
        ("odd.mkv", {"size": (321, 241), "pix_fmt": "yuv444p"}),
        ("plain.avi", {"codec": "rawvideo", "pix_fmt": "bgr24"}),
    ],
)
def test_what_phones_platforms_and_broadcasters_make_is_read(tmp_path: Path, name: str, extra: dict) -> None:
    size = extra.get("size", (320, 240))
    pictures, _, reader = read(make_clip(tmp_path / name, seconds=0.6, sound=False, **extra))
    assert len(pictures) == 15
    assert reader.losses == []
    assert difference(pictures[7].rgb, scene(0, 7 / 25, size)) < 16
    luma = pictures[7].luma((32, 18)).astype(float)
    assert luma.max() > 180
    assert luma.min() < 80


def test_gray_video_is_read_as_rgb(tmp_path: Path) -> None:
    pictures, _, _ = read(make_clip(tmp_path / "gray.mp4", seconds=0.4, pix_fmt="gray", sound=False))
    assert pictures[0].rgb.shape == (240, 320, 3)
    assert np.ptp(pictures[0].rgb.astype(int), axis=2).max() <= 2


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_animations_are_videos(tmp_path: Path, suffix: str) -> None:
    pictures, _, _ = read(make_gif(tmp_path / f"moving{suffix}", seconds=1, fps=10))
    assert [p.time_s for p in pictures] == pytest.approx([k / 10 for k in range(10)])
    assert difference(pictures[5].rgb, scene(0, 0.5, (160, 120))) < 20


def test_sound_comes_at_the_rate_asked_for_and_in_step(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=23, size=(64, 48), fps=5)
    _, sounds, _ = read(path, How(sound_rate_hz=8000))
    assert [s.joined for s in sounds] == [False, True, True]
    assert all(abs(a.end_s - b.start_s) < 1e-6 for a, b in pairwise(sounds))
    heard = np.concatenate([s.samples for s in sounds])
    played = tune(0, 23, 16_000)[::2]
    lags = [np.dot(heard[4000:84_000], played[4000 + lag : 84_000 + lag]) for lag in range(-200, 201)]
    assert abs(int(np.argmax(lags)) - 200) / 8000 < 0.01, "less than a hundredth of a second out of step"


def test_a_sound_file_is_read_without_pictures(tmp_path: Path) -> None:
    pictures, sounds, reader = read(make_sound(tmp_path / "voice.m4a", seconds=3), How(sound_rate_hz=8000))
    assert pictures == []
    assert sounds[0].start_s == 0
    assert reader.end_s == pytest.approx(3, abs=0.1)


def test_sparse_reading_skips_pictures_but_keeps_enough(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=6, fps=30, sound=False, b_frames=3)
    every, _, _ = read(path)
    some, _, _ = read(path, How(sparse_per_s=8))
    assert len(some) < 0.8 * len(every)
    assert len(some) >= 8 * 6
    assert max(p.duration_s for p in some) <= 1 / 8
    shown = {p.time_s: p for p in every}
    assert all(difference(p.rgb, shown[p.time_s].rgb) == 0 for p in some[::10])


def test_sparse_reading_gives_up_where_too_little_is_left(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=6, fps=18, sound=False, b_frames=3, gop=250)
    some, _, _ = read(path, How(sparse_per_s=8))
    assert max(p.duration_s for p in some[-30:]) < 1 / 8


def test_keyframes_alone_can_be_read(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=4.6, gop=25, sound=False)
    pictures, _, reader = read(path, How(keyframes_only=True))
    assert [p.time_s for p in pictures] == [0, 1, 2, 3, 4]
    assert reader.end_s == pytest.approx(4.6)
    assert reader.losses == []


def test_a_cover_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("libmp3lame", rate=16_000, layout="mono")
        cover = container.add_stream("mjpeg")
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        container.mux(cover.encode(av.VideoFrame.from_ndarray(scene(0, 0, (64, 64)), format="rgb24")))
        container.mux(cover.encode(None))
        with av.open(str(make_sound(tmp_path / "song.wav", seconds=1))) as source:
            resampler = av.AudioResampler("fltp", "mono", 16_000, frame_size=576)
            for frame in [*source.decode(audio=0), None]:
                for piece in resampler.resample(frame):
                    container.mux(sound.encode(piece))
        container.mux(sound.encode(None))
    pictures, sounds, reader = read(path, How(sound_rate_hz=8000))
    assert reader.video is None
    assert pictures == []
    assert sounds


def test_what_decodes_of_a_damaged_file_is_used_and_the_loss_told(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mkv", seconds=4, sound=False)
    content = bytearray(path.read_bytes())
    rng = np.random.default_rng(0)
    for position in rng.integers(len(content) // 3, len(content), 60):
        content[position] ^= 255
    path.write_bytes(content)
    pictures, _, reader = read(path)
    assert len(pictures) > 20
    assert len(reader.losses) == 1
    assert "damaged" in reader.losses[0]


def test_a_file_cut_off_tells_what_is_missing(tmp_path: Path) -> None:
    pictures, _, reader = read(truncate(make_clip(tmp_path / "clip.mkv", seconds=6), 0.5))
    assert pictures[-1].time_s < 4
    assert "The file says it lasts 6.0 s but holds only" in reader.losses[0]


def test_footage_beyond_the_limit_is_left_out_and_told(tmp_path: Path) -> None:
    pictures, _, reader = read(make_clip(tmp_path / "clip.mp4", seconds=4), How(longest_s=1.8))
    assert 1.7 < pictures[-1].time_s < 2
    assert "were read" in reader.losses[0]


def test_a_picture_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=0.4, size=(640, 480))
    with pytest.raises(UnreadableMedia, match="640 × 480"):
        Reader(path, How(largest_picture_mp=0.2))


def test_closing_twice_is_harmless_and_pictures_outlive_the_reader(tmp_path: Path) -> None:
    pictures, _, reader = read(make_clip(tmp_path / "clip.mp4", seconds=0.4))
    reader.close()
    assert difference(pictures[3].rgb, scene(0, 3 / 25)) < 8


def test_no_error_of_the_decoder_crosses_the_edge(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp4"
    source = make_clip(tmp_path / "clip.mp4", seconds=1).read_bytes()
    rng = np.random.default_rng(1)
    for _ in range(40):
        content = bytearray(source)
        for position in rng.integers(0, len(content), int(rng.integers(1, 200))):
            content[position] = int(rng.integers(256))
        path.write_bytes(content[: int(rng.integers(1, len(content)))])
        try:
            read(path, How(sound_rate_hz=8000))
        except FirstseenError:
            continue
