"""Things laid over footage: captions in English and Arabic, banners, logos, stickers, pages of a social network."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmark.edits import PixelEdit
from benchmark.reader import Rgb
from benchmark.stream import Box

ENGLISH = (
    "BREAKING: explosion heard downtown",
    "Footage from this morning, share before it is deleted",
    "Thousands gather in the square tonight",
    "LIVE | Clashes continue near the border",
    "You will not see this on the news",
    "Video shows the moment of the strike",
    "Flood waters reach the market",
    "Witness: it happened in seconds",
)
ARABIC = (
    "عاجل: انفجار وسط المدينة قبل قليل",
    "شاهد قبل الحذف: لحظة وصول القوات",
    "آلاف المتظاهرين في الساحة الليلة",
    "مشاهد حصرية من موقع الحادث",
    "فيديو يوثق لحظة سقوط الصاروخ ٢٠٢٤",
    "اللهم سلّم أهلنا في كل مكان",
    "مباشر | اشتباكات عند الحدود",
)


@lru_cache(maxsize=64)
def font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    """DejaVu Sans (it has Arabic letters), from the system's fonts."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    try:
        return ImageFont.truetype(name, size_px, layout_engine=ImageFont.Layout.RAQM)
    except OSError as error:
        raise FileNotFoundError(f"the font {name} is missing: install fonts-dejavu-core") from error


def is_arabic(text: str) -> bool:
    """Whether the text holds Arabic letters."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def write(
    draw: ImageDraw.ImageDraw,
    text: str,
    xy: tuple[float, float],
    size_px: int,
    fill: tuple[int, ...],
    *,
    bold: bool = True,
    outline: int = 0,
    anchor: str = "mm",
) -> None:
    """One line of text, shaped and right to left where it is Arabic."""
    direction, language = ("rtl", "ar") if is_arabic(text) else ("ltr", "en")
    draw.text(
        xy,
        text,
        font=font(size_px, bold),
        fill=fill,
        anchor=anchor,
        direction=direction,
        language=language,
        stroke_width=outline,
        stroke_fill=(0, 0, 0, 255),
    )


def wrapped(text: str, size_px: int, width_px: float) -> list[str]:
    """The text in lines no wider than `width_px`."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(size_px, True).getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


Painter = Callable[[ImageDraw.ImageDraw, int, int], None]


