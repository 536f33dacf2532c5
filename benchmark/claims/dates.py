"""The table of real expressions, read by us and by dateparser in the same run.

    python -m benchmark.claims.dates [TABLE.csv] [--misses]

Ours must equal the row: every date with its precision, and nothing else. dateparser, if it is installed, only has to
find as many dates, each on a day within the interval that is meant. Exits 1 when ours falls below its floor.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from firstseen.claims.dates import find_dates
from firstseen.model.dates import read_date

TABLE = Path(__file__).parents[2] / "tests/claims/dates/expressions.csv"
FLOOR = 0.985
"""Share of the rows that ours reads right; the test pins the same."""

Row = Mapping[str, str]


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def read_ours(row: Row) -> bool:
    """Whether ours reads exactly what the row means."""
    posted = read_date(row["posted"]) if row["posted"] else None
    found = find_dates(row["expression"], posted=posted, language=row["language"])
    return ";".join(when.date.iso for when in found) == row["dates"]


def peer() -> Callable[[Row], bool] | None:
    """Whether dateparser reads what the row means, told the language and the day of the post; None without it."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None

    def read(row: Row) -> bool:
        base = datetime.fromisoformat(f"{row['posted'] or '2024-12-05'}T12:00")
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = search_dates(row["expression"], languages=[row["language"]], settings=settings) or []
        wanted = [date for date in row["dates"].split(";") if date]
        days = [day.strftime("%Y-%m-%d") for _, day in found]
        return len(days) == len(wanted) and all(map(_within, days, wanted))

    return read


def _within(day: str, wanted: str) -> bool:
    first, _, last = wanted.partition("/")
    return _full(first, "-01-01") <= day <= _full(last or first, "-12-31")


def _full(date: str, rest: str) -> str:
    return date[:10] + rest[len(date[:10]) - 4 :] if len(date) < 10 else date[:10]


def table(path: Path = TABLE) -> dict[str, tuple[float, float]]:
    """Print the share read right by each reader, by language and by part; what ours reached and its CPU a row in ms."""
    rows = _rows(path)
    readers = {"firstseen": read_ours, "dateparser": peer()}
    groups = {"all": rows}
    for column in ("language", "part"):
        for name in dict.fromkeys(row[column] for row in rows):
            groups[name] = [row for row in rows if row[column] == name]
    print(
        "| reader | "
        + " | ".join(f"{name} ({len(group)})" for name, group in groups.items())
        + " | CPU ms a row |"
    )
    print("|---" * (len(groups) + 2) + "|")
    reached = {}
    for name, reader in readers.items():
        if reader is None:
            print(f"| {name} | not installed: pip install dateparser |")
            continue
        start = time.process_time()
        right = {id(row): reader(row) for row in rows}
        cost_ms = (time.process_time() - start) / len(rows) * 1000
        shares = [sum(right[id(row)] for row in group) / len(group) for group in groups.values()]
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + f" | {cost_ms:.2f} |")
        reached[name] = (shares[0], cost_ms)
    return reached


def main(argv: Sequence[str] | None = None) -> int:
    """The table, and with --misses what ours reads otherwise; 1 when ours is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmark.claims.dates", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=TABLE)
    parser.add_argument("--misses", action="store_true", help="show the rows that ours reads otherwise")
    arguments = parser.parse_args(argv)
    reached = table(arguments.path)
    if arguments.misses:
        for row in _rows(arguments.path):
            if not read_ours(row):
                print(f"{row['language']} {row['expression']!r}: meant {row['dates'] or 'nothing'}")
    return int(reached["firstseen"][0] < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
