"""Files that are sent lie under their content's id, under a name that is safe, or not at all."""

import errno
import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstseen.errors import InputError, NoRoom, NotFound, TooLarge
from firstseen.web.uploads import Uploads, safe_name


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path, 1)


def send(uploads, name, *pieces):
    with uploads.writing(name) as writer:
        for piece in pieces:
            writer.write(piece)
        return writer.finish()


def test_a_file_is_found_again_by_the_digest_of_its_bytes(uploads):
    sent = send(uploads, "clip.mp4", b"ab", b"cd")
    assert sent.id == hashlib.sha256(b"abcd").hexdigest()
    assert sent.path.read_bytes() == b"abcd"
    found = uploads.find(sent.id)
    assert (found.path, found.name, found.size) == (sent.path, "clip.mp4", 4)
    assert sent.new


def test_the_same_bytes_again_take_no_room(uploads):
    first = send(uploads, "clip.mp4", b"abcd")
    second = send(uploads, "other.mp4", b"abcd")
    assert not second.new
    assert first.path.stat().st_ino == second.path.stat().st_ino
    assert first.path.read_bytes() == second.path.read_bytes() == b"abcd"


def test_more_than_is_taken_is_refused_before_and_while_it_comes(uploads):
    with pytest.raises(TooLarge, match="1 MB"):
        uploads.expect(5 * 1024**3)
    with pytest.raises(TooLarge):
        send(uploads, "clip.mp4", *([b"x" * 400_000] * 3))
    assert list(uploads.folder.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(uploads, monkeypatch):
    with uploads.writing("clip.mp4") as writer:

        class Full:
            def write(self, _piece):
                raise OSError(errno.ENOSPC, "No space left on device")

            def close(self):
                pass

        writer._file.close()
        writer._file = Full()
        with pytest.raises(NoRoom):
            writer.write(b"x")
    assert list(uploads.folder.iterdir()) == []
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10})())
    with pytest.raises(NoRoom):
        uploads.expect(1000)


def test_an_empty_file_is_refused(uploads):
    with pytest.raises(InputError, match="empty"):
        send(uploads, "clip.mp4")


def test_what_was_never_finished_is_swept_away(uploads):
    writer = uploads.writing("clip.mp4")
    writer.write(b"half")
    writer._file.close()
    kept = send(uploads, "kept.mp4", b"whole")
    assert uploads.sweep() == 1
    assert [path.name for path in uploads.folder.iterdir()] == [kept.id]


@pytest.mark.parametrize("wrong", ["", "..", "../x", "a" * 63, "A" * 64, "/etc/passwd", "\0", "\ud800"])
def test_an_id_that_is_none_is_not_found(uploads, wrong):
    with pytest.raises(NotFound):
        uploads.find(wrong)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("clip.mp4", "clip.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\clip.mp4", "clip.mp4"),
        ("مقطع فيديو.mp4", "مقطع فيديو.mp4"),
        ("gpj.\u202e4pm.exe", "gpj.4pm.exe"),
        ("a\x00b\nc.mp4", "abc.mp4"),
        ("..", "upload"),
        ("", "upload"),
        (".htaccess", "htaccess"),
        ("<script>.mp4", "_script_.mp4"),
    ],
)
def test_names_are_made_safe(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_whatever_it_is_called_the_name_is_one_file_in_its_folder(name):
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert safe not in {"", ".", ".."}
    assert not {"/", "\\", "\0"} & set(safe)
    assert len(safe.encode()) <= 140
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in safe)
