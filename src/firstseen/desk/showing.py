"""The verbs of looking: the pictures a desk keeps of footage, and the footage itself where it lies."""

from __future__ import annotations

import hashlib
import re
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.archive.stillpack import forget_stills, keep_stills, kept_stills
from firstseen.desk.opened import UPLOADS, Opened
from firstseen.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.descriptor import Description, Stills
    from firstseen.model.media import Media

_MEDIA_ID: Final = re.compile("[0-9a-f]{64}")
_PIECE: Final = 1 << 20


class ShowVerbs(Opened):
    """What a desk can show of footage."""

    def stills(self, media_id: str) -> Stills:
        """The pictures that are kept of footage that was added or checked. Raises NotFound when there are none."""
        stills = self._stills(media_id)
        if stills is None or not len(stills):
            raise NotFound("picture of footage", media_id[:80])
        return stills

    def media_of(self, media_id: str) -> Media:
        """The facts of footage that was added or checked. Raises NotFound."""
        if _MEDIA_ID.fullmatch(media_id):
            if self.archive.has(media_id):
                return self.archive.media(media_id)
            for footage in self.archive.cases.footage(media_id):
                return footage.media
        raise NotFound("footage", media_id[:80])

    def media_file(self, media_id: str) -> Path:
        """The file of footage that was added or checked: where it was sent to, or lay when it was checked.

        Only a file whose bytes still are that footage: its SHA-256 is taken when it is first asked for, and again
        when its size or time of change is another. Raises NotFound when no such file is left.
        """
        media = self.media_of(media_id)
        for place in self._places(media_id):
            if _holds(place, media):
                return place
        raise NotFound("file of footage", media_id)

    def _stills(self, media_id: str) -> Stills | None:
        if not _MEDIA_ID.fullmatch(media_id):
            return None
        if self.archive.has(media_id):
            return self.archive.stills(media_id)
        return kept_stills(self.folder, media_id)

    def _keep_stills(self, query: Description) -> None:
        """Keep the pictures of footage that was checked; the archive has those of footage that was added."""
        if self.archive.has(query.media.id):
            forget_stills(self.folder, query.media.id)
        else:
            keep_stills(self.folder, query.media.id, query.stills)

    def _places(self, media_id: str) -> Iterator[Path]:
        sent = self.folder / UPLOADS / media_id
        if sent.is_dir():
            yield from sorted(sent.iterdir())
        yield from (Path(one.path) for one in self.archive.cases.footage(media_id) if one.path)


_guard: Final = threading.Lock()
_digests: Final[dict[tuple[str, int, int, int], str]] = {}
"""The SHA-256 of files that were asked for, by path, inode, size and time of change."""

_MOST_DIGESTS: Final = 10_000


def _holds(path: Path, media: Media) -> bool:
    """Whether the file at `path` is this footage, byte for byte."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size != media.size_bytes:
            return False
        key = (str(path), found.st_ino, found.st_size, found.st_mtime_ns)
        with _guard:
            known = _digests.get(key)
        if known is None:
            known = _digest(path)
            with _guard:
                if len(_digests) >= _MOST_DIGESTS:
                    _digests.clear()
                _digests[key] = known
    except (OSError, ValueError):
        # Gone, unreadable, or a path that no file can have.
        return False
    return known == media.id


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
