"""Floors: what the bench reached before, and must not fall below.

A floor is raised by `--pin` and never lowered by it: lowering one is an edit of floors.toml that a reviewer sees.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmark.evaluate import Scores

FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure that has a floor. `tolerance`: how far off is still no drop; `less_is_better`: a ceiling."""

    name: str
    tolerance: float
    less_is_better: bool = False

    def value(self, scores: Scores) -> float:
        """What was measured; an error that could not be measured counts as infinite."""
        measured = getattr(scores, self.name)
        return float("inf") if measured is None else float(measured)

    def is_dropped(self, measured: float, floor: float) -> bool:
        """Whether the measured value is worse than the floor by more than the tolerance."""
        worse = measured - floor if self.less_is_better else floor - measured
        return worse > self.tolerance


# The encoders and the models are deterministic on one machine; tolerances cover other builds of them: about one pair
# in two hundred.
FIGURES = (
    Figure("pair_ap", 0.005),
    Figure("recall_at_precision", 0.02),
    Figure("recall_before_false", 0.02),
    Figure("mean_kind_recall", 0.02),
    Figure("sure_precision", 0.005),
    Figure("sure_recall", 0.02),
    Figure("segment_ap", 0.02),
    Figure("segment_f1", 0.02),
    Figure("first_seen", 0.02),
    Figure("start_error_median_s", 0.05, less_is_better=True),
    Figure("unrelated_hit", 0.0, less_is_better=True),
)


def footage_hash(footage: Path) -> str:
    """SHA-256 of the lists of footage (which hold each file's own SHA-256): which material figures belong to."""
    digest = hashlib.sha256()
    for name in ("clips.csv", "same-camera.csv"):
        listing = footage / name
        digest.update(listing.read_bytes() if listing.exists() else b"")
    return digest.hexdigest()


def read_floors(path: Path = FLOORS) -> dict[str, Any]:
    """The pinned floors; empty where nothing is pinned yet."""
    return tomllib.loads(path.read_text()) if path.exists() else {}


def key_of(split: str, seed: int, queries: int) -> str:
    """Where the floors of one bench are kept: figures of other benches are not comparable."""
    return f"{split}-{seed}-{queries}"


def drops(floors: Mapping[str, Any], key: str, footage: str, scores: Scores) -> list[str]:
    """A sentence for each figure that fell below its floor; nothing when the floors are of other footage."""
    if floors.get("footage_sha256") != footage:
        return []
    pinned = floors.get(key, {})
    sentences = []
    for figure in FIGURES:
        if figure.name in pinned:
            measured, floor = figure.value(scores), float(pinned[figure.name])
            if figure.is_dropped(measured, floor):
                sentences.append(f"{key}: {figure.name} is {measured:.4f}, its floor is {floor:.4f}")
    return sentences


def raised(floors: Mapping[str, Any], key: str, footage: str, scores: Scores) -> dict[str, Any]:
    """The floors with each figure of `key` at the better of what was pinned and what is measured."""
    same = floors.get("footage_sha256") == footage
    out = {k: v for k, v in floors.items() if isinstance(v, dict)} if same else {}
    pinned = out.get(key, {})
    fresh = {}
    for figure in FIGURES:
        measured = round(figure.value(scores), 4)
        old = pinned.get(figure.name, measured)
        fresh[figure.name] = min(old, measured) if figure.less_is_better else max(old, measured)
    return {"footage_sha256": footage, **out, key: fresh}


def write_floors(floors: Mapping[str, Any], path: Path = FLOORS) -> None:
    """floors.toml, one table a bench."""
    lines = [
        "# Figures that the bench reached: `make bench` fails when one is worse by more than its tolerance",
        "# (benchmark/floors.py). `python -m benchmark.run --pin` raises them; lowering one needs a reason in the",
        "# changelog. They belong to this footage, by the hash of its lists:",
        f'footage_sha256 = "{floors["footage_sha256"]}"',
    ]
    for key, figures in floors.items():
        if isinstance(figures, dict):
            lines += ["", f"[{key}]", *(f"{name} = {value}" for name, value in figures.items())]
    path.write_text("\n".join(lines) + "\n")
