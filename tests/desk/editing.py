"""A process that decides on one case again and again: run as `python editing.py DESK CASE SLOT NAME TIMES`."""

import sys

from firstseen import Desk

VALUES = {"when": "March {year}", "where": "Homs; Aleppo; place {year}", "who": "the brigade of {year}"}


def main(folder: str, case_id: str, slot: str, name: str, times: str) -> None:
    with Desk(folder) as desk:
        print("ready", flush=True)  # noqa: T201 - whoever started this waits for it
        sys.stdin.readline()
        for number in range(int(times)):
            value = VALUES[slot].format(year=1990 + number)
            desk.case(case_id).edit(f"slot:{slot}", value, by=name, reason=f"reason {number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
