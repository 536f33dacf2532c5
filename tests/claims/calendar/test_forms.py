"""Dates that words and digits write out, in every language alike."""

from __future__ import annotations

import pytest

from firstseen.claims.dates import find_dates, read_written_date


def read(text: str, language: str = "") -> list[str]:
    return [when.date.iso for when in find_dates(text, language=language)]


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("January janvier enero يناير جانفي|كانون الثاني", 1),
        ("February février febrero فبراير شباط فيفري", 2),
        ("April avril abril أبريل نيسان أفريل ابريل إبريل", 4),
        ("May mai mayo مايو أيار ماي مايس", 5),
        ("June juin junio يونيو حزيران جوان يونيه", 6),
        ("July juillet julio يوليو تموز جويلية يوليوز", 7),
        ("August août agosto أغسطس آب أوت غشت", 8),
        ("September septembre septiembre سبتمبر أيلول شتنبر", 9),
        ("October octobre octubre أكتوبر اكتوبر|تشرين الأول", 10),
        ("November novembre noviembre نوفمبر نونبر|تشرين الثاني", 11),
        ("December décembre diciembre ديسمبر دجنبر|كانون الأول", 12),
    ],
)
def test_every_name_of_a_month(names: str, number: int) -> None:
    words, _, whole = names.partition("|")
    for name in [*words.split(), *([whole] if whole else [])]:
        assert read(f"5 {name} 2021") == [f"2021-{number:02}-05"], name


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Sept. 2nd, 2021; 2nd of September, 2021; 2 September of 2021", ["2021-09-02"] * 3),
        ("le 2 septembre 2021, el 2 de septiembre de 2021, 2 سبتمبر من عام 2021", ["2021-09-02"] * 3),
        ("the twenty-first of May 2021, الحادي والعشرين من أيار 2021", ["2021-05-21"] * 2),
        ("٢ أيلول ٢٠٢١م، ۲ سبتمبر ۲۰۲۱", ["2021-09-02"] * 2),
        (
            "في شباط/ فبراير 2021، أيلول (سبتمبر) 2019، يناير - كانون الثاني 2020",
            ["2021-02", "2019-09", "2020-01"],
        ),
        (
            "early March 2024, mid-2015, late 2019",
            ["2024-03-01/2024-03-10", "2015-05/2015-08", "2019-09/2019-12"],
        ),
        (
            "مطلع آذار 2024، منتصف 2015، أواخر عام 2019",
            ["2024-03-01/2024-03-10", "2015-05/2015-08", "2019-09/2019-12"],
        ),
        (
            "début mars 2024, a mediados de 2015, fin 2019",
            ["2024-03-01/2024-03-10", "2015-05/2015-08", "2019-09/2019-12"],
        ),
        ("the 1990s, the 90's, early 1980s", ["1990/1999", "1990/1999", "1980/1983"]),
        ("التسعينيات، أوائل الثمانينيات", ["1990/1999", "1980/1983"]),
        ("the summer of 2014, صيف 2014, été 2014", ["2014-06/2014-08"] * 3),
        (
            "2024-12-06, 6.12.2024, 12/27/2022, 2024/12, 03.2015",
            ["2024-12-06", "2024-12-06", "2022-12-27", "2024-12", "2015-03"],
        ),
        ("06-Dec-2024, 04 / مايو / 2024, 2023 October 7", ["2024-12-06", "2024-05-04", "2023-10-07"]),
        (
            "first half of 2021, Q2 2020, النصف الأول من 2021",
            ["2021-01/2021-06", "2020-04/2020-06", "2021-01/2021-06"],
        ),
        (
            "15 رمضان 1442 هـ، 15/9/1442هـ، Ramadan 1442",
            ["2021-04-25/2021-04-29"] * 2 + ["2021-04-11/2021-05-14"],
        ),
    ],
)
def test_a_date_written_out(text: str, dates: list[str]) -> None:
    assert read(text) == dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("between 3 and 5 May 2021", "2021-05-03/2021-05-05"),
        ("بين 3 و5 أيار 2021", "2021-05-03/2021-05-05"),
        ("du 5 au 7 mars 2021", "2021-03-05/2021-03-07"),
        ("del 5 al 7 de marzo de 2021", "2021-03-05/2021-03-07"),
        ("من 28 نيسان إلى 3 أيار 2021", "2021-04-28/2021-05-03"),
        ("May 3 to June 5, 2021", "2021-05-03/2021-06-05"),
        ("28 December – 3 January 2021", "2020-12-28/2021-01-03"),
        ("November 2020 to March 2021", "2020-11/2021-03"),
        ("بين يناير ومارس 2020", "2020-01/2020-03"),
        ("بين عامي 2017 و2018", "2017/2018"),
        ("from 2012 to 2016", "2012/2016"),
        ("2018-08-05 / 2018-09-28", "2018-08-05/2018-09-28"),
        ("5 June 1967 to the 10th of the same month", "1967-06-05/1967-06-10"),
    ],
)
def test_a_range(text: str, date: str) -> None:
    assert read(text) == [date]


def test_two_dates_joined_by_and_are_two() -> None:
    assert read("in January 2019 and May 2020") == ["2019-01", "2020-05"]
    assert read("في يناير 2019 وفي أيار 2020") == ["2019-01", "2020-05"]


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2021", "30 شباط 2021", "5 May 99999", "0/0/0000", "13/13/2020", "1 January 2099", "5 May 1066",
        "10.12.20.21", "v1.2.2015", "06-12-20-21", "2019-nCoV", "2021-13-01",
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_not_read(text: str) -> None:
    assert read(text) == []


def test_full_stops_are_day_first_and_slashes_as_the_language_writes_them() -> None:
    assert read("4.3.2022") == ["2022-03-04"]
    assert read("4/3/2022", "fr") == read("في 4/3/2022") == ["2022-03-04"]
    assert read("4/3/2022", "en") == read("4/3/2022", "und") == ["2022-03-04/2022-04-03"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("before 2015", "1826/2014"),
        ("قبل عام 2015", "1826/2014"),
        ("c. 2015", "2014/2016"),
        ("حوالي 2015", "2014/2016"),
        ("about 5 May 2021", "2021-05-02/2021-05-08"),
    ],
)
def test_a_record_that_gives_a_bound_is_no_more_exact_than_that(text: str, iso: str) -> None:
    assert read_written_date(text).iso == iso


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Tuesday 3/1/2022", ["2022-03-01"]),
        ("Monday 3/1/2022", ["2022-01-03"]),
        ("الثلاثاء 3/1/2022", ["2022-03-01"]),
        ("الاثنين 3/1/2022", ["2022-01-03"]),
    ],
)
def test_the_name_of_the_day_settles_day_and_month(text: str, dates: list[str]) -> None:
    assert read(text) == dates


@pytest.mark.parametrize(
    "text",
    ["in 2015, not in 2024", "from 2015 and not 2024", "عام 2015 وليس عام 2024", "من 2015 وليس من 2024"],
)
def test_a_time_that_is_denied_is_not_stated(text: str) -> None:
    assert read(text) == ["2015"]
