"""Words that say footage is old, and those that only look so."""

from __future__ import annotations

import pytest

from firstseen.claims.dates import says_old


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
