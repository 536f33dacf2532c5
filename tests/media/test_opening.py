"""Whatever is no footage is one clear error, soon, whatever it claims to be."""

import os
import struct
import zlib
from pathlib import Path

import pytest

from firstseen.errors import InputError, UnreadableMedia
from firstseen.media.probe import probe
from tests.footage import make_clip, make_gif, make_still, truncate


def png(width: int, height: int) -> bytes:
    """A PNG that claims any size in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def giant_gif(tmp_path: Path) -> bytes:
    content = bytearray(make_gif(tmp_path / "source.gif", seconds=0.3).read_bytes())
    content[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.mp4", b"", "the file is empty"),
        ("zeros.mp4", bytes(10_000), "only zero bytes"),
        ("text.mp4", b"<html>Video not available</html>" * 9, "holds text"),
        ("arabic.mp4", "الفيديو غير متاح ".encode() * 40, "holds text"),
        ("list.mp4", b"#EXTM3U\n#EXTINF:4,\n/etc/passwd\n#EXT-X-ENDLIST\n", "holds text"),
        ("script.mp4", b"ffconcat version 1.0\nfile '/etc/passwd'\n", "holds text"),
        ("noise.mp4", os.urandom(64) * 100, "no video, picture or sound format"),
        ("start.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\1" * 99, "index is missing"),
        ("bomb.png", png(60_000, 60_000), "60000 × 60000 pixels is larger than 140 megapixels"),
        ("bomb2.png", png(13_000, 13_000), "larger than 140 megapixels"),
        ("cut.png", png(2000, 2000), "damaged or cut off"),
    ],
)
def test_what_is_no_footage_says_why(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=says) as caught:
        probe(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_animation_of_giant_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gif"
    path.write_bytes(giant_gif(tmp_path))
    with pytest.raises(UnreadableMedia):
        probe(path)


def test_a_video_without_its_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="cut off or still uploading"):
        probe(truncate(make_clip(tmp_path / "clip.mp4", seconds=1), 0.5))


def test_a_picture_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="damaged or cut off"):
        probe(truncate(make_still(tmp_path / "photo.jpg"), 0.5))


def test_a_missing_file_a_folder_and_a_loop_are_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, says in (("nothing.mp4", "no such file"), ("", "is a folder"), ("loop", "cannot be looked at")):
        with pytest.raises(InputError, match=says):
            probe(tmp_path / name)


def test_pipes_and_devices_are_refused_without_opening_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    for path in (tmp_path / "pipe.mp4", Path("/dev/zero")):
        with pytest.raises(InputError, match="pipe or a device"):
            probe(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = make_still(tmp_path / "secret.png")
    path.chmod(0)
    with pytest.raises(UnreadableMedia, match="permissions"):
        probe(path)
