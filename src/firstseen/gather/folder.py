"""The footage in files and folders, however tangled the folders are."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

VIDEO: Final = frozenset(
    {
        ".mp4",
        ".m4v",
        ".mov",
        ".qt",
        ".webm",
        ".mkv",
        ".avi",
        ".mpg",
        ".mpeg",
        ".mpe",
        ".m2v",
        ".m2ts",
        ".mts",
        ".ts",
        ".mxf",
        ".3gp",
        ".3g2",
        ".flv",
        ".f4v",
        ".wmv",
        ".asf",
        ".ogv",
        ".vob",
        ".divx",
        ".dv",
        ".gif",
    }
)
STILL: Final = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".heic",
        ".heif",
        ".avif",
        ".bmp",
        ".tif",
        ".tiff",
    }
)
SOUND: Final = frozenset(
    {
        ".mp3",
        ".m4a",
        ".aac",
        ".wav",
        ".ogg",
        ".oga",
        ".opus",
        ".flac",
        ".wma",
        ".amr",
        ".aif",
        ".aiff",
    }
)
FOOTAGE: Final = VIDEO | STILL | SOUND
"""Endings that are taken from a folder. A file named outright is tried whatever its ending."""


@dataclass(slots=True)
class Listing:
    """What a walk found: `files` to look at, `skipped` ones that are no footage by their name, `errors` met."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


def list_footage(paths: Iterable[Path]) -> Listing:
    """Every file of footage that `paths` name or hold, each once, folders walked in the order of names.

    A folder that leads back to itself, one that may not be read and a path that leads nowhere are one error each;
    the rest is listed all the same.
    """
    listing = Listing()
    seen: set[tuple[int, int]] = set()
    for path in paths:
        status = _status(path, listing)
        if status is None:
            continue
        if stat.S_ISDIR(status.st_mode):
            _walk(path, (), seen, listing)
        elif stat.S_ISREG(status.st_mode):
            listing.files.append(path)
        else:
            listing.errors.append(InputError(f"{path}: is neither a file nor a folder"))
    listing.files = list(dict.fromkeys(listing.files))
    return listing


def _status(path: Path, listing: Listing) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        listing.errors.append(InputError(f"{path}: cannot be opened: {reason}; check the path"))
        return None


def _walk(
    folder: Path, above: tuple[tuple[int, int], ...], seen: set[tuple[int, int]], listing: Listing
) -> None:
    """Add what `folder` holds; `above` are the folders it lies in, `seen` all that were walked."""
    status = _status(folder, listing)
    if status is None:
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        listing.errors.append(
            InputError(f"{folder}: leads back to a folder it lies in; it was not followed, remove the link")
        )
        return
    if identity in seen:
        return
    seen.add(identity)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        listing.errors.append(
            InputError(f"{folder}: the folder cannot be read: {error.strerror}; check its permissions")
        )
        return
    for entry in entries:
        _take(entry, (*above, identity), seen, listing)


def _take(
    entry: os.DirEntry[str], above: tuple[tuple[int, int], ...], seen: set[tuple[int, int]], listing: Listing
) -> None:
    path = Path(entry.path)
    if entry.name.startswith("."):
        return
    status = _status(path, listing)
    if status is None:
        return
    if stat.S_ISDIR(status.st_mode):
        _walk(path, above, seen, listing)
    elif stat.S_ISREG(status.st_mode) and path.suffix.lower() in FOOTAGE:
        listing.files.append(path)
    else:
        listing.skipped.append(path)
