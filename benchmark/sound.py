"""How well the sound of edited clips is found: recall without a false match, error of the offset, and cost.

    python -m benchmark.sound --footage FOLDER

FOLDER holds clips.csv (columns file, group, has_audio) and the clips. Each clip gives excerpts, each excerpt is edited
in every way below, and each edit is searched for among the sound of all clips. A match with a clip of another group is
false; clips of one group may share sound and are left out of the count, except the excerpt's own.
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import av.filter
import numpy as np

from firstseen.fingerprint.sound import RATE_HZ, landmarks, query_bank
from firstseen.trace.sound import ARCHIVE_S, find_sound, search_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firstseen.trace.sound import SoundMatch

    Sound = NDArray[np.float32]
    Make = Callable[[Sound, np.random.Generator], Sound]

SILENT: Final = 1e-4
SPEEDS: Final = (0.5, 0.75, 0.9, 0.95, 1.03, 1.07, 1.1, 1.25, 1.5, 2.0)
STRETCHES: Final = (0.5, 0.8, 0.94, 1.06, 1.25, 1.5, 2.0)
EXCERPTS_S: Final = (3.0, 5.0, 10.0)
MOST_PER_GROUP: Final = 4


@dataclass(frozen=True)
class Edit:
    """A way of editing sound: `tempo` seconds of the original go by in one second of what `make` returns."""

    name: str
    make: Make
    tempo: float = 1.0


@dataclass(frozen=True)
class Result:
    """What became of one query: votes for the right place (0 = missed), for the wrong ones, errors and cost."""

    edit: str
    excerpt_s: float
    votes: int
    false_votes: int
    start_error_s: float
    speed_error: float
    cpu_s: float


def decode(path: Path) -> Sound:
    """The sound of a file, mono, at RATE_HZ."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    pieces = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            pieces += resampler.resample(frame)
        pieces += resampler.resample(None)
    if not pieces:
        return np.zeros(0, np.float32)
    return np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces]).astype(np.float32)


def recoded(sound: Sound, codec: str, container: str, bit_rate: int = 0, rate_hz: int = RATE_HZ) -> Sound:
    """The sound after a lossy codec, in a container that says how much the codec delays it."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout="mono")
        if bit_rate:
            stream.bit_rate = bit_rate
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate_hz)
        for frame in [*resampler.resample(_frame(sound)), *resampler.resample(None)]:
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    buffer.seek(0)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    with av.open(buffer) as back:
        frames = list(back.decode(audio=0))
    first_s = float(frames[0].pts * frames[0].time_base)
    pieces = [piece for frame in [*frames, None] for piece in resampler.resample(frame)]
    samples = np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces])
    return samples[max(0, round(-first_s * RATE_HZ)) :].astype(np.float32)


def filtered(sound: Sound, *chain: tuple[str, str]) -> Sound:
    """The sound after a chain of FFmpeg filters, each a name and its arguments."""
    graph = av.filter.Graph()
    last = graph.add_abuffer(format="flt", sample_rate=RATE_HZ, layout="mono", time_base=Fraction(1, RATE_HZ))
    for name, arguments in (
        *chain,
        ("aformat", f"sample_fmts=flt:sample_rates={RATE_HZ}"),
        ("abuffersink", ""),
    ):
        following = graph.add(name, arguments or None)
        last.link_to(following)
        last = following
    graph.configure()
    pieces = []
    for first in [*range(0, len(sound), RATE_HZ), -1]:
        graph.push(_frame(sound[first : first + RATE_HZ], first) if first >= 0 else None)
        pieces.extend(_pulled(graph))
    return np.concatenate(pieces).astype(np.float32)


def _frame(sound: Sound, first: int = 0) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None]), format="flt", layout="mono")
    frame.sample_rate = RATE_HZ
    frame.pts = first
    frame.time_base = Fraction(1, RATE_HZ)
    return frame


def _pulled(graph: av.filter.Graph) -> Iterator[Sound]:
    while True:
        try:
            yield graph.pull().to_ndarray().reshape(-1)
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def loudness(sound: Sound) -> float:
    """Root mean square, never 0."""
    return float(np.sqrt(np.mean(sound**2))) + 1e-9


def music(samples: int, rng: np.random.Generator) -> Sound:
    """Chords on a beat with a drum, root mean square 1."""
    out = np.zeros(samples)
    beat_s = 60 / rng.uniform(80, 140)
    for first in np.arange(0, samples / RATE_HZ, beat_s):
        start = int(first * RATE_HZ)
        time_s = np.arange(min(samples - start, int(1.5 * beat_s * RATE_HZ))) / RATE_HZ
        root_hz = 110 * 2 ** (rng.integers(12) / 12)
        for step in rng.choice([1, 1.26, 1.5, 2, 2.52, 3, 4], 4, replace=False):
            for harmonic in range(1, 5):
                tone = np.sin(2 * np.pi * root_hz * step * harmonic * time_s + rng.uniform(0, 6.28))
                out[start : start + len(time_s)] += np.exp(-3 * time_s) * tone / harmonic
        drum_s = time_s[: RATE_HZ // 20]
        out[start : start + len(drum_s)] += 2 * rng.normal(size=len(drum_s)) * np.exp(-100 * drum_s)
    return (out / loudness(out)).astype(np.float32)


def telephone(sound: Sound) -> Sound:
    """300 to 3400 Hz through a telephone's codec."""
    spectrum = np.fft.rfft(sound)
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    return recoded(np.fft.irfft(spectrum, len(sound)).astype(np.float32), "pcm_mulaw", "wav", rate_hz=8000)


