"""What only an archive on disk can do wrong: locks, formats, disks, other processes, traces of what was deleted."""

import errno
import importlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from firstseen.archive import database, local
from firstseen.archive.local import LocalArchive
from firstseen.archive.lock import writer_lock
from firstseen.archive.tuning import Tuning
from firstseen.errors import ArchiveMismatch, FirstseenError, Unavailable
from firstseen.model.audit import ORIGIN, chained, first_form, told_digest
from tests.archive.synthetic import description, record, unit_rows

QUICK = Tuning(lock_wait_s=0.1)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with two clips in it."""
    folder = tmp_path / "desk"
    with LocalArchive(folder) as archive:
        archive.add_many([(description(tmp_path / "in", seed), record(f"{seed}.mp4")) for seed in (1, 2)])
    return folder


def sqlite(desk: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(desk / "records.sqlite", isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def test_it_opens_again_as_it_was(desk: Path, tmp_path: Path) -> None:
    made = description(tmp_path / "again", 1)
    with LocalArchive(desk) as archive:
        assert [one.record.name for one in archive.all_sightings()] == ["1.mp4", "2.mp4"]
        assert len(archive.search(made.pictures.vectors, 1, 0.99)) == len(made.pictures)
        assert archive.search_sound(made.sound.hashes, made.sound.times_s).media_ids[0]


def test_it_can_be_moved(desk: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "desk"
    moved.parent.mkdir()
    shutil.move(desk, moved)
    with LocalArchive(moved) as archive:
        media = archive.all_media()[0]
        assert archive.description(media.id).stills.jpeg(0)
        assert len(archive.search(archive.vectors(media.id).vectors, 1, 0.99)) == 15


def test_a_second_writer_is_told_who_writes(desk: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from firstseen.archive.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1]), 5): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(desk / ".writer.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "held\n"
        with LocalArchive(desk, QUICK) as archive:
            with pytest.raises(Unavailable, match=f"process {child.pid} is writing"):
                archive.add_sighting(archive.all_media()[0].id, record("late"))
            assert len(archive.all_sightings()) == 2, "reading needs no lock"
        child.communicate("")
    with LocalArchive(desk, QUICK) as archive:
        assert archive.add_sighting(archive.all_media()[0].id, record("late")).sighting_new


def test_a_writer_waits_for_its_turn(desk: Path) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(desk / ".writer.lock", 5):
            held.set()
            done.wait(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with LocalArchive(desk) as archive:
        assert archive.add_sighting(archive.all_media()[0].id, record("in turn")).sighting_new
    holder.join()


def test_threads_add_and_search_at_once(desk: Path, tmp_path: Path) -> None:
    made = [description(tmp_path / "more", seed) for seed in range(10, 22)]
    wrong: list[object] = []
    with LocalArchive(desk) as archive:
        known = archive.vectors(archive.all_media()[0].id).vectors

        def look() -> None:
            for _ in range(25):
                found = archive.search(known, 1, 0.9)
                wrong.extend([found] if len(found) != len(known) else [])

        def store(part: int) -> None:
            for one in made[part::2]:
                archive.add(one, record())

        threads = [
            threading.Thread(target=look),
            *(threading.Thread(target=store, args=(n,)) for n in (0, 1)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong
        assert len(archive.all_media()) == 14
        assert archive.audit()[-1].number == 28


def test_nothing_of_deleted_footage_is_left_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    secrets = ["Unmistakable-Caption-4711", "unmistakable", "https://secret.example/4711", "unmistakable.mp4"]
    gone = description(tmp_path / "in", 1)
    gone = replace(gone, media=replace(gone.media, name=secrets[3]))
    with LocalArchive(folder, Tuning(sound_tail=100)) as archive:
        archive.add(description(tmp_path / "in", 2), record())
        archive.add(gone, record(secrets[3], caption=secrets[0], url=secrets[2]))
        traces = [
            gone.pictures.vectors[2].astype(np.float16).tobytes(),
            gone.pdq.bits[3].tobytes(),
            *(secret.encode() for secret in secrets),
        ]
        assert holders(folder, traces[0]), "it was there"
        assert holders(folder, secrets[0].encode())
        archive.delete_media(gone.media.id)
        for trace in traces:
            assert holders(folder, trace) == []
    for trace in traces:
        assert holders(folder, trace) == []


def holders(folder: Path, trace: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and trace in path.read_bytes()]


def test_the_audit_refuses_change_and_shows_tampering(desk: Path) -> None:
    for statement in ("UPDATE audit SET who = 'me'", "DELETE FROM audit WHERE number = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            sqlite(desk, statement)
    sqlite(desk, "DROP TRIGGER audit_is_not_changed")
    sqlite(desk, "UPDATE audit SET who = 'somebody else' WHERE number = 2")
    with LocalArchive(desk) as archive, pytest.raises(FirstseenError, match="entry 2 was altered"):
        archive.audit()


def test_the_audit_of_a_desk_made_before_entries_could_be_proven_alone_still_holds(desk: Path) -> None:
    sqlite(desk, "DROP TRIGGER audit_is_not_changed")
    with LocalArchive(desk) as archive:
        entries = archive.audit()
    previous = ORIGIN
    for one in entries[:2]:
        digest = first_form(previous, one.who, one.at, one.what, one.subject, one.detail)
        sqlite(
            desk,
            f"UPDATE audit SET previous = '{previous}', digest = '{digest}' WHERE number = {one.number}",  # noqa: S608
        )
        previous = digest
    for one in entries[2:]:
        digest = chained(previous, told_digest(one.who, one.at, one.what, one.subject, one.detail))
        sqlite(
            desk,
            f"UPDATE audit SET previous = '{previous}', digest = '{digest}' WHERE number = {one.number}",  # noqa: S608
        )
        previous = digest
    with LocalArchive(desk) as archive:
        assert archive.check_audit().head == previous
        assert archive.check_audit().problem == ""
    sqlite(desk, "UPDATE audit SET who = 'somebody else' WHERE number = 1")
    with LocalArchive(desk) as archive:
        assert archive.check_audit().altered == 1


def test_a_newer_records_format_is_refused(desk: Path) -> None:
    sqlite(desk, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveMismatch, match="records format 9999"):
        LocalArchive(desk)


def test_an_older_format_is_copied_then_migrated(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that does not exist yet: the newest form plus one column."""
    package = tmp_path / "later"
    known = database.revisions()
    shutil.copytree(database.migrations.__path__[0], package)
    (package / "versions" / "v9000_later.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9000', '{known[-1]}'\n"
        "branch_labels = depends_on = None\n"
        "def upgrade(): op.execute('ALTER TABLE media ADD COLUMN later TEXT')\n"
    )
    monkeypatch.setattr(database.migrations, "__path__", [str(package)])
    monkeypatch.setattr(database, "revisions", lambda: (*known, "9000"))
    with LocalArchive(desk) as archive:
        assert len(archive.all_media()) == 2
    assert sqlite(desk, "SELECT version_num FROM alembic_version") == [("9000",)]
    assert sqlite(desk, "SELECT count(later) FROM media") == [(0,)]
    copy = desk / "records.sqlite.before-9000"
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT count(*) FROM sighting").fetchone() == (2,)


