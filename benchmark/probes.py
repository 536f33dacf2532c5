"""What things cost, each measured in a process of its own: `python -m benchmark.probes NAME KEY=VALUE…` prints JSON.

CPU seconds are those of the whole process, all threads; memory is the peak of the process.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from firstseen.archive.local import LocalArchive
from firstseen.model.descriptor import (
    Description,
    Descriptors,
    Miniatures,
    PdqHashes,
    SoundLandmarks,
    Stills,
    View,
)
from firstseen.model.media import Media
from firstseen.model.sighting import Record

Costs = dict[str, float]
Vectors = NDArray[np.float32]

DIMENSION = 512
ROWS_A_MEDIA = 1000
QUERY_FRAMES = 60
NEIGHBOURS = 20
# A query frame's cosine to its own row in the archive: an edited copy that is hard but usual (a crop, an inset).
PLANTED_COSINE = 0.6
CANDIDATES = 20


def unit(rows: Vectors) -> Vectors:
    """Rows of length 1."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def media_vectors(index: int, rows: int = ROWS_A_MEDIA) -> Vectors:
    """The random unit vectors of one synthetic media, the same in every process."""
    return unit(np.random.default_rng([7, index]).standard_normal((rows, DIMENSION)).astype(np.float32))


def planted_query(index: int) -> Vectors:
    """Vectors of `QUERY_FRAMES` successive frames of one media, each at `PLANTED_COSINE` to its original."""
    rng = np.random.default_rng([8, index])
    rows = media_vectors(index)
    start = int(rng.integers(0, len(rows) - QUERY_FRAMES))
    original = rows[start : start + QUERY_FRAMES]
    noise = unit(rng.standard_normal(original.shape).astype(np.float32))
    noise = unit(noise - (noise * original).sum(1, keepdims=True) * original)
    return unit(PLANTED_COSINE * original + np.float32((1 - PLANTED_COSINE**2) ** 0.5) * noise)


def description(folder: Path, name: str, vectors: Vectors) -> Description:
    """Synthetic footage, a frame a second, without sound; stored in a folder of its own under `folder`."""
    from firstseen.describe import save_description

    media_id = hashlib.sha256(name.encode()).hexdigest()
    place = folder / media_id
    place.mkdir(parents=True)
    (place / "stills.pack").write_bytes(b"")
    (place / "miniatures.raw").write_bytes(b"")
    times_s = np.arange(len(vectors), dtype=np.float64)
    media = Media(
        media_id, f"{name}.mp4", 1, "video", float(len(vectors)), 640, 360, 25.0, 0, "mp4", "h264", ""
    )
    views = np.zeros(len(vectors), np.int16)
    empty = np.zeros(0)
    made = Description(
        media=media,
        folder=place,
        interval_s=1.0,
        pictures=Descriptors("cost/1", times_s, vectors, views, (View("full"),)),
        pdq=PdqHashes(empty, np.zeros((0, 32), np.uint8), np.zeros(0, np.uint8)),
        sound=SoundLandmarks("none", np.zeros(0, np.uint32), np.zeros(0, np.float32)),
        miniatures=Miniatures(empty, np.zeros((0, 18, 32), np.uint8)),
        stills=Stills(place / "stills.pack", empty, np.zeros(1, np.int64)),
        cuts_s=(),
        gated=(),
        losses=(),
    )
    save_description(made)
    return made


def record(name: str) -> Record:
    """A bare record."""
    return Record(f"{name}.mp4")


