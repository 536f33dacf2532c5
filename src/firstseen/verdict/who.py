"""R5, the actors: whether somebody else acts in the footage than its caption claims."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from firstseen.model.ladder import a_step_down
from firstseen.model.relations import actor_relation, places_compatible
from firstseen.model.verdict import Finding
from firstseen.model.wording import Words, listed, shortened
from firstseen.verdict.evidence import acting, caps_of, cited, present
from firstseen.verdict.where import claimed_places, places_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.model.claim import Assertion, Footing, Place, Who
    from firstseen.model.verdict import Status
    from firstseen.verdict.evidence import Evidence

RULE: Final = "R5 another actor"
DENIED: Final = "R5 actor denied"
TARGET: Final = "R5 another target"

_SIDES: Final = frozenset({"force", "group", "people"})
ONE: Final = frozenset({"same", "contains", "within"})
"""Relations by which two actors are one side."""


def actor_denied(evidence: Evidence) -> Iterator[Finding]:
    """A source that says in so many words that it is not the claimed actor contradicts the claim.

    "… not an Iranian sniper", «… وليس الجيش السوري»: the denied one has to be the same as one who acts in the claim,
    part of it, or what it is part of.
    """
    claimed = acting(evidence.claim.reading.who) or present(evidence.claim.reading.who)
    for said in evidence.saying("who"):
        denied = [who for who in said.reading.who if who.role == "denied"]
        if denied and relations_of(claimed, denied) & ONE:
            sentence = _sentence_denied(names_of(claimed), said)
            found = shortened(said.reading.text)
            yield finding_of(evidence, claimed, found, Judged("contradicts", DENIED, sentence, (said,)))
            return


def another_actor(evidence: Evidence) -> Iterator[Finding]:
    """Somebody else acts in the footage than the caption claims.

    Compared are those who act or are shown in the claim with those who act or are shown according to a source, not
    those who are only struck or addressed. Contradicted when nobody on the one side is the same as, part of, or related
    to anybody on the other, and nobody who is compared is named at all on the other side. At one and the same place the
    kinds of events have to agree as well: in an attack and the defence against it, different sides act. Where the claim
    does not tell who acts, it takes a contradicted place and no common name at all; a source that names only who is
    struck does not say who acts. Somebody who is the same or part of the other: consistent. Else unknown. When sources
    disagree, the one of the oldest sighting that names somebody decides, except that one against the claim and one that
    agrees with it make it unknown.
    """
    sources = [said for said in evidence.saying("who") if all(_compared(evidence, said))]
    if not sources:
        yield _unknown(evidence)
        return
    said = sources[0]
    claimed, found = _compared(evidence, said)
    relations = relations_of(claimed, found)
    status: Status = "unknown"
    if relations & ONE:
        status = "consistent"
    elif any(relations_of(*_compared(evidence, other)) & ONE for other in sources[1:]):
        yield _disputed(evidence, sources)
        return
    elif relations <= {"apart"} and not _named_anywhere(claimed, found, evidence, said):
        status = "contradicts" if _same_sort(evidence, said) else "unknown"
    sentence = _sentence(names_of(claimed), names_of(found), said, status)
    yield finding_of(
        evidence, claimed, _found_text(evidence, sources), Judged(status, RULE, sentence, sources)
    )


def _disputed(evidence: Evidence, sources: Sequence[Assertion]) -> Finding:
    """What the first source says against the claim, beside the first that agrees with it."""
    claimed, found = _compared(evidence, sources[0])
    other = next(said for said in sources[1:] if relations_of(*_compared(evidence, said)) & ONE)
    first, second = names_of(found), names_of(_compared(evidence, other)[1])
    by, too = cited(sources[0]), cited(other)
    sentence = Words(
        f"Sources disagree on who acts in the footage: {first.en}{by.en}; {second.en}{too.en}: check.",
        f"تختلف المصادر في من يظهر في المقطع: {first.ar}{by.ar}؛ {second.ar}{too.ar}. تحقّق.",
    )
    text = _found_text(evidence, sources)
    return finding_of(evidence, claimed, text, Judged("unknown", RULE, sentence, sources))


def another_target(evidence: Evidence) -> Iterator[Finding]:
    """The same side strikes, but somebody else is struck than the caption claims.

    Applies only where those who act agree, and claim and source both name a force, a group or a people that is struck:
    contradicted when all of the one are apart from all of the other. What is merely a state's own, like an embassy,
    is no actor here.
    """
    ours = evidence.claim.reading.who
    for said in evidence.saying("who")[:1]:
        struck, theirs = _struck(ours), _struck(said.reading.who)
        agreed = relations_of(acting(ours), acting(said.reading.who)) & ONE
        if agreed and struck and theirs and relations_of(struck, theirs) == {"apart"}:
            sentence = _sentence_target(names_of(struck), names_of(theirs), said)
            judged = Judged("contradicts", TARGET, sentence, (said,))
            yield finding_of(evidence, struck, names_of(theirs).en, judged)


def _struck(whos: tuple[Who, ...]) -> tuple[Who, ...]:
    return tuple(who for who in present(whos) if who.role == "target" and who.actors[0].kind in _SIDES)


def _compared(evidence: Evidence, said: Assertion) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Whom of the claim to compare with whom of the source; everybody of a claim that does not tell who acts."""
    ours, theirs = evidence.claim.reading.who, said.reading.who
    if acting(ours) and acting(theirs):
        return acting(ours), acting(theirs)
    apart = acting(theirs) and place_contradicted(evidence, places_said(said))
    return (present(ours), acting(theirs)) if apart else ((), ())


