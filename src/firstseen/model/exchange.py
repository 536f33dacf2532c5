"""What desks tell each other of footage without showing it: fingerprints, and what is known of what they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from firstseen.model.descriptor import Descriptors, PdqHashes, SoundLandmarks
    from firstseen.model.match import Band
    from firstseen.model.time import PartialDate, Span

SAME_BITS: Final = 31
"""At most so many of 256 bits differ between PDQ hashes of one picture. Source: python-threatexchange's PdqSignal."""

USABLE_QUALITY: Final = 50
"""PDQ hashes of lower quality prove nothing. Source: VPDQ_QUALITY_THRESHOLD of python-threatexchange."""

FORMAT: Final = 1
"""Version of signed fingerprint files. Readers refuse a newer one and must keep reading every older one."""

SIGNED_PREFIX: Final = b"firstseen exchange 1\n"
"""What stands before the bytes that are signed, so that a signature is good for nothing else."""

FACTS_MEMBER: Final = "exchange.json"
NUMBERS_MEMBER: Final = "numbers.bin"
SIGNATURE_MEMBER: Final = "signature.json"

ListKind = Literal["pdq-csv", "pdq-text", "vpdq", "signed"]
LIST_KINDS: Final[tuple[ListKind, ...]] = ("pdq-csv", "pdq-text", "vpdq", "signed")
"""How fingerprints leave: tables and lines of PDQ, vPDQ's frame lists, and our signed files, which hold most."""

Standing = Literal["trusted", "unknown", "unsigned"]
"""Whose word a list is: that of a desk whose key is trusted, of one whose key is not, or of nobody."""

Trace = Literal["vectors", "PDQ", "sound"]
"""What of two fingerprints agreed."""


@dataclass(frozen=True, slots=True)
class SaidCheck:
    """A published fact-check that a desk names with its footage. `published` is the date as its desk writes it."""

    title: str
    url: str = ""
    rating: str = ""
    claim: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a desk says of footage: its own statement, nobody else's.

    `first_seen` is the earliest publication that it knows of, with its basis; `url` and `source` say where and whose.
    """

    first_seen: PartialDate | None = None
    url: str = ""
    source: str = ""
    checks: tuple[SaidCheck, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What footage can be recognised by, without its pictures or its sound.

    `key` is what its desk calls it: the SHA-256 of the file, or one with a secret in it. `duration_s` is 0 for a still
    and where it is not known.
    """

    key: str
    duration_s: float
    pdq: PdqHashes
    pictures: Descriptors
    sound: SoundLandmarks
    said: Said = Said()

    @property
    def frames(self) -> int:
        """How many PDQ frames are good enough to be compared."""
        return int((self.pdq.quality >= USABLE_QUALITY).sum())


@dataclass(frozen=True, slots=True)
class Exchange:
    """A list of fingerprints that somebody gave this desk.

    `desk` is what the giver calls itself, or what this desk calls it; `signer` is its public key in hexadecimal digits,
    empty where nobody signed. `footage` counts the files it tells of. `file` is the SHA-256 of the list as it came.
    """

    id: str
    desk: str
    signer: str
    standing: Standing
    kind: ListKind
    footage: int
    frames: int
    by: str
    at: datetime
    file: str = ""
    made: str = ""
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Trusted:
    """A key that this desk trusts, and the name it knows the key's owner by."""

    key: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where two fingerprints agree: a stretch of the query and the stretch of the reference it runs along with.

    `matched` of `of` usable frames of the query, and `reference_matched` of `reference_of` of the reference, lie on one
    line in time (landmarks, for sound). `speed` and `reversed` as in a Segment. `band` is never "certain": nobody has
    looked at a picture. `sentence` says what agreed, in words that a person can check.
    """

    trace: Trace
    query: Span
    reference: Span
    matched: int
    of: int
    reference_matched: int
    reference_of: int
    likeness: float
    band: Band
    sentence: str
    speed: float = 1.0
    reversed: bool = False
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class SeenElsewhere:
    """Footage that another desk says it has: its statement, and where its fingerprint agrees with the query.

    It is no sighting of this desk: it dates nothing until somebody has looked the source up and added it.
    """

    exchange_id: str
    desk: str
    standing: Standing
    key: str
    duration_s: float
    said: Said
    agreements: tuple[Agreement, ...]

    @property
    def band(self) -> Band:
        """How surely it is the same footage, by the best of its agreements."""
        return self.agreements[0].band


@dataclass(frozen=True, slots=True)
class Known:
    """What this desk answers to another's question: its own footage, and where the question's fingerprint agrees."""

    media_id: str
    asked: str
    said: Said
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What this desk answers to a query file: who asked, about how many files, what is known, what was not compared."""

    asker: str
    standing: Standing
    asked: int
    known: tuple[Known, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a list: its kind, how many files and frames, the files that had nothing to tell, who signed."""

    path: str
    kind: ListKind
    footage: int
    frames: int
    left_out: int = 0
    signer: str = ""
