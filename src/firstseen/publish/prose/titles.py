"""Title and summary in both languages, carrying what was found and no more; the slug of the page."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from firstseen.model.wording import Words, date_words, dated, iso_of
from firstseen.publish.prose.analysis import contradictions
from firstseen.publish.prose.names import HEDGED, noun_of
from firstseen.publish.prose.slots import claimed_words, found_words

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from firstseen.model.time import PartialDate
    from firstseen.model.verdict import Finding
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.names import Noun

_SLUG: Final = 80
"""Characters of a title that its address holds. Source: longer ones are cut where links are shown."""


def title_of(values: CaseValues) -> Words:
    """What was found, as a headline in both languages."""
    found = contradictions(values)
    if values.verdict and values.verdict.rating == "true":
        return _true(values)
    if not found:
        return _open(values)
    return _refuted(values, found)


def _noun(values: CaseValues) -> Noun:
    return noun_of(values.case.query.media if values.case.query else None)


def _start(noun: Noun) -> str:
    return noun.en.capitalize()


def _shared(values: CaseValues) -> Words:
    """The footage as shared in the month of the claim, or as circulating where that is not known."""
    noun = _noun(values)
    posted = values.claim.posted
    word = noun.gender("المتداول", "المتداولة")
    if posted is None:
        return Words(f"{_start(noun)} that circulates", f"{noun.ar} {word}")
    when = _month(posted)
    return Words(f"{_start(noun)} shared in {when.en}", f"{noun.ar} {word} في {when.ar}")


def _month(when: PartialDate) -> Words:
    """The date without its day: a headline needs no more."""
    words = date_words(when)
    en = re.sub(r"^\d{1,2}( to \d{1,2}( \w+ \d{4})?)? (?=[A-Z])", "", words.en)
    ar = re.sub(r"^\d{1,2}( إلى \d{1,2})? (?=\D)", "", words.ar)
    return words if " to " in en or " إلى " in ar else Words(en, ar)


def _refuted(values: CaseValues, found: list[Finding]) -> Words:
    """The leading contradiction, with a second one where it fits."""
    lead = found[0]
    if lead.rule in _TEMPLATES:
        en, masculine, feminine = _TEMPLATES[lead.rule]
        subject = _shared(values)
        return Words(f"{subject.en} {en}", f"{subject.ar} {_noun(values).gender(masculine, feminine)}")
    by_rule = {finding.rule: finding for finding in found}
    first = values.timeline.first_seen
    if lead.rule == "R1 before the event" and first is not None and first.record.published is not None:
        other = by_rule.get("R4 another place") or by_rule.get("R5 another actor")
        return _older(values, first.record.published, other)
    if lead.rule in {"R1 before the event", "R2 after the event"}:
        return _mistimed(values, lead)
    if lead.rule == "R4 another place" and (names := _names(values, lead)):
        noun, (claimed, seen) = _noun(values), names
        return Words(
            f"{_start(noun)} said to be from {claimed.en} is from {seen.en}, by its source",
            f"{noun.ar} {noun.gender('المنسوب', 'المنسوبة')} إلى {claimed.ar} من {seen.ar} بحسب "
            f"{noun.gender('مصدره', 'مصدرها')}",
        )
    if lead.slot == "who" and (names := _names(values, lead)):
        noun, (claimed, seen) = _noun(values), names
        return Words(
            f"{_start(noun)} said to show {claimed.en} shows {seen.en}, by its source",
            f"{noun.ar} {noun.gender('المنسوب', 'المنسوبة')} إلى {claimed.ar} "
            f"{noun.gender('يُظهر', 'تُظهر')} {seen.ar} بحسب {noun.gender('مصدره', 'مصدرها')}",
        )
    shared = _shared(values)
    noun = _noun(values)
    return Words(
        f"{shared.en} does not show what is claimed, by its source",
        f"{shared.ar} لا {noun.gender('يُظهر', 'تُظهر')} ما يُزعم بحسب {noun.gender('مصدره', 'مصدرها')}",
    )


def _older(values: CaseValues, published: PartialDate, other: Finding | None) -> Words:
    """Since when it was online, and where or whom its source names instead."""
    noun, shared = _noun(values), _shared(values)
    near = values.claim.posted is not None and not _months_apart(values, published)
    since = _exact_or_until(published) if near else _exact_or_until(published, months=True)
    if near and values.claim.posted:
        posted = dated(values.claim.posted)
        word = noun.gender("المتداول", "المتداولة")
        shared = Words(f"{_start(noun)} shared {posted.en}", f"{noun.ar} {word} {posted.ar}")
    en, ar = f"{shared.en} was online {since.en}", f"{shared.ar} {noun.gender('منشور', 'منشورة')} {since.ar}"
    if hedge := HEDGED.get(values.timeline.confidence):
        en = f"{shared.en} was {hedge.en} online {since.en}"
        ar = f"{shared.ar} {noun.gender('منشور', 'منشورة')} {hedge.ar} {since.ar}"
    names = _names(values, other) if other is not None else None
    if names is None or other is None:
        return Words(en, ar)
    seen = names[1]
    if other.slot == "where":
        return Words(f"{en}, placed in {seen.en}", f"{ar} على {noun.gender('أنه', 'أنها')} من {seen.ar}")
    its = noun.gender("ومصدره", "ومصدرها")
    return Words(f"{en}, and its source names {seen.en}", f"{ar}، {its} يذكر {seen.ar}")


def _exact_or_until(published: PartialDate, *, months: bool = False) -> Words:
    """The date of a publication after "was online": of a stretch of time only its end is sure."""
    words = date_words(published)
    if " to " in words.en:
        last = Words(words.en.rpartition(" to ")[2], words.ar.rpartition(" إلى ")[2])
        return Words(f"by {last.en}", f"قبل نهاية {last.ar}")
    short = _month(published) if months else words
    on = "on" if re.match(r"\d{1,2} ", short.en) else "in"
    return Words(f"{on} {short.en}", f"منذ {short.ar}")


def _months_apart(values: CaseValues, published: PartialDate) -> bool:
    posted = values.claim.posted
    return posted is not None and iso_of(posted)[:7] != iso_of(published)[:7]


def _mistimed(values: CaseValues, lead: Finding) -> Words:
    noun, shared = _noun(values), _shared(values)
    if lead.rule == "R2 after the event":
        return Words(
            f"{shared.en} was recorded, by its source, after the event it is said to show",
            f"{shared.ar} {noun.gender('مصوَّر بحسب مصدره', 'ملتقطة بحسب مصدرها')} بعد الحدث "
            f"{noun.gender('المنسوب إليه', 'المنسوب إليها')}",
        )
    return Words(
        f"{shared.en} existed, by its source, before the event it is said to show",
        f"{shared.ar} {noun.gender('سابق بحسب مصدره', 'سابقة بحسب مصدرها')} للحدث "
        f"{noun.gender('المنسوب إليه', 'المنسوب إليها')}",
    )


def _names(values: CaseValues, finding: Finding) -> tuple[Words, Words] | None:
    claimed, found = claimed_words(values, finding), found_words(values, finding)
    return (claimed, found) if claimed is not None and found is not None else None


def _true(values: CaseValues) -> Words:
    noun, shared = _noun(values), _shared(values)
    return Words(
        f"{shared.en}: what was found agrees with the claim",
        f"{shared.ar}: ما عُثر عليه يوافق {noun.gender('ما يُنسب إليه', 'ما يُنسب إليها')}",
    )


def _open(values: CaseValues) -> Words:
    noun = _noun(values)
    posted = values.claim.posted
    if not values.has_footage:
        when = _month(posted) if posted else None
        return Words(
            f"What is known of a claim posted in {when.en}"
            if when
            else "What is known of a claim in circulation",
            f"ما يُعرف عن ادعاء نُشر في {when.ar}" if when else "ما يُعرف عن ادعاء متداول",
        )
    when = _month(posted) if posted else None
    article = "" if noun.en == "footage" else "a "
    return Words(
        f"What is known of {article}{noun.en} shared in {when.en}"
        if when
        else f"What is known of {article}{noun.en}",
        f"ما يُعرف عن {noun.ar} {noun.gender('المتداول', 'المتداولة')}" + (f" في {when.ar}" if when else ""),
    )


_TEMPLATES: Final = {
    "R5 satire": (
        "as news began as satire",
        "على أنه خبر أصله محتوى ساخر",
        "على أنها خبر أصلها محتوى ساخر",
    ),
    "R5 altered": (
        "as genuine was altered, by its source",
        "على أنه حقيقي معدَّل بحسب مصدره",
        "على أنها حقيقية معدَّلة بحسب مصدرها",
    ),
    "R7 sound replaced": (
        "carries a sound that is not its own",
        "يحمل صوتًا ليس صوته الأصلي",
        "تحمل صوتًا ليس صوتها الأصلي",
    ),
    "R5 no real event": (
        "as a real event is staged, a drill, a film or a game, by its source",
        "على أنه حدث حقيقي مشهد ممثل أو تدريب أو فيلم أو لعبة بحسب مصدره",
        "على أنها لحدث حقيقي من مشهد ممثل أو تدريب أو فيلم أو لعبة بحسب مصدرها",
    ),
    "R5 cropped": (
        "leaves out the part that changes its meaning, by its source",
        "حُذف منه ما يغيّر معناه بحسب مصدره",
        "حُذف منها ما يغيّر معناها بحسب مصدرها",
    ),
}
"""What follows "Video shared in May 2024": in English, in Arabic for a masculine and for a feminine noun."""


def summary_of(values: CaseValues) -> Words:
    """One or two sentences under the title: the rating and what it rests on."""
    label = values.rating.label if values.rating else Words("Not rated yet", "لم يُصنَّف بعد")
    first = values.timeline.first_seen
    date = first.record.published if first else None
    if date is None:
        return Words(
            f"{label.en}. No copy with a date of publication was found.",
            f"{label.ar}. لم يُعثر على نسخة لها تاريخ نشر.",
        )
    when = dated(date)
    if hedge := HEDGED.get(values.timeline.confidence):
        return Words(
            f"{label.en}. The earliest copy found was {hedge.en} published {when.en}.",
            f"{label.ar}. نُشرت أقدم نسخة عُثر عليها {hedge.ar} {when.ar}.",
        )
    return Words(
        f"{label.en}. The earliest copy found was published {when.en}.",
        f"{label.ar}. نُشرت أقدم نسخة عُثر عليها {when.ar}.",
    )


def slug_of(title: str, day: date, taken: Container[str] = ()) -> str:
    """The title and the day as an address in ASCII that is not `taken`; it never changes once published."""
    # Whole clauses as far as they fit: an address that breaks off in a phrase reads like a mistake.
    clause = title if len(title) <= _SLUG else title.partition(",")[0]
    plain = unicodedata.normalize("NFKD", clause).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    short = words if len(words) <= _SLUG else words[: _SLUG + 1].rpartition("-")[0]
    base = f"{short}-{day.isoformat()}".strip("-")
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
