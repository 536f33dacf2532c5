"""Bad input through the front door: one clear line each, the right exit code, and the rest goes on."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from firstseen.cli import main
from tests.footage import make_clip, truncate


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="firstseen")


def with_ten_hour_header(path: Path) -> None:
    """A text file that claims to be ten hours of video."""
    make_clip(path, seconds=1, sound=False)
    content = bytearray(path.read_bytes())
    for tag in (b"mvhd", b"mdhd"):
        at = content.find(tag) + 16
        scale = struct.unpack(">I", content[at : at + 4])[0]
        content[at + 4 : at + 8] = struct.pack(">I", scale * 36_000)
    start = content.find(b"mdat") + 4
    end = content.find(b"moov") - 4
    content[start : end if end > start else None] = bytes(len(content[start : end if end > start else None]))
    path.write_bytes(content)


def bomb(path: Path) -> None:
    """A picture of 3.6 gigapixels in a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "truncated.mp4": lambda path: truncate(make_clip(path, seconds=2, sound=False), 0.5),
    "zero.mp4": lambda path: path.touch(),
    "text.mp4": lambda path: path.write_text("<!doctype html><title>Not found</title>"),
    "noise.mp4": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "onepixel.png": lambda path: Image.new("RGB", (1, 1)).save(path),
    "short.mp4": lambda path: make_clip(path, seconds=0.2, sound=False),
    "tenhours.mp4": with_ten_hour_header,
    "bomb.png": bomb,
    "subtitles.mkv": lambda path: path.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(200)),
    "pipe.mp4": os.mkfifo,
    "nowhere.mp4": lambda path: path.symlink_to(path.with_name("gone.mp4")),
    "itself.mp4": lambda path: path.symlink_to(path),
    "missing.mp4": lambda path: path.unlink(missing_ok=True),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("good") / "good.mp4", seconds=2, size=(160, 120), sound=False)


def test_each_bad_file_is_one_line_and_the_good_one_is_added(tmp_path: Path, good: Path) -> None:
    for name, make in BAD_FILES.items():
        make(tmp_path / name)
    done = run("add", *(tmp_path / name for name in BAD_FILES), good, "--desk", tmp_path / "desk")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    for name in BAD_FILES:
        said = [line for line in lines if f"{name}:" in line]
        assert len(said) == 1, (name, lines)
        assert "unexpectedly" not in said[0]
        assert "Traceback" not in said[0]
    assert f"added    {good}" in done.stdout
    assert "1 added" in done.stdout


def test_a_folder_is_added_around_what_is_wrong_with_it(tmp_path: Path, good: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "again").symlink_to(folder, target_is_directory=True)
    (folder / "deep" / "clip.mp4").write_bytes(good.read_bytes())
    (folder / "zero.mp4").touch()
    (folder / "readme.txt").write_text("x")
    done = run("add", folder, "--desk", tmp_path / "desk", "--verbose")
    assert done.exit_code == 2
    assert "leads back" in done.stderr
    assert "zero.mp4" in done.stderr
    assert "1 file skipped" in done.stderr
    assert "readme.txt" in done.stderr
    assert "1 added, 1 failed" in done.stdout


def test_bad_rows_cost_their_own_record_only(tmp_path: Path, good: Path) -> None:
    table = tmp_path / "records.csv"
    table.write_text(
        "file,published,caption\n"
        f"{good.name},2015-07-01,رسالة مصورة\n"
        f"{good.name},yesterday,x\n"
        "missing.mp4,2015,x\n"
        ",2015,x\n"
    )
    done = run("add", good, "--records", table, "--desk", tmp_path / "desk")
    assert done.exit_code == 2
    assert [line.split(":")[1].split(",")[1].strip() for line in done.stderr.splitlines()[:3]] == [
        "line 3",
        "line 4",
        "line 5",
    ]
    shown = run("show", good.name, "--desk", tmp_path / "desk").stdout
    assert "published 2015-07-01" in shown
    assert "رسالة مصورة" in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "{good}", "--records", "{tmp}/none.csv", "--desk", "{tmp}/desk"], "table cannot be read"),
        (["add", "{good}", "--published", "never", "--desk", "{tmp}/desk"], "cannot be placed"),
        (["add", "{good}", "--published", "2015", "--published-basis", "x", "--desk", "{tmp}/desk"], "basis"),
        (["add", "{good}", "--desk", "{tmp}/full"], "holds other things"),
        (["find", "{good}", "--desk", "{tmp}/none"], "is no desk"),
        (["find", "{good}", "--desk", "{tmp}/good.mp4"], "--desk"),
        (["find", "--desk", "{tmp}"], "Missing argument"),
        (["show", "--desk", "{tmp}"], "is no desk"),
        (["lookup"], "No such command"),
        (["compare", "{good}", "{tmp}/none.mp4"], "none.mp4"),
        (["compare", "{good}", "{good}", "--report", "{tmp}/no/r.html"], "does not exist"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_stores_nothing(
    tmp_path: Path, good: Path, words: list[str], says: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("x")
    (tmp_path / "good.mp4").touch()
    done = run(*(word.format(good=good, tmp=tmp_path) for word in words))
    assert done.exit_code == 2
    assert says in done.stderr
    assert not (tmp_path / "desk").exists()


def test_a_setting_that_cannot_be_used_is_exit_code_2(
    tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTSEEN_TRACE_NEIGHBORS", "3")
    done = run("add", good, "--desk", tmp_path / "desk")
    assert done.exit_code == 2
    assert "did you mean FIRSTSEEN_TRACE_NEIGHBOURS" in done.stderr


def test_a_folder_without_footage_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("add", tmp_path / "empty", "--desk", tmp_path / "desk")
    assert done.exit_code == 0
    assert "no footage there" in done.stdout
