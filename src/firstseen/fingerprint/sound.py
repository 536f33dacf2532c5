"""Sound as landmarks: pairs of spectral peaks, which survive codecs, telephones, noise and music laid over.

A peak is a spot in the spectrogram that stands out from its surroundings in time and in frequency. Each peak is paired
with a few later ones, and a pair becomes a 32-bit hash of its first frequency, the step to the second, and the time
between. What is stored is sparse (about 24 landmarks a second); a query is described generously, with more peaks, more
pairs and the neighbouring cells of each hash, since a query costs nothing to keep.

Sound that was sped up, stretched or shifted in pitch is found by changing the *query*: its peaks are moved in time and
frequency as that edit would have moved them, and hashed again (`query_bank`). Peaks move exactly; what they leave out
is that the window of analysis should have been longer or shorter, so beyond 19 % the sound is analysed anew with such
a window.

Source: A. Wang, "An industrial-strength audio search algorithm", ISMIR 2003, for peaks and pairs. Figures behind every
number here: docs/decisions/sound-landmarks.md.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from firstseen.model.descriptor import SoundLandmarks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

VERSION: Final = "landmarks-1"
"""Name of this recipe: landmarks of different versions cannot be compared."""

RATE_HZ: Final = 16_000
"""The sample rate to ask of a decoder. Others work; below 7,000 Hz speech loses its upper half, and a query at
16,000 Hz is still heard when it was sped up twofold."""

WINDOW_S: Final = 0.128
HOP_S: Final = 0.032
BAND_HZ: Final = (300.0, 3400.0)
"""Peaks are looked for in the band that a telephone passes."""

FLOOR_DB: Final = -95.0
"""Quieter than this, against a full-scale tone, is silence: the noise of a 16-bit file lies near -110 dB a bin."""
PROMINENCE_DB: Final = 6.0
"""A peak rises this much above the mean of ±0.64 s and ±117 Hz around it."""
ONSET_DB: Final = 3.0
"""And this much above its own frequency's mean over ±0.5 s: hum, tones and held notes give no landmarks."""

PEAKS_PER_S: Final = 10
PAIRS_PER_PEAK: Final = 3
GENEROUS_PEAKS_PER_S: Final = 30
GENEROUS_PAIRS_PER_PEAK: Final = 12
"""For a query as it is: noise and music put peaks of their own among those that are looked for."""
EDITED_PEAKS_PER_S: Final = 20
EDITED_PAIRS_PER_PEAK: Final = 6
"""For a query that may have been edited: a stretch leaves fewer peaks in place, and a short query has few at all."""
SHORT_QUERY_S: Final = 20.0
"""Longer queries are described as sparsely as what is stored where a change of speed or pitch is tried on them."""
LONG_QUERY_S: Final = (120.0, 600.0)
"""Queries longer than the first are described like edited ones, longer than the second as sparsely as what is stored:
they have votes enough."""
SAMPLED_QUERY_S: Final = 180.0
"""Of queries longer than this, edits of speed and pitch are tried on `SAMPLES` excerpts of `SAMPLE_S` each."""
SAMPLES: Final = 12
SAMPLE_S: Final = 15.0

SPEEDS: Final = tuple(float(2 ** (k / 35)) for k in range(-35, 36) if k)
"""Speeds tried with the pitch following, 2 % apart: half a step off still keeps 80 % of the votes."""
STRETCHES: Final = tuple(float(2 ** (k / 17)) for k in range(-17, 18) if k)
"""Speeds tried with the pitch kept (what editing programs do), 4 % apart."""
PITCHES: Final = tuple(float(1.02**k) for k in range(-9, 10) if k)
"""Shifts of pitch tried at unchanged speed, up to three semitones either way."""
_MOST_PEAKS_PER_S: Final = 60
_ANALYSES: Final = (0.5, 0.5**0.5, 1.0, 2**0.5, 2.0)

_NEAR_FRAMES: Final = 3
_NEAR_BINS: Final = 8
_AROUND_FRAMES: Final = 20
_AROUND_BINS: Final = 15
_ONSET_FRAMES: Final = 15
_BLOCK_FRAMES: Final = 512
_STRATA_S: Final = (0.06, 0.6, 1.2, 1.8)
_STEP_HZ: Final = 1500.0
_STEP_CELL_HZ: Final = 10.0
_TIME_CELL_S: Final = 0.032
_BARK_HZ: Final = 500.0
_BARK_CELLS: Final = 50.0
_MARGIN: Final = 0.3
_LEAN_MARGIN: Final = 0.25


