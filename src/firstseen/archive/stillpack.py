"""Pictures of footage that was checked and not added, kept so that a case can be looked at again.

    stills/<first two digits>/<media id>/stills.pack    JPEG pictures one after the other
    stills/<first two digits>/<media id>/stills.npz     their times, and where each begins; no pickle

A folder is there whole or not at all: it is filled under another name and renamed.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.archive.folder import sync_folder
from firstseen.model.descriptor import Stills

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER: Final = "stills"
_PACK: Final = "stills.pack"
_NUMBERS: Final = "stills.npz"
_PART: Final = ".part-"
MOST: Final = 2000
"""Pictures that are kept of one file: half an hour at one a second; of a longer one, every second or third."""


def keep_stills(folder: Path, media_id: str, stills: Stills) -> None:
    """Keep the pictures of footage in the desk at `folder`; those that are kept already stay."""
    place = _place(folder, media_id)
    if not len(stills) or place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=_PART, dir=place.parent))
    try:
        _write(part, stills, range(0, len(stills), -(-len(stills) // MOST)))
        sync_folder(part)
        # Somebody else may have kept them meanwhile: the same pictures.
        with contextlib.suppress(OSError):
            part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def kept_stills(folder: Path, media_id: str) -> Stills | None:
    """The pictures that were kept of footage; None when none were, or when they can no longer be read."""
    place = _place(folder, media_id)
    try:
        with (place / _NUMBERS).open("rb") as source, np.load(source, allow_pickle=False) as numbers:
            return Stills(place / _PACK, numbers["times_s"], numbers["offsets"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def forget_stills(folder: Path, media_id: str) -> None:
    """Remove what was kept of footage."""
    shutil.rmtree(_place(folder, media_id), ignore_errors=True)


def _place(folder: Path, media_id: str) -> Path:
    return folder / FOLDER / media_id[:2] / media_id


def _write(part: Path, stills: Stills, chosen: Sequence[int]) -> None:
    offsets = [0]
    with (part / _PACK).open("wb") as pack:
        for index in chosen:
            offsets.append(offsets[-1] + pack.write(stills.jpeg(index)))
    times_s = stills.times_s[list(chosen)]
    with (part / _NUMBERS).open("wb") as numbers:
        np.savez(numbers, allow_pickle=False, times_s=times_s, offsets=np.array(offsets, np.int64))
