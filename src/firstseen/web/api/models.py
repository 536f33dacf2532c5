"""What the API answers, described for its OpenAPI document. Answers are made by `wire`; tests hold both together."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from firstseen.model.article import ChangeKind, EditionLanguage, LinkReason, PictureKind
from firstseen.model.case import Action, FootageRole
from firstseen.model.claim import Footing, SourceKind
from firstseen.model.claim import Slot as SlotName
from firstseen.model.exchange import ListKind, Standing, Trace
from firstseen.model.job import JobState
from firstseen.model.listing import CaseState
from firstseen.model.match import Band, Outcome, Track
from firstseen.model.media import MediaKind
from firstseen.model.review import Category, HitBand
from firstseen.model.sighting import Confidence
from firstseen.model.time import Basis
from firstseen.model.verdict import Status, Strength


class Told(BaseModel):
    """An answer: exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Problem(Told):
    """Why a request was refused."""

    kind: str = Field(examples=["NotFound"])
    message: str = Field(description="What happened, to what, and what to do next.")
    status: int = Field(examples=[404])


class Refusal(Told):
    """Every refusal has this shape."""

    error: Problem


class GoogleProblem(Told):
    """Why a request was refused, as Google's services say it."""

    code: int
    message: str
    status: str = Field(examples=["INVALID_ARGUMENT"])


class GoogleRefusal(Told):
    """Every refusal under `/v1alpha1` has this shape."""

    error: GoogleProblem


class Page[Item](Told):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="The `cursor` of the next page; null on the last one.")


class Job(Told):
    """Long work. `result` is what its kind gives; `error` why it failed."""

    job: str
    kind: str = Field(examples=["check"])
    state: JobState
    by: str
    request: dict[str, Any]
    done: float
    expected: float = Field(description="In the same unit as `done`; 0 while nobody knows.")
    message: str
    result: dict[str, Any] | None
    error: Problem | None
    created: str
    started: str | None
    ended: str | None


class Upload(Told):
    """A file that was sent: its id is the SHA-256 of its bytes."""

    upload: str
    name: str
    size_bytes: int


class EmbeddedDate(Told):
    """A date that the file itself carries: weak evidence."""

    origin: str
    text: str


class Media(Told):
    """A file of footage, by the SHA-256 of its bytes."""

    media_id: str
    name: str
    size_bytes: int
    kind: MediaKind
    duration_s: float
    width_px: int
    height_px: int
    fps: float
    rotation_deg: int
    container: str
    video_codec: str
    audio_codec: str
    embedded_dates: list[EmbeddedDate]


class Sighting(Told):
    """Where footage was seen, and when. The three dates are never mixed."""

    id: str
    media_id: str
    name: str
    url: str
    published: str | None
    published_basis: Basis | None
    captured: str | None
    captured_basis: Basis | None
    recorded: str | None
    recorded_basis: Basis | None
    place: str
    actors: str
    event: str
    caption: str
    language: str
    source: str
    added_by: str
    extra: dict[str, str]


class Gated(Told):
    """Frames that prove nothing, and why."""

    reason: str
    frames: int


class Facts(Told):
    """What describing a file came to."""

    frames_used: int
    gated: list[Gated]
    losses: list[str]


class Footage(Media):
    """A file of footage with every sighting."""

    facts: Facts
    sightings: list[Sighting]


class Segment(Told):
    """A stretch of the query that shows the same as a stretch of a reference."""

    query: str
    reference: str
    media_id: str
    score: float
    band: Band
    track: Track
    outcome: Outcome
    query_start_s: float
    query_end_s: float
    reference_start_s: float
    reference_end_s: float
    speed: float
    mirrored: bool
    reversed: bool
    region: list[float]
    published: str | None
    published_basis: Basis | None
    url: str | None


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


class Appearance(Told):
    """A place where a claim or its media was seen."""

    url: str
    archived_url: str
    published: str | None
    caption: str


class MediaReview(Told):
    """What a fact-check says of one piece of media."""

    category: Category | None
    category_text: str
    original_context: str
    original_url: str
    appearances: list[Appearance]
    kind: MediaKind | None


