"""Text in the picture: tickers, captions burnt in, clocks and signs, as words with the times at which they show.

Lines are found in any script; Latin ones are read by the same package, Arabic ones by Tesseract line by line: whole
frames are beyond it. What is read is a weak assertion: letters get mistaken, and a ticker may be about something else.

Source: measured on drawn frames and in the notes on dependencies: character errors .00 for Latin lines; for Arabic .21
line by line against .72 on the whole frame.
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from firstseen.claims.caption import read_text
from firstseen.errors import Unavailable
from firstseen.model.claim import Assertion
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from firstseen.claims.naming.lexicon import Lexicon

_HOW_TO_GET: Final = "install it with: pip install 'firstseen[ocr]'"
_HOW_TO_GET_ARABIC: Final = (
    "its model is missing; install Debian's tesseract-ocr-ara, or put ara.traineddata into a folder and name that in "
    "TESSDATA_PREFIX"
)
_MODEL_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_LATIN_SURE: Final = 0.9
"""Confidence from which a line is Latin: drawn lines got .98 and more, Arabic ones at most .81 (from their digits)."""

_ARABIC_SURE: Final = 0.6
"""Confidence from which an Arabic line is kept: lines that were read rightly got .83 to .92."""

_MOST_LINES: Final = 40
"""Lines of one frame that are read, largest first; a page of print is no caption."""

_LINE_PX: Final = 48
"""Height at which Tesseract's line models were trained, and at which drawn lines were read best."""

_MARGIN_PX: Final = 4
_BORDER_PX: Final = 10
_SAME_LINE: Final = 0.8
"""Share of letters in common from which two readings are of one line at two moments."""

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER: Final = re.compile("[0-9]{1,4}|[\u0660-\u0669]{1,4}|[0-9]{1,2}:[0-9]{2}")
"""The numbers of an Arabic line that are kept; whatever else holds a digit is what its model gets wrong first."""

Script = Literal["latin", "arabic"]


@dataclass(frozen=True, slots=True)
class PictureText:
    """A line of text in the picture: its words, when it was first and last seen, and where.

    `box` is left, top, right and bottom as shares of the frame, 0 to 1; `confidence` is the reader's own, 0 to 1.
    """

    text: str
    script: Script
    start_s: float
    end_s: float
    box: tuple[float, float, float, float]
    confidence: float