def noisy(snr_db: float) -> Make:
    """White noise laid over."""

    def make(sound: Sound, rng: np.random.Generator) -> Sound:
        noise = rng.normal(size=len(sound)) * loudness(sound) * 10 ** (-snr_db / 20)
        return (sound + noise).astype(np.float32)

    return make


def _chain(*chain: tuple[str, str]) -> Make:
    return lambda sound, _: filtered(sound, *chain)


def edits() -> tuple[Edit, ...]:
    """Every edit that is measured."""
    rate = ("aresample", str(RATE_HZ))
    echo = ("aecho", "0.8:0.7:60|110|170:0.5|0.35|0.2")
    return (
        Edit("as it is", lambda sound, _: sound),
        Edit("AAC 32 kbit/s", lambda sound, _: recoded(sound, "aac", "mp4", 32_000)),
        Edit("MP3 32 kbit/s", lambda sound, _: recoded(sound, "libmp3lame", "mp3", 32_000)),
        Edit("Opus 12 kbit/s", lambda sound, _: recoded(sound, "libopus", "ogg", 12_000)),
        Edit("telephone", lambda sound, _: telephone(sound)),
        Edit("noise at 10 dB", noisy(10)),
        Edit("noise at 0 dB", noisy(0)),
        Edit(
            "music at 0 dB", lambda sound, rng: sound + music(len(sound), rng) * np.float32(loudness(sound))
        ),
        Edit("echo", _chain(echo)),
        Edit("clipped", lambda sound, _: (np.clip(sound * 4, -1, 1) * 0.1).astype(np.float32)),
        *(Edit(f"speed {s}", _chain(("asetrate", f"r={round(RATE_HZ * s)}"), rate), s) for s in SPEEDS),
        *(Edit(f"stretch {s}", _chain(("atempo", str(s))), s) for s in STRETCHES),
        *(
            Edit(f"pitch {p}", _chain(("asetrate", f"r={round(RATE_HZ * p)}"), rate, ("atempo", str(1 / p))))
            for p in (0.94, 1.06)
        ),
    )


