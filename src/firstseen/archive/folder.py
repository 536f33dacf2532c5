"""The stored form of a description: one folder a media.

    description.json   media, views, cuts, gated frames, losses; the format's version
    numbers.npz        times, picture vectors (float16), PDQ, sound landmarks, offsets of the stills; no pickle
    miniatures.raw     (m, 18, 32) uint8, memory-mapped when read
    stills.pack        JPEG pictures one after the other

The folder is the record; the vector index beside it can be made again from it.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.errors import ArchiveMismatch, FirstseenError, NotFound
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
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT: Final = 1
"""Version of this layout. Readers refuse a newer one and must keep reading every older one."""

_FACTS: Final = "description.json"
_NUMBERS: Final = "numbers.npz"
_MINIATURES: Final = "miniatures.raw"
_STILLS: Final = "stills.pack"
_LEFTOVER: Final = ".part"
_MINIATURE_SHAPE: Final = (18, 32)


def save_description(description: Description) -> None:
    """Write a description into its folder, where its stills and miniatures are already.

    Picture vectors are kept to half precision, which moves a cosine by less than .001. `description.json` comes
    last and under its name only when complete: a folder without it holds no description.
    """
    folder = description.folder
    _write_numbers(folder / _NUMBERS, _numbers(description))
    part = folder / (_FACTS + _LEFTOVER)
    part.write_text(json.dumps(_facts(description), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / _FACTS)


def load_description(folder: Path) -> Description:
    """The description stored in `folder`; its large arrays stay on disk until they are read.

    Raises NotFound when the folder holds none, ArchiveMismatch when its format is newer than this installation.
    """
    facts = _read_facts(folder)
    with _numbers_of(folder) as numbers:
        return _description(folder, facts, numbers)


def load_vectors(folder: Path) -> Descriptors:
    """Only the picture descriptors of the description stored in `folder`."""
    facts = _read_facts(folder)
    with _numbers_of(folder) as numbers:
        return _pictures(facts, numbers)


def load_stills(folder: Path) -> Stills:
    """Only the kept pictures of the description stored in `folder`: its vectors are not read."""
    with _numbers_of(folder) as numbers:
        return Stills(folder / _STILLS, numbers["still_times_s"], numbers["still_offsets"])


def sync_folder(folder: Path) -> None:
    """Force a folder's files and their names to disk."""
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)


def sync_names(folder: Path) -> None:
    """Force the names in a folder to disk: a rename survives a power cut only then."""
    _sync(folder)


def media_facts(media: Media) -> dict[str, object]:
    """A media as plain JSON values."""
    return asdict(media)


def media_from(facts: Mapping[str, Any]) -> Media:
    """The media that `media_facts` wrote."""
    dates = tuple(EmbeddedDate(**date) for date in facts["embedded_dates"])
    return Media(**{**facts, "embedded_dates": dates})


def _facts(description: Description) -> dict[str, object]:
    return {
        "format": FORMAT,
        "media": media_facts(description.media),
        "interval_s": description.interval_s,
        "model": description.pictures.model,
        "views": [asdict(view) for view in description.pictures.views],
        "sound": description.sound.version,
        "cuts_s": list(description.cuts_s),
        "gated": [[frame.time_s, frame.reason] for frame in description.gated],
        "losses": list(description.losses),
    }


def _numbers(description: Description) -> dict[str, NDArray[Any]]:
    return {
        "picture_times_s": description.pictures.times_s,
        "picture_vectors": description.pictures.vectors.astype(np.float16),
        "picture_views": description.pictures.view_index,
        "pdq_times_s": description.pdq.times_s,
        "pdq_bits": description.pdq.bits,
        "pdq_quality": description.pdq.quality,
        "sound_hashes": description.sound.hashes,
        "sound_times_s": description.sound.times_s,
        "miniature_times_s": description.miniatures.times_s,
        "still_times_s": description.stills.times_s,
        "still_offsets": description.stills.offsets,
    }


def _read_facts(folder: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound("description", folder.name) from error
    except (OSError, ValueError) as error:
        raise FirstseenError(
            f"{folder}: cannot be read ({error}); delete the footage and add it again"
        ) from error
    if facts["format"] > FORMAT:
        raise ArchiveMismatch(f"description format {FORMAT}", f"description format {facts['format']}")
    return facts


def _description(folder: Path, facts: Mapping[str, Any], numbers: Mapping[str, NDArray[Any]]) -> Description:
    return Description(
        media=media_from(facts["media"]),
        folder=folder,
        interval_s=facts["interval_s"],
        pictures=_pictures(facts, numbers),
        pdq=PdqHashes(numbers["pdq_times_s"], numbers["pdq_bits"], numbers["pdq_quality"]),
        sound=SoundLandmarks(facts["sound"], numbers["sound_hashes"], numbers["sound_times_s"]),
        miniatures=_miniatures(folder / _MINIATURES, numbers["miniature_times_s"]),
        stills=Stills(folder / _STILLS, numbers["still_times_s"], numbers["still_offsets"]),
        cuts_s=tuple(facts["cuts_s"]),
        gated=tuple(GatedFrame(time_s, reason) for time_s, reason in facts["gated"]),
        losses=tuple(facts["losses"]),
    )


def _pictures(facts: Mapping[str, Any], numbers: Mapping[str, NDArray[Any]]) -> Descriptors:
    return Descriptors(
        model=facts["model"],
        times_s=numbers["picture_times_s"],
        vectors=numbers["picture_vectors"].astype(np.float32, copy=False),
        view_index=numbers["picture_views"],
        views=tuple(View(**{**view, "box": tuple(view["box"])}) for view in facts["views"]),
    )


def _miniatures(path: Path, times_s: NDArray[np.float64]) -> Miniatures:
    shape = (len(times_s), *_MINIATURE_SHAPE)
    if not len(times_s):
        return Miniatures(times_s, np.zeros(shape, np.uint8))
    return Miniatures(times_s, np.memmap(path, np.uint8, "r", shape=shape))


@contextlib.contextmanager
def _numbers_of(folder: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    try:
        # Opened here, since numpy leaves a file open that turns out not to be a zip.
        with (folder / _NUMBERS).open("rb") as source, np.load(source, allow_pickle=False) as numbers:
            yield numbers
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise FirstseenError(
            f"{folder}: the stored description is damaged ({error}); delete the footage and add it again"
        ) from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_numbers(path: Path, numbers: dict[str, NDArray[Any]]) -> None:
    # A memory-mapped source may be the very file that is replaced: write beside it, then rename.
    part = path.with_name(path.name + _LEFTOVER)
    with part.open("wb") as out:
        np.savez(out, allow_pickle=False, **numbers)
    part.replace(path)
