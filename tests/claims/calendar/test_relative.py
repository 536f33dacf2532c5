"""Times told from the day of the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from firstseen.claims.dates import find_dates
from firstseen.model.dates import read_date

if TYPE_CHECKING:
    from firstseen.model.claim import When


def tell(text: str, posted: str = "2024-12-05") -> list[When]:
    """The times told, from a Thursday."""
    return list(find_dates(text, posted=read_date(posted)))


@pytest.mark.parametrize(
    ("english", "arabic", "date"),
    [
        ("now", "الآن", "2024-12-05"),
        ("today", "اليوم", "2024-12-05"),
        ("this morning", "صباح اليوم", "2024-12-05"),
        ("tonight", "الليلة", "2024-12-05"),
        ("just now", "قبل قليل", "2024-12-05"),
        ("a few minutes ago", "منذ دقائق", "2024-12-05"),
        ("yesterday", "أمس", "2024-12-04"),
        ("last night", "الليلة الماضية", "2024-12-04/2024-12-05"),
        ("the day before yesterday", "أول أمس", "2024-12-03"),
        ("two days ago", "قبل يومين", "2024-12-03"),
        ("3 days ago", "منذ 3 أيام", "2024-12-02"),
        ("last Friday", "الجمعة الماضية", "2024-11-29"),
        ("on Monday", "يوم الاثنين", "2024-12-02"),
        ("Friday to Sunday", "من الجمعة إلى الأحد", "2024-11-29/2024-12-01"),
        ("last week", "الأسبوع الماضي", "2024-11-25/2024-12-01"),
        ("last month", "الشهر الفائت", "2024-11"),
        ("this year", "العام الجاري", "2024"),
        ("last year", "العام المنصرم", "2023"),
        ("early this month", "مطلع الشهر الجاري", "2024-12-01/2024-12-10"),
        ("last summer", "الصيف الماضي", "2024-06/2024-08"),
        ("last March", "آذار الماضي", "2024-03"),
        ("ten years ago", "قبل عشر سنوات", "2014"),
        ("a year ago", "قبل عام", "2023"),
        ("recently", "مؤخرًا", "2024-11-04/2024-12-05"),
        ("the past two weeks", "الأسبوعين الماضيين", "2024-11-18/2024-12-05"),
        ("BREAKING: fire", "#عاجل حريق", "2024-12-04/2024-12-05"),
        ("6 December", "6 كانون الأول", "2024-12-06"),
        ("Friday, 6 December", "الجمعة 6 ديسمبر", "2024-12-06"),
        ("Saturday, 23 March", "السبت 23 آذار", "2024-03-23"),
        ("#Oct7", "#7أكتوبر", "2024-10-07"),
        ("at 14:05 GMT", "الساعة 14:05 بتوقيت غرينتش", "2024-12-05T14:05+00:00"),
    ],
)
def test_alike_in_english_and_arabic(english: str, arabic: str, date: str) -> None:
    assert [when.date.iso for when in tell(english)] == [date]
    assert [when.date.iso for when in tell(arabic)] == [date]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("hier", "2024-12-04"),
        ("ce matin", "2024-12-05"),
        ("mardi dernier", "2024-12-03"),
        ("il y a un an", "2023"),
        ("ayer", "2024-12-04"),
        ("hace dos días", "2024-12-03"),
        ("el pasado domingo 1 de diciembre", "2024-12-01"),
        *((word, "2024-12-05") for word in ("هلق", "هلأ", "دلوقتي", "توّا", "النهارده", "هسه")),
        *((word, "2024-12-04") for word in ("البارحة", "مبارح", "امبارح", "إمبارح")),
    ],
)
def test_french_spanish_and_dialects(text: str, date: str) -> None:
    assert [when.date.iso for when in tell(text)] == [date]


@pytest.mark.parametrize(
    "text", ["now", "اليوم", "last week", "قبل يومين", "5 May", "5 أيار", "at 14:05 GMT"]
)
def test_nothing_is_told_without_a_post(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "until now", "حتى الآن", "from now on", "من الآن فصاعدا", "Alan", "آلان", "نصف اليوم",
        "اليوم التالي", "المصري اليوم", "Black Friday",
        "صلاة الجمعة", "Saturday Night Live", "ثورة 25 يناير", "the September 11 attacks", "ملعب 5 جويلية",
        "a 30 years old man", "قبل ساعات من المباراة",
        "عبد الأحد",
        "the next year",
        "the third Monday",
        "we may 5", "they march", "an urgent matter", "بشكل عاجل", "for two weeks", "لمدة أسبوعين", "the first March",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_time(text: str) -> None:
    assert tell(text) == []


def test_a_year_that_is_not_written_is_inferred_and_says_so() -> None:
    (when,) = tell("on 6 November")
    assert (when.footing, when.exact) == ("inferred", True)
    assert "year" in when.reason


def test_what_is_told_from_the_post_is_explicit_and_says_so() -> None:
    (exact,), (vague,) = tell("yesterday"), tell("مؤخرًا")
    assert (exact.footing, exact.exact, exact.reason) == ("explicit", True, "relative to the post")
    assert (vague.footing, vague.exact) == ("explicit", False)


@pytest.mark.parametrize(
    ("posted", "date"),
    [
        ("2024-12", "2024-12"),
        ("2024", "2024"),
        ("2024-12-05T23:30:00Z", "2024-12-05"),
        ("2024-12-05/2024-12-07", "2024-12-05/2024-12-07"),
    ],
)
def test_a_post_as_exact_as_it_is_known(posted: str, date: str) -> None:
    assert [when.date.iso for when in tell("today", posted)] == [date]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("six days of darkness will come in January", "2025-01"),
        ("ستغرق الأرض في الظلام في شباط", "2025-02"),
        ("expected to be released on Saturday", "2024-12-07"),
        ("by 1 July", "2024-07-01"),
        ("بحلول الأول من يوليو", "2025-07-01"),
    ],
)
def test_what_is_announced_lies_ahead(text: str, date: str) -> None:
    assert [when.date.iso for when in tell(text)] == [date]


def test_since_2003_is_no_year_ago() -> None:
    (when,) = tell("منذ عام 2003")
    assert (when.date.iso, when.exact) == ("2003", False)
