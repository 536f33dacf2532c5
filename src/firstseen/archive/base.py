"""What an archive promises: the protocol, and the values it answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Description, Descriptors
    from firstseen.model.media import Media
    from firstseen.model.sighting import Record, Sighting


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one addition: the sighting's id, and what of it the archive did not hold before."""

    media_id: str
    sighting_id: str
    media_new: bool
    sighting_new: bool


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Archive frames near to query vectors, ordered by query row, then best score first.

    `query_row` (m,) int64 points into the query; `media_index` (m,) int64 into `media_ids`; `time_s` (m,) float64
    is the archive frame's time; `view` (m,) int16 points into the views of that media's descriptors; `score` (m,)
    float32 is the exact cosine.
    """

    media_ids: tuple[str, ...]
    query_row: NDArray[np.int64]
    media_index: NDArray[np.int64]
    time_s: NDArray[np.float64]
    view: NDArray[np.int16]
    score: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True, slots=True, eq=False)
class SoundHits:
    """Sound landmarks that a query shares with the archive.

    `query_row` (m,) int64 points into the query's landmarks; `media_index` (m,) int64 into `media_ids`;
    `query_time_s` and `reference_time_s` (m,) float32. `ignored` counts the query's landmarks that were left out
    because the archive holds their hash too often to mean anything.
    """

    media_ids: tuple[str, ...]
    query_row: NDArray[np.int64]
    media_index: NDArray[np.int64]
    query_time_s: NDArray[np.float32]
    reference_time_s: NDArray[np.float32]
    ignored: int = 0

    def __len__(self) -> int:
        return len(self.query_row)


@dataclass(frozen=True, slots=True, eq=False)
class PdqHits:
    """Archive frames whose PDQ lies near to the query's, ordered by query row, then nearest first.

    `query_row` (m,) int64; `media_index` (m,) int64 into `media_ids`; `time_s` (m,) float64; `distance_bits` (m,)
    int16, 0 to 256; `quality` (m,) uint8, 0 to 100.
    """

    media_ids: tuple[str, ...]
    query_row: NDArray[np.int64]
    media_index: NDArray[np.int64]
    time_s: NDArray[np.float64]
    distance_bits: NDArray[np.int16]
    quality: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.query_row)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing done to the archive: who, when (ISO 8601, UTC), what, to which id, with details as JSON text.

    `digest` is the SHA-256 of the entry together with `previous`, the digest of the entry before: a changed or
    missing entry shows in every digest after it.
    """

    number: int
    who: str
    at: str
    what: str
    subject: str
    detail: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What checking the audit came to: its entries, and what is wrong with it, empty when nothing is.

    `altered` is the number of the first entry that is not as it was written, None when all are.
    """

    entries: tuple[AuditEntry, ...]
    altered: int | None = None
    problem: str = ""

    @property
    def head(self) -> str:
        """The digest of the newest entry: who notes it can later tell whether entries were cut off. Empty for none."""
        return self.entries[-1].digest if self.entries else ""


class Archive(Protocol):
    """Footage and its records. One writer at a time, any number of readers.

    Raises `NotFound` for unknown ids, `ArchiveMismatch` when asked with or given descriptors of another model or
    dimension, `Unavailable` when another process holds the archive or the disk is full.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Let go of every file. Closing twice does nothing."""

    def add(self, description: Description, record: Record) -> Added:
        """What was new of this footage and this record; it is stored for good when the call returns.

        The folder of a new description is moved into the archive; that of known media is left where it is. The
        same media with an equal record is a no-op (`added_by` aside); with another record it is one more sighting.
        """

    def add_many(self, additions: Sequence[tuple[Description, Record]]) -> tuple[Added, ...]:
        """As `add`, for several at once and cheaper; all of them are stored, or none."""

    def add_sighting(self, media_id: str, record: Record) -> Added:
        """One more record of media the archive holds already, without describing it again."""

    def edit_sighting(self, sighting_id: str, record: Record, by: str = "") -> Sighting:
        """The sighting with its record replaced; its id stays. `by` is who changed it, for the audit."""

    def delete_media(self, media_id: str, by: str = "") -> None:
        """Remove footage for good: descriptors, pictures, sound, sightings. The audit keeps that it was there."""

    def has(self, media_id: str) -> bool:
        """Whether this footage is in the archive."""

    def media(self, media_id: str) -> Media:
        """The file with this id."""

    def all_media(self) -> tuple[Media, ...]:
        """Every file, in the order of addition."""

    def description(self, media_id: str) -> Description:
        """All that is known of one media's pictures and sound."""

    def vectors(self, media_id: str) -> Descriptors:
        """The picture descriptors of one media, as they were added (kept to half precision)."""

    def sighting(self, sighting_id: str) -> Sighting:
        """The sighting with this id."""

    def sightings(self, media_id: str) -> tuple[Sighting, ...]:
        """Every record of one media, in the order of addition."""

    def all_sightings(self) -> tuple[Sighting, ...]:
        """Every record, in the order of addition."""

    def search(
        self, vectors: NDArray[np.float32], k: int, min_score: float = 0.0, model: str = ""
    ) -> Neighbours:
        """The `k` nearest archive frames to each row of `vectors` (q, d), unit rows, with cosine ≥ `min_score`.

        `model`, when given, is checked against the archive's. Nothing found is an empty answer.
        """

    def search_sound(self, hashes: NDArray[np.uint32], times_s: NDArray[np.float32]) -> SoundHits:
        """Where the archive has the landmarks `hashes` (n,), heard in the query at `times_s` (n,)."""

    def search_pdq(self, bits: NDArray[np.uint8], max_distance_bits: int) -> PdqHits:
        """Archive frames whose PDQ differs from a row of `bits` (q, 32) in at most so many of 256 bits."""

    def search_text(self, text: str, limit: int = 100) -> tuple[Sighting, ...]:
        """Sightings whose record holds every word of `text`, best first; Arabic spelling variants are the same."""

    def audit(self) -> tuple[AuditEntry, ...]:
        """Everything done to the archive, oldest first."""

    def tidy(self) -> Mapping[str, int]:
        """Reclaim what interrupted work left behind and rearrange storage for search; what was done, by name."""


def no_neighbours() -> Neighbours:
    """The answer of an archive that finds nothing."""
    rows = np.zeros(0, np.int64)
    return Neighbours((), rows, rows, np.zeros(0), np.zeros(0, np.int16), np.zeros(0, np.float32))


def no_sound_hits(ignored: int = 0) -> SoundHits:
    """The answer of an archive that heard none of it."""
    rows, times_s = np.zeros(0, np.int64), np.zeros(0, np.float32)
    return SoundHits((), rows, rows, times_s, times_s, ignored)


def no_pdq_hits() -> PdqHits:
    """The answer of an archive without a hash near enough."""
    rows = np.zeros(0, np.int64)
    return PdqHits((), rows, rows, np.zeros(0), np.zeros(0, np.int16), np.zeros(0, np.uint8))
