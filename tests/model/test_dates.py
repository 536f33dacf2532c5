"""Written dates: read as exactly as written, refused rather than guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstseen.errors import InputError, UnclearDate
from firstseen.model.dates import read_basis, read_date


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "iso", "earliest", "latest", "precision"),
    [
        ("2015", "2015", utc(2014, 12, 31, 10), utc(2016, 1, 1, 12), "year"),
        ("2015-07", "2015-07", utc(2015, 6, 30, 10), utc(2015, 8, 1, 12), "month"),
        ("2015-12", "2015-12", utc(2015, 11, 30, 10), utc(2016, 1, 1, 12), "month"),
        ("2015-07-01", "2015-07-01", utc(2015, 6, 30, 10), utc(2015, 7, 2, 12), "day"),
        ("20150701", "2015-07-01", utc(2015, 6, 30, 10), utc(2015, 7, 2, 12), "day"),
        (
            "2015-07-01T14:05",
            "2015-07-01T14:05",
            utc(2015, 7, 1, 0, 5),
            utc(2015, 7, 2, 2, 6),
            "instant",
        ),
        (
            "2015-07-01T14:05Z",
            "2015-07-01T14:05Z",
            utc(2015, 7, 1, 14, 5),
            utc(2015, 7, 1, 14, 6),
            "instant",
        ),
        (
            "2015-07-01 14:05:09 +0300",
            "2015-07-01T14:05:09+03:00",
            utc(2015, 7, 1, 11, 5, 9),
            utc(2015, 7, 1, 11, 5, 10),
            "instant",
        ),
        (
            "20150701T140509Z",
            "2015-07-01T14:05:09Z",
            utc(2015, 7, 1, 14, 5, 9),
            utc(2015, 7, 1, 14, 5, 10),
            "instant",
        ),
        (
            "2015-07-01/2015-07-03",
            "2015-07-01/2015-07-03",
            utc(2015, 6, 30, 10),
            utc(2015, 7, 4, 12),
            "interval",
        ),
        ("2014/2015-07", "2014/2015-07", utc(2013, 12, 31, 10), utc(2015, 8, 1, 12), "interval"),
        ("٢٠١٥-٠٧-٠١", "2015-07-01", utc(2015, 6, 30, 10), utc(2015, 7, 2, 12), "day"),
        ("۲۰۱۵", "2015", utc(2014, 12, 31, 10), utc(2016, 1, 1, 12), "year"),
        ("\u200f٢٠١٥\u2011٠٧\u200e ", "2015-07", utc(2015, 6, 30, 10), utc(2015, 8, 1, 12), "month"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(
    text: str, iso: str, earliest: datetime, latest: datetime, precision: str
) -> None:
    date = read_date(text, "date on the page")
    assert (date.earliest, date.latest) == (earliest, latest)
    assert (date.iso, date.precision, date.basis) == (iso, precision, "date on the page")
    assert date.zone_known == ("Z" in iso or "+" in iso)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "أمس",
        "01.07.2015",
        "07/01/2015",
        "31/12/2015",
        "2015/07/01",
        "201507",
        "15",
        "2015-7-1",
        "2015-13",
        "2015-00-10",
        "2015-02-29",
        "2015-02-30",
        "2015-07-01T25:00",
        "2015-07-01T12:60",
        "2015-07-01T12",
        "2015-07-01T12:00+15:00",
        "2015-07-01T12:00+02:75",
        "2015-07-03/2015-07-01",
        "2015/",
        "/2015",
        "2015-07-01/2015-07-02/2015-07-03",
        "0000-01-01",
        "0001",
        "1066-10-14",
        "1825",
        "9999-12-31",
        "2999",
        "20150701x",
        "2015-07-01\x00",
        "²⁰¹⁵",
        "1" * 10_000,
    ],
)
def test_a_date_that_cannot_be_placed_is_refused(text: str) -> None:
    with pytest.raises(UnclearDate):
        read_date(text, "caption")


def test_a_known_zone_keeps_the_interval_narrow() -> None:
    date = read_date("2015-07-01T00:00:00+14:00")
    assert date.latest - date.earliest == timedelta(seconds=1)
    assert date.earliest == utc(2015, 6, 30, 10)


days = st.dates(min_value=datetime(1826, 1, 2).date(), max_value=datetime(2025, 12, 31).date())  # noqa: DTZ001


@given(days)
def test_a_day_lies_within_its_month_and_its_month_within_its_year(day: datetime) -> None:
    written = day.isoformat()
    for wide, narrow in ((written[:4], written[:7]), (written[:7], written)):
        assert read_date(wide).earliest <= read_date(narrow).earliest
        assert read_date(narrow).latest <= read_date(wide).latest


@given(days)
def test_a_date_read_again_is_the_same(day: datetime) -> None:
    date = read_date(day.isoformat())
    assert read_date(date.iso) == date


@given(st.text(max_size=40))
def test_no_text_does_anything_but_read_or_be_refused(text: str) -> None:
    try:
        date = read_date(text)
    except UnclearDate:
        return
    assert date.earliest < date.latest


@pytest.mark.parametrize("text", ["web archive capture", "Web-Archive-Capture", " web_archive  capture "])
def test_a_basis_is_read_whatever_its_case_and_dashes(text: str) -> None:
    assert read_basis(text) == "web archive capture"


def test_an_unknown_basis_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'platform timestamp'"):
        read_basis("platform time")
