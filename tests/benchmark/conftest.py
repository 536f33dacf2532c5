"""A footage folder of small seeded clips, as the bench expects one."""

import csv

import cv2
import numpy as np
import pytest

from benchmark.reader import SOUND_RATE_HZ
from benchmark.stream import Stream, write_video

COLUMNS = ("file", "duration_s", "width", "height", "has_audio", "group", "source", "licence", "sha256")
LENGTH_S = 5.0


def moving(seed, length_s=LENGTH_S):
    """Blobs that wander, of other colours and ways for each seed."""
    rng = np.random.default_rng(seed)
    back, blobs = rng.integers(0, 120, 3), rng.integers(80, 255, (6, 3))
    ways = rng.uniform(0, 7, (6, 4))

    def at(t):
        rgb = np.full((72, 128, 3), back, np.uint8)
        for colour, (a, b, c, d) in zip(blobs, ways, strict=True):
            x, y = int(64 + 60 * np.sin(a + t * c / 4)), int(36 + 34 * np.cos(b + t * d / 4))
            cv2.circle(rgb, (x, y), 14, [int(v) for v in colour], -1)
        return rgb

    sound = rng.normal(0, 0.1, int(length_s * SOUND_RATE_HZ)).astype(np.float32)
    return Stream(length_s, 128, 72, 10, at, (), sound)


@pytest.fixture(scope="session")
def small_footage(tmp_path_factory):
    """Clips, same-camera clips and photographs, with their lists."""
    root = tmp_path_factory.mktemp("small-footage")
    for folder in ("clips", "same-camera", "photos"):
        (root / folder).mkdir()
    rows = [clip(root, "clips", f"clip{n:02d}.mp4", n, group=f"group{n // 2}") for n in range(16)]
    write_list(root / "clips.csv", rows)
    same = [clip(root, "same-camera", f"watched{n}.mp4", 100 + n, length_s=2.0) for n in range(6)]
    write_list(root / "same-camera.csv", same)
    rng = np.random.default_rng(5)
    for n in range(40):
        coarse = rng.integers(0, 255, (6, 8, 3), dtype=np.uint8)
        cv2.imwrite(str(root / "photos" / f"photo{n:02d}.jpg"), cv2.resize(coarse, (160, 120)))
    return root


def clip(root, folder, name, seed, *, group="watched", length_s=LENGTH_S):
    write_video(moving(seed, length_s), root / folder / name)
    return dict(zip(COLUMNS, (f"{folder}/{name}", length_s, 128, 72, 1, group, "", "", ""), strict=True))


def write_list(path, rows):
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