def clips(footage: Path) -> dict[str, tuple[str, Sound]]:
    """File name to (group, sound) of every clip that is not silent."""
    with (footage / "clips.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["has_audio"] == "1"]
    read = {Path(row["file"]).name: (row["group"], decode(footage / row["file"])) for row in rows}
    return {name: (group, sound) for name, (group, sound) in read.items() if loudness(sound) > SILENT}


def measured(
    name: str, found: dict[str, tuple[str, Sound]], edit: Edit, *, first_s: float, length_s: float, seed: int
) -> tuple[Sound, Callable[[tuple[SoundMatch, ...], float], Result]]:
    """An edited excerpt, and how to judge what is found for it."""
    group, sound = found[name]
    excerpt = sound[round(first_s * RATE_HZ) : round((first_s + length_s) * RATE_HZ)]
    query = edit.make(excerpt, np.random.default_rng(seed))

    def judge(matches: tuple[SoundMatch, ...], cpu_s: float) -> Result:
        error_s = [
            (abs(m.reference.start_s - first_s - edit.tempo * m.query.start_s), m)
            for m in matches
            if m.media_id == name
        ]
        false = max((m.votes for m in matches if found[m.media_id][0] != group), default=0)
        right = min((pair for pair in error_s if pair[0] < 0.5), key=lambda pair: pair[0], default=None)
        if right is None:
            return Result(edit.name, length_s, 0, false, 0.0, 0.0, cpu_s)
        votes, speed = right[1].votes, abs(right[1].speed / edit.tempo - 1)
        return Result(edit.name, length_s, votes, false, right[0], speed, cpu_s)

    return query, judge


def run(footage: Path, archive_s: float, progress: Callable[[str], None]) -> list[Result]:
    """Every excerpt of every clip, edited in every way, searched for among all clips."""
    found = clips(footage)
    started = time.process_time()
    references = {name: landmarks(sound, RATE_HZ) for name, (_, sound) in found.items()}
    cpu_s = time.process_time() - started
    seconds = sum(len(sound) for _, sound in found.values()) / RATE_HZ
    count = sum(len(reference) for reference in references.values())
    progress(f"{len(found)} clips, {seconds:.0f} s; described {seconds / cpu_s:.0f} x faster than they play;")
    progress(f"{count / seconds:.1f} landmarks a second, {8 * count / seconds * 3600 / 1e6:.2f} MB an hour\n")
    search = search_in(references)
    results = []
    taken: dict[str, int] = {}
    for seed, (name, (group, sound)) in enumerate(found.items()):
        taken[group] = taken.get(group, 0) + 1
        if taken[group] > MOST_PER_GROUP:
            continue
        rng = np.random.default_rng(seed)
        length_s = min(EXCERPTS_S[seed % len(EXCERPTS_S)], len(sound) / RATE_HZ)
        first_s = rng.uniform(0, len(sound) / RATE_HZ - length_s)
        for edit in edits():
            query, judge = measured(name, found, edit, first_s=first_s, length_s=length_s, seed=seed)
            started = time.process_time()
            matches = find_sound(query_bank(query, RATE_HZ), search, archive_s)
            results.append(judge(matches, time.process_time() - started))
    return results


def table(results: list[Result]) -> Iterator[str]:
    """The results as lines, an edit each."""
    worst_false = max(result.false_votes for result in results)
    yield f"{'edit':16s} {'found':>8s} {'without a false one':>20s} {'offset error, ms':>18s} {'speed error':>12s}"
    for kind in [*dict.fromkeys(result.edit for result in results), ""]:
        rows = [result for result in results if not kind or result.edit == kind]
        hits = [result for result in rows if result.votes]
        clean = sum(result.votes > worst_false for result in rows)
        errors = np.array([1000 * result.start_error_s for result in hits] or [np.nan])
        speed = np.median([result.speed_error for result in hits] or [np.nan])
        yield (
            f"{kind or 'all':16s} {len(hits):4d}/{len(rows):<3d} {clean / len(rows):20.3f} "
            f"{np.median(errors):9.0f}, p90 {np.percentile(errors, 90):4.0f} {speed:12.4f}"
        )
    false = sum(result.false_votes > 0 for result in results)
    yield f"queries with a false match: {false} of {len(results)}; most votes of one: {worst_false}"
    for length_s in EXCERPTS_S:
        rows = [result for result in results if result.excerpt_s == length_s]
        if rows:
            share = sum(result.votes > 0 for result in rows) / len(rows)
            cpu_s = np.mean([result.cpu_s for result in rows])
            yield f"excerpts of {length_s:.0f} s: {share:.3f} found, {cpu_s:.2f} s CPU a query"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How well the sound of edited clips is found.")
    parser.add_argument("--footage", type=Path, required=True, help="folder with clips.csv and the clips")
    parser.add_argument(
        "--archive-hours", type=float, default=ARCHIVE_S / 3600, help="size to count false matches for"
    )
    options = parser.parse_args()
    for line in table(run(options.footage, 3600 * options.archive_hours, print)):
        print(line)


if __name__ == "__main__":
    main()
