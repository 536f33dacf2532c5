"""R5, the actors: whether somebody else acts in the footage than its caption claims."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from firstseen.model.ladder import a_step_down
from firstseen.model.relations import actor_relation, places_compatible, theatre_of
from firstseen.model.verdict import Finding
from firstseen.verdict.evidence import acting, caps_of, cited, present
from firstseen.verdict.where import claimed_places, place_words, places_said
from firstseen.verdict.words import Words, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.model.claim import Assertion, Footing, Place, Who
    from firstseen.model.verdict import Status
    from firstseen.verdict.evidence import Evidence

RULE: Final = "R5 another actor"
DENIED: Final = "R5 actor denied"
TARGET: Final = "R5 another target"
ELSEWHERE: Final = "R5 actor of another place"
STRANGE: Final = "R5 actor from elsewhere"

_SIDES: Final = frozenset({"force", "group", "people"})
_ONE: Final = frozenset({"same", "contains", "within"})


LOCAL_ROLES: Final = frozenset(
    {"role-armed", "role-politician", "role-soldier", "role-protester", "role-settler"}
)
"""Sorts of people who act in their own country, unlike refugees, journalists or players; soldiers abroad are why a
contradicted place is asked for as well."""


def actor_denied(evidence: Evidence) -> Iterator[Finding]:
    """A source that says in so many words that it is not the claimed actor contradicts the claim.

    "… not an Iranian sniper", «… وليس الجيش السوري»: the denied one has to be the same as one who acts in the claim,
    part of it, or what it is part of.
    """
    claimed = acting(evidence.claim.reading.who) or present(evidence.claim.reading.who)
    for said in evidence.saying("who"):
        denied = [who for who in said.reading.who if who.role == "denied"]
        if denied and _relations(claimed, denied) & _ONE:
            sentence = _sentence_denied(_names(claimed), said)
            found = shortened(said.reading.text)
            yield _finding(evidence, claimed, found, _Judged("contradicts", DENIED, sentence, (said,)))
            return


def another_actor(evidence: Evidence) -> Iterator[Finding]:
    """Somebody else acts in the footage than the caption claims.

    Compared are those who act or are shown in the claim with those who act or are shown according to a source, not
    those who are only struck or addressed. Contradicted when nobody on the one side is the same as,
    part of, or related to anybody on the other, and nobody who is compared is named at all on the other side. At one
    and the same place the kinds of events have to agree as well: in an attack and the defence against it, different
    sides act. Where the claim does not tell who acts, it takes a contradicted place and no common name at all; a
    source that names only who is struck does not say who acts.
    Somebody who is the same or part of the other: consistent. Else unknown. When sources disagree, the one of the
    oldest sighting that names somebody decides.
    """
    sources = [said for said in evidence.saying("who") if all(_compared(evidence, said))]
    if not sources:
        yield _unknown(evidence)
        return
    said = sources[0]
    claimed, found = _compared(evidence, said)
    relations = _relations(claimed, found)
    status: Status = "unknown"
    if relations & _ONE:
        status = "consistent"
    elif relations <= {"apart"} and not _named_anywhere(claimed, found, evidence, said):
        status = "contradicts" if _same_sort(evidence, said) else "unknown"
    sentence = _sentence(_names(claimed), _names(found), said, status)
    yield _finding(
        evidence, claimed, _found_text(evidence, sources), _Judged(status, RULE, sentence, sources)
    )


def another_target(evidence: Evidence) -> Iterator[Finding]:
    """The same side strikes, but somebody else is struck than the caption claims.

    Applies only where those who act agree, and claim and source both name a force, a group or a people that is struck:
    contradicted when all of the one are apart from all of the other. What is merely a state's own, like an embassy,
    is no actor here.
    """
    ours = evidence.claim.reading.who
    for said in evidence.saying("who")[:1]:
        struck, theirs = _struck(ours), _struck(said.reading.who)
        agreed = _relations(acting(ours), acting(said.reading.who)) & _ONE
        if agreed and struck and theirs and _relations(struck, theirs) == {"apart"}:
            sentence = _sentence_target(_names(struck), _names(theirs), said)
            judged = _Judged("contradicts", TARGET, sentence, (said,))
            yield _finding(evidence, struck, _names(theirs).en, judged)


def _struck(whos: tuple[Who, ...]) -> tuple[Who, ...]:
    return tuple(who for who in present(whos) if who.role == "target" and who.actors[0].kind in _SIDES)


def actor_of_another_place(evidence: Evidence) -> Iterator[Finding]:
    """People or forces of one country are not what footage of another country shows, where nobody says they were there.

    Applies only when the place itself is contradicted, and the source names nobody who is the same, part of or related
    to those of the claim. Whoever is claimed to strike has then no part in what the source tells, not even at home
    where it tells of no strike. Where it tells no event, forces are still possible in every country where they have
    fought, and those that act on several continents anywhere. In a natural disaster only the people shown count, not
    states and forces. Persons travel, and are excluded by no place; a country's bare name is no actor here. It is
    weaker than a source that names somebody else, and marked as inferred.
    """
    claimed = _not_places(evidence, acting(evidence.claim.reading.who) or present(evidence.claim.reading.who))
    for said in evidence.saying("where")[:1]:
        places = places_said(said)
        if not claimed or _known_there(evidence, claimed) or not _place_contradicted(evidence, places):
            return
        setting = _Setting(
            _tells_of_others(evidence, said), _is_natural(evidence), _is_no_strike(evidence, said)
        )
        if all(_foreign(who, places, setting) for who in claimed):
            names = _names(claimed)
            theirs = listed(place_words(place) for place in places[:3])
            sentence = _sentence_elsewhere(names, theirs, said)
            judged = _Judged("contradicts", ELSEWHERE, sentence, (said,), "inferred")
            yield _finding(evidence, claimed, theirs.en, judged)


def actor_from_elsewhere(evidence: Evidence) -> Iterator[Finding]:
    """A source names a side that has no part in what the caption claims, though the caption names nobody.

    Applies only when the place itself is contradicted, the caption names nobody and tells of no natural disaster, and
    everybody who acts according to the source is of a country that is not the claimed one and not known to act there.
    Marked as inferred: that somebody of the claimed place acts follows from the place alone.
    """
    if acting(evidence.claim.reading.who) or _is_natural(evidence):
        return
    claimed = claimed_places(evidence)
    for said in evidence.saying("who")[:1]:
        theirs = [who for who in acting(said.reading.who) if who.footing == "explicit"]
        if claimed is None or claimed.footing == "inferred" or not theirs:
            return
        countries = {place.country for place in claimed.places}
        strange = all(
            theatre_of(who.actors[0]) and not theatre_of(who.actors[0]) & countries for who in theirs
        )
        if strange and "" not in countries and _place_contradicted(evidence, places_said(said)):
            sentence = _sentence_strange(claimed.words, _names(theirs), said)
            judged = _Judged("contradicts", STRANGE, sentence, (said,), "inferred")
            yield _finding(evidence, (), _names(theirs).en, judged)


def _not_places(evidence: Evidence, whos: Sequence[Who]) -> tuple[Who, ...]:
    """Those who are more than the name of a country that the text may as well name as a place."""
    places = {where.quote for where in evidence.claim.reading.where if where.footing == "explicit"}
    return tuple(who for who in whos if who.quote is None or who.quote not in places)


def _known_there(evidence: Evidence, claimed: Sequence[Who]) -> bool:
    """Whether a source names one of them, or somebody who may be one of them."""
    named = [who for said in evidence.saying("who") for who in present(said.reading.who)]
    relations = _relations(claimed, named)
    # A name without a country is somebody we know nothing of: no side that could be one of them.
    organised = any(actor.kind != "person" for who in named for actor in who.actors)
    return bool(relations & (_ONE | {"related"})) or ("unclear" in relations and organised)


def _tells_of_others(evidence: Evidence, said: Assertion) -> bool:
    """Whether the source tells what happened without any side of the claim: nobody named, or people of that place."""
    named = any(present(other.reading.who) for other in evidence.saying("who"))
    locals_act = any(who.actors[0].id in LOCAL_ROLES and who.role == "agent" for who in said.reading.who)
    return locals_act or (bool(said.reading.what) and not named)


def _is_natural(evidence: Evidence) -> bool:
    sorts = {evidence.kinds.sort(what.kind) for what in evidence.claim.reading.what}
    return "natural" in sorts and "violent" not in sorts


def _compared(evidence: Evidence, said: Assertion) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Whom of the claim to compare with whom of the source; everybody of a claim that does not tell who acts."""
    ours, theirs = evidence.claim.reading.who, said.reading.who
    if acting(ours) and acting(theirs):
        return acting(ours), acting(theirs)
    apart = acting(theirs) and _place_contradicted(evidence, places_said(said))
    return (present(ours), acting(theirs)) if apart else ((), ())


