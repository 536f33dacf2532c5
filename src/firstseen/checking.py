"""A caption checked against what is known of its footage: read, judged by the rules, and a rating proposed.

What stands here joins stages that do not know each other: texts are read by `claims`, dated by `trace`, judged by
`verdict`. A desk adds footage to it; for a batch of records there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from firstseen.claims.caption import read_claim, read_record
from firstseen.claims.dates import read_written_date
from firstseen.claims.events import kinds_relation
from firstseen.claims.occasions.mechanisms import kind_names, mechanism_of, sort_of
from firstseen.errors import InputError, UnclearDate
from firstseen.model.sighting import Record, Sighting
from firstseen.model.wording import Words
from firstseen.settings import default_settings
from firstseen.trace.timeline import history
from firstseen.verdict.echoes import without_own_words
from firstseen.verdict.findings import find_contradictions
from firstseen.verdict.propose import propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.claims.actors import Lexicon
    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.found import Part
    from firstseen.model.sighting import Timeline
    from firstseen.model.time import Basis, PartialDate
    from firstseen.model.verdict import Finding, Proposal
    from firstseen.settings import Settings
    from firstseen.verdict.evidence import KindsRelation

NOTED_BASIS: Final[Basis] = "date on the page"
"""What the dates of a batch's sightings rest on, which do not say it: whoever wrote them down read them somewhere."""

TEXTS: Final = ("place", "event", "caption", "actors", "source", "url", "language")
DATES: Final = ("published", "captured", "recorded")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a claim. `problems` are sentences on what was given and could not be used."""

    claim: Claim
    timeline: Timeline
    assertions: tuple[Assertion, ...]
    findings: tuple[Finding, ...]
    proposal: Proposal | None
    problems: tuple[str, ...] = ()


class KnownKinds:
    """The kinds of events and mechanisms that `claims` knows, as the rules ask for them."""

    def relation(self, one: str, other: str) -> KindsRelation:
        """How two kinds relate as what the same footage shows."""
        return kinds_relation(one, other)

    def mechanism(self, kind: str) -> str:
        """How footage of this kind misleads; empty for a real event."""
        return mechanism_of(kind)

    def sort(self, kind: str) -> str:
        """What sort of event the kind is: "natural", "violent", or empty for anything else."""
        return sort_of(kind)

    def name(self, kind: str) -> Words:
        """The kind in words."""
        return Words(*kind_names(kind))


def check_claim(
    claim: Claim,
    timeline: Timeline,
    assertions: Sequence[Assertion] | None = None,
    *,
    parts: Sequence[Part] = (),
    settings: Settings | None = None,
    lexicon: Lexicon | None = None,
    problems: tuple[str, ...] = (),
) -> Checked:
    """The claim judged against the history of its footage.

    `assertions` are what sources say of the footage; without any, what the records of the timeline's sightings say.
    The claim's own post is none of them.
    """
    tolerances = (settings or default_settings()).verdict
    given = records_assert(timeline.sightings, lexicon) if assertions is None else assertions
    said = without_own_words(given, timeline, claim)
    findings = find_contradictions(
        claim, timeline, said, kinds=KnownKinds(), parts=parts, tolerances=tolerances
    )
    return Checked(claim, timeline, said, findings, propose(findings, tolerances=tolerances), problems)


def records_assert(sightings: Iterable[Sighting], lexicon: Lexicon | None = None) -> tuple[Assertion, ...]:
    """What the records of these sightings say, in their order."""
    return tuple(
        a for sighting in sightings for a in read_record(sighting.id, sighting.record, lexicon=lexicon)
    )


def check_item(
    item: Mapping[str, Any], *, settings: Settings | None = None, lexicon: Lexicon | None = None
) -> Checked:
    """One object of a batch, checked: a caption, when it was posted, and the sightings that a person accepted.

    Any field may be missing or null, and dates are as people write them; a date that cannot be read is left out and
    named among the problems. Raises InputError when a field is of a kind that it cannot be, or there is no caption.
    """
    caption = text_of(item, "caption")
    if not caption.strip():
        raise InputError('there is no caption to check; give one as "caption"')
    problems: list[str] = []
    language = text_of(item, "language")
    posted = _date(item, "posted", "platform timestamp", language, problems)
    sightings = _sightings(item, problems)
    claim = read_claim(
        caption,
        posted=posted,
        language=language,
        claimant=text_of(item, "claimant"),
        url=text_of(item, "url"),
        lexicon=lexicon,
    )
    return check_claim(
        claim, history(sightings), settings=settings, lexicon=lexicon, problems=tuple(problems)
    )


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """A field as text: empty when missing or null, a number as written, a list joined; InputError for anything else."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(text_of({name: part}, name) for part in value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"{name!r} is {type(value).__name__}, and has to be a text")
    return str(value)


def _sightings(item: Mapping[str, Any], problems: list[str]) -> list[Sighting]:
    given = item.get("sightings")
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(fields, Mapping) for fields in given):
        raise InputError("'sightings' has to be a list of objects")
    return [_sighting(number, fields, problems) for number, fields in enumerate(given, 1)]


def _sighting(number: int, fields: Mapping[str, Any], problems: list[str]) -> Sighting:
    unread: list[str] = []
    try:
        texts = {name: text_of(fields, name) for name in TEXTS}
        dates = {name: _date(fields, name, NOTED_BASIS, texts["language"], unread) for name in DATES}
    except InputError as error:
        raise InputError(f"sightings[{number - 1}]: {error}") from error
    problems.extend(f"sightings[{number - 1}].{problem}" for problem in unread)
    record = Record(
        name=f"sighting {number}",
        published=dates["published"],
        captured=dates["captured"],
        recorded=dates["recorded"],
        place=texts["place"],
        event=texts["event"],
        caption=texts["caption"],
        actors=texts["actors"],
        source=texts["source"],
        url=texts["url"],
        language=texts["language"],
    )
    return Sighting(id=f"s{number}", media_id=f"s{number}", record=record)


def _date(
    fields: Mapping[str, Any], name: str, basis: Basis, language: str, problems: list[str]
) -> PartialDate | None:
    written = text_of(fields, name)
    if not written.strip():
        return None
    try:
        return read_written_date(written, language=language, basis=basis)
    except UnclearDate as error:
        problems.append(f"{name}: {error}")
        return None
