"""Text in the picture: lines read in both scripts, each once, and what cannot be read said."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from firstseen.claims import picture_text
from firstseen.claims.picture_text import (
    PictureReader,
    PictureText,
    _arabic_model,
    _misread_number,
    _says_arabic,
    _says_latin,
    _take,
    picture_text_asserts,
)
from firstseen.errors import Unavailable

INSTALLED = all(importlib.util.find_spec(name) for name in ("rapidocr", "tesserocr"))
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
needs_ocr = pytest.mark.skipif(not INSTALLED, reason="the extra ocr is not installed")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="no font with Arabic letters on this machine")
needs_arabic = pytest.mark.skipif(
    _arabic_model() is None or not features.check("raqm"),
    reason="no model for Arabic, or no shaping of its letters",
)


def line(text: str, *, time_s: float = 0.0, confidence: float = 0.9, script: str = "latin") -> PictureText:
    return PictureText(text, script, time_s, time_s, (0, 0, 1, 0.1), confidence)  # type: ignore[arg-type]


def frame(text: str, direction: str = "ltr") -> NDArray[np.uint8]:
    noise = np.random.default_rng(1).normal(110, 20, (34, 60, 3)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(noise).resize((640, 360), Image.Resampling.BILINEAR)
    drawing = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), 24)
    drawing.rectangle((20, 280, 620, 330), fill=(10, 10, 60))
    drawing.text(
        (40, 290), text, font=font, fill="white", direction=direction if direction == "rtl" else None
    )
    return np.asarray(picture)


@pytest.mark.skipif(INSTALLED, reason="the extra ocr is installed")
def test_without_the_extra_it_says_how_to_get_it() -> None:
    with pytest.raises(Unavailable, match=r"pip install 'firstseen\[ocr\]'"):
        PictureReader()


@needs_ocr
@needs_font
def test_a_ticker_is_read_once_over_time_with_its_place() -> None:
    ticker = frame("BREAKING: Damascus 5 December 2024")
    (found,) = PictureReader().read([(0.0, ticker), (2.0, ticker), (4.0, np.zeros_like(ticker))])
    assert (found.text, found.script) == ("BREAKING: Damascus 5 December 2024", "latin")
    assert (found.start_s, found.end_s) == (0.0, 2.0)
    assert found.box[1] > 0.7
    assert found.confidence > 0.9


@needs_ocr
@needs_font
@needs_arabic
def test_a_ticker_in_arabic_is_read() -> None:
    (found,) = PictureReader().read([(0.0, frame("رسالة الثوار السوريين إلى حركة حماس", "rtl"))])
    assert (found.text, found.script) == ("رسالة الثوار السوريين إلى حركة حماس", "arabic")


@needs_ocr
def test_without_a_model_for_arabic_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(picture_text, "_MODEL_FOLDERS", ())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert "tesseract-ocr-ara" in PictureReader().missing


@needs_ocr
def test_pictures_without_text_say_nothing() -> None:
    black, tiny = np.zeros((360, 640, 3), np.uint8), np.full((8, 8, 3), 255, np.uint8)
    assert PictureReader().read([(0.0, black), (1.0, tiny)]) == ()


def test_what_a_line_asserts_is_weak_and_a_line_that_asserts_nothing_is_left_out() -> None:
    lines = [
        line("Damascus, 5 December 2024", time_s=3.0),
        line("Subscribe now"),
        line("دمشق ٢٠١٥", script="arabic"),
    ]
    said = picture_text_asserts("m1", "clip.mp4", lines)
    assert [one.kind for one in said] == ["picture text", "picture text"]
    assert all(one.weak for one in said)
    assert said[0].source == "clip.mp4, text in the picture at 3 s"
    assert [one.reading.where[0].places[0].name for one in said] == ["Damascus", "Damascus"]
    assert [one.reading.when[0].date.iso for one in said] == ["2024-12-05", "2015"]


def test_the_same_line_at_another_moment_is_one_line_and_the_surer_reading_holds() -> None:
    seen: list[PictureText] = []
    for one in (
        line("LIVE from Aleppo", confidence=0.91),
        line("LIVE from Alepp0", time_s=1.0, confidence=0.99),
        line("مباشر من حلب", time_s=1.0, script="arabic"),
        line("LIVE from Aleppo", time_s=2.0, confidence=0.95),
    ):
        _take(seen, one)
    assert [(one.text, one.start_s, one.end_s) for one in seen] == [
        ("LIVE from Alepp0", 0.0, 2.0),
        ("مباشر من حلب", 1.0, 1.0),
    ]


@pytest.mark.parametrize(
    ("text", "latin", "arabic"),
    [
        ("LIVE 10:42", True, False),
        ("日本 の", False, False),
        ("a", False, False),
        ("رسالة إلى حماس", False, True),
        ("", False, False),
    ],
)
def test_scripts_are_told_apart(text: str, latin: bool, arabic: bool) -> None:  # noqa: FBT001
    assert (_says_latin(text), _says_arabic(text)) == (latin, arabic)


@pytest.mark.parametrize(
    ("word", "misread"),
    [
        ("2024", False),
        ("٢٠٢٤", False),
        ("10:30", False),
        ("٠1١786/17/٠0", True),
        ("0-/78/17-", True),
        ("حلب", False),
    ],
)
def test_numbers_that_arabic_models_get_wrong_are_left_out(word: str, misread: bool) -> None:  # noqa: FBT001
    assert _misread_number(word) == misread
