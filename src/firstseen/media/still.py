"""Pictures that do not move: JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP, GIF of one picture."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import ExifTags, Image, ImageOps

from firstseen.errors import UnreadableMedia
from firstseen.media.opening import open_still, own_limits
from firstseen.media.picture import on_white
from firstseen.model.media import EmbeddedDate, Media

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_TURNS: Final = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
_DATE_TAGS: Final = {
    "DateTimeOriginal": ExifTags.Base.DateTimeOriginal,
    "DateTimeDigitized": ExifTags.Base.DateTimeDigitized,
    "DateTime": ExifTags.Base.DateTime,
}
_OFFSET_TAGS: Final = {
    "DateTimeOriginal": ExifTags.Base.OffsetTimeOriginal,
    "DateTimeDigitized": ExifTags.Base.OffsetTimeDigitized,
    "DateTime": ExifTags.Base.OffsetTime,
}
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    KeyError,
    EOFError,
    TypeError,
    MemoryError,
    struct.error,
)


def read_still(path: Path, *, largest_picture_mp: float = 140.0) -> NDArray[np.uint8]:
    """The picture as shown, (height, width, 3) uint8 RGB: turned by EXIF, transparency on white.

    Raises UnreadableMedia when it does not decode to its end.
    """
    image = open_still(path, largest_picture_mp=largest_picture_mp)
    if image is None:
        raise UnreadableMedia(str(path), "it is no picture that can be read")
    try:
        with own_limits(), image:
            return _as_rgb(ImageOps.exif_transpose(image))
    except _BROKEN as problem:
        raise UnreadableMedia(str(path), f"the picture is damaged or cut off ({problem})") from problem


def still_media(image: Image.Image, path: Path, id_: str, size_bytes: int) -> Media:
    """The `Media` of an opened picture. Raises UnreadableMedia when its pixels do not decode."""
    try:
        with own_limits():
            dates, orientation = _exif(image)
            image.load()
    except _BROKEN as problem:
        raise UnreadableMedia(str(path), f"the picture is damaged or cut off ({problem})") from problem
    turn_deg = _TURNS.get(orientation, 0)
    width, height = image.size[::-1] if turn_deg % 180 else image.size
    return Media(
        id=id_,
        name=path.name,
        size_bytes=size_bytes,
        kind="still",
        duration_s=0.0,
        width_px=width,
        height_px=height,
        fps=0.0,
        rotation_deg=turn_deg,
        container=(image.format or "").lower(),
        video_codec=(image.format or "").lower(),
        audio_codec="",
        embedded_dates=dates,
    )


def _exif(image: Image.Image) -> tuple[tuple[EmbeddedDate, ...], int]:
    exif = image.getexif()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    found = []
    for name, tag in _DATE_TAGS.items():
        text = str(inner.get(tag) or exif.get(tag) or "").strip("\0 ")
        zone = str(inner.get(_OFFSET_TAGS[name]) or "").strip("\0 ")
        if text:
            found.append(EmbeddedDate(f"EXIF {name}", f"{text} {zone}".strip()))
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    return tuple(found), orientation if isinstance(orientation, int) else 1


def _as_rgb(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I;16") or image.mode == "I":
        # Sixteen bits a pixel: Pillow would clip everything above 255 to white.
        deep = np.asarray(image).astype(np.int64)
        gray = (np.clip(deep, 0, 65535) >> 8).astype(np.uint8)
        return np.repeat(gray[:, :, None], 3, axis=2)
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return on_white(np.asarray(image.convert("RGBA"), dtype=np.uint8))
    return np.asarray(image.convert("RGB"), dtype=np.uint8)
