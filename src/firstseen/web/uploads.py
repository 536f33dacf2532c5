"""Files that people and programs send: streamed to the desk's disk under their content's id, never held in memory.

`uploads/<SHA-256 of the bytes>/<name>`: the same file sent twice lies there once, and footage that was uploaded is
found again by its media id, to be played and searched once more.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final, Self

from firstseen.desk.opened import UPLOADS
from firstseen.errors import InputError, NoRoom, NotFound, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_PART: Final = ".part-"
_LONGEST_NAME: Final = 120
"""Bytes of a name that are kept. Source: file systems take 255; paths of exports need room."""

_LONGEST_SUFFIX: Final = 12
_ID: Final = re.compile(r"[0-9a-f]{64}")
_MB: Final = 1024 * 1024
_KEPT_FREE: Final = 64 * _MB
"""Room that is left on the disk, so that the desk's own records can still be written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its id is the SHA-256 of its bytes, which is its media id too."""

    id: str
    path: Path
    name: str
    size: int
    new: bool = False
    """Whether nobody had sent it before."""


class Uploads:
    """The files that were sent to one desk, each at most `largest_mb` large."""

    def __init__(self, folder: Path, largest_mb: int) -> None:
        self.folder = folder / UPLOADS
        self.largest_mb = largest_mb

    @property
    def largest(self) -> int:
        """The largest file that is taken, in bytes."""
        return self.largest_mb * _MB

    def expect(self, size: int | None) -> None:
        """Refuse what is announced as too large, or has no room. Raises TooLarge, NoRoom."""
        if size is not None and size > self.largest:
            raise TooLarge(f"a file of {size / _MB:,.0f} MB", f"{self.largest_mb:,} MB (web.upload_mb)")
        self.folder.mkdir(exist_ok=True)
        if shutil.disk_usage(self.folder).free < (size or 0) + _KEPT_FREE:
            raise NoRoom("this file")

    def writing(self, name: str) -> UploadWriter:
        """A place for one file that is coming in; it is gone again unless it is finished."""
        self.expect(None)
        return UploadWriter(self, safe_name(name))

    def find(self, upload_id: str) -> Upload:
        """The file with this id; NotFound when there is none."""
        place = self.folder / upload_id
        if not _ID.fullmatch(upload_id) or not place.is_dir():
            raise NotFound("upload", upload_id[:80])
        files = sorted(path for path in place.iterdir() if path.is_file() and not path.is_symlink())
        if not files:
            raise NotFound("upload", upload_id)
        return Upload(upload_id, files[0], files[0].name, files[0].stat().st_size)

    def remove(self, upload_id: str) -> None:
        """Remove a file for good; nothing happens when there is none with this id."""
        if _ID.fullmatch(upload_id):
            shutil.rmtree(self.folder / upload_id, ignore_errors=True)

    def sweep(self) -> int:
        """Remove what was never finished; how many files that were. Only for when nobody uploads."""
        if not self.folder.is_dir():
            return 0
        left = [path for path in self.folder.iterdir() if path.name.startswith(_PART)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


class UploadWriter:
    """One file that is coming in. A context manager: leaving it removes what is not finished."""

    def __init__(self, uploads: Uploads, name: str) -> None:
        self._uploads = uploads
        self._name = name
        self._size = 0
        self._digest = hashlib.sha256()
        handle, part = tempfile.mkstemp(prefix=_PART, dir=uploads.folder)
        self._part = Path(part)
        self._file = os.fdopen(handle, "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """How many bytes have come."""
        return self._size

    def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises TooLarge, NoRoom."""
        self._size += len(piece)
        if self._size > self._uploads.largest:
            raise TooLarge("this file", f"{self._uploads.largest_mb:,} MB (web.upload_mb)")
        self._digest.update(piece)
        with _room():
            self._file.write(piece)

    def finish(self) -> Upload:
        """The whole file at its place. Raises InputError when nothing came, NoRoom."""
        if not self._size:
            raise InputError(f"{self._name}: the file is empty; choose another")
        with _room():
            self._file.close()
            upload_id = self._digest.hexdigest()
            place = self._uploads.folder / upload_id
            new = not place.exists()
            place.mkdir(exist_ok=True)
            target = place / self._name
            self._part.replace(target)
            # The same bytes under another name need no room of their own.
            for other in place.iterdir():
                if other != target and other.stat().st_ino != target.stat().st_ino:
                    _link(target, other)
        return Upload(upload_id, target, self._name, self._size, new)


def _link(file: Path, other: Path) -> None:
    with contextlib.suppress(OSError):  # a file system without links keeps both
        part = other.with_name(f"{_PART}{os.getpid()}")
        part.hardlink_to(file)
        part.replace(other)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Inside it, a full disk is NoRoom."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom("this file") from error
        raise


def safe_name(name: str) -> str:
    """A name that a file can have anywhere, close to the given one: no folders, nothing unseen, not too long."""
    base = PurePosixPath(PureWindowsPath(name.replace("\0", "")).name).name
    told = unicodedata.normalize("NFC", base.encode("utf-8", "ignore").decode("utf-8"))
    # Cc, Cf, Cs, Co, Cn: control characters, marks that turn the reading direction, and what is no character.
    seen = "".join(c for c in told if unicodedata.category(c)[0] != "C" or c in "\u200c\u200d")
    plain = " ".join(re.sub(r'[<>:"|?*]', "_", seen).split()).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    room = _LONGEST_NAME - len((dot + suffix).encode())
    short = stem.encode()[:room].decode("utf-8", "ignore").strip(" .")
    return f"{short or 'upload'}{dot}{suffix}"
