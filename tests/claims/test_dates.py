"""Dates are read as people write them, with the words they were read from; what is no date stays unread."""

from __future__ import annotations

import time

import pytest

from firstseen.claims.dates import find_dates, read_written_date, says_old
from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date

POSTED = read_date("2024-12-05")


def read(text: str, language: str = "") -> list[str]:
    return [when.date.iso for when in find_dates(text, posted=POSTED, language=language)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2 September 2021", ["2021-09-02"]),
        ("الثاني من سبتمبر 2021", ["2021-09-02"]),
        ("in February/Feb. 2021", ["2021-02"]),
        ("في شباط/ فبراير 2021", ["2021-02"]),
        ("yesterday, Friday", ["2024-12-04"]),
        ("أمس الجمعة", ["2024-12-04"]),
        ("Friday, 6 December 2024 at 14:05 GMT", ["2024-12-06T14:05+00:00"]),
        ("الجمعة 6 كانون الأول الساعة 6:07 مساءً بتوقيت بيروت", ["2024-12-06T18:07+02:00"]),
        ("3-5 May 2021", ["2021-05-03/2021-05-05"]),
        ("بين 3 و5 أيار 2021", ["2021-05-03/2021-05-05"]),
        ("2015 people, F-16, we may 5, won 3-5, 31 February 2021", []),
        ("2015 قتيلا، أكثر من 2000، 31 شباط 2021، أب", []),
    ],
)
def test_reads_alike_in_both_languages(text: str, dates: list[str]) -> None:
    assert read(text) == dates


def test_the_quote_stands_at_its_place_in_the_text_as_given() -> None:
    text = "\u200fنُشِر المقطعُ في ٢٧ كــانون الأول ٢٠٢٢ 🔥 and again on Aug.\u00a04–5, 2023"
    quotes = [when.quote for when in find_dates(text)]
    assert [text[q.start : q.end] for q in quotes if q] == ["٢٧ كــانون الأول ٢٠٢٢", "Aug.\u00a04–5, 2023"]


def test_day_and_month_that_could_change_places_are_never_guessed_silently() -> None:
    (unsettled,) = find_dates("3/4/2022", language="en")
    (settled,) = find_dates("3/4/2022", language="ar")
    assert (unsettled.date.iso, unsettled.exact) == ("2022-03-04/2022-04-03", False)
    assert (settled.date.iso, settled.footing) == ("2022-04-03", "inferred")
    assert unsettled.reason
    assert settled.reason


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018-08-27 (event October 2016)", "2018-08-27"),
        ("6th December 2024", "2024-12-06"),
        ("٢٧ ديسمبر ٢٠٢٢", "2022-12-27"),
        ("early March 2024", "2024-03-01/2024-03-10"),
        ("2015", "2015"),
    ],
)
def test_a_record_s_date_is_read_as_people_write_it(text: str, iso: str) -> None:
    assert read_written_date(text).iso == iso


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2021", "0", "99999", "2099", "1 January 2099", "x" * 5_000]
)
def test_a_record_without_a_date_says_so(text: str) -> None:
    with pytest.raises(UnclearDate):
        read_written_date(text)


@pytest.mark.parametrize(
    "text",
    ["an old video", "archive footage of", "فيديو قديم", "من الأرشيف", "ten years ago", "قبل عشر سنوات"],
)
def test_footage_that_is_called_old(text: str) -> None:
    quote = says_old(text)
    assert quote
    assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    "text", ["an old man", "no old video", "رجل قديم", "ليس فيديو قديما", "a 30 years old man"]
)
def test_footage_that_is_not_called_old(text: str) -> None:
    assert says_old(text) is None


@pytest.mark.parametrize(
    "text", ["1", "و", "2015 في يوم 3 May ", "\ud800", "1/", "\u202e", "between ", "قبل "]
)
def test_hostile_text_is_read_within_a_second(text: str) -> None:
    start = time.process_time()
    find_dates(text * (10_000_000 // len(text)), posted=POSTED)
    assert time.process_time() - start < 1
