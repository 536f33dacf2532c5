"""Real fact-checks: what contradicts a caption by axis, given what was found, against a plain baseline in the same run.

    python -m benchmark.claims.cases FILE.jsonl [--misses] [--pin]

A line is either one of our own collection (tests/cases: the batch's fields, `axes`, `open` for what cannot be decided,
`rating`), or an annotated fact-check (`claim`, `circulating_caption`, `found_true_date`, `found_true_place`,
`found_true_event`, `contradiction_axes`, `classification`). Each is checked by the very code that `check --batch` runs.
Exits 1 when a figure is worse than its floor, if that file has floors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstseen.checking import Checked, check_item
from firstseen.model.claim import Slot
from firstseen.model.words import fold
from firstseen.verdict.ratings import meanings_of

FLOORS = Path(__file__).with_name("cases.toml")

AXES: Mapping[str, Slot] = {"time": "when", "place": "where", "actor": "who", "event": "what"}
"""The axes of a contradiction by the slot that holds it. The first three have targets; events are told too freely."""

TARGETS = ("time", "place", "actor")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOLERANCE = 0.02
"""How far below its floor a figure may fall: one case in fifty."""


@dataclass(frozen=True, slots=True)
class Case:
    """One fact-check: what is given to the program, and what its desk found."""

    id: str
    item: Mapping[str, Any]
    axes: frozenset[str]
    undecided: frozenset[str]
    rating: str


@dataclass(slots=True)
class Tally:
    """How one axis went: ids of right and wrong calls."""

    hits: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)

    def add(self, case_id: str, *, wanted: bool, called: bool) -> None:
        """Count one case."""
        places = {(True, True): self.hits, (True, False): self.misses, (False, True): self.alarms}
        places.get((wanted, called), self.quiet).append(case_id)

    @property
    def precision(self) -> float:
        """Share of the calls that are right; 1 without calls."""
        calls = len(self.hits) + len(self.alarms)
        return len(self.hits) / calls if calls else 1.0

    @property
    def recall(self) -> float:
        """Share of the contradictions that are called; 1 where there are none."""
        wanted = len(self.hits) + len(self.misses)
        return len(self.hits) / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0

    @property
    def false_alarms(self) -> float:
        """Share of the cases without a contradiction in which one is called; 0 where there are none."""
        free = len(self.alarms) + len(self.quiet)
        return len(self.alarms) / free if free else 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """How a whole file went: a tally an axis, ours and the baseline's; rating agreement of how many proposals."""

    cases: int
    ours: Mapping[str, Tally]
    baseline: Mapping[str, Tally]
    agreed: int
    proposed: int

    @property
    def figures(self) -> dict[str, float]:
        """The figures that have floors."""
        named = {f"{axis}_f1": round(self.ours[axis].f1, 3) for axis in TARGETS}
        return {**named, "rating_agreement": round(self.agreed / max(1, self.proposed), 3)}