class _Peaks(NamedTuple):
    """Peaks in order of time: `times_s` (n,), `hz` (n,), `strength_db` (n,) above their surroundings."""

    times_s: NDArray[np.float64]
    hz: NDArray[np.float64]
    strength_db: NDArray[np.float64]

    def moved(self, tempo: float, pitch: float) -> _Peaks:
        return _Peaks(self.times_s * tempo, self.hz * pitch, self.strength_db)

    def taken(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> _Peaks:
        return _Peaks(self.times_s[which], self.hz[which], self.strength_db[which])


def landmarks(samples: NDArray[np.float32], rate_hz: int) -> SoundLandmarks:
    """The landmarks of mono samples (n,) in -1..1, ascending in time; silence and steady tones have none."""
    describer = SoundDescriber(rate_hz)
    describer.feed(samples)
    return describer.finish()


def query_bank(samples: NDArray[np.float32], rate_hz: int) -> tuple[tuple[float, SoundLandmarks], ...]:
    """What to search for to find these mono samples (n,): pairs of a speed and the landmarks at that speed.

    The speed is seconds of the reference a second of the query (2 = the query was sped up twofold); times are always
    the query's own. The first entry is the query as it is; the others assume an edit of speed, of pitch or of both,
    and a speed can occur more than once.
    """
    describer = QueryDescriber(rate_hz)
    describer.feed(samples)
    return describer.finish()


class SoundDescriber:
    """Describes sound that arrives in pieces, in memory that grows by 240 bytes a second of sound."""

    def __init__(self, rate_hz: int) -> None:
        self._spectrogram = _Spectrogram(rate_hz, 1.0, PEAKS_PER_S)

    def feed(self, samples: NDArray[np.float32], start_s: float | None = None) -> None:
        """Take the next samples (n,), mono, in -1..1. `start_s` says when the first is heard; without, at once."""
        self._spectrogram.feed(samples, start_s)

    def finish(self) -> SoundLandmarks:
        """The landmarks of all that was fed."""
        return _lean(self._spectrogram.finish())


class QueryDescriber:
    """Like `SoundDescriber`, for a query: describes it as it is and as edits of speed and pitch would have left it."""

    def __init__(self, rate_hz: int) -> None:
        self._spectrograms = {speed: _Spectrogram(rate_hz, speed, _MOST_PEAKS_PER_S) for speed in _ANALYSES}

    def feed(self, samples: NDArray[np.float32], start_s: float | None = None) -> None:
        """Take the next samples (n,), mono, in -1..1. `start_s` says when the first is heard; without, at once."""
        for spectrogram in self._spectrograms.values():
            spectrogram.feed(samples, start_s)
            if spectrogram.heard_s > LONG_QUERY_S[1]:
                spectrogram.thin(EDITED_PEAKS_PER_S)

    def finish(self) -> tuple[tuple[float, SoundLandmarks], ...]:
        """The entries of `query_bank` for all that was fed."""
        peaks = {speed: spectrogram.finish() for speed, spectrogram in self._spectrograms.items()}
        plain = peaks[1.0]
        heard_s = float(plain.times_s[-1] - plain.times_s[0]) if len(plain.times_s) else 0.0
        first = _generous(plain) if heard_s <= LONG_QUERY_S[0] else _edited(plain, 1.0, 1.0)
        first = first if heard_s <= LONG_QUERY_S[1] else _lean(plain)
        shifted = _edited if heard_s <= SHORT_QUERY_S else _lean
        peaks = {speed: _excerpts(found) for speed, found in peaks.items()}
        plain = peaks[1.0]
        bank = [(1.0, first)]
        for speed in sorted(SPEEDS, key=_from_unchanged):
            analysis = min(_ANALYSES, key=lambda a, wanted=speed: abs(np.log(a / wanted)))  # type: ignore[misc]
            bank.append((speed, shifted(peaks[analysis], speed, analysis / speed)))
        bank.extend((speed, _edited(plain, speed, 1.0)) for speed in sorted(STRETCHES, key=_from_unchanged))
        bank.extend((1.0, shifted(plain, 1.0, 1 / pitch)) for pitch in sorted(PITCHES, key=_from_unchanged))
        return tuple(bank)


def _from_unchanged(ratio: float) -> float:
    return abs(float(np.log(ratio)))


class _Spectrogram:
    """Turns samples into peaks block by block; the same peaks however the samples are cut into pieces.

    With `speed` other than 1 it hears the sound as if it had been slowed down by that factor: the window covers
    1/speed of the time, and frequencies are given divided by speed. Times stay those of the sound.
    """

    def __init__(self, rate_hz: int, speed: float, peaks_per_s: int) -> None:
        if rate_hz <= 0:
            raise ValueError(f"a sample rate is positive: {rate_hz}")
        self._rate_hz = rate_hz
        self._peaks_per_s = peaks_per_s
        self._size = 2 * max(8, round(WINDOW_S * rate_hz / speed / 2))
        self._hop = HOP_S * rate_hz / speed
        bin_hz = rate_hz / self._size / speed
        low = int(np.ceil(BAND_HZ[0] / bin_hz))
        self._bins = slice(low, max(low, min(int(BAND_HZ[1] / bin_hz), self._size // 2 - 1) + 1))
        self._bin_hz = bin_hz
        self._window = np.hanning(self._size).astype(np.float32)
        self._found: list[_Peaks] = []
        self.heard_s = 0.0
        self._begin(0.0)

    def _begin(self, start_s: float) -> None:
        self._start_s = start_s
        self._samples = np.zeros(0, np.float32)
        self._dropped = 0  # samples before those in _samples
        self._next_frame = 0
        self._level = np.zeros((0, self._bins.stop - self._bins.start), np.float32)
        self._level_from = 0  # frame number of _level's first row
        self._decided = 0  # frames before this one have given their peaks

    def feed(self, samples: NDArray[np.float32], start_s: float | None) -> None:
        if start_s is not None:
            expected_s = self._start_s + (self._dropped + len(self._samples)) / self._rate_hz
            if abs(start_s - expected_s) > HOP_S or self._dropped + len(self._samples) == 0:
                self._flush()
                self._begin(start_s)
        step = self._rate_hz * 10
        for first in range(0, len(samples), step):
            piece = np.asarray(samples[first : first + step], dtype=np.float32)
            self.heard_s += len(piece) / self._rate_hz
            self._samples = np.concatenate([self._samples, piece])
            self._advance()

    def finish(self) -> _Peaks:
        self._flush()
        return _Peaks(*(np.concatenate(column) for column in zip(_NO_PEAKS, *self._found, strict=True)))

    def thin(self, peaks_per_s: int) -> None:
        """From now on keep at most so many peaks a second, and of those already found as well."""
        if peaks_per_s < self._peaks_per_s:
            self._peaks_per_s = peaks_per_s
            self._found = [_strongest(found, peaks_per_s) for found in self._found]

    def _advance(self) -> None:
        """Turn complete windows into rows of levels, and complete blocks of rows into peaks."""
        total = self._dropped + len(self._samples)
        frames = int((total - self._size) / self._hop) + 1 - self._next_frame if total >= self._size else 0
        if frames > 0 and self._bins.stop > self._bins.start:
            starts = ((self._next_frame + np.arange(frames)) * self._hop).astype(np.int64)
            self._level = np.concatenate([self._level, self._levels(starts - self._dropped)])
            self._next_frame += frames
            keep = int(self._next_frame * self._hop) - self._dropped
            self._samples = self._samples[keep:]
            self._dropped += keep
        while self._next_frame >= self._decided + _BLOCK_FRAMES + _AROUND_FRAMES:
            self._decide(self._decided + _BLOCK_FRAMES)

    def _levels(self, starts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Decibels against a full-scale sine, one row a window."""
        rows = []
        for first in range(0, len(starts), 128):
            windows = self._samples[starts[first : first + 128, None] + np.arange(self._size)] * self._window
            spectrum = np.fft.rfft(windows, axis=1)[:, self._bins]
            power = (spectrum.real**2 + spectrum.imag**2) * (16.0 / self._size**2)
            rows.append(np.maximum(10 * np.log10(power + 1e-12), FLOOR_DB).astype(np.float32))
        return np.concatenate(rows)

    def _decide(self, end: int) -> None:
        """Find the peaks of the frames from the last decided one up to `end`, and forget what is no longer needed."""
        level = np.ascontiguousarray(self._level[: end + _AROUND_FRAMES - self._level_from])
        first, last = self._decided - self._level_from, end - self._level_from
        frame, bin_ = np.nonzero(_is_peak(level)[first:last])
        frame += first
        height = level[frame, bin_]
        later = _vertex(level[frame - 1, bin_], height, level[frame + 1, bin_])
        higher = _vertex(level[frame, bin_ - 1], height, level[frame, bin_ + 1])
        around = cv2.blur(
            level, (2 * _AROUND_BINS + 1, 2 * _AROUND_FRAMES + 1), borderType=cv2.BORDER_REPLICATE
        )
        samples = (
            ((frame + self._level_from) * self._hop).astype(np.int64) + later * self._hop + self._size / 2
        )
        found = _Peaks(
            self._start_s + samples / self._rate_hz,
            (bin_ + self._bins.start + higher) * self._bin_hz,
            (height - around[frame, bin_]).astype(np.float64),
        )
        self._found.append(_strongest(found, self._peaks_per_s))
        self._decided = end
        forget = max(0, end - _AROUND_FRAMES - self._level_from)
        self._level = self._level[forget:]
        self._level_from += forget

    def _flush(self) -> None:
        if self._next_frame > self._decided:
            self._decide(self._next_frame)


_NO_PEAKS: Final = _Peaks(np.zeros(0), np.zeros(0), np.zeros(0))


def _is_peak(level: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where a spectrogram (frames, bins) is highest among its neighbours and stands out from its surroundings."""
    near = np.ones((2 * _NEAR_FRAMES + 1, 2 * _NEAR_BINS + 1), np.uint8)
    around = cv2.blur(level, (2 * _AROUND_BINS + 1, 2 * _AROUND_FRAMES + 1), borderType=cv2.BORDER_REPLICATE)
    usual = cv2.blur(level, (1, 2 * _ONSET_FRAMES + 1), borderType=cv2.BORDER_REPLICATE)
    peak: NDArray[np.bool_] = (
        (level >= cv2.dilate(level, near))
        & (level > around + PROMINENCE_DB)
        & (level > usual + ONSET_DB)
        & (level > FLOOR_DB)
    )
    peak[[0, -1]] = False
    peak[:, [0, -1]] = False
    return peak


def _vertex(
    before: NDArray[np.float32], at: NDArray[np.float32], after: NDArray[np.float32]
) -> NDArray[np.float64]:
    """How far, within half a step, the top of a parabola through three levels lies from the middle one."""
    bend = np.minimum(before - 2.0 * at + after, -1e-6)
    return np.clip(0.5 * (before - after) / bend, -0.5, 0.5).astype(np.float64)


def _excerpts(peaks: _Peaks) -> _Peaks:
    """All peaks of a short query; of a long one, those of a dozen excerpts spread over it."""
    if not len(peaks.times_s):
        return peaks
    start_s = float(peaks.times_s[0])
    heard_s = float(peaks.times_s[-1]) - start_s
    if heard_s <= SAMPLED_QUERY_S:
        return peaks
    return peaks.taken(np.mod(peaks.times_s - start_s, heard_s / SAMPLES) < SAMPLE_S)


def _strongest(peaks: _Peaks, per_s: int) -> _Peaks:
    """The `per_s` strongest peaks of each second."""
    second = np.floor(peaks.times_s).astype(np.int64)
    order = np.lexsort((-peaks.strength_db, second))
    rank = np.arange(len(order)) - np.searchsorted(second[order], second[order])
    return peaks.taken(np.sort(order[rank < per_s]))


def _pairs(peaks: _Peaks, per_peak: int, ahead: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Index pairs: each peak with the strongest later ones of three stretches of time, `per_peak` in all.

    Strength is what an edit leaves alone; the nearest peak is the first to be replaced by another. Stretches spread
    the time between the two, and with it the hashes.
    """
    first_parts, second_parts = [], []
    share = per_peak // (len(_STRATA_S) - 1)
    for begin in range(0, len(peaks.times_s), 20_000):
        i = np.arange(begin, min(begin + 20_000, len(peaks.times_s)))[:, None]
        j = i + 1 + np.arange(ahead)
        exists = j < len(peaks.times_s)
        j = np.minimum(j, len(peaks.times_s) - 1)
        later_s = peaks.times_s[j] - peaks.times_s[i]
        exists &= np.abs(peaks.hz[j] - peaks.hz[i]) <= _STEP_HZ
        for low_s, high_s in pairwise(_STRATA_S):
            usable = exists & (later_s >= low_s) & (later_s < high_s)
            order = np.argsort(np.where(usable, -peaks.strength_db[j], np.inf), axis=1, kind="stable")[
                :, :share
            ]
            row, column = np.nonzero(np.take_along_axis(usable, order, axis=1))
            first_parts.append(row + begin)
            second_parts.append(j[row, order[row, column]])
    if not first_parts:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    return np.concatenate(first_parts), np.concatenate(second_parts)


def _lean(peaks: _Peaks, tempo: float = 1.0, pitch: float = 1.0) -> SoundLandmarks:
    """Landmarks as they are stored; for a tempo or pitch other than 1, with neighbouring cells added.

    `tempo` is seconds of the reference a second of these peaks, `pitch` its frequency over theirs.
    """
    margin = 0.0 if tempo == pitch == 1.0 else _LEAN_MARGIN
    return _hashed(peaks.moved(tempo, pitch), PEAKS_PER_S, PAIRS_PER_PEAK, margin, tempo)


def _edited(peaks: _Peaks, tempo: float, pitch: float) -> SoundLandmarks:
    """Landmarks of a query that may have been edited: more peaks, more pairs, neighbouring cells."""
    return _hashed(peaks.moved(tempo, pitch), EDITED_PEAKS_PER_S, EDITED_PAIRS_PER_PEAK, _MARGIN, tempo)


def _generous(peaks: _Peaks) -> SoundLandmarks:
    """Landmarks of a query as it is: more peaks, more pairs, neighbouring cells."""
    return _hashed(peaks, GENEROUS_PEAKS_PER_S, GENEROUS_PAIRS_PER_PEAK, _MARGIN, 1.0)


def _hashed(peaks: _Peaks, per_s: int, per_peak: int, margin: float, tempo: float) -> SoundLandmarks:
    """Landmarks of peaks that lie in the reference's time; the times of the landmarks are theirs divided by `tempo`."""
    kept = _strongest(peaks, per_s)
    a, b = _pairs(kept, per_peak, 3 * per_s)
    tone = _cells(_BARK_CELLS * np.log1p(kept.hz[a] / _BARK_HZ), margin)
    step = _cells((kept.hz[b] - kept.hz[a] + _STEP_HZ) / _STEP_CELL_HZ, margin)
    wait = _cells((kept.times_s[b] - kept.times_s[a]) / _TIME_CELL_S, margin)
    hashes, rows = [], []
    for tone_cell, tone_known in tone:
        for step_cell, step_known in step:
            for wait_cell, wait_known in wait:
                known = tone_known & step_known & wait_known
                hashes.append((tone_cell[known] << 16) | (step_cell[known] << 7) | wait_cell[known])
                rows.append(a[known])
    packed, anchor = np.concatenate(hashes), np.concatenate(rows)
    order = np.lexsort((packed, kept.times_s[anchor]))
    times_s = (kept.times_s[anchor[order]] / tempo).astype(np.float32)
    return SoundLandmarks(VERSION, packed[order], times_s)


def _cells(
    position: NDArray[np.float64], margin: float
) -> Iterable[tuple[NDArray[np.uint32], NDArray[np.bool_]]]:
    """The cell each position falls in, and the neighbour of those within `margin` of a border: (cell, is there one)."""
    cell = np.floor(position)
    rest = position - cell
    own = (cell.astype(np.uint32), np.ones(len(cell), bool))
    if not margin:
        return (own,)
    below, above = rest < margin, rest > 1 - margin
    beside = np.where(below, cell - 1, cell + 1)
    close = (below | above) & (beside >= 0)
    return own, (np.where(close, beside, 0).astype(np.uint32), close)
