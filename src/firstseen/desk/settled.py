"""What people decided, applied to what the machine made: rejected matches, edited slots, rejected findings and hits."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, get_args

from firstseen.errors import Conflict, InputError
from firstseen.model.case import DONE, Examination, History, PriorReviews
from firstseen.model.claim import SLOTS, Actor, Place, What, When, Where, Who
from firstseen.model.decided import finding_key, holding
from firstseen.model.match import Band, Outcome, Reason
from firstseen.model.verdict import Status
from firstseen.model.words import fold
from firstseen.trace.timeline import history, parts, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.model.case import Decision
    from firstseen.model.claim import Claim, Slot
    from firstseen.model.found import Rejection
    from firstseen.model.match import Segment
    from firstseen.model.review import ReviewHit
    from firstseen.model.sighting import Timeline
    from firstseen.model.time import PartialDate
    from firstseen.model.verdict import Finding

_BY_ITSELF: Final = "machine"
"""A reason without a sentence, by which an accepted segment remembers what the machine made of it."""

_BANDS: Final[dict[str, Band]] = {band: band for band in get_args(Band)}
_OUTCOMES: Final[dict[str, Outcome]] = {outcome: outcome for outcome in get_args(Outcome)}

_SEPARATOR: Final = ";"
"""Between several values of one edited slot."""


def check_undo(decisions: Iterable[Decision], wanted: Decision) -> None:
    """Refuse to undo what is not there, or no longer what was meant. Raises InputError, Conflict."""
    if wanted.action != "undo":
        return
    held = holding(decisions).get(str(wanted.subject))
    if held is None:
        raise InputError(f"{wanted.subject}: there is no decision to undo")
    if undone_words(held) != wanted.value:
        raise Conflict(str(wanted.subject), "look at its newest decision, and undo that one if it is wrong")


def undone_words(decision: Decision) -> str:
    """What an undo says that it took back."""
    return f"{decision.action} by {decision.by}, {decision.at.isoformat(timespec='milliseconds')}"


def settled_history(
    made: History, held: Mapping[str, Decision], rejections: Mapping[str, Rejection]
) -> History:
    """The history with rejected matches set aside and accepted ones counted, whatever the machine thought of them."""
    aligned = [*made.segments, *(segment for one in made.rejected for segment in one.segments)]
    rejected = {s.media_id: rejections[s.media_id] for s in aligned if s.media_id in rejections}
    counted = [_accepted(s, held.get(f"match:{s.media_id}")) for s in aligned if s.media_id not in rejected]
    best = sorted(counted, key=lambda segment: -segment.score)
    return replace(
        made,
        segments=tuple(best),
        parts=parts(best, made.sightings),
        timeline=_joined(timeline(best, made.sightings), made),
        rejected=tuple(
            replace(one, segments=tuple(s for s in aligned if s.media_id == media))
            for media, one in rejected.items()
        ),
    )


def _joined(found: Timeline, made: History) -> Timeline:
    """What was found with what was stated; the words for how sure are those of the side that was first."""
    if not made.given:
        return found
    stated = history(made.given)
    if not found.sightings:
        return stated
    both = history((*found.sightings, *stated.sightings))
    side = found if both.first_seen in found.sightings else stated
    return replace(both, confidence=side.confidence, reasons=side.reasons)


def _accepted(segment: Segment, decision: Decision | None) -> Segment:
    seen = _by_itself(segment)
    if decision is None or decision.action != "accept":
        return seen
    said = Reason("person", 1.0, f"Accepted by {decision.by}{_because(decision)}.")
    before = Reason(f"{_BY_ITSELF} {seen.band} {seen.outcome}", seen.score, "")
    return replace(seen, band="certain", outcome="same_footage", reasons=(*seen.reasons, said, before))


def _by_itself(segment: Segment) -> Segment:
    """The segment as the machine saw it, before anybody accepted it."""
    kept = tuple(one for one in segment.reasons if one.name.partition(" ")[0] not in {"person", _BY_ITSELF})
    for reason in segment.reasons:
        name, _, seen = reason.name.partition(" ")
        if name == _BY_ITSELF:
            band, outcome = seen.split()
            return replace(segment, band=_BANDS[band], outcome=_OUTCOMES[outcome], reasons=kept)
    return replace(segment, reasons=kept)


def _because(decision: Decision) -> str:
    return f": {decision.reason.rstrip('.')}" if decision.reason else ""


def settled_claim(read: Claim, held: Mapping[str, Decision], lexicon: Lexicon | None = None) -> Claim:
    """The claim with each slot as people left it: an accepted or edited one is explicit, a rejected one empty."""
    left: dict[str, Any] = {
        slot: _slot(read, slot, decision, lexicon) for slot in SLOTS if (decision := held.get(f"slot:{slot}"))
    }
    return replace(read, reading=replace(read.reading, **left))


def _slot(
    read: Claim, slot: Slot, decision: Decision, lexicon: Lexicon | None
) -> tuple[When | Where | Who | What, ...]:
    said = f"{DONE[decision.action]} by {decision.by}{_because(decision)}"
    if decision.action == "reject":
        return ()
    if decision.action == "accept":
        values: tuple[When | Where | Who | What, ...] = getattr(read.reading, slot)
        return tuple(replace(value, footing="explicit", reason=said) for value in values)
    return slot_values(slot, decision.value, said, read.posted, lexicon)


def slot_values(
    slot: Slot,
    text: str,
    reason: str,
    posted: PartialDate | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[When | Where | Who | What, ...]:
    """What a person entered for a slot, several values apart by ";": explicit, without a quote.

    A place, person or event that no list knows stays what it was called. Raises InputError for an empty text,
    UnclearDate for a date that cannot be placed.
    """
    from firstseen.claims.actors import find_actors  # noqa: PLC0415 - the lists take time to load
    from firstseen.claims.dates import read_written_date  # noqa: PLC0415
    from firstseen.claims.events import find_kinds  # noqa: PLC0415
    from firstseen.claims.places import find_places  # noqa: PLC0415

    values: list[When | Where | Who | What] = []
    for one in (part.strip() for part in text.split(_SEPARATOR)):
        if not one:
            continue
        if slot == "when":
            values.append(When(read_written_date(one, posted=posted), "explicit", reason=reason))
        elif slot == "where":
            known = [where.places for where in find_places(one)] or [(_unlisted_place(one),)]
            values.extend(Where(places, "explicit", reason=reason, role="at") for places in known)
        elif slot == "who":
            named = [who.actors for who in find_actors(one, lexicon=lexicon)] or [(_unlisted_actor(one),)]
            values.extend(Who(actors, "explicit", reason=reason, role="agent") for actors in named)
        else:
            kinds = [what.kind for what in find_kinds(one)] or [one]
            values.extend(What(kind, "explicit", reason=reason) for kind in kinds)
    if not values:
        raise InputError(f"an edited {slot} needs a value; to empty the slot, reject it")
    return tuple(values)


def _unlisted_place(name: str) -> Place:
    return Place(f"unlisted-{_digest(name)}", name, name, "landmark")


def _unlisted_actor(name: str) -> Actor:
    return Actor(f"unlisted-{_digest(name)}", name, name, "group")


def _digest(name: str) -> str:
    return hashlib.sha256(fold(name).encode()).hexdigest()[:12]


def settled_findings(found: Iterable[Finding], held: Mapping[str, Decision]) -> Examination:
    """The findings that hold and those a person rejected; an edited one has the person's status and sentence."""
    kept: list[Finding] = []
    rejected: list[Finding] = []
    for finding in found:
        decision = held.get(f"finding:{finding_key(finding)}")
        if decision is None:
            kept.append(finding)
        elif decision.action == "reject":
            rejected.append(finding)
        else:
            kept.append(_confirmed(finding, decision))
    return Examination(tuple(kept), tuple(rejected))


