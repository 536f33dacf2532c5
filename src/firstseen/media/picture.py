"""One decoded picture, converted only as far as it is asked for."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from av import VideoFrame
    from numpy.typing import NDArray

_FULL_RANGE: Final = 2  # AVCOL_RANGE_JPEG
_PQ: Final = 16  # AVCOL_TRC_SMPTE2084
_EIGHT_BIT_LUMA: Final = frozenset(
    {
        *(f"yuv{s}p" for s in (410, 411, 420, 422, 440, 444)),
        *(f"yuvj{s}p" for s in (411, 420, 422, 440, 444)),
        *(f"yuva{s}p" for s in (420, 422, 444)),
        *("nv12", "nv21", "nv16", "nv24", "gray"),
    }
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

    def __init__(
        self, time_s: float, duration_s: float, frame: VideoFrame, shape: Callable[[], Shape]
    ) -> None:
        self.time_s = time_s
        self.duration_s = duration_s
        self.is_key = bool(frame.key_frame)
        self.frame = frame
        self._shape_of = shape

    @functools.cached_property
    def _shape(self) -> Shape:
        # Most pictures go by without being turned to anything: only those that are looked at ask.
        return self._shape_of()

    @functools.cached_property
    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, 3) uint8 as shown: fields blended, turned, square pixels."""
        stored = _rgb_of(self.frame)
        if self.frame.interlaced_frame and len(stored) > 2:  # noqa: PLR2004 - three lines to blend
            stored = _fields_blended(stored)
        if self.frame.color_trc == _PQ:
            stored = _looked_up(stored, _brightness(limited=False, pq=True))
        shown = self._shape.applied(_square(stored, self._shape.pixel_aspect))
        return np.ascontiguousarray(shown)

    def luma(self, at_least: tuple[int, int]) -> NDArray[np.uint8]:
        """Brightness 0..255 (height, width) uint8 as shown, thinned while it keeps `at_least` (width, height) pixels.

        Thinning takes every n-th pixel, which costs a fraction of averaging.
        """
        thin = self._shape.applied(self.raw_luma(at_least))
        table = _brightness(limited=self._limited_range, pq=self.frame.color_trc == _PQ)
        return (
            np.ascontiguousarray(thin) if table is None else np.asarray(cv2.LUT(thin, table), dtype=np.uint8)
        )

    def raw_luma(self, at_least: tuple[int, int]) -> NDArray[np.uint8]:
        """Like `luma`, but neither turned nor brought to full range: enough to see that something changed."""
        plane = _luma_plane(self.frame)
        wide, high = at_least
        step_x, step_y = max(1, plane.shape[1] // wide), max(1, plane.shape[0] // high)
        thin = plane[step_y // 2 :: step_y, step_x // 2 :: step_x]
        shift = _SIXTEEN_BIT_SHIFT[self.frame.format.name] if plane.dtype == np.uint16 else 0
        return np.ascontiguousarray(thin >> shift if shift else thin, dtype=np.uint8)

    @property
    def _limited_range(self) -> bool:
        """Whether brightness runs from 16 to 235 instead of 0 to 255, as it does in video unless it says otherwise."""
        name = self.frame.format.name
        coded = name.startswith(("yuv", "nv", "p0", "p2", "p4")) and not name.startswith("yuvj")
        return coded and self.frame.color_range != _FULL_RANGE


def _looked_up(picture: NDArray[np.uint8], table: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    return picture if table is None else np.asarray(cv2.LUT(picture, table), dtype=np.uint8)


@functools.cache
def _brightness(*, limited: bool, pq: bool) -> NDArray[np.uint8] | None:
    """What each coded brightness means from 0 to 255 on an ordinary screen; None where it means itself."""
    if not limited and not pq:
        return None
    coded = np.arange(256, dtype=np.float64)
    # 16 to 235 is black to white: ITU-R BT.601 and 709.
    full = np.clip((coded - 16) / 219, 0, 1) if limited else coded / 255
    return np.round(255 * (_from_pq(full) if pq else full)).astype(np.uint8)


def _from_pq(coded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Perceptual-quantiser code values (0..1) as they look on a screen without HDR: 203 cd/m² is white.

    As it is coded, HDR video is so pale that the descriptor drifts by a cosine of .13 from the SDR copy.
    Source: SMPTE ST 2084 for the curve, ITU-R BT.2408 for the white.
    """
    power = coded ** (1 / 78.84375)
    nits = 10_000 * (np.clip(power - 0.8359375, 0, None) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    light = nits / 203
    # Above six tenths highlights are rolled off instead of clipped.
    light = np.where(light <= 0.6, light, 0.6 + 0.4 * (1 - np.exp(-(light - 0.6) / 0.4)))  # noqa: PLR2004
    return np.asarray(light ** (1 / 2.2), dtype=np.float64)


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
    gray: NDArray[np.uint8] = np.asarray(
        frame.reformat(format="gray", threads=1).to_ndarray(), dtype=np.uint8
    )
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