def read_cases(path: Path) -> list[Case]:
    """The cases of a file, in either shape."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines if line.strip()]


def measure(cases: Iterable[Case]) -> Result:
    """Check every case and count."""
    ours = {axis: Tally() for axis in AXES}
    plain = {axis: Tally() for axis in AXES}
    count = agreed = proposed = 0
    for case in cases:
        count += 1
        checked = check_item(case.item)
        if checked.proposal and meanings_of(case.rating):
            proposed += 1
            agreed += checked.proposal.rating in meanings_of(case.rating)
        for axis, slot in AXES.items():
            if axis not in case.undecided:
                wanted = axis in case.axes
                ours[axis].add(case.id, wanted=wanted, called=contradicts(checked, slot))
                plain[axis].add(case.id, wanted=wanted, called=plainly(case.item, axis))
    return Result(count, ours, plain, agreed, proposed)


def contradicts(checked: Checked, slot: Slot) -> bool:
    """Whether a finding contradicts the claim in that slot."""
    return any(
        f.slot == slot and f.status == "contradicts" and f.track == "picture" for f in checked.findings
    )


def plainly(item: Mapping[str, Any], axis: str) -> bool:
    """What comparing words comes to: an older year; a place or an actor that shares no word with the caption."""
    caption = set(fold(str(item.get("caption") or "")).split())
    sightings = [s for s in item.get("sightings") or [] if isinstance(s, Mapping)]
    if axis == "time":
        found = _years(s.get("published") for s in sightings)
        posted = _years([item.get("posted")])
        return bool(found and posted and min(found) < min(posted))
    names = {"place": ("place",), "actor": ("actors",), "event": ("event",)}[axis]
    words = {w for s in sightings for name in names for w in fold(str(s.get(name) or "")).split()}
    return bool(words) and not words & caption


def table(path: Path, *, misses: bool = False) -> Result:
    """Measure a file and print its table."""
    result = measure(read_cases(path))
    print(f"{path.name}: {result.cases} cases")
    print("| axis | precision | recall | F1 | false alarms | baseline: F1 | false alarms |")
    print("|---|---|---|---|---|---|---|")
    for axis, tally in result.ours.items():
        plain = result.baseline[axis]
        print(
            f"| {axis} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} | {tally.false_alarms:.3f} "
            f"({len(tally.alarms)}) | {plain.f1:.3f} | {plain.false_alarms:.3f} |"
        )
        if misses:
            print(f"  missed: {' '.join(tally.misses) or '-'}; false: {' '.join(tally.alarms) or '-'}")
    share = result.agreed / max(1, result.proposed)
    print(f"ratings: {result.agreed} of {result.proposed} proposals agree ({share:.3f})")
    return result


def file_hash(path: Path) -> str:
    """SHA-256 of the file: floors belong to these very cases."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def floors_of(path: Path) -> Mapping[str, float]:
    """The pinned figures of this file; empty when it has none."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return pinned.get(file_hash(path), {}).get("figures", {})


def drops(path: Path, figures: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that fell below its floor."""
    floors = floors_of(path)
    return [
        f"{path.name}: {name} is {figures[name]:.3f}, its floor is {floor:.3f}"
        for name, floor in floors.items()
        if figures[name] < floor - _TOLERANCE
    ]


def pin(path: Path, figures: Mapping[str, float]) -> None:
    """Raise the floors of this file to what was measured; never lowers one."""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    # A new version of a file replaces the floors of the old one.
    pinned = {
        key: held for key, held in pinned.items() if held["file"] != path.name or key == file_hash(path)
    }
    old = floors_of(path)
    best = {name: max(value, old.get(name, value)) for name, value in figures.items()}
    pinned[file_hash(path)] = {"file": path.name, "figures": best}
    lines = [
        "# Figures reached on files of real fact-checks, by the SHA-256 of the file. `python -m benchmark.claims.cases",
        "# FILE --pin` raises them; lowering one needs a reason in the changelog.",
    ]
    for key, held in pinned.items():
        lines += ["", f'["{key}"]', f'file = "{held["file"]}"', f'["{key}".figures]']
        lines += [f"{name} = {value}" for name, value in held["figures"].items()]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="files of cases, one JSON object a line")
    parser.add_argument("--misses", action="store_true", help="print the ids of what went wrong")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    options = parser.parse_args(arguments)
    fallen: list[str] = []
    for path in options.files:
        figures = table(path, misses=options.misses).figures
        fallen += drops(path, figures)
        if options.pin:
            pin(path, figures)
    print("\n".join(fallen), end="\n" if fallen else "")
    return 1 if fallen else 0


def _years(texts: Iterable[Any]) -> list[int]:
    return [int(year) for text in texts for year in _YEAR.findall(str(text or ""))[:1]]


def _case(line: Mapping[str, Any]) -> Case:
    if "contradiction_axes" in line:
        return _annotated(line)
    return Case(
        id=line["id"],
        item=line,
        axes=frozenset(line["axes"]),
        undecided=frozenset(line.get("open") or ()),
        rating=line.get("rating") or "",
    )


def _annotated(line: Mapping[str, Any]) -> Case:
    claimed = line.get("claimed") or {}
    found = {
        "published": line["found_true_date"],
        "place": line["found_true_place"],
        "event": line["found_true_event"],
        "source": "; ".join(line.get("sources") or ()) or None,
    }
    item = {
        "id": line["id"],
        "caption": line.get("circulating_caption") or line["claim"],
        "posted": line.get("date") or claimed.get("when"),
        "language": line.get("lang"),
        "sightings": [found],
    }
    return Case(
        line["id"], item, frozenset(line["contradiction_axes"]), frozenset(), line.get("classification") or ""
    )


if __name__ == "__main__":
    sys.exit(main())