def _confirmed(finding: Finding, decision: Decision) -> Finding:
    """The finding on a person's word: explicit and established."""
    said = replace(finding, footing="explicit", confidence="established", caps=())
    if decision.action == "accept":
        return said
    status, sentence = read_finding_edit(decision.value)
    if not sentence:
        return replace(said, status=status)
    return replace(said, status=status, sentence=sentence, sentence_ar=sentence)


def read_finding_edit(text: str) -> tuple[Status, str]:
    """The status that a person gives a finding, and the sentence after a colon, if any. Raises InputError."""
    word, _, sentence = text.partition(":")
    for status in get_args(Status):
        if word.strip().lower() == status:
            return status, sentence.strip()
    raise InputError(
        f"a finding is edited to contradicts, consistent or unknown, and may be followed by a colon and a sentence: "
        f"not {text!r}"
    )


def settled_reviews(
    made: PriorReviews, held: Mapping[str, Decision], before: PriorReviews | None = None
) -> PriorReviews:
    """The two lists without the hits that a person said are none; those are kept apart.

    Hits among those of `before` that a person accepted stay, though they were not found again.
    """

    def gone(hit: ReviewHit) -> bool:
        decision = held.get(f"review:{hit.review.id}")
        return decision is not None and decision.action == "reject"

    def accepted(hit: ReviewHit) -> bool:
        decision = held.get(f"review:{hit.review.id}")
        return decision is not None and decision.action == "accept"

    def left(hits: Sequence[ReviewHit], earlier: Sequence[ReviewHit]) -> tuple[ReviewHit, ...]:
        found = {hit.review.id for hit in hits}
        kept = [hit for hit in earlier if hit.review.id not in found and accepted(hit)]
        wanted = (hit for hit in (*hits, *kept) if not gone(hit))
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(wanted, 1))

    known = before or PriorReviews()
    everything = {hit.review.id: hit for hit in (*made.claim, *made.footage, *made.rejected)}
    return replace(
        made,
        claim=left(made.claim, known.claim),
        footage=left(made.footage, known.footage),
        rejected=tuple(hit for hit in everything.values() if gone(hit)),
    )
