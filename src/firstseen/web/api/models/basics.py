"""What the API answers about footage, jobs, files and refusals."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from firstseen.model.job import JobState
from firstseen.model.match import Band, Outcome, Track
from firstseen.model.media import MediaKind
from firstseen.model.time import Basis


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