class PictureReader:
    """Reads text in frames. Made once, as its models take a second to load.

    Raises Unavailable when the packages are missing. Without a model for Arabic it reads Latin lines only, and
    `missing` says so.
    """

    def __init__(self, arabic_model: Path | None = None) -> None:
        try:
            from rapidocr import RapidOCR  # noqa: PLC0415 - an extra, and slow to load
            from tesserocr import PSM, PyTessBaseAPI  # noqa: PLC0415
        except ImportError as error:
            raise Unavailable("reading text in pictures", _HOW_TO_GET) from error
        quiet = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
        self._lines = RapidOCR(params=quiet)
        folder = arabic_model or _arabic_model()
        self.missing = "" if folder else f"Arabic text in pictures is not read: {_HOW_TO_GET_ARABIC}"
        self._arabic: Any = (
            PyTessBaseAPI(path=str(folder), lang="ara", psm=PSM.SINGLE_LINE) if folder else None
        )

    def read(self, frames: Iterable[tuple[float, NDArray[np.uint8]]]) -> tuple[PictureText, ...]:
        """The lines of text in frames, each once, in the order in which they first show.

        `frames` are (time in seconds, RGB picture of shape (height, width, 3)). Of several readings of one line the
        surest holds.
        """
        seen: list[PictureText] = []
        for time_s, rgb in frames:
            for line in self._read_frame(time_s, rgb):
                _take(seen, line)
        return tuple(seen)

    def _read_frame(self, time_s: float, rgb: NDArray[np.uint8]) -> Iterable[PictureText]:
        height, width = rgb.shape[:2]
        for left, top, right, bottom in self._boxes(rgb):
            crop = rgb[top:bottom, left:right]
            found = self._latin_line(crop) or self._arabic_line(crop)
            if found:
                text, script, confidence = found
                box = (left / width, top / height, right / width, bottom / height)
                yield PictureText(text, script, time_s, time_s, box, confidence)

    def _boxes(self, rgb: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
        """Where lines stand, from the top of the frame: left, top, right, bottom in pixels."""
        height, width = rgb.shape[:2]
        found = self._lines(rgb[:, :, ::-1], use_det=True, use_cls=False, use_rec=False).boxes
        boxes = []
        for corners in () if found is None else found:
            low = np.floor(np.min(corners, axis=0)).astype(int) - _MARGIN_PX
            high = np.ceil(np.max(corners, axis=0)).astype(int) + _MARGIN_PX
            box = (
                max(0, int(low[0])),
                max(0, int(low[1])),
                min(width, int(high[0])),
                min(height, int(high[1])),
            )
            if box[0] < box[2] and box[1] < box[3]:
                boxes.append(box)
        largest = sorted(boxes, key=lambda box: -(box[3] - box[1]))[:_MOST_LINES]
        return sorted(largest, key=lambda box: (box[1], box[0]))

    def _latin_line(self, crop: NDArray[np.uint8]) -> tuple[str, Script, float] | None:
        read = self._lines(crop[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
        text = " ".join((read.txts or ("",))[0].split())
        confidence = float((read.scores or (0.0,))[0])
        return (text, "latin", confidence) if confidence >= _LATIN_SURE and _says_latin(text) else None

    def _arabic_line(self, crop: NDArray[np.uint8]) -> tuple[str, Script, float] | None:
        if self._arabic is None:
            return None
        line = _dark_on_light(crop)
        height, width = line.shape
        self._arabic.SetImageBytes(line.tobytes(), width, height, 1, width)
        words = _MARKS.sub("", str(self._arabic.GetUTF8Text())).split()
        text = " ".join(word for word in words if not _misread_number(word))
        confidence = self._arabic.MeanTextConf() / 100
        return (text, "arabic", confidence) if confidence >= _ARABIC_SURE and _says_arabic(text) else None


@cache
def picture_reader() -> PictureReader:
    """The reader of text in pictures, made when it is first asked for. Raises Unavailable."""
    return PictureReader()


def picture_text_asserts(
    source_id: str, source: str, lines: Sequence[PictureText], lexicon: Lexicon | None = None
) -> tuple[Assertion, ...]:
    """What text in the picture says of its footage: one weak assertion a line that asserts anything."""
    said = (
        Assertion(
            source_id,
            f"{source}, text in the picture at {line.start_s:.0f} s",
            "picture text",
            read_text(line.text, lexicon=lexicon),
            weak=True,
        )
        for line in lines
    )
    return tuple(
        one for one in said if any((one.reading.when, one.reading.where, one.reading.who, one.reading.what))
    )


def _take(seen: list[PictureText], line: PictureText) -> None:
    """Add a line, or renew the one that it is seen again."""
    words = fold(line.text)
    for number, known in enumerate(seen):
        if known.script == line.script and _same(fold(known.text), words):
            better = line if line.confidence > known.confidence else known
            seen[number] = replace(better, start_s=known.start_s, end_s=line.end_s)
            return
    seen.append(line)


def _same(one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _SAME_LINE and matcher.ratio() >= _SAME_LINE


def _says_latin(text: str) -> bool:
    """Whether a line has two letters or digits of Latin script; the reader offers Chinese for what it cannot read."""
    known = sum(c.isascii() and c.isalnum() for c in text)
    return known >= 2 and known * 2 >= len(text.replace(" ", ""))  # noqa: PLR2004 - a pair and a half


def _says_arabic(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(_ARABIC.findall(text)) >= max(3, len(letters) / 2)


def _misread_number(word: str) -> bool:
    return any(c.isdigit() for c in word) and not _NUMBER.fullmatch(word)


def _dark_on_light(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A line as Tesseract likes it: grey, dark on light, of its models' height, with a border."""
    from PIL import Image  # noqa: PLC0415 - needed with the extra only

    grey = crop.mean(axis=2)
    if np.median(grey) < 128:  # noqa: PLR2004 - half of white
        grey = 255 - grey
    picture = Image.fromarray(grey.astype(np.uint8))
    width = max(1, round(picture.width * _LINE_PX / picture.height))
    line = np.asarray(picture.resize((width, _LINE_PX), Image.Resampling.LANCZOS))
    return np.pad(line, _BORDER_PX, constant_values=int(np.median(line)))


def _arabic_model() -> Path | None:
    """The folder that holds Tesseract's model for Arabic; None when there is none."""
    named = os.environ.get("TESSDATA_PREFIX", "")
    folders = (Path(one) for one in chain([named] if named else [], _MODEL_FOLDERS))
    return next((folder for folder in folders if (folder / "ara.traineddata").is_file()), None)
