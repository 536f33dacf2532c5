"""What a caption asserts and what sources say, slot by slot, each with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from firstseen.model.time import PartialDate

Slot = Literal["when", "where", "who", "what"]

SLOTS: Final[tuple[Slot, ...]] = ("when", "where", "who", "what")
"""What a caption can assert, in the order in which desks settle it."""

Footing = Literal["explicit", "inferred"]
"""Explicit: the words say it. Inferred: it follows from them, from the date of the post or from a known event, and a
person has to confirm it."""

PlaceRole = Literal["at", "towards", "from", "of", "mentioned", "denied", ""]
"""At: the words say that it happens there. Towards: something goes or is aimed there ("strike on X", "drones to X").
From: something comes from there. Of: the place belongs to the name of somebody ("people of X", "Hamas in X").
Mentioned: they name it for something else, a comparison. Denied: they say that it is not there. Empty: they do not
tell."""

SourceKind = Literal["record", "caption", "article", "review", "picture text", "speech", "person"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text: half-open offsets [start, end) in characters of the text as it was given."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"a quote ends before it starts: {self.start} > {self.end}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text asserts. `reason` says what an inferred one rests on; `quote` is None when no words state it.

    `exact` tells "on 2 September" from "recently": a vague time is compared with more tolerance.
    """

    date: PartialDate
    footing: Footing
    quote: Quote | None = None
    reason: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A place on earth. `within` are the ids of everything that contains it, smallest first, its country last.

    `kind` is country, region (first level), city, district, landmark, sea or area (a region of several countries).
    `country` is ISO 3166-1 alpha-2, empty for what lies in none or in several.
    """

    id: str
    name: str
    name_ar: str
    kind: Literal["country", "region", "city", "district", "landmark", "sea", "area"]
    country: str = ""
    within: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place that a text asserts: what its words can mean, likeliest first.

    Several are alternatives, never a list of places: a text with two places has two `Where`.
    """

    places: tuple[Place, ...]
    footing: Footing
    quote: Quote | None = None
    reason: str = ""
    role: PlaceRole = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, group, state or people.

    `within` are the ids of what it belongs to (a brigade to its army, an army to its state); `country` is ISO 3166-1
    alpha-2 where it has one; `related` are ids of actors that are neither the same nor simply others (a group and
    the one it grew out of).
    """

    id: str
    name: str
    name_ar: str
    kind: Literal["person", "group", "force", "state", "people"]
    country: str = ""
    within: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


WhoRole = Literal["agent", "target", "maker", "of", "mentioned", "denied"]
"""What an actor does in a text: agent (does it, or is shown), target (is struck, threatened, addressed), maker (a thing
is of its make), of (a thing is its own: its plane, its capital), denied (the words say that it is not they), or
mentioned, where the words do not tell."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody a text names as acting or shown: what its words can mean, likeliest first."""

    actors: tuple[Actor, ...]
    footing: Footing
    quote: Quote | None = None
    reason: str = ""
    role: WhoRole = "mentioned"


@dataclass(frozen=True, slots=True)
class What:
    """What a text says happens: the kind of event (`kind`, an id of our list such as "earthquake"), and its words."""

    kind: str
    footing: Footing
    quote: Quote | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a text asserts, slot by slot, in the order of the text; an empty slot asserts nothing.

    `language` is ISO 639-1, or "und" when it cannot be told.
    """

    text: str
    language: str
    when: tuple[When, ...] = ()
    where: tuple[Where, ...] = ()
    who: tuple[Who, ...] = ()
    what: tuple[What, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a caption asserts about the footage it travels with; `posted` is when it was posted, if known."""

    id: str
    reading: Reading
    posted: PartialDate | None = None
    claimant: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one source says about footage. Sources that disagree stay side by side: there is no single truth.

    `source_id` is the id of the sighting, review or media it comes from; `source` names it for a person. `weak` marks
    what is no statement of a source but was read off the picture or the sound, or is somebody's caption.
    """

    source_id: str
    source: str
    kind: SourceKind
    reading: Reading
    url: str = ""
    weak: bool = False
