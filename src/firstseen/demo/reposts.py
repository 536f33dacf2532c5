"""Reposts of the demonstration's clips: mirrored with a banner, in a corner, cut into a compilation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from firstseen.media.writing import read_pictures, write_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]

FPS: Final = 12


def make_reposts(folder: Path, clips: dict[str, Path]) -> Iterator[Path]:
    """The reposts that the clips at hand allow, written into `folder`."""
    folder.mkdir(exist_ok=True)
    bikes, bunny, film = (clips.get(name) for name in ("bikes.mp4", "bigbuckbunny.mp4", "test.mp4"))
    if bikes:
        pictures = (captioned(mirrored(p), "BREAKING: filmed today") for p in sized(bikes, (640, 272)))
        yield written(folder / "mirrored.mp4", pictures)
    if bikes and bunny:
        inside = sized(bikes, (640, 272))
        around = sized(bunny, (1280, 720))
        pairs = zip(around, inside, strict=False)
        yield written(folder / "corner.mp4", (_in_corner(outer, inner) for outer, inner in pairs))
    if bikes and film and bunny:
        yield written(folder / "compilation.mp4", _compilation(bikes, film, bunny))


def written(path: Path, pictures: Iterator[Rgb]) -> Path:
    """The pictures as a video at `path`."""
    write_pictures(path, pictures, FPS)
    return path


def _compilation(bikes: Path, film: Path, bunny: Path) -> Iterator[Rgb]:
    size = (640, 360)
    yield from sized(bunny, size, 0.9, 4.9)
    yield from sized(film, size, 61.2, 67.2)
    yield from sized(bikes, size, 3.7, 8.2)


def sized(
    path: Path, size: tuple[int, int], start_s: float = 0.0, end_s: float = float("inf")
) -> Iterator[Rgb]:
    """The pictures of a video in (width, height), with black beside them where the shape differs."""
    for picture in read_pictures(path, FPS, start_s, end_s):
        canvas = Image.new("RGB", size)
        image = Image.fromarray(picture)
        image.thumbnail(size)
        if image.width < size[0] and image.height < size[1]:
            scale = min(size[0] / image.width, size[1] / image.height)
            image = image.resize((round(image.width * scale), round(image.height * scale)))
        canvas.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
        yield np.asarray(canvas)


def mirrored(picture: Rgb) -> Rgb:
    """The picture as in a mirror."""
    return picture[:, ::-1]


def captioned(picture: Rgb, text: str) -> Rgb:
    """The picture with a red banner across its foot."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    draw = ImageDraw.Draw(image)
    top = round(image.height * 0.82)
    draw.rectangle((0, top, image.width, image.height), fill=(170, 20, 25))
    draw.text((16, top + 6), text, fill=(255, 255, 255), font=ImageFont.load_default(image.height * 0.11))
    return np.asarray(image)


def _in_corner(outer: Rgb, inner: Rgb) -> Rgb:
    """`outer` with `inner` in its lower right, at 45 % of the width."""
    image = Image.fromarray(np.ascontiguousarray(outer))
    width = round(image.width * 0.45)
    small = Image.fromarray(np.ascontiguousarray(inner)).resize(
        (width, round(width * inner.shape[0] / inner.shape[1]))
    )
    image.paste(small, (image.width - width - 24, image.height - small.height - 24))
    return np.asarray(image)
