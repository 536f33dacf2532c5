"""What rules look at: one claim, the history of its footage, and what each source says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from firstseen.model.ladder import WORTH, a_step_down, a_step_up
from firstseen.model.relations import is_role
from firstseen.model.wording import Words, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.claim import Assertion, Claim, Footing, Slot, Who
    from firstseen.model.sighting import Confidence, Sighting, Timeline
    from firstseen.model.time import PartialDate, Span
    from firstseen.model.verdict import Status
    from firstseen.settings import Verdict as Tolerances

KindsRelation = Literal["same", "compatible", "different", "unclear"]
SOUND_ONLY: Final = "sound only"
"""The kind by which a source says that only the sound of a sighting is the query's."""

DateKind = Literal["published", "captured", "recorded"]


class Kinds(Protocol):
    """What rules need to know of kinds of events; the list of them belongs to whoever reads texts."""

    def relation(self, one: str, other: str) -> KindsRelation:
        """How two kinds relate as what the same footage shows."""
        ...

    def mechanism(self, kind: str) -> str:
        """How footage of this kind misleads ("staged", "altered", "satire", …); empty for a real event."""
        ...

    def sort(self, kind: str) -> str:
        """What sort of event the kind is: "natural", "violent", or empty for anything else."""
        ...

    def name(self, kind: str) -> Words:
        """The kind in words."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim and all that is known of its footage. `part` is the stretch of the query it is about, None for all.

    `assertions` are those of the timeline's sightings and any others about the same footage; `parts` the pieces of a
    compilation, each as evidence of its own. `echoes` are captions that may only say the claim once more: no rule
    finds agreement in them.
    """

    claim: Claim
    timeline: Timeline
    assertions: tuple[Assertion, ...]
    kinds: Kinds
    tolerances: Tolerances
    part: Span | None = None
    parts: tuple[Evidence, ...] = ()
    echoes: tuple[Assertion, ...] = ()

    def seen(self) -> tuple[Sighting, ...]:
        """The sightings whose pictures are the query's, oldest publication first."""
        return tuple(sighting for sighting in self.timeline.sightings if not self._only_heard(sighting))

    def heard(self) -> tuple[Sighting, ...]:
        """The sightings of which only the sound is the query's."""
        return tuple(sighting for sighting in self.timeline.sightings if self._only_heard(sighting))

    def _only_heard(self, sighting: Sighting) -> bool:
        """Whether only the sound was found there, by its segments or because its source says so."""
        said = (a.reading.what for a in self.assertions if a.source_id == sighting.id)
        return sound_only(sighting) or any(what.kind == SOUND_ONLY for whats in said for what in whats)

    def saying(self, slot: Slot) -> tuple[Assertion, ...]:
        """The assertions that say something of a slot, as `heeded` orders them; weak ones only where no other does."""
        speaking = [a for a in self.heeded() if getattr(a.reading, slot)]
        firm = tuple(a for a in speaking if not a.weak)
        return firm or tuple(speaking)

    def heeded(self) -> tuple[Assertion, ...]:
        """All assertions on the pictures: those of the oldest sighting first, those of none last."""
        order = {sighting.id: place for place, sighting in enumerate(self.timeline.sightings)}
        silent = {sighting.id for sighting in self.heard()}
        shown = [assertion for assertion in self.assertions if assertion.source_id not in silent]
        return tuple(sorted(shown, key=lambda a: order.get(a.source_id, len(order))))

    def confidence_of(self, heeded: tuple[Assertion, ...]) -> Confidence:
        """A word for what these sources say together (R8).

        A caption makes it possible, a source probable, two or more that are independent established.
        """
        firm = {a.source or a.source_id for a in heeded if not a.weak}
        if len(firm) > 1:
            return "established"
        return "probable" if firm else "possible"


class Dated(NamedTuple):
    """A date that footage has: of which kind, whose, and how surely it holds."""

    kind: DateKind
    date: PartialDate
    confidence: Confidence
    source: Words
    evidence: str


def dates_of(evidence: Evidence) -> Iterator[Dated]:
    """Every date by which the footage existed: publications first, then captures, then recordings.

    What a source says of the time of the event it shows counts as a recording.
    """
    kinds: tuple[DateKind, ...] = ("published", "captured", "recorded")
    for kind in kinds:
        for sighting in evidence.seen():
            date: PartialDate | None = getattr(sighting.record, kind)
            if date is not None:
                word = _word_for(evidence, sighting, kind, date)
                yield Dated(kind, date, word, source_of(sighting), sighting.id)
    for assertion in evidence.saying("when"):
        for when in assertion.reading.when:
            word = a_step_down(evidence.confidence_of((assertion,)))
            yield Dated("recorded", when.date, word, source_words(assertion), assertion.source_id)


def _word_for(evidence: Evidence, sighting: Sighting, kind: DateKind, date: PartialDate) -> Confidence:
    first = evidence.timeline.first_seen
    if kind == "published" and first is not None and first.id == sighting.id:
        return evidence.timeline.confidence
    if kind == "published" and sighting.record.captured and sighting.record.captured.basis != date.basis:
        return a_step_up(WORTH[date.basis])
    return WORTH[date.basis]


def sound_only(sighting: Sighting) -> bool:
    """Whether only the sound of the query was found there; False for what a person accepted without segments."""
    return bool(sighting.segments) and all(segment.track == "sound" for segment in sighting.segments)


def source_of(sighting: Sighting) -> Words:
    """Who a sighting is known from: its source, else its link; empty where neither is noted."""
    return _named(sighting.record.source or sighting.record.url)


def source_words(assertion: Assertion) -> Words:
    """Who says it."""
    return _named(assertion.source or assertion.url)


def cited(assertion: Assertion) -> Words:
    """Who says it, in brackets behind a space; empty where nobody is named."""
    source = source_words(assertion)
    return Words(f" ({source.en})", f" ({source.ar})") if source else Words("", "")


def _named(text: str) -> Words:
    short = shortened(text, 120)
    return Words(short, short)


def acting(whos: tuple[Who, ...]) -> tuple[Who, ...]:
    """Those by name who act or are shown, not those who are only struck or addressed.

    The agents, and who is named before the first of them: "Palestinians pretend … after Israeli shelling" shows
    Palestinians. Without an agent, everybody else.
    """
    told = present(whos)
    agents = [place for place, who in enumerate(told) if who.role == "agent"]
    if not agents:
        return tuple(who for who in told if who.role != "target" and _is_named(who))
    return tuple(
        who
        for place, who in enumerate(told)
        if who.role == "agent" or (place < agents[0] and who.role == "mentioned")
    )


def _is_named(who: Who) -> bool:
    """Whether it is more than the nationality of a thing."""
    return who.role != "of" or who.footing == "explicit"


def present(whos: tuple[Who, ...]) -> tuple[Who, ...]:
    """Those by name of whom the words do not say that it is not they; trades and ages name nobody."""
    return tuple(who for who in whos if who.role != "denied" and not is_role(who.actors[0]))


def caps_of(status: Status, footing: Footing, confidence: Confidence, *, disagree: bool) -> tuple[str, ...]:
    """What keeps a proposal that rests on such a finding from being strong; only contradictions carry any."""
    caps = {
        "inferred": footing == "inferred",
        "sources disagree": disagree,
        "weak evidence": confidence in {"possible", "unknown"},
    }
    return tuple(name for name, holds in caps.items() if holds and status == "contradicts")
