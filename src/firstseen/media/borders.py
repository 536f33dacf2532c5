"""Bars, banners and blurred fill around the picture: where the footage itself lies within the frame.

Three kinds of border, each found on brightness 320 pixels wide: one colour (letterbox, pillarbox); drawings that stand
still while the inside moves (a banner, a page around a video); the footage itself blurred and blown up to fill the
sides.
A border ends at a straight edge along the whole side, so that a clear sky or a wall is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firstseen.model.descriptor import Box

    Gray = NDArray[np.float32]
    Line = NDArray[np.float32]

_LONG_PX: Final = 320
_SMALLEST_SIDE_PX: Final = 24
_SMALLEST_BAND: Final = 0.03  # thinner borders hardly move the descriptor
_SMALLEST_INSIDE: Final = 0.15
_SAME_BOX: Final = 0.015

_ONE_COLOUR: Final = 9.0  # coding noise and a soft edge stay within
_ROW_SHARE: Final = 0.97  # of a row's pixels have the border's colour: a small logo may lie on it

_STEP_SHARE: Final = 0.25  # of the side's length steps from the border to the footage in one picture
_AGREEING: Final = 0.3  # the border reaches as far as in this share of a shot's pictures, at least

_FEWEST_STATIC: Final = 4  # pictures, to call anything still
_MOVES: Final = 12.0  # brightness changes by more: coding noise does not
_STILL_ROW: Final = 0.03
_INSIDE_MOVES: Final = 0.25
_EDGE_STEP: Final = 6.0
_EDGE_SHARE: Final = 0.6  # of the side's length shows the edge

_BLURRED: Final = 0.35  # sharpness outside over inside
_BLURRED_EDGE: Final = 2.5
_ASYMMETRY: Final = 0.06


def trimmed_boxes(frames: Sequence[NDArray[np.uint8]], shots: Sequence[int]) -> list[Box | None]:
    """For each of some successive frames (height, width, 3) uint8 of one size, the box inside its borders, or None.

    `shots` numbers the shot of each frame: borders of one colour may change from shot to shot (a compilation), the
    others are looked for over all frames together.
    """
    grays = [_gray(frame) for frame in frames]
    if not grays or min(grays[0].shape) < _SMALLEST_SIDE_PX:
        return [None] * len(frames)
    bands_of: dict[int, list[tuple[float, ...]]] = {}
    for gray, shot in zip(grays, shots, strict=True):
        bands_of.setdefault(shot, []).append(_plain_bands(gray))
    plain = {shot: _agreed(found) for shot, found in bands_of.items()}
    drawn = _drawn_bands(grays)
    boxes = []
    for shot in shots:
        bands = tuple(map(max, plain[shot], drawn))
        boxes.append(_box(bands))
    return boxes


def _agreed(found: list[tuple[float, ...]]) -> tuple[float, ...]:
    """One set of bands for a shot: dark moments make them too wide, dark corners hide them, both in few pictures."""
    return tuple(sorted(side)[int(_AGREEING * len(side))] for side in zip(*found, strict=True))


def snapped(box: Box, known: Sequence[Box]) -> Box:
    """The box in `known` that is the same but for a pixel or two of wobble; `box` itself when there is none."""
    for other in known:
        if max(abs(a - b) for a, b in zip(box, other, strict=True)) <= _SAME_BOX:
            return other
    return box


def _gray(frame: NDArray[np.uint8]) -> Gray:
    height, width = frame.shape[:2]
    scale = min(1.0, _LONG_PX / max(height, width))
    gray = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _box(bands: tuple[float, ...]) -> Box | None:
    """Box from the shares (left, top, right, bottom) taken by borders, thin ones left alone."""
    left, top, right, bottom = (band if band >= _SMALLEST_BAND else 0.0 for band in bands)
    box = (round(left, 3), round(top, 3), round(1 - right, 3), round(1 - bottom, 3))
    if box == (0.0, 0.0, 1.0, 1.0):
        return None
    if box[2] - box[0] < _SMALLEST_INSIDE or box[3] - box[1] < _SMALLEST_INSIDE:
        return None
    return box


def _plain_bands(gray: Gray) -> tuple[float, ...]:
    """Shares (left, top, right, bottom) of one colour at the four sides of one picture."""
    height, width = gray.shape
    top, bottom = _band(gray), _band(gray[::-1])
    inside = gray[top : height - bottom]
    if len(inside) < _SMALLEST_SIDE_PX // 2:
        return 0.0, 0.0, 0.0, 0.0
    left, right = _band(inside.T), _band(inside.T[::-1])
    if left and right and not top and not bottom:
        # A pillarbox may hide a letterbox of another colour within.
        inner = gray[:, left : width - right]
        top, bottom = _band(inner), _band(inner[::-1])
    return left / width, top / height, right / width, bottom / height


def _band(lines: Gray) -> int:
    """How many lines from the first on have the colour of the first, up to an edge; 0 when it fades away."""
    colour = float(np.median(lines[0]))
    share = (np.abs(lines - colour) <= _ONE_COLOUR).mean(axis=1)
    other = np.flatnonzero(share < _ROW_SHARE)
    if not len(other) or not other[0]:
        return 0
    end = int(other[0])
    step = np.abs(lines[min(end + 1, len(lines) - 1)] - lines[max(0, end - 2)])
    # A border ends within three lines; a sky turns paler little by little.
    return end + 1 if float((step > _EDGE_STEP).mean()) > _STEP_SHARE else 0


def _drawn_bands(grays: list[Gray]) -> tuple[float, ...]:
    if len(grays) < _FEWEST_STATIC:
        return 0.0, 0.0, 0.0, 0.0
    stack = np.stack(grays)
    still = _still_bands(stack)
    return still if any(still) else _blurred_bands(stack)


def _still_bands(stack: NDArray[np.float32]) -> tuple[float, ...]:
    """Shares at the four sides where nothing moves, ending at a straight edge, around an inside that does."""
    low, high = np.partition(stack, (1, len(stack) - 2), axis=0)[[1, -2]]
    moves = (high - low) > _MOVES
    rows, columns = _extent(moves.mean(axis=1)), _extent(moves.mean(axis=0))
    if rows is None or columns is None:
        return 0.0, 0.0, 0.0, 0.0
    (top, bottom), (left, right) = rows, columns
    if float(moves[top:bottom, left:right].mean()) < _INSIDE_MOVES:
        return 0.0, 0.0, 0.0, 0.0
    mean = stack.mean(axis=0)
    height, width = mean.shape
    across, down = np.abs(np.diff(mean, axis=1)), np.abs(np.diff(mean, axis=0))
    edges = (
        _edge_share(across[top:bottom], left),
        _edge_share(down[:, left:right].T, top),
        _edge_share(across[top:bottom], right),
        _edge_share(down[:, left:right].T, bottom),
    )
    # With two sure edges the frame is sure, and an edge that dark footage half hides may count.
    needed = _EDGE_SHARE if sum(edge >= _EDGE_SHARE for edge in edges) < 2 else _EDGE_SHARE / 2  # noqa: PLR2004
    bands = left / width, top / height, 1 - right / width, 1 - bottom / height
    return tuple(band if edge >= needed else 0.0 for band, edge in zip(bands, edges, strict=True))


def _extent(moving_share: Line) -> tuple[int, int] | None:
    """First and past-the-last line that moves."""
    moving = np.flatnonzero(moving_share > _STILL_ROW)
    return (int(moving[0]), int(moving[-1]) + 1) if len(moving) else None


def _edge_share(gradient: Gray, position: int) -> float:
    """How much of column `position` of a gradient (lines, positions) is an edge, 0 to 1."""
    near = gradient[:, max(0, position - 2) : position + 2]
    return float((near.max(axis=1) > _EDGE_STEP).mean()) if near.size else 0.0


def _blurred_bands(stack: NDArray[np.float32]) -> tuple[float, ...]:
    """Shares at two opposite sides that are far less sharp than the middle, ending at straight edges."""
    chosen = stack[:: max(1, len(stack) // 8)]
    fine = np.mean([np.abs(gray - cv2.GaussianBlur(gray, (0, 0), 1.2)) for gray in chosen], axis=0)
    across = np.mean([np.abs(np.diff(gray, axis=1)) for gray in chosen], axis=0)
    down = np.mean([np.abs(np.diff(gray, axis=0)) for gray in chosen], axis=0)
    sides = _blurred_pair(fine, across)
    if sides is not None:
        return sides[0], 0.0, sides[1], 0.0
    ends = _blurred_pair(fine.T, down.T)
    return (0.0, ends[0], 0.0, ends[1]) if ends is not None else (0.0, 0.0, 0.0, 0.0)


def _blurred_pair(fine: Gray, gradient: Gray) -> tuple[float, float] | None:
    """Shares before and after a sharp middle, along the second axis; None without two straight edges."""
    length = fine.shape[1]
    edge = gradient.mean(axis=0)
    low, high = round(_SMALLEST_BAND * length), round(0.45 * length)
    first = low + int(np.argmax(edge[low:high]))
    last = length - 2 - (low + int(np.argmax(edge[::-1][low:high]))) + 1
    if abs(first + 1 - (length - last)) > _ASYMMETRY * length:
        return None
    sharp = fine.mean(axis=0)
    outside = np.concatenate([sharp[: first - 2], sharp[last + 2 :]])
    inside = sharp[first + 3 : last - 2]
    if len(outside) < 4 or len(inside) < 4 or float(outside.mean()) > _BLURRED * float(inside.mean()):  # noqa: PLR2004
        return None
    around = np.concatenate([gradient[:, : first - 2], gradient[:, last + 2 :]], axis=1).mean(axis=1)
    stands_out = [
        gradient[:, max(0, at - 1) : at + 2].max(axis=1) > _BLURRED_EDGE * around + 1.0
        for at in (first, last - 1)
    ]
    if min(float(side.mean()) for side in stands_out) < _EDGE_SHARE:
        return None
    return (first + 1) / length, (length - last) / length
