"""Pictures made from the evidence: frames side by side with their times below, and a timeline of copies and claim.

What is drawn into them are digits and Latin letters only: words stand in captions and alternative texts, which can be
read aloud, translated and set from right to left.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from firstseen.model.wording import iso_of
from firstseen.publish.charts import axis_of, bar_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.time import PartialDate

_HIGH_PX: Final = 300
_WIDEST_PX: Final = 700
_GAP_PX: Final = 8
_LABEL_PX: Final = 34
_QUALITY: Final = 82
_ROWS: Final = 12
"""Rows of a timeline: more cannot be told apart; the table below names them all."""

_LEFT: Final = 70
_CHART: Final = 620
_ROW: Final = 26
_OPEN: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'font-family="system-ui, sans-serif" font-size="14">'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a file: its bytes, its suffix, its size."""

    content: bytes
    suffix: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a timeline: the id of a source, its date, and whether it is the claim."""

    id: str
    date: PartialDate
    claim: bool = False


def side_by_side(left: bytes, right: bytes, left_label: str, right_label: str) -> Drawn | None:
    """Two JPEG pictures beside each other, each with its label below; None when one of them cannot be read."""
    pictures = [_opened(one) for one in (left, right)]
    if any(one is None for one in pictures):
        return None
    shown = [_scaled(one) for one in pictures if one is not None]
    width = sum(one.width for one in shown) + _GAP_PX
    canvas = Image.new("RGB", (width, _HIGH_PX + _LABEL_PX), "white")
    draw = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(17)
    at = 0
    for picture, label in zip(shown, (left_label, right_label), strict=True):
        canvas.paste(picture, (at, (_HIGH_PX - picture.height) // 2))
        draw.text((at + 6, _HIGH_PX + 7), _latin(label), fill="#1a1a1a", font=font)
        at += picture.width + _GAP_PX
    kept = io.BytesIO()
    canvas.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return Drawn(kept.getvalue(), "jpg", canvas.width, canvas.height)


def _opened(content: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.convert("RGB")
    except (OSError, UnidentifiedImageError):
        # Evidence that is damaged shows nothing; the article has one picture less.
        return None


def _scaled(image: Image.Image) -> Image.Image:
    factor = min(_HIGH_PX / image.height, _WIDEST_PX / image.width)
    return image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))))


def timeline(rows: Sequence[Row]) -> Drawn:
    """The dates of copies and claim as bars on one axis, as wide as each date is uncertain; an SVG without words."""
    shown = rows[:_ROWS]
    axis = axis_of([row.date for row in shown])
    height = 30 + _ROW * len(shown) + 34
    width = _LEFT + _CHART + 130
    parts = [
        _OPEN.format(width=width, height=height),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    bottom = 24 + _ROW * len(shown)
    for tick in axis.ticks:
        x = _LEFT + tick.left * _CHART / 100
        parts.append(f'<line x1="{x:.1f}" y1="14" x2="{x:.1f}" y2="{bottom}" stroke="#d0d0d0"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle" fill="#444444">{_latin(tick.label)}</text>'
        )
    parts.append(f'<line x1="{_LEFT}" y1="{bottom}" x2="{_LEFT + _CHART}" y2="{bottom}" stroke="#444444"/>')
    for number, row in enumerate(shown):
        parts += _bar(row, bar_of(row.date, axis), 18 + _ROW * number)
    parts.append("</svg>")
    return Drawn("".join(parts).encode(), "svg", width, height)


def _bar(row: Row, bar: tuple[float, float], top: int) -> list[str]:
    left, wide = (share * _CHART / 100 for share in bar)
    # A claim is told from copies by its outline as well as by its colour.
    look = 'fill="#ffffff" stroke="#b3261e" stroke-width="3"' if row.claim else 'fill="#1f5f99"'
    label = _LEFT + left + wide + 8
    end = "start"
    if label > _LEFT + _CHART - 10:
        label, end = _LEFT + left - 8, "end"
    return [
        f'<text x="8" y="{top + 13}" fill="#1a1a1a">{_latin(row.id)}</text>',
        f'<rect x="{_LEFT + left:.1f}" y="{top + 2}" width="{max(6.0, wide):.1f}" height="13" rx="2" {look}/>',
        f'<text x="{label:.1f}" y="{top + 13}" text-anchor="{end}" fill="#1a1a1a">{_latin(iso_of(row.date))}</text>',
    ]


def _latin(text: str) -> str:
    """Text that any font can draw, from left to right."""
    return escape("".join(c for c in text if " " <= c <= "~"))
