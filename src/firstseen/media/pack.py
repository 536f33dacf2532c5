"""What a pass over a file leaves on disk as it goes: small JPEG pictures and miniatures, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import cv2
import numpy as np

from firstseen.model.descriptor import Miniatures, Stills

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

STILLS_FILE: Final = "stills.pack"
MINIATURES_FILE: Final = "miniatures.raw"


class PackWriter:
    """Writes `stills.pack` and `miniatures.raw` into a folder, which must exist; use it in `with`."""

    def __init__(self, folder: Path, *, still_quality: int) -> None:
        self._folder = folder
        self._quality = still_quality
        self._stills = (folder / STILLS_FILE).open("wb")
        self._miniatures = (folder / MINIATURES_FILE).open("wb")
        self._still_times: list[float] = []
        self._offsets = [0]
        self._miniature_times: list[float] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files."""
        self._stills.close()
        self._miniatures.close()

    def add_still(self, time_s: float, rgb: NDArray[np.uint8]) -> None:
        """Append a small picture (height, width, 3) uint8 as JPEG."""
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, self._quality])
        self._stills.write(jpeg.tobytes())
        self._still_times.append(time_s)
        self._offsets.append(self._offsets[-1] + len(jpeg))

    def add_miniature(self, time_s: float, luma: NDArray[np.uint8]) -> None:
        """Append one miniature."""
        self._miniatures.write(luma.tobytes())
        self._miniature_times.append(time_s)

    def stills(self) -> Stills:
        """The pictures written so far, in order of time."""
        self._stills.flush()
        times_s = np.array(self._still_times, np.float64)
        return Stills(self._folder / STILLS_FILE, times_s, np.array(self._offsets, np.int64))

    def miniatures(self) -> Miniatures:
        """The miniatures written so far, mapped from the file."""
        self._miniatures.flush()
        return map_miniatures(self._folder, np.array(self._miniature_times, np.float64))


def map_miniatures(folder: Path, times_s: NDArray[np.float64]) -> Miniatures:
    """The miniatures in `folder`, mapped into memory; `times_s` says how many."""
    shape = (len(times_s), 18, 32)
    if not len(times_s):
        return Miniatures(times_s, np.zeros(shape, np.uint8))
    return Miniatures(times_s, np.memmap(folder / MINIATURES_FILE, np.uint8, "r", shape=shape))
