"""Cards for social networks: the rating with its sign, the frames, and who says so, as one picture of 1200 × 630."""

from __future__ import annotations

import functools
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError, features

from firstseen.publish.site.articlepage import lead_of
from firstseen.publish.site.words import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.article import EditionLanguage, Publication
    from firstseen.publish.site.facts import Site

SIZE: Final = (1200, 630)
"""Px. Source: what the Open Graph protocol's large consumers show without cutting."""

_MADE_BY: Final = "cards 1"
"""Changes when cards are drawn in another way, so that they are drawn again."""

_BAR_PX: Final = 170
_INK, _PAPER = "#14342b", "#ffffff"
_WORD_PX, _NAME_PX = 84, 44
_COLOURS: Final = {
    "fake": "#a3231b",
    "true": "#0b6b46",
    "satire": "#4b4f96",
    "myth": "#4b4f96",
    "doubtful": "#4b4f96",
}
_OTHER_COLOUR: Final = "#8a5200"

Stroke = tuple[tuple[float, float], ...]
_SIGNS: Final[dict[str, tuple[Stroke, ...]]] = {
    "true": (((4, 12.5), (9, 17.5), (20, 6.5)),),
    "fake": (((5, 5), (19, 19)), ((19, 5), (5, 19))),
    "misleading": (((12, 3), (22, 21), (2, 21), (12, 3)), ((12, 9.5), (12, 14.5)), ((12, 17.4), (12, 18.2))),
    "selective": (((4, 4), (20, 4), (20, 20), (4, 20), (4, 4)), ((12, 4), (12, 20))),
    "doubtful": (((8, 8.5), (9, 5.4), (12, 4.5), (15.5, 6), (15.8, 9.5), (12, 13), (12, 15)), ((12, 18.6), (12, 19.4))),
    "commotion": (((4, 10), (4, 14), (8, 14), (16, 19), (16, 5), (8, 10), (4, 10)), ((19.5, 9), (20, 12), (19.5, 15))),
    "satire": (
        ((12, 3), (18.4, 5.6), (21, 12), (18.4, 18.4), (12, 21), (5.6, 18.4), (3, 12), (5.6, 5.6), (12, 3)),
        ((8, 14), (10, 16), (14, 16), (16, 14)),
    ),
    "myth": (((12, 3), (14.6, 9), (21, 9.6), (16.1, 13.8), (17.6, 20.2), (12, 16.8), (6.4, 20.2), (7.9, 13.8), (3, 9.6),
              (9.4, 9), (12, 3)),),
}  # fmt: skip
"""The signs of the ratings on a square of 24, as the pages draw them."""

_ARABIC_FONTS: Final = (
    "/usr/share/fonts/truetype/noto/NotoKufiArabic-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Bold.ttf",
    "/usr/share/fonts/google-noto/NotoSansArabic-Bold.ttf",
    "/usr/share/fonts/noto/NotoSansArabic-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf",
    "/System/Library/Fonts/GeezaPro.ttc",
)
"""Where systems keep a bold font with Arabic letters."""


