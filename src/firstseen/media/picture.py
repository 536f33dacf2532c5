"""One decoded picture, converted only as far as it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame
    from numpy.typing import NDArray

_FULL_RANGE: Final = 2  # AVCOL_RANGE_JPEG
_LIMITED_RANGE: Final = 1  # AVCOL_RANGE_MPEG
_EIGHT_BIT_LUMA: Final = frozenset(
    "yuv420p yuv422p yuv444p yuv411p yuv410p yuv440p yuvj420p yuvj422p yuvj444p yuvj411p yuvj440p "
    "yuva420p yuva422p yuva444p nv12 nv21 nv16 nv24 gray gray8".split()
)
_SIXTEEN_BIT_SHIFT: Final = {
    **{f"yuv{s}p{b}le": b - 8 for s in (420, 422, 444, 440) for b in (9, 10, 12, 14, 16)},
    **{f"yuva{s}p{b}le": b - 8 for s in (420, 422, 444) for b in (9, 10, 12, 16)},
    **{f"gray{b}le": b - 8 for b in (9, 10, 12, 14, 16)},
    **{f"p{s}{b}le": 8 for s in (0, 2, 4) for b in (10, 12, 16)},
}
_PACKED_RGB: Final = {"rgb24": 3, "bgr24": 3, "rgba": 4, "bgra": 4, "rgb0": 4, "bgr0": 4}
_WITH_ALPHA: Final = ("rgba", "bgra", "argb", "abgr", "pal8", "ya8", "yuva", "gbrap")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a stored picture is turned into the picture as shown.

    `turn_deg` is clockwise (0, 90, 180, 270), applied after `mirrored` (left and right swapped); `pixel_aspect` is the
    width of a stored pixel in heights of it.
    """

    turn_deg: int = 0
    mirrored: bool = False
    pixel_aspect: float = 1.0

    def shown_size(self, width_px: int, height_px: int) -> tuple[int, int]:
        """(width, height) as shown of a picture stored as `width_px` × `height_px`."""
        width = max(1, round(width_px * self.pixel_aspect))
        return (height_px, width) if self.turn_deg % 180 else (width, height_px)

    def applied(self, stored: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture (height, width[, 3]) mirrored and turned; its pixels are not resized."""
        shown = stored[:, ::-1] if self.mirrored else stored
        return np.rot90(shown, -self.turn_deg // 90) if self.turn_deg else shown


class Picture:
    """A decoded picture at `time_s` seconds of presentation time from the first picture; shown for `duration_s`."""

    def __init__(self, time_s: float, duration_s: float, frame: VideoFrame, shape: Shape) -> None:
        self.time_s = time_s
        self.duration_s = duration_s
        self.is_key = bool(frame.key_frame)
        self.frame = frame
        self._shape = shape

    @cached_property
    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, 3) uint8 as shown: fields blended, turned, square pixels."""
        stored = _rgb_of(self.frame)
        if self.frame.interlaced_frame and len(stored) > 2:  # noqa: PLR2004 - three lines to blend
            stored = _fields_blended(stored)
        shown = self._shape.applied(_square(stored, self._shape.pixel_aspect))
        return np.ascontiguousarray(shown)

    def luma(self, at_least: tuple[int, int]) -> NDArray[np.uint8]:
        """Brightness (height, width) uint8 as stored, thinned while it keeps `at_least` (width, height) pixels.

        Thinning takes every n-th pixel, which costs a fraction of averaging; use `upright` to turn the result.
        """
        plane = _luma_plane(self.frame)
        wide, high = at_least
        step_x, step_y = max(1, plane.shape[1] // wide), max(1, plane.shape[0] // high)
        thin = plane[step_y // 2 :: step_y, step_x // 2 :: step_x]
        shift = _SIXTEEN_BIT_SHIFT.get(self.frame.format.name, 0) if plane.dtype == np.uint16 else 0
        if plane.dtype == np.uint16:
            return np.ascontiguousarray(thin >> shift).astype(np.uint8)
        return np.ascontiguousarray(thin)

    @property
    def limited_range(self) -> bool:
        """Whether brightness runs from 16 to 235 instead of 0 to 255."""
        name = self.frame.format.name
        if self.frame.color_range in {_FULL_RANGE, _LIMITED_RANGE}:
            return int(self.frame.color_range) == _LIMITED_RANGE and name.startswith(("yuv", "nv", "p0", "p2"))
        return name.startswith(("yuv4", "yuva", "nv", "p0", "p2", "p4"))

    def upright(self, small: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A picture made from `luma` turned as shown."""
        return np.ascontiguousarray(self._shape.applied(small))


def _luma_plane(frame: VideoFrame) -> NDArray[np.uint8] | NDArray[np.uint16]:
    name = frame.format.name
    plane = frame.planes[0]
    if plane.line_size > 0:
        if name in _EIGHT_BIT_LUMA:
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            return rows[: frame.height, : frame.width]
        if name in _SIXTEEN_BIT_SHIFT:
            wide = np.frombuffer(plane, np.uint16).reshape(-1, plane.line_size // 2)
            return wide[: frame.height, : frame.width]
        if name in _PACKED_RGB:
            # Green alone stands for brightness: it is 59 % of it, and one strided view.
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            return rows[: frame.height, 1 : frame.width * _PACKED_RGB[name] : _PACKED_RGB[name]]
    gray: NDArray[np.uint8] = np.asarray(frame.reformat(format="gray", threads=1).to_ndarray(), dtype=np.uint8)
    return gray


def _rgb_of(frame: VideoFrame) -> NDArray[np.uint8]:
    if frame.format.name.startswith(_WITH_ALPHA):
        rgba = np.asarray(frame.reformat(format="rgba", threads=1).to_ndarray(), dtype=np.uint8)
        return on_white(rgba)
    return np.asarray(frame.reformat(format="rgb24", threads=1).to_ndarray(), dtype=np.uint8)


def on_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture with transparency laid on white, as a web page shows it: (height, width, 4) to (height, width, 3)."""
    alpha = rgba[:, :, 3:].astype(np.uint16)
    if alpha.size and alpha.min() == 255:  # noqa: PLR2004 - opaque
        return np.ascontiguousarray(rgba[:, :, :3])
    laid = (rgba[:, :, :3].astype(np.uint16) * alpha + 255 * (255 - alpha) + 127) // 255
    return laid.astype(np.uint8)


def _fields_blended(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each line averaged with its neighbours (1 2 1): two fields 20 ms apart no longer comb."""
    return np.asarray(cv2.sepFilter2D(rgb, -1, np.ones(1), np.array([0.25, 0.5, 0.25])), dtype=np.uint8)


def _square(rgb: NDArray[np.uint8], pixel_aspect: float) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    wanted = max(1, round(width * pixel_aspect))
    if wanted == width:
        return rgb
    return np.asarray(cv2.resize(rgb, (wanted, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
