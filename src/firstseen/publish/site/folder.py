"""The site's folder: files written whole or not at all, and only those that changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from firstseen.archive.lock import writer_lock
from firstseen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANIFEST: Final = ".firstseen-site.json"
_LOCK: Final = ".firstseen-site.lock"
_WAIT_S: Final = 300.0
"""How long a second writer waits for the first. Source: measured, 2,000 publications take under a minute."""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site came to: paths below the folder that are new or changed, that went, and how many stayed."""

    folder: Path
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int


@dataclass(slots=True)
class SiteFolder:
    """A folder while a site is written into it: `put` and `make` take each file, `close` removes what is not made now.

    `made` says of each file what it was made from, so that a file made from the same is not made again.
    """

    root: Path
    known: dict[str, str]
    made: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    kept: int = 0

    def put(self, path: str, content: bytes) -> None:
        """Write a file whose content is at hand; one that holds the same already is left alone."""
        self._claim(path, "sha256:" + hashlib.sha256(content).hexdigest())
        target = self.root / path
        with contextlib.suppress(OSError):
            if target.stat().st_size == len(content) and target.read_bytes() == content:
                self.kept += 1
                return
        _replace(target, content)
        self.changed.append(path)

    def make(self, path: str, source: str, content: Callable[[], bytes]) -> None:
        """Write a file that is costly to make, unless it stands there made from the same `source`."""
        self._claim(path, source)
        if self.known.get(path) == source and (self.root / path).is_file():
            self.kept += 1
            return
        made = content()
        target = self.root / path
        with contextlib.suppress(OSError):
            if target.read_bytes() == made:
                self.kept += 1
                return
        _replace(target, made)
        self.changed.append(path)

    def keep(self, path: str) -> None:
        """Let a file that an earlier writing made stay, though it is not made any more."""
        if path in self.known:
            self.made.setdefault(path, self.known[path])

    def close(self) -> Written:
        """Remove what only an earlier writing made, and note what was made now."""
        gone = sorted(set(self.known) - set(self.made))
        for path in gone:
            (self.root / path).unlink(missing_ok=True)
            _remove_empty(self.root, (self.root / path).parent)
        self._note(self.made)
        return Written(self.root, tuple(sorted(self.changed)), tuple(gone), self.kept)

    def interrupted(self) -> None:
        """Note what was made so far beside what was there, so that a later writing knows every file as its own."""
        self._note({**self.known, **self.made})

    def _note(self, files: dict[str, str]) -> None:
        content = json.dumps(
            {"version": 1, "files": dict(sorted(files.items()))}, indent=0, ensure_ascii=False
        )
        _replace(self.root / MANIFEST, content.encode())

    def _claim(self, path: str, source: str) -> None:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or any(part in {"..", "."} or "\0" in part for part in parts):
            raise InputError(f"{path!r} is no path inside the site")
        if path in self.made:
            raise InputError(f"two pages of the site want to be {path}; change the slug of one of them")
        self.made[path] = source


@contextlib.contextmanager
def site_folder(root: Path) -> Iterator[SiteFolder]:
    """The folder, held by one writer at a time. Raises InputError when it cannot be written to."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with writer_lock(root / _LOCK, _WAIT_S):
            folder = SiteFolder(root, _read_manifest(root / MANIFEST))
            try:
                yield folder
            except BaseException:  # however it ends, the manifest has to name what was written
                folder.interrupted()
                raise
    except OSError as error:
        raise InputError(f"{root}: the site cannot be written: {error.strerror}") from error


def _read_manifest(path: Path) -> dict[str, str]:
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(source) for name, source in files.items() if _is_inside(str(name))}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: is not the list of files that a site has; remove it and write again"
        ) from error


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in PurePosixPath(path).parts


def _replace(target: Path, content: bytes) -> None:
    """Put the content there in one step: a reader gets the old file or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
