"""Evidence, media and descriptions made by hand: what a test does not name speaks for the same footage."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firstseen.model.descriptor import (
    Description,
    Descriptors,
    Miniatures,
    PdqHashes,
    SoundLandmarks,
    Stills,
    View,
)
from firstseen.model.media import Media
from firstseen.trace.align import Line
from firstseen.trace.geometry import PlaneMap
from firstseen.trace.motion import Fit
from firstseen.trace.verify import Evidence


def media(name: str = "reference", duration_s: float = 100.0) -> Media:
    return Media(name, f"{name}.mp4", 1, "video", duration_s, 320, 240, 25.0, 0, "mp4", "h264", "")


def description(
    name: str = "reference",
    duration_s: float = 100.0,
    *,
    interval_s: float = 1.0,
    pictures: Descriptors | None = None,
    miniatures: Miniatures | None = None,
    stills: Stills | None = None,
) -> Description:
    """A description that holds what is given and is empty otherwise."""
    times_s = np.arange(0.0, duration_s, interval_s)
    nothing = np.empty(0)
    some = Descriptors(
        "made by hand",
        times_s,
        np.zeros((len(times_s), 4), np.float32),
        np.zeros(len(times_s), np.int16),
        (View("full"),),
    )
    return Description(
        media=media(name, duration_s),
        folder=Path(),
        interval_s=interval_s,
        pictures=pictures or some,
        pdq=PdqHashes(nothing, np.empty((0, 32), np.uint8), np.empty(0, np.uint8)),
        sound=SoundLandmarks("made by hand", np.empty(0, np.uint32), np.empty(0, np.float32)),
        miniatures=miniatures or Miniatures(nothing, np.empty((0, 18, 32), np.uint8)),
        stills=stills or Stills(Path(), nothing, np.zeros(1, np.int64)),
        cuts_s=(),
        gated=(),
        losses=(),
    )


def line(
    start_s: float = 0.0,
    end_s: float = 10.0,
    *,
    speed: float = 1.0,
    offset_s: float = 20.0,
    cosine: float = 0.85,
    support: float | None = None,
) -> Line:
    """A line with a frame pair each half second, all of weight one."""
    frames = np.arange(max(1, round(2 * (end_s - start_s))), dtype=np.intp)
    weight = float(len(frames)) if support is None else support
    return Line(speed, offset_s, start_s, end_s, weight, cosine, frames, frames.copy())


def plane(inliers: int = 150, matrix: NDArray[np.float64] | None = None) -> PlaneMap:
    return PlaneMap(np.eye(3) if matrix is None else matrix, inliers, 2 * inliers)


def moving(correlation: float = 0.9, *, energy: float = 6.0, rival: float = 0.1, **where: float) -> Fit:
    return Fit(where.get("speed", 1.0), where.get("offset_s", 20.0), correlation, energy, rival)


def evidence(
    inliers: int = 150, fit: Fit | None = None, *, along: Line | None = None, **changes: Any
) -> Evidence:
    """Evidence along a line; `changes` are fields of it."""
    along = along or line()
    fields: dict[str, Any] = {
        "line": along,
        "plane": plane(inliers),
        "inliers": inliers,
        "second_inliers": inliers * 2 // 3,
        "fit": fit,
        "agreement": 0.95,
        "speed": along.speed,
        "offset_s": along.offset_s,
        "start_s": along.start_s,
        "end_s": along.end_s,
        "sound_votes": 0,
        "best_pair": (along.start_s, along.reference_s(along.start_s)),
    }
    return Evidence(**(fields | changes))
