"""What stands beside the descriptors: which media are visible, their PDQ and their sound, kept between searches."""

from __future__ import annotations

import shutil
import threading
import uuid
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from sqlalchemy import delete, func, insert, select

from firstseen.archive import records
from firstseen.archive.base import PdqHits, SoundHits, no_pdq_hits
from firstseen.archive.bits import near_bits
from firstseen.archive.database import reading, writing
from firstseen.archive.folder import sync_folder
from firstseen.archive.landmarks import Run, find_landmarks, merged_run, sorted_run
from firstseen.archive.schema import media, pdq, sound, sound_run

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine

    from firstseen.archive.tuning import Tuning
    from firstseen.model.descriptor import Description

_MOST_RUNS: Final = 8
_FIELDS: Final = ("hashes", "numbers", "times_s")


class _Known:
    """What was read from the database so far; later additions are read on top of it."""

    def __init__(self) -> None:
        self.generation = ""
        self.deletions = ""
        self.ids: dict[int, str] = {}
        self.pdq_last = 0
        self.pdq: list[
            tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float64], NDArray[np.uint8]]
        ] = []
        self.tail_key: tuple[int, ...] = ()
        self.tail: Run = sorted_run(())
        self.runs: dict[str, Run] = {}


class Sidecars:
    """PDQ and sound of one archive, and the numbers of its visible media."""

    def __init__(self, folder: Path, tuning: Tuning) -> None:
        self._folder = folder
        self._tuning = tuning
        self._guard = threading.RLock()
        self._known = _Known()

    def close(self) -> None:
        """Let go of what was kept in memory."""
        with self._guard:
            self._known = _Known()

    def store(self, connection: Connection, number: int, description: Description) -> None:
        """Keep the PDQ and the sound of one media."""
        hashes = description.pdq
        if len(hashes):
            connection.execute(
                insert(pdq).values(
                    number=number,
                    bits=hashes.bits.astype(np.uint8).tobytes(),
                    times_s=hashes.times_s.astype("<f8").tobytes(),
                    quality=hashes.quality.astype(np.uint8).tobytes(),
                )
            )
        heard = description.sound
        if len(heard):
            connection.execute(
                insert(sound).values(
                    number=number,
                    hashes=heard.hashes.astype("<u4").tobytes(),
                    times_s=heard.times_s.astype("<f4").tobytes(),
                )
            )

    def forget(self, connection: Connection, number: int) -> None:
        """Remove the PDQ and the sound of one media from tables and sorted runs."""
        connection.execute(delete(pdq).where(pdq.c.number == number))
        connection.execute(delete(sound).where(sound.c.number == number))
        with self._guard:
            known = self._fresh(connection)
            for name, run in self._runs(connection, known).items():
                if np.any(run.numbers == number):
                    self._replace(connection, [name], merged_run([run], without=number))

    def media_ids(self, connection: Connection) -> dict[int, str]:
        """The id of every visible media by its number, ascending."""
        with self._guard:
            return self._fresh(connection).ids

    def search_sound(
        self, connection: Connection, hashes: NDArray[np.uint32], times_s: NDArray[np.float32]
    ) -> SoundHits:
        """As `Archive.search_sound`."""
        with self._guard:
            known = self._fresh(connection)
            runs = [*self._runs(connection, known).values(), self._tail(connection, known)]
        return find_landmarks(runs, known.ids, hashes, times_s, self._tuning.sound_common)

    def search_pdq(self, connection: Connection, bits: NDArray[np.uint8], max_distance_bits: int) -> PdqHits:
        """As `Archive.search_pdq`."""
        with self._guard:
            known = self._fresh(connection)
            self._read_pdq(connection, known)
            parts = list(known.pdq)
        if not parts:
            return no_pdq_hits()
        number, stored, times_s, quality = (
            np.concatenate([part[field] for part in parts]) for field in range(4)
        )
        query_row, row, distance_bits = near_bits(bits, cast("NDArray[np.uint8]", stored), max_distance_bits)
        distinct, index = np.unique(number[row], return_inverse=True)
        ids = tuple(known.ids[int(one)] for one in distinct)
        return PdqHits(
            ids,
            query_row,
            index.astype(np.int64),
            cast("NDArray[np.float64]", times_s[row]),
            distance_bits,
            cast("NDArray[np.uint8]", quality[row]),
        )

    def tidy(self, engine: Engine, *, everything: bool = False) -> dict[str, int]:
        """Sort waiting landmarks into a run of their own when enough wait, join runs when there are many."""
        with reading(engine) as connection:
            waiting = connection.execute(select(func.sum(func.length(sound.c.hashes)))).scalar() or 0
        landmarks = int(waiting) // 4
        if not landmarks or (not everything and landmarks < self._tuning.sound_tail):
            return {}
        with self._guard, writing(engine) as connection:
            known = self._fresh(connection)
            runs = self._runs(connection, known)
            # The small half only: each landmark is then rewritten a number of times that grows with the logarithm.
            smallest = sorted(runs, key=lambda name: len(runs[name]))[: _MOST_RUNS // 2]
            joined = smallest if len(runs) >= _MOST_RUNS else []
            self._replace(
                connection,
                joined,
                merged_run([*(runs[name] for name in joined), self._tail(connection, known)]),
            )
            connection.execute(delete(sound).where(sound.c.number.in_(known.tail_key)))
            records.count_up(connection, "generation")
        self.sweep(engine)
        return {"landmarks sorted": landmarks}

    def sweep(self, engine: Engine) -> None:
        """Remove the files of runs that no row names: replaced ones, and those of a writer that was killed."""
        with reading(engine) as connection:
            named = set(connection.execute(select(sound_run.c.name)).scalars())
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in named:
                shutil.rmtree(path)

    def _fresh(self, connection: Connection) -> _Known:
        generation = records.get_fact(connection, "generation") or ""
        if generation == self._known.generation:
            return self._known
        deletions = records.get_fact(connection, "deletions") or ""
        if deletions != self._known.deletions:
            self._known = _Known()
        known = self._known
        last = max(known.ids, default=0)
        rows = connection.execute(
            select(media.c.number, media.c.id).where(media.c.number > last).order_by(media.c.number)
        )
        # A new dictionary: a search under way goes on with the one it has.
        known.ids = known.ids | {int(number): str(media_id) for number, media_id in rows}
        known.generation, known.deletions = generation, deletions
        return known

    def _read_pdq(self, connection: Connection, known: _Known) -> None:
        rows = connection.execute(select(pdq).where(pdq.c.number > known.pdq_last).order_by(pdq.c.number))
        fresh = []
        for row in rows:
            bits = np.frombuffer(row.bits, np.uint8).reshape(-1, 32)
            number = np.full(len(bits), row.number, np.int64)
            fresh.append(
                (number, bits, np.frombuffer(row.times_s, "<f8"), np.frombuffer(row.quality, np.uint8))
            )
            known.pdq_last = int(row.number)
        if fresh:
            known.pdq = [_stacked([*known.pdq, *fresh])]

    def _tail(self, connection: Connection, known: _Known) -> Run:
        key = tuple(connection.execute(select(sound.c.number).order_by(sound.c.number)).scalars())
        if key == known.tail_key:
            return known.tail
        if known.tail_key and key[: len(known.tail_key)] == known.tail_key:
            fresh = self._read_sound(connection, known.tail_key[-1])
            known.tail = merged_run([known.tail, fresh])
        else:
            known.tail = self._read_sound(connection, 0)
        known.tail_key = key
        return known.tail

    def _read_sound(self, connection: Connection, after: int) -> Run:
        rows = connection.execute(select(sound).where(sound.c.number > after).order_by(sound.c.number))
        return sorted_run(
            [
                (row.number, np.frombuffer(row.hashes, "<u4"), np.frombuffer(row.times_s, "<f4"))
                for row in rows
            ]
        )

    def _runs(self, connection: Connection, known: _Known) -> dict[str, Run]:
        names = list(connection.execute(select(sound_run.c.name).order_by(sound_run.c.name)).scalars())
        known.runs = {name: known.runs.get(name) or self._open_run(name) for name in names}
        return known.runs

    def _open_run(self, name: str) -> Run:
        hashes, numbers, times_s = (
            np.load(self._folder / name / f"{field}.npy", mmap_mode="r", allow_pickle=False)
            for field in _FIELDS
        )
        return Run(hashes, numbers, times_s)

    def _replace(self, connection: Connection, names: list[str], run: Run) -> None:
        """Put one run in the place of others; its files are complete before its row is written."""
        if len(run):
            name = uuid.uuid4().hex
            folder = self._folder / name
            folder.mkdir(parents=True)
            for field in _FIELDS:
                np.save(folder / f"{field}.npy", getattr(run, field), allow_pickle=False)
            sync_folder(folder)
            connection.execute(insert(sound_run).values(name=name, landmarks=len(run)))
        connection.execute(delete(sound_run).where(sound_run.c.name.in_(names)))


def _stacked(
    parts: list[tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float64], NDArray[np.uint8]]],
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.float64], NDArray[np.uint8]]:
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]),
    )
