"""Folders: every file of footage once, whatever else lies there."""

import os
from pathlib import Path

import pytest

from firstseen.gather.folder import list_footage


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_footage_is_listed_in_the_order_of_names_and_the_rest_is_named(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.MOV", "deep/er/c.webm", "photo.JPG", "notes.txt", "README", ".hidden.mp4"):
        touch(tmp_path / name)
    listing = list_footage([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in listing.files] == [
        "a.MOV",
        "b.mp4",
        "deep/er/c.webm",
        "photo.JPG",
    ]
    assert [path.name for path in listing.skipped] == ["README", "notes.txt"]
    assert not listing.errors


def test_a_file_named_outright_is_taken_whatever_its_ending_and_once(tmp_path: Path) -> None:
    odd = touch(tmp_path / "video.bin")
    assert list_footage([odd, odd]).files == [odd]


def test_a_folder_that_leads_back_to_itself_is_one_error_and_the_rest_is_listed(tmp_path: Path) -> None:
    touch(tmp_path / "a.mp4")
    touch(tmp_path / "inner" / "b.mp4")
    (tmp_path / "inner" / "again").symlink_to(tmp_path, target_is_directory=True)
    listing = list_footage([tmp_path])
    assert [path.name for path in listing.files] == ["a.mp4", "b.mp4"]
    assert len(listing.errors) == 1
    assert "again: leads back" in str(listing.errors[0])


def test_a_link_to_a_folder_beside_it_is_no_error_and_its_files_come_once(tmp_path: Path) -> None:
    touch(tmp_path / "one" / "a.mp4")
    (tmp_path / "two").symlink_to(tmp_path / "one", target_is_directory=True)
    listing = list_footage([tmp_path])
    assert [path.name for path in listing.files] == ["a.mp4"]
    assert not listing.errors


def test_a_link_that_leads_nowhere_or_to_itself_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "gone.mp4").symlink_to(tmp_path / "nothing.mp4")
    (tmp_path / "self.mp4").symlink_to(tmp_path / "self.mp4")
    listing = list_footage([tmp_path, tmp_path / "missing.mp4"])
    assert len(listing.errors) == 3
    assert all("cannot be opened" in str(error) for error in listing.errors)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_may_not_be_read_is_one_error(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    touch(tmp_path / "a.mp4")
    listing = list_footage([tmp_path])
    locked.chmod(0o700)
    assert [path.name for path in listing.files] == ["a.mp4"]
    assert "permissions" in str(listing.errors[0])


def test_a_pipe_in_a_folder_is_skipped_and_named_outright_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert list_footage([tmp_path]).skipped == [tmp_path / "pipe.mp4"]
    assert "neither a file nor a folder" in str(list_footage([tmp_path / "pipe.mp4"]).errors[0])


def test_a_path_with_a_nul_is_an_error() -> None:
    assert len(list_footage([Path("a\0b.mp4")]).errors) == 1
