"""Whether a text says that footage is a drill, a film or altered, or only uses such a word of something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firstseen.claims.occasions.mechanisms import mechanism_of
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.claim import What

_SOUND: Final = frozenset({"sound replaced", "sound only"})
_CLAUSE: Final = re.compile(r"[.;:!?,\n()،؛؟–—]|\s-\s")
_LOOKED_AT: Final = 300
"""Characters on either side of the words that are looked at."""

_NEAR: Final = 3
"""Words before it in which a verb or a noun takes the word as its own: "lacked any proper training"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_FRAMES: Final = _words(
    "scene scenes clip clips footage video videos image images picture pictures photo photos photograph shot shots "
    "still stills excerpt excerpts trailer recording recorded filmed set made making from during part it this shows "
    "مشهد المشهد مشاهد المشاهد مقطع المقطع مقاطع لقطة اللقطة لقطات اللقطات فيديو الفيديو صورة الصورة صور الصور تسجيل "
    "التسجيل جزء من خلال أثناء ضمن كواليس تصوير إعلان"
)
"""Words that say of pictures what they are taken from or of."""

_LIGHT: Final = _words(
    "a an the is was were are been be it its that as all هو هي كان كانت أنه أنها إنه إنها عن عبارة تم"
)
_OTHERS: Final = _words(
    "some others other too also many elsewhere بعض بعضها بعضهم أخرى آخرون آخرين أيضا كذلك"
)
"""Words by which a text turns to other pictures than these."""

_TAKEN: Final = _words(
    "lack lacks lacked lacking attend attends attended attending watch watches watched watching need needs needed "
    "visit visits visited opens opened without received receives like former ex one-time win wins won "
    "يحضر تحضر حضر حضور شاهد يشاهد يشاهدون نقص ينقصهم ينقصه بدون دون مهرجان المهرجان نجم النجم نجوم مخرج المخرج مخرجو "
    "مخرجة ممثل صناعة شركة مركز المركز معسكر المعسكر معسكرات قاعدة القاعدة كلية أكاديمية قاعة بطل بطلة جائزة افتتاح "
    "مثل يشبه تشبه كأنه كأنها طائرة"
)
"""Words before it that make it somebody's, a place's or an occasion's."""

_OF: Final = _words(
    "festival festivals award awards star stars director directors actor actors actress premiere industry maker makers "
    "studio studios company centre center base bases camp camps academy college school ground grounds facility site "
    "aircraft plane jet flight theater theatre producer critic fan fans buff market السابق سابق السابقة سابقة"
)
"""Words right after it that it only describes."""

_PERSONS: Final = _words("comedian comedians كوميدي الكوميدي كوميدية theatre theater")
"""Persons and buildings, which say what footage is only beside a word for pictures."""


def only_shown(text: str, whats: Iterable[What]) -> tuple[What, ...]:
    """These kinds without the drills, films and alterations that the text tells of something else.

    Such a word counts in the first clause, after a word for pictures ("scene from", «مشهد من»), or at the head of its
    clause ("…; digitally altered"); not in an attribute ("film festival", "former comedian"), not of what is missing
    ("lacked training"), and not where the clause turns to other pictures ("some shared AI pictures too").
    """
    return tuple(what for what in whats if not _is_unreal(what) or _says_so(text, what))


def _is_unreal(what: What) -> bool:
    return what.quote is not None and what.kind not in _SOUND and mechanism_of(what.kind) != ""


def _says_so(text: str, what: What) -> bool:
    if what.quote is None:
        return True
    start = max(0, what.quote.start - _LOOKED_AT)
    pieces = _CLAUSE.split(text[start : what.quote.start])
    before = fold(pieces[-1]).split()
    after = fold(_CLAUSE.split(text[what.quote.end : what.quote.end + _LOOKED_AT])[0]).split()
    said = set(fold(what.quote.text).split())
    if _OTHERS & {*before, *after} or _TAKEN & set(before[-_NEAR:]) or _OF & set(after[:1]):
        return False
    framed = bool(_FRAMES & {*before, *said})
    if said & _PERSONS:
        return framed
    first = start == 0 and not any(piece.strip() for piece in pieces[:-1])
    heads = set(before) <= _LIGHT and not _is_joined(text, what)
    return first or framed or (heads and (bool(before) or not after or bool(_FRAMES & set(after[:2]))))


def _is_joined(text: str, what: What) -> bool:
    """Whether an Arabic "and" stands at the words themselves: «… وفيلم قصير»."""
    return what.quote is not None and text[max(0, what.quote.start - 1) : what.quote.start] == "و"
