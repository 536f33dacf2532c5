"""A file is known by its bytes, and what it says of itself is kept."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from firstseen.media.probe import probe
from firstseen.media.still import read_still
from firstseen.model.media import EmbeddedDate
from tests.footage import make_clip, make_gif, make_sound, make_still, scene


def test_a_video(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", seconds=2, metadata={"creation_time": "2015-07-01T10:00:00Z"})
    media = probe(path)
    assert media.id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (media.kind, media.name, media.size_bytes) == ("video", "clip.mp4", path.stat().st_size)
    assert (media.width_px, media.height_px, media.fps, media.rotation_deg) == (320, 240, 25, 0)
    assert media.duration_s == pytest.approx(2, abs=0.01)
    assert (media.video_codec, media.audio_codec) == ("h264", "aac")
    assert media.embedded_dates == (EmbeddedDate("container creation_time", "2015-07-01T10:00:00.000000Z"),)


def test_a_video_held_upright_has_its_size_as_shown(tmp_path: Path) -> None:
    media = probe(make_clip(tmp_path / "phone.mov", seconds=0.4, rotation_deg=90))
    assert (media.width_px, media.height_px, media.rotation_deg) == (240, 320, 90)


def test_a_recording_of_sound(tmp_path: Path) -> None:
    media = probe(make_sound(tmp_path / "voice.wav", seconds=2))
    assert (media.kind, media.width_px, media.video_codec, media.has_picture) == ("sound", 0, "", False)
    assert media.has_sound
    assert media.duration_s == pytest.approx(2)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ".tiff", ".gif", ".avif"])
def test_a_still(tmp_path: Path, suffix: str) -> None:
    path = make_still(tmp_path / f"photo{suffix}")
    media = probe(path)
    assert (media.kind, media.duration_s, media.width_px, media.height_px) == ("still", 0, 320, 240)
    assert np.abs(read_still(path).astype(int) - scene(0, 0)).mean() < 12


def test_a_moving_gif_is_a_video(tmp_path: Path) -> None:
    assert probe(make_gif(tmp_path / "moving.gif", seconds=0.5)).kind == "video"


def test_a_photograph_from_a_phone(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "photo.heic"
    heif.from_pillow(Image.fromarray(scene(0, 0))).save(str(path))
    assert probe(path).kind == "still"
    assert np.abs(read_still(path).astype(int) - scene(0, 0)).mean() < 12


def test_exif_turns_a_still_and_dates_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2015:07:01 10:00:00"
    exif.get_ifd(0x8769)[0x9011] = "+02:00"
    path = tmp_path / "photo.jpg"
    Image.fromarray(scene(0, 0)).save(path, exif=exif)
    media = probe(path)
    assert (media.width_px, media.height_px, media.rotation_deg) == (240, 320, 90)
    assert media.embedded_dates == (EmbeddedDate("EXIF DateTimeOriginal", "2015:07:01 10:00:00 +02:00"),)
    assert np.abs(read_still(path).astype(int) - np.rot90(scene(0, 0), -1)).mean() < 12


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    clear = np.dstack([scene(0, 0), np.full((240, 320), 255, np.uint8)])
    clear[:, 160:, 3] = 0
    Image.fromarray(clear).save(tmp_path / "cut out.png")
    shown = read_still(tmp_path / "cut out.png")
    assert (shown[:, 160:] == 255).all()
    assert (shown[:, :160] == scene(0, 0)[:, :160]).all()


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    gray = scene(0, 0)[:, :, 0]
    Image.fromarray(gray.astype(np.uint16) * 256 + 7).save(tmp_path / "deep.png")
    assert (read_still(tmp_path / "deep.png")[:, :, 1] == gray).all()