class ReviewSource(Told):
    """Something a fact-check rests on."""

    name: str
    url: str


class Review(Told):
    """A published fact-check."""

    id: str
    url: str
    claim: str
    name: str
    text: str
    publisher: str
    publisher_url: str
    author: str
    published: str | None
    modified: str | None
    rating: str
    label: str
    language: str
    claimant: str
    claim_date: str | None
    appearances: list[Appearance]
    media: list[MediaReview]
    sources: list[ReviewSource]
    corrections: list[str]
    origin: str
    extra: list[list[str]]


class Edition(Told):
    """The article in one language; `body` is Markdown."""

    language: EditionLanguage
    title: str
    summary: str
    body: str


class Picture(Told):
    """A picture made from the evidence."""

    id: str
    kind: PictureKind
    file: str
    width_px: int
    height_px: int
    alt: str
    alt_ar: str
    caption: str
    caption_ar: str
    credit: str
    evidence: list[str]


class ArticleSource(Told):
    """Something the article rests on."""

    id: str
    name: str
    name_ar: str
    url: str
    archived_url: str
    published: str
    evidence: str


class Correction(Told):
    """What was changed after publication."""

    kind: ChangeKind
    at: str
    by: str
    note: str
    note_ar: str


class ReadMore(Told):
    """Another fact-check worth reading."""

    reason: LinkReason
    title: str
    title_ar: str
    case_id: str
    url: str
    publisher: str


class Article(Told):
    """One version of the article of a case."""

    case_id: str
    version: int
    slug: str
    topic: str
    by: str
    at: str
    verdict_id: str
    rating: str
    category: Category | None
    review: Review
    editions: list[Edition]
    sources: list[ArticleSource]
    pictures: list[Picture]
    corrections: list[Correction]
    read_more: list[ReadMore]
    evidence: list[str]


class Remark(Told):
    """Something about an article that a person should mend; `blocks` says that it cannot be published so."""

    name: str
    sentence: str
    sentence_ar: str
    where: str
    blocks: bool


class Approval(Told):
    """A second person's consent to publish one version."""

    case_id: str
    version: int
    by: str
    at: str


class Publication(Told):
    """What readers got, kept for good."""

    case_id: str
    number: int
    change: ChangeKind
    article: Article
    by: str
    at: str
    first_published: str
    approved_by: list[str]
    note: str
    note_ar: str


class AuditEntry(Told):
    """One thing that was done. Each digest is that of the entry together with the one before."""

    number: int
    who: str
    at: str
    what: str
    subject: str
    detail: dict[str, Any]
    previous: str
    digest: str


class AuditCheck(Told):
    """What checking the audit came to; `problem` is null when nothing is wrong."""

    entries: int
    head: str | None
    altered: int | None
    problem: str | None


class Setting(Told):
    """A setting: what holds, what it means, and what it may be."""

    key: str
    value: bool | int | float | str
    default: bool | int | float | str
    unit: str | None
    meaning: str
    source: str
    allowed: str


class Exchange(Told):
    """A list of fingerprints that another desk gave."""

    id: str
    desk: str
    signer: str
    standing: Standing
    kind: ListKind
    footage: int
    frames: int
    by: str
    at: str
    file: str
    made: str
    refused: int


class BadLine(Told):
    """An item that could not come in."""

    line: int
    unit: str
    reason: str


class Taken(Told):
    """A list that was taken in."""

    list: Exchange
    new: bool
    refused: list[BadLine]  # type: ignore[valid-type]


class Known(Told):
    """Footage of this desk that another asked about."""

    media_id: str
    asked: str
    said: Said
    agreements: list[Agreement]


class ExchangeAnswer(Told):
    """What this desk answers to another's question."""

    asker: str
    standing: Standing
    asked: int
    notes: list[str]
    known: list[Known]


class Trusted(Told):
    """A desk whose key is believed."""

    key: str
    name: str
    by: str
    at: str


class Keys(Told):
    """This desk's public key, and those it believes."""

    key: str
    items: list[Trusted]
    next: None


class Health(Told):
    """That the desk answers."""

    status: Literal["ok"]
    version: str
