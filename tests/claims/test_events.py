"""Kinds of events and known dated events, on tables in both languages, and how kinds relate."""

import csv
from pathlib import Path

import pytest

from firstseen.claims.events import (
    event_kinds,
    find_dated_events,
    find_kinds,
    is_unreal,
    kinds_relation,
)
from firstseen.claims.occasions.dated import known_events
from firstseen.claims.occasions.feasts import easter_sunday, feasts
from firstseen.model.dates import read_date

HERE = Path(__file__).parent
KINDS_FLOOR = 0.97
DATED_FLOOR = 0.97


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_kinds_are_read_off_captions(language) -> None:
    table = [row for row in rows("kinds.csv") if row["language"] == language]
    wrong = [
        (row["text"], found)
        for row in table
        if (found := {what.kind for what in find_kinds(row["text"])}) != set(row["kinds"].split())
    ]
    assert len(table) >= 60
    assert len(wrong) <= (1 - KINDS_FLOOR) * len(table), wrong


def test_dated_events_are_found_and_none_is_invented() -> None:
    table = rows("dated_events.csv")
    wrong, invented = [], []
    for row in table:
        posted = read_date(row["posted"]) if row["posted"] else None
        found = [event.id for event in find_dated_events(row["text"], posted=posted)]
        if found != row["events"].split():
            wrong.append((row["text"], row["posted"], found))
            invented += [row["text"]] if set(found) - set(row["events"].split()) else []
    assert len(table) >= 80
    assert len(wrong) <= (1 - DATED_FLOOR) * len(table), wrong
    assert not invented


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("earthquake", "earthquake", "same"),
        ("airstrike", "explosion", "compatible"),
        ("explosion", "airstrike", "compatible"),
        ("earthquake", "collapse", "compatible"),
        ("fire", "explosion", "compatible"),
        ("storm", "flood", "compatible"),
        ("earthquake", "protest", "different"),
        ("celebration", "earthquake", "different"),
        ("airstrike", "exercise", "different"),
        ("exercise", "airstrike", "different"),
        ("killing", "staged", "different"),
        ("rescue", "earthquake", "unclear"),
        ("speech", "earthquake", "unclear"),
        ("no such kind", "protest", "unclear"),
    ],
)
def test_kinds_relate(one, other, relation) -> None:
    assert kinds_relation(one, other) == relation


def test_what_shows_no_real_event_is_known() -> None:
    assert {kind for kind in event_kinds() if is_unreal(kind)} == {"exercise", "staged"}


def test_kinds_that_go_together_are_kinds() -> None:
    for kind in event_kinds().values():
        assert set(kind.beside) <= set(event_kinds()), kind.id


def test_a_quote_of_a_kind_or_event_stands_in_the_text() -> None:
    text = "قال إن لِلزلزال في المغرب آثارًا"
    (what,) = [what for what in find_kinds(text) if what.kind == "earthquake"]
    assert what.quote.text == text[what.quote.start : what.quote.end] == "زلزال"
    (event,) = find_dated_events("after the Beirut port explosion…")
    assert event.quote.text == "Beirut port explosion"


def test_every_known_event_can_be_used() -> None:
    assert len(known_events()) >= 250
    for event in known_events():
        assert event.kind in event_kinds(), event.id
        assert event.name
        assert event.name_ar
        assert (
            2000
            <= (event.date.latest.year if event.id == "covid-pandemic" else event.date.earliest.year)
            <= 2026
        )


def test_an_event_that_goes_on_ends_with_the_post() -> None:
    (event,) = find_dated_events("war in Ukraine", posted=read_date("2023-05-01"))
    assert event.date.latest == read_date("2023-05-01").latest
    assert event.date.precision == "interval"


def test_feasts_have_their_days() -> None:
    days = {feast.id: {date.text[:4]: date.text for date in feast.dates} for feast in feasts()}
    assert days["eid-al-fitr"]["2024"] == "2024-04-09/2024-04-13"  # 10 April and two days, a day of slack
    assert days["christmas"]["2021"] == "2021-12-24/2021-12-25"
    assert [easter_sunday(year).isoformat() for year in (2019, 2024, 2025)] == [
        "2019-04-21",
        "2024-03-31",
        "2025-04-20",
    ]
