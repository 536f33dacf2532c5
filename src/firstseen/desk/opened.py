"""A desk's folder, held open: what every group of verbs works on."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from firstseen import jobs
from firstseen.desk.turns import CaseTurns
from firstseen.deskfile import make_desk, open_desk_settings

if TYPE_CHECKING:
    from types import TracebackType

    from firstseen.archive.backup import Backup
    from firstseen.archive.local import LocalArchive
    from firstseen.settings import Settings

UPLOADS: Final = "uploads"
"""The folder of a desk in which files lie that were sent to it, each under the id of its footage."""

_INCOMING: Final = "incoming"
"""Where footage is described before the archive takes it in: on its disk, so that this is a rename."""


class Opened:
    """The folder of a desk with its settings, its archive and its place to work. A context manager."""

    def __init__(self, folder: str | os.PathLike[str], settings: Settings | None = None) -> None:
        self.folder = Path(folder)
        make_desk(self.folder)
        self.settings = open_desk_settings(self.folder, settings)
        self._archive: LocalArchive | None = None
        self._opening, self._looking = threading.Lock(), threading.Lock()
        self._turns = CaseTurns()
        self._work = WorkFolder(self.folder / _INCOMING)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the archive and remove what was only being worked on. Closing twice does nothing."""
        with self._opening:
            archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()
        self._work.close()

    @property
    def archive(self) -> LocalArchive:
        """The archive behind the desk: one for all threads."""
        with self._opening:
            if self._archive is None:
                self._archive = jobs.new_archive(self.folder, self.settings.archive)
            return self._archive

    def back_up(self, target: str | os.PathLike[str], by: str = "") -> Backup:
        """The whole desk copied to the folder `target` while it is in use; the copy is a desk as of one moment.

        A folder that holds an earlier backup is brought up to date. Raises InputError for any other that is not empty.
        """
        return self.archive.back_up(Path(target), by)


class WorkFolder:
    """Folders for files being worked on, in one that is named after this process; gone when closed."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._guard = threading.Lock()
        self._own: Path | None = None
        self._count = 0

    def new(self) -> Path:
        """A path for one more folder; whoever writes into it makes it."""
        with self._guard:
            if self._own is None:
                self._parent.mkdir(exist_ok=True)
                self._sweep()
                self._own = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self._parent))
            self._count += 1
            return self._own / str(self._count)

    def drop(self, folder: Path) -> None:
        """Remove one folder."""
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove all of them."""
        with self._guard:
            own, self._own = self._own, None
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._parent.rmdir()

    def _sweep(self) -> None:
        """Remove what processes left that were killed."""
        for left in self._parent.iterdir():
            pid = left.name.partition("-")[0]
            if pid.isdigit() and not _runs(int(pid)):
                shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