def _relations(ones: Iterable[Who], others: Sequence[Who]) -> set[str]:
    return {
        actor_relation(one, other)
        for one in chain.from_iterable(who.actors for who in ones)
        for other in chain.from_iterable(who.actors for who in others)
    }


def _named_anywhere(ours: Sequence[Who], theirs: Sequence[Who], evidence: Evidence, said: Assertion) -> bool:
    """Whether one who is compared is also named on the other side: then the roles may have been misread."""
    crossed = _relations(ours, present(said.reading.who)) | _relations(
        theirs, present(evidence.claim.reading.who)
    )
    return bool(crossed & _ONE)


def _same_sort(evidence: Evidence, said: Assertion) -> bool:
    """Whether both tell of the same sort of thing: places apart, or kinds of events that may be one."""
    places = places_said(said)
    if places and _place_contradicted(evidence, places):
        return True
    ours = {what.kind for what in evidence.claim.reading.what}
    theirs = {what.kind for what in said.reading.what}
    related = {evidence.kinds.relation(one, other) for one in ours for other in theirs}
    return not related or bool(related & {"same", "compatible"}) or related == {"unclear"}


def _place_contradicted(evidence: Evidence, places: Sequence[Place]) -> bool:
    claimed = claimed_places(evidence)
    return claimed is not None and bool(places) and not places_compatible(claimed.places, places)


