"""Landmarks: the same however sound arrives, none where nothing is heard, and most of them left after an edit."""

import numpy as np
import pytest

from firstseen.fingerprint import sound as recipe
from firstseen.fingerprint.sound import (
    RATE_HZ,
    VERSION,
    QueryDescriber,
    SoundDescriber,
    landmarks,
    query_bank,
)
from tests.fingerprint import sounds


def shared(a, b, tolerance_s=0.05):
    """The share of a's landmarks that b holds too, at the same time."""
    later = {}
    for hash_, time_s in zip(b.hashes.tolist(), b.times_s.tolist(), strict=True):
        later.setdefault(hash_, []).append(time_s)
    kept = [
        any(abs(time_s - other) <= tolerance_s for other in later.get(hash_, ()))
        for hash_, time_s in zip(a.hashes.tolist(), a.times_s.tolist(), strict=True)
    ]
    return float(np.mean(kept))


def test_speech_gives_a_steady_flow_of_landmarks_in_order_of_time():
    found = landmarks(sounds.speech(20, 1), RATE_HZ)
    assert found.version == VERSION
    assert found.hashes.dtype == np.uint32
    assert found.times_s.dtype == np.float32
    assert 15 <= len(found) / 20 <= 30
    assert (np.diff(found.times_s) >= 0).all()
    assert found.times_s[0] >= 0
    assert found.times_s[-1] <= 20


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(100, np.float32),
        np.zeros(10 * RATE_HZ, np.float32),
        np.full(10 * RATE_HZ, 0.25, np.float32),
        (np.random.default_rng(0).normal(size=10 * RATE_HZ) * 1e-5).astype(np.float32),
    ],
    ids=["nothing", "too short", "digital silence", "constant", "noise of the last bit"],
)
def test_silence_gives_none(samples):
    assert len(landmarks(samples, RATE_HZ)) == 0


def test_a_tone_that_holds_on_gives_next_to_none():
    assert len(landmarks(sounds.tone(20, 1000), RATE_HZ)) <= 20


def test_the_pieces_in_which_sound_arrives_make_no_difference():
    samples = sounds.speech(40, 2)
    whole = landmarks(samples, RATE_HZ)
    rng = np.random.default_rng(0)
    describer = SoundDescriber(RATE_HZ)
    first = 0
    while first < len(samples):
        size = int(rng.integers(1, 40_000))
        describer.feed(samples[first : first + size])
        first += size
    pieces = describer.finish()
    assert (pieces.hashes == whole.hashes).all()
    assert (pieces.times_s == whole.times_s).all()


def test_a_start_and_a_gap_move_the_times_and_nothing_else():
    samples = sounds.speech(10, 3)
    plain = landmarks(samples, RATE_HZ)
    describer = SoundDescriber(RATE_HZ)
    describer.feed(samples, -1.0)
    describer.feed(samples, 100.0)
    found = describer.finish()
    assert len(found) == 2 * len(plain)
    assert found.times_s[: len(plain)] == pytest.approx(plain.times_s - 1, abs=1e-4)
    assert found.times_s[len(plain) :] == pytest.approx(plain.times_s + 100, abs=1e-4)


def test_pieces_that_join_within_a_hop_are_one_sound():
    samples = sounds.speech(10, 4)
    describer = SoundDescriber(RATE_HZ)
    describer.feed(samples[: 5 * RATE_HZ], 0.0)
    describer.feed(samples[5 * RATE_HZ :], 5.01)
    assert (describer.finish().hashes == landmarks(samples, RATE_HZ).hashes).all()


@pytest.mark.parametrize(("gain", "least"), [(0.5, 0.9), (0.1, 0.7)])
def test_loudness_changes_few_landmarks(gain, least):
    samples = sounds.speech(10, 5)
    assert shared(landmarks(samples, RATE_HZ), landmarks(samples * np.float32(gain), RATE_HZ)) >= least


@pytest.mark.parametrize(
    ("edit", "least"),
    [(sounds.telephone, 0.5), (lambda x: sounds.noisy(x, 10), 0.25)],
    ids=["telephone", "noise at 10 dB"],
)
def test_an_edit_leaves_landmarks_in_place(edit, least):
    samples = sounds.speech(20, 6)
    assert shared(landmarks(samples, RATE_HZ), query_bank(edit(samples), RATE_HZ)[0][1]) >= least


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 22_050, 44_100, 48_000])
def test_any_sample_rate_gives_the_same_landmarks(rate_hz):
    reference = landmarks(sounds.speech(10, 7), RATE_HZ)
    resampled = sounds.faster(sounds.speech(10, 7), RATE_HZ / rate_hz)
    assert shared(reference, query_bank(resampled, rate_hz)[0][1]) >= 0.8


@pytest.mark.parametrize("speed", [0.5, 0.9, 1.1, 2.0])
def test_the_bank_holds_the_landmarks_of_sound_that_was_sped_up(speed):
    samples = sounds.speech(12, 8)
    reference = landmarks(samples, RATE_HZ)
    kept = [
        shared(reference, _at(factor, found))
        for factor, found in query_bank(sounds.faster(samples, speed), RATE_HZ)
        if abs(factor / speed - 1) < 0.011
    ]
    assert max(kept) >= 0.3


def _at(speed, found):
    """The landmarks on the reference's clock."""
    return type(found)(found.version, found.hashes, found.times_s * np.float32(speed))


def test_the_bank_starts_with_the_query_as_it_is_and_keeps_its_clock():
    bank = query_bank(sounds.speech(8, 9), RATE_HZ)
    assert bank[0][0] == 1.0
    assert min(speed for speed, _ in bank) == pytest.approx(0.5)
    assert max(speed for speed, _ in bank) == pytest.approx(2.0)
    assert len(bank[0][1]) > 5 * len(landmarks(sounds.speech(8, 9), RATE_HZ))
    for _, found in bank:
        assert (np.diff(found.times_s) >= 0).all()
        assert found.times_s[0] >= 0
        assert found.times_s[-1] <= 8


def test_a_long_query_is_searched_for_in_bounded_work(monkeypatch):
    monkeypatch.setattr(recipe, "SAMPLED_QUERY_S", 12.0)
    monkeypatch.setattr(recipe, "SAMPLES", 4)
    monkeypatch.setattr(recipe, "SAMPLE_S", 3.0)
    monkeypatch.setattr(recipe, "LONG_QUERY_S", (15.0, 30.0))
    short = query_bank(sounds.speech(12, 10), RATE_HZ)
    describer = QueryDescriber(RATE_HZ)
    for _ in range(5):
        describer.feed(sounds.speech(12, 10))
    bank = describer.finish()
    assert len(bank) == len(short)
    assert len(bank[0][1]) < len(short[0][1])
    assert sum(len(found) for _, found in bank[1:]) < 1.2 * sum(len(found) for _, found in short[1:])
    assert bank[1][1].times_s[-1] > 45


def test_silence_has_a_bank_of_empty_entries():
    assert all(len(found) == 0 for _, found in query_bank(np.zeros(5 * RATE_HZ, np.float32), RATE_HZ))


def test_a_sample_rate_of_nothing_is_refused():
    with pytest.raises(ValueError, match="positive"):
        SoundDescriber(0)


def test_a_rate_too_low_for_the_band_gives_what_it_can():
    assert len(landmarks(sounds.tone(2, 50, 500), 500)) == 0