def card_source(one: Publication, language: EditionLanguage, site: Site) -> str:
    """What a card is made from, as a digest: it is drawn again only when this changes."""
    lead = lead_of(one.article)
    words = (said(site.rating(one.article.rating).label, language), site.title(language))
    told = "\0".join((_MADE_BY, one.article.rating, *words, lead.file if lead else "", *_arabic_fonts()))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def draw_card(one: Publication, language: EditionLanguage, site: Site, pictures: Path) -> bytes:
    """The card of one edition as PNG.

    Arabic words are drawn only where they can be drawn whole, with joined letters from right to left; elsewhere the
    card shows the sign alone, and the page's own title says the words. A picture that is no photograph is left out.
    """
    card = Image.new("RGB", SIZE, _INK)
    frames = _frames(one, pictures)
    if frames:
        card.paste(frames, (0, 0))
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, SIZE[1] - _BAR_PX, *SIZE), fill=_PAPER)
    colour = _COLOURS.get(one.article.rating, _OTHER_COLOUR)
    draw.rectangle((0, SIZE[1] - _BAR_PX, SIZE[0], SIZE[1] - _BAR_PX + 12), fill=colour)
    right = language == "ar"
    _sign(draw, one.article.rating, colour, SIZE[0] - 150 if right else 50)
    label = said(site.rating(one.article.rating).label, language)
    middle = SIZE[1] - _BAR_PX / 2 + 8
    width = _text(
        draw, label, _WORD_PX, colour, (SIZE[0] - 175, middle, "rm") if right else (175, middle, "lm")
    )
    room = SIZE[0] - 175 - width - 130
    name = site.title(language)
    if _width(name, _NAME_PX) <= room:
        _text(draw, name, _NAME_PX, _INK, (50, middle, "lm") if right else (SIZE[0] - 50, middle, "rm"))
    out = io.BytesIO()
    # 256 colours: a quarter of the bytes, and no reader of a small card sees the difference.
    card.quantize(256, method=Image.Quantize.FASTOCTREE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _frames(one: Publication, pictures: Path) -> Image.Image | None:
    """The lead picture, as large as fits above the bar, on a dark ground."""
    lead = lead_of(one.article)
    if lead is None or lead.file.endswith(".svg"):
        return None
    try:
        return _fitted(pictures / lead.file)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


@functools.lru_cache(maxsize=4)
def _fitted(path: Path) -> Image.Image:
    width, height = SIZE[0], SIZE[1] - _BAR_PX
    with Image.open(path) as opened:
        opened.draft("RGB", (width, height))
        frames = opened.convert("RGB")
    scale = min(width / frames.width, height / frames.height)
    frames = frames.resize((max(1, round(frames.width * scale)), max(1, round(frames.height * scale))))
    ground = Image.new("RGB", (width, height), "#0d1210")
    ground.paste(frames, ((width - frames.width) // 2, (height - frames.height) // 2))
    return ground


def _sign(draw: ImageDraw.ImageDraw, rating: str, colour: str, left: int) -> None:
    scale, top = 100 / 24, SIZE[1] - _BAR_PX / 2 - 42
    for stroke in _SIGNS.get(rating, _SIGNS["myth"]):
        points = [(left + x * scale, top + y * scale) for x, y in stroke]
        draw.line(points, fill=colour, width=10, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=colour)


def _text(
    draw: ImageDraw.ImageDraw, text: str, size_px: int, colour: str, at: tuple[float, float, str]
) -> float:
    """Draw the words and tell how wide they are; nothing is drawn that would come out broken."""
    font = _font(text, size_px)
    if font is None:
        return 0.0
    draw.text((at[0], at[1]), text, fill=colour, font=font, anchor=at[2])
    return float(font.getlength(text))


def _width(text: str, size_px: int) -> float:
    font = _font(text, size_px)
    return float(font.getlength(text)) if font else float("inf")


def _font(text: str, size_px: int) -> ImageFont.FreeTypeFont | None:
    """A font that can draw all of these words, None when there is none."""
    if text.isascii():
        return _built_in(size_px)
    path = next((path for path in _arabic_fonts() if not _missing(text, path)), None)
    return _loaded(path, size_px) if path else None


@functools.cache
def _built_in(size_px: int) -> ImageFont.FreeTypeFont | None:
    font = ImageFont.load_default(size_px)
    return font if isinstance(font, ImageFont.FreeTypeFont) else None


@functools.cache
def _loaded(path: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.RAQM)


@functools.cache
def _arabic_fonts() -> tuple[str, ...]:
    """The fonts for Arabic words that are here; none where nothing joins the letters."""
    return tuple(path for path in _ARABIC_FONTS if Path(path).is_file()) if features.check("raqm") else ()


@functools.lru_cache(maxsize=64)
def _missing(text: str, path: str) -> bool:
    """Whether the font lacks one of these letters: it would draw the same box for it as for a letter nobody has."""
    font = ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\U0010fffd"))
    shown: Sequence[str] = [c for c in text if not c.isspace()]
    return any(bytes(font.getmask(c)) == box for c in shown)
