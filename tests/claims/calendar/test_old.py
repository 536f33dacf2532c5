"""Words that say footage is old, and those that only look so."""

from __future__ import annotations

import pytest

from firstseen.claims.dates import remembers, says_old


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This is an old video from Syria", "old video"),
        ("An old, viral TikTok clip", "old, viral TikTok clip"),
        ("The footage is old", "old"),
        ("Archive footage of the war", "Archive footage"),
        ("#TBT Beirut", "TBT"),
        ("This happened ten years ago", "ten years ago"),
        ("the video is 3 years old", "years old"),
        ("a year-old video", "old video"),
        ("هذا فيديو قديم من سوريا", "فيديو قديم"),
        ("مقطعٌ قديمٌ للحرب", "مقطعٌ قديمٌ"),
        ("مشاهد أرشيفية", "أرشيفية"),
        ("من الأرشيف", "من الأرشيف"),
        ("حدث قبل عشر سنوات", "قبل عشر سنوات"),
        ("الصورة ليست جديدة", "ليست جديدة"),
        ("une vieille vidéo", "vieille vidéo"),
        ("imágenes de archivo", "imágenes de archivo"),
    ],
)
def test_old_footage_with_the_words_that_say_so(text: str, words: str) -> None:
    quote = says_old(text)
    assert quote
    assert (quote.text, text[quote.start : quote.end]) == (words, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a new video",
        "an old man",
        "this is not an old video",
        "the 30 years old man",
        "رجل عجوز",
        "ليس فيديو قديمًا",
        "المدينة القديمة",
        "the Old City",
        "a 16-year-old film extra",
        "a photograph shows a vintage car",
        "لأول مرة منذ 86 عاما",
    ],
)
def test_nothing_old(text: str) -> None:
    assert says_old(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anniversary of the Beirut blast", "Anniversary"),
        ("The second anniversary of the blast", "anniversary"),
        ("#Beirut: 1st anniversary", "anniversary"),
        ("Two years since the fall of Kabul", "Two years since"),
        ("ذكرى انفجار مرفأ بيروت", "ذكرى"),
        ("💔 الذكرى الثانية لانفجار المرفأ", "الذكرى"),
        ("اليوم ذكرى انفجار المرفأ", "ذكرى"),
    ],
)
def test_what_is_remembered_opens_a_text(text: str, words: str) -> None:
    quote = remembers(text)
    assert quote
    assert (quote.text, text[quote.start : quote.end]) == (words, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thousands march on the anniversary of the coup",
        "Two years of war",
        "مظاهرات في ذكرى الثورة",
        "وفي الذكرى الثانية خرجت مظاهرات",
    ],
)
def test_what_is_new_on_the_day_is_no_memory(text: str) -> None:
    assert remembers(text) is None