def build(archive: str, rows: str) -> Costs:
    """Fill an archive with so many descriptors, twenty media a batch, then let it tidy up."""
    began_s = time.process_time()
    with LocalArchive(Path(archive)) as store:
        for batch in _batches(range(int(rows) // ROWS_A_MEDIA), 20):
            with tempfile.TemporaryDirectory(dir=Path(archive).parent) as work:
                store.add_many(
                    [(description(Path(work), f"m{i}", media_vectors(i)), record(f"m{i}")) for i in batch]
                )
        added_s = time.process_time()
        store.tidy()
    return {"add_cpu_s": added_s - began_s, "tidy_cpu_s": time.process_time() - added_s}


def _batches(numbers: range, size: int) -> Iterator[range]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def search(archive: str, rows: str, queries: str) -> Costs:
    """Searching an archive: CPU a query, the share of queries whose media is among the candidates, peak memory."""
    count = int(rows) // ROWS_A_MEDIA
    right, spent = [], []
    with LocalArchive(Path(archive)) as store:
        names = {media.id: media.name for media in store.all_media()}
        chosen = np.random.default_rng(9).integers(0, count, int(queries))
        for turn, index in enumerate([*chosen[:2], *chosen]):
            vectors = planted_query(int(index))
            began_s = time.process_time()
            found = store.search(vectors, NEIGHBOURS)
            if turn < 2:
                continue  # the first two open files and fill caches
            spent.append(time.process_time() - began_s)
            votes = np.bincount(found.media_index, weights=found.score, minlength=len(found.media_ids))
            best = [names[found.media_ids[i]] for i in np.argsort(-votes)[:CANDIDATES]]
            right.append(f"m{index}.mp4" in best)
    return {"query_cpu_s": median(spent), "found": float(np.mean(right)), "memory_mb": _peak_mb()}


def exact(rows: str) -> Costs:
    """Searching the same vectors exactly, in memory, with one thread of faiss where it is installed, else numpy."""
    count = int(rows) // ROWS_A_MEDIA
    look = _exact_search(count)
    spent = []
    for index in (0, count // 2, count - 1):
        vectors = planted_query(index)
        began_s = time.process_time()
        look(vectors)
        spent.append(time.process_time() - began_s)
    return {"query_cpu_s": median(spent), "memory_mb": _peak_mb()}


def _exact_search(count: int) -> Callable[[Vectors], object]:
    """A search through the vectors of so many media."""
    try:
        import faiss
    except ImportError:
        matrix = np.zeros((count * ROWS_A_MEDIA, DIMENSION), np.float32)
        for i in range(count):
            matrix[i * ROWS_A_MEDIA : (i + 1) * ROWS_A_MEDIA] = media_vectors(i)
        return lambda vectors: np.argpartition(vectors @ matrix.T, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(DIMENSION)
    for i in range(count):
        index.add(media_vectors(i))
    return lambda vectors: index.search(vectors, NEIGHBOURS)


def grow(archive: str, empty: str, start: str, times: str) -> Costs:
    """Adding media of a minute one at a time to two archives in turn: the median CPU of an addition to each.

    In turn, because what else runs on the machine then weighs on both alike. `start` is a number never used before.
    """
    spent: dict[str, list[float]] = {archive: [], empty: []}
    with (
        LocalArchive(Path(archive)) as large,
        LocalArchive(Path(empty)) as small,
        tempfile.TemporaryDirectory(dir=Path(archive).parent) as work,
    ):
        for turn in range(int(times) + 2):
            for path, store in ((archive, large), (empty, small)):
                name = f"g{int(start) + turn}"
                place = Path(work) / Path(path).name
                made = description(place, name, media_vectors(10**6 + int(start) + turn, QUERY_FRAMES))
                began_s = time.process_time()
                store.add(made, record(name))
                if turn >= 2:
                    spent[path].append(time.process_time() - began_s)
    return {"add_cpu_s": median(spent[archive]), "empty_add_cpu_s": median(spent[empty])}


def decode(path: str) -> Costs:
    """Decoding every picture of a file, one thread, looking at none."""
    import av

    began_s = time.process_time()
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        frames = sum(1 for _ in container.decode(stream))
    return {"cpu_s": time.process_time() - began_s, "frames": float(frames)}


def describe(path: str, warm: str, keyframes_only: str, model: str) -> Costs:
    """Describing a file at the archive's rate, after another has warmed the model up."""
    from firstseen.describe import describe as described
    from firstseen.describe import save_description

    with tempfile.TemporaryDirectory() as work:
        described(Path(warm), folder=Path(work) / "warm", model=model)
        began_s = time.process_time()
        made = described(
            Path(path), folder=Path(work) / "made", model=model, keyframes_only=keyframes_only == "yes"
        )
        save_description(made)
        spent_s = time.process_time() - began_s
        stored = sum(p.stat().st_size for p in (Path(work) / "made").rglob("*") if p.is_file())
        rows = len(made.pictures)
    # A row in the table of descriptors: half precision, its time and number, one bit a dimension in the index.
    stored += rows * (DIMENSION * 2 + 18 + DIMENSION // 8)
    return {"cpu_s": spent_s, "bytes": float(stored), "rows": float(rows), "memory_mb": _peak_mb()}


def _peak_mb() -> float:
    """Peak memory of this program, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux its peak is inherited from whatever process started this one.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


PROBES: dict[str, Callable[..., Costs]] = {
    probe.__name__: probe for probe in (build, search, exact, grow, decode, describe)
}


def main() -> int:
    """The command line."""
    name, *pairs = sys.argv[1:]
    print(json.dumps(PROBES[name](**dict(pair.split("=", 1) for pair in pairs))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
