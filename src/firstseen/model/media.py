"""A file of footage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MediaKind = Literal["video", "still", "sound"]


@dataclass(frozen=True, slots=True)
class EmbeddedDate:
    """A date that the file itself carries: weak evidence, since anybody can write it.

    `origin` names where it stood ("container creation_time", "EXIF DateTimeOriginal"), `text` is it as written.
    """

    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Media:
    """One file of footage, known by the SHA-256 of its bytes.

    Query or reference is a role it plays, never a type of its own. Sizes are those of the picture as shown,
    after the rotation flag; `duration_s` runs from the first to the end of the last frame or sample; a still's is 0.
    """

    id: str
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
    embedded_dates: tuple[EmbeddedDate, ...] = ()

    @property
    def has_picture(self) -> bool:
        """Whether the file holds a picture stream."""
        return self.kind != "sound"

    @property
    def has_sound(self) -> bool:
        """Whether the file holds a sound stream."""
        return bool(self.audio_codec)
