"""Run as a program: adds footage to a desk, acknowledges each by a line, and kills itself on the n-th line of code.

    python tests/archive/adding.py DESK FIRST_SEED SEEDS BATCH DIES_AFTER

`DIES_AFTER` counts executed lines of firstseen.archive from the opening of the archive on; 0 is never.
"""

import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from firstseen.archive.local import LocalArchive
from firstseen.archive.tuning import Tuning
from tests.archive.synthetic import description, record

# Small numbers, so that joining files, building the index and sorting landmarks happen among the kills.
EAGER = Tuning(
    index_from_rows=150,
    partition_rows=50,
    probes=8,
    tail_rows=60,
    small_fragments=4,
    sound_tail=1000,
    lock_wait_s=20.0,
)


def die_after(lines: int) -> None:
    """Kill this process on that line of archive code, as a power switch would."""
    left = lines

    def on_line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return on_line

    def on_call(frame: FrameType, _event: str, _argument: object) -> Any:
        return on_line if "firstseen/archive" in frame.f_code.co_filename else None

    sys.settrace(on_call)


def add_all(desk: Path, first: int, count: int, batch: int) -> None:
    """Add footage of those seeds, `batch` at a time."""
    described = desk.parent / "described"
    shutil.rmtree(described, ignore_errors=True)
    with LocalArchive(desk, EAGER) as archive:
        for start in range(first, first + count, batch):
            seeds = range(start, min(start + batch, first + count))
            made = [(description(described, seed), record(caption=f"caption {seed}")) for seed in seeds]
            archive.add_many(made)
            for one, _ in made:
                print(one.media.id, flush=True)  # noqa: T201 - the acknowledgement
                shutil.rmtree(one.folder, ignore_errors=True)


if __name__ == "__main__":
    folder, *numbers = sys.argv[1:]
    first_seed, how_many, together, dies_after = map(int, numbers)
    print("begins", flush=True)  # noqa: T201 - the parent counts time from here
    if dies_after:
        die_after(dies_after)
    add_all(Path(folder), first_seed, how_many, together)