def relations_of(ones: Iterable[Who], others: Iterable[Who]) -> set[str]:
    """How anybody of the one stands to anybody of the other, all alternatives included."""
    theirs = tuple(chain.from_iterable(who.actors for who in others))
    return {
        actor_relation(one, other)
        for one in chain.from_iterable(who.actors for who in ones)
        for other in theirs
    }


def _named_anywhere(ours: Sequence[Who], theirs: Sequence[Who], evidence: Evidence, said: Assertion) -> bool:
    """Whether one who is compared is also named on the other side: then the roles may have been misread."""
    crossed = relations_of(ours, present(said.reading.who)) | relations_of(
        theirs, present(evidence.claim.reading.who)
    )
    return bool(crossed & ONE)


def _same_sort(evidence: Evidence, said: Assertion) -> bool:
    """Whether both tell of the same sort of thing: places apart, or kinds of events that may be one."""
    places = places_said(said)
    if places and place_contradicted(evidence, places):
        return True
    ours = {what.kind for what in evidence.claim.reading.what}
    theirs = {what.kind for what in said.reading.what}
    related = {evidence.kinds.relation(one, other) for one in ours for other in theirs}
    return not related or bool(related & {"same", "compatible"}) or related == {"unclear"}


def place_contradicted(evidence: Evidence, places: Sequence[Place]) -> bool:
    """Whether every place the claim may mean is apart from every one of these."""
    claimed = claimed_places(evidence)
    return claimed is not None and bool(places) and not places_compatible(claimed.places, places)


def names_of(whos: Iterable[Who]) -> Words:
    """Their names, each in its likeliest meaning, as a list."""
    return listed(Words(who.actors[0].name, who.actors[0].name_ar or who.actors[0].name) for who in whos)


def _found_text(evidence: Evidence, sources: Sequence[Assertion]) -> str:
    texts = {said: names_of(_compared(evidence, said)[1]).en for said in sources}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return "; ".join(f"{text}{cited(said).en}" for said, text in texts.items())


def _disagree(sources: Sequence[Assertion]) -> bool:
    """Whether a later source names only others than the first does."""
    first = acting(sources[0].reading.who) if sources else ()
    later = [acting(said.reading.who) for said in sources[1:]]
    return any(whos and relations_of(first, whos) == {"apart"} for whos in later)


