"""The archive that lives in a desk's folder: SQLite for records, Lance for descriptors, a folder for each footage.

Order of an addition, so that a process killed anywhere leaves nothing half done: the numbers are noted as unfinished;
the described folders are renamed into place; the descriptors are committed in one go; one SQLite transaction with
its audit entries makes it all visible and strikes the note. What is not visible does not exist for any reader, and
the next writer removes what an unfinished note speaks of.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from sqlalchemy import delete, insert, select

from firstseen.archive import records
from firstseen.archive.backup import Backup, copy_desk
from firstseen.archive.base import (
    Added,
    AuditCheck,
    AuditEntry,
    Neighbours,
    PdqHits,
    SoundHits,
    no_neighbours,
    no_sound_hits,
)
from firstseen.archive.check import Made
from firstseen.archive.database import migrate, needs_migration, open_database, reading, writing
from firstseen.archive.edge import archive_edge
from firstseen.archive.flags import footage_deleted
from firstseen.archive.folder import load_description, load_stills, load_vectors, sync_folder, sync_names
from firstseen.archive.kept import Kept
from firstseen.archive.lock import writer_lock
from firstseen.archive.reviews import Reviews
from firstseen.archive.schema import media, unfinished
from firstseen.archive.sidecars import Sidecars
from firstseen.archive.stillpack import forget_stills
from firstseen.archive.tuning import Tuning
from firstseen.archive.vectors import VectorTable
from firstseen.errors import FirstseenError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from firstseen.model.descriptor import Description, Descriptors, Stills
    from firstseen.model.media import Media
    from firstseen.model.sighting import Record, Sighting

_ADDING: Final = "adding"
_DELETING: Final = "deleting"
_PART: Final = ".part-"
_ROWS: Final = "picture_rows"
_RESTORED_AT_ONCE: Final = 50
_LOG: Final = logging.getLogger(__name__)


class LocalArchive(Kept):
    """An `Archive` in a folder. Any number of processes may read; writers take turns by a lock file."""

    def __init__(self, folder: Path, tuning: Tuning | None = None) -> None:
        """Open the archive in `folder`, making or migrating it when needed.

        Raises ArchiveMismatch when a newer installation made it, Unavailable when it is locked.
        """
        self._folder = folder
        self._tuning = tuning or Tuning()
        self._records = folder / "records.sqlite"
        self._footage = folder / "footage"
        with archive_edge(folder):
            self._footage.mkdir(parents=True, exist_ok=True)
            self._engine = open_database(self._records)
            try:
                self._table = VectorTable(folder / "descriptors.lance", self._tuning)
                self._sidecars = Sidecars(folder / "sound", self._tuning)
                self._reviews = Reviews(folder / "reviews", self._reading, self._writing)
                if needs_migration(self._engine):
                    self._migrate()
                self.case_lists.complete()
            except (
                BaseException
            ):  # nobody gets an archive to close: even an interrupt must close its connections
                self._engine.dispose()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file. Closing twice does nothing."""
        self._table.close()
        self._sidecars.close()
        self._reviews.close()
        self._engine.dispose()

    def add(self, description: Description, record: Record) -> Added:
        """As `Archive.add`."""
        return self.add_many([(description, record)])[0]

    def add_many(self, additions: Sequence[tuple[Description, Record]]) -> tuple[Added, ...]:
        """As `Archive.add_many`."""
        with self._turn():
            new = self._admitted(additions)
            numbers = self._note_unfinished(new.keys(), _ADDING)
            for media_id, description in new.items():
                self._install(description, media_id)
            self._table.append([(numbers[key], one.pictures) for key, one in new.items()])
            added = self._commit(additions, new, numbers)
            self._table.tidy()
            self._sidecars.tidy(self._engine)
        return added

    def add_sighting(self, media_id: str, record: Record) -> Added:
        """As `Archive.add_sighting`."""
        with self._turn(), writing(self._engine) as connection:
            number = _known_number(connection, media_id)
            sighting_id, new = records.add_sighting(connection, number, media_id, record)
        return Added(media_id, sighting_id, media_new=False, sighting_new=new)

    def edit_sighting(self, sighting_id: str, record: Record, by: str = "") -> Sighting:
        """As `Archive.edit_sighting`."""
        with self._turn(), writing(self._engine) as connection:
            records.edit_sighting(connection, records.get_sighting(connection, sighting_id), record, by)
            return records.get_sighting(connection, sighting_id)

    def delete_media(self, media_id: str, by: str = "") -> None:
        """As `Archive.delete_media`. Takes as long as rewriting the files that held its descriptors."""
        with self._turn():
            with writing(self._engine) as connection:
                number = _known_number(connection, media_id)
                connection.execute(
                    insert(unfinished).values(number=number, media_id=media_id, work=_DELETING)
                )
                records.count_up(connection, _ROWS, -self._table.count(number))
                self._sidecars.forget(connection, number)
                records.delete_media_rows(connection, number)
                footage_deleted(connection, media_id)
                records.append_audit(connection, "delete media", media_id, who=by)
                records.count_up(connection, "deletions")
            self._clean_up()
            forget_stills(self._folder, media_id)

    def has(self, media_id: str) -> bool:
        """As `Archive.has`."""
        with self._reading() as connection:
            return records.media_number(connection, media_id) is not None

    def media(self, media_id: str) -> Media:
        """As `Archive.media`."""
        with self._reading() as connection:
            return records.get_media(connection, media_id)

    def all_media(self) -> tuple[Media, ...]:
        """As `Archive.all_media`."""
        with self._reading() as connection:
            return records.list_media(connection)

    def description(self, media_id: str) -> Description:
        """As `Archive.description`; its large arrays stay on disk until they are read."""
        self.media(media_id)
        with archive_edge(self._folder):
            return load_description(self._place(media_id))

    def vectors(self, media_id: str) -> Descriptors:
        """As `Archive.vectors`."""
        self.media(media_id)
        with archive_edge(self._folder):
            return load_vectors(self._place(media_id))

    def stills(self, media_id: str) -> Stills:
        """The pictures kept of one media, without the rest of its description; NotFound when there is no such media."""
        self.media(media_id)
        with archive_edge(self._folder):
            return load_stills(self._place(media_id))

    def sighting(self, sighting_id: str) -> Sighting:
        """As `Archive.sighting`."""
        with self._reading() as connection:
            return records.get_sighting(connection, sighting_id)

    def sightings(self, media_id: str) -> tuple[Sighting, ...]:
        """As `Archive.sightings`."""
        with self._reading() as connection:
            _known_number(connection, media_id)
            return records.list_sightings(connection, media_id)

    def all_sightings(self) -> tuple[Sighting, ...]:
        """As `Archive.all_sightings`."""
        with self._reading() as connection:
            return records.list_sightings(connection)

    def search(
        self, vectors: NDArray[np.float32], k: int, min_score: float = 0.0, model: str = ""
    ) -> Neighbours:
        """As `Archive.search`: exact below `Tuning.index_from_rows`, above it by the index, with exact cosines."""
        with self._reading() as connection:
            self._made(connection).expect(vectors, model)
            ids = self._sidecars.media_ids(connection)
        if not ids or not len(vectors):
            return no_neighbours()
        self._heal()
        visible = np.fromiter(ids, np.int64, len(ids))
        with archive_edge(self._folder):
            found = self._table.search(np.ascontiguousarray(vectors, np.float32), k, min_score, visible)
        distinct, index = np.unique(found.number, return_inverse=True)
        return Neighbours(
            tuple(ids[int(number)] for number in distinct),
            found.query_row,
            index.astype(np.int64),
            found.time_s,
            found.view,
            found.score,
        )

    def search_sound(self, hashes: NDArray[np.uint32], times_s: NDArray[np.float32]) -> SoundHits:
        """As `Archive.search_sound`."""
        if not len(hashes):
            return no_sound_hits()
        with self._reading() as connection:
            return self._sidecars.search_sound(connection, hashes, times_s)

    def search_pdq(self, bits: NDArray[np.uint8], max_distance_bits: int) -> PdqHits:
        """As `Archive.search_pdq`."""
        with self._reading() as connection:
            return self._sidecars.search_pdq(connection, bits, max_distance_bits)

    def search_text(self, text: str, limit: int = 100) -> tuple[Sighting, ...]:
        """As `Archive.search_text`."""
        with self._reading() as connection:
            return records.find_sightings(connection, text, limit)

    @property
    def reviews(self) -> Reviews:
        """The published fact-checks."""
        return self._reviews

    def audit(self) -> tuple[AuditEntry, ...]:
        """As `Archive.audit`; raises FirstseenError when an entry was altered or removed."""
        with self._reading() as connection:
            return records.list_audit(connection)

    def check_audit(self, expected: str = "") -> AuditCheck:
        """The audit with what is wrong with it; `expected` is a digest that was noted as its newest before."""
        with self._reading() as connection:
            return records.check_audit(connection, expected.strip().lower())

    def back_up(self, target: Path, by: str = "") -> Backup:
        """The desk's whole folder copied to `target`, as it is at one moment, and the copy's audit checked."""
        with self._writing() as connection:
            records.append_audit(connection, "back up", target.name, who=by)
        made = copy_desk(self._folder, target, self._turn)
        with LocalArchive(target, self._tuning) as copy:
            checked = copy.check_audit()
        if checked.problem:
            raise FirstseenError(
                f"{target}: {checked.problem}; check the desk itself with `firstseen audit verify`"
            )
        return replace(made, head=checked.head)

    def tidy(self) -> Mapping[str, int]:
        """As `Archive.tidy`."""
        with self._turn():
            done = {
                "orphaned folders removed": self._remove_orphans(),
                "descriptors restored": self._restore(),
            }
            done |= self._table.tidy(everything=True)
            done |= self._sidecars.tidy(self._engine, everything=True)
            self._sidecars.sweep(self._engine)
            return {name: count for name, count in done.items() if count}

    # Everything below works under the writer's lock, or inside a reader's transaction.

    def _migrate(self) -> None:
        with writer_lock(self._folder / ".writer.lock", self._tuning.lock_wait_s):
            if needs_migration(self._engine):
                migrate(self._engine, self._records)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """This process's turn to write, after anything left unfinished by another is cleaned up."""
        with (
            archive_edge(self._folder),
            writer_lock(self._folder / ".writer.lock", self._tuning.lock_wait_s),
        ):
            self._clean_up()
            yield

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        with archive_edge(self._folder), reading(self._engine) as connection:
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One write transaction in this process's turn."""
        with self._turn(), writing(self._engine) as connection:
            yield connection

    @contextlib.contextmanager
    def _noting(self) -> Iterator[Connection]:
        """One write transaction in rows that speak of no files: it waits for other rows, not for files being added."""
        with archive_edge(self._folder), writing(self._engine) as connection:
            yield connection

    def _place(self, media_id: str) -> Path:
        return self._footage / media_id[:2] / media_id

    def _made(self, connection: Connection) -> Made:
        facts = (
            records.get_fact(connection, key)
            for key in ("picture_model", "picture_dimension", "sound_version")
        )
        model, dimension, sound = (fact or "" for fact in facts)
        return Made(model, int(dimension or 0), sound)

    def _admitted(self, additions: Sequence[tuple[Description, Record]]) -> dict[str, Description]:
        """The descriptions that are new, by media id, each once; ArchiveMismatch before anything is written."""
        with self._reading() as connection:
            made = self._made(connection)
            new: dict[str, Description] = {}
            for description, _ in additions:
                media_id = description.media.id
                if media_id not in new and records.media_number(connection, media_id) is None:
                    made.admit(description)
                    new[media_id] = description
        return new

    def _note_unfinished(self, media_ids: Iterable[str], work: str) -> dict[str, int]:
        numbers: dict[str, int] = {}
        with writing(self._engine) as connection:
            for media_id in media_ids:
                noted = connection.execute(insert(unfinished).values(media_id=media_id, work=work))
                numbers[media_id] = int(noted.lastrowid)
        return numbers

    def _install(self, description: Description, media_id: str) -> None:
        """Move a described folder to its place, within this file system by a rename."""
        place = self._place(media_id)
        if description.folder == place:
            return
        if place.exists():
            # No media is visible under this id, so what lies here was left by somebody who was interrupted.
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(description.folder)
        if _same_device(description.folder, place.parent):
            description.folder.rename(place)
        else:
            part = Path(tempfile.mkdtemp(prefix=_PART, dir=place.parent))
            shutil.copytree(description.folder, part, dirs_exist_ok=True)
            sync_folder(part)
            part.rename(place)
            shutil.rmtree(description.folder)
        sync_names(place.parent)

    def _commit(
        self,
        additions: Sequence[tuple[Description, Record]],
        new: Mapping[str, Description],
        numbers: Mapping[str, int],
    ) -> tuple[Added, ...]:
        """Make everything visible at once."""
        added: list[Added] = []
        with writing(self._engine) as connection:
            made = self._made(connection)
            for media_id, description in new.items():
                made.admit(description)
                records.add_media(connection, numbers[media_id], description.media)
                records.count_up(connection, _ROWS, len(description.pictures))
                self._sidecars.store(connection, numbers[media_id], description)
            self._remember(connection, made)
            for description, record in additions:
                media_id = description.media.id
                number = _known_number(connection, media_id)
                sighting_id, sighting_new = records.add_sighting(connection, number, media_id, record)
                media_new = media_id in new and all(one.media_id != media_id for one in added)
                added.append(Added(media_id, sighting_id, media_new, sighting_new))
            connection.execute(delete(unfinished).where(unfinished.c.number.in_(numbers.values())))
            records.count_up(connection, "generation")
        return tuple(added)

    def _remember(self, connection: Connection, made: Made) -> None:
        records.set_fact(connection, "picture_model", made.model)
        records.set_fact(connection, "picture_dimension", str(made.dimension))
        records.set_fact(connection, "sound_version", made.sound)

    def _clean_up(self) -> None:
        """Remove what unfinished notes speak of: rows without a record, folders without a media."""
        with reading(self._engine) as connection:
            notes = connection.execute(select(unfinished)).all()
            present = set(connection.execute(select(media.c.id)).scalars()) if notes else set()
        if not notes:
            return
        self._table.delete(note.number for note in notes)
        if any(note.work == _DELETING for note in notes):
            self._table.purge()
            self._sidecars.sweep(self._engine)
        for media_id in {note.media_id for note in notes} - present:
            shutil.rmtree(self._place(media_id), ignore_errors=True)
        with writing(self._engine) as connection:
            connection.execute(delete(unfinished))
            records.count_up(connection, "generation")
        with self._engine.connect() as connection:
            # What was deleted still stands in the write-ahead log until that is emptied.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _heal(self) -> None:
        """Make the descriptors' table again when rows of it are missing, as after a power cut or a partial backup."""
        if self._rows_missing():
            with self._turn():
                self._restore()

    def _rows_missing(self) -> bool:
        # The count of rows is read first: an addition stores rows before it counts them, a deletion the other way.
        for _ in range(2):
            with archive_edge(self._folder):
                stored = self._table.count()
            with self._reading() as connection:
                expected = int(records.get_fact(connection, _ROWS) or 0)
            if stored >= expected:
                return False
        return True

    def _restore(self) -> int:
        """Fill the descriptors' table from the folders, if rows are missing; how many it then holds."""
        if not self._rows_missing():
            return 0
        _LOG.warning(
            "%s: descriptors are missing from the index; making it again from the footage", self._folder
        )
        self._table.clear()
        with reading(self._engine) as connection:
            ids = list(self._sidecars.media_ids(connection).items())
        for start in range(0, len(ids), _RESTORED_AT_ONCE):
            batch = ids[start : start + _RESTORED_AT_ONCE]
            self._table.append([(number, load_vectors(self._place(media_id))) for number, media_id in batch])
        self._table.tidy()
        with writing(self._engine) as connection:
            # What the folders hold is all there is; to expect more would mean to try again for ever.
            records.set_fact(connection, _ROWS, str(self._table.count()))
            records.append_audit(connection, "restore descriptors", "")
        return self._table.count()

    def _remove_orphans(self) -> int:
        with reading(self._engine) as connection:
            present = set(connection.execute(select(media.c.id)).scalars())
        orphans = [path for path in self._footage.glob("*/*") if path.name not in present]
        for path in orphans:
            shutil.rmtree(path)
        return len(orphans)


def _known_number(connection: Connection, media_id: str) -> int:
    number = records.media_number(connection, media_id)
    if number is None:
        raise NotFound("media", media_id)
    return number


def _same_device(first: Path, second: Path) -> bool:
    return first.stat().st_dev == second.stat().st_dev
