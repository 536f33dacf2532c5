"""Everything about claims in one run: matching, dates, real cases, each against its plain peer.

python -m benchmark.claims FOLDER [--cases FILE] [--scale N]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmark.claims import cases, dates, match

OURS = Path(__file__).parents[2] / "tests" / "cases"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 when a figure fell below its floor."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmark.claims", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="holds checkthat2021_2a_ar and checkthat2021_2a_en")
    parser.add_argument("--cases", type=Path, action="append", default=[], help="a file of real fact-checks")
    parser.add_argument(
        "--scale", type=int, default=0, metavar="N", help="measure the cost of N fact-checks too"
    )
    given = parser.parse_args(arguments)
    print("## Captions to fact-checks\n", flush=True)
    codes = [match.main([str(given.folder), "--scale", str(given.scale)])]
    print("## Dates\n", flush=True)
    codes.append(dates.main([]))
    files = [*sorted(OURS.glob("*.jsonl")), *given.cases]
    if files:
        print("\n## Real cases\n", flush=True)
        codes.append(cases.main([str(path) for path in files]))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
