"""The analysis in three moves: what refutes the claim, what the footage shows instead, why it circulates now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date
from firstseen.model.relations import place_relation
from firstseen.model.wording import Words, date_words, dated, days_of, iso_of, listed, span_words
from firstseen.publish.prose.names import BASES, HEDGED, SURE, noun_of, place_words
from firstseen.publish.prose.segments import clock_words, segment_sentences
from firstseen.publish.prose.sentences import foreign, paragraph, paragraphs, plain_text, quoted, say
from firstseen.publish.prose.slots import claimed_words, found_words, places_of
from firstseen.publish.prose.sources import (
    CHECKED,
    review_name,
    reviews_of_claim,
    reviews_of_footage,
    sighting_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.article import EditionLanguage
    from firstseen.model.found import Part
    from firstseen.model.sighting import Sighting
    from firstseen.model.verdict import Finding
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sentences import Sentence
    from firstseen.publish.prose.sources import SourceList

_COPIES: Final = 3
"""Later copies that are told one by one; all of them are among the sources."""

TIMELINE: Final = "timeline"
"""The id of the picture that draws the dates; a table below it says the same."""

_TABLE: Final = 10

OLDER: Final = frozenset({"R1 before the event"})
HEADINGS: Final = {
    "R1 before the event": Words("The footage is older than the claim", "المقطع أقدم من الادعاء"),
    "R2 after the event": Words("The footage is younger than the claim", "المقطع أحدث مما يُزعم"),
    "R4 another place": Words("The footage is from another place", "المقطع من مكان آخر"),
    "R5 no real event": Words("What is shown is no real event", "ما يظهر ليس حدثًا حقيقيًا"),
    "R5 satire": Words("It began as satire", "الأصل محتوى ساخر"),
    "R5 altered": Words("The footage was altered", "المقطع معدَّل"),
    "R5 cropped": Words("A part was left out", "المقطع مجتزأ"),
    "R5 another event": Words("The footage shows another event", "المقطع لحدث آخر"),
    "R7 sound replaced": Words("The sound is not its own", "الصوت ليس صوته الأصلي"),
}
_MAYBE_OLDER: Final = Words("The footage seems older than the claim", "المقطع أقدم من الادعاء على ما يبدو")
_OTHERS: Final = Words("The footage shows others", "من يظهر في المقطع غير المذكورين")
_FOUND: Final = Words("What was found", "ما عُثر عليه")
_AGREES: Final = Words("What was found agrees with the claim", "ما عُثر عليه يوافق الادعاء")
_SHOWS: Final = Words("What the footage shows, by its sources", "ما يُظهره المقطع بحسب المصادر")
_NOW: Final = Words("Why it circulates now", "لماذا يُتداول الآن")
_PIECES: Final = Words("The pieces it is joined from", "الأجزاء التي رُكّب منها")

_FIRST: Final = ("R5 satire", "R5 altered", "R7 sound replaced", "R5 no real event", "R5 cropped")
"""What is told before a contradiction in time: footage that is none of the real thing is refuted by that."""


def contradictions(values: CaseValues) -> list[Finding]:
    """The findings that contradict the claim, the one that leads the article first."""
    found = [f for f in values.examination.findings if f.status == "contradicts"]
    order = {rule: place for place, rule in enumerate(_FIRST)}
    slots = ("when", "where", "who", "what")
    return sorted(found, key=lambda f: (order.get(f.rule, len(order)), slots.index(f.slot)))


def analysis_section(
    values: CaseValues, sources: SourceList, language: EditionLanguage, pictures: tuple[str, ...] = ()
) -> Iterator[str]:
    """The three moves, each under its heading; `pictures` are ids that are placed after the refutation."""
    yield f"### {getattr(_heading(values), language)}"
    groups = [[*_first_seen(values, sources)], [*_refutation(values, sources)], [*_later(values, sources)]]
    yield from paragraphs(groups, language)
    yield from (f"![]({one})" for one in pictures)
    if TIMELINE in pictures:
        yield _dates_table(values, sources, language)
    pieces = list(_pieces(values, sources))
    if pieces:
        yield f"### {getattr(_PIECES, language)}"
        yield paragraph(pieces, language)
    context = [list(_context(values, sources)), list(_disagreement(values, sources))]
    if any(context):
        yield f"### {getattr(_SHOWS, language)}"
        yield from paragraphs(context, language)
    if now := list(_why_now(values, sources)):
        yield f"### {getattr(_NOW, language)}"
        yield paragraph(now, language)


def _dates_table(values: CaseValues, sources: SourceList, language: EditionLanguage) -> str:
    """What the timeline draws, as a table."""
    head = Words("| Copy | Date | Going by |", "| النسخة | التاريخ | استنادًا إلى |")
    rows = [getattr(head, language), "| --- | --- | --- |"]
    for sighting in values.timeline.sightings:
        date = sighting.record.published
        mark = next(iter(sources.marks(sighting.id)), "")
        if date and mark and len(rows) < _TABLE:
            name = foreign(getattr(sighting_name(sighting), language), language)
            basis = BASES[date.basis]
            rows.append(
                f"| {name} [@{mark}] | {getattr(date_words(date), language)} | {getattr(basis, language)} |"
            )
    if values.claim.posted:
        name = getattr(Words("The claim", "الادعاء"), language)
        when = getattr(date_words(values.claim.posted), language)
        basis = getattr(BASES[values.claim.posted.basis], language)
        rows.append(f"| {name} [@{CHECKED}] | {when} | {basis} |")
    return "\n".join(rows)


def _heading(values: CaseValues) -> Words:
    found = contradictions(values)
    if values.verdict and values.verdict.rating == "true":
        return _AGREES
    if not found:
        return _FOUND
    if found[0].rule in OLDER and values.timeline.confidence in HEDGED:
        return _MAYBE_OLDER
    return HEADINGS.get(found[0].rule, _OTHERS if found[0].slot == "who" else _FOUND)


def _first_seen(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """The earliest copy: since when, going by what, how surely, and what of the footage is in it."""
    timeline = values.timeline
    first = timeline.first_seen
    noun = noun_of(values.case.query.media if values.case.query else None)
    if first is None or first.record.published is None:
        yield from _undated(values, sources)
        return
    marks = sources.marks(first.id)
    date = first.record.published
    when, basis = dated(date), BASES[date.basis]
    by = _by(first)
    yield say(
        f"The earliest copy found{by.en} was published {when.en}, going by {basis.en}.",
        f"نُشرت أقدم نسخة عُثر عليها{by.ar} {when.ar}، بحسب {basis.ar}.",
        *marks,
    )
    if date.precision == "year":
        yield say("Of that date only the year is known.", "ولا يُعرف من هذا التاريخ سوى السنة.", *marks)
    if timeline.confidence in SURE:
        sure = SURE[timeline.confidence]
        yield say(sure.en, sure.ar, *marks)
    yield from segment_sentences(first, noun, *marks, CHECKED)


def _by(sighting: Sighting) -> Words:
    """Who showed it, in brackets; empty when nobody noted it."""
    if not sighting.record.source.strip():
        return Words("", "")
    name = sighting_name(sighting)
    return Words(f" (source: {foreign(name.en, 'en')})", f" (المصدر: {foreign(name.ar, 'ar')})")


def _undated(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """What is known where no copy has a publication date; three dates are never mixed."""
    seen = values.timeline.sightings
    if not values.has_footage:
        yield from _without_footage(values, sources)
        return
    if not seen:
        yield say(
            "No earlier copy of the footage was found so far, which is no evidence that it is new.",
            "لم يُعثر حتى الآن على نسخة أقدم من المقطع، وهذا ليس دليلًا على أنه جديد.",
            CHECKED,
        )
        return
    captured = [(s.record.captured, s) for s in seen if s.record.captured]
    recorded = [(s.record.recorded, s) for s in seen if s.record.recorded]
    if captured:
        date, sighting = min(captured, key=lambda pair: pair[0].latest)
        when, by = dated(date), _by(sighting)
        yield say(
            f"A copy was saved {when.en}{by.en}; when it was first published is not known.",
            f"حُفظت نسخة منه {when.ar}{by.ar}، أما تاريخ نشره أول مرة فغير معروف.",
            *sources.marks(sighting.id),
        )
    elif recorded:
        date, sighting = min(recorded, key=lambda pair: pair[0].latest)
        when, by = dated(date), _by(sighting)
        yield say(
            f"The footage is said to have been recorded {when.en}{by.en}; when it was first published is not known.",
            f"يُذكر أن المقطع صُوّر {when.ar}{by.ar}، أما تاريخ نشره أول مرة فغير معروف.",
            *sources.marks(sighting.id),
        )
    else:
        yield say(
            "Other copies of the footage were found; none of them has a date of publication.",
            "عُثر على نسخ أخرى من المقطع، وليس لأي منها تاريخ نشر معروف.",
            *sources.marks(*(s.id for s in seen[:3])),
        )


def _without_footage(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """That there was no footage to look for, and who has checked the same claim."""
    yield say(
        "No footage was given with this claim, so none could be looked for.",
        "لم يُرفق الادعاء بمادة مصورة يمكن البحث عنها.",
        CHECKED,
    )
    for review in reviews_of_claim(values):
        name, rating = review_name(review), quoted(review.rating) if review.rating.strip() else None
        en, ar = f" and rates it {rating.en}" if rating else "", f" وتصنيفه: {rating.ar}" if rating else ""
        yield say(
            f"The same claim was checked by {foreign(name.en, 'en')}, which published its result{en}.",
            f"وسبق التحقق من الادعاء نفسه ({foreign(name.ar, 'ar')}){ar}.",
            *sources.marks(review.id),
        )


def _refutation(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """What each finding holds against the claim; without any, what stays open or agrees."""
    found = contradictions(values)
    for finding in found:
        marks = (*sources.marks(*finding.evidence), CHECKED)
        yield (
            _in_time(values, finding, marks) or _in_slot(values, finding, marks) or _as_found(finding, marks)
        )
    if found or not values.has_footage:
        return
    for finding in values.examination.findings:
        if finding.status == "consistent":
            yield _as_found(finding, (*sources.marks(*finding.evidence), CHECKED))
    told = [f for f in values.examination.findings if f.status == "unknown" and (f.claimed or f.found)]
    for finding in told:
        yield _as_found(finding, (*sources.marks(*finding.evidence), CHECKED))


def _in_time(values: CaseValues, finding: Finding, marks: tuple[str, ...]) -> Sentence | None:
    """The gap between the footage and the claim; None where the finding is not of that kind."""
    if finding.rule not in OLDER or finding.part is not None:
        return None
    try:
        claimed = read_date(finding.claimed.removesuffix(" (posted)"))
        found = read_date(finding.found.partition(" (")[0])
    except UnclearDate:
        return None
    gap = span_words((days_of(claimed)[0] - days_of(found)[1]).days)
    when = dated(claimed)
    if finding.claimed.endswith("(posted)"):
        en, ar = f"The claim was posted {when.en}", f"ونُشر الادعاء {when.ar}"
    else:
        en, ar = f"The claim concerns what happened {when.en}", f"ويتعلق الادعاء بما حدث {when.ar}"
    if values.timeline.confidence in HEDGED:
        return say(
            f"{en}, about {gap.en} later; if that copy’s date is right, the footage cannot show what happened then.",
            f"{ar}، أي بعد ذلك بنحو {gap.ar}؛ فإن صح تاريخ تلك النسخة فلا يمكن أن يُظهر المقطع ما حدث حينها.",
            *marks,
        )
    return say(
        f"{en}, about {gap.en} later, so the footage cannot show what happened then.",
        f"{ar}، أي بعد ذلك بنحو {gap.ar}، فلا يمكن أن يُظهر المقطع ما حدث حينها.",
        *marks,
    )


def _in_slot(values: CaseValues, finding: Finding, marks: tuple[str, ...]) -> Sentence | None:
    """Place or actor of the claim against those of the source; None where they have no names in both languages."""
    claimed, found = claimed_words(values, finding), found_words(values, finding)
    template = _AGAINST.get(finding.rule)
    if finding.part is not None or template is None:
        return None
    if ("{claimed." in template.en and claimed is None) or ("{found." in template.en and found is None):
        return None
    if finding.rule in _NEEDS_EXPLICIT and finding.footing != "explicit":
        return None
    return say(
        template.en.format(claimed=claimed, found=found),
        template.ar.format(claimed=claimed, found=found),
        *marks,
    )


_AGAINST: Final = {
    "R4 another place": Words(
        "The claim places the footage in {claimed.en}, while the footage’s source places it in {found.en}.",
        "وينسب الادعاء المقطع إلى {claimed.ar}، بينما ينسبه مصدره إلى {found.ar}.",
    ),
    "R5 another actor": Words(
        "The claim names {claimed.en}, while the footage’s source names {found.en}.",
        "ويذكر الادعاء {claimed.ar}، بينما يذكر مصدر المقطع {found.ar}.",
    ),
    "R5 actor of another place": Words(
        "The claim names {claimed.en}, whom no source places where the footage is from.",
        "ويذكر الادعاء {claimed.ar}، ولا يذكر أي مصدر دورًا لهذا الطرف في مكان المقطع.",
    ),
    "R5 actor from elsewhere": Words(
        "The footage’s source names {found.en}, whom the claim does not name and who are from elsewhere.",
        "ويذكر مصدر المقطع {found.ar}، ولا ذكر لذلك في الادعاء الذي يتحدث عن مكان آخر.",
    ),
}
_NEEDS_EXPLICIT: Final = frozenset({"R4 another place", "R5 another actor"})


def _as_found(finding: Finding, marks: tuple[str, ...]) -> Sentence:
    """The rule's own sentence, with the stretch it is about where it is about one."""
    en, ar = plain_text(finding.sentence).rstrip("."), plain_text(finding.sentence_ar).rstrip(".")
    if finding.part is not None:
        start, end = clock_words(finding.part.start_s), clock_words(finding.part.end_s)
        en, ar = f"From {start} to {end}: {en}", f"من {start} إلى {end}: {ar}"
    return say(f"{en}.", f"{ar}.", *marks)


