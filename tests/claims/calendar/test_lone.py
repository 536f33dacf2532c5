"""Years and months that stand alone, and the numbers that are none."""

from __future__ import annotations

import pytest

from firstseen.claims.dates import find_dates


def read(text: str) -> list[str]:
    return [when.date.iso for when in find_dates(text)]


@pytest.mark.parametrize(
    ("english", "arabic", "year"),
    [
        ("filmed in 2015", "صُوّر في 2015", "2015"),
        ("since 2003", "منذ عام 2003", "2003"),
        ("a 2016 speech", "خطاب 2016", "2016"),
        ("Aleppo, 2016.", "حلب، 2016.", "2016"),
        ("the war of 1973", "حرب 1973", "1973"),
        ("back in 2000", "سنة 2000", "2000"),
        ("(2012)", "(٢٠١٢)", "2012"),
        ("2012–13", "2012–13", "2012/2013"),
    ],
)
def test_a_year(english: str, arabic: str, year: str) -> None:
    assert read(english) == [year]
    assert read(arabic) == [year]


@pytest.mark.parametrize(
    "text",
    [
        "2015 people", "2015 قتيلا", "more than 2000", "أكثر من 2000", "killed 2000", "قتل 2000", "1,999 homes",
        "2015 دولار", "$2015", "2015%",
        "F-16", "room 2015", "رقم 2015",
        "https://example.org/2015/07", "@user2015", "2014.14", "Project 2025", "won 3-5",
        "5,2015 km", "2099", "1750", "Kalibr",
    ],
)  # fmt: skip
def test_a_number_that_is_no_year(text: str) -> None:
    assert read(text) == []


def test_the_word_before_a_year_makes_it_a_bound() -> None:
    for text in ("before 2015", "قبل 2015", "since 2015", "منذ 2015", "until 2015"):
        (when,) = find_dates(text)
        assert (when.date.iso, when.exact) == ("2015", False), text
        assert when.reason
