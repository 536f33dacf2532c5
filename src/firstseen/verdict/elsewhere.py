"""R5, the actors, by the place: who cannot be in the footage, because it is from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from firstseen.model.relations import theatre_of
from firstseen.model.wording import Words
from firstseen.verdict.evidence import acting, cited, present
from firstseen.verdict.where import claimed_places, names_said, place_disputed, places_said
from firstseen.verdict.who import ONE, Judged, finding_of, names_of, place_contradicted, relations_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.model.claim import Assertion, Place, Who
    from firstseen.model.verdict import Finding
    from firstseen.verdict.evidence import Evidence

ELSEWHERE: Final = "R5 actor of another place"
STRANGE: Final = "R5 actor from elsewhere"

LOCAL_ROLES: Final = frozenset(
    {"role-armed", "role-politician", "role-soldier", "role-protester", "role-settler"}
)
"""Sorts of people who act in their own country, unlike refugees, journalists or players; soldiers abroad are why a
contradicted place is asked for as well."""


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
        if not claimed or _known_there(evidence, claimed) or place_disputed(evidence):
            return
        if not place_contradicted(evidence, places):
            return
        setting = _Setting(
            _tells_of_others(evidence, said), _is_natural(evidence), _is_no_strike(evidence, said)
        )
        if all(_foreign(who, places, setting) for who in claimed):
            names = names_of(claimed)
            theirs = names_said(said, places)
            sentence = _sentence_elsewhere(names, theirs, said)
            judged = Judged("contradicts", ELSEWHERE, sentence, (said,), "inferred")
            yield finding_of(evidence, claimed, theirs.en, judged)


def actor_from_elsewhere(evidence: Evidence) -> Iterator[Finding]:
    """A source names a side that has no part in what the caption claims, though the caption names nobody.

    Applies only when the place itself is contradicted, the caption names nobody and tells of no natural disaster, and
    everybody who acts according to the source is of a country that is not the claimed one and not known to act there.
    Marked as inferred: that somebody of the claimed place acts follows from the place alone.
    """
    if acting(evidence.claim.reading.who) or _is_natural(evidence) or place_disputed(evidence):
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
        if strange and "" not in countries and place_contradicted(evidence, places_said(said)):
            sentence = _sentence_strange(claimed.words, names_of(theirs), said)
            judged = Judged("contradicts", STRANGE, sentence, (said,), "inferred")
            yield finding_of(evidence, (), names_of(theirs).en, judged)


def _not_places(evidence: Evidence, whos: Sequence[Who]) -> tuple[Who, ...]:
    """Those who are more than the name of a country that the text may as well name as a place."""
    places = {where.quote for where in evidence.claim.reading.where if where.footing == "explicit"}
    return tuple(who for who in whos if who.quote is None or who.quote not in places)


def _known_there(evidence: Evidence, claimed: Sequence[Who]) -> bool:
    """Whether a source names one of them, or somebody who may be one of them."""
    named = [who for said in evidence.saying("who") for who in present(said.reading.who)]
    relations = relations_of(claimed, named)
    # A name without a country is somebody we know nothing of: no side that could be one of them.
    organised = any(actor.kind != "person" for who in named for actor in who.actors)
    return bool(relations & (ONE | {"related"})) or ("unclear" in relations and organised)


def _tells_of_others(evidence: Evidence, said: Assertion) -> bool:
    """Whether the source tells what happened without any side of the claim: nobody named, or people of that place."""
    named = any(present(other.reading.who) for other in evidence.saying("who"))
    locals_act = any(who.actors[0].id in LOCAL_ROLES and who.role == "agent" for who in said.reading.who)
    return locals_act or (bool(said.reading.what) and not named)


def _is_natural(evidence: Evidence) -> bool:
    sorts = {evidence.kinds.sort(what.kind) for what in evidence.claim.reading.what}
    return "natural" in sorts and "violent" not in sorts


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
        f"بحسب المنشور: {names.ar}. لكن المقطع من {places.ar}{by.ar}، ولا يذكر أي مصدر دورًا لهذا الطرف هناك.",
    )
