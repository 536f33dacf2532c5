"""R5, the event, and R6 and R7: what happens, what the footage was joined from, and whether its sound is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.model.ladder import WORTH, a_step_down
from firstseen.model.verdict import Finding
from firstseen.model.wording import Words, dated, iso_of, listed, shortened
from firstseen.verdict.evidence import caps_of, cited, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.model.claim import Assertion, What
    from firstseen.model.verdict import Status
    from firstseen.verdict.evidence import Evidence

EVENT: Final = "R5 another event"
MECHANISMS: Final = {
    "staged": "R5 no real event",
    "altered": "R5 altered",
    "sound replaced": "R7 sound replaced",
    "satire": "R5 satire",
    "cropped": "R5 cropped",
}
"""How footage misleads by what it is, and the rule that says so."""

_SAID: Final = {
    "staged": Words("a drill, a film or a staged scene, not a real event", "تدريب أو مشهد ممثَّل لا حدث حقيقي"),
    "altered": Words("altered or made by a machine", "معدَّل أو مولَّد آليًا"),
    "sound replaced": Words("carrying a sound that is not its own", "يحمل صوتًا ليس صوته الأصلي"),
    "satire": Words("satire", "محتوى ساخر"),
    "cropped": Words("cut so that it no longer says what the whole says", "مجتزأ على نحو يغيّر معناه"),
}


def no_real_event(evidence: Evidence) -> Iterator[Finding]:
    """A source says that the footage is a drill, a film, a staged scene, altered, satire, or cut.

    Contradicted only when the caption does not say so itself: a clip captioned as a scene of a film claims nothing
    else. A replaced sound is R7's. The picture is not examined here; a source has to say it.
    """
    ours = {evidence.kinds.mechanism(what.kind) for what in evidence.claim.reading.what}
    for said in evidence.saying("what"):
        told = [what for what in said.reading.what if evidence.kinds.mechanism(what.kind) in MECHANISMS]
        for what in told:
            mechanism = evidence.kinds.mechanism(what.kind)
            if mechanism not in ours:
                sentence = _sentence_mechanism(_SAID[mechanism], said)
                yield _finding(evidence, said, "contradicts", MECHANISMS[mechanism], sentence)
                return


def another_event(evidence: Evidence) -> Iterator[Finding]:
    """Another kind of event than the caption claims.

    Kinds are compared by a list that says which are seen together (an air strike and an explosion) and which exclude
    each other (a wedding and an earthquake). Contradicted when all of the one exclude all of the other; consistent
    when one is the same; else unknown. It is held a step less surely than its source, and a person has to accept it:
    what happened is told in many words.
    """
    ours = evidence.claim.reading.what
    sources = evidence.saying("what")
    if not ours or not sources:
        yield _unknown(evidence, ours, sources)
        return
    said = sources[0]
    related = {evidence.kinds.relation(one.kind, other.kind) for one in ours for other in said.reading.what}
    status: Status = "unknown"
    if related == {"different"}:
        status = "contradicts"
    elif "same" in related:
        status = "consistent"
    yield _finding(evidence, said, status, EVENT, _sentence(evidence, ours, said, status))


def joined_from_pieces(evidence: Evidence) -> Iterator[Finding]:
    """A compilation is judged piece by piece.

    Each piece of the query that has a history of its own gets the findings of all other rules, with the stretch of the
    query it is about. This rule adds that the whole is joined from pieces, and since when each of them is known.
    """
    if len(evidence.parts) < 2:  # noqa: PLR2004 - one piece is no compilation
        return
    pieces = [piece for part in evidence.parts if (piece := _piece(part))]
    known = listed(pieces) if pieces else Words("no dates known", "لا تواريخ معروفة")
    count = len(evidence.parts)
    yield Finding(
        slot="what",
        status="unknown",
        claimed=_kinds(evidence, evidence.claim.reading.what).en,
        found=known.en,
        rule="R6 joined from pieces",
        sentence=f"The footage is joined from {count} pieces with histories of their own ({known.en}); "
        "each is judged apart.",
        sentence_ar=f"المقطع مركّب من أجزاء مختلفة عددها {count} ({known.ar})، ويُفحص كل جزء على حدة.",
        evidence=tuple(p.timeline.first_seen.id for p in evidence.parts if p.timeline.first_seen),
        confidence="probable",
    )


def sound_of_another(evidence: Evidence) -> Iterator[Finding]:
    """Picture and sound are two tracks: what only sounds the same dates no picture.

    Where pictures are known from one sighting and the sound from another one, whose segments or source say that only
    the sound is the same, the sound was laid over them: a finding of its own. Where only the sound is known, it is
    said, and nothing follows for the pictures.
    """
    heard = evidence.heard()
    if not heard:
        return
    other = heard[0]
    date = other.record.published
    seen = {sighting.media_id for sighting in evidence.seen()}
    replaced = bool(seen) and other.media_id not in seen
    when = dated(date) if date else Words("at an unknown time", "في وقت غير معروف")
    source = source_of(other)
    by = Words(f" ({source.en})", f" ({source.ar})") if source else Words("", "")
    en = f"The sound is also heard in other footage, published {when.en}{by.en}"
    ar = f"يُسمع الصوت نفسه في مقطع آخر نُشر {when.ar}{by.ar}"
    tail = Words("; it does not date the pictures.", "، وهذا لا يؤرّخ الصورة.")
    if replaced:
        tail = Words(", so it was not recorded with these pictures.", "، فهو لم يُسجَّل مع هذه الصور.")
    yield Finding(
        slot="what",
        status="contradicts" if replaced else "unknown",
        claimed=_kinds(evidence, evidence.claim.reading.what).en,
        found=iso_of(date) if date else "",
        rule="R7 sound replaced" if replaced else "R7 sound only",
        sentence=en + tail.en,
        sentence_ar=ar + tail.ar,
        evidence=(other.id,),
        confidence=WORTH[date.basis] if date else "possible",
        track="sound",
    )


def _piece(part: Evidence) -> Words | None:
    first = part.timeline.first_seen
    if first is None or first.record.published is None:
        return None
    return Words(iso_of(first.record.published), iso_of(first.record.published))


def _kinds(evidence: Evidence, whats: Sequence[What]) -> Words:
    return listed(evidence.kinds.name(what.kind) for what in whats)


def _finding(evidence: Evidence, said: Assertion, status: Status, rule: str, sentence: Words) -> Finding:
    word = evidence.confidence_of((said,))
    confidence = a_step_down(word) if rule == EVENT else word
    return Finding(
        slot="what",
        status=status,
        claimed=_kinds(evidence, evidence.claim.reading.what).en,
        found=_kinds(evidence, said.reading.what).en,
        rule=rule,
        sentence=sentence.en,
        sentence_ar=sentence.ar,
        evidence=(said.source_id,),
        confidence=confidence,
        caps=caps_of(status, "explicit", confidence, disagree=False),
    )


def _sentence_mechanism(what: Words, said: Assertion) -> Words:
    by = cited(said)
    return Words(f"The footage is {what.en}{by.en}.", f"المقطع {what.ar}{by.ar}.")


def _sentence(evidence: Evidence, ours: Sequence[What], said: Assertion, status: Status) -> Words:
    names, theirs, by = _kinds(evidence, ours), _kinds(evidence, said.reading.what), cited(said)
    if status == "contradicts":
        return Words(
            f"The caption tells of: {names.en}. The footage shows something else: {theirs.en}{by.en}.",
            f"يتحدث المنشور عن: {names.ar}. لكن المقطع يُظهر أمرًا آخر: {theirs.ar}{by.ar}.",
        )
    if status == "consistent":
        return Words(
            f"Caption and source tell of the same kind of event: {theirs.en}{by.en}.",
            f"يتحدث المنشور والمصدر عن حدث من النوع نفسه: {theirs.ar}{by.ar}.",
        )
    return Words(
        f"The caption tells of {names.en}, the source of {theirs.en}{by.en}: both may be seen at once.",
        f"يتحدث المنشور عن {names.ar}، والمصدر عن {theirs.ar}{by.ar}: قد يظهر كلاهما معًا.",
    )


def _unknown(evidence: Evidence, ours: Sequence[What], sources: Sequence[Assertion]) -> Finding:
    found = shortened(_kinds(evidence, sources[0].reading.what).en) if sources else ""
    if not ours:
        sentence = Words(
            "The caption names no kind of event that could be compared.", "لا يسمي المنشور حدثًا يمكن مقارنته."
        )
    else:
        names = _kinds(evidence, ours)
        sentence = Words(
            f"No source says what kind of event the footage shows; the caption tells of {names.en}.",
            f"لا يذكر أي مصدر نوع الحدث الظاهر في المقطع؛ ويتحدث المنشور عن {names.ar}.",
        )
    return Finding(
        slot="what",
        status="unknown",
        claimed=_kinds(evidence, ours).en,
        found=found,
        rule=EVENT,
        sentence=sentence.en,
        sentence_ar=sentence.ar,
        evidence=tuple(dict.fromkeys(said.source_id for said in sources)),
    )
