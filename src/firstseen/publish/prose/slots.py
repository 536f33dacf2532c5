"""What a finding holds against each other, as names in both languages: the claim's place or actor, and the source's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstseen.model.relations import place_relation
from firstseen.model.wording import Words, alternatives, listed
from firstseen.publish.prose.names import actor_words, place_words

if TYPE_CHECKING:
    from firstseen.model.claim import Actor, Assertion, Place
    from firstseen.model.verdict import Finding
    from firstseen.publish.materials import CaseValues

_NOBODY = frozenset({"denied", "mentioned", "of", "maker"})


def claimed_words(values: CaseValues, finding: Finding) -> Words | None:
    """What the claim names, in both languages; None where the finding's words are not among its names."""
    reading = values.claim.reading
    wanted = {part.strip() for piece in finding.claimed.split(" or ") for part in piece.split(" and ")}
    found: list[Words] = []
    if finding.slot == "where":
        places = [place for where in reading.where for place in where.places[:1]]
        found = [place_words(place) for place in places if place.name in wanted]
        return alternatives(found) if found else None
    if finding.slot == "who":
        actors = [actor for who in reading.who for actor in who.actors[:1]]
        found = [actor_words(actor) for actor in actors if actor.name in wanted]
        return listed(found) if found else None
    return None


def found_words(values: CaseValues, finding: Finding) -> Words | None:
    """What the source that decides names instead, in both languages; None where it is not among its names."""
    said = [a for a in values.examination.assertions if a.source_id in finding.evidence]
    if finding.slot == "where":
        return next((listed(map(place_words, places)) for a in said if (places := places_of(a))), None)
    if finding.slot == "who":
        return next(
            (listed(map(actor_words, actors)) for a in said if (actors := actors_of(a, finding))), None
        )
    return None


def places_of(said: Assertion) -> list[Place]:
    """Where one source says that it happened: the most exact places, likeliest meaning only."""
    told = [where for where in said.reading.where if where.role != "denied" and where.places]
    at = [where for where in told if where.role == "at"] or told
    places = list({where.places[0].id: where.places[0] for where in at}.values())
    return [
        place
        for place in places
        if not any(place_relation(place, other) == "contains" for other in places if other is not place)
    ]


def actors_of(said: Assertion, finding: Finding) -> list[Actor]:
    """Whom one source shows acting, of those that the finding names."""
    acting = [who for who in said.reading.who if who.role not in _NOBODY] or list(said.reading.who)
    found = {who.actors[0].id: who.actors[0] for who in acting if who.actors}
    return [actor for actor in found.values() if actor.name in finding.found]
