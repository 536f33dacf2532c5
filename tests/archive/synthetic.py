"""Descriptions made of seeded random numbers: footage for the archive's tests without any media."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from firstseen.archive.folder import save_description
from firstseen.model.descriptor import (
    Description,
    Descriptors,
    GatedFrame,
    Miniatures,
    PdqHashes,
    SoundLandmarks,
    Stills,
    View,
)
from firstseen.model.media import EmbeddedDate, Media
from firstseen.model.sighting import Record
from firstseen.model.time import PartialDate

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSION = 64
VIEWS = (View("full"), View("trimmed", (0.0, 0.1, 1.0, 0.9)))


def unit_rows(rng: np.random.Generator, n: int, dimension: int = DIMENSION) -> NDArray[np.float32]:
    """Random unit rows (n, dimension), each value already rounded to half precision."""
    rows = rng.standard_normal((n, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)


def description(
    folder: Path, seed: int, seconds: int = 12, *, dimension: int = DIMENSION, model: str = "test/1"
) -> Description:
    """A stored description of `seconds` seconds, in `folder`/<its id>; equal for equal seeds."""
    rng = np.random.default_rng(seed)
    media_id = hashlib.sha256(f"footage {seed}".encode()).hexdigest()
    place = folder / media_id
    place.mkdir(parents=True)
    times_s = np.arange(seconds, dtype=np.float64)
    jpegs = [rng.bytes(50) for _ in times_s]
    (place / "stills.pack").write_bytes(b"".join(jpegs))
    luma = rng.integers(0, 256, (8 * seconds, 18, 32), dtype=np.uint8)
    (place / "miniatures.raw").write_bytes(luma.tobytes())
    made = Description(
        media=media(media_id, seconds),
        folder=place,
        interval_s=1.0,
        pictures=Descriptors(
            model,
            np.concatenate((times_s, times_s[:3])),
            unit_rows(rng, seconds + len(times_s[:3]), dimension),
            np.concatenate((np.zeros(seconds), np.ones(len(times_s[:3])))).astype(np.int16),
            VIEWS,
        ),
        pdq=PdqHashes(
            times_s,
            rng.integers(0, 256, (seconds, 32), dtype=np.uint8),
            rng.integers(0, 101, seconds, dtype=np.uint8),
        ),
        sound=SoundLandmarks(
            "test sound/1",
            rng.integers(0, 1 << 20, 20 * seconds, dtype=np.uint32),
            np.sort(rng.random(20 * seconds).astype(np.float32) * seconds),
        ),
        miniatures=Miniatures(np.arange(8 * seconds) / 8, luma),
        stills=Stills(place / "stills.pack", times_s, np.arange(seconds + 1, dtype=np.int64) * 50),
        cuts_s=(1.5,),
        gated=(GatedFrame(0.25, "black"),),
        losses=("a stretch was damaged",),
    )
    save_description(made)
    return made


def media(media_id: str, seconds: int) -> Media:
    """A file of that length."""
    return Media(
        id=media_id,
        name="clip.mp4",
        size_bytes=1000,
        kind="video",
        duration_s=float(seconds),
        width_px=640,
        height_px=360,
        fps=25.0,
        rotation_deg=0,
        container="mp4",
        video_codec="h264",
        audio_codec="aac",
        embedded_dates=(EmbeddedDate("container creation_time", "2015-07-01T00:00:00Z"),),
    )


def record(name: str = "clip.mp4", **slots: object) -> Record:
    """A record with a date, and whatever slots are given."""
    published = PartialDate(
        datetime(2015, 7, 1, tzinfo=UTC),
        datetime(2015, 7, 2, tzinfo=UTC),
        "day",
        "date on the page",
        "2015-07-01",
    )
    filled = {
        "url": "https://example.org/a",
        "published": published,
        "extra": (("column", "value"),),
        **slots,
    }
    return Record(name, **filled)
