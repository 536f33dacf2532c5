"""The parts of a picture that are described on their own, so that a crop, an inset or a split screen finds its source.

The archive describes whole pictures; a query is looked at in parts as well, since what it hides in a corner fills the
frame of its source. Mirrors need no view of their own: SSCD keeps .94 on mirrored pairs.

Source: views ladder in MATCHING, section 2 (pair micro-AP .900 with the whole frame only, .993 with parts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.model.descriptor import View

if TYPE_CHECKING:
    from numpy.typing import NDArray

_THIRD: Final = 0.42
"""Side of the small parts: a third of the frame and the margin by which an inset may miss the grid."""


def _small_parts() -> tuple[View, ...]:
    starts = (0.0, (1 - _THIRD) / 2, 1 - _THIRD)
    return tuple(
        View(f"part {column + 1}.{row + 1}", (x, y, x + _THIRD, y + _THIRD))
        for row, y in enumerate(starts)
        for column, x in enumerate(starts)
    )


QUERY_VIEWS: Final[tuple[View, ...]] = (
    View("centre", (0.2, 0.2, 0.8, 0.8)),
    View("left half", (0.0, 0.0, 0.5, 1.0)),
    View("right half", (0.5, 0.0, 1.0, 1.0)),
    View("upper half", (0.0, 0.0, 1.0, 0.5)),
    View("lower half", (0.0, 0.5, 1.0, 1.0)),
    View("middle column", (0.3, 0.0, 0.7, 1.0)),
    View("middle row", (0.0, 0.25, 1.0, 0.75)),
    View("upper left", (0.0, 0.0, 0.5, 0.5)),
    View("upper right", (0.5, 0.0, 1.0, 0.5)),
    View("lower left", (0.0, 0.5, 0.5, 1.0)),
    View("lower right", (0.5, 0.5, 1.0, 1.0)),
    *_small_parts(),
    View("turned 90", turn_deg=90),
    View("turned 180", turn_deg=180),
    View("turned 270", turn_deg=270),
    View("inverted", inverted=True),
)
"""What is described of every sampled frame of a query, besides the whole and its trimmed picture."""


def cut(rgb: NDArray[np.uint8], view: View) -> NDArray[np.uint8]:
    """The picture (h, w, 3) that a view shows of a frame (height, width, 3): cropped, then turned, then inverted."""
    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = view.box
    left, top = round(x0 * width), round(y0 * height)
    part = rgb[top : max(top + 1, round(y1 * height)), left : max(left + 1, round(x1 * width))]
    if view.turn_deg:
        part = np.rot90(part, k=-view.turn_deg // 90)
    if view.inverted:
        part = 255 - part
    return np.ascontiguousarray(part)
