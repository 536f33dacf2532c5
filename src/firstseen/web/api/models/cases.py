"""What the API answers about claims and cases."""

from __future__ import annotations

from pydantic import Field

from firstseen.model.case import Action, FootageRole
from firstseen.model.claim import Footing, SourceKind
from firstseen.model.claim import Slot as SlotName
from firstseen.model.exchange import Standing, Trace
from firstseen.model.listing import CaseState
from firstseen.model.match import Band, Track
from firstseen.model.review import Category, HitBand
from firstseen.model.sighting import Confidence
from firstseen.model.time import Basis
from firstseen.model.verdict import Status, Strength
from firstseen.web.api.models.basics import (
    Segment,
    Told,
)


class Slot(Told):
    """One value that a text asserts, and the words it does so with."""

    text: str
    value: str
    footing: Footing
    quote: str | None
    start: int | None
    end: int | None


class Slots(Told):
    """What a text asserts, slot by slot."""

    when: list[Slot]
    where: list[Slot]
    who: list[Slot]
    what: list[Slot]


class Claim(Slots):
    """What a caption claims."""

    text: str
    language: str
    posted: str | None
    claimant: str | None
    url: str | None


class Assertion(Slots):
    """What one source says of the footage."""

    source_id: str
    source: str
    kind: SourceKind
    weak: bool
    text: str


class Finding(Told):
    """What a rule says of one slot."""

    slot: SlotName
    status: Status
    claimed: str
    found: str
    rule: str
    sentence: str
    sentence_ar: str
    footing: Footing
    confidence: Confidence
    evidence: list[str]
    track: Track
    start_s: float | None
    end_s: float | None


class Examination(Told):
    """The findings, the rejected ones, and what each source asserts."""

    findings: list[Finding]
    rejected: list[Finding]
    assertions: list[Assertion]


class Proposal(Told):
    """The rating that the machine proposes; a person decides."""

    rating: str
    category: Category
    strength: Strength
    reasons: list[str]
    reasons_ar: list[str]
    caps: list[str]


class Seen(Told):
    """A sighting in a history."""

    id: str
    media_id: str | None
    name: str
    url: str | None
    published: str | None
    published_basis: Basis | None
    place: str | None
    actors: str | None
    event: str | None
    caption: str | None
    source: str | None


class Rejected(Told):
    """A match that a person rejected."""

    media_id: str
    by: str
    reason: str
    case: str


class History(Told):
    """Where the footage was seen before."""

    first_seen: Seen | None
    confidence: Confidence
    reasons: list[str]
    sightings: list[Seen]
    segments: list[Segment]
    rejected: list[Rejected]
    read_off: list[Assertion]


class Hit(Told):
    """A published fact-check that may be of the same claim or footage."""

    review: str
    rank: int
    score: float
    band: HitBand
    reasons: list[str]
    name: str
    claim: str
    publisher: str | None
    rating: str | None
    published: str | None
    url: str | None


class PriorReviews(Told):
    """Published fact-checks in two lists: of the same claim, and of the same footage."""

    claim: list[Hit]
    footage: list[Hit]
    abstained: bool
    reasons: list[str]
    rejected: list[str]


class StoryPost(Told):
    """A post that carries the footage."""

    id: str
    url: str | None
    author: str | None
    published: str | None
    caption: str


class StoryDay(Told):
    """How many posts went up on one day."""

    date: str
    posts: int


class StoryCaption(Told):
    """One way the footage is told."""

    caption: str
    language: str
    first: str
    post_ids: list[str]


class StoryReach(Told):
    """How far the posts had got by the end of a day."""

    date: str
    posts: int
    views: int | None
    likes: int | None
    shares: int | None
    comments: int | None


class Story(Told):
    """The posts that carry the footage."""

    posts: list[StoryPost]
    days: list[StoryDay]
    captions: list[StoryCaption]
    reach: list[StoryReach]


class CaseFootage(Told):
    """Footage of a case."""

    media_id: str
    name: str
    role: FootageRole
    deleted: bool


class Decision(Told):
    """What a person decided on a part of a case."""

    case: str
    subject: str
    action: Action
    value: str
    reason: str
    by: str
    at: str


class Verdict(Told):
    """A person's rating, kept for good."""

    verdict: str
    case: str
    rating: str
    category: Category | None
    by: str
    at: str
    reason: str
    proposed: str | None


class Flag(Told):
    """Why a case has to be looked at again."""

    reason: str
    subject: str
    at: str


class SaidCheck(Told):
    """A fact-check that another desk names."""

    title: str
    url: str
    rating: str
    claim: str
    published: str


class Said(Told):
    """What another desk says of footage."""

    first_seen: str | None
    first_seen_basis: Basis | None
    url: str | None
    source: str | None
    checks: list[SaidCheck]


class Agreement(Told):
    """Where two fingerprints agree."""

    trace: Trace
    band: Band
    query_start_s: float
    query_end_s: float
    reference_start_s: float
    reference_end_s: float
    speed: float
    mirrored: bool
    reversed: bool
    matched: int
    of: int
    reference_matched: int
    reference_of: int
    sentence: str


class Elsewhere(Told):
    """Footage that another desk says it has."""

    list: str
    desk: str
    standing: Standing
    key: str
    band: Band
    said: Said
    agreements: list[Agreement]  # type: ignore[valid-type]


class Case(Told):
    """A case: the newest value of each stage, null where it has none, and what people decided."""

    case: str
    title: str
    created: str
    by: str
    find: History | None
    claim: Claim | None
    reviews: PriorReviews | None
    findings: Examination | None
    proposal: Proposal | None
    story: Story | None
    footage: list[CaseFootage]
    decisions: list[Decision]
    verdicts: list[Verdict]
    flags: list[Flag]
    elsewhere: list[Elsewhere]


class CaseLine(Told):
    """A case in a list, with how it stands."""

    case: str
    state: CaseState
    suggestions: int
    flags: list[str]
    title: str
    created: str
    updated: str
    by: str
    caption: str
    claimant: str
    language: str
    posted: str | None
    media_id: str
    media_name: str
    duration_s: float
    still_s: float
    slot: SlotName | None
    claimed: str
    found: str
    first_seen: str | None
    rating: str
    decided_by: str
    proposed: str
    strength: Strength | None
    slug: str
    withdrawn: bool


class Counts(Told):
    """How many cases each list has."""

    inbox: int
    suggestions: int
    progress: int
    ready: int
    published: int
    corrections: int
    all: int


class Subjects(Told):
    """Everything in a case that can be decided on."""

    items: list[str]
    next: None


class StageResult(Told):
    """What one stage made of a case, and what it was made with."""

    case: str
    stage: str
    at: str
    made_with: dict[str, str]
    value: History | Claim | PriorReviews | Examination | Proposal | Story | None


class Reason(Told):
    """Something that speaks for or against a hit."""

    name: str
    value: float
    sentence: str


class MatchHit(Told):
    """A published fact-check that may be of the same claim."""

    rank: int
    review: str
    score: float = Field(description="The calibrated probability that it is.")
    band: HitBand
    reasons: list[Reason]
    name: str
    claim: str
    publisher: str | None
    rating: str | None
    published: str | None
    url: str | None


class Matches(Told):
    """Published fact-checks of the same claim; `near` holds the best that were passed over."""

    abstained: bool
    reasons: list[Reason]
    items: list[MatchHit]
    near: list[MatchHit]
