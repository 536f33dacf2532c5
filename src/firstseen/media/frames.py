"""Single pictures of a file, at times that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstseen.media.opening import open_still
from firstseen.media.picture import Picture
from firstseen.media.reading import How, Reader
from firstseen.media.still import read_still

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def take_frames(
    path: Path, times_s: Sequence[float], *, longest_s: float = 43_200.0, largest_picture_mp: float = 140.0
) -> list[NDArray[np.uint8]]:
    """The picture on display at each of these times, (height, width, 3) uint8 RGB; the last one for times after it.

    A still is its one picture at any time. Empty for a file without pictures. Raises UnreadableMedia.
    """
    if open_still(path, largest_picture_mp=largest_picture_mp) is not None:
        return [read_still(path, largest_picture_mp=largest_picture_mp)] * len(times_s)
    wanted = sorted(set(times_s))
    found: dict[float, NDArray[np.uint8]] = {}
    last: Picture | None = None
    with Reader(path, How(longest_s=longest_s, largest_picture_mp=largest_picture_mp)) as reader:
        for piece in reader:
            if not isinstance(piece, Picture):
                continue
            while wanted and wanted[0] < piece.time_s + piece.duration_s:
                found[wanted.pop(0)] = piece.rgb
            last = piece
            if not wanted:
                break
    if last is not None:
        found |= dict.fromkeys(wanted, last.rgb)
    return [found[time_s] for time_s in times_s if time_s in found]