def test_each_step_is_named_after_its_revision() -> None:
    for name in (path.stem for path in Path(database.versions.__path__[0]).glob("v*.py")):
        module = importlib.import_module(f"{database.versions.__name__}.{name}")
        assert module.revision == name[1:5]


def test_opening_a_desk_loads_no_migration_tool(desk: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from firstseen.archive.local import LocalArchive\n"
        "with LocalArchive(Path(sys.argv[1])) as archive: print(len(archive.all_media()), 'alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(desk)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]


def test_a_deletion_that_is_interrupted_is_finished_by_the_next_writer(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> NoReturn:
        raise KeyboardInterrupt

    with LocalArchive(desk) as archive:
        gone, kept = archive.all_media()
        trace = archive.vectors(gone.id).vectors[2].astype(np.float16).tobytes()
        monkeypatch.setattr(archive._table, "purge", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.delete_media(gone.id)
    with LocalArchive(desk) as archive:
        assert archive.all_media() == (kept,)
        archive.add_sighting(kept.id, record("next"))
        assert archive._table.count() == 15
    assert holders(desk, trace) == []


def test_a_file_that_is_no_database_is_told(desk: Path) -> None:
    (desk / "records.sqlite").write_bytes(b"not a database at all" * 1000)
    for leftover in desk.glob("records.sqlite-*"):
        leftover.unlink()
    with pytest.raises(FirstseenError, match="restore the folder from a backup"):
        LocalArchive(desk)


def test_a_damaged_vector_table_is_told(desk: Path) -> None:
    for path in (desk / "descriptors.lance" / "data").iterdir():
        path.write_bytes(path.read_bytes()[:100])
    with LocalArchive(desk) as archive, pytest.raises(FirstseenError, match="cannot be read"):
        archive.search(unit_rows(np.random.default_rng(0), 2), 5)


def test_a_lost_vector_table_is_made_again(desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.rmtree(desk / "descriptors.lance")
    with LocalArchive(desk) as archive:
        for media in archive.all_media():
            vectors = archive.vectors(media.id).vectors
            assert archive.search(vectors, 1, 0.99).media_ids == (media.id,)
        assert "making it again from the footage" in caplog.text
        assert archive.tidy().get("descriptors restored") is None
        assert archive.audit()[-1].what == "restore descriptors"
        archive.delete_media(archive.all_media()[0].id)
        assert len(archive.search(vectors, 1, 0.99)) == 15


def test_damaged_footage_can_still_be_deleted(desk: Path) -> None:
    with LocalArchive(desk) as archive:
        broken, whole = archive.all_media()
        numbers = archive.description(broken.id).folder / "numbers.npz"
        numbers.write_bytes(b"garbage")
        with pytest.raises(FirstseenError, match="delete the footage and add it again"):
            archive.description(broken.id)
        archive.delete_media(broken.id)
        assert archive.all_media() == (whole,)
        assert len(archive.search(archive.vectors(whole.id).vectors, 1, 0.99)) == 15


def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    made = description(tmp_path / "in", 3)
    with LocalArchive(desk) as archive:
        with monkeypatch.context() as broken:
            broken.setattr(archive._table, "append", full)
            with pytest.raises(Unavailable, match="free some space"):
                archive.add(made, record())
        assert not archive.has(made.media.id)
        again = description(tmp_path / "in", 3)
        assert archive.add(again, record()).media_new
        assert archive._table.count() == 3 * 15


def test_a_folder_on_another_disk_is_copied_in(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_same_device", lambda *_: False)
    made = description(tmp_path / "in", 3)
    with LocalArchive(desk) as archive:
        archive.add(made, record())
        assert archive.description(made.media.id).stills.jpeg(2)
    assert not made.folder.exists()
    assert not list((desk / "footage").glob("*/.part-*"))


def test_a_stray_folder_in_the_place_of_new_footage_gives_way(desk: Path, tmp_path: Path) -> None:
    made = description(tmp_path / "in", 3)
    stray = desk / "footage" / made.media.id[:2] / made.media.id
    stray.mkdir(parents=True)
    (stray / "half.npz").write_bytes(b"half")
    with LocalArchive(desk) as archive:
        archive.add(made, record())
        assert not (stray / "half.npz").exists()
        assert len(archive.vectors(made.media.id)) == 15


def test_the_database_is_set_up_for_safety(desk: Path) -> None:
    with LocalArchive(desk) as archive, database.reading(archive._engine) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert found == ["wal", 2, 1, 1]
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
