"""The whole benchmark: the benches, firstseen through its command line, the peers, and the floors.

    python -m benchmark.run --footage FOLDER [--out build/bench] [--table FILE.md] [--pin]

The `tune` bench is what settings were chosen on; the `test` bench has other footage, other edits and other ranges.
Exits 1 when a figure is worse than its pinned floor.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmark import evaluate, floors, make, peers, tables
from benchmark.corpus import Split
from benchmark.evaluate import Scores


@dataclass(frozen=True, slots=True)
class Plan:
    """One bench to run. `queries`: edited ones; same-camera and special ones come on top."""

    split: Split
    seed: int
    queries: int
    with_peers: bool


# The program's exit code when part of a batch was bad: the rest of it is measured.
SOME_INPUT_UNUSABLE = 2
PLANS = (Plan("tune", 2, 60, with_peers=False), Plan("test", 11, 180, with_peers=True))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one bench. CPU in seconds, of all processes."""

    plan: Plan
    ours: Scores
    theirs: Mapping[str, Scores]
    references: int
    queries: int
    add_cpu_s: float
    find_cpu_s: float


class ProgramFailed(RuntimeError):
    """The program under test ended with an error."""


def program() -> str:
    """The command under test, beside the interpreter that runs this."""
    beside = Path(sysconfig.get_path("scripts")) / "firstseen"
    found = str(beside) if beside.exists() else shutil.which("firstseen")
    if found is None:
        raise ProgramFailed("the command firstseen is not installed: pip install -e '.[models]'")
    return found


def made(plan: Plan, footage: Path, folder: Path) -> Path:
    """The bench's folder; made now unless a finished one is there."""
    bench = folder / floors.key_of(plan.split, plan.seed, plan.queries)
    if not (bench / "truth.json").exists():
        shutil.rmtree(bench, ignore_errors=True)
        make.Bench(footage, bench, plan.split, plan.seed, plan.queries).make()
    return bench


def firstseen(bench: Path, desk: Path) -> tuple[Path, float, float]:
    """Adds the references and finds every query, as a user would; the predictions' file, CPU seconds of both."""
    shutil.rmtree(desk, ignore_errors=True)
    before_s = _children_cpu_s()
    _call(["init", str(desk)])
    _call(["add", str(bench / "references"), "--records", str(bench / "records.csv"), "--desk", str(desk)])
    added_s = _children_cpu_s()
    queries = [str(path) for path in sorted((bench / "queries").iterdir())]
    said = _call(["find", *queries, "--all", "--json", "--desk", str(desk)])
    found_s = _children_cpu_s()
    predictions = desk.with_suffix(".jsonl")
    predictions.write_text(said)
    return predictions, added_s - before_s, found_s - added_s


def _call(arguments: Sequence[str]) -> str:
    """What the program prints; its progress goes to our own standard error."""
    done = subprocess.run([program(), *arguments], check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode == SOME_INPUT_UNUSABLE and done.stdout:
        print(f"firstseen {arguments[0]}: some files could not be used, see above", file=sys.stderr)
    elif done.returncode:
        raise ProgramFailed(f"firstseen {arguments[0]} ended with {done.returncode}")
    return done.stdout


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(plan: Plan, footage: Path, folder: Path) -> Outcome:
    """One bench: firstseen, and the peers where the plan has them."""
    bench = made(plan, footage, folder)
    truth = evaluate.read_truth(bench / "truth.json")
    predictions, add_cpu_s, find_cpu_s = firstseen(bench, folder / f"desk-{plan.split}")
    ours = evaluate.evaluate(evaluate.read_predictions(predictions), truth)
    theirs = {}
    if plan.with_peers:
        found = peers.run(bench, folder / f"peers-{plan.split}")
        theirs = {name: evaluate.evaluate(rows, truth) for name, rows in found.items()}
    count = len(list((bench / "references").iterdir()))
    return Outcome(plan, ours, theirs, count, len(truth.kinds), add_cpu_s, find_cpu_s)


def page(outcomes: Sequence[Outcome], cost: str) -> str:
    """The measured figures as a page of the documentation."""
    parts = [
        "# Benchmark",
        "",
        "Written by `make bench FOOTAGE=FOLDER`. What is measured, and how the bench is made, is told in",
        "`benchmark/`: `kinds.py` is the table of edits, `evaluate.py` defines each figure.",
        "",
    ]
    for outcome in outcomes:
        plan = outcome.plan
        parts += [
            f"## {plan.split}: {outcome.queries} queries, {outcome.references} references (seed {plan.seed})",
            "",
            tables.summary({"firstseen": outcome.ours, **outcome.theirs}),
            f"CPU: {outcome.add_cpu_s:.0f} s to add the references, {outcome.find_cpu_s:.0f} s to find the queries.",
            "",
            tables.by_kind(outcome.ours),
        ]
    return "\n".join([*parts, cost]).rstrip() + "\n"


def check(outcomes: Sequence[Outcome], footage: Path, *, pin: bool) -> list[str]:
    """What fell below its floor; with `pin`, floors are raised to what was reached."""
    known, digest = floors.read_floors(), floors.footage_hash(footage)
    fallen = []
    for outcome in outcomes:
        key = floors.key_of(outcome.plan.split, outcome.plan.seed, outcome.plan.queries)
        fallen += floors.drops(known, key, digest, outcome.ours)
        if pin:
            known = floors.raised(known, key, digest, outcome.ours)
    if pin:
        floors.write_floors(known)
    elif known.get("footage_sha256") != digest:
        print("The floors are of other footage: nothing to compare with.", file=sys.stderr)
    return fallen


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/bench"))
    parser.add_argument("--table", type=Path, help="write the page of figures here")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--split", choices=("tune", "test"), help="only this one")
    parser.add_argument("--no-cost", action="store_true", help="leave out what things cost")
    args = parser.parse_args(arguments)
    # The peers share this process: one thread, as for firstseen's workers.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    args.out.mkdir(parents=True, exist_ok=True)
    plans = [plan for plan in PLANS if args.split in (None, plan.split)]
    try:
        outcomes = [run(plan, args.footage, args.out) for plan in plans]
    except ProgramFailed as error:
        print(error, file=sys.stderr)
        return 1
    text = page(outcomes, "" if args.no_cost else _cost(args.footage, args.out))
    (args.table or args.out / "benchmark.md").write_text(text)
    print(text)
    _write_summary(outcomes, args.out / "summary.json")
    fallen = check(outcomes, args.footage, pin=args.pin)
    for sentence in fallen:
        print(sentence, file=sys.stderr)
    return 1 if fallen else 0


def _cost(footage: Path, out: Path) -> str:
    from benchmark import cost

    return cost.page(cost.measure(footage, out))


def _write_summary(outcomes: Sequence[Outcome], path: Path) -> None:
    rows = {
        outcome.plan.split: {
            name: {figure.name: getattr(scores, figure.name) for figure in floors.FIGURES}
            for name, scores in {"firstseen": outcome.ours, **outcome.theirs}.items()
        }
        for outcome in outcomes
    }
    path.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    sys.exit(main())
