"""What a desk could use instead, on the same truth: vPDQ, plain SSCD, provena-audit.

    python -m benchmark.peers --bench DIR --out FOLDER

Each peer writes FOLDER/<peer>.jsonl with the keys of `find --json`. Peers that have no bands of their own get the
band `certain` at their shipped threshold; a peer "with every score" is given the best threshold that this very truth
allows (precision ≥ .99), which no user could know: its figures are an upper bound.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmark import evaluate
from benchmark.frames import FrameFeatures, features_of

PDQ_DISTANCE_BITS = 31
PDQ_QUALITY = 50
# Source: python-threatexchange's vPDQ signal type: 80 % of the query's frames.
VPDQ_QUERY_SHARE = 0.8
SSCD_SAME = 0.75
# Below this, hits say nothing about time either. Source: unrelated frames have a 99th percentile of .12–.16.
SSCD_LEAST = 0.3
# Source: provena-audit's default of distinct frames that agree.
PROVENA_VOTES = 8

Prediction = dict[str, Any]
Features = Mapping[str, FrameFeatures]


@dataclass(frozen=True, slots=True)
class Described:
    """A bench's files as features of frames: references once a second, queries twice a second."""

    references: Features
    queries: Features
    published: Mapping[str, str]


def describe(bench: Path, cache: Path) -> Described:
    """Features of every file of a bench, from the cache where they are there."""
    with (bench / "records.csv").open(newline="", encoding="utf-8") as lines:
        published = {row["file"]: row["published"] for row in csv.DictReader(lines)}
    references = sorted((bench / "references").iterdir())
    queries = sorted((bench / "queries").iterdir())
    return Described(
        {p.name: features_of(p, 1.0, cache) for p in references},
        {p.name: features_of(p, 2.0, cache) for p in queries},
        published,
    )


def prediction(  # noqa: PLR0917
    query: str,
    reference: str,
    score: float,
    band: str,
    times: tuple[float, float, float, float],
    published: str,
) -> Prediction:
    """One object as `find --json` prints it. `times`: start and end in the query, start and end in the reference."""
    names = ("query_start_s", "query_end_s", "reference_start_s", "reference_end_s")
    return {
        "query": query,
        "reference": reference,
        "media_id": "",
        "score": round(float(score), 5),
        "band": band,
        "track": "picture",
        "outcome": "same_footage",
        **{name: round(float(value), 3) for name, value in zip(names, times, strict=True)},
        "speed": 1.0,
        "mirrored": False,
        "reversed": False,
        "region": None,
        "published": published,
        "published_basis": "",
        "url": "",
    }


