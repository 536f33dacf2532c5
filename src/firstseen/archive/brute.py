"""The exact archive in memory: slow, simple, and the oracle that every other archive is tested against."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import numpy as np

from firstseen.archive.base import (
    Added,
    AuditEntry,
    Neighbours,
    PdqHits,
    SoundHits,
    no_neighbours,
    no_pdq_hits,
)
from firstseen.archive.bits import near_bits
from firstseen.archive.check import Made
from firstseen.archive.landmarks import find_landmarks, sorted_run
from firstseen.archive.nearest import nearest_rows
from firstseen.archive.records import content_digest, sighting_id
from firstseen.archive.tuning import Tuning
from firstseen.errors import NotFound
from firstseen.model.sighting import Record, Sighting
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Description, Descriptors
    from firstseen.model.media import Media


class BruteArchive:
    """An `Archive` that keeps everything in memory and compares with everything. Folders stay where they are."""

    def __init__(self, tuning: Tuning | None = None) -> None:
        """An empty archive; of `tuning` only what decides on results is used (`sound_common`)."""
        self._tuning = tuning or Tuning()
        self._descriptions: dict[str, Description] = {}
        self._sightings: dict[str, Sighting] = {}
        self._contents: dict[str, str] = {}
        self._audit: list[AuditEntry] = []
        self._made = Made()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to let go of."""

    def add(self, description: Description, record: Record) -> Added:
        """As `Archive.add`."""
        return self.add_many([(description, record)])[0]

    def add_many(self, additions: Sequence[tuple[Description, Record]]) -> tuple[Added, ...]:
        """As `Archive.add_many`."""
        made = Made(self._made.model, self._made.dimension, self._made.sound)
        for description, _ in additions:
            if not self.has(description.media.id):
                made.admit(description)
        self._made = made
        added = []
        for description, record in additions:
            media_id = description.media.id
            media_new = media_id not in self._descriptions
            if media_new:
                self._descriptions[media_id] = description
                self._note("add media", media_id)
            known_id, sighting_new = self._see(media_id, record)
            added.append(Added(media_id, known_id, media_new, sighting_new))
        return tuple(added)

    def add_sighting(self, media_id: str, record: Record) -> Added:
        """As `Archive.add_sighting`."""
        self.media(media_id)
        known_id, new = self._see(media_id, record)
        return Added(media_id, known_id, media_new=False, sighting_new=new)

    def edit_sighting(self, sighting_id: str, record: Record, by: str = "") -> Sighting:
        """As `Archive.edit_sighting`."""
        old = self.sighting(sighting_id)
        edited = Sighting(old.id, old.media_id, record)
        self._sightings[old.id] = edited
        self._contents[content_digest(old.media_id, record)] = old.id
        if old.record != record:
            self._note("edit sighting", old.id, by)
        return edited

    def delete_media(self, media_id: str, by: str = "") -> None:
        """As `Archive.delete_media`."""
        self.media(media_id)
        del self._descriptions[media_id]
        self._sightings = {key: one for key, one in self._sightings.items() if one.media_id != media_id}
        self._contents = {key: one for key, one in self._contents.items() if one in self._sightings}
        self._note("delete media", media_id, by)

    def has(self, media_id: str) -> bool:
        """As `Archive.has`."""
        return media_id in self._descriptions

    def media(self, media_id: str) -> Media:
        """As `Archive.media`."""
        return self.description(media_id).media

    def all_media(self) -> tuple[Media, ...]:
        """As `Archive.all_media`."""
        return tuple(description.media for description in self._descriptions.values())

    def description(self, media_id: str) -> Description:
        """As `Archive.description`."""
        if media_id not in self._descriptions:
            raise NotFound("media", media_id)
        return self._descriptions[media_id]

    def vectors(self, media_id: str) -> Descriptors:
        """As `Archive.vectors`."""
        return self.description(media_id).pictures

    def sighting(self, sighting_id: str) -> Sighting:
        """As `Archive.sighting`."""
        if sighting_id not in self._sightings:
            raise NotFound("sighting", sighting_id)
        return self._sightings[sighting_id]

    def sightings(self, media_id: str) -> tuple[Sighting, ...]:
        """As `Archive.sightings`."""
        self.media(media_id)
        return tuple(one for one in self._sightings.values() if one.media_id == media_id)

    def all_sightings(self) -> tuple[Sighting, ...]:
        """As `Archive.all_sightings`."""
        return tuple(self._sightings.values())

    def search(
        self, vectors: NDArray[np.float32], k: int, min_score: float = 0.0, model: str = ""
    ) -> Neighbours:
        """As `Archive.search`, exactly."""
        self._made.expect(vectors, model)
        held = [(n, one.pictures) for n, one in enumerate(self._descriptions.values()) if len(one.pictures)]
        if not held:
            return no_neighbours()
        index = np.concatenate([np.full(len(one), place) for place, one in held])
        stored = np.concatenate([one.vectors for _, one in held])
        query_row, row, score = nearest_rows(vectors, stored, k, min_score)
        return Neighbours(
            tuple(self._descriptions),
            query_row,
            index[row],
            np.concatenate([one.times_s for _, one in held])[row],
            np.concatenate([one.view_index for _, one in held])[row],
            score,
        )

    def search_sound(self, hashes: NDArray[np.uint32], times_s: NDArray[np.float32]) -> SoundHits:
        """As `Archive.search_sound`."""
        ids = dict(enumerate(self._descriptions))
        sounds = [one.sound for one in self._descriptions.values()]
        run = sorted_run([(number, one.hashes, one.times_s) for number, one in enumerate(sounds)])
        return find_landmarks([run], ids, hashes, times_s, self._tuning.sound_common)

    def search_pdq(self, bits: NDArray[np.uint8], max_distance_bits: int) -> PdqHits:
        """As `Archive.search_pdq`."""
        held = [one.pdq for one in self._descriptions.values()]
        if not sum(map(len, held)):
            return no_pdq_hits()
        index = np.concatenate([np.full(len(one), place) for place, one in enumerate(held)])
        query_row, row, distance_bits = near_bits(
            bits, np.concatenate([one.bits for one in held]), max_distance_bits
        )
        return PdqHits(
            tuple(self._descriptions),
            query_row,
            index[row],
            np.concatenate([one.times_s for one in held])[row],
            distance_bits,
            np.concatenate([one.quality for one in held])[row],
        )

    def search_text(self, text: str, limit: int = 100) -> tuple[Sighting, ...]:
        """As `Archive.search_text`, in the order of addition."""
        words = fold(text).split()
        if not words:
            return ()
        found = [one for one in self._sightings.values() if _holds(one.record, words)]
        return tuple(found[:limit])

    def audit(self) -> tuple[AuditEntry, ...]:
        """As `Archive.audit`."""
        return tuple(self._audit)

    def tidy(self) -> Mapping[str, int]:
        """Nothing to reclaim."""
        return {}

    def _see(self, media_id: str, record: Record) -> tuple[str, bool]:
        content = content_digest(media_id, record)
        known = self._contents.get(content)
        if known is None and sighting_id(content) in self._sightings:
            known = sighting_id(content)
        if known is not None:
            return known, False
        new = Sighting(sighting_id(content), media_id, record)
        self._sightings[new.id] = new
        self._contents[content] = new.id
        self._note("add sighting", new.id, record.added_by)
        return new.id, True

    def _note(self, what: str, subject: str, who: str = "") -> None:
        previous = self._audit[-1].digest if self._audit else "0" * 64
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        digest = hashlib.sha256(json.dumps([previous, who, at, what, subject]).encode()).hexdigest()
        self._audit.append(AuditEntry(len(self._audit) + 1, who, at, what, subject, "{}", previous, digest))


def _holds(record: Record, words: Sequence[str]) -> bool:
    texts = (
        record.name,
        record.url,
        record.place,
        record.actors,
        record.event,
        record.caption,
        record.source,
    )
    held = fold(" ".join([*texts, *(value for _, value in record.extra)])).split()
    *whole, prefix = words
    return all(word in held for word in whole) and any(word.startswith(prefix) for word in held)
