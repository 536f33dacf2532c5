"""Looks: colour, noise, blur, screens filmed off a wall. Each returns a function of one picture."""

from __future__ import annotations

import cv2
import numpy as np

from benchmark.edits import PixelEdit
from benchmark.reader import Rgb


def _rgb(values: object) -> Rgb:
    return np.asarray(np.clip(np.asarray(values), 0, 255), np.uint8)


def grey() -> PixelEdit:
    """Black and white."""
    return lambda rgb: np.asarray(
        cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8
    )


def sepia() -> PixelEdit:
    """Brown, as an old photograph."""
    matrix = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]], np.float32)
    return lambda rgb: np.asarray(cv2.transform(rgb, matrix), np.uint8)


def light(gain: float, offset: float, gamma: float) -> PixelEdit:
    """Contrast, brightness (0–255) and gamma."""
    steps = np.arange(256, dtype=np.float32) / 255
    table = _rgb(255 * steps**gamma * gain + offset)
    return lambda rgb: np.asarray(cv2.LUT(rgb, table), np.uint8)


def colour(hue_degrees: float, saturation: float) -> PixelEdit:
    """Hue turned, saturation multiplied."""

    def edit(rgb: Rgb) -> Rgb:
        hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
        hue = ((hsv[..., 0].astype(np.int16) + round(hue_degrees / 2)) % 180).astype(np.uint8)
        strong = _rgb(hsv[..., 1].astype(np.float32) * saturation)
        return np.asarray(cv2.cvtColor(np.dstack([hue, strong, hsv[..., 2]]), cv2.COLOR_HSV2RGB), np.uint8)

    return edit


def cast(red: float, green: float, blue: float) -> PixelEdit:
    """A colour cast: each channel multiplied."""
    tables = [_rgb(np.arange(256) * k) for k in (red, green, blue)]
    table = np.dstack(tables).reshape(1, 256, 3)
    return lambda rgb: np.asarray(cv2.LUT(rgb, table), np.uint8)


def inverted() -> PixelEdit:
    """A negative."""
    return lambda rgb: np.asarray(cv2.bitwise_not(rgb), np.uint8)


def poster(levels: int) -> PixelEdit:
    """A heavy filter: few colours, dark outlines."""
    step = 256 / levels
    table = _rgb(np.floor(np.arange(256) / step) * step + step / 2)

    def edit(rgb: Rgb) -> Rgb:
        flat = cv2.LUT(cv2.GaussianBlur(rgb, (0, 0), 1.5), table)
        edges = cv2.Canny(rgb, 80, 160)
        flat[edges > 0] = flat[edges > 0] // 3
        return np.asarray(flat, np.uint8)

    return edit


def soft(sigma_px: float) -> PixelEdit:
    """Out of focus."""
    return lambda rgb: np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma_px), np.uint8)


def sharp(amount: float) -> PixelEdit:
    """Sharpened too much."""
    return lambda rgb: np.asarray(
        cv2.addWeighted(rgb, 1 + amount, cv2.GaussianBlur(rgb, (0, 0), 2), -amount, 0), np.uint8
    )


def noise(sigma: float, seed: int) -> PixelEdit:
    """Grain, other in every picture (eight sheets of it, drawn once and moved about)."""
    rng = np.random.default_rng(seed)
    sheet = rng.normal(0, sigma, (700, 900, 1)).astype(np.int16)

    def edit(rgb: Rgb) -> Rgb:
        height, width = rgb.shape[:2]
        grain = np.resize(np.roll(sheet, tuple(rng.integers(0, 600, 2)), (0, 1)), (700, 900, 1))
        tiled = np.tile(grain, (height // 700 + 1, width // 900 + 1, 1))[:height, :width]
        return _rgb(rgb.astype(np.int16) + tiled)

    return edit


def pixelated(block_px: int) -> PixelEdit:
    """Downscaled and blown up again without smoothing."""

    def edit(rgb: Rgb) -> Rgb:
        height, width = rgb.shape[:2]
        small = cv2.resize(
            rgb, (max(1, width // block_px), max(1, height // block_px)), interpolation=cv2.INTER_AREA
        )
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)

    return edit


def vignette(strength: float) -> PixelEdit:
    """Darker towards the corners."""
    kept: dict[tuple[int, int], object] = {}

    def edit(rgb: Rgb) -> Rgb:
        height, width = rgb.shape[:2]
        if (height, width) not in kept:
            y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
            kept[height, width] = (1 - strength * np.minimum(1, (x * x + y * y) / 2))[..., None].astype(
                np.float32
            )
        return _rgb(rgb * kept[height, width])  # type: ignore[operator]

    return edit


def moire(period_px: float, strength: float) -> PixelEdit:
    """The bands between a screen's pixels and a camera's."""
    kept: dict[tuple[int, int], object] = {}

    def edit(rgb: Rgb) -> Rgb:
        height, width = rgb.shape[:2]
        if (height, width) not in kept:
            y, x = np.mgrid[0:height, 0:width].astype(np.float32)
            bands = np.sin(2 * np.pi * (x + 0.35 * y) / period_px) * np.sin(
                2 * np.pi * (y - 0.2 * x) / (period_px * 1.3)
            )
            kept[height, width] = (1 + strength * bands)[..., None].astype(np.float32)
        return _rgb(rgb * kept[height, width])  # type: ignore[operator]

    return edit


def chain(*edits: PixelEdit) -> PixelEdit:
    """One look after another."""

    def edit(rgb: Rgb) -> Rgb:
        for each in edits:
            rgb = each(rgb)
        return rgb

    return edit
