"""What worker processes do with one file: describe it, trace it, compare it. Plain functions on paths and values."""

from __future__ import annotations

import functools
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstseen.describe import describe, save_description
from firstseen.fingerprint.views import QUERY_VIEWS
from firstseen.media.probe import probe
from firstseen.workers import report_progress

if TYPE_CHECKING:
    from firstseen.archive.local import LocalArchive
    from firstseen.claims.speech import Spoken
    from firstseen.model.descriptor import Description
    from firstseen.model.match import Segment
    from firstseen.settings import Archive as ArchiveSettings
    from firstseen.settings import Settings


def describe_reference(path: Path, folder: Path, settings: Settings) -> Path:
    """Footage to be added, described at the archive's rate and saved in `folder`, which comes back."""
    wanted = settings.describe
    description = describe(
        path,
        folder=folder,
        interval_s=wanted.archive_interval_s,
        keyframes_only=wanted.keyframes_only,
        progress=report_progress,
        **_common(settings),
    )
    save_description(description)
    return folder


def describe_query(path: Path, folder: Path, settings: Settings) -> Description:
    """Footage to be looked for, described more closely than what is added, unless it is long."""
    wanted = settings.describe
    media = probe(path, largest_picture_mp=wanted.largest_picture_mp)
    long = media.duration_s > wanted.long_query_s
    return describe(
        path,
        folder=folder,
        interval_s=wanted.archive_interval_s if long else wanted.query_interval_s,
        every_picture=not long,
        views=QUERY_VIEWS,
        sound_bank=True,
        progress=report_progress,
        **_common(settings) | {"still_px": wanted.query_still_px},
    )


def describe_other(path: Path, folder: Path, settings: Settings) -> Description:
    """The file a query is compared with: described as a reference, but as closely as a query."""
    wanted = settings.describe
    return describe(
        path,
        folder=folder,
        interval_s=wanted.query_interval_s,
        every_picture=True,
        progress=report_progress,
        **_common(settings),
    )


def find_query(
    path: Path, folder: Path, desk: Path, settings: Settings
) -> tuple[Description, tuple[Segment, ...]]:
    """A query described into `folder`, and every stretch it shares with the archive in `desk`."""
    from firstseen.trace.find import trace  # noqa: PLC0415 - describing alone needs no archive

    query = describe_query(path, folder, settings)
    archive = open_archive(desk, settings.archive)
    return _light(query), trace(query, archive, settings)


def compare_described(query: Description, reference: Description, settings: Settings) -> tuple[Segment, ...]:
    """Every stretch two described files share."""
    from firstseen.trace.find import compare  # noqa: PLC0415

    return compare(query, reference, settings)


def hear_speech(path: Path, settings: Settings) -> tuple[Spoken, ...]:
    """What is said in the first `check.speech_s` seconds of a file."""
    import numpy as np  # noqa: PLC0415

    from firstseen.claims.speech import RATE_HZ, SpeechReader  # noqa: PLC0415 - an extra
    from firstseen.media.reading import How, Reader  # noqa: PLC0415
    from firstseen.media.sound import Sound  # noqa: PLC0415

    wanted = settings.check
    model = SpeechReader(Path(wanted.speech_model) if wanted.speech_model else None)
    how = How(
        sound_rate_hz=RATE_HZ,
        keyframes_only=True,
        longest_s=wanted.speech_s,
        largest_picture_mp=settings.describe.largest_picture_mp,
    )
    with Reader(path, how) as reader:
        blocks = [part for part in reader if isinstance(part, Sound)]
    if not blocks:
        return ()
    samples = np.concatenate([block.samples for block in blocks])
    return model.read(samples, blocks[0].start_s)


@functools.cache
def open_archive(desk: Path, tuning: ArchiveSettings) -> LocalArchive:
    """The archive in `desk`, opened once in each process that asks."""
    return new_archive(desk, tuning)


def new_archive(desk: Path, tuning: ArchiveSettings) -> LocalArchive:
    """The archive in `desk`, freshly opened; whoever asks closes it."""
    from firstseen.archive.local import LocalArchive  # noqa: PLC0415
    from firstseen.archive.tuning import Tuning  # noqa: PLC0415

    return LocalArchive(desk, Tuning(*astuple(tuning)))


def _common(settings: Settings) -> dict[str, Any]:
    """The settings that queries and references share, as `describe` takes them."""
    wanted = settings.describe
    return {
        "model": wanted.model,
        "weights": wanted.weights,
        "picture_px": wanted.picture_px,
        "still_px": wanted.still_px,
        "still_quality": wanted.still_quality,
        "miniatures_per_s": wanted.miniatures_per_s,
        "longest_s": wanted.longest_s,
        "largest_picture_mp": wanted.largest_picture_mp,
    }


def _light(query: Description) -> Description:
    """The query without what only aligning needs: it travels between processes."""
    miniatures = replace(
        query.miniatures, times_s=query.miniatures.times_s[:0], luma=query.miniatures.luma[:0]
    )
    return replace(query, miniatures=miniatures)