def on_one_offset(
    query_times: NDArray[np.float64], reference_times: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """The span of the hits on the offset that most weight agrees on (bins of a second, with their neighbours).

    `weights` (queries, references): 0 where there is no hit. Frames stand for the time until the next one.
    """
    rows, columns = np.nonzero(weights)
    offsets = reference_times[columns] - query_times[rows]
    strength = weights[rows, columns]
    best = max(np.unique(np.round(offsets)), key=lambda o: float(strength[np.abs(offsets - o) <= 1].sum()))
    agree = np.abs(offsets - best) <= 1
    q, r = query_times[rows[agree]], reference_times[columns[agree]]
    return float(q.min()), float(q.max()) + 0.5, float(r.min()), float(r.max()) + 1.0


def vpdq(described: Described) -> list[Prediction]:
    """vPDQ: frames of quality ≥ 50 that are within 31 bits; the score is the share of the query's frames that match."""
    found = []
    for query, a in described.queries.items():
        # vPDQ takes one frame a second: every other one of the query's.
        once = slice(None, None, 2)
        usable = a.pdq_quality[once] >= PDQ_QUALITY
        bits, times = a.pdq_bits[once][usable], a.times_s[once][usable]
        for reference, b in described.references.items():
            theirs = b.pdq_quality >= PDQ_QUALITY
            if not len(bits) or not theirs.any():
                continue
            distance = (bits[:, None, :] != b.pdq_bits[theirs][None, :, :]).sum(2)
            hits = (distance <= PDQ_DISTANCE_BITS).astype(np.float64)
            share = float(hits.any(1).mean())
            if share > 0:
                spans = on_one_offset(times, b.times_s[theirs], hits)
                band = "certain" if share >= VPDQ_QUERY_SHARE else "possible"
                found.append(prediction(query, reference, share, band, spans, described.published[reference]))
    return found


def sscd(described: Described) -> list[Prediction]:
    """Plain SSCD of whole frames: the score is the highest cosine, sure at .75; times by a vote over offsets."""
    found = []
    for query, a in described.queries.items():
        for reference, b in described.references.items():
            cosines = (a.sscd @ b.sscd.T).astype(np.float64)
            best = float(cosines.max())
            hits = np.where(cosines >= min(best, SSCD_LEAST), np.maximum(cosines, 1e-3), 0.0)
            spans = on_one_offset(a.times_s, b.times_s, hits)
            band = "certain" if best >= SSCD_SAME else "unlikely"
            found.append(
                prediction(query, reference, max(0.0, best), band, spans, described.published[reference])
            )
    return found


def only_sure(predictions: Iterable[Prediction]) -> list[Prediction]:
    """What a user of the shipped threshold sees."""
    return [p for p in predictions if p["band"] == "certain"]


def at_best_threshold(predictions: Sequence[Prediction], truth: evaluate.Truth) -> list[Prediction]:
    """The same predictions, called certain from the lowest score on that keeps precision ≥ .99 on this truth."""
    threshold = evaluate.evaluate(predictions, truth).threshold_at_precision
    return [p | {"band": "certain" if p["score"] >= threshold else "unlikely"} for p in predictions]


HIT = re.compile(r"^  \[.*?\] (.+?)  ([\d.]+)-([\d.]+)s  \(clip ([\d.]+)-([\d.]+)s, (\d+) votes\)")


def provena(bench: Path, work: Path, published: Mapping[str, str]) -> list[Prediction] | None:
    """provena-audit through its own command line; None where it is not installed.

    The score is votes / (votes + 8): monotone in its votes, .5 at its default threshold.
    """
    program = shutil.which("provena-audit") or _beside_python("provena-audit")
    if program is None:
        return None
    send, private = work / "provena_send", work / "provena_private"
    fingerprint = [
        program,
        "fingerprint",
        str(bench / "references"),
        "--send",
        str(send),
        "--private",
        str(private),
    ]
    subprocess.run([*fingerprint, "--workers", "1"], check=True, capture_output=True)  # noqa: S603
    clips = [p for p in sorted((bench / "queries").iterdir()) if p.suffix in {".mp4", ".mov", ".mkv"}]
    lookup = [
        program,
        "lookup",
        *map(str, clips),
        "--index",
        str(send),
        "--private",
        str(private),
        "--min-votes",
        "1",
    ]
    said = subprocess.run(lookup, check=True, capture_output=True, text=True)  # noqa: S603
    return read_lookup(said.stdout, published)


def _beside_python(name: str) -> str | None:
    program = Path(sys.executable).with_name(name)
    return str(program) if program.exists() else None


def read_lookup(text: str, published: Mapping[str, str]) -> list[Prediction]:
    """The hits that `provena-audit lookup` prints."""
    query, found = "", []
    for line in text.splitlines():
        hit = HIT.match(line)
        if hit is None:
            query = Path(line.rpartition(": ")[0]).name
            continue
        reference, votes = Path(hit[1]).name, int(hit[6])
        times = (float(hit[4]), float(hit[5]), float(hit[2]), float(hit[3]))
        band = "certain" if votes >= PROVENA_VOTES else "possible"
        found.append(
            prediction(
                query, reference, votes / (votes + PROVENA_VOTES), band, times, published.get(reference, "")
            )
        )
    return found


def run(bench: Path, out: Path) -> dict[str, list[Prediction]]:
    """Every peer's predictions, written to `out` as well."""
    out.mkdir(parents=True, exist_ok=True)
    truth = evaluate.read_truth(bench / "truth.json")
    described = describe(bench, out / "features")
    plain = sscd(described)
    hashes = vpdq(described)
    named: dict[str, Callable[[], list[Prediction] | None]] = {
        "vPDQ, shipped threshold": lambda: hashes,
        "vPDQ, every score": lambda: at_best_threshold(hashes, truth),
        "SSCD ≥ .75": lambda: only_sure(plain),
        "SSCD, every score": lambda: at_best_threshold(plain, truth),
        "provena-audit": lambda: provena(bench, out, described.published),
    }
    results = {}
    for name, make in named.items():
        predictions = make()
        if predictions is None:
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        results[name] = predictions
        (out / f"{_file_name(name)}.jsonl").write_text("".join(json.dumps(p) + "\n" for p in predictions))
    return results


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    from benchmark import tables

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    truth = evaluate.read_truth(args.bench / "truth.json")
    named = {name: evaluate.evaluate(found, truth) for name, found in run(args.bench, args.out).items()}
    print(tables.summary(named))
    for name, scores in named.items():
        print(f"{name}\n{tables.by_kind(scores)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
