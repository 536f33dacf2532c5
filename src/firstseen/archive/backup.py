"""A desk's folder copied while it is in use: the copy is a desk too, as it was at one moment."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.archive.database import back_up
from firstseen.errors import FirstseenError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MARK: Final = ".backup"
"""The file that tells a backup from a desk that somebody works in: nothing else is ever written over."""

_RECORDS: Final = "records.sqlite"
_LEFT_OUT: Final = frozenset({".writer.lock", "incoming", MARK, f"{_RECORDS}-wal", f"{_RECORDS}-shm"})
_CHANGING: Final = frozenset({_RECORDS})


@dataclass(frozen=True, slots=True)
class Backup:
    """What copying came to: files and bytes written this time, files the backup holds, the newest audit digest."""

    copied: int
    copied_bytes: int
    files: int
    head: str = ""


def copy_desk(folder: Path, target: Path, turn: Callable[[], AbstractContextManager[None]]) -> Backup:
    """The folder of a desk copied to `target`, which is made, or brought up to date when it is a backup already.

    What is there and unchanged (size and time) is not copied again. Writers wait only for the last, short pass.
    Raises InputError for a target that is something else, FirstseenError when the disk is full.
    """
    _check_target(folder, target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / MARK).touch()
        first = _mirror(folder, target)
        with turn():
            last = _mirror(folder, target)
            part = target / f"{_RECORDS}.part"
            part.unlink(missing_ok=True)
            back_up(folder / _RECORDS, part)
            part.replace(target / _RECORDS)
            for left in (f"{_RECORDS}-wal", f"{_RECORDS}-shm"):
                (target / left).unlink(missing_ok=True)
            _remove_what_is_gone(folder, target)
    except OSError as error:
        raise FirstseenError(f"{target}: the backup could not be finished: {error.strerror}") from error
    size = (target / _RECORDS).stat().st_size
    files = sum(1 for _ in _files(target))
    return Backup(first[0] + last[0] + 1, first[1] + last[1] + size, files)


def _check_target(folder: Path, target: Path) -> None:
    inside = target.resolve().is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(
        target.resolve()
    )
    if inside:
        raise InputError(f"{target}: lies in the desk or around it; choose a folder elsewhere")
    if target.exists() and not target.is_dir():
        raise InputError(f"{target}: is a file; name a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).exists():
        raise InputError(f"{target}: holds other things and is no backup; choose an empty folder")


def _files(folder: Path) -> Iterator[Path]:
    """Every file of a desk by its path below it, but for what belongs to a running process."""
    for path, names, files in folder.walk():
        names[:] = [name for name in names if path != folder or name not in _LEFT_OUT]
        yield from (
            (path / name).relative_to(folder) for name in files if path != folder or name not in _LEFT_OUT
        )


def _mirror(folder: Path, target: Path) -> tuple[int, int]:
    copied, size = 0, 0
    for name in _files(folder):
        if str(name) in _CHANGING:
            continue
        # What an addition or a deletion moved away meanwhile is seen in the last pass, when nobody writes.
        with contextlib.suppress(FileNotFoundError):
            if _differs(folder / name, target / name):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                part = target / f"{name}.part"
                shutil.copy2(folder / name, part)
                part.replace(target / name)
                copied, size = copied + 1, size + (target / name).stat().st_size
    return copied, size


def _differs(one: Path, other: Path) -> bool:
    if not other.exists():
        return True
    mine, theirs = one.stat(), other.stat()
    return (mine.st_size, mine.st_mtime_ns) != (theirs.st_size, theirs.st_mtime_ns)


def _remove_what_is_gone(folder: Path, target: Path) -> None:
    """What the desk deleted for good is gone from its newest backup too."""
    for name in list(_files(target)):
        if not (folder / name).exists():
            (target / name).unlink()
    for path, _, _ in list(target.walk(top_down=False)):
        if path != target and not any(path.iterdir()):
            path.rmdir()
