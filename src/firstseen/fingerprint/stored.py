"""A `Description` on disk: one folder, JSON for what a person reads, npz for numbers, no pickle."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.errors import ArchiveMismatch, NotFound
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

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = 1
"""Version of what is written below; a higher one on disk is refused, a lower one will be migrated."""

STILLS_FILE: Final = "stills.pack"
MINIATURES_FILE: Final = "miniatures.raw"
_NUMBERS_FILE: Final = "numbers.npz"
_FACTS_FILE: Final = "description.json"


def save_description(description: Description) -> None:
    """Write `description` into its folder; its stills and miniatures are there already.

    The JSON file comes last and under its final name only when complete: without it there is no description.
    """
    folder = description.folder
    _write_atomically(folder / _NUMBERS_FILE, description)
    facts = {
        "format": FORMAT,
        "media": asdict(description.media),
        "interval_s": description.interval_s,
        "model": description.pictures.model,
        "views": [asdict(view) for view in description.pictures.views],
        "sound": description.sound.version,
        "cuts_s": description.cuts_s,
        "gated": [[frame.time_s, frame.reason] for frame in description.gated],
        "losses": description.losses,
    }
    partial = folder / (_FACTS_FILE + ".part")
    partial.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(folder / _FACTS_FILE)


def load_description(folder: Path) -> Description:
    """The description that `save_description` wrote into `folder`.

    Raises:
        NotFound: there is none, or it is incomplete. ArchiveMismatch: it was written by a newer firstseen.
    """
    try:
        facts = json.loads((folder / _FACTS_FILE).read_text(encoding="utf-8"))
        if facts["format"] > FORMAT:
            raise ArchiveMismatch(f"description format {FORMAT}", f"description format {facts['format']}")
        with np.load(folder / _NUMBERS_FILE, allow_pickle=False) as numbers:
            return _from_parts(folder, facts, dict(numbers))
    except (OSError, ValueError, KeyError, EOFError) as problem:
        raise NotFound("description", str(folder)) from problem


def _write_atomically(path: Path, description: Description) -> None:
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as opened:
        np.savez(
            opened,
            picture_times_s=description.pictures.times_s,
            picture_vectors=description.pictures.vectors,
            picture_views=description.pictures.view_index,
            pdq_times_s=description.pdq.times_s,
            pdq_bits=description.pdq.bits,
            pdq_quality=description.pdq.quality,
            sound_hashes=description.sound.hashes,
            sound_times_s=description.sound.times_s,
            miniature_times_s=description.miniatures.times_s,
            still_times_s=description.stills.times_s,
            still_offsets=description.stills.offsets,
        )
        opened.flush()
        os.fsync(opened.fileno())
    partial.replace(path)


def _from_parts(folder: Path, facts: dict[str, Any], numbers: dict[str, Any]) -> Description:
    views = tuple(View(**{**view, "box": tuple(view["box"])}) for view in facts["views"])
    dates = tuple(EmbeddedDate(**date) for date in facts["media"].pop("embedded_dates"))
    return Description(
        media=Media(**facts["media"], embedded_dates=dates),
        folder=folder,
        interval_s=facts["interval_s"],
        pictures=Descriptors(
            facts["model"],
            numbers["picture_times_s"],
            numbers["picture_vectors"],
            numbers["picture_views"],
            views,
        ),
        pdq=PdqHashes(numbers["pdq_times_s"], numbers["pdq_bits"], numbers["pdq_quality"]),
        sound=SoundLandmarks(facts["sound"], numbers["sound_hashes"], numbers["sound_times_s"]),
        miniatures=_miniatures(folder, numbers["miniature_times_s"]),
        stills=Stills(folder / STILLS_FILE, numbers["still_times_s"], numbers["still_offsets"]),
        cuts_s=tuple(facts["cuts_s"]),
        gated=tuple(GatedFrame(time_s, reason) for time_s, reason in facts["gated"]),
        losses=tuple(facts["losses"]),
    )


def _miniatures(folder: Path, times_s: np.ndarray[Any, np.dtype[np.float64]]) -> Miniatures:
    shape = (len(times_s), 18, 32)
    if not len(times_s):
        return Miniatures(times_s, np.zeros(shape, np.uint8))
    return Miniatures(times_s, np.memmap(folder / MINIATURES_FILE, np.uint8, "r", shape=shape))
