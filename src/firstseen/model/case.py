"""A case: what joins a claim to footage, posts and evidence, what each stage made of it, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from firstseen.errors import InputError
from firstseen.model.found import named_records, shown_segments

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.found import Facts, Part, Rejection
    from firstseen.model.match import Segment
    from firstseen.model.media import Media
    from firstseen.model.review import ReviewHit
    from firstseen.model.sighting import Record, Sighting, Timeline
    from firstseen.model.verdict import Finding, Verdict

Stage = Literal["find", "claim", "reviews", "findings", "proposal", "story"]

STAGES: Final[tuple[Stage, ...]] = ("find", "claim", "reviews", "findings", "proposal", "story")
"""What a case goes through, in order: each stage takes what the ones before it made."""

Action = Literal["accept", "reject", "edit", "undo"]
ACTIONS: Final[tuple[Action, ...]] = ("accept", "reject", "edit", "undo")

DONE: Final[dict[Action, str]] = {
    "accept": "accepted",
    "reject": "rejected",
    "edit": "edited",
    "undo": "undone",
}
"""What a decision did, for a sentence."""

SubjectKind = Literal["match", "slot", "finding", "review"]
SUBJECT_KINDS: Final[tuple[SubjectKind, ...]] = ("match", "slot", "finding", "review")

FootageRole = Literal["query", "reference"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about: "match:MEDIA_ID", "slot:when", "finding:when:RULE" or "review:REVIEW_ID"."""

    kind: SubjectKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The subject that `text` names. Raises InputError when it names none."""
        kind, _, key = text.strip().partition(":")
        for known in SUBJECT_KINDS:
            if kind == known and key:
                return cls(known, key)
        raise InputError(
            f"{text!r} names nothing to decide on; write match:ID, slot:when, finding:when or review:ID, "
            "as `firstseen show CASE` prints them"
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on one match, slot, finding or review; the newest one on a subject holds.

    An "undo" takes back the one that held: what held before it holds again. `value` is the new value of an edit, or
    what was undone, in words. `at` is aware UTC.
    """

    case_id: str
    subject: Subject
    action: Action
    by: str
    at: datetime
    reason: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class CaseFootage:
    """Footage of a case: `query` is what was checked, `reference` what it was found in.

    `path` is where the query lay when it was checked. `deleted` says that the desk held it and no longer does.
    """

    media: Media
    role: FootageRole
    path: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a case has to be looked at again. `subject` is the id of what changed, `settled` what answered the flag."""

    reason: str
    at: datetime
    subject: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim under examination with everything that was joined to it.

    Claims, footage, posts and evidence (ids of sightings and reviews) may each belong to several cases. `verdicts` are
    oldest first: the last one holds. `flags` are those that nobody has answered yet.
    """

    id: str
    title: str
    created: datetime
    by: str = ""
    claims: tuple[Claim, ...] = ()
    footage: tuple[CaseFootage, ...] = ()
    posts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that holds, None while nobody has decided."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def query(self) -> CaseFootage | None:
        """The footage that was checked, None for a claim without any."""
        return next((one for one in self.footage if one.role == "query"), None)


@dataclass(frozen=True, slots=True)
class History:
    """What stage `find` leaves: where the footage was seen before, without the pictures.

    `segments` are all aligned ones that count, best first; `sightings` every record of their media at the time;
    `rejected` the matches that do not count because a person said so, with their segments. `given` are sightings that
    somebody stated without footage; `read_off` is what was read in its pictures and heard in its sound, weak.
    """

    timeline: Timeline
    path: str = ""
    facts: Facts | None = None
    segments: tuple[Segment, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    media: tuple[Media, ...] = ()
    parts: tuple[Part, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    given: tuple[Sighting, ...] = ()
    read_off: tuple[Assertion, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether two files were compared: never, a case looks among all that the desk knows."""
        return False

    def shown(self, *, unlikely: bool = False) -> tuple[Segment, ...]:
        """The segments worth showing, best reference first: without the unlikely ones unless asked for."""
        return shown_segments(self.segments, unlikely=unlikely)

    def records(self, media_id: str) -> tuple[Record, ...]:
        """The records of one media, one for each name it was added under: the earliest published of that name."""
        return named_records(one for one in self.sightings if one.media_id == media_id)


@dataclass(frozen=True, slots=True)
class PriorReviews:
    """What stage `reviews` leaves: published fact-checks of the same claim, and of the same footage. Never mixed.

    `abstained` says that none was sure enough, `reasons` why; `rejected` are hits that a person said are none.
    """

    claim: tuple[ReviewHit, ...] = ()
    footage: tuple[ReviewHit, ...] = ()
    abstained: bool = False
    reasons: tuple[str, ...] = ()
    rejected: tuple[ReviewHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """What stage `findings` leaves: findings that hold, those a person rejected, and what each source says."""

    findings: tuple[Finding, ...] = ()
    rejected: tuple[Finding, ...] = ()
    assertions: tuple[Assertion, ...] = ()


@dataclass(frozen=True, slots=True)
class StageResult:
    """What one stage made of a case: its value, what it was made with, and when (aware UTC).

    The value is a `History` (find), a `Claim` (claim), `PriorReviews` (reviews), an `Examination` (findings), a
    `Proposal` or None (proposal), a `Story` or None (story). `made_with` names versions and settings.
    """

    stage: Stage
    value: object
    made_with: tuple[tuple[str, str], ...]
    at: datetime