def overlay(paint: Painter) -> PixelEdit:
    """What `paint(draw, width, height)` draws, laid over every picture (drawn once per size)."""
    kept: dict[tuple[int, int], tuple[tuple[slice, slice], np.ndarray, np.ndarray]] = {}

    def prepare(width: int, height: int) -> tuple[tuple[slice, slice], np.ndarray, np.ndarray]:
        sheet = Image.new("RGBA", (width, height), (0, 0, 0, 0))
        paint(ImageDraw.Draw(sheet), width, height)
        whole = np.asarray(sheet)
        rows, columns = np.nonzero(whole[..., 3].any(1))[0], np.nonzero(whole[..., 3].any(0))[0]
        if not len(rows):
            return (slice(0, 0), slice(0, 0)), np.zeros((0, 0, 3), np.uint16), np.zeros((0, 0, 1), np.uint16)
        area = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        alpha = whole[area][..., 3:].astype(np.uint16)
        return area, whole[area][..., :3].astype(np.uint16) * alpha, 255 - alpha

    def edit(rgb: Rgb) -> Rgb:
        size = rgb.shape[1], rgb.shape[0]
        if size not in kept:
            kept[size] = prepare(*size)
        area, ink, rest = kept[size]
        out = rgb.copy()
        out[area] = ((out[area].astype(np.uint16) * rest + ink) // 255).astype(np.uint8)
        return out

    return edit


def caption(text: str, centre_y: float, size: float, box: bool) -> PixelEdit:
    """Lines of text across the picture; `size` is a share of its height."""

    def paint(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        size_px = max(9, int(size * height))
        lines = wrapped(text, size_px, 0.9 * width)
        step = size_px * 1.35
        top = centre_y * height - step * (len(lines) - 1) / 2
        if box:
            draw.rectangle(
                (0.03 * width, top - step * 0.7, 0.97 * width, top + step * (len(lines) - 0.3)),
                fill=(0, 0, 0, 200),
            )
        for row, line in enumerate(lines):
            write(
                draw,
                line,
                (width / 2, top + row * step),
                size_px,
                (255, 255, 255, 255),
                outline=0 if box else max(1, size_px // 12),
            )

    return overlay(paint)


def banner(title: str, ticker: str, colour: tuple[int, int, int], height_share: float) -> PixelEdit:
    """A news channel's lower third: a bar with a headline, a ticker and a channel mark."""

    def paint(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        top = height * (1 - height_share)
        split = height * (1 - height_share * 0.38)
        draw.rectangle((0, top, width, split), fill=(*colour, 255))
        draw.rectangle((0, split, width, height), fill=(240, 240, 240, 255))
        size_px = max(9, int(height * height_share * 0.34))
        write(draw, title[:40], (width / 2, (top + split) / 2), size_px, (255, 255, 255, 255))
        write(
            draw,
            ticker[:60],
            (width / 2, (split + height) / 2),
            max(8, int(size_px * 0.7)),
            (20, 20, 20, 255),
        )
        mark = (0.84 * width, 0.05 * height, 0.97 * width, 0.14 * height)
        draw.rectangle(mark, fill=(*colour, 230))
        write(
            draw,
            "NEWS24",
            ((mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2),
            max(8, int(0.045 * height)),
            (255, 255, 255, 255),
        )

    return overlay(paint)


def running_text(text: str, size: float) -> Callable[[Rgb, float], Rgb]:
    """A band along the bottom whose text has run `shift` of the picture's width; `size` is a share of the height."""
    kept: dict[tuple[int, int], Rgb] = {}

    def edit(rgb: Rgb, shift: float) -> Rgb:
        height, width = rgb.shape[:2]
        tall = max(12, int(size * height))
        if (height, width) not in kept:
            sheet = Image.new("RGB", (max(2 * width, 40 * tall), tall), (160, 15, 25))
            for n in range(4):
                write(
                    ImageDraw.Draw(sheet),
                    text,
                    (sheet.width * (n + 0.5) / 4, tall / 2),
                    int(tall * 0.6),
                    (255, 255, 255),
                )
            kept[height, width] = np.asarray(sheet, np.uint8)
        band = kept[height, width]
        start = int(shift * width) % (band.shape[1] - width)
        out = rgb.copy()
        out[height - tall :] = band[:, start : start + width]
        return out

    return edit


def logo(text: str, x: float, y: float, size: float, opacity: float) -> PixelEdit:
    """A watermark."""

    def paint(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        write(
            draw,
            text,
            (x * width, y * height),
            max(9, int(size * height)),
            (255, 255, 255, int(255 * opacity)),
        )

    return overlay(paint)


def sticker(x: float, y: float, radius: float, kind: str) -> PixelEdit:
    """A face, a heart or an arrow in flat colours; `radius` is a share of the height."""

    def paint(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        r, cx, cy = radius * height, x * width, y * height
        if kind == "face":
            draw.ellipse(
                (cx - r, cy - r, cx + r, cy + r), fill=(255, 205, 40, 255), outline=(120, 80, 0, 255)
            )
            for side in (-0.4, 0.4):
                draw.ellipse(
                    (cx + side * r - r / 7, cy - r / 2.5, cx + side * r + r / 7, cy), fill=(60, 30, 0, 255)
                )
            draw.arc(
                (cx - r * 0.6, cy - r * 0.3, cx + r * 0.6, cy + r * 0.7),
                20,
                160,
                fill=(60, 30, 0, 255),
                width=4,
            )
        elif kind == "heart":
            draw.ellipse((cx - r, cy - r * 0.8, cx, cy + r * 0.2), fill=(220, 20, 60, 255))
            draw.ellipse((cx, cy - r * 0.8, cx + r, cy + r * 0.2), fill=(220, 20, 60, 255))
            draw.polygon([(cx - r * 0.95, cy), (cx + r * 0.95, cy), (cx, cy + r)], fill=(220, 20, 60, 255))
        else:
            draw.polygon(
                [
                    (cx - r, cy - r * 0.3),
                    (cx, cy - r * 0.3),
                    (cx, cy - r * 0.8),
                    (cx + r, cy),
                    (cx, cy + r * 0.8),
                    (cx, cy + r * 0.3),
                    (cx - r, cy + r * 0.3),
                ],
                fill=(230, 0, 0, 255),
            )

    return overlay(paint)


def page(width: int, height: int, box: Box, texts: tuple[str, str, str], dark: bool) -> Rgb:
    """A social network's page, as a screenshot shows it, with room for the footage in `box` (0–1)."""
    back, ink, pale = (
        ((24, 25, 28), (235, 235, 235), (120, 124, 130))
        if dark
        else ((255, 255, 255), (25, 25, 25), (130, 135, 140))
    )
    sheet = Image.new("RGB", (width, height), back)
    draw = ImageDraw.Draw(sheet)
    unit = min(width, height) / 24
    top, bottom = box[1] * height, box[3] * height
    draw.ellipse((unit, max(2, top - 3.6 * unit), 2.6 * unit, max(4, top - 2 * unit)), fill=(70, 130, 200))
    size_px = max(9, int(unit * 0.85))
    write(draw, texts[0], (3 * unit, max(unit, top - 2.8 * unit)), size_px, (*ink, 255), anchor="lm")
    right = is_arabic(texts[1])
    where = (width - unit, top - unit) if right else (unit, top - unit)
    write(draw, texts[1][:44], where, size_px, (*ink, 255), bold=False, anchor="rm" if right else "lm")
    for column in range(4):
        x = (0.12 + 0.25 * column) * width
        draw.rounded_rectangle(
            (x - unit, bottom + 0.6 * unit, x + unit, bottom + 1.6 * unit), 4, outline=pale, width=2
        )
    write(
        draw,
        texts[2],
        (unit, min(height - unit, bottom + 2.8 * unit)),
        size_px,
        (*pale, 255),
        bold=False,
        anchor="lm",
    )
    return np.asarray(sheet, np.uint8).copy()
