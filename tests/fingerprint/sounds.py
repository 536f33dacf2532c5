"""Sound made up for tests: something like speech, something like music, and what proves nothing."""

from functools import cache

import numpy as np

RATE_HZ = 16_000


@cache
def speech(seconds: float, seed: int, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Syllables with a gliding pitch and three formants, pauses between words."""
    rng = np.random.default_rng(seed)
    out = np.zeros(round(seconds * rate_hz))
    start_s = 0.0
    while start_s < seconds:
        length_s = rng.uniform(0.12, 0.3)
        time_s = np.arange(round(length_s * rate_hz)) / rate_hz
        pitch = rng.uniform(90, 240) * 2 ** (rng.uniform(-0.3, 0.3) * time_s / length_s)
        phase = 2 * np.pi * np.cumsum(pitch) / rate_hz
        formants = rng.uniform([350, 900, 2200], [900, 2200, 3300])
        syllable = np.zeros(len(time_s))
        for harmonic in range(1, 34):
            hz = harmonic * pitch.mean()
            loud = sum(np.exp(-(((hz - formant) / 120) ** 2)) for formant in formants) + 0.01
            syllable += loud * np.sin(harmonic * phase)
        syllable *= np.sin(np.pi * np.arange(len(time_s)) / len(time_s)) * rng.uniform(0.3, 1)
        first = round(start_s * rate_hz)
        out[first : first + len(syllable)] += syllable[: len(out) - first]
        start_s += length_s + (rng.uniform(0.15, 0.5) if rng.random() < 0.25 else 0.02)
    out += rng.normal(size=len(out)) * 0.003
    return _kept(0.3 * out / np.abs(out).max())


@cache
def music(seconds: float, seed: int, beat_s: float = 0.5, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Chords of tempered notes on a beat, with a drum."""
    rng = np.random.default_rng(seed)
    out = np.zeros(round(seconds * rate_hz))
    for first in range(0, len(out), round(beat_s * rate_hz)):
        time_s = np.arange(min(len(out) - first, round(1.5 * beat_s * rate_hz))) / rate_hz
        for note in rng.choice(36, 3, replace=False):
            hz = 220 * 2 ** (note / 12)
            for harmonic in range(1, 5):
                tone = np.sin(2 * np.pi * hz * harmonic * time_s)
                out[first : first + len(time_s)] += np.exp(-3 * time_s) * tone / harmonic
        drum_s = time_s[: rate_hz // 20]
        out[first : first + len(drum_s)] += rng.normal(size=len(drum_s)) * np.exp(-100 * drum_s)
    return _kept(0.3 * out / np.abs(out).max())


def _kept(samples: np.ndarray) -> np.ndarray:
    out = samples.astype(np.float32)
    out.flags.writeable = False
    return out


def tone(seconds: float, hz: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


@cache
def hum(seconds: float, seed: int) -> np.ndarray:
    """Mains hum with its harmonics, and a little noise of its own."""
    noise = np.random.default_rng(seed).normal(size=round(seconds * RATE_HZ)) * 0.002
    return (sum(tone(seconds, 50 * k) / k for k in range(1, 40)) + noise).astype(np.float32)


def beeps(seconds: float, seed: int) -> np.ndarray:
    """A reversing lorry: the same tone on and off, with noise of its own."""
    on = (np.arange(round(seconds * RATE_HZ)) % RATE_HZ) < RATE_HZ // 2
    noise = np.random.default_rng(seed).normal(size=len(on)) * 0.003
    return (tone(seconds, 1250) * on + noise).astype(np.float32)


def applause(seconds: float, seed: int) -> np.ndarray:
    """Thousands of claps."""
    rng = np.random.default_rng(seed)
    out = np.zeros(round(seconds * RATE_HZ))
    for first in rng.integers(0, len(out) - 400, round(seconds * 200)):
        out[first : first + 400] += rng.normal(size=400) * np.exp(-np.arange(400) / 60)
    return (0.3 * out / np.abs(out).max()).astype(np.float32)


def loop(seconds: float, seed: int) -> np.ndarray:
    """The same two seconds of music over and over."""
    bar = music(2.0, seed)
    return np.tile(bar, int(seconds / 2) + 1)[: round(seconds * RATE_HZ)]


def faster(samples: np.ndarray, speed: float) -> np.ndarray:
    """Played back at another speed, the pitch following."""
    count = round(len(samples) / speed)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(count // 2 + 1, complex)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    return (np.fft.irfft(kept, count) * count / len(samples)).astype(np.float32)


def noisy(samples: np.ndarray, snr_db: float, seed: int = 0) -> np.ndarray:
    """With white noise laid over."""
    level = np.sqrt(np.mean(samples**2)) * 10 ** (-snr_db / 20)
    return (samples + np.random.default_rng(seed).normal(size=len(samples)) * level).astype(np.float32)


def telephone(samples: np.ndarray) -> np.ndarray:
    """Only 300 to 3400 Hz, in 256 steps of loudness."""
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    narrow = np.fft.irfft(spectrum, len(samples))
    curved = np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)
    rounded = np.round(curved * 127) / 127
    return (np.sign(rounded) * np.expm1(np.abs(rounded) * np.log(256)) / 255).astype(np.float32)
