"""A desk copied while it is in use: complete, of one moment, and never over anything else."""

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from firstseen import Desk, InputError
from firstseen.archive.backup import MARK
from firstseen.cli import main
from tests.claims.match.reviews import REVIEWS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "desk"
    with Desk(place) as desk:
        desk.gather_reviews(REVIEWS)
        desk.check(caption="الجراد يغزو مكه المكرمه اليوم", posted="2019-01-07", by="mona")
    (place / "uploads").mkdir()
    (place / "uploads" / "clip.mp4").write_bytes(b"0" * 1000)
    return place


def test_the_copy_is_a_desk_with_everything_in_it(folder: Path, tmp_path: Path) -> None:
    with Desk(folder) as desk:
        made = desk.back_up(tmp_path / "copy", "mona")
    with Desk(tmp_path / "copy") as copy:
        assert copy.archive.check_audit(made.head).problem == ""
        assert copy.case("case-1").claim().reading.text.startswith("الجراد")
        assert copy.match("اسراب جراد في مكة").hits
    assert (tmp_path / "copy" / "uploads" / "clip.mp4").read_bytes() == b"0" * 1000


def test_a_second_backup_copies_only_what_changed_and_removes_what_is_gone(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "uploads" / "other.mp4").write_bytes(b"1")
    with Desk(folder) as desk:
        first = desk.back_up(tmp_path / "copy")
        (folder / "uploads" / "clip.mp4").unlink()
        second = desk.back_up(tmp_path / "copy")
    assert second.copied < first.copied
    assert not (tmp_path / "copy" / "uploads" / "clip.mp4").exists()
    assert (tmp_path / "copy" / "uploads" / "other.mp4").exists()


def test_a_backup_taken_while_others_write_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with Desk(folder) as desk:
            count = 0
            while not done.is_set():
                desk.check(caption=f"Locusts over Mecca, swarm {count}", by="omar")
                count += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with Desk(folder) as desk:
            for number in range(3):
                made = desk.back_up(tmp_path / f"copy-{number}")
                with Desk(tmp_path / f"copy-{number}") as copy:
                    assert copy.archive.check_audit(made.head).problem == ""
                    assert all(copy.case(case.id).claim() for case in copy.cases())
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("place", ["desk/inside", ".", "full"])
def test_nothing_else_is_written_over(folder: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with Desk(folder) as desk, pytest.raises(InputError, match="choose"):
        desk.back_up(tmp_path / place)
    assert (tmp_path / "full" / "thesis.txt").read_text() == "mine"


def test_at_the_prompt(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["backup", str(tmp_path / "copy"), "--desk", str(folder)])
    assert done.exit_code == 0, done.output
    assert "audit head" in done.output
    assert (tmp_path / "copy" / MARK).exists()