class Judged(NamedTuple):
    """What a rule came to, by which sources; `footing` where it is not that of the claimed actors."""

    status: Status
    rule: str
    sentence: Words
    sources: Sequence[Assertion]
    footing: Footing | None = None


def finding_of(evidence: Evidence, claimed: Sequence[Who], found: str, judged: Judged) -> Finding:
    """The finding on the actors that follows."""
    explicit = judged.footing != "inferred" and any(who.footing == "explicit" for who in claimed)
    word = evidence.confidence_of(tuple(judged.sources[:1])) if judged.sources else "unknown"
    confidence = word if explicit else a_step_down(word)
    footing: Footing = judged.footing or ("explicit" if explicit or not claimed else "inferred")
    return Finding(
        slot="who",
        status=judged.status,
        claimed=names_of(claimed).en,
        found=found,
        rule=judged.rule,
        sentence=judged.sentence.en,
        sentence_ar=judged.sentence.ar,
        evidence=tuple(dict.fromkeys(said.source_id for said in judged.sources)),
        footing=footing,
        confidence=confidence,
        caps=caps_of(judged.status, footing, confidence, disagree=_disagree(judged.sources)),
    )


def _sentence(names: Words, theirs: Words, said: Assertion, status: Status) -> Words:
    by = cited(said)
    if status == "contradicts":
        return Words(
            f"The caption names {names.en}, but the footage shows {theirs.en}{by.en}.",
            f"بحسب المنشور: {names.ar}. أما الظاهر في المقطع{by.ar}: {theirs.ar}.",
        )
    if status == "consistent" and names == theirs:
        return Words(
            f"Caption and source both name {names.en}{by.en}.",
            f"يتفق المنشور والمصدر{by.ar} على: {names.ar}.",
        )
    if status == "consistent":
        return Words(
            f"Caption and source name the same side: {names.en}; {theirs.en}{by.en}.",
            f"يذكر المنشور والمصدر الطرف نفسه: {names.ar}؛ {theirs.ar}{by.ar}.",
        )
    return Words(
        f"Whether {names.en} and {theirs.en}{by.en} are the same cannot be told from their names: check.",
        f"لا يمكن الجزم من الأسماء وحدها إن كان الطرفان واحدًا: {names.ar}؛ {theirs.ar}{by.ar}. تحقّق.",
    )


def _sentence_denied(names: Words, said: Assertion) -> Words:
    by = cited(said)
    return Words(
        f"The caption names {names.en}, and the source says that it is not they{by.en}.",
        f"بحسب المنشور: {names.ar}، والمصدر ينفي ذلك{by.ar}.",
    )


def _sentence_target(names: Words, theirs: Words, said: Assertion) -> Words:
    by = cited(said)
    return Words(
        f"According to the caption this is struck: {names.en}. In the footage it is: {theirs.en}{by.en}.",
        f"المستهدَف بحسب المنشور: {names.ar}. أما في المقطع: {theirs.ar}{by.ar}.",
    )


def _unknown(evidence: Evidence) -> Finding:
    claimed = acting(evidence.claim.reading.who) or present(evidence.claim.reading.who)
    names = names_of(claimed)
    if not claimed:
        sentence = Words("The caption names nobody who acts.", "لا يذكر المنشور فاعلًا محددًا.")
    else:
        sentence = Words(
            f"No source says who acts in the footage; the caption names {names.en}.",
            f"لا يذكر أي مصدر من يظهر في المقطع؛ وبحسب المنشور: {names.ar}.",
        )
    said = [said for said in evidence.saying("who") if present(said.reading.who)]
    found = names_of(present(said[0].reading.who)).en if said else ""
    return finding_of(evidence, claimed, found, Judged("unknown", RULE, sentence, said))