def _later(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """Other copies before the claim, each with its date and what that rests on."""
    posted = values.claim.posted
    first = values.timeline.first_seen
    told = 0
    for sighting in values.timeline.sightings:
        date = sighting.record.published
        if (
            (first and sighting.id == first.id)
            or date is None
            or (posted and not date.certainly_before(posted))
        ):
            continue
        when, basis, by = dated(date), BASES[date.basis], _by(sighting)
        yield say(
            f"Another copy{by.en} was published {when.en}, going by {basis.en}.",
            f"ونُشرت نسخة أخرى{by.ar} {when.ar}، بحسب {basis.ar}.",
            *sources.marks(sighting.id),
        )
        told += 1
        if told == _COPIES:
            return


def _pieces(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """The pieces of a compilation, each with the earliest copy that was found of it."""
    parts = values.history.parts if values.history else ()
    if len(parts) > 1:
        for part in parts:
            yield _piece(part, sources)


def _piece(part: Part, sources: SourceList) -> Sentence:
    start, end = clock_words(part.query.start_s), clock_words(part.query.end_s)
    first = part.timeline.first_seen
    if first is None or first.record.published is None:
        marks = sources.marks(*(s.id for s in part.timeline.sightings)) or (CHECKED,)
        return say(
            f"From {start} to {end}: no copy with a date of publication was found.",
            f"من {start} إلى {end}: لم يُعثر على نسخة لها تاريخ نشر.",
            *marks,
        )
    date = first.record.published
    when, by, basis = dated(date), _by(first), BASES[date.basis]
    return say(
        f"From {start} to {end}: the earliest copy found{by.en} was published {when.en}, going by {basis.en}.",
        f"من {start} إلى {end}: نُشرت أقدم نسخة عُثر عليها{by.ar} {when.ar}، بحسب {basis.ar}.",
        *sources.marks(first.id),
    )


def _context(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """What the sources say that the footage shows, in their own words; those with the same words are named together."""
    alike: dict[str, tuple[Words, list[Sighting]]] = {}
    for sighting in values.timeline.sightings:
        said = _told(values, sighting)
        if said is not None:
            alike.setdefault(said.en.casefold(), (said, []))[1].append(sighting)
    for said, sayers in alike.values():
        who = listed(_sayer(one) for one in sayers)
        marks = sources.marks(*(one.id for one in sayers))
        yield say(f"According to {who.en}{said.en}", f"بحسب {who.ar}{said.ar}", *marks)
    for review in reviews_of_footage(values):
        context = next((one.original_context for one in review.media if one.original_context.strip()), "")
        if context:
            words, by = quoted(context), review.publisher or review.name or "a fact-check"
            yield say(
                f"A fact-check of the same footage by {foreign(by, 'en')} says: {words.en}.",
                f"وجاء في تحقق سابق من المقطع نفسه ({foreign(by, 'ar')}): {words.ar}.",
                *sources.marks(review.id),
            )


def _told(values: CaseValues, sighting: Sighting) -> Words | None:
    """What one source says the footage shows, after its name: event, place and people, as far as it names them."""
    record = sighting.record
    event = record.event.strip() or record.caption.strip()
    place = _place(values, sighting)
    who = quoted(record.actors) if record.actors.strip() else Words("", "")
    if event:
        words = quoted(event)
        en, ar = f": {words.en}", f": {words.ar}"
        en, ar = (f"{en}, in {place.en}", f"{ar}، في {place.ar}") if place else (en, ar)
        en, ar = (f"{en}; shown: {who.en}", f"{ar}؛ ويظهر فيه: {who.ar}") if who else (en, ar)
    elif place and who:
        en, ar = f", it shows {who.en} in {place.en}", f"، يظهر فيه: {who.ar}، في {place.ar}"
    elif place or who:
        en = f", it is from {place.en}" if place else f", it shows {who.en}"
        ar = f"، هو من {place.ar}" if place else f"، يظهر فيه: {who.ar}"
    else:
        return None
    return Words(f"{en}.", f"{ar}.")


def _sayer(sighting: Sighting) -> Words:
    record = sighting.record
    if record.source.strip():
        name = sighting_name(sighting)
        return Words(foreign(name.en, "en"), foreign(name.ar, "ar"))
    if record.published:
        when = dated(record.published)
        return Words(f"the copy published {when.en}", f"النسخة المنشورة {when.ar}")
    return Words("a copy without a date", "نسخة بلا تاريخ")


def _place(values: CaseValues, sighting: Sighting) -> Words:
    """The place a source names: as the gazetteer has it in each language, else as the source writes it."""
    written = sighting.record.place.strip()
    if not written:
        return Words("", "")
    said = [a for a in values.examination.assertions if a.source_id == sighting.id and not a.weak]
    known = [place for one in said for place in places_of(one)]
    if not known:
        return quoted(written)
    return listed(place_words(place) for place in known)


def _disagreement(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """Where sources differ, all of them stay: nobody is made right silently."""
    said = [(a, places_of(a)) for a in values.examination.assertions if not a.weak]
    told = [(a, places) for a, places in said if places]
    apart = [
        (one, other)
        for index, (one, theirs) in enumerate(told)
        for other, others in told[index + 1 :]
        if all(place_relation(x, y) == "apart" for x in theirs for y in others)
    ]
    if apart:
        names = listed(place_words(places[0]) for _, places in told)
        marks = sources.marks(*(a.source_id for a, _ in told))
        yield say(
            f"The sources do not agree on the place: {names.en}.",
            f"ولا تتفق المصادر على المكان: {names.ar}.",
            *marks,
        )


def _why_now(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    """The event that the claim names and how its day lies to the earliest copy; nothing where nothing is known."""
    posted = values.claim.posted
    known = [*_occasions(values), *_same_time(values, sources)]
    if posted is None:
        yield say(
            "When the claim was first posted is not known.", "تاريخ نشر الادعاء أول مرة غير معروف.", CHECKED
        )
    elif known:
        when = dated(posted)
        yield say(f"The claim was posted {when.en}.", f"نُشر الادعاء {when.ar}.", CHECKED)
    yield from known


def _occasions(values: CaseValues) -> Iterator[Sentence]:
    for occasion in values.occasions:
        when = dated(occasion.date)
        yield say(
            f"Its words point to a known event: {plain_text(occasion.name.en)}, {when.en}.",
            f"ويشير نصه إلى حدث معروف: {plain_text(occasion.name.ar)} {when.ar}.",
            CHECKED,
        )


def _same_time(values: CaseValues, sources: SourceList) -> Iterator[Sentence]:
    posted, first = values.claim.posted, values.timeline.first_seen
    date = first.record.published if first else None
    if first and date and posted and not date.certainly_before(posted) and iso_of(date) == iso_of(posted):
        yield say(
            "The earliest copy found is of the same time.", "وأقدم نسخة عُثر عليها تعود إلى الوقت نفسه.",
            *sources.marks(first.id),
        )  # fmt: skip
