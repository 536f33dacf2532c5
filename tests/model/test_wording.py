"""Dates and stretches of time in words, English and Arabic."""

import pytest

from firstseen.model.dates import read_date
from firstseen.model.wording import (
    Words,
    alternatives,
    date_words,
    dated,
    iso_of,
    listed,
    shortened,
    span_words,
)


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2015", "in 2015", "في 2015"),
        ("2015-07", "in July 2015", "في يوليو/تموز 2015"),
        ("2015-07-05", "on 5 July 2015", "في 5 يوليو/تموز 2015"),
        ("2015-07-05T23:30:00Z", "on 5 July 2015", "في 5 يوليو/تموز 2015"),
        (
            "2018-08-05/2018-09-28",
            "between 5 August 2018 and 28 September 2018",
            "بين 5 أغسطس/آب 2018 و28 سبتمبر/أيلول 2018",
        ),
        ("2023-09-10/2023-09-12", "between 10 and 12 September 2023", "بين 10 و12 سبتمبر/أيلول 2023"),
        ("2018/2019", "between 2018 and 2019", "بين 2018 و2019"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text: str, english: str, arabic: str) -> None:
    assert dated(read_date(text)) == Words(english, arabic)


@pytest.mark.parametrize("text", ["2015", "2015-07", "2015-07-05", "2018-08-05/2018-09-28", "2018/2019"])
def test_a_date_keeps_its_form(text: str) -> None:
    assert iso_of(read_date(text)) == text


def test_a_stretch_of_days_says_month_and_year_once() -> None:
    words = date_words(read_date("2023-09-10/2023-09-12"))
    assert words == Words("10 to 12 September 2023", "10 إلى 12 سبتمبر/أيلول 2023")


def test_every_month_has_both_its_arabic_names() -> None:
    for month in range(1, 13):
        assert "/" in date_words(read_date(f"2020-{month:02d}")).ar


@pytest.mark.parametrize(
    ("days", "english", "arabic"),
    [
        (0, "1 day", "يوم واحد"),
        (2, "2 days", "يومين"),
        (9, "9 days", "9 أيام"),
        (30, "30 days", "30 يومًا"),
        (61, "2 months", "شهرين"),
        (300, "10 months", "10 أشهر"),
        (365, "12 months", "12 شهرًا"),
        (740, "2 years", "سنتين"),
        (3400, "9 years", "9 سنوات"),
        (37000, "101 years", "101 سنة"),
    ],
)
def test_a_stretch_of_time_has_its_noun(days: int, english: str, arabic: str) -> None:
    assert span_words(days) == Words(english, arabic)


def test_lists_name_each_once_and_stop() -> None:
    names = [Words(name, name) for name in ("a", "b", "a", "c", "d", "e")]
    assert listed(names) == Words("a, b, c, d and others", "a، b، c، d وغير ذلك")
    assert alternatives(names[:2]) == Words("a or b", "a أو b")


def test_a_long_hostile_text_becomes_one_short_line() -> None:
    text = shortened("a\u202eb\x00\n" * 1_000_000, 50)
    assert len(text) <= 51
    assert text.isprintable()
