"""The table of real expressions is read as people meant them; the share that must be right is pinned.

Each row of `dates/expressions.csv` is a few words around a time, or around a number that is none, as they stood in a
news article, a fact-check, an encyclopedia or a post (`source`). `posted` is the day of the text, or a day that fits it
where that is not known; `dates` what a reader of the text understands, in ISO 8601, in order, empty for none. What is
vague follows the conventions of docs/decisions/reading-dates.md. `part` says when a row was drawn: `dev` rows were
looked at while the reader was written, `held` ones only once it stood, `late` and `last` ones were drawn after that.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from firstseen.claims.dates import find_dates
from firstseen.model.dates import read_date

TABLE = Path(__file__).parent / "dates/expressions.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
FLOOR = 0.985
"""Below what is reached (.994), above what is asked (.97)."""


def read(row: dict[str, str]) -> str:
    posted = read_date(row["posted"]) if row["posted"] else None
    found = find_dates(row["expression"], posted=posted, language=row["language"])
    for when in found:
        assert when.quote
        assert row["expression"][when.quote.start : when.quote.end] == when.quote.text
    return ";".join(when.date.iso for when in found)


@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_the_share_that_is_read_right_does_not_fall(language: str) -> None:
    rows = [row for row in ROWS if row["language"] == language]
    wrong = [
        f"{row['expression']}: {read(row)} for {row['dates']}" for row in rows if read(row) != row["dates"]
    ]
    assert 1 - len(wrong) / len(rows) >= FLOOR, "\n".join(wrong)


def test_the_table_is_large_and_half_of_it_arabic() -> None:
    languages = Counter(row["language"] for row in ROWS)
    assert sum(languages.values()) >= 320
    assert languages["ar"] * 2 >= len(ROWS)


def test_numbers_that_are_no_dates_stay_unread() -> None:
    silent = [row for row in ROWS if not row["dates"]]
    wrong = [row["expression"] for row in silent if read(row)]
    assert len(silent) > 100
    assert len(wrong) <= 0.02 * len(silent), wrong
