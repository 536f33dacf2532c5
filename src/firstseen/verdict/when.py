"""R1 to R3: whether the footage is older, or younger, than what its caption claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firstseen.model.ladder import a_step_up
from firstseen.model.verdict import Finding
from firstseen.model.wording import Words, date_words, dated, iso_of, span_words
from firstseen.verdict.claimed import ClaimedTime, claimed_times
from firstseen.verdict.evidence import dates_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.sighting import Confidence
    from firstseen.model.time import PartialDate
    from firstseen.model.verdict import Status
    from firstseen.verdict.evidence import Dated, Evidence


def before_the_event(evidence: Evidence) -> Iterator[Finding]:
    """Footage that existed before the event cannot show it (*ante quem*).

    The last day on which the footage can first have appeared is compared with the first day of the claimed time. When
    more whole days than the tolerance lie between them, time is contradicted. A date known only to a month or a year
    counts with its last day: "2015" contradicts a claim of 2024, "2024" does not contradict one of March 2024.

    Publication dates are tried first, oldest sighting first; only then a capture (the footage existed by that day) or
    a recording, and the sentence says which it is. The tolerance is the smallest for a stated day or a dated event,
    a little larger for "today" and "breaking", and weeks for a caption that states no time, whose post's date is taken
    instead (settings `verdict.exact_tolerance_days`, `now_tolerance_days`, `undated_tolerance_days`).

    It never says that footage is new: no earlier sighting is no evidence of novelty.
    """
    for claimed in claimed_times(evidence.claim, evidence.tolerances):
        for found in dates_of(evidence):
            if claimed.gap_days(found.date) >= claimed.tolerance_days:
                yield _surer_if_far(evidence, claimed, found)
                return


def after_the_event(evidence: Evidence) -> Iterator[Finding]:
    """Footage that was recorded after the event cannot show it (*post quem*).

    Needs a recording date, or a source that dates the event shown, after the last day of the time that the caption
    itself states or names. A publication is no such evidence: footage may be published years after it was recorded.
    """
    claimed = next(iter(claimed_times(evidence.claim, evidence.tolerances)), None)
    if claimed is None or claimed.when.quote is None:
        return
    for found in dates_of(evidence):
        if found.kind == "recorded" and claimed.lead_days(found.date) >= claimed.tolerance_days:
            yield _time(claimed, found, _younger(claimed, found), found.confidence)
            return


def claimed_time_is_open(evidence: Evidence) -> Iterator[Finding]:
    """What time a caption claims, and why it stays open where nothing contradicts it.

    The time is read from the caption, strongest first: a stated day, month or year; a known event that it names; a
    word told from the day of the post ("today", "قبل قليل"); without any, the day of the post, marked as inferred. A
    caption that tells the past as background claims its latest time. One that says it is old, or tells no news,
    claims no time, and no date contradicts it. Without a post's date and without any time in the words, time is
    unknown, except where an event is named.

    A source's own recording date inside a time that the caption states makes time consistent; a first publication
    inside it settles nothing, since it may have been filmed long before.
    """
    claimed = next(iter(claimed_times(evidence.claim, evidence.tolerances)), None)
    found = next(dates_of(evidence), None)
    if claimed is None:
        yield _unclaimed(evidence, found)
        return
    if found is None:
        yield _undated(claimed)
        return
    recorded = next(
        (d for d in dates_of(evidence) if d.kind == "recorded" and _inside(claimed, d.date)), None
    )
    if recorded is not None and claimed.when.quote is not None:
        yield _time(claimed, recorded, _agreed(claimed, recorded), recorded.confidence, "consistent")
    else:
        yield _time(claimed, found, _open(claimed, found), found.confidence, "unknown")


def no_publication_date(evidence: Evidence) -> Iterator[Finding]:
    """How surely a date holds by what it rests on, and what a date is not.

    The ladder, strong to weak: a signed manifest or trusted timestamp, an agency's or broadcaster's record, a
    platform's server timestamp, a dated web archive capture, a clock in the picture, a date shown on the page, file
    metadata, somebody's caption, a person's estimate. The first four establish a date, the next two make it probable,
    the rest possible; a second, independent basis raises it one step, syndicated copies count once. What captions, text
    in the picture or speech say alone is never more than possible.

    Published, captured and recorded are three dates that are never mixed: where no publication date is known, a
    capture says "it existed by then" and this finding says that when it was published is not known.
    """
    dates = list(dates_of(evidence))
    if not dates or any(found.kind == "published" for found in dates):
        return
    claimed = next(iter(claimed_times(evidence.claim, evidence.tolerances)), None)
    found = dates[0]
    on, by = dated(found.date), _by(found)
    did = _APPEARED[found.kind]
    yield Finding(
        slot="when",
        status="unknown",
        claimed=claimed.short if claimed else "",
        found=f"{iso_of(found.date)} ({found.kind})",
        rule="R8 no publication date",
        sentence=f"When the footage was first published is not known; it {did.en} {on.en}{by.en}.",
        sentence_ar=f"تاريخ نشر المقطع أول مرة غير معروف؛ وقد كان {did.ar} {on.ar}{by.ar}.",
        evidence=(found.evidence,) if found.evidence else (),
        footing=claimed.footing if claimed else "explicit",
        confidence=found.confidence,
    )


def _surer_if_far(evidence: Evidence, claimed: ClaimedTime, found: Dated) -> Finding:
    """The contradiction; what lies far back holds more surely than its date, since estimates err by weeks."""
    far = claimed.gap_days(found.date) >= evidence.tolerances.far_gap_days
    word = a_step_up(found.confidence) if far else found.confidence
    caps = ["inferred"] if claimed.footing == "inferred" else []
    caps += ["year only"] if not far and found.date.precision == "year" else []
    caps += ["weak evidence"] if word in {"possible", "unknown"} else []
    return replace(_time(claimed, found, _older(claimed, found), word), caps=tuple(caps))


def _inside(claimed: ClaimedTime, date: PartialDate) -> bool:
    return (
        date.earliest <= claimed.when.date.latest
        and claimed.when.date.earliest <= date.latest
        and claimed.gap_days(date) <= 0
        and claimed.lead_days(date) <= 0
    )


def _time(
    claimed: ClaimedTime,
    found: Dated,
    said: tuple[str, Words],
    word: Confidence,
    status: Status = "contradicts",
) -> Finding:
    rule, sentence = said
    return Finding(
        slot="when",
        status=status,
        claimed=claimed.short,
        found=iso_of(found.date) if found.kind == "published" else f"{iso_of(found.date)} ({found.kind})",
        rule=rule,
        sentence=sentence.en,
        sentence_ar=sentence.ar,
        evidence=(found.evidence,) if found.evidence else (),
        footing=claimed.footing,
        confidence=word,
    )


_APPEARED = {
    "published": Words("was already published", "منشورًا"),
    "captured": Words("had already been saved", "محفوظًا"),
    "recorded": Words("was already recorded", "مصوَّرًا"),
}


def _older(claimed: ClaimedTime, found: Dated) -> tuple[str, Words]:
    did, on, by = _APPEARED[found.kind], dated(found.date), _by(found)
    gap = span_words(claimed.gap_days(found.date) + 1)
    how = _upper_bound(found)
    en = (
        f"The footage {did.en} {on.en}{by.en}, about {gap.en} before the time claimed for it "
        f"({claimed.words.en}), so it cannot show what happened then{how.en}."
    )
    ar = (
        f"كان المقطع {did.ar} {on.ar}{by.ar}، أي قبل الوقت المزعوم ({claimed.words.ar}) بنحو {gap.ar}، "
        f"فلا يمكن أن يُظهر ما حدث حينها{how.ar}."
    )
    return "R1 before the event", Words(en, ar)


def _upper_bound(found: Dated) -> Words:
    if found.kind == "published":
        return Words("", "")
    if found.kind == "captured":
        return Words("; when it was first published is not known", "، أما تاريخ نشره الأول فغير معروف")
    return Words("; that is when it was recorded, not published", "، وهذا تاريخ التصوير لا تاريخ النشر")


def _younger(claimed: ClaimedTime, found: Dated) -> tuple[str, Words]:
    on, by = dated(found.date), _by(found)
    en = f"The footage was recorded {on.en}{by.en}, after the time claimed for it ({claimed.words.en})."
    ar = f"صُوّر المقطع {on.ar}{by.ar}، أي بعد الوقت المزعوم ({claimed.words.ar})."
    return "R2 after the event", Words(en, ar)


def _agreed(claimed: ClaimedTime, found: Dated) -> tuple[str, Words]:
    on, by = dated(found.date), _by(found)
    en = f"The footage was recorded {on.en}{by.en}, which is the time claimed for it ({claimed.words.en})."
    ar = f"صُوّر المقطع {on.ar}{by.ar}، وهو الوقت المزعوم ({claimed.words.ar})."
    return "R3 the time claimed", Words(en, ar)


def _open(claimed: ClaimedTime, found: Dated) -> tuple[str, Words]:
    on, by = dated(found.date), _by(found)
    did = {"published": Words("first published", "نشر"), "captured": Words("saved", "حفظ")}.get(
        found.kind, Words("recorded", "تصوير")
    )
    en = (
        f"The earliest known date of the footage ({did.en} {on.en}{by.en}) does not lie clearly before the time "
        f"claimed for it ({claimed.words.en}); that settles nothing, and it does not prove that the footage is new."
    )
    ar = (
        f"لا يسبق أقدم تاريخ معروف للمقطع ({did.ar} {on.ar}{by.ar}) الوقت المزعوم ({claimed.words.ar}) بوضوح، "
        "وهذا لا يحسم الأمر ولا يثبت أن المقطع جديد."
    )
    return "R3 the time claimed", Words(en, ar)


def _by(found: Dated) -> Words:
    if not found.source:
        return Words("", "")
    return Words(f" ({found.source.en})", f" ({found.source.ar})")


def _undated(claimed: ClaimedTime) -> Finding:
    return Finding(
        slot="when",
        status="unknown",
        claimed=claimed.short,
        found="",
        rule="R1 before the event",
        sentence=f"Nothing found so far dates the footage, which is claimed to be of {claimed.words.en}; "
        "that is no evidence that it is new.",
        sentence_ar=f"لم يُعثر حتى الآن على ما يؤرّخ المقطع المنسوب إلى {claimed.words.ar}، وهذا ليس دليلًا على أنه جديد.",
        footing=claimed.footing,
    )


def _unclaimed(evidence: Evidence, found: Dated | None) -> Finding:
    posted = evidence.claim.posted is not None
    en = "The caption claims no time that a date could contradict"
    ar = "لا يذكر المنشور وقتًا يمكن أن يناقضه تاريخ"
    if not posted:
        en = "The caption states no time and the date of the post is not known"
        ar = "لا يذكر المنشور وقتًا، وتاريخ نشره غير معروف"
    if found is not None:
        words = date_words(found.date)
        en, ar = (
            f"{en}; the earliest known date of the footage is {words.en}",
            f"{ar}؛ وأقدم تاريخ معروف للمقطع {words.ar}",
        )
    return Finding(
        slot="when",
        status="unknown",
        claimed="",
        found=iso_of(found.date) if found else "",
        rule="R3 the time claimed",
        sentence=f"{en}.",
        sentence_ar=f"{ar}.",
        evidence=(found.evidence,) if found and found.evidence else (),
    )
