"""Times of the day, with the zones that words name."""

from __future__ import annotations

import pytest

from firstseen.claims.dates import find_dates


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("6 December 2024 at 14:05 GMT", "2024-12-06T14:05+00:00"),
        ("at 2:05 p.m. on 6 December 2024", "2024-12-06T14:05"),
        ("6 ديسمبر 2024 الساعة 6:07 مساءً بتوقيت بيروت", "2024-12-06T18:07+02:00"),
        ("6 تموز 2024 الساعة 6:07 مساءً بتوقيت بيروت", "2024-07-06T18:07+03:00"),
        ("الساعة 9 ليلا يوم 6 ديسمبر 2024", "2024-12-06T21:00"),
        ("6 December 2024, 12:30 am", "2024-12-06T00:30"),
        ("6 December 2024, 0955 GMT", "2024-12-06T09:55+00:00"),
        ("6 December 2024 (14:05 GMT+3)", "2024-12-06T14:05+03:00"),
        ("11:10 p.m. ET Sept. 26, 2024", "2024-09-26T23:10-04:00"),
        ("le 6 décembre 2024 à 18h10", "2024-12-06T18:10"),
        ("Thu Oct 10 23:25:05 +0000 2024", "2024-10-10T23:25:05+00:00"),
        ("2024-12-06T09:00:00.000Z", "2024-12-06T09:00:00+00:00"),
        ("Fri, 06 Dec 2024 09:00:00 -0500", "2024-12-06T09:00:00-05:00"),
        ("7 May 2013 at 4:17 AM (Damascus time)", "2013-05-07T04:17+03:00"),
    ],
)
def test_a_day_at_its_time(text: str, instant: str) -> None:
    assert [when.date.iso for when in find_dates(text)] == [instant]


@pytest.mark.parametrize("text", ["6 December 2024, 3:1", "6 December 2024, 27:99", "6 December 2024, 14"])
def test_what_is_no_time_leaves_the_day(text: str) -> None:
    assert [when.date.iso for when in find_dates(text)] == ["2024-12-06"]
