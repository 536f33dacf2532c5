"""What describing, searching and adding cost: ratios taken in one run, since a loaded machine makes seconds worthless.

python -m benchmark.cost --footage FOLDER --out DIR [--rows 10000 100000 1000000]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmark import corpus, montage, tables
from benchmark.kit import source_of
from benchmark.reader import read_sound
from benchmark.stream import cut, write_video

SIZES = (10_000, 100_000, 1_000_000)
SECONDS = 60.0
SOURCE_S = 10.0


@dataclass(frozen=True, slots=True)
class SearchCost:
    """One size of archive. CPU in seconds a query of 60 frames, memory in MB (peak of the process)."""

    rows: int
    ours_cpu_s: float
    exact_cpu_s: float
    found: float
    ours_memory_mb: float
    exact_memory_mb: float
    build_cpu_s: float
    add_cpu_s: float
    empty_add_cpu_s: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Everything measured. Describing as a multiple of decoding every picture of the same 720p file."""

    describe_ratio: float
    describe_distilled_ratio: float
    keyframes_ratio: float
    bytes_an_hour: float
    describe_memory_mb: float
    searches: tuple[SearchCost, ...]


def probe(name: str, **arguments: object) -> dict[str, float]:
    """One probe in a process of its own, single threaded where libraries can be told so."""
    words = [f"{key}={value}" for key, value in arguments.items()]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmark.probes", name, *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def long_clip(footage: Path, out: Path) -> Path:
    """A minute of 720p at 30 pictures a second, with sound, made of several clips; made once."""
    path = out / "cost-720p.mp4"
    if not path.exists():
        parts = []
        clips = [
            c for c in corpus.read_clips(footage) if c.length_s >= SOURCE_S and c.has_sound and c.width >= 500
        ]
        for clip in sorted(clips, key=lambda c: corpus.stable(c.name))[: int(SECONDS / SOURCE_S)]:
            sound = read_sound(clip.path, 0.0, SOURCE_S)
            parts.append(cut(clip.path, source_of(clip).shown, 0.0, SOURCE_S, 30.0, 1280, sound))
        write_video(montage.joined(parts, 1280, 720), path, preset="medium")
    return path


def short_clip(footage: Path) -> Path:
    """A clip of a few seconds, to warm up."""
    return min(corpus.read_clips(footage), key=lambda c: c.length_s).path


def measure_describing(footage: Path, out: Path) -> tuple[float, float, float, float, float]:
    """The three ratios to decoding, bytes an hour of footage, and peak memory in MB; medians of three turns."""
    path, warm = long_clip(footage, out), short_clip(footage)
    turns = []
    for _ in range(3):
        # Each turn holds all of them: what else runs on the machine weighs on each alike.
        base = probe("decode", path=path)["cpu_s"]
        full = probe("describe", path=path, warm=warm, keyframes_only="no", model="sscd")
        small = probe("describe", path=path, warm=warm, keyframes_only="no", model="sscd_distilled")
        keys = probe("describe", path=path, warm=warm, keyframes_only="yes", model="sscd")
        turns.append((full["cpu_s"] / base, small["cpu_s"] / base, keys["cpu_s"] / base))
    ratios = [median(column) for column in zip(*turns, strict=True)]
    return ratios[0], ratios[1], ratios[2], full["bytes"] * 3600 / SECONDS, full["memory_mb"]


def measure_searching(out: Path, rows: int) -> SearchCost:
    """An archive of so many descriptors, built once in `out`, searched, searched exactly, and added to."""
    folder = out / f"cost-archive-{rows}"
    noted = folder.with_suffix(".json")
    if not noted.exists():
        noted.write_text(json.dumps(probe("build", archive=folder, rows=rows)))
    built = json.loads(noted.read_text())
    ours = probe("search", archive=folder, rows=rows, queries=50)
    theirs = probe("exact", rows=rows)
    with tempfile.TemporaryDirectory(dir=out) as empty:
        added = probe("grow", archive=folder, empty=empty, start=_next_number(folder), times=25)
    return SearchCost(
        rows,
        ours["query_cpu_s"],
        theirs["query_cpu_s"],
        ours["found"],
        ours["memory_mb"],
        theirs["memory_mb"],
        built["add_cpu_s"] + built["tidy_cpu_s"],
        added["add_cpu_s"],
        added["empty_add_cpu_s"],
    )


def _next_number(folder: Path) -> int:
    """A number from which no media was added to this archive in an earlier run."""
    counter = folder.with_suffix(".next")
    number = int(counter.read_text()) if counter.exists() else 0
    counter.write_text(str(number + 1000))
    return number


def measure(footage: Path, out: Path, sizes: Sequence[int] = SIZES) -> Costs:
    """Every cost."""
    out.mkdir(parents=True, exist_ok=True)
    describing = measure_describing(footage, out)
    searches = tuple(measure_searching(out, rows) for rows in sizes)
    return Costs(*describing, searches)


def page(costs: Costs) -> str:
    """The costs as a section of the benchmark's page."""
    rows = [
        [
            f"{s.rows:,}",
            f"{1000 * s.ours_cpu_s:.0f}",
            f"{1000 * s.exact_cpu_s:.0f}",
            f"{s.exact_cpu_s / s.ours_cpu_s:.1f} ×",
            f"{s.found:.2f}",
            f"{s.ours_memory_mb:.0f}",
            f"{s.exact_memory_mb:.0f}",
            f"{s.add_cpu_s / s.empty_add_cpu_s:.2f} ×",
        ]
        for s in costs.searches
    ]
    head = [
        "descriptors",
        "query, CPU ms",
        "exact, CPU ms",
        "cheaper",
        "right among 20",
        "memory, MB",
        "exact, MB",
        "adding, against empty",
    ]
    return "\n".join(
        [
            "## What it costs",
            "",
            f"- Describing a minute of 720p: {costs.describe_ratio:.2f} × decoding every picture of it (one thread);",
            f"  with the distilled model {costs.describe_distilled_ratio:.2f} ×;",
            f"  keyframes only {costs.keyframes_ratio:.2f} ×. Peak memory {costs.describe_memory_mb:.0f} MB.",
            f"- An hour of footage takes {costs.bytes_an_hour / 1e6:.1f} MB of the archive.",
            "",
            "Queries of 60 frames, each at cosine .6 to its own row among random unit vectors:",
            "",
            tables.markdown(head, rows),
            "",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/bench"))
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    args = parser.parse_args(arguments)
    print(page(measure(args.footage, args.out, args.rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