class _Setting(NamedTuple):
    """What the source tells: of others, without anybody of the claim; of a natural disaster; of no strike at all."""

    of_others: bool
    natural: bool
    no_strike: bool


def _foreign(who: Who, places: Sequence[Place], setting: _Setting) -> bool:
    """Whether the actor has no part in what is seen at these places."""
    actor = who.actors[0]
    if actor.kind == "person" or (setting.natural and actor.kind != "people"):
        return False
    home = frozenset({actor.country}) if actor.country else frozenset()
    theatre = home if setting.of_others and home else theatre_of(actor)
    if setting.of_others and setting.no_strike and home and who.role == "agent":
        return all(place.country for place in places)
    return bool(theatre) and all(place.country and place.country not in theatre for place in places)


def _is_no_strike(evidence: Evidence, said: Assertion) -> bool:
    """Whether the claim is of a strike, and the source tells of something that nobody does to another."""
    ours = {evidence.kinds.sort(what.kind) for what in evidence.claim.reading.what}
    theirs = {evidence.kinds.sort(what.kind) for what in said.reading.what}
    return "violent" in ours and bool(theirs) and "violent" not in theirs


def _names(whos: Sequence[Who]) -> Words:
    return listed(Words(who.actors[0].name, who.actors[0].name_ar or who.actors[0].name) for who in whos)


def _found_text(evidence: Evidence, sources: Sequence[Assertion]) -> str:
    texts = {said: _names(_compared(evidence, said)[1]).en for said in sources}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return "; ".join(f"{text}{cited(said).en}" for said, text in texts.items())


def _disagree(sources: Sequence[Assertion]) -> bool:
    """Whether a later source names only others than the first does."""
    first = acting(sources[0].reading.who) if sources else ()
    later = [acting(said.reading.who) for said in sources[1:]]
    return any(whos and _relations(first, whos) == {"apart"} for whos in later)


class _Judged(NamedTuple):
    status: Status
    rule: str
    sentence: Words
    sources: Sequence[Assertion]
    footing: Footing | None = None


def _finding(evidence: Evidence, claimed: Sequence[Who], found: str, judged: _Judged) -> Finding:
    explicit = judged.footing != "inferred" and any(who.footing == "explicit" for who in claimed)
    word = evidence.confidence_of(tuple(judged.sources[:1])) if judged.sources else "unknown"
    confidence = word if explicit else a_step_down(word)
    footing: Footing = judged.footing or ("explicit" if explicit or not claimed else "inferred")
    return Finding(
        slot="who",
        status=judged.status,
        claimed=_names(claimed).en,
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


def _sentence_strange(where: Words, theirs: Words, said: Assertion) -> Words:
    by = cited(said)
    return Words(
        f"The caption tells of {where.en}, but the footage shows {theirs.en}{by.en}, who have no part in it.",
        f"يتحدث المنشور عن {where.ar}. أما الظاهر في المقطع{by.ar}، ولا صلة له بذلك: {theirs.ar}.",
    )


def _sentence_elsewhere(names: Words, places: Words, said: Assertion) -> Words:
    by = cited(said)
    return Words(
        f"The caption names {names.en}, but the footage is from {places.en}{by.en}, where no source places them.",
        f"بحسب المنشور: {names.ar}. لكن المقطع من {places.ar}{by.ar}، ولا يذكر أي مصدر وجودهم هناك.",
    )


def _unknown(evidence: Evidence) -> Finding:
    claimed = acting(evidence.claim.reading.who) or present(evidence.claim.reading.who)
    names = _names(claimed)
    if not claimed:
        sentence = Words("The caption names nobody who acts.", "لا يذكر المنشور فاعلًا محددًا.")
    else:
        sentence = Words(
            f"No source says who acts in the footage; the caption names {names.en}.",
            f"لا يذكر أي مصدر من يظهر في المقطع؛ وبحسب المنشور: {names.ar}.",
        )
    said = [said for said in evidence.saying("who") if present(said.reading.who)]
    found = _names(present(said[0].reading.who)).en if said else ""
    return _finding(evidence, claimed, found, _Judged("unknown", RULE, sentence, said))
