"""Real fact-checks: the measuring itself, and what it must come to on our own collection."""

import json
from pathlib import Path

import pytest

from benchmark.claims import cases
from benchmark.claims.cases import Tally, measure, plainly, read_cases

COLLECTION = Path(__file__).parents[1] / "cases" / "recirculated.jsonl"

OURS = {
    "id": "a",
    "caption": "Earthquake in Morocco",
    "posted": "2023-09-10",
    "sightings": [{"published": "February 2023", "place": "Hatay, Turkey", "event": "earthquake"}],
    "axes": ["time", "place"],
    "open": ["event"],
    "rating": "Misleading",
}
ANNOTATED = {
    "id": "b",
    "claim": "A video of the flood in Libya",
    "circulating_caption": None,
    "date": "2023-09-13",
    "lang": "en",
    "claimed": {"when": "2023-09-12"},
    "found_true_date": "2023-09-12",
    "found_true_place": "Derna, Libya",
    "found_true_event": "flood",
    "sources": ["a channel"],
    "contradiction_axes": [],
    "classification": "True",
}


def test_a_tally_counts_calls() -> None:
    tally = Tally()
    for wanted, called in [(True, True), (True, True), (True, False), (False, True), (False, False)]:
        tally.add("x", wanted=wanted, called=called)
    assert tally.precision == tally.recall == tally.f1 == pytest.approx(2 / 3)
    assert tally.false_alarms == 0.5
    empty = Tally()
    assert (empty.precision, empty.recall, empty.f1, empty.false_alarms) == (1, 1, 1, 0)


def test_both_shapes_are_read_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in (OURS, ANNOTATED)), encoding="utf-8")
    result = measure(read_cases(path))
    assert result.cases == 2
    assert result.ours["time"].hits == result.ours["place"].hits == ["a"]
    assert result.ours["time"].quiet == result.ours["place"].quiet == ["b"]
    assert result.ours["event"].quiet == ["b"]
    assert (result.agreed, result.proposed) == (1, 1)


def test_the_baseline_compares_words_and_years() -> None:
    assert not plainly(OURS, "time")
    assert plainly(OURS, "place")
    assert plainly({**OURS, "posted": "2024"}, "time")
    assert not plainly({**OURS, "caption": "Hatay"}, "place")


def test_a_fallen_figure_is_named_and_floors_are_only_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(OURS), encoding="utf-8")
    monkeypatch.setattr(cases, "FLOORS", tmp_path / "floors.toml")
    assert cases.drops(path, {"time_f1": 0.1}) == []
    cases.pin(path, {"time_f1": 0.9})
    cases.pin(path, {"time_f1": 0.8})
    assert cases.floors_of(path) == {"time_f1": 0.9}
    assert cases.drops(path, {"time_f1": 0.89}) == []
    assert "time_f1 is 0.500, its floor is 0.900" in cases.drops(path, {"time_f1": 0.5})[0]


@pytest.mark.skipif(not COLLECTION.exists(), reason="the collection is not there")
def test_our_own_collection_reaches_what_it_must() -> None:
    result = measure(read_cases(COLLECTION))
    must = {"time": 0.90, "place": 0.80, "actor": 0.70}
    for axis, least in must.items():
        tally = result.ours[axis]
        assert tally.f1 >= least, f"{axis}: missed {tally.misses}, false {tally.alarms}"
        assert tally.false_alarms <= 0.05, f"{axis}: false {tally.alarms}"
        assert tally.f1 > result.baseline[axis].f1
    assert result.agreed >= 0.85 * result.proposed
    assert cases.drops(COLLECTION, result.figures) == []
