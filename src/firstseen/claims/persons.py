"""Persons who are on no list, by the title before their name: "President X", الوزير فلان."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.claims.tokens import forms_of
from firstseen.model.claim import Actor
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.tokens import Token

_MOST_NAMES: Final = 3

_TITLES: Final = frozenset(
    "president minister premier chancellor senator governor mayor general colonel captain commander admiral king queen "
    "prince princess sheikh imam pope ayatollah sultan emir dr mr mrs ms judge ambassador congressman congresswoman "
    "footballer singer actor actress journalist activist artist".split()
)
_TITLES_AR: Final = frozenset(
    fold(word)
    for word in "الرئيس الوزير الشيخ الأمير الملك اللواء العميد العقيد الجنرال القائد الفنان الفنانة الممثل الممثلة "
    "اللاعب الصحفي الصحفية الدكتور الإعلامي الإعلامية السفير النائب المطرب الشهيد الأسير الداعية المستشار الطفل "
    "الطفلة المهندس الحاج البابا الناشط الناشطة".split()
)
_GIVEN_AR: Final = frozenset(
    fold(word)
    for word in "محمد أحمد محمود علي حسن حسين إبراهيم إسماعيل يوسف يحيى عمر عثمان خالد عبد عبدالله عبدالرحمن عبدالعزيز "
    "سعيد سعد سامي سمير سليمان صالح طارق طلال عادل عصام عماد فهد فيصل فؤاد كريم كمال ماجد مازن مالك مروان مصطفى معاذ منصور "
    "موسى ناصر نادر نبيل نزار هاني هشام وائل وليد ياسر ياسين زياد زيد رامي رائد رشيد رياض جمال جابر حمزة حامد خليل بلال باسم "
    "بدر أنس أمين أيمن إياد أسامة أسعد أشرف أكرم أنور بكر تامر توفيق جعفر جلال حاتم حازم راشد سلطان سلمان شادي صلاح ضياء ظافر "
    "عباس عمرو غسان فادي فارس قاسم لؤي مجدي محسن مراد معتز منذر مهدي مؤيد نور هيثم وسام فاطمة عائشة مريم زينب سارة نورا هدى "
    "ليلى سلمى رنا ريم دينا منى هند شيرين أمل إيمان أسماء نادية سميرة جورج ميشال بيار إلياس أنطوان دونالد فلاديمير إيمانويل "
    "جو بنيامين".split()
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A person named after a title, in tokens [first, last): the title is not among them."""

    actor: Actor
    first: int
    last: int


def titled_person(tokens: Sequence[Token], at: int) -> Titled | None:
    """The person whose title stands at that token, if a name follows it; its id is made of the folded name."""
    token = tokens[at]
    if token.arabic:
        is_title = any(form in _TITLES_AR for _, form in forms_of(token.word))
        last = _end_of_arabic_name(tokens, at + 1) if is_title else at
    else:
        last = _end_of_name(tokens, at + 1) if token.word in _TITLES else at
    if last <= at + 1:
        return None
    written = " ".join(part.written for part in tokens[at + 1 : last])
    id_ = "person-" + "-".join(part.word for part in tokens[at + 1 : last])
    arabic = written if token.arabic else ""
    return Titled(Actor(id_, written, arabic, "person"), at + 1, last)


def _end_of_name(tokens: Sequence[Token], first: int) -> int:
    """Where the capitalised words after an English title end; one word is enough only after a capitalised title."""
    last = first
    while last < len(tokens) and last - first < _MOST_NAMES and _is_english_name(tokens, last):
        last += 1
    if last - first == 1 and not tokens[first - 1].written[:1].isupper():
        return first
    return last


def _is_english_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return (
        not token.begins
        and not token.arabic
        and token.written[:1].isupper()
        and not token.written.isupper()
        and token.word.isalpha()
        and len(token.word) > 1
    )


def _end_of_arabic_name(tokens: Sequence[Token], first: int) -> int:
    """Where a given name and what belongs to it end: one more word, two after عبد, بن and آل."""
    if first >= len(tokens) or tokens[first].begins or tokens[first].word not in _GIVEN_AR:
        return first
    last = first + 1
    if tokens[first].word == "عبد":
        last += 1
    while (
        last < len(tokens)
        and tokens[last].word in {"بن", "ال", "ابن", "ابو", "عبد"}
        and not tokens[last].begins
    ):
        last += 2
    if last == first + 1 and last < len(tokens) and not tokens[last].begins and tokens[last].word.isalpha():
        last += 1
    return min(last, len(tokens))
