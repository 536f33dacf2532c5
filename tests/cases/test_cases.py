"""The collection of real cases has the shape that `check --batch` reads, and says what it is."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from firstseen.claims.dates import read_written_date

FILE = Path(__file__).with_name("recirculated.jsonl")
CLAIMS = Path(__file__).parents[2] / "benchmark" / "claims"
AXES = {"time", "place", "actor", "event", "staged", "satire", "audio_edit", "picture_edit"}
SIGHTING = {"published", "place", "event", "caption", "actors", "source"}
FIELDS = {"id", "caption", "posted", "language", "sightings"}
TRUTH = {"axes", "open", "rating", "publisher", "url", "from_memory", "note"}

Case = dict[str, Any]


def lines_of(path: Path) -> list[Case]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CASES = lines_of(FILE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_case_has_the_fields_of_a_batch_and_its_truth(case: Case) -> None:
    assert set(case) == FIELDS | TRUTH
    assert case["caption"].strip()
    assert case["language"] in {"ar", "en", "fr", "es"}
    assert case["sightings"]
    assert all(set(sighting) == SIGHTING for sighting in case["sightings"])
    assert all(
        value is None or value.strip() for sighting in case["sightings"] for value in sighting.values()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_axes_are_known_and_a_case_says_where_it_is_from(case: Case) -> None:
    assert set(case["axes"]) <= AXES
    assert set(case["open"]) <= AXES
    assert case["from_memory"] or case["url"]
    assert case["url"] is None or case["url"].startswith("http")


def dates_of(case: Case) -> list[str]:
    written = [case["posted"], *(sighting["published"] for sighting in case["sightings"])]
    return [date for date in written if date is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_every_date_as_desks_write_it_can_be_read(case: Case) -> None:
    for date in dates_of(case):
        assert read_written_date(date) is not None, date


def test_ids_are_unique_and_both_languages_are_there() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    languages = Counter(case["language"] for case in CASES)
    assert languages["ar"] * 2 >= len(CASES)
    assert languages["en"] >= 30


@pytest.mark.parametrize(("axis", "least"), [("time", 15), ("place", 25), ("actor", 30)])
def test_enough_cases_have_no_contradiction_in_an_axis(axis: str, least: int) -> None:
    assert sum(axis not in case["axes"] and axis not in case["open"] for case in CASES) >= least


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("pairs.jsonl", {"id", "ar", "en"}),
        ("rephrased.jsonl", {"id", "language", "caption", "claim", "near_miss"}),
    ],
)
def test_claims_for_matching_are_whole_and_none_is_there_twice(name: str, fields: set[str]) -> None:
    rows = lines_of(CLAIMS / name)
    assert all(set(row) == fields and all(text.strip() for text in row.values()) for row in rows)
    texts = [row[field] for row in rows for field in fields - {"language"}]
    assert len(set(texts)) == len(texts)
