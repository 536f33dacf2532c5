"""Sentences on footage turned to speak of a picture: in Arabic a feminine noun, and what refers to it agrees."""

from __future__ import annotations

import re
from typing import Final

from firstseen.model.wording import Words

_ASIDE: Final = re.compile(r"(\u2068[^\u2069]*\u2069|“[^”]*”|«[^»]*»|!\[[^\]]*\]\([^)]*\)|\[@[^\]]*\])")
"""What is not ours to change: quotations, isolated names, pictures, marks."""

_EN: Final = (
    ("The footage", "The picture"),
    ("the footage", "the picture"),
    ("Footage", "Picture"),
    ("footage", "picture"),
    ("have been recorded", "have been taken"),
    ("was already recorded", "was already taken"),
    ("was recorded", "was taken"),
)

_AR: Final = (
    ("كان المقطع منشورًا", "كانت الصورة منشورة"),
    ("كان المقطع محفوظًا", "كانت الصورة محفوظة"),
    ("كان المقطع مصوَّرًا", "كانت الصورة ملتقطة"),
    ("يُذكر أن المقطع صُوّر", "يُذكر أن الصورة التُقطت"),
    ("صُوّر المقطع", "التُقطت الصورة"),
    ("أن يُظهر المقطع", "أن تُظهر الصورة"),
    ("يُظهره المقطع", "تُظهره الصورة"),
    ("المقطع يُظهر", "الصورة تُظهر"),
    ("يُنسب المقطع", "تُنسب الصورة"),
    ("المقطع مركّب", "الصورة مركّبة"),
    ("المقطع معدَّل", "الصورة معدَّلة"),
    ("المقطع مجتزأ", "الصورة مجتزأة"),
    ("المقطع المنسوب", "الصورة المنسوبة"),
    ("المقطع المتداول", "الصورة المتداولة"),
    ("المقطع نفسه", "الصورة نفسها"),
    ("المقطع محتوى", "الصورة محتوى"),
    ("يؤرّخ المقطع", "يؤرّخ الصورة"),
    ("المقطع جديد", "الصورة جديدة"),
    ("على أنه جديد", "على أنها جديدة"),
    ("بينما ينسبه مصدره", "بينما ينسبها مصدرها"),
    ("لماذا يُتداول الآن", "لماذا تُتداول الآن"),
    ("حُفظت نسخة منه", "حُفظت نسخة منها"),
    ("أما تاريخ نشره أول مرة", "أما تاريخ نشرها أول مرة"),
    ("ويظهر فيه:", "ويظهر فيها:"),
    ("يظهر فيه:", "يظهر فيها:"),
    ("، هو من ", "، هي من "),
    ("للمقطع", "للصورة"),
    ("المقطع", "الصورة"),
    ("مقطعًا", "صورة"),
)


def of_picture(text: str, language: str) -> str:
    """The Markdown of one block about footage, about a picture instead; quotations stay as they are."""
    if text.startswith((">", "![")):
        return text
    pairs = _EN if language == "en" else _AR
    parts = _ASIDE.split(text)
    for index in range(0, len(parts), 2):
        for old, new in pairs:
            parts[index] = parts[index].replace(old, new)
    return "".join(parts)


def words_of_picture(words: Words) -> Words:
    """The same for a title or a summary."""
    return Words(of_picture(words.en, "en"), of_picture(words.ar, "ar"))
